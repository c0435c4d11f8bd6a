use eframe::egui::{Align2, Pos2, Rect, Response, Role, Sense, Ui, Vec2};

use super::chat_list::row_size;
use super::chat_row::{chat_avatar, person_avatar, presence_of};
use crate::ids::Account;
use crate::model::{AccountModel, ChatId, SearchHit};
use crate::ui::scene::{Action, Scene};
use crate::ui::theme::{Tokens, Type, radius};
use crate::ui::widgets::{self, focus_ring, row_fill};
use crate::ui::words;

/// The box of a row in the list, filled under the pointer, and where its avatar and words stand.
fn row(ui: &mut Ui, salt: impl std::hash::Hash + std::fmt::Debug) -> (Rect, Response, Pos2, f32, f32) {
    let (height, avatar) = row_size(ui);
    let (whole, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
    let rect = Rect::from_min_max(whole.min + Vec2::new(8.0, 0.0), whole.max - Vec2::new(8.0, 0.0));
    let id = ui.make_persistent_id(eframe::egui::IdSalt::new(salt));
    let response = ui.interact(rect, id, Sense::click());
    row_fill(ui, &response, rect, radius::ROW, false);
    let center = Pos2::new(rect.left() + 10.0 + avatar / 2.0, rect.center().y);
    (rect, response, center, avatar, center.x + avatar / 2.0 + 10.0)
}

/// A message that the history has found.
pub fn hit_row_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, hit: &SearchHit) {
    let (rect, response, center, avatar, left) = row(ui, ("hit", hit.key.0));
    let t = Tokens::of(ui.ctx());
    chat_avatar(account, &hit.chat).size(avatar).paint(ui, center);
    let right = rect.right() - 10.0;
    let time = scene.text.list_time(scene.moment(hit.at), scene.moment(scene.now), scene.zone);
    let at = Pos2::new(right, rect.center().y - 10.0);
    let time_at = Type::META.paint(ui.painter(), at, Align2::RIGHT_CENTER, &time, t.text_3);
    let name = words::chat_name(account, &hit.chat);
    let galley = Type::BODY_MEDIUM.elided(ui, name, t.text, time_at.left() - 8.0 - left);
    ui.painter().galley(Pos2::new(left, rect.center().y - 20.0), galley, t.text);
    let galley = Type::SMALL.elided(ui, &hit.text, t.text_2, right - left);
    ui.painter().galley(Pos2::new(left, rect.center().y + 1.0), galley, t.text_2);
    let spoken = [name, &hit.text, &time].join(", ");
    widgets::name(&response, Role::ListBoxOption, true, &spoken);
    focus_ring(ui, &response, rect.shrink(3.0), radius::ROW - 3);
    if response.clicked() {
        scene.act(Action::ShowMessage(hit.chat.clone(), hit.key));
    }
}

/// Somebody who was found by the search and has no chat yet.
pub fn stranger_row_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, person: &Account) {
    let (rect, response, center, avatar, left) = row(ui, ("stranger", person));
    let t = Tokens::of(ui.ctx());
    person_avatar(account, person).presence(presence_of(account, person)).size(avatar).paint(ui, center);
    let name = account.display_name(person);
    let room = rect.right() - 10.0 - left;
    let galley = Type::BODY_MEDIUM.elided(ui, name, t.text, room);
    ui.painter().galley(Pos2::new(left, rect.center().y - 20.0), galley, t.text);
    let galley = Type::MONO.elided(ui, person.as_str(), t.text_3, room);
    ui.painter().galley(Pos2::new(left, rect.center().y + 1.0), galley, t.text_3);
    let spoken = scene.text.message_person(name);
    widgets::name(&response, Role::ListBoxOption, true, &spoken);
    focus_ring(ui, &response, rect.shrink(3.0), radius::ROW - 3);
    if response.clicked() {
        scene.view.list.search.clear();
        scene.act(Action::ShowChat(ChatId::Person(person.clone())));
    }
}
