use crate::support::net::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// What is known about a message that somebody sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// No answer so far, or none that says what happened.
    Open,
    Accepted,
    Refused,
}

#[derive(Debug, Clone)]
pub struct Claim {
    pub device: usize,
    /// An account or a channel.
    pub to: String,
    pub n: u64,
    pub asked: Millis,
    /// Asked for again by the app, so that later ones may have overtaken it.
    pub again: bool,
    pub fate: Fate,
}

/// Every message ever sent, by its body, which no other message has.
#[derive(Debug, Default)]
pub struct Claims {
    pub sent: BTreeMap<String, Claim>,
    last: u64,
    /// Messages to people: the bodies that each device has received, and the last of each sender.
    pub received: BTreeMap<usize, BTreeSet<String>>,
    last_from: BTreeMap<(usize, usize), u64>,
    last_version: BTreeMap<usize, u64>,
    pub faults: Vec<String>,
}

impl Claims {
    /// A new message; the answer is its body.
    pub fn asks(&mut self, device: usize, to: &str, now: Millis) -> String {
        self.last += 1;
        let n = self.last;
        let body = format!("{device} to {to}, {n}\n\t  \u{1F426}");
        let claim = Claim { device, to: to.to_owned(), n, asked: now, again: false, fate: Fate::Open };
        self.sent.insert(body.clone(), claim);
        body
    }

    pub fn asks_again(&mut self, body: &str) {
        self.sent.get_mut(body).expect("only what was sent is sent again").again = true;
    }

    pub fn answered(&mut self, body: &str, fate: Fate) {
        let claim = self.sent.get_mut(body).expect("only what was sent is answered");
        claim.fate = fate;
    }

    /// A message to a person arrives at a device.
    pub fn arrives(&mut self, device: usize, account: &str, from: &str, body: &str, version: u64) {
        let Some(claim) = self.sent.get(body).cloned() else {
            return self.faults.push(format!("nobody sent {body:?}"));
        };
        let mut fault =
            |what: String| self.faults.push(format!("device {device} ({account}): {what}: {body:?}"));
        if claim.to != account {
            fault(format!("received what was sent to {}", claim.to));
        }
        if claim.fate == Fate::Refused {
            fault(format!("received from {from} what the server had refused"));
        }
        if !self.received.entry(device).or_default().insert(body.to_owned()) {
            fault("received twice".to_owned());
        }
        let last = self.last_from.entry((device, claim.device)).or_default();
        if *last > claim.n && !claim.again {
            fault(format!("received after {last} of the same sender"));
        }
        *last = claim.n.max(*last);
        if let Some(last) = self.last_version.insert(device, version).filter(|last| *last >= version) {
            fault(format!("version {version} after {last}"));
        }
    }
}
