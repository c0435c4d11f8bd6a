use super::{HARD_TEXTS, value};
use bellbird::wire::{AttributeChange, CallKind, Content, Flag, Level, Line, LineTag};
use serde_json::json;

fn text(text: &str) -> String {
    text.to_owned()
}

#[track_caller]
fn both_ways(golden: &str, line: Line) {
    assert_eq!(Line::parse(golden).as_ref(), Some(&line));
    assert_eq!(line.to_string(), golden);
}

fn line(tag: LineTag, time: &str, content: &str) -> Line {
    Line {
        tag,
        src: text("sam"),
        dst: text("nora"),
        flag: text("v1:E:3600"),
        time: text(time),
        kind: text("instant"),
        content: text(content),
    }
}

#[test]
fn the_three_formats_of_a_line_are_exact() {
    both_ways("msg sam nora v1:E:3600 instant hello  there ", line(LineTag::V1, "", "hello  there "));
    both_ways(
        "msg-v2 sam nora v1:E:3600 instant 1700000000 hello  there ",
        line(LineTag::V2, "1700000000", "hello  there "),
    );
    both_ways(
        "msg-v3 m-1 sam nora v1:E:3600 instant 1700000000 hello  there ",
        line(LineTag::V3 { msgid: text("m-1") }, "1700000000", "hello  there "),
    );
}

#[test]
fn a_channel_line_comes_from_notify_to_nobody_with_a_fractional_time() {
    let golden = r#"msg-v2 notify - v1:E:180 channel_msg 1700000000.250000 {"account":"sam","channel":"c","msg":"hi","uid":7}"#;
    let line = Line::parse(golden).unwrap();
    assert_eq!((line.src.as_str(), line.dst.as_str()), ("notify", "-"));
    assert_eq!(line.flag, Flag::CHANNEL.to_string());
    assert_eq!(line.time_millis(), Some(1_700_000_000_250));
    assert_eq!(line.to_string(), golden);
}

#[test]
fn content_keeps_every_byte_in_every_format() {
    for hard in HARD_TEXTS {
        for tag in [LineTag::V1, LineTag::V2, LineTag::V3 { msgid: text("m") }] {
            let time = if tag == LineTag::V1 { "" } else { "5" };
            let line = line(tag, time, hard);
            assert_eq!(Line::parse(&line.to_string()), Some(line.clone()));
            assert_eq!(Content::of(&line), Content::Instant(text(hard)));
        }
    }
}

#[test]
fn a_line_with_too_few_fields_is_no_line() {
    for bad in
        ["", "msg", "msg-v2", "msg-v2 a b c d 5", "msg-v3 a b c d e 5", "msg a b c d", "msg-v9 a b c d 5 x"]
    {
        assert_eq!(Line::parse(bad), None, "{bad}");
    }
    assert!(Line::parse("msg-v2 a b c d 5 ").is_some(), "an empty message is a message");
}

#[test]
fn a_time_is_read_in_whole_and_in_broken_seconds() {
    let millis = |time| line(LineTag::V2, time, "").time_millis();
    assert_eq!(millis("1700000000"), Some(1_700_000_000_000));
    assert_eq!(millis("1700000000.123456"), Some(1_700_000_000_123));
    for bad in ["", "soon", "-5", "NaN", "inf", "1e300"] {
        assert_eq!(millis(bad), None, "{bad}");
    }
}

#[test]
fn a_flag_names_its_level_and_its_life() {
    for (golden, level, ttl_secs) in [
        ("v1:E:3600", Level::Exists, 3600),
        ("v1:L:2592000", Level::LoggedIn, 2_592_000),
        ("v1:C:0", Level::Connected, 0),
    ] {
        assert_eq!(Flag::parse(golden), Some(Flag { level, ttl_secs }));
        assert_eq!(Flag { level, ttl_secs }.to_string(), golden);
    }
    for bad in ["", "v1", "v1:E", "v2:E:1", "v1:X:1", "v1:E:-1", "v1:E:1:2", "v1:E:"] {
        assert_eq!(Flag::parse(bad), None, "{bad}");
    }
    assert_eq!(Flag::CHANNEL.to_string(), "v1:E:180");
}

fn call(kind: CallKind, extra: &str) -> Content {
    Content::Call { kind, channel: text("c-1"), peer: text("sam"), extra: text(extra), uid: 1_000_000_002 }
}

fn contents() -> Vec<(&'static str, &'static str, Content)> {
    let failed = |ecode| Content::CallFailed {
        channel: text("c-1"),
        peer: text("sam"),
        extra: text("{}"),
        uid: 1_000_000_002,
        ecode,
    };
    let attribute = |change, name: &str, value: &str| Content::ChannelAttribute {
        channel: text("c"),
        account: text("sam"),
        uid: 7,
        change,
        name: text(name),
        value: text(value),
    };
    let (update, set) = (AttributeChange::Update, AttributeChange::Set);
    let (delete, clear) = (AttributeChange::Delete, AttributeChange::Clear);
    vec![
        (
            "voip_invite",
            r#"{"channel":"c-1","peer":"sam","extra":"{\"video\":1}","peeruid":1000000002}"#,
            call(CallKind::Invite, r#"{"video":1}"#),
        ),
        (
            "voip_invite_ack",
            r#"{"channel":"c-1","peer":"sam","extra":"","peeruid":1000000002}"#,
            call(CallKind::Ack, ""),
        ),
        (
            "voip_invite_accept",
            r#"{"channel":"c-1","peer":"sam","extra":"","peeruid":1000000002}"#,
            call(CallKind::Accept, ""),
        ),
        (
            "voip_invite_refuse",
            r#"{"channel":"c-1","peer":"sam","extra":"busy","peeruid":1000000002}"#,
            call(CallKind::Refuse, "busy"),
        ),
        (
            "voip_invite_msg",
            r#"{"channel":"c-1","peer":"sam","extra":"{\"msgtype\":\"dtmf\",\"msgdata\":\"12#\"}","peeruid":1000000002}"#,
            call(CallKind::Message, r##"{"msgtype":"dtmf","msgdata":"12#"}"##),
        ),
        (
            "voip_invite_bye",
            r#"{"channel":"c-1","peer":"sam","extra":"","peeruid":1000000002}"#,
            call(CallKind::Bye, ""),
        ),
        (
            "voip_invite_failed",
            r#"{"channel":"c-1","peer":"sam","extra":"{}","peeruid":1000000002}"#,
            failed(None),
        ),
        (
            "voip_invite_failed",
            r#"{"channel":"c-1","peer":"sam","extra":"{}","peeruid":1000000002,"ecode":703}"#,
            failed(Some(703)),
        ),
        (
            "channel_msg",
            r#"{"account":"sam","uid":7,"msg":"hi  there\n","channel":"c"}"#,
            Content::ChannelMessage {
                channel: text("c"),
                account: text("sam"),
                uid: 7,
                msg: json!("hi  there\n"),
            },
        ),
        (
            "channel_msg",
            r#"{"account":"sam","uid":7,"msg":{"cmd":[1]},"channel":"c"}"#,
            Content::ChannelMessage {
                channel: text("c"),
                account: text("sam"),
                uid: 7,
                msg: json!({"cmd": [1]}),
            },
        ),
        (
            "channel_user_join",
            r#"{"account":"sam","uid":7,"channel":"c"}"#,
            Content::ChannelUserJoined { channel: text("c"), account: text("sam"), uid: 7 },
        ),
        (
            "channel_user_leave",
            r#"{"account":"sam","uid":7,"channel":"c"}"#,
            Content::ChannelUserLeft { channel: text("c"), account: text("sam"), uid: 7 },
        ),
        (
            "channel_attr_update",
            r#"{"channel":"c","account":"sam","uid":7,"type":"update","name":"n","value":"v"}"#,
            attribute(update, "n", "v"),
        ),
        (
            "channel_attr_update",
            r#"{"channel":"c","account":"sam","uid":7,"type":"set","name":"n","value":"v"}"#,
            attribute(set, "n", "v"),
        ),
        (
            "channel_attr_update",
            r#"{"channel":"c","account":"sam","uid":7,"type":"del","name":"n","value":""}"#,
            attribute(delete, "n", ""),
        ),
        (
            "channel_attr_update",
            r#"{"channel":"c","account":"sam","uid":7,"type":"clear","name":"","value":""}"#,
            attribute(clear, "", ""),
        ),
    ]
}

#[test]
fn every_content_has_its_golden_form() {
    for (kind, golden, content) in contents() {
        let line = Line { kind: text(kind), ..line(LineTag::V2, "5", golden) };
        assert_eq!(Content::of(&line), content, "{kind}");
        assert_eq!(content.kind(), kind);
        assert_eq!(value(&content.text()), value(golden), "{kind}");
    }
    assert_eq!(Content::Instant(text("hi")).kind(), "instant");
}

#[test]
fn content_that_does_not_parse_is_kept_as_it_came() {
    for (kind, content) in [
        ("pstn_ring", "{}"),
        ("appmsg", "hello"),
        ("voip_invite", "not json"),
        ("voip_invite", r#"{"channel":"c"}"#),
        ("voip_invite_failed", r#"{"peer":"sam"}"#),
        ("channel_msg", r#"{"channel":"c","account":"a","uid":1}"#),
        ("channel_attr_update", r#"{"channel":"c","account":"a","uid":1,"type":"explode"}"#),
        ("channel_dance", r#"{"channel":"c","account":"a","uid":1}"#),
    ] {
        let line = Line { kind: text(kind), ..line(LineTag::V2, "5", content) };
        let other = Content::Other { kind: text(kind), content: text(content) };
        assert_eq!(Content::of(&line), other);
        assert_eq!((other.kind(), other.text()), (text(kind), text(content)));
    }
}
