//! Buttons: with words, with an icon alone, and words inside a line of text.

use eframe::egui::{
    Color32, CornerRadius, CursorIcon, Pos2, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, Widget,
};

use super::{blend, control, focus_ring, hover_of, name, spinner, tooltip};
use crate::ui::icons::Icon;
use crate::ui::theme::{TRANSPARENT, Tokens, Type, radius, size};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Primary,
    Secondary,
    Ghost,
    Danger,
    DangerOutline,
    DangerGhost,
    Success,
    Warn,
}

/// What a button is painted with.
struct Paint {
    rest: Color32,
    hover: Color32,
    held: Color32,
    border: Color32,
    ink: Color32,
}

impl Kind {
    fn paint(self, t: &Tokens) -> Paint {
        let solid = |rest, hover, held| Paint { rest, hover, held, border: TRANSPARENT, ink: t.on_accent };
        let ghost =
            |hover, ink| Paint { rest: TRANSPARENT, hover, held: t.held(hover), border: TRANSPARENT, ink };
        let outline = |border, ink| Paint { rest: t.raised, hover: t.hover, held: t.pressed, border, ink };
        match self {
            Self::Primary => solid(t.accent, t.accent_hover, t.accent_pressed),
            Self::Success => solid(t.success, t.success_hover, t.held(t.success_hover)),
            Self::Danger => solid(t.danger, t.danger_hover, t.held(t.danger_hover)),
            Self::Secondary => outline(t.line_strong, t.text),
            Self::DangerOutline => Paint {
                hover: t.danger_soft,
                held: t.held(t.danger_soft),
                ..outline(t.danger_line, t.danger_text)
            },
            Self::Warn => Paint {
                rest: TRANSPARENT,
                hover: blend(t.warn_soft, t.warn_line, 0.3),
                held: blend(t.warn_soft, t.warn_line, 0.5),
                ..outline(t.warn_line, t.warn_text)
            },
            Self::Ghost => ghost(t.accent_soft, t.accent_text),
            Self::DangerGhost => ghost(t.danger_soft, t.danger_text),
        }
    }

    const fn is_ghost(self) -> bool {
        matches!(self, Self::Ghost | Self::DangerGhost)
    }
}

/// A button with words: 36 high, 30 if small, 42 if large.
#[must_use = "give it to ui.add"]
#[derive(Clone, Debug)]
pub struct Button<'a> {
    words: &'a str,
    kind: Kind,
    height: f32,
    padding: f32,
    style: Type,
    corner: u8,
    icon: Option<Icon>,
    trailing: Option<Icon>,
    min_width: f32,
    enabled: bool,
    busy: bool,
    keys: &'a str,
}

impl<'a> Button<'a> {
    const fn new(kind: Kind, words: &'a str) -> Self {
        Self {
            words,
            kind,
            height: size::CONTROL,
            padding: 14.0,
            style: Type::BODY_MEDIUM,
            corner: radius::M,
            icon: None,
            trailing: None,
            min_width: 0.0,
            enabled: true,
            busy: false,
            keys: "",
        }
    }

    /// The one thing to do here.
    pub const fn primary(words: &'a str) -> Self {
        Self::new(Kind::Primary, words)
    }

    pub const fn secondary(words: &'a str) -> Self {
        Self::new(Kind::Secondary, words)
    }

    /// Accent words without a frame.
    pub const fn ghost(words: &'a str) -> Self {
        Self::new(Kind::Ghost, words)
    }

    /// Decline, End, Delete.
    pub const fn danger(words: &'a str) -> Self {
        Self::new(Kind::Danger, words)
    }

    /// Sign out.
    pub const fn danger_outline(words: &'a str) -> Self {
        Self::new(Kind::DangerOutline, words)
    }

    /// Clear all.
    pub const fn danger_ghost(words: &'a str) -> Self {
        Self::new(Kind::DangerGhost, words)
    }

    /// Accept.
    pub const fn success(words: &'a str) -> Self {
        Self::new(Kind::Success, words)
    }

    /// Try now, in the banner of a lost connection.
    pub const fn warn(words: &'a str) -> Self {
        Self::new(Kind::Warn, words)
    }

    pub const fn small(mut self) -> Self {
        self.height = size::CONTROL_SMALL;
        self.padding = 10.0;
        self.style = Type::LABEL;
        self.corner = 7;
        self
    }

    pub const fn large(mut self) -> Self {
        self.height = size::CONTROL_LARGE;
        self.padding = 15.0;
        self.style = Type::BODY_MEDIUM.sized(15.0, 22.0);
        self.corner = radius::ROW;
        self
    }

    /// 48 high with strong words, as Accept and Decline in the dialog.
    pub const fn call(mut self) -> Self {
        self = self.large();
        self.height = 48.0;
        self.style = Type::BODY_STRONG.sized(15.0, 22.0);
        self.corner = radius::L;
        self
    }

    /// Before the words.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Behind the words: a caret.
    pub const fn trailing(mut self, icon: Icon) -> Self {
        self.trailing = Some(icon);
        self
    }

    /// At least this wide.
    pub const fn width(mut self, width: f32) -> Self {
        self.min_width = width;
        self
    }

    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Shows a spinner in the place of the icon and takes no clicks.
    pub const fn busy(mut self, busy: bool) -> Self {
        self.busy = busy;
        self
    }

    /// The keys that do the same, in the tooltip.
    pub const fn keys(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    const fn icon_size(&self) -> f32 {
        match self.height {
            height if height < size::CONTROL => 16.0,
            height if height > size::CONTROL_LARGE => 20.0,
            _ => 18.0,
        }
    }

    fn content_width(&self, words: f32) -> f32 {
        let beside = |present: bool| if present { self.icon_size() + 7.0 } else { 0.0 };
        let behind = if self.trailing.is_some() { self.icon_size() + 3.0 } else { 0.0 };
        words + beside(self.icon.is_some() || self.busy) + behind
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let galley = self.style.galley(ui, self.words, t.text);
        let content = self.content_width(galley.size().x);
        let width = (content + 2.0 * self.padding + 2.0).round().max(self.min_width);
        let live = self.enabled && !self.busy;
        let (rect, response) = control(ui, Vec2::new(width, self.height), live);
        name(&response, Role::Button, live, self.words);
        if !ui.is_rect_visible(rect) {
            return response;
        }

        let paint = self.kind.paint(t);
        let (fill, border, ink) = if !self.enabled {
            let fill = if self.kind.is_ghost() { TRANSPARENT } else { t.sunken };
            (fill, TRANSPARENT, t.text_disabled)
        } else if self.busy {
            (if self.kind == Kind::Primary { t.accent_pressed } else { paint.rest }, paint.border, paint.ink)
        } else if response.is_pointer_button_down_on() {
            (paint.held, paint.border, paint.ink)
        } else {
            (blend(paint.rest, paint.hover, hover_of(ui, &response)), paint.border, paint.ink)
        };
        let corner = CornerRadius::same(self.corner);
        ui.painter().rect(rect, corner, fill, Stroke::new(1.0, border), StrokeKind::Inside);

        let icon_size = self.icon_size();
        let mut left = rect.center().x - content / 2.0;
        let middle = |left: f32| Pos2::new(left + icon_size / 2.0, rect.center().y);
        if self.busy {
            spinner(ui, middle(left), 15.0, ink);
            left += icon_size + 7.0;
        } else if let Some(icon) = self.icon {
            icon.paint(ui.painter(), middle(left), icon_size, ink);
            left += icon_size + 7.0;
        }
        let words = Pos2::new(left, rect.center().y - galley.size().y / 2.0);
        left += galley.size().x + 3.0;
        ui.painter().galley_with_override_text_color(words, galley, ink);
        if let Some(icon) = self.trailing {
            icon.paint(ui.painter(), middle(left), icon_size - 2.0, ink);
        }
        focus_ring(ui, &response, rect, self.corner);
        if !self.keys.is_empty() {
            tooltip(&response, self.words, self.keys);
        }
        response
    }
}

/// A button with an icon alone, 36 (28 in rows). Its name is its tooltip.
#[must_use = "give it to ui.add"]
#[derive(Clone, Debug)]
pub struct IconButton<'a> {
    icon: Icon,
    words: &'a str,
    keys: &'a str,
    side: f32,
    icon_size: f32,
    active: bool,
    enabled: bool,
    color: Option<Color32>,
}

impl<'a> IconButton<'a> {
    pub const fn new(icon: Icon, words: &'a str) -> Self {
        Self {
            icon,
            words,
            keys: "",
            side: size::CONTROL,
            icon_size: 20.0,
            active: false,
            enabled: true,
            color: None,
        }
    }

    /// 28 with an icon of 17, for rows.
    pub const fn small(mut self) -> Self {
        self.side = 28.0;
        self.icon_size = 17.0;
        self
    }

    /// The keys that do the same, in the tooltip.
    pub const fn keys(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// What it opens is open: soft fill and the filled icon.
    pub const fn active(mut self, active: bool) -> Self {
        self.active = active;
        self
    }

    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Another colour of the icon than `text-2`.
    pub const fn color(mut self, color: Color32) -> Self {
        self.color = Some(color);
        self
    }
}

impl Widget for IconButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let (rect, response) = control(ui, Vec2::splat(self.side), self.enabled);
        name(&response, Role::Button, self.enabled, self.words);
        if ui.is_rect_visible(rect) {
            let rest = if self.active { t.accent_soft } else { TRANSPARENT };
            let fill = if response.is_pointer_button_down_on() && self.enabled {
                t.pressed
            } else if self.enabled && !self.active {
                blend(rest, t.hover, hover_of(ui, &response))
            } else {
                rest
            };
            ui.painter().rect_filled(rect, radius::M, fill);
            let (icon, ink) = match (self.enabled, self.active) {
                (false, _) => (self.icon, t.text_disabled),
                (true, true) => (self.icon.fill(), t.accent_text),
                (true, false) => {
                    let rest = self.color.unwrap_or(t.text_2);
                    let lit = self.color.unwrap_or(t.text);
                    (self.icon, blend(rest, lit, hover_of(ui, &response)))
                }
            };
            icon.paint(ui.painter(), rect.center(), self.icon_size, ink);
            focus_ring(ui, &response, rect, radius::M);
        }
        tooltip(&response, self.words, self.keys);
        response
    }
}

/// Words that do something inside a line of text, underlined under the pointer.
#[must_use = "give it to ui.add"]
#[derive(Clone, Debug)]
pub struct LinkButton<'a> {
    words: &'a str,
    style: Type,
    color: Option<Color32>,
    enabled: bool,
}

impl<'a> LinkButton<'a> {
    pub const fn new(words: &'a str) -> Self {
        Self { words, style: Type::LABEL, color: None, enabled: true }
    }

    pub const fn style(mut self, style: Type) -> Self {
        self.style = style;
        self
    }

    /// Another colour than `accent-text`.
    pub const fn color(mut self, color: Color32) -> Self {
        self.color = Some(color);
        self
    }

    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}

impl Widget for LinkButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let color = if self.enabled { self.color.unwrap_or(t.accent_text) } else { t.text_disabled };
        let galley = self.style.galley(ui, self.words, color);
        let sense = if self.enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(galley.size(), sense);
        name(&response, Role::Button, self.enabled, self.words);
        ui.painter().galley(rect.min, galley, color);
        if self.enabled && response.hovered() {
            let under = rect.bottom() - (self.style.line - self.style.size) / 2.0 + 1.0;
            ui.painter().hline(rect.x_range(), under, Stroke::new(1.0, color));
        }
        focus_ring(ui, &response, rect, radius::XS);
        response.on_hover_cursor(CursorIcon::PointingHand)
    }
}
