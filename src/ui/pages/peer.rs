use crate::ids::Account;
use crate::model::{AccountModel, Millis, Presence};
use crate::ui::Scene;
use crate::ui::widgets::{self, Avatar};
use crate::ui::words::is_phone;

/// Somebody else, as the pages about calls and attributes show them.
#[derive(Debug, Clone, Copy)]
pub struct Peer<'a> {
    pub account: &'a Account,
    /// The name to show: the attribute `name`, else the account.
    pub name: &'a str,
    presence: Presence,
    last_seen_at: Option<Millis>,
}

impl<'a> Peer<'a> {
    pub fn of(model: &'a AccountModel, account: &'a Account) -> Self {
        let person = model.people.person(account);
        Self {
            account,
            name: model.display_name(account),
            // While we are offline ourselves nothing is known of anybody.
            presence: if model.online() { model.people.presence(account) } else { Presence::Unknown },
            last_seen_at: person.and_then(|person| person.last_seen_at),
        }
    }

    /// What to call them inside a sentence: the first word of their name.
    pub fn short(&self) -> &'a str {
        if self.name == self.account.as_str() {
            return self.name;
        }
        self.name.split_whitespace().next().unwrap_or(self.name)
    }

    pub fn avatar(&self) -> Avatar<'a> {
        match is_phone(self.account) {
            true => Avatar::phone(self.account.as_str()),
            false => Avatar::person(self.account.as_str(), self.name),
        }
    }

    pub fn presence(&self) -> widgets::Presence {
        match self.presence {
            Presence::Online => widgets::Presence::Online,
            Presence::Offline => widgets::Presence::Offline,
            Presence::Unknown => widgets::Presence::Unknown,
        }
    }

    /// "Online", "Offline, last seen today at 08:15", or nothing while it is not known.
    pub fn presence_words(&self, scene: &Scene<'_>) -> String {
        match (self.presence, self.last_seen_at) {
            (Presence::Online, _) => scene.text.online().to_owned(),
            (Presence::Offline, Some(at)) => scene.text.last_seen(&scene.text.moment(
                scene.moment(at),
                scene.moment(scene.now),
                scene.zone,
            )),
            (Presence::Offline, None) => scene.text.offline().to_owned(),
            (Presence::Unknown, _) => String::new(),
        }
    }

    /// The same inside a line: "online", "offline".
    pub fn presence_inline(&self, scene: &Scene<'_>) -> &'static str {
        match self.presence {
            Presence::Online => scene.text.online_inline(),
            Presence::Offline => scene.text.offline_inline(),
            Presence::Unknown => "",
        }
    }
}
