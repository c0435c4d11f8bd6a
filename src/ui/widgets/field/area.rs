use std::sync::Arc;

use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Frame, Margin, Rect, ScrollArea, Sense, Shape, TextBuffer, TextEdit, Ui, UiBuilder, Vec2, WidgetText,
};

use super::{Face, Field, FieldResponse, below, focus_on_click, invalid, label_row};
use crate::ui::theme::Tokens;

/// Text of several rows: as high as its text from one row to six, then it scrolls. Enter makes a new row.
#[must_use = "call show"]
pub struct Area<'a> {
    field: Field<'a>,
    rows: (usize, usize),
}

impl std::fmt::Debug for Area<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Area").field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl<'a> Area<'a> {
    pub fn new(text: &'a mut dyn TextBuffer) -> Self {
        Self { field: Field::new(text), rows: (1, 6) }
    }

    /// At least and at most so many rows.
    pub const fn rows(mut self, least: usize, most: usize) -> Self {
        self.rows = (least, most);
        self
    }

    /// Everything else as a field of one row has it: label, counter, hint, note, error, id.
    pub fn with(mut self, change: impl FnOnce(Field<'a>) -> Field<'a>) -> Self {
        self.field = change(self.field);
        self
    }

    pub fn show(self, ui: &mut Ui) -> FieldResponse {
        let width = self.field.width.min(ui.available_width());
        let (problem, note) = (self.field.problem, self.field.note);
        ui.scope(|ui| {
            ui.set_max_width(width);
            ui.spacing_mut().item_spacing = Vec2::new(6.0, 0.0);
            let Field { label, optional, counter, enabled, .. } = self.field;
            let label = label_row(ui, label, optional, counter, enabled);
            let mut response = self.rows_of_text(ui, width);
            if let Some(label) = label {
                response.response = response.response.labelled_by(label.id);
            }
            below(ui, note, problem);
            response
        })
        .inner
    }

    fn rows_of_text(self, ui: &mut Ui, width: f32) -> FieldResponse {
        let t = Tokens::of(ui.ctx());
        let Self { field, rows: (least, most) } = self;
        let enabled = field.enabled && ui.is_enabled();
        let style = field.style;
        let ink = if field.enabled { t.text } else { t.text_2 };
        let wrap = width - 26.0;
        let rows = style.wrapped(ui, field.text.as_str(), ink, wrap).rows.len().clamp(least, most);
        let face = Face {
            height: rows as f32 * style.line + 18.0,
            quiet: false,
            error: field.problem.is_some(),
            enabled: field.enabled,
        };
        let (rect, frame) = ui.allocate_exact_size(Vec2::new(width, face.height), Sense::CLICK);
        let behind = [ui.painter().add(Shape::Noop), ui.painter().add(Shape::Noop)];
        let inner = Rect::from_min_max(rect.min + Vec2::new(13.0, 9.0), rect.max - Vec2::new(5.0, 9.0));
        let mut layout = |ui: &Ui, buffer: &dyn TextBuffer, _: f32| {
            let mut job = LayoutJob { keep_trailing_whitespace: true, ..style.job(buffer.as_str(), ink) };
            job.wrap.max_width = wrap;
            ui.painter().layout_job(job)
        };
        let salt = if field.label.is_empty() { field.name } else { field.label };
        let id = field.id.unwrap_or_else(|| ui.make_persistent_id(("area", salt)));
        let edit = TextEdit::multiline(field.text)
            .id(id)
            .hint_text(WidgetText::LayoutJob(Arc::new(style.job(field.hint, t.text_3))))
            .interactive(enabled)
            .frame(Frame::NONE)
            .margin(Margin::ZERO)
            .desired_rows(1)
            .desired_width(wrap)
            .layouter(&mut layout);
        let mut response = ScrollArea::vertical()
            .id_salt(id)
            .max_height(inner.height())
            .auto_shrink([false, false])
            .show(&mut ui.new_child(UiBuilder::new().max_rect(inner)), |ui| edit.show(ui).response.response)
            .inner;
        if !field.name.is_empty() {
            response = response.accessible_name(field.name);
        }
        invalid(&response, field.problem);
        focus_on_click(&frame, &response, enabled);
        for (place, shape) in behind.into_iter().zip(face.paint(ui, rect, response.has_focus())) {
            ui.painter().set(place, shape);
        }
        FieldResponse { response, submitted: false }
    }
}
