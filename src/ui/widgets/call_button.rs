//! The buttons of calls and of the details pane: round ones, and tiles with an icon above a word.

use eframe::egui::{Align2, Pos2, Rect, Response, Role, Stroke, StrokeKind, Ui, Vec2, Widget};

use super::{blend, control, focus_ring, hover_of, name, tooltip};
use crate::ui::icons::Icon;
use crate::ui::theme::{Tokens, Type, radius};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RoundKind {
    Neutral,
    Danger,
    Success,
}

/// A round button of a call, 56 (64 in the middle), with its words below.
#[must_use = "give it to ui.add"]
#[derive(Clone, Debug)]
pub struct RoundButton<'a> {
    icon: Icon,
    words: &'a str,
    kind: RoundKind,
    diameter: f32,
    active: bool,
    enabled: bool,
    keys: &'a str,
}

impl<'a> RoundButton<'a> {
    pub const fn new(icon: Icon, words: &'a str) -> Self {
        Self {
            icon: icon.fill(),
            words,
            kind: RoundKind::Neutral,
            diameter: 56.0,
            active: false,
            enabled: true,
            keys: "",
        }
    }

    pub const fn danger(mut self) -> Self {
        self.kind = RoundKind::Danger;
        self
    }

    pub const fn success(mut self) -> Self {
        self.kind = RoundKind::Success;
        self
    }

    /// The one in the middle: 64.
    pub const fn center(mut self) -> Self {
        self.diameter = 64.0;
        self
    }

    /// On: muted, keypad open.
    pub const fn active(mut self, active: bool) -> Self {
        self.active = active;
        self
    }

    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    pub const fn keys(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }
}

impl Widget for RoundButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let words = Type::META.galley(ui, self.words, t.text_2);
        let width = words.size().x.max(self.diameter);
        let (rect, response) =
            control(ui, Vec2::new(width, self.diameter + 8.0 + words.size().y), self.enabled);
        name(&response, Role::Button, self.enabled, self.words);
        let disc = Rect::from_center_size(
            Pos2::new(rect.center().x, rect.top() + self.diameter / 2.0),
            Vec2::splat(self.diameter),
        );
        let (rest, lit, ink) = match self.kind {
            RoundKind::Danger => (t.danger, t.danger_hover, t.on_accent),
            RoundKind::Success => (t.success, t.success_hover, t.on_accent),
            RoundKind::Neutral if self.active => (t.accent_soft, t.accent_soft, t.accent_text),
            RoundKind::Neutral => (t.sunken, t.hover, t.text),
        };
        let (fill, ink) = if self.enabled {
            let held = if self.kind == RoundKind::Neutral { t.pressed } else { t.held(lit) };
            let down = response.is_pointer_button_down_on();
            (if down { held } else { blend(rest, lit, hover_of(ui, &response)) }, ink)
        } else {
            (t.sunken, t.text_disabled)
        };
        ui.painter().circle_filled(disc.center(), self.diameter / 2.0, fill);
        self.icon.paint(ui.painter(), disc.center(), 24.0, ink);
        let below = Pos2::new(rect.center().x - words.size().x / 2.0, disc.bottom() + 8.0);
        ui.painter().galley(below, words, t.text_2);
        focus_ring(ui, &response, disc, radius::FULL);
        if !self.keys.is_empty() {
            tooltip(&response, self.words, self.keys);
        }
        response
    }
}

/// One of the actions in the details pane: an icon above a word, 52 high.
#[must_use = "give it to ui.add"]
#[derive(Clone, Debug)]
pub struct ActionTile<'a> {
    icon: Icon,
    words: &'a str,
    width: f32,
    danger: bool,
    enabled: bool,
}

impl<'a> ActionTile<'a> {
    pub const fn new(icon: Icon, words: &'a str, width: f32) -> Self {
        Self { icon, words, width, danger: false, enabled: true }
    }

    pub const fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}

impl Widget for ActionTile<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let (rect, response) = control(ui, Vec2::new(self.width, 52.0), self.enabled);
        name(&response, Role::Button, self.enabled, self.words);
        let ink = match (self.enabled, self.danger) {
            (false, _) => t.text_disabled,
            (true, true) => t.danger_text,
            (true, false) => t.accent_text,
        };
        let rest = t.canvas;
        let fill = match self.enabled {
            true if response.is_pointer_button_down_on() => t.pressed,
            true => blend(rest, t.hover, hover_of(ui, &response)),
            false => rest,
        };
        ui.painter().rect(rect, radius::ROW, fill, Stroke::new(1.0, t.line), StrokeKind::Inside);
        let x = rect.center().x;
        self.icon.paint(ui.painter(), Pos2::new(x, rect.top() + 17.0), 18.0, ink);
        let words = Pos2::new(x, rect.top() + 36.5);
        Type::META.medium().paint(ui.painter(), words, Align2::CENTER_CENTER, self.words, ink);
        focus_ring(ui, &response, rect, radius::ROW);
        response
    }
}
