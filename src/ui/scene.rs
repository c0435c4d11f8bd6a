use super::text::Text;
use super::view::{Route, ViewState};
use crate::ids::Account;
use crate::model::{AccountModel, ChatId, MessageKey, Millis, Model, Slot};
use crate::service::{Command, Handle};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What a page gets to paint one frame: the mirror, its own state, the time, and where to say what was asked.
#[derive(Debug)]
pub struct Scene<'a> {
    pub model: &'a Model,
    pub slot: Slot,
    pub view: &'a mut ViewState,
    pub now: Millis,
    /// The sentences in the person's language.
    pub text: &'static Text,
    /// Where the person is, for times of day.
    pub zone: &'a TimeZone,
    /// What the person asked for in this frame, carried out after it.
    pub out: &'a mut Vec<Action>,
}

impl<'a> Scene<'a> {
    pub fn account(&self) -> Option<&'a AccountModel> {
        self.model.account(self.slot)
    }

    /// A time of the model as the texts want it.
    pub fn moment(&self, at: Millis) -> Timestamp {
        Timestamp::from_millisecond(at).unwrap_or_default()
    }

    /// "09:16".
    pub fn clock(&self, at: Millis) -> String {
        super::text::clock(self.moment(at), self.zone)
    }

    pub fn command(&mut self, command: Command) {
        self.out.push(Action::Command(command));
    }

    pub fn act(&mut self, action: Action) {
        self.out.push(action);
    }
}

/// What the person asked for: for the service, or for the window itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    Command(Command),
    Go(Route),
    /// Shows a chat; the service hears of it too.
    ShowChat(ChatId),
    /// Shows a chat at one of its messages.
    ShowMessage(ChatId, MessageKey),
    /// Asks for whom to call, with the account filled in if known.
    CallForm(Option<Account>),
    /// Asks for a channel to join.
    JoinForm,
    /// Asks for somebody to write to.
    MessageForm,
    /// The open chat leaves the screen; the list comes back where there is room for one pane.
    CloseChat,
    /// Takes a chat out of the list.
    RemoveChat(ChatId),
    /// Opens or closes the details of the chat.
    Details(bool),
    /// Opens or closes the search in the chat.
    Find(bool),
    CopyText(String),
    OpenUrl(String),
}

impl Action {
    /// Hands the service's share to it; the rest is the window's.
    pub fn forward(self, slot: Slot, handle: &Handle) -> Result<Option<Self>, Box<Command>> {
        let Self::Command(command) = self else { return Ok(Some(self)) };
        handle.send(slot, command).map(|()| None)
    }
}
