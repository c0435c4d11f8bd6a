//! What the SDK refuses by itself, and what it passes on as it is.

use super::play::*;
use bellbird::client::{Answer, Api, Error, Event};
use bellbird::ids::{ATTRIBUTE_VALUE_BYTES, EXTRA_BYTES, MESSAGE_BYTES, Uid};
use bellbird::wire::Ecode;
use serde_json::json;

fn text(text: &str) -> String {
    text.to_owned()
}

fn refused_here(api: Api) -> (Vec<Event>, Error) {
    let mut play = Play::signed_in();
    let did = play.call(api);
    assert!(functions(&did).is_empty(), "nothing may be sent: {did:?}");
    let error = answers(&did).remove(0).expect_err("refused");
    (events(&did), error)
}

#[test]
fn a_message_over_8192_bytes_is_not_sent_and_fails_with_400_and_1005() {
    let long = "x".repeat(MESSAGE_BYTES + 1);
    let in_channel = Api::MessageChannelSend {
        channel: text("lobby"),
        msg: long.clone(),
        message_id: id("m1"),
        force: false,
        once: None,
    };
    for (name, api) in [("send_instant_msg", send("tom", &long, "m1")), ("send_channel_msg", in_channel)] {
        let (events, error) = refused_here(api);
        let desc = text("msg too large");
        assert_eq!(
            events,
            [
                Event::MessageSendError { message_id: id("m1"), ecode: Ecode::SendOther },
                Event::Error { name, ecode: Ecode::GeneralLargeParam, desc },
            ]
        );
        assert_eq!(error, Error::WrongArgument { argument: "msg", ecode: Ecode::GeneralLargeParam });
    }
    let did = Play::signed_in().call(send("tom", &"用".repeat(MESSAGE_BYTES / 3), "m1"));
    assert_eq!(functions(&did).len(), 1, "a message of 8,190 bytes goes");
}

#[test]
fn an_invite_whose_extra_is_not_json_is_not_sent_and_fails_with_1004() {
    let invite = |extra: &str| Api::ChannelInviteUser {
        channel: text("room"),
        account: text("tom"),
        extra: extra.to_owned(),
    };
    let (events, error) = refused_here(invite("come here"));
    assert_eq!(
        events,
        [
            Event::InviteFailed {
                channel: channel("room"),
                account: account("tom"),
                uid: Uid(0),
                ecode: Ecode::InviteOther,
                extra: text("come here"),
            },
            Event::Error { name: "invite", ecode: Ecode::GeneralWrongParam, desc: text("wrong extra param") },
        ]
    );
    assert_eq!(error, Error::WrongArgument { argument: "extra", ecode: Ecode::GeneralWrongParam });
    let (_, error) = refused_here(invite(&format!("\"{}\"", "x".repeat(EXTRA_BYTES))));
    assert_eq!(error, Error::WrongArgument { argument: "extra", ecode: Ecode::GeneralLargeParam });
    for extra in ["", "{}", "[1]", "7", r#"{"_timeout":"20"}"#] {
        assert_eq!(functions(&Play::signed_in().call(invite(extra))).len(), 1, "{extra:?} goes");
    }
}

fn with_key(key: &str) -> Api {
    let (account, msg, message_id) = (text("tom"), text("hello"), id("m1"));
    Api::MessageInstantSend { account, msg, message_id, once: Some(text(key)) }
}

#[test]
fn names_and_values_that_break_the_rules_are_not_sent() {
    let wrong = |argument, ecode| Error::WrongArgument { argument, ecode };
    let (param, large) = (Ecode::GeneralWrongParam, Ecode::GeneralLargeParam);
    let value = "v".repeat(ATTRIBUTE_VALUE_BYTES + 1);
    let cases = [
        (Api::QueryUserStatus { account: text("no ra") }, wrong("account", param)),
        (Api::QueryUserStatus { account: "a".repeat(129) }, wrong("account", large)),
        (Api::ChannelJoin { channel: text("") }, wrong("channel", param)),
        (Api::SetAttr { name: text(""), value: text("") }, wrong("name", param)),
        (Api::SetAttr { name: text("n"), value: value.clone() }, wrong("value", large)),
        (Api::ChannelSetAttr { channel: text("c"), name: text("n"), value }, wrong("value", large)),
        (send("no ra", "hello", "m"), wrong("account", param)),
        (send("tom", "hello", &"m".repeat(129)), wrong("message_id", large)),
        (with_key(""), wrong("once", param)),
        (with_key(&"k".repeat(129)), wrong("once", large)),
        (
            Api::ChannelInviteDtmf { channel: text("c"), account: text("a"), keys: text("12A") },
            wrong("keys", param),
        ),
    ];
    for (api, expected) in cases {
        assert_eq!(refused_here(api.clone()).1, expected, "{api:?}");
    }
}

#[test]
fn invoke_passes_any_function_on_and_hands_the_reply_back() {
    let invoke = |name: &str, req: &str| Api::Invoke { name: text(name), req: text(req), call_id: text("7") };
    let mut play = Play::signed_in();
    let did = play.call(invoke("io.agora.signal.channel_query_userlist", r#"{"name":"lobby"}"#));
    let id = last_id(&did);
    assert_eq!(did, [Did::Send(json!(["channel_query_userlist", id, {"name": "lobby"}]))]);
    let did = play.reply(id, json!({"num": 1, "list": []}));
    let resp = json!({"num": 1, "list": [], "result": "ok"}).to_string();
    assert_eq!(
        did,
        [
            Did::Event(Event::InvokeRet { call_id: text("7"), err: text(""), resp: resp.clone() }),
            Did::Answer(Ok(Answer::Invoked { resp })),
        ]
    );
    let id = last_id(&play.call(invoke("io.agora.signal.no_such", "{}")));
    let did = play.refuse(id, "unknown");
    assert!(matches!(&events(&did)[..], [Event::InvokeRet { err, resp, .. }]
        if err == "unknown" && resp.contains("failed")));
    for (name, req, err) in [
        ("io.agora.signal.x", "not json", "args is not JSON"),
        ("io.agora.signal.x", "[1]", "args is not JSON"),
        ("user_set_attr", "{}", "unsupported method name"),
    ] {
        let (events, _) = refused_here(invoke(name, req));
        let expected = Event::InvokeRet { call_id: text("7"), err: text(err), resp: text("") };
        assert_eq!(events, [expected]);
    }
}
