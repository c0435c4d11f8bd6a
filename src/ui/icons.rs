//! The icons: Phosphor, in three weights, as characters of the families `icons`, `icons-fill` and `icons-bold`.
//!
//! ```ignore
//! icons::PHONE.paint(ui.painter(), center, 18.0, tokens.accent_text);          // regular
//! icons::PHONE.fill().paint(ui.painter(), center, 18.0, tokens.on_accent);     // filled
//! job.append(...); icons::CLOCK.append(&mut job, 14.0, 16.0, tokens.text_3);   // inside a line of text
//! ```
//!
//! An icon says nothing to a screen reader: whatever shows one names itself in words.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Align, Align2, Color32, FontFamily, FontId, Painter, Pos2, Rect};

use super::fonts;

/// Which of the three Phosphor fonts draws the icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    Regular,
    Fill,
    Bold,
}

/// One icon in one weight. The constants of this module are the regular weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon {
    character: char,
    cut: Cut,
}

impl Icon {
    const fn new(character: char) -> Self {
        Self { character, cut: Cut::Regular }
    }

    /// The filled drawing: selected rail items, call buttons.
    #[must_use]
    pub const fn fill(self) -> Self {
        Self { cut: Cut::Fill, ..self }
    }

    /// The bold drawing: glyphs on tiles, ticks in small circles.
    #[must_use]
    pub const fn bold(self) -> Self {
        Self { cut: Cut::Bold, ..self }
    }

    /// The character in the private use area.
    pub const fn character(self) -> char {
        self.character
    }

    pub fn family(self) -> FontFamily {
        FontFamily::Name(
            match self.cut {
                Cut::Regular => fonts::ICONS,
                Cut::Fill => fonts::ICONS_FILL,
                Cut::Bold => fonts::ICONS_BOLD,
            }
            .into(),
        )
    }

    pub fn font_id(self, size: f32) -> FontId {
        FontId::new(size, self.family())
    }

    /// Draws the icon into a square of `size` points around `center`.
    pub fn paint(self, painter: &Painter, center: Pos2, size: f32, color: Color32) -> Rect {
        painter.text(center, Align2::CENTER_CENTER, self.character, self.font_id(size), color)
    }

    /// A text format for this icon inside a row of `line` points.
    pub fn format(self, size: f32, line: f32, color: Color32) -> TextFormat {
        TextFormat {
            font_id: self.font_id(size),
            line_height: Some(line),
            color,
            valign: Align::Center,
            ..TextFormat::default()
        }
    }

    /// Appends the icon to a line of text.
    pub fn append(self, job: &mut LayoutJob, size: f32, line: f32, color: Color32) {
        let mut text = [0; 4];
        job.append(self.character.encode_utf8(&mut text), 0.0, self.format(size, line, color));
    }
}

macro_rules! icons {
    ($($name:ident = $code:literal,)*) => {
        $(pub const $name: Icon = Icon::new(match char::from_u32($code) {
            Some(character) => character,
            None => panic!("an icon's code point is a character"),
        });)*

        /// Every icon of the bundled fonts, for the test that looks each up.
        pub const ALL: &[Icon] = &[$($name),*];
    };
}

icons! {
    ARROW_BEND_UP_LEFT = 0xe024,
    ARROW_CLOCKWISE = 0xe036,
    ARROW_DOWN = 0xe03e,
    ARROW_LEFT = 0xe058,
    ARROW_RIGHT = 0xe06c,
    ARROW_SQUARE_OUT = 0xe5de,
    ARROW_UP = 0xe08e,
    ARROWS_LEFT_RIGHT = 0xe0a0,
    ASTERISK = 0xe0aa,
    BELL = 0xe0ce,
    BELL_RINGING = 0xe5e8,
    BELL_SLASH = 0xe0d4,
    BRACKETS_CURLY = 0xe860,
    BROOM = 0xec54,
    CARET_DOWN = 0xe136,
    CARET_LEFT = 0xe138,
    CARET_RIGHT = 0xe13a,
    CARET_UP = 0xe13c,
    CARET_UP_DOWN = 0xe140,
    CHAT_CIRCLE = 0xe168,
    CHAT_CIRCLE_TEXT = 0xe16e,
    CHATS_CIRCLE = 0xe17e,
    CHECK = 0xe182,
    CHECK_CIRCLE = 0xe184,
    CHECKS = 0xe53a,
    CLOCK = 0xe19a,
    COLUMNS = 0xe546,
    COPY = 0xe1ca,
    CORNERS_IN = 0xe1ce,
    CORNERS_OUT = 0xe1d0,
    DESKTOP = 0xe560,
    DOTS_NINE = 0xe1fc,
    DOTS_THREE_VERTICAL = 0xe208,
    EXPORT = 0xeaf0,
    EYE = 0xe220,
    EYE_SLASH = 0xe224,
    FLASK = 0xe79e,
    FUNNEL = 0xe266,
    GEAR_SIX = 0xe272,
    GLOBE_SIMPLE = 0xe28e,
    HARD_DRIVES = 0xe2a0,
    HASH = 0xe2a2,
    INFO = 0xe2ce,
    KEYBOARD = 0xe2d8,
    LIGHTNING = 0xe2de,
    LINK = 0xe2e2,
    LOCK_SIMPLE = 0xe308,
    MAGNIFYING_GLASS = 0xe30c,
    MICROPHONE = 0xe326,
    MICROPHONE_SLASH = 0xe328,
    MINUS = 0xe32a,
    MUSIC_NOTES = 0xe340,
    NOTE_PENCIL = 0xe34c,
    PALETTE = 0xe6c8,
    PAPER_PLANE_TILT = 0xe398,
    PAUSE = 0xe39e,
    PENCIL_SIMPLE = 0xe3b4,
    PHONE = 0xe3b8,
    PHONE_CALL = 0xe3ba,
    PHONE_DISCONNECT = 0xe3bc,
    PHONE_INCOMING = 0xe3be,
    PHONE_OUTGOING = 0xe3c0,
    PHONE_PLUS = 0xec56,
    PHONE_SLASH = 0xe3c2,
    PHONE_X = 0xe3c4,
    PLAY_CIRCLE = 0xe3d2,
    PLUGS = 0xeb56,
    PLUGS_CONNECTED = 0xeb5a,
    PLUS = 0xe3d4,
    PULSE = 0xe000,
    ROWS = 0xe5a2,
    SIDEBAR_SIMPLE = 0xec24,
    SIGN_IN = 0xe428,
    SIGN_OUT = 0xe42a,
    SMILEY = 0xe436,
    SPEAKER_HIGH = 0xe44a,
    SPEAKER_LOW = 0xe44c,
    STOP = 0xe46c,
    TAG = 0xe478,
    TRANSLATE = 0xe4a2,
    TRASH = 0xe4a6,
    USER = 0xe4c2,
    USER_CIRCLE = 0xe4c4,
    USER_PLUS = 0xe4d0,
    USERS = 0xe4d6,
    WARNING = 0xe4e0,
    WARNING_CIRCLE = 0xe4e2,
    WIFI_HIGH = 0xe4ea,
    WIFI_SLASH = 0xe4f2,
    X = 0xe4f6,
    X_CIRCLE = 0xe4f8,
}
