use super::failures::send_failure;
use super::{Asked, Seat, Turn, Write};
use crate::client::{Answer, Api, Error};
use crate::ids::{Account, AttributeName};
use crate::model::{Attribute, Attributes, ChatId, LookedUp, Millis, Presence};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Questions about people that wait for their answers at once, and that wait to be asked.
const AT_ONCE: usize = 4;
const WAITING: usize = 512;
/// How often everybody in the list is asked for, and how many of them.
const ROUND_MILLIS: Millis = 15_000;
const ROUND_PEOPLE: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Query {
    Status(Account),
    Name(Account),
    Attributes(Account),
}

/// What is to be asked about people: a few questions at a time, each person's name once a session.
#[derive(Debug, Default)]
pub(super) struct Queries {
    waiting: VecDeque<Query>,
    flying: usize,
    named: BTreeSet<Account>,
    next_round_at: Option<Millis>,
}

impl Queries {
    pub(super) fn next_deadline(&self) -> Option<Millis> {
        self.next_round_at
    }

    fn want(&mut self, query: Query) {
        if self.waiting.len() < WAITING && !self.waiting.contains(&query) {
            self.waiting.push_back(query);
        }
    }
}

impl Seat {
    /// Presence and attributes of somebody who is looked at or has written for the first time.
    pub(super) fn meet(&mut self, turn: &mut Turn<'_>, person: &Account) {
        self.queries.named.insert(person.clone());
        self.queries.want(Query::Status(person.clone()));
        self.queries.want(Query::Attributes(person.clone()));
        if let Some(account) = turn.account_mut() {
            account.people.meet(person);
        }
        self.ask_queries(turn);
    }

    /// After a sign-in: everybody in the list.
    pub(super) fn meet_everybody(&mut self, turn: &mut Turn<'_>) {
        for person in turn.listed_people() {
            self.meet(turn, &person);
        }
        self.queries.next_round_at = Some(turn.now + ROUND_MILLIS);
    }

    pub(super) fn name_wanted(&mut self, turn: &mut Turn<'_>, person: &Account) {
        let is_me = turn.account().is_none_or(|account| account.me == *person);
        if !is_me && self.queries.named.insert(person.clone()) {
            self.queries.want(Query::Name(person.clone()));
            self.ask_queries(turn);
        }
    }

    /// A round of presence, if it is time.
    pub(super) fn ask_around(&mut self, turn: &mut Turn<'_>) {
        if self.queries.next_round_at.is_none_or(|at| at > turn.now) {
            return;
        }
        self.queries.next_round_at = Some(turn.now + ROUND_MILLIS);
        for person in turn.listed_people() {
            self.queries.want(Query::Status(person));
        }
        self.ask_queries(turn);
    }

    fn ask_queries(&mut self, turn: &mut Turn<'_>) {
        while turn.online() && self.queries.flying < AT_ONCE {
            let Some(query) = self.queries.waiting.pop_front() else { return };
            self.queries.flying += 1;
            let api = match query {
                Query::Status(account) => Api::QueryUserStatus { account: account.to_string() },
                Query::Name(account) => {
                    Api::GetAttr { account: Some(account.to_string()), name: "name".to_owned() }
                }
                Query::Attributes(account) => Api::GetAttrAll { account: Some(account.to_string()) },
            };
            self.ask(turn, api, Asked::Query);
        }
    }

    pub(super) fn query_answered(&mut self, turn: &mut Turn<'_>) {
        self.queries.flying = self.queries.flying.saturating_sub(1);
        self.ask_queries(turn);
    }

    pub(super) fn look_up(&mut self, turn: &mut Turn<'_>, person: Account) {
        let Some(account) = turn.account_mut() else { return };
        let looked_up = LookedUp { account: person.clone(), attributes: None, problem: None };
        account.looked_up = Some(Arc::new(looked_up));
        let api = Api::GetAttrAll { account: Some(person.to_string()) };
        self.ask(turn, api, Asked::LookUp { account: person });
    }
}

fn attributes(all: &BTreeMap<String, String>) -> Attributes {
    let named = all.iter().filter(|(_, value)| !value.is_empty());
    named.filter_map(|(name, value)| Some((AttributeName::new(name).ok()?, Attribute::new(value)))).collect()
}

impl Turn<'_> {
    /// The people of the chat list, the latest first.
    fn listed_people(&self) -> Vec<Account> {
        let Some(account) = self.account() else { return Vec::new() };
        let person = |id: &ChatId| match id {
            ChatId::Person(person) => Some(person.clone()),
            ChatId::Channel(_) => None,
        };
        account.chats.people().into_iter().filter_map(|(id, _)| person(id)).take(ROUND_PEOPLE).collect()
    }

    pub(super) fn presence(&mut self, person: &Account, online: bool) {
        let now = self.now;
        let Some(account) = self.account_mut() else { return };
        let presence = if online { Presence::Online } else { Presence::Offline };
        let before = account.people.presence(person);
        if before != presence {
            let person = account.people.meet(person);
            person.presence = presence;
            if before == Presence::Online {
                person.last_seen_at = Some(now);
            }
        }
    }

    pub(super) fn attribute_of(&mut self, person: &Account, name: AttributeName, value: String) {
        let Some(account) = self.account_mut() else { return };
        let attributes = match account.me == *person {
            true => &mut account.attributes,
            false => &mut account.people.meet(person).attributes,
        };
        if attributes.value(name.as_str()).unwrap_or_default() == value {
            return;
        }
        let is_name = name.as_str() == "name";
        if value.is_empty() {
            attributes.remove(name.as_str());
        } else {
            attributes.set(name, Attribute::new(&value));
        }
        if is_name && self.account().is_some_and(|account| account.me != *person) {
            self.keep(Write::Name { account: person.clone(), name: value });
        }
    }

    pub(super) fn attributes_of(&mut self, person: &Account, all: &BTreeMap<String, String>) {
        let Some(account) = self.account_mut() else { return };
        if account.me == *person {
            account.attributes = attributes(all);
            return;
        }
        let met = account.people.meet(person);
        let before = met.attributes.value("name").unwrap_or_default().to_owned();
        met.attributes = attributes(all);
        let name = met.attributes.value("name").unwrap_or_default().to_owned();
        if name != before {
            self.keep(Write::Name { account: person.clone(), name });
        }
    }

    pub(super) fn look_up_answered(&mut self, person: &Account, answer: Result<Answer, Error>) {
        let Some(account) = self.account_mut() else { return };
        if account.looked_up.as_ref().is_none_or(|looked_up| looked_up.account != *person) {
            return;
        }
        let (found, problem) = match answer {
            Ok(Answer::AttrAll { attributes: all }) => (Some(attributes(&all)), None),
            Ok(_) => (None, None),
            Err(error) => (None, Some(send_failure(&error, 0))),
        };
        let looked_up = LookedUp { account: person.clone(), attributes: found, problem };
        account.looked_up = Some(Arc::new(looked_up));
    }
}
