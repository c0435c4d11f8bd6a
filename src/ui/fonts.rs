//! The fonts: which files, which families, and where Han characters and emoji come from.
//!
//! The program carries Inter, JetBrains Mono and the icons. Everything else (Chinese, Japanese, Korean,
//! Arabic …) is looked up on the person's system when a character first needs it, Han characters in the
//! weight of the family that asks. The system's colour emoji stand in every family from the start, because the
//! look-up alone finds a black and white font for some of them.
//!
//! The app calls [`install`] once, and again when the language changes. A test calls [`install_bundled`]
//! with a font of its own, so that no picture depends on the machine.

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily, FontTweak};
use egui_system_font_provider::SystemFontProvider;

use super::text::Language;

mod baseline;
mod system;

use system::SystemFonts;

/// Regular text, 400.
pub const INTER: &str = "inter";
/// Labels and names, 500.
pub const INTER_MEDIUM: &str = "inter-medium";
/// Titles and unread names, 600.
pub const INTER_SEMIBOLD: &str = "inter-semibold";
/// Code, accounts, names of API calls.
pub const MONO: &str = "mono";
/// Phosphor regular.
pub const ICONS: &str = "icons";
/// Phosphor filled.
pub const ICONS_FILL: &str = "icons-fill";
/// Phosphor bold.
pub const ICONS_BOLD: &str = "icons-bold";

const BUNDLED: [(&str, &[u8]); 7] = [
    (INTER, include_bytes!("../../assets/fonts/Inter-Regular.ttf")),
    (INTER_MEDIUM, include_bytes!("../../assets/fonts/Inter-Medium.ttf")),
    (INTER_SEMIBOLD, include_bytes!("../../assets/fonts/Inter-SemiBold.ttf")),
    (MONO, include_bytes!("../../assets/fonts/JetBrainsMono-Regular.ttf")),
    (ICONS, include_bytes!("../../assets/fonts/Phosphor-Regular.ttf")),
    (ICONS_FILL, include_bytes!("../../assets/fonts/Phosphor-Fill.ttf")),
    (ICONS_BOLD, include_bytes!("../../assets/fonts/Phosphor-Bold.ttf")),
];

/// The families that hold words, and so want the fall-back fonts.
const TEXT_FAMILIES: [&str; 4] = [INTER, INTER_MEDIUM, INTER_SEMIBOLD, MONO];

/// The families of the program, from its own files alone.
pub fn bundled() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in BUNDLED {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let mut family = |family: FontFamily, files: &[&str]| {
        fonts.families.insert(family, files.iter().map(|name| (*name).to_owned()).collect());
    };
    family(FontFamily::Proportional, &[INTER]);
    family(FontFamily::Monospace, &[MONO, INTER]);
    family(FontFamily::Name(MONO.into()), &[MONO, INTER]);
    for name in [INTER, INTER_MEDIUM, INTER_SEMIBOLD, ICONS, ICONS_FILL, ICONS_BOLD] {
        family(FontFamily::Name(name.into()), &[name]);
    }
    fonts
}

/// A font that stands behind the program's own ones.
#[derive(Clone, Copy, Debug)]
pub struct Fallback {
    pub name: &'static str,
    pub bytes: &'static [u8],
    /// It stands behind the semibold family alone, before the others.
    pub strong: bool,
}

/// Installs the program's fonts and, behind them, the given ones: for tests and pictures.
pub fn install_bundled(ctx: &Context, fallbacks: &[Fallback]) {
    let mut fonts = bundled();
    for strong in [true, false] {
        for fallback in fallbacks.iter().filter(|fallback| fallback.strong == strong) {
            let data = baseline::onto_ours(FontData::from_static(fallback.bytes), FontTweak::default());
            fonts.font_data.insert(fallback.name.to_owned(), Arc::new(data));
            let everywhere = [FontFamily::Proportional, FontFamily::Monospace];
            let families = TEXT_FAMILIES.into_iter().filter(|name| !strong || *name == INTER_SEMIBOLD);
            let families = families.map(|name| FontFamily::Name(name.into()));
            for family in families.chain(everywhere.into_iter().filter(|_| !strong)) {
                fonts.families.entry(family).or_default().push(fallback.name.to_owned());
            }
        }
    }
    ctx.set_fonts(fonts);
}

/// Installs the program's fonts, the system's colour emoji, and the look-up of all other scripts.
///
/// The language decides which drawings of Han characters come first. Call it again when that changes.
pub fn install(ctx: &Context, language: Language) {
    ctx.set_fonts(bundled());
    let locale = match language {
        Language::English => None,
        Language::Chinese => Some(language.tag()),
    };
    let mut everything = SystemFontProvider::new();
    if locale.is_some() {
        everything = everything.with_locale(locale);
    }
    ctx.set_font_providers(vec![Arc::new(SystemFonts::new(locale)), Arc::new(everything)]);
}
