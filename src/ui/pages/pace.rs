use std::time::Duration;

use eframe::egui::Ui;

use crate::model::Millis;

/// Asks for a frame when a text that depends on time changes next.
pub fn repaint_in(ui: &Ui, millis: Millis) {
    ui.ctx().request_repaint_after(Duration::from_millis(millis.max(1).unsigned_abs()));
}

/// Asks for a frame when the number of whole seconds since `at` next changes.
pub fn repaint_each_second(ui: &Ui, now: Millis, at: Millis) {
    repaint_in(ui, 1000 - (now - at).rem_euclid(1000));
}
