use std::ops::RangeInclusive;

use eframe::egui::{
    Frame, Id, Key, Margin, Pos2, Rect, Response, Sense, Shape, TextBuffer, TextEdit, Ui, UiBuilder, Vec2,
    Widget, WidgetInfo, WidgetText,
};

use super::{Face, focus_on_click};
use crate::ui::icons;
use crate::ui::theme::{Tokens, Type};
use crate::ui::widgets::{blend, hover_of};

/// A whole number with its unit, 32 by 104. Empty means that none is set.
///
/// The value changes when Enter is pressed, the field is left, an arrow key or one of the carets is pressed;
/// the response then says `changed`. What is not a number in the range comes back as the value before.
#[must_use = "give it to ui.add"]
#[derive(Debug)]
pub struct Stepper<'a> {
    value: &'a mut Option<u64>,
    range: RangeInclusive<u64>,
    step: u64,
    unit: &'a str,
    unset: &'a str,
    name: &'a str,
    enabled: bool,
}

impl<'a> Stepper<'a> {
    pub const fn new(value: &'a mut Option<u64>, range: RangeInclusive<u64>, name: &'a str) -> Self {
        Self { value, range, step: 1, unit: "", unset: "", name, enabled: true }
    }

    pub const fn step(mut self, step: u64) -> Self {
        self.step = step;
        self
    }

    /// Behind the number, quietly.
    pub const fn unit(mut self, unit: &'a str) -> Self {
        self.unit = unit;
        self
    }

    /// What stands there while no number is set.
    pub const fn unset(mut self, words: &'a str) -> Self {
        self.unset = words;
        self
    }

    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    fn stepped(&self, up: bool) -> u64 {
        let (least, most) = (*self.range.start(), *self.range.end());
        match *self.value {
            None => least,
            Some(value) if up => value.saturating_add(self.step).min(most),
            Some(value) => value.saturating_sub(self.step).max(least),
        }
    }

    fn carets(&self, ui: &mut Ui, rect: Rect, id: Id, enabled: bool) -> Option<bool> {
        let t = Tokens::of(ui.ctx());
        let mut pressed = None;
        for (up, icon, top) in
            [(true, icons::CARET_UP, rect.top() + 2.0), (false, icons::CARET_DOWN, rect.center().y)]
        {
            let place = Rect::from_min_size(Pos2::new(rect.right() - 21.0, top), Vec2::new(19.0, 14.0));
            let sense = if enabled { Sense::CLICK } else { Sense::hover() };
            let response = ui.interact(place, id.with(up), sense);
            let ink =
                if enabled { blend(t.text_2, t.text, hover_of(ui, &response)) } else { t.text_disabled };
            icon.paint(ui.painter(), place.center(), 11.0, ink);
            if response.clicked() {
                pressed = Some(up);
            }
        }
        pressed
    }
}

impl Widget for Stepper<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let enabled = self.enabled && ui.is_enabled();
        let face = Face { height: 32.0, quiet: false, error: false, enabled: self.enabled };
        let (rect, frame) = ui.allocate_exact_size(Vec2::new(104.0, face.height), Sense::CLICK);
        let behind = [ui.painter().add(Shape::Noop), ui.painter().add(Shape::Noop)];
        let id = ui.make_persistent_id(("stepper", self.name));
        let written = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();

        let typed: Option<String> = ui.data(|data| data.get_temp(id));
        let mut words = typed.clone().unwrap_or_else(|| written(*self.value));
        let ink = if enabled { t.text } else { t.text_2 };
        let mut layout =
            |ui: &Ui, buffer: &dyn TextBuffer, _: f32| Type::SMALL.galley(ui, buffer.as_str(), ink);
        let inner = Rect::from_min_max(
            Pos2::new(rect.left() + 11.0, rect.center().y - Type::SMALL.line / 2.0),
            Pos2::new(rect.right() - 24.0, rect.center().y + Type::SMALL.line / 2.0),
        );
        let hint = Type::SMALL.job(self.unset, t.text_3);
        let edit = TextEdit::singleline(&mut words)
            .id(id)
            .hint_text(WidgetText::from(hint))
            .interactive(enabled)
            .frame(Frame::NONE)
            .margin(Margin::ZERO)
            .desired_width(inner.width())
            .layouter(&mut layout);
        let mut response = edit.show(&mut ui.new_child(UiBuilder::new().max_rect(inner))).response.response;
        response.flags.remove(eframe::egui::response::Flags::CHANGED);

        let before = *self.value;
        if response.has_focus() {
            let (up, down) =
                ui.input(|input| (input.key_pressed(Key::ArrowUp), input.key_pressed(Key::ArrowDown)));
            if up || down {
                *self.value = Some(self.stepped(up));
                words = written(*self.value);
            }
            ui.data_mut(|data| data.insert_temp(id, words.clone()));
        } else if typed.is_some() {
            ui.data_mut(|data| data.remove::<String>(id));
            let typed = words.trim();
            if typed.is_empty() {
                *self.value = None;
            } else if let Some(value) = typed.parse().ok().filter(|value| self.range.contains(value)) {
                *self.value = Some(value);
            }
        }
        if let Some(up) = self.carets(ui, rect, id, enabled) {
            *self.value = Some(self.stepped(up));
            ui.data_mut(|data| data.remove::<String>(id));
        }
        if *self.value != before {
            response.mark_changed();
        }

        let value = self.value.unwrap_or_default() as f64;
        response.widget_info(|| WidgetInfo {
            label: Some(self.name.to_owned()),
            ..WidgetInfo::drag_value(enabled, value)
        });
        if !words.is_empty() && !self.unit.is_empty() {
            let width = Type::SMALL.galley(ui, &words, ink).size().x;
            let at = Pos2::new(inner.left() + width + 4.0, rect.center().y);
            Type::SMALL.paint(ui.painter(), at, eframe::egui::Align2::LEFT_CENTER, self.unit, t.text_3);
        }
        focus_on_click(&frame, &response, enabled);
        for (place, shape) in behind.into_iter().zip(face.paint(ui, rect, response.has_focus())) {
            ui.painter().set(place, shape);
        }
        response
    }
}
