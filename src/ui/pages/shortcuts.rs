use eframe::egui::{Key, Modifiers, Ui};

use super::chat_header::{call_action, can_call};
use super::chat_list::search_id;
use super::chats::Panes;
use crate::model::{AccountModel, ChatId};
use crate::ui::scene::{Action, Scene};
use crate::ui::view::Route;
use crate::ui::widgets::take_key;

/// Takes the keys of the window before any pane can.
pub fn take(ui: &Ui, scene: &mut Scene<'_>, account: &AccountModel) {
    if scene.view.popover.is_some() || ui.memory(|memory| memory.top_modal_layer().is_some()) {
        return;
    }
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|input| take_key(input, modifiers, key));
    let (ctrl, alt) = (Modifiers::COMMAND, Modifiers::ALT);
    let shift = Modifiers::SHIFT;
    for (key, route) in [
        (Key::Num1, Route::Chats),
        (Key::Num2, Route::Calls),
        (Key::Num3, Route::Attributes),
        (Key::Num4, Route::Settings),
        (Key::Comma, Route::Settings),
    ] {
        if pressed(ctrl, key) {
            scene.act(Action::Go(route));
        }
    }
    if pressed(ctrl, Key::K) {
        scene.act(Action::Go(Route::Chats));
        ui.memory_mut(|memory| memory.request_focus(search_id()));
    }
    if pressed(ctrl, Key::J) {
        scene.act(Action::JoinForm);
    }
    if pressed(ctrl, Key::N) {
        scene.act(Action::MessageForm);
    }
    if pressed(ctrl, Key::D) {
        scene.act(Action::CallForm(None));
    }
    if pressed(ctrl, Key::Slash) {
        scene.view.settings.shortcuts = true;
    }
    for (modifiers, key, step, unread) in [
        (alt, Key::ArrowUp, -1, false),
        (alt, Key::ArrowDown, 1, false),
        (alt | shift, Key::ArrowUp, -1, true),
        (alt | shift, Key::ArrowDown, 1, true),
    ] {
        if pressed(modifiers, key)
            && let Some(chat) = neighbour(scene, account, step, unread)
        {
            scene.act(Action::ShowChat(chat));
        }
    }
    if let (Route::Chats, Some(chat)) = (scene.view.route, scene.view.open_chat.clone()) {
        if pressed(ctrl, Key::F) {
            scene.act(Action::Find(true));
        }
        if pressed(ctrl, Key::I) {
            let width = ui.ctx().content_rect().width();
            let panes = Panes::of(width, ui.max_rect(), None, scene.view.details_open, true);
            scene.act(Action::Details(panes.details.is_none()));
        }
        if can_call(account) && pressed(ctrl | shift, Key::C) {
            scene.act(call_action(&chat));
        }
    }
    text_size(scene, pressed);
}

/// Ctrl + and Ctrl - change the size of the text by 5 %, Ctrl 0 puts it back.
fn text_size(scene: &mut Scene<'_>, pressed: impl Fn(Modifiers, Key) -> bool) {
    let now = scene.model.settings.text_percent;
    let ctrl = Modifiers::COMMAND;
    let bigger =
        pressed(ctrl, Key::Plus) || pressed(ctrl, Key::Equals) || pressed(ctrl | Modifiers::SHIFT, Key::Plus);
    let wanted = if bigger {
        (now + 5).min(140)
    } else if pressed(ctrl, Key::Minus) {
        now.saturating_sub(5).max(85)
    } else if pressed(ctrl, Key::Num0) {
        100
    } else {
        now
    };
    if wanted != now {
        let mut settings = scene.model.settings.clone();
        settings.text_percent = wanted;
        scene.command(crate::service::Command::UpdateSettings(settings));
    }
}

/// The chat before or after the open one in the list; the ends lead to each other.
fn neighbour(scene: &mut Scene<'_>, account: &AccountModel, step: isize, unread: bool) -> Option<ChatId> {
    let rows = scene.view.list.rows(account, scene.view.turn);
    let fits = |id: &&ChatId| {
        let badge = account.chats.chat(id).map_or(0, crate::model::Chat::badge);
        !unread || badge > 0 || scene.view.open_chat.as_ref() == Some(*id)
    };
    let chats: Vec<&ChatId> = rows.chats().filter(fits).collect();
    let count = isize::try_from(chats.len()).ok().filter(|count| *count > 0)?;
    let open = chats.iter().position(|id| Some(*id) == scene.view.open_chat.as_ref());
    let next = match (open, step) {
        (Some(at), step) => (isize::try_from(at).ok()? + step).rem_euclid(count),
        (None, step) if step > 0 => 0,
        (None, _) => count - 1,
    };
    chats.get(usize::try_from(next).ok()?).map(|id| (*id).clone())
}
