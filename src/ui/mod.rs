//! The window: the only folder that knows egui.

pub mod fonts;
pub mod icons;
pub mod pages;
mod phrases;
mod scene;
pub mod text;
pub mod theme;
mod view;
pub mod widgets;
mod words;

pub use phrases::say;
pub use scene::{Action, Scene};
pub use view::{Popover, Route, ViewState};
