use super::play::*;
use bellbird::client::session::Input;
use bellbird::client::{Answer, Api, Error, Event, Status};
use bellbird::ids::Uid;
use bellbird::wire::{Ecode, Refusal};
use serde_json::json;
use std::time::Duration;

fn login2(retry_secs: u64, retry_count: u32) -> Api {
    let (account, token) = ("nora".to_owned(), "secret".to_owned());
    Api::Login { account, token, retry_time: secs(retry_secs), retry_count }
}

fn failed(ecode: Ecode) -> Event {
    Event::LoginFailed { ecode }
}

#[test]
fn a_login_sends_the_account_pings_tells_and_looks_into_the_mailbox() {
    let mut play = Play::new(Default::default());
    assert_eq!(play.call(login2(0, 0)), [Did::Connect]);
    assert_eq!(play.core.status(), Status::LoggingIn);
    let frame = json!(["login", {
        "vid": "demo", "account": "nora", "uid": 0, "token": "secret", "device": "bellbird", "ip": "",
    }]);
    assert_eq!(play.give(Input::Opened), [Did::Send(frame)]);
    let did = play.text(&login_ok(LINE, false));
    let uid = Uid(1_000_000_001);
    assert_eq!(
        did,
        [
            Did::Send(json!(["ping", 1])),
            Did::Event(Event::LoginSuccess { uid, fd: 0 }),
            Did::Answer(Ok(Answer::LoggedIn { uid })),
            Did::Send(json!(["user_getmsg", 1, {"ver_clear": 0, "max": 30}])),
        ]
    );
    assert_eq!(play.core.status(), Status::LoggedIn);
}

#[test]
fn a_login_that_cannot_connect_fails_once_with_201() {
    let mut play = Play::new(Default::default());
    play.call(login2(0, 0));
    let did = play.lose();
    assert_eq!(
        did,
        [Did::Event(failed(Ecode::LoginNet)), Did::Answer(Err(Error::Unreachable("gone".to_owned()))),]
    );
    assert_eq!(play.core.status(), Status::NotLoggedIn);
    assert_eq!(play.core.next_deadline(), None);
}

#[test]
fn login2_tries_again_after_network_failures_until_its_count_is_used_up() {
    let mut play = Play::new(Default::default());
    play.call(login2(30, 3));
    for _ in 0..3 {
        assert_eq!(play.lose(), []);
        assert_eq!(play.pass_until_connect(), [Did::Connect]);
    }
    assert_eq!(events(&play.lose()), [failed(Ecode::LoginNet)]);
}

#[test]
fn login2_stops_trying_when_its_time_is_over() {
    let mut play = Play::new(Default::default());
    play.call(login2(30, 1_000));
    let mut tries = 0;
    let start = play.now;
    while events(&play.lose()).is_empty() {
        play.pass_until_connect();
        play.pass(secs(5));
        tries += 1;
        assert!(tries < 10, "the time is over after 30 s");
    }
    assert!(play.now - start >= secs(30));
}

#[test]
fn a_server_that_does_not_answer_the_login_counts_as_a_network_failure() {
    let mut play = Play::new(Default::default());
    play.call(login2(0, 0));
    play.give(Input::Opened);
    let did = play.pass(secs(15));
    assert_eq!(
        did,
        [Did::Disconnect, Did::Event(failed(Ecode::LoginNet)), Did::Answer(Err(Error::NoAnswer)),]
    );
}

#[test]
fn a_refused_login_is_not_tried_again_and_carries_the_code_of_its_text() {
    for (reason, ecode) in [
        ("kick", Ecode::LoginKicked),
        ("TokenErrorExpired", Ecode::LoginTokenExpired),
        ("TokenErrorInvalid", Ecode::LoginTokenWrong),
        ("wrong account : with space", Ecode::LoginInvalidUser),
        ("wrong vid", Ecode::LoginNet),
    ] {
        let mut play = Play::new(Default::default());
        play.call(login2(30, 3));
        play.give(Input::Opened);
        let did = play.text(&login_no(reason));
        let refusal = Refusal::from_text(reason);
        assert_eq!(
            did,
            [Did::Disconnect, Did::Event(failed(ecode)), Did::Answer(Err(Error::Refused { refusal, ecode })),],
            "{reason}"
        );
    }
}

#[test]
fn an_unknown_refusal_counts_as_a_network_failure_and_is_tried_again() {
    let mut play = Play::new(Default::default());
    play.call(login2(30, 1));
    play.give(Input::Opened);
    assert_eq!(play.text(&login_no("storage unavailable")), [Did::Disconnect]);
    play.pass_until_connect();
    play.give(Input::Opened);
    assert_eq!(events(&play.text(&login_no("storage unavailable"))), [failed(Ecode::LoginNet)]);
}

fn refuse_login(play: &mut Play, reason: &str) {
    play.call(login2(0, 0));
    play.give(Input::Opened);
    play.text(&login_no(reason));
}

#[test]
fn a_token_that_has_expired_is_refused_here_the_next_time() {
    let mut play = Play::new(Default::default());
    refuse_login(&mut play, "TokenErrorExpired");
    play.pass(secs(100_000));
    let did = play.call(login2(0, 0));
    assert_eq!(events(&did), [failed(Ecode::LoginTokenExpired)]);
    assert!(!did.contains(&Did::Connect));
    assert_eq!(play.call(login("nora")), [Did::Connect], "another token is tried");
}

#[test]
fn a_wrong_token_is_refused_here_for_a_minute() {
    let mut play = Play::new(Default::default());
    refuse_login(&mut play, "TokenErrorInvalid");
    play.pass(secs(59));
    assert_eq!(events(&play.call(login2(0, 0))), [failed(Ecode::LoginTokenWrong)]);
    play.pass(secs(1));
    assert_eq!(play.call(login2(0, 0)), [Did::Connect]);
}

#[test]
fn names_that_cannot_be_fail_without_a_connection() {
    let mut play = Play::new(Default::default());
    let did = play.call(login("no ra"));
    let ecode = Ecode::LoginInvalidUser;
    assert_eq!(
        did,
        [Did::Event(failed(ecode)), Did::Answer(Err(Error::WrongArgument { argument: "account", ecode })),]
    );
    play.core = bellbird::client::session::Core::new("ws://server/", "", Default::default(), 1);
    let ecode = Ecode::GeneralWrongParam;
    let desc = "wrong app id".to_owned();
    assert_eq!(
        events(&play.call(login("nora"))),
        [failed(ecode), Event::Error { name: "login", ecode, desc },]
    );
}

#[test]
fn a_second_login_is_ignored_with_208() {
    let mut play = Play::signed_in();
    let did = play.call(login("tom"));
    let (ecode, desc) = (Ecode::LoginAlready, "login in wrong status : 2".to_owned());
    assert_eq!(
        did,
        [Did::Event(Event::Error { name: "login", ecode, desc }), Did::Answer(Err(Error::WrongState(ecode))),]
    );
    assert_eq!(play.core.status(), Status::LoggedIn);
}

#[test]
fn a_logout_acknowledges_the_mailbox_waits_for_the_reply_and_says_101() {
    let mut play = Play::signed_in();
    play.text(&push(1, &instant("hello")));
    let did = play.call(Api::Logout);
    let id = last_id(&did);
    assert_eq!(did, [Did::Send(json!(["user_logout", id, {"ver_clear": 1}]))]);
    assert_eq!(
        play.reply(id, json!({})),
        [
            Did::Disconnect,
            Did::Event(Event::Logout { ecode: Ecode::LogoutUser }),
            Did::Answer(Ok(Answer::Done)),
        ]
    );
    assert_eq!(play.core.status(), Status::NotLoggedIn);
}

#[test]
fn a_logout_that_is_not_answered_ends_after_five_seconds() {
    let mut play = Play::signed_in();
    play.call(Api::Logout);
    assert_eq!(events(&play.pass(Duration::from_millis(4_999))), []);
    assert_eq!(events(&play.pass(Duration::from_millis(1))), [Event::Logout { ecode: Ecode::LogoutUser }]);
}

#[test]
fn replies_to_calls_made_before_a_logout_still_arrive() {
    let mut play = Play::signed_in();
    let sent = last_id(&play.call(send("tom", "bye", "m1")));
    let logout = last_id(&play.call(Api::Logout));
    assert_eq!(events(&play.reply(sent, json!({}))), [Event::MessageSendSuccess { message_id: id("m1") }]);
    assert_eq!(events(&play.reply(logout, json!({}))), [Event::Logout { ecode: Ecode::LogoutUser }]);
}

#[test]
fn a_login_right_after_a_logout_replaces_the_session_without_waiting() {
    let mut play = Play::signed_in();
    play.call(Api::Logout);
    assert_eq!(
        play.call(login("tom")),
        [
            Did::Disconnect,
            Did::Event(Event::Logout { ecode: Ecode::LogoutUser }),
            Did::Answer(Ok(Answer::Done)),
            Did::Connect,
        ]
    );
}

#[test]
fn a_logout_while_signed_out_is_108() {
    let did = Play::new(Default::default()).call(Api::Logout);
    let (ecode, desc) = (Ecode::LogoutAlready, "not logged in".to_owned());
    assert_eq!(
        did,
        [
            Did::Event(Event::Error { name: "logout", ecode, desc }),
            Did::Answer(Err(Error::WrongState(ecode))),
        ]
    );
}

#[test]
fn a_logout_while_logging_in_cancels_the_login_with_203() {
    let mut play = Play::new(Default::default());
    play.call(login2(30, 3));
    let did = play.call(Api::Logout);
    assert_eq!(
        did,
        [
            Did::Disconnect,
            Did::Event(failed(Ecode::LoginCancel)),
            Did::Answer(Err(Error::Ended(Ecode::LoginCancel))),
            Did::Answer(Ok(Answer::Done)),
        ]
    );
}

#[test]
fn a_kick_ends_the_session_and_its_open_calls_with_103() {
    let mut play = Play::signed_in();
    play.call(send("tom", "hello", "m1"));
    let did = play.text(&json!(["kick", {"reason": "signed in elsewhere"}]));
    assert_eq!(did[0], Did::Disconnect);
    let all = events(&did);
    assert_eq!(all[0], Event::MessageSendError { message_id: id("m1"), ecode: Ecode::SendTimeout });
    assert_eq!(all.last(), Some(&Event::Logout { ecode: Ecode::LogoutKicked }));
    assert_eq!(answers(&did), [Err(Error::Ended(Ecode::LogoutKicked))]);
    assert_eq!(play.core.status(), Status::NotLoggedIn);
    assert_eq!(play.core.next_deadline(), None, "a kicked session does not come back by itself");
}

#[test]
fn a_close_ends_a_session_with_102_and_a_login_with_201() {
    let close = json!(["close", {"reason": "gone for good"}]);
    assert_eq!(events(&Play::signed_in().text(&close)), [Event::Logout { ecode: Ecode::LogoutNet }]);
    let mut play = Play::new(Default::default());
    play.call(login2(0, 0));
    play.give(Input::Opened);
    assert_eq!(events(&play.text(&close)), [failed(Ecode::LoginNet)]);
}

#[test]
fn reasons_that_end_the_session_end_it_whatever_was_asked() {
    for (reason, ecode) in [
        ("wrong line", Ecode::LogoutOther),
        ("kick", Ecode::LogoutKicked),
        ("TokenErrorExpired", Ecode::LogoutTokenExpired),
    ] {
        let mut play = Play::signed_in();
        let id = last_id(&play.call(Api::SetAttr { name: "a".to_owned(), value: "b".to_owned() }));
        let all = events(&play.refuse(id, reason));
        assert_eq!(all.last(), Some(&Event::Logout { ecode }), "{reason}");
    }
}

#[test]
fn destroy_says_goodbye_to_the_server_and_ends_everything() {
    let mut play = Play::signed_in();
    play.call(send("tom", "hello", "m1"));
    let did = play.give(Input::Destroy);
    assert_eq!(functions(&did)[0].0, "user_logout");
    assert_eq!(did[1], Did::Disconnect);
    assert_eq!(events(&did).last(), Some(&Event::Logout { ecode: Ecode::LogoutUser }));
    assert_eq!(answers(&did), [Err(Error::Ended(Ecode::LogoutUser))]);
}
