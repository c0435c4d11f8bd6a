//! The foundation of the window: tokens, fonts, icons, sentences and widgets.

mod text;
mod times;
mod tokens;
