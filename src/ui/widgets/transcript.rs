//! The messages of a chat: a list of any length in which only what is seen is laid out.
//!
//! The reader's place is an anchor, at the end or a message and how much of it is above the window, and never
//! a number of points from the top: rows that have not been seen yet have a guessed height, and what arrives
//! or changes above must not move what is being read. Each frame finds the first visible row from the anchor,
//! measures rows from there until the window is full, and only then says where everything stands.

use std::collections::BTreeMap;

use eframe::egui::{
    Align2, Key, Margin, Modifiers, Pos2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo,
};
use jiff::civil::Date;

use super::message_row::{Around, MessageRow, grouped, is_line};
use super::row_heights::RowHeights;
use super::{blend, focus_ring, hover_of};
use crate::model::{AccountModel, Author, Chat, ChatId, MessageKey, SendState, Transcript};
use crate::ui::icons;
use crate::ui::scene::Scene;
use crate::ui::theme::{Tokens, Type, radius};

/// The guessed height of a row that was never seen.
const GUESS: f32 = 49.0;
/// Below the last message.
const FOOT: f32 = 10.0;
const FOOT_NOTE: f32 = 20.0;
/// Above a message that is jumped to.
const ROOM_ABOVE: f32 = 120.0;
const SIDE: f32 = 20.0;
const WIDEST_COLUMN: f32 = 880.0;
/// Rows kept laid out beyond those that are seen.
const SPARE_ROWS: usize = 200;

/// Where the reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Place {
    #[default]
    AtEnd,
    /// So many points of this message are above the upper edge.
    At { key: MessageKey, above: f32 },
}

/// What the window remembers of the transcript on screen.
#[derive(Debug, Default)]
pub struct TranscriptView {
    chat: Option<ChatId>,
    place: Place,
    /// Where the reader was in the other chats.
    places: BTreeMap<ChatId, Place>,
    heights: RowHeights,
    first: Option<MessageKey>,
    last: Option<MessageKey>,
    rows: BTreeMap<MessageKey, (u64, MessageRow)>,
    /// How far the reader scrolled at the end of the last frame.
    moved: f32,
    frame: u64,
    /// The revision and the count that the service was told were read.
    read: Option<(u64, u32)>,
    /// A message that was searched for.
    pub marked: Option<MessageKey>,
    /// How many rows were laid out anew in the last frame, and how many were painted.
    pub laid_out: usize,
    pub seen: usize,
}

/// What of a row's surroundings is the same for all rows of a frame.
struct Frame<'a> {
    account: &'a AccountModel,
    chat_id: &'a ChatId,
    chat: &'a Chat,
    column: f32,
    widest: f32,
    today: Date,
}

impl TranscriptView {
    /// Goes to the newest message.
    pub fn jump_to_end(&mut self) {
        self.place = Place::AtEnd;
    }

    /// Shows a message with some room above it.
    pub fn jump_to(&mut self, key: MessageKey) {
        self.place = Place::At { key, above: -ROOM_ABOVE };
    }

    /// Shows and marks a message of a chat, also of one that is not on screen yet.
    pub fn aim(&mut self, chat: &ChatId, key: MessageKey) {
        let place = Place::At { key, above: -ROOM_ABOVE };
        if self.chat.as_ref() == Some(chat) {
            self.place = place;
        } else {
            self.places.insert(chat.clone(), place);
        }
        self.marked = Some(key);
    }

    pub fn at_end(&self) -> bool {
        self.place == Place::AtEnd
    }

    pub fn place(&self) -> Place {
        self.place
    }

    fn open(&mut self, chat: &ChatId) {
        if self.chat.as_ref() == Some(chat) {
            return;
        }
        if let Some(before) = self.chat.replace(chat.clone()) {
            self.places.insert(before, self.place);
        }
        self.place = self.places.get(chat).copied().unwrap_or_default();
        self.heights = RowHeights::default();
        (self.first, self.last) = (None, None);
        self.moved = 0.0;
        self.read = None;
        self.rows.clear();
    }

    /// Brings the heights to as many rows as there are messages, keeping those that are still the same.
    fn follow(&mut self, transcript: &Transcript) {
        let (known, now) = (self.heights.len(), transcript.len());
        let key = |index: usize| transcript.message(index).map(|message| message.key);
        let (first, last) = (key(0), transcript.last().map(|message| message.key));
        let appended = known <= now && self.first == first && known > 0 && key(known - 1) == self.last;
        let prepended = known > 0 && known < now && self.last == last && key(now - known) == self.first;
        if appended {
            for _ in known..now {
                self.heights.push(GUESS);
            }
        } else if prepended {
            self.heights.insert_front(now - known, GUESS);
        } else if known != now || self.first != first || self.last != last {
            self.heights = RowHeights::all(now, GUESS);
        }
        (self.first, self.last) = (first, last);
    }
}

/// How wide the column of messages is in a pane of this width.
pub fn column(pane: f32) -> f32 {
    (pane - 2.0 * SIDE).min(WIDEST_COLUMN)
}

/// The transcript of a chat, over all the room there is.
pub fn transcript_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    account: &AccountModel,
    chat_id: &ChatId,
    chat: &Chat,
) {
    let area = ui.available_rect_before_wrap();
    let window_width = ui.ctx().content_rect().width();
    let column = column(area.width());
    let widest = (column - 52.0).min(if window_width >= 1440.0 { 560.0 } else { 452.0 }).max(160.0);
    let today = scene.zone.to_datetime(scene.moment(scene.now)).date();
    let frame = Frame { account, chat_id, chat, column, widest, today };

    let mut view = std::mem::take(&mut scene.view.transcript);
    view.open(chat_id);
    view.frame += 1;
    (view.laid_out, view.seen) = (0, 0);
    view.follow(&chat.transcript);
    let delta = std::mem::take(&mut view.moved) + keys(ui, area.height());
    let visible = view.find_visible(ui, scene, &frame, delta, area.height());
    view.show(ui, scene, &frame, area, &visible);
    view.forget_unseen();
    if !view.at_end() {
        jump_button(ui, scene, &mut view, area, chat);
    }
    let unread = (chat.transcript.revision(), chat.badge());
    let read = view.at_end() && chat.badge() > 0 && ui.input(|input| input.focused);
    if read && view.read != Some(unread) {
        view.read = Some(unread);
        scene.command(crate::service::Command::MarkRead { chat: chat_id.clone() });
    }
    scene.view.transcript = view;
}

/// Page up, page down, Ctrl Home and Ctrl End move the transcript wherever the focus is.
fn keys(ui: &Ui, page: f32) -> f32 {
    let far = 1e9;
    let mut delta = 0.0;
    ui.input_mut(|input| {
        for (modifiers, key, distance) in [
            (Modifiers::NONE, Key::PageUp, -0.9 * page),
            (Modifiers::NONE, Key::PageDown, 0.9 * page),
            (Modifiers::CTRL, Key::Home, -far),
            (Modifiers::CTRL, Key::End, far),
        ] {
            if input.consume_key(modifiers, key) {
                delta += distance;
            }
        }
    });
    delta
}

/// The rows that are seen: the first, how much of it is above the edge, and where each begins.
struct Visible {
    first: usize,
    above: f32,
    tops: Vec<f32>,
}

impl TranscriptView {
    fn find_visible(
        &mut self,
        ui: &Ui,
        scene: &Scene<'_>,
        frame: &Frame<'_>,
        delta: f32,
        height: f32,
    ) -> Visible {
        let count = self.heights.len();
        let foot = foot_height(frame);
        let (mut first, mut above) = match self.place {
            Place::AtEnd => (count, foot - height),
            Place::At { key, above } => match frame.chat.transcript.index_of(key) {
                Some(index) => (index, above),
                None => (count, foot - height),
            },
        };
        if delta.abs() > 4.0 * height {
            let top = self.heights.top(first) + f64::from(above) + f64::from(delta);
            let top = top.clamp(0.0, self.heights.total());
            first = self.heights.row_at(top).unwrap_or(0);
            above = (top - self.heights.top(first)) as f32;
        } else {
            above += delta;
        }
        (first, above) = self.climb(ui, scene, frame, first, above);
        above = above.max(0.0);
        while first + 1 < count && above >= self.measure(ui, scene, frame, first) {
            above -= self.measure(ui, scene, frame, first);
            first += 1;
        }
        let (mut tops, end) = self.fill(ui, scene, frame, first, above, height);
        let ends = first + tops.len() == count;
        let short = height - (end + foot);
        if ends && short > 0.0 {
            // The end would stand above the lower edge: everything moves down, and fewer messages than fit
            // stand at the bottom.
            (first, above) = self.climb(ui, scene, frame, first, above - short);
            (tops, _) = self.fill(ui, scene, frame, first, above, height);
        }
        let at_end = ends && short > -1.0;
        self.place = match frame.chat.transcript.message(first) {
            Some(message) if !at_end => Place::At { key: message.key, above },
            _ => Place::AtEnd,
        };
        Visible { first, above, tops }
    }

    /// From row to row upwards until the upper edge is inside `first`, or `first` is the first of all.
    fn climb(
        &mut self,
        ui: &Ui,
        scene: &Scene<'_>,
        frame: &Frame<'_>,
        mut first: usize,
        mut above: f32,
    ) -> (usize, f32) {
        while above < 0.0 && first > 0 {
            first -= 1;
            above += self.measure(ui, scene, frame, first);
        }
        (first, above)
    }

    /// Where the rows from `first` on begin, until the window is full, and where the last of them ends.
    fn fill(
        &mut self,
        ui: &Ui,
        scene: &Scene<'_>,
        frame: &Frame<'_>,
        first: usize,
        above: f32,
        height: f32,
    ) -> (Vec<f32>, f32) {
        let mut tops = Vec::new();
        let mut y = -above;
        for row in first..self.heights.len() {
            if y >= height {
                break;
            }
            tops.push(y);
            y += self.measure(ui, scene, frame, row);
        }
        (tops, y)
    }

    /// The height of a row, laid out if it was not or has changed.
    fn measure(&mut self, ui: &Ui, scene: &Scene<'_>, frame: &Frame<'_>, row: usize) -> f32 {
        let message = frame.chat.transcript.message(row).expect("there is a height for each message alone");
        if let Some((seen, laid_out)) = self.rows.get(&message.key)
            && *seen == self.frame
        {
            return laid_out.height;
        }
        let around = around(ui, scene, frame, row);
        let kept = self.rows.remove(&message.key).filter(|(_, laid_out)| laid_out.holds(message, &around));
        let laid_out = match kept {
            Some((_, laid_out)) => laid_out,
            None => {
                self.laid_out += 1;
                MessageRow::lay_out(ui, scene.text, frame.account, frame.chat_id, message, around)
            }
        };
        let height = laid_out.height;
        self.heights.set(row, height);
        self.rows.insert(message.key, (self.frame, laid_out));
        height
    }

    fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, frame: &Frame<'_>, area: Rect, visible: &Visible) {
        let offset = (self.heights.top(visible.first) + f64::from(visible.above)).max(0.0) as f32;
        let total = (self.heights.total() + f64::from(foot_height(frame))).max(f64::from(area.height()));
        let fits = total <= f64::from(area.height());
        let left = (area.center().x - frame.column / 2.0).round();
        let transcript = &frame.chat.transcript;
        // A rubber band would pull the end back that the last frame did not know of yet.
        ui.spacing_mut().scroll.kinetic.rubber_band = false;
        let shown = ScrollArea::vertical()
            .id_salt(("transcript", frame.chat_id))
            .vertical_scroll_offset(offset)
            .auto_shrink([false, false])
            .content_margin(Margin::ZERO)
            .show_viewport(ui, |ui, _| {
                // Two points more than there are keep the rounding of long sums from pushing the end back.
                ui.set_height(total as f32 + if fits { 0.0 } else { 2.0 });
                for (row, top) in visible.tops.iter().enumerate() {
                    let Some(message) = transcript.message(visible.first + row) else { break };
                    let Some((_, laid_out)) = self.rows.get(&message.key) else { break };
                    let newest = visible.first + row + 1 == transcript.len() && message.author != Author::Me;
                    let y = (area.top() + top).round();
                    let bubble =
                        laid_out.paint(ui, Pos2::new(left, y), scene.text, frame.chat_id, newest, scene.out);
                    if self.marked == Some(message.key) {
                        mark(ui, bubble);
                    }
                }
                self.foot(ui, scene, frame, left, area, visible);
            });
        self.seen = visible.tops.len();
        self.moved = shown.state.clamped_offset().y - offset;
    }

    /// "2 messages will be sent when you’re back online."
    fn foot(
        &self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        frame: &Frame<'_>,
        left: f32,
        area: Rect,
        visible: &Visible,
    ) {
        let waiting = waiting(frame);
        let Some(last) = visible.tops.last().filter(|_| waiting > 0) else { return };
        let row = visible.first + visible.tops.len() - 1;
        if row + 1 != self.heights.len() {
            return;
        }
        let t = Tokens::of(ui.ctx());
        let words = scene.text.full_stop(&scene.text.will_be_sent(waiting));
        let y = (area.top() + last + self.heights.height(row)).round() + FOOT_NOTE / 2.0 + 2.0;
        let right = Pos2::new(left + frame.column - 2.0, y);
        let rect = super::painted_label(ui, right, Align2::RIGHT_CENTER, Type::META, &words, t.text_2).rect;
        icons::CLOCK.paint(ui.painter(), Pos2::new(rect.left() - 15.0, y), 15.0, t.text_2);
    }

    fn forget_unseen(&mut self) {
        if self.rows.len() > self.seen + SPARE_ROWS {
            let now = self.frame;
            self.rows.retain(|_, (seen, _)| *seen == now);
        }
    }
}

fn around(ui: &Ui, scene: &Scene<'_>, frame: &Frame<'_>, row: usize) -> Around {
    let transcript = &frame.chat.transcript;
    let message = transcript.message(row).expect("the row was counted from the transcript");
    let before = row.checked_sub(1).and_then(|row| transcript.message(row));
    let after = transcript.message(row + 1);
    let day = |at| scene.zone.to_datetime(scene.moment(at)).date();
    let date = day(message.at);
    let opens_day = before.is_none_or(|before| day(before.at) != date).then_some((date, frame.today));
    let is_first_new = |message: &crate::model::Message| frame.chat.new_from == Some(message.key);
    let first_new = is_first_new(message);
    let joined = |a: &crate::model::Message, b: &crate::model::Message| {
        grouped(a, b) && day(a.at) == day(b.at) && !is_first_new(b)
    };
    let account = match &message.author {
        Author::Me | Author::System => &frame.account.me,
        Author::Person(account) => account,
    };
    Around {
        column: frame.column,
        widest: frame.widest,
        dark: Tokens::of(ui.ctx()).dark,
        language: scene.text.language(),
        opens_day,
        first_new,
        opens_group: before.is_none_or(|before| !joined(before, message)),
        closes_group: after.is_none_or(|after| !joined(message, after)),
        after_line: before.is_some_and(|before| is_line(before)),
        first: row == 0,
        offline: !frame.account.online(),
        in_channel: matches!(frame.chat_id, ChatId::Channel(_)),
        author: frame.account.display_name(account).to_owned(),
        account: account.as_str().to_owned(),
        time: scene.clock(message.at),
    }
}

/// How many own messages at the end wait for the connection.
fn waiting(frame: &Frame<'_>) -> usize {
    if frame.account.online() {
        return 0;
    }
    let waits = |state: &SendState| matches!(state, SendState::Queued | SendState::Sending);
    let tail = frame.chat.transcript.iter().rev();
    tail.take_while(|message| message.author == Author::Me && waits(&message.state)).count()
}

fn foot_height(frame: &Frame<'_>) -> f32 {
    if waiting(frame) > 0 { FOOT + FOOT_NOTE } else { FOOT }
}

fn mark(ui: &Ui, bubble: Rect) {
    let stroke = Stroke::new(2.0, Tokens::of(ui.ctx()).warn);
    ui.painter().rect_stroke(bubble.expand(2.0), radius::BUBBLE + 2, stroke, StrokeKind::Outside);
}

/// The round button that leads to the newest message, with how many are new.
fn jump_button(ui: &mut Ui, scene: &mut Scene<'_>, view: &mut TranscriptView, area: Rect, chat: &Chat) {
    let t = Tokens::of(ui.ctx());
    let center = Pos2::new(area.right() - SIDE - 18.0, area.bottom() - 26.0);
    let rect = Rect::from_center_size(center, Vec2::splat(36.0));
    let response = ui.interact(rect, ui.make_persistent_id("jump to latest"), Sense::click());
    let words = scene.text.jump_to_latest();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
    ui.painter().add(t.shadow_2.as_shape(rect, radius::FULL));
    let fill = blend(t.raised, t.hover, hover_of(ui, &response));
    ui.painter().rect(rect, radius::FULL, fill, Stroke::new(1.0, t.line), StrokeKind::Inside);
    icons::ARROW_DOWN.paint(ui.painter(), center, 18.0, t.text_2);
    let count = usize::try_from(chat.unread).unwrap_or(usize::MAX);
    let corner = rect.right_top() + Vec2::new(-4.0, 4.0);
    super::Badge::new(count).paint(ui, corner, Align2::CENTER_CENTER, Some(t.canvas));
    focus_ring(ui, &response, rect, radius::FULL);
    super::tooltip(&response, words, "Ctrl End");
    if response.clicked() {
        view.jump_to_end();
    }
}
