use super::channels::Channel;
use super::config::Policy;
use super::directory::{Connection, Session, User};
use super::invites::{InviteKey, Invites};
use super::journal::Journal;
use super::mailbox::Waiting;
use super::members::Member;
use super::ringing::{RingKey, Ringing};
use crate::ids::{Account, AppId, IDLE_SECS, LOGIN_SECS};
use crate::wire::{ClientFrame, FrameError, Refusal, Reply, Request, ServerFrame};
use serde_json::{Map, Value};
use std::sync::Arc;

pub use super::boundary::{
    ChannelKey, CloseReason, ConnectionId, Input, Now, Output, StoreOp, Stored, StoredMessage, StoredUser,
    UserKey,
};

/// How long a connection that was told something last may still read it before the socket is closed.
const CLOSE_PAUSE_MILLIS: u64 = 250;
/// How often expired messages are taken out of the mailboxes.
const SWEEP_MILLIS: u64 = 600_000;
/// How long something that needs the store waits while the store is out.
pub(super) const STORAGE_RETRY_MILLIS: u64 = 5_000;

/// What wants to happen at a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    LoginDeadline(ConnectionId),
    Idle(ConnectionId),
    GraceEnd(UserKey),
    ChannelEnd(ChannelKey),
    /// Publishes `_member_num`, and with `total` `_total_member_num`.
    CountMembers {
        channel: ChannelKey,
        total: bool,
    },
    InviteEnd(InviteKey),
    RingEnd(InviteKey),
    AttributesEnd(UserKey),
    Sweep,
}

/// What a hub counts for its operator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    pub connections: usize,
    pub sessions: usize,
    pub channels: usize,
    pub users: usize,
    /// Messages accepted since the start, to people and to channels.
    pub messages: u64,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counters {
    pub(super) messages: u64,
    /// The last channel id given.
    pub(super) cid: u64,
}

/// One input being handled: its time, and where its outputs go.
pub(super) struct Step<'a> {
    pub(super) now: Now,
    pub(super) out: &'a mut Vec<Output>,
}

impl Step<'_> {
    pub(super) fn store(&mut self, op: StoreOp) {
        self.out.push(Output::Store(op));
    }

    pub(super) fn send(&mut self, to: ConnectionId, frame: &ServerFrame) {
        self.send_text(Arc::new([to]), Arc::from(frame.to_text()));
    }

    pub(super) fn send_text(&mut self, to: Arc<[ConnectionId]>, frame: Arc<str>) {
        if !to.is_empty() {
            self.out.push(Output::Send { to, frame });
        }
    }

    pub(super) fn after(&self, secs: u64) -> u64 {
        self.now.millis.saturating_add(secs.saturating_mul(1_000))
    }
}

/// The signalling server's core: sessions, mailboxes, channels, invites. The same inputs in the same order
/// give the same outputs.
///
/// The shell calls [`Hub::handle`] for each input of a batch, commits the batch's store outputs, and then
/// calls [`Hub::keep`] and lets the sends go. If the commit fails it drops all outputs of the batch, calls
/// [`Hub::put_back`], gives [`Input::Storage`] with `available: false` and then the same inputs again: what
/// needs the store is refused with `storage unavailable`, everything else happens as if nothing had been.
#[derive(Debug)]
pub struct Hub {
    pub(super) policy: Policy,
    pub(super) storage: bool,
    pub(super) connections: Journal<ConnectionId, Connection>,
    pub(super) users: Journal<UserKey, User>,
    /// The messages of all mailboxes, by account and version.
    pub(super) waiting: Journal<(UserKey, u64), Waiting>,
    pub(super) last_uid: Journal<AppId, u32>,
    pub(super) sessions: Journal<UserKey, Session>,
    /// Who a session secret belongs to.
    pub(super) lines: Journal<Arc<str>, UserKey>,
    pub(super) channels: Journal<ChannelKey, Channel>,
    /// The members of all channels in the order they joined, and where each account stands.
    pub(super) members: Journal<(ChannelKey, u64), Member>,
    pub(super) places: Journal<(ChannelKey, Account), u64>,
    /// By callee.
    pub(super) invites: Journal<UserKey, Invites>,
    pub(super) ringing: Journal<RingKey, Ringing>,
    /// The keys of messages that were taken, and each user's by number, and the last number.
    pub(super) once: Journal<(UserKey, Arc<str>), ()>,
    pub(super) once_order: Journal<(UserKey, u64), Arc<str>>,
    pub(super) once_last: Journal<UserKey, u64>,
    /// What [`StoreOp::ChannelEmpty`] would have said while the store was out.
    pub(super) owed: Journal<ChannelKey, Option<u64>>,
    pub(super) timers: Journal<(u64, Timer), ()>,
    pub(super) counters: Counters,
    kept_counters: Counters,
}

impl Hub {
    /// A hub that has never seen anybody.
    pub fn new(policy: Policy) -> Self {
        Self {
            policy,
            storage: true,
            connections: Journal::default(),
            users: Journal::default(),
            waiting: Journal::default(),
            last_uid: Journal::default(),
            sessions: Journal::default(),
            lines: Journal::default(),
            channels: Journal::default(),
            members: Journal::default(),
            places: Journal::default(),
            invites: Journal::default(),
            ringing: Journal::default(),
            once: Journal::default(),
            once_order: Journal::default(),
            once_last: Journal::default(),
            owed: Journal::default(),
            timers: Journal::default(),
            counters: Counters::default(),
            kept_counters: Counters::default(),
        }
    }

    /// A hub over what the store has. The outputs bring the store up to date with the restart.
    pub fn load(policy: Policy, stored: Stored, now: Now, out: &mut Vec<Output>) -> Self {
        let mut hub = Self::new(policy);
        let mut step = Step { now, out };
        for StoredUser { user, uid, ver_last, ver_clear } in stored.users {
            hub.load_user(user, uid, ver_last, ver_clear);
        }
        for (user, name, value) in stored.user_attributes {
            if let Some(user) = hub.users.get_mut(&user) {
                Arc::make_mut(&mut user.attributes).insert(name, value);
            }
        }
        let users: Vec<UserKey> = hub.users.iter().map(|(user, _)| user.clone()).collect();
        users.iter().for_each(|user| hub.attributes_age(user, &mut step));
        for StoredMessage { user, version, expires_at, line } in stored.messages {
            hub.load_message(user, version, expires_at, line);
        }
        for (user, number, key) in stored.once_keys {
            hub.load_once(&user, number, key);
        }
        hub.load_channels(stored.channel_attributes, stored.channels_empty_since, &mut step);
        hub.timers.insert((now.millis + SWEEP_MILLIS, Timer::Sweep), ());
        hub.keep();
        hub
    }

    /// When the hub wants an [`Input::Tick`], in the milliseconds of [`Now`].
    pub fn next_deadline(&self) -> Option<u64> {
        self.timers.first().map(|(due, _)| *due)
    }

    pub fn stats(&self) -> Stats {
        Stats {
            connections: self.connections.len(),
            sessions: self.sessions.len(),
            channels: self.channels.len(),
            users: self.users.len(),
            messages: self.counters.messages,
        }
    }

    /// The batch is durable.
    pub fn keep(&mut self) {
        self.connections.keep();
        self.users.keep();
        self.waiting.keep();
        self.last_uid.keep();
        self.sessions.keep();
        self.lines.keep();
        self.channels.keep();
        self.members.keep();
        self.places.keep();
        self.invites.keep();
        self.ringing.keep();
        self.once.keep();
        self.once_order.keep();
        self.once_last.keep();
        self.owed.keep();
        self.timers.keep();
        self.kept_counters = self.counters;
    }

    /// The batch could not be made durable: as if none of its inputs had come.
    pub fn put_back(&mut self) {
        self.connections.put_back();
        self.users.put_back();
        self.waiting.put_back();
        self.last_uid.put_back();
        self.sessions.put_back();
        self.lines.put_back();
        self.channels.put_back();
        self.members.put_back();
        self.places.put_back();
        self.invites.put_back();
        self.ringing.put_back();
        self.once.put_back();
        self.once_order.put_back();
        self.once_last.put_back();
        self.owed.put_back();
        self.timers.put_back();
        self.counters = self.kept_counters;
    }

    pub fn handle(&mut self, now: Now, input: &Input, out: &mut Vec<Output>) {
        let step = &mut Step { now, out };
        match input {
            Input::Opened { connection, secret } => {
                self.connections.insert(*connection, Connection::new(*secret, now.millis));
                self.timers.insert((step.after(LOGIN_SECS), Timer::LoginDeadline(*connection)), ());
            }
            Input::Frame { connection, frame } => {
                if self.hears(*connection, now) {
                    self.frame(*connection, frame, step);
                }
            }
            Input::Heard { connection } => {
                self.hears(*connection, now);
            }
            Input::Closed { connection } => {
                self.detach(*connection, step);
                self.connections.remove(connection);
            }
            Input::Tick => self.tick(step),
            Input::Storage { available } => self.storage_is(*available, step),
        }
    }

    /// Notes a sign of life; false if the connection is unknown or being closed.
    fn hears(&mut self, id: ConnectionId, now: Now) -> bool {
        match self.connections.get_mut(&id) {
            Some(connection) if !connection.closing => {
                connection.heard_millis = now.millis;
                true
            }
            Some(_) | None => false,
        }
    }

    fn storage_is(&mut self, available: bool, step: &mut Step<'_>) {
        self.storage = available;
        if available {
            let owed: Vec<_> = self.owed.iter().map(|(key, since)| (key.clone(), *since)).collect();
            for (channel, since) in owed {
                self.owed.remove(&channel);
                step.store(StoreOp::ChannelEmpty { channel, since });
            }
        }
    }

    fn tick(&mut self, step: &mut Step<'_>) {
        while let Some(timer) = self.timers.first().filter(|(due, _)| *due <= step.now.millis).cloned() {
            self.timers.remove(&timer);
            let (due, timer) = timer;
            match timer {
                Timer::LoginDeadline(id) => {
                    let waiting = |c: &Connection| c.user.is_none() && !c.closing;
                    if self.connections.get(&id).is_some_and(waiting) {
                        self.close(id, CloseReason::NoLogin, step);
                    }
                }
                Timer::Idle(id) => self.check_idle(id, step),
                Timer::GraceEnd(user) => self.grace_end(&user, due, step),
                Timer::ChannelEnd(channel) => self.channel_end(&channel, step),
                Timer::CountMembers { channel, total } => self.count_members(&channel, total, due, step),
                Timer::InviteEnd(invite) => self.invite_end(&invite, step),
                Timer::RingEnd(invite) => self.ring_end(&invite, step),
                Timer::AttributesEnd(user) => self.attributes_end(&user, due, step),
                Timer::Sweep => {
                    self.sweep(step);
                    self.timers.insert((step.now.millis + SWEEP_MILLIS, Timer::Sweep), ());
                }
            }
        }
    }

    fn check_idle(&mut self, id: ConnectionId, step: &mut Step<'_>) {
        let Some(connection) = self.connections.get(&id).filter(|c| !c.closing) else { return };
        let due = connection.heard_millis + IDLE_SECS * 1_000;
        if due <= step.now.millis {
            self.close(id, CloseReason::Idle, step);
        } else {
            self.timers.insert((due, Timer::Idle(id)), ());
        }
    }

    /// Closes a connection; its session, if it has one, waits to be taken up again.
    pub(super) fn close(&mut self, id: ConnectionId, reason: CloseReason, step: &mut Step<'_>) {
        self.detach(id, step);
        if let Some(connection) = self.connections.get_mut(&id)
            && !connection.closing
        {
            connection.closing = true;
            let pause_millis = match reason {
                CloseReason::Idle | CloseReason::NoLogin | CloseReason::BadFrame | CloseReason::Resumed => 0,
                CloseReason::LoggedOut
                | CloseReason::LoginRefused
                | CloseReason::Kicked
                | CloseReason::WrongLine
                | CloseReason::SecondLogin => CLOSE_PAUSE_MILLIS,
            };
            step.out.push(Output::Close { connection: id, reason, pause_millis });
        }
    }

    fn frame(&mut self, id: ConnectionId, frame: &Result<ClientFrame, FrameError>, step: &mut Step<'_>) {
        match frame {
            Ok(ClientFrame::Login(login)) => self.login(id, login, step),
            Ok(ClientFrame::LineLogin { line, cid, msgid }) => {
                self.line_login(id, line, cid.as_deref(), *msgid, step);
            }
            Ok(ClientFrame::Ping(n)) => step.send(id, &ServerFrame::Pong(*n)),
            Ok(ClientFrame::Call2 { id: call, function, args }) => {
                self.call2(id, *call, function, args, step);
            }
            // The shell may compress frames after this; `multi` is the server's choice, and it never makes it.
            Ok(ClientFrame::SetFlag { .. } | ClientFrame::Other { .. }) => {}
            Err(_) => self.close(id, CloseReason::BadFrame, step),
        }
    }

    fn call2(
        &mut self,
        id: ConnectionId,
        call: i64,
        function: &str,
        args: &Map<String, Value>,
        step: &mut Step<'_>,
    ) {
        let line = args.get("line").and_then(Value::as_str).unwrap_or_default();
        let user = self.connections.get(&id).and_then(|connection| connection.user.clone());
        let user = user.filter(|user| self.sessions.get(user).is_some_and(|s| &*s.line == line));
        let Some(user) = user else {
            self.reply(id, call, Err(Refusal::WrongLine), step);
            self.close(id, CloseReason::WrongLine, step);
            return;
        };
        if let Some(body) = self.answered_before(&user, function, args, call) {
            step.send(id, &ServerFrame::Call2Ret { id: call, err: String::new(), body: body.to_string() });
            return;
        }
        match Request::parse(function, args) {
            Err(refusal) => self.reply(id, call, Err(refusal), step),
            Ok(Request::UserLogout { ver_clear }) => {
                if let Some(version) = ver_clear {
                    self.acknowledge(&user, version, step);
                }
                self.end_session(&user, step);
                self.reply(id, call, Ok(Reply::Done), step);
                self.close(id, CloseReason::LoggedOut, step);
            }
            Ok(Request::UserGetMsg { ver_clear, max }) => {
                let (page, more) = self.page(&user, ver_clear, max, step);
                self.reply(id, call, Ok(page), step);
                if let Some(version) = more {
                    self.notify_more(&user, version, step);
                }
            }
            Ok(request) => {
                let outcome = self.request_once(&user, request, args, step);
                let body: Arc<str> = Arc::from(body(outcome));
                self.note_answer(&user, function, call, &body);
                step.send(
                    id,
                    &ServerFrame::Call2Ret { id: call, err: String::new(), body: body.to_string() },
                );
            }
        }
    }

    fn reply(&self, to: ConnectionId, call: i64, outcome: Result<Reply, Refusal>, step: &mut Step<'_>) {
        step.send(to, &ServerFrame::Call2Ret { id: call, err: String::new(), body: body(outcome) });
    }

    /// The store can be written, or the request that needs it is refused.
    pub(super) fn need_storage(&self) -> Result<(), Refusal> {
        if self.storage { Ok(()) } else { Err(Refusal::StorageUnavailable) }
    }

    pub(super) fn request(
        &mut self,
        user: &UserKey,
        request: Request,
        step: &mut Step<'_>,
    ) -> Result<Reply, Refusal> {
        match request {
            Request::UserSendMsg { peer, flag, content } => {
                self.send_message(user, &peer, flag, content, step)
            }
            Request::UserSetAttr { name, value } => self.set_user_attribute(user, &name, &value, step),
            Request::UserGetAttr { account, name } => Ok(self.user_attribute(user, account, name)),
            Request::UserGetAttrAll { account } => Ok(self.user_attributes(user, account)),
            Request::UserQueryUserStatus { account } => {
                let online = self.online(user, &account);
                Ok(Reply::UserStatus { account, online })
            }
            Request::UserQueryUserStatus2 { accounts } => {
                let status = |account: String| (self.online(user, &account), account);
                let list = accounts.into_iter().map(status).map(|(on, account)| (account, on)).collect();
                Ok(Reply::UserStatuses { list })
            }
            Request::UserSetFg { .. } => Ok(Reply::Done),
            Request::ChannelJoin { name } => self.channel_join(user, &name, step),
            Request::ChannelLeave { name } => self.channel_leave(user, &name, step),
            Request::ChannelSendMsg { name, msg, force } => self.channel_send(user, &name, &msg, force, step),
            Request::ChannelSetAttr { channel, name, value } => {
                self.channel_set_attribute(user, &channel, &name, &value, step)
            }
            Request::ChannelDelAttr { channel, name } => {
                self.channel_delete_attribute(user, &channel, &name, step)
            }
            Request::ChannelClearAttr { channel } => self.channel_clear_attributes(user, &channel, step),
            Request::ChannelQueryNum { name } => Ok(self.channel_num(user, &name)),
            Request::ChannelQueryUserIsIn { name, account } => Ok(self.channel_is_in(user, &name, &account)),
            Request::ChannelQueryUserList { name } => {
                Ok(self.channel_list(user, &name, crate::ids::USER_LIST))
            }
            Request::ChannelQueryUserListAll { name, num } => {
                Ok(self.channel_list(user, &name, usize::try_from(num).unwrap_or(usize::MAX)))
            }
            Request::Call { kind, channel_name, peer, extra } => {
                self.call(user, kind, &channel_name, &peer, &extra, step)
            }
            Request::CallBye { channel_name, dest_num, .. } => {
                self.call(user, crate::wire::CallKind::Bye, &channel_name, &dest_num, "", step)
            }
            Request::PstnInvite { .. } | Request::PstnDtmf { .. } => Err(Refusal::NoGateway),
            // Acknowledging by id is for sessions that were told so at login, and none is. The two others
            // were answered before they came here.
            Request::UserGetMsg2 { .. } | Request::UserLogout { .. } | Request::UserGetMsg { .. } => {
                Err(Refusal::Unknown)
            }
        }
    }
}

fn body(outcome: Result<Reply, Refusal>) -> String {
    match outcome {
        Ok(reply) => reply.to_body(),
        Err(refusal) => refusal.to_body(),
    }
}
