//! Where a message is written: one card that grows with its text, with what is left of the limit.

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::text::{CCursor, LayoutJob};
use eframe::egui::text_selection::CCursorRange;
use eframe::egui::{
    Align2, CursorIcon, Frame, Id, Key, KeyboardShortcut, Margin, Modifiers, Pos2, Rect, Role, ScrollArea,
    Sense, Stroke, StrokeKind, TextBuffer, TextEdit, Ui, UiBuilder, Vec2, WidgetInfo, WidgetText,
};

use super::emoji::emoji_table;
use super::{IconButton, blend, focus_ring, hover_of, take_key};
use crate::ids::MESSAGE_BYTES;
use crate::model::ChatId;
use crate::service::Command;
use crate::ui::icons;
use crate::ui::scene::Scene;
use crate::ui::theme::{Tokens, Type, faded, radius, size};

/// Seconds without a key after which a draft is saved.
const SAVE_AFTER: f64 = 1.0;
const MOST_ROWS: usize = 6;
const COUNTER: f32 = 20.0;
/// Where the text begins in the card.
const TEXT_LEFT: f32 = 44.0;

/// What is typed in each chat and not sent yet, and what of it the service has been told.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    texts: BTreeMap<ChatId, String>,
    saved: BTreeMap<ChatId, String>,
    changed_at: f64,
}

impl Drafts {
    pub fn text(&self, chat: &ChatId) -> &str {
        self.texts.get(chat).map_or("", String::as_str)
    }

    /// What is typed, or what was kept where nothing was typed yet.
    pub fn shown<'a>(&'a self, chat: &ChatId, kept: &'a str) -> &'a str {
        self.texts.get(chat).map_or(kept, String::as_str)
    }

    /// Takes over what was kept of a chat that was not open yet.
    pub fn open(&mut self, chat: &ChatId, kept: &str) {
        if !self.texts.contains_key(chat) {
            self.texts.insert(chat.clone(), kept.to_owned());
            self.saved.insert(chat.clone(), kept.to_owned());
        }
    }

    /// The command that saves what has changed.
    pub fn save(&mut self, chat: &ChatId) -> Option<Command> {
        let text = self.texts.get(chat)?;
        if self.saved.get(chat) == Some(text) {
            return None;
        }
        self.saved.insert(chat.clone(), text.clone());
        Some(Command::SaveDraft { chat: chat.clone(), text: text.clone() })
    }

    /// The service has taken the message: the field is empty again.
    pub fn sent(&mut self, chat: &ChatId, text: &str) {
        if self.texts.get(chat).is_some_and(|typed| typed.trim() == text) {
            self.texts.insert(chat.clone(), String::new());
        }
    }
}

/// The id of the text field of a chat, to give it the focus.
pub fn composer_id(chat: &ChatId) -> Id {
    Id::unique(("composer", chat))
}

/// How high the composer of a chat is in so wide a column, its margins included.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    pub height: f32,
    rows: usize,
    counter: bool,
}

/// Lays out what is typed, before the room for the transcript above is known.
pub fn measure(ui: &Ui, scene: &Scene<'_>, chat: &ChatId, column: f32) -> Measured {
    let text = scene.view.drafts.text(chat);
    let galley = Type::BODY.wrapped(ui, text, Tokens::of(ui.ctx()).text, wrap_width(column));
    let rows = galley.rows.len().clamp(1, MOST_ROWS);
    let counter = text.len() * 10 >= MESSAGE_BYTES * 8;
    let below = if counter { COUNTER } else { 0.0 };
    Measured { height: size::COMPOSER + (rows - 1) as f32 * Type::BODY.line + below + 16.0, rows, counter }
}

fn wrap_width(column: f32) -> f32 {
    column - TEXT_LEFT - 52.0
}

/// The composer in a column that begins at `left`; `area` is as high as [`measure`] said.
pub fn composer_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    chat: &ChatId,
    name: &str,
    measured: &Measured,
    area: Rect,
    online: bool,
) {
    let t = Tokens::of(ui.ctx());
    let card = Rect::from_min_max(area.min, Pos2::new(area.right(), area.bottom() - 16.0));
    let id = composer_id(chat);
    let mut draft = scene.view.drafts.texts.remove(chat).unwrap_or_default();
    let over = draft.len().saturating_sub(MESSAGE_BYTES);
    let can_send = !draft.trim().is_empty() && over == 0;
    let focused = ui.memory(|memory| memory.has_focus(id));
    let enter = focused && take_enter(ui);

    if focused {
        let ring = faded(if over > 0 { t.danger } else { t.focus }, 0.22);
        ui.painter().rect_stroke(card, radius::L, Stroke::new(3.0, ring), StrokeKind::Outside);
    }
    let border = match (over > 0, focused) {
        (true, _) => t.danger,
        (false, true) => t.focus,
        (false, false) => t.line_strong,
    };
    let fill = if t.dark { t.sunken } else { t.canvas };
    ui.painter().rect(card, radius::L, fill, Stroke::new(1.0, border), StrokeKind::Inside);

    let ground = ui.interact(card, id.with("card"), Sense::CLICK);
    if ground.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Text);
    }
    if ground.clicked() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }

    let hint = if online { name } else { scene.text.write_while_offline() };
    let text_area = Rect::from_min_size(
        card.min + Vec2::new(TEXT_LEFT, 12.0),
        Vec2::new(card.width() - TEXT_LEFT - 48.0, measured.rows as f32 * Type::BODY.line),
    );
    let smiley =
        Rect::from_center_size(Pos2::new(card.left() + 24.0, card.bottom() - 24.0), Vec2::splat(32.0));
    let smiley = ui.place(smiley, IconButton::new(icons::SMILEY, scene.text.emoji()));
    let chosen = emoji_table(&smiley, scene.text.emoji());
    if let Some(emoji) = chosen {
        insert(ui, id, &mut draft, emoji);
        scene.view.wants_to_write = true;
    }
    let changed = field(ui, id, &mut draft, hint, name, text_area) || chosen.is_some();
    if changed {
        scene.view.drafts.changed_at = ui.input(|input| input.time);
    }
    let button =
        Rect::from_center_size(Pos2::new(card.right() - 24.0, card.bottom() - 23.0), Vec2::splat(34.0));
    let pressed = send_button(ui, button, scene.text.send(), can_send);
    if measured.counter {
        counter(ui, scene, &draft, over, card);
    }
    if (pressed || enter) && can_send {
        scene.command(Command::SendMessage { chat: chat.clone(), text: draft.trim().to_owned() });
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    scene.view.drafts.texts.insert(chat.clone(), draft);
    save_when_quiet(ui, scene, chat);
}

/// Puts a word where the cursor is, and the cursor behind it.
fn insert(ui: &Ui, id: Id, draft: &mut String, word: &str) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let range = state.cursor.char_range();
    let end = draft.chars().count();
    let at = range.map_or(end, |range| range.primary.index.0.min(end));
    let byte = draft.char_indices().nth(at).map_or(draft.len(), |(byte, _)| byte);
    draft.insert_str(byte, word);
    let behind = CCursor::new(at + word.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::one(behind)));
    TextEdit::store_state(ui.ctx(), id, state);
}

/// Enter without Shift sends; it never reaches the text.
fn take_enter(ui: &Ui) -> bool {
    ui.input_mut(|input| take_key(input, Modifiers::NONE, Key::Enter))
}

fn field(ui: &mut Ui, id: Id, draft: &mut String, hint: &str, name: &str, area: Rect) -> bool {
    let t = Tokens::of(ui.ctx());
    let (style, ink) = (Type::BODY, t.text);
    let wrap = area.width() - 4.0;
    let mut layout = |ui: &Ui, buffer: &dyn TextBuffer, _: f32| {
        let mut job = LayoutJob { keep_trailing_whitespace: true, ..style.job(buffer.as_str(), ink) };
        job.wrap.max_width = wrap;
        ui.painter().layout_job(job)
    };
    let edit = TextEdit::multiline(draft)
        .id(id)
        .hint_text(WidgetText::LayoutJob(Arc::new(style.job(hint, t.text_3))))
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .desired_rows(1)
        .desired_width(wrap)
        .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
        .layouter(&mut layout);
    ScrollArea::vertical()
        .id_salt(id)
        .max_height(area.height())
        .auto_shrink([false, false])
        .show(&mut ui.new_child(UiBuilder::new().max_rect(area)), |ui| edit.show(ui).response.response)
        .inner
        .accessible_name(name)
        .changed()
}

fn send_button(ui: &mut Ui, rect: Rect, words: &str, live: bool) -> bool {
    let t = Tokens::of(ui.ctx());
    let sense = if live { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, ui.make_persistent_id("send"), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, live, words));
    let (fill, ink) = match live {
        false => (t.sunken, t.text_disabled),
        true if response.is_pointer_button_down_on() => (t.accent_pressed, t.on_accent),
        true => (blend(t.accent, t.accent_hover, hover_of(ui, &response)), t.on_accent),
    };
    ui.painter().rect_filled(rect, radius::M, fill);
    icons::PAPER_PLANE_TILT.fill().paint(ui.painter(), rect.center(), 19.0, ink);
    focus_ring(ui, &response, rect, radius::M);
    super::tooltip(&response, words, "Enter");
    response.clicked()
}

/// How much of the limit is used, and by how much it is passed.
fn counter(ui: &mut Ui, scene: &Scene<'_>, draft: &str, over: usize, card: Rect) {
    let t = Tokens::of(ui.ctx());
    let y = card.bottom() - 16.0;
    let used = scene.text.bytes_left(
        &crate::ui::text::grouped(draft.len() as u64),
        &crate::ui::text::grouped(MESSAGE_BYTES as u64),
    );
    let ink = if over > 0 { t.danger_text } else { t.warn_text };
    let at = Pos2::new(card.right() - 56.0, y);
    let rect = super::painted_label(ui, at, Align2::RIGHT_CENTER, Type::META, &used, ink).rect;
    if over > 0 {
        let sentence = scene.text.message_too_long(over);
        let room = rect.left() - card.left() - 28.0 - TEXT_LEFT;
        let galley = Type::META.elided(ui, &sentence, t.danger_text, room);
        let place = Rect::from_min_size(Pos2::new(card.left() + TEXT_LEFT, y - 8.0), galley.size());
        let response = ui.interact(place, ui.make_persistent_id("too long"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, &sentence));
        ui.painter().galley(place.min, galley, t.danger_text);
    }
}

fn save_when_quiet(ui: &Ui, scene: &mut Scene<'_>, chat: &ChatId) {
    let drafts = &mut scene.view.drafts;
    if drafts.saved.get(chat).map_or("", String::as_str) == drafts.text(chat) {
        return;
    }
    let quiet = ui.input(|input| input.time) - drafts.changed_at;
    if quiet < SAVE_AFTER {
        ui.ctx().request_repaint_after_secs((SAVE_AFTER - quiet) as f32);
    } else if let Some(command) = drafts.save(chat) {
        scene.command(command);
    }
}
