use crate::support::net::Millis;
use bellbird::call::{Act, CallState, No, Side, crossed, step};
use bellbird::client::{Api, Event};
use bellbird::ids::RING_TIMEOUT_SECS;
use bellbird::wire::Ecode;
use std::collections::BTreeMap;

/// A call's name, unique in the world, and the other side.
pub type Key = (String, String);

#[derive(Debug, Clone)]
pub struct Call {
    pub side: Side,
    pub state: CallState,
    began: Millis,
}

/// What is said to the other side of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Invite,
    Accept,
    Refuse,
    End,
    Keys,
}

impl Word {
    pub fn api(self, (channel, account): Key) -> Api {
        let extra = String::new();
        match self {
            Self::Invite => Api::ChannelInviteUser { channel, account, extra },
            Self::Accept => Api::ChannelInviteAccept { channel, account, extra },
            Self::Refuse => Api::ChannelInviteRefuse { channel, account, extra },
            Self::End => Api::ChannelInviteEnd { channel, account, extra },
            Self::Keys => Api::ChannelInviteDtmf { channel, account, keys: "1#".to_owned() },
        }
    }
}

/// The calls of one device, kept by the machine of `call` as the desktop app keeps them: one at a time.
#[derive(Debug)]
pub struct Phone {
    me: String,
    pub calls: BTreeMap<Key, Call>,
    /// What wants to be said now.
    pub words: Vec<(Word, Key)>,
    pub faults: Vec<String>,
}

impl Phone {
    pub fn new(me: &str) -> Self {
        Self { me: me.to_owned(), calls: BTreeMap::new(), words: Vec::new(), faults: Vec::new() }
    }

    pub fn live(&self) -> Option<(Key, Call)> {
        let mut live = self.calls.iter().filter(|(_, call)| !call.state.over());
        live.next().map(|(key, call)| (key.clone(), call.clone()))
    }

    pub fn step(&mut self, key: &Key, act: Act) -> Result<CallState, No> {
        let call = self.calls.get_mut(key).ok_or(No::Over)?;
        call.state = step(call.state, call.side, act)?;
        Ok(call.state)
    }

    /// The person calls somebody.
    pub fn calls(&mut self, key: Key, now: Millis) -> bool {
        if self.live().is_some() || key.1 == self.me {
            return false;
        }
        self.calls.insert(key.clone(), Call { side: Side::Caller, state: CallState::Calling, began: now });
        self.words.push((Word::Invite, key));
        true
    }

    /// The person or a timer does something to the live call, if it can be done.
    pub fn does(&mut self, act: Act) -> bool {
        let Some((key, call)) = self.live() else { return false };
        if self.step(&key, act).is_err() {
            return false;
        }
        let word = match (act, call.side) {
            (Act::Accept, _) => Word::Accept,
            (Act::Decline, _) | (Act::RingTimeout, Side::Callee) => Word::Refuse,
            (Act::Keys, _) => Word::Keys,
            (_, _) => Word::End,
        };
        self.words.push((word, key));
        true
    }

    /// When the live call has rung long enough.
    pub fn deadline(&self) -> Option<Millis> {
        let (_, call) = self.live().filter(|(_, call)| !call.state.connected())?;
        Some(call.began + RING_TIMEOUT_SECS * 1_000)
    }

    pub fn signed_out(&mut self) {
        if let Some((key, _)) = self.live() {
            self.step(&key, Act::SignedOut).expect("every live call ends with its session");
        }
    }

    pub fn hears(&mut self, event: &Event, now: Millis) {
        let (channel, account, act) = match event {
            Event::InviteReceived { channel, account, .. } => {
                return self.rings((channel.to_string(), account.to_string()), now);
            }
            Event::InviteReceivedByPeer { channel, account, .. } => (channel, account, Act::PeerRings),
            Event::InviteAcceptedByPeer { channel, account, .. } => (channel, account, Act::PeerAccepts),
            Event::InviteRefusedByPeer { channel, account, .. } => (channel, account, Act::PeerDeclines),
            Event::InviteEndByPeer { channel, account, .. } => (channel, account, Act::PeerEnds),
            Event::InviteMsg { channel, account, .. } => (channel, account, Act::Keys),
            Event::InviteFailed { channel, account, ecode, .. } => match ecode {
                Ecode::InvitePeerOffline => (channel, account, Act::FailedOffline),
                Ecode::InviteTimeout => (channel, account, Act::FailedSilent),
                _ => (channel, account, Act::FailedRefused),
            },
            _ => return,
        };
        let key = (channel.to_string(), account.to_string());
        if self.step(&key, act) == Err(No::Over) && act.wants_end_when_over() {
            self.words.push((Word::End, key));
        }
    }

    fn rings(&mut self, key: Key, now: Millis) {
        if self.calls.contains_key(&key) {
            self.faults.push(format!("{key:?} rings a second time"));
        }
        match self.live() {
            Some((own, call)) if own.1 == key.1 && call.side == Side::Caller && !call.state.connected() => {
                let act = crossed(&self.me, &key.1);
                self.step(&own, act).expect("an unanswered call of one's own can be crossed");
                if act == Act::CrossedAndWon {
                    return;
                }
            }
            Some(_) => return self.words.push((Word::Refuse, key)),
            None => {}
        }
        self.calls.insert(key, Call { side: Side::Callee, state: CallState::Ringing, began: now });
    }
}
