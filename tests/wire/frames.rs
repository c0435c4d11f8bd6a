use super::{HARD_TEXTS, object, value};
use bellbird::ids::{FRAME_BYTES, SERVER_FRAME_BYTES};
use bellbird::wire::frame::{deflate, inflate, once_key};
use bellbird::wire::{ClientFrame, FrameError, Login, LoginRet, Notify, Refusal, Request, ServerFrame};
use serde_json::json;

#[track_caller]
fn client_both_ways(golden: &str, frame: ClientFrame) {
    assert_eq!(ClientFrame::parse(golden).as_ref(), Ok(&frame));
    assert_eq!(value(&frame.to_text()), value(golden));
}

#[track_caller]
fn server_both_ways(golden: &str, frame: ServerFrame) {
    assert_eq!(ServerFrame::parse(golden).as_ref(), Ok(&frame));
    // The second element of some frames is JSON inside a string: compare that by value too.
    assert_eq!(opened(value(&frame.to_text())), opened(value(golden)));
}

fn opened(frame: serde_json::Value) -> serde_json::Value {
    match frame {
        serde_json::Value::Array(items) => items.into_iter().map(opened).collect(),
        serde_json::Value::String(text) if text.starts_with('{') => value(&text),
        other => other,
    }
}

fn login(device: &str, ver: Option<i64>) -> ClientFrame {
    ClientFrame::Login(Login {
        vid: "970ca35de60c44645bbae8a215061b33".to_owned(),
        account: "nora".to_owned(),
        token: "_no_need_token".to_owned(),
        device: device.to_owned(),
        ver,
    })
}

#[test]
fn the_web_sdk_signs_in() {
    client_both_ways(
        r#"["login",{"vid":"970ca35de60c44645bbae8a215061b33","account":"nora","uid":0,
            "token":"_no_need_token","device":"websdk","ip":""}]"#,
        login("websdk", None),
    );
}

#[test]
fn java_and_python_sign_in_with_their_version() {
    client_both_ways(
        r#"["login",{"vid":"970ca35de60c44645bbae8a215061b33","account":"nora","uid":0,
            "token":"_no_need_token","device":"javasdk","ip":"","ver":1010002000}]"#,
        login("javasdk", Some(1_010_002_000)),
    );
}

#[test]
fn a_session_is_resumed_by_its_line() {
    let resume = |cid: Option<&str>, msgid| ClientFrame::LineLogin {
        line: "9123456789".to_owned(),
        cid: cid.map(str::to_owned),
        msgid,
    };
    client_both_ways(r#"["line_login",{"line":"9123456789"}]"#, resume(None, None));
    client_both_ways(
        r#"["line_login",{"line":"9123456789","cid":"c7","msgid":42}]"#,
        resume(Some("c7"), Some(42)),
    );
}

#[test]
fn flags_pings_and_calls_travel_both_ways() {
    client_both_ways(r#"["set_flag",{"binary":1}]"#, ClientFrame::SetFlag { binary: true });
    client_both_ways(r#"["set_flag",{"binary":0}]"#, ClientFrame::SetFlag { binary: false });
    client_both_ways(r#"["ping",0]"#, ClientFrame::Ping(0));
    client_both_ways(r#"["ping",17]"#, ClientFrame::Ping(17));
    assert_eq!(ClientFrame::parse(r#"["ping","17"]"#).unwrap(), ClientFrame::Ping(17));
    client_both_ways(
        r#"["call2",["channel_join",1,{"line":"9123456789","name":"lantern night"}]]"#,
        ClientFrame::Call2 {
            id: 1,
            function: "channel_join".to_owned(),
            args: object(r#"{"line":"9123456789","name":"lantern night"}"#),
        },
    );
}

#[test]
fn java_and_python_count_their_calls_from_zero() {
    let frame = ClientFrame::parse(r#"["call2",["user_logout",0,{"line":"9"}]]"#).unwrap();
    assert!(matches!(frame, ClientFrame::Call2 { id: 0, .. }), "{frame:?}");
}

#[test]
fn a_request_becomes_a_frame_with_the_session_secret() {
    let request = Request::ChannelLeave { name: "c".to_owned() };
    let frame = ClientFrame::request(7, &request, "9123456789");
    assert_eq!(
        value(&frame.to_text()),
        json!(["call2", ["channel_leave", 7, {"name": "c", "line": "9123456789"}]])
    );
}

#[test]
fn a_request_that_may_be_sent_again_carries_its_key() {
    let request = Request::ChannelLeave { name: "c".to_owned() };
    let frame = ClientFrame::request_once(7, &request, "9", "k-1");
    assert_eq!(
        value(&frame.to_text()),
        json!(["call2", ["channel_leave", 7, {"name": "c", "line": "9", "once": "k-1"}]])
    );
    let ClientFrame::Call2 { function, args, .. } = frame else { panic!("{frame:?}") };
    assert_eq!(once_key(&args), Some("k-1"));
    assert_eq!(Request::parse(&function, &args), Ok(request), "the key is no argument of the function");
    for no_key in [json!({}), json!({"once": ""}), json!({"once": 7}), json!({"once": "x".repeat(129)})] {
        assert_eq!(once_key(&object(&no_key.to_string())), None, "{no_key}");
    }
}

#[test]
fn a_login_succeeds() {
    let ok = |resumed| {
        ServerFrame::LoginRet(LoginRet::Ok { line: "9123456789".to_owned(), uid: 1_000_000_001, resumed })
    };
    server_both_ways(
        r#"["login_ret",["","{\"result\":\"ok\",\"line\":\"9123456789\",\"uid\":1000000001}"]]"#,
        ok(false),
    );
    server_both_ways(
        r#"["login_ret",["","{\"result\":\"ok\",\"line\":\"9123456789\",\"uid\":1000000001,\"resumed\":1}"]]"#,
        ok(true),
    );
}

#[test]
fn a_refused_login_says_so_in_err_and_in_a_json_text() {
    let goldens = [
        (
            r#"["login_ret",["kick","{\"result\":\"failed\",\"reason\":\"kick\",\"ecode\":207}"]]"#,
            Refusal::Kicked,
        ),
        (
            r#"["login_ret",["TokenErrorExpired","{\"result\":\"failed\",\"reason\":\"TokenErrorExpired\",\"ecode\":204}"]]"#,
            Refusal::TokenExpired,
        ),
        (
            r#"["login_ret",["TokenErrorAppId","{\"result\":\"failed\",\"reason\":\"TokenErrorAppId\",\"ecode\":206}"]]"#,
            Refusal::TokenAppId,
        ),
        (
            r#"["login_ret",["wrong account : with space","{\"result\":\"failed\",\"reason\":\"wrong account : with space\",\"ecode\":209}"]]"#,
            Refusal::WrongAccount("with space".to_owned()),
        ),
        (
            r#"["login_ret",["wrong vid","{\"result\":\"failed\",\"reason\":\"wrong vid\",\"ecode\":201}"]]"#,
            Refusal::WrongVid,
        ),
        (
            r#"["login_ret",["wrong line","{\"result\":\"failed\",\"reason\":\"wrong line\",\"ecode\":201}"]]"#,
            Refusal::WrongLine,
        ),
    ];
    for (golden, refusal) in goldens {
        server_both_ways(golden, ServerFrame::LoginRet(LoginRet::Failed(refusal)));
    }
}

#[test]
fn a_refusal_is_read_from_the_reason_when_err_is_empty() {
    let frame = ServerFrame::parse(r#"["login_ret",["","{\"result\":\"failed\",\"reason\":\"kick\"}"]]"#);
    assert_eq!(frame, Ok(ServerFrame::LoginRet(LoginRet::Failed(Refusal::Kicked))));
}

#[test]
fn a_login_reply_that_is_not_json_is_an_error_and_no_login() {
    for bad in [
        r#"["login_ret",["","not json"]]"#,
        r#"["login_ret",[""]]"#,
        r#"["login_ret","ok"]"#,
        r#"["login_ret",["","{\"result\":\"ok\",\"uid\":1}"]]"#,
        r#"["login_ret",["","{\"result\":\"ok\",\"line\":\"9\",\"uid\":5000000000}"]]"#,
    ] {
        assert_eq!(ServerFrame::parse(bad), Err(FrameError::WrongArguments), "{bad}");
    }
}

#[test]
fn replies_pongs_and_pushes_travel_both_ways() {
    server_both_ways(
        r#"["call2-ret",[3,"","{\"result\":\"ok\",\"num\":12}"]]"#,
        ServerFrame::Call2Ret { id: 3, err: String::new(), body: r#"{"result":"ok","num":12}"#.to_owned() },
    );
    server_both_ways(
        r#"["call2-ret",[0,"E","whatever"]]"#,
        ServerFrame::Call2Ret { id: 0, err: "E".to_owned(), body: "whatever".to_owned() },
    );
    server_both_ways(r#"["pong",4]"#, ServerFrame::Pong(4));
    server_both_ways(r#"["notify",["msg",5]]"#, ServerFrame::Notify(Notify::Msg { version: 5 }));
    server_both_ways(
        r#"["kick",{"reason":"signed in elsewhere"}]"#,
        ServerFrame::Kick { reason: "signed in elsewhere".to_owned() },
    );
    server_both_ways(r#"["close",{"reason":""}]"#, ServerFrame::Close { reason: String::new() });
}

#[test]
fn the_kick_and_close_of_other_servers_are_understood() {
    let kick = |reason: &str| Ok(ServerFrame::Kick { reason: reason.to_owned() });
    let close = |reason: &str| Ok(ServerFrame::Close { reason: reason.to_owned() });
    assert_eq!(ServerFrame::parse(r#"["kick","other"]"#), kick("other"));
    assert_eq!(ServerFrame::parse(r#"["kick",null]"#), kick(""));
    assert_eq!(ServerFrame::parse(r#"["kick"]"#), kick(""));
    assert_eq!(ServerFrame::parse(r#"["close",""]"#), close(""));
    assert_eq!(ServerFrame::parse(r#"["_close",3]"#), close("3"));
}

#[test]
fn several_frames_travel_in_one() {
    server_both_ways(
        r#"["multi",[["pong",1],["notify",["msg",5]],["call2-ret",[2,"","{\"result\":\"ok\"}"]]]]"#,
        ServerFrame::Multi(vec![
            ServerFrame::Pong(1),
            ServerFrame::Notify(Notify::Msg { version: 5 }),
            ServerFrame::Call2Ret { id: 2, err: String::new(), body: r#"{"result":"ok"}"#.to_owned() },
        ]),
    );
    server_both_ways(r#"["multi",[]]"#, ServerFrame::Multi(Vec::new()));
}

#[test]
fn a_multi_inside_a_multi_is_refused() {
    for nested in [r#"["multi",[["multi",[]]]]"#, r#"["multi",[["pong",1],["multi",[["pong",2]]]]]"#] {
        assert_eq!(ServerFrame::parse(nested), Err(FrameError::WrongArguments), "{nested}");
    }
}

#[test]
fn an_unknown_event_is_not_an_error() {
    client_both_ways(r#"["dance",null]"#, ClientFrame::Other { event: "dance".to_owned() });
    server_both_ways(r#"["dance",null]"#, ServerFrame::Other { event: "dance".to_owned() });
    let known = ServerFrame::parse(r#"["dance",{"steps":[1,2]}]"#);
    assert_eq!(known, Ok(ServerFrame::Other { event: "dance".to_owned() }));
}

#[test]
fn what_is_not_an_event_is_refused() {
    for bad in ["", "7", "null", "{}", "[]", "[7]", r#"{"login":1}"#, r#"["login""#, r#"[["login"],{}]"#] {
        assert_eq!(ClientFrame::parse(bad), Err(FrameError::NotAnEvent), "{bad}");
        assert_eq!(ServerFrame::parse(bad), Err(FrameError::NotAnEvent), "{bad}");
    }
}

#[test]
fn a_known_event_with_wrong_arguments_is_refused() {
    for bad in [
        r#"["login",{}]"#,
        r#"["login"]"#,
        r#"["login",[]]"#,
        r#"["line_login",{"cid":"c"}]"#,
        r#"["call2",{}]"#,
        r#"["call2",[]]"#,
        r#"["call2",["channel_join"]]"#,
        r#"["call2",["channel_join","one",{}]]"#,
        r#"["call2",["channel_join",1.5,{}]]"#,
        r#"["call2",[1,"channel_join",{}]]"#,
        r#"["call2",["channel_join",1,[]]]"#,
        r#"["call2",["channel_join",1,"{}"]]"#,
    ] {
        assert_eq!(ClientFrame::parse(bad), Err(FrameError::WrongArguments), "{bad}");
    }
    for bad in [
        r#"["call2-ret",[]]"#,
        r#"["call2-ret",["one","","{}"]]"#,
        r#"["call2-ret",[1,""]]"#,
        r#"["multi",{}]"#,
        r#"["multi",[5]]"#,
        r#"["multi",[["call2-ret",[]]]]"#,
    ] {
        assert_eq!(ServerFrame::parse(bad), Err(FrameError::WrongArguments), "{bad}");
    }
}

/// A frame of exactly so many bytes.
fn frame_of(bytes: usize) -> String {
    let (head, tail) = (r#"["x",""#, r#""]"#);
    format!("{head}{}{tail}", "a".repeat(bytes - head.len() - tail.len()))
}

#[test]
fn a_frame_at_the_limit_is_read_and_one_byte_more_is_not() {
    assert!(ClientFrame::parse(&frame_of(FRAME_BYTES)).is_ok());
    assert_eq!(ClientFrame::parse(&frame_of(FRAME_BYTES + 1)), Err(FrameError::TooLarge));
    assert!(ServerFrame::parse(&frame_of(SERVER_FRAME_BYTES)).is_ok());
    assert_eq!(ServerFrame::parse(&frame_of(SERVER_FRAME_BYTES + 1)), Err(FrameError::TooLarge));
}

#[test]
fn the_largest_message_fits_a_frame_however_it_is_escaped() {
    let content = "\u{1}".repeat(bellbird::ids::MESSAGE_BYTES);
    let request = Request::UserSendMsg {
        peer: "p".repeat(128),
        flag: bellbird::wire::Flag::stored(bellbird::ids::MESSAGE_TTL_SECS),
        content: content.clone(),
    };
    let text = ClientFrame::request(i64::MAX, &request, &"9".repeat(40)).to_text();
    let Ok(ClientFrame::Call2 { function, args, .. }) = ClientFrame::parse(&text) else {
        panic!("a frame of {} bytes was not read", text.len());
    };
    assert_eq!(Request::parse(&function, &args), Ok(request));

    // The worst text for a push: every character becomes \\u0001 in the line and \\\\u0001 in the frame.
    let push = ServerFrame::Notify(Notify::RecvMsg { version: u64::MAX, line: content });
    assert!(push.to_text().len() < FRAME_BYTES, "{} bytes", push.to_text().len());
}

#[test]
fn a_binary_frame_is_the_zlib_stream_of_the_text() {
    // ["pong",4] as Python's zlib writes it.
    let python = [
        0x78, 0x9c, 0x8b, 0x56, 0x2a, 0xc8, 0xcf, 0x4b, 0x57, 0xd2, 0x31, 0x89, 0x05, 0x00, 0x11, 0xbb, 0x03,
        0x11,
    ];
    assert_eq!(inflate(&python).as_deref(), Ok(r#"["pong",4]"#));
    assert_eq!(deflate(r#"["pong",4]"#)[0], 0x78, "RFC 1950 header");
    for text in HARD_TEXTS {
        assert_eq!(inflate(&deflate(text)).as_deref(), Ok(text));
    }
}

#[test]
fn bytes_that_are_not_zlib_are_refused() {
    let whole = deflate(&frame_of(2_000));
    for bad in [&[][..], b"plain text", &whole[..whole.len() / 2], &[0xff; 64]] {
        assert_eq!(inflate(bad), Err(FrameError::NotZlib));
    }
    assert_eq!(inflate(&deflate_bytes(&[0xff, 0xfe])), Err(FrameError::NotZlib), "not UTF-8");
}

#[test]
fn a_small_binary_frame_cannot_unfold_beyond_the_limit() {
    assert!(inflate(&deflate(&frame_of(SERVER_FRAME_BYTES))).is_ok());
    let bomb = deflate(&frame_of(SERVER_FRAME_BYTES * 10));
    assert!(bomb.len() < SERVER_FRAME_BYTES / 10);
    assert_eq!(inflate(&bomb), Err(FrameError::TooLarge));
    // Where the limit cuts a character in two, the frame is still too large, and not broken.
    assert_eq!(inflate(&deflate(&"é".repeat(SERVER_FRAME_BYTES))), Err(FrameError::TooLarge));
    assert_eq!(inflate(&vec![0; SERVER_FRAME_BYTES + 1]), Err(FrameError::TooLarge));
}

fn deflate_bytes(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
