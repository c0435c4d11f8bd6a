use super::peer::Peer;
use crate::call::{CallState, EndReason};
use crate::model::{Call, Note};
use crate::ui::Scene;
use crate::ui::text::call_length;
use crate::ui::widgets::steps::{Step, StepState};

/// What the stage and the bar say of a call.
#[derive(Debug, Default)]
pub struct Said {
    /// The large line once the call is over; before that it is the name.
    pub title: Option<String>,
    /// "Calling…", "Ringing, 7 s", "In a call with Nora"; once it is over, how it ended in a word or two.
    pub state: String,
    pub sentence: String,
}

/// The words for a call as it stands.
pub fn said(scene: &Scene<'_>, call: &Call, peer: &Peer<'_>) -> Said {
    let text = scene.text;
    let short = peer.short();
    match call.state {
        CallState::Calling => {
            Said { title: None, state: text.calling().to_owned(), sentence: text.looking_for_device(short) }
        }
        CallState::Ringing => {
            let seconds = (scene.now - call.ringing_at.unwrap_or(call.started_at)).max(0) / 1000;
            Said {
                title: None,
                state: text.ringing_for(&seconds.to_string()),
                sentence: text.waiting_for_answer(short),
            }
        }
        CallState::Connected => {
            Said { title: None, state: text.in_a_call_with(short), sentence: String::new() }
        }
        CallState::Ended(reason) => ended(scene, call, peer, reason),
    }
}

fn ended(scene: &Scene<'_>, call: &Call, peer: &Peer<'_>, reason: EndReason) -> Said {
    let text = scene.text;
    let tried = (call.ended_at.unwrap_or(scene.now) - call.started_at).max(0).unsigned_abs();
    let talked = call.connected_at.map(|at| (call.ended_at.unwrap_or(scene.now) - at).max(0).unsigned_abs());
    let length = || text.call_ended_after(&call_length(talked.unwrap_or_default() / 1000));
    let account = peer.account.as_str();
    let (title, state, sentence) = match reason {
        EndReason::HungUp => (length(), text.call_ended(), text.you_hung_up().to_owned()),
        EndReason::PeerHungUp => (length(), text.call_ended(), text.person_hung_up(peer.short())),
        EndReason::Cancelled => (
            text.call_cancelled().to_owned(),
            text.call_cancelled(),
            text.cancelled_after(&text.tenths(tried)),
        ),
        EndReason::PeerCancelled => (text.missed_call_from(peer.name), text.missed_call(), String::new()),
        EndReason::Declined => {
            (text.call_ended().to_owned(), text.call_ended(), text.happened_you_declined().to_owned())
        }
        EndReason::PeerDeclined => {
            let words = Note::of(&call.peer_extra).map(|Note(words)| text.quoted(words.trim()));
            let words = words.unwrap_or_else(|| text.it_rang_for(&text.tenths(tried)));
            (text.person_declined(peer.name), text.declined(), words)
        }
        EndReason::NoAnswer => {
            let rang = text.duration((tried + 500) / 1000);
            (text.person_did_not_answer(peer.name), text.no_answer(), text.stopped_after(&rang))
        }
        EndReason::PeerOffline if tried < 1_500 => {
            (text.person_is_offline(peer.name), text.offline(), text.not_signed_in_anywhere(account))
        }
        EndReason::PeerOffline => {
            let seconds = ((tried + 500) / 1000).to_string();
            (text.person_is_offline(peer.name), text.offline(), text.tried_for(&seconds, account))
        }
        EndReason::NotReached => {
            (text.person_not_reached(peer.name), text.not_reached(), text.device_silent(peer.short()))
        }
        EndReason::Refused => {
            (text.call_failed().to_owned(), text.call_failed(), text.call_refused().to_owned())
        }
        EndReason::Crossed | EndReason::SignedOut => {
            (text.call_failed().to_owned(), text.call_failed(), text.call_lost().to_owned())
        }
    };
    Said { title: Some(title), state: state.to_owned(), sentence }
}

/// How a call ended, as far as it changes how the stage looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It goes on, or it was a call that people ended.
    Plain,
    /// Nobody took it.
    Unanswered,
    /// It did not get through.
    Failed,
}

pub const fn look(state: CallState) -> Look {
    match state {
        CallState::Calling | CallState::Ringing | CallState::Connected => Look::Plain,
        CallState::Ended(reason) => match reason {
            EndReason::HungUp | EndReason::PeerHungUp | EndReason::Cancelled | EndReason::Declined => {
                Look::Plain
            }
            EndReason::PeerCancelled | EndReason::PeerDeclined | EndReason::NoAnswer => Look::Unanswered,
            EndReason::PeerOffline
            | EndReason::NotReached
            | EndReason::Refused
            | EndReason::Crossed
            | EndReason::SignedOut => Look::Failed,
        },
    }
}

/// The three steps of a call, with what became of each and when.
pub fn steps_of(scene: &Scene<'_>, call: &Call) -> [Step<'static>; 3] {
    let text = scene.text;
    let since = |at: i64| short_time(scene, (at - call.started_at).max(0));
    let done = |words: &'static str, at: i64| step(words, since(at), StepState::Done);
    let now = |words: &'static str, at: i64| step(words, since(at), StepState::Now);
    let ahead = |words: &'static str| Step {
        words,
        time: String::new(),
        state: StepState::Ahead,
        spoken: text.step_ahead(words),
    };
    let calling = done(text.calling_step(), call.started_at);
    let (calling_words, ringing, connected) =
        (text.calling_step(), text.ringing_step(), text.connected_step());
    let rang = |at: Option<i64>| match at {
        Some(at) => done(ringing, at),
        None => done(ringing, call.started_at),
    };
    match call.state {
        CallState::Calling => [now(calling_words, call.started_at), ahead(ringing), ahead(connected)],
        CallState::Ringing => {
            [calling, now(ringing, call.ringing_at.unwrap_or(call.started_at)), ahead(connected)]
        }
        CallState::Connected => {
            [calling, rang(call.ringing_at), now(connected, call.connected_at.unwrap_or(scene.now))]
        }
        CallState::Ended(reason) => {
            let at = call.ended_at.unwrap_or(scene.now);
            let own = matches!(reason, EndReason::Cancelled | EndReason::Declined);
            let state = if own { StepState::Stopped } else { StepState::Failed };
            let over = |words: &'static str| step(words, since(at), state);
            let how = match reason {
                EndReason::HungUp | EndReason::PeerHungUp => connected,
                EndReason::Cancelled => text.cancelled_step(),
                EndReason::PeerCancelled => text.missed_call(),
                EndReason::PeerDeclined | EndReason::Declined => text.declined(),
                EndReason::NoAnswer => text.no_answer(),
                EndReason::PeerOffline | EndReason::NotReached => text.not_reached(),
                EndReason::Refused | EndReason::Crossed | EndReason::SignedOut => text.failed_step(),
            };
            match (call.connected_at, call.ringing_at) {
                (Some(connected_at), ringing_at) => {
                    [calling, rang(ringing_at), done(connected, connected_at)]
                }
                (None, Some(_)) => [calling, rang(call.ringing_at), over(how)],
                (None, None) => [calling, over(how), ahead(connected)],
            }
        }
    }
}

fn step(words: &'static str, time: String, state: StepState) -> Step<'static> {
    Step { words, time, state, spoken: words.to_owned() }
}

/// "0.0 s", "0.04 s", "20.0 s": two places only where one would say nothing.
fn short_time(scene: &Scene<'_>, millis: i64) -> String {
    let millis = millis.unsigned_abs();
    if (1..100).contains(&millis) {
        return scene.text.seconds_long(&format!("{:.2}", millis as f64 / 1000.0));
    }
    scene.text.tenths(millis)
}

/// How the old API names what ended a call: the callback, or the code of the failure.
pub fn result_of(state: CallState, ecode: Option<i32>) -> Option<String> {
    let CallState::Ended(reason) = state else { return None };
    if let Some(number) = ecode {
        return Some(match code_name(number) {
            Some(name) => format!("{name} · {number}"),
            None => number.to_string(),
        });
    }
    Some(
        match reason {
            EndReason::HungUp | EndReason::Cancelled | EndReason::NoAnswer => "onInviteEndByMyself",
            EndReason::PeerHungUp | EndReason::PeerCancelled => "onInviteEndByPeer",
            EndReason::PeerDeclined => "onInviteRefusedByPeer",
            EndReason::Declined => "channelInviteRefuse",
            EndReason::PeerOffline | EndReason::NotReached | EndReason::Refused => "onInviteFailed",
            EndReason::Crossed | EndReason::SignedOut => "onLogout",
        }
        .to_owned(),
    )
}

const fn code_name(number: i32) -> Option<&'static str> {
    match number {
        700 => Some("INVITE_E_OTHER"),
        701 => Some("INVITE_E_REINVITE"),
        702 => Some("INVITE_E_NET"),
        703 => Some("INVITE_E_PEEROFFLINE"),
        704 => Some("INVITE_E_TIMEOUT"),
        705 => Some("INVITE_E_CANTRECV"),
        1003 => Some("GENERAL_E_NOT_LOGIN"),
        _ => None,
    }
}
