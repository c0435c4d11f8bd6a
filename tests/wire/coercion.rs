use super::object;
use bellbird::wire::call2::{value_number, value_text};
use bellbird::wire::{ClientFrame, Reply, Request};
use serde_json::json;

#[test]
fn any_value_but_null_becomes_text_by_the_rules_of_json() {
    assert_eq!(value_text(&json!("as it is")), Some("as it is".to_owned()));
    assert_eq!(value_text(&json!(1)), Some("1".to_owned()));
    assert_eq!(value_text(&json!(-2.5)), Some("-2.5".to_owned()));
    assert_eq!(value_text(&json!(true)), Some("true".to_owned()));
    assert_eq!(value_text(&json!([1, "a"])), Some(r#"[1,"a"]"#.to_owned()));
    assert_eq!(value_text(&json!({"a": null})), Some(r#"{"a":null}"#.to_owned()));
    assert_eq!(value_text(&json!(null)), None);
}

#[test]
fn a_number_may_come_as_number_text_or_truth() {
    assert_eq!(value_number(&json!(20)), Some(20));
    assert_eq!(value_number(&json!("20")), Some(20));
    assert_eq!(value_number(&json!(" 20 ")), Some(20));
    assert_eq!(value_number(&json!(20.9)), Some(20));
    assert_eq!(value_number(&json!("20.0")), Some(20));
    assert_eq!(value_number(&json!(true)), Some(1));
    assert_eq!(value_number(&json!(false)), Some(0));
    assert_eq!(value_number(&json!(-3)), Some(0));
    assert_eq!(value_number(&json!("-3")), Some(0));
    assert_eq!(value_number(&json!(1e300)), Some(u64::MAX));
    for not_a_number in
        [json!("twenty"), json!(""), json!("NaN"), json!("inf"), json!(null), json!([20]), json!({})]
    {
        assert_eq!(value_number(&not_a_number), None, "{not_a_number}");
    }
}

#[test]
fn requests_of_careless_apps_are_understood() {
    let parse = |function, args| Request::parse(function, &object(args)).unwrap();
    let attribute = parse("user_set_attr", r#"{"name":"status","value":1}"#);
    assert_eq!(attribute, Request::UserSetAttr { name: "status".to_owned(), value: "1".to_owned() });
    let attribute = parse("channel_set_attr", r#"{"channel":123,"name":"n","value":{"a":true}}"#);
    assert_eq!(
        attribute,
        Request::ChannelSetAttr {
            channel: "123".to_owned(),
            name: "n".to_owned(),
            value: r#"{"a":true}"#.to_owned()
        }
    );
    let message = parse("user_sendmsg", r#"{"peer":42,"content":{"cmd":"go"},"flag":7}"#);
    let Request::UserSendMsg { peer, content, .. } = message else { panic!("{message:?}") };
    assert_eq!((peer.as_str(), content.as_str()), ("42", r#"{"cmd":"go"}"#));
    assert_eq!(
        parse("user_getmsg", r#"{"ver_clear":"7","max":"30"}"#),
        Request::UserGetMsg { ver_clear: 7, max: Some(30) }
    );
    let force = parse("channel_sendmsg", r#"{"name":"c","msg":"m","force":"1"}"#);
    assert!(matches!(force, Request::ChannelSendMsg { force: true, .. }), "{force:?}");
    let invite = parse("voip_invite", r#"{"channelName":"c","peer":"sam","extra":{"_timeout":"20"}}"#);
    assert!(matches!(&invite, Request::Call { extra, .. } if extra == r#"{"_timeout":"20"}"#), "{invite:?}");
}

#[test]
fn a_login_with_numbers_for_names_is_understood() {
    let frame = ClientFrame::parse(r#"["login",{"vid":7,"account":42,"uid":0,"token":1}]"#).unwrap();
    let ClientFrame::Login(login) = frame else { panic!("{frame:?}") };
    assert_eq!(
        (login.vid.as_str(), login.account.as_str(), login.token.as_str(), login.device.as_str()),
        ("7", "42", "1", "")
    );
}

#[test]
fn numbers_in_replies_may_be_text() {
    let page = Reply::parse("user_getmsg", "", r#"{"result":"ok","ver_clear":"4","msgs":[["5","l"]]}"#);
    assert_eq!(page, Ok(Reply::Messages { ver_clear: 4, msgs: vec![(5, "l".to_owned())] }));
    let status = Reply::parse("user_query_user_status", "", r#"{"result":"ok","account":"s","status":"1"}"#);
    assert_eq!(status, Ok(Reply::UserStatus { account: "s".to_owned(), online: true }));
}
