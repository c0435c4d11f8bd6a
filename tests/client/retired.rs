//! The methods that the old API had retired: they go out in its words and tell their refusal as it did.
#![expect(deprecated, reason = "this is their test")]

use super::play::*;
use crate::support::server::{with_server, within};
use bellbird::client::{Api, Error, Event, Signal};
use bellbird::ids::{MessageId, Uid};
use bellbird::wire::{Ecode, Refusal};
use serde_json::json;
use std::time::Duration;

fn phone(source: &str, extra: &str) -> Api {
    let (channel, phone) = ("room".to_owned(), "+4930".to_owned());
    Api::ChannelInvitePhone { channel, phone, source: source.to_owned(), extra: extra.to_owned() }
}

fn keys(keys: &str) -> Api {
    Api::MessageDtmfSend { uid: Uid(7), keys: keys.to_owned(), message_id: id("m1") }
}

/// The events of a call to a telephone that came to nothing.
fn failed(ecode: Ecode, general: Ecode, desc: &str) -> Vec<Event> {
    let (channel, account) = (channel("room"), account("+4930"));
    let error = Event::Error { name: "invite_phone", ecode: general, desc: desc.to_owned() };
    vec![Event::InviteFailed { channel, account, uid: Uid(0), ecode, extra: String::new() }, error]
}

#[test]
fn a_call_to_a_telephone_names_the_number_that_it_shows_twice() {
    for (api, name, source, extra) in [
        (phone("", ""), "channelInvitePhone", "", ""),
        (phone("100", ""), "channelInvitePhone2", "100", r#"{"srcNum":"100"}"#),
        (phone("100", r#"{"a":1}"#), "channelInvitePhone3", "100", r#"{"a":1,"srcNum":"100"}"#),
        (phone("100", r#"{"srcNum":"7"}"#), "channelInvitePhone3", "100", r#"{"srcNum":"7"}"#),
        (phone("100", "[1]"), "channelInvitePhone3", "100", "[1]"),
    ] {
        assert_eq!(api.name(), name);
        let did = Play::signed_in().call(api);
        let args = json!({"channelName": "room", "srcNum": source, "destNum": "+4930", "extra": extra});
        assert_eq!(did, [Did::Send(json!(["pstn_invite", last_id(&did), args]))]);
    }
}

#[test]
fn a_call_to_a_telephone_fails_like_an_invite_under_its_own_name() {
    let mut play = Play::signed_in();
    let id = last_id(&play.call(phone("", "")));
    let did = play.refuse(id, "no gateway");
    assert_eq!(events(&did), failed(Ecode::InviteOther, Ecode::GeneralFailed, "no gateway"));
    let (refusal, ecode) = (Refusal::NoGateway, Ecode::InviteOther);
    assert_eq!(answers(&did), [Err(Error::Refused { refusal, ecode })]);

    let mut play = Play::new(bellbird::client::Options::default());
    let did = play.call(phone("", ""));
    assert_eq!(events(&did), failed(Ecode::GeneralNotLogin, Ecode::GeneralNotLogin, "not logged in"));

    let did = Play::signed_in().call(phone("100", "no JSON"));
    assert!(functions(&did).is_empty(), "nothing is sent");
    assert!(matches!(&events(&did)[..], [Event::InviteFailed { .. }, Event::Error { ecode, .. }]
        if *ecode == Ecode::GeneralWrongParam));
}

#[test]
fn keys_to_a_number_are_a_message_that_can_fail() {
    let mut play = Play::signed_in();
    let did = play.call(keys("5#"));
    let call = last_id(&did);
    let args = json!({"channelName": "", "srcNum": "", "destNum": "7", "extra": "5#"});
    assert_eq!(did, [Did::Send(json!(["pstn_dtmf", call, args]))]);
    let error = |ecode, desc: &str| Event::Error { name: "send_dtmf_msg", ecode, desc: desc.to_owned() };
    let lost = |ecode| Event::MessageSendError { message_id: id("m1"), ecode };
    let expected = [lost(Ecode::SendOther), error(Ecode::GeneralFailed, "no gateway")];
    assert_eq!(events(&play.refuse(call, "no gateway")), expected);
    let wrong = events(&play.call(keys("A")));
    let desc = "wrong keys: 0-9, * and # only";
    assert_eq!(wrong, [lost(Ecode::SendOther), error(Ecode::GeneralWrongParam, desc)]);
}

#[tokio::test]
async fn a_server_without_a_gateway_refuses_telephones_and_the_program_is_told_why() {
    with_server(|server| async move {
        let (session, mut events) = Signal::new(&server, "demo").expect("an address").start();
        assert!(!session.is_online());
        within("the login", session.login("nora", "")).await.expect("signed in");
        assert!(session.is_online());
        let no_gateway = |ecode| Err(Error::Refused { refusal: Refusal::NoGateway, ecode });
        let invite = no_gateway(Ecode::InviteOther);
        assert_eq!(session.channel_invite_phone("room", "+4930").await, invite);
        assert_eq!(session.channel_invite_phone2("room", "+4930", "100").await, invite);
        assert_eq!(session.channel_invite_phone3("room", "+4930", "100", "{}").await, invite);
        let sent = session.message_dtmf_send(Uid(1), "12#", "m1").await;
        assert_eq!(sent, no_gateway(Ecode::GeneralFailed).map(|()| MessageId::new("")));
        let mut told = Vec::new();
        while let Some(event) = events.try_next() {
            told.push(event.name());
        }
        let twice = ["onInviteFailed", "onError"];
        let expected = [&["onLoginSuccess"][..], &twice, &twice, &twice, &["onMessageSendError", "onError"]];
        assert_eq!(told, expected.concat());
        within("the logout", session.logout()).await.expect("signed out");
        assert!(!session.is_online());
    })
    .await;
}

#[test]
fn a_login_is_printed_without_its_token() {
    let (account, token) = ("nora".to_owned(), "secret-token".to_owned());
    let login = Api::Login { account, token, retry_time: Duration::from_secs(30), retry_count: 3 };
    assert_eq!(
        format!("{login:?}"),
        r#"Login { account: "nora", token: ***, retry_time: 30s, retry_count: 3 }"#
    );
    assert_eq!(format!("{:?}", Api::Logout), "Logout");
    let join = Api::ChannelJoin { channel: "lobby".to_owned() };
    assert_eq!(format!("{join:?}"), r#"ChannelJoin { channel: "lobby" }"#, "all else as it is");
}
