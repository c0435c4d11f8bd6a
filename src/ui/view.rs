use super::pages::{CallForm, CallView};
use crate::model::ChatId;

/// Which page is on screen once somebody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Route {
    #[default]
    Chats,
    Calls,
    Attributes,
    Settings,
}

/// What the window itself remembers: never a copy of the model.
#[derive(Debug, Default)]
pub struct ViewState {
    pub route: Route,
    pub open_chat: Option<ChatId>,
    /// The call that is on screen.
    pub call: CallView,
    /// The dialog "Call someone", while it is open.
    pub call_form: Option<CallForm>,
}
