//! One message as it is drawn: the bubble, the time and the tick in it, code and links, and who wrote it.

use std::sync::Arc;

use eframe::egui::text::LayoutJob;
use eframe::egui::text_selection::LabelSelectionState;
use eframe::egui::{Align2, CornerRadius, CursorIcon, Galley, Pos2, Rect, Response, Stroke, Ui, Vec2};

use super::spans::Spans;
use crate::model::SendState;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{AvatarColour, Tokens, Type, faded, radius};

const PAD_X: f32 = 12.0;
const PAD_Y: f32 = 7.0;
/// Between the time and the right edge.
const PAD_TIME: f32 = 9.0;
const TIME_GAP: f32 = 11.0;
/// What a time that found no room beside the text adds below it.
const TIME_ROW: f32 = 19.0;
const CODE_PAD: f32 = 4.0;
const TICK: f32 = 15.0;

/// What a bubble is made from.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    pub text: &'a str,
    /// The name above it, and the account that gives its colour.
    pub author: Option<(&'a str, &'a str)>,
    pub time: &'a str,
    pub state: &'a SendState,
    pub own: bool,
    /// The last of its group: it has a tail.
    pub tail: bool,
    /// Waits for the connection and is painted so.
    pub waits: bool,
    pub widest: f32,
}

/// A bubble laid out, to be painted where its row is.
#[derive(Clone, Debug)]
pub struct Bubble {
    pub size: Vec2,
    own: bool,
    tail: bool,
    fill: Fill,
    name: Option<Arc<Galley>>,
    text: Arc<Galley>,
    text_at: Vec2,
    time: Arc<Galley>,
    time_at: Vec2,
    tick: Option<(Icon, Tick)>,
    /// The boxes of code, from the text's corner.
    code: Vec<Rect>,
    spans: Spans,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fill {
    In,
    Out,
    Failed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tick {
    Accent,
    Quiet,
    Danger,
}

impl Bubble {
    pub fn lay_out(ui: &Ui, said: &Said<'_>) -> Self {
        let t = Tokens::of(ui.ctx());
        let failed = matches!(said.state, SendState::Failed(_));
        let fill = match said.own {
            _ if failed => Fill::Failed,
            true if !said.waits => Fill::Out,
            _ => Fill::In,
        };
        let ink = if said.waits { t.text_2 } else { t.text };
        let meta = if fill == Fill::Out { t.bubble_out_meta } else { t.text_3 };

        let spans = Spans::of(said.text);
        let widest_text = said.widest - 2.0 * PAD_X;
        let text = ui.painter().layout_job(job(t, &spans, ink, widest_text));
        let name = said.author.map(|(name, account)| {
            let color = AvatarColour::of(account).name_colour(t);
            Type::AUTHOR.elided(ui, name, color, widest_text)
        });
        let time = Type::MICRO.regular().galley(ui, said.time, meta);
        let tick = tick_of(said.state);
        let time_width = time.size().x + tick.map_or(0.0, |_| 3.0 + TICK);

        let name_height = name.as_ref().map_or(0.0, |_| Type::AUTHOR.line + 1.0);
        let top = PAD_Y + name_height;
        let last_row = text.rows.last().map_or(0.0, |row| row.rect().right());
        let wrapped = text.rows.iter().rev().skip(1).any(|row| !row.ends_with_newline);
        let beside = PAD_X + last_row + TIME_GAP + time_width + PAD_TIME;
        let fits = beside <= said.widest;
        let named = name.as_ref().map_or(0.0, |name| name.size().x + 2.0 * PAD_X);
        let alone = (text.size().x + 2.0 * PAD_X).max(named).max(PAD_X + time_width + PAD_TIME);
        let width = match (wrapped, fits) {
            (true, _) => said.widest,
            (false, true) => beside.max(alone),
            (false, false) => alone.max(said.widest.min(beside)),
        };
        let height = top + text.size().y + PAD_Y + if fits { 0.0 } else { TIME_ROW };
        let size = Vec2::new(width.ceil(), height.ceil());
        let time_bottom = if fits { size.y - PAD_Y } else { size.y - PAD_Y + 2.0 };
        let time_at = Vec2::new(size.x - PAD_TIME - time_width, time_bottom - time.size().y);
        let code = spans.code.iter().flat_map(|range| boxes(&text, range.clone())).collect();
        Self {
            size,
            own: said.own,
            tail: said.tail,
            fill,
            name,
            text,
            text_at: Vec2::new(PAD_X, top - 1.0),
            time,
            time_at,
            tick,
            code,
            spans,
        }
    }

    /// Paints it with its corner at `min`; the response is that of the bubble's box, for selection and links.
    /// Returns the link that was clicked.
    pub fn paint(&self, ui: &Ui, min: Pos2, response: &Response) -> Option<&str> {
        let t = Tokens::of(ui.ctx());
        let rect = Rect::from_min_size(min, self.size);
        let mut corner = CornerRadius::same(radius::BUBBLE);
        if self.tail && self.own {
            corner.se = radius::BUBBLE_TAIL;
        } else if self.tail {
            corner.sw = radius::BUBBLE_TAIL;
        }
        let (fill, meta) = match self.fill {
            Fill::In => (t.bubble_in, t.text_3),
            Fill::Out => (t.bubble_out, t.bubble_out_meta),
            Fill::Failed => (t.danger_soft, t.text_2),
        };
        ui.painter().rect_filled(rect, corner, fill);
        if let Some(name) = &self.name {
            let at = min + Vec2::new(PAD_X, PAD_Y - 2.0);
            ui.painter().galley(at, name.clone(), t.text);
        }
        let text_at = min + self.text_at;
        for code in &self.code {
            let place = code.translate(text_at.to_vec2());
            ui.painter().rect_filled(place, radius::XS, faded(t.text, 0.07));
        }
        let clicked = self.link_under(ui, text_at, response);
        LabelSelectionState::label_text_selection(
            ui,
            response,
            text_at,
            self.text.clone(),
            t.text,
            Stroke::NONE,
        );
        if clicked.is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        let time_at = min + self.time_at;
        ui.painter().galley(time_at, self.time.clone(), meta);
        if let Some((icon, tick)) = self.tick {
            let color = match tick {
                Tick::Accent => t.accent_text,
                Tick::Quiet => meta,
                Tick::Danger => t.danger_text,
            };
            let at = time_at + Vec2::new(self.time.size().x + 3.0 + TICK / 2.0, self.time.size().y / 2.0);
            icon.paint(ui.painter(), at, TICK, color);
        }
        clicked.filter(|_| response.clicked())
    }

    fn link_under(&self, ui: &Ui, text_at: Pos2, response: &Response) -> Option<&str> {
        if self.spans.links.is_empty() {
            return None;
        }
        let pointer = response.hover_pos().or_else(|| response.interact_pointer_pos())?;
        let place = Rect::from_min_size(text_at, self.text.size());
        if !place.contains(pointer) || !ui.clip_rect().contains(pointer) {
            return None;
        }
        let cursor = self.text.cursor_from_pos(pointer - text_at);
        self.spans.link_at(cursor.index.0)
    }
}

fn tick_of(state: &SendState) -> Option<(Icon, Tick)> {
    match state {
        SendState::Received => None,
        SendState::Queued | SendState::Sending => Some((icons::CLOCK, Tick::Quiet)),
        SendState::Sent => Some((icons::CHECK, Tick::Quiet)),
        SendState::Delivered => Some((icons::CHECKS, Tick::Accent)),
        SendState::Failed(_) => Some((icons::WARNING_CIRCLE.fill(), Tick::Danger)),
    }
}

fn job(t: &Tokens, spans: &Spans, ink: eframe::egui::Color32, width: f32) -> LayoutJob {
    let mut marks: Vec<(std::ops::Range<usize>, bool)> =
        spans.code.iter().map(|range| (range.clone(), true)).collect();
    marks.extend(spans.links.iter().map(|link| (link.at.clone(), false)));
    marks.sort_by_key(|(range, _)| range.start);
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let plain = Type::BODY.format(ink);
    let mut link = Type::BODY.format(t.accent_text);
    link.underline = Stroke::new(1.0, faded(t.accent_text, 0.5));
    let mut code = Type::MONO.sized(12.5, 20.0).format(ink);
    code.valign = eframe::egui::Align::Center;
    let offsets: Vec<usize> = match marks.is_empty() {
        true => Vec::new(),
        false => spans.text.char_indices().map(|(at, _)| at).chain([spans.text.len()]).collect(),
    };
    let (mut from, mut lead) = (0, 0.0);
    for (range, is_code) in marks {
        let (start, end) = (offsets[range.start], offsets[range.end]);
        if start > from {
            job.append(&spans.text[from..start], lead, plain.clone());
            lead = 0.0;
        }
        let (pad, format) = if is_code { (CODE_PAD, &code) } else { (0.0, &link) };
        job.append(&spans.text[start..end], lead + pad, format.clone());
        (from, lead) = (end, pad);
    }
    if from < spans.text.len() || job.sections.is_empty() {
        job.append(&spans.text[from..], lead, plain);
    }
    job
}

/// The boxes around a run of characters: one for each row that it stands in.
fn boxes(galley: &Galley, range: std::ops::Range<usize>) -> Vec<Rect> {
    let mut found = Vec::new();
    let mut first = 0;
    for row in &galley.rows {
        let count = row.glyphs.len();
        let (from, to) = (range.start.max(first), range.end.min(first + count));
        if from < to {
            let left = row.pos.x + row.glyphs[from - first].pos.x - CODE_PAD;
            let right = row.pos.x + row.glyphs[to - first - 1].max_x() + CODE_PAD;
            let middle = row.rect().center().y;
            found.push(Rect::from_min_max(Pos2::new(left, middle - 9.5), Pos2::new(right, middle + 9.5)));
        }
        first += count + usize::from(row.ends_with_newline);
    }
    found
}

/// The line above what is new: words with a hairline at each side.
pub fn new_messages_line(ui: &Ui, left: f32, right: f32, y: f32, words: &str) {
    let t = Tokens::of(ui.ctx());
    let center = Pos2::new((left + right) / 2.0, y);
    let place = Type::META.semibold().paint(ui.painter(), center, Align2::CENTER_CENTER, words, t.warn_text);
    super::hairline(ui.painter(), left, place.left() - 10.0, y, t.warn_line);
    super::hairline(ui.painter(), place.right() + 10.0, right, y, t.warn_line);
}
