use eframe::egui::{Align, Align2, Id, Layout, Pos2, Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};
use jiff::civil::Date;
use std::sync::Arc;

use super::frame::{centered, inside};
use super::peer::Peer;
use crate::ids::CallKey;
use crate::model::{AccountModel, CallRecord, Millis};
use crate::service::Command;
use crate::ui::text::Language;
use crate::ui::theme::{Tokens, Type, density, size, space};
use crate::ui::widgets::{
    Button, FilterChip, IconButton, Search, focus_ring, hairline_down, heading, row_fill,
};
use crate::ui::{Action, Scene, icons};

mod detail;
mod words;

use words::{Tone, line};

/// Which calls the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Filter {
    #[default]
    All,
    Missed,
    Incoming,
    Outgoing,
    Failed,
}

impl Filter {
    const ALL: [Self; 5] = [Self::All, Self::Missed, Self::Incoming, Self::Outgoing, Self::Failed];

    fn shows(self, record: &CallRecord) -> bool {
        match self {
            Self::All => true,
            Self::Missed => record.missed(),
            Self::Incoming => record.side == crate::call::Side::Callee,
            Self::Outgoing => record.side == crate::call::Side::Caller,
            Self::Failed => words::failed(record),
        }
    }
}

/// Names a call of the list for as long as it is shown: ids come from the history, which may be slower.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RecordKey {
    started_at: Millis,
    key: CallKey,
}

impl RecordKey {
    fn of(record: &CallRecord) -> Self {
        let key = CallKey { channel: record.channel.clone(), peer: record.peer.clone() };
        Self { started_at: record.started_at, key }
    }
}

#[derive(Debug, Clone)]
enum Row {
    Day(String),
    Call(Arc<CallRecord>),
}

/// What the list was made of; it is made again when one of them changes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Made {
    turn: u64,
    filter: Filter,
    query: String,
    language: Language,
    today: Date,
    records: usize,
}

/// What the page of calls remembers.
#[derive(Debug, Default)]
pub struct CallsView {
    filter: Filter,
    query: String,
    chosen: Option<RecordKey>,
    /// In a narrow window either the list or the call is on screen.
    reading: bool,
    rows: Vec<Row>,
    made: Option<Made>,
    missed: usize,
    /// The turn of the model in which the calls were last marked as seen.
    marked: Option<u64>,
}

const LIST: f32 = 360.0;
const SECTION: f32 = 34.0;

/// The calls that are over: the list, and what is known of the chosen one. It fills the `Ui`.
pub fn calls_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let Some(account) = scene.account() else { return };
    mark_seen(scene, account);
    make_rows(scene, account);
    let t = Tokens::of(ui.ctx());
    let (whole, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let window = ui.ctx().content_rect().width();
    if account.call_log.is_empty() {
        ui.painter().rect_filled(whole, 0, t.canvas);
        nothing_yet(ui, scene, whole);
        return;
    }
    let one_pane = window < 640.0;
    let list_width = match window {
        _ if one_pane => whole.width(),
        window if window < 900.0 => 248.0,
        _ => LIST,
    };
    let edge = whole.left() + list_width;
    let reading = one_pane && scene.view.calls.reading;
    if !reading {
        let list = Rect::from_min_max(whole.min, Pos2::new(edge, whole.bottom()));
        ui.painter().rect_filled(list, 0, t.sidebar);
        if !one_pane {
            hairline_down(ui.painter(), edge - 0.5, whole.top(), whole.bottom(), t.line);
        }
        inside(ui, list, Layout::top_down(Align::Min), |ui| list_ui(ui, scene, account, list));
    }
    if !one_pane || reading {
        let left = if reading { whole.left() } else { edge };
        let pane = Rect::from_min_max(Pos2::new(left, whole.top()), whole.max);
        ui.painter().rect_filled(pane, 0, t.canvas);
        inside(ui, pane, Layout::top_down(Align::Min), |ui| {
            if reading {
                back(ui, scene, pane);
            }
            if let Some(record) = chosen(scene) {
                detail::detail_ui(ui, scene, account, &record);
            }
        });
    }
}

fn back(ui: &mut Ui, scene: &mut Scene<'_>, pane: Rect) {
    let place = Rect::from_min_size(pane.min + Vec2::splat(space::X8), Vec2::splat(36.0));
    let button = IconButton::new(icons::ARROW_LEFT, scene.text.back());
    if centered(ui, place, button).clicked() {
        scene.view.calls.reading = false;
    }
    ui.add_space(space::X24);
}

/// Calls that are on screen have been seen.
fn mark_seen(scene: &mut Scene<'_>, account: &AccountModel) {
    let turn = scene.view.turn;
    if account.call_log.unseen_missed() > 0 && scene.view.calls.marked != Some(turn) {
        scene.view.calls.marked = Some(turn);
        scene.command(Command::MarkCallsSeen);
    }
}

fn make_rows(scene: &mut Scene<'_>, account: &AccountModel) {
    let date = |at: Millis| scene.zone.to_datetime(scene.moment(at)).date();
    let today = date(scene.now);
    let view = &*scene.view;
    let made = Made {
        turn: view.turn,
        filter: view.calls.filter,
        query: view.calls.query.trim().to_lowercase(),
        language: scene.text.language(),
        today,
        records: account.call_log.len(),
    };
    if view.calls.made.as_ref() == Some(&made) {
        return;
    }
    let found = |record: &CallRecord| {
        made.query.is_empty()
            || [account.display_name(&record.peer), record.peer.as_str(), record.channel.as_str()]
                .iter()
                .any(|words| words.to_lowercase().contains(&made.query))
    };
    let mut rows = Vec::new();
    let mut day = None;
    for record in account.call_log.newest() {
        if !made.filter.shows(record) || !found(record) {
            continue;
        }
        let on = date(record.started_at);
        if day != Some(on) {
            day = Some(on);
            rows.push(Row::Day(scene.text.day_heading(on, today)));
        }
        rows.push(Row::Call(record.clone()));
    }
    let calls = &mut scene.view.calls;
    calls.missed = account.call_log.newest().filter(|record| record.missed()).count();
    calls.rows = rows;
    calls.made = Some(made);
}

/// The chosen call, else the first of the list.
fn chosen(scene: &Scene<'_>) -> Option<Arc<CallRecord>> {
    let mut calls = scene.view.calls.rows.iter().filter_map(|row| match row {
        Row::Call(record) => Some(record),
        Row::Day(_) => None,
    });
    let wanted = scene.view.calls.chosen.as_ref();
    let first = calls.clone().next();
    calls.find(|record| wanted == Some(&RecordKey::of(record))).or(first).cloned()
}

fn list_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, list: Rect) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let header = Rect::from_min_size(list.min, Vec2::new(list.width(), size::HEADER));
    let inner = header.shrink2(Vec2::new(space::X16, 0.0));
    inside(ui, inner, Layout::left_to_right(Align::Center), |ui| {
        heading(ui, Type::TITLE, text.calls(), t.text);
    });
    let place = Rect::from_center_size(Pos2::new(list.right() - 27.0, header.center().y), Vec2::splat(36.0));
    let new = IconButton::new(icons::PHONE_PLUS, text.new_call()).keys("Ctrl D");
    if centered(ui, place, new).clicked() {
        scene.act(Action::CallForm(None));
    }

    let search = Rect::from_min_size(
        Pos2::new(list.left() + space::X12, header.bottom()),
        Vec2::new(list.width() - 25.0, size::SEARCH),
    );
    let calls = &mut scene.view.calls;
    inside(ui, search, Layout::top_down(Align::Min), |ui| {
        Search::new(&mut calls.query, text.search_people_or_channels()).show(ui);
    });
    let chips = Rect::from_min_max(
        Pos2::new(search.left(), search.bottom() + 10.0),
        Pos2::new(list.right() - 4.0, search.bottom() + 66.0),
    );
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    let chips = inside(ui, chips, layout, |ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(5.0);
        for filter in Filter::ALL {
            let missed = text.filter_missed_count(calls.missed);
            let words = match filter {
                Filter::All => text.filter_all(),
                Filter::Missed if calls.missed > 0 => &missed,
                Filter::Missed => text.filter_missed(),
                Filter::Incoming => text.filter_incoming(),
                Filter::Outgoing => text.filter_outgoing(),
                Filter::Failed => text.filter_failed(),
            };
            if ui.add(FilterChip::new(calls.filter == filter, words)).clicked() {
                calls.filter = filter;
            }
        }
        ui.min_rect()
    });
    let top = chips.bottom() + space::X4;
    let rest = Rect::from_min_max(Pos2::new(list.left(), top), list.max - Vec2::new(1.0, 0.0));
    if scene.view.calls.rows.is_empty() {
        let at = Pos2::new(rest.center().x, rest.top() + 60.0);
        let words = text.no_calls_match();
        crate::ui::widgets::painted_label(ui, at, Align2::CENTER_CENTER, Type::SMALL, words, t.text_3);
        return;
    }
    inside(ui, rest, Layout::top_down(Align::Min), |ui| rows_ui(ui, scene, account, rest.width()));
}

/// The rows that are in view, each where the heights of those before put it.
fn rows_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, width: f32) {
    let rows = std::mem::take(&mut scene.view.calls.rows);
    let call = density(ui.ctx()).row();
    let height = |row: &Row| match row {
        Row::Day(_) => SECTION,
        Row::Call(_) => call,
    };
    let mut tops = Vec::with_capacity(rows.len());
    let mut total = 0.0;
    for row in &rows {
        tops.push(total);
        total += height(row);
    }
    let selected = scene.view.calls.chosen.clone().or_else(|| {
        rows.iter().find_map(|row| match row {
            Row::Call(record) => Some(RecordKey::of(record)),
            Row::Day(_) => None,
        })
    });
    ScrollArea::vertical().auto_shrink([false, false]).show_viewport(ui, |ui, viewport| {
        ui.set_height(total + space::X8);
        let origin = ui.min_rect().min;
        let first = tops.partition_point(|top| *top + SECTION < viewport.top()).saturating_sub(2);
        for (row, top) in rows.iter().zip(&tops).skip(first) {
            if *top > viewport.bottom() {
                break;
            }
            let place = Rect::from_min_size(origin + Vec2::new(0.0, *top), Vec2::new(width, height(row)));
            match row {
                Row::Day(words) => {
                    let t = Tokens::of(ui.ctx());
                    let at = place.left_top() + Vec2::new(space::X20, 21.0);
                    let style = Type::META.medium();
                    crate::ui::widgets::painted_label(ui, at, Align2::LEFT_CENTER, style, words, t.text_3);
                }
                Row::Call(record) => {
                    let key = RecordKey::of(record);
                    let is_selected = selected.as_ref() == Some(&key);
                    if row_ui(ui, scene, account, record, place, is_selected) {
                        scene.view.calls.chosen = Some(key);
                        scene.view.calls.reading = true;
                    }
                }
            }
        }
    });
    scene.view.calls.rows = rows;
}

fn row_ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    account: &AccountModel,
    record: &CallRecord,
    place: Rect,
    selected: bool,
) -> bool {
    let t = Tokens::of(ui.ctx());
    let peer = Peer::of(account, &record.peer);
    let line = line(scene.text, record);
    let time = crate::ui::text::clock(scene.moment(record.started_at), scene.zone);
    let rect = place.shrink2(Vec2::new(space::X8, 0.0));
    let id = Id::unique(("call row", record.started_at, record.channel.as_str(), record.peer.as_str()));
    let response = ui.interact(rect, id, Sense::click());
    let spoken = match line.talked.as_deref() {
        Some(talked) => format!("{}, {}, {talked}, {time}", peer.name, line.words),
        None => format!("{}, {}, {time}", peer.name, line.words),
    };
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, selected, &spoken));
    row_fill(ui, &response, rect, 10, selected);

    let side = density(ui.ctx()).avatar();
    let center = Pos2::new(rect.left() + 10.0 + side / 2.0, rect.center().y);
    peer.avatar().size(side).paint(ui, center);
    let left = rect.left() + 20.0 + side;
    let right = rect.right() - 10.0;
    let (first, second) = (rect.center().y - 10.0, rect.center().y + 10.5);
    let at = Pos2::new(right, first + 1.0);
    let time = Type::META.paint(ui.painter(), at, Align2::RIGHT_CENTER, &time, t.text_3);
    let name = if line.tone == Tone::Missed { t.danger_text } else { t.text };
    let galley = Type::BODY_MEDIUM.elided(ui, peer.name, name, time.left() - space::X8 - left);
    ui.painter().galley(Pos2::new(left, first - galley.size().y / 2.0), galley, name);

    let ink = match line.tone {
        Tone::Plain => t.text_2,
        Tone::Answered => t.success_text,
        Tone::Missed | Tone::Failed => t.danger_text,
    };
    line.icon.paint(ui.painter(), Pos2::new(left + 7.5, second), 15.0, ink);
    let mut end = right;
    if let Some(talked) = &line.talked {
        let at = Pos2::new(right, second);
        end = Type::META.paint(ui.painter(), at, Align2::RIGHT_CENTER, talked, t.text_3).left() - space::X8;
    }
    let galley = Type::SMALL.elided(ui, &line.words, t.text_2, end - left - space::X20);
    ui.painter().galley(Pos2::new(left + space::X20, second - galley.size().y / 2.0), galley, t.text_2);
    focus_ring(ui, &response, rect.shrink(2.0), 8);
    response.clicked()
}

fn nothing_yet(ui: &mut Ui, scene: &mut Scene<'_>, whole: Rect) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let center = whole.center();
    let disc = center - Vec2::new(0.0, 96.0);
    ui.painter().circle_filled(disc, 36.0, t.accent_soft);
    icons::PHONE.paint(ui.painter(), disc, 32.0, t.accent_text);
    let label = crate::ui::widgets::painted_label;
    label(ui, center - Vec2::new(0.0, 34.0), Align2::CENTER_CENTER, Type::TITLE, text.no_calls_yet(), t.text);
    label(
        ui,
        center - Vec2::new(0.0, 6.0),
        Align2::CENTER_CENTER,
        Type::BODY,
        text.no_calls_note(),
        t.text_2,
    );
    let place = Rect::from_center_size(center + Vec2::new(0.0, 44.0), Vec2::new(300.0, 36.0));
    let new = Button::primary(text.call_someone()).icon(icons::PHONE.fill()).keys("Ctrl D");
    if centered(ui, place, new).clicked() {
        scene.act(Action::CallForm(None));
    }
}
