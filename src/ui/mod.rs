//! ui

pub mod fonts;
pub mod icons;
pub mod text;
pub mod theme;
pub mod widgets;
