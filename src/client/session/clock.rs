use super::mailbox::Mailbox;
use super::outcome::{self, Why};
use super::phase::{Heartbeat, NotIn, Phase, Step};
use super::turn::Turn;
use super::{Core, Purpose};
use crate::ids::{PING_SECS, SILENCE_SECS};
use crate::wire::{ClientFrame, Ecode};
use std::time::{Duration, Instant};

impl Core {
    pub(super) fn heard(&mut self) {
        if let Phase::In(heartbeat) = &mut self.phase {
            heartbeat.dead = None;
        }
    }

    pub(super) fn ping(&mut self, turn: &mut Turn<'_>) {
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

    pub(super) fn gives_up(&self) -> Option<Instant> {
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
            match (&self.phase, self.phase.step()) {
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

    /// Ends the requests whose replies are overdue.
    fn overdue(&mut self, turn: &mut Turn<'_>) {
        let late: Vec<i64> =
            self.requests.iter().filter(|(_, w)| w.until <= turn.now).map(|(id, _)| *id).collect();
        for id in late {
            let Some(waiting) = self.requests.remove(&id) else { continue };
            match waiting.purpose {
                Purpose::Call { token, ref op } => {
                    outcome::failed(turn, token, op, Why::NoAnswer);
                    self.leave_later(turn, id, waiting);
                }
                Purpose::Leave => self.leave_later(turn, id, waiting),
                Purpose::Poll => {
                    if let Some(mailbox) = &mut self.mailbox {
                        mailbox.failed(turn.now);
                    }
                }
                Purpose::Rejoin => self.rejoined(turn, Err("no answer".to_owned())),
                Purpose::Ack | Purpose::Logout => {}
            }
        }
    }
}
