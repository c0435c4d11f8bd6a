//! The pages of the window.

use super::Scene;
use eframe::egui::Ui;

/// The whole window.
pub fn window_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let _ = (ui, scene);
}
