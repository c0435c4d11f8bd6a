use super::{Author, Body, Message, MessageKey, Millis, SendState, Transcript};
use crate::ids::{Account, ChannelName};
use std::sync::Arc;

/// A conversation: a channel or a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChatId {
    Channel(ChannelName),
    Person(Account),
}

#[derive(Debug, Clone)]
pub struct Chat {
    pub transcript: Transcript,
    /// Messages of others since it was last read.
    pub unread: u32,
    /// Calls missed since it was last read.
    pub missed_calls: u32,
    /// The first message that was new when the chat was opened: where the line "New messages" stands.
    pub new_from: Option<MessageKey>,
    /// What was typed and not sent.
    pub draft: Arc<str>,
    /// When something last happened here; 0 for never. The list is sorted by it.
    pub last_at: Millis,
    pub preview: Option<Preview>,
    pub pinned: bool,
    pub muted: bool,
}

impl Default for Chat {
    fn default() -> Self {
        Self {
            transcript: Transcript::default(),
            unread: 0,
            missed_calls: 0,
            new_from: None,
            draft: Arc::from(""),
            last_at: 0,
            preview: None,
            pinned: false,
            muted: false,
        }
    }
}

/// The last thing in a chat, as the list shows it; computed when it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub at: Millis,
    pub author: Author,
    pub body: Body,
    pub state: SendState,
}

impl Preview {
    pub fn of(message: &Message) -> Self {
        Self {
            at: message.at,
            author: message.author.clone(),
            body: message.body.clone(),
            state: message.state.clone(),
        }
    }
}

impl Chat {
    pub fn push(&mut self, message: Message) {
        self.last_at = self.last_at.max(message.at);
        if message.body.previewed() {
            self.preview = Some(Preview::of(&message));
        }
        self.transcript.push(message);
    }

    /// Changes the send state of a message and of the preview that shows it.
    pub fn set_state(&mut self, key: MessageKey, state: SendState) -> bool {
        let shown = self.transcript.iter().rev().find(|message| message.body.previewed());
        if shown.map(|message| message.key) == Some(key)
            && let Some(preview) = &mut self.preview
        {
            preview.state = state.clone();
        }
        self.transcript.set_state(key, state)
    }

    /// Takes a message out, and out of the preview.
    pub fn remove(&mut self, key: MessageKey) -> bool {
        let removed = self.transcript.remove(key);
        if removed {
            let shown = self.transcript.iter().rev().find(|message| message.body.previewed());
            self.preview = shown.map(|message| Preview::of(message));
        }
        removed
    }

    /// The oldest of the unread messages: the line "New messages" goes above it.
    pub fn first_unread(&self) -> Option<MessageKey> {
        let unread = usize::try_from(self.unread).unwrap_or(usize::MAX);
        let others = |message: &&Arc<Message>| matches!(message.author, Author::Person(_));
        self.transcript.iter().rev().filter(others).take(unread).last().map(|message| message.key)
    }

    pub fn badge(&self) -> u32 {
        self.unread + self.missed_calls
    }
}

/// The conversations of an account. A sorted row of shared entries: copied as a whole it costs one reference
/// count a chat, and that is what every update pays while the window holds a copy.
#[derive(Debug, Clone, Default)]
pub struct Chats {
    by_id: Arc<Vec<Arc<Entry>>>,
}

#[derive(Debug, Clone)]
struct Entry {
    id: ChatId,
    chat: Chat,
}

impl Chats {
    fn place(&self, id: &ChatId) -> Result<usize, usize> {
        self.by_id.binary_search_by(|entry| entry.id.cmp(id))
    }

    fn at(&mut self, place: usize) -> &mut Chat {
        &mut Arc::make_mut(&mut Arc::make_mut(&mut self.by_id)[place]).chat
    }

    pub fn chat(&self, id: &ChatId) -> Option<&Chat> {
        self.place(id).ok().map(|place| &self.by_id[place].chat)
    }

    /// The chat, made if it does not exist.
    pub fn open(&mut self, id: &ChatId) -> &mut Chat {
        let place = self.place(id).unwrap_or_else(|place| {
            let entry = Entry { id: id.clone(), chat: Chat::default() };
            Arc::make_mut(&mut self.by_id).insert(place, Arc::new(entry));
            place
        });
        self.at(place)
    }

    pub fn chat_mut(&mut self, id: &ChatId) -> Option<&mut Chat> {
        let place = self.place(id).ok()?;
        Some(self.at(place))
    }

    pub fn remove(&mut self, id: &ChatId) {
        if let Ok(place) = self.place(id) {
            Arc::make_mut(&mut self.by_id).remove(place);
        }
    }

    pub fn insert(&mut self, id: ChatId, chat: Chat) {
        *self.open(&id) = chat;
    }

    /// By id; use [`Chats::channels`] and [`Chats::people`] for the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = (&ChatId, &Chat)> {
        self.by_id.iter().map(|entry| (&entry.id, &entry.chat))
    }

    fn listed(&self, wanted: fn(&ChatId) -> bool) -> Vec<(&ChatId, &Chat)> {
        let mut rows: Vec<_> = self.iter().filter(|(id, _)| wanted(id)).collect();
        rows.sort_by_key(|(_, chat)| (!chat.pinned, -chat.last_at));
        rows
    }

    /// Channels, pinned first, then the latest first.
    pub fn channels(&self) -> Vec<(&ChatId, &Chat)> {
        self.listed(|id| matches!(id, ChatId::Channel(_)))
    }

    /// People, pinned first, then the latest first.
    pub fn people(&self) -> Vec<(&ChatId, &Chat)> {
        self.listed(|id| matches!(id, ChatId::Person(_)))
    }

    pub fn unread(&self) -> u32 {
        self.iter().filter(|(_, chat)| !chat.muted).map(|(_, chat)| chat.unread).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }
}
