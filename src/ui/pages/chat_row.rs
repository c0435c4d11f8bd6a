use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Align2, Color32, Pos2, Rect, Role, Sense, Ui, Vec2};

use super::chat_header::can_call;
use super::chat_list::row_size;
use crate::ids::Account;
use crate::model::{AccountModel, Author, Body, ChannelState, Chat, ChatId, Preview, SendState};
use crate::service::Command;
use crate::ui::icons;
use crate::ui::scene::{Action, Scene};
use crate::ui::text::Text;
use crate::ui::theme::{Tokens, Type, radius};
use crate::ui::widgets::menu::{context_menu, menu_line};
use crate::ui::widgets::{self, Avatar, Badge, Chip, MenuRow, focus_ring, name_selected, row_fill};
use crate::ui::words;

/// What the dot of somebody's avatar says: nothing while we are not connected ourselves.
pub fn presence_of(account: &AccountModel, person: &Account) -> widgets::Presence {
    use crate::model::Presence;
    if !account.online() {
        return widgets::Presence::Unknown;
    }
    if *person == account.me {
        return widgets::Presence::Online;
    }
    match account.people.presence(person) {
        Presence::Online => widgets::Presence::Online,
        Presence::Offline => widgets::Presence::Offline,
        Presence::Unknown => widgets::Presence::Unknown,
    }
}

/// The avatar of a person, or of a telephone number.
pub fn person_avatar<'a>(account: &'a AccountModel, person: &'a Account) -> Avatar<'a> {
    if words::is_phone(person) {
        Avatar::phone(person.as_str())
    } else {
        Avatar::person(person.as_str(), account.display_name(person))
    }
}

/// The avatar of a chat; channels stand out while they are the one that is joined.
pub fn chat_avatar<'a>(account: &'a AccountModel, chat: &'a ChatId) -> Avatar<'a> {
    match chat {
        ChatId::Channel(name) => Avatar::channel(name.as_str(), joined(account, chat).is_some()),
        ChatId::Person(person) => person_avatar(account, person).presence(presence_of(account, person)),
    }
}

/// How the joined channel stands, if the chat is it.
pub fn joined(account: &AccountModel, chat: &ChatId) -> Option<ChannelState> {
    let channel = account.channel.as_deref()?;
    matches!(chat, ChatId::Channel(name) if *name == channel.name).then_some(channel.state)
}

/// One chat in the list. Screen readers are told its name first, then the rest, with commas between:
/// "Nora Lind, Can you call me when you’re free?, 09:12, 2 unread, online".
pub fn row_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, id: &ChatId, narrow: bool) {
    let Some(chat) = account.chats.chat(id) else { return };
    let (height, avatar) = row_size(ui);
    let (whole, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
    if !ui.is_rect_visible(whole) {
        return;
    }
    let rect = Rect::from_min_max(whole.min + Vec2::new(8.0, 0.0), whole.max - Vec2::new(8.0, 0.0));
    let response = ui.interact(rect, ui.make_persistent_id(("chat", id)), Sense::click());
    let selected = scene.view.open_chat.as_ref() == Some(id);
    row_fill(ui, &response, rect, radius::ROW, selected);

    let t = Tokens::of(ui.ctx());
    let surface = if selected { t.selected } else { t.sidebar };
    let center = Pos2::new(rect.left() + 10.0 + avatar / 2.0, rect.center().y);
    chat_avatar(account, id).size(avatar).surface(surface).paint(ui, center);

    let left = center.x + avatar / 2.0 + 10.0;
    let right = rect.right() - 10.0;
    let (upper, lower) = (rect.center().y - 10.0, rect.center().y + 10.0);
    let unread = chat.badge() > 0 && !chat.muted;
    let at = chat.preview.as_ref().map_or(chat.last_at, |preview| preview.at);
    let time = match at {
        0 => String::new(),
        at => scene.text.list_time(scene.moment(at), scene.moment(scene.now), scene.zone),
    };
    let (style, ink) = if unread { (Type::META.medium(), t.accent_text) } else { (Type::META, t.text_3) };
    let time_at = style.paint(ui.painter(), Pos2::new(right, upper), Align2::RIGHT_CENTER, &time, ink);

    let name = words::chat_name(account, id);
    let style = if unread { Type::BODY_STRONG } else { Type::BODY_MEDIUM };
    let mut room = time_at.left() - 8.0 - left;
    let chip = chip(scene.text, joined(account, id)).map(|chip| chip.on_selected(selected));
    if let Some(chip) = chip {
        room -= if narrow { 24.0 } else { chip.size(ui).x + 7.0 };
    }
    let galley = style.elided(ui, name, t.text, room);
    let name_right = left + galley.size().x;
    ui.painter().galley(Pos2::new(left, upper - galley.size().y / 2.0), galley, t.text);
    if let Some(chip) = chip {
        if narrow {
            let at = Pos2::new(name_right + 15.0, upper);
            icons::PLUGS_CONNECTED.fill().paint(ui.painter(), at, 17.0, t.accent_text);
        } else {
            chip.paint(ui, Pos2::new(name_right + 7.0, upper + 1.0), Align2::LEFT_CENTER);
        }
    }

    let count = usize::try_from(chat.badge()).unwrap_or(usize::MAX);
    let badge = Badge::new(count).muted(chat.muted);
    let badge = badge.paint(ui, Pos2::new(right, lower + 1.0), Align2::RIGHT_CENTER, None);
    let room = if count > 0 { badge.left() - 8.0 } else { right } - left;
    let line = preview(scene, t, account, id, chat, selected);
    let galley =
        ui.painter().layout_job(LayoutJob { wrap: TextWrapping::truncate_at_width(room), ..line.job });
    ui.painter().galley(Pos2::new(left, lower - galley.size().y / 2.0), galley, t.text_2);

    let state = match joined(account, id) {
        Some(_) => scene.text.joined().to_owned(),
        None => match id {
            ChatId::Channel(_) => String::new(),
            ChatId::Person(person) => presence_word(scene.text, presence_of(account, person)).to_owned(),
        },
    };
    let count = if count > 0 { scene.text.unread(count) } else { String::new() };
    let parts = [name, &line.spoken, &time, &count, &state];
    let spoken: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    name_selected(&response, Role::ListBoxOption, true, selected, &spoken.join(", "));
    focus_ring(ui, &response, rect.shrink(3.0), radius::ROW - 3);
    if response.clicked() {
        scene.view.list.search.clear();
        scene.act(Action::ShowChat(id.clone()));
    }
    row_menu(&response, scene, account, id, chat, name);
}

fn presence_word(text: &Text, presence: widgets::Presence) -> &str {
    match presence {
        widgets::Presence::Online => text.online_inline(),
        widgets::Presence::Offline => text.offline_inline(),
        widgets::Presence::Reconnecting | widgets::Presence::Unknown => "",
    }
}

fn chip(text: &'static Text, state: Option<ChannelState>) -> Option<Chip<'static>> {
    Some(match state? {
        ChannelState::Joined => Chip::accent(text.joined()),
        ChannelState::Joining => Chip::accent(text.joining()),
        ChannelState::Rejoining => Chip::warn(text.rejoining()),
        ChannelState::Leaving => Chip::warn(text.leaving()),
    })
}

/// The second line of a row, and how it is read out.
struct Line {
    job: LayoutJob,
    spoken: String,
}

fn preview(
    scene: &Scene<'_>,
    t: &Tokens,
    account: &AccountModel,
    id: &ChatId,
    chat: &Chat,
    selected: bool,
) -> Line {
    let text = scene.text;
    let draft = scene.view.drafts.shown(id, &chat.draft).trim();
    if !draft.is_empty() && !selected {
        let words = text.draft_preview(draft);
        return Line { job: one_row(&words, t.text_2), spoken: words };
    }
    let Some(preview) = &chat.preview else {
        return Line { job: LayoutJob::default(), spoken: String::new() };
    };
    let mut job = LayoutJob::default();
    match &preview.body {
        Body::Text(said) => {
            let words = words_of(text, account, id, preview, said);
            if let Some((icon, ink)) = tick(t, account, id, preview) {
                icon.append(&mut job, 15.0, 18.0, ink);
                Type::SMALL.append(&mut job, " ", t.text_2);
            }
            Type::SMALL.append(&mut job, &words.replace('\n', " "), t.text_2);
            Line { job, spoken: words }
        }
        Body::Call { side, reason, talked_millis } => {
            let line = words::call_line(text, *side, *reason, *talked_millis);
            let ink = if line.missed { t.danger_text } else { t.text_2 };
            line.icon.append(&mut job, 15.0, 18.0, ink);
            Type::SMALL.append(&mut job, " ", ink);
            Type::SMALL.append(&mut job, &line.words, ink);
            Line { job, spoken: line.words }
        }
        Body::Joined(_) | Body::Left(_) | Body::ConnectionLost | Body::ConnectionBack => {
            let (_, words) = words::system_line(text, account, id, &preview.body);
            Line { job: one_row(&words, t.text_2), spoken: words }
        }
    }
}

fn one_row(words: &str, ink: Color32) -> LayoutJob {
    Type::SMALL.job(&words.replace('\n', " "), ink)
}

fn words_of(text: &Text, account: &AccountModel, id: &ChatId, preview: &Preview, said: &str) -> String {
    let said = said.replace('`', "");
    match (&preview.author, id) {
        (Author::Me, ChatId::Channel(_)) => text.preview_by_you(&said),
        (Author::Person(author), ChatId::Channel(_)) => {
            let name = account.display_name(author);
            let first = name.split_whitespace().next().unwrap_or(name);
            text.preview_by(first, &said)
        }
        (Author::Me | Author::Person(_) | Author::System, _) => said,
    }
}

/// The mark of an own message. In a channel only what is wrong or waits has one.
fn tick(
    t: &Tokens,
    account: &AccountModel,
    id: &ChatId,
    preview: &Preview,
) -> Option<(icons::Icon, Color32)> {
    if preview.author != Author::Me {
        return None;
    }
    let in_channel = matches!(id, ChatId::Channel(_));
    match preview.state {
        SendState::Failed(_) => Some((icons::WARNING_CIRCLE.fill(), t.danger_text)),
        SendState::Queued => Some((icons::CLOCK, t.text_2)),
        SendState::Sending if !in_channel || !account.online() => Some((icons::CLOCK, t.text_2)),
        SendState::Sent if !in_channel => Some((icons::CHECK, t.accent_text)),
        SendState::Delivered if !in_channel => Some((icons::CHECKS, t.accent_text)),
        SendState::Sending | SendState::Sent | SendState::Delivered | SendState::Received => None,
    }
}

fn row_menu(
    response: &eframe::egui::Response,
    scene: &mut Scene<'_>,
    account: &AccountModel,
    id: &ChatId,
    chat: &Chat,
    name: &str,
) {
    let text = scene.text;
    context_menu(response, name, 220.0, |ui| {
        if chat.badge() > 0 && ui.add(MenuRow::new(text.mark_as_read()).icon(icons::CHECKS)).clicked() {
            scene.command(Command::MarkRead { chat: id.clone() });
            ui.close();
        }
        if let ChatId::Person(person) = id
            && ui.add(MenuRow::new(text.call()).icon(icons::PHONE).enabled(can_call(account))).clicked()
        {
            scene.act(Action::CallForm(Some(person.clone())));
            ui.close();
        }
        let (words, pinned) = if chat.pinned { (text.unpin_chat(), false) } else { (text.pin_chat(), true) };
        if ui.add(MenuRow::new(words).icon(icons::ARROW_UP)).clicked() {
            scene.command(Command::PinChat { chat: id.clone(), pinned });
            ui.close();
        }
        let (words, icon, muted) = match chat.muted {
            true => (text.unmute_chat(), icons::BELL, false),
            false => (text.mute_chat(), icons::BELL_SLASH, true),
        };
        if ui.add(MenuRow::new(words).icon(icon)).clicked() {
            scene.command(Command::MuteChat { chat: id.clone(), muted });
            ui.close();
        }
        if ui.add(MenuRow::new(text.export()).icon(icons::EXPORT)).clicked() {
            scene.command(Command::ExportChat { chat: id.clone() });
            ui.close();
        }
        menu_line(ui);
        if joined(account, id).is_some() {
            let leave = MenuRow::new(text.leave()).icon(icons::SIGN_OUT).danger();
            if ui.add(leave.enabled(account.online())).clicked() {
                scene.command(Command::LeaveChannel);
                ui.close();
            }
        } else if ui.add(MenuRow::new(text.remove_from_list()).icon(icons::TRASH).danger()).clicked() {
            scene.act(Action::RemoveChat(id.clone()));
            ui.close();
        }
    });
}
