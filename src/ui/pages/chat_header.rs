use eframe::egui::{Pos2, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

use super::chat_row::{chat_avatar, joined};
use crate::model::{AccountModel, ChannelState, ChatId, Connection, Presence};
use crate::service::Command;
use crate::ui::icons;
use crate::ui::scene::{Action, Scene};
use crate::ui::theme::{Tokens, Type, size};
use crate::ui::widgets::menu::{menu, menu_line};
use crate::ui::widgets::{IconButton, MenuRow, hairline, heading};
use crate::ui::words;

/// What the header knows of the panes around it.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    pub details_open: bool,
    /// One pane at a time: an arrow leads back to the list.
    pub back: bool,
}

/// The header of a chat: who it is with, how they stand, and what can be done.
pub fn chat_header_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    account: &AccountModel,
    chat: &ChatId,
    area: Rect,
    around: Around,
) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let y = area.top() + size::HEADER / 2.0;
    ui.painter().rect_filled(area, 0, t.canvas);
    hairline(ui.painter(), area.left(), area.right(), area.bottom() - 0.5, t.line);
    let mut left = area.left() + 20.0;
    if around.back {
        let place = Rect::from_center_size(Pos2::new(area.left() + 26.0, y), Vec2::splat(size::CONTROL));
        if ui.place(place, IconButton::new(icons::ARROW_LEFT, text.back())).clicked() {
            scene.act(Action::CloseChat);
        }
        left = area.left() + 52.0;
    }
    let avatar = Pos2::new(left + 19.0, y);
    chat_avatar(account, chat).size(38.0).surface(t.canvas).paint(ui, avatar);

    let right = buttons(ui, scene, account, chat, area, around);
    let room = right - 12.0 - (left + 50.0);
    let name = words::chat_name(account, chat);
    let place = Rect::from_min_size(Pos2::new(left + 50.0, y - 19.0), Vec2::new(room, 22.0));
    heading(&mut ui.new_child(UiBuilder::new().max_rect(place)), Type::HEADING, name, t.text);
    let words = subtitle(scene, account, chat);
    let galley = Type::META.elided(ui, &words, t.text_2, room);
    let place = Rect::from_min_size(Pos2::new(left + 50.0, y + 3.0), galley.size());
    let response = ui.interact(place, ui.make_persistent_id("subtitle"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    ui.painter().galley(place.min, galley, t.text_2);
}

/// The buttons at the right; returns where they begin.
fn buttons(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    account: &AccountModel,
    chat: &ChatId,
    area: Rect,
    around: Around,
) -> f32 {
    let text = scene.text;
    let y = area.top() + size::HEADER / 2.0;
    let mut center = area.right() - 30.0;
    let mut place = || {
        let rect = Rect::from_center_size(Pos2::new(center, y), Vec2::splat(size::CONTROL));
        center -= 48.0;
        rect
    };
    let dots = ui.place(place(), IconButton::new(icons::DOTS_THREE_VERTICAL.bold(), text.more()));
    more(&dots, scene, account, chat);
    let (words, icon) = match around.details_open {
        true => (text.close_details(), icons::SIDEBAR_SIMPLE.fill()),
        false => (text.open_details(), icons::SIDEBAR_SIMPLE),
    };
    let details = IconButton::new(icon, words).active(around.details_open).keys("Ctrl I");
    if ui.place(place(), details).clicked() {
        scene.act(Action::Details(!around.details_open));
    }
    let online = can_call(account);
    let call = IconButton::new(icons::PHONE, text.call()).enabled(online).keys("Ctrl Shift C");
    if ui.place(place(), call).clicked() {
        scene.act(call_action(chat));
    }
    let find = IconButton::new(icons::MAGNIFYING_GLASS, text.search()).keys("Ctrl F");
    if ui.place(place(), find).clicked() {
        scene.act(Action::Find(true));
    }
    center + 48.0 - size::CONTROL / 2.0
}

/// Whether somebody can be called now: not without a connection, and not during another call.
pub fn can_call(account: &AccountModel) -> bool {
    account.online() && account.call.as_deref().is_none_or(|call| call.over())
}

/// Calls the person of the chat; in a channel it asks whom.
pub fn call_action(chat: &ChatId) -> Action {
    match chat {
        ChatId::Channel(_) => Action::CallForm(None),
        ChatId::Person(person) => Action::CallForm(Some(person.clone())),
    }
}

fn more(dots: &eframe::egui::Response, scene: &mut Scene<'_>, account: &AccountModel, chat: &ChatId) {
    let text = scene.text;
    menu(dots, text.more(), 220.0, |ui| {
        if ui.add(MenuRow::new(text.export()).icon(icons::EXPORT)).clicked() {
            scene.command(Command::ExportChat { chat: chat.clone() });
            ui.close();
        }
        menu_line(ui);
        if joined(account, chat).is_some() {
            let leave = MenuRow::new(text.leave()).icon(icons::SIGN_OUT).danger();
            if ui.add(leave.enabled(account.online())).clicked() {
                scene.command(Command::LeaveChannel);
                ui.close();
            }
        } else if ui.add(MenuRow::new(text.remove_from_list()).icon(icons::TRASH).danger()).clicked() {
            scene.act(Action::RemoveChat(chat.clone()));
            ui.close();
        }
    });
}

/// The line below the name: how many are here, or whether the person is online.
fn subtitle(scene: &Scene<'_>, account: &AccountModel, chat: &ChatId) -> String {
    let text = scene.text;
    if let Connection::Reconnecting { since, .. } = account.connection {
        return text.last_updated(&scene.clock(since));
    }
    match chat {
        ChatId::Channel(_) => {
            let Some(channel) = account.channel.as_deref().filter(|_| joined(account, chat).is_some()) else {
                return text.not_joined().to_owned();
            };
            if channel.state == ChannelState::Joining {
                return text.joining().to_owned();
            }
            let here = text.people_here(usize::try_from(channel.member_count).unwrap_or(usize::MAX));
            match channel.attributes.value("topic").map(str::trim).filter(|topic| !topic.is_empty()) {
                Some(topic) => text.subtitle_pair(&here, topic),
                None => here,
            }
        }
        ChatId::Person(person) => {
            let known = account.people.person(person);
            match (account.people.presence(person), known.and_then(|known| known.last_seen_at)) {
                (Presence::Online, _) => text.online().to_owned(),
                (Presence::Offline, Some(at)) => {
                    text.last_seen(&text.moment(scene.moment(at), scene.moment(scene.now), scene.zone))
                }
                (Presence::Offline, None) => text.offline_not_seen().to_owned(),
                (Presence::Unknown, _) => person.as_str().to_owned(),
            }
        }
    }
}
