use crate::ids::{Account, AttributeName, ChannelName};
use crate::model::{ChatId, MessageKey, ServerChoice, Settings, Slot};
use tokio::sync::mpsc;

/// What the sign-in page holds; texts as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignInForm {
    pub server: ServerChoice,
    pub app: String,
    pub account: String,
    /// Empty for test mode.
    pub token: String,
    pub remember: bool,
}

/// Whose attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Me,
    Channel,
}

/// What can be chosen when calling.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallOptions {
    /// Words for the callee; empty for none.
    pub note: String,
    /// `_timeout`, in seconds.
    pub timeout_secs: Option<u64>,
    /// `_require_peer_online`.
    pub fail_at_once_if_offline: bool,
}

/// Everything a person can ask for. There is no answer: what becomes of it appears in the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    SignIn(SignInForm),
    CancelSignIn,
    /// Asks whether a server answers at this address: [`crate::model::SignIn::reachable`].
    CheckServer {
        address: String,
    },
    SignOut,
    /// Connect now instead of when the back-off says.
    TryNow,
    /// Makes a chat with somebody appear in the list and asks for their presence and attributes.
    OpenChat {
        chat: ChatId,
    },
    /// The chat is on screen and at its end: nothing in it is unread.
    MarkRead {
        chat: ChatId,
    },
    /// The chat is no longer on screen: its line "New messages" goes.
    CloseChat {
        chat: ChatId,
    },
    /// Takes the chat out of the list, with everything in it; leaves the channel if it is joined.
    RemoveChat {
        chat: ChatId,
    },
    PinChat {
        chat: ChatId,
        pinned: bool,
    },
    /// A muted chat shows no notifications and does not count as unread.
    MuteChat {
        chat: ChatId,
        muted: bool,
    },
    /// Looks for words in all chats; the answer is [`crate::model::Search`]. Empty ends the search.
    Search {
        query: String,
    },
    SaveDraft {
        chat: ChatId,
        text: String,
    },
    SendMessage {
        chat: ChatId,
        text: String,
    },
    RetryMessage {
        chat: ChatId,
        key: MessageKey,
    },
    DeleteMessage {
        chat: ChatId,
        key: MessageKey,
    },
    /// Joins a channel and leaves the one before.
    JoinChannel {
        name: ChannelName,
    },
    LeaveChannel,
    SetAttribute {
        owner: Owner,
        name: AttributeName,
        value: String,
    },
    DeleteAttribute {
        owner: Owner,
        name: AttributeName,
    },
    ClearAttributes {
        owner: Owner,
    },
    LookUp {
        account: Account,
    },
    Call {
        peer: Account,
        options: CallOptions,
    },
    AcceptCall,
    /// `message` is sent with the refusal; empty for none.
    DeclineCall {
        message: String,
    },
    /// Takes an unanswered call back, or hangs up.
    EndCall,
    /// One of `0`-`9`, `*`, `#`.
    PressKey {
        key: char,
    },
    SilenceRing,
    /// The end of a call has been read.
    DismissCall,
    MarkCallsSeen,
    UpdateSettings(Settings),
    /// Asks where, then writes the chat as text.
    ExportChat {
        chat: ChatId,
    },
    /// Whether the window has the focus: notifications are for when it has not.
    WindowFocus {
        focused: bool,
    },
}

/// Where commands go in. Never blocks.
#[derive(Debug, Clone)]
pub struct Handle {
    commands: mpsc::Sender<(Slot, Command)>,
}

impl Handle {
    pub fn new(commands: mpsc::Sender<(Slot, Command)>) -> Self {
        Self { commands }
    }

    /// Hands a command over, or gives it back when too many wait: try again next frame.
    pub fn send(&self, slot: Slot, command: Command) -> Result<(), Box<Command>> {
        self.commands.try_send((slot, command)).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full((_, command))
            | mpsc::error::TrySendError::Closed((_, command)) => Box::new(command),
        })
    }
}
