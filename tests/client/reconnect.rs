use super::play::*;
use bellbird::client::session::Input;
use bellbird::client::{Answer, Api, Error, Event, Options, Status};
use bellbird::ids::{REQUESTS_WAITING, Uid};
use bellbird::wire::{AttributeChange, Ecode};
use serde_json::json;
use std::time::Duration;

fn reconnected(resumed: bool) -> Event {
    Event::Reconnected { fd: 0, resumed }
}

#[test]
fn a_lost_connection_is_resumed_by_the_session_s_secret_and_the_channel_s_place() {
    let mut play = Play::signed_in();
    play.join(9);
    assert_eq!(play.lose(), []);
    assert_eq!(play.core.status(), Status::Reconnecting);
    let did = play.pass_until_connect();
    assert_eq!(did, [Did::Event(Event::Reconnecting { nretry: 1 }), Did::Connect]);
    let frame = json!(["line_login", {"line": LINE, "cid": "c1", "msgid": 9}]);
    assert_eq!(play.give(Input::Opened), [Did::Send(frame)]);
    let did = play.text(&login_ok(LINE, true));
    assert_eq!(did[..2], [Did::Send(json!(["ping", 1])), Did::Event(reconnected(true))]);
    assert_eq!(functions(&did[2..])[0].0, "user_getmsg", "the mailbox is looked into");
    assert_eq!(play.core.status(), Status::LoggedIn);
}

#[test]
fn every_try_is_told_with_its_number_and_the_pauses_grow_to_ten_seconds() {
    let mut play = Play::signed_in();
    play.lose();
    let mut longest = Duration::ZERO;
    for n in 1..=12 {
        let before = play.now;
        let did = play.pass_until_connect();
        assert_eq!(events(&did), [Event::Reconnecting { nretry: n }]);
        let pause = play.now - before;
        let limit = match n {
            1..=4 => 200 << (n - 1),
            5..=9 => 2_000,
            10 => 4_000,
            11 => 8_000,
            _ => 10_000,
        };
        assert!(pause <= Duration::from_millis(limit), "try {n} came after {pause:?}");
        longest = longest.max(pause);
        play.lose();
    }
    assert!(longest > secs(2), "late tries wait longer than early ones may: {longest:?}");
}

#[test]
fn an_unanswered_call_is_sent_again_with_its_id_when_the_session_is_resumed() {
    let mut play = Play::signed_in();
    let first = last_id(&play.call(send("tom", "one", "m1")));
    let second = last_id(&play.call(send("tom", "two", "m2")));
    play.reply(first, json!({}));
    play.lose();
    assert_eq!(play.call(send("tom", "three", "m3")), [], "it waits for the connection");
    play.pass_until_connect();
    play.give(Input::Opened);
    let did = play.text(&login_ok(LINE, true));
    let sent: Vec<_> = functions(&did).into_iter().filter(|(name, _)| name == "user_sendmsg").collect();
    assert_eq!(sent, [("user_sendmsg".to_owned(), second), ("user_sendmsg".to_owned(), second + 1)]);
    assert_eq!(events(&did), [reconnected(true)]);
    assert_eq!(answers(&play.reply(second, json!({}))), [Ok(Answer::Sent { message_id: id("m2") })]);
}

#[test]
fn call_ids_rise_over_the_life_of_the_session() {
    let mut play = Play::signed_in();
    let before = last_id(&play.call(send("tom", "one", "m1")));
    play.reply(before, json!({}));
    play.lose_and_open();
    play.text(&login_ok(LINE, true));
    assert!(last_id(&play.call(send("tom", "two", "m2"))) > before);
}

#[test]
fn a_forgotten_session_signs_in_anew_on_a_socket_of_its_own() {
    let mut play = Play::signed_in();
    play.lose_and_open();
    assert_eq!(play.text(&login_no("wrong line")), [Did::Disconnect, Did::Connect]);
    let did = play.give(Input::Opened);
    let [Did::Send(frame)] = &did[..] else { panic!("{did:?}") };
    assert_eq!((&frame[0], &frame[1]["account"]), (&json!("login"), &json!("nora")));
    let did = play.text(&login_ok("line-2", false));
    assert_eq!(events(&did), [reconnected(false)]);
}

/// Signed in anew after the server had forgotten the session.
fn start_over(play: &mut Play) -> Vec<Did> {
    play.lose_and_open();
    play.text(&login_no("wrong line"));
    play.give(Input::Opened);
    play.text(&login_ok("line-2", false))
}

#[test]
fn what_may_have_been_done_already_is_left_to_the_caller_when_the_session_was_forgotten() {
    let mut play = Play::signed_in();
    play.call(send("tom", "one", "m1"));
    play.call(Api::SetAttr { name: "a".to_owned(), value: "b".to_owned() });
    let did = start_over(&mut play);
    let desc = || "no answer".to_owned();
    let ecode = Ecode::GeneralUnknown;
    assert_eq!(
        events(&did),
        [
            reconnected(false),
            Event::MessageSendError { message_id: id("m1"), ecode: Ecode::SendTimeout },
            Event::Error { name: "send_instant_msg", ecode, desc: desc() },
            Event::Error { name: "set_attr", ecode, desc: desc() },
        ]
    );
    assert_eq!(answers(&did), [Err(Error::NoAnswer), Err(Error::NoAnswer)]);
    assert!(!functions(&did).iter().any(|(name, _)| name == "user_sendmsg"));
}

#[test]
fn a_message_with_a_key_is_sent_again_even_when_the_session_was_forgotten() {
    let mut play = Play::signed_in();
    play.join(9);
    let once = Some("outbox-1".to_owned());
    let (channel, msg, message_id) = ("lobby".to_owned(), "hello".to_owned(), id("m1"));
    let did = play.call(Api::MessageChannelSend { channel, msg, message_id, force: false, once });
    let Did::Send(first) = did[0].clone() else { panic!("{did:?}") };
    assert_eq!(first[2]["once"], "outbox-1");
    let did = start_over(&mut play);
    assert_eq!(answers(&did), []);
    let order: Vec<String> = functions(&did).into_iter().map(|(name, _)| name).collect();
    assert_eq!(order, ["channel_join", "channel_sendmsg", "user_getmsg"], "back in the channel first");
    let Some(Did::Send(again)) =
        did.iter().find(|did| matches!(did, Did::Send(f) if f[0] == "channel_sendmsg"))
    else {
        panic!("{did:?}")
    };
    assert_eq!(again[2], first[2]);
}

#[test]
fn questions_and_what_was_never_sent_go_out_again_when_the_session_was_forgotten() {
    let mut play = Play::signed_in();
    play.call(Api::QueryUserStatus { account: "tom".to_owned() });
    play.lose();
    play.call(send("tom", "later", "m1"));
    let last = 3;
    play.pass_until_connect();
    play.give(Input::Opened);
    play.text(&login_no("wrong line"));
    play.give(Input::Opened);
    let did = play.text(&login_ok("line-2", false));
    let names: Vec<String> = functions(&did).iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(names, ["user_query_user_status", "user_sendmsg", "user_getmsg"]);
    let ids: Vec<i64> = functions(&did).iter().map(|(_, id)| *id).collect();
    assert!(ids.is_sorted() && ids[0] > last, "fresh ids in rising order: {ids:?}");
    assert_eq!(answers(&play.reply(ids[1], json!({}))), [Ok(Answer::Sent { message_id: id("m1") })]);
}

#[test]
fn a_forgotten_session_comes_back_into_its_channel_with_a_snapshot_and_no_second_joined() {
    let mut play = Play::signed_in();
    play.join(9);
    let did = start_over(&mut play);
    let join = request_id(&did, "channel_join");
    let body =
        json!({"list": [["tom", 2], ["nora", 1]], "attrs": {"topic": "tea"}, "cid": "c2", "msgid": 20});
    let channel = channel("lobby");
    assert_eq!(
        events(&play.reply(join, body)),
        [
            Event::ChannelUserList {
                channel: channel.clone(),
                members: vec![(account("tom"), Uid(2)), (account("nora"), Uid(1))],
            },
            Event::ChannelAttrUpdated {
                channel,
                name: Some(attribute("topic")),
                value: "tea".to_owned(),
                change: AttributeChange::Update,
                account: None,
            },
        ]
    );
}

#[test]
fn a_channel_that_cannot_be_joined_again_is_left_with_604() {
    let mut play = Play::signed_in();
    play.join(9);
    let did = start_over(&mut play);
    let id = request_id(&did, "channel_join");
    let all = events(&play.refuse(id, "channel full"));
    let ecode = Ecode::LeaveDisconnected;
    assert_eq!(all[0], Event::ChannelLeaved { channel: channel("lobby"), ecode });
}

#[test]
fn a_channel_that_was_being_left_is_not_joined_again() {
    let mut play = Play::signed_in();
    play.join(9);
    play.call(Api::ChannelLeave { channel: "lobby".to_owned() });
    let did = start_over(&mut play);
    assert!(!functions(&did).iter().any(|(name, _)| name == "channel_join"));
    let id = request_id(&did, "channel_leave");
    let did = play.refuse(id, "not in channel");
    assert_eq!(
        did,
        [
            Did::Event(Event::ChannelLeaved { channel: channel("lobby"), ecode: Ecode::LeaveByUser }),
            Did::Answer(Ok(Answer::Done)),
        ]
    );
}

#[test]
fn messages_missed_while_away_are_told_once_in_order() {
    let mut play = Play::signed_in();
    play.text(&push(1, &instant("one")));
    play.lose_and_open();
    let did = play.text(&login_ok(LINE, true));
    let poll = request_id(&did, "user_getmsg");
    let line = |text: &str| instant(text);
    let did = play.reply(poll, json!({"ver_clear": 0, "msgs": [[1, line("one")], [2, line("two")]]}));
    let [Event::MessageInstantReceive { version: 2, .. }] = &events(&did)[..] else { panic!("{did:?}") };
}

#[test]
fn a_session_gives_up_after_185_seconds_with_102_and_ends_its_calls() {
    let mut play = Play::signed_in();
    play.lose();
    play.pass(secs(130));
    play.call(send("tom", "hello", "m1"));
    let before = play.pass(secs(54));
    assert!(!events(&before).iter().any(|event| matches!(event, Event::Logout { .. })));
    let did = play.pass(secs(1));
    let all = events(&did);
    assert_eq!(all.last(), Some(&Event::Logout { ecode: Ecode::LogoutNet }));
    assert_eq!(answers(&did), [Err(Error::Ended(Ecode::LogoutNet))]);
    assert_eq!(play.core.next_deadline(), None);
}

#[test]
fn a_session_that_never_gives_up_tries_for_ever() {
    let mut play = Play::signed_in_with(Options { give_up: None, ..Options::default() });
    play.lose();
    let did = play.pass(secs(24 * 3600));
    assert!(!events(&did).iter().any(|event| matches!(event, Event::Logout { .. })));
    assert_eq!(play.core.status(), Status::Reconnecting);
    play.pass_until_connect();
    play.give(Input::Opened);
    assert_eq!(events(&play.text(&login_ok(LINE, true))), [reconnected(true)]);
}

#[test]
fn a_call_that_waits_for_the_connection_for_a_minute_ends_without_an_answer() {
    let mut play = Play::signed_in();
    play.lose();
    play.call(send("tom", "hello", "m1"));
    let did = play.pass(secs(60));
    assert_eq!(answers(&did), [Err(Error::NoAnswer)]);
    assert!(
        events(&did).contains(&Event::MessageSendError { message_id: id("m1"), ecode: Ecode::SendTimeout })
    );
}

#[test]
fn only_so_many_calls_may_wait() {
    let mut play = Play::signed_in();
    play.lose();
    for _ in 0..REQUESTS_WAITING {
        assert_eq!(play.call(send("tom", "hello", "m")), []);
    }
    let did = play.call(send("tom", "hello", "one too many"));
    assert_eq!(answers(&did), [Err(Error::Busy)]);
    let ecode = Ecode::SendOther;
    assert_eq!(events(&did)[0], Event::MessageSendError { message_id: id("one too many"), ecode });
    assert_eq!(answers(&play.call(Api::Logout)).last(), Some(&Ok(Answer::Done)), "a logout still goes");
}

#[test]
fn reconnect_now_tries_at_once() {
    let mut play = Play::signed_in();
    play.lose();
    assert_eq!(
        play.call(Api::ReconnectNow),
        [Did::Event(Event::Reconnecting { nretry: 1 }), Did::Connect, Did::Answer(Ok(Answer::Done)),]
    );
    assert_eq!(play.call(Api::ReconnectNow), [Did::Answer(Ok(Answer::Done))], "one try at a time");
    let did = Play::signed_in().call(Api::ReconnectNow);
    assert_eq!(did[0], Did::Send(json!(["ping", 2])), "a connection that seems fine is tested");
}

#[test]
fn a_kick_found_while_reconnecting_is_103_and_an_expired_token_105() {
    for (reason, ecode) in [("kick", Ecode::LogoutKicked), ("TokenErrorExpired", Ecode::LogoutTokenExpired)] {
        let mut play = Play::signed_in();
        play.lose_and_open();
        assert_eq!(events(&play.text(&login_no(reason))), [Event::Logout { ecode }]);
    }
    let mut play = Play::signed_in();
    play.lose_and_open();
    play.text(&login_no("wrong line"));
    play.give(Input::Opened);
    let did = play.text(&login_no("wrong vid"));
    assert_eq!(events(&did), [Event::Logout { ecode: Ecode::LogoutNet }]);
}

#[test]
fn a_logout_while_reconnecting_ends_at_once() {
    let mut play = Play::signed_in();
    play.lose();
    assert_eq!(
        play.call(Api::Logout),
        [Did::Event(Event::Logout { ecode: Ecode::LogoutUser }), Did::Answer(Ok(Answer::Done)),]
    );
}

#[test]
fn a_ping_goes_out_every_ten_seconds() {
    let mut play = Play::signed_in();
    let mut pings = Vec::new();
    for _ in 0..50 {
        for did in play.pass(secs(1)) {
            if let Did::Send(frame) = did
                && frame[0] == "ping"
            {
                pings.push(frame[1].as_i64());
            }
        }
        play.text(&json!(["pong", 1]));
    }
    assert_eq!(pings, [Some(2), Some(3), Some(4), Some(5), Some(6)]);
}

#[test]
fn a_connection_that_is_silent_for_eight_seconds_after_a_ping_is_dead() {
    let mut play = Play::signed_in();
    play.text(&json!(["pong", 1]));
    play.pass(secs(10));
    assert_eq!(play.pass(Duration::from_millis(7_999)), []);
    assert_eq!(play.pass(Duration::from_millis(1)), [Did::Disconnect]);
    assert_eq!(play.core.status(), Status::Reconnecting);
}

#[test]
fn any_frame_counts_as_a_sign_of_life() {
    let mut play = Play::signed_in();
    for second in 0..60 {
        play.pass(secs(1));
        if second % 7 == 0 {
            play.text(&json!(["something", "new"]));
        }
    }
    assert_eq!(play.core.status(), Status::LoggedIn);
}

#[test]
fn silence_proves_nothing_while_nobody_reads() {
    let mut play = Play::signed_in();
    play.give(Input::Stalled(true));
    let did = play.pass(secs(120));
    assert_eq!(play.core.status(), Status::LoggedIn);
    let is_ping = |did: &Did| matches!(did, Did::Send(frame) if frame[0] == "ping");
    assert_eq!(did.iter().filter(|did| is_ping(did)).count(), 12, "the server still hears of us");
    play.give(Input::Stalled(false));
    assert_eq!(play.pass(Duration::from_millis(7_999)), []);
    assert_eq!(play.core.status(), Status::LoggedIn);
    play.pass(secs(1));
    assert_eq!(play.core.status(), Status::Reconnecting);
}

#[test]
fn a_server_that_takes_the_socket_and_says_nothing_counts_as_a_failed_try() {
    let mut play = Play::signed_in();
    play.lose_and_open();
    assert_eq!(play.pass(secs(15))[0], Did::Disconnect);
    let did = play.pass_until_connect();
    assert_eq!(events(&did), [Event::Reconnecting { nretry: 2 }]);
}
