use super::outcome::{self, Why};
use super::turn::{Ask, HIDDEN, Turn};
use super::{Core, Mailbox, Output, Purpose, Waiting};
use crate::client::{Answer, Error, Event, Status};
use crate::ids::{
    Account, AppId, CONNECT_SECS, LOGIN_SECS, LOGOUT_SECS, PING_SECS, SILENCE_SECS, TOKEN_BYTES, Uid,
    WRONG_TOKEN_SECS,
};
use crate::wire::{ClientFrame, Ecode, Login, LoginRet, Refusal, Request};
use std::time::{Duration, Instant};

const DEVICE: &str = "bellbird";

/// Who signs in or has signed in.
#[derive(Debug)]
pub(super) struct Who {
    pub account: Account,
    pub token: String,
    /// The session's secret, while the server may still know the session.
    pub line: Option<String>,
}

/// A token that the server refused, and until when it is refused here without asking.
#[derive(Debug)]
pub(super) struct RefusedToken {
    account: Account,
    token: String,
    refusal: Refusal,
    until: Option<Instant>,
}

/// Where a session stands.
///
/// ```text
/// Out ──login──▶ LoggingIn ──login_ret──▶ In ──socket gone──▶ Lost ──login_ret──▶ In
///  ▲                 │ failed              │ logout             │ gave up
///  └─────────────────┴──────◀──LoggingOut──┴────────────────────┘
/// ```
#[derive(Debug)]
pub(super) enum Phase {
    Out,
    LoggingIn(Attempt),
    In(Heartbeat),
    Lost(Lost),
    /// `user_logout` was sent; the reply is waited for until then.
    LoggingOut {
        token: u64,
        until: Instant,
    },
}

#[derive(Debug)]
pub(super) struct Attempt {
    token: u64,
    since: Instant,
    retry_time: Duration,
    retry_count: u32,
    retries: u32,
    step: Step,
}

#[derive(Debug)]
pub(super) struct Lost {
    since: Instant,
    tries: u32,
    step: Step,
}

/// How far one try to sign in has come; each has the time at which it is given up or goes on.
#[derive(Debug, Clone, Copy)]
enum Step {
    Pausing(Instant),
    Connecting(Instant),
    Answering(Instant),
}

impl Step {
    fn until(self) -> Instant {
        match self {
            Self::Pausing(until) | Self::Connecting(until) | Self::Answering(until) => until,
        }
    }
}

#[derive(Debug)]
pub(super) struct Heartbeat {
    pings: i64,
    next: Instant,
    /// When the connection is dead, if nothing comes until then. Set by a ping, cleared by any frame.
    dead: Option<Instant>,
}

/// Why a try did not succeed.
struct NotIn {
    ecode: Ecode,
    error: Error,
    retry: bool,
}

impl NotIn {
    fn unreachable(why: &str) -> Self {
        Self { ecode: Ecode::LoginNet, error: Error::Unreachable(why.to_owned()), retry: true }
    }

    fn no_answer() -> Self {
        Self { ecode: Ecode::LoginNet, error: Error::NoAnswer, retry: true }
    }

    fn refused(refusal: Refusal) -> Self {
        let ecode = refusal.login_ecode();
        // An App ID that is not served will not be served in a second either.
        let retry = ecode == Ecode::LoginNet && refusal != Refusal::WrongVid;
        Self { ecode, error: Error::Refused { refusal, ecode }, retry }
    }
}

impl Phase {
    pub fn status(&self) -> Status {
        match self {
            Self::Out | Self::LoggingOut { .. } => Status::NotLoggedIn,
            Self::LoggingIn(_) => Status::LoggingIn,
            Self::In(_) => Status::LoggedIn,
            Self::Lost(_) => Status::Reconnecting,
        }
    }

    fn step_mut(&mut self) -> Option<&mut Step> {
        match self {
            Self::LoggingIn(attempt) => Some(&mut attempt.step),
            Self::Lost(lost) => Some(&mut lost.step),
            Self::Out | Self::In(_) | Self::LoggingOut { .. } => None,
        }
    }
}

impl Core {
    pub(super) fn login(
        &mut self,
        turn: &mut Turn<'_>,
        token: u64,
        account: String,
        secret: String,
        retry_time: Duration,
        retry_count: u32,
    ) {
        match self.phase {
            Phase::Out => {}
            // The documented way to replace a login: log out and, without waiting, log in.
            Phase::LoggingOut { .. } => self.end(turn, Ecode::LogoutUser),
            Phase::LoggingIn(_) | Phase::In(_) | Phase::Lost(_) => {
                let number = self.phase.status().number();
                turn.error("login", Ecode::LoginAlready, format!("login in wrong status : {number}"));
                return turn.answer(token, Err(Error::WrongState(Ecode::LoginAlready)));
            }
        }
        let wrong =
            |argument, ecode| NotIn { ecode, error: Error::WrongArgument { argument, ecode }, retry: false };
        if AppId::new(&self.app).is_err() {
            let code = Ecode::GeneralWrongParam;
            login_failed(turn, token, wrong("app", code));
            return turn.error("login", code, "wrong app id");
        }
        let Ok(account) = Account::new(account) else {
            return login_failed(turn, token, wrong("account", Ecode::LoginInvalidUser));
        };
        if secret.len() > TOKEN_BYTES {
            return login_failed(turn, token, wrong("token", Ecode::LoginTokenWrong));
        }
        if let Some(refused) = &self.refused
            && (&refused.account, &refused.token) == (&account, &secret)
            && refused.until.is_none_or(|until| turn.now < until)
        {
            return login_failed(turn, token, NotIn::refused(refused.refusal.clone()));
        }
        self.who = Some(Who { account, token: secret, line: None });
        let step = self.connect(turn);
        let since = turn.now;
        self.phase = Phase::LoggingIn(Attempt { token, since, retry_time, retry_count, retries: 0, step });
    }

    fn connect(&mut self, turn: &mut Turn<'_>) -> Step {
        turn.link(format!("connecting to {}", self.url));
        turn.out.push(Output::Connect { url: self.url.clone() });
        self.linked = true;
        Step::Connecting(turn.now + Duration::from_secs(2 * CONNECT_SECS))
    }

    fn disconnect(&mut self, turn: &mut Turn<'_>) {
        if self.linked {
            self.linked = false;
            turn.out.push(Output::Disconnect);
        }
    }

    pub(super) fn opened(&mut self, turn: &mut Turn<'_>) {
        turn.link("open");
        let (Some(step), Some(who)) = (self.phase.step_mut(), &self.who) else { return };
        *step = Step::Answering(turn.now + Duration::from_secs(LOGIN_SECS));
        let resume = |line: &str| ClientFrame::LineLogin {
            line: line.to_owned(),
            cid: self.channel.as_ref().map(|channel| channel.cid.clone()),
            msgid: self.channel.as_ref().map(|channel| channel.msgid),
        };
        let login = |token: &str| {
            ClientFrame::Login(Login {
                vid: self.app.clone(),
                account: who.account.to_string(),
                token: token.to_owned(),
                device: DEVICE.to_owned(),
                ver: None,
            })
        };
        match &who.line {
            Some(line) => turn.send(&resume(line), || resume(HIDDEN)),
            None => turn.send(&login(&who.token), || login(HIDDEN)),
        }
    }

    pub(super) fn login_ret(&mut self, turn: &mut Turn<'_>, ret: LoginRet) {
        let Some(Step::Answering(_)) = self.phase.step_mut() else { return };
        match ret {
            LoginRet::Ok { line, uid, resumed } => self.logged_in(turn, line, Uid(uid), resumed),
            LoginRet::Failed(refusal) if matches!(self.phase, Phase::Lost(_)) => self.refused(turn, refusal),
            LoginRet::Failed(refusal) => {
                self.remember(turn.now, &refusal);
                self.try_failed(turn, NotIn::refused(refusal));
            }
        }
    }

    fn logged_in(&mut self, turn: &mut Turn<'_>, line: String, uid: Uid, resumed: bool) {
        let Some(who) = &mut self.who else { return };
        let asked_to_resume = who.line.is_some();
        who.line = Some(line);
        let account = who.account.clone();
        let heartbeat = Heartbeat { pings: 0, next: turn.now, dead: None };
        match std::mem::replace(&mut self.phase, Phase::In(heartbeat)) {
            Phase::Lost(_) => {
                self.ping(turn);
                let resumed = resumed && asked_to_resume;
                turn.event(Event::Reconnected { fd: 0, resumed });
                if resumed {
                    self.repeat(turn);
                } else {
                    self.start_over(turn);
                }
            }
            Phase::LoggingIn(attempt) => {
                self.ping(turn);
                let seen = self.options.received.get(&account).copied().unwrap_or(0);
                self.mailbox = Some(Mailbox::new(seen, self.options.confirm_receipt, turn.now));
                turn.event(Event::LoginSuccess { uid, fd: 0 });
                turn.answer(attempt.token, Ok(Answer::LoggedIn { uid }));
            }
            Phase::Out | Phase::In(_) | Phase::LoggingOut { .. } => {}
        }
        self.poll(turn);
    }

    /// The session is still known: all that was not answered goes out again under its old id.
    fn repeat(&mut self, turn: &mut Turn<'_>) {
        let mut requests = std::mem::take(&mut self.requests);
        for (id, waiting) in &mut requests {
            self.write(turn, *id, waiting);
        }
        self.requests = requests;
    }

    /// A new session: back into the channel, then what can be asked again or was never sent.
    fn start_over(&mut self, turn: &mut Turn<'_>) {
        let requests = std::mem::take(&mut self.requests);
        let joins =
            |waiting: &Waiting| matches!(&waiting.purpose, Purpose::Call { op: super::Op::Join { .. }, .. });
        let rejoin = !requests.values().any(joins);
        self.channel.take_if(|channel| channel.leaving);
        if let (Some(channel), true) = (&self.channel, rejoin) {
            let request = Request::ChannelJoin { name: channel.name.to_string() };
            self.ask(turn, Purpose::Rejoin, Ask::Known(request));
        } else {
            self.channel = None;
        }
        for mut waiting in requests.into_values() {
            match waiting.purpose {
                Purpose::Call { token, ref op } if waiting.sent && !op.repeatable() => {
                    outcome::failed(turn, token, op, Why::NoAnswer);
                }
                Purpose::Call { .. } | Purpose::Ack | Purpose::Poll | Purpose::Rejoin | Purpose::Logout => {
                    let id = self.next_id;
                    self.next_id += 1;
                    self.write(turn, id, &mut waiting);
                    self.requests.insert(id, waiting);
                }
            }
        }
    }

    /// The server answered "no" while reconnecting.
    fn refused(&mut self, turn: &mut Turn<'_>, refusal: Refusal) {
        let resuming = self.who.as_mut().is_some_and(|who| who.line.take().is_some());
        match refusal {
            Refusal::Kicked => self.end(turn, Ecode::LogoutKicked),
            Refusal::TokenExpired => self.end(turn, Ecode::LogoutTokenExpired),
            // The session is forgotten: sign in anew at once, on a socket of its own.
            _ if resuming => {
                self.disconnect(turn);
                let connecting = self.connect(turn);
                if let Some(step) = self.phase.step_mut() {
                    *step = connecting;
                }
            }
            refusal => {
                let not_in = NotIn::refused(refusal);
                if not_in.retry { self.try_failed(turn, not_in) } else { self.end(turn, Ecode::LogoutNet) }
            }
        }
    }

    fn remember(&mut self, now: Instant, refusal: &Refusal) {
        let until = match refusal.login_ecode() {
            Ecode::LoginTokenExpired => None,
            Ecode::LoginTokenWrong => Some(now + Duration::from_secs(WRONG_TOKEN_SECS)),
            _ => return,
        };
        if let Some(Who { account, token, .. }) = &self.who {
            let (account, token, refusal) = (account.clone(), token.clone(), refusal.clone());
            self.refused = Some(RefusedToken { account, token, refusal, until });
        }
    }

    /// One try to sign in has failed; another follows if the rules allow it.
    fn try_failed(&mut self, turn: &mut Turn<'_>, not_in: NotIn) {
        self.disconnect(turn);
        match &mut self.phase {
            Phase::LoggingIn(attempt) => {
                let in_time = turn.now.saturating_duration_since(attempt.since) < attempt.retry_time;
                if not_in.retry && in_time && attempt.retries < attempt.retry_count {
                    attempt.retries += 1;
                    attempt.step = Step::Pausing(turn.now + self.dice.pause(attempt.retries));
                } else {
                    let token = attempt.token;
                    (self.phase, self.who) = (Phase::Out, None);
                    login_failed(turn, token, not_in);
                }
            }
            Phase::Lost(lost) => lost.step = Step::Pausing(turn.now + self.dice.pause(lost.tries + 1)),
            Phase::Out | Phase::In(_) | Phase::LoggingOut { .. } => {}
        }
    }

    /// The pause is over.
    fn try_again(&mut self, turn: &mut Turn<'_>) {
        if let Phase::Lost(lost) = &mut self.phase {
            lost.tries += 1;
            turn.event(Event::Reconnecting { nretry: lost.tries });
        }
        let connecting = self.connect(turn);
        if let Some(step) = self.phase.step_mut() {
            *step = connecting;
        }
    }

    pub(super) fn link_lost(&mut self, turn: &mut Turn<'_>, why: &str) {
        turn.link(format!("lost: {why}"));
        self.linked = false;
        match self.phase {
            Phase::Out => {}
            Phase::LoggingIn(_) | Phase::Lost(_) => self.try_failed(turn, NotIn::unreachable(why)),
            Phase::In(_) => self.reconnect(turn),
            Phase::LoggingOut { .. } => self.end(turn, Ecode::LogoutUser),
        }
    }

    fn reconnect(&mut self, turn: &mut Turn<'_>) {
        self.disconnect(turn);
        if let Some(mailbox) = &mut self.mailbox {
            mailbox.lost();
        }
        self.requests.retain(|_, waiting| !matches!(waiting.purpose, Purpose::Poll | Purpose::Rejoin));
        let step = Step::Pausing(turn.now + self.dice.pause(1));
        self.phase = Phase::Lost(Lost { since: turn.now, tries: 0, step });
    }

    pub(super) fn reconnect_now(&mut self, turn: &mut Turn<'_>, token: u64) {
        match (&self.phase, self.phase_step()) {
            (Phase::Out | Phase::LoggingOut { .. }, _) => return turn.answer(token, Err(Error::NotLoggedIn)),
            // Connected, as far as we know: a ping finds out.
            (Phase::In(_), _) => self.ping(turn),
            (_, Some(Step::Pausing(_))) => self.try_again(turn),
            (Phase::LoggingIn(_) | Phase::Lost(_), _) => {}
        }
        turn.answer(token, Ok(Answer::Done));
    }

    fn phase_step(&self) -> Option<Step> {
        match &self.phase {
            Phase::LoggingIn(attempt) => Some(attempt.step),
            Phase::Lost(lost) => Some(lost.step),
            Phase::Out | Phase::In(_) | Phase::LoggingOut { .. } => None,
        }
    }

    pub(super) fn logout(&mut self, turn: &mut Turn<'_>, token: u64) {
        match &self.phase {
            Phase::Out | Phase::LoggingOut { .. } => {
                turn.error("logout", Ecode::LogoutAlready, "not logged in");
                turn.answer(token, Err(Error::WrongState(Ecode::LogoutAlready)));
            }
            Phase::LoggingIn(_) => {
                self.cancel_login(turn);
                turn.answer(token, Ok(Answer::Done));
            }
            Phase::Lost(_) => {
                self.end(turn, Ecode::LogoutUser);
                turn.answer(token, Ok(Answer::Done));
            }
            Phase::In(_) => {
                self.send_logout(turn);
                let until = turn.now + Duration::from_secs(LOGOUT_SECS);
                self.phase = Phase::LoggingOut { token, until };
            }
        }
    }

    fn send_logout(&mut self, turn: &mut Turn<'_>) {
        let ver_clear = self.mailbox.as_ref().map(Mailbox::done);
        self.ask(turn, Purpose::Logout, Ask::Known(Request::UserLogout { ver_clear }));
    }

    fn cancel_login(&mut self, turn: &mut Turn<'_>) {
        self.disconnect(turn);
        self.who = None;
        if let Phase::LoggingIn(attempt) = std::mem::replace(&mut self.phase, Phase::Out) {
            let ecode = Ecode::LoginCancel;
            login_failed(turn, attempt.token, NotIn { ecode, error: Error::Ended(ecode), retry: false });
        }
    }

    /// The session is over: every open call ends, then the event says why.
    pub(super) fn end(&mut self, turn: &mut Turn<'_>, ecode: Ecode) {
        self.disconnect(turn);
        let phase = std::mem::replace(&mut self.phase, Phase::Out);
        if let (Some(who), Some(mailbox)) = (self.who.take(), self.mailbox.take()) {
            self.options.received.insert(who.account, mailbox.seen());
        }
        self.channel = None;
        for waiting in std::mem::take(&mut self.requests).into_values() {
            if let Purpose::Call { token, op } = waiting.purpose {
                outcome::failed(turn, token, &op, Why::Ended(ecode));
            }
        }
        turn.event(Event::Logout { ecode });
        if let Phase::LoggingOut { token, .. } = phase {
            turn.answer(token, Ok(Answer::Done));
        }
    }

    pub(super) fn kicked(&mut self, turn: &mut Turn<'_>) {
        match self.phase {
            Phase::Out => {}
            Phase::LoggingIn(_) => self.try_failed(turn, NotIn::refused(Refusal::Kicked)),
            Phase::In(_) | Phase::Lost(_) => self.end(turn, Ecode::LogoutKicked),
            Phase::LoggingOut { .. } => self.end(turn, Ecode::LogoutUser),
        }
    }

    /// The server ends the session for good.
    pub(super) fn dismissed(&mut self, turn: &mut Turn<'_>, reason: &str) {
        match self.phase {
            Phase::Out => {}
            Phase::LoggingIn(_) | Phase::Lost(_) => self.try_failed(turn, NotIn::unreachable(reason)),
            Phase::In(_) => self.end(turn, Ecode::LogoutNet),
            Phase::LoggingOut { .. } => self.end(turn, Ecode::LogoutUser),
        }
    }

    pub(super) fn destroy(&mut self, turn: &mut Turn<'_>) {
        match self.phase {
            Phase::Out => {}
            Phase::LoggingIn(_) => self.cancel_login(turn),
            Phase::In(_) => {
                self.send_logout(turn);
                self.end(turn, Ecode::LogoutUser);
            }
            Phase::Lost(_) | Phase::LoggingOut { .. } => self.end(turn, Ecode::LogoutUser),
        }
    }

    pub(super) fn heard(&mut self) {
        if let Phase::In(heartbeat) = &mut self.phase {
            heartbeat.dead = None;
        }
    }

    fn ping(&mut self, turn: &mut Turn<'_>) {
        let Phase::In(heartbeat) = &mut self.phase else { return };
        heartbeat.pings += 1;
        heartbeat.next = turn.now + Duration::from_secs(PING_SECS);
        heartbeat.dead.get_or_insert(turn.now + Duration::from_secs(SILENCE_SECS));
        let frame = ClientFrame::Ping(heartbeat.pings);
        turn.send(&frame, || frame.clone());
    }

    pub(super) fn stall(&mut self, turn: &mut Turn<'_>, stalled: bool) {
        self.stalled = stalled;
        if let (Phase::In(Heartbeat { dead: Some(dead), .. }), false) = (&mut self.phase, stalled) {
            *dead = turn.now + Duration::from_secs(SILENCE_SECS);
        }
    }

    fn gives_up(&self) -> Option<Instant> {
        match &self.phase {
            Phase::Lost(lost) => self.options.give_up.map(|after| lost.since + after),
            Phase::Out | Phase::LoggingIn(_) | Phase::In(_) | Phase::LoggingOut { .. } => None,
        }
    }

    pub(super) fn phase_deadline(&self) -> Option<Instant> {
        match &self.phase {
            Phase::Out => None,
            Phase::LoggingIn(attempt) => Some(attempt.step.until()),
            Phase::In(Heartbeat { next, dead, .. }) => match dead {
                Some(dead) if !self.stalled => Some(*dead.min(next)),
                Some(_) | None => Some(*next),
            },
            Phase::Lost(lost) => {
                Some(self.gives_up().map_or(lost.step.until(), |at| at.min(lost.step.until())))
            }
            Phase::LoggingOut { until, .. } => Some(*until),
        }
    }

    pub(super) fn tick(&mut self, turn: &mut Turn<'_>) {
        self.overdue(turn);
        if self.gives_up().is_some_and(|at| at <= turn.now) {
            return self.end(turn, Ecode::LogoutNet);
        }
        if self.phase_deadline().is_some_and(|at| at <= turn.now) {
            match (&self.phase, self.phase_step()) {
                (_, Some(Step::Pausing(_))) => self.try_again(turn),
                (_, Some(Step::Connecting(_))) => self.try_failed(turn, NotIn::unreachable("no connection")),
                (_, Some(Step::Answering(_))) => self.try_failed(turn, NotIn::no_answer()),
                (Phase::In(Heartbeat { dead: Some(dead), .. }), None)
                    if *dead <= turn.now && !self.stalled =>
                {
                    turn.link("nothing came after a ping: the connection is dead");
                    self.reconnect(turn);
                }
                (Phase::In(_), None) => self.ping(turn),
                (Phase::LoggingOut { .. }, None) => self.end(turn, Ecode::LogoutUser),
                (Phase::Out | Phase::LoggingIn(_) | Phase::Lost(_), None) => {}
            }
        }
        if self.mailbox.as_ref().and_then(Mailbox::deadline).is_some_and(|at| at <= turn.now) {
            self.poll(turn);
        }
    }
}

fn login_failed(turn: &mut Turn<'_>, token: u64, not_in: NotIn) {
    turn.event(Event::LoginFailed { ecode: not_in.ecode });
    turn.answer(token, Err(not_in.error));
}
