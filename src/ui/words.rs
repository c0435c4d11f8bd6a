//! What the model says, in sentences: why something failed, how a call went, who is who.

use super::icons::{self, Icon};
use super::text::{Text, call_length, clock};
use crate::call::{EndReason, Side};
use crate::ids::{Account, MESSAGE_BYTES};
use crate::model::{AccountModel, Body, ChatId, NoticeKind, Phrase, SendFailure, Settings};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The name of a chat: the channel's, or what the person is called.
pub fn chat_name<'a>(account: &'a AccountModel, chat: &'a ChatId) -> &'a str {
    match chat {
        ChatId::Channel(name) => name.as_str(),
        ChatId::Person(person) => account.display_name(person),
    }
}

/// Whether an account is a telephone number behind a gateway.
pub fn is_phone(account: &Account) -> bool {
    let digits = account.as_str().strip_prefix('+').unwrap_or(account.as_str());
    digits.len() >= 5 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The reason behind "Not sent, …".
pub fn reason(text: &Text, failure: &SendFailure) -> String {
    match failure {
        SendFailure::NoReply => text.reason_no_reply().to_owned(),
        SendFailure::TooLarge { .. } => text.reason_too_large(&MESSAGE_BYTES.to_string()),
        SendFailure::RateLimited => text.reason_rate_limited().to_owned(),
        SendFailure::MailboxFull => text.reason_mailbox_full().to_owned(),
        SendFailure::NotInChannel => text.reason_not_in_channel().to_owned(),
        SendFailure::NotSignedIn => text.reason_not_signed_in().to_owned(),
        SendFailure::PeerOffline => text.reason_peer_offline().to_owned(),
        SendFailure::ServerStorage => text.reason_refused().to_owned(),
        SendFailure::Refused { reason, ecode } => {
            text.code_with_number(text.reason_refused(), &refusal_code(reason, *ecode))
        }
    }
}

fn refusal_code(reason: &str, ecode: i32) -> String {
    if reason.is_empty() { ecode.to_string() } else { format!("{reason} ({ecode})") }
}

/// How a call went, in a few words, with its icon; `missed` calls are shown in red.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallLine {
    pub icon: Icon,
    pub words: String,
    pub missed: bool,
}

pub fn call_line(text: &Text, side: Side, reason: EndReason, talked_millis: Option<i64>) -> CallLine {
    if reason.missed(side) {
        let words = text.missed_call().to_owned();
        return CallLine { icon: icons::PHONE_X, words, missed: true };
    }
    let icon = match side {
        Side::Caller => icons::PHONE_OUTGOING,
        Side::Callee => icons::PHONE_INCOMING,
    };
    if let Some(millis) = talked_millis {
        let seconds = u64::try_from(millis / 1000).unwrap_or_default();
        return CallLine { icon, words: text.call_ended_after(&call_length(seconds)), missed: false };
    }
    let words = match reason {
        EndReason::Cancelled => text.call_cancelled(),
        EndReason::Declined | EndReason::PeerDeclined => text.declined(),
        EndReason::NoAnswer | EndReason::PeerCancelled => text.no_answer(),
        EndReason::PeerOffline | EndReason::NotReached => text.not_reached(),
        EndReason::Refused => text.call_failed(),
        EndReason::SignedOut => text.call_lost(),
        EndReason::HungUp | EndReason::PeerHungUp | EndReason::Crossed => text.call_ended(),
    };
    CallLine { icon, words: words.to_owned(), missed: false }
}

/// What happened in a place, for the rows of a transcript that nobody said.
pub fn system_line(text: &Text, account: &AccountModel, place: &ChatId, body: &Body) -> (Icon, String) {
    let who = match body {
        Body::Joined(who) if *who == account.me => {
            return (icons::SIGN_IN, text.you_joined(chat_name(account, place)));
        }
        Body::Left(who) if *who == account.me => {
            return (icons::SIGN_OUT, text.you_left(chat_name(account, place)));
        }
        Body::Joined(who) | Body::Left(who) => account.display_name(who),
        Body::Text(_) | Body::Call { .. } | Body::ConnectionLost | Body::ConnectionBack => "",
    };
    happened(text, body, who)
}

fn happened(text: &Text, body: &Body, who: &str) -> (Icon, String) {
    match body {
        Body::Text(words) => (icons::INFO, words.to_string()),
        Body::Joined(_) => (icons::SIGN_IN, text.person_joined(who)),
        Body::Left(_) => (icons::SIGN_OUT, text.person_left(who)),
        Body::Call { side, reason, talked_millis } => {
            let line = call_line(text, *side, *reason, *talked_millis);
            (line.icon, line.words)
        }
        Body::ConnectionLost => (icons::WIFI_SLASH, text.connection_lost().to_owned()),
        Body::ConnectionBack => (icons::WIFI_HIGH, text.back_online().to_owned()),
    }
}

/// What the service says outside the window, in the person's language.
pub fn phrase(phrase: Phrase<'_>, settings: &Settings, zone: &TimeZone) -> String {
    let text = Text::of(super::language(settings));
    match phrase {
        Phrase::NewMessage => text.new_message_notice().to_owned(),
        Phrase::IncomingCall { from } => text.notify_incoming_call(from),
        Phrase::MissedCall { from } => text.missed_call_from(from),
        Phrase::Accept => text.accept().to_owned(),
        Phrase::Decline => text.decline().to_owned(),
        Phrase::ExportChat => text.export().to_owned(),
        Phrase::At(at) => {
            let at = Timestamp::from_millisecond(at).unwrap_or_default();
            format!("{} {}", zone.to_datetime(at).date(), clock(at, zone))
        }
        Phrase::Row { body, who } => happened(text, body, who).1,
    }
}

/// The sentence of a notice, and whether it is good news.
pub fn notice(text: &Text, account: Option<&AccountModel>, kind: &NoticeKind) -> (String, bool) {
    match kind {
        NoticeKind::Failed { what, failure } => (text.operation_failed(&reason(text, failure), what), false),
        NoticeKind::ChatExported { path } => (text.chat_exported(path), true),
        NoticeKind::ExportFailed { why } => (text.export_failed(why), false),
        NoticeKind::BusyCallDeclined { account: caller } => {
            let name = account.map_or(caller.as_str(), |account| account.display_name(caller));
            (text.busy_call_declined(name), false)
        }
        NoticeKind::HistoryTrouble { why } => (text.history_trouble(why), false),
        NoticeKind::AttributeSaved { name } => (text.saved_attribute(name), true),
    }
}
