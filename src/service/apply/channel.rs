use super::failures::send_failure;
use super::{Asked, Seat, Turn};
use crate::client::{Answer, Api, Error};
use crate::ids::{Account, AttributeName, ChannelName, USER_LIST, Uid};
use crate::model::{
    Attribute, Attributes, Body, ChannelState, ChatId, JoinedChannel, Millis, NoticeKind, SendFailure,
};
use crate::service::Owner;
use crate::wire::{AttributeChange, Ecode};
use std::sync::Arc;

/// Who comes and goes is written into the transcripts of channels up to this size.
const SMALL_CHANNEL: u64 = 50;

/// A change of an attribute whose answer is awaited, and what was there before.
#[derive(Debug)]
pub(super) struct AttributeChangeAsked {
    owner: Owner,
    channel: Option<ChannelName>,
    what: &'static str,
    name: Option<AttributeName>,
    before: Attributes,
    bytes: usize,
    removes: bool,
}

fn joining(name: ChannelName, now: Millis) -> JoinedChannel {
    JoinedChannel {
        name,
        state: ChannelState::Joining,
        members: Arc::default(),
        member_count: 0,
        members_at: now,
        attributes: Attributes::default(),
    }
}

impl Seat {
    pub(super) fn join_channel(&mut self, turn: &mut Turn<'_>, name: ChannelName) {
        let now = turn.now;
        let Some(account) = turn.account_mut() else { return };
        let is_in = account.channel_named(&name).map(|channel| channel.state);
        if matches!(is_in, Some(ChannelState::Joined | ChannelState::Joining | ChannelState::Rejoining)) {
            return;
        }
        let before = account.channel.replace(Arc::new(joining(name.clone(), now)));
        if let Some(before) = before.filter(|channel| channel.state != ChannelState::Joining) {
            self.previous_channel = Some(before);
        }
        self.show_channel(turn, &name);
        self.ask(turn, Api::ChannelJoin { channel: name.to_string() }, Asked::Join { name });
    }

    /// The channel's chat stands in the list from here on.
    fn show_channel(&self, turn: &mut Turn<'_>, name: &ChannelName) {
        let now = turn.now;
        let id = ChatId::Channel(name.clone());
        if let Some(account) = turn.account_mut() {
            account.chats.open(&id);
            turn.change_chat(&id, |chat| chat.last_at = chat.last_at.max(now));
        }
    }

    pub(super) fn join_answered(
        &mut self,
        turn: &mut Turn<'_>,
        name: &ChannelName,
        answer: Result<Answer, Error>,
    ) {
        if let Err(error) = answer {
            self.join_undone(turn, name, send_failure(&error, 0));
        }
    }

    /// A join that we did not ask for by hand, after a loss of the connection.
    pub(super) fn channel_join_failed(&mut self, turn: &mut Turn<'_>, name: &ChannelName, ecode: Ecode) {
        let asked = self.asked.values().any(|asked| matches!(asked, Asked::Join { .. }));
        if !asked {
            let failure = SendFailure::Refused { reason: Arc::from(ecode.name()), ecode: ecode.number() };
            self.join_undone(turn, name, failure);
        }
    }

    fn join_undone(&mut self, turn: &mut Turn<'_>, name: &ChannelName, failure: SendFailure) {
        let Some(account) = turn.account_mut() else { return };
        let Some(waiting) = account.channel.take_if(|c| c.name == *name && c.state != ChannelState::Joined)
        else {
            return;
        };
        match self.previous_channel.take() {
            // What has happened in it meanwhile was not noticed: its list is asked for anew.
            Some(mut previous) => {
                Arc::make_mut(&mut previous).state = ChannelState::Rejoining;
                let name = previous.name.clone();
                account.channel = Some(previous);
                self.ask(turn, Api::ChannelJoin { channel: name.to_string() }, Asked::Join { name });
            }
            // The session may still stand in it; the window says that we do not.
            None if waiting.state == ChannelState::Rejoining => {
                self.ask(turn, Api::ChannelLeave { channel: name.to_string() }, Asked::Nothing);
            }
            None => {}
        }
        turn.tell(NoticeKind::Failed { what: "channelJoin", failure });
        self.send_waiting(turn);
    }

    pub(super) fn channel_joined(&mut self, turn: &mut Turn<'_>, name: ChannelName) {
        let now = turn.now;
        self.previous_channel = None;
        let Some(account) = turn.account_mut() else { return };
        let me = account.me.clone();
        let before = account.channel_named(&name).map(|channel| channel.state);
        let mut channel = match account.channel.take().filter(|channel| channel.name == name) {
            Some(channel) => Arc::unwrap_or_clone(channel),
            None => joining(name.clone(), now),
        };
        channel.state = ChannelState::Joined;
        // The attributes follow, each as an event of its own.
        channel.attributes.clear();
        channel.members_at = now;
        account.channel = Some(Arc::new(channel));
        self.show_channel(turn, &name);
        if before != Some(ChannelState::Rejoining) {
            self.say_system(turn, &ChatId::Channel(name), Body::Joined(me));
        }
        self.send_waiting(turn);
    }

    pub(super) fn leave_channel(&mut self, turn: &mut Turn<'_>) {
        let Some(channel) = turn.account_mut().and_then(|account| account.channel_mut()) else { return };
        channel.state = ChannelState::Leaving;
        let name = channel.name.clone();
        self.ask(turn, Api::ChannelLeave { channel: name.to_string() }, Asked::Leave { name });
    }

    /// Leaving that was refused leaves too, as the old API has it; one that the server never heard does not.
    pub(super) fn leave_answered(
        &mut self,
        turn: &mut Turn<'_>,
        name: &ChannelName,
        answer: Result<Answer, Error>,
    ) {
        let Err(error @ (Error::NotLoggedIn | Error::Busy)) = answer else { return };
        let Some(channel) = turn.account_mut().and_then(|account| account.channel_mut()) else { return };
        if channel.name == *name && channel.state == ChannelState::Leaving {
            channel.state = ChannelState::Joined;
            turn.tell(NoticeKind::Failed { what: "channelLeave", failure: send_failure(&error, 0) });
        }
    }

    pub(super) fn channel_left(&mut self, turn: &mut Turn<'_>, name: &ChannelName, ecode: Ecode) {
        let Some(account) = turn.account_mut() else { return };
        if account.channel_named(name).is_some() {
            if ecode == Ecode::LeaveDisconnected {
                let failure = SendFailure::Refused { reason: Arc::from(ecode.name()), ecode: ecode.number() };
                turn.tell(NoticeKind::Failed { what: "channelJoin", failure });
            }
            let Some(account) = turn.account_mut() else { return };
            account.channel = None;
            let me = account.me.clone();
            let id = ChatId::Channel(name.clone());
            if account.chats.chat(&id).is_some() {
                self.say_system(turn, &id, Body::Left(me));
            }
        }
    }

    pub(super) fn member_list(
        &mut self,
        turn: &mut Turn<'_>,
        name: &ChannelName,
        members: &[(Account, Uid)],
    ) {
        let now = turn.now;
        let Some(channel) = turn.channel_named(name) else { return };
        // A channel that is joined again after a loss says so by its list alone.
        let is_back = channel.state == ChannelState::Rejoining;
        if is_back {
            channel.state = ChannelState::Joined;
            channel.attributes.clear();
        }
        let accounts: Vec<Account> = members.iter().map(|(account, _)| account.clone()).collect();
        channel.member_count = accounts.len() as u64;
        channel.members_at = now;
        channel.members = Arc::new(accounts.clone());
        if accounts.len() >= USER_LIST {
            self.ask(turn, Api::ChannelQueryUserNum { channel: name.to_string() }, Asked::Nothing);
        }
        for account in accounts.iter().rev() {
            self.name_wanted(turn, account);
        }
        if is_back {
            self.send_waiting(turn);
        }
    }

    pub(super) fn member_joined(&mut self, turn: &mut Turn<'_>, name: &ChannelName, account: Account) {
        let now = turn.now;
        let Some(channel) = turn.channel_named(name) else { return };
        let members = Arc::make_mut(&mut channel.members);
        if members.contains(&account) {
            return;
        }
        members.push(account.clone());
        if members.len() > USER_LIST {
            members.remove(0);
        }
        channel.member_count += 1;
        channel.members_at = now;
        let is_small = channel.member_count <= SMALL_CHANNEL;
        self.name_wanted(turn, &account);
        if is_small {
            self.say_system(turn, &ChatId::Channel(name.clone()), Body::Joined(account));
        }
    }

    pub(super) fn member_left(&mut self, turn: &mut Turn<'_>, name: &ChannelName, account: &Account) {
        let now = turn.now;
        let Some(channel) = turn.channel_named(name) else { return };
        let members = Arc::make_mut(&mut channel.members);
        let named = members.iter().position(|member| member == account);
        if let Some(at) = named {
            members.remove(at);
        }
        channel.member_count = channel.member_count.saturating_sub(1).max(channel.members.len() as u64);
        channel.members_at = now;
        if channel.member_count < SMALL_CHANNEL && named.is_some() {
            self.say_system(turn, &ChatId::Channel(name.clone()), Body::Left(account.clone()));
        }
    }

    /// "Connection lost" stands in the channel alone: elsewhere nothing can have been missed.
    pub(super) fn say_lost(&mut self, turn: &mut Turn<'_>) -> bool {
        self.say_in_channel(turn, Body::ConnectionLost)
    }

    pub(super) fn say_back(&mut self, turn: &mut Turn<'_>) {
        self.say_in_channel(turn, Body::ConnectionBack);
    }

    fn say_in_channel(&mut self, turn: &mut Turn<'_>, body: Body) -> bool {
        let channel = turn.account().and_then(|account| account.channel.as_deref());
        let Some(id) = channel.map(|channel| ChatId::Channel(channel.name.clone())) else { return false };
        self.say_system(turn, &id, body);
        true
    }

    pub(super) fn set_attribute(
        &mut self,
        turn: &mut Turn<'_>,
        owner: Owner,
        name: AttributeName,
        value: &str,
    ) {
        let bytes = value.len();
        let asked = AttributeChangeAsked {
            owner,
            channel: None,
            what: if owner == Owner::Me { "setAttr" } else { "channelSetAttr" },
            name: Some(name.clone()),
            before: Attributes::default(),
            bytes,
            removes: false,
        };
        let shown = Attribute::new(value);
        self.change_attributes(
            turn,
            asked,
            |attributes| attributes.set(name.clone(), shown),
            |channel| {
                let (name, value) = (name.to_string(), value.to_owned());
                vec![match channel {
                    None => Api::SetAttr { name, value },
                    Some(channel) => Api::ChannelSetAttr { channel, name, value },
                }]
            },
        );
    }

    /// An own attribute is deleted by emptying it: the old API has no other way.
    pub(super) fn delete_attribute(&mut self, turn: &mut Turn<'_>, owner: Owner, name: AttributeName) {
        let asked = AttributeChangeAsked {
            owner,
            channel: None,
            what: if owner == Owner::Me { "setAttr" } else { "channelDelAttr" },
            name: Some(name.clone()),
            before: Attributes::default(),
            bytes: 0,
            removes: true,
        };
        let gone = |attributes: &mut Attributes| {
            attributes.remove(name.as_str());
        };
        self.change_attributes(turn, asked, gone, |channel| {
            let name = name.to_string();
            vec![match channel {
                None => Api::SetAttr { name, value: String::new() },
                Some(channel) => Api::ChannelDelAttr { channel, name },
            }]
        });
    }

    pub(super) fn clear_attributes(&mut self, turn: &mut Turn<'_>, owner: Owner) {
        let Some(account) = turn.account() else { return };
        let names: Vec<String> = account.attributes.iter().map(|(name, _)| name.to_string()).collect();
        let asked = AttributeChangeAsked {
            owner,
            channel: None,
            what: if owner == Owner::Me { "setAttr" } else { "channelClearAttr" },
            name: None,
            before: Attributes::default(),
            bytes: 0,
            removes: true,
        };
        self.change_attributes(turn, asked, Attributes::clear, |channel| match channel {
            None => {
                let emptied = |name| Api::SetAttr { name, value: String::new() };
                names.into_iter().map(emptied).collect()
            }
            Some(channel) => vec![Api::ChannelClearAttr { channel }],
        });
    }

    /// Shows the change at once and asks for it; what was there before comes back if it is refused.
    fn change_attributes(
        &mut self,
        turn: &mut Turn<'_>,
        mut asked: AttributeChangeAsked,
        change: impl FnOnce(&mut Attributes),
        apis: impl FnOnce(Option<String>) -> Vec<Api>,
    ) {
        let Some(account) = turn.account_mut() else { return };
        let attributes = match asked.owner {
            Owner::Me => Some(&mut account.attributes),
            Owner::Channel => account.channel_mut().map(|channel| {
                asked.channel = Some(channel.name.clone());
                &mut channel.attributes
            }),
        };
        let Some(attributes) = attributes else {
            turn.tell(NoticeKind::Failed { what: asked.what, failure: SendFailure::NotInChannel });
            return;
        };
        asked.before = attributes.clone();
        change(attributes);
        let channel = asked.channel.as_ref().map(ToString::to_string);
        let mut apis = apis(channel);
        let last = apis.pop();
        for api in apis {
            self.ask(turn, api, Asked::Nothing);
        }
        if let Some(api) = last {
            self.ask(turn, api, Asked::Attribute(asked));
        }
    }
}

impl Turn<'_> {
    fn channel_named(&mut self, name: &ChannelName) -> Option<&mut JoinedChannel> {
        self.account_mut()?.channel_mut().filter(|channel| channel.name == *name)
    }

    pub(super) fn member_count(&mut self, name: &ChannelName, ecode: Ecode, count: u64) {
        if let Some(channel) = self.channel_named(name)
            && ecode == Ecode::Success
        {
            channel.member_count = count.max(channel.members.len() as u64);
        }
    }

    pub(super) fn channel_attribute(
        &mut self,
        channel: &ChannelName,
        name: Option<AttributeName>,
        value: String,
        change: AttributeChange,
        by: Option<Account>,
    ) {
        let now = self.now;
        let by = by.filter(|by| self.account().is_some_and(|account| account.me != *by));
        let Some(channel) = self.channel_named(channel) else { return };
        match (change, name) {
            (AttributeChange::Update | AttributeChange::Set, Some(name)) => {
                if name.as_str() == "_member_num"
                    && let Ok(count) = value.parse()
                {
                    channel.member_count = count;
                }
                let changed_at = by.is_some().then_some(now);
                let attribute = Attribute { value: value.into(), changed_by: by, changed_at, problem: None };
                channel.attributes.set(name, attribute);
            }
            (AttributeChange::Delete, Some(name)) => {
                channel.attributes.remove(name.as_str());
            }
            (AttributeChange::Clear, _) => channel.attributes.clear(),
            (AttributeChange::Update | AttributeChange::Set | AttributeChange::Delete, None) => {}
        }
    }

    pub(super) fn attribute_answered(&mut self, asked: AttributeChangeAsked, answer: Result<Answer, Error>) {
        let AttributeChangeAsked { owner, channel, what, name, before, bytes, removes } = asked;
        let failure = match answer {
            Ok(_) => {
                if let (Some(name), false) = (name, removes) {
                    self.tell(NoticeKind::AttributeSaved { name: Arc::from(name.as_str()) });
                }
                return;
            }
            Err(error) => send_failure(&error, bytes),
        };
        let Some(account) = self.account_mut() else { return };
        let attributes = match owner {
            Owner::Me => Some(&mut account.attributes),
            Owner::Channel => account
                .channel_mut()
                .filter(|joined| Some(&joined.name) == channel.as_ref())
                .map(|joined| &mut joined.attributes),
        };
        if let Some(attributes) = attributes {
            match name {
                Some(name) => match before.attribute(name.as_str()) {
                    Some(attribute) => {
                        let attribute = Attribute { problem: Some(failure.clone()), ..attribute.clone() };
                        attributes.set(name, attribute);
                    }
                    None => {
                        attributes.remove(name.as_str());
                    }
                },
                None => *attributes = before,
            }
        }
        self.tell(NoticeKind::Failed { what, failure });
    }
}
