use bellbird::server::Policy;
use bellbird::server::hub::{
    CloseReason, ConnectionId, Hub, Input, Now, Output, StoreOp, Stored, StoredMessage, StoredUser,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub const APP: &str = "0123456789abcdef0123456789abcdef";

/// One hub with its clock, its disk, and what each connection was told.
pub struct Play {
    pub hub: Hub,
    policy: Policy,
    pub now: Now,
    connections: u64,
    told: BTreeMap<ConnectionId, Vec<Value>>,
    pub closed: BTreeMap<ConnectionId, CloseReason>,
    pub disk: Stored,
    /// Whether commits fail.
    pub disk_full: bool,
    pub inputs: Vec<(Now, Input)>,
    pub outputs: Vec<Output>,
    calls: i64,
    begins: BTreeMap<String, u64>,
}

/// A signed-in connection.
#[derive(Debug, Clone)]
pub struct Party {
    pub account: String,
    pub connection: ConnectionId,
    pub line: String,
    pub uid: u64,
}

impl Play {
    pub fn new() -> Self {
        Self::with(Policy::default())
    }

    pub fn with(policy: Policy) -> Self {
        let now = Now { millis: 1_000_000, unix_micros: 1_790_000_000_000_000 };
        let mut out = Vec::new();
        Self {
            hub: Hub::load(policy.clone(), Stored::default(), now, &mut out),
            policy,
            now,
            connections: 0,
            told: BTreeMap::new(),
            closed: BTreeMap::new(),
            disk: Stored::default(),
            disk_full: false,
            inputs: Vec::new(),
            outputs: out,
            calls: 0,
            begins: BTreeMap::new(),
        }
    }

    /// Where the versions of an account's mailbox begin: its first message is one more.
    pub fn begin(&self, account: &str) -> u64 {
        self.begins.get(account).copied().unwrap_or_else(|| panic!("nobody knows {account}"))
    }

    /// Handles inputs as one batch, the way the shell does.
    pub fn batch(&mut self, inputs: &[Input]) {
        let mut out = Vec::new();
        for input in inputs {
            self.inputs.push((self.now, input.clone()));
            self.hub.handle(self.now, input, &mut out);
        }
        if self.disk_full && out.iter().any(|output| matches!(output, Output::Store(_))) {
            out.clear();
            self.hub.put_back();
            self.hub.handle(self.now, &Input::Storage { available: false }, &mut out);
            for input in inputs {
                self.hub.handle(self.now, input, &mut out);
            }
            assert!(!out.iter().any(|output| matches!(output, Output::Store(_))), "stored without a disk");
        }
        self.hub.keep();
        for output in &out {
            match output {
                Output::Store(op) => {
                    if let StoreOp::AddUser { user, version, .. } = op {
                        self.begins.insert(user.account.to_string(), *version);
                    }
                    write(&mut self.disk, op);
                }
                Output::Send { to, frame } => {
                    for connection in to.iter() {
                        let frame = serde_json::from_str(frame).unwrap();
                        self.told.entry(*connection).or_default().push(frame);
                    }
                }
                Output::Close { connection, reason, .. } => {
                    self.closed.insert(*connection, *reason);
                }
            }
        }
        self.outputs.extend(out);
    }

    pub fn input(&mut self, input: Input) {
        self.batch(&[input]);
    }

    pub fn connect(&mut self) -> ConnectionId {
        self.connections += 1;
        let connection = ConnectionId(self.connections);
        let secret = u128::from(self.connections) << 64 | 0x5eed;
        self.input(Input::Opened { connection, secret });
        connection
    }

    pub fn say(&mut self, connection: ConnectionId, frame: &Value) {
        self.input(Input::frame(connection, &frame.to_string()));
    }

    /// Everything a connection was told since it was last asked for.
    pub fn told(&mut self, connection: ConnectionId) -> Vec<Value> {
        self.told.remove(&connection).unwrap_or_default()
    }

    /// Signs an account in and forgets what was said about it.
    pub fn login(&mut self, device: &str, account: &str) -> Party {
        let connection = self.connect();
        self.say(connection, &login_frame(device, account, "_no_need_token"));
        let told = self.told(connection);
        let body = login_body(told.first().unwrap());
        assert_eq!(body["result"], "ok", "{body}");
        let (line, uid) = (body["line"].as_str().unwrap().to_owned(), body["uid"].as_u64().unwrap());
        Party { account: account.to_owned(), connection, line, uid }
    }

    /// Signs in and asks for the first page, so that whole messages are pushed from now on.
    pub fn login_polled(&mut self, device: &str, account: &str) -> Party {
        let party = self.login(device, account);
        self.ask(&party, "user_getmsg", json!({"ver_clear": 0, "max": 30}));
        party
    }

    pub fn frame_of(&mut self, party: &Party, function: &str, mut args: Value) -> (i64, Value) {
        self.calls += 1;
        args["line"] = json!(party.line);
        (self.calls, json!(["call2", [function, self.calls, args]]))
    }

    /// Makes a request and takes its reply; everything else stays told.
    pub fn ask(&mut self, party: &Party, function: &str, args: Value) -> Value {
        let (id, frame) = self.frame_of(party, function, args);
        self.say(party.connection, &frame);
        self.reply(party, id).unwrap_or_else(|| panic!("no reply to {function}"))
    }

    pub fn reply(&mut self, party: &Party, id: i64) -> Option<Value> {
        let told = self.told.get_mut(&party.connection)?;
        let place = told.iter().position(|frame| frame[0] == "call2-ret" && frame[1][0] == id)?;
        let frame = told.remove(place);
        assert_eq!(frame[1][1], "", "err is always empty");
        Some(serde_json::from_str(frame[1][2].as_str().unwrap()).unwrap())
    }

    #[track_caller]
    pub fn ok(&mut self, party: &Party, function: &str, args: Value) -> Value {
        let body = self.ask(party, function, args);
        assert_eq!(body["result"], "ok", "{function}: {body}");
        body
    }

    #[track_caller]
    pub fn refused(&mut self, party: &Party, function: &str, args: Value) -> String {
        let body = self.ask(party, function, args);
        assert_eq!(body["result"], "failed", "{function}: {body}");
        assert_eq!(body["reason"], body["data"]["result"], "the shape that every old SDK understands");
        assert!(body["ecode"].is_i64(), "{body}");
        body["reason"].as_str().unwrap().to_owned()
    }

    /// The channel events a party was told: kind and content.
    pub fn events(&mut self, party: &Party) -> Vec<(String, Value)> {
        let told = self.told(party.connection);
        told.iter().filter_map(channel_event).collect()
    }

    /// The whole messages that were pushed to a party: version, counted from its mailbox's begin, and line.
    pub fn pushed(&mut self, party: &Party) -> Vec<(u64, String)> {
        let (told, begin) = (self.told(party.connection), self.begin(&party.account));
        told.iter().filter_map(pushed_message).map(|(version, line)| (version - begin, line)).collect()
    }

    /// The notices of waiting messages that a party was told, and nothing else: versions from the begin.
    pub fn noticed(&mut self, party: &Party) -> Vec<u64> {
        let (told, begin) = (self.told(party.connection), self.begin(&party.account));
        let notice = |frame: &Value| {
            assert_eq!((&frame[0], &frame[1][0]), (&json!("notify"), &json!("msg")), "{frame}");
            frame[1][1].as_u64().unwrap() - begin
        };
        told.iter().map(notice).collect()
    }

    /// Lets time pass, with a tick whenever the hub wants one.
    pub fn pass_millis(&mut self, millis: u64) {
        let end = self.now.millis + millis;
        while let Some(due) = self.hub.next_deadline().filter(|due| *due <= end) {
            self.advance_to(due.max(self.now.millis));
            self.input(Input::Tick);
        }
        self.advance_to(end);
    }

    pub fn pass(&mut self, secs: u64) {
        self.pass_millis(secs * 1_000);
    }

    fn advance_to(&mut self, millis: u64) {
        self.now.unix_micros += (millis - self.now.millis) * 1_000;
        self.now.millis = millis;
    }

    /// Lets time pass while these parties ping, so that they stay.
    pub fn pass_alive(&mut self, secs: u64, parties: &[&Party]) {
        for _ in 0..secs / 10 {
            self.pass(10);
            for party in parties {
                self.say(party.connection, &json!(["ping", 1]));
            }
        }
        self.pass(secs % 10);
        for party in parties {
            if let Some(told) = self.told.get_mut(&party.connection) {
                told.retain(|frame| frame[0] != "pong");
            }
        }
    }

    pub fn drop_socket(&mut self, party: &Party) {
        self.input(Input::Closed { connection: party.connection });
    }

    /// The server is killed and starts again on what the disk has.
    pub fn restart(&mut self) {
        let mut out = Vec::new();
        self.disk.messages.sort_by(|a, b| (&a.user, a.version).cmp(&(&b.user, b.version)));
        self.hub = Hub::load(self.policy.clone(), self.disk.clone(), self.now, &mut out);
        for output in out {
            let Output::Store(op) = output else { panic!("a start only stores: {output:?}") };
            write(&mut self.disk, &op);
        }
        self.told.clear();
    }
}

pub fn login_frame(device: &str, account: &str, token: &str) -> Value {
    json!(["login", {"vid": APP, "account": account, "uid": 0, "token": token, "device": device, "ip": ""}])
}

/// The body of a login_ret, which is JSON text also when it says no.
pub fn login_body(frame: &Value) -> Value {
    assert_eq!(frame[0], "login_ret", "{frame}");
    serde_json::from_str(frame[1][1].as_str().unwrap()).unwrap()
}

pub fn channel_event(frame: &Value) -> Option<(String, Value)> {
    let push = frame[1].as_array().filter(|push| frame[0] == "notify" && push[0] == "channel2")?;
    let line = push[3].as_str().unwrap();
    let fields: Vec<&str> = line.splitn(7, ' ').collect();
    assert_eq!(fields[..4], ["msg-v2", "notify", "-", "v1:E:180"], "{line}");
    Some((fields[4].to_owned(), serde_json::from_str(fields[6]).unwrap()))
}

pub fn pushed_message(frame: &Value) -> Option<(u64, String)> {
    let text = frame[1].as_str().filter(|_| frame[0] == "notify")?;
    let body = text.strip_prefix("notify recvmsg ")?;
    Some(serde_json::from_str(body).unwrap())
}

/// Kind and content of a line to a person.
pub fn kind_and_content(line: &str) -> (String, String) {
    let fields: Vec<&str> = line.splitn(7, ' ').collect();
    (fields[4].to_owned(), fields[6].to_owned())
}

/// What the store makes of a change, as plainly as it can be said.
fn write(disk: &mut Stored, op: &StoreOp) {
    match op.clone() {
        StoreOp::AddUser { user, uid, version } => {
            assert!(disk.users.iter().all(|known| known.user != user), "{user:?} twice");
            disk.users.push(StoredUser { user, uid, ver_last: version, ver_clear: version });
        }
        StoreOp::Once { user, number, key } => disk.once_keys.push((user, number, key)),
        StoreOp::SetUserAttribute { user, name, value } => {
            disk.user_attributes.retain(|(u, n, _)| (u, n) != (&user, &name));
            disk.user_attributes.push((user, name, value));
        }
        StoreOp::ClearUserAttributes { user } => {
            disk.user_attributes.retain(|(owner, ..)| *owner != user);
        }
        StoreOp::AddMessage { user, version, expires_at, line } => {
            let known = disk.users.iter_mut().find(|known| known.user == user).unwrap();
            assert!(version > known.ver_last, "version {version} after {}", known.ver_last);
            known.ver_last = version;
            disk.messages.push(StoredMessage { user, version, expires_at, line });
        }
        StoreOp::Acknowledge { user, ver_clear, ver_last } => {
            disk.messages.retain(|message| message.user != user || message.version > ver_clear);
            let known = disk.users.iter_mut().find(|known| known.user == user).unwrap();
            (known.ver_clear, known.ver_last) = (ver_clear, ver_last);
        }
        StoreOp::RemoveMessages { user, versions } => {
            disk.messages.retain(|message| message.user != user || !versions.contains(&message.version));
        }
        StoreOp::SetChannelAttribute { channel, name, value } => {
            disk.channel_attributes.retain(|(c, n, _)| (c, n) != (&channel, &name));
            disk.channel_attributes.push((channel, name, value));
        }
        StoreOp::RemoveChannelAttribute { channel, name } => {
            disk.channel_attributes.retain(|(c, n, _)| (c, n) != (&channel, &name));
        }
        StoreOp::ClearChannelAttributes { channel } => {
            disk.channel_attributes.retain(|(c, ..)| *c != channel);
        }
        StoreOp::ChannelEmpty { channel, since } => {
            disk.channels_empty_since.retain(|(c, _)| *c != channel);
            disk.channels_empty_since.extend(since.map(|since| (channel, since)));
        }
    }
}
