//! Whatever comes in whatever order: every call ends once, nothing is sent without a connection, nothing is
//! told twice, and the core never spins.

use super::play::{instant, login, login_no, login_ok, push, send};
use bellbird::client::session::{Core, Input, Output};
use bellbird::client::{Answer, Api, Event, Options, Status};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

#[derive(Debug, Clone)]
enum Step {
    Call(u8),
    /// The server says one of many things; the numbers fill its holes.
    Frame(u8, i64, u64),
    Garbage(String),
    /// The socket opens, or breaks if it was open.
    Socket,
    Pass(u64),
    Stalled(bool),
    Received(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..16_u8).prop_map(Step::Call),
        10 => (0..22_u8, 1..30_i64, 0..40_u64).prop_map(|(kind, id, n)| Step::Frame(kind, id, n)),
        1 => ".{0,40}".prop_map(Step::Garbage),
        3 => Just(Step::Socket),
        3 => (0..70_000_u64).prop_map(Step::Pass),
        1 => any::<bool>().prop_map(Step::Stalled),
        1 => (0..40_u64).prop_map(Step::Received),
    ];
    prop::collection::vec(step, 0..120)
}

fn call(kind: u8) -> Api {
    let text = |text: &str| text.to_owned();
    let (channel, account, extra) = (text("lobby"), text("tom"), text("{}"));
    match kind {
        0 | 1 => login("nora"),
        2 => Api::Logout,
        3 => Api::ReconnectNow,
        4 => send("tom", "hello", "m"),
        5 => Api::MessageChannelSend {
            channel,
            msg: text("hello"),
            message_id: Default::default(),
            force: true,
            once: Some(text("key")),
        },
        6 => Api::ChannelJoin { channel },
        7 => Api::ChannelLeave { channel },
        8 => Api::QueryUserStatus { account },
        9 => Api::GetAttr { account: None, name: text("mood") },
        10 => Api::GetAttrAll { account: Some(account) },
        11 => Api::ChannelQueryUserNum { channel },
        12 => Api::ChannelQueryUserIsIn { channel, account },
        13 => Api::ChannelInviteUser { channel, account, extra },
        14 => Api::ChannelInviteEnd { channel, account, extra },
        _ => Api::Invoke { name: text("io.agora.signal.x"), req: extra, call_id: text("1") },
    }
}

fn reply(id: i64, body: &Value) -> Value {
    json!(["call2-ret", [id, "", body.to_string()]])
}

fn frame(kind: u8, id: i64, n: u64) -> Value {
    let page: Vec<(u64, String)> = (n..n + 3).map(|version| (version, instant("polled"))).collect();
    let line = |kind: &str| {
        format!(
            "msg-v2 notify - v1:E:180 {kind} 1.5 {{\"account\":\"tom\",\"uid\":2,\"channel\":\"lobby\",\"msg\":\"hi\"}}"
        )
    };
    let invite =
        r#"msg-v2 tom nora v1:E:30 voip_invite 1 {"channel":"room","peer":"tom","extra":"","peeruid":2}"#;
    match kind {
        0 => login_ok("line-1", false),
        1 | 2 => login_ok("line-1", true),
        3 => login_no("wrong line"),
        4 => login_no("storage unavailable"),
        5 => json!(["kick", {"reason": "x"}]),
        6 => json!(["close", {}]),
        7 => push(n, &instant("pushed")),
        8 => push(n, invite),
        9 => json!(["notify", ["msg", n]]),
        10 => json!(["notify", ["channel2", "c1", n, line("channel_msg")]]),
        11 => json!(["notify", ["channel2", "c1", n, line("channel_user_leave")]]),
        12..=15 => reply(
            id,
            &json!({
                "result": "ok", "ver_clear": n / 2, "msgs": page, "list": [["nora", 1]], "attrs": {"a": "b"},
                "cid": "c1", "msgid": n, "num": 1, "isin": 1, "status": 1, "value": "v", "json": {"a": "b"},
            }),
        ),
        16 => reply(id, &json!({"result": "failed", "reason": "not in channel"})),
        17 => reply(id, &json!({"result": "failed", "reason": "wrong line"})),
        18 => json!(["multi", [push(n, &instant("one")), ["kick", {}], push(n + 1, &instant("two"))]]),
        19 => json!(["call2-ret", [id, "E", "not json"]]),
        20 => json!(["pong", 1]),
        _ => json!(["unheard_of", {"n": n}]),
    }
}

#[derive(PartialEq, Clone, Copy, Debug)]
enum Socket {
    None,
    Asked,
    Open,
}

struct Run {
    core: Core,
    now: Instant,
    socket: Socket,
    open_calls: BTreeMap<u64, Api>,
    tokens: u64,
    told: u64,
}

fn fits(api: &Api, answer: &Answer) -> bool {
    match api {
        Api::Login { .. } => matches!(answer, Answer::LoggedIn { .. }),
        Api::Invoke { .. } => matches!(answer, Answer::Invoked { .. }),
        Api::QueryUserStatus { .. } => matches!(answer, Answer::Status { .. }),
        Api::GetAttr { .. } => matches!(answer, Answer::Attr { .. }),
        Api::GetAttrAll { .. } => matches!(answer, Answer::AttrAll { .. }),
        Api::MessageInstantSend { .. } | Api::MessageChannelSend { .. } => {
            matches!(answer, Answer::Sent { .. })
        }
        Api::ChannelQueryUserNum { .. } => matches!(answer, Answer::Num { .. }),
        Api::ChannelQueryUserIsIn { .. } => matches!(answer, Answer::IsIn { .. }),
        _ => matches!(answer, Answer::Done),
    }
}

impl Run {
    fn give(&mut self, input: Input) {
        let mut out = Vec::new();
        self.core.handle(self.now, input, &mut out);
        for output in out {
            match output {
                Output::Connect { .. } => {
                    assert_eq!(self.socket, Socket::None, "one socket at a time");
                    self.socket = Socket::Asked;
                }
                Output::Disconnect => {
                    assert_ne!(self.socket, Socket::None, "there is a socket to close");
                    self.socket = Socket::None;
                }
                Output::Send(text) => {
                    assert_eq!(self.socket, Socket::Open, "nothing is sent into the void: {text}");
                }
                Output::Event(Event::MessageInstantReceive { version, .. }) => {
                    assert!(version > self.told, "{version} after {}", self.told);
                    self.told = version;
                }
                Output::Event(Event::LoginSuccess { .. } | Event::Reconnected { .. }) => {
                    assert_eq!(self.socket, Socket::Open);
                }
                Output::Event(_) | Output::Trace(_) => {}
                Output::Answer { token, result } => {
                    let api = self.open_calls.remove(&token).expect("a call is answered once");
                    if let Ok(answer) = result {
                        assert!(fits(&api, &answer), "{api:?} answered {answer:?}");
                    }
                }
            }
        }
    }

    fn pass(&mut self, millis: u64) {
        let end = self.now + Duration::from_millis(millis);
        let mut turns = 0;
        while let Some(at) = self.core.next_deadline().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.give(Input::Tick);
            turns += 1;
            assert!(turns < 5_000, "the core spins");
        }
        self.now = end;
    }

    fn step(&mut self, step: Step) {
        let open = self.socket == Socket::Open;
        match step {
            Step::Call(kind) => {
                self.tokens += 1;
                let api = call(kind);
                self.open_calls.insert(self.tokens, api.clone());
                self.give(Input::Call { token: self.tokens, api });
            }
            Step::Frame(kind, id, n) if open => self.give(Input::Text(frame(kind, id, n).to_string())),
            Step::Garbage(text) if open => {
                self.give(Input::Binary(text.clone().into_bytes()));
                if self.socket == Socket::Open {
                    self.give(Input::Text(text));
                }
            }
            Step::Socket if self.socket == Socket::Asked => {
                self.socket = Socket::Open;
                self.give(Input::Opened);
            }
            Step::Socket if open => {
                self.socket = Socket::None;
                self.give(Input::Lost { why: "cut".to_owned() });
            }
            Step::Frame(..) | Step::Garbage(_) | Step::Socket => {}
            Step::Pass(millis) => self.pass(millis),
            Step::Stalled(stalled) => self.give(Input::Stalled(stalled)),
            Step::Received(version) => self.give(Input::Received { version }),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_call_ends_once_and_the_core_keeps_its_word(
        steps in steps(),
        seed in any::<u64>(),
        confirm_receipt in any::<bool>(),
        tracing in any::<bool>(),
    ) {
        let options = Options { confirm_receipt, ..Options::default() };
        let mut core = Core::new("ws://server/", "demo", options, seed);
        core.set_tracing(tracing);
        let mut run = Run {
            core,
            now: Instant::now(),
            socket: Socket::None,
            open_calls: BTreeMap::new(),
            tokens: 0,
            told: 0,
        };
        for step in steps {
            run.step(step);
        }
        run.give(Input::Destroy);
        prop_assert!(run.open_calls.is_empty(), "without an answer: {:?}", run.open_calls);
        prop_assert_eq!(run.socket, Socket::None);
        prop_assert_eq!(run.core.status(), Status::NotLoggedIn);
        prop_assert_eq!(run.core.next_deadline(), None);
    }
}
