use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Align, Align2, Layout, Pos2, Rect, Sense, Ui, Vec2};

use super::card::{SIDE, row, rows, told};
use crate::model::{AccountModel, ChatId, Connection, LanguageChoice, LocalServer, Settings};
use crate::service::Command;
use crate::ui::Scene;
use crate::ui::pages::frame::inside;
use crate::ui::pages::peer::Peer;
use crate::ui::theme::{Tokens, Type, space};
use crate::ui::widgets::facts::{elided_label, spoken};
use crate::ui::widgets::logo::paint_logo;
use crate::ui::widgets::{Avatar, Button, Chip, KeyCap, Presence, Select, Toggle};

pub fn notifications_ui(ui: &mut Ui, scene: &Scene<'_>, account: &AccountModel, wanted: &mut Settings) {
    let text = scene.text;
    let latest = account.chats.people().into_iter().find_map(|(chat, _)| match chat {
        ChatId::Person(who) => Some(who),
        ChatId::Channel(_) => None,
    });
    let someone = latest.unwrap_or(&account.me);
    let example = text.show_message_text_off(Peer::of(account, someone).short());
    rows(ui, |ui| {
        row(ui, true, text.new_messages_setting(), "", |ui| {
            ui.add(Toggle::new(&mut wanted.notify_messages, text.new_messages_setting()))
        });
        row(ui, false, text.incoming_calls(), text.incoming_calls_note(), |ui| {
            ui.add(Toggle::new(&mut wanted.notify_calls, text.incoming_calls()))
        });
        row(ui, false, text.show_message_text(), &example, |ui| {
            ui.add(Toggle::new(&mut wanted.notify_text, text.show_message_text()))
        });
    });
}

pub fn language_ui(ui: &mut Ui, scene: &Scene<'_>, wanted: &mut Settings) {
    let text = scene.text;
    rows(ui, |ui| {
        row(ui, true, text.language_setting(), text.language_note(), |ui| {
            let choices = [
                (LanguageChoice::System, text.match_system()),
                (LanguageChoice::English, text.language_english()),
                (LanguageChoice::Chinese, text.language_chinese()),
            ];
            Select::new(&mut wanted.language, &choices, text.language_setting()).show(ui)
        });
    });
}

pub fn account_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let out = rows(ui, |ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 68.0), Sense::hover());
        let y = rect.center().y;
        let presence = match account.connection {
            Connection::Online { .. } => Presence::Online,
            Connection::SigningIn { .. } | Connection::Reconnecting { .. } => Presence::Reconnecting,
        };
        let name = account.display_name(&account.me);
        let avatar =
            Avatar::person(account.me.as_str(), name).size(44.0).surface(t.raised).presence(presence);
        avatar.paint(ui, Pos2::new(rect.left() + 38.0, y));
        let place = rect.shrink2(Vec2::new(SIDE, 0.0));
        let out = inside(ui, place, Layout::right_to_left(Align::Center), |ui| {
            ui.add(Button::danger_outline(text.sign_out()).small())
        });
        let left = rect.left() + 72.0;
        let room = out.rect.left() - space::X12 - left;
        elided_label(ui, Pos2::new(left, y - 9.5), Type::BODY_STRONG, name, t.text, room);
        let mut job = LayoutJob::default();
        Type::MONO.append(&mut job, account.me.as_str(), t.text_2);
        let app = text.app_id_is("\u{0}");
        let (before, after) = app.split_once('\u{0}').unwrap_or((&app, ""));
        Type::META.append(&mut job, &format!(" · {before}"), t.text_2);
        Type::MONO.append(&mut job, account.app.as_str(), t.text_2);
        Type::META.append(&mut job, after, t.text_2);
        job.wrap = TextWrapping::truncate_at_width(room);
        let galley = ui.painter().layout_job(job);
        let place = Align2::LEFT_CENTER.anchor_size(Pos2::new(left, y + 10.0), galley.size());
        let said = galley.text().to_owned();
        ui.painter().galley(place.min, galley, t.text_2);
        spoken(ui, place, &said);
        out.clicked()
    });
    if out {
        scene.command(Command::SignOut);
    }
}

pub fn server_ui(ui: &mut Ui, scene: &Scene<'_>, account: &AccountModel) {
    let text = scene.text;
    let built_in = account.server.is_empty();
    let (title, note) = match (&scene.model.local_server, built_in) {
        (_, false) => (text.another_server(), text.connected_to(&account.server)),
        (LocalServer::Running { url }, true) => (text.this_computer(), text.built_in_server_port(port(url))),
        (LocalServer::Ready, true) => (text.this_computer(), text.server_not_started().to_owned()),
        (LocalServer::Failed { why }, true) => (text.this_computer(), text.error_built_in_failed(why)),
    };
    rows(ui, |ui| {
        row(ui, true, title, &note, |ui| match (&scene.model.local_server, built_in, &account.connection) {
            (LocalServer::Running { .. }, true, _) => ui.add(Chip::success(text.running())),
            (LocalServer::Failed { .. }, true, _) => ui.add(Chip::danger(text.stopped())),
            (LocalServer::Ready, true, _) => ui.add(Chip::neutral(text.stopped())),
            (_, false, Connection::Online { .. }) => ui.add(Chip::success(text.online())),
            (_, false, Connection::SigningIn { .. } | Connection::Reconnecting { .. }) => {
                ui.add(Chip::warn(text.reconnecting_short()))
            }
        });
    });
}

/// The port in `ws://127.0.0.1:8801/`.
fn port(url: &str) -> &str {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or(host);
    host.rsplit_once(':').map_or(host, |(_, port)| port)
}

pub fn shortcuts_card_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let text = scene.text;
    let show = rows(ui, |ui| {
        told(ui, true, text.keyboard_shortcuts(), "", |ui| {
            let show = ui.add(Button::secondary(text.show_all()).small()).clicked();
            ui.add(KeyCap::new("Ctrl /"));
            show
        })
    });
    if show {
        scene.view.settings.shortcuts = true;
    }
}

pub fn about_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let licences = rows(ui, |ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 68.0), Sense::hover());
        let y = rect.center().y;
        let logo = Rect::from_center_size(Pos2::new(rect.left() + 38.0, y), Vec2::splat(44.0));
        paint_logo(ui, logo);
        let place = rect.shrink2(Vec2::new(SIDE, 0.0));
        let licences = inside(ui, place, Layout::right_to_left(Align::Center), |ui| {
            ui.add(Button::secondary(text.licences()).small())
        });
        let left = rect.left() + 74.0;
        let room = licences.rect.left() - space::X12 - left;
        let version = text.app_version(env!("CARGO_PKG_VERSION"));
        elided_label(ui, Pos2::new(left, y - 9.5), Type::BODY_STRONG, &version, t.text, room);
        elided_label(ui, Pos2::new(left, y + 9.5), Type::META, text.free_and_open(), t.text_2, room);
        licences.clicked()
    });
    if licences {
        scene.view.settings.licences = true;
    }
}

#[cfg(test)]
mod tests {
    use super::port;

    #[test]
    fn the_port_of_the_built_in_server_is_found_in_its_address() {
        assert_eq!(port("ws://127.0.0.1:8801/"), "8801");
        assert_eq!(port("ws://[::1]:40123/"), "40123");
    }
}
