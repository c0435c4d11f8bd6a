//! What the desktop knows: plain data and its invariants.
//!
//! Words: an *account* is somebody signed in here (one, or two side by side); each has its *chats*, *people*,
//! *channel*, *call* and *attributes*. A *notice* is told once. Whatever can grow is behind `Arc`, so that a
//! copy of the whole costs next to nothing.
//! Who writes: the service alone, through [`SharedModel::update`]. Who reads: the window, through its
//! [`Mirror`], once a frame.
//! Deliberately absent: sockets, clocks, files, sentences (those are in `ui/text.rs`), and locks anywhere
//! but in `shared.rs`.

mod attributes;
mod calls;
mod chats;
mod notices;
mod people;
mod phrases;
mod search;
mod settings;
mod shared;
mod sign_in;
mod transcript;

pub use attributes::{Attribute, Attributes};
pub use calls::{Call, CallLog, CallRecord, CallStep, CallStepKind, Note};
pub use chats::{Chat, ChatId, Chats, Preview};
pub use notices::{Notice, NoticeKind, Notices};
pub use people::{People, Person, Presence};
pub use phrases::Phrase;
pub use search::{Search, SearchHit};
pub use settings::{Density, LanguageChoice, Settings, ThemeChoice};
pub use shared::{Mirror, SharedModel, Wake};
pub use sign_in::{Field, LocalServer, RememberedAccount, ServerChoice, SignIn, SignInProblem, SignInStep};
pub use transcript::{Author, Body, Message, MessageKey, SendFailure, SendState, Transcript};

use crate::ids::{Account, AppId, ChannelName, Uid};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Milliseconds since 1970, UTC.
pub type Millis = i64;

/// Which of the accounts in this window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Slot(pub u8);

/// Everything the window shows.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The accounts signed in (or signing in) here, by slot.
    pub accounts: BTreeMap<Slot, Arc<AccountModel>>,
    /// The sign-in page of each slot that has no account yet.
    pub sign_in: SignIn,
    pub settings: Settings,
    pub local_server: LocalServer,
    pub remembered: Arc<Vec<RememberedAccount>>,
    pub notices: Notices,
    /// What the window should come forward for.
    pub attention: Option<Attention>,
}

/// A reason to come forward: somebody calls, or the person clicked a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// Rising, so that the window comes forward once for each.
    pub id: u64,
    pub slot: Slot,
    /// What to show; `None` for what shows itself, such as a call.
    pub chat: Option<ChatId>,
}

impl Model {
    pub fn come_forward(&mut self, slot: Slot, chat: Option<ChatId>) {
        let id = self.attention.as_ref().map_or(1, |before| before.id + 1);
        self.attention = Some(Attention { id, slot, chat });
    }

    pub fn account(&self, slot: Slot) -> Option<&AccountModel> {
        self.accounts.get(&slot).map(|account| &**account)
    }

    pub fn account_mut(&mut self, slot: Slot) -> Option<&mut AccountModel> {
        self.accounts.get_mut(&slot).map(Arc::make_mut)
    }
}

/// What one account knows.
#[derive(Debug, Clone)]
pub struct AccountModel {
    pub me: Account,
    pub app: AppId,
    /// The address as the person gave it; empty for the built-in server.
    pub server: String,
    pub uid: Uid,
    pub connection: Connection,
    pub chats: Chats,
    pub people: People,
    /// The one channel that is joined, if any.
    pub channel: Option<Arc<JoinedChannel>>,
    /// Own attributes.
    pub attributes: Attributes,
    /// The call in progress, or the last one while its end is still shown.
    pub call: Option<Arc<Call>>,
    pub call_log: CallLog,
    /// Attributes of somebody who was looked up.
    pub looked_up: Option<Arc<LookedUp>>,
    /// What the history has for the last search.
    pub search: Option<Arc<Search>>,
}

impl AccountModel {
    pub fn new(me: Account, app: AppId, server: String) -> Self {
        Self {
            me,
            app,
            server,
            uid: Uid::default(),
            connection: Connection::SigningIn { step: SignInStep::FindingServer },
            chats: Chats::default(),
            people: People::default(),
            channel: None,
            attributes: Attributes::default(),
            call: None,
            call_log: CallLog::default(),
            looked_up: None,
            search: None,
        }
    }

    pub fn online(&self) -> bool {
        matches!(self.connection, Connection::Online { .. })
    }

    /// The name to show for somebody: the attribute `name`, else the account.
    pub fn display_name<'a>(&'a self, account: &'a Account) -> &'a str {
        let attributes = if *account == self.me {
            Some(&self.attributes)
        } else {
            self.people.person(account).map(|person| &person.attributes)
        };
        let named = attributes.and_then(|attributes| attributes.value("name"));
        named.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(account.as_str())
    }

    /// The channel that is joined, if it is the one of this name.
    pub fn channel_named(&self, name: &ChannelName) -> Option<&JoinedChannel> {
        self.channel.as_deref().filter(|channel| channel.name == *name)
    }

    pub fn channel_mut(&mut self) -> Option<&mut JoinedChannel> {
        self.channel.as_mut().map(Arc::make_mut)
    }

    pub fn call_mut(&mut self) -> Option<&mut Call> {
        self.call.as_mut().map(Arc::make_mut)
    }
}

/// How an account stands with its server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Connection {
    SigningIn {
        step: SignInStep,
    },
    Online {
        /// When the connection came back after a loss, for the short "Back online".
        back_at: Option<Millis>,
    },
    Reconnecting {
        /// When it was lost.
        since: Millis,
        /// From 1.
        attempt: u32,
        next_try_at: Option<Millis>,
    },
}

/// The channel this account is in.
#[derive(Debug, Clone)]
pub struct JoinedChannel {
    pub name: ChannelName,
    pub state: ChannelState,
    /// In the order they joined: at most the latest 200 are named.
    pub members: Arc<Vec<Account>>,
    /// How many there are, named or not.
    pub member_count: u64,
    /// When `members` was last known to be right.
    pub members_at: Millis,
    pub attributes: Attributes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelState {
    Joining,
    Joined,
    /// The connection was lost and the channel will be joined again.
    Rejoining,
    Leaving,
}

/// The answer to "look up someone's attributes".
#[derive(Debug, Clone)]
pub struct LookedUp {
    pub account: Account,
    /// `None` while the answer is on its way.
    pub attributes: Option<Attributes>,
    pub problem: Option<SendFailure>,
}
