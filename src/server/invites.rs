use super::boundary::UserKey;
use super::channels::text;
use super::directory::named;
use super::hub::{Hub, STORAGE_RETRY_MILLIS, Step, Timer};
use crate::call::{Act, CallState, Side, step as call_step};
use crate::ids::{Account, CALL_MESSAGE_TTL_SECS, ChannelName, EXTRA_BYTES, INVITE_TIMEOUT_SECS};
use crate::wire::call2::value_number;
use crate::wire::{CallKind, Content, Ecode, Refusal, Reply};
use serde_json::Value;
use std::collections::BTreeMap;

/// An invite is named by its two parties and its channel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InviteKey {
    pub(super) callee: UserKey,
    /// The caller and the channel.
    pub(super) from: (Account, ChannelName),
}

/// The invites that wait for one callee, by caller and channel.
pub(super) type Invites = BTreeMap<(Account, ChannelName), Invite>;

impl InviteKey {
    pub(super) fn caller(&self) -> UserKey {
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
    /// It names the number that a telephone would show.
    telephone: bool,
}

fn wishes(extra: &str, timeout_largest_secs: u64) -> Wishes {
    let body: Value = serde_json::from_str(extra).unwrap_or(Value::Null);
    let number = |key: &str| body.get(key).and_then(value_number).filter(|number| *number > 0);
    Wishes {
        peer_online: number("_require_peer_online").is_some(),
        timeout_secs: number("_timeout").unwrap_or(INVITE_TIMEOUT_SECS).min(timeout_largest_secs),
        telephone: body.get("srcNum").is_some(),
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
        if kind == CallKind::Bye && self.end_unconfirmed(&to_callee, step) {
            return Ok(Reply::Done);
        }
        self.forward(user, kind, &to_callee, extra, CALL_MESSAGE_TTL_SECS, step)?;
        if let Some(version) = self.pending(&to_caller).map(|invite| invite.version) {
            // The callee's device answers for it: from its mailbox it would ring a second time.
            self.take_back(&to_caller.callee, version, step);
        }
        match kind {
            CallKind::Invite | CallKind::Message => {}
            CallKind::Ack => {
                if let Some(extra) = self.settle(&to_caller, Act::PeerRings) {
                    self.rings(&to_caller, extra, step);
                }
            }
            CallKind::Accept => self.answered(&to_caller, Act::PeerAccepts),
            CallKind::Refuse => self.answered(&to_caller, Act::PeerDeclines),
            CallKind::Bye => {
                self.answered(&to_caller, Act::PeerEnds);
                self.answered(&to_callee, Act::End);
            }
        }
        Ok(Reply::Done)
    }

    fn pending(&self, key: &InviteKey) -> Option<&Invite> {
        self.invites.get(&key.callee)?.get(&key.from)
    }

    pub(super) fn answered(&mut self, key: &InviteKey, act: Act) {
        self.settle(key, act);
        self.rings_no_more(key);
    }

    /// Ends an invite that waits. True if it is gone without a trace: no device has seen it.
    pub(super) fn end_unconfirmed(&mut self, key: &InviteKey, step: &mut Step<'_>) -> bool {
        let unseen = self.pending(key).is_some_and(|invite| !invite.delivered);
        if unseen {
            self.recall(key, step);
        }
        unseen
    }

    /// Hands a step of a call to the other side; what is known of the call does not matter.
    pub(super) fn forward(
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
        let Wishes { peer_online, timeout_secs, telephone } =
            wishes(extra, self.policy.invite_timeout_largest_secs);
        let online = self.sessions.contains(&key.callee);
        // Somebody who has an account here is called as ever: the number is then only something to show.
        if telephone && !self.users.contains(&key.callee) {
            return Err(Refusal::NoGateway);
        }
        if peer_online && !online {
            return Err(Refusal::PeerIsNotOnline);
        }
        if self.policy.strict_peers && !self.users.contains(&key.callee) {
            return Err(Refusal::PeerNotExist);
        }
        self.need_storage()?;
        self.rings_no_more(key);
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

    /// An act that ends the wait of an invite, if the table of calls says so. The answer is the invite's words.
    fn settle(&mut self, key: &InviteKey, act: Act) -> Option<String> {
        if !call_step(CallState::Calling, Side::Caller, act).is_ok_and(|state| state != CallState::Calling) {
            return None;
        }
        let invites = self.invites.get_mut(&key.callee)?;
        let settled = invites.remove(&key.from);
        if invites.is_empty() {
            self.invites.remove(&key.callee);
        }
        let Invite { extra, due, .. } = settled?;
        self.timers.remove(&(due, Timer::InviteEnd(key.clone())));
        Some(extra)
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
