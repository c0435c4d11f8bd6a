use super::pages::{
    AttributesView, CallForm, CallView, CallsView, DetailsView, FindView, ListView, NameForm, SettingsView,
    SignInView,
};
use super::scene::Action;
use super::widgets::Toasts;
use super::widgets::composer::Drafts;
use super::widgets::transcript::TranscriptView;
use crate::ids::{Account, ChannelName};
use crate::model::ChatId;
use crate::service::Command;

/// Which page is on screen once somebody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Route {
    #[default]
    Chats,
    Calls,
    Attributes,
    Settings,
}

/// A small form over the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Popover {
    JoinChannel,
    NewMessage,
    /// With the account that is already known.
    Call(Option<Account>),
}

/// What the window itself remembers: never a copy of the model.
#[derive(Debug, Default)]
pub struct ViewState {
    pub route: Route,
    pub open_chat: Option<ChatId>,
    /// The call that is on screen.
    pub call: CallView,
    /// What is typed into the dialog "Call someone", while it is open.
    pub call_form: Option<CallForm>,
    pub calls: CallsView,
    pub attributes: AttributesView,
    pub settings: SettingsView,
    /// Moves whenever the model has: what was computed from the model holds while this stands still.
    pub turn: u64,
    pub popover: Option<Popover>,
    /// What is told at the bottom of the window; the button of a toast does these things.
    pub toasts: Toasts<Vec<Action>>,
    pub sign_in: SignInView,
    pub list: ListView,
    /// What is typed in each chat and not sent yet.
    pub drafts: Drafts,
    pub details: DetailsView,
    /// The person has opened or closed the details; else the width of the window decides.
    pub details_open: Option<bool>,
    /// What is searched for in the open chat.
    pub find: Option<FindView>,
    /// The channel that asks whether to leave another one for it.
    pub asking_to_switch: Option<ChannelName>,
    pub name_form: NameForm,
    /// The text field of the open chat wants the focus as soon as it is there.
    pub wants_to_write: bool,
    pub transcript: TranscriptView,
}

impl ViewState {
    /// Carries out what the window does itself; what the service has to hear of it goes to `commands`.
    pub fn carry_out(&mut self, action: Action, commands: &mut Vec<Command>) {
        match action {
            Action::Command(command) => commands.push(command),
            Action::Go(route) => self.go(route, commands),
            Action::ShowChat(chat) => self.show_chat(chat, commands),
            Action::ShowMessage(chat, key) => {
                self.show_chat(chat.clone(), commands);
                self.transcript.aim(&chat, key);
            }
            Action::CallForm(account) => self.popover = Some(Popover::Call(account)),
            Action::JoinForm => self.popover = Some(Popover::JoinChannel),
            Action::MessageForm => self.popover = Some(Popover::NewMessage),
            Action::CloseChat => self.leave_chat(commands),
            Action::RemoveChat(chat) => {
                if self.open_chat.as_ref() == Some(&chat) {
                    self.leave_chat(commands);
                }
                commands.push(Command::RemoveChat { chat });
            }
            Action::Details(open) => self.details_open = Some(open),
            Action::Find(true) => self.find = Some(FindView::open()),
            Action::Find(false) => self.find = None,
            Action::CopyText(_) | Action::OpenUrl(_) => {}
        }
    }

    /// The service has taken a command: a message that is on its way leaves the field it was typed in.
    pub fn taken(&mut self, command: &Command) {
        if let Command::SendMessage { chat, text } = command {
            self.drafts.sent(chat, text);
            if self.open_chat.as_ref() == Some(chat) {
                self.transcript.jump_to_end();
            }
        }
    }

    fn go(&mut self, route: Route, commands: &mut Vec<Command>) {
        if route == Route::Calls && self.route != Route::Calls {
            commands.push(Command::MarkCallsSeen);
        }
        self.route = route;
        self.popover = None;
    }

    fn show_chat(&mut self, chat: ChatId, commands: &mut Vec<Command>) {
        let same = self.open_chat.as_ref() == Some(&chat);
        self.wants_to_write |= !same || self.popover.is_some();
        self.go(Route::Chats, commands);
        if same {
            return;
        }
        self.leave_chat(commands);
        commands.push(Command::OpenChat { chat: chat.clone() });
        self.open_chat = Some(chat);
    }

    /// The open chat goes off the screen.
    pub fn leave_chat(&mut self, commands: &mut Vec<Command>) {
        self.find = None;
        self.transcript.marked = None;
        self.asking_to_switch = None;
        if let Some(chat) = self.open_chat.take() {
            commands.extend(self.drafts.save(&chat));
            commands.push(Command::CloseChat { chat });
        }
    }
}
