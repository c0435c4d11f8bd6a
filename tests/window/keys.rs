use super::in_lantern_night;
use crate::support::lantern::{KAI, NORA, TOMAS, account, chat_of, lantern};
use crate::support::stage::Stage;
use bellbird::model::ChatId;
use bellbird::service::Command;
use bellbird::ui::{Action, Popover, Route};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};

const CTRL: Modifiers = Modifiers::COMMAND;

#[test]
fn ctrl_and_a_letter_open_the_forms() {
    for (key, popover) in
        [(Key::J, Popover::JoinChannel), (Key::N, Popover::NewMessage), (Key::D, Popover::Call(None))]
    {
        let mut stage = Stage::window(lantern());
        stage.press_with(CTRL, key);
        assert_eq!(stage.view().popover, Some(popover));
        stage.press(Key::Escape);
        assert_eq!(stage.view().popover, None);
    }
}

#[test]
fn ctrl_and_a_number_lead_to_the_sections() {
    let mut stage = Stage::window(lantern());
    for (key, route) in [(Key::Num2, Route::Calls), (Key::Num3, Route::Attributes), (Key::Num1, Route::Chats)]
    {
        stage.press_with(CTRL, key);
        assert_eq!(stage.view().route, route);
    }
}

#[test]
fn ctrl_k_leads_to_the_search_from_anywhere() {
    let mut stage = Stage::window(lantern());
    stage.press_with(CTRL, Key::Num2).press_with(CTRL, Key::K);
    assert!(stage.find("Search or jump to…").is_focused());
}

#[test]
fn alt_and_the_arrows_walk_the_chats_and_with_shift_those_that_are_unread() {
    let mut stage = in_lantern_night();
    stage.press_with(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(stage.view().open_chat, Some(chat_of("stage-crew")));
    stage.press_with(Modifiers::ALT | Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(stage.view().open_chat, Some(ChatId::Person(account(NORA))));
    stage.press_with(Modifiers::ALT | Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(stage.view().open_chat, Some(ChatId::Person(account(TOMAS))));
    stage.press_with(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(stage.view().open_chat, Some(ChatId::Person(account(KAI))));
}

#[test]
fn ctrl_shift_c_calls_the_person_in_view() {
    let mut stage = Stage::window(lantern());
    stage.click_starting("Nora Lind").press_with(CTRL | Modifiers::SHIFT, Key::C);
    assert!(stage.out().contains(&Action::CallForm(Some(account(NORA)))));
    assert_eq!(stage.focused(), Some("Note (optional)".to_owned()));
}

#[test]
fn ctrl_plus_and_minus_change_the_size_of_the_text_within_its_bounds() {
    let mut stage = Stage::window(lantern());
    stage.press_with(CTRL, Key::Plus);
    let percent = |stage: &mut Stage| {
        let settings = stage.commands().into_iter();
        settings
            .filter_map(|c| if let Command::UpdateSettings(s) = c { Some(s.text_percent) } else { None })
            .last()
    };
    assert_eq!(percent(&mut stage), Some(105));
    stage.change(|model| model.settings.text_percent = 85).press_with(CTRL, Key::Minus);
    assert_eq!(percent(&mut stage), None);
    stage.press_with(CTRL, Key::Num0);
    assert_eq!(percent(&mut stage), Some(100));
}

#[test]
fn ctrl_f_finds_words_in_the_chat_newest_first() {
    let mut stage = in_lantern_night();
    stage.press_with(CTRL, Key::F);
    assert!(stage.find("Find in this chat").is_focused());
    stage.type_into("Find in this chat", "the");
    assert!(stage.shows("10 of 10") || stage.shows_containing(" of "), "{:?}", stage.names(Role::Label));
    let newest = stage.view().transcript.marked;
    stage.press(Key::Enter);
    assert_ne!(stage.view().transcript.marked, newest);
    stage.press(Key::Escape);
    assert!(!stage.shows("Next match"));
    assert_eq!(stage.view().transcript.marked, None);
}

#[test]
fn keys_of_the_window_rest_while_a_form_is_open() {
    let mut stage = in_lantern_night();
    stage.press_with(CTRL, Key::J).press_with(CTRL, Key::Num2);
    assert_eq!(stage.view().route, Route::Chats);
}

#[test]
fn tab_goes_from_the_rail_to_the_list_and_on() {
    let mut stage = in_lantern_night();
    stage.press(Key::Tab);
    assert_eq!(stage.focused(), Some("Chats · 3 unread".to_owned()));
    for _ in 0..5 {
        stage.press(Key::Tab);
    }
    assert!(stage.focused().is_some());
}
