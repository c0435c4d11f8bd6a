//! Facts side by side in one grouped strip: what a call is, beside what it was.

use eframe::egui::{
    Align2, Color32, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

use super::{hairline_down, painted_label};
use crate::ui::theme::{Tokens, Type, radius, size};

/// One fact: a label, its value and, in the tall strip, a note.
#[derive(Clone, Debug, Default)]
pub struct Fact<'a> {
    pub label: &'a str,
    pub value: String,
    pub mono: bool,
    pub note: String,
}

impl<'a> Fact<'a> {
    pub fn new(label: &'a str, value: impl Into<String>) -> Self {
        Self { label, value: value.into(), ..Self::default() }
    }

    /// The value in the type of code.
    pub fn mono(mut self) -> Self {
        self.mono = true;
        self
    }

    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// Left and right of what a cell holds.
pub const CELL_PADDING: f32 = 18.0;
/// The height of the strip on the call stage.
pub const STRIP: f32 = 60.0;
/// The height of the strip on the page of calls.
pub const TALL_STRIP: f32 = 88.0;

/// The width that a fact would like in the low strip.
pub fn natural_width(ui: &Ui, fact: &Fact<'_>) -> f32 {
    let t = Tokens::of(ui.ctx());
    let label = Type::META.galley(ui, fact.label, t.text_3).size().x;
    let value = value_style(fact).galley(ui, &fact.value, t.text).size().x;
    label.max(value).ceil() + 2.0 * CELL_PADDING
}

const fn value_style(fact: &Fact<'_>) -> Type {
    if fact.mono { Type::MONO } else { Type::SMALL }
}

/// Paints the strip's ground and the lines between its cells; returns the cells.
pub fn strip(ui: &Ui, rect: Rect, widths: &[f32]) -> Vec<Rect> {
    let t = Tokens::of(ui.ctx());
    let border = Stroke::new(size::HAIRLINE, t.line);
    ui.painter().rect(rect, radius::L, t.sidebar, border, StrokeKind::Inside);
    let mut left = rect.left();
    let mut cells = Vec::with_capacity(widths.len());
    for (nth, width) in widths.iter().enumerate() {
        if nth > 0 {
            hairline_down(ui.painter(), left + 0.5, rect.top() + 1.0, rect.bottom() - 1.0, t.line);
        }
        cells.push(Rect::from_min_size(Pos2::new(left, rect.top()), Vec2::new(*width, rect.height())));
        left += width;
    }
    cells
}

/// The widths of the low strip's cells: as each would like, or less of the widest if there is no room.
pub fn shared_widths(natural: &[f32], room: f32) -> Vec<f32> {
    let mut widths = natural.to_vec();
    let mut over = widths.iter().sum::<f32>() - room;
    while over > 0.5 {
        let widest = widths.iter().copied().fold(0.0, f32::max);
        let count = widths.iter().filter(|width| **width >= widest - 0.5).count() as f32;
        let next = widths.iter().copied().filter(|width| *width < widest - 0.5).fold(0.0, f32::max);
        let cut = (over / count).min((widest - next).max(1.0));
        for width in &mut widths {
            if *width >= widest - 0.5 {
                *width -= cut;
            }
        }
        over -= cut * count;
    }
    widths
}

/// Paints a fact into a cell of the low strip.
pub fn low_fact(ui: &mut Ui, cell: Rect, fact: &Fact<'_>) {
    let t = Tokens::of(ui.ctx());
    fact_label(ui, cell, fact.label);
    let room = cell.width() - 2.0 * CELL_PADDING;
    let at = Pos2::new(cell.left() + CELL_PADDING, cell.top() + 38.5);
    elided_label(ui, at, value_style(fact), &fact.value, t.text, room);
}

/// Paints the small label of a cell of the low strip.
pub fn fact_label(ui: &mut Ui, cell: Rect, label: &str) {
    let t = Tokens::of(ui.ctx());
    let at = Pos2::new(cell.left() + CELL_PADDING, cell.top() + 20.0);
    painted_label(ui, at, Align2::LEFT_CENTER, Type::META, label, t.text_3);
}

/// Paints a fact into a cell of the tall strip: label, strong value, note.
pub fn tall_fact(ui: &mut Ui, cell: Rect, fact: &Fact<'_>) {
    let t = Tokens::of(ui.ctx());
    let (left, room) = (cell.left() + CELL_PADDING, cell.width() - 2.0 * CELL_PADDING);
    let label = Pos2::new(left, cell.top() + 23.0);
    elided_label(ui, label, Type::META, fact.label, t.text_3, room);
    let value = if fact.mono { Type::MONO.sized(14.0, 22.0) } else { Type::HEADING };
    elided_label(ui, Pos2::new(left, cell.top() + 45.0), value, &fact.value, t.text, room);
    elided_label(ui, Pos2::new(left, cell.top() + 65.0), Type::META, &fact.note, t.text_2, room);
}

/// One row of text at most `room` wide, its left end in the middle of its height at `at`, read by screen readers.
pub fn elided_label(ui: &mut Ui, at: Pos2, style: Type, words: &str, color: Color32, room: f32) {
    if words.is_empty() {
        return;
    }
    let galley = style.elided(ui, words, color, room.max(0.0));
    let rect = Align2::LEFT_CENTER.anchor_size(at, galley.size());
    ui.painter().galley(rect.min, galley, color);
    spoken(ui, rect, words);
}

/// Tells screen readers of words that were painted into `rect`.
pub fn spoken(ui: &mut Ui, rect: Rect, words: &str) -> Response {
    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    response
}

#[cfg(test)]
mod tests {
    use super::shared_widths;

    #[test]
    fn facts_keep_their_widths_while_there_is_room() {
        assert_eq!(shared_widths(&[100.0, 200.0], 400.0), vec![100.0, 200.0]);
    }

    #[test]
    fn the_widest_fact_gives_way_first() {
        let widths = shared_widths(&[100.0, 300.0, 90.0], 350.0);
        assert!((widths.iter().sum::<f32>() - 350.0).abs() < 1.0, "{widths:?}");
        assert_eq!((widths[0], widths[2]), (100.0, 90.0));
    }
}
