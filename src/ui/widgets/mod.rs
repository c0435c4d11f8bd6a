//! The controls of the window, drawn as the design draws them.
//!
//! Each is a small builder that is given to `ui.add(…)` (or has a `show`), and each names itself to screen
//! readers with exactly the sentence a person sees, so that a test finds it by role and name:
//!
//! ```ignore
//! if ui.add(Button::success(text.accept()).icon(icons::PHONE.fill())).clicked() { … }
//! if ui.add(IconButton::new(icons::MAGNIFYING_GLASS, text.search()).keys("Ctrl F")).clicked() { … }
//! let field = Field::new(&mut draft.name).label(text.channel_name()).error(problem).show(ui);
//! Avatar::person(account, name).size(40.0).presence(Presence::Online).show(ui);
//! ```
//!
//! Words: a **control** takes clicks or text; a **mark** (badge, chip, dot, avatar) only shows something;
//! a **ring** is the focus ring, which is drawn only after somebody used the keyboard to move the focus.
//!
//! Absent on purpose: anything that knows the model, the transcript and the composer (they live beside these
//! files and use them), and egui's own buttons and fields, which the pages do not use.

use eframe::egui::{
    Align2, Color32, Context, CornerRadius, Event, Id, InputState, Key, Modifiers, Painter, Pos2, Rect,
    Response, Role, Sense, Stroke, StrokeKind, Tooltip, Ui, Vec2, WidgetInfo, lerp,
};

use super::theme::{Tokens, Type, motion, radius, reduced_motion, size};

pub mod avatar;
pub mod badge;
pub mod bubble;
pub mod button;
pub mod call_button;
pub mod choice;
pub mod composer;
pub mod dialog;
pub mod emoji;
pub mod facts;
pub mod field;
pub mod json;
pub mod logo;
pub mod menu;
pub mod message_row;
pub mod rings;
pub mod row_heights;
pub mod slider;
pub mod spans;
pub mod steps;
pub mod toast;
pub mod transcript;

pub use avatar::{Avatar, Presence};
pub use badge::{Badge, Chip, KeyCap, day_pill};
pub use button::{Button, IconButton, LinkButton};
pub use call_button::{ActionTile, RoundButton};
pub use choice::{Checkbox, FilterChip, Segmented, Toggle};
pub use dialog::{Dialog, DialogResponse};
pub use field::{Area, Field, FieldResponse, Problem, Search, Stepper};
pub use logo::{logo, paint_bird, paint_logo};
pub use menu::{MenuRow, Select, context_menu, menu};
pub use slider::Slider;
pub use toast::{Banner, Toasts};

#[derive(Clone, Copy, Default)]
struct LastInput {
    pass: u64,
    keyboard: bool,
}

/// True after the focus was last moved by the keyboard rather than the pointer.
pub fn keyboard_used(ctx: &Context) -> bool {
    let id = Id::unique("bellbird last input");
    let pass = ctx.cumulative_pass_nr();
    let mut last: LastInput = ctx.data(|data| data.get_temp(id)).unwrap_or_default();
    if last.pass == pass {
        return last.keyboard;
    }
    last.pass = pass;
    ctx.input(|input| {
        for event in &input.events {
            if let Event::PointerButton { pressed: true, .. } = event {
                last.keyboard = false;
            } else if let Event::Key { key, pressed: true, .. } = event {
                let moves_focus = matches!(
                    key,
                    Key::Tab | Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight | Key::F6
                );
                last.keyboard |= moves_focus;
            }
        }
    });
    ctx.data_mut(|data| data.insert_temp(id, last));
    last.keyboard
}

/// Takes a key that was pressed with these modifiers and no others, as they were held at that moment: the ones
/// held at the end of a slow frame may be let go already.
pub fn take_key(input: &mut InputState, modifiers: Modifiers, key: Key) -> bool {
    let before = input.events.len();
    input.events.retain(|event| {
        !matches!(event, Event::Key { key: pressed, modifiers: held, pressed: true, .. }
            if *pressed == key && held.matches_exact(modifiers))
    });
    input.events.len() < before
}

/// Draws the focus ring around a control that has the focus: 2 points wide, 2 points away.
///
/// Call it for every control of your own, also while it has no focus: it watches which device was used last.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, corner: u8) {
    let keyboard = keyboard_used(ui.ctx());
    if keyboard && response.has_focus() {
        let stroke = Stroke::new(2.0, Tokens::of(ui.ctx()).focus);
        let corner = CornerRadius::same(corner.saturating_add(2));
        ui.painter().rect_stroke(rect.expand(2.0), corner, stroke, StrokeKind::Outside);
    }
}

/// How far a control is hovered, 0 to 1, moving in 80 ms.
pub(crate) fn hover_of(ui: &Ui, response: &Response) -> f32 {
    let lit = response.hovered() || response.is_pointer_button_down_on();
    ui.ctx().animate_bool_with_time(response.id.with("hover"), lit, motion::HOVER)
}

/// The colour `part` of the way from one to another, also where one of them is transparent.
pub(crate) fn blend(from: Color32, to: Color32, part: f32) -> Color32 {
    from.lerp_to_gamma(to, part.clamp(0.0, 1.0))
}

/// Fills the background of a row in a list: selected, held, hovered or nothing.
pub fn row_fill(ui: &Ui, response: &Response, rect: Rect, corner: u8, selected: bool) {
    let t = Tokens::of(ui.ctx());
    let hover = hover_of(ui, response);
    let chosen = ui.ctx().animate_bool_with_time(
        response.id.with("selected"),
        selected,
        motion::of(ui.ctx(), motion::SELECT),
    );
    let rest = if response.is_pointer_button_down_on() {
        t.pressed
    } else {
        blend(Color32::TRANSPARENT, t.hover, hover)
    };
    let fill = blend(rest, t.selected, chosen);
    if fill != Color32::TRANSPARENT {
        ui.painter().rect_filled(rect, corner, fill);
    }
}

/// A card: raised, 1 point border, radius 12, shadow 1.
pub fn card(ui: &Ui) -> eframe::egui::Frame {
    let t = Tokens::of(ui.ctx());
    eframe::egui::Frame::new()
        .fill(t.raised)
        .stroke(Stroke::new(size::HAIRLINE, t.line))
        .corner_radius(radius::L)
        .shadow(t.shadow_1)
}

/// A 1 point line from left to right.
pub fn hairline(painter: &Painter, left: f32, right: f32, y: f32, color: Color32) {
    painter.hline(left..=right, y, Stroke::new(size::HAIRLINE, color));
}

/// A 1 point line from top to bottom.
pub fn hairline_down(painter: &Painter, x: f32, top: f32, bottom: f32, color: Color32) {
    painter.vline(x, top..=bottom, Stroke::new(size::HAIRLINE, color));
}

/// A spinner of the given diameter. With reduced motion it stands still, and no repaint is asked for.
pub fn spinner(ui: &Ui, center: Pos2, diameter: f32, color: Color32) {
    let ctx = ui.ctx();
    let start = if reduced_motion(ctx) {
        0.0
    } else {
        ctx.request_repaint();
        (ctx.input(|input| input.time) / f64::from(motion::SPINNER_TURN)).fract() as f32
            * std::f32::consts::TAU
    };
    let width = (diameter / 7.5).max(1.5);
    let radius = (diameter - width) / 2.0;
    ui.painter().circle_stroke(center, radius, Stroke::new(width, color.gamma_multiply(0.3)));
    let points = (0..=16)
        .map(|step| {
            let angle = start + lerp(-0.25..=0.10, step as f32 / 16.0) * std::f32::consts::TAU;
            center + radius * Vec2::angled(angle)
        })
        .collect();
    ui.painter().line(points, Stroke::new(width, color));
}

/// The dark tooltip of the design: what it is, and the keys that do the same (may be empty).
pub fn tooltip(response: &Response, words: &str, keys: &str) {
    let t = Tokens::of(&response.ctx);
    let mut tooltip = Tooltip::for_enabled(response);
    tooltip.popup = tooltip.popup.frame(
        eframe::egui::Frame::new().fill(t.toast).corner_radius(radius::S).inner_margin(Vec2::new(8.0, 6.0)),
    );
    tooltip.gap(6.0).show(|ui| {
        let mut job = Type::META.medium().job(words, t.toast_text);
        if !keys.is_empty() {
            Type::META.append(&mut job, &format!("  {keys}"), t.toast_text.gamma_multiply(0.7));
        }
        let galley = ui.painter().layout_job(job);
        let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
        ui.painter().galley(rect.min, galley, t.toast_text);
    });
}

/// Allocates the room of a control. A control that is not `live` cannot be clicked, focused or hovered.
pub(crate) fn control(ui: &mut Ui, size: Vec2, live: bool) -> (Rect, Response) {
    ui.allocate_exact_size(size, if live { Sense::click() } else { Sense::hover() })
}

/// Names a control to screen readers.
pub(crate) fn name(response: &Response, role: Role, live: bool, label: &str) {
    let live = live && response.enabled();
    response.widget_info(|| WidgetInfo::labeled(role, live, label));
}

/// Names a control that is on or off.
pub(crate) fn name_selected(response: &Response, role: Role, live: bool, selected: bool, label: &str) {
    let live = live && response.enabled();
    response.widget_info(|| WidgetInfo::selected(role, live, selected, label));
}

/// A heading that screen readers can jump to.
pub fn heading(ui: &mut Ui, style: Type, words: &str, color: Color32) -> Response {
    let galley = style.elided(ui, words, color, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    ui.painter().galley(rect.min, galley, color);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    response
}

/// Text painted at a place that screen readers also read, for rows that are painted rather than laid out.
pub fn painted_label(
    ui: &mut Ui,
    pos: Pos2,
    anchor: Align2,
    style: Type,
    words: &str,
    color: Color32,
) -> Response {
    let rect = style.paint(ui.painter(), pos, anchor, words, color);
    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    response
}
