use crate::call::{EndReason, Side};
use crate::model::{CallRecord, CallStepKind, Note};
use crate::ui::icons::{self, Icon};
use crate::ui::pages::peer::Peer;
use crate::ui::text::Text;

/// What a line about a call looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    /// A call that somebody else made and that was answered.
    Answered,
    Missed,
    Failed,
}

/// A call in a line: the second row in the list, a row of the earlier calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub icon: Icon,
    pub tone: Tone,
    pub words: String,
    pub talked: Option<String>,
}

/// Whether a call did not get through, as opposed to one that nobody took.
pub fn failed(record: &CallRecord) -> bool {
    record.side == Side::Caller
        && matches!(
            record.reason,
            EndReason::PeerOffline | EndReason::NotReached | EndReason::Refused | EndReason::SignedOut
        )
}

/// How long a call lasted before it was answered or ended, in milliseconds.
pub fn rang_millis(record: &CallRecord) -> u64 {
    let from = record.ringing_at.unwrap_or(record.started_at);
    (record.connected_at.unwrap_or(record.ended_at) - from).max(0).unsigned_abs()
}

fn rounded(millis: u64) -> u64 {
    (millis + 500) / 1000
}

pub fn talked(text: &Text, record: &CallRecord) -> Option<String> {
    record.talked_millis().map(|millis| text.duration(rounded(millis.unsigned_abs())))
}

pub fn line(text: &Text, record: &CallRecord) -> Line {
    let own = |icon, tone, words: &str| Line { icon, tone, words: words.to_owned(), talked: None };
    let talked = talked(text, record);
    if talked.is_some() {
        let (icon, tone, words) = match record.side {
            Side::Caller => (icons::PHONE_OUTGOING, Tone::Plain, text.outgoing()),
            Side::Callee => (icons::PHONE_INCOMING, Tone::Answered, text.incoming()),
        };
        return Line { talked, ..own(icon, tone, words) };
    }
    let rang = text.duration(rounded(rang_millis(record)));
    if record.missed() {
        return own(icons::PHONE_X, Tone::Missed, &text.missed_rang(&rang));
    }
    match record.reason {
        EndReason::PeerOffline => own(icons::PHONE_X, Tone::Failed, text.not_reached_offline()),
        EndReason::NotReached => own(icons::PHONE_X, Tone::Failed, text.not_reached()),
        EndReason::Refused | EndReason::SignedOut => own(icons::PHONE_X, Tone::Failed, text.call_failed()),
        EndReason::PeerDeclined => {
            let words = match Note::of(&record.peer_extra) {
                Some(Note(words)) => text.declined_with(words.trim()),
                None => text.declined().to_owned(),
            };
            own(icons::PHONE_DISCONNECT, Tone::Plain, &words)
        }
        EndReason::Declined => own(icons::PHONE_DISCONNECT, Tone::Plain, text.happened_you_declined()),
        EndReason::NoAnswer => own(icons::PHONE_OUTGOING, Tone::Plain, &text.no_answer_stopped(&rang)),
        EndReason::Cancelled => own(icons::PHONE_OUTGOING, Tone::Plain, text.call_cancelled()),
        EndReason::PeerCancelled => own(icons::PHONE_X, Tone::Missed, text.missed_call()),
        EndReason::HungUp | EndReason::PeerHungUp | EndReason::Crossed => {
            let words = if record.side == Side::Caller { text.outgoing() } else { text.incoming() };
            own(icons::PHONE_OUTGOING, Tone::Plain, words)
        }
    }
}

/// Which colours a mark in the timeline has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Accent,
    Success,
    Quiet,
    Danger,
}

/// A step in the timeline "What happened".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    pub icon: Icon,
    pub mark: Mark,
    pub words: String,
    /// Keypad keys, shown behind the words in the type of code.
    pub keys: String,
    pub api: String,
}

pub fn happened(text: &Text, side: Side, peer: &Peer<'_>, kind: &CallStepKind) -> Happened {
    let name = peer.short();
    let plain = |icon: Icon, mark, words: String, api: &str| Happened {
        icon: icon.fill(),
        mark,
        words,
        keys: String::new(),
        api: api.to_owned(),
    };
    let spaced = |keys: &str| keys.chars().map(String::from).collect::<Vec<_>>().join(" ");
    match (kind, side) {
        (CallStepKind::Called, _) => {
            plain(icons::PHONE_OUTGOING, Mark::Accent, text.happened_called(name), "channelInviteUser2")
        }
        (CallStepKind::Received, _) => {
            plain(icons::PHONE_INCOMING, Mark::Accent, text.happened_called_you(name), "onInviteReceived")
        }
        (CallStepKind::Ringing, Side::Caller) => {
            plain(icons::BELL_RINGING, Mark::Accent, text.happened_ringing(name), "onInviteReceivedByPeer")
        }
        (CallStepKind::Ringing, Side::Callee) => {
            let words = text.happened_ringing_here().to_owned();
            plain(icons::BELL_RINGING, Mark::Accent, words, "onInviteReceived")
        }
        (CallStepKind::Accepted, Side::Caller) => {
            plain(icons::PHONE, Mark::Success, text.happened_answered(name), "onInviteAcceptedByPeer")
        }
        (CallStepKind::Accepted, Side::Callee) => {
            let words = text.happened_you_answered().to_owned();
            plain(icons::PHONE, Mark::Success, words, "channelInviteAccept")
        }
        (CallStepKind::KeysSent(keys), _) => Happened {
            keys: spaced(keys),
            ..plain(
                icons::DOTS_NINE,
                Mark::Quiet,
                text.happened_pressed("").trim().to_owned(),
                &text.times_over("channelInviteDTMF", keys.chars().count()),
            )
        },
        (CallStepKind::KeysReceived(keys), _) => Happened {
            keys: spaced(keys),
            ..plain(
                icons::DOTS_NINE,
                Mark::Quiet,
                text.happened_peer_pressed(name, "").trim().to_owned(),
                &text.times_over("onInviteMsg", keys.chars().count()),
            )
        },
        (CallStepKind::Ended(reason), side) => {
            let (icon, mark, words, api) = ended(text, side, peer, *reason);
            plain(icon, mark, words, api)
        }
    }
}

fn ended(text: &Text, side: Side, peer: &Peer<'_>, reason: EndReason) -> (Icon, Mark, String, &'static str) {
    let name = peer.short();
    let by_peer = if side == Side::Caller { "onInviteEndByMyself" } else { "onInviteEndByPeer" };
    let (icon, mark) = match reason {
        EndReason::HungUp | EndReason::PeerHungUp | EndReason::Cancelled | EndReason::Declined => {
            (icons::PHONE_DISCONNECT, Mark::Quiet)
        }
        EndReason::PeerDeclined => (icons::PHONE_DISCONNECT, Mark::Danger),
        EndReason::PeerCancelled
        | EndReason::NoAnswer
        | EndReason::PeerOffline
        | EndReason::NotReached
        | EndReason::Refused
        | EndReason::Crossed
        | EndReason::SignedOut => (icons::PHONE_X, Mark::Danger),
    };
    let (words, api) = match reason {
        EndReason::HungUp => (text.you_hung_up().to_owned(), "channelInviteEnd"),
        EndReason::PeerHungUp => (text.person_hung_up(name), "onInviteEndByPeer"),
        EndReason::Cancelled => (text.happened_cancelled().to_owned(), "channelInviteEnd"),
        EndReason::PeerCancelled => (text.happened_peer_cancelled(name), "onInviteEndByPeer"),
        EndReason::Declined => (text.happened_you_declined().to_owned(), "channelInviteRefuse"),
        EndReason::PeerDeclined => (text.person_declined(name), "onInviteRefusedByPeer"),
        EndReason::NoAnswer => (text.no_answer().to_owned(), by_peer),
        EndReason::PeerOffline => (text.person_is_offline(name), "onInviteFailed"),
        EndReason::NotReached => (text.person_not_reached(name), "onInviteFailed"),
        EndReason::Refused => (text.happened_failed().to_owned(), "onInviteFailed"),
        EndReason::Crossed => (text.happened_crossed().to_owned(), "channelInviteEnd"),
        EndReason::SignedOut => (text.happened_signed_out().to_owned(), "onLogout"),
    };
    (icon, mark, words, api)
}

/// Who ended a call, and how that reads.
pub fn ended_by<'a>(text: &'a Text, record: &CallRecord, peer: &Peer<'a>) -> (&'a str, String) {
    let name = peer.short();
    match record.reason {
        EndReason::HungUp => (text.ended_by_you(), text.you_hung_up_note().to_owned()),
        EndReason::PeerHungUp => (name, text.peer_hung_up().to_owned()),
        EndReason::Cancelled => (text.ended_by_you(), text.call_cancelled().to_owned()),
        EndReason::PeerCancelled => (name, text.call_cancelled().to_owned()),
        EndReason::Declined => (text.ended_by_you(), text.declined().to_owned()),
        EndReason::PeerDeclined => (name, text.declined().to_owned()),
        EndReason::NoAnswer => (text.app_name(), text.no_answer().to_owned()),
        EndReason::PeerOffline | EndReason::NotReached => (text.server(), text.not_reached().to_owned()),
        EndReason::Refused => (text.server(), text.call_failed().to_owned()),
        EndReason::Crossed => (text.app_name(), text.happened_crossed().to_owned()),
        EndReason::SignedOut => (text.app_name(), text.happened_signed_out().to_owned()),
    }
}

/// With a capital at the start: the moments of the texts are made for the inside of a sentence.
pub fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
