use bellbird::client::session::{Core, Input, Output};
use bellbird::client::{Answer, Api, Error, Event, Options};
use bellbird::ids::{Account, AttributeName, ChannelName, MessageId};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub const LINE: &str = "line-1";

/// What the core did, without the parts that no test looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum Did {
    Connect,
    Disconnect,
    /// A frame, and for a request only `[function, id, args]`, without the line.
    Send(Value),
    Event(Event),
    Answer(Result<Answer, Error>),
}

/// A core, its clock, and the server's side played by the test.
pub struct Play {
    pub core: Core,
    pub now: Instant,
    tokens: u64,
}

impl Play {
    /// Signed out.
    pub fn new(options: Options) -> Self {
        Self { core: Core::new("ws://server/", "demo", options, 7), now: Instant::now(), tokens: 0 }
    }

    /// Signed in as nora, with an empty mailbox, at rest.
    pub fn signed_in() -> Self {
        Self::signed_in_with(Options::default())
    }

    pub fn signed_in_with(options: Options) -> Self {
        let mut play = Self::new(options);
        play.call(login("nora"));
        play.give(Input::Opened);
        let did = play.text(&login_ok(LINE, false));
        play.answer_poll(&did, 0, &[]);
        play
    }

    pub fn give(&mut self, input: Input) -> Vec<Did> {
        let mut out = Vec::new();
        self.core.handle(self.now, input, &mut out);
        out.into_iter().filter_map(did).collect()
    }

    pub fn call(&mut self, api: Api) -> Vec<Did> {
        self.tokens += 1;
        self.give(Input::Call { token: self.tokens, api })
    }

    pub fn text(&mut self, frame: &Value) -> Vec<Did> {
        self.give(Input::Text(frame.to_string()))
    }

    pub fn lose(&mut self) -> Vec<Did> {
        self.give(Input::Lost { why: "gone".to_owned() })
    }

    /// Lets the time pass, with a tick at every deadline on the way.
    pub fn pass(&mut self, time: Duration) -> Vec<Did> {
        let end = self.now + time;
        let mut did = Vec::new();
        while let Some(at) = self.core.next_deadline().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            did.extend(self.give(Input::Tick));
        }
        self.now = end;
        did
    }

    /// Lets the time pass until the core asks for a socket.
    pub fn pass_until_connect(&mut self) -> Vec<Did> {
        for _ in 0..100 {
            let at = self.core.next_deadline().expect("the core waits for something");
            let did = self.pass(at.saturating_duration_since(self.now));
            if did.contains(&Did::Connect) {
                return did;
            }
        }
        panic!("the core never asked for a socket");
    }

    /// Answers the request with this id.
    pub fn reply(&mut self, id: i64, body: Value) -> Vec<Did> {
        let mut body = body;
        body["result"] = json!("ok");
        self.text(&json!(["call2-ret", [id, "", body.to_string()]]))
    }

    pub fn refuse(&mut self, id: i64, reason: &str) -> Vec<Did> {
        let body = json!({"result": "failed", "reason": reason, "data": {"result": reason}});
        self.text(&json!(["call2-ret", [id, "", body.to_string()]]))
    }

    /// Answers the poll among what was just done.
    pub fn answer_poll(&mut self, did: &[Did], ver_clear: u64, msgs: &[(u64, &str)]) -> Vec<Did> {
        let id = request_id(did, "user_getmsg");
        self.reply(id, json!({"ver_clear": ver_clear, "msgs": msgs}))
    }

    /// Calls, and the server says yes.
    pub fn call_and_reply(&mut self, api: Api, body: Value) -> Vec<Did> {
        let did = self.call(api);
        let id = last_id(&did);
        self.reply(id, body)
    }

    /// In the channel "lobby" with the given id of the last event.
    pub fn join(&mut self, msgid: u64) -> Vec<Did> {
        let body = json!({"list": [["nora", 1]], "attrs": {}, "cid": "c1", "msgid": msgid});
        self.call_and_reply(Api::ChannelJoin { channel: "lobby".to_owned() }, body)
    }

    /// The connection breaks and comes back, up to where the server has to answer; returns the login frame.
    pub fn lose_and_open(&mut self) -> Vec<Did> {
        self.lose();
        self.pass_until_connect();
        self.give(Input::Opened)
    }
}

fn did(output: Output) -> Option<Did> {
    match output {
        Output::Connect { .. } => Some(Did::Connect),
        Output::Disconnect => Some(Did::Disconnect),
        Output::Send(text) => {
            let mut frame: Value = serde_json::from_str(&text).expect("frames are JSON");
            if frame[0] == "call2" {
                let mut call = frame[1].take();
                let line = call[2].as_object_mut().and_then(|args| args.remove("line"));
                assert!(line.is_some_and(|line| line.as_str().is_some_and(|line| line.starts_with("line-"))));
                return Some(Did::Send(call));
            }
            Some(Did::Send(frame))
        }
        Output::Event(event) => Some(Did::Event(event)),
        Output::Answer { result, .. } => Some(Did::Answer(result)),
        Output::Trace(_) => None,
    }
}

pub fn request_id(did: &[Did], function: &str) -> i64 {
    let found = did.iter().find_map(|did| match did {
        Did::Send(frame) if frame[0] == function => frame[1].as_i64(),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no {function} in {did:?}"))
}

pub fn last_id(did: &[Did]) -> i64 {
    let found = did.iter().rev().find_map(|did| match did {
        Did::Send(frame) if frame[0] != "ping" => frame[1].as_i64(),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no request in {did:?}"))
}

/// The functions of the requests, in order.
pub fn functions(did: &[Did]) -> Vec<(String, i64)> {
    did.iter()
        .filter_map(|did| match did {
            Did::Send(frame) if frame[0] != "ping" => {
                Some((frame[0].as_str()?.to_owned(), frame[1].as_i64()?))
            }
            _ => None,
        })
        .collect()
}

pub fn events(did: &[Did]) -> Vec<Event> {
    did.iter()
        .filter_map(|did| if let Did::Event(event) = did { Some(event.clone()) } else { None })
        .collect()
}

pub fn answers(did: &[Did]) -> Vec<Result<Answer, Error>> {
    did.iter()
        .filter_map(|did| if let Did::Answer(result) = did { Some(result.clone()) } else { None })
        .collect()
}

pub fn login(account: &str) -> Api {
    let (account, token) = (account.to_owned(), "_no_need_token".to_owned());
    Api::Login { account, token, retry_time: Duration::ZERO, retry_count: 0 }
}

pub fn login_ok(line: &str, resumed: bool) -> Value {
    let mut body = json!({"result": "ok", "line": line, "uid": 1_000_000_001});
    if resumed {
        body["resumed"] = json!(1);
    }
    json!(["login_ret", ["", body.to_string()]])
}

pub fn login_no(reason: &str) -> Value {
    let body = json!({"result": "failed", "reason": reason});
    json!(["login_ret", [reason, body.to_string()]])
}

pub fn account(text: &str) -> Account {
    Account::new(text).expect("an account")
}

pub fn channel(text: &str) -> ChannelName {
    ChannelName::new(text).expect("a channel")
}

pub fn attribute(text: &str) -> AttributeName {
    AttributeName::new(text).expect("an attribute")
}

pub fn id(text: &str) -> MessageId {
    MessageId::new(text)
}

pub fn send(to: &str, msg: &str, message_id: &str) -> Api {
    Api::MessageInstantSend {
        account: to.to_owned(),
        msg: msg.to_owned(),
        message_id: id(message_id),
        once: None,
    }
}

/// The line of a message from tom, as it travels.
pub fn instant(msg: &str) -> String {
    format!("msg-v2 tom nora v1:E:2592000 instant 1700000000 {msg}")
}

pub fn push(version: u64, line: &str) -> Value {
    json!(["notify", format!("notify recvmsg {}", json!([version, line]))])
}

pub fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}
