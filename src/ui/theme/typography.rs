use std::sync::Arc;

use eframe::egui::epaint::text::TextWrapping;
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Align, Align2, Color32, FontFamily, FontId, Galley, Label, Painter, Pos2, Rect, Response, RichText, Ui,
    Vec2,
};

use crate::ui::fonts;

/// A type style: family, size, height of a row and letter spacing, in points.
///
/// The styles of the design are constants; a one-off is made from the nearest one
/// (`Type::BODY.medium()`, `Type::DISPLAY.sized(44.0, 52.0)`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    family: &'static str,
    pub size: f32,
    /// The height of one row.
    pub line: f32,
    pub spacing: f32,
}

impl Type {
    /// Call stage, welcome. 28/34, 600.
    pub const DISPLAY: Self = Self::new(fonts::INTER_SEMIBOLD, 28.0, 34.0, -0.4);
    /// Page titles. 20/26, 600.
    pub const TITLE: Self = Self::new(fonts::INTER_SEMIBOLD, 20.0, 26.0, -0.2);
    /// Chat and card titles. 16/22, 600.
    pub const HEADING: Self = Self::new(fonts::INTER_SEMIBOLD, 16.0, 22.0, -0.1);
    /// Messages. 14/20, 400.
    pub const BODY: Self = Self::new(fonts::INTER, 14.0, 20.0, 0.0);
    /// Names in lists. 14/20, 500.
    pub const BODY_MEDIUM: Self = Self::new(fonts::INTER_MEDIUM, 14.0, 20.0, 0.0);
    /// Unread names, strong words. 14/20, 600.
    pub const BODY_STRONG: Self = Self::new(fonts::INTER_SEMIBOLD, 14.0, 20.0, 0.0);
    /// Controls. 13/18, 500.
    pub const LABEL: Self = Self::new(fonts::INTER_MEDIUM, 13.0, 18.0, 0.0);
    /// Previews. 13/18, 400.
    pub const SMALL: Self = Self::new(fonts::INTER, 13.0, 18.0, 0.0);
    /// Times in lists, hints, subtitles. 12/16, 400.
    pub const META: Self = Self::new(fonts::INTER, 12.0, 16.0, 0.0);
    /// Rail labels and badges. 11/14, 500.
    pub const MICRO: Self = Self::new(fonts::INTER_MEDIUM, 11.0, 14.0, 0.0);
    /// API names, accounts, channel ids. 12/18, 400.
    pub const MONO: Self = Self::new(fonts::MONO, 12.0, 18.0, 0.0);
    /// JSON. 12.5/20, 400.
    pub const JSON: Self = Self::new(fonts::MONO, 12.5, 20.0, 0.0);
    /// The author above a bubble. 12.5/18, 600.
    pub const AUTHOR: Self = Self::new(fonts::INTER_SEMIBOLD, 12.5, 18.0, 0.0);

    const fn new(family: &'static str, size: f32, line: f32, spacing: f32) -> Self {
        Self { family, size, line, spacing }
    }

    /// The same in 400.
    #[must_use]
    pub const fn regular(self) -> Self {
        Self { family: fonts::INTER, ..self }
    }

    /// The same in 500.
    #[must_use]
    pub const fn medium(self) -> Self {
        Self { family: fonts::INTER_MEDIUM, ..self }
    }

    /// The same in 600.
    #[must_use]
    pub const fn semibold(self) -> Self {
        Self { family: fonts::INTER_SEMIBOLD, ..self }
    }

    /// The same in another size and row height.
    #[must_use]
    pub const fn sized(self, size: f32, line: f32) -> Self {
        Self { size, line, ..self }
    }

    pub fn font_id(self) -> FontId {
        FontId::new(self.size, FontFamily::Name(self.family.into()))
    }

    pub fn format(self, color: Color32) -> TextFormat {
        TextFormat {
            font_id: self.font_id(),
            line_height: Some(self.line),
            extra_letter_spacing: self.spacing,
            color,
            valign: Align::Center,
            ..TextFormat::default()
        }
    }

    pub fn rich(self, text: impl Into<String>, color: Color32) -> RichText {
        RichText::new(text)
            .font(self.font_id())
            .line_height(Some(self.line))
            .extra_letter_spacing(self.spacing)
            .color(color)
    }

    /// Appends a run in this style to a line of text.
    pub fn append(self, job: &mut LayoutJob, text: &str, color: Color32) {
        job.append(text, 0.0, self.format(color));
    }

    /// Text that breaks only where it says so.
    pub fn job(self, text: &str, color: Color32) -> LayoutJob {
        let mut job = LayoutJob::default();
        self.append(&mut job, text, color);
        job.wrap.max_width = f32::INFINITY;
        job
    }

    /// Laid out in one row as long as it needs.
    pub fn galley(self, ui: &Ui, text: &str, color: Color32) -> Arc<Galley> {
        ui.painter().layout_job(self.job(text, color))
    }

    /// Laid out in rows of at most `width`.
    pub fn wrapped(self, ui: &Ui, text: &str, color: Color32, width: f32) -> Arc<Galley> {
        let mut job = self.job(text, color);
        job.wrap.max_width = width;
        ui.painter().layout_job(job)
    }

    /// Laid out in one row of at most `width`, ending in "…" where it was cut. Line breaks become spaces.
    pub fn elided(self, ui: &Ui, text: &str, color: Color32, width: f32) -> Arc<Galley> {
        let one_row;
        let text = if text.contains('\n') {
            one_row = text.replace('\n', " ");
            one_row.as_str()
        } else {
            text
        };
        let mut job = self.job(text, color);
        job.wrap = TextWrapping::truncate_at_width(width);
        ui.painter().layout_job(job)
    }

    /// Paints one row so that `anchor` of its box is at `pos`; returns the box.
    pub fn paint(self, painter: &Painter, pos: Pos2, anchor: Align2, text: &str, color: Color32) -> Rect {
        let galley = painter.layout_job(self.job(text, color));
        let rect = anchor.anchor_size(pos, galley.size());
        painter.galley(rect.min, galley, color);
        rect
    }

    /// A label: wraps at the width of the `Ui`, cannot be selected, is read by screen readers.
    pub fn label(self, ui: &mut Ui, text: &str, color: Color32) -> Response {
        ui.add(Label::new(self.job(text, color)).selectable(false))
    }

    /// A label of one row that is cut with "…" at the width of the `Ui`.
    pub fn label_elided(self, ui: &mut Ui, text: &str, color: Color32) -> Response {
        ui.add(Label::new(self.job(text, color)).selectable(false).truncate())
    }

    /// A label whose text a person can select: accounts, ids, errors.
    pub fn selectable(self, ui: &mut Ui, text: &str, color: Color32) -> Response {
        ui.add(Label::new(self.job(text, color)).selectable(true))
    }
}

/// A running time or counter in which every digit is as wide as "0", so that it does not tremble.
///
/// The fonts' own tabular figures cannot be switched on in egui, so each digit is centred in its cell.
#[derive(Clone, Copy, Debug)]
pub struct Digits<'a> {
    text: &'a str,
    style: Type,
    color: Color32,
}

impl<'a> Digits<'a> {
    pub const fn new(text: &'a str, style: Type, color: Color32) -> Self {
        Self { text, style, color }
    }

    /// The size it takes.
    pub fn size(&self, painter: &Painter) -> Vec2 {
        let zero = self.width(painter, "0");
        let width = self.cells(painter, zero).map(|(_, width)| width).sum();
        Vec2::new(width, self.style.line)
    }

    /// Paints it so that `anchor` of its box is at `pos`; returns the box.
    pub fn paint(&self, painter: &Painter, pos: Pos2, anchor: Align2) -> Rect {
        let rect = anchor.anchor_size(pos, self.size(painter));
        let zero = self.width(painter, "0");
        let mut left = rect.left();
        for (character, width) in self.cells(painter, zero) {
            let center = Pos2::new(left + width / 2.0, rect.center().y);
            self.style.paint(painter, center, Align2::CENTER_CENTER, character, self.color);
            left += width;
        }
        rect
    }

    /// As a widget that is read by screen readers as the plain text.
    pub fn show(&self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(self.size(ui.painter()), eframe::egui::Sense::hover());
        self.paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
        response
            .widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, self.text));
        response
    }

    fn cells<'b>(&'b self, painter: &'b Painter, zero: f32) -> impl Iterator<Item = (&'b str, f32)> {
        self.text.char_indices().map(move |(at, character)| {
            let piece = &self.text[at..at + character.len_utf8()];
            let width = if character.is_ascii_digit() { zero } else { self.width(painter, piece) };
            (piece, width)
        })
    }

    fn width(&self, painter: &Painter, text: &str) -> f32 {
        painter.layout_job(self.style.job(text, self.color)).size().x
    }
}
