//! Controls that choose: toggle, checkbox, segmented control and filter chip.

use eframe::egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, Widget,
};

use super::{blend, control, focus_ring, hover_of, name_selected};
use crate::ui::icons;
use crate::ui::theme::{TRANSPARENT, Tokens, Type, faded, mix, motion, radius, space};

/// A switch of 36 by 22. Its name is that of the row it stands in.
#[must_use = "give it to ui.add"]
#[derive(Debug)]
pub struct Toggle<'a> {
    on: &'a mut bool,
    words: &'a str,
    enabled: bool,
}

impl<'a> Toggle<'a> {
    pub const fn new(on: &'a mut bool, words: &'a str) -> Self {
        Self { on, words, enabled: true }
    }

    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}

impl Widget for Toggle<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let (rect, mut response) = control(ui, Vec2::new(36.0, 22.0), self.enabled);
        if response.clicked() {
            *self.on = !*self.on;
            response.mark_changed();
        }
        name_selected(&response, Role::Switch, self.enabled, *self.on, self.words);
        let seconds = motion::of(ui.ctx(), motion::SELECT);
        let part = ui.ctx().animate_bool_with_time(response.id.with("on"), *self.on, seconds);
        let dim = |color| if self.enabled { color } else { mix(t.canvas, color, 0.5) };
        let track = dim(blend(t.line_strong, t.accent, part));
        ui.painter().rect_filled(rect, CornerRadius::same(11), track);
        let x = rect.left() + 11.0 + 14.0 * part;
        let knob = Pos2::new(x, rect.center().y);
        ui.painter().circle_filled(
            knob + Vec2::new(0.0, 0.5),
            9.2,
            faded(t.text, if t.dark { 0.0 } else { 0.12 }),
        );
        ui.painter().circle_filled(knob, 9.0, dim(t.on_accent));
        focus_ring(ui, &response, rect, 11);
        response
    }
}

/// A box of 18 with its sentence beside it; a click on the sentence counts.
#[must_use = "give it to ui.add"]
#[derive(Debug)]
pub struct Checkbox<'a> {
    on: &'a mut bool,
    words: &'a str,
    enabled: bool,
}

impl<'a> Checkbox<'a> {
    pub const fn new(on: &'a mut bool, words: &'a str) -> Self {
        Self { on, words, enabled: true }
    }

    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}

impl Widget for Checkbox<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let ink = if self.enabled { t.text } else { t.text_disabled };
        let words = Type::SMALL.wrapped(ui, self.words, ink, ui.available_width() - 27.0);
        let beside = if self.words.is_empty() { 0.0 } else { 9.0 + words.size().x };
        let height = words.size().y.max(28.0);
        let (rect, mut response) = control(ui, Vec2::new(18.0 + beside, height), self.enabled);
        if response.clicked() {
            *self.on = !*self.on;
            response.mark_changed();
        }
        name_selected(&response, Role::CheckBox, self.enabled, *self.on, self.words);
        let square = Rect::from_min_size(Pos2::new(rect.left(), rect.center().y - 9.0), Vec2::splat(18.0));
        check_box(ui, &response, square, *self.on, self.enabled);
        let at = Pos2::new(square.right() + 9.0, rect.center().y - words.size().y / 2.0);
        ui.painter().galley(at, words, ink);
        focus_ring(ui, &response, square, 5);
        response
    }
}

fn check_box(ui: &Ui, response: &Response, square: Rect, on: bool, enabled: bool) {
    let t = Tokens::of(ui.ctx());
    let corner = CornerRadius::same(5);
    if on {
        let fill =
            if enabled { blend(t.accent, t.accent_hover, hover_of(ui, response)) } else { t.text_disabled };
        ui.painter().rect_filled(square, corner, fill);
        icons::CHECK.bold().paint(ui.painter(), square.center(), 12.0, t.on_accent);
    } else {
        let fill = match (enabled, t.dark) {
            (false, _) | (true, true) => t.sunken,
            (true, false) => t.canvas,
        };
        let border = Stroke::new(1.5, t.line_strong);
        ui.painter().rect(square, corner, fill, border, StrokeKind::Inside);
    }
}

/// Two or more choices side by side, of which one holds.
#[must_use = "call show"]
#[derive(Debug)]
pub struct Segmented<'a, T> {
    chosen: &'a mut T,
    choices: &'a [(T, &'a str)],
    item: f32,
    border: bool,
}

impl<'a, T: PartialEq + Copy> Segmented<'a, T> {
    pub const fn new(chosen: &'a mut T, choices: &'a [(T, &'a str)]) -> Self {
        Self { chosen, choices, item: 28.0, border: true }
    }

    /// Items of 24 instead of 28.
    pub const fn small(mut self) -> Self {
        self.item = 24.0;
        self
    }

    /// Without the border, on a coloured ground.
    pub const fn borderless(mut self) -> Self {
        self.border = false;
        self
    }

    /// True in `changed` after another choice was made.
    pub fn show(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let style = Type::META.medium();
        let widths: Vec<f32> = self
            .choices
            .iter()
            .map(|(_, words)| (style.galley(ui, words, t.text).size().x + 20.0).ceil())
            .collect();
        let inset = if self.border { 4.0 } else { 3.0 };
        let total = widths.iter().sum::<f32>() + 2.0 * inset;
        let (rect, mut whole) =
            ui.allocate_exact_size(Vec2::new(total, self.item + 2.0 * inset), Sense::hover());
        let border = Stroke::new(1.0, if self.border { t.line } else { TRANSPARENT });
        ui.painter().rect(rect, radius::M, t.sunken, border, StrokeKind::Inside);
        let mut left = rect.left() + inset;
        for ((value, words), width) in self.choices.iter().zip(widths) {
            let item = Rect::from_min_size(Pos2::new(left, rect.top() + inset), Vec2::new(width, self.item));
            let response = ui.interact(item, whole.id.with(words), Sense::click());
            if response.clicked() && *self.chosen != *value {
                *self.chosen = *value;
                whole.mark_changed();
            }
            let chosen = *self.chosen == *value;
            name_selected(&response, Role::RadioButton, true, chosen, words);
            if chosen {
                let fill = if t.dark { t.pressed } else { t.raised };
                ui.painter().add(t.shadow_1.as_shape(item, radius::S));
                ui.painter().rect_filled(item, radius::S, fill);
            }
            let ink = blend(if chosen { t.text } else { t.text_2 }, t.text, hover_of(ui, &response));
            style.paint(ui.painter(), item.center(), Align2::CENTER_CENTER, words, ink);
            focus_ring(ui, &response, item, radius::S);
            left += width;
        }
        whole
    }
}

/// A round chip that filters a list: 26 high, filled while it is on. `line` shows the colour it stands for.
#[must_use = "give it to ui.add"]
#[derive(Clone, Debug)]
pub struct FilterChip<'a> {
    words: &'a str,
    on: bool,
    line: Option<(Color32, bool)>,
}

impl<'a> FilterChip<'a> {
    pub const fn new(on: bool, words: &'a str) -> Self {
        Self { words, on, line: None }
    }

    /// The stroke of the ladder that it shows or hides; `dashed` for what is inferred.
    pub const fn line(mut self, color: Color32, dashed: bool) -> Self {
        self.line = Some((color, dashed));
        self
    }
}

impl Widget for FilterChip<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let style = Type::META.medium();
        let words = style.galley(ui, self.words, t.text);
        let before = if self.line.is_some() { 23.0 } else { 0.0 };
        let (rect, response) = control(ui, Vec2::new((words.size().x + before + 20.0).ceil(), 26.0), true);
        name_selected(&response, Role::Button, true, self.on, self.words);
        let hover = hover_of(ui, &response);
        let (fill, border, ink) = match (self.on, self.line.is_some()) {
            (true, true) => (t.accent_soft, t.accent_line, t.text),
            (true, false) => (blend(t.accent, t.accent_hover, hover), TRANSPARENT, t.on_accent),
            (false, _) => (blend(TRANSPARENT, t.hover, hover), t.line_strong, t.text_2),
        };
        ui.painter().rect(rect, CornerRadius::same(13), fill, Stroke::new(1.0, border), StrokeKind::Inside);
        let left = rect.left() + 10.0;
        if let Some((color, dashed)) = self.line {
            let color = if self.on { color } else { t.text_disabled };
            let dash = if dashed { 3.0 } else { 16.0 };
            let mut x = left + 1.0;
            while x < left + 17.0 {
                let end = (x + dash).min(left + 17.0);
                ui.painter().hline(x..=end, rect.center().y, Stroke::new(2.0, color));
                x += dash + space::X2;
            }
        }
        let at = Pos2::new(left + before, rect.center().y - words.size().y / 2.0);
        ui.painter().galley_with_override_text_color(at, words, ink);
        focus_ring(ui, &response, rect, 13);
        response
    }
}
