use bellbird::wire::discovery::{Form, answer, form};
use serde_json::json;

#[test]
fn a_browser_gets_an_url_and_others_get_address_and_port() {
    assert_eq!(form("vid=app", true), Form::Url);
    assert_eq!(form("vid=app", false), Form::Address);
}

#[test]
fn a_query_may_ask_for_its_form() {
    assert_eq!(form("vid=app&fmt=url", false), Form::Url);
    assert_eq!(form("fmt=ip&vid=app", true), Form::Address);
    assert_eq!(form("vid=app&fmt=other", true), Form::Url);
    assert_eq!(form("vid=fmt=ip", true), Form::Url, "a value is not a parameter");
    assert_eq!(form("", false), Form::Address);
}

#[test]
fn the_url_form_names_the_socket_and_the_host_for_wechat() {
    assert_eq!(
        answer(Form::Url, "wss://chat.example.org/", "chat.example.org", 443),
        json!({"web": ["wss://chat.example.org/"], "wx_web": ["chat.example.org"]})
    );
}

#[test]
fn the_address_form_is_a_text_and_an_integer() {
    let body = answer(Form::Address, "ws://192.0.2.7:8001/", "192.0.2.7", 8001);
    assert_eq!(body.to_string(), r#"{"web":[["192.0.2.7",8001]]}"#);
}
