use super::mailbox::Mailbox;
use super::phase::{Attempt, Heartbeat, NotIn, Phase, RefusedToken, Step, Who};
use super::turn::{HIDDEN, Turn};
use super::{Core, Output};
use crate::client::{Answer, Error, Event};
use crate::ids::{Account, AppId, CONNECT_SECS, LOGIN_SECS, TOKEN_BYTES, Uid, WRONG_TOKEN_SECS};
use crate::wire::{ClientFrame, Ecode, Login, LoginRet, Refusal};
use std::time::{Duration, Instant};

const DEVICE: &str = "bellbird";

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

    pub(super) fn connect(&mut self, turn: &mut Turn<'_>) -> Step {
        turn.link(format!("connecting to {}", self.url));
        turn.out.push(Output::Connect { url: self.url.clone() });
        self.linked = true;
        Step::Connecting(turn.now + Duration::from_secs(2 * CONNECT_SECS))
    }

    pub(super) fn disconnect(&mut self, turn: &mut Turn<'_>) {
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

    fn remember(&mut self, now: Instant, refusal: &Refusal) {
        let ecode = refusal.login_ecode();
        if ecode != Ecode::LoginTokenExpired && ecode != Ecode::LoginTokenWrong {
            return;
        }
        let wrong = ecode == Ecode::LoginTokenWrong;
        let until = wrong.then(|| now + Duration::from_secs(WRONG_TOKEN_SECS));
        if let Some(Who { account, token, .. }) = &self.who {
            let (account, token, refusal) = (account.clone(), token.clone(), refusal.clone());
            self.refused = Some(RefusedToken { account, token, refusal, until });
        }
    }

    /// One try to sign in has failed; another follows if the rules allow it.
    pub(super) fn try_failed(&mut self, turn: &mut Turn<'_>, not_in: NotIn) {
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
}

pub(super) fn login_failed(turn: &mut Turn<'_>, token: u64, not_in: NotIn) {
    turn.event(Event::LoginFailed { ecode: not_in.ecode });
    turn.answer(token, Err(not_in.error));
}
