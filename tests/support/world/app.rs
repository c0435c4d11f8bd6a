use super::claims::{Claims, Fate};
use super::phone::{Key, Phone, Word};
use super::rooms::Rooms;
use crate::support::net::Millis;
use bellbird::call::Act;
use bellbird::client::{Answer, Api, Error, Event};
use bellbird::wire::Ecode;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long the app waits before it signs in again by itself.
const AGAIN_MILLIS: Millis = 2_000;

/// Why a method was called.
#[derive(Debug, Clone)]
pub enum Asked {
    /// A message, and itself once more if it may be sent again.
    Message {
        body: String,
        again: Option<Api>,
    },
    Word(Word, Key),
    Other,
}

/// A simple program on top of a session: what it wants, what it has seen, what it calls next.
#[derive(Debug)]
pub struct App {
    device: usize,
    pub account: String,
    /// Only looks on: a desktop app does the work.
    looks_on: bool,
    /// Whether the person wants to be signed in.
    pub wants_in: bool,
    again_at: Option<Millis>,
    pub rooms: Rooms,
    pub phone: Phone,
    pub wishes: Vec<(Asked, Api)>,
    pub asked: BTreeMap<u64, Asked>,
    /// Messages that may be sent again and were not answered: the app keeps them when its program ends.
    pub outbox: Vec<(String, Api)>,
    /// Ends of calls that the server has not taken yet, and when the app tries again.
    owed: Vec<(Word, Key)>,
    owed_at: Millis,
    /// Names of calls in which a word was lost for good, so that the sides may differ.
    pub estranged: Vec<String>,
    /// The highest version of the mailbox that the program has kept.
    pub kept: u64,
    /// The last events, for who wants to look.
    pub events: Vec<Event>,
    pub faults: Vec<String>,
}

impl App {
    pub fn new(device: usize, account: &str, kept: u64, looks_on: bool) -> Self {
        Self {
            device,
            looks_on,
            account: account.to_owned(),
            wants_in: false,
            again_at: None,
            rooms: Rooms::default(),
            phone: Phone::new(account),
            wishes: Vec::new(),
            asked: BTreeMap::new(),
            outbox: Vec::new(),
            owed: Vec::new(),
            owed_at: 0,
            estranged: Vec::new(),
            kept,
            events: Vec::new(),
            faults: Vec::new(),
        }
    }

    pub fn asks(&mut self, api: Api) {
        self.wishes.push((Asked::Other, api));
    }

    pub fn signs_in(&mut self) {
        (self.wants_in, self.again_at) = (true, None);
        self.asks(Api::Login {
            account: self.account.clone(),
            token: String::new(),
            retry_time: Duration::from_secs(30),
            retry_count: 3,
        });
    }

    pub fn signs_out(&mut self) {
        (self.wants_in, self.again_at) = (false, None);
        // As a well-behaved app does: the live call is ended first.
        self.phone.does(Act::End);
        self.says();
        self.asks(Api::Logout);
    }

    /// Sends a message; one with a key is sent until the server has answered.
    pub fn messages(&mut self, body: String, api: Api) {
        let keyed = match &api {
            Api::MessageInstantSend { once, .. } | Api::MessageChannelSend { once, .. } => once.is_some(),
            _ => false,
        };
        let again = keyed.then(|| api.clone());
        self.wishes.push((Asked::Message { body, again }, api));
    }

    /// What the app would still send, now that its program ends.
    pub fn unsent(&mut self) -> Vec<(String, Api)> {
        let asked = std::mem::take(&mut self.asked).into_values();
        let wished = std::mem::take(&mut self.wishes).into_iter().map(|(asked, _)| asked);
        let mut unsent = std::mem::take(&mut self.outbox);
        unsent.extend(asked.chain(wished).filter_map(|asked| match asked {
            Asked::Message { body, again: Some(api) } => Some((body, api)),
            Asked::Message { .. } | Asked::Word(..) | Asked::Other => None,
        }));
        unsent
    }

    /// Turns the phone's words into calls of the SDK.
    pub fn says(&mut self) {
        for (word, key) in std::mem::take(&mut self.phone.words) {
            self.wishes.push((Asked::Word(word, key.clone()), word.api(key)));
        }
    }

    pub fn deadline(&self) -> Option<Millis> {
        let owed = (!self.owed.is_empty()).then_some(self.owed_at);
        [self.again_at, self.phone.deadline(), owed].into_iter().flatten().min()
    }

    /// Whether it is time to sign in again.
    pub fn wants_in_again(&mut self, now: Millis) -> bool {
        self.again_at.take_if(|at| *at <= now).is_some()
    }

    pub fn tick(&mut self, now: Millis) {
        if self.phone.deadline().is_some_and(|at| at <= now) {
            self.phone.does(Act::RingTimeout);
        }
        if self.owed_at <= now {
            self.phone.words.append(&mut self.owed);
            self.owed_at = now + AGAIN_MILLIS;
        }
        self.says();
    }

    pub fn hears(&mut self, event: Event, claims: &mut Claims, now: Millis) {
        self.rooms.hears(&event, claims, now);
        if !self.looks_on {
            self.phone.hears(&event, now);
        }
        match &event {
            Event::MessageInstantReceive { account, msg, version, .. } if !self.looks_on => {
                claims.arrives(self.device, &self.account, account.as_str(), msg, *version);
                self.kept = *version;
            }
            Event::LoginSuccess { .. } | Event::Reconnected { .. } => {
                for (body, api) in std::mem::take(&mut self.outbox) {
                    claims.asks_again(&body);
                    self.messages(body, api);
                }
            }
            Event::LoginFailed { ecode } => {
                if *ecode != Ecode::LoginNet && *ecode != Ecode::LoginCancel {
                    self.faults.push(format!("a login failed with {ecode}"));
                }
                self.again_at = self.wants_in.then_some(now + AGAIN_MILLIS);
            }
            Event::Logout { ecode } => {
                self.estranged.extend(self.phone.live().map(|((name, _), _)| name));
                self.phone.signed_out();
                match ecode {
                    Ecode::LogoutUser => {}
                    Ecode::LogoutKicked => self.wants_in = false,
                    Ecode::LogoutNet => self.again_at = self.wants_in.then_some(now + AGAIN_MILLIS),
                    other => self.faults.push(format!("signed out with {other}")),
                }
            }
            _ => {}
        }
        self.events.push(event);
        self.says();
    }

    pub fn answered(&mut self, token: u64, result: &Result<Answer, Error>, claims: &mut Claims) {
        let Some(asked) = self.asked.remove(&token) else {
            return self.faults.push(format!("call {token} is answered twice: {result:?}"));
        };
        match (asked, result) {
            (Asked::Message { body, .. }, Ok(_)) => claims.answered(&body, Fate::Accepted),
            (
                Asked::Message { body, .. },
                Err(Error::Refused { .. } | Error::NotLoggedIn | Error::WrongArgument { .. }),
            ) => claims.answered(&body, Fate::Refused),
            (Asked::Message { body, again: Some(api) }, Err(_)) => self.outbox.push((body, api)),
            (Asked::Word(word, key), Err(error)) => self.word_failed(word, key, error),
            (Asked::Message { .. } | Asked::Word(..) | Asked::Other, _) => {}
        }
    }

    /// A word about a call may not have been heard.
    fn word_failed(&mut self, word: Word, key: Key, error: &Error) {
        match (word, error) {
            (_, Error::Refused { .. }) | (Word::Keys, _) => self.estranged.push(key.0),
            // The failed invite was told as an event; whoever rings all the same is answered with an end.
            (Word::Invite, _) => {}
            (Word::Accept, _) => {
                if self.phone.step(&key, Act::End).is_ok() {
                    self.owed.push((Word::End, key));
                }
            }
            (Word::Refuse | Word::End, _) => self.owed.push((word, key)),
        }
    }

    pub fn all_faults(&mut self) -> Vec<String> {
        let mut faults = std::mem::take(&mut self.faults);
        faults.append(&mut self.rooms.faults);
        faults.append(&mut self.phone.faults);
        faults
    }
}
