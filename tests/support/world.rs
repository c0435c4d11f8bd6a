//! A world in which one hub and any number of sessions live under one simulated clock.
//!
//! Words: a *device* is one running program of an account, with its session and a simple app on top; an *act* is
//! what happens to the world in a plan; a *plan* is acts with the times between them; a *fault* is a promise
//! broken, told with the time and what led to it. Deliberately absent: sockets, threads and the real clock.

mod acts;
mod app;
mod claims;
mod desktop;
mod device;
pub mod dice;
mod host;
mod lives;
mod phone;
pub mod plan;
mod rooms;
mod settled;
mod transcripts;

pub use lives::{Tally, lives};

use super::net::{Arrival, LinkId, Millis, Net};
use bellbird::call;
use bellbird::client::session::{Input, Output};
use bellbird::client::{Api, Event};
use bellbird::server::hub;
use claims::Claims;
use desktop::{Desktop, Kept};
use device::{Device, Next};
use dice::Dice;
use host::Host;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
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
    /// The devices that run the desktop app's service, and what it finds on its disk.
    desktops: BTreeMap<usize, Option<Kept>>,
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
    pub fn new(seed: u64, accounts: &[impl AsRef<str>], desktops: &[usize]) -> Self {
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
            desktops: desktops.iter().map(|device| (*device, None)).collect(),
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
        if self.devices[device].is_some() {
            return;
        }
        let (account, kept, confirms) = (&self.accounts[device], self.kept[device], self.confirms[device]);
        let seed = self.dice.roll();
        let mut begun = match self.desktops.get_mut(&device) {
            None => Device::new(device, account, kept, confirms, seed, self.beginning),
            Some(disk) => {
                let desktop = Desktop::new(account, disk.take(), Dice::new(seed));
                Device::with_desktop(device, account, desktop, seed, self.beginning)
            }
        };
        begun.heard = self.now;
        begun.app.outbox = std::mem::take(&mut self.unsent[device]);
        self.devices[device] = Some(begun);
    }

    fn kills(&mut self, device: usize, server_told: bool) {
        self.estranges(device);
        if let Some(mut dead) = self.devices[device].take() {
            self.estranged.extend(dead.unconfirmed());
            self.kept[device] = dead.app.kept;
            self.unsent[device] = dead.app.unsent();
            if let Some(desktop) = dead.desktop {
                self.desktops.insert(device, Some(desktop.kept));
            }
            self.net.breaks(device, false, server_told, self.now);
        }
    }

    /// The live calls of a device: their names and the other sides.
    fn live_calls(device: &Device) -> Vec<(String, String, call::Side, call::CallState)> {
        let simple = device.app.phone.live();
        let simple = simple.map(|((name, peer), call)| (name, peer, call.side, call.state));
        let desktop = device.desktop.as_ref().and_then(Desktop::live_call);
        simple.into_iter().chain(desktop).collect()
    }

    /// Words about the live calls of this device, or with its account, may have been lost.
    fn estranges(&mut self, device: usize) {
        let account = &self.accounts[device];
        for (number, other) in self.devices.iter().enumerate() {
            let live = other.iter().flat_map(Self::live_calls);
            let concerned = live.filter(|(_, peer, ..)| number == device || peer == account);
            self.estranged.extend(concerned.map(|(name, ..)| name));
        }
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
                    running.tick(now);
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
        while let Some(running) = &mut self.devices[device] {
            let Some(next) = inputs.pop_front().map(Next::Give).or_else(|| running.wish(now)) else { break };
            let outputs = match next {
                Next::Give(input) => running.gives(input, now),
                Next::CarryOut(outputs) => outputs,
            };
            for output in outputs {
                self.carries_out(device, output, &mut inputs);
            }
        }
        self.collects(device);
    }

    fn carries_out(&mut self, device: usize, output: Output, inputs: &mut VecDeque<Input>) {
        let now = self.now;
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
                running.app.hears(event.clone(), &mut self.claims, now);
                inputs.extend(running.confirmation().filter(|_| mail));
                if let Some(desktop) = &mut running.desktop {
                    // Whoever is signed out by the server can say nothing more.
                    let mute = matches!(event, Event::Logout { .. });
                    self.estranged.extend(desktop.live_call().filter(|_| mute).map(|(name, ..)| name));
                    desktop.event(event.clone(), now);
                }
                self.note(|| format!("{device} event {event:?}"));
                self.counts(&event);
            }
            Output::Answer { token, result } => {
                self.note(|| format!("{device} answer {token} {result:?}"));
                let Some(running) = &mut self.devices[device] else { return };
                // What the server would not hear about a call nobody will say again.
                let refused = running.heard_about(token, &result);
                self.estranged.extend(refused);
                match &mut running.desktop {
                    None => running.app.answered(token, &result, &mut self.claims),
                    Some(desktop) => desktop.answered(token, result, now),
                }
            }
            Output::Trace(_) => {}
        }
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
