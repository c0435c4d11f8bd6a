use std::time::Duration;

use eframe::egui::{Align, Layout, Pos2, Rect, Response, Ui, UiBuilder, Vec2, Widget};

use crate::model::Millis;
use crate::ui::theme::size;

/// Asks for a frame when a text that depends on time changes next.
pub fn repaint_in(ui: &Ui, millis: Millis) {
    ui.ctx().request_repaint_after(Duration::from_millis(millis.max(1).unsigned_abs()));
}

/// Asks for a frame when the number of whole seconds since `at` next changes.
pub fn repaint_each_second(ui: &Ui, now: Millis, at: Millis) {
    repaint_in(ui, 1000 - (now - at).rem_euclid(1000));
}

/// Shows something at a place of its own, without moving on where the next thing of the page goes.
pub fn inside<R>(ui: &mut Ui, place: Rect, layout: Layout, content: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    content(&mut child)
}

/// One control in the middle of the top of its place.
pub fn centered(ui: &mut Ui, place: Rect, widget: impl Widget) -> Response {
    inside(ui, place, Layout::top_down(Align::Center), |ui| ui.add(widget))
}

/// One control whose right end is at `right`, its middle at `y`; `right` moves to its left end.
pub fn from_right(ui: &mut Ui, right: &mut f32, y: f32, widget: impl Widget) -> Response {
    let place = Rect::from_min_max(Pos2::new(*right - 400.0, y - 24.0), Pos2::new(*right, y + 24.0));
    let response = inside(ui, place, Layout::right_to_left(Align::Center), |ui| ui.add(widget));
    *right = response.rect.left();
    response
}

/// A row of buttons at the lower right of a dialog; the first is the rightmost.
pub fn button_row<R>(ui: &mut Ui, buttons: impl FnOnce(&mut Ui) -> R) -> R {
    let size = Vec2::new(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), buttons).inner
}
