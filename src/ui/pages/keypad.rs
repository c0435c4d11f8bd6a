use eframe::egui::{
    Align2, Area, Color32, Id, Order, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

use super::peer::Peer;
use crate::call::Act;
use crate::model::{Call, Millis};
use crate::service::Command;
use crate::ui::theme::{Digits, TRANSPARENT, Tokens, Type, motion, radius, space};
use crate::ui::widgets::facts::{elided_label, spoken};
use crate::ui::widgets::{blend, control, focus_ring, hover_of, name};
use crate::ui::{Scene, icons};

/// The keys of a telephone, in rows of three.
pub const KEYS: [char; 12] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

const LETTERS: [&str; 12] = ["", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ", "", "+", ""];
const WIDTH: f32 = 276.0;
const PADDING: f32 = 15.0;
const GAP: f32 = space::X8;
const DISPLAY: f32 = 48.0;
/// How long a key that was typed looks pressed.
const LIT_MILLIS: Millis = 180;

const DIGIT: Type = Type::BODY.medium().sized(22.0, 26.0);
const SHOWN: Type = spaced(Type::BODY.medium().sized(24.0, 30.0), 5.0);
const UNDER: Type = spaced(Type::MICRO.regular(), 0.8);

const fn spaced(mut style: Type, spacing: f32) -> Type {
    style.spacing = spacing;
    style
}

/// Sends a key and lets it light up.
pub fn press(scene: &mut Scene<'_>, key: char) {
    scene.view.call.lit = Some((key, scene.now));
    scene.command(Command::PressKey { key });
}

/// The keypad, its right top corner at `corner`; it stays while the call is connected and it is open.
pub fn keypad_ui(ui: &mut Ui, scene: &mut Scene<'_>, corner: Pos2) {
    let Some(account) = scene.account() else { return };
    let Some(call) = account.call.as_deref().filter(|call| call.allows(Act::Keys)) else { return };
    let id = Id::unique("bellbird keypad");
    let ctx = ui.ctx().clone();
    let part = ctx.animate_bool_with_time(
        id.with("open"),
        scene.view.call.keypad,
        motion::of(&ctx, if scene.view.call.keypad { motion::MENU_IN } else { motion::MENU_OUT }),
    );
    if !scene.view.call.keypad {
        return;
    }
    let key = if ctx.content_rect().height() < 640.0 { 44.0 } else { 54.0 };
    let peer = Peer::of(account, &call.key.peer);
    let received = !call.keys_received.is_empty();
    let height =
        2.0 * PADDING + DISPLAY + if received { 22.0 } else { 0.0 } + 12.0 + 4.0 * key + 3.0 * GAP + 22.0;
    let place = Rect::from_min_size(corner - Vec2::new(WIDTH, 0.0), Vec2::new(WIDTH, height + 2.0));
    let area = Area::new(id).order(Order::Foreground).fixed_pos(place.min).constrain(true).fade_in(false);
    area.show(&ctx, |ui| {
        ui.multiply_opacity(part);
        let t = Tokens::of(ui.ctx());
        let (rect, whole) = ui.allocate_exact_size(place.size(), Sense::CLICK);
        whole.widget_info(|| WidgetInfo::labeled(Role::Group, true, scene.text.keypad()));
        ui.painter().add(t.shadow_2.as_shape(rect, radius::L));
        let border = Stroke::new(1.0, if t.dark { t.line } else { TRANSPARENT });
        ui.painter().rect(rect, radius::L, t.raised, border, StrokeKind::Inside);
        let inner = rect.shrink(PADDING);
        let display = Rect::from_min_size(inner.min, Vec2::new(inner.width(), DISPLAY));
        display_ui(ui, scene, call, display);
        let mut top = display.bottom();
        if received {
            let words = scene.text.happened_peer_pressed(peer.short(), &call.keys_received);
            let at = Pos2::new(display.left() + space::X2, top + 14.0);
            elided_label(ui, at, Type::META, &words, t.text_2, display.width());
            top += 22.0;
        }
        keys_ui(ui, scene, Pos2::new(inner.left(), top + 12.0), inner.width(), key);
        hint_ui(ui, scene, Pos2::new(rect.center().x, rect.bottom() - 21.0));
    });
}

/// The last keys that were sent, as many as fit, and how many there are.
fn display_ui(ui: &mut Ui, scene: &Scene<'_>, call: &Call, rect: Rect) {
    let t = Tokens::of(ui.ctx());
    let border = Stroke::new(1.0, if t.dark { TRANSPARENT } else { t.line });
    ui.painter().rect(rect, radius::ROW, t.sunken, border, StrokeKind::Inside);
    let count = call.keys_sent.chars().count();
    let mut right = rect.right() - space::X12;
    if count > 0 {
        let words = scene.text.digits_sent(count);
        let at = Pos2::new(right, rect.center().y);
        let painted = Type::META.paint(ui.painter(), at, Align2::RIGHT_CENTER, &words, t.text_3);
        spoken(ui, painted, &words);
        right = painted.left() - space::X8;
    }
    let left = rect.left() + 16.5;
    let mut shown: &str = &call.keys_sent;
    while Digits::new(shown, SHOWN, t.text).size(ui.painter()).x > right - left {
        shown = &shown[1..];
    }
    let galley = SHOWN.galley(ui, shown, t.text);
    let at = Align2::LEFT_CENTER.anchor_size(Pos2::new(left, rect.center().y), galley.size());
    let caret = at.right() + 1.0;
    ui.painter().galley(at.min, galley, t.text);
    ui.painter().vline(
        caret,
        rect.center().y - 12.0..=rect.center().y + 12.0,
        Stroke::new(1.0, t.accent_text),
    );
    if count > 0 {
        spoken(ui, at, &call.keys_sent);
    }
}

fn keys_ui(ui: &mut Ui, scene: &mut Scene<'_>, top_left: Pos2, width: f32, height: f32) {
    let side = (width - 2.0 * GAP) / 3.0;
    for (nth, (key, letters)) in KEYS.into_iter().zip(LETTERS).enumerate() {
        let (row, column) = (nth / 3, nth % 3);
        let min = top_left + Vec2::new(column as f32 * (side + GAP), row as f32 * (height + GAP));
        let place = Rect::from_min_size(min, Vec2::new(side, height));
        let lit = scene.view.call.lit.is_some_and(|(lit, at)| lit == key && scene.now - at < LIT_MILLIS);
        if lit {
            super::frame::repaint_in(ui, LIT_MILLIS);
        }
        if key_ui(ui, place, key, letters, lit) {
            press(scene, key);
        }
    }
}

/// A key; true in the frame in which it goes down, for the tone is sent on press.
fn key_ui(ui: &mut Ui, place: Rect, key: char, letters: &str, lit: bool) -> bool {
    let t = Tokens::of(ui.ctx());
    let mut child = ui.new_child(eframe::egui::UiBuilder::new().max_rect(place).id_salt(key));
    let (rect, response) = control(&mut child, place.size(), true);
    let words = key.to_string();
    name(&response, Role::Button, true, &words);
    let down = response.is_pointer_button_down_on();
    let fill = match lit || down {
        true => t.accent,
        false => blend(t.bubble_in, if t.dark { t.pressed } else { t.hover }, hover_of(ui, &response)),
    };
    let (ink, under): (Color32, Color32) =
        if lit || down { (t.on_accent, t.on_accent) } else { (t.text, t.text_3) };
    ui.painter().rect_filled(rect, radius::L, fill);
    let center = rect.center();
    match key {
        '*' => {
            icons::ASTERISK.bold().paint(ui.painter(), center, 20.0, ink);
        }
        '#' => {
            icons::HASH.bold().paint(ui.painter(), center, 20.0, ink);
        }
        _ => {
            let up = if letters.is_empty() { 0.0 } else { 7.0 };
            DIGIT.paint(ui.painter(), center - Vec2::new(0.0, up), Align2::CENTER_CENTER, &words, ink);
            UNDER.paint(ui.painter(), center + Vec2::new(0.0, 12.5), Align2::CENTER_CENTER, letters, under);
        }
    }
    focus_ring(ui, &response, rect, radius::L);
    let pressed_now = down && ui.input(|input| input.pointer.primary_pressed());
    // A click without a press of the pointer came from the keyboard or a screen reader.
    pressed_now || (response.clicked() && !ui.input(|input| input.pointer.primary_released()))
}

fn hint_ui(ui: &mut Ui, scene: &Scene<'_>, center: Pos2) {
    let t = Tokens::of(ui.ctx());
    let words = scene.text.type_digits_too();
    let galley = Type::META.galley(ui, words, t.text_3);
    let width = galley.size().x + 22.0;
    let left = center.x - width / 2.0;
    icons::KEYBOARD.paint(ui.painter(), Pos2::new(left + 7.0, center.y), 16.0, t.text_3);
    let at = Pos2::new(left + 22.0, center.y - galley.size().y / 2.0);
    let rect = Rect::from_min_size(at, galley.size());
    ui.painter().galley(at, galley, t.text_3);
    spoken(ui, rect, words);
}
