use crate::client::{Answer, Api, Error, Event};
use crate::ids::Account;
use crate::model::{
    CallRecord, Chat, ChatId, Message, MessageKey, Millis, RememberedAccount, SearchHit, SendState,
    ServerChoice, Settings, SignInProblem, Slot,
};
use crate::service::Command;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names a call of the SDK until its answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Numbers what goes to the history, rising: "kept up to here" is one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WriteNumber(pub u64);

/// Counts the sign-ins of a slot, so that what was asked for an earlier one is known when it arrives late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Attempt(pub u64);

/// What happened, for the core.
#[derive(Debug)]
pub enum Input {
    Command(Command),
    /// Of the session that was made for this attempt.
    Event {
        attempt: Attempt,
        event: Event,
    },
    Answer {
        ticket: Ticket,
        answer: Result<Answer, Error>,
    },
    /// Where the server of this computer answers, or why it does not.
    ServerFound {
        attempt: Attempt,
        found: Result<Arc<str>, SignInProblem>,
    },
    /// What the history has of the account that is signing in.
    Opened {
        attempt: Attempt,
        history: Box<Opened>,
    },
    /// The messages of one chat, oldest first.
    Loaded {
        attempt: Attempt,
        chat: ChatId,
        messages: Vec<Arc<Message>>,
    },
    /// Every chat has its messages.
    LoadedAll {
        attempt: Attempt,
    },
    /// Writes up to here were tried, and those up to `kept` are on the disk.
    Kept {
        tried: WriteNumber,
        kept: WriteNumber,
    },
    /// The history or the settings could not be read or written: told to the person.
    HistoryTrouble {
        why: Arc<str>,
    },
    Found {
        attempt: Attempt,
        query: Arc<str>,
        hits: Vec<SearchHit>,
    },
    Probed {
        address: String,
        reachable: bool,
    },
    /// `Ok(None)`: the person chose no file.
    Exported {
        outcome: Result<Option<Arc<str>>, Arc<str>>,
    },
    /// The person clicked a notification, of a chat or of a call.
    NotificationOpened {
        chat: Option<ChatId>,
    },
    /// This desktop shows no notifications.
    NotificationsUnavailable {
        why: Arc<str>,
    },
    /// A deadline of [`super::Core::next_deadline`] has come.
    Tick,
}

/// What the history knows of an account, without the transcripts.
#[derive(Debug, Default)]
pub struct Opened {
    /// With previews and drafts.
    pub chats: Vec<(ChatId, Chat)>,
    /// Oldest first.
    pub calls: Vec<CallRecord>,
    /// The names that people gave themselves.
    pub names: Vec<(Account, String)>,
    /// The highest in use; 0 for none.
    pub last_key: u64,
    pub last_call: i64,
    /// The last mailbox version that is kept.
    pub version: u64,
    /// Messages that no server has confirmed, oldest first.
    pub unsent: Vec<Unsent>,
    /// Random, and the same for the life of the file: it tells this program's messages from those of another
    /// that the same account uses.
    pub outbox_id: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    pub chat: ChatId,
    pub key: MessageKey,
    pub text: Arc<str>,
}

/// What is to be done, in this order, after the update of the model.
#[derive(Debug)]
pub enum Effect {
    /// Starts the server of this computer, or finds it running.
    FindLocalServer {
        attempt: Attempt,
    },
    /// Asks whether a server answers at an address as typed.
    Probe {
        address: String,
    },
    OpenHistory {
        attempt: Attempt,
        server: String,
        app: String,
        account: String,
    },
    CloseHistory,
    /// Makes a session; the login follows as a [`Effect::Begin`]. `received` is the mailbox version that the
    /// history has.
    Connect {
        attempt: Attempt,
        url: String,
        app: String,
        account: Account,
        received: u64,
    },
    Begin {
        ticket: Ticket,
        api: Api,
    },
    /// The server may forget messages up to this version: the history has them.
    Received {
        version: u64,
    },
    /// Signs out if signed in; nothing of the session is heard any more.
    Disconnect,
    Keep {
        number: WriteNumber,
        write: Write,
    },
    /// Looks for words in the history of this slot's account.
    Search {
        attempt: Attempt,
        query: Arc<str>,
    },
    Notify(Notification),
    /// The call of this slot rings no more.
    StopRinging,
    /// Writes a chat, whole, as text where the person says.
    Export(Export),
}

/// A chat to be written as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub chat: ChatId,
    /// The name of the file unless the person says otherwise.
    pub suggested: String,
    pub me: String,
    /// The names of the others, where they have one.
    pub names: BTreeMap<Account, String>,
}

/// What the person should be told outside the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notification {
    Message {
        chat: ChatId,
        from: String,
        /// `None` when the person does not want it shown.
        text: Option<Arc<str>>,
    },
    IncomingCall {
        from: String,
        note: Option<String>,
    },
    MissedCall {
        from: String,
    },
}

/// A change of what is kept on the disk.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    Message {
        chat: ChatId,
        message: Message,
        /// The mailbox version that it came with, kept in the same moment: neither is on the disk without
        /// the other, or the message would come twice or never.
        version: Option<u64>,
    },
    State {
        key: MessageKey,
        state: SendState,
    },
    RemoveMessage {
        key: MessageKey,
    },
    /// What the list says of a chat.
    Chat {
        chat: ChatId,
        unread: u32,
        missed_calls: u32,
        last_at: Millis,
        pinned: bool,
        muted: bool,
    },
    Draft {
        chat: ChatId,
        text: Arc<str>,
    },
    RemoveChat {
        chat: ChatId,
    },
    Call(CallRecord),
    CallsSeen,
    /// The messages up to this mailbox version came before this write.
    Received {
        version: u64,
    },
    Name {
        account: Account,
        name: String,
    },
    /// Of the program, not of an account.
    Settings(Settings),
    Remembered(Vec<RememberedAccount>),
}

impl Write {
    /// Whether it goes into the file of the program instead of the account's.
    pub fn of_program(&self) -> bool {
        match self {
            Self::Settings(_) | Self::Remembered(_) => true,
            Self::Message { .. }
            | Self::State { .. }
            | Self::RemoveMessage { .. }
            | Self::Chat { .. }
            | Self::Draft { .. }
            | Self::RemoveChat { .. }
            | Self::Call(_)
            | Self::CallsSeen
            | Self::Received { .. }
            | Self::Name { .. } => false,
        }
    }
}

/// An effect or input and whose it is.
pub type Of<T> = (Slot, T);

/// The server as the history names it: empty for this computer.
pub(super) fn server_name(choice: &ServerChoice) -> String {
    match choice {
        ServerChoice::ThisComputer => String::new(),
        ServerChoice::Address(address) => address.trim().trim_end_matches('/').to_lowercase(),
    }
}
