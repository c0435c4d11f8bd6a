//! Messages through the core: order, states, and what happens when the connection does not play along.

use super::desk::{Desk, name};
use crate::support::device::{account, person};
use bellbird::client::{Answer, Api, Error};
use bellbird::ids::MessageId;
use bellbird::model::{Author, Body, ChatId, MessageKey, SendFailure, SendState};
use bellbird::service::Command;
use bellbird::service::apply::{Notification, Opened, Unsent, Write};
use bellbird::wire::{Ecode, Refusal};
use std::sync::Arc;

fn sent() -> Result<Answer, Error> {
    Ok(Answer::Sent { message_id: MessageId::default() })
}

fn refused(refusal: Refusal) -> Result<Answer, Error> {
    let ecode = refusal.ecode();
    Err(Error::Refused { refusal, ecode })
}

fn text_of(api: &Api) -> &str {
    match api {
        Api::MessageInstantSend { msg, .. } | Api::MessageChannelSend { msg, .. } => msg,
        other => panic!("{other:?} is no message"),
    }
}

fn key_of(api: &Api) -> String {
    match api {
        Api::MessageInstantSend { once, .. } | Api::MessageChannelSend { once, .. } => once.clone().unwrap(),
        other => panic!("{other:?} is no message"),
    }
}

fn states(desk: &Desk, chat: &ChatId) -> Vec<SendState> {
    desk.messages(chat).iter().map(|message| message.state.clone()).collect()
}

#[test]
fn a_message_is_on_the_disk_before_it_is_shown_and_shown_before_it_is_sent() {
    let mut desk = Desk::signed_in("mira");
    desk.stuck = true;
    desk.write(&person("nora"), "hello");
    assert!(desk.writes.iter().any(|write| matches!(write, Write::Message { .. })));
    assert!(desk.messages(&person("nora")).is_empty() && desk.asked().is_empty());
    desk.disk_catches_up();
    assert_eq!(states(&desk, &person("nora")), [SendState::Sending]);
    assert_eq!(text_of(&desk.one_asked()), "hello");
}

#[test]
fn a_disk_that_is_full_does_not_keep_a_message_from_being_sent() {
    let mut desk = Desk::signed_in("mira");
    desk.full = true;
    desk.write(&person("nora"), "hello");
    assert_eq!(text_of(&desk.one_asked()), "hello");
}

#[test]
fn a_message_of_somebody_is_acknowledged_only_when_it_is_on_the_disk() {
    let mut desk = Desk::signed_in("mira");
    desk.full = true;
    desk.hear("nora", "hello", 5);
    assert_eq!(desk.last(&person("nora")).body, Body::Text(Arc::from("hello")));
    assert!(desk.received.is_empty(), "it is not kept");
    desk.full = false;
    desk.hear("nora", "again", 6);
    assert_eq!(desk.received, [5, 6]);
}

#[test]
fn a_message_that_is_delivered_twice_is_shown_once() {
    let mut desk = Desk::signed_in_with("mira", Opened { version: 4, ..Opened::default() });
    desk.hear("nora", "old", 4);
    desk.hear("nora", "new", 5);
    desk.hear("nora", "new", 5);
    assert_eq!(desk.messages(&person("nora")).len(), 1);
}

#[test]
fn the_second_message_of_a_chat_waits_for_the_answer_to_the_first() {
    let mut desk = Desk::signed_in("mira");
    desk.write(&person("nora"), "one");
    desk.write(&person("nora"), "two");
    desk.write(&person("tom"), "else");
    let asked = desk.asked();
    assert_eq!(asked.iter().map(text_of).collect::<Vec<_>>(), ["one", "else"]);
    desk.answer(sent());
    assert_eq!(states(&desk, &person("nora")), [SendState::Sent, SendState::Sending]);
}

#[test]
fn messages_written_without_a_connection_go_out_in_order_when_it_is_back() {
    let mut desk = Desk::signed_in("mira");
    desk.lose_connection();
    desk.write(&person("nora"), "one");
    desk.write(&person("nora"), "two");
    assert_eq!(states(&desk, &person("nora")), [SendState::Queued, SendState::Queued]);
    assert!(desk.asked().is_empty());
    desk.come_back(true);
    assert_eq!(text_of(&desk.one_asked()), "one");
    desk.answer(sent());
    assert_eq!(text_of(&desk.one_asked()), "two");
}

#[test]
fn a_message_that_certainly_was_not_taken_waits_and_goes_again_under_its_key() {
    let mut desk = Desk::signed_in("mira");
    desk.write(&person("nora"), "one");
    let first = key_of(&desk.one_asked());
    desk.lose_connection();
    desk.answer(Err(Error::NotLoggedIn));
    assert_eq!(states(&desk, &person("nora")), [SendState::Queued]);
    desk.come_back(false);
    desk.pass(1_200);
    assert_eq!(key_of(&desk.one_asked()), first);
}

#[test]
fn a_message_without_an_answer_says_so_and_a_retry_keeps_its_key() {
    let mut desk = Desk::signed_in("mira");
    desk.write(&person("nora"), "one");
    let first = key_of(&desk.one_asked());
    desk.answer(Err(Error::NoAnswer));
    let failed = desk.last(&person("nora"));
    assert_eq!(failed.state, SendState::Failed(SendFailure::NoReply));
    desk.command(Command::RetryMessage { chat: person("nora"), key: failed.key });
    assert_eq!(key_of(&desk.one_asked()), first);
    desk.answer(sent());
    assert_eq!(states(&desk, &person("nora")), [SendState::Sent]);
}

#[test]
fn a_message_that_is_too_large_is_shown_with_its_size_and_never_sent() {
    let mut desk = Desk::signed_in("mira");
    let text = "x".repeat(8_193);
    desk.write(&person("nora"), &text);
    let shown = desk.last(&person("nora"));
    assert_eq!(shown.state, SendState::Failed(SendFailure::TooLarge { bytes: 8_193 }));
    assert_eq!(shown.body, Body::Text(Arc::from(text)));
    assert!(desk.asked().is_empty());
}

#[test]
fn a_full_mailbox_is_named_and_the_next_message_goes_on() {
    let mut desk = Desk::signed_in("mira");
    desk.write(&person("nora"), "one");
    desk.write(&person("nora"), "two");
    desk.answer(refused(Refusal::MailboxFull));
    assert_eq!(
        states(&desk, &person("nora")),
        [SendState::Failed(SendFailure::MailboxFull), SendState::Sending]
    );
}

#[test]
fn a_message_that_was_too_fast_goes_again_after_a_second_before_the_next() {
    let mut desk = Desk::signed_in("mira");
    desk.write(&person("nora"), "one");
    desk.write(&person("nora"), "two");
    desk.answer(refused(Refusal::RateLimited));
    assert!(desk.asked().is_empty());
    desk.pass(1_200);
    assert_eq!(text_of(&desk.one_asked()), "one");
}

#[test]
fn a_channel_message_has_two_ticks_when_it_comes_back_whichever_comes_first() {
    let mut desk = Desk::signed_in("mira");
    let chat = desk.join("lantern-night", &["mira"]);
    desk.write(&chat, "echo first");
    desk.hear_in("lantern-night", "mira", "echo first");
    desk.answer(sent());
    assert_eq!(desk.last(&chat).state, SendState::Delivered);
    desk.write(&chat, "answer first");
    desk.answer(sent());
    assert_eq!(desk.last(&chat).state, SendState::Sent);
    desk.hear_in("lantern-night", "mira", "answer first");
    assert_eq!(desk.last(&chat).state, SendState::Delivered);
    let texts = desk.messages(&chat).iter().filter(|m| matches!(m.body, Body::Text(_))).count();
    assert_eq!(texts, 2);
}

#[test]
fn a_message_to_a_channel_we_are_not_in_fails_only_when_the_server_says_so() {
    let mut desk = Desk::signed_in("mira");
    let chat = ChatId::Channel(name("elsewhere"));
    desk.write(&chat, "hello");
    assert_eq!(desk.last(&chat).state, SendState::Sending);
    desk.answer(refused(Refusal::NotInChannel));
    assert_eq!(desk.last(&chat).state, SendState::Failed(SendFailure::NotInChannel));
}

#[test]
fn a_channel_message_waits_until_the_channel_is_joined_again() {
    let mut desk = Desk::signed_in("mira");
    let chat = desk.join("stage-crew", &["mira"]);
    desk.lose_connection();
    desk.write(&chat, "hello");
    desk.come_back(false);
    assert!(desk.asked().is_empty(), "the channel is not back yet");
    let members = vec![(account("mira"), bellbird::ids::Uid(0))];
    desk.event(bellbird::client::Event::ChannelUserList { channel: name("stage-crew"), members });
    assert_eq!(text_of(&desk.one_asked()), "hello");
}

#[test]
fn a_deleted_message_that_waited_is_never_sent() {
    let mut desk = Desk::signed_in("mira");
    desk.lose_connection();
    desk.write(&person("nora"), "oops");
    let key = desk.last(&person("nora")).key;
    desk.command(Command::DeleteMessage { chat: person("nora"), key });
    assert!(desk.messages(&person("nora")).is_empty());
    assert!(desk.writes.contains(&Write::RemoveMessage { key }));
    desk.come_back(true);
    assert!(desk.asked().is_empty());
}

#[test]
fn what_the_last_run_did_not_send_goes_out_after_the_sign_in() {
    let unsent = Unsent { chat: person("nora"), key: MessageKey(9), text: Arc::from("left over") };
    let history = Opened { last_key: 9, outbox_id: 0xabc, unsent: vec![unsent], ..Opened::default() };
    let mut desk = Desk::new();
    desk.begin_sign_in("mira", history);
    desk.event(bellbird::client::Event::LoginSuccess { uid: bellbird::ids::Uid(7), fd: 0 });
    let sends = |desk: &mut Desk| -> Vec<Api> {
        desk.asked().into_iter().filter(|api| matches!(api, Api::MessageInstantSend { .. })).collect()
    };
    assert!(sends(&mut desk).is_empty(), "the transcripts are not there yet");
    desk.input(bellbird::service::apply::Input::LoadedAll { attempt: desk.attempt() });
    let sent = sends(&mut desk);
    assert_eq!(sent.len(), 1);
    assert_eq!(key_of(&sent[0]), "0000000000000abc.9");
}

#[test]
fn unread_messages_count_until_the_chat_is_read_and_the_line_stands_above_the_first() {
    let mut desk = Desk::signed_in("mira");
    desk.hear("nora", "one", 1);
    desk.hear("nora", "two", 2);
    let chat = |desk: &Desk| desk.me().chats.chat(&person("nora")).cloned().unwrap();
    assert_eq!(chat(&desk).unread, 2);
    desk.command(Command::OpenChat { chat: person("nora") });
    let first = desk.messages(&person("nora"))[0].key;
    assert_eq!(chat(&desk).new_from, Some(first));
    desk.command(Command::MarkRead { chat: person("nora") });
    assert_eq!((chat(&desk).unread, chat(&desk).new_from), (0, Some(first)));
    desk.command(Command::CloseChat { chat: person("nora") });
    assert_eq!(chat(&desk).new_from, None);
}

#[test]
fn a_notification_comes_only_without_the_focus_and_shows_text_only_if_it_may() {
    let mut desk = Desk::signed_in("mira");
    desk.hear("nora", "seen", 1);
    assert!(desk.notifications.is_empty());
    desk.command(Command::WindowFocus { focused: false });
    desk.hear("nora", "unseen", 2);
    let mut settings = desk.model.settings.clone();
    settings.notify_text = false;
    desk.command(Command::UpdateSettings(settings));
    desk.hear("nora", "secret", 3);
    desk.command(Command::MuteChat { chat: person("nora"), muted: true });
    desk.hear("nora", "quiet", 4);
    let note = |text: Option<&str>| Notification::Message {
        chat: person("nora"),
        from: "nora".to_owned(),
        text: text.map(Arc::from),
    };
    assert_eq!(desk.notifications, [note(Some("unseen")), note(None)]);
}

#[test]
fn a_message_to_oneself_is_one_message_that_arrived() {
    let mut desk = Desk::signed_in("mira");
    desk.write(&person("mira"), "remember the lamps");
    desk.answer(sent());
    desk.hear("mira", "remember the lamps", 1);
    let messages = desk.messages(&person("mira"));
    assert_eq!(messages.len(), 1);
    assert_eq!((&messages[0].author, &messages[0].state), (&Author::Me, &SendState::Delivered));
}

#[test]
fn a_server_without_a_disk_is_named_as_such() {
    let mut desk = Desk::signed_in("mira");
    desk.write(&person("nora"), "one");
    desk.answer(Err(Error::Refused { refusal: Refusal::StorageUnavailable, ecode: Ecode::GeneralFailed }));
    assert_eq!(desk.last(&person("nora")).state, SendState::Failed(SendFailure::ServerStorage));
}
