use eframe::egui::{Align2, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2};

use crate::model::AccountModel;
use crate::ui::icons::{self, Icon};
use crate::ui::scene::{Action, Scene};
use crate::ui::theme::{Tokens, Type, mix, radius};
use crate::ui::widgets::logo::paint_bird;
use crate::ui::widgets::{self, KeyCap, blend, focus_ring, heading, hover_of};

/// What fills the room of a chat while none is open: a welcome and three things to do, or a short hint.
pub fn welcome_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, area: Rect) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(area, 0, t.canvas);
    let above = super::banner::banner_ui(ui, scene, account, area);
    let area = Rect::from_min_max(area.min + Vec2::new(0.0, above), area.max);
    let text = scene.text;
    let wide = area.width() >= 740.0;
    let cards = if wide { 183.0 } else { 3.0 * 76.0 + 24.0 };
    let rings = if area.height() > 560.0 { 148.0 } else { 0.0 };
    let block = 2.0 * rings + 108.0 + cards;
    let top = area.top() + ((area.height() - block) * 0.272).max(16.0);
    let x = area.center().x;
    if rings > 0.0 {
        bird(ui, Pos2::new(x, top + rings));
    }
    let mut y = top + 2.0 * rings + 16.0;

    let title = text.welcome(first_name(account.display_name(&account.me)));
    line(ui, Type::DISPLAY, &title, t.text, x, y + 17.0, area.width() - 40.0);
    y += 34.0 + 8.0;
    let words = sentence(scene, account);
    line(ui, Type::BODY.sized(15.0, 22.0), &words, t.text_2, x, y + 9.0, area.width() - 40.0);
    y += 18.0 + 32.0;

    let entries = [
        (icons::HASH, text.join_a_channel(), text.join_a_channel_note(), "Ctrl J", Action::JoinForm),
        (
            icons::CHAT_CIRCLE_TEXT,
            text.message_someone(),
            text.message_someone_note(),
            "Ctrl N",
            Action::MessageForm,
        ),
        (icons::PHONE, text.call_someone(), text.call_someone_note(), "Ctrl D", Action::CallForm(None)),
    ];
    for (index, (icon, title, note, keys, action)) in entries.into_iter().enumerate() {
        let rect = if wide {
            let left = x - 346.0 + 236.0 * index as f32;
            Rect::from_min_size(Pos2::new(left, y), Vec2::new(220.0, 183.0))
        } else {
            let width = (area.width() - 40.0).min(420.0);
            Rect::from_min_size(Pos2::new(x - width / 2.0, y + 88.0 * index as f32), Vec2::new(width, 76.0))
        };
        let rect = Rect::from_min_size(rect.min.round(), rect.size());
        if card(ui, rect, wide, icon, title, note, keys) {
            scene.act(action);
        }
    }
}

fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

fn sentence(scene: &Scene<'_>, account: &AccountModel) -> String {
    let text = scene.text;
    let alone = account.chats.is_empty();
    match (account.server.is_empty(), alone) {
        (true, true) => text.nobody_here_this_computer().to_owned(),
        (true, false) => text.signed_in_this_computer().to_owned(),
        (false, true) => text.nobody_here(&account.server),
        (false, false) => text.signed_in_to(&account.server),
    }
}

fn line(ui: &mut Ui, style: Type, words: &str, ink: eframe::egui::Color32, x: f32, y: f32, room: f32) {
    let width = style.elided(ui, words, ink, room).size().x;
    let place = Rect::from_center_size(Pos2::new(x, y), Vec2::new(width + 1.0, style.line));
    let place = Rect::from_min_size(place.min.round(), place.size());
    heading(&mut ui.new_child(UiBuilder::new().max_rect(place)), style, words, ink);
}

fn bird(ui: &Ui, center: Pos2) {
    let t = Tokens::of(ui.ctx());
    for (radius, part) in [(87.5, 0.72), (115.5, 0.5), (147.5, 0.3)] {
        let ink = mix(t.canvas, t.accent_line, part);
        ui.painter().circle_stroke(center, radius, Stroke::new(1.25, ink));
    }
    let place = Rect::from_center_size(center, Vec2::splat(140.0));
    paint_bird(ui, place);
}

fn card(ui: &mut Ui, rect: Rect, wide: bool, icon: Icon, title: &str, note: &str, keys: &str) -> bool {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(rect, ui.make_persistent_id(title), Sense::click());
    let spoken = [title, note].join(", ");
    widgets::name(&response, Role::Button, true, &spoken);
    let fill = blend(t.raised, t.hover, 0.6 * hover_of(ui, &response));
    ui.painter().add(t.shadow_1.as_shape(rect, radius::L));
    ui.painter().rect(rect, radius::L, fill, Stroke::new(1.0, t.line), StrokeKind::Inside);
    let tile = Rect::from_min_size(rect.min + Vec2::splat(19.0), Vec2::splat(40.0));
    let tile = if wide { tile } else { tile.translate(Vec2::new(-1.0, -1.0)) };
    ui.painter().rect_filled(tile, radius::ROW, t.accent_soft);
    icon.fill().paint(ui.painter(), tile.center(), 22.0, t.accent_text);
    let left = if wide { rect.left() + 19.0 } else { tile.right() + 16.0 };
    let top = if wide { rect.top() + 74.0 } else { rect.top() + 16.0 };
    let room = rect.right() - 16.0 - left;
    Type::BODY_STRONG.sized(15.0, 22.0).paint(
        ui.painter(),
        Pos2::new(left, top),
        Align2::LEFT_TOP,
        title,
        t.text,
    );
    let galley = Type::SMALL.wrapped(ui, note, t.text_2, room);
    ui.painter().galley(Pos2::new(left, top + 24.0), galley, t.text_2);
    if wide {
        KeyCap::new(keys).paint(ui, Pos2::new(left, rect.bottom() - 18.0), Align2::LEFT_BOTTOM);
    }
    focus_ring(ui, &response, rect, radius::L);
    response.clicked()
}
