use eframe::egui::{Align, Layout, Rect, Sense, Shadow, Ui, Vec2};

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

/// A row with its words at the left and a control at the right that has the words for its name; `first` rows have
/// no line above them.
pub fn row<R>(ui: &mut Ui, first: bool, words: &str, note: &str, control: impl FnOnce(&mut Ui) -> R) -> R {
    let (rect, room, inner) = ground(ui, first, note, control);
    let t = Tokens::of(ui.ctx());
    let up = if note.is_empty() { 0.0 } else { 8.5 };
    let galley = Type::BODY.elided(ui, words, t.text, room);
    let at = rect.left_center() - Vec2::new(0.0, up + galley.size().y / 2.0);
    ui.painter().galley(at, galley, t.text);
    note_ui(ui, rect, room, note);
    inner
}

/// A row whose words screen readers read on their own.
pub fn told<R>(ui: &mut Ui, first: bool, words: &str, note: &str, control: impl FnOnce(&mut Ui) -> R) -> R {
    let (rect, room, inner) = ground(ui, first, note, control);
    let t = Tokens::of(ui.ctx());
    let up = if note.is_empty() { 0.0 } else { 8.5 };
    elided_label(ui, rect.left_center() - Vec2::new(0.0, up), Type::BODY, words, t.text, room);
    note_ui(ui, rect, room, note);
    inner
}

fn note_ui(ui: &mut Ui, rect: Rect, room: f32, note: &str) {
    let t = Tokens::of(ui.ctx());
    elided_label(ui, rect.left_center() + Vec2::new(0.0, 10.0), Type::META, note, t.text_3, room);
}

/// The row's ground and its control; where the words go, how much room they have, and what the control gave.
fn ground<R>(ui: &mut Ui, first: bool, note: &str, control: impl FnOnce(&mut Ui) -> R) -> (Rect, f32, R) {
    let t = Tokens::of(ui.ctx());
    let height = if note.is_empty() { 46.0 } else { 52.0 };
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
    if !first {
        hairline(ui.painter(), rect.left(), rect.right(), rect.top() + 0.5, t.line);
    }
    let place = rect.shrink2(Vec2::new(SIDE, 0.0));
    let (left, inner) = inside(ui, place, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::X8;
        let inner = control(ui);
        (ui.min_rect().left(), inner)
    });
    (place, left - space::X12 - place.left(), inner)
}
