use super::value;
use bellbird::wire::{Ecode, Failure, Refusal, Reply};
use std::collections::BTreeMap;

fn text(text: &str) -> String {
    text.to_owned()
}

fn attributes(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| (text(name), text(value))).collect()
}

fn goldens() -> Vec<(&'static str, &'static str, Reply)> {
    let members = || vec![(text("nora"), 1_000_000_001), (text("sam"), 1_000_000_002)];
    vec![
        (
            "user_getmsg",
            r#"{"result":"ok","ver_clear":4,"msgs":[[5,"msg-v2 sam nora v1:E:60 instant 1700000000 hi"],[7,"x"]]}"#,
            Reply::Messages {
                ver_clear: 4,
                msgs: vec![(5, text("msg-v2 sam nora v1:E:60 instant 1700000000 hi")), (7, text("x"))],
            },
        ),
        (
            "user_getmsg",
            r#"{"result":"ok","ver_clear":0,"msgs":[]}"#,
            Reply::Messages { ver_clear: 0, msgs: vec![] },
        ),
        (
            "user_getmsg2",
            r#"{"result":"ok","msgs":["msg-v3 m1 sam nora v1:E:60 instant 1700000000 hi"]}"#,
            Reply::MessagesById { msgs: vec![text("msg-v3 m1 sam nora v1:E:60 instant 1700000000 hi")] },
        ),
        (
            "user_get_attr",
            r#"{"result":"ok","account":"sam","name":"status","value":""}"#,
            Reply::UserAttr { account: text("sam"), name: text("status"), value: String::new() },
        ),
        (
            "user_get_attr_all",
            r#"{"result":"ok","account":"sam","json":{"status":"idle","tz":"9"}}"#,
            Reply::UserAttrAll { account: text("sam"), json: attributes(&[("status", "idle"), ("tz", "9")]) },
        ),
        (
            "user_query_user_status",
            r#"{"result":"ok","account":"sam","status":1}"#,
            Reply::UserStatus { account: text("sam"), online: true },
        ),
        (
            "user_query_user_status",
            r#"{"result":"ok","account":"sam","status":0}"#,
            Reply::UserStatus { account: text("sam"), online: false },
        ),
        (
            "user_query_user_status2",
            r#"{"result":"ok","list":[["sam",1],["zoe",0]]}"#,
            Reply::UserStatuses { list: vec![(text("sam"), true), (text("zoe"), false)] },
        ),
        (
            "channel_join",
            r#"{"result":"ok","list":[["nora",1000000001],["sam",1000000002]],"attrs":{"topic":"moths"},"cid":"c7","msgid":42}"#,
            Reply::Joined {
                list: members(),
                attrs: attributes(&[("topic", "moths")]),
                cid: text("c7"),
                msgid: 42,
            },
        ),
        ("channel_query_num", r#"{"result":"ok","num":12}"#, Reply::Num { num: 12 }),
        ("channel_query_user_isin", r#"{"result":"ok","isin":1}"#, Reply::IsIn { isin: true }),
        ("channel_query_user_isin", r#"{"result":"ok","isin":0}"#, Reply::IsIn { isin: false }),
        (
            "channel_query_userlist",
            r#"{"result":"ok","num":300,"list":[["nora",1000000001],["sam",1000000002]]}"#,
            Reply::UserList { num: 300, list: members() },
        ),
        (
            "channel_query_userlist_all",
            r#"{"result":"ok","num":0,"list":[]}"#,
            Reply::UserList { num: 0, list: vec![] },
        ),
    ]
}

/// Functions that answer nothing but that they were carried out.
const SILENT: [&str; 15] = [
    "user_logout",
    "user_sendmsg",
    "user_set_attr",
    "user_setfg",
    "channel_leave",
    "channel_sendmsg",
    "channel_set_attr",
    "channel_del_attr",
    "channel_clear_attr",
    "voip_invite",
    "voip_invite_ack",
    "voip_invite_accept",
    "voip_invite_refuse",
    "voip_invite_bye",
    "call_bye",
];

#[test]
fn every_reply_reads_and_writes_its_golden_body() {
    for (function, golden, reply) in goldens() {
        assert_eq!(Reply::parse(function, "", golden).as_ref(), Ok(&reply), "{function}");
        assert_eq!(value(&reply.to_body()), value(golden), "{function}");
    }
    for function in SILENT {
        assert_eq!(Reply::parse(function, "", r#"{"result":"ok"}"#), Ok(Reply::Done), "{function}");
    }
    assert_eq!(value(&Reply::Done.to_body()), value(r#"{"result":"ok"}"#));
}

#[test]
fn numbers_in_a_reply_are_integers_because_java_insists() {
    for (function, _, reply) in goldens() {
        let body = reply.to_body();
        assert!(!body.contains(".0"), "{function}: {body}");
    }
}

#[test]
fn a_failure_has_the_one_shape_that_every_sdk_understands() {
    assert_eq!(
        value(&Refusal::PeerIsNotOnline.to_body()),
        value(
            r#"{"result":"failed","reason":"peer is not online","data":{"result":"peer is not online"},"ecode":703}"#
        )
    );
    assert_eq!(
        value(&Refusal::NotInChannel.to_body()),
        value(
            r#"{"result":"failed","reason":"not in channel","data":{"result":"not in channel"},"ecode":1001}"#
        )
    );
}

#[test]
fn a_failure_of_every_function_is_read_as_its_reason_and_code() {
    let functions = goldens().into_iter().map(|(function, ..)| function).chain(SILENT);
    let body = Refusal::RateLimited.to_body();
    for function in functions {
        assert_eq!(
            Reply::parse(function, "", &body),
            Err(Failure { reason: text("rate limited"), ecode: Some(Ecode::GeneralFailed) }),
            "{function}"
        );
    }
}

#[test]
fn failures_of_other_servers_are_understood() {
    let failure = |reason: &str| Err(Failure { reason: text(reason), ecode: None });
    assert_eq!(Reply::parse("user_sendmsg", "E", r#"{"result":"ok"}"#), failure("E"));
    assert_eq!(
        Reply::parse("user_sendmsg", "", r#"{"result":"failed","reason":"peer not online"}"#),
        failure("peer not online")
    );
    assert_eq!(Reply::parse("user_sendmsg", "", r#"{"result":"failed"}"#), failure("unknown"));
    assert_eq!(Reply::parse("user_sendmsg", "", "oops"), failure("wrong resp:oops"));
    assert_eq!(Reply::parse("user_sendmsg", "", "[]"), failure("unknown"));
    let unknown_code = r#"{"result":"failed","reason":"r","ecode":99999999999}"#;
    assert_eq!(Reply::parse("user_sendmsg", "", unknown_code), failure("r"));
}

#[test]
fn a_page_without_messages_in_it_is_a_failure_and_not_an_empty_page() {
    for function in ["user_getmsg", "user_getmsg2"] {
        let answer = Reply::parse(function, "", r#"{"result":"ok","ver_clear":3}"#);
        assert_eq!(
            answer.map_err(|failure| failure.reason),
            Err(text(r#"wrong resp:{"result":"ok","ver_clear":3}"#))
        );
    }
}

#[test]
fn attributes_are_read_as_an_object_and_as_the_text_of_one() {
    let all = |body| Reply::parse("user_get_attr_all", "", body);
    let expected = Ok(Reply::UserAttrAll { account: text("sam"), json: attributes(&[("a", "1")]) });
    assert_eq!(all(r#"{"result":"ok","account":"sam","json":{"a":"1"}}"#), expected);
    assert_eq!(all(r#"{"result":"ok","account":"sam","json":"{\"a\":\"1\"}"}"#), expected);
    assert_eq!(all(r#"{"result":"ok","account":"sam","json":{"a":1}}"#), expected);
}
