//! Small marks: counts, chips, key caps and the pill between two days.

use eframe::egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, Widget,
    WidgetInfo,
};

use crate::ui::icons::Icon;
use crate::ui::theme::{TRANSPARENT, Tokens, Type, faded, radius};

/// A count, 18 high, "99+" at most. Nothing is drawn for zero.
#[must_use = "give it to ui.add, or paint it"]
#[derive(Clone, Copy, Debug)]
pub struct Badge {
    count: usize,
    muted: bool,
}

impl Badge {
    const HEIGHT: f32 = 18.0;

    pub const fn new(count: usize) -> Self {
        Self { count, muted: false }
    }

    /// Grey, for a muted chat.
    pub const fn muted(mut self, muted: bool) -> Self {
        self.muted = muted;
        self
    }

    fn words(self) -> String {
        if self.count > 99 { "99+".to_owned() } else { self.count.to_string() }
    }

    /// Paints it so that `anchor` of it is at `pos`; `ring` is the colour of a 2 point ring around it.
    pub fn paint(self, ui: &Ui, pos: Pos2, anchor: Align2, ring: Option<Color32>) -> Rect {
        if self.count == 0 {
            return anchor.anchor_size(pos, Vec2::ZERO);
        }
        let t = Tokens::of(ui.ctx());
        let (fill, ink) = if self.muted { (t.pressed, t.text_2) } else { (t.accent, t.on_accent) };
        let galley = Type::MICRO.semibold().galley(ui, &self.words(), ink);
        let width = (galley.size().x + 11.0).max(Self::HEIGHT).round();
        let rect = anchor.anchor_size(pos, Vec2::new(width, Self::HEIGHT));
        if let Some(ring) = ring {
            ui.painter().rect_filled(rect.expand(2.0), CornerRadius::same(11), ring);
        }
        ui.painter().rect_filled(rect, CornerRadius::same(9), fill);
        ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
        rect
    }
}

impl Widget for Badge {
    fn ui(self, ui: &mut Ui) -> Response {
        let words = Type::MICRO.semibold().galley(ui, &self.words(), TRANSPARENT).size().x;
        let width = if self.count == 0 { 0.0 } else { (words + 11.0).max(Self::HEIGHT).round() };
        let (rect, response) = ui.allocate_exact_size(Vec2::new(width, Self::HEIGHT), Sense::hover());
        self.paint(ui, rect.min, Align2::LEFT_TOP, None);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.words()));
        response
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Accent,
    Success,
    Warn,
    Danger,
    Neutral,
    Callback,
}

/// A word on a soft ground, 20 high.
#[must_use = "give it to ui.add, or paint it"]
#[derive(Clone, Copy, Debug)]
pub struct Chip<'a> {
    words: &'a str,
    tone: Tone,
    dot: bool,
    icon: Option<Icon>,
    on_selected: bool,
}

impl<'a> Chip<'a> {
    const HEIGHT: f32 = 20.0;

    const fn new(tone: Tone, words: &'a str) -> Self {
        Self { words, tone, dot: false, icon: None, on_selected: false }
    }

    pub const fn accent(words: &'a str) -> Self {
        Self::new(Tone::Accent, words)
    }

    pub const fn success(words: &'a str) -> Self {
        Self::new(Tone::Success, words)
    }

    pub const fn warn(words: &'a str) -> Self {
        Self::new(Tone::Warn, words)
    }

    pub const fn danger(words: &'a str) -> Self {
        Self::new(Tone::Danger, words)
    }

    pub const fn neutral(words: &'a str) -> Self {
        Self::new(Tone::Neutral, words)
    }

    /// The colour of callbacks in the Inspector.
    pub const fn callback(words: &'a str) -> Self {
        Self::new(Tone::Callback, words)
    }

    /// With a dot before the words: Running, Live.
    pub const fn dot(mut self) -> Self {
        self.dot = true;
        self
    }

    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// On a selected row, whose colour is nearly that of the accent chip.
    pub const fn on_selected(mut self, selected: bool) -> Self {
        self.on_selected = selected;
        self
    }

    fn colours(self, t: &Tokens) -> (Color32, Color32) {
        match self.tone {
            Tone::Accent if self.on_selected && !t.dark => (t.raised, t.accent_text),
            Tone::Accent => (t.accent_soft, t.accent_text),
            Tone::Success => (t.success_soft, t.success_text),
            Tone::Warn => (t.warn_soft, t.warn_text),
            Tone::Danger => (t.danger_soft, t.danger_text),
            Tone::Neutral => (t.sunken, t.text_2),
            Tone::Callback => (faded(t.j_num, 0.16), t.j_num),
        }
    }

    fn before(self) -> f32 {
        if self.dot {
            10.0
        } else if self.icon.is_some() {
            16.0
        } else {
            0.0
        }
    }

    /// The size it takes.
    pub fn size(self, ui: &Ui) -> Vec2 {
        let words = Type::MICRO.galley(ui, self.words, TRANSPARENT).size().x;
        Vec2::new((words + self.before() + 14.0).ceil(), Self::HEIGHT)
    }

    /// Paints it so that `anchor` of it is at `pos`.
    pub fn paint(self, ui: &Ui, pos: Pos2, anchor: Align2) -> Rect {
        let t = Tokens::of(ui.ctx());
        let (fill, ink) = self.colours(t);
        let rect = anchor.anchor_size(pos, self.size(ui));
        ui.painter().rect_filled(rect, CornerRadius::same(radius::S), fill);
        let left = rect.left() + 7.0;
        if self.dot {
            let color = if self.tone == Tone::Success { t.online } else { ink };
            ui.painter().circle_filled(Pos2::new(left + 3.0, rect.center().y), 3.0, color);
        } else if let Some(icon) = self.icon {
            icon.paint(ui.painter(), Pos2::new(left + 6.0, rect.center().y), 12.0, ink);
        }
        let words = Pos2::new(left + self.before(), rect.center().y);
        Type::MICRO.paint(ui.painter(), words, Align2::LEFT_CENTER, self.words, ink);
        rect
    }
}

impl Widget for Chip<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(self.size(ui), Sense::hover());
        self.paint(ui, rect.min, Align2::LEFT_TOP);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.words));
        response
    }
}

/// The keys of a shortcut in a small frame: "Ctrl K".
#[must_use = "give it to ui.add, or paint it"]
#[derive(Clone, Copy, Debug)]
pub struct KeyCap<'a> {
    keys: &'a str,
}

impl<'a> KeyCap<'a> {
    pub const fn new(keys: &'a str) -> Self {
        Self { keys }
    }

    pub fn size(self, ui: &Ui) -> Vec2 {
        let words = Type::MICRO.galley(ui, self.keys, TRANSPARENT).size().x;
        Vec2::new((words + 12.0).ceil().max(18.0), 18.0)
    }

    /// Paints it so that `anchor` of it is at `pos`.
    pub fn paint(self, ui: &Ui, pos: Pos2, anchor: Align2) -> Rect {
        let t = Tokens::of(ui.ctx());
        let rect = anchor.anchor_size(pos, self.size(ui));
        let fill = if t.dark { TRANSPARENT } else { t.raised };
        let border = Stroke::new(1.0, t.line_strong);
        ui.painter().rect(rect, CornerRadius::same(radius::XS), fill, border, StrokeKind::Inside);
        Type::MICRO.paint(ui.painter(), rect.center(), Align2::CENTER_CENTER, self.keys, t.text_2);
        rect
    }
}

impl Widget for KeyCap<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(self.size(ui), Sense::hover());
        self.paint(ui, rect.min, Align2::LEFT_TOP);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.keys));
        response
    }
}

/// The height of [`day_pill`].
pub const DAY_PILL: f32 = 24.0;

/// The pill between two days, painted around `center`; returns its box.
pub fn day_pill(ui: &Ui, center: Pos2, words: &str) -> Rect {
    let t = Tokens::of(ui.ctx());
    let galley = Type::META.medium().galley(ui, words, t.text_2);
    let rect = Rect::from_center_size(center, Vec2::new((galley.size().x + 24.0).round(), DAY_PILL));
    ui.painter().rect_filled(rect, CornerRadius::same(12), t.sunken);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, t.text_2);
    rect
}
