use super::play::{LINE, login, login_ok, push, send};
use bellbird::client::Api;
use bellbird::client::session::{Core, Input, Output};
use bellbird::client::trace::What;
use serde_json::json;
use std::time::{Duration, Instant};

const TOKEN: &str = "1:demo:1893456000:5983e481db5094762679170ceb9f4f26";

fn run(tracing: bool) -> Vec<Output> {
    let mut core = Core::new("ws://server/", "demo", Default::default(), 7);
    core.set_tracing(tracing);
    let (now, mut out) = (Instant::now(), Vec::new());
    let Api::Login { account, retry_time, retry_count, .. } = login("nora") else { return out };
    let api = Api::Login { account, token: TOKEN.to_owned(), retry_time, retry_count };
    let leak = json!(["notify", ["something", {"line": LINE}]]);
    for input in [
        Input::Call { token: 1, api },
        Input::Opened,
        Input::Text(login_ok(LINE, false).to_string()),
        Input::Call { token: 2, api: send("tom", "hello", "m1") },
        Input::Text(push(1, "msg-v2 tom nora v1:E:30 instant 1 hi").to_string()),
        Input::Text(leak.to_string()),
        Input::Lost { why: "gone".to_owned() },
    ] {
        core.handle(now, input, &mut out);
    }
    core.handle(now + Duration::from_secs(1), Input::Tick, &mut out);
    core.handle(now + Duration::from_secs(1), Input::Opened, &mut out);
    core.handle(now + Duration::from_secs(1), Input::Text(login_ok("line-2", false).to_string()), &mut out);
    out
}

fn records() -> Vec<What> {
    run(true)
        .into_iter()
        .filter_map(|output| if let Output::Trace(what) = output { Some(what) } else { None })
        .collect()
}

#[test]
fn no_record_holds_a_token_or_the_secret_of_a_session() {
    for record in records() {
        let text = format!("{record:?} {record}");
        for secret in [TOKEN, LINE, "line-2"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn every_call_answer_event_and_frame_is_recorded_in_its_order() {
    let kinds: Vec<String> = records().iter().map(ToString::to_string).collect();
    let place = |start: &str| {
        kinds
            .iter()
            .position(|kind| kind.starts_with(start))
            .unwrap_or_else(|| panic!("{start} in {kinds:#?}"))
    };
    let order = [
        "call 1 login",
        "link connecting to ws://server/",
        "link open",
        "sent",
        "received",
        "event onLoginSuccess",
        "answer 1 ok",
        "call 2 messageInstantSend",
        "event onMessageInstantReceive",
        "link lost: gone",
        "event onReconnecting",
        "event onReconnected",
    ]
    .map(place);
    assert!(order.is_sorted(), "{kinds:#?}");
    assert!(kinds.iter().any(|kind| kind.starts_with("sent") && kind.ends_with("call2 user_sendmsg")));
    assert!(kinds.iter().any(|kind| kind.starts_with("received") && kind.ends_with("bytes login_ret")));
}

#[test]
fn a_log_line_holds_nothing_that_a_person_typed() {
    for record in records() {
        assert!(!record.to_string().contains("hello"), "{record}");
    }
}

#[test]
fn tracing_changes_nothing_else_and_costs_nothing_when_off() {
    let plain = run(false);
    assert!(!plain.iter().any(|output| matches!(output, Output::Trace(_))));
    let traced = run(true).into_iter().filter(|output| !matches!(output, Output::Trace(_)));
    assert_eq!(traced.collect::<Vec<_>>(), plain);
}
