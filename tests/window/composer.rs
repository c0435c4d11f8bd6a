use super::in_lantern_night;
use crate::support::lantern::{KAI, account, chat_of, in_channel, lantern};
use crate::support::stage::Stage;
use bellbird::ids::MESSAGE_BYTES;
use bellbird::model::{ChatId, Slot};
use bellbird::service::Command;
use bellbird::ui::pages::window_ui;
use eframe::egui::{Key, Modifiers};

const FIELD: &str = "Message #lantern-night";

fn sent(stage: &mut Stage) -> Vec<String> {
    let texts = stage.commands().into_iter();
    texts
        .filter_map(|command| if let Command::SendMessage { text, .. } = command { Some(text) } else { None })
        .collect()
}

#[test]
fn enter_sends_and_shift_enter_makes_a_new_line() {
    let mut stage = in_lantern_night();
    stage.type_into(FIELD, "one");
    stage.press_with(Modifiers::SHIFT, Key::Enter);
    stage.type_into(FIELD, "two");
    assert_eq!(stage.value(FIELD), "one\ntwo");
    stage.press(Key::Enter);
    assert_eq!(sent(&mut stage), ["one\ntwo"]);
    assert_eq!(stage.value(FIELD), "");
}

#[test]
fn the_button_sends_too_and_nothing_but_space_is_not_sent() {
    let mut stage = in_lantern_night();
    stage.type_into(FIELD, "   ");
    stage.press(Key::Enter);
    assert_eq!(sent(&mut stage), [] as [&str; 0]);
    stage.type_into(FIELD, "tea?");
    stage.click("Send");
    assert_eq!(sent(&mut stage), ["tea?"]);
}

#[test]
fn a_message_that_the_service_does_not_take_stays_in_its_field() {
    let mut stage = in_lantern_night();
    stage.refuse_commands(true);
    stage.type_into(FIELD, "not lost");
    stage.press(Key::Enter);
    assert_eq!(stage.value(FIELD), "not lost");
    stage.refuse_commands(false);
    stage.press(Key::Enter);
    assert_eq!(stage.value(FIELD), "");
}

#[test]
fn the_field_grows_to_six_rows_and_no_further() {
    let mut stage = in_lantern_night();
    for _ in 0..5 {
        stage.type_into(FIELD, "row");
        stage.press_with(Modifiers::SHIFT, Key::Enter);
    }
    let send = stage.rect("Send").top();
    assert_eq!(stage.rect(FIELD).height(), 6.0 * 20.0);
    stage.press_with(Modifiers::SHIFT, Key::Enter);
    stage.press_with(Modifiers::SHIFT, Key::Enter);
    assert_eq!(stage.rect("Send").top(), send, "the card stands still");
}

#[test]
fn the_counter_appears_at_four_fifths_and_what_is_too_long_is_not_sent() {
    let mut stage = in_lantern_night();
    stage.type_into(FIELD, &"a".repeat(MESSAGE_BYTES * 8 / 10 - 1));
    assert!(!stage.shows_containing(" / 8,192 B"));
    stage.type_into(FIELD, &"b".repeat(2));
    assert!(stage.shows("6,554 / 8,192 B"));
    stage.type_into(FIELD, &"c".repeat(MESSAGE_BYTES));
    assert!(stage.shows("6554 bytes too long. Shorten the text to send it."));
    stage.press(Key::Enter);
    assert_eq!(sent(&mut stage), [] as [&str; 0]);
}

#[test]
fn a_draft_is_saved_when_the_chat_is_left_and_is_there_again_later() {
    let mut stage = in_lantern_night();
    stage.type_into(FIELD, "Great, then");
    stage.out();
    stage.click_starting("Kai Tanaka, Thanks");
    let draft = Command::SaveDraft { chat: chat_of("lantern-night"), text: "Great, then".to_owned() };
    assert!(stage.commands().contains(&draft));
    assert!(stage.shows_containing("lantern-night, Draft: Great, then"));
    stage.click_starting("lantern-night");
    assert_eq!(stage.value(FIELD), "Great, then");
}

#[test]
fn a_draft_is_saved_once_the_keys_rest() {
    let mut stage = in_lantern_night();
    stage.type_into(FIELD, "Great");
    stage.out();
    for _ in 0..30 {
        stage.step();
    }
    let draft = Command::SaveDraft { chat: chat_of("lantern-night"), text: "Great".to_owned() };
    assert_eq!(stage.commands(), [draft], "once");
}

#[test]
fn what_was_kept_of_a_chat_stands_in_its_field() {
    let mut model = lantern();
    let kai = ChatId::Person(account(KAI));
    model.account_mut(Slot(0)).unwrap().chats.open(&kai).draft = "from yesterday".into();
    let view = in_channel(&model);
    let mut stage = Stage::setup(model, window_ui).view(view).build();
    stage.run().click_starting("Kai Tanaka, Draft: from yesterday");
    assert_eq!(stage.value("Message Kai Tanaka"), "from yesterday");
}

#[test]
fn opening_a_chat_puts_the_cursor_into_its_field() {
    let mut stage = Stage::window(lantern());
    stage.click_starting("Kai Tanaka");
    assert!(stage.find("Message Kai Tanaka").is_focused());
}

#[test]
fn an_emoji_goes_where_the_cursor_is() {
    let model = lantern();
    let view = in_channel(&model);
    let mut stage = Stage::setup(model, window_ui).view(view).without_all_glyphs().build();
    stage.run().type_into(FIELD, "tea");
    stage.click("Emoji").click("🍵");
    assert_eq!(stage.value(FIELD), "tea🍵");
    stage.press(Key::Enter);
    assert_eq!(sent(&mut stage), ["tea🍵"]);
}
