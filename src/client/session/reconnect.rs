use super::outcome::{self, Why};
use super::phase::{Lost, NotIn, Phase, Step};
use super::request::Op;
use super::turn::{Ask, Turn};
use super::{Core, Purpose, Waiting};
use crate::client::{Answer, Error, Event};
use crate::ids::REPLY_SECS;
use crate::wire::{Ecode, Refusal, Request};
use std::time::Duration;

impl Core {
    pub(super) fn reconnect(&mut self, turn: &mut Turn<'_>) {
        self.disconnect(turn);
        if let Some(mailbox) = &mut self.mailbox {
            mailbox.lost();
        }
        self.requests.retain(|_, waiting| !matches!(waiting.purpose, Purpose::Poll | Purpose::Rejoin));
        let step = Step::Pausing(turn.now + self.dice.pause(1));
        self.phase = Phase::Lost(Lost { since: turn.now, tries: 0, step });
    }

    /// The pause is over.
    pub(super) fn try_again(&mut self, turn: &mut Turn<'_>) {
        if let Phase::Lost(lost) = &mut self.phase {
            lost.tries += 1;
            turn.event(Event::Reconnecting { nretry: lost.tries });
        }
        let connecting = self.connect(turn);
        if let Some(step) = self.phase.step_mut() {
            *step = connecting;
        }
    }

    pub(super) fn reconnect_now(&mut self, turn: &mut Turn<'_>, token: u64) {
        match (&self.phase, self.phase.step()) {
            (Phase::Out | Phase::LoggingOut { .. }, _) => return turn.answer(token, Err(Error::NotLoggedIn)),
            // Connected, as far as we know: a ping finds out.
            (Phase::In(_), _) => self.ping(turn),
            (_, Some(Step::Pausing(_))) => self.try_again(turn),
            (Phase::LoggingIn(_) | Phase::Lost(_), _) => {}
        }
        turn.answer(token, Ok(Answer::Done));
    }

    /// The session is still known: all that was not answered goes out again under its old id.
    pub(super) fn repeat(&mut self, turn: &mut Turn<'_>) {
        let mut requests = std::mem::take(&mut self.requests);
        for (id, waiting) in &mut requests {
            self.write(turn, *id, waiting);
        }
        self.requests = requests;
    }

    /// A leave or a join without an answer: the program takes it that this session is not in the channel, so
    /// the server shall hear of it as soon as it can, or the others would see somebody who is not there.
    pub(super) fn leave_later(&mut self, turn: &mut Turn<'_>, id: i64, waiting: Waiting) {
        let until = turn.now + Duration::from_secs(REPLY_SECS);
        match &waiting.purpose {
            Purpose::Call { op: Op::Leave { channel }, .. } => {
                self.channel.take_if(|current| current.name == *channel);
                self.requests.insert(id, Waiting { purpose: Purpose::Leave, until, ..waiting });
            }
            Purpose::Call { op: Op::Join { channel }, .. }
                if waiting.sent && self.channel.as_ref().is_none_or(|current| current.name != *channel) =>
            {
                let request = Request::ChannelLeave { name: channel.to_string() };
                self.ask(turn, Purpose::Leave, Ask::Known(request));
            }
            Purpose::Leave if matches!(self.phase, Phase::Lost(_)) => {
                self.requests.insert(id, Waiting { until, ..waiting });
            }
            Purpose::Call { .. }
            | Purpose::Leave
            | Purpose::Poll
            | Purpose::Ack
            | Purpose::Rejoin
            | Purpose::Logout => {}
        }
    }

    /// A new session: back into the channel, then what can be asked again or was never sent.
    pub(super) fn start_over(&mut self, turn: &mut Turn<'_>) {
        let requests = std::mem::take(&mut self.requests);
        self.channel.take_if(|channel| channel.leaving);
        // Also where another join waits: if that is refused, this is still the channel.
        if let Some(channel) = &self.channel {
            let request = Request::ChannelJoin { name: channel.name.to_string() };
            self.ask(turn, Purpose::Rejoin, Ask::Known(request));
        }
        for mut waiting in requests.into_values() {
            match waiting.purpose {
                Purpose::Call { token, ref op } if waiting.sent && !op.repeatable() => {
                    outcome::failed(turn, token, op, Why::NoAnswer);
                }
                // The session that stood in the channel is gone.
                Purpose::Leave => {}
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
    pub(super) fn refused(&mut self, turn: &mut Turn<'_>, refusal: Refusal) {
        let resuming = self.who.as_mut().is_some_and(|who| who.line.take().is_some());
        let not_in = NotIn::refused(refusal);
        if not_in.ecode == Ecode::LoginKicked {
            self.end(turn, Ecode::LogoutKicked);
        } else if not_in.ecode == Ecode::LoginTokenExpired {
            self.end(turn, Ecode::LogoutTokenExpired);
        } else if resuming {
            // The session is forgotten: sign in anew at once, on a socket of its own.
            self.disconnect(turn);
            let connecting = self.connect(turn);
            if let Some(step) = self.phase.step_mut() {
                *step = connecting;
            }
        } else if not_in.retry {
            self.try_failed(turn, not_in);
        } else {
            self.end(turn, Ecode::LogoutNet);
        }
    }
}
