use super::apply::{Export, Input, Notification, Of};
use super::{Command, Words};
use crate::desktop::export;
use crate::desktop::notify::{Card, Click, Notifier};
use crate::model::{Author, Body, ChatId, Message, Phrase, Settings, Slot};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

const ACCEPT: &str = "accept";
const DECLINE: &str = "decline";

/// What the service asks of the person's machine.
#[derive(Debug)]
pub(super) struct Machine {
    words: Words,
    exports: PathBuf,
    notifier: Option<Notifier>,
    /// What each card is about.
    cards: BTreeMap<u64, (Slot, About)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum About {
    Chat(ChatId),
    Call,
    MissedCall,
}

/// Chats and calls have a card each, so that what is newer takes the place of what is older.
fn key_of(slot: Slot, about: &About) -> u64 {
    let name = match about {
        About::Chat(ChatId::Channel(name)) => format!("channel {name}"),
        About::Chat(ChatId::Person(account)) => format!("person {account}"),
        About::Call => "call".to_owned(),
        About::MissedCall => "missed call".to_owned(),
    };
    let whole = format!("{} {name}", slot.0);
    whole
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Machine {
    pub(super) fn new(words: Words, exports: PathBuf, notifier: Option<Notifier>) -> Self {
        Self { words, exports, notifier, cards: BTreeMap::new() }
    }

    pub(super) fn notify(&mut self, slot: Slot, notification: Notification, settings: &Settings) {
        let say = |phrase| self.words.say(phrase, settings);
        let (about, card) = match notification {
            Notification::Message { chat, from, text } => {
                let body = text.map_or_else(|| say(Phrase::NewMessage), |text| text.to_string());
                (About::Chat(chat), Card { title: from, body, ..Card::default() })
            }
            Notification::IncomingCall { from, note } => {
                let title = say(Phrase::IncomingCall { from: &from });
                let actions = vec![
                    (DECLINE.to_owned(), say(Phrase::Decline)),
                    (ACCEPT.to_owned(), say(Phrase::Accept)),
                ];
                let body = note.unwrap_or_default();
                (About::Call, Card { title, body, actions, urgent: true, ..Card::default() })
            }
            Notification::MissedCall { from } => {
                let title = say(Phrase::MissedCall { from: &from });
                (About::MissedCall, Card { title, ..Card::default() })
            }
        };
        let key = key_of(slot, &about);
        if let Some(notifier) = &self.notifier {
            self.cards.insert(key, (slot, about));
            notifier.show(Card { key, ..card });
        }
    }

    pub(super) fn stop_ringing(&mut self, slot: Slot) {
        let key = key_of(slot, &About::Call);
        if let (Some(_), Some(notifier)) = (self.cards.remove(&key), &self.notifier) {
            notifier.close(key);
        }
    }

    /// What a click on a card asks for.
    pub(super) fn clicked(&mut self, click: Click) -> Option<Of<Input>> {
        match click {
            Click::Action { key, id } => {
                let (slot, about) = self.cards.remove(&key)?;
                match (about, id.as_str()) {
                    (About::Call, ACCEPT) => Some((slot, Input::Command(Command::AcceptCall))),
                    (About::Call, DECLINE) => {
                        Some((slot, Input::Command(Command::DeclineCall { message: String::new() })))
                    }
                    (About::Call | About::Chat(_) | About::MissedCall, _) => None,
                }
            }
            Click::Opened { key } => {
                let (slot, about) = self.cards.remove(&key)?;
                let chat = match about {
                    About::Chat(chat) => Some(chat),
                    About::Call | About::MissedCall => None,
                };
                Some((slot, Input::NotificationOpened { chat }))
            }
            Click::Unavailable { why } => {
                Some((Slot::default(), Input::NotificationsUnavailable { why: Arc::from(why) }))
            }
        }
    }

    /// The work of writing a chat, for a thread that may wait.
    pub(super) fn export(
        &self,
        export: Export,
        settings: Settings,
    ) -> impl FnOnce(Vec<Arc<Message>>) -> Result<Option<Arc<str>>, Arc<str>> + Send + 'static {
        let (words, exports) = (self.words.clone(), self.exports.clone());
        move |messages| {
            let title = words.say(Phrase::ExportChat, &settings);
            let text = written(&words, &settings, &export, &messages);
            let has_dialogs = export::has_dialogs();
            let saved = export::save_text(&title, &export.suggested, &exports, has_dialogs, &text);
            match saved {
                Ok(path) => Ok(path.map(|path| Arc::from(path.display().to_string()))),
                Err(why) => Err(Arc::from(why)),
            }
        }
    }
}

/// A chat as text: one message a row, further lines indented.
fn written(words: &Words, settings: &Settings, export: &Export, messages: &[Arc<Message>]) -> String {
    let other = match &export.chat {
        ChatId::Channel(name) => name.as_str(),
        ChatId::Person(account) => export.names.get(account).map_or(account.as_str(), String::as_str),
    };
    let mut text = String::new();
    for message in messages {
        let at = words.say(Phrase::At(message.at), settings);
        let named = |account: &crate::ids::Account| {
            export.names.get(account).cloned().unwrap_or_else(|| account.to_string())
        };
        let row = match (&message.body, &message.author) {
            (Body::Text(said), Author::Me) => format!("{}: {}", export.me, said.replace('\n', "\n    ")),
            (Body::Text(said), Author::Person(from)) => {
                format!("{}: {}", named(from), said.replace('\n', "\n    "))
            }
            (Body::Joined(who) | Body::Left(who), _) => {
                words.say(Phrase::Row { body: &message.body, who: &named(who) }, settings)
            }
            (body, _) => words.say(Phrase::Row { body, who: other }, settings),
        };
        text.push_str(&format!("[{at}] {row}\n"));
    }
    text
}
