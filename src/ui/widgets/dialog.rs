//! A dialog over the window, or over one half of it in Duo: scrim, raised card, shadow.

use eframe::egui::emath::easing;
use eframe::egui::{
    Align2, Area, Context, CornerRadius, Frame, Id, Key, Margin, Modifiers, Order, Rect, Role, Sense, Stroke,
    Ui, UiBuilder, Vec2,
};

use super::heading;
use crate::ui::theme::{Tokens, Type, motion, radius, reduced_motion, space};

/// What came of showing a dialog.
#[derive(Debug)]
pub struct DialogResponse<R> {
    pub inner: R,
    /// Escape was pressed, or the scrim clicked where that closes it.
    pub close: bool,
    /// The card itself.
    pub rect: Rect,
    /// Seconds since it appeared: an incoming call takes no answer in the first 0.4.
    pub age: f32,
}

/// A dialog: everything behind it is dimmed and takes no input while it is shown.
///
/// ```ignore
/// let shown = Dialog::new(Id::unique("join"), text.join_a_channel()).width(396.0).show(ctx, |ui| {
///     dialog_title(ui, text.join_a_channel());
///     …
/// });
/// if shown.close { … }
/// ```
///
/// It appears with a fade and a rise of 8 points; it goes when it is no longer shown.
#[must_use = "call show"]
#[derive(Clone, Debug)]
pub struct Dialog<'a> {
    id: Id,
    name: &'a str,
    width: f32,
    within: Option<Rect>,
    margin: Margin,
    scrim_closes: bool,
    alert: bool,
    high: bool,
}

#[derive(Clone, Copy)]
struct Opened {
    pass: u64,
    time: f64,
}

impl<'a> Dialog<'a> {
    /// The name is what screen readers say when it opens.
    pub const fn new(id: Id, name: &'a str) -> Self {
        Self {
            id,
            name,
            width: 396.0,
            within: None,
            margin: Margin::same(24),
            scrim_closes: true,
            alert: false,
            high: false,
        }
    }

    pub const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Dims and centres in this part of the window alone, and leaves the rest usable.
    pub const fn within(mut self, part: Rect) -> Self {
        self.within = Some(part);
        self
    }

    /// The room between the card's edge and what is in it: 24 without this.
    pub const fn margin(mut self, margin: Margin) -> Self {
        self.margin = margin;
        self
    }

    /// A click beside the card does nothing: for calls.
    pub const fn keep_open(mut self) -> Self {
        self.scrim_closes = false;
        self
    }

    /// It is announced at once: for an incoming call.
    pub const fn alert(mut self) -> Self {
        self.alert = true;
        self
    }

    /// A little above the middle, where the eye is: at 15 % of the height if there is room.
    pub const fn high(mut self) -> Self {
        self.high = true;
        self
    }

    pub fn show<R>(self, ctx: &Context, content: impl FnOnce(&mut Ui) -> R) -> DialogResponse<R> {
        let t = Tokens::of(ctx);
        let whole = self.within.unwrap_or_else(|| ctx.content_rect());
        let age = self.age(ctx);
        let part = match motion::of(ctx, motion::DIALOG_IN) {
            seconds if seconds > 0.0 => easing::cubic_out((age / seconds).clamp(0.0, 1.0)),
            _ => 1.0,
        };
        if part < 1.0 {
            ctx.request_repaint();
        }
        let rise = if reduced_motion(ctx) { 0.0 } else { 8.0 * (1.0 - part) };

        let area = Area::new(self.id)
            .order(Order::Foreground)
            .sense(Sense::hover())
            .constrain(false)
            .fade_in(false)
            .fixed_pos(whole.min);
        if self.within.is_none() {
            ctx.memory_mut(|memory| memory.set_modal_layer(area.layer()));
        }
        let shown = area.show(ctx, |ui| {
            ui.set_min_size(whole.size());
            ui.multiply_opacity(part);
            let scrim = ui.interact(whole, self.id.with("scrim"), Sense::CLICK | Sense::DRAG);
            ui.painter().rect_filled(whole, 0, t.scrim);
            let card = self.card(ui, whole, rise, content);
            (card, scrim.clicked())
        });
        let ((inner, rect), scrim_clicked) = shown.inner;
        ctx.accesskit_node_builder(self.id.with("card"), |node| {
            node.set_role(if self.alert { Role::AlertDialog } else { Role::Dialog });
            node.set_label(self.name);
            node.set_modal();
        });
        let topmost = self.within.is_some()
            || ctx.memory(|memory| memory.top_modal_layer() == Some(shown.response.layer_id));
        let escaped = topmost
            && !eframe::egui::Popup::is_any_open(ctx)
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        DialogResponse { inner, close: escaped || (self.scrim_closes && scrim_clicked), rect, age }
    }

    fn card<R>(&self, ui: &mut Ui, whole: Rect, rise: f32, content: impl FnOnce(&mut Ui) -> R) -> (R, Rect) {
        let t = Tokens::of(ui.ctx());
        let width = self.width.min(whole.width() - 2.0 * space::X16);
        let id = self.id.with("card");
        let last: Option<Vec2> = ui.data(|data| data.get_temp(id));
        let size = last.unwrap_or(Vec2::new(width, whole.height() / 2.0));
        if last.is_none() {
            ui.ctx().request_discard("the height of a dialog is known after it was laid out");
        }
        let mut place = Align2::CENTER_CENTER.align_size_within_rect(Vec2::new(width, size.y), whole);
        if self.high {
            let top = whole.top() + (whole.height() * 0.15).min((whole.height() - size.y) / 2.0);
            place = place.translate(Vec2::new(0.0, top - place.top()));
        }
        place = place.translate(Vec2::new(0.0, rise).round());
        place.min = place.min.round();
        place.max.y = whole.bottom();
        let border = if t.dark { Stroke::new(1.0, t.line_strong) } else { Stroke::NONE };
        let builder = UiBuilder::new()
            .scope_id(id)
            .max_rect(Rect::from_min_max(place.min, place.min + Vec2::new(width, whole.height())))
            .sense(Sense::CLICK | Sense::DRAG);
        let frame = Frame::new()
            .fill(t.raised)
            .stroke(border)
            .corner_radius(CornerRadius::same(radius::XL))
            .shadow(t.shadow_3)
            .inner_margin(self.margin)
            .show(&mut ui.new_child(builder), |ui| {
                ui.set_width(width - f32::from(self.margin.left) - f32::from(self.margin.right));
                content(ui)
            });
        let rect = frame.response.rect;
        if last != Some(rect.size()) {
            ui.data_mut(|data| data.insert_temp(id, rect.size()));
            ui.ctx().request_repaint();
        }
        (frame.inner, rect)
    }

    fn age(&self, ctx: &Context) -> f32 {
        let id = self.id.with("opened");
        let (pass, time) = (ctx.cumulative_frame_nr(), ctx.input(|input| input.time));
        let opened: Option<Opened> = ctx.data(|data| data.get_temp(id));
        let opened = match opened {
            Some(opened) if opened.pass + 1 >= pass => Opened { pass, ..opened },
            _ => Opened { pass, time },
        };
        ctx.data_mut(|data| data.insert_temp(id, opened));
        (time - opened.time) as f32
    }
}

/// The title of a dialog, with the room below it.
pub fn dialog_title(ui: &mut Ui, words: &str) {
    let color = Tokens::of(ui.ctx()).text;
    heading(ui, Type::HEADING, words, color);
    ui.add_space(space::X12);
}
