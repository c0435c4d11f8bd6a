use super::boundary::UserKey;
use super::channels::text;
use super::hub::{Hub, STORAGE_RETRY_MILLIS, Step, Timer};
use super::invites::InviteKey;
use crate::call::Act;
use crate::ids::{Account, CALL_MESSAGE_TTL_SECS, ChannelName};
use crate::wire::{CallKind, Content, Ecode};

/// A call by its caller, so that the calls of one caller stand together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RingKey {
    caller: UserKey,
    to: Option<(Account, ChannelName)>,
}

/// A call that rings: a device of the callee has confirmed it and nobody has answered it. The hub remembers
/// one only if it has been told to end it at some time.
#[derive(Debug, Clone)]
pub(super) struct Ringing {
    extra: String,
    due: Option<u64>,
}

impl InviteKey {
    fn ring_key(&self) -> RingKey {
        let (account, channel) = (self.callee.account.clone(), self.from.1.clone());
        RingKey { caller: self.caller(), to: Some((account, channel)) }
    }
}

impl Hub {
    pub(super) fn rings(&mut self, key: &InviteKey, extra: String, step: &Step<'_>) {
        if self.policy.ring_timeout_secs.is_none() && !self.policy.end_calls_of_lost_callers {
            return;
        }
        let due = self.policy.ring_timeout_secs.map(|secs| step.after(secs));
        if let Some(due) = due {
            self.timers.insert((due, Timer::RingEnd(key.clone())), ());
        }
        self.ringing.insert(key.ring_key(), Ringing { extra, due });
    }

    /// Somebody answered, hung up, or called again.
    pub(super) fn rings_no_more(&mut self, key: &InviteKey) -> Option<Ringing> {
        let ringing = self.ringing.remove(&key.ring_key())?;
        if let Some(due) = ringing.due {
            self.timers.remove(&(due, Timer::RingEnd(key.clone())));
        }
        Some(ringing)
    }

    /// Nobody has answered in time: the caller is told as of a silent device, the callee as of a caller who
    /// hung up.
    pub(super) fn ring_end(&mut self, key: &InviteKey, step: &mut Step<'_>) {
        if !self.storage {
            if let Some(ringing) = self.ringing.get_mut(&key.ring_key()) {
                let due = step.now.millis + STORAGE_RETRY_MILLIS;
                ringing.due = Some(due);
                self.timers.insert((due, Timer::RingEnd(key.clone())), ());
            }
            return;
        }
        let Some(Ringing { extra, .. }) = self.rings_no_more(key) else { return };
        let content = Content::CallFailed {
            channel: key.from.1.to_string(),
            peer: text(&key.callee),
            extra,
            uid: self.uid(&key.callee),
            ecode: Some(Ecode::InviteTimeout.number()),
        };
        let (caller, callee) = (key.caller(), key.callee.account.as_str());
        // A caller whose mailbox is full does without.
        let _ = self.deliver_call(callee, &caller, CALL_MESSAGE_TTL_SECS, &content, step);
        self.ends(key, step);
    }

    /// The caller is offline: its calls that nobody has answered end, if the policy wants it.
    pub(super) fn caller_lost(&mut self, caller: &UserKey, step: &mut Step<'_>) {
        if !self.policy.end_calls_of_lost_callers {
            return;
        }
        let key = |account: &Account, channel: &ChannelName| InviteKey {
            callee: UserKey { app: caller.app.clone(), account: account.clone() },
            from: (caller.account.clone(), channel.clone()),
        };
        let first = RingKey { caller: caller.clone(), to: None };
        let ringing = self.ringing.range(first..).take_while(|(known, _)| known.caller == *caller);
        let ringing = ringing.filter_map(|(known, _)| known.to.as_ref());
        let ringing: Vec<InviteKey> = ringing.map(|(account, channel)| key(account, channel)).collect();
        for key in ringing {
            self.rings_no_more(&key);
            self.ends(&key, step);
        }
        if !self.storage {
            return;
        }
        let of_app = self.invites.iter().filter(|(callee, _)| callee.app == caller.app);
        let waiting = of_app.flat_map(|(callee, invites)| invites.keys().map(move |from| (callee, from)));
        let waiting = waiting.filter(|(_, (from, _))| *from == caller.account);
        let waiting: Vec<InviteKey> =
            waiting.map(|(callee, (_, channel))| key(&callee.account, channel)).collect();
        for key in waiting {
            if !self.end_unconfirmed(&key, step) {
                self.answered(&key, Act::End);
                self.ends(&key, step);
            }
        }
    }

    /// The callee hears that the caller hung up, unless its mailbox is full or the store is out.
    fn ends(&mut self, key: &InviteKey, step: &mut Step<'_>) {
        if self.storage {
            let _ = self.forward(&key.caller(), CallKind::Bye, key, "", CALL_MESSAGE_TTL_SECS, step);
        }
    }
}
