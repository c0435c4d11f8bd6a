use eframe::egui::{Align, Layout, Pos2, Rect, Sense, Shadow, Ui, Vec2};

use crate::ui::pages::frame::inside;
use crate::ui::theme::{Tokens, Type, space};
use crate::ui::widgets::facts::elided_label;
use crate::ui::widgets::{card, hairline};

/// Left and right of what a row holds.
pub const SIDE: f32 = 16.0;

/// A card of rows with hairlines between them.
pub fn rows<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    card(ui)
        .shadow(Shadow::NONE)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            ui.set_width(ui.available_width());
            content(ui)
        })
        .inner
}

/// A row with its words at the left and controls at the right; `first` rows have no line above them.
pub fn row<R>(ui: &mut Ui, first: bool, words: &str, note: &str, control: impl FnOnce(&mut Ui) -> R) -> R {
    let t = Tokens::of(ui.ctx());
    let height = if note.is_empty() { 46.0 } else { 52.0 };
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
    if !first {
        hairline(ui.painter(), rect.left(), rect.right(), rect.top() + 0.5, t.line);
    }
    let place = Rect::from_min_max(
        Pos2::new(rect.left() + SIDE, rect.top()),
        Pos2::new(rect.right() - SIDE, rect.bottom()),
    );
    let (left, inner) = inside(ui, place, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::X8;
        let inner = control(ui);
        (ui.min_rect().left(), inner)
    });
    // An empty layout from the right still begins at its right end.
    let room = left.min(place.right()) - space::X12 - place.left();
    let y = rect.center().y;
    if note.is_empty() {
        elided_label(ui, Pos2::new(place.left(), y), Type::BODY, words, t.text, room);
    } else {
        elided_label(ui, Pos2::new(place.left(), y - 8.5), Type::BODY, words, t.text, room);
        elided_label(ui, Pos2::new(place.left(), y + 10.0), Type::META, note, t.text_3, room);
    }
    inner
}
