//! A world in which one hub and any number of sessions live under one simulated clock.
//!
//! Words: a *device* is one running program of an account, with its session and a simple app on top; an *act* is
//! what happens to the world in a plan; a *plan* is acts with the times between them; a *fault* is a promise
//! broken, told with the time and what led to it. Deliberately absent: sockets, threads and the real clock.

mod app;
mod claims;
mod device;
pub mod dice;
mod host;
mod lives;
mod phone;
pub mod plan;
mod rooms;
mod settled;

pub use lives::{Tally, lives};

use super::net::{Arrival, LinkId, Millis, Net};
use bellbird::call;
use bellbird::client::session::{Input, Output};
use bellbird::client::{Api, Event};
use bellbird::ids::MessageId;
use bellbird::server::hub;
use claims::Claims;
use device::Device;
use dice::Dice;
use host::Host;
use phone::Key;
use plan::{Act, Step};
use std::collections::{BTreeSet, VecDeque};
use std::time::Instant;

/// A device that the server was not heard at for so long may have missed a word about a call for good.
const WORDS_ARE_LOST_MILLIS: Millis = 20_000;
/// So many things in one millisecond are a world that spins.
const SPINS: u32 = 20_000;

/// One server and some devices under one clock. What breaks a promise is a fault; the first one stops the world.
#[derive(Debug)]
pub struct World {
    pub now: Millis,
    accounts: Vec<String>,
    /// `None` while the program of the device does not run.
    pub devices: Vec<Option<Device>>,
    /// What each device's program finds on its disk: its place in the mailbox, and what it has not sent yet.
    kept: Vec<u64>,
    unsent: Vec<Vec<(String, Api)>>,
    confirms: Vec<bool>,
    host: Host,
    net: Net,
    claims: Claims,
    /// Names of calls in which a word was lost for good, so that the two sides may differ.
    estranged: BTreeSet<String>,
    /// Connections that the server closes at a time.
    closes: Vec<(Millis, LinkId)>,
    restarts_after_commit: bool,
    dice: Dice,
    beginning: Instant,
    made_calls: u64,
    spun: (Millis, u32),
    seen: Tally,
    pub fault: Option<String>,
    /// What happened, if it is to be told.
    pub diary: Option<Vec<String>>,
}

impl World {
    pub fn new(seed: u64, accounts: &[impl AsRef<str>]) -> Self {
        let mut dice = Dice::new(seed);
        let net = Net::new(accounts.len(), Dice::new(dice.roll()));
        let confirms = accounts.iter().map(|_| dice.chance(50)).collect();
        let mut world = Self {
            now: 0,
            accounts: accounts.iter().map(|account| account.as_ref().to_owned()).collect(),
            devices: accounts.iter().map(|_| None).collect(),
            kept: vec![0; accounts.len()],
            unsent: vec![Vec::new(); accounts.len()],
            confirms,
            host: Host::new(0),
            net,
            claims: Claims::default(),
            estranged: BTreeSet::new(),
            closes: Vec::new(),
            restarts_after_commit: false,
            dice,
            beginning: Instant::now(),
            made_calls: 0,
            spun: (0, 0),
            seen: Tally::default(),
            fault: None,
            diary: None,
        };
        (0..accounts.len()).for_each(|device| world.starts(device));
        world
    }

    pub fn account(&self, device: usize) -> &str {
        &self.accounts[device]
    }

    fn note(&mut self, what: impl FnOnce() -> String) {
        if let Some(diary) = &mut self.diary {
            diary.push(format!("{:>7} {}", self.now, what()));
        }
    }

    pub fn breaks(&mut self, what: String) {
        self.note(|| format!("FAULT {what}"));
        let now = self.now;
        self.fault.get_or_insert_with(|| format!("at {now} ms: {what}"));
    }

    /// The device's program begins, if it does not run.
    pub fn starts(&mut self, device: usize) {
        if self.devices[device].is_none() {
            let (account, kept, confirms) =
                (&self.accounts[device], self.kept[device], self.confirms[device]);
            let seed = self.dice.roll();
            let mut begun = Device::new(device, account, kept, confirms, seed, self.beginning);
            begun.heard = self.now;
            begun.app.outbox = std::mem::take(&mut self.unsent[device]);
            self.devices[device] = Some(begun);
        }
    }

    fn kills(&mut self, device: usize, server_told: bool) {
        self.estranges(device);
        if let Some(mut dead) = self.devices[device].take() {
            self.kept[device] = dead.app.kept;
            self.unsent[device] = dead.app.unsent();
            self.net.breaks(device, false, server_told, self.now);
        }
    }

    /// Words about the live calls of this device, or with its account, may have been lost.
    fn estranges(&mut self, device: usize) {
        let account = &self.accounts[device];
        for (number, other) in self.devices.iter().enumerate() {
            let calls = other.iter().flat_map(|other| &other.app.phone.calls);
            let live = calls.filter(|(_, call)| !call.state.over());
            let concerned = live.filter(|((_, peer), _)| number == device || peer == account);
            self.estranged.extend(concerned.map(|((name, _), _)| name.clone()));
        }
    }

    // --- acts

    pub fn plays(&mut self, step: &Step) {
        self.runs(self.now + step.after);
        self.note(|| format!("--- {:?} {} {}", step.act, step.device, step.other));
        self.acts(step.act, step.device, step.other);
    }

    pub fn acts(&mut self, act: Act, device: usize, other: usize) {
        let now = self.now;
        match act {
            Act::SignIn => {
                self.starts(device);
                self.with_app(device, |app| {
                    if !app.wants_in {
                        app.signs_in()
                    }
                });
            }
            Act::SignOut => self.with_app(device, |app| {
                if app.wants_in {
                    app.signs_out()
                }
            }),
            Act::Kill => self.kills(device, true),
            Act::KillSilently => self.kills(device, false),
            Act::Say => self.says(device, other),
            Act::Join => {
                let channel = ["red room", "blue room"][other % 2].to_owned();
                self.with_app(device, |app| app.asks(Api::ChannelJoin { channel }));
            }
            Act::Leave => self.with_room(device, |channel| Api::ChannelLeave { channel }),
            Act::Shout => self.shouts(device),
            Act::SetAttribute => {
                let (name, value) = (["topic", "mood"][other % 2].to_owned(), now.to_string());
                self.with_room(device, |channel| Api::ChannelSetAttr { channel, name, value });
            }
            Act::Call => self.calls(device, other),
            Act::Accept => self.phone_does(device, call::Act::Accept),
            Act::Decline => self.phone_does(device, call::Act::Decline),
            Act::End => self.phone_does(device, call::Act::End),
            Act::Keys => self.phone_does(device, call::Act::Keys),
            Act::Cut => self.net.cut(device),
            Act::Heal => self.net.heal(device, now),
            Act::Break => self.net.breaks(device, true, true, now),
            Act::BreakForClient => self.net.breaks(device, true, false, now),
            Act::BreakForServer => self.net.breaks(device, false, true, now),
            Act::Restart => self.restarts(false),
            Act::RestartSilently => self.restarts(true),
            Act::RestartAfterCommit => self.restarts_after_commit = true,
            Act::StoreOut => self.host.store_out = true,
            Act::StoreBack => self.host.store_out = false,
        }
    }

    fn with_app(&mut self, device: usize, act: impl FnOnce(&mut app::App)) {
        if let Some(running) = &mut self.devices[device] {
            act(&mut running.app);
            self.works_off(device, VecDeque::new());
        }
    }

    fn with_room(&mut self, device: usize, api: impl FnOnce(String) -> Api) {
        self.with_app(device, |app| {
            if let Some(room) = &app.rooms.room {
                let channel = room.channel.clone();
                app.asks(api(channel));
            }
        });
    }

    /// A message from a device to the account of another; the answer is its text.
    pub fn says(&mut self, device: usize, other: usize) {
        let account = self.accounts[other].clone();
        if account == self.accounts[device] || self.devices[device].is_none() {
            return;
        }
        let msg = self.claims.asks(device, &account, self.now);
        let (message_id, once) = (MessageId::new(""), self.key(&msg));
        let api = Api::MessageInstantSend { account, msg: msg.clone(), message_id, once };
        self.with_app(device, |app| app.messages(msg, api));
    }

    /// Half of the messages may be sent again: their key is made of their text, which no other has.
    fn key(&mut self, msg: &str) -> Option<String> {
        let key = msg.lines().next().unwrap_or_default().to_owned();
        Some(key).filter(|_| self.dice.chance(50))
    }

    fn shouts(&mut self, device: usize) {
        let room = self.devices[device].as_ref().and_then(|running| running.app.rooms.room.as_ref());
        let Some(channel) = room.map(|room| room.channel.clone()) else { return };
        let msg = self.claims.asks(device, &channel, self.now);
        let (message_id, force, once) = (MessageId::new(""), false, self.key(&msg));
        let api = Api::MessageChannelSend { channel, msg: msg.clone(), message_id, force, once };
        self.with_app(device, |app| app.messages(msg, api));
    }

    fn calls(&mut self, device: usize, other: usize) {
        let key: Key = (format!("call {}", self.made_calls + 1), self.accounts[other].clone());
        let (now, mut made) = (self.now, false);
        self.with_app(device, |app| {
            made = app.phone.calls(key, now);
            app.says();
        });
        self.made_calls += u64::from(made);
    }

    fn phone_does(&mut self, device: usize, act: call::Act) {
        self.with_app(device, |app| {
            app.phone.does(act);
            app.says();
        });
    }

    fn restarts(&mut self, silent: bool) {
        self.note(|| "the server begins again".to_owned());
        self.closes.clear();
        self.net.server_dies(silent, self.now);
        self.host.restarts(self.now);
    }

    // --- the clock

    /// Lets the world go on until then, or until a fault.
    pub fn runs(&mut self, until: Millis) {
        while self.fault.is_none() {
            let devices = self.devices.iter().flatten().filter_map(Device::deadline);
            let closes = self.closes.iter().map(|(at, _)| *at);
            let rest = [self.net.next_due(), self.host.next_deadline()].into_iter().flatten();
            let Some(next) = devices.chain(closes).chain(rest).min().filter(|next| *next <= until) else {
                break;
            };
            self.now = self.now.max(next);
            self.spun = if self.spun.0 == self.now { (self.now, self.spun.1 + 1) } else { (self.now, 0) };
            if self.spun.1 > SPINS {
                return self.breaks("the world spins: somebody's deadline does not move".to_owned());
            }
            self.instant();
        }
        self.now = self.now.max(until);
    }

    fn instant(&mut self) {
        while let Some(arrival) = self.net.arrival(self.now) {
            self.arrives(arrival);
        }
        let now = self.now;
        let (due, later): (Vec<_>, Vec<_>) = self.closes.drain(..).partition(|(at, _)| *at <= now);
        self.closes = later;
        for (_, link) in due {
            self.net.server_closes(link, now);
            self.feeds(hub::Input::Closed { connection: hub::ConnectionId(link.0) });
        }
        if self.host.next_deadline().is_some_and(|at| at <= now) {
            self.feeds(hub::Input::Tick);
        }
        for device in 0..self.devices.len() {
            if self.devices[device].as_ref().and_then(Device::deadline).is_some_and(|at| at <= now) {
                if let Some(running) = &mut self.devices[device] {
                    running.app.tick(now);
                }
                self.gives(device, Input::Tick);
            }
        }
        self.net.tidy();
    }

    fn arrives(&mut self, arrival: Arrival) {
        let id = |link: LinkId| hub::ConnectionId(link.0);
        match arrival {
            Arrival::ServerOpened(link) => {
                self.net.server_accepts(link, self.now);
                let secret = u128::from(self.dice.roll()) << 64 | u128::from(self.dice.roll());
                self.feeds(hub::Input::Opened { connection: id(link), secret });
            }
            Arrival::ServerText(link, text) if self.host.knows(link) => {
                self.note(|| format!("server hears {}: {text}", link.0));
                self.feeds(hub::Input::frame(id(link), &text));
            }
            // A server that has forgotten a connection says so to whoever speaks on it.
            Arrival::ServerText(link, _) => self.net.server_closes(link, self.now),
            Arrival::ServerGone(link) if self.host.knows(link) => {
                self.feeds(hub::Input::Closed { connection: id(link) });
            }
            Arrival::ServerGone(_) => {}
            Arrival::ClientOpened(device, link) => self.hears(device, link, Input::Opened),
            Arrival::ClientText(device, link, text) => {
                self.note(|| format!("{device} hears {}: {text}", link.0));
                self.hears(device, link, Input::Text(text.to_string()));
            }
            Arrival::ClientGone(device, link) => {
                self.hears(device, link, Input::Lost { why: "gone".to_owned() });
            }
        }
    }

    // --- the server

    fn feeds(&mut self, input: hub::Input) {
        let out = self.host.feed(input, self.now);
        if let Some(fault) = self.host.faults.pop() {
            return self.breaks(fault);
        }
        let stores = out.iter().any(|output| matches!(output, hub::Output::Store(_)));
        if self.restarts_after_commit && stores {
            self.restarts_after_commit = false;
            let silent = self.dice.chance(50);
            return self.restarts(silent);
        }
        for output in out {
            match output {
                hub::Output::Store(_) => {}
                hub::Output::Send { to, frame } => {
                    for hub::ConnectionId(link) in to.iter() {
                        self.net.server_sends(LinkId(*link), frame.clone(), self.now);
                    }
                }
                hub::Output::Close { connection, pause_millis, reason } => {
                    self.note(|| format!("server closes {}: {reason:?}", connection.0));
                    self.closes.push((self.now + pause_millis, LinkId(connection.0)));
                }
            }
        }
    }

    // --- the devices

    fn hears(&mut self, device: usize, link: LinkId, input: Input) {
        let Some(running) = &mut self.devices[device] else { return };
        if running.link != Some(link) {
            return;
        }
        if let Input::Lost { .. } = input {
            running.link = None;
        } else {
            let silence = self.now - std::mem::replace(&mut running.heard, self.now);
            if silence > WORDS_ARE_LOST_MILLIS {
                self.estranges(device);
            }
        }
        self.gives(device, input);
    }

    fn gives(&mut self, device: usize, input: Input) {
        self.works_off(device, VecDeque::from([input]));
    }

    /// Carries out what the session puts out, and what the app wants because of it.
    fn works_off(&mut self, device: usize, mut inputs: VecDeque<Input>) {
        let now = self.now;
        loop {
            let Some(running) = &mut self.devices[device] else { return };
            let Some(input) = inputs.pop_front().or_else(|| running.wish()) else { break };
            for output in running.gives(input, now) {
                let Some(running) = &mut self.devices[device] else { return };
                match output {
                    Output::Connect { .. } => {
                        if let Some(link) = running.link.replace(self.net.connect(device, now)) {
                            self.breaks(format!("device {device} connects while it has {link:?}"));
                        }
                    }
                    Output::Disconnect => match running.link.take() {
                        Some(link) => self.net.client_closes(link, now),
                        None => self.breaks(format!("device {device} closes a socket that it has not")),
                    },
                    Output::Send(text) => match running.link {
                        Some(link) => self.net.client_sends(link, text.into(), now),
                        None => self.breaks(format!("device {device} sends without a socket: {text}")),
                    },
                    Output::Event(event) => {
                        let mail = matches!(event, Event::MessageInstantReceive { .. });
                        self.note(|| format!("{device} event {event:?}"));
                        self.counts(&event);
                        let Some(running) = &mut self.devices[device] else { return };
                        running.app.hears(event, &mut self.claims, now);
                        inputs.extend(running.confirmation().filter(|_| mail));
                    }
                    Output::Answer { token, result } => {
                        running.app.answered(token, &result, &mut self.claims);
                        self.note(|| format!("{device} answer {token} {result:?}"));
                    }
                    Output::Trace(_) => {}
                }
            }
        }
        self.collects(device);
    }

    fn collects(&mut self, device: usize) {
        let Some(running) = &mut self.devices[device] else { return };
        self.estranged.extend(std::mem::take(&mut running.app.estranged));
        let faults = running.app.all_faults();
        if let Some(fault) = faults.into_iter().next() {
            self.breaks(format!("device {device}: {fault}"));
        }
        if let Some(fault) = self.claims.faults.pop() {
            self.breaks(fault);
        }
    }
}
