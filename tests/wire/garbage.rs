//! Whatever arrives, nothing panics; whatever we write, we read back.

use bellbird::ids::{Account, AppId};
use bellbird::wire::frame::inflate;
use bellbird::wire::*;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Map, Value};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            btree_map(key(), inner, 0..5).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        prop::sample::select(
            &[
                "line",
                "name",
                "peer",
                "channel",
                "channelName",
                "account",
                "extra",
                "msg",
                "vid",
                "result",
                "reason",
                "ecode",
                "msgs",
                "ver_clear",
                "list",
                "attrs",
                "flag",
                "content",
                "uid",
            ][..]
        )
        .prop_map(str::to_owned),
    ]
}

const EVENTS: [&str; 13] = [
    "login",
    "line_login",
    "set_flag",
    "ping",
    "call2",
    "login_ret",
    "call2-ret",
    "pong",
    "notify",
    "multi",
    "kick",
    "close",
    "_close",
];

const FUNCTIONS: [&str; 12] = [
    "user_getmsg",
    "user_getmsg2",
    "user_sendmsg",
    "user_get_attr_all",
    "user_query_user_status2",
    "channel_join",
    "channel_sendmsg",
    "channel_query_userlist",
    "voip_invite",
    "voip_invite_bye",
    "call_bye",
    "pstn_invite",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_text_makes_a_reader_panic(text in any::<String>()) {
        let _ = ClientFrame::parse(&text);
        let _ = ServerFrame::parse(&text);
        let _ = Line::parse(&text).map(|line| (Content::of(&line), line.time_millis()));
        let _ = Flag::parse(&text);
        let _ = Refusal::from_text(&text).to_body();
        for function in FUNCTIONS {
            let _ = Reply::parse(function, "", &text);
        }
    }

    #[test]
    fn no_bytes_make_the_inflater_panic(bytes in vec(any::<u8>(), 0..512)) {
        let _ = inflate(&bytes);
        let _ = inflate(&[&[0x78, 0x9c], &bytes[..]].concat());
    }

    #[test]
    fn no_json_makes_a_reader_panic(event in prop::sample::select(&EVENTS[..]), args in json_value()) {
        let text = Value::from(vec![event.into(), args]).to_string();
        let _ = ClientFrame::parse(&text);
        let _ = ServerFrame::parse(&text);
    }

    #[test]
    fn no_arguments_make_a_request_or_reply_panic(
        function in prop::sample::select(&FUNCTIONS[..]),
        args in btree_map(key(), json_value(), 0..8),
    ) {
        let args: Map<String, Value> = args.into_iter().collect();
        let body = Value::Object(args.clone()).to_string();
        let _ = Request::parse(function, &args);
        let _ = Reply::parse(function, "", &body);
        let ok = Map::from_iter(args.into_iter().chain([("result".to_owned(), "ok".into())]));
        let _ = Reply::parse(function, "", &Value::Object(ok).to_string());
        for kind in ["voip_invite", "voip_invite_failed", "channel_msg", "channel_attr_update"] {
            let line = format!("msg-v2 a b v1:E:1 {kind} 5 {body}");
            let _ = Line::parse(&line).map(|line| Content::of(&line));
        }
    }

    #[test]
    fn no_token_makes_the_verifier_panic_or_agree(token in any::<String>(), now in any::<u64>()) {
        let (account, app) = (Account::new("nora").unwrap(), AppId::new("app").unwrap());
        prop_assert!(token::verify(&token, &account, &app, "certificate", now).is_err());
    }

    #[test]
    fn a_client_frame_that_was_written_is_read_back(frame in client_frame()) {
        prop_assert_eq!(ClientFrame::parse(&frame.to_text()), Ok(frame));
    }

    #[test]
    fn a_server_frame_that_was_written_is_read_back(frame in server_frame()) {
        prop_assert_eq!(ServerFrame::parse(&frame.to_text()), Ok(frame));
    }

    #[test]
    fn a_line_that_was_written_is_read_back(
        fields in vec("[^ ]{1,8}", 5),
        msgid in prop::option::of("[^ ]{1,8}"),
        content in any::<String>(),
    ) {
        let [src, dst, flag, time, kind] = <[String; 5]>::try_from(fields).unwrap();
        let tag = msgid.map_or(LineTag::V2, |msgid| LineTag::V3 { msgid });
        let line = Line { tag, src, dst, flag, time, kind, content };
        prop_assert_eq!(Line::parse(&line.to_string()), Some(line));
    }

    #[test]
    fn a_message_reaches_the_other_side_byte_for_byte(content in any::<String>(), msg in json_value()) {
        // The way of a message to a person: request, line, push.
        let request = Request::UserSendMsg { peer: "sam".to_owned(), flag: Flag::stored(60), content: content.clone() };
        let Ok(ClientFrame::Call2 { function, args, .. }) = ClientFrame::parse(&ClientFrame::request(1, &request, "9").to_text())
        else { panic!("the request was not read") };
        let Ok(Request::UserSendMsg { content: arrived, .. }) = Request::parse(&function, &args) else {
            panic!("the request was not understood")
        };
        let line = line_of(Content::Instant(arrived));
        let push = ServerFrame::Notify(Notify::RecvMsg { version: 5, line: line.to_string() });
        let Ok(ServerFrame::Notify(Notify::RecvMsg { line, .. })) = ServerFrame::parse(&push.to_text()) else {
            panic!("the push was not read")
        };
        prop_assert_eq!(Content::of(&Line::parse(&line).unwrap()), Content::Instant(content));

        // And of a message in a channel, which may be any JSON value.
        let sent = Content::ChannelMessage { channel: "c".to_owned(), account: "sam".to_owned(), uid: 7, msg };
        let push = ServerFrame::Notify(Notify::Channel2 { cid: "c".to_owned(), msgid: 1, line: line_of(sent.clone()).to_string() });
        let Ok(ServerFrame::Notify(Notify::Channel2 { line, .. })) = ServerFrame::parse(&push.to_text()) else {
            panic!("the push was not read")
        };
        prop_assert_eq!(Content::of(&Line::parse(&line).unwrap()), sent);
    }
}

fn line_of(content: Content) -> Line {
    Line {
        tag: LineTag::V2,
        src: "sam".to_owned(),
        dst: "nora".to_owned(),
        flag: "v1:E:60".to_owned(),
        time: "5".to_owned(),
        kind: content.kind(),
        content: content.text(),
    }
}

fn client_frame() -> impl Strategy<Value = ClientFrame> {
    let text = any::<String>;
    prop_oneof![
        (text(), text(), text(), text(), any::<Option<i64>>()).prop_map(
            |(vid, account, token, device, ver)| {
                ClientFrame::Login(Login { vid, account, token, device, ver })
            }
        ),
        (text(), any::<Option<String>>(), any::<Option<u64>>())
            .prop_map(|(line, cid, msgid)| ClientFrame::LineLogin { line, cid, msgid }),
        any::<bool>().prop_map(|binary| ClientFrame::SetFlag { binary }),
        any::<i64>().prop_map(ClientFrame::Ping),
        (any::<i64>(), text(), btree_map(key(), json_value(), 0..5)).prop_map(|(id, function, args)| {
            ClientFrame::Call2 { id, function, args: args.into_iter().collect() }
        }),
        "[A-Z]{1,9}".prop_map(|event| ClientFrame::Other { event }),
    ]
}

fn server_frame() -> impl Strategy<Value = ServerFrame> {
    prop_oneof![4 => single_frame(), 1 => vec(single_frame(), 0..5).prop_map(ServerFrame::Multi)]
}

fn single_frame() -> impl Strategy<Value = ServerFrame> {
    let text = any::<String>;
    let refusal = text().prop_map(|text| Refusal::from_text(&text));
    prop_oneof![
        (text(), any::<u32>(), any::<bool>())
            .prop_map(|(line, uid, resumed)| { ServerFrame::LoginRet(LoginRet::Ok { line, uid, resumed }) }),
        refusal.prop_map(|refusal| ServerFrame::LoginRet(LoginRet::Failed(refusal))),
        (any::<i64>(), text(), text()).prop_map(|(id, err, body)| ServerFrame::Call2Ret { id, err, body }),
        any::<i64>().prop_map(ServerFrame::Pong),
        (any::<u64>(), text())
            .prop_map(|(version, line)| ServerFrame::Notify(Notify::RecvMsg { version, line })),
        (any::<u64>(), text())
            .prop_map(|(version, line)| ServerFrame::Notify(Notify::RecvMsgArray { version, line })),
        any::<u64>().prop_map(|version| ServerFrame::Notify(Notify::Msg { version })),
        (text(), any::<u64>(), text()).prop_map(|(cid, msgid, line)| ServerFrame::Notify(Notify::Channel2 {
            cid,
            msgid,
            line
        })),
        text().prop_map(|line| ServerFrame::Notify(Notify::RecvMsgByMsgid { line })),
        text().prop_map(|reason| ServerFrame::Kick { reason }),
        text().prop_map(|reason| ServerFrame::Close { reason }),
        "[A-Z]{1,9}".prop_map(|event| ServerFrame::Other { event }),
    ]
}
