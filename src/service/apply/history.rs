use super::{Core, Effect, Moment, Of, Opened, Seat, Turn, Unsent, Write, WriteNumber};
use crate::ids::AttributeName;
use crate::model::{
    Attribute, Chat, ChatId, Message, MessageKey, Millis, Model, NoticeKind, Search, SearchHit, SendState,
};
use crate::service::outbox::Entry;
use std::sync::Arc;

/// Trouble with the disk is told at most so often.
const TROUBLE_MILLIS: Millis = 60_000;

/// What follows once a write was tried: nothing that was said is shown or sent before.
#[derive(Debug)]
pub(super) enum Then {
    Show {
        chat: ChatId,
        message: Message,
    },
    /// Gives the message that flies in this chat to the connection.
    Send {
        chat: ChatId,
        key: MessageKey,
    },
}

impl Core {
    pub(super) fn kept(
        &mut self,
        model: &mut Model,
        moment: Moment,
        tried: WriteNumber,
        kept: WriteNumber,
        out: &mut Vec<Of<Effect>>,
    ) {
        while let Some((_, slot, attempt, then)) =
            self.common.when_tried.pop_front_if(|(at, ..)| *at <= tried)
        {
            let Some(seat) = self.seats.get_mut(&slot).filter(|seat| seat.attempt == attempt) else {
                continue;
            };
            let Moment { now, random } = moment;
            let mut turn = Turn { model, common: &mut self.common, out, slot, now, random };
            match then {
                Then::Show { chat, message } => seat.show(&mut turn, &chat, message),
                Then::Send { chat, key } => seat.begin_sending(&mut turn, &chat, key),
            }
        }
        while let Some((_, slot, attempt, version)) =
            self.common.when_kept.pop_front_if(|(at, ..)| *at <= kept)
        {
            if self.seats.get(&slot).is_some_and(|seat| seat.attempt == attempt) {
                out.push((slot, Effect::Received { version }));
            }
        }
    }
}

impl Turn<'_> {
    pub(super) fn trouble(&mut self, why: Arc<str>) {
        let told = self.common.trouble_told_at;
        if told.is_none_or(|at| self.now - at >= TROUBLE_MILLIS) {
            self.common.trouble_told_at = Some(self.now);
            self.tell(NoticeKind::HistoryTrouble { why });
        }
    }
}

impl Seat {
    /// Keeps something that belongs into a chat; it is shown once that was tried.
    pub(super) fn say(&mut self, turn: &mut Turn<'_>, chat: &ChatId, message: Message) {
        self.say_of_mailbox(turn, chat, message, None);
    }

    pub(super) fn say_of_mailbox(
        &mut self,
        turn: &mut Turn<'_>,
        chat: &ChatId,
        message: Message,
        version: Option<u64>,
    ) {
        let number = turn.keep(Write::Message { chat: chat.clone(), message: message.clone(), version });
        let then = Then::Show { chat: chat.clone(), message };
        turn.common.when_tried.push_back((number, turn.slot, self.attempt, then));
    }

    /// What follows the last write.
    pub(super) fn then(&self, turn: &mut Turn<'_>, then: Then) {
        let number = turn.common.last_write;
        turn.common.when_tried.push_back((number, turn.slot, self.attempt, then));
    }

    pub(super) fn next_key(&mut self) -> MessageKey {
        self.last_key += 1;
        MessageKey(self.last_key)
    }

    /// What the history has, for an account that is about to sign in.
    pub(super) fn take_in(&mut self, history: Opened) {
        let Some(account) = self.phase.signing_in_mut().map(|signing_in| &mut signing_in.account) else {
            return;
        };
        for (id, chat) in history.chats {
            account.chats.insert(id, chat);
        }
        account.call_log.prepend(history.calls);
        let name_of = AttributeName::new("name").expect("a plain word is a name");
        for (person, name) in history.names {
            account.people.meet(&person).attributes.set(name_of.clone(), Attribute::new(&name));
        }
        self.last_key = history.last_key;
        self.last_call = history.last_call;
        self.received = history.version;
        self.outbox_id = history.outbox_id;
        for Unsent { chat, key, text } in history.unsent {
            self.outbox.add(&chat, Entry { key, text }, false);
        }
    }

    pub(super) fn loaded(&mut self, turn: &mut Turn<'_>, id: &ChatId, mut messages: Vec<Arc<Message>>) {
        for message in &mut messages {
            // What the last run had given to a connection goes again, under its old key.
            if message.state == SendState::Sending {
                Arc::make_mut(message).state = SendState::Queued;
            }
        }
        let account = match self.phase.signing_in_mut() {
            Some(signing_in) => Some(&mut signing_in.account),
            None => turn.account_mut(),
        };
        let Some(chat) = account.and_then(|account| account.chats.chat_mut(id)) else { return };
        chat.transcript.prepend(messages);
        if chat.new_from.is_none() && self.open_chat.as_ref() == Some(id) {
            chat.new_from = chat.first_unread();
        }
    }

    pub(super) fn search(&mut self, turn: &mut Turn<'_>, query: &str) {
        let query: Arc<str> = Arc::from(query.trim());
        let attempt = self.attempt;
        let Some(account) = turn.account_mut() else { return };
        account.search = None;
        if !query.is_empty() {
            account.search = Some(Arc::new(Search { query: query.clone(), hits: None }));
            turn.effect(Effect::Search { attempt, query });
        }
    }

    pub(super) fn found(&self, turn: &mut Turn<'_>, query: &Arc<str>, hits: Vec<SearchHit>) {
        let Some(account) = turn.account_mut() else { return };
        if account.search.as_ref().is_some_and(|search| search.query == *query) {
            account.search = Some(Arc::new(Search { query: query.clone(), hits: Some(hits) }));
        }
    }
}

/// What the list says of a chat, as it is kept.
pub(super) fn chat_write(id: &ChatId, chat: &Chat) -> Write {
    Write::Chat {
        chat: id.clone(),
        unread: chat.unread,
        missed_calls: chat.missed_calls,
        last_at: chat.last_at,
        pinned: chat.pinned,
        muted: chat.muted,
    }
}
