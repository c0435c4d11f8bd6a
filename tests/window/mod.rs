//! The window's own behaviour: sign-in, chats, and the pictures of both.

mod app;
mod chats;
mod composer;
mod connection;
mod details;
mod keys;
mod pictures;
mod sign_in;
mod transcript;

use crate::support::lantern::{in_channel, lantern};
use crate::support::stage::Stage;
use bellbird::ui::pages::window_ui;

/// Maya's window with lantern-night open.
pub fn in_lantern_night() -> Stage {
    let model = lantern();
    let view = in_channel(&model);
    let mut stage = Stage::setup(model, window_ui).view(view).build();
    stage.run();
    stage.out();
    stage
}
