use eframe::egui::{
    Area, Id, Key, Modifiers, Order, Pos2, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo,
};

use super::call_bar::{call_bar_height, call_bar_ui};
use super::call_stage::call_stage_ui;
use super::call_watch::stage_shown;
use super::chat_header::{self, chat_header_ui};
use super::chat_list::chat_list_ui;
use super::chat_row::joined;
use super::details::details_ui;
use super::find_bar::find_bar_ui;
use super::welcome::welcome_ui;
use crate::ids::ChannelName;
use crate::model::{AccountModel, ChannelState, ChatId};
use crate::service::Command;
use crate::ui::icons;
use crate::ui::scene::{Action, Scene};
use crate::ui::theme::{Tokens, Type, radius, size};
use crate::ui::widgets::composer::{composer_id, composer_ui, measure};
use crate::ui::widgets::transcript::{column, transcript_ui};
use crate::ui::widgets::{Button, hairline_down, take_key};
use crate::ui::words;

/// Where the panes of the chats page are, by the width of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panes {
    pub list: Option<Rect>,
    pub chat: Option<Rect>,
    pub details: Option<Rect>,
    /// The details lie over the chat.
    pub overlay: bool,
    pub narrow: bool,
    pub one_at_a_time: bool,
}

impl Panes {
    /// Panes over `area`, which is the window without its rail.
    pub fn of(window: f32, area: Rect, list: Option<f32>, details: Option<bool>, chat_open: bool) -> Self {
        let one_at_a_time = window < 640.0;
        let narrow = window < 900.0;
        let overlay = window < 1120.0;
        if one_at_a_time && !chat_open {
            return Self { list: Some(area), chat: None, details: None, overlay, narrow, one_at_a_time };
        }
        let (usual, details_width) = match window {
            _ if narrow => (248.0, 300.0),
            _ if overlay => (size::LIST, 300.0),
            width if width < 1440.0 => (size::LIST, size::DETAILS),
            _ => (340.0, 320.0),
        };
        let width = if narrow { usual } else { list.unwrap_or(usual).clamp(264.0, 380.0) };
        let split = if one_at_a_time { area.left() } else { area.left() + width };
        let open = chat_open && details.unwrap_or(!overlay);
        let chat_right = if open && !overlay { area.right() - details_width } else { area.right() };
        let part = |left: f32, right: f32| {
            Rect::from_min_max(Pos2::new(left, area.top()), Pos2::new(right, area.bottom()))
        };
        Self {
            list: (!one_at_a_time).then(|| part(area.left(), split)),
            chat: Some(part(split, chat_right)),
            details: open.then(|| part(area.right() - details_width, area.right())),
            overlay,
            narrow,
            one_at_a_time,
        }
    }
}

/// The chats: the list, the open chat, and its details.
pub fn chats_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, area: Rect) {
    let window = ui.ctx().content_rect().width();
    let open = scene.view.open_chat.clone().filter(|id| account.chats.chat(id).is_some());
    let mut panes = Panes::of(window, area, scene.view.list.width, scene.view.details_open, open.is_some());
    let beside = Pos2::new(panes.chat.map_or(area.left(), |chat| chat.left()), area.top());
    let beside = Rect::from_min_max(beside, area.max);
    let staged = stage_shown(scene);
    if staged {
        (panes.chat, panes.details) = (None, None);
    }
    let bar = call_bar_height(scene);
    for pane in [&mut panes.chat, &mut panes.details].into_iter().flatten() {
        pane.min.y += bar;
    }
    if panes.one_at_a_time
        && let (Some(list), None) = (&mut panes.list, panes.chat)
    {
        list.min.y += bar;
    }
    let inside = |ui: &mut Ui, salt: &str, rect: Rect| {
        let mut child = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(rect));
        child.set_clip_rect(rect.intersect(ui.clip_rect()));
        child
    };
    if let Some(rect) = panes.list {
        chat_list_ui(&mut inside(ui, "list", rect), scene, account, rect, panes.narrow);
    }
    if let Some(rect) = panes.chat {
        let mut child = inside(ui, "chat", rect);
        match &open {
            Some(id) => chat_ui(&mut child, scene, account, id, rect, &panes),
            None => welcome_ui(&mut child, scene, account, rect),
        }
    }
    if staged {
        call_stage_ui(&mut inside(ui, "call", beside), scene);
    } else {
        call_bar_ui(&mut inside(ui, "call bar", beside), scene);
    }
    if let (Some(rect), Some(id)) = (panes.details, &open) {
        if panes.overlay {
            overlay(ui, scene, account, id, rect);
        } else {
            details_ui(&mut inside(ui, "details", rect), scene, account, id, rect);
        }
    }
    if let (Some(rect), false) = (panes.list, panes.narrow) {
        drag_edge(ui, scene, rect);
    }
}

/// The details over the chat, from the right.
fn overlay(ui: &Ui, scene: &mut Scene<'_>, account: &AccountModel, id: &ChatId, rect: Rect) {
    let t = Tokens::of(ui.ctx());
    let area = Area::new(Id::unique("bellbird details")).order(Order::Middle).constrain(false);
    area.fixed_pos(rect.min).show(ui.ctx(), |ui| {
        ui.set_min_size(rect.size());
        ui.painter().add(t.shadow_2.as_shape(rect, 0));
        details_ui(ui, scene, account, id, rect);
    });
    let alone = scene.view.popover.is_none() && !eframe::egui::Popup::is_any_open(ui.ctx());
    if alone && ui.input_mut(|input| take_key(input, Modifiers::NONE, Key::Escape)) {
        scene.act(Action::Details(false));
    }
}

/// The right edge of the list can be dragged; a double click puts it back.
fn drag_edge(ui: &Ui, scene: &mut Scene<'_>, list: Rect) {
    let strip = Rect::from_min_max(
        Pos2::new(list.right() - 3.0, list.top()),
        Pos2::new(list.right() + 3.0, list.bottom()),
    );
    let response = ui.interact(strip, Id::unique("bellbird list edge"), Sense::DRAG | Sense::CLICK);
    let response = response.on_hover_and_drag_cursor(eframe::egui::CursorIcon::ResizeHorizontal);
    if response.dragged()
        && let Some(pointer) = response.interact_pointer_pos()
    {
        scene.view.list.width = Some((pointer.x - list.left()).clamp(264.0, 380.0));
    }
    if response.double_clicked() {
        scene.view.list.width = None;
    }
}

fn chat_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    account: &AccountModel,
    id: &ChatId,
    area: Rect,
    panes: &Panes,
) {
    let t = Tokens::of(ui.ctx());
    let Some(chat) = account.chats.chat(id) else { return };
    ui.painter().rect_filled(area, 0, t.canvas);
    let above = super::banner::banner_ui(ui, scene, account, area);
    let header = Rect::from_min_size(
        Pos2::new(area.left(), area.top() + above),
        Vec2::new(area.width(), size::HEADER),
    );
    let around = chat_header::Around { details_open: panes.details.is_some(), back: panes.one_at_a_time };
    chat_header_ui(ui, scene, account, id, header, around);
    let mut top = header.bottom();
    if scene.view.find.is_some() {
        top += find_bar_ui(
            ui,
            scene,
            account,
            id,
            chat,
            Rect::from_min_max(Pos2::new(area.left(), top), area.max),
        );
    }

    let column = column(area.width());
    let left = (area.center().x - column / 2.0).round();
    scene.view.drafts.open(id, &chat.draft);
    let writable = match id {
        ChatId::Channel(_) => joined(account, id).is_some(),
        ChatId::Person(_) => true,
    };
    let measured = measure(ui, scene, id, column);
    let height = if writable { measured.height } else { size::COMPOSER + 16.0 };
    let bottom =
        Rect::from_min_max(Pos2::new(left, area.bottom() - height), Pos2::new(left + column, area.bottom()));
    let messages = Rect::from_min_max(Pos2::new(area.left(), top), Pos2::new(area.right(), bottom.top()));
    let mut inside = ui.new_child(UiBuilder::new().id_salt("messages").max_rect(messages));
    inside.set_clip_rect(messages.intersect(ui.clip_rect()));
    if chat.transcript.is_empty() {
        nothing_yet(&mut inside, scene, account, id, messages);
    } else {
        transcript_ui(&mut inside, scene, account, id, chat);
    }
    if writable {
        let name = words::chat_name(account, id);
        let name = match id {
            ChatId::Channel(_) => scene.text.message_channel(name),
            ChatId::Person(_) => scene.text.message_person(name),
        };
        composer_ui(ui, scene, id, &name, &measured, bottom, account.online());
        if std::mem::take(&mut scene.view.wants_to_write) {
            ui.memory_mut(|memory| memory.request_focus(composer_id(id)));
        }
    } else if let ChatId::Channel(name) = id {
        join_bar(ui, scene, account, name, bottom);
    }
    hairline_down(ui.painter(), area.left() - 0.5, area.top(), area.bottom(), t.line);
}

fn nothing_yet(ui: &mut Ui, scene: &Scene<'_>, account: &AccountModel, id: &ChatId, area: Rect) {
    let t = Tokens::of(ui.ctx());
    let place = Rect::from_min_max(Pos2::new(area.left(), area.center().y - 40.0), area.max);
    let mut below = ui.new_child(UiBuilder::new().max_rect(place));
    below.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        Type::BODY_STRONG.label(ui, scene.text.no_messages_yet(), t.text);
        let note = match id {
            ChatId::Channel(_) => scene.text.no_messages_channel_note().to_owned(),
            ChatId::Person(_) => scene.text.no_messages_person_note(words::chat_name(account, id)),
        };
        Type::SMALL.label(ui, &note, t.text_2);
    });
}

/// What joining a channel takes: at once, or a question first because another channel will be left.
pub fn join_actions(
    scene: &Scene<'_>,
    account: &AccountModel,
    name: &ChannelName,
) -> Result<Vec<Action>, String> {
    let current = account.channel.as_deref().filter(|channel| channel.state != ChannelState::Leaving);
    match current {
        Some(channel) if channel.name != *name && !scene.model.settings.channel_switch_known => {
            Err(scene.text.switch_channel(channel.name.as_str(), name.as_str()))
        }
        _ => Ok(vec![Action::Command(Command::JoinChannel { name: name.clone() })]),
    }
}

/// The actions once the question was answered with yes: it is never asked again.
pub fn join_for_good(scene: &mut Scene<'_>, name: &ChannelName) {
    let mut settings = scene.model.settings.clone();
    settings.channel_switch_known = true;
    scene.command(Command::UpdateSettings(settings));
    scene.command(Command::JoinChannel { name: name.clone() });
}

/// In the place of the composer of a channel that is not joined.
fn join_bar(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, name: &ChannelName, area: Rect) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let card = Rect::from_min_max(area.min, Pos2::new(area.right(), area.bottom() - 16.0));
    ui.painter().rect_filled(card, radius::L, t.sunken);
    let chat = ChatId::Channel(name.clone());
    let asking = scene.view.asking_to_switch.as_ref() == Some(name);
    let (sentence, question) = match join_actions(scene, account, name) {
        Err(question) if asking => (question, true),
        _ => (text.join_to_write(name.as_str()), false),
    };
    let y = card.center().y;
    let mut right = card.right() - 8.0;
    let mut button = |ui: &mut Ui, button: Button<'_>, salt: &str| {
        let place = Rect::from_min_max(Pos2::new(card.left(), y - 15.0), Pos2::new(right, y + 15.0));
        let layout = eframe::egui::Layout::right_to_left(eframe::egui::Align::Center);
        let builder = UiBuilder::new().id_salt(salt).max_rect(place).layout(layout);
        let response = ui.new_child(builder).add(button.small());
        right = response.rect.left() - 8.0;
        response.clicked()
    };
    let join = button(ui, Button::primary(text.join()).icon(icons::HASH).enabled(account.online()), "join");
    if question && button(ui, Button::secondary(text.cancel()), "cancel") {
        scene.view.asking_to_switch = None;
    }
    if join && question {
        scene.view.asking_to_switch = None;
        join_for_good(scene, name);
    } else if join {
        match join_actions(scene, account, name) {
            Ok(actions) => scene.out.extend(actions),
            Err(_) => scene.view.asking_to_switch = Some(name.clone()),
        }
    }
    let galley = Type::SMALL.elided(ui, &sentence, t.text_2, right - 8.0 - card.left() - 16.0);
    let place = Rect::from_min_size(Pos2::new(card.left() + 16.0, y - galley.size().y / 2.0), galley.size());
    let response = ui.interact(place, ui.make_persistent_id(("join bar", &chat)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &sentence));
    ui.painter().galley(place.min, galley, t.text_2);
}

#[cfg(test)]
mod tests {
    use super::{Panes, Rect};
    use eframe::egui::Pos2;

    fn panes(window: f32, details: Option<bool>) -> Panes {
        let rail = if window < 900.0 { 56.0 } else { 72.0 };
        let area = Rect::from_min_max(Pos2::new(rail, 0.0), Pos2::new(window, 800.0));
        Panes::of(window, area, None, details, true)
    }

    #[test]
    fn the_panes_follow_the_width_of_the_window() {
        let width = |pane: Option<Rect>| pane.map(|rect| rect.width());
        let wide = panes(1920.0, None);
        assert_eq!((width(wide.list), width(wide.details)), (Some(340.0), Some(320.0)));
        let usual = panes(1280.0, None);
        assert_eq!((width(usual.list), width(usual.details)), (Some(304.0), Some(280.0)));
        assert!(!usual.overlay);
        let small = panes(1000.0, None);
        assert_eq!(small.details, None);
        assert!(panes(1000.0, Some(true)).overlay);
        assert_eq!(width(panes(800.0, None).list), Some(248.0));
        let tiny = panes(600.0, None);
        assert_eq!((tiny.list, width(tiny.chat)), (None, Some(544.0)));
    }
}
