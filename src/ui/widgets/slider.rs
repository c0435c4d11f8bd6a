//! A slider with a rail of 4 and a knob of 18.

use std::ops::RangeInclusive;

use eframe::egui::{
    EventFilter, Key, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2, Widget, WidgetInfo, lerp, remap_clamp,
};

use super::focus_ring;
use crate::ui::theme::{Tokens, faded, radius};

/// A value between two ends; the arrow keys move it by a step.
#[must_use = "give it to ui.add"]
#[derive(Debug)]
pub struct Slider<'a> {
    value: &'a mut f32,
    range: RangeInclusive<f32>,
    step: f32,
    width: f32,
    words: &'a str,
}

impl<'a> Slider<'a> {
    pub fn new(value: &'a mut f32, range: RangeInclusive<f32>, words: &'a str) -> Self {
        let step = (range.end() - range.start()) / 20.0;
        Self { value, range, step, width: 190.0, words }
    }

    /// What it snaps to, and how far an arrow key goes.
    pub const fn step(mut self, step: f32) -> Self {
        self.step = step;
        self
    }

    pub const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    fn snapped(&self, value: f32) -> f32 {
        let (start, end) = (*self.range.start(), *self.range.end());
        (start + ((value - start) / self.step).round() * self.step).clamp(start, end)
    }
}

impl Widget for Slider<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let (rect, mut response) =
            ui.allocate_exact_size(Vec2::new(self.width, 28.0), Sense::click_and_drag());
        let ends = rect.left() + 9.0..=rect.right() - 9.0;
        let before = *self.value;
        if let Some(pointer) = response.interact_pointer_pos() {
            *self.value = self.snapped(remap_clamp(pointer.x, ends.clone(), self.range.clone()));
        }
        if response.has_focus() {
            ui.memory_mut(|memory| {
                let arrows = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
                memory.set_focus_lock_filter(response.id, arrows);
            });
            let steps = ui.input(|input| {
                input.num_presses(Key::ArrowRight) as f32 - input.num_presses(Key::ArrowLeft) as f32
            });
            if steps != 0.0 {
                *self.value = self.snapped(*self.value + steps * self.step);
            }
        }
        if *self.value != before {
            response.mark_changed();
        }
        let value = f64::from(*self.value);
        let enabled = response.enabled();
        response.widget_info(|| WidgetInfo::slider(enabled, value, self.words));

        let x = lerp(ends, remap_clamp(*self.value, self.range.clone(), 0.0..=1.0));
        let y = rect.center().y;
        let rail =
            |left: f32, right: f32| Rect::from_min_max(Pos2::new(left, y - 2.0), Pos2::new(right, y + 2.0));
        ui.painter().rect_filled(rail(rect.left(), rect.right()), 2, t.line_strong);
        ui.painter().rect_filled(rail(rect.left(), x), 2, t.accent);
        let knob = Pos2::new(x, y);
        ui.painter().circle_filled(knob, 9.5, faded(t.line_strong, 0.9));
        ui.painter().circle(knob, 9.0, t.on_accent, Stroke::NONE);
        focus_ring(ui, &response, Rect::from_center_size(knob, Vec2::splat(18.0)), radius::FULL);
        response
    }
}
