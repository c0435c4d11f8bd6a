//! The pages: what fills the window once somebody is signed in, and what lies over it.
//!
//! A page is a function of a `Ui` and a `Scene`: it reads the model, keeps what is only on screen in the
//! `ViewState`, and says what the person asked for in `Scene::out`.
//!
//! Calls, in the order in which the window calls them each frame:
//! 1. [`watch_call`], before any pane: new calls, their steps and ends, and the keys of calls.
//! 2. [`call_bar_ui`], on top of the pane of every page: a call that is on while its stage is not on screen.
//! 3. [`call_stage_ui`], in place of the chat pane while [`stage_shown`].
//! 4. the page itself: [`calls_ui`], [`attributes_ui`], [`settings_ui`].
//! 5. [`shortcuts_ui`], [`call_form_ui`] and [`incoming_call_ui`], last, over everything.

mod attribute_list;
mod attributes;
mod banner;
mod call_bar;
mod call_form;
mod call_stage;
mod call_watch;
mod calls;
mod chat_header;
mod chat_list;
mod chat_row;
mod chats;
mod details;
mod find_bar;
mod found_row;
mod frame;
mod incoming_call;
mod join_dialog;
mod keypad;
mod peer;
mod rail;
mod said;
mod settings;
mod shortcuts;
mod sign_in;
mod sign_in_form;
mod welcome;
mod window;

pub use attributes::{AttributesView, attributes_ui};
pub use call_bar::{call_bar_height, call_bar_ui};
pub use call_form::{CallForm, call_form_ui};
pub use call_stage::call_stage_ui;
pub use call_watch::{CallView, incoming, stage_shown, watch_call};
pub use calls::{CallsView, calls_ui};
pub use chat_list::ListView;
pub use details::DetailsView;
pub use find_bar::FindView;
pub use incoming_call::incoming_call_ui;
pub use join_dialog::NameForm;
pub use settings::{SettingsView, settings_ui, shortcuts_ui};
pub use sign_in::sign_in_ui;
pub use sign_in_form::SignInView;
pub use window::window_ui;
