use super::in_lantern_night;
use crate::support::NOW;
use crate::support::lantern::{Keys, NORA, account, alone};
use crate::support::stage::Stage;
use bellbird::model::{ChatId, Message, MessageKey, Model, SendFailure, SendState, Slot, Transcript};
use bellbird::service::Command;
use bellbird::ui::pages::window_ui;
use bellbird::ui::{Action, ViewState};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Pos2};
use std::sync::Arc;

fn nora() -> ChatId {
    ChatId::Person(account(NORA))
}

/// Texts of one to a dozen lines, so that no guess about their heights is right.
fn text(at: u64) -> String {
    format!("Message {at}. {}", "Lanterns along the path. ".repeat((at * 7 % 40) as usize))
}

fn messages(keys: &mut Keys, count: u64) -> Vec<Arc<Message>> {
    (0..count)
        .map(|at| {
            let time = NOW - (count - at) as i64 * 47_000;
            Arc::new(match at % 3 {
                0 => keys.mine(time, &text(at), SendState::Delivered),
                _ => keys.said(time, NORA, &text(at)),
            })
        })
        .collect()
}

fn with(count: u64) -> (Stage, Keys) {
    let mut keys = Keys::default();
    let mut model: Model = alone();
    let maya = model.account_mut(Slot(0)).unwrap();
    maya.chats.open(&nora()).transcript = Transcript::from_messages(messages(&mut keys, count));
    let view = ViewState { open_chat: Some(nora()), ..ViewState::default() };
    let mut stage = Stage::setup(model, window_ui).view(view).build();
    stage.run();
    stage.out();
    (stage, keys)
}

const MIDDLE: Pos2 = Pos2::new(680.0, 400.0);

/// The bubbles on screen: what they say, and where their upper edges are.
fn seen(stage: &Stage) -> Vec<(String, f32)> {
    stage
        .rects(Role::ListItem)
        .into_iter()
        .filter(|(name, _)| name.contains("Message "))
        .map(|(name, rect)| (name, rect.top()))
        .collect()
}

fn top_of(stage: &Stage, name: &str) -> Option<f32> {
    seen(stage).into_iter().find(|(other, _)| other == name).map(|(_, top)| top)
}

#[test]
fn a_hundred_thousand_messages_open_at_their_end_and_lay_out_a_screenful() {
    let (mut stage, _) = with(100_000);
    let shown = seen(&stage);
    assert!(shown.last().unwrap().0.contains("Message 99999."), "{:?}", shown.last());
    let transcript = &stage.view().transcript;
    assert!(transcript.seen < 60, "{} rows are painted", transcript.seen);
    stage.step();
    assert_eq!(stage.view().transcript.laid_out, 0, "a still frame lays out nothing");
}

#[test]
fn scrolling_through_a_hundred_thousand_messages_lays_out_only_what_comes_into_view() {
    let (mut stage, _) = with(100_000);
    for _ in 0..40 {
        stage.wheel(MIDDLE, 700.0);
        assert!(stage.view().transcript.laid_out < 60);
        assert!(!seen(&stage).is_empty());
    }
    stage.press_with(Modifiers::CTRL, Key::Home);
    assert!(seen(&stage)[0].0.contains("Message 0."), "{:?}", seen(&stage)[0]);
    stage.press_with(Modifiers::CTRL, Key::End);
    assert!(seen(&stage).last().unwrap().0.contains("Message 99999."));
}

#[test]
fn scrolling_moves_what_is_seen_by_exactly_that_much() {
    let (mut stage, _) = with(3_000);
    stage.wheel(MIDDLE, 2_000.0);
    for _ in 0..25 {
        let before = seen(&stage);
        let (name, top) = before[before.len() / 2].clone();
        stage.wheel(MIDDLE, 90.0);
        let now = top_of(&stage, &name).expect("it is still on screen");
        assert!((now - top - 90.0).abs() <= 1.5, "{name} went from {top} to {now}");
    }
}

#[test]
fn the_place_of_the_reader_stays_when_messages_arrive_below_and_above() {
    let (mut stage, mut keys) = with(2_000);
    stage.wheel(MIDDLE, 3_000.0);
    let before = seen(&stage);
    stage.change(|model| {
        let chat = model.account_mut(Slot(0)).unwrap().chats.open(&nora());
        for at in 0..50 {
            chat.push(keys.said(NOW, NORA, &format!("new {at}")));
        }
    });
    assert_eq!(seen(&stage), before, "fifty arrived below");
    stage.change(|model| {
        let chat = model.account_mut(Slot(0)).unwrap().chats.open(&nora());
        let older = messages(&mut Keys::default(), 700);
        let older = older.into_iter().map(|message| {
            let key = MessageKey(message.key.0 + 1_000_000);
            Arc::new(Message { key, at: message.at - 10 * 24 * 3_600_000, ..(*message).clone() })
        });
        chat.transcript.prepend(older.collect());
    });
    assert_eq!(seen(&stage), before, "seven hundred came from the history above");
}

#[test]
fn the_place_stays_when_a_message_above_changes_its_height() {
    let (mut stage, _) = with(400);
    stage.wheel(MIDDLE, 1_500.0);
    let before = seen(&stage);
    let key = MessageKey(1 + 3 * 50);
    stage.change(|model| {
        let chat = model.account_mut(Slot(0)).unwrap().chats.open(&nora());
        assert!(chat.set_state(key, SendState::Failed(SendFailure::NoReply)));
    });
    assert_eq!(seen(&stage), before);
}

#[test]
fn whoever_is_at_the_end_stays_there_when_something_arrives() {
    let (mut stage, mut keys) = with(500);
    let end = stage.rects(Role::ListItem).iter().map(|(_, rect)| rect.bottom()).fold(0.0, f32::max);
    stage.change(|model| {
        let chat = model.account_mut(Slot(0)).unwrap().chats.open(&nora());
        chat.push(keys.said(NOW, NORA, &text(39)));
    });
    let bottoms = stage.rects(Role::ListItem).iter().map(|(_, rect)| rect.bottom()).fold(0.0, f32::max);
    assert_eq!(bottoms, end, "on the first frame, and to the point");
}

#[test]
fn the_button_leads_back_to_the_newest_message() {
    let (mut stage, _) = with(500);
    assert!(!stage.shows("Jump to the latest message"));
    stage.wheel(MIDDLE, 5_000.0);
    stage.click("Jump to the latest message");
    assert!(seen(&stage).last().unwrap().0.contains("Message 499."));
    assert!(!stage.shows("Jump to the latest message"));
}

#[test]
fn nothing_is_marked_read_while_the_reader_is_further_up() {
    let (mut stage, mut keys) = with(500);
    stage.wheel(MIDDLE, 5_000.0);
    stage.change(|model| {
        let chat = model.account_mut(Slot(0)).unwrap().chats.open(&nora());
        chat.push(keys.said(NOW, NORA, "are you there?"));
        chat.unread = 1;
    });
    assert_eq!(stage.commands(), []);
    stage.click("Jump to the latest message");
    assert!(stage.commands().contains(&Command::MarkRead { chat: nora() }));
}

#[test]
fn every_chat_remembers_where_its_reader_was() {
    let (mut stage, mut keys) = with(500);
    stage.change(|model| {
        let kai = ChatId::Person(account("kai"));
        model.account_mut(Slot(0)).unwrap().chats.open(&kai).push(keys.said(NOW, "kai", "hello"));
    });
    stage.wheel(MIDDLE, 4_000.0);
    let before = seen(&stage);
    stage.click_starting("kai, hello");
    stage.click_role(Role::ListBoxOption, "nora-t");
    assert_eq!(seen(&stage), before);
}

#[test]
fn a_bubble_reads_author_time_text_and_state() {
    let stage = in_lantern_night();
    let bubbles = stage.names(Role::ListItem);
    assert!(bubbles.contains(&"Kai Tanaka, 09:05, Already on site, behind the tea tent".to_owned()));
    let mine = "Maya Okafor, 09:02, Kai, can you bring the long ladder?, delivered".to_owned();
    assert!(bubbles.contains(&mine), "{bubbles:?}");
    assert!(bubbles.contains(&"Priya Raman joined · 09:11".to_owned()));
}

#[test]
fn a_message_that_was_not_sent_says_why_and_offers_two_ways_on() {
    let mut stage = in_lantern_night();
    assert!(stage.shows("Not sent, no reply from the server."));
    let chat = crate::support::lantern::chat_of("lantern-night");
    stage.click("Try again");
    assert_eq!(stage.commands(), [Command::RetryMessage { chat: chat.clone(), key: MessageKey(11) }]);
    stage.click("Delete");
    assert_eq!(stage.commands(), [Command::DeleteMessage { chat, key: MessageKey(11) }]);
}

#[test]
fn a_message_is_copied_from_its_menu_or_from_the_button_beside_it() {
    let mut stage = in_lantern_night();
    stage.right_click_starting("Kai Tanaka, 09:05").click("Copy message");
    stage.hover("Nora Lind, 08:53, The parking code is in the `parking` attribute.").click("Copy message");
    assert_eq!(
        stage.copied(),
        ["Already on site, behind the tea tent", "The parking code is in the `parking` attribute."]
    );
}

#[test]
fn a_link_in_a_message_opens() {
    let (mut stage, mut keys) = with(3);
    stage.change(|model| {
        let chat = model.account_mut(Slot(0)).unwrap().chats.open(&nora());
        chat.push(keys.said(NOW, NORA, "https://lantern.events/map"));
    });
    let bubble = stage.find_starting("nora-t, 09:17, https").rect();
    stage.click_at(bubble.left_center() + eframe::egui::vec2(40.0, 0.0));
    assert!(stage.out().contains(&Action::OpenUrl("https://lantern.events/map".to_owned())));
}

#[test]
fn the_line_of_new_messages_stands_above_the_first_of_them() {
    let stage = in_lantern_night();
    let line = stage.find_role(Role::Heading, "New messages").rect();
    let first = stage.find_starting("Priya Raman, 09:14, Just spoke").rect();
    assert!(line.bottom() <= first.top() && first.top() - line.bottom() < 20.0);
}
