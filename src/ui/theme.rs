//! Colours, sizes, type, shadows and durations: the only file that makes a `Color32`.
//!
//! ```ignore
//! let t = Tokens::of(ui.ctx());                       // colours of the theme that is shown now
//! ui.painter().rect_filled(rect, radius::M, t.hover);
//! Type::HEADING.label(ui, &name, t.text);             // a line of text as a widget
//! let galley = Type::SMALL.elided(ui, &preview, t.text_2, width);
//! ui.painter().galley(pos, galley, t.text_2);         // measured first, painted where it belongs
//! Type::META.paint(ui.painter(), pos, Align2::RIGHT_CENTER, &time, t.text_3);
//! ```
//!
//! [`apply`] installs both themes and remembers how the person wants the window to look ([`Look`]).

use std::sync::LazyLock;

use eframe::egui::{Color32, Context, Shadow, Theme};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

mod look;
mod typography;

pub use look::{Density, Look, apply, density, look, reduced_motion};
pub use typography::{Digits, Type};

/// A colour as the token file writes it: `#0E6F82` or `rgba(14,30,36,0.42)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Written(Color32);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_colour(&text).map(Self).ok_or_else(|| D::Error::custom(format!("not a colour: {text}")))
    }
}

fn parse_colour(text: &str) -> Option<Color32> {
    if let Some(list) = text.strip_prefix("rgba(").and_then(|rest| rest.strip_suffix(')')) {
        let parts: Vec<&str> = list.split(',').map(str::trim).collect();
        let [red, green, blue, alpha] = parts.as_slice() else { return None };
        let alpha: f32 = alpha.parse().ok()?;
        return Some(Color32::from_rgba_unmultiplied(
            red.parse().ok()?,
            green.parse().ok()?,
            blue.parse().ok()?,
            (alpha * 255.0).round() as u8,
        ));
    }
    Color32::from_hex(text).ok()
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct WrittenShadow {
    offset: [i8; 2],
    blur: u8,
    spread: u8,
    color: Written,
}

impl From<WrittenShadow> for Shadow {
    fn from(shadow: WrittenShadow) -> Self {
        Self { offset: shadow.offset, blur: shadow.blur, spread: shadow.spread, color: shadow.color.0 }
    }
}

#[derive(Deserialize)]
struct Shadows {
    #[serde(rename = "1")]
    one: WrittenShadow,
    #[serde(rename = "2")]
    two: WrittenShadow,
    #[serde(rename = "3")]
    three: WrittenShadow,
}

macro_rules! palette {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        #[derive(Deserialize)]
        #[serde(rename_all = "kebab-case")]
        struct WrittenPalette { $($name: Written,)* }

        /// The colours and shadows of one theme, named as the design names them.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Tokens {
            /// True in the dark theme.
            pub dark: bool,
            $($(#[$doc])* pub $name: Color32,)*
            /// Cards.
            pub shadow_1: Shadow,
            /// Menus, toasts, the keypad.
            pub shadow_2: Shadow,
            /// Dialogs.
            pub shadow_3: Shadow,
        }

        impl Tokens {
            fn from_written(dark: bool, palette: &WrittenPalette, shadows: &Shadows) -> Self {
                Self {
                    dark,
                    $($name: palette.$name.0,)*
                    shadow_1: shadows.one.into(),
                    shadow_2: shadows.two.into(),
                    shadow_3: shadows.three.into(),
                }
            }
        }
    };
}

palette! {
    /// Navigation rail and Duo bar.
    rail,
    /// Lists, details, grouped facts.
    sidebar,
    /// Chat and pages.
    canvas,
    /// Cards, menus, dialogs.
    raised,
    /// Inputs in dark, code, segmented controls, notes.
    sunken,
    /// A row or ghost under the pointer.
    hover,
    /// A row or secondary button held down.
    pressed,
    /// The selected row or rail item.
    selected,
    /// Hairlines.
    line,
    /// Borders of controls.
    line_strong,
    text,
    text_2,
    text_3,
    text_disabled,
    accent,
    accent_hover,
    accent_pressed,
    on_accent,
    /// Links, icons, names of API calls.
    accent_text,
    accent_soft,
    accent_line,
    bubble_in,
    bubble_out,
    bubble_out_meta,
    online,
    success,
    success_hover,
    success_text,
    success_soft,
    warn,
    warn_text,
    warn_soft,
    warn_line,
    danger,
    danger_hover,
    danger_text,
    danger_soft,
    danger_line,
    focus,
    /// Behind dialogs.
    scrim,
    /// JSON keys.
    j_key,
    /// JSON strings.
    j_str,
    /// JSON numbers, and callbacks in the ladder.
    j_num,
    /// JSON punctuation.
    j_punc,
    /// Fill of toasts and tooltips.
    toast,
    toast_text,
    toast_action,
}

#[derive(Clone, Copy, Deserialize)]
struct WrittenAvatar {
    fill: Written,
    name_light: Written,
    name_dark: Written,
}

#[derive(Deserialize)]
struct WrittenAvatars {
    lagoon: WrittenAvatar,
    fern: WrittenAvatar,
    brass: WrittenAvatar,
    ember: WrittenAvatar,
    plum: WrittenAvatar,
    iris: WrittenAvatar,
    slate: WrittenAvatar,
    rosehip: WrittenAvatar,
    moss: WrittenAvatar,
    cocoa: WrittenAvatar,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct WrittenLogo {
    brass: Written,
    tile_top: Written,
    tile_bottom: Written,
}

#[derive(Deserialize)]
struct ThemePair<T> {
    light: T,
    dark: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct TokenFile {
    light: WrittenPalette,
    dark: WrittenPalette,
    avatar: WrittenAvatars,
    shadow: ThemePair<Shadows>,
    logo: WrittenLogo,
    avatar_failed: Written,
}

/// The token file as text, for the test that compares the constants of this module with it.
pub const TOKEN_FILE: &str = include_str!("../../assets/tokens.json");

struct Loaded {
    light: Tokens,
    dark: Tokens,
    avatars: [WrittenAvatar; 10],
    logo: [Color32; 3],
    avatar_failed: Color32,
}

static LOADED: LazyLock<Loaded> = LazyLock::new(|| {
    let file: TokenFile =
        serde_json::from_str(TOKEN_FILE).expect("the bundled token file is complete and well formed");
    let a = file.avatar;
    Loaded {
        light: Tokens::from_written(false, &file.light, &file.shadow.light),
        dark: Tokens::from_written(true, &file.dark, &file.shadow.dark),
        avatars: [a.lagoon, a.fern, a.brass, a.ember, a.plum, a.iris, a.slate, a.rosehip, a.moss, a.cocoa],
        logo: [file.logo.brass.0, file.logo.tile_top.0, file.logo.tile_bottom.0],
        avatar_failed: file.avatar_failed.0,
    }
});

impl Tokens {
    /// The tokens of the theme that the window shows now.
    pub fn of(ctx: &Context) -> &'static Self {
        Self::for_theme(ctx.theme())
    }

    pub fn for_theme(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LOADED.light,
            Theme::Dark => &LOADED.dark,
        }
    }

    /// The fill of a danger, success or ghost button that is held down: its hover colour, a little darker.
    pub fn held(&self, hover: Color32) -> Color32 {
        darker(hover)
    }
}

fn darker(color: Color32) -> Color32 {
    let channel = |value: u8| (f32::from(value) * 0.93).round() as u8;
    Color32::from_rgb(channel(color.r()), channel(color.g()), channel(color.b()))
}

/// The brass of the mark, the top and the bottom of its tile.
pub fn logo_colours() -> [Color32; 3] {
    LOADED.logo
}

/// Blends `over` onto `under`; `part` is the share of `over`, 0 to 1.
pub fn mix(under: Color32, over: Color32, part: f32) -> Color32 {
    let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * part).round() as u8;
    Color32::from_rgb(
        channel(under.r(), over.r()),
        channel(under.g(), over.g()),
        channel(under.b(), over.b()),
    )
}

/// The same colour, seen through: `opacity` is 0 to 1.
pub fn faded(color: Color32, opacity: f32) -> Color32 {
    color.gamma_multiply(opacity)
}

/// Leaves a picture as it is.
pub const WHITE: Color32 = Color32::WHITE;

/// Nothing at all.
pub const TRANSPARENT: Color32 = Color32::TRANSPARENT;

/// The colour that stands for an account or a channel: one of ten, the same on every computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvatarColour(u8);

impl AvatarColour {
    pub const NAMES: [&str; 10] =
        ["lagoon", "fern", "brass", "ember", "plum", "iris", "slate", "rosehip", "moss", "cocoa"];

    /// 32-bit FNV-1a of the account's (or channel's) bytes, modulo ten.
    pub fn of(account: &str) -> Self {
        let hash = account
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Self((hash % 10) as u8)
    }

    /// The colour at this place in [`Self::NAMES`], modulo ten.
    pub const fn nth(index: usize) -> Self {
        Self((index % 10) as u8)
    }

    pub fn name(self) -> &'static str {
        Self::NAMES[usize::from(self.0)]
    }

    /// The fill behind white initials.
    pub fn fill(self) -> Color32 {
        LOADED.avatars[usize::from(self.0)].fill.0
    }

    /// The author's name, and the glyph on the tile of a channel not joined.
    pub fn name_colour(self, tokens: &Tokens) -> Color32 {
        let avatar = &LOADED.avatars[usize::from(self.0)];
        if tokens.dark { avatar.name_dark.0 } else { avatar.name_light.0 }
    }

    /// The tile of a channel not joined, over the sidebar.
    pub fn tint(self, tokens: &Tokens) -> Color32 {
        mix(tokens.sidebar, self.fill(), 0.2)
    }

    /// The fill of an avatar whose call failed.
    pub fn failed() -> Color32 {
        LOADED.avatar_failed
    }
}

/// Distances in points. Only these.
pub mod space {
    pub const ALL: [f32; 10] = [2.0, 4.0, 6.0, 8.0, 12.0, 16.0, 20.0, 24.0, 32.0, 40.0];
    pub const X2: f32 = ALL[0];
    pub const X4: f32 = ALL[1];
    pub const X6: f32 = ALL[2];
    pub const X8: f32 = ALL[3];
    pub const X12: f32 = ALL[4];
    pub const X16: f32 = ALL[5];
    pub const X20: f32 = ALL[6];
    pub const X24: f32 = ALL[7];
    pub const X32: f32 = ALL[8];
    pub const X40: f32 = ALL[9];
}

/// Corner radii in points.
pub mod radius {
    /// Code, keys.
    pub const XS: u8 = 4;
    /// Chips, segments.
    pub const S: u8 = 6;
    /// Buttons, inputs, rows in details.
    pub const M: u8 = 8;
    /// Rows of lists, code blocks.
    pub const ROW: u8 = 10;
    /// Cards, the composer, menus, keypad keys, rail items.
    pub const L: u8 = 12;
    pub const BUBBLE: u8 = 14;
    /// The corner of a bubble at its author.
    pub const BUBBLE_TAIL: u8 = 4;
    /// Dialogs.
    pub const XL: u8 = 16;
    pub const FULL: u8 = 255;
}

/// Heights and widths in points that several places share.
pub mod size {
    pub const RAIL: f32 = 72.0;
    pub const RAIL_NARROW: f32 = 56.0;
    pub const LIST: f32 = 304.0;
    pub const DETAILS: f32 = 280.0;
    pub const HEADER: f32 = 60.0;
    pub const CALL_BAR: f32 = 56.0;
    pub const BANNER: f32 = 48.0;
    pub const SEARCH: f32 = 34.0;
    pub const SECTION_LABEL: f32 = 30.0;
    pub const CONTROL: f32 = 36.0;
    pub const CONTROL_SMALL: f32 = 30.0;
    pub const CONTROL_LARGE: f32 = 42.0;
    pub const INPUT: f32 = 38.0;
    pub const COMPOSER: f32 = 46.0;
    pub const TOAST: f32 = 44.0;
    pub const MENU_ROW: f32 = 32.0;
    pub const HAIRLINE: f32 = 1.0;
}

/// Durations in seconds. Pass them through [`motion::of`], which makes them zero for who wants less motion.
pub mod motion {
    use eframe::egui::Context;

    pub const HOVER: f32 = 0.08;
    pub const SELECT: f32 = 0.12;
    pub const MENU_IN: f32 = 0.12;
    pub const MENU_OUT: f32 = 0.08;
    pub const DIALOG_IN: f32 = 0.16;
    pub const DIALOG_OUT: f32 = 0.12;
    pub const PANE: f32 = 0.18;
    pub const BANNER: f32 = 0.16;
    pub const TOAST_IN: f32 = 0.16;
    pub const TOAST_OUT: f32 = 0.12;
    pub const TOAST_STAYS: f32 = 4.0;
    pub const TOAST_WITH_UNDO_STAYS: f32 = 8.0;
    pub const RINGS: f32 = 1.6;
    pub const RINGS_APART: f32 = 0.2;
    pub const MESSAGE: f32 = 0.12;
    pub const SCROLL: f32 = 0.15;
    pub const CHANGED: f32 = 1.2;
    pub const SPINNER_TURN: f32 = 0.9;

    /// The duration, or zero where the person asked for less motion.
    pub fn of(ctx: &Context, seconds: f32) -> f32 {
        if super::reduced_motion(ctx) { 0.0 } else { seconds }
    }
}
