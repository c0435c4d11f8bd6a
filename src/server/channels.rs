use super::boundary::{ChannelKey, StoreOp, UserKey};
use super::directory::{Attributes, named};
use super::hub::{Hub, Step, Timer};
use super::members::{Audience, Member};
use super::rate::Rate;
use super::special::is_special;
use crate::ids::{
    Account, AttributeName, CHANNEL_MEMBERS, CHANNEL_MESSAGES_PER_SECOND, ChannelName, MESSAGE_BYTES,
    RECENT_EVENTS, USER_LIST,
};
use crate::wire::call2::value_text;
use crate::wire::{Content, Flag, Line, LineTag, Notify, Refusal, Reply, ServerFrame};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// One periodic announcement of a number.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Announcement {
    pub(super) due: Option<u64>,
    pub(super) said: Option<u64>,
}

/// A channel. It lives from the first join until its attributes are gone after the last leave.
#[derive(Debug, Clone)]
pub(super) struct Channel {
    pub(super) cid: Arc<str>,
    /// The id of the last event; the first is taken from the wall clock, so that ids rise across restarts.
    pub(super) msgid: u64,
    /// How many there are, and how many have joined so far, counting those who joined again.
    pub(super) members: usize,
    pub(super) joins: u64,
    pub(super) total_joins: u64,
    pub(super) audience: Audience,
    pub(super) attributes: Arc<Attributes>,
    /// When the attributes of the channel, now empty, are dropped.
    empty_due: Option<u64>,
    message_rate: Rate,
    /// By attribute name; clearing all of them counts under the empty name.
    pub(super) attribute_rates: Arc<BTreeMap<Arc<str>, Rate>>,
    /// The last events, kept only while a member could come back for them.
    pub(super) recent: VecDeque<(u64, Arc<str>)>,
    pub(super) resumable: usize,
    pub(super) num: Announcement,
    pub(super) total: Announcement,
}

impl Channel {
    fn new(cid: u64, msgid: u64) -> Self {
        Self {
            cid: Arc::from(cid.to_string()),
            msgid,
            members: 0,
            joins: 0,
            total_joins: 0,
            audience: Audience::default(),
            attributes: Arc::default(),
            empty_due: None,
            message_rate: Rate::default(),
            attribute_rates: Arc::default(),
            recent: VecDeque::new(),
            resumable: 0,
            num: Announcement::default(),
            total: Announcement::default(),
        }
    }

    /// The frames of all events after `msgid`, or `None` if some of them are no longer kept.
    pub(super) fn events_after(&self, msgid: u64) -> Option<Vec<Arc<str>>> {
        if msgid >= self.msgid {
            return Some(Vec::new());
        }
        self.recent.front().filter(|(oldest, _)| *oldest <= msgid + 1)?;
        let missed = self.recent.iter().filter(|(id, _)| *id > msgid);
        Some(missed.map(|(_, frame)| frame.clone()).collect())
    }

    fn frame(&self, content: &Content, step: &Step<'_>) -> Arc<str> {
        let micros = step.now.unix_micros;
        let line = Line {
            tag: LineTag::V2,
            src: "notify".to_owned(),
            dst: "-".to_owned(),
            flag: Flag::CHANNEL.to_string(),
            time: format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000),
            kind: content.kind(),
            content: content.text(),
        };
        let (cid, msgid, line) = (self.cid.to_string(), self.msgid, line.to_string());
        Arc::from(ServerFrame::Notify(Notify::Channel2 { cid, msgid, line }).to_text())
    }
}

impl Hub {
    /// The channel that the user stands in, if it has this name.
    pub(super) fn standing_in(&self, user: &UserKey, name: &str) -> Result<ChannelKey, Refusal> {
        let name = named(ChannelName::new(name))?;
        let session = self.sessions.get(user).ok_or(Refusal::WrongLine)?;
        if session.channel.as_ref() != Some(&name) {
            return Err(Refusal::NotInChannel);
        }
        Ok(ChannelKey { app: user.app.clone(), name })
    }

    /// A channel of the user's app, if it exists; asking does not make it.
    fn channel_named(&self, user: &UserKey, name: &str) -> Option<&Channel> {
        let name = ChannelName::new(name).ok()?;
        self.channels.get(&ChannelKey { app: user.app.clone(), name })
    }

    fn open_channel(&mut self, key: &ChannelKey, step: &Step<'_>) {
        if !self.channels.contains(key) {
            self.counters.cid = step.now.unix_micros.max(self.counters.cid + 1);
            self.channels.insert(key.clone(), Channel::new(self.counters.cid, step.now.unix_micros));
        }
    }

    /// Gives every member the next event.
    pub(super) fn tell(&mut self, key: &ChannelKey, content: &Content, step: &mut Step<'_>) {
        let Some(channel) = self.channels.get_mut(key) else { return };
        channel.msgid += 1;
        if channel.members == 0 {
            return;
        }
        let frame = channel.frame(content, step);
        if channel.resumable > 0 {
            channel.recent.push_back((channel.msgid, frame.clone()));
            if channel.recent.len() > RECENT_EVENTS {
                channel.recent.pop_front();
            }
        }
        if let Content::ChannelMessage { channel: name, account, uid, msg } = content
            && !msg.is_string()
            && !channel.audience.java().is_empty()
        {
            let msg = Value::String(value_text(msg).unwrap_or_default());
            let (name, account) = (name.clone(), account.clone());
            let text = Content::ChannelMessage { channel: name, account, uid: *uid, msg };
            let text = channel.frame(&text, step);
            step.send_text(channel.audience.web(), frame);
            step.send_text(channel.audience.java(), text);
        } else {
            step.send_text(channel.audience.all(), frame);
        }
    }

    pub(super) fn channel_join(
        &mut self,
        user: &UserKey,
        name: &str,
        step: &mut Step<'_>,
    ) -> Result<Reply, Refusal> {
        let name = named(ChannelName::new(name))?;
        self.may_join(user, &name)?;
        let session = self.sessions.get(user).ok_or(Refusal::WrongLine)?;
        let again = session.channel.as_ref() == Some(&name);
        let (uid, device, connection) = (session.uid, session.device, session.connection);
        let member = Member { account: user.account.clone(), uid, device, connection };
        let key = ChannelKey { app: user.app.clone(), name };
        if !again {
            if self.channels.get(&key).is_some_and(|channel| channel.members >= CHANNEL_MEMBERS) {
                return Err(Refusal::ChannelFull);
            }
            self.leave(user, step);
            self.open_channel(&key, step);
            self.occupy(&key, step);
            let joined =
                Content::ChannelUserJoined { channel: key.name.to_string(), account: text(user), uid };
            self.tell_coming_and_going(&key, &joined, step);
        }
        if again {
            self.remove_member(&key, &user.account);
        } else if let Some(channel) = self.channels.get_mut(&key) {
            channel.total_joins += 1;
        }
        self.insert_member(&key, member);
        let channel = self.channels.get(&key).ok_or(Refusal::NotInChannel)?;
        let reply = Reply::Joined {
            list: self.latest_members(&key, USER_LIST),
            attrs: channel.shown_attributes(),
            cid: channel.cid.to_string(),
            msgid: channel.msgid,
        };
        self.announce_counts(&key, step);
        if !again {
            self.tell_membership(user, &key, true, step);
        }
        if let Some(session) = self.sessions.get_mut(user) {
            session.channel = Some(key.name);
        }
        Ok(reply)
    }

    pub(super) fn channel_leave(
        &mut self,
        user: &UserKey,
        name: &str,
        step: &mut Step<'_>,
    ) -> Result<Reply, Refusal> {
        self.standing_in(user, name)?;
        self.leave(user, step);
        Ok(Reply::Done)
    }

    /// Takes the user out of the channel it stands in, if any. It is not told itself.
    pub(super) fn leave(&mut self, user: &UserKey, step: &mut Step<'_>) {
        let Some(session) = self.sessions.get_mut(user) else { return };
        let (Some(name), uid) = (session.channel.take(), session.uid) else { return };
        let key = ChannelKey { app: user.app.clone(), name };
        if self.remove_member(&key, &user.account) {
            let event = Content::ChannelUserLeft { channel: key.name.to_string(), account: text(user), uid };
            self.tell_coming_and_going(&key, &event, step);
            self.tell_membership(user, &key, false, step);
            self.vacate(&key, step);
        }
    }

    fn tell_coming_and_going(&mut self, key: &ChannelKey, event: &Content, step: &mut Step<'_>) {
        let silent = self.channels.get(key).and_then(|c| c.attributes.get("_userNotification"));
        if silent.is_none_or(|value| **value != *"0") {
            self.tell(key, event, step);
        }
    }

    /// Somebody comes into a channel that may have been empty.
    fn occupy(&mut self, key: &ChannelKey, step: &mut Step<'_>) {
        let Some(channel) = self.channels.get_mut(key) else { return };
        if let Some(due) = channel.empty_due.take() {
            self.timers.remove(&(due, Timer::ChannelEnd(key.clone())));
            self.empty_since(key, None, step);
        }
    }

    fn empty_since(&mut self, key: &ChannelKey, since: Option<u64>, step: &mut Step<'_>) {
        if self.storage {
            step.store(StoreOp::ChannelEmpty { channel: key.clone(), since });
        } else {
            self.owed.insert(key.clone(), since);
        }
    }

    /// The last member may have left: attributes stay for a while, a channel without any is gone. Special
    /// channels stay for good.
    fn vacate(&mut self, key: &ChannelKey, step: &mut Step<'_>) {
        if is_special(&key.name) {
            return;
        }
        let Some(channel) = self.channels.get_mut(key).filter(|c| c.members == 0) else { return };
        if channel.attributes.is_empty() {
            self.channels.remove(key);
            return;
        }
        let due = step.after(channel.ttl_secs());
        channel.empty_due = Some(due);
        if due <= step.now.millis && self.storage {
            self.end_channel(key, step);
            return;
        }
        self.timers.insert((due, Timer::ChannelEnd(key.clone())), ());
        self.empty_since(key, Some(step.now.unix_secs()), step);
    }

    pub(super) fn channel_end(&mut self, key: &ChannelKey, step: &mut Step<'_>) {
        let Some(channel) = self.channels.get_mut(key).filter(|c| c.empty_due.is_some()) else { return };
        if self.storage {
            self.end_channel(key, step);
        } else {
            let due = step.now.millis + super::hub::STORAGE_RETRY_MILLIS;
            channel.empty_due = Some(due);
            self.timers.insert((due, Timer::ChannelEnd(key.clone())), ());
        }
    }

    fn end_channel(&mut self, key: &ChannelKey, step: &mut Step<'_>) {
        self.channels.remove(key);
        step.store(StoreOp::ClearChannelAttributes { channel: key.clone() });
        step.store(StoreOp::ChannelEmpty { channel: key.clone(), since: None });
    }

    /// Channels that only their attributes have kept. One whose last leave nobody saw is empty from now.
    pub(super) fn load_channels(
        &mut self,
        attributes: Vec<(ChannelKey, AttributeName, Arc<str>)>,
        empty_since: Vec<(ChannelKey, u64)>,
        step: &mut Step<'_>,
    ) {
        for (key, name, value) in attributes {
            self.open_channel(&key, step);
            if let Some(channel) = self.channels.get_mut(&key) {
                Arc::make_mut(&mut channel.attributes).insert(name, value);
            }
        }
        let empty_since: BTreeMap<_, _> = empty_since.into_iter().collect();
        let now = step.now.unix_secs();
        let keys: Vec<_> = self.channels.iter().map(|(key, _)| key.clone()).collect();
        for key in keys {
            let since = empty_since.get(&key).copied();
            let Some(channel) = self.channels.get_mut(&key) else { continue };
            let passed = now.saturating_sub(since.unwrap_or(now));
            let due = step.after(channel.ttl_secs().saturating_sub(passed));
            channel.empty_due = Some(due);
            self.timers.insert((due, Timer::ChannelEnd(key.clone())), ());
            if since.is_none() {
                step.store(StoreOp::ChannelEmpty { channel: key, since: Some(now) });
            }
        }
    }

    pub(super) fn channel_send(
        &mut self,
        user: &UserKey,
        name: &str,
        msg: &Value,
        force: bool,
        step: &mut Step<'_>,
    ) -> Result<Reply, Refusal> {
        let key = if force {
            ChannelKey { app: user.app.clone(), name: named(ChannelName::new(name))? }
        } else {
            self.standing_in(user, name)?
        };
        Self::may_speak(&key.name)?;
        let bytes = match msg.as_str() {
            Some(text) => text.len(),
            None => value_text(msg).ok_or(Refusal::WrongParam)?.len(),
        };
        if bytes > MESSAGE_BYTES {
            return Err(Refusal::TooLarge);
        }
        self.take_message_rate(user, step)?;
        if let Some(channel) = self.channels.get_mut(&key) {
            let limit = channel.limit("_sendmsg_limit", CHANNEL_MESSAGES_PER_SECOND);
            if !channel.message_rate.take(step.now.millis, limit) {
                return Err(Refusal::RateLimited);
            }
        }
        let (channel, account, uid) = (key.name.to_string(), text(user), self.uid(user));
        let event = Content::ChannelMessage { channel, account, uid, msg: msg.clone() };
        self.tell(&key, &event, step);
        self.counters.messages += 1;
        Ok(Reply::Done)
    }

    pub(super) fn channel_num(&self, user: &UserKey, name: &str) -> Reply {
        let num = self.channel_named(user, name).map_or(0, |channel| channel.members as u64);
        Reply::Num { num }
    }

    pub(super) fn channel_is_in(&self, user: &UserKey, name: &str, account: &str) -> Reply {
        let key = ChannelName::new(name).map(|name| ChannelKey { app: user.app.clone(), name });
        let isin = key.is_ok_and(|key| Account::new(account).is_ok_and(|who| self.is_member(&key, &who)));
        Reply::IsIn { isin }
    }

    pub(super) fn channel_list(&self, user: &UserKey, name: &str, count: usize) -> Reply {
        let Ok(name) = ChannelName::new(name) else { return Reply::UserList { num: 0, list: Vec::new() } };
        let key = ChannelKey { app: user.app.clone(), name };
        let num = self.channels.get(&key).map_or(0, |channel| channel.members as u64);
        Reply::UserList { num, list: self.latest_members(&key, count.min(CHANNEL_MEMBERS)) }
    }
}

pub(super) fn text(user: &UserKey) -> String {
    user.account.to_string()
}
