//! The screens of calls, the attributes and the settings: what they do, and what they look like.

mod attributes;
mod calls_page;
mod connected;
mod incoming;
mod log;
mod outgoing;
mod people;
mod pictures;
mod settings;
mod small;

use bellbird::model::{Call, ChatId, Model, Slot};
use bellbird::ui::pages::window_ui;
use bellbird::ui::{Route, ViewState};

use crate::support::lantern::lantern;
use crate::support::stage::{Setup, Stage};

/// The window with a call, the chat with its peer open.
pub fn in_call(call: Call) -> Setup {
    in_call_over(lantern(), call)
}

pub fn in_call_over(mut model: Model, call: Call) -> Setup {
    let chat = ChatId::Person(call.key.peer.clone());
    let maya = model.account_mut(Slot(0)).unwrap();
    let read = maya.chats.open(&chat);
    (read.unread, read.missed_calls) = (0, 0);
    maya.call = Some(call.into());
    let open_chat = Some(chat);
    Stage::setup(model, window_ui).view(ViewState { open_chat, ..ViewState::default() })
}

/// The window with a page on screen.
pub fn on(route: Route, model: Model) -> Setup {
    Stage::setup(model, window_ui).view(ViewState { route, ..ViewState::default() })
}
