use crate::support::net::{LinkId, Millis};
use bellbird::ids::ONCE_KEYS;
use bellbird::server::Policy;
use bellbird::server::hub::{
    ConnectionId, Hub, Input, Now, Output, StoreOp, Stored, StoredMessage, StoredUser,
};
use std::collections::BTreeSet;

const BEGINNING_UNIX_MICROS: u64 = 1_700_000_000_000_000;

pub fn clock(now: Millis) -> Now {
    Now { millis: now, unix_micros: BEGINNING_UNIX_MICROS + now * 1_000 }
}

/// The same as the desktop app knows it.
pub fn unix_millis(now: Millis) -> i64 {
    i64::try_from(clock(now).unix_micros / 1_000).expect("the world is young")
}

pub fn since_the_beginning(unix_millis: i64) -> Millis {
    u64::try_from(unix_millis).unwrap_or(0).saturating_sub(BEGINNING_UNIX_MICROS / 1_000)
}

/// One life of a hub: what it began with, and every batch with what came of it.
#[derive(Debug)]
struct Tape {
    stored: Stored,
    begun: Now,
    first: Vec<Output>,
    batches: Vec<(Now, Vec<Input>, Vec<Output>)>,
}

/// The server's shell, as its documentation asks for: batches, the store before the sends, restarts.
#[derive(Debug)]
pub struct Host {
    hub: Hub,
    store: Stored,
    /// Connections that the hub was told of and may send to, and those that it is closing.
    open: BTreeSet<LinkId>,
    closing: BTreeSet<LinkId>,
    /// The store takes nothing for now.
    pub store_out: bool,
    hub_knows_store_out: bool,
    tapes: Vec<Tape>,
    pub faults: Vec<String>,
    pub inputs: u64,
}

impl Host {
    pub fn new(now: Millis) -> Self {
        let mut host = Self {
            hub: Hub::new(Policy::default()),
            store: Stored::default(),
            open: BTreeSet::new(),
            closing: BTreeSet::new(),
            store_out: false,
            hub_knows_store_out: false,
            tapes: Vec::new(),
            faults: Vec::new(),
            inputs: 0,
        };
        host.begins(now);
        host
    }

    fn begins(&mut self, now: Millis) {
        let (begun, mut first) = (clock(now), Vec::new());
        self.hub = Hub::load(Policy::default(), self.store.clone(), begun, &mut first);
        self.tapes.push(Tape {
            stored: self.store.clone(),
            begun,
            first: first.clone(),
            batches: Vec::new(),
        });
        for output in first {
            match output {
                Output::Store(op) => self.commit(op),
                Output::Send { .. } | Output::Close { .. } => {
                    self.faults.push(format!("a hub that begins has nobody to talk to: {output:?}"));
                }
            }
        }
    }

    /// The server stops with all it had in memory, and begins again from its store, which it cannot do without.
    pub fn restarts(&mut self, now: Millis) {
        self.open.clear();
        self.closing.clear();
        (self.store_out, self.hub_knows_store_out) = (false, false);
        self.begins(now);
    }

    pub fn knows(&self, link: LinkId) -> bool {
        self.open.contains(&link) || self.closing.contains(&link)
    }

    pub fn next_deadline(&self) -> Option<Millis> {
        self.hub.next_deadline()
    }

    /// One batch of one input, with the commit between the deciding and the sending.
    pub fn feed(&mut self, input: Input, now: Millis) -> Vec<Output> {
        self.inputs += 1;
        match &input {
            Input::Opened { connection, .. } => {
                self.open.insert(LinkId(connection.0));
            }
            Input::Closed { connection } => {
                self.open.remove(&LinkId(connection.0));
                self.closing.remove(&LinkId(connection.0));
            }
            Input::Frame { .. } | Input::Heard { .. } | Input::Tick | Input::Storage { .. } => {}
        }
        if self.hub_knows_store_out && !self.store_out {
            self.hub_knows_store_out = false;
            self.batch(vec![Input::Storage { available: true }], now);
        }
        self.batch(vec![input], now)
    }

    fn batch(&mut self, mut inputs: Vec<Input>, now: Millis) -> Vec<Output> {
        let mut out = self.handled(&inputs, now);
        let stores = |out: &[Output]| out.iter().any(|output| matches!(output, Output::Store(_)));
        if self.store_out && stores(&out) {
            self.hub.put_back();
            self.hub_knows_store_out = true;
            inputs.insert(0, Input::Storage { available: false });
            out = self.handled(&inputs, now);
            if stores(&out) {
                self.faults.push(format!("the store is out and the hub was told, but it stores: {out:?}"));
            }
        }
        self.hub.keep();
        let tape = self.tapes.last_mut().expect("a hub has begun");
        tape.batches.push((clock(now), inputs, out.clone()));
        for output in &out {
            match output {
                Output::Store(op) => self.commit(op.clone()),
                Output::Send { to, frame } => {
                    for ConnectionId(id) in to.iter() {
                        if !self.open.contains(&LinkId(*id)) {
                            self.faults.push(format!("sent to connection {id}, which is gone: {frame}"));
                        }
                    }
                }
                Output::Close { connection, reason, .. } => {
                    let id = LinkId(connection.0);
                    if self.open.remove(&id) {
                        self.closing.insert(id);
                    } else {
                        self.faults.push(format!("closed {id:?}, which is gone: {reason:?}"));
                    }
                }
            }
        }
        out
    }

    fn handled(&mut self, inputs: &[Input], now: Millis) -> Vec<Output> {
        let mut out = Vec::new();
        for input in inputs {
            self.hub.handle(clock(now), input, &mut out);
        }
        out
    }

    fn commit(&mut self, op: StoreOp) {
        if self.store_out {
            self.faults.push(format!("nothing can be stored now: {op:?}"));
        }
        let store = &mut self.store;
        match op {
            StoreOp::AddUser { user, uid, version } => {
                if store.users.iter().any(|known| known.user == user || known.uid == uid) {
                    self.faults.push(format!("{user:?} or {uid} was added before"));
                }
                store.users.push(StoredUser { user, uid, ver_last: version, ver_clear: version });
            }
            StoreOp::Once { user, number, key } => {
                let last =
                    store.once_keys.iter().filter(|(known, ..)| *known == user).map(|(_, n, _)| *n).max();
                if last.is_some_and(|last| number <= last) {
                    self.faults.push(format!("key {number} of {user:?} after {last:?}"));
                }
                let oldest = number.saturating_sub(ONCE_KEYS as u64);
                store.once_keys.retain(|(known, n, _)| *known != user || *n > oldest);
                store.once_keys.push((user, number, key));
            }
            StoreOp::SetUserAttribute { user, name, value } => {
                store.user_attributes.retain(|(owner, known, _)| (owner, known) != (&user, &name));
                store.user_attributes.push((user, name, value));
            }
            StoreOp::ClearUserAttributes { user } => {
                store.user_attributes.retain(|(owner, ..)| *owner != user);
            }
            StoreOp::AddMessage { user, version, expires_at, line } => {
                let newest = store.messages.iter().filter(|m| m.user == user).map(|m| m.version).max();
                let known = store.users.iter().find(|known| known.user == user).map(|known| known.ver_last);
                if newest.max(known).is_none_or(|newest| version <= newest) {
                    self.faults.push(format!("version {version} of {user:?} after {newest:?} and {known:?}"));
                }
                for known in store.users.iter_mut().filter(|known| known.user == user) {
                    known.ver_last = version;
                }
                store.messages.push(StoredMessage { user, version, expires_at, line });
            }
            StoreOp::Acknowledge { user, ver_clear, ver_last } => {
                store.messages.retain(|message| message.user != user || message.version > ver_clear);
                for known in store.users.iter_mut().filter(|known| known.user == user) {
                    (known.ver_clear, known.ver_last) = (ver_clear, ver_last);
                }
            }
            StoreOp::RemoveMessages { user, versions } => {
                store.messages.retain(|message| message.user != user || !versions.contains(&message.version));
            }
            StoreOp::SetChannelAttribute { channel, name, value } => {
                store.channel_attributes.retain(|(owner, known, _)| (owner, known) != (&channel, &name));
                store.channel_attributes.push((channel, name, value));
            }
            StoreOp::RemoveChannelAttribute { channel, name } => {
                store.channel_attributes.retain(|(owner, known, _)| (owner, known) != (&channel, &name));
            }
            StoreOp::ClearChannelAttributes { channel } => {
                store.channel_attributes.retain(|(owner, ..)| *owner != channel);
            }
            StoreOp::ChannelEmpty { channel, since } => {
                store.channels_empty_since.retain(|(owner, _)| *owner != channel);
                store.channels_empty_since.extend(since.map(|since| (channel, since)));
            }
        }
    }

    /// Plays every life of the hub again and compares what comes out, byte for byte.
    pub fn replays(&self) -> Result<(), String> {
        for tape in &self.tapes {
            let mut out = Vec::new();
            let mut hub = Hub::load(Policy::default(), tape.stored.clone(), tape.begun, &mut out);
            if out != tape.first {
                return Err(format!("a hub began as {:?} and then as {out:?}", tape.first));
            }
            for (now, inputs, before) in &tape.batches {
                let mut out = Vec::new();
                inputs.iter().for_each(|input| hub.handle(*now, input, &mut out));
                hub.keep();
                if out != *before {
                    return Err(format!("{inputs:?} gave {before:?} and then {out:?}"));
                }
            }
        }
        Ok(())
    }
}
