use super::{Effect, Export, Turn, Write};
use crate::ids::Account;
use crate::model::{ChatId, NoticeKind, SendFailure, Settings};
use std::sync::Arc;

impl Turn<'_> {
    pub(super) fn update_settings(&mut self, settings: Settings) {
        if self.model.settings != settings {
            self.model.settings = settings.clone();
            self.keep(Write::Settings(settings));
        }
    }

    pub(super) fn probe(&mut self, address: String) {
        self.model.sign_in.reachable = None;
        self.effect(Effect::Probe { address });
    }

    pub(super) fn probed(&mut self, _address: &str, reachable: bool) {
        self.model.sign_in.reachable = Some(reachable);
    }

    pub(super) fn export(&mut self, id: &ChatId) {
        let Some(account) = self.account() else { return };
        let name = match id {
            ChatId::Channel(name) => name.as_str(),
            ChatId::Person(person) => person.as_str(),
        };
        let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ') { c } else { '_' };
        let suggested = format!("{}.txt", name.chars().map(plain).collect::<String>());
        let me = account.display_name(&account.me).to_owned();
        let named = |person: &Account| (person.clone(), account.display_name(person).to_owned());
        let names = account.people.iter().map(|(person, _)| named(person)).collect();
        self.effect(Effect::Export(Export { chat: id.clone(), suggested, me, names }));
    }

    pub(super) fn notifications_unavailable(&mut self, why: Arc<str>) {
        let failure = SendFailure::Refused { reason: why, ecode: 0 };
        self.tell(NoticeKind::Failed { what: "notification", failure });
    }

    pub(super) fn exported(&mut self, outcome: Result<Option<Arc<str>>, Arc<str>>) {
        match outcome {
            Ok(Some(path)) => self.tell(NoticeKind::ChatExported { path }),
            Ok(None) => {}
            Err(why) => self.tell(NoticeKind::ExportFailed { why }),
        }
    }
}
