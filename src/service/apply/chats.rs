use super::failures::send_failure;
use super::history::{Then, chat_write};
use super::{Asked, Effect, Notification, Seat, Turn, Write};
use crate::client::{Answer, Api, Error};
use crate::ids::{Account, ChannelName, MESSAGE_BYTES, MessageId};
use crate::model::{
    Author, Body, ChannelState, Chat, ChatId, Message, MessageKey, Millis, SendFailure, SendState,
};
use crate::service::outbox::Entry;
use crate::wire::Refusal;
use std::sync::Arc;

impl Turn<'_> {
    /// Changes what the list says of a chat, and keeps it if it did.
    pub(super) fn change_chat(&mut self, id: &ChatId, change: impl FnOnce(&mut Chat)) {
        let Some(chat) = self.account_mut().and_then(|account| account.chats.chat_mut(id)) else { return };
        let before = chat_write(id, chat);
        change(chat);
        let after = chat_write(id, chat);
        if before != after {
            self.keep(after);
        }
    }

    pub(super) fn mark_read(&mut self, id: &ChatId) {
        let badge = self.account().and_then(|account| account.chats.chat(id)).map_or(0, Chat::badge);
        if badge > 0 {
            self.change_chat(id, |chat| {
                chat.unread = 0;
                chat.missed_calls = 0;
            });
        }
    }

    pub(super) fn save_draft(&mut self, id: &ChatId, text: &str) {
        let known = self.account().and_then(|account| account.chats.chat(id));
        if known.map_or(text.is_empty(), |chat| &*chat.draft == text) {
            return;
        }
        let text: Arc<str> = Arc::from(text);
        if let Some(account) = self.account_mut() {
            account.chats.open(id).draft = text.clone();
            self.keep(Write::Draft { chat: id.clone(), text });
        }
    }

    /// Also of a message that is too old to be shown.
    fn set_state(&mut self, id: &ChatId, key: MessageKey, state: &SendState) {
        if let Some(chat) = self.account_mut().and_then(|account| account.chats.chat_mut(id)) {
            chat.set_state(key, state.clone());
        }
        self.keep(Write::State { key, state: state.clone() });
    }

    fn message(&self, id: &ChatId, key: MessageKey) -> Option<Arc<Message>> {
        let transcript = &self.account()?.chats.chat(id)?.transcript;
        transcript.message(transcript.index_of(key)?).cloned()
    }
}

/// Whether the connection takes the chat's messages now.
fn ready(turn: &Turn<'_>, id: &ChatId) -> bool {
    let Some(account) = turn.account().filter(|account| account.online()) else { return false };
    match id {
        ChatId::Person(_) => true,
        ChatId::Channel(name) => account.channel_named(name).is_none_or(|channel| match channel.state {
            ChannelState::Joined | ChannelState::Leaving => true,
            ChannelState::Joining | ChannelState::Rejoining => false,
        }),
    }
}

impl Seat {
    pub(super) fn show_chat(&mut self, turn: &mut Turn<'_>, id: ChatId) {
        let now = turn.now;
        let Some(account) = turn.account_mut() else { return };
        let is_new = account.chats.chat(&id).is_none();
        let chat = account.chats.open(&id);
        chat.new_from = chat.first_unread();
        if is_new {
            chat.last_at = now;
            let write = chat_write(&id, chat);
            turn.keep(write);
        }
        if let ChatId::Person(person) = &id {
            self.meet(turn, person);
        }
        if let Some(before) = self.open_chat.replace(id)
            && self.open_chat.as_ref() != Some(&before)
        {
            turn.change_chat(&before, |chat| chat.new_from = None);
        }
    }

    pub(super) fn close_chat(&mut self, turn: &mut Turn<'_>, id: &ChatId) {
        self.open_chat.take_if(|open| open == id);
        let lined =
            turn.account().and_then(|account| account.chats.chat(id)).is_some_and(|c| c.new_from.is_some());
        if lined {
            turn.change_chat(id, |chat| chat.new_from = None);
        }
    }

    pub(super) fn remove_chat(&mut self, turn: &mut Turn<'_>, id: &ChatId) {
        if let ChatId::Channel(name) = id
            && turn.account().is_some_and(|account| account.channel_named(name).is_some())
        {
            self.leave_channel(turn);
        }
        self.outbox.remove_chat(id);
        self.open_chat.take_if(|open| open == id);
        if let Some(account) = turn.account_mut() {
            account.chats.remove(id);
            turn.keep(Write::RemoveChat { chat: id.clone() });
        }
    }

    pub(super) fn send_message(&mut self, turn: &mut Turn<'_>, id: ChatId, text: &str) {
        if text.is_empty() || turn.account().is_none() {
            return;
        }
        let text: Arc<str> = Arc::from(text);
        turn.save_draft(&id, "");
        self.write_message(turn, &id, text);
    }

    fn write_message(&mut self, turn: &mut Turn<'_>, id: &ChatId, text: Arc<str>) {
        let key = self.next_key();
        let (state, at_once) = if text.len() > MESSAGE_BYTES {
            (SendState::Failed(SendFailure::TooLarge { bytes: text.len() }), false)
        } else {
            let entry = Entry { key, text: text.clone() };
            match self.outbox.add(id, entry, self.loaded && ready(turn, id)) {
                true => (SendState::Sending, true),
                false => (SendState::Queued, false),
            }
        };
        let message = Message { key, at: turn.now, author: Author::Me, body: Body::Text(text), state };
        self.say(turn, id, message);
        if at_once {
            self.then(turn, Then::Send { chat: id.clone(), key });
        }
    }

    /// Gives to the connection what it can take now.
    pub(super) fn send_waiting(&mut self, turn: &mut Turn<'_>) {
        let loaded = self.loaded;
        for (chat, entry) in self.outbox.next(turn.now, |id| loaded && ready(turn, id)) {
            // On the disk it counts as begun before it can have begun: it is never sent twice by a restart.
            turn.set_state(&chat, entry.key, &SendState::Sending);
            self.then(turn, Then::Send { chat, key: entry.key });
        }
    }

    pub(super) fn begin_sending(&mut self, turn: &mut Turn<'_>, id: &ChatId, key: MessageKey) {
        let Some(entry) = self.outbox.flying(id, key) else { return };
        let (msg, bytes) = (entry.text.to_string(), entry.text.len());
        if !ready(turn, id) {
            self.send_again(turn, id, key, false);
            return;
        }
        let me = turn.account().map(|account| ChatId::Person(account.me.clone()));
        self.outbox.begun(id, matches!(id, ChatId::Channel(_)) || me.as_ref() == Some(id));
        let message_id = MessageId::new(format!("{}", key.0));
        // The server takes a key one time only: sending again, even after a restart, never doubles a message.
        let once = Some(format!("{:016x}.{}", self.outbox_id, key.0));
        let api = match id {
            ChatId::Person(person) => {
                Api::MessageInstantSend { account: person.to_string(), msg, message_id, once }
            }
            ChatId::Channel(name) => {
                Api::MessageChannelSend { channel: name.to_string(), msg, message_id, force: false, once }
            }
        };
        self.ask(turn, api, Asked::Send { chat: id.clone(), key, bytes });
    }

    /// It goes again a little later, under its key. False when it was too fast too often.
    fn send_again(&mut self, turn: &mut Turn<'_>, id: &ChatId, key: MessageKey, too_fast: bool) -> bool {
        let again = self.outbox.again(id, key, too_fast, turn.now);
        if again {
            turn.set_state(id, key, &SendState::Queued);
        }
        again
    }

    pub(super) fn message_answered(
        &mut self,
        turn: &mut Turn<'_>,
        id: &ChatId,
        key: MessageKey,
        bytes: usize,
        answer: &Result<Answer, Error>,
    ) {
        match answer {
            Ok(_) => {
                if !self.outbox.landed(id, key) {
                    turn.set_state(id, key, &SendState::Sent);
                }
            }
            Err(Error::NotLoggedIn | Error::Unreachable(_) | Error::Ended(_)) => {
                self.send_again(turn, id, key, false);
            }
            Err(Error::NoAnswer) if !turn.online() => {
                self.send_again(turn, id, key, false);
            }
            Err(error @ (Error::Busy | Error::Refused { refusal: Refusal::RateLimited, .. })) => {
                if !self.send_again(turn, id, key, true) {
                    self.outbox.refused(id, key);
                    turn.set_state(id, key, &SendState::Failed(send_failure(error, bytes)));
                }
            }
            // Whether the server took it is not known: its author decides, unless an echo does.
            Err(Error::NoAnswer) => {
                if !self.outbox.landed(id, key) {
                    turn.set_state(id, key, &SendState::Failed(SendFailure::NoReply));
                }
            }
            Err(
                error @ (Error::WrongArgument { .. }
                | Error::Refused { .. }
                | Error::WrongState(_)
                | Error::BadAddress(_)),
            ) => {
                self.outbox.refused(id, key);
                turn.set_state(id, key, &SendState::Failed(send_failure(error, bytes)));
            }
        }
        self.send_waiting(turn);
    }

    /// Sends a failed message again, with its old key: if the server had it after all, it stays one message.
    pub(super) fn retry_message(&mut self, turn: &mut Turn<'_>, id: &ChatId, key: MessageKey) {
        let Some(message) = turn.message(id, key) else { return };
        let (SendState::Failed(_), Body::Text(text)) = (&message.state, &message.body) else { return };
        if text.len() > MESSAGE_BYTES {
            return;
        }
        let entry = Entry { key, text: text.clone() };
        let at_once = self.outbox.add(id, entry, self.loaded && ready(turn, id));
        turn.set_state(id, key, if at_once { &SendState::Sending } else { &SendState::Queued });
        if at_once {
            self.then(turn, Then::Send { chat: id.clone(), key });
        }
    }

    /// Takes back what no server has: a failed message or one that still waits.
    pub(super) fn delete_message(&mut self, turn: &mut Turn<'_>, id: &ChatId, key: MessageKey) {
        let state = turn.message(id, key).map(|message| message.state.clone());
        if let Some(SendState::Failed(_) | SendState::Queued) = state {
            self.outbox.remove(id, key);
            self.outbox.refused(id, key);
            if let Some(chat) = turn.account_mut().and_then(|account| account.chats.chat_mut(id)) {
                chat.remove(key);
            }
            turn.keep(Write::RemoveMessage { key });
        }
    }

    pub(super) fn message_from_person(
        &mut self,
        turn: &mut Turn<'_>,
        from: Account,
        text: &str,
        at: Millis,
        version: u64,
    ) {
        // 0 is a message that did not come out of a mailbox.
        let version = (version != 0).then_some(version);
        if version.is_some_and(|version| version <= self.received) {
            return;
        }
        let id = ChatId::Person(from.clone());
        self.message_came(turn, &id, from.clone(), text, at, version);
        if let Some(version) = version {
            self.received = version;
            let number = turn.common.last_write;
            turn.common.when_kept.push_back((number, turn.slot, self.attempt, version));
        }
        if turn.account().is_some_and(|account| account.people.person(&from).is_none()) {
            self.meet(turn, &from);
        }
    }

    pub(super) fn message_from_channel(
        &mut self,
        turn: &mut Turn<'_>,
        channel: ChannelName,
        from: Account,
        text: &str,
        at: Millis,
    ) {
        self.message_came(turn, &ChatId::Channel(channel), from, text, at, None);
    }

    fn message_came(
        &mut self,
        turn: &mut Turn<'_>,
        id: &ChatId,
        from: Account,
        text: &str,
        at: Millis,
        version: Option<u64>,
    ) {
        let Some(account) = turn.account() else { return };
        let is_mine = account.me == from;
        if is_mine && let Some(key) = self.outbox.echo(id, text) {
            // In this order: a message of ours that is not known as delivered is sent again and taken once.
            if let Some(version) = version {
                turn.keep(Write::Received { version });
            }
            turn.set_state(id, key, &SendState::Delivered);
            return;
        }
        let (author, state) = match is_mine {
            true => (Author::Me, SendState::Delivered),
            false => (Author::Person(from), SendState::Received),
        };
        let key = self.next_key();
        let message = Message { key, at, author, body: Body::Text(Arc::from(text)), state };
        self.say_of_mailbox(turn, id, message, version);
    }

    /// Something that happened, said by nobody.
    pub(super) fn say_system(&mut self, turn: &mut Turn<'_>, id: &ChatId, body: Body) {
        let key = self.next_key();
        let message = Message { key, at: turn.now, author: Author::System, body, state: SendState::Received };
        self.say(turn, id, message);
    }

    /// Puts into the chat what was kept.
    pub(super) fn show(&mut self, turn: &mut Turn<'_>, id: &ChatId, message: Message) {
        let is_open = self.open_chat.as_ref() == Some(id);
        let focused = turn.common.focused;
        let others = match (&message.author, &message.body) {
            (Author::Person(from), Body::Text(text)) => Some((from.clone(), text.clone())),
            (Author::Me | Author::System | Author::Person(_), _) => None,
        };
        let missed = matches!(&message.body, Body::Call { side, reason, .. } if reason.missed(*side));
        let Some(account) = turn.account_mut() else { return };
        let chat = account.chats.open(id);
        if others.is_some() {
            chat.unread += 1;
            if is_open && !focused && chat.new_from.is_none() {
                chat.new_from = Some(message.key);
            }
        }
        if missed {
            chat.missed_calls += 1;
        }
        let is_muted = chat.muted;
        chat.push(message);
        let write = chat_write(id, chat);
        turn.keep(write);
        if let Some((from, text)) = others
            && !focused
            && !is_muted
            && turn.model.settings.notify_messages
        {
            turn.notify_message(id, &from, text);
        }
    }
}

impl Turn<'_> {
    fn notify_message(&mut self, id: &ChatId, from: &Account, text: Arc<str>) {
        let Some(account) = self.account() else { return };
        let name = account.display_name(from);
        let from = match id {
            ChatId::Person(_) => name.to_owned(),
            ChatId::Channel(channel) => format!("{name}, #{channel}"),
        };
        let text = self.model.settings.notify_text.then_some(text);
        self.effect(Effect::Notify(Notification::Message { chat: id.clone(), from, text }));
    }
}
