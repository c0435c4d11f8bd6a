use super::login::login_failed;
use super::mailbox::Mailbox;
use super::outcome::{self, Why};
use super::phase::{NotIn, Phase};
use super::turn::{Ask, Turn};
use super::{Core, Purpose};
use crate::client::{Answer, Error, Event};
use crate::ids::LOGOUT_SECS;
use crate::wire::{Ecode, Refusal, Request};
use std::time::Duration;

impl Core {
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

    pub(super) fn send_logout(&mut self, turn: &mut Turn<'_>) {
        let ver_clear = self.mailbox.as_ref().map(Mailbox::done);
        self.ask(turn, Purpose::Logout, Ask::Known(Request::UserLogout { ver_clear }));
    }

    pub(super) fn cancel_login(&mut self, turn: &mut Turn<'_>) {
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
}
