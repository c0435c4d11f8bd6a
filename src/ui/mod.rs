<<<<<<< HEAD
//! The window: the only folder that knows egui.

mod scene;
mod view;

pub use scene::{Action, Scene};
pub use view::{Route, ViewState};
=======
//! ui

pub mod fonts;
pub mod icons;
pub mod text;
pub mod theme;
>>>>>>> ui-base
