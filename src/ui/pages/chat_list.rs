use eframe::egui::{Align2, Id, Key, Pos2, Rect, ScrollArea, Sense, Ui, UiBuilder, Vec2};

use super::chat_row::row_ui;
use super::found_row::{hit_row_ui, stranger_row_ui};
use crate::ids::Account;
use crate::model::{AccountModel, ChatId, Connection, SearchHit};
use crate::service::Command;
use crate::ui::icons;
use crate::ui::scene::{Action, Scene};
use crate::ui::theme::{self, Tokens, Type, size};
use crate::ui::widgets::{IconButton, Search, hairline_down, heading, spinner};
use crate::ui::words;

/// What the list of chats remembers.
#[derive(Debug, Default)]
pub struct ListView {
    pub search: String,
    /// What the history was asked for last, and when something was typed.
    asked: String,
    typed_at: f64,
    /// The person has dragged the edge of the list.
    pub width: Option<f32>,
    /// The rows, and for which turn of the model and which search they hold.
    rows: Option<(u64, String, Rows)>,
}

/// What the list shows, in order.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub channels: Vec<ChatId>,
    pub people: Vec<ChatId>,
    /// People without a chat, while something is searched for.
    pub others: Vec<Account>,
}

impl Rows {
    fn of(account: &AccountModel, search: &str) -> Self {
        let wanted = search.trim().trim_start_matches('#').to_lowercase();
        let fits = |name: &str| name.to_lowercase().contains(&wanted);
        let chat_fits = |id: &ChatId| {
            let account_fits = matches!(id, ChatId::Person(person) if fits(person.as_str()));
            account_fits || fits(words::chat_name(account, id))
        };
        let kept = |rows: Vec<(&ChatId, &crate::model::Chat)>| -> Vec<ChatId> {
            rows.into_iter().map(|(id, _)| id).filter(|id| chat_fits(id)).cloned().collect()
        };
        let others = match wanted.is_empty() {
            true => Vec::new(),
            false => {
                let members = account.channel.iter().flat_map(|channel| channel.members.iter());
                let mut others: Vec<Account> = account
                    .people
                    .iter()
                    .map(|(person, _)| person)
                    .chain(members)
                    .filter(|person| **person != account.me)
                    .filter(|person| fits(person.as_str()) || fits(account.display_name(person)))
                    .filter(|person| account.chats.chat(&ChatId::Person((*person).clone())).is_none())
                    .cloned()
                    .collect();
                others.sort();
                others.dedup();
                others
            }
        };
        Self { channels: kept(account.chats.channels()), people: kept(account.chats.people()), others }
    }

    fn is_empty(&self) -> bool {
        self.channels.is_empty() && self.people.is_empty() && self.others.is_empty()
    }

    /// The chats in the order in which they are shown.
    pub fn chats(&self) -> impl Iterator<Item = &ChatId> {
        self.channels.iter().chain(&self.people)
    }
}

impl ListView {
    pub fn rows(&mut self, account: &AccountModel, turn: u64) -> Rows {
        if let Some((at, search, rows)) = &self.rows
            && *at == turn
            && *search == self.search
        {
            return rows.clone();
        }
        let rows = Rows::of(account, &self.search);
        self.rows = Some((turn, self.search.clone(), rows.clone()));
        rows
    }
}

/// The id of the search field, for Ctrl K.
pub fn search_id() -> Id {
    Id::unique("bellbird search chats")
}

/// The list of chats over `area`: its header, the search, the channels and the people.
pub fn chat_list_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, area: Rect, narrow: bool) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(area, 0, t.sidebar);
    hairline_down(ui.painter(), area.right() - 0.5, area.top(), area.bottom(), t.line);
    header(ui, scene, account, area);

    let search = Rect::from_min_max(
        Pos2::new(area.left() + 12.0, area.top() + size::HEADER),
        Pos2::new(area.right() - 13.0, area.top() + size::HEADER + size::SEARCH),
    );
    search_field(ui, scene, account, search, narrow);

    let below = Rect::from_min_max(Pos2::new(area.left(), search.bottom()), area.max - Vec2::new(1.0, 0.0));
    let rows = scene.view.list.rows(account, scene.view.turn);
    if account.chats.is_empty() && scene.view.list.search.is_empty() {
        empty(ui, scene, below);
        return;
    }
    let mut inside = ui.new_child(UiBuilder::new().max_rect(below));
    ScrollArea::vertical().id_salt("chats").auto_shrink([false, false]).show(&mut inside, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let text = scene.text;
        if rows.is_empty() && hits_of(account, &scene.view.list.search).is_empty() {
            ui.add_space(24.0);
            ui.vertical_centered(|ui| {
                let words = text.no_search_results(scene.view.list.search.trim());
                Type::SMALL.label(ui, &words, t.text_2);
            });
        }
        if !rows.channels.is_empty() || scene.view.list.search.is_empty() {
            ui.add_space(6.0);
            section(ui, scene, text.channels(), text.join_a_channel(), "Ctrl J", Action::JoinForm);
            for id in &rows.channels {
                row_ui(ui, scene, account, id, narrow);
            }
        }
        if !rows.people.is_empty() || scene.view.list.search.is_empty() {
            ui.add_space(if narrow { 0.0 } else { 6.0 });
            section(ui, scene, text.direct_messages(), text.new_message(), "Ctrl N", Action::MessageForm);
            for id in &rows.people {
                row_ui(ui, scene, account, id, narrow);
            }
        }
        for person in &rows.others {
            stranger_row_ui(ui, scene, account, person);
        }
        hits(ui, scene, account);
        ui.add_space(8.0);
    });
}

fn header(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, area: Rect) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let y = area.top() + size::HEADER / 2.0;
    let width = Type::TITLE.galley(ui, text.chats(), t.text).size().x;
    let place = Rect::from_min_size(Pos2::new(area.left() + 16.0, y - 13.0), Vec2::new(width + 2.0, 26.0));
    heading(&mut ui.new_child(UiBuilder::new().max_rect(place)), Type::TITLE, text.chats(), t.text);
    if matches!(account.connection, Connection::Reconnecting { .. }) {
        let left = place.right() + 17.0;
        spinner(ui, Pos2::new(left, y), 12.0, t.warn);
        let at = Pos2::new(left + 13.0, y);
        Type::META.medium().paint(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            text.reconnecting_short(),
            t.warn_text,
        );
    }
    let mut button = |center: f32, icon, words, keys| {
        let place = Rect::from_center_size(Pos2::new(center, y), Vec2::splat(size::CONTROL));
        ui.place(place, IconButton::new(icon, words).keys(keys)).clicked()
    };
    if button(area.right() - 63.0, icons::HASH, text.join_a_channel(), "Ctrl J") {
        scene.act(Action::JoinForm);
    }
    if button(area.right() - 27.0, icons::NOTE_PENCIL, text.new_message(), "Ctrl N") {
        scene.act(Action::MessageForm);
    }
}

fn search_field(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, place: Rect, narrow: bool) {
    let hint = scene.text.search_or_jump();
    let keys = if narrow { "" } else { "Ctrl K" };
    let field = Search::new(&mut scene.view.list.search, hint)
        .id(search_id())
        .keys(keys)
        .show(&mut ui.new_child(UiBuilder::new().max_rect(place)));
    ask_history(ui, scene, field.response.changed());
    if field.submitted && !scene.view.list.search.trim().is_empty() {
        let rows = scene.view.list.rows(account, scene.view.turn);
        let first = rows.chats().next().cloned();
        if let Some(chat) = first.or_else(|| rows.others.first().cloned().map(ChatId::Person)) {
            scene.view.list.search.clear();
            scene.act(Action::ShowChat(chat));
        }
    }
    if field.response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        scene.view.list.search.clear();
    }
}

/// Seconds without a key after which the history is searched.
const ASK_AFTER: f64 = 0.25;

/// Asks the history for what stands in the search field, once it stands still.
fn ask_history(ui: &Ui, scene: &mut Scene<'_>, changed: bool) {
    let list = &mut scene.view.list;
    let now = ui.input(|input| input.time);
    if changed {
        list.typed_at = now;
    }
    let wanted = list.search.trim().to_owned();
    if list.asked == wanted {
        return;
    }
    let quiet = now - list.typed_at;
    if quiet < ASK_AFTER && !wanted.is_empty() {
        ui.ctx().request_repaint_after_secs((ASK_AFTER - quiet) as f32);
        return;
    }
    list.asked = wanted.clone();
    scene.command(Command::Search { query: wanted });
}

/// What the history has for the words in the search field.
fn hits_of<'a>(account: &'a AccountModel, search: &str) -> &'a [SearchHit] {
    let found = account.search.as_deref().filter(|found| *found.query == *search.trim());
    let hits = found.and_then(|found| found.hits.as_deref()).unwrap_or_default();
    if search.trim().is_empty() { &[] } else { hits }
}

fn hits(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel) {
    let t = Tokens::of(ui.ctx());
    let hits = hits_of(account, &scene.view.list.search);
    if hits.is_empty() {
        return;
    }
    ui.add_space(6.0);
    let size = Vec2::new(ui.available_width(), size::SECTION_LABEL);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let at = Pos2::new(rect.left() + 20.0, rect.top() + 17.0);
    let words = scene.text.found_messages();
    crate::ui::widgets::painted_label(ui, at, Align2::LEFT_CENTER, Type::META.medium(), words, t.text_2);
    for hit in hits {
        hit_row_ui(ui, scene, account, hit);
    }
}

/// A label above rows, and a plus that adds to them.
fn section(ui: &mut Ui, scene: &mut Scene<'_>, label: &str, add: &str, keys: &str, action: Action) {
    let t = Tokens::of(ui.ctx());
    let (rect, _) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), size::SECTION_LABEL), Sense::hover());
    let y = rect.top() + 17.0;
    let at = Pos2::new(rect.left() + 20.0, y);
    let style = Type::META.medium();
    crate::ui::widgets::painted_label(ui, at, Align2::LEFT_CENTER, style, label, t.text_2);
    let place = Rect::from_center_size(Pos2::new(rect.right() - 22.0, y), Vec2::splat(28.0));
    let spoken = scene.text.subtitle_pair(label, add);
    if ui.place(place, IconButton::new(icons::PLUS, &spoken).small().keys(keys)).clicked() {
        scene.act(action);
    }
}

fn empty(ui: &mut Ui, scene: &Scene<'_>, area: Rect) {
    let t = Tokens::of(ui.ctx());
    let center = Pos2::new(area.center().x, area.center().y - 64.0);
    ui.painter().circle_filled(center, 28.0, t.hover);
    icons::CHATS_CIRCLE.paint(ui.painter(), center, 28.0, t.text_2);
    let place = Rect::from_min_max(
        Pos2::new(area.left() + 40.0, center.y + 41.0),
        Pos2::new(area.right() - 40.0, area.bottom()),
    );
    let mut below = ui.new_child(UiBuilder::new().max_rect(place));
    below.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = 5.0;
        Type::BODY_STRONG.label(ui, scene.text.no_chats_yet(), t.text);
        Type::SMALL.label(ui, scene.text.no_chats_note(), t.text_2);
    });
}

/// The height of a row at the density that the person chose, and of its avatar.
pub fn row_size(ui: &Ui) -> (f32, f32) {
    let density = theme::density(ui.ctx());
    (density.row(), density.avatar())
}
