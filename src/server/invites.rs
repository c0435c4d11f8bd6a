use super::boundary::UserKey;
use super::channels::text;
use super::directory::named;
use super::hub::{Hub, STORAGE_RETRY_MILLIS, Step, Timer};
use crate::call::{Act, CallState, Side, step as call_step};
use crate::ids::{
    Account, CALL_MESSAGE_TTL_SECS, ChannelName, EXTRA_BYTES, INVITE_TIMEOUT_LARGEST_SECS,
    INVITE_TIMEOUT_SECS,
};
use crate::wire::call2::value_number;
use crate::wire::{CallKind, Content, Ecode, Refusal, Reply};
use serde_json::Value;
use std::collections::BTreeMap;

/// An invite is named by its two parties and its channel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InviteKey {
    callee: UserKey,
    /// The caller and the channel.
    from: (Account, ChannelName),
}

/// The invites that wait for one callee, by caller and channel.
pub(super) type Invites = BTreeMap<(Account, ChannelName), Invite>;

impl InviteKey {
    fn caller(&self) -> UserKey {
        UserKey { app: self.callee.app.clone(), account: self.from.0.clone() }
    }
}

/// An invite that no device of the callee has confirmed yet. Once one has, the call is the parties' own.
#[derive(Debug, Clone)]
pub(super) struct Invite {
    extra: String,
    due: u64,
    /// Its place in the callee's mailbox.
    version: u64,
    delivered: bool,
    /// Whether the callee was online at any time while the invite waited.
    callee_seen: bool,
}

/// What the keys of an invite's `extra` ask of the server.
struct Wishes {
    peer_online: bool,
    timeout_secs: u64,
}

fn wishes(extra: &str) -> Wishes {
    let body: Value = serde_json::from_str(extra).unwrap_or(Value::Null);
    let number = |key: &str| body.get(key).and_then(value_number).filter(|number| *number > 0);
    Wishes {
        peer_online: number("_require_peer_online").is_some(),
        timeout_secs: number("_timeout").unwrap_or(INVITE_TIMEOUT_SECS).min(INVITE_TIMEOUT_LARGEST_SECS),
    }
}

impl Hub {
    pub(super) fn call(
        &mut self,
        user: &UserKey,
        kind: CallKind,
        channel: &str,
        peer: &str,
        extra: &str,
        step: &mut Step<'_>,
    ) -> Result<Reply, Refusal> {
        let channel = named(ChannelName::new(channel))?;
        let peer = UserKey { app: user.app.clone(), account: named(Account::new(peer))? };
        if extra.len() > EXTRA_BYTES {
            return Err(Refusal::TooLarge);
        }
        if peer == *user {
            return Err(Refusal::WrongParam);
        }
        self.take_message_rate(user, step)?;
        let to_callee = InviteKey { callee: peer.clone(), from: (user.account.clone(), channel.clone()) };
        let to_caller = InviteKey { callee: user.clone(), from: (peer.account.clone(), channel) };
        if kind == CallKind::Invite {
            return self.invite(&to_callee, extra, step);
        }
        if !self.users.contains(&peer) {
            return Err(Refusal::PeerNotExist);
        }
        self.need_storage()?;
        if kind == CallKind::Bye && self.pending(&to_callee).is_some_and(|invite| !invite.delivered) {
            self.recall(&to_callee, step);
            return Ok(Reply::Done);
        }
        self.forward(user, kind, &to_callee, extra, CALL_MESSAGE_TTL_SECS, step)?;
        match kind {
            CallKind::Invite | CallKind::Message => {}
            CallKind::Ack => self.settle(&to_caller, Act::PeerRings),
            CallKind::Accept => self.settle(&to_caller, Act::PeerAccepts),
            CallKind::Refuse => self.settle(&to_caller, Act::PeerDeclines),
            CallKind::Bye => {
                self.settle(&to_caller, Act::PeerEnds);
                self.settle(&to_callee, Act::End);
            }
        }
        Ok(Reply::Done)
    }

    fn pending(&self, key: &InviteKey) -> Option<&Invite> {
        self.invites.get(&key.callee)?.get(&key.from)
    }

    /// Hands a step of a call to the other side; what is known of the call does not matter.
    fn forward(
        &mut self,
        from: &UserKey,
        kind: CallKind,
        key: &InviteKey,
        extra: &str,
        ttl_secs: u64,
        step: &mut Step<'_>,
    ) -> Result<u64, Refusal> {
        let to = &key.callee;
        let content = Content::Call {
            kind,
            channel: key.from.1.to_string(),
            peer: text(from),
            extra: extra.to_owned(),
            uid: self.uid(from),
        };
        self.deliver_call(from.account.as_str(), to, ttl_secs, &content, step)
    }

    fn invite(&mut self, key: &InviteKey, extra: &str, step: &mut Step<'_>) -> Result<Reply, Refusal> {
        let Wishes { peer_online, timeout_secs } = wishes(extra);
        let online = self.sessions.contains(&key.callee);
        if peer_online && !online {
            return Err(Refusal::PeerIsNotOnline);
        }
        if self.policy.strict_peers && !self.users.contains(&key.callee) {
            return Err(Refusal::PeerNotExist);
        }
        self.need_storage()?;
        let pending = self.pending(key).cloned();
        if pending.is_some() && self.policy.strict_reinvite {
            return Err(Refusal::Reinvite);
        }
        let again = pending
            .as_ref()
            .is_some_and(|_| call_step(CallState::Calling, Side::Caller, Act::InviteAgain).is_ok());
        let delivered = pending.as_ref().filter(|invite| again && invite.delivered);
        let version = match delivered {
            // The callee's device has it: it would ring twice for one call.
            Some(invite) => invite.version,
            None => {
                if let Some(invite) = &pending {
                    self.take_back(&key.callee, invite.version, step);
                }
                self.ensure_user(&key.callee, step)?;
                self.forward(&key.caller(), CallKind::Invite, key, extra, timeout_secs, step)?
            }
        };
        if let Some(invite) = &pending {
            self.timers.remove(&(invite.due, Timer::InviteEnd(key.clone())));
        }
        let due = step.after(timeout_secs);
        let sent = self.sessions.get(&key.callee).is_some_and(|callee| callee.sent >= version);
        let invite = Invite {
            extra: extra.to_owned(),
            due,
            version,
            delivered: delivered.is_some() || sent,
            callee_seen: online || pending.as_ref().is_some_and(|invite| invite.callee_seen),
        };
        let mut invites = self.invites.get(&key.callee).cloned().unwrap_or_default();
        invites.insert(key.from.clone(), invite);
        self.invites.insert(key.callee.clone(), invites);
        self.timers.insert((due, Timer::InviteEnd(key.clone())), ());
        Ok(Reply::Done)
    }

    /// An act that ends the wait of an invite, if the table of calls says so.
    fn settle(&mut self, key: &InviteKey, act: Act) {
        if !call_step(CallState::Calling, Side::Caller, act).is_ok_and(|state| state != CallState::Calling) {
            return;
        }
        let Some(invites) = self.invites.get_mut(&key.callee) else { return };
        let settled = invites.remove(&key.from);
        if invites.is_empty() {
            self.invites.remove(&key.callee);
        }
        if let Some(invite) = settled {
            self.timers.remove(&(invite.due, Timer::InviteEnd(key.clone())));
        }
    }

    /// The caller takes back an invite that no device has seen: the callee never hears of it.
    fn recall(&mut self, key: &InviteKey, step: &mut Step<'_>) {
        if let Some(version) = self.pending(key).map(|invite| invite.version) {
            self.settle(key, Act::End);
            self.take_back(&key.callee, version, step);
        }
    }

    /// Nobody confirmed the invite in time: it is destroyed and the caller told.
    pub(super) fn invite_end(&mut self, key: &InviteKey, step: &mut Step<'_>) {
        let Some(invite) = self.invites.get_mut(&key.callee).and_then(|all| all.get_mut(&key.from)) else {
            return;
        };
        if !self.storage {
            invite.due = step.now.millis + STORAGE_RETRY_MILLIS;
            let due = invite.due;
            self.timers.insert((due, Timer::InviteEnd(key.clone())), ());
            return;
        }
        let (version, extra, seen) = (invite.version, invite.extra.clone(), invite.callee_seen);
        let act = if seen { Act::FailedSilent } else { Act::FailedOffline };
        self.settle(key, act);
        self.take_back(&key.callee, version, step);
        let ecode = if seen { Ecode::InviteTimeout } else { Ecode::InvitePeerOffline };
        let content = Content::CallFailed {
            channel: key.from.1.to_string(),
            peer: text(&key.callee),
            extra,
            uid: self.uid(&key.callee),
            ecode: Some(ecode.number()),
        };
        let callee = key.callee.account.as_str();
        // A caller whose mailbox is full of what it never fetched does without this one too.
        let _ = self.deliver_call(callee, &key.caller(), CALL_MESSAGE_TTL_SECS, &content, step);
    }

    /// The callee is online.
    pub(super) fn invites_see(&mut self, callee: &UserKey) {
        for invite in self.invites.get_mut(callee).into_iter().flat_map(BTreeMap::values_mut) {
            invite.callee_seen = true;
        }
    }

    /// The callee's client has everything up to this version of its mailbox.
    pub(super) fn invites_delivered(&mut self, callee: &UserKey, version: u64) {
        for invite in self.invites.get_mut(callee).into_iter().flat_map(BTreeMap::values_mut) {
            invite.delivered |= invite.version <= version;
        }
    }
}
