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
//! 5. [`call_form_ui`] and [`incoming_call_ui`], last, over everything.

use std::time::Duration;

use eframe::egui::Ui;

use crate::model::Millis;

mod call_bar;
mod call_form;
mod call_stage;
mod call_watch;
mod incoming_call;
mod keypad;
mod peer;
mod said;

pub use call_bar::call_bar_ui;
pub use call_form::{CallForm, call_form_ui};
pub use call_stage::call_stage_ui;
pub use call_watch::{CallView, incoming, stage_shown, watch_call};
pub use incoming_call::incoming_call_ui;

/// Asks for a frame when a text that depends on time changes next.
fn repaint_in(ui: &Ui, millis: Millis) {
    ui.ctx().request_repaint_after(Duration::from_millis(millis.max(1).unsigned_abs()));
}

/// Asks for a frame when the number of whole seconds since `at` next changes.
fn repaint_each_second(ui: &Ui, now: Millis, at: Millis) {
    repaint_in(ui, 1000 - (now - at).rem_euclid(1000));
}

/// Room in an `extra` for its keys and braces besides the words of a person.
const EXTRA_AROUND: usize = 96;

/// By how many bytes words are too long to travel in an `extra` of `limit` bytes, as JSON escapes them.
fn bytes_over(words: &str, limit: usize) -> usize {
    let escaped: usize = words
        .chars()
        .map(|c| match c {
            '"' | '\\' | '\n' | '\r' | '\t' => 2,
            c if c.is_control() => 6,
            c => c.len_utf8(),
        })
        .sum();
    (escaped + EXTRA_AROUND).saturating_sub(limit)
}
