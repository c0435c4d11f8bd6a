//! The rings around an avatar while a call rings.

use eframe::egui::{Color32, Pos2, Ui};

use crate::ui::theme::{faded, motion, reduced_motion};

/// How far a ripple runs outwards, and how visible it is at first.
const RUN: f32 = 10.0;
const RIPPLE: f32 = 0.12;

/// Three rings, the inner first: radius in points and how much of the colour they hold.
#[must_use = "paint them"]
#[derive(Clone, Copy, Debug)]
pub struct Rings {
    discs: [(f32, f32); 3],
    color: Color32,
    moving: bool,
}

impl Rings {
    /// Around the avatar of 120 on the call stage.
    pub const fn stage(color: Color32) -> Self {
        Self { discs: [(82.0, 0.11), (108.0, 0.075), (136.0, 0.04)], color, moving: false }
    }

    /// Around the avatar of 96 in the dialog of an incoming call.
    pub const fn dialog(color: Color32) -> Self {
        Self { discs: [(64.0, 0.13), (80.0, 0.08), (96.0, 0.06)], color, moving: false }
    }

    /// Rings with ripples; they stand still for who asked for less motion.
    pub const fn moving(mut self, moving: bool) -> Self {
        self.moving = moving;
        self
    }

    /// Smaller, for small windows.
    pub fn scaled(mut self, factor: f32) -> Self {
        for (radius, _) in &mut self.discs {
            *radius *= factor;
        }
        self
    }

    /// The radius of the outermost ring at rest.
    pub const fn radius(&self) -> f32 {
        self.discs[2].0
    }

    pub fn paint(&self, ui: &Ui, center: Pos2) {
        for (radius, share) in self.discs.iter().rev() {
            ui.painter().circle_filled(center, *radius, faded(self.color, *share));
        }
        if self.moving && !reduced_motion(ui.ctx()) {
            let time = ui.input(|input| input.time) as f32;
            for (nth, (radius, _)) in self.discs.iter().enumerate() {
                let phase = ((time - nth as f32 * motion::RINGS_APART) / motion::RINGS).rem_euclid(1.0);
                let (grown, opacity) = ripple(phase);
                ui.painter().circle_filled(center, radius + grown, faded(self.color, opacity));
            }
            ui.ctx().request_repaint();
        }
    }
}

/// How far a ripple has run and how visible it is; it fades in so that the loop has no seam.
fn ripple(phase: f32) -> (f32, f32) {
    let left = 1.0 - phase;
    let begun = (phase / 0.08).min(1.0);
    (RUN * (1.0 - left * left * left), RIPPLE * left * left * begun)
}

#[cfg(test)]
mod tests {
    use super::{RIPPLE, RUN, ripple};

    #[test]
    fn a_ripple_begins_and_ends_unseen_and_never_exceeds_its_run() {
        assert_eq!(ripple(0.0).1, 0.0);
        assert_eq!(ripple(1.0), (RUN, 0.0));
        for step in 0..=100 {
            let (grown, opacity) = ripple(step as f32 / 100.0);
            assert!((0.0..=RUN).contains(&grown) && (0.0..=RIPPLE).contains(&opacity));
        }
    }
}
