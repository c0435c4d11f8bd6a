use super::boundary::{ChannelKey, StoreOp, UserKey};
use super::channels::{Announcement, Channel, text};
use super::directory::{check_room, named, texts};
use super::hub::{Hub, Step, Timer};
use crate::ids::{ATTRIBUTE_CHANGES_PER_SECOND, ATTRIBUTES_PER_OWNER, AttributeName, CHANNEL_TTL_SECS};
use crate::wire::{AttributeChange, Content, Refusal, Reply};
use std::collections::BTreeMap;
use std::sync::Arc;

const NUM: &str = "_member_num";
const TOTAL: &str = "_total_member_num";
const NUM_EVERY: &str = "_auto_update_num";
const TOTAL_EVERY: &str = "_auto_update_total_num";
const TTL: &str = "_channel_ttl";
/// Longest pause between two announcements of a number.
const EVERY_LARGEST_SECS: u64 = 86_400;

/// What the system makes of an attribute. Names with `_` that it does not know are like any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Plain,
    /// A number that steers the channel.
    Setting,
    /// Written by the server alone.
    ReadOnly,
}

fn meaning(name: &AttributeName) -> Meaning {
    match name.as_str() {
        NUM | TOTAL => Meaning::ReadOnly,
        TTL | NUM_EVERY | TOTAL_EVERY | "_userNotification" | "_sendmsg_limit" | "_setattr_limit" => {
            Meaning::Setting
        }
        _ => Meaning::Plain,
    }
}

impl Channel {
    fn setting(&self, name: &str) -> Option<u64> {
        self.attributes.get(name).and_then(|value| value.trim().parse().ok())
    }

    /// How long the attributes outlive the last member.
    pub(super) fn ttl_secs(&self) -> u64 {
        self.setting(TTL).unwrap_or(CHANNEL_TTL_SECS)
    }

    /// A limit of this channel; 0 is as good as none set.
    pub(super) fn limit(&self, name: &str, default: u32) -> u32 {
        let set = self.setting(name).and_then(|limit| u32::try_from(limit).ok());
        set.filter(|limit| *limit > 0).unwrap_or(default)
    }

    /// Seconds between two announcements of the number of members, or of all joins so far; `None` is off.
    fn every_secs(&self, total: bool) -> Option<u64> {
        let num = self.setting(NUM_EVERY).filter(|secs| *secs > 0)?;
        let secs = if total { self.setting(TOTAL_EVERY).filter(|secs| *secs > 0)? } else { num };
        Some(secs.min(EVERY_LARGEST_SECS))
    }

    fn count(&self, total: bool) -> u64 {
        if total { self.total_joins } else { self.members as u64 }
    }

    fn announcement(&mut self, total: bool) -> &mut Announcement {
        if total { &mut self.total } else { &mut self.num }
    }

    /// The attributes as a joiner sees them, with the numbers that the server writes.
    pub(super) fn shown_attributes(&self) -> BTreeMap<String, String> {
        let mut shown = texts(&self.attributes);
        for (total, name) in [(false, NUM), (true, TOTAL)] {
            if self.every_secs(total).is_some() {
                shown.insert(name.to_owned(), self.count(total).to_string());
            }
        }
        shown
    }
}

impl Hub {
    fn take_attribute_rate(&mut self, key: &ChannelKey, name: &str, step: &Step<'_>) -> Result<(), Refusal> {
        let channel = self.channels.get_mut(key).ok_or(Refusal::NotInChannel)?;
        let limit = channel.limit("_setattr_limit", ATTRIBUTE_CHANGES_PER_SECOND);
        let rates = Arc::make_mut(&mut channel.attribute_rates);
        if rates.len() > ATTRIBUTES_PER_OWNER {
            rates.retain(|_, rate| !rate.idle(step.now.millis));
        }
        if rates.entry(Arc::from(name)).or_default().take(step.now.millis, limit) {
            Ok(())
        } else {
            Err(Refusal::RateLimited)
        }
    }

    fn tell_attribute(
        &mut self,
        by: &UserKey,
        key: &ChannelKey,
        change: AttributeChange,
        (name, value): (&str, &str),
        step: &mut Step<'_>,
    ) {
        let event = Content::ChannelAttribute {
            channel: key.name.to_string(),
            account: text(by),
            uid: self.uid(by),
            change,
            name: name.to_owned(),
            value: value.to_owned(),
        };
        self.tell(key, &event, step);
    }

    pub(super) fn channel_set_attribute(
        &mut self,
        user: &UserKey,
        channel: &str,
        name: &str,
        value: &str,
        step: &mut Step<'_>,
    ) -> Result<Reply, Refusal> {
        let key = self.standing_in(user, channel)?;
        Self::may_speak(&key.name)?;
        let name = named(AttributeName::new(name))?;
        match meaning(&name) {
            Meaning::Plain => {}
            Meaning::Setting => {
                value.trim().parse::<u64>().map_err(|_| Refusal::WrongParam)?;
            }
            Meaning::ReadOnly => return Err(Refusal::WrongParam),
        }
        check_room(&self.channels.get(&key).ok_or(Refusal::NotInChannel)?.attributes, &name, value)?;
        self.need_storage()?;
        self.take_attribute_rate(&key, name.as_str(), step)?;
        let channel = self.channels.get_mut(&key).ok_or(Refusal::NotInChannel)?;
        let text: Arc<str> = Arc::from(value);
        Arc::make_mut(&mut channel.attributes).insert(name.clone(), text.clone());
        step.store(StoreOp::SetChannelAttribute { channel: key.clone(), name: name.clone(), value: text });
        self.tell_attribute(user, &key, AttributeChange::Update, (name.as_str(), value), step);
        if self.policy.legacy_set_event {
            self.tell_attribute(user, &key, AttributeChange::Set, (name.as_str(), value), step);
        }
        self.announce_counts(&key, step);
        Ok(Reply::Done)
    }

    /// Deleting a setting of the system puts it back to its default.
    pub(super) fn channel_delete_attribute(
        &mut self,
        user: &UserKey,
        channel: &str,
        name: &str,
        step: &mut Step<'_>,
    ) -> Result<Reply, Refusal> {
        let key = self.standing_in(user, channel)?;
        Self::may_speak(&key.name)?;
        let name = named(AttributeName::new(name))?;
        if meaning(&name) == Meaning::ReadOnly {
            return Err(Refusal::WrongParam);
        }
        self.need_storage()?;
        self.take_attribute_rate(&key, name.as_str(), step)?;
        let channel = self.channels.get_mut(&key).ok_or(Refusal::NotInChannel)?;
        if Arc::make_mut(&mut channel.attributes).remove(&name).is_some() {
            step.store(StoreOp::RemoveChannelAttribute { channel: key.clone(), name: name.clone() });
        }
        self.tell_attribute(user, &key, AttributeChange::Delete, (name.as_str(), ""), step);
        self.announce_counts(&key, step);
        Ok(Reply::Done)
    }

    pub(super) fn channel_clear_attributes(
        &mut self,
        user: &UserKey,
        channel: &str,
        step: &mut Step<'_>,
    ) -> Result<Reply, Refusal> {
        let key = self.standing_in(user, channel)?;
        Self::may_speak(&key.name)?;
        self.need_storage()?;
        self.take_attribute_rate(&key, "", step)?;
        let channel = self.channels.get_mut(&key).ok_or(Refusal::NotInChannel)?;
        if !channel.attributes.is_empty() {
            channel.attributes = Arc::default();
            step.store(StoreOp::ClearChannelAttributes { channel: key.clone() });
        }
        self.tell_attribute(user, &key, AttributeChange::Clear, ("", ""), step);
        self.announce_counts(&key, step);
        Ok(Reply::Done)
    }

    /// Starts or stops the announcements of the numbers, as the settings now say.
    pub(super) fn announce_counts(&mut self, key: &ChannelKey, step: &Step<'_>) {
        for total in [false, true] {
            let Some(channel) = self.channels.get_mut(key) else { return };
            let every = channel.every_secs(total);
            let due = every.map(|secs| step.after(secs));
            let announcement = channel.announcement(total);
            match (announcement.due, due) {
                (None, Some(due)) => {
                    *announcement = Announcement { due: Some(due), said: None };
                    let timer = Timer::CountMembers { channel: key.clone(), total };
                    self.timers.insert((due, timer), ());
                }
                (Some(_), None) => *announcement = Announcement::default(),
                (Some(_), Some(_)) | (None, None) => {}
            }
        }
    }

    /// Publishes a number if it has changed since it was last published. An empty channel falls silent.
    pub(super) fn count_members(&mut self, key: &ChannelKey, total: bool, due: u64, step: &mut Step<'_>) {
        let Some(channel) = self.channels.get_mut(key) else { return };
        if channel.announcement(total).due != Some(due) {
            return;
        }
        let (every, count) = (channel.every_secs(total), channel.count(total));
        let next = every.filter(|_| channel.members > 0).map(|secs| step.after(secs));
        let announcement = channel.announcement(total);
        let changed = announcement.said != Some(count);
        *announcement = Announcement { due: next, said: Some(count) };
        let Some(next) = next else { return };
        self.timers.insert((next, Timer::CountMembers { channel: key.clone(), total }), ());
        if changed {
            let event = Content::ChannelAttribute {
                channel: key.name.to_string(),
                account: String::new(),
                uid: 0,
                change: AttributeChange::Update,
                name: if total { TOTAL } else { NUM }.to_owned(),
                value: count.to_string(),
            };
            self.tell(key, &event, step);
        }
    }
}
