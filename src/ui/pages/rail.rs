use eframe::egui::{Align2, Pos2, Rect, Response, Role, Sense, Ui, Vec2};

use crate::model::{AccountModel, Connection};
use crate::service::Command;
use crate::ui::icons::{self, Icon};
use crate::ui::scene::{Action, Scene};
use crate::ui::theme::{Tokens, Type, radius};
use crate::ui::view::Route;
use crate::ui::widgets::logo::paint_logo;
use crate::ui::widgets::menu::{menu, menu_line};
use crate::ui::widgets::{
    Avatar, Badge, MenuRow, Presence, blend, focus_ring, hairline_down, hover_of, name_selected, tooltip,
};

struct Item<'a> {
    route: Route,
    icon: Icon,
    words: &'a str,
    badge: usize,
    keys: &'a str,
}

/// The rail at the left: sections with what is new in them, and yourself. Without labels where it is narrow.
pub fn rail_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, area: Rect) {
    let t = Tokens::of(ui.ctx());
    let narrow = area.width() < 64.0;
    ui.painter().rect_filled(area, 0, t.rail);
    hairline_down(ui.painter(), area.right() - 0.5, area.top(), area.bottom(), t.line);
    let center = area.center().x;
    paint_logo(ui, Rect::from_center_size(Pos2::new(center, area.top() + 32.0), Vec2::splat(36.0)));

    let text = scene.text;
    let unread =
        account.chats.iter().filter(|(_, chat)| !chat.muted).map(|(_, chat)| chat.badge()).sum::<u32>();
    let unread = usize::try_from(unread).unwrap_or(usize::MAX);
    let missed = account.call_log.unseen_missed();
    let items = [
        Item {
            route: Route::Chats,
            icon: icons::CHATS_CIRCLE,
            words: text.chats(),
            badge: unread,
            keys: "Ctrl 1",
        },
        Item { route: Route::Calls, icon: icons::PHONE, words: text.calls(), badge: missed, keys: "Ctrl 2" },
        Item {
            route: Route::Attributes,
            icon: icons::TAG,
            words: text.attributes(),
            badge: 0,
            keys: "Ctrl 3",
        },
    ];
    let (side, pitch) = if narrow { (Vec2::new(44.0, 44.0), 46.0) } else { (Vec2::new(60.0, 54.0), 56.0) };
    let mut top = area.top() + 66.0;
    for entry in &items {
        let rect = Rect::from_min_size(Pos2::new(center - side.x / 2.0, top), side);
        item(ui, scene, entry, rect, narrow);
        top += pitch;
    }
    let settings = Item {
        route: Route::Settings,
        icon: icons::GEAR_SIX,
        words: text.settings(),
        badge: 0,
        keys: "Ctrl ,",
    };
    let bottom = area.bottom() - if narrow { 65.0 } else { 64.0 };
    let rect = Rect::from_min_size(Pos2::new(center - side.x / 2.0, bottom - side.y), side);
    item(ui, scene, &settings, rect, narrow);
    me(ui, scene, account, Pos2::new(center, area.bottom() - 33.0));
}

fn item(ui: &mut Ui, scene: &mut Scene<'_>, item: &Item<'_>, rect: Rect, narrow: bool) {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(rect, ui.make_persistent_id(item.words), Sense::click());
    let selected = scene.view.route == item.route;
    let spoken = match item.badge {
        0 => item.words.to_owned(),
        count => scene.text.subtitle_pair(item.words, &scene.text.unread(count)),
    };
    name_selected(&response, Role::Tab, true, selected, &spoken);
    let lit = hover_of(ui, &response);
    let fill = if selected { t.selected } else { blend(crate::ui::theme::TRANSPARENT, t.hover, lit) };
    ui.painter().rect_filled(rect, radius::L, fill);
    let ink = if selected { t.accent_text } else { t.text_2 };
    let icon = if selected { item.icon.fill() } else { item.icon };
    let up = if narrow { 0.5 } else { 8.0 };
    let center = Pos2::new(rect.center().x, rect.center().y - up);
    icon.paint(ui.painter(), center, 22.0, ink);
    if !narrow {
        let at = Pos2::new(rect.center().x, rect.bottom() - 14.0);
        Type::MICRO.paint(ui.painter(), at, Align2::CENTER_CENTER, item.words, ink);
    }
    let corner = if narrow { Vec2::new(13.0, -10.5) } else { Vec2::new(14.0, -7.0) };
    Badge::new(item.badge).paint(ui, center + corner, Align2::CENTER_CENTER, Some(t.rail));
    focus_ring(ui, &response, rect, radius::L);
    if narrow {
        tooltip(&response, item.words, item.keys);
    }
    if response.clicked() {
        scene.act(Action::Go(item.route));
    }
}

/// How you stand with the server, as the dot on your own avatar shows it.
pub fn own_presence(account: &AccountModel) -> Presence {
    match account.connection {
        Connection::Online { .. } => Presence::Online,
        Connection::SigningIn { .. } | Connection::Reconnecting { .. } => Presence::Reconnecting,
    }
}

fn me(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, center: Pos2) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let rect = Rect::from_center_size(center, Vec2::splat(38.0));
    let response: Response = ui.interact(rect, ui.make_persistent_id("me"), Sense::click());
    let name = account.display_name(&account.me);
    let state = match own_presence(account) {
        Presence::Online => text.online_inline(),
        Presence::Unknown | Presence::Offline | Presence::Reconnecting => text.reconnecting_short(),
    };
    let spoken = text.your_account_state(name, state);
    crate::ui::widgets::name(&response, Role::Button, true, &spoken);
    Avatar::person(account.me.as_str(), name)
        .size(38.0)
        .presence(own_presence(account))
        .surface(t.rail)
        .paint(ui, center);
    focus_ring(ui, &response, rect, radius::FULL);
    menu(&response, &spoken, 220.0, |ui| {
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            ui.vertical(|ui| {
                Type::BODY_STRONG.label_elided(ui, name, t.text);
                Type::MONO.selectable(ui, account.me.as_str(), t.text_2);
            });
        });
        menu_line(ui);
        if ui.add(MenuRow::new(text.settings()).icon(icons::GEAR_SIX).keys("Ctrl ,")).clicked() {
            scene.act(Action::Go(Route::Settings));
            ui.close();
        }
        if ui.add(MenuRow::new(text.sign_out()).icon(icons::SIGN_OUT).danger()).clicked() {
            scene.command(Command::SignOut);
            ui.close();
        }
    });
}
