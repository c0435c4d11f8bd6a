use eframe::egui::{Align2, Color32, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2};

use super::call_watch::{incoming, stage_shown};
use super::frame::{from_right, repaint_each_second};
use super::keypad::keypad_ui;
use super::peer::Peer;
use crate::call::{Act, CallState};
use crate::model::{Call, ChatId};
use crate::service::Command;
use crate::ui::icons::Icon;
use crate::ui::text::call_timer;
use crate::ui::theme::{Digits, TRANSPARENT, Tokens, Type, size, space};
use crate::ui::widgets::facts::{elided_label, spoken};
use crate::ui::widgets::{Button, IconButton, blend, control, focus_ring, hairline, hover_of, name_selected};
use crate::ui::{Action, Route, Scene, icons};

/// How high the bar is now: 56, or nothing while no call needs it.
pub fn call_bar_height(scene: &Scene<'_>) -> f32 {
    let call = scene.account().and_then(|account| account.call.as_deref());
    let wanted = call.is_some_and(worth_a_bar) && incoming(scene).is_none() && !stage_shown(scene);
    if wanted { size::CALL_BAR } else { 0.0 }
}

/// The bar of a call that is on while its stage is not on screen, over the pane of every page. It takes
/// [`call_bar_height`] from the top of the `Ui`, over its whole width.
pub fn call_bar_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let Some(account) = scene.account().filter(|_| call_bar_height(scene) > 0.0) else { return };
    let Some(call) = account.call.as_deref() else { return };
    let t = Tokens::of(ui.ctx());
    let peer = Peer::of(account, &call.key.peer);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), size::CALL_BAR), Sense::hover());
    let ground = match call.state {
        CallState::Connected => t.success_soft,
        CallState::Calling | CallState::Ringing => t.accent_soft,
        CallState::Ended(_) => t.sidebar,
    };
    ui.painter().rect_filled(rect, 0, ground);
    hairline(ui.painter(), rect.left(), rect.right(), rect.bottom() - 0.5, t.line);
    let y = rect.top() + 28.0;
    peer.avatar().size(36.0).surface(ground).paint(ui, Pos2::new(rect.left() + 38.0, y));

    let left = controls(ui, scene, call, rect, &peer);
    words(ui, scene, call, &peer, Pos2::new(rect.left() + 68.0, y), left - space::X12);
}

/// The callee hears of a call that was never answered in the list of calls and in the chat, not here.
fn worth_a_bar(call: &Call) -> bool {
    match call.side {
        crate::call::Side::Caller => true,
        crate::call::Side::Callee => call.connected_at.is_some(),
    }
}

fn words(ui: &mut Ui, scene: &Scene<'_>, call: &Call, peer: &Peer<'_>, at: Pos2, right: f32) {
    let t = Tokens::of(ui.ctx());
    let room = right - at.x;
    let (first, second) = (at - Vec2::new(0.0, 8.5), at + Vec2::new(0.0, 9.5));
    let said = super::said::said(scene, call, peer);
    let strong = match call.state {
        CallState::Connected => scene.text.in_a_call_with(peer.short()),
        CallState::Calling | CallState::Ringing => peer.name.to_owned(),
        CallState::Ended(_) => said.title.unwrap_or_else(|| peer.name.to_owned()),
    };
    elided_label(ui, first, Type::LABEL.semibold(), &strong, t.text, room);
    match call.connected_at.filter(|_| call.state.connected()) {
        Some(since) => {
            repaint_each_second(ui, scene.now, since);
            let seconds = (scene.now - since).max(0) / 1000;
            let timer = call_timer(seconds.unsigned_abs());
            ui.painter().circle_filled(second + Vec2::new(4.0, 0.0), 3.5, t.online);
            let digits = Digits::new(&timer, Type::META, t.success_text);
            let place = digits.paint(ui.painter(), second + Vec2::new(13.0, 0.0), Align2::LEFT_CENTER);
            spoken(ui, place, &timer);
        }
        None => {
            let words = if said.sentence.is_empty() { &said.state } else { &said.sentence };
            let words = if call.over() { words } else { &said.state };
            elided_label(ui, second, Type::META, words, t.text_2, room);
        }
    }
}

/// The buttons, from the right; returns where they begin.
fn controls(ui: &mut Ui, scene: &mut Scene<'_>, call: &Call, rect: Rect, peer: &Peer<'_>) -> f32 {
    let y = rect.top() + 28.0;
    let mut right = rect.right() - space::X12;
    let text = scene.text;
    if call.over() {
        if from_right(ui, &mut right, y, IconButton::new(icons::X, text.close())).clicked() {
            let dismissed = scene.view.call.dismiss();
            scene.command(dismissed);
        }
    } else {
        let ending = if call.state.connected() { text.end() } else { text.cancel_call() };
        let end = Button::danger(ending).small().icon(icons::PHONE_DISCONNECT.fill()).keys("Ctrl Shift E");
        if from_right(ui, &mut right, y, end).clicked() {
            scene.command(Command::EndCall);
        }
    }
    right -= 9.0;
    if from_right(ui, &mut right, y, IconButton::new(icons::CORNERS_OUT, text.full_call())).clicked() {
        scene.view.call.expanded = true;
        scene.act(Action::Go(Route::Chats));
        scene.act(Action::ShowChat(ChatId::Person(peer.account.clone())));
    }
    if call.allows(Act::Keys) {
        right -= 9.0;
        let open = scene.view.call.keypad;
        let toggle = BarToggle { icon: icons::DOTS_NINE, words: text.keypad(), on: open };
        let edge = right;
        if from_right(ui, &mut right, y, toggle).clicked() {
            scene.view.call.keypad = !open;
        }
        keypad_ui(ui, scene, Pos2::new(edge, rect.bottom() + space::X6));
    }
    right
}

/// A button of the bar that opens and closes something, on the colour of the bar.
struct BarToggle<'a> {
    icon: Icon,
    words: &'a str,
    on: bool,
}

impl eframe::egui::Widget for BarToggle<'_> {
    fn ui(self, ui: &mut Ui) -> eframe::egui::Response {
        let t = Tokens::of(ui.ctx());
        let width = Type::LABEL.galley(ui, self.words, t.text).size().x + 46.0;
        let (rect, response) = control(ui, Vec2::new(width.ceil(), size::CONTROL_SMALL), true);
        name_selected(&response, Role::Button, true, self.on, self.words);
        let (rest, border, ink): (Color32, Color32, Color32) = if self.on {
            (t.accent_soft, t.accent_line, t.accent_text)
        } else {
            (if t.dark { TRANSPARENT } else { t.raised }, t.line_strong, t.text)
        };
        let fill = blend(rest, if self.on { t.accent_soft } else { t.hover }, hover_of(ui, &response));
        ui.painter().rect(rect, 7, fill, Stroke::new(1.0, border), StrokeKind::Inside);
        let icon = if self.on { self.icon.fill() } else { self.icon };
        icon.paint(ui.painter(), Pos2::new(rect.left() + 20.0, rect.center().y), 17.0, ink);
        let at = Pos2::new(rect.left() + 34.0, rect.center().y);
        Type::LABEL.paint(ui.painter(), at, Align2::LEFT_CENTER, self.words, ink);
        focus_ring(ui, &response, rect, 7);
        response
    }
}
