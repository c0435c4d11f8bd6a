//! What the service says outside the window, in the window's sentences.

use super::text::{Language, Text};
use super::words::call_line;
use crate::model::{Body, LanguageChoice, Millis, Phrase, Settings};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The words of a phrase, in the language of the settings.
pub fn say(phrase: Phrase<'_>, settings: &Settings) -> String {
    let text = Text::of(match settings.language {
        LanguageChoice::System => Language::detect(),
        LanguageChoice::English => Language::English,
        LanguageChoice::Chinese => Language::Chinese,
    });
    match phrase {
        Phrase::NewMessage => text.new_message().to_owned(),
        Phrase::IncomingCall { from } => text.incoming_call_from(from),
        Phrase::MissedCall { from } => text.missed_call_from(from),
        Phrase::Accept => text.accept().to_owned(),
        Phrase::Decline => text.decline().to_owned(),
        Phrase::ExportChat => text.export().to_owned(),
        Phrase::At(at) => date_and_time(at),
        Phrase::Row { body, who } => match body {
            Body::Text(words) => words.to_string(),
            Body::Joined(_) => text.person_joined(who),
            Body::Left(_) => text.person_left(who),
            Body::Call { side, reason, talked_millis } => {
                format!("{who}: {}", call_line(text, *side, *reason, *talked_millis).words)
            }
            Body::ConnectionLost => text.connection_lost().to_owned(),
            Body::ConnectionBack => text.back_online().to_owned(),
        },
    }
}

/// The same in every language, so that a written chat can be sorted and searched: "2026-11-13 09:17:00".
fn date_and_time(at: Millis) -> String {
    let moment = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    TimeZone::system().to_datetime(moment).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
