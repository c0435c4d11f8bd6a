use super::Millis;
use crate::call::{EndReason, Side};
use crate::ids::Account;
use std::sync::Arc;

const CHUNK: usize = 256;

/// Names a message within this program's history; rising in the order of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageKey(pub u64);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    Me,
    Person(Account),
    /// Something that happened, said by nobody.
    System,
}

/// What a row of a transcript says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Text(Arc<str>),
    Joined(Account),
    Left(Account),
    /// A call that is over.
    Call {
        side: Side,
        reason: EndReason,
        talked_millis: Option<Millis>,
    },
    ConnectionLost,
    ConnectionBack,
}

impl Body {
    /// Whether the chat list shows it as the last thing that was said.
    pub fn previewed(&self) -> bool {
        match self {
            Self::Text(_) => true,
            Self::Call { .. } => true,
            Self::Joined(_) => false,
            Self::Left(_) => false,
            Self::ConnectionLost => false,
            Self::ConnectionBack => false,
        }
    }
}

/// How far a message has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendState {
    /// It came from somebody else.
    Received,
    /// It waits for the connection.
    Queued,
    /// On its way to the server.
    Sending,
    /// The server has it.
    Sent,
    /// It arrived: for a channel, our own echo came back.
    Delivered,
    Failed(SendFailure),
}

/// Why something that we asked for was not done; `ui/text.rs` has a sentence for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendFailure {
    NoReply,
    TooLarge {
        bytes: usize,
    },
    RateLimited,
    MailboxFull,
    NotInChannel,
    NotSignedIn,
    PeerOffline,
    ServerStorage,
    /// The server's own words, with the code.
    Refused {
        reason: Arc<str>,
        ecode: i32,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub key: MessageKey,
    pub at: Millis,
    pub author: Author,
    pub body: Body,
    pub state: SendState,
}

/// What was said in a chat, oldest first. Full pieces of 256 are shared between copies; only the piece that
/// changes is copied.
#[derive(Debug, Clone, Default)]
pub struct Transcript {
    full: Arc<Vec<Arc<[Arc<Message>]>>>,
    tail: Vec<Arc<Message>>,
    /// Moves with every change, so that what was computed from a transcript can be kept.
    revision: u64,
}

impl Transcript {
    pub fn len(&self) -> usize {
        self.full.len() * CHUNK + self.tail.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn revision(&self) -> u64 {
        self.revision
    }

    pub fn message(&self, index: usize) -> Option<&Arc<Message>> {
        match self.full.get(index / CHUNK) {
            Some(chunk) => chunk.get(index % CHUNK),
            None => self.tail.get(index - self.full.len() * CHUNK),
        }
    }

    pub fn last(&self) -> Option<&Arc<Message>> {
        self.len().checked_sub(1).and_then(|index| self.message(index))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<Message>> {
        self.full.iter().flat_map(|chunk| chunk.iter()).chain(&self.tail)
    }

    pub fn push(&mut self, message: Message) {
        self.revision += 1;
        self.tail.push(Arc::new(message));
        if self.tail.len() == CHUNK {
            let chunk: Arc<[Arc<Message>]> = std::mem::take(&mut self.tail).into();
            Arc::make_mut(&mut self.full).push(chunk);
        }
    }

    /// Puts what the history had in front of what came since.
    pub fn prepend(&mut self, mut older: Vec<Arc<Message>>) {
        if older.is_empty() {
            return;
        }
        let revision = self.revision + 1;
        older.extend(self.iter().cloned());
        *self = Self::from_messages(older);
        self.revision = revision;
    }

    /// Where a message is, looked for from the end: what changes is nearly always new.
    pub fn index_of(&self, key: MessageKey) -> Option<usize> {
        let from_end = self.iter().rev().position(|message| message.key == key)?;
        Some(self.len() - 1 - from_end)
    }

    pub fn set_state(&mut self, key: MessageKey, state: SendState) -> bool {
        let Some(index) = self.index_of(key) else { return false };
        self.revision += 1;
        let change = |message: &mut Arc<Message>| Arc::make_mut(message).state = state.clone();
        if index / CHUNK < self.full.len() {
            let full = Arc::make_mut(&mut self.full);
            let mut chunk: Vec<Arc<Message>> = full[index / CHUNK].to_vec();
            change(&mut chunk[index % CHUNK]);
            full[index / CHUNK] = chunk.into();
        } else {
            change(&mut self.tail[index - self.full.len() * CHUNK]);
        }
        true
    }

    /// Takes a message out, such as a failed one that its author gives up.
    pub fn remove(&mut self, key: MessageKey) -> bool {
        let Some(index) = self.index_of(key) else { return false };
        let revision = self.revision + 1;
        let kept: Vec<Arc<Message>> =
            self.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, m)| m.clone()).collect();
        *self = Self::from_messages(kept);
        self.revision = revision;
        true
    }

    pub fn from_messages(messages: Vec<Arc<Message>>) -> Self {
        let whole = messages.len() / CHUNK * CHUNK;
        let full = messages[..whole].chunks(CHUNK).map(Arc::from).collect();
        Self { full: Arc::new(full), tail: messages[whole..].to_vec(), revision: 0 }
    }
}
