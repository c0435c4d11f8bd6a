//! Fields that take text: one row, several rows, search, and a number with its unit.

use std::sync::Arc;

use eframe::egui::text::LayoutJob;
use eframe::egui::text_edit::TextEditOutput;
use eframe::egui::{
    CornerRadius, CursorIcon, Frame, Id, Key, Margin, Pos2, Rect, Response, Role, Sense, Shape, Stroke,
    StrokeKind, TextBuffer, TextEdit, Ui, UiBuilder, Vec2, WidgetInfo, WidgetText,
};

use super::{IconButton, KeyCap};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, Type, faded, radius, size};

mod area;
mod stepper;

pub use area::Area;
pub use stepper::Stepper;

/// What is wrong with a field: a sentence, and the code of the protocol if there is one. An empty sentence only
/// turns the field red, for a page that says it elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem<'a> {
    pub sentence: &'a str,
    /// Shown below in mono: "LOGIN_E_TOKENEXPIRED · 204". May be empty.
    pub code: &'a str,
}

impl<'a> Problem<'a> {
    pub const fn new(sentence: &'a str) -> Self {
        Self { sentence, code: "" }
    }
}

/// What came of showing a field.
#[derive(Debug)]
pub struct FieldResponse {
    /// Of the text itself: `changed`, `has_focus`, `lost_focus`, `request_focus`.
    pub response: Response,
    /// Enter was pressed in a field of one row.
    pub submitted: bool,
}

/// The colours and the shape of the box around the text.
struct Face {
    height: f32,
    quiet: bool,
    error: bool,
    enabled: bool,
}

impl Face {
    fn paint(&self, ui: &Ui, rect: Rect, focused: bool) -> [Shape; 2] {
        let t = Tokens::of(ui.ctx());
        let fill = if t.dark || !self.enabled { t.sunken } else { t.canvas };
        let border = match (self.error, focused) {
            (true, _) => t.danger,
            (false, true) => t.focus,
            (false, false) if self.quiet || !self.enabled => t.line,
            (false, false) => t.line_strong,
        };
        let corner = CornerRadius::same(radius::M);
        let ring = match (focused, self.error) {
            (false, _) => Shape::Noop,
            (true, error) => {
                let color = if error { faded(t.danger, 0.2) } else { faded(t.focus, 0.22) };
                Shape::from(eframe::egui::epaint::RectShape::stroke(
                    rect.expand(3.0),
                    CornerRadius::same(radius::M + 3),
                    Stroke::new(3.0, color),
                    StrokeKind::Inside,
                ))
            }
        };
        let body = eframe::egui::epaint::RectShape::new(
            rect,
            corner,
            fill,
            Stroke::new(1.0, border),
            StrokeKind::Inside,
        );
        [ring, Shape::from(body)]
    }
}

/// A field of one row, 38 high, with its label above and what is to be said about it below.
///
/// ```ignore
/// let field = Field::new(&mut draft.token)
///     .label(text.token()).optional(text.optional())
///     .hint(text.token_hint())
///     .password(&mut draft.token_shown, [text.show_token(), text.hide_token()])
///     .error(problem)
///     .show(ui);
/// if field.submitted { … }
/// ```
#[must_use = "call show"]
pub struct Field<'a> {
    text: &'a mut dyn TextBuffer,
    id: Option<Id>,
    label: &'a str,
    name: &'a str,
    optional: &'a str,
    counter: &'a str,
    hint: &'a str,
    note: Option<(Option<Icon>, &'a str)>,
    problem: Option<Problem<'a>>,
    icon: Option<Icon>,
    suffix: &'a str,
    verdict: Option<bool>,
    keys: &'a str,
    password: Option<(&'a mut bool, [&'a str; 2])>,
    height: f32,
    width: f32,
    style: Type,
    quiet: bool,
    enabled: bool,
}

impl std::fmt::Debug for Field<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Field").field("label", &self.label).finish_non_exhaustive()
    }
}

impl<'a> Field<'a> {
    pub fn new(text: &'a mut dyn TextBuffer) -> Self {
        Self {
            text,
            id: None,
            label: "",
            name: "",
            optional: "",
            counter: "",
            hint: "",
            note: None,
            problem: None,
            icon: None,
            suffix: "",
            verdict: None,
            keys: "",
            password: None,
            height: size::INPUT,
            width: f32::INFINITY,
            style: Type::BODY,
            quiet: false,
            enabled: true,
        }
    }

    /// The visible label, which is also the field's name to screen readers.
    pub const fn label(mut self, label: &'a str) -> Self {
        self.label = label;
        self
    }

    /// The name to screen readers of a field without a visible label, or with one that says less.
    pub const fn name(mut self, name: &'a str) -> Self {
        self.name = name;
        self
    }

    /// An id of your own, to give the field the focus from elsewhere.
    pub const fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// A quiet word behind the label: "optional".
    pub const fn optional(mut self, word: &'a str) -> Self {
        self.optional = word;
        self
    }

    /// At the right end of the label's row: "3 / 128 B".
    pub const fn counter(mut self, words: &'a str) -> Self {
        self.counter = words;
        self
    }

    /// What stands in the empty field.
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// A quiet sentence below; hidden while there is a problem.
    pub const fn note(mut self, note: &'a str) -> Self {
        self.note = Some((None, note));
        self
    }

    pub const fn note_with_icon(mut self, icon: Icon, note: &'a str) -> Self {
        self.note = Some((Some(icon), note));
        self
    }

    /// Red border, and the sentence and code below.
    pub const fn error(mut self, problem: Option<Problem<'a>>) -> Self {
        self.problem = problem;
        self
    }

    /// An icon before the text.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Quiet words behind the text: a unit.
    pub const fn suffix(mut self, words: &'a str) -> Self {
        self.suffix = words;
        self
    }

    /// A green tick and words behind the text: what was typed has been found good.
    pub const fn good(mut self, words: &'a str) -> Self {
        self.suffix = words;
        self.verdict = Some(true);
        self
    }

    /// A red mark and words behind the text: what was typed was tried and did not do.
    pub const fn bad(mut self, words: &'a str) -> Self {
        self.suffix = words;
        self.verdict = Some(false);
        self
    }

    /// Hides the text until `shown`; an eye at the end changes that. The two names are of the eye: show, hide.
    pub const fn password(mut self, shown: &'a mut bool, names: [&'a str; 2]) -> Self {
        self.password = Some((shown, names));
        self
    }

    pub const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Smaller text, for long values.
    pub const fn small(mut self) -> Self {
        self.style = Type::SMALL.sized(13.0, 19.5);
        self
    }

    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    pub fn show(self, ui: &mut Ui) -> FieldResponse {
        let width = self.width.min(ui.available_width());
        let (problem, note) = (self.problem, self.note);
        let named = !self.name.is_empty();
        let response = ui.scope(|ui| {
            ui.set_max_width(width);
            ui.spacing_mut().item_spacing = Vec2::new(6.0, 0.0);
            let label = label_row(ui, self.label, self.optional, self.counter, self.enabled);
            let response = self.row(ui, width);
            let response = match label.filter(|_| !named) {
                Some(label) => {
                    FieldResponse { response: response.response.labelled_by(label.id), ..response }
                }
                None => response,
            };
            below(ui, note, problem);
            response
        });
        response.inner
    }

    fn row(self, ui: &mut Ui, width: f32) -> FieldResponse {
        let t = Tokens::of(ui.ctx());
        let enabled = self.enabled && ui.is_enabled();
        let face = Face {
            height: self.height,
            quiet: self.quiet,
            error: self.problem.is_some(),
            enabled: self.enabled,
        };
        let (rect, frame) = ui.allocate_exact_size(Vec2::new(width, face.height), Sense::CLICK);
        let behind = [ui.painter().add(Shape::Noop), ui.painter().add(Shape::Noop)];

        let mut inner = rect.shrink2(Vec2::new(13.0, (face.height - self.style.line) / 2.0));
        if let Some(icon) = self.icon {
            let at = Pos2::new(rect.left() + 19.0, rect.center().y);
            icon.paint(ui.painter(), at, 16.0, t.text_2);
            inner.min.x = rect.left() + 35.0;
        }
        let mut shown = true;
        if let Some((eye, [show, hide])) = self.password {
            let (icon, words) = if *eye { (icons::EYE, hide) } else { (icons::EYE_SLASH, show) };
            let place =
                Rect::from_center_size(Pos2::new(rect.right() - 22.0, rect.center().y), Vec2::splat(28.0));
            let eye_button = ui.place(place, IconButton::new(icon, words).small().enabled(enabled));
            if eye_button.clicked() {
                *eye = !*eye;
            }
            shown = *eye;
            inner.max.x = place.left() - 4.0;
        }
        if !self.suffix.is_empty() {
            let at = Pos2::new(inner.right(), rect.center().y);
            let anchor = eframe::egui::Align2::RIGHT_CENTER;
            let (style, ink, mark) = match self.verdict {
                Some(true) => (Type::META, t.success_text, Some(icons::CHECK_CIRCLE)),
                Some(false) => (Type::META, t.danger_text, Some(icons::WARNING_CIRCLE)),
                None => (self.style, t.text_3, None),
            };
            let words = style.paint(ui.painter(), at, anchor, self.suffix, ink);
            inner.max.x = words.left() - 6.0;
            if let Some(mark) = mark {
                let at = Pos2::new(words.left() - 12.0, rect.center().y);
                mark.fill().paint(ui.painter(), at, 16.0, ink);
                inner.max.x = at.x - 14.0;
            }
        }
        if !self.keys.is_empty() && self.text.as_str().is_empty() {
            let at = Pos2::new(rect.right() - 11.0, rect.center().y);
            let cap = KeyCap::new(self.keys).paint(ui, at, eframe::egui::Align2::RIGHT_CENTER);
            inner.max.x = cap.left() - 6.0;
        }

        let ink = if self.enabled { t.text } else { t.text_2 };
        let style = self.style;
        let mut layout = |ui: &Ui, buffer: &dyn TextBuffer, _: f32| {
            let masked;
            let words = if shown {
                buffer.as_str()
            } else {
                masked = "•".repeat(buffer.as_str().chars().count());
                masked.as_str()
            };
            let mut job = LayoutJob { keep_trailing_whitespace: true, ..style.job(words, ink) };
            job.break_on_newline = false;
            ui.painter().layout_job(job)
        };
        let salt = if self.label.is_empty() { self.name } else { self.label };
        let id = self.id.unwrap_or_else(|| ui.make_persistent_id(("field", salt)));
        let edit = TextEdit::singleline(self.text)
            .id(id)
            .hint_text(WidgetText::LayoutJob(Arc::new(style.job(self.hint, t.text_3))))
            .password(!shown)
            .interactive(enabled)
            .frame(Frame::NONE)
            .margin(Margin::ZERO)
            .desired_width(inner.width())
            .layouter(&mut layout);
        let output: TextEditOutput = edit.show(&mut ui.new_child(UiBuilder::new().max_rect(inner)));
        let mut response = output.response.response;
        if !self.name.is_empty() {
            response = response.accessible_name(self.name);
        }
        invalid(&response, self.problem);
        if !self.suffix.is_empty() && self.problem.is_none() {
            response.ctx.accesskit_node_builder(response.id, |node| node.set_description(self.suffix));
        }
        focus_on_click(&frame, &response, enabled);
        for (place, shape) in behind.into_iter().zip(face.paint(ui, rect, response.has_focus())) {
            ui.painter().set(place, shape);
        }
        let submitted = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        FieldResponse { response, submitted }
    }
}

/// Tells screen readers that the text is not accepted, and why.
fn invalid(response: &Response, problem: Option<Problem<'_>>) {
    if let Some(problem) = problem {
        response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_invalid(eframe::egui::accesskit::Invalid::True);
            node.set_description(problem.sentence);
        });
    }
}

fn focus_on_click(frame: &Response, text: &Response, enabled: bool) {
    if enabled {
        if frame.hovered() {
            frame.ctx.set_cursor_icon(CursorIcon::Text);
        }
        if frame.clicked() {
            text.request_focus();
        }
    }
}

fn label_row(ui: &mut Ui, label: &str, optional: &str, counter: &str, enabled: bool) -> Option<Response> {
    if label.is_empty() {
        return None;
    }
    let t = Tokens::of(ui.ctx());
    let ink = if enabled { t.text } else { t.text_2 };
    ui.spacing_mut().interact_size.y = Type::LABEL.line;
    let row = ui.horizontal(|ui| {
        ui.set_min_height(Type::LABEL.line);
        let label = Type::LABEL.label(ui, label, ink);
        if !optional.is_empty() {
            Type::SMALL.label(ui, optional, t.text_3);
        }
        if !counter.is_empty() {
            let right = eframe::egui::Layout::right_to_left(eframe::egui::Align::Center);
            ui.with_layout(right, |ui| Type::META.label(ui, counter, t.text_3));
        }
        label
    });
    ui.add_space(7.0);
    Some(row.inner)
}

fn below(ui: &mut Ui, note: Option<(Option<Icon>, &str)>, problem: Option<Problem<'_>>) {
    let t = Tokens::of(ui.ctx());
    if let Some(problem) = problem {
        if problem.sentence.is_empty() {
            return;
        }
        ui.add_space(5.0);
        line_with_icon(ui, Some(icons::WARNING_CIRCLE.fill()), problem.sentence, t.danger_text, Role::Alert);
        if !problem.code.is_empty() {
            ui.spacing_mut().interact_size.y = Type::META.line;
            ui.horizontal(|ui| {
                ui.add_space(20.0);
                Type::MONO.sized(11.0, 16.0).selectable(ui, problem.code, t.text_2);
            });
        }
    } else if let Some((icon, note)) = note {
        ui.add_space(5.0);
        line_with_icon(ui, icon, note, t.text_3, Role::Label);
    }
}

fn line_with_icon(ui: &mut Ui, icon: Option<Icon>, words: &str, ink: eframe::egui::Color32, role: Role) {
    let before = if icon.is_some() { 20.0 } else { 0.0 };
    let galley = Type::META.wrapped(ui, words, ink, ui.available_width() - before);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(galley.size().x + before, galley.size().y), Sense::hover());
    if let Some(icon) = icon {
        icon.paint(ui.painter(), Pos2::new(rect.left() + 7.5, rect.top() + 8.0), 15.0, ink);
    }
    ui.painter().galley(Pos2::new(rect.left() + before, rect.top()), galley, ink);
    response.widget_info(|| WidgetInfo::labeled(role, true, words));
}

/// The search field of a list: 34 high, a magnifying glass, and the keys that lead to it.
#[must_use = "call show"]
#[derive(Debug)]
pub struct Search<'a>(Field<'a>);

impl<'a> Search<'a> {
    /// `hint` is also the name to screen readers.
    pub fn new(text: &'a mut dyn TextBuffer, hint: &'a str) -> Self {
        let mut field = Field::new(text).hint(hint).name(hint).icon(icons::MAGNIFYING_GLASS);
        field.height = size::SEARCH;
        field.style = Type::SMALL;
        field.quiet = true;
        Self(field)
    }

    /// The keys that lead to it, shown while it is empty.
    pub const fn keys(mut self, keys: &'a str) -> Self {
        self.0.keys = keys;
        self
    }

    pub const fn id(mut self, id: Id) -> Self {
        self.0.id = Some(id);
        self
    }

    pub const fn width(mut self, width: f32) -> Self {
        self.0.width = width;
        self
    }

    pub fn show(self, ui: &mut Ui) -> FieldResponse {
        self.0.show(ui)
    }
}
