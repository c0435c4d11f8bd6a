use super::World;
use super::claims::Fate;
use super::desktop::Desktop;
use super::plan::Act;
use crate::support::net::Millis;
use bellbird::call::{CallState, Side};
use bellbird::client::Status;
use std::collections::{BTreeMap, BTreeSet};

/// Long enough for every ring, reply, poll, idle connection and grace to have ended.
const SETTLED_MILLIS: Millis = 200_000;

impl World {
    /// Everything that is broken is mended, every account signs in, nothing new happens; then all must agree.
    pub fn settles(&mut self) {
        self.mends();
        self.runs(self.now + SETTLED_MILLIS);
        if self.fault.is_none() {
            self.must_agree();
        }
        if self.fault.is_none()
            && let Err(fault) = self.host.replays()
        {
            self.breaks(fault);
        }
    }

    fn mends(&mut self) {
        self.acts(Act::StoreBack, 0, 0);
        for device in 0..self.devices.len() {
            self.acts(Act::Heal, device, 0);
            let account = self.account(device).to_owned();
            let wanted = |world: &World| {
                world.devices.iter().flatten().any(|other| other.app.account == account && other.app.wants_in)
            };
            if !wanted(self) {
                self.acts(Act::SignIn, device, 0);
            }
        }
    }

    /// What must hold whenever nothing is under way and everybody can reach the server.
    pub fn must_agree(&mut self) {
        let mut faults = self.desktops_agree();
        faults.extend(self.presence());
        faults.extend(self.mail());
        faults.extend(self.rooms());
        faults.extend(self.calls_agree());
        for (number, device) in self.devices.iter().enumerate() {
            let Some(device) = device else { continue };
            if let Some(asked) = device.app.asked.values().next() {
                faults.push(format!("device {number} was never answered: {asked:?}"));
            }
        }
        if let Some(fault) = faults.into_iter().next() {
            self.breaks(fault);
        }
    }

    /// Whoever wants to be signed in is, on one device an account.
    fn presence(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut signed_in: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, device) in self.devices.iter().enumerate() {
            let Some(device) = device else { continue };
            let status = device.status();
            let expected = if device.app.wants_in { Status::LoggedIn } else { Status::NotLoggedIn };
            if status != expected {
                faults.push(format!("device {number} is {status:?}, but should be {expected:?}"));
            }
            *signed_in.entry(&device.app.account).or_default() += usize::from(status == Status::LoggedIn);
        }
        let twice = signed_in.iter().filter(|(_, count)| **count != 1);
        faults.extend(twice.map(|(account, count)| format!("{account} is signed in {count} times")));
        faults
    }

    /// Every accepted message to a person has arrived.
    fn mail(&self) -> Vec<String> {
        let channel = |to: &str| to.ends_with("room");
        let accepted =
            self.claims.sent.iter().filter(|(_, claim)| claim.fate == Fate::Accepted && !channel(&claim.to));
        let arrived = |to: &str, body: &String| {
            let devices = (0..self.devices.len()).filter(|device| self.account(*device) == to);
            devices
                .into_iter()
                .any(|device| self.claims.received.get(&device).is_some_and(|got| got.contains(body)))
        };
        let lost = accepted.filter(|(body, claim)| !arrived(&claim.to, body));
        lost.map(|(body, _)| format!("accepted but lost: {body:?}")).collect()
    }

    /// Everybody in a channel sees the same people and attributes, and has missed nothing.
    fn rooms(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let views: Vec<_> = self
            .devices
            .iter()
            .flatten()
            .filter_map(|device| Some((device.app.account.as_str(), device.app.rooms.room.as_ref()?)))
            .collect();
        for (account, room) in &views {
            let there: BTreeSet<String> = views
                .iter()
                .filter(|(_, other)| other.channel == room.channel)
                .map(|(account, _)| (*account).to_owned())
                .collect();
            if room.members != there {
                faults.push(format!(
                    "{account} sees {:?} in {}, but {there:?} are",
                    room.members, room.channel
                ));
            }
            if let Some((other, _)) =
                views.iter().find(|(_, o)| o.channel == room.channel && o.attributes != room.attributes)
            {
                faults.push(format!("{account} and {other} see different attributes in {}", room.channel));
            }
            let missing = room.missing(&self.claims);
            faults.extend(missing.first().map(|body| format!("{account} has missed {body:?}")));
        }
        faults
    }

    /// Of every call both sides know the same: over, or connected.
    fn calls_agree(&self) -> Vec<String> {
        let mut views: BTreeMap<String, Vec<(usize, Side, CallState)>> = BTreeMap::new();
        for (number, device) in self.devices.iter().enumerate() {
            for ((name, _), call) in device.iter().flat_map(|device| &device.app.phone.calls) {
                views.entry(name.clone()).or_default().push((number, call.side, call.state));
            }
            // A desktop app keeps only the call that goes on.
            let desktop = device.iter().filter_map(|device| device.desktop.as_ref());
            for (name, _, side, state) in desktop.filter_map(Desktop::live_call) {
                views.entry(name).or_default().push((number, side, state));
            }
        }
        let agree = |views: &&Vec<(usize, Side, CallState)>| match views[..] {
            [(_, a, CallState::Connected), (_, b, CallState::Connected)] => a != b,
            _ => views.iter().all(|(.., state)| state.over()),
        };
        let apart = views.iter().filter(|(name, views)| !self.estranged.contains(*name) && !agree(views));
        apart.map(|(name, views)| format!("{name} has two sides: {views:?}")).collect()
    }
}
