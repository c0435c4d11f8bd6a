//! The fonts: which files, which families, and where Han characters and emoji come from.
//!
//! The program carries Inter, JetBrains Mono and the icons. Everything else (Chinese, Japanese, Korean,
//! Arabic …) is looked up on the person's system when a character first needs it. Colour emoji are loaded
//! from the system's own emoji font, because the look-up alone finds a black and white font for some of them.
//!
//! The app calls [`install`] once, and again when the language changes. A test calls [`install_bundled`]
//! with a font of its own, so that no picture depends on the machine.

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily};

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

const EMOJI: &str = "emoji";

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

#[cfg(target_os = "windows")]
const EMOJI_FILES: &[&str] = &["C:\\Windows\\Fonts\\seguiemj.ttf"];
#[cfg(target_os = "macos")]
const EMOJI_FILES: &[&str] = &["/System/Library/Fonts/Apple Color Emoji.ttc"];
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
const EMOJI_FILES: &[&str] = &[
    "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
    "/usr/share/fonts/noto/NotoColorEmoji.ttf",
    "/usr/share/fonts/google-noto-color-emoji-fonts/NotoColorEmoji.ttf",
    "/usr/share/fonts/noto-emoji/NotoColorEmoji.ttf",
    "/usr/share/fonts/NotoColorEmoji.ttf",
];

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

/// Installs the program's fonts and, behind them, the given ones: for tests and pictures.
pub fn install_bundled(ctx: &Context, fallbacks: &[(&str, &'static [u8])]) {
    let mut fonts = bundled();
    for (name, bytes) in fallbacks {
        add_fallback(&mut fonts, name, FontData::from_static(bytes));
    }
    ctx.set_fonts(fonts);
}

/// Installs the program's fonts, the system's colour emoji, and the look-up of all other scripts.
pub fn install(ctx: &Context) {
    let mut fonts = bundled();
    if let Some(bytes) = EMOJI_FILES.iter().find_map(|path| std::fs::read(path).ok()) {
        add_fallback(&mut fonts, EMOJI, FontData::from_owned(bytes));
    }
    ctx.set_fonts(fonts);
}

fn add_fallback(fonts: &mut FontDefinitions, name: &str, data: FontData) {
    fonts.font_data.insert(name.to_owned(), Arc::new(data));
    let families = TEXT_FAMILIES.map(|family| FontFamily::Name(family.into()));
    for family in families.into_iter().chain([FontFamily::Proportional, FontFamily::Monospace]) {
        fonts.families.entry(family).or_default().push(name.to_owned());
    }
}
