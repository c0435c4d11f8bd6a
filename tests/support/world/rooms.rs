use super::claims::{Claims, Fate};
use crate::support::net::Millis;
use bellbird::client::Event;
use bellbird::wire::{AttributeChange, Ecode};
use std::collections::{BTreeMap, BTreeSet};

/// A channel as one device sees it, from a snapshot on.
#[derive(Debug, Clone, Default)]
pub struct Room {
    pub channel: String,
    pub members: BTreeSet<String>,
    pub attributes: BTreeMap<String, String>,
    /// When the snapshot came.
    began: Millis,
    received: BTreeSet<String>,
    last_from: BTreeMap<usize, u64>,
    /// Numbers of messages that were jumped over: what was accepted may not be among them.
    gaps: Vec<(usize, u64, u64)>,
}

/// The channel that a device is in, if any.
#[derive(Debug, Default)]
pub struct Rooms {
    pub room: Option<Room>,
    pub faults: Vec<String>,
}

impl Rooms {
    pub fn hears(&mut self, event: &Event, claims: &Claims, now: Millis) {
        match event {
            Event::ChannelJoined { channel } => {
                self.room = Some(Room { channel: channel.to_string(), began: now, ..Room::default() });
            }
            Event::ChannelUserList { channel, members } => {
                self.in_room(channel.as_str(), |room, _| {
                    let members = members.iter().map(|(account, _)| account.to_string()).collect();
                    *room = Room { channel: channel.to_string(), members, began: now, ..Room::default() };
                });
            }
            Event::ChannelUserJoined { channel, account, .. } => {
                self.in_room(channel.as_str(), |room, faults| {
                    if !room.members.insert(account.to_string()) {
                        faults.push(format!("{account} joined {channel} twice"));
                    }
                });
            }
            Event::ChannelUserLeaved { channel, account, .. } => {
                self.in_room(channel.as_str(), |room, faults| {
                    if !room.members.remove(account.as_str()) {
                        faults.push(format!("{account} left {channel} without being there"));
                    }
                });
            }
            // 1003 says that the method was called too late, not that anything has changed.
            Event::ChannelLeaved { channel, ecode } if *ecode != Ecode::GeneralNotLogin => {
                self.room.take_if(|room| room.channel == channel.as_str());
            }
            Event::ChannelAttrUpdated { channel, name, value, change, .. } => {
                self.in_room(channel.as_str(), |room, _| match (change, name) {
                    (AttributeChange::Clear, _) => room.attributes.clear(),
                    (AttributeChange::Delete, Some(name)) => {
                        room.attributes.remove(name.as_str());
                    }
                    (_, Some(name)) => {
                        room.attributes.insert(name.to_string(), value.clone());
                    }
                    (_, None) => {}
                });
            }
            Event::MessageChannelReceive { channel, msg, .. } => {
                self.in_room(channel.as_str(), |room, faults| room.message(msg, claims, faults));
            }
            Event::Logout { .. } => self.room = None,
            _ => {}
        }
    }

    fn in_room(&mut self, channel: &str, change: impl FnOnce(&mut Room, &mut Vec<String>)) {
        match &mut self.room {
            Some(room) if room.channel == channel => change(room, &mut self.faults),
            other => {
                let there = other.as_ref().map(|room| room.channel.as_str());
                self.faults.push(format!("an event of {channel} while in {there:?}"));
            }
        }
    }
}

impl Room {
    fn message(&mut self, body: &str, claims: &Claims, faults: &mut Vec<String>) {
        let Some(claim) = claims.sent.get(body) else { return faults.push(format!("nobody sent {body:?}")) };
        if claim.to != self.channel {
            faults.push(format!("{body:?} came in {}", self.channel));
        }
        if claim.fate == Fate::Refused {
            faults.push(format!("{body:?} came though it was refused"));
        }
        if !self.received.insert(body.to_owned()) {
            faults.push(format!("{body:?} came twice"));
        }
        match self.last_from.insert(claim.device, claim.n) {
            Some(last) if last > claim.n => {
                self.last_from.insert(claim.device, last);
                if !claim.again {
                    faults.push(format!("{body:?} came after {last}"));
                }
            }
            Some(last) => self.gaps.push((claim.device, last, claim.n)),
            None => {}
        }
    }

    /// The accepted messages that should have come and did not: those between two that came, and, as the
    /// device is still there, those sent since it came in.
    pub fn missing(&self, claims: &Claims) -> Vec<String> {
        let accepted =
            claims.sent.iter().filter(|(_, claim)| claim.to == self.channel && claim.fate == Fate::Accepted);
        let due = accepted.filter(|(_, claim)| {
            let jumped = |(device, from, to): &(usize, u64, u64)| {
                *device == claim.device && *from < claim.n && claim.n < *to
            };
            claim.asked > self.began || self.gaps.iter().any(jumped)
        });
        due.filter(|(body, _)| !self.received.contains(*body)).map(|(body, _)| body.clone()).collect()
    }
}
