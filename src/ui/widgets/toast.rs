//! Toasts (one at a time, at the bottom) and banners (a state that lasts, at the top of a pane).

use std::collections::VecDeque;

use eframe::egui::emath::easing;
use eframe::egui::text::TextWrapping;
use eframe::egui::{
    Align, Align2, Area, Context, CornerRadius, Id, Layout, Order, Pos2, Rect, Role, Sense, Theme, Ui,
    UiBuilder, Vec2, WidgetInfo,
};

use super::{Button, LinkButton, hairline};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, Type, motion, radius, reduced_motion, size};

#[derive(Clone, Debug)]
struct Toast<A> {
    sentence: String,
    icon: Icon,
    action: Option<(String, A)>,
    /// Seconds it has been seen for, without the time under the pointer.
    seen: f32,
    leaving: Option<f32>,
}

/// The toasts of a window. `A` is what the page does when the button of a toast is pressed.
///
/// ```ignore
/// view.toasts.say(text.copied());
/// view.toasts.say_with(text.deleted_attribute(&name), text.undo(), Undo::Attribute(name, value));
/// if let Some(undo) = view.toasts.show(ctx) { … }        // once a frame, last
/// ```
///
/// A new toast sends the one that is shown away. It stays 4 s, 8 s with a button, and waits under the pointer.
#[derive(Clone, Debug)]
pub struct Toasts<A> {
    waiting: VecDeque<Toast<A>>,
}

impl<A> Default for Toasts<A> {
    fn default() -> Self {
        Self { waiting: VecDeque::new() }
    }
}

impl<A> Toasts<A> {
    /// Something was done.
    pub fn say(&mut self, sentence: impl Into<String>) {
        self.push(sentence.into(), icons::CHECK_CIRCLE.fill(), None);
    }

    /// Something went wrong.
    pub fn warn(&mut self, sentence: impl Into<String>) {
        self.push(sentence.into(), icons::WARNING_CIRCLE.fill(), None);
    }

    /// Something was done that a button can still change: its words, and what it does.
    pub fn say_with(&mut self, sentence: impl Into<String>, words: impl Into<String>, action: A) {
        self.push(sentence.into(), icons::CHECK_CIRCLE.fill(), Some((words.into(), action)));
    }

    /// The sentence that is shown now.
    pub fn current(&self) -> Option<&str> {
        self.waiting.front().map(|toast| toast.sentence.as_str())
    }

    fn push(&mut self, sentence: String, icon: Icon, action: Option<(String, A)>) {
        self.waiting.truncate(1);
        if let Some(shown) = self.waiting.front_mut() {
            shown.leaving.get_or_insert(0.0);
        }
        self.waiting.push_back(Toast { sentence, icon, action, seen: 0.0, leaving: None });
    }

    /// Draws the toast over everything, 24 above the bottom edge; returns what its button does when pressed.
    pub fn show(&mut self, ctx: &Context) -> Option<A> {
        let toast = self.waiting.front_mut()?;
        let step = ctx.input(|input| input.stable_dt).min(0.1);
        let appeared = ease(ctx, toast.seen, motion::TOAST_IN);
        let gone = toast.leaving.map_or(0.0, |since| ease(ctx, since, motion::TOAST_OUT));
        let opacity = appeared * (1.0 - gone);
        let rise = if reduced_motion(ctx) { 0.0 } else { 8.0 * (1.0 - appeared) };

        let shown = Area::new(Id::unique("bellbird toast"))
            .order(Order::Tooltip)
            .anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, rise - 24.0))
            .show(ctx, |ui| {
                ui.set_opacity(opacity);
                face(ui, toast)
            });
        let pressed = shown.inner;
        let hovered = shown.response.contains_pointer();

        let stays = match toast.action {
            Some(_) => motion::TOAST_WITH_UNDO_STAYS,
            None => motion::TOAST_STAYS,
        };
        match &mut toast.leaving {
            Some(since) => *since += step,
            None if toast.seen < motion::TOAST_IN => toast.seen += step,
            None if !hovered => toast.seen += step,
            None => {}
        }
        if toast.seen >= stays || pressed {
            toast.leaving.get_or_insert(0.0);
        }
        if toast.seen < motion::TOAST_IN || toast.leaving.is_some() {
            ctx.request_repaint();
        } else if !hovered {
            ctx.request_repaint_after_secs((stays - toast.seen).max(0.01));
        }
        let finished = toast.leaving.is_some_and(|since| since >= motion::TOAST_OUT);
        let action = if pressed { toast.action.take().map(|(_, action)| action) } else { None };
        if finished || pressed {
            self.waiting.pop_front();
        }
        action
    }
}

fn ease(ctx: &Context, seconds: f32, whole: f32) -> f32 {
    if motion::of(ctx, whole) == 0.0 { 1.0 } else { easing::cubic_out((seconds / whole).clamp(0.0, 1.0)) }
}

fn face<A>(ui: &mut Ui, toast: &Toast<A>) -> bool {
    let t = Tokens::of(ui.ctx());
    let words = Type::SMALL.galley(ui, &toast.sentence, t.toast_text);
    let action = toast.action.as_ref().map(|(words, _)| words.as_str());
    let beside =
        action.map_or(0.0, |words| Type::LABEL.semibold().galley(ui, words, t.toast_action).size().x + 23.0);
    let width = (46.0 + words.size().x + beside + 19.0).round();
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::TOAST), Sense::hover());
    ui.painter().add(t.shadow_2.as_shape(rect, radius::L));
    ui.painter().rect_filled(rect, CornerRadius::same(radius::L), t.toast);
    let y = rect.center().y;
    let done = toast.icon == icons::CHECK_CIRCLE.fill();
    let ink = if done { Tokens::for_theme(Theme::Dark).success_text } else { t.toast_action };
    toast.icon.paint(ui.painter(), Pos2::new(rect.left() + 25.0, y), 17.0, ink);
    let at = Pos2::new(rect.left() + 46.0, y - words.size().y / 2.0);
    let after = at.x + words.size().x + 23.0;
    ui.painter().galley(at, words, t.toast_text);
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &toast.sentence));
    let Some(words) = action else { return false };
    let place = Rect::from_min_max(Pos2::new(after, y - 9.0), Pos2::new(rect.right(), y + 9.0));
    let button = LinkButton::new(words).style(Type::LABEL.semibold()).color(t.toast_action);
    ui.new_child(UiBuilder::new().max_rect(place)).add(button).clicked()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Warn,
    Success,
}

/// A bar of 48 over a pane for a state that lasts. Give it the whole width of the pane.
#[must_use = "call show"]
#[derive(Clone, Debug)]
pub struct Banner<'a> {
    tone: Tone,
    icon: Icon,
    strong: &'a str,
    rest: &'a str,
    button: Option<(Icon, &'a str)>,
}

impl<'a> Banner<'a> {
    /// Something is wrong and being worked on: "Connection lost." and what happens next.
    pub const fn warn(icon: Icon, strong: &'a str, rest: &'a str) -> Self {
        Self { tone: Tone::Warn, icon, strong, rest, button: None }
    }

    /// It is well again: "Back online".
    pub const fn success(icon: Icon, strong: &'a str) -> Self {
        Self { tone: Tone::Success, icon, strong, rest: "", button: None }
    }

    /// A button at the right.
    pub const fn button(mut self, icon: Icon, words: &'a str) -> Self {
        self.button = Some((icon, words));
        self
    }

    /// Draws it; true when its button was pressed.
    pub fn show(self, ui: &mut Ui) -> bool {
        let t = Tokens::of(ui.ctx());
        let (fill, line, ink) = match self.tone {
            Tone::Warn => (t.warn_soft, t.warn_line, t.warn_text),
            Tone::Success => (t.success_soft, t.success_soft, t.success_text),
        };
        let width = ui.available_width();
        let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::BANNER), Sense::hover());
        ui.painter().rect_filled(rect, 0, fill);
        hairline(ui.painter(), rect.left(), rect.right(), rect.bottom() - 0.5, line);
        let y = rect.center().y;
        self.icon.paint(ui.painter(), Pos2::new(rect.left() + 30.0, y), 20.0, ink);

        let mut pressed = false;
        let mut right = rect.right() - 12.0;
        if let Some((icon, words)) = self.button {
            let button = Button::warn(words).small().icon(icon);
            let place = Rect::from_min_max(Pos2::new(rect.left(), y - 15.0), Pos2::new(right, y + 15.0));
            let layout = Layout::right_to_left(Align::Center);
            let builder = UiBuilder::new().max_rect(place).layout(layout);
            let button = ui.new_child(builder).add(button);
            pressed = button.clicked();
            right = button.rect.left() - 12.0;
        }
        let mut job = Type::LABEL.semibold().job(self.strong, ink);
        if !self.rest.is_empty() {
            Type::SMALL.append(&mut job, &format!(" {}", self.rest), ink);
        }
        job.wrap = TextWrapping::truncate_at_width(right - rect.left() - 52.0);
        let galley = ui.painter().layout_job(job);
        let at = Pos2::new(rect.left() + 52.0, y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, ink);
        let sentence = if self.rest.is_empty() {
            self.strong.to_owned()
        } else {
            format!("{} {}", self.strong, self.rest)
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &sentence));
        pressed
    }
}
