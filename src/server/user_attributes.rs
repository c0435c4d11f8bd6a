use super::boundary::{StoreOp, UserKey};
use super::directory::{check_room, named, texts};
use super::hub::{Hub, STORAGE_RETRY_MILLIS, Step, Timer};
use crate::ids::{ATTRIBUTE_CHANGES_PER_SECOND, AttributeName};
use crate::wire::{Refusal, Reply};
use std::sync::Arc;

impl Hub {
    pub(super) fn user_attribute(&self, asker: &UserKey, account: String, name: String) -> Reply {
        let user = self.other(asker, &account).and_then(|user| self.users.get(&user));
        let value = user.and_then(|user| user.attributes.get(name.as_str()));
        let value = value.map(ToString::to_string).unwrap_or_default();
        Reply::UserAttr { account, name, value }
    }

    pub(super) fn user_attributes(&self, asker: &UserKey, account: String) -> Reply {
        let user = self.other(asker, &account).and_then(|user| self.users.get(&user));
        let json = user.map(|user| texts(&user.attributes)).unwrap_or_default();
        Reply::UserAttrAll { account, json }
    }

    pub(super) fn set_user_attribute(
        &mut self,
        user: &UserKey,
        name: &str,
        value: &str,
        step: &mut Step<'_>,
    ) -> Result<Reply, Refusal> {
        let name = named(AttributeName::new(name))?;
        let attributes = &self.users.get(user).ok_or(Refusal::WrongLine)?.attributes;
        check_room(attributes, &name, value)?;
        self.need_storage()?;
        let session = self.sessions.get_mut(user).ok_or(Refusal::WrongLine)?;
        let rates = Arc::make_mut(&mut session.attribute_rates);
        rates.retain(|_, rate| !rate.idle(step.now.millis));
        if !rates.entry(name.clone()).or_default().take(step.now.millis, ATTRIBUTE_CHANGES_PER_SECOND) {
            return Err(Refusal::RateLimited);
        }
        let value: Arc<str> = Arc::from(value);
        let known = self.users.get_mut(user).ok_or(Refusal::WrongLine)?;
        Arc::make_mut(&mut known.attributes).insert(name.clone(), value.clone());
        step.store(StoreOp::SetUserAttribute { user: user.clone(), name, value });
        Ok(Reply::Done)
    }

    /// The account went offline, or is since the server began: its attributes may not be kept for good.
    pub(super) fn attributes_age(&mut self, user: &UserKey, step: &mut Step<'_>) {
        let Some(secs) = self.policy.user_attr_ttl_secs else { return };
        let due = step.after(secs);
        let Some(known) = self.users.get_mut(user).filter(|user| !user.attributes.is_empty()) else { return };
        known.attributes_due = Some(due);
        self.timers.insert((due, Timer::AttributesEnd(user.clone())), ());
        if secs == 0 {
            self.attributes_end(user, due, step);
        }
    }

    pub(super) fn attributes_stay(&mut self, user: &UserKey) {
        let due = self.users.get(user).and_then(|user| user.attributes_due);
        if let (Some(due), Some(known)) = (due, self.users.get_mut(user)) {
            known.attributes_due = None;
            self.timers.remove(&(due, Timer::AttributesEnd(user.clone())));
        }
    }

    pub(super) fn attributes_end(&mut self, user: &UserKey, due: u64, step: &mut Step<'_>) {
        let Some(known) = self.users.get_mut(user).filter(|user| user.attributes_due == Some(due)) else {
            return;
        };
        self.timers.remove(&(due, Timer::AttributesEnd(user.clone())));
        if self.storage {
            (known.attributes_due, known.attributes) = (None, Arc::default());
            step.store(StoreOp::ClearUserAttributes { user: user.clone() });
        } else {
            let due = step.now.millis + STORAGE_RETRY_MILLIS;
            known.attributes_due = Some(due);
            self.timers.insert((due, Timer::AttributesEnd(user.clone())), ());
        }
    }
}
