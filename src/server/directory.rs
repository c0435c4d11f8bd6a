use super::boundary::{ChannelKey, CloseReason, ConnectionId, StoreOp, UserKey};
use super::hub::{Hub, Step, Timer};
use super::mailbox::Mailbox;
use super::rate::Rate;
use super::repeats::Answers;
use crate::ids::{
    ATTRIBUTE_VALUE_BYTES, ATTRIBUTES_BYTES_PER_OWNER, ATTRIBUTES_PER_OWNER, Account, AttributeName,
    ChannelName, GRACE_SECS, IDLE_SECS, NameError, RESUME_GRACE_SECS,
};
use crate::wire::{Login, LoginRet, Notify, Refusal, ServerFrame};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The number before the first account's.
const FIRST_UID: u32 = 1_000_000_000;

/// The attributes of one user or one channel.
pub(super) type Attributes = BTreeMap<AttributeName, Arc<str>>;

/// What an SDK understands, told by `device` at login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Device {
    /// JS: takes whole messages pushed, and any JSON value in a channel.
    Web,
    /// Java and Python: fetches messages itself, takes only text. Strangers are treated alike.
    Java,
    /// Our own: as JS, and it can take up its session again on another connection.
    Bellbird,
}

impl Device {
    fn of(text: &str) -> Self {
        match text {
            "websdk" => Self::Web,
            "bellbird" => Self::Bellbird,
            _ => Self::Java,
        }
    }

    fn grace_secs(self) -> u64 {
        match self {
            Self::Web | Self::Java => GRACE_SECS,
            Self::Bellbird => RESUME_GRACE_SECS,
        }
    }
}

/// One socket.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    secret: u128,
    pub(super) user: Option<UserKey>,
    pub(super) closing: bool,
    pub(super) heard_millis: u64,
}

impl Connection {
    pub(super) fn new(secret: u128, now_millis: u64) -> Self {
        Self { secret, user: None, closing: false, heard_millis: now_millis }
    }
}

/// One signed-in account.
///
/// ```text
///  login ──▶ connected ──socket gone──▶ in grace ──grace over, or a fresh login──▶ ended
///               ▲                          │
///               └────────line_login────────┘
/// ```
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// The secret that every request carries.
    pub(super) line: Arc<str>,
    pub(super) uid: u32,
    pub(super) device: Device,
    /// `None` in grace.
    pub(super) connection: Option<ConnectionId>,
    grace_due: Option<u64>,
    pub(super) channel: Option<ChannelName>,
    /// The last event of the channel when the socket broke.
    detached_after: u64,
    /// Whether the first page of this connection has been answered, and the highest version that was pushed
    /// or returned on it: what the client has processed is never below.
    pub(super) polled: bool,
    pub(super) sent: u64,
    pub(super) message_rate: Rate,
    pub(super) attribute_rates: Arc<BTreeMap<AttributeName, Rate>>,
    pub(super) answers: Answers,
}

/// What is kept of an account for good.
#[derive(Debug, Clone)]
pub(super) struct User {
    pub(super) uid: u32,
    pub(super) attributes: Arc<Attributes>,
    /// When the attributes are dropped because the account stayed away.
    pub(super) attributes_due: Option<u64>,
    pub(super) mailbox: Mailbox,
}

/// A name from a request, or why it is refused.
pub(super) fn named<T>(name: Result<T, NameError>) -> Result<T, Refusal> {
    name.map_err(|error| match error {
        NameError::TooLong { .. } => Refusal::TooLarge,
        NameError::Empty | NameError::ForbiddenCharacter(_) => Refusal::WrongParam,
    })
}

/// Whether one more value fits among an owner's attributes.
pub(super) fn check_room(attributes: &Attributes, name: &AttributeName, value: &str) -> Result<(), Refusal> {
    let others = attributes.iter().filter(|(other, _)| *other != name);
    let (mut count, mut bytes) = (1, name.as_str().len() + value.len());
    for (name, value) in others {
        count += 1;
        bytes += name.as_str().len() + value.len();
    }
    let fits = value.len() <= ATTRIBUTE_VALUE_BYTES
        && count <= ATTRIBUTES_PER_OWNER
        && bytes <= ATTRIBUTES_BYTES_PER_OWNER;
    if fits { Ok(()) } else { Err(Refusal::TooLarge) }
}

impl Hub {
    pub(super) fn load_user(&mut self, user: UserKey, uid: u32, ver_last: u64, ver_clear: u64) {
        let last = self.last_uid.get(&user.app).copied().unwrap_or(FIRST_UID).max(uid);
        self.last_uid.insert(user.app.clone(), last);
        let mailbox = Mailbox::new(ver_last, ver_clear);
        self.users.insert(user, User { uid, attributes: Arc::default(), attributes_due: None, mailbox });
    }

    /// Makes the account known if it is not.
    pub(super) fn ensure_user(&mut self, user: &UserKey, step: &mut Step<'_>) -> Result<u32, Refusal> {
        if let Some(known) = self.users.get(user) {
            return Ok(known.uid);
        }
        self.need_storage()?;
        let last = self.last_uid.get(&user.app).copied().unwrap_or(FIRST_UID);
        // Old SDKs read the number as a signed 32-bit one.
        let uid = if last < i32::MAX as u32 { last + 1 } else { last };
        self.last_uid.insert(user.app.clone(), uid);
        // Versions rise for ever, also over a store that was lost: a client keeps the last one it has seen.
        let version = step.now.unix_secs();
        let mailbox = Mailbox::new(version, version);
        self.users
            .insert(user.clone(), User { uid, attributes: Arc::default(), attributes_due: None, mailbox });
        step.store(StoreOp::AddUser { user: user.clone(), uid, version });
        Ok(uid)
    }

    /// The number of a known account, 0 otherwise.
    pub(super) fn uid(&self, user: &UserKey) -> u32 {
        self.users.get(user).map_or(0, |user| user.uid)
    }

    pub(super) fn login(&mut self, id: ConnectionId, login: &Login, step: &mut Step<'_>) {
        let Some(connection) = self.connections.get(&id) else { return };
        if connection.user.is_some() {
            self.refuse_login(id, Refusal::Other("already logged in".to_owned()), step);
            self.close(id, CloseReason::SecondLogin, step);
            return;
        }
        let line: Arc<str> = Arc::from(format!("{:032x}", connection.secret));
        let admitted = self.policy.admit(login, step.now.unix_secs());
        let admitted = admitted.and_then(|user| Ok((self.ensure_user(&user, step)?, user)));
        let (uid, user) = match admitted {
            Ok(admitted) => admitted,
            Err(refusal) => {
                self.refuse_login(id, refusal, step);
                self.close(id, CloseReason::LoginRefused, step);
                return;
            }
        };
        let alive = self.sessions.get(&user).and_then(|session| session.connection);
        self.drop_session(&user, step);
        if let Some(old) = alive {
            // Never `close` before `kick`: JS would report a lost connection instead.
            step.send(old, &ServerFrame::Kick { reason: "signed in on another device".to_owned() });
            self.close(old, CloseReason::Kicked, step);
        }
        self.lines.insert(line.clone(), user.clone());
        let session = Session {
            line: line.clone(),
            uid,
            device: Device::of(&login.device),
            connection: Some(id),
            grace_due: None,
            channel: None,
            detached_after: 0,
            polled: false,
            sent: 0,
            message_rate: Rate::default(),
            attribute_rates: Arc::default(),
            answers: Answers::default(),
        };
        self.sessions.insert(user.clone(), session);
        self.attach(id, &user, step);
        self.attributes_stay(&user);
        self.invites_see(&user);
        let ok = LoginRet::Ok { line: line.to_string(), uid, resumed: false };
        step.send(id, &ServerFrame::LoginRet(ok));
        self.tell_presence(&user, true, step);
    }

    fn refuse_login(&self, id: ConnectionId, refusal: Refusal, step: &mut Step<'_>) {
        step.send(id, &ServerFrame::LoginRet(LoginRet::Failed(refusal)));
    }

    fn attach(&mut self, id: ConnectionId, user: &UserKey, step: &mut Step<'_>) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.user = Some(user.clone());
            self.timers.insert((step.after(IDLE_SECS), Timer::Idle(id)), ());
        }
    }

    /// Takes up a session on a new connection. A refusal leaves the connection open for a full login.
    pub(super) fn line_login(
        &mut self,
        id: ConnectionId,
        line: &str,
        cid: Option<&str>,
        msgid: Option<u64>,
        step: &mut Step<'_>,
    ) {
        let fresh = self.connections.get(&id).is_some_and(|connection| connection.user.is_none());
        let user = self.lines.get(&Arc::from(line)).filter(|_| fresh).cloned();
        let missed = user.as_ref().and_then(|user| self.missed(user, cid, msgid));
        let (Some(user), Some(missed)) = (user, missed) else {
            self.refuse_login(id, Refusal::WrongLine, step);
            return;
        };
        if let Some(old) = self.sessions.get(&user).and_then(|session| session.connection) {
            self.close(old, CloseReason::Resumed, step);
        }
        let Some(session) = self.sessions.get_mut(&user) else { return };
        if let Some(due) = session.grace_due.take() {
            self.timers.remove(&(due, Timer::GraceEnd(user.clone())));
        }
        session.connection = Some(id);
        session.polled = false;
        session.sent = 0;
        let (uid, channel) = (session.uid, session.channel.clone());
        if let Some(name) = channel {
            self.member_connects(&ChannelKey { app: user.app.clone(), name }, &user.account, Some(id));
        }
        self.attach(id, &user, step);
        let ok = LoginRet::Ok { line: line.to_owned(), uid, resumed: true };
        step.send(id, &ServerFrame::LoginRet(ok));
        for frame in missed {
            step.send_text(Arc::new([id]), frame);
        }
        let waiting = self.newest(&user);
        if let Some(version) = waiting {
            step.send(id, &ServerFrame::Notify(Notify::Msg { version }));
        }
    }

    /// The channel events that a session has missed, or `None` if it cannot be taken up: it is not of a kind
    /// that can, stands in another channel than the client believes, or has missed too much.
    fn missed(&self, user: &UserKey, cid: Option<&str>, msgid: Option<u64>) -> Option<Vec<Arc<str>>> {
        let session = self.sessions.get(user).filter(|session| session.device == Device::Bellbird)?;
        let key = session.channel.clone().map(|name| ChannelKey { app: user.app.clone(), name });
        match key.and_then(|key| self.channels.get(&key)) {
            Some(channel) if cid.is_none_or(|cid| *cid == *channel.cid) => {
                channel.events_after(msgid.unwrap_or(session.detached_after))
            }
            None if cid.is_none() => Some(Vec::new()),
            Some(_) | None => None,
        }
    }

    /// Parts a connection from its session, which goes into grace.
    pub(super) fn detach(&mut self, id: ConnectionId, step: &mut Step<'_>) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        let Some(user) = connection.user.take() else { return };
        let Some(session) = self.sessions.get_mut(&user).filter(|s| s.connection == Some(id)) else {
            return;
        };
        let due = step.after(session.device.grace_secs());
        session.connection = None;
        session.grace_due = Some(due);
        self.timers.insert((due, Timer::GraceEnd(user.clone())), ());
        let Some(name) = session.channel.clone() else { return };
        let key = ChannelKey { app: user.app.clone(), name };
        self.member_connects(&key, &user.account, None);
        let last = self.channels.get(&key).map_or(0, |channel| channel.msgid);
        if let Some(session) = self.sessions.get_mut(&user) {
            session.detached_after = last;
        }
    }

    pub(super) fn grace_end(&mut self, user: &UserKey, due: u64, step: &mut Step<'_>) {
        if self.sessions.get(user).is_some_and(|session| session.grace_due == Some(due)) {
            self.end_session(user, step);
        }
    }

    /// The account is offline from here on; its channel is told.
    pub(super) fn end_session(&mut self, user: &UserKey, step: &mut Step<'_>) {
        self.drop_session(user, step);
        self.attributes_age(user, step);
        self.tell_presence(user, false, step);
    }

    fn drop_session(&mut self, user: &UserKey, step: &mut Step<'_>) {
        self.leave(user, step);
        let Some(session) = self.sessions.remove(user) else { return };
        self.lines.remove(&session.line);
        self.caller_lost(user, step);
        if let Some(due) = session.grace_due {
            self.timers.remove(&(due, Timer::GraceEnd(user.clone())));
        }
        if let Some(connection) = session.connection.and_then(|id| self.connections.get_mut(&id)) {
            connection.user = None;
        }
    }

    /// Another account of the same app, if the text is one.
    pub(super) fn other(&self, user: &UserKey, account: &str) -> Option<UserKey> {
        Some(UserKey { app: user.app.clone(), account: Account::new(account).ok()? })
    }

    pub(super) fn online(&self, asker: &UserKey, account: &str) -> bool {
        self.other(asker, account).is_some_and(|user| self.sessions.contains(&user))
    }
}

/// Attributes as they travel.
pub(super) fn texts(attributes: &Attributes) -> BTreeMap<String, String> {
    attributes.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}
