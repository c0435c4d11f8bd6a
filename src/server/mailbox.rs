use super::boundary::{StoreOp, UserKey};
use super::directory::{Device, named};
use super::hub::{Hub, Step};
use crate::ids::{
    Account, MAILBOX_MESSAGES, MAILBOX_PAGE, MAILBOX_PAGE_BYTES, MAILBOX_PAGE_LARGEST, MESSAGE_BYTES,
    MESSAGE_TTL_SECS, USER_MESSAGES_PER_SECOND,
};
use crate::wire::{Content, Flag, Level, Line, LineTag, Notify, Refusal, Reply, ServerFrame};
use std::collections::VecDeque;
use std::sync::Arc;

/// Versions stay below 2^53, where JS still counts exactly; an acknowledgement from beyond is not believed.
const VERSION_LARGEST: u64 = 1 << 52;

#[derive(Debug, Clone)]
struct Entry {
    version: u64,
    expires_at: u64,
    line: Arc<str>,
}

/// The messages that wait for one account until its client acknowledges them.
#[derive(Debug, Clone)]
pub(super) struct Mailbox {
    /// The last version given, never given again.
    ver_last: u64,
    /// Everything up to here is acknowledged.
    ver_clear: u64,
    /// In rising order of version.
    entries: Arc<VecDeque<Entry>>,
}

impl Mailbox {
    pub(super) fn new(ver_last: u64, ver_clear: u64) -> Self {
        Self { ver_last, ver_clear, entries: Arc::default() }
    }

    pub(super) fn restore(&mut self, version: u64, expires_at: u64, line: Arc<str>) {
        self.ver_last = self.ver_last.max(version);
        Arc::make_mut(&mut self.entries).push_back(Entry { version, expires_at, line });
    }

    /// The version of the newest message that waits.
    pub(super) fn newest(&self) -> Option<u64> {
        self.entries.back().map(|entry| entry.version)
    }

    fn expired(&self, unix_secs: u64) -> Vec<u64> {
        let expired = self.entries.iter().filter(|entry| entry.expires_at <= unix_secs);
        expired.map(|entry| entry.version).collect()
    }

    /// `versions` in rising order.
    fn remove(&mut self, versions: &[u64]) {
        Arc::make_mut(&mut self.entries).retain(|entry| versions.binary_search(&entry.version).is_err());
    }
}

impl Hub {
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
        let Some(user) = self.users.get_mut(to) else { return Err(Refusal::PeerNotExist) };
        let mailbox = &mut user.mailbox;
        if mailbox.entries.len() >= MAILBOX_MESSAGES {
            let expired = mailbox.expired(now);
            if expired.is_empty() {
                return Err(Refusal::MailboxFull);
            }
            mailbox.remove(&expired);
            step.store(StoreOp::RemoveMessages { user: to.clone(), versions: expired });
        }
        mailbox.ver_last += 1;
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
        let entry = Entry { version, expires_at, line: line.clone() };
        Arc::make_mut(&mut mailbox.entries).push_back(entry);
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
        let Some(known) = self.users.get_mut(user) else { return };
        let mailbox = &mut known.mailbox;
        mailbox.ver_clear = version;
        // A client that remembers more than the store does wins, or it would ignore what comes next.
        mailbox.ver_last = mailbox.ver_last.max(version);
        let entries = Arc::make_mut(&mut mailbox.entries);
        while entries.front().is_some_and(|entry| entry.version <= version) {
            entries.pop_front();
        }
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
        let version = version.min(VERSION_LARGEST);
        self.acknowledge(user, version, step);
        let max = match max {
            None | Some(0) => MAILBOX_PAGE,
            Some(max) => max.min(MAILBOX_PAGE_LARGEST),
        };
        let Some(mailbox) = self.users.get(user).map(|user| &user.mailbox) else {
            return (Reply::Messages { ver_clear: 0, msgs: Vec::new() }, None);
        };
        let (now, after) = (step.now.unix_secs(), mailbox.ver_clear.max(version));
        let fresh = |entry: &&Entry| entry.version > after && entry.expires_at > now;
        let mut waiting = mailbox.entries.iter().filter(fresh).peekable();
        let (mut msgs, mut bytes) = (Vec::new(), 0);
        while let Some(entry) = waiting.next_if(|entry| {
            msgs.len() < max && (msgs.is_empty() || bytes + entry.line.len() <= MAILBOX_PAGE_BYTES)
        }) {
            bytes += entry.line.len();
            msgs.push((entry.version, entry.line.to_string()));
        }
        let more = waiting.peek().is_some().then(|| mailbox.newest()).flatten();
        let last = msgs.last().map_or(mailbox.ver_last.max(after), |(version, _)| *version);
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

    /// Takes messages out of a mailbox; whoever has them already keeps them.
    pub(super) fn take_back(&mut self, user: &UserKey, version: u64, step: &mut Step<'_>) {
        let waits = |user: &super::directory::User| user.mailbox.entries.iter().any(|e| e.version == version);
        if self.users.get(user).is_some_and(waits)
            && let Some(known) = self.users.get_mut(user)
        {
            known.mailbox.remove(&[version]);
            step.store(StoreOp::RemoveMessages { user: user.clone(), versions: vec![version] });
        }
    }

    /// Takes expired messages out of all mailboxes.
    pub(super) fn sweep(&mut self, step: &mut Step<'_>) {
        if !self.storage {
            return;
        }
        let now = step.now.unix_secs();
        let expired = self.users.iter().map(|(key, user)| (key.clone(), user.mailbox.expired(now)));
        let expired: Vec<_> = expired.filter(|(_, versions)| !versions.is_empty()).collect();
        for (user, versions) in expired {
            if let Some(known) = self.users.get_mut(&user) {
                known.mailbox.remove(&versions);
            }
            step.store(StoreOp::RemoveMessages { user, versions });
        }
    }
}
