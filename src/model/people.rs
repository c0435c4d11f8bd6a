use super::{Attributes, Millis};
use crate::ids::Account;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Presence {
    #[default]
    Unknown,
    Online,
    Offline,
}

/// What is known of somebody else.
#[derive(Debug, Clone, Default)]
pub struct Person {
    pub presence: Presence,
    pub last_seen_at: Option<Millis>,
    pub attributes: Attributes,
}

/// The people an account has met, by account.
#[derive(Debug, Clone, Default)]
pub struct People {
    by_account: Arc<BTreeMap<Account, Arc<Person>>>,
}

impl People {
    pub fn person(&self, account: &Account) -> Option<&Person> {
        self.by_account.get(account).map(|person| &**person)
    }

    pub fn presence(&self, account: &Account) -> Presence {
        self.person(account).map(|person| person.presence).unwrap_or_default()
    }

    /// The person, made if not known yet.
    pub fn meet(&mut self, account: &Account) -> &mut Person {
        let people = Arc::make_mut(&mut self.by_account);
        Arc::make_mut(people.entry(account.clone()).or_default())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Account, &Person)> {
        self.by_account.iter().map(|(account, person)| (account, &**person))
    }
}
