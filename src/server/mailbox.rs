use super::boundary::{StoreOp, UserKey};
use super::directory::{Device, named};
use super::hub::{Hub, Step};
use crate::ids::{
    Account, MAILBOX_MESSAGES, MAILBOX_PAGE, MAILBOX_PAGE_BYTES, MAILBOX_PAGE_LARGEST, MESSAGE_BYTES,
    MESSAGE_TTL_SECS, USER_MESSAGES_PER_SECOND,
};
use crate::wire::{Content, Flag, Level, Line, LineTag, Notify, Refusal, Reply, ServerFrame};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Versions stay below 2^53, where JS still counts exactly; an acknowledgement from beyond is not believed.
const VERSION_LARGEST: u64 = 1 << 52;

/// One message that waits. Its place is the account and the version.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    expires_at: u64,
    line: Arc<str>,
}

/// What is known of the messages that wait for one account until its client acknowledges them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mailbox {
    /// The last version given, never given again.
    ver_last: u64,
    /// Everything up to here is acknowledged.
    ver_clear: u64,
    count: usize,
}

impl Mailbox {
    pub(super) fn new(ver_last: u64, ver_clear: u64) -> Self {
        Self { ver_last, ver_clear, count: 0 }
    }
}

fn places(user: &UserKey, after: u64) -> RangeInclusive<(UserKey, u64)> {
    (user.clone(), after.saturating_add(1))..=(user.clone(), u64::MAX)
}

impl Hub {
    pub(super) fn load_message(&mut self, user: UserKey, version: u64, expires_at: u64, line: Arc<str>) {
        if let Some(known) = self.users.get_mut(&user) {
            known.mailbox.ver_last = known.mailbox.ver_last.max(version);
            known.mailbox.count += 1;
            self.waiting.insert((user, version), Waiting { expires_at, line });
        }
    }

    /// The version of the newest message that waits.
    pub(super) fn newest(&self, user: &UserKey) -> Option<u64> {
        self.waiting.range(places(user, 0)).next_back().map(|((_, version), _)| *version)
    }

    /// Takes messages out of a mailbox, here and on the disk.
    fn remove(&mut self, user: &UserKey, versions: Vec<u64>, step: &mut Step<'_>) {
        let Some(known) = self.users.get_mut(user) else { return };
        for version in &versions {
            known.mailbox.count -= usize::from(self.waiting.remove(&(user.clone(), *version)).is_some());
        }
        step.store(StoreOp::RemoveMessages { user: user.clone(), versions });
    }

    pub(super) fn send_message(
        &mut self,
        from: &UserKey,
        peer: &str,
        flag: Flag,
        content: String,
        step: &mut Step<'_>,
    ) -> Result<Reply, Refusal> {
        let account = named(Account::new(peer))?;
        if content.len() > MESSAGE_BYTES {
            return Err(Refusal::TooLarge);
        }
        let to = UserKey { app: from.app.clone(), account };
        self.take_message_rate(from, step)?;
        let session = self.sessions.get(&to);
        let there = match flag.level {
            Level::Exists => self.users.contains(&to) || !self.policy.strict_peers,
            Level::LoggedIn => session.is_some(),
            Level::Connected => session.is_some_and(|session| session.connection.is_some()),
        };
        if !there {
            return Err(match flag.level {
                Level::Exists => Refusal::PeerNotExist,
                Level::LoggedIn | Level::Connected => Refusal::PeerNotOnline,
            });
        }
        self.need_storage()?;
        self.ensure_user(&to, step)?;
        let flag = Flag { level: flag.level, ttl_secs: flag.ttl_secs.clamp(1, MESSAGE_TTL_SECS) };
        self.deliver(from.account.as_str(), &to, flag, &Content::Instant(content), step)?;
        self.counters.messages += 1;
        Ok(Reply::Done)
    }

    pub(super) fn take_message_rate(&mut self, user: &UserKey, step: &Step<'_>) -> Result<(), Refusal> {
        let session = self.sessions.get_mut(user).ok_or(Refusal::WrongLine)?;
        if session.message_rate.take(step.now.millis, USER_MESSAGES_PER_SECOND) {
            Ok(())
        } else {
            Err(Refusal::RateLimited)
        }
    }

    /// Puts a step of a call into a mailbox, where it waits for so long.
    pub(super) fn deliver_call(
        &mut self,
        from: &str,
        to: &UserKey,
        ttl_secs: u64,
        content: &Content,
        step: &mut Step<'_>,
    ) -> Result<u64, Refusal> {
        self.deliver(from, to, Flag::stored(ttl_secs), content, step)
    }

    /// Puts a message into the mailbox of a known account and tells its connection. The version is the
    /// answer.
    fn deliver(
        &mut self,
        from: &str,
        to: &UserKey,
        flag: Flag,
        content: &Content,
        step: &mut Step<'_>,
    ) -> Result<u64, Refusal> {
        let now = step.now.unix_secs();
        let count = self.users.get(to).ok_or(Refusal::PeerNotExist)?.mailbox.count;
        if count >= MAILBOX_MESSAGES {
            let expired = self.waiting.range(places(to, 0)).filter(|(_, message)| message.expires_at <= now);
            let expired: Vec<u64> = expired.map(|((_, version), _)| *version).collect();
            if expired.is_empty() {
                return Err(Refusal::MailboxFull);
            }
            self.remove(to, expired, step);
        }
        let mailbox = &mut self.users.get_mut(to).ok_or(Refusal::PeerNotExist)?.mailbox;
        mailbox.ver_last += 1;
        mailbox.count += 1;
        let version = mailbox.ver_last;
        let line = Line {
            tag: LineTag::V2,
            src: from.to_owned(),
            dst: to.account.to_string(),
            flag: flag.to_string(),
            time: now.to_string(),
            kind: content.kind(),
            content: content.text(),
        };
        let line: Arc<str> = Arc::from(line.to_string());
        let expires_at = now.saturating_add(flag.ttl_secs);
        self.waiting.insert((to.clone(), version), Waiting { expires_at, line: line.clone() });
        step.store(StoreOp::AddMessage { user: to.clone(), version, expires_at, line: line.clone() });
        self.push(to, version, &line, step);
        Ok(version)
    }

    /// Tells a connected client about a new message: the whole of it only if the client would take it, that
    /// is if it is the very next after what it has processed and it has asked once on this connection.
    fn push(&mut self, user: &UserKey, version: u64, line: &str, step: &mut Step<'_>) {
        let Some(session) = self.sessions.get(user) else { return };
        let Some(to) = session.connection else { return };
        let whole =
            session.device != Device::Java && session.polled && version == session.sent.saturating_add(1);
        if whole {
            let notify = Notify::RecvMsg { version, line: line.to_owned() };
            step.send(to, &ServerFrame::Notify(notify));
            self.sent_up_to(user, version);
        } else {
            step.send(to, &ServerFrame::Notify(Notify::Msg { version }));
        }
    }

    fn sent_up_to(&mut self, user: &UserKey, version: u64) {
        if let Some(session) = self.sessions.get_mut(user) {
            session.sent = session.sent.max(version);
        }
        self.invites_delivered(user, version);
    }

    pub(super) fn acknowledge(&mut self, user: &UserKey, version: u64, step: &mut Step<'_>) {
        // While the store is out the messages stay, and come again: at least once.
        if !self.storage || version > VERSION_LARGEST {
            return;
        }
        let Some(mailbox) = self.users.get(user).map(|user| &user.mailbox) else { return };
        if version <= mailbox.ver_clear {
            return;
        }
        let acknowledged = (user.clone(), 0)..=(user.clone(), version);
        let acknowledged: Vec<_> = self.waiting.range(acknowledged).map(|(place, _)| place.clone()).collect();
        for place in &acknowledged {
            self.waiting.remove(place);
        }
        let Some(known) = self.users.get_mut(user) else { return };
        let mailbox = &mut known.mailbox;
        mailbox.count -= acknowledged.len();
        mailbox.ver_clear = version;
        // A client that remembers more than the store does wins, or it would ignore what comes next.
        mailbox.ver_last = mailbox.ver_last.max(version);
        let (ver_clear, ver_last) = (mailbox.ver_clear, mailbox.ver_last);
        step.store(StoreOp::Acknowledge { user: user.clone(), ver_clear, ver_last });
    }

    /// Acknowledges up to `version` and answers with what comes after; with it the newest version if not all
    /// fitted.
    pub(super) fn page(
        &mut self,
        user: &UserKey,
        version: u64,
        max: Option<usize>,
        step: &mut Step<'_>,
    ) -> (Reply, Option<u64>) {
        let version = if version > VERSION_LARGEST { 0 } else { version };
        self.acknowledge(user, version, step);
        let max = match max {
            None | Some(0) => MAILBOX_PAGE,
            Some(max) => max.min(MAILBOX_PAGE_LARGEST),
        };
        let Some(mailbox) = self.users.get(user).map(|user| user.mailbox) else {
            return (Reply::Messages { ver_clear: 0, msgs: Vec::new() }, None);
        };
        let (now, after) = (step.now.unix_secs(), mailbox.ver_clear.max(version));
        let waiting = self.waiting.range(places(user, after));
        let mut waiting = waiting.filter(|(_, message)| message.expires_at > now).peekable();
        let (mut msgs, mut bytes) = (Vec::new(), 0);
        while let Some(((_, version), Waiting { line, .. })) = waiting.next_if(|(_, message)| {
            msgs.len() < max && (msgs.is_empty() || bytes + message.line.len() <= MAILBOX_PAGE_BYTES)
        }) {
            bytes += line.len();
            msgs.push((*version, line.to_string()));
        }
        let all = waiting.peek().is_none();
        drop(waiting);
        let more = if all { None } else { self.newest(user) };
        let last = msgs.last().map_or(mailbox.ver_last.max(after), |(version, _): &(u64, String)| *version);
        // With nothing to give, the client jumps over what expired.
        let ver_clear = if msgs.is_empty() { last } else { mailbox.ver_clear };
        if let Some(session) = self.sessions.get_mut(user) {
            session.polled = true;
        }
        self.sent_up_to(user, last);
        (Reply::Messages { ver_clear, msgs }, more)
    }

    /// Python asks for the next page only when told to; JS asks by itself.
    pub(super) fn notify_more(&self, user: &UserKey, version: u64, step: &mut Step<'_>) {
        let session = self.sessions.get(user).filter(|session| session.device != Device::Web);
        if let Some(to) = session.and_then(|session| session.connection) {
            step.send(to, &ServerFrame::Notify(Notify::Msg { version }));
        }
    }

    /// Takes a message out of a mailbox; whoever has it already keeps it.
    pub(super) fn take_back(&mut self, user: &UserKey, version: u64, step: &mut Step<'_>) {
        if self.waiting.contains(&(user.clone(), version)) {
            self.remove(user, vec![version], step);
        }
    }

    /// Takes expired messages out of all mailboxes.
    pub(super) fn sweep(&mut self, step: &mut Step<'_>) {
        if !self.storage {
            return;
        }
        let now = step.now.unix_secs();
        let mut expired: BTreeMap<UserKey, Vec<u64>> = BTreeMap::new();
        for ((user, version), _) in self.waiting.iter().filter(|(_, message)| message.expires_at <= now) {
            expired.entry(user.clone()).or_default().push(*version);
        }
        for (user, versions) in expired {
            self.remove(&user, versions, step);
        }
    }
}
