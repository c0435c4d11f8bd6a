use super::play::*;
use bellbird::client::session::Input;
use bellbird::client::{Event, Options};
use bellbird::ids::Uid;
use bellbird::wire::frame::deflate;
use serde_json::{Value, json};
use std::time::Duration;

fn poll(id: i64, ver_clear: u64) -> Did {
    Did::Send(json!(["user_getmsg", id, {"ver_clear": ver_clear, "max": 30}]))
}

fn received(version: u64, msg: &str) -> Event {
    Event::MessageInstantReceive {
        account: account("tom"),
        uid: Uid(0),
        msg: msg.to_owned(),
        at_millis: 1_700_000_000_000,
        version,
    }
}

fn versions(did: &[Did]) -> Vec<u64> {
    let version = |event| match event {
        Event::MessageInstantReceive { version, .. } => Some(version),
        _ => None,
    };
    events(did).into_iter().filter_map(version).collect()
}

fn notice(version: u64) -> Value {
    json!(["notify", ["msg", version]])
}

fn page(from: u64, to: u64) -> Vec<(u64, String)> {
    (from..=to).map(|version| (version, instant(&format!("m{version}")))).collect()
}

fn give_page(play: &mut Play, did: &[Did], ver_clear: u64, page: &[(u64, String)]) -> Vec<Did> {
    let page: Vec<(u64, &str)> = page.iter().map(|(version, line)| (*version, line.as_str())).collect();
    play.answer_poll(did, ver_clear, &page)
}

#[test]
fn a_pushed_message_in_its_turn_is_told_and_acknowledged_a_second_later() {
    let mut play = Play::signed_in();
    let text = "hello  tom\n\tüñ 用户";
    assert_eq!(play.text(&push(1, &instant(text))), [Did::Event(received(1, text))]);
    assert_eq!(play.pass(Duration::from_millis(999)), []);
    assert_eq!(play.pass(Duration::from_millis(1)), [poll(2, 1)]);
}

#[test]
fn messages_pushed_within_a_second_are_acknowledged_together() {
    let mut play = Play::signed_in();
    for version in 1..=5 {
        play.text(&push(version, &instant("hello")));
        assert_eq!(play.pass(Duration::from_millis(900)), []);
    }
    assert_eq!(play.pass(Duration::from_millis(100)), [poll(2, 5)]);
}

#[test]
fn both_forms_of_a_push_are_understood_and_so_is_a_binary_frame() {
    let mut play = Play::signed_in();
    let array = json!(["notify", ["recvmsg", json!([1, instant("one")]).to_string()]]);
    assert_eq!(versions(&play.text(&array)), [1]);
    let binary = deflate(&push(2, &instant("two")).to_string());
    assert_eq!(versions(&play.give(Input::Binary(binary))), [2]);
    let multi = json!(["multi", [push(3, &instant("three")), push(4, &instant("four"))]]);
    assert_eq!(versions(&play.text(&multi)), [3, 4]);
}

#[test]
fn a_message_pushed_twice_is_told_once() {
    let mut play = Play::signed_in();
    play.text(&push(1, &instant("hello")));
    assert_eq!(play.text(&push(1, &instant("hello"))), []);
}

#[test]
fn a_gap_before_a_pushed_message_is_filled_by_a_poll_in_order() {
    let mut play = Play::signed_in();
    let did = play.text(&push(3, &instant("m3")));
    assert_eq!(did, [poll(2, 0)]);
    let did = give_page(&mut play, &did, 0, &page(1, 3));
    assert_eq!(versions(&did), [1, 2, 3]);
}

#[test]
fn a_notice_makes_a_poll_unless_one_is_under_way() {
    let mut play = Play::signed_in();
    let did = play.text(&notice(1));
    assert_eq!(did, [poll(2, 0)]);
    assert_eq!(play.text(&notice(2)), []);
    let did = give_page(&mut play, &did, 0, &page(1, 2));
    assert_eq!(versions(&did), [1, 2]);
    assert_eq!(play.text(&notice(2)), [], "it was seen");
}

#[test]
fn a_notice_that_the_poll_under_way_did_not_answer_is_asked_for_once_more_and_no_oftener() {
    let mut play = Play::signed_in();
    let did = play.text(&notice(1));
    play.text(&notice(2));
    let did = give_page(&mut play, &did, 0, &page(1, 1));
    assert_eq!(versions(&did), [1]);
    let again = request_id(&did, "user_getmsg");
    assert_eq!(play.reply(again, json!({"ver_clear": 1, "msgs": []})), []);
}

#[test]
fn a_full_page_is_followed_by_the_next_at_once_until_the_mailbox_is_empty() {
    let mut play = Play::signed_in();
    let mut did = play.text(&notice(75));
    let mut got = Vec::new();
    for (cleared, from, to) in [(0, 1, 30), (30, 31, 60), (60, 61, 75)] {
        did = give_page(&mut play, &did, cleared, &page(from, to));
        got.extend(versions(&did));
    }
    assert_eq!(got, (1..=75).collect::<Vec<_>>());
    assert_eq!(functions(&did), [], "the last page was not full");
    assert_eq!(play.pass(secs(1)), [poll(5, 75)]);
}

#[test]
fn a_page_that_is_full_by_its_bytes_is_followed_by_the_next_as_well() {
    let mut play = Play::signed_in();
    let did = play.text(&notice(9));
    let long = |version| (version, instant(&"x".repeat(8_000)));
    let did = give_page(&mut play, &did, 0, &(1..=8).map(long).collect::<Vec<_>>());
    assert_eq!(functions(&did), [("user_getmsg".to_owned(), 3)]);
}

#[test]
fn versions_that_have_expired_are_jumped_over() {
    let mut play = Play::signed_in();
    let did = play.text(&notice(10));
    assert_eq!(play.answer_poll(&did, 10, &[]), []);
    assert_eq!(versions(&play.text(&push(11, &instant("hello")))), [11]);
}

#[test]
fn an_idle_mailbox_is_looked_into_every_minute() {
    let mut play = Play::signed_in();
    let mut polls = 0;
    for _ in 0..180 {
        let did = play.pass(secs(1));
        polls += functions(&did).len();
        if !functions(&did).is_empty() {
            play.answer_poll(&did, 0, &[]);
        }
        play.text(&json!(["pong", 1]));
    }
    assert_eq!(polls, 3);
}

#[test]
fn a_poll_that_is_refused_is_made_again_later() {
    let mut play = Play::signed_in();
    play.text(&push(1, &instant("hello")));
    let did = play.pass(secs(1));
    let id = request_id(&did, "user_getmsg");
    assert_eq!(play.refuse(id, "storage unavailable"), []);
    assert_eq!(play.pass(secs(1)), [poll(3, 1)]);
}

#[test]
fn what_an_earlier_process_has_kept_is_acknowledged_and_not_told_again() {
    let received = [(account("nora"), 40)].into_iter().collect();
    let mut play = Play::new(Options { received, ..Options::default() });
    play.call(login("nora"));
    play.give(Input::Opened);
    let did = play.text(&login_ok(LINE, false));
    assert_eq!(did.last(), Some(&poll(1, 40)));
    let did = give_page(&mut play, &did, 40, &page(39, 42));
    assert_eq!(versions(&did), [41, 42]);
}

#[test]
fn nothing_is_told_twice_after_a_logout_and_a_new_login() {
    let mut play = Play::signed_in();
    play.text(&push(1, &instant("hello")));
    play.give(Input::Destroy);
    play.call(login("nora"));
    play.give(Input::Opened);
    let did = play.text(&login_ok("line-2", false));
    let did = give_page(&mut play, &did, 0, &page(1, 2));
    assert_eq!(versions(&did), [2]);
}

#[test]
fn with_confirmed_receipt_nothing_is_acknowledged_before_the_program_has_it() {
    let mut play = Play::signed_in_with(Options { confirm_receipt: true, ..Options::default() });
    play.text(&push(1, &instant("one")));
    play.text(&push(2, &instant("two")));
    let quiet = play.pass(secs(5));
    assert_eq!(functions(&quiet), []);
    play.give(Input::Received { version: 1 });
    assert_eq!(play.pass(secs(1)), [poll(2, 1)]);
}

#[test]
fn with_confirmed_receipt_the_next_page_comes_when_the_program_has_the_last() {
    let mut play = Play::signed_in_with(Options { confirm_receipt: true, ..Options::default() });
    let did = play.text(&notice(31));
    let did = give_page(&mut play, &did, 0, &page(1, 30));
    assert_eq!(versions(&did).len(), 30);
    let again = request_id(&did, "user_getmsg");
    let same = json!({"ver_clear": 0, "msgs": page(1, 30)});
    assert_eq!(play.reply(again, same), [], "the open notice allows one more look, and no third");
    for version in 1..30 {
        assert_eq!(play.give(Input::Received { version }), [], "the page is not done with");
    }
    let did = play.give(Input::Received { version: 30 });
    let id = request_id(&did, "user_getmsg");
    assert_eq!(did, [poll(id, 30)]);
    let did = give_page(&mut play, &did, 30, &page(31, 31));
    assert_eq!(versions(&did), [31]);
}

#[test]
fn with_confirmed_receipt_steps_of_a_call_are_acknowledged_as_nobody_keeps_them() {
    let mut play = Play::signed_in_with(Options { confirm_receipt: true, ..Options::default() });
    let step =
        r#"msg-v2 tom nora v1:E:30 voip_invite_bye 1700000000 {"channel":"c","peer":"tom","peeruid":2}"#;
    play.text(&push(1, step));
    assert_eq!(play.pass(secs(1)), [poll(2, 1)]);
    play.answer_poll(&[poll(2, 1)], 1, &[]);
    play.text(&push(2, &instant("kept later")));
    play.text(&push(3, step));
    assert_eq!(functions(&play.pass(secs(5))), [], "what comes after a message waits for it");
    play.give(Input::Received { version: 2 });
    assert_eq!(play.pass(secs(1)), [poll(3, 3)]);
}

#[test]
fn a_line_that_cannot_be_read_is_passed_over_and_acknowledged() {
    let mut play = Play::signed_in();
    assert_eq!(play.text(&push(1, "nonsense")), []);
    assert_eq!(play.text(&push(2, "msg-v2 tom nora v1:E:30 some_new_kind 1 {}")), []);
    assert_eq!(versions(&play.text(&push(3, &instant("hello")))), [3]);
    assert_eq!(play.pass(secs(1)), [poll(2, 3)]);
}
