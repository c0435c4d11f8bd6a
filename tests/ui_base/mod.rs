//! The foundation of the window: tokens, fonts, icons, sentences and widgets.

use bellbird::ui::fonts::{self, Fallback};
use bellbird::ui::theme::{self, Look};
use eframe::egui::{Context, ThemePreference};

mod sheet;
mod text;
mod times;
mod tokens;
mod widgets;

/// A few hundred Chinese characters, so that pictures do not depend on the fonts of the machine.
pub const CHINESE: [Fallback; 2] = [
    Fallback {
        name: "test-chinese-strong",
        bytes: include_bytes!("../assets/fonts/NotoSansSC-Bold-subset.otf"),
        strong: true,
    },
    Fallback {
        name: "test-chinese",
        bytes: include_bytes!("../assets/fonts/NotoSansSC-Regular-subset.otf"),
        strong: false,
    },
];

/// Fonts and theme as the app has them, without anything of the machine: give it to `with_context_setup`.
pub fn dress(ctx: &Context, theme: ThemePreference) {
    fonts::install_bundled(ctx, &CHINESE);
    theme::apply(ctx, Look { theme, ..Look::default() });
}
