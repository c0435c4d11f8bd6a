//! The steps of a call: Calling, Ringing, Connected, with what became of each.

use eframe::egui::{Align2, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

use crate::ui::icons;
use crate::ui::theme::{Tokens, Type, faded, mix};

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    /// Happening now.
    Now,
    Failed,
    /// Ended by this person.
    Stopped,
    Ahead,
}

/// One step; `time` may be empty.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    pub words: &'a str,
    pub time: String,
    pub state: StepState,
    /// What a screen reader says; the words alone once the step has been reached.
    pub spoken: String,
}

const RADIUS: f32 = 13.0;
const GAP: f32 = 14.0;

/// Paints the steps `apart` points from each other, the circles' centres at `y` around `x`.
pub fn steps(ui: &mut Ui, x: f32, y: f32, apart: f32, steps: &[Step<'_>]) {
    let t = Tokens::of(ui.ctx());
    let first = x - apart * (steps.len().saturating_sub(1)) as f32 / 2.0;
    for (nth, step) in steps.iter().enumerate() {
        let center = Pos2::new(first + apart * nth as f32, y);
        if let Some(next) = steps.get(nth + 1) {
            let reached =
                step.state == StepState::Done && matches!(next.state, StepState::Done | StepState::Now);
            let color = if reached { mix(t.canvas, t.success, 0.55) } else { t.line_strong };
            let line = center.x + RADIUS + GAP..=center.x + apart - RADIUS - GAP;
            ui.painter().hline(line, y, Stroke::new(2.0, color));
        }
        mark(ui, t, center, step.state);
        let ink = match step.state {
            StepState::Done => t.text,
            StepState::Now => t.accent_text,
            StepState::Failed => t.danger_text,
            StepState::Stopped => t.text,
            StepState::Ahead => t.text_3,
        };
        let words = Type::LABEL.paint(
            ui.painter(),
            Pos2::new(center.x, y + 29.0),
            Align2::CENTER_CENTER,
            step.words,
            ink,
        );
        let id = ui.scope_id().with(("step", nth));
        let response =
            ui.interact(Rect::from_center_size(center, Vec2::splat(26.0)).union(words), id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &step.spoken));
        if !step.time.is_empty() {
            let at = Pos2::new(center.x, y + 48.0);
            super::painted_label(ui, at, Align2::CENTER_CENTER, Type::META, &step.time, t.text_3);
        }
    }
}

fn mark(ui: &Ui, t: &Tokens, center: Pos2, state: StepState) {
    let painter = ui.painter();
    match state {
        StepState::Done => {
            painter.circle_filled(center, RADIUS, t.success_soft);
            icons::CHECK.bold().paint(painter, center, 14.0, t.success_text);
        }
        StepState::Now => {
            painter.circle_stroke(center, RADIUS - 2.0, Stroke::new(2.0, t.accent));
            painter.circle_filled(center, 5.0, t.accent);
        }
        StepState::Failed => {
            painter.circle_filled(center, RADIUS, t.danger_soft);
            icons::X.bold().paint(painter, center, 13.0, t.danger_text);
        }
        StepState::Stopped => {
            painter.circle_filled(center, RADIUS, t.sunken);
            icons::X.bold().paint(painter, center, 13.0, t.text_2);
        }
        StepState::Ahead => {
            painter.circle_stroke(center, RADIUS - 2.0, Stroke::new(2.0, faded(t.line_strong, 0.95)));
        }
    }
}
