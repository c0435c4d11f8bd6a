use super::{HARD_TEXTS, object, value};
use bellbird::wire::{CallKind, Flag, Level, Refusal, Request};
use serde_json::{Map, json};

fn text(text: &str) -> String {
    text.to_owned()
}

fn call(kind: CallKind, extra: &str) -> Request {
    Request::Call { kind, channel_name: text("c-1"), peer: text("sam"), extra: text(extra) }
}

/// Every function of the protocol: its name, its arguments beside `line`, and what we call it.
fn goldens() -> Vec<(&'static str, &'static str, Request)> {
    let name = || text("lantern night");
    vec![
        ("user_logout", r#"{}"#, Request::UserLogout { ver_clear: None }),
        ("user_logout", r#"{"ver_clear":9}"#, Request::UserLogout { ver_clear: Some(9) }),
        (
            "user_sendmsg",
            r#"{"peer":"sam","flag":"v1:E:3600","t":"instant","content":"two  spaces\n"}"#,
            Request::UserSendMsg {
                peer: text("sam"),
                flag: Flag { level: Level::Exists, ttl_secs: 3600 },
                content: text("two  spaces\n"),
            },
        ),
        (
            "user_sendmsg",
            r#"{"peer":"sam","flag":"v1:L:2592000","t":"instant","content":""}"#,
            Request::UserSendMsg {
                peer: text("sam"),
                flag: Flag { level: Level::LoggedIn, ttl_secs: 2_592_000 },
                content: String::new(),
            },
        ),
        ("user_getmsg", r#"{"ver_clear":41,"max":30}"#, Request::UserGetMsg { ver_clear: 41, max: Some(30) }),
        (
            "user_getmsg2",
            r#"{"clear_msgs":["m1","m2"],"max":30}"#,
            Request::UserGetMsg2 { clear_msgs: vec![text("m1"), text("m2")], max: Some(30) },
        ),
        (
            "user_set_attr",
            r#"{"name":"status","value":"idle"}"#,
            Request::UserSetAttr { name: text("status"), value: text("idle") },
        ),
        (
            "user_get_attr",
            r#"{"account":"sam","name":"status"}"#,
            Request::UserGetAttr { account: text("sam"), name: text("status") },
        ),
        ("user_get_attr_all", r#"{"account":"sam"}"#, Request::UserGetAttrAll { account: text("sam") }),
        (
            "user_query_user_status",
            r#"{"account":"sam"}"#,
            Request::UserQueryUserStatus { account: text("sam") },
        ),
        (
            "user_query_user_status2",
            r#"{"accounts":["sam","zoe"]}"#,
            Request::UserQueryUserStatus2 { accounts: vec![text("sam"), text("zoe")] },
        ),
        ("user_setfg", r#"{"isfg":1}"#, Request::UserSetFg { isfg: true }),
        ("user_setfg", r#"{"isfg":0}"#, Request::UserSetFg { isfg: false }),
        ("channel_join", r#"{"name":"lantern night"}"#, Request::ChannelJoin { name: name() }),
        ("channel_leave", r#"{"name":"lantern night"}"#, Request::ChannelLeave { name: name() }),
        (
            "channel_sendmsg",
            r#"{"name":"lantern night","msg":"hello"}"#,
            Request::ChannelSendMsg { name: name(), msg: json!("hello"), force: false },
        ),
        (
            "channel_sendmsg",
            r#"{"name":"lantern night","msg":"hello","force":true}"#,
            Request::ChannelSendMsg { name: name(), msg: json!("hello"), force: true },
        ),
        (
            "channel_sendmsg",
            r#"{"name":"lantern night","msg":{"cmd":"mute","who":[1,2]}}"#,
            Request::ChannelSendMsg {
                name: name(),
                msg: json!({"cmd": "mute", "who": [1, 2]}),
                force: false,
            },
        ),
        (
            "channel_set_attr",
            r#"{"channel":"lantern night","name":"topic","value":"moths"}"#,
            Request::ChannelSetAttr { channel: name(), name: text("topic"), value: text("moths") },
        ),
        (
            "channel_del_attr",
            r#"{"channel":"lantern night","name":"topic"}"#,
            Request::ChannelDelAttr { channel: name(), name: text("topic") },
        ),
        (
            "channel_clear_attr",
            r#"{"channel":"lantern night"}"#,
            Request::ChannelClearAttr { channel: name() },
        ),
        ("channel_query_num", r#"{"name":"lantern night"}"#, Request::ChannelQueryNum { name: name() }),
        (
            "channel_query_user_isin",
            r#"{"name":"lantern night","account":"sam"}"#,
            Request::ChannelQueryUserIsIn { name: name(), account: text("sam") },
        ),
        (
            "channel_query_userlist",
            r#"{"name":"lantern night"}"#,
            Request::ChannelQueryUserList { name: name() },
        ),
        (
            "channel_query_userlist_all",
            r#"{"name":"lantern night","num":50}"#,
            Request::ChannelQueryUserListAll { name: name(), num: 50 },
        ),
        (
            "voip_invite",
            r#"{"channelName":"c-1","peer":"sam","extra":"{\"_timeout\":30}"}"#,
            call(CallKind::Invite, r#"{"_timeout":30}"#),
        ),
        ("voip_invite_ack", r#"{"channelName":"c-1","peer":"sam","extra":""}"#, call(CallKind::Ack, "")),
        (
            "voip_invite_accept",
            r#"{"channelName":"c-1","peer":"sam","extra":"{}"}"#,
            call(CallKind::Accept, "{}"),
        ),
        (
            "voip_invite_refuse",
            r#"{"channelName":"c-1","peer":"sam","extra":"{\"busy\":1}"}"#,
            call(CallKind::Refuse, r#"{"busy":1}"#),
        ),
        (
            "voip_invite_msg",
            r#"{"channelName":"c-1","peer":"sam","extra":"{\"msgtype\":\"dtmf\",\"msgdata\":\"12#\"}"}"#,
            call(CallKind::Message, r##"{"msgtype":"dtmf","msgdata":"12#"}"##),
        ),
        ("voip_invite_bye", r#"{"channelName":"c-1","peer":"sam","extra":""}"#, call(CallKind::Bye, "")),
        (
            "call_bye",
            r#"{"channelName":"c-1","srcNum":"nora","destNum":"sam"}"#,
            Request::CallBye { channel_name: text("c-1"), src_num: text("nora"), dest_num: text("sam") },
        ),
        (
            "pstn_invite",
            r#"{"channelName":"c-1","srcNum":"100","destNum":"200","extra":"{}"}"#,
            Request::PstnInvite {
                channel_name: text("c-1"),
                src_num: text("100"),
                dest_num: text("200"),
                extra: text("{}"),
            },
        ),
        (
            "pstn_dtmf",
            r#"{"channelName":"c-1","srcNum":"100","destNum":"200","extra":"12#"}"#,
            Request::PstnDtmf {
                channel_name: text("c-1"),
                src_num: text("100"),
                dest_num: text("200"),
                extra: text("12#"),
            },
        ),
    ]
}

#[test]
fn every_function_reads_its_golden_arguments() {
    for (function, args, request) in goldens() {
        let mut args = object(args);
        args.insert("line".to_owned(), json!("9123456789"));
        assert_eq!(Request::parse(function, &args), Ok(request), "{function}");
    }
}

#[test]
fn every_function_writes_its_golden_arguments() {
    for (function, args, request) in goldens() {
        let mut golden = value(args);
        golden["line"] = json!("9123456789");
        assert_eq!(request.function(), function);
        assert_eq!(request.to_args("9123456789"), golden, "{function}");
    }
}

#[test]
fn the_goldens_cover_every_function_of_the_protocol() {
    let mut covered: Vec<&str> = goldens().iter().map(|(function, ..)| *function).collect();
    covered.dedup();
    let protocol = [
        "user_logout",
        "user_sendmsg",
        "user_getmsg",
        "user_getmsg2",
        "user_set_attr",
        "user_get_attr",
        "user_get_attr_all",
        "user_query_user_status",
        "user_query_user_status2",
        "user_setfg",
        "channel_join",
        "channel_leave",
        "channel_sendmsg",
        "channel_set_attr",
        "channel_del_attr",
        "channel_clear_attr",
        "channel_query_num",
        "channel_query_user_isin",
        "channel_query_userlist",
        "channel_query_userlist_all",
        "voip_invite",
        "voip_invite_ack",
        "voip_invite_accept",
        "voip_invite_refuse",
        "voip_invite_msg",
        "voip_invite_bye",
        "call_bye",
        "pstn_invite",
        "pstn_dtmf",
    ];
    assert_eq!(covered, protocol);
}

#[test]
fn a_function_that_nobody_knows_is_refused_as_unknown() {
    for function in ["", "user_dance", "voip_invite_failed", "User_Logout", "io.agora.signal.user_logout"] {
        let answer = Request::parse(function, &Map::new());
        assert_eq!(answer, Err(Refusal::Unknown), "{function}");
    }
}

#[test]
fn a_missing_argument_is_refused_as_wrong_param() {
    let required = [
        ("user_sendmsg", &["peer", "content"][..]),
        ("user_set_attr", &["name", "value"]),
        ("user_get_attr", &["account", "name"]),
        ("user_get_attr_all", &["account"]),
        ("user_query_user_status", &["account"]),
        ("channel_join", &["name"]),
        ("channel_leave", &["name"]),
        ("channel_sendmsg", &["name", "msg"]),
        ("channel_set_attr", &["channel", "name", "value"]),
        ("channel_del_attr", &["channel", "name"]),
        ("channel_clear_attr", &["channel"]),
        ("channel_query_num", &["name"]),
        ("channel_query_user_isin", &["name", "account"]),
        ("channel_query_userlist", &["name"]),
        ("channel_query_userlist_all", &["name"]),
        ("voip_invite", &["channelName", "peer"]),
        ("voip_invite_ack", &["channelName", "peer"]),
        ("voip_invite_accept", &["channelName", "peer"]),
        ("voip_invite_refuse", &["channelName", "peer"]),
        ("voip_invite_msg", &["channelName", "peer"]),
        ("voip_invite_bye", &["channelName", "peer"]),
        ("call_bye", &["channelName", "destNum"]),
        ("pstn_invite", &["channelName"]),
        ("pstn_dtmf", &["channelName"]),
    ];
    for (function, args, _) in goldens() {
        let keys = required.iter().find(|(name, _)| *name == function).map_or(&[][..], |(_, keys)| keys);
        for key in keys {
            let mut args = object(args);
            args.remove(*key).unwrap_or_else(|| panic!("{function} has no {key}"));
            assert_eq!(Request::parse(function, &args), Err(Refusal::WrongParam), "{function} without {key}");
            args.insert((*key).to_owned(), json!(null));
            assert_eq!(Request::parse(function, &args), Err(Refusal::WrongParam), "{function}, {key} null");
        }
    }
}

#[test]
fn what_may_be_left_out_has_its_default() {
    let parse = |function, args| Request::parse(function, &object(args));
    assert_eq!(parse("user_getmsg", "{}"), Ok(Request::UserGetMsg { ver_clear: 0, max: None }));
    assert_eq!(
        parse("user_sendmsg", r#"{"peer":"sam","content":"x"}"#),
        Ok(Request::UserSendMsg { peer: text("sam"), flag: Flag::stored(2_592_000), content: text("x") })
    );
    assert_eq!(parse("voip_invite", r#"{"channelName":"c-1","peer":"sam"}"#), Ok(call(CallKind::Invite, "")));
    assert_eq!(
        parse("channel_query_userlist_all", r#"{"name":"c"}"#),
        Ok(Request::ChannelQueryUserListAll { name: text("c"), num: 1_000_000 })
    );
    assert_eq!(
        parse("call_bye", r#"{"channelName":"c-1","destNum":"sam"}"#),
        Ok(Request::CallBye { channel_name: text("c-1"), src_num: String::new(), dest_num: text("sam") })
    );
}

#[test]
fn a_message_survives_the_request_byte_for_byte() {
    for hard in HARD_TEXTS {
        let requests = [
            Request::UserSendMsg { peer: text("sam"), flag: Flag::stored(60), content: text(hard) },
            Request::ChannelSendMsg { name: text("c"), msg: json!(hard), force: false },
            Request::UserSetAttr { name: text("n"), value: text(hard) },
            call(CallKind::Invite, hard),
        ];
        for request in requests {
            let args = object(&request.to_args("9").to_string());
            assert_eq!(Request::parse(request.function(), &args), Ok(request));
        }
    }
}
