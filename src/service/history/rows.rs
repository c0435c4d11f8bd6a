use crate::call::{EndReason, Side};
use crate::ids::{Account, ChannelName};
use crate::model::{Author, Body, CallStep, CallStepKind, ChatId, SendFailure, SendState};
use serde_json::{Value, json};
use std::sync::Arc;

/// The names under which values stand in the files; once written they never change.
macro_rules! words {
    ($to:ident, $from:ident, $type:ty, $($value:pat => $make:expr, $word:literal;)*) => {
        pub(super) fn $to(value: $type) -> &'static str {
            match value { $($value => $word,)* }
        }

        pub(super) fn $from(word: &str) -> Option<$type> {
            match word { $($word => Some($make),)* _ => None }
        }
    };
}

words!(side_word, side, Side,
    Side::Caller => Side::Caller, "caller";
    Side::Callee => Side::Callee, "callee";
);

words!(reason_word, reason, EndReason,
    EndReason::HungUp => EndReason::HungUp, "hung up";
    EndReason::PeerHungUp => EndReason::PeerHungUp, "peer hung up";
    EndReason::Cancelled => EndReason::Cancelled, "cancelled";
    EndReason::PeerCancelled => EndReason::PeerCancelled, "peer cancelled";
    EndReason::Declined => EndReason::Declined, "declined";
    EndReason::PeerDeclined => EndReason::PeerDeclined, "peer declined";
    EndReason::NoAnswer => EndReason::NoAnswer, "no answer";
    EndReason::PeerOffline => EndReason::PeerOffline, "peer offline";
    EndReason::NotReached => EndReason::NotReached, "not reached";
    EndReason::Refused => EndReason::Refused, "refused";
    EndReason::Crossed => EndReason::Crossed, "crossed";
    EndReason::SignedOut => EndReason::SignedOut, "signed out";
);

pub(super) fn chat_words(chat: &ChatId) -> (&'static str, &str) {
    match chat {
        ChatId::Channel(name) => ("channel", name.as_str()),
        ChatId::Person(account) => ("person", account.as_str()),
    }
}

pub(super) fn chat_id(kind: &str, name: &str) -> Option<ChatId> {
    match kind {
        "channel" => ChannelName::new(name).ok().map(ChatId::Channel),
        "person" => Account::new(name).ok().map(ChatId::Person),
        _ => None,
    }
}

pub(super) fn author_words(author: &Author) -> (&'static str, Option<&str>) {
    match author {
        Author::Me => ("me", None),
        Author::Person(account) => ("person", Some(account.as_str())),
        Author::System => ("system", None),
    }
}

pub(super) fn author(word: &str, account: Option<&str>) -> Option<Author> {
    match word {
        "me" => Some(Author::Me),
        "person" => Account::new(account?).ok().map(Author::Person),
        "system" => Some(Author::System),
        _ => None,
    }
}

pub(super) fn body_words(body: &Body) -> (&'static str, String) {
    match body {
        Body::Text(text) => ("text", text.to_string()),
        Body::Joined(account) => ("joined", account.to_string()),
        Body::Left(account) => ("left", account.to_string()),
        Body::Call { side, reason, talked_millis } => {
            let call =
                json!({"side": side_word(*side), "reason": reason_word(*reason), "talked": talked_millis});
            ("call", call.to_string())
        }
        Body::ConnectionLost => ("lost", String::new()),
        Body::ConnectionBack => ("back", String::new()),
    }
}

pub(super) fn body(kind: &str, text: String) -> Option<Body> {
    match kind {
        "text" => Some(Body::Text(Arc::from(text))),
        "joined" => Account::new(text).ok().map(Body::Joined),
        "left" => Account::new(text).ok().map(Body::Left),
        "call" => {
            let call: Value = serde_json::from_str(&text).ok()?;
            Some(Body::Call {
                side: side(call["side"].as_str()?)?,
                reason: reason(call["reason"].as_str()?)?,
                talked_millis: call["talked"].as_i64(),
            })
        }
        "lost" => Some(Body::ConnectionLost),
        "back" => Some(Body::ConnectionBack),
        _ => None,
    }
}

pub(super) fn state_words(state: &SendState) -> (&'static str, Option<String>) {
    let failure = match state {
        SendState::Received => return ("received", None),
        SendState::Queued => return ("queued", None),
        SendState::Sending => return ("sending", None),
        SendState::Sent => return ("sent", None),
        SendState::Delivered => return ("delivered", None),
        SendState::Failed(failure) => failure,
    };
    let failure = match failure {
        SendFailure::NoReply => json!({"why": "no reply"}),
        SendFailure::TooLarge { bytes } => json!({"why": "too large", "bytes": bytes}),
        SendFailure::RateLimited => json!({"why": "rate limited"}),
        SendFailure::MailboxFull => json!({"why": "mailbox full"}),
        SendFailure::NotInChannel => json!({"why": "not in channel"}),
        SendFailure::NotSignedIn => json!({"why": "not signed in"}),
        SendFailure::PeerOffline => json!({"why": "peer offline"}),
        SendFailure::ServerStorage => json!({"why": "server storage"}),
        SendFailure::Refused { reason, ecode } => {
            json!({"why": "refused", "reason": **reason, "ecode": ecode})
        }
    };
    ("failed", Some(failure.to_string()))
}

pub(super) fn state(word: &str, failure: Option<&str>) -> Option<SendState> {
    match word {
        "received" => Some(SendState::Received),
        "queued" => Some(SendState::Queued),
        "sending" => Some(SendState::Sending),
        "sent" => Some(SendState::Sent),
        "delivered" => Some(SendState::Delivered),
        "failed" => {
            let failure: Value = serde_json::from_str(failure?).ok()?;
            Some(SendState::Failed(match failure["why"].as_str()? {
                "no reply" => SendFailure::NoReply,
                "too large" => {
                    SendFailure::TooLarge { bytes: usize::try_from(failure["bytes"].as_u64()?).ok()? }
                }
                "rate limited" => SendFailure::RateLimited,
                "mailbox full" => SendFailure::MailboxFull,
                "not in channel" => SendFailure::NotInChannel,
                "not signed in" => SendFailure::NotSignedIn,
                "peer offline" => SendFailure::PeerOffline,
                "server storage" => SendFailure::ServerStorage,
                "refused" => SendFailure::Refused {
                    reason: Arc::from(failure["reason"].as_str()?),
                    ecode: i32::try_from(failure["ecode"].as_i64()?).ok()?,
                },
                _ => return None,
            }))
        }
        _ => None,
    }
}

/// The steps of a call as JSON: `[[at, kind, detail], …]`.
pub(super) fn steps_text(steps: &[CallStep]) -> String {
    let step = |step: &CallStep| {
        let (kind, detail) = match &step.kind {
            CallStepKind::Called => ("called", ""),
            CallStepKind::Received => ("received", ""),
            CallStepKind::Ringing => ("ringing", ""),
            CallStepKind::Accepted => ("accepted", ""),
            CallStepKind::KeysSent(keys) => ("keys sent", &**keys),
            CallStepKind::KeysReceived(keys) => ("keys received", &**keys),
            CallStepKind::Ended(reason) => ("ended", reason_word(*reason)),
        };
        json!([step.at, kind, detail])
    };
    Value::from(steps.iter().map(step).collect::<Vec<_>>()).to_string()
}

pub(super) fn steps(text: &str) -> Option<Vec<CallStep>> {
    let all: Vec<(i64, String, String)> = serde_json::from_str(text).ok()?;
    let step = |(at, kind, detail): (i64, String, String)| {
        let kind = match kind.as_str() {
            "called" => CallStepKind::Called,
            "received" => CallStepKind::Received,
            "ringing" => CallStepKind::Ringing,
            "accepted" => CallStepKind::Accepted,
            "keys sent" => CallStepKind::KeysSent(Arc::from(detail)),
            "keys received" => CallStepKind::KeysReceived(Arc::from(detail)),
            "ended" => CallStepKind::Ended(reason(&detail)?),
            _ => return None,
        };
        Some(CallStep { at, kind })
    };
    all.into_iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_of_a_message_can_be_written_down_and_read_back() {
        let failures = [
            SendFailure::NoReply,
            SendFailure::TooLarge { bytes: 9_000 },
            SendFailure::RateLimited,
            SendFailure::MailboxFull,
            SendFailure::NotInChannel,
            SendFailure::NotSignedIn,
            SendFailure::PeerOffline,
            SendFailure::ServerStorage,
            SendFailure::Refused { reason: Arc::from("peer not exist"), ecode: 1001 },
        ];
        let mut states = vec![
            SendState::Received,
            SendState::Queued,
            SendState::Sending,
            SendState::Sent,
            SendState::Delivered,
        ];
        states.extend(failures.map(SendState::Failed));
        for one in states {
            let (word, failure) = state_words(&one);
            assert_eq!(state(word, failure.as_deref()), Some(one));
        }
    }

    #[test]
    fn every_row_of_a_transcript_can_be_written_down_and_read_back() {
        let nora = Account::new("nora").expect("a name");
        let call = Body::Call { side: Side::Callee, reason: EndReason::PeerCancelled, talked_millis: None };
        let talked = Body::Call { side: Side::Caller, reason: EndReason::HungUp, talked_millis: Some(3) };
        let bodies =
            [Body::Text(Arc::from("a\nb")), Body::Joined(nora.clone()), Body::Left(nora), call, talked];
        for one in bodies.into_iter().chain([Body::ConnectionLost, Body::ConnectionBack]) {
            let (kind, text) = body_words(&one);
            assert_eq!(body(kind, text), Some(one));
        }
    }

    #[test]
    fn the_steps_of_a_call_can_be_written_down_and_read_back() {
        let kinds = [
            CallStepKind::Called,
            CallStepKind::Received,
            CallStepKind::Ringing,
            CallStepKind::Accepted,
            CallStepKind::KeysSent(Arc::from("12#")),
            CallStepKind::KeysReceived(Arc::from("*")),
            CallStepKind::Ended(EndReason::HungUp),
        ];
        let all: Vec<_> = kinds.into_iter().zip(1..).map(|(kind, at)| CallStep { at, kind }).collect();
        assert_eq!(steps(&steps_text(&all)), Some(all));
    }
}
