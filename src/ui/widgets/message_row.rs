//! One row of a transcript: a message with everything that stands above and below it.

use std::sync::Arc;

use eframe::egui::{
    Align2, Galley, Id, Pos2, Rangef, Rect, Response, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo,
};
use jiff::civil::Date;

use super::badge::{DAY_PILL, day_pill};
use super::bubble::{Bubble, Said, new_messages_line};
use super::{Avatar, IconButton, LinkButton, MenuRow, context_menu, painted_label};
use crate::model::{AccountModel, Author, Body, ChatId, Message, Millis, SendState};
use crate::service::Command;
use crate::ui::icons::{self, Icon};
use crate::ui::scene::Action;
use crate::ui::text::{Language, Text};
use crate::ui::theme::{Tokens, Type};
use crate::ui::words;

const GROUP_MILLIS: Millis = 5 * 60 * 1000;
const GAP: f32 = 12.0;
const GAP_IN_GROUP: f32 = 3.0;
const GAP_DAY: f32 = 14.0;
const LINE: f32 = 16.0;
const FAILED: f32 = 20.0;
const AVATAR: f32 = 32.0;
/// The room that the avatar of others takes before their bubbles.
const INDENT: f32 = AVATAR + 8.0;

/// What a row depends on besides its message. While it and the message are the same, the layout holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Around {
    /// The width of the column of messages, and of the widest bubble in it.
    pub column: f32,
    pub widest: f32,
    pub dark: bool,
    pub language: Language,
    /// The day of the message and today, where the message is the first of its day.
    pub opens_day: Option<(Date, Date)>,
    pub first_new: bool,
    pub opens_group: bool,
    pub closes_group: bool,
    pub after_line: bool,
    pub first: bool,
    pub offline: bool,
    pub in_channel: bool,
    /// What the author is called, and their account.
    pub author: String,
    pub account: String,
    pub time: String,
}

/// A message laid out.
#[derive(Clone, Debug)]
pub struct MessageRow {
    pub height: f32,
    around: Around,
    message: Arc<Message>,
    day: Option<(f32, String)>,
    new_line: Option<f32>,
    content_at: f32,
    content: Content,
    /// What a screen reader says.
    described: String,
    failed: Option<String>,
}

#[derive(Clone, Debug)]
enum Content {
    Bubble(Box<Bubble>),
    Line { icon: Icon, galley: Arc<Galley>, warn: bool },
}

/// Whether two messages that follow each other on one day are drawn as one group.
pub fn grouped(before: &Message, after: &Message) -> bool {
    matches!((&before.body, &after.body), (Body::Text(_), Body::Text(_)))
        && before.author == after.author
        && before.author != Author::System
        && (after.at - before.at).abs() < GROUP_MILLIS
}

/// Whether a message is a line of words rather than a bubble.
pub fn is_line(message: &Message) -> bool {
    message.author == Author::System || !matches!(message.body, Body::Text(_))
}

impl MessageRow {
    pub fn holds(&self, message: &Arc<Message>, around: &Around) -> bool {
        Arc::ptr_eq(&self.message, message) && self.around == *around
    }

    pub fn lay_out(
        ui: &Ui,
        text: &'static Text,
        account: &AccountModel,
        chat: &ChatId,
        message: &Arc<Message>,
        around: Around,
    ) -> Self {
        let t = Tokens::of(ui.ctx());
        let mut y = 0.0;
        let mut gap = if message.body == Body::ConnectionLost {
            GAP + 4.0
        } else if around.first || around.opens_group || around.after_line {
            GAP
        } else {
            GAP_IN_GROUP
        };
        let mut day = None;
        if let Some((date, today)) = around.opens_day {
            let center = GAP_DAY + DAY_PILL / 2.0;
            day = Some((center, text.day_heading(date, today)));
            y = GAP_DAY + DAY_PILL;
            gap = GAP_DAY;
        }
        let mut new_line = None;
        if around.first_new {
            let above = if around.after_line { GAP + 2.0 } else { GAP };
            new_line = Some(y + above + LINE / 2.0);
            y += above + LINE;
            gap = GAP;
        }
        let content_at = y + gap;
        let is_line = is_line(message);
        let (content, content_height, described) = if is_line {
            Self::line(ui, t, text, account, chat, message, &around)
        } else {
            Self::bubble(ui, text, message, &around)
        };
        let failed = if let SendState::Failed(failure) = &message.state {
            Some(text.full_stop(&text.not_sent(&words::reason(text, failure))))
        } else {
            None
        };
        let below = if failed.is_some() { FAILED } else { 0.0 };
        let height = content_at + content_height + below;
        Self {
            height,
            around,
            message: message.clone(),
            day,
            new_line,
            content_at,
            content,
            described,
            failed,
        }
    }

    fn line(
        ui: &Ui,
        t: &Tokens,
        text: &Text,
        account: &AccountModel,
        chat: &ChatId,
        message: &Message,
        around: &Around,
    ) -> (Content, f32, String) {
        let (icon, words) = words::system_line(text, account, chat, &message.body);
        let words = text.line_at(&words, &around.time);
        let warn = message.body == Body::ConnectionLost;
        let ink = if warn { t.warn_text } else { t.text_3 };
        let galley = Type::META.elided(ui, &words, ink, around.column - 40.0);
        (Content::Line { icon, galley, warn }, LINE, words)
    }

    fn bubble(ui: &Ui, text: &Text, message: &Message, around: &Around) -> (Content, f32, String) {
        let Body::Text(said) = &message.body else { unreachable!("only texts are bubbles") };
        let own = message.author == Author::Me;
        let named = around.in_channel && !own && around.opens_group;
        let bubble = Bubble::lay_out(
            ui,
            &Said {
                text: said,
                author: named.then_some((around.author.as_str(), around.account.as_str())),
                time: &around.time,
                state: &message.state,
                own,
                tail: around.closes_group,
                waits: around.offline && matches!(message.state, SendState::Queued | SendState::Sending),
                widest: around.widest,
            },
        );
        let described = match state_word(text, &message.state) {
            Some(state) => text.bubble_described(&around.author, &around.time, said, state),
            None => text.bubble_received(&around.author, &around.time, said),
        };
        let height = bubble.size.y;
        (Content::Bubble(Box::new(bubble)), height, described)
    }

    /// Paints it in a column whose left top is `corner`; returns the box of what was said. The
    /// newest message is announced.
    pub fn paint(
        &self,
        ui: &mut Ui,
        corner: Pos2,
        text: &'static Text,
        chat: &ChatId,
        newest: bool,
        out: &mut Vec<Action>,
    ) -> Rect {
        let t = Tokens::of(ui.ctx());
        let Pos2 { x: left, y } = corner;
        let right = left + self.around.column;
        let middle = (left + right) / 2.0;
        let id = Id::unique(("message", self.message.key.0));
        if let Some((at, words)) = &self.day {
            let rect = day_pill(ui, Pos2::new(middle, y + at), words);
            let response = ui.interact(rect, id.with("day"), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
        }
        if let Some(at) = self.new_line {
            new_messages_line(ui, left, right, y + at, text.new_messages());
            let rect = Rect::from_min_max(Pos2::new(left, y + at - 8.0), Pos2::new(right, y + at + 8.0));
            let response = ui.interact(rect, id.with("new"), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, text.new_messages()));
        }
        let top = y + self.content_at;
        match &self.content {
            Content::Line { icon, galley, warn } => {
                let ink = if *warn { t.warn_text } else { t.text_3 };
                let width = galley.size().x + 22.0;
                let at = Pos2::new((middle - width / 2.0).round(), top);
                icon.paint(ui.painter(), at + Vec2::new(7.5, LINE / 2.0), 15.0, ink);
                ui.painter().galley(at + Vec2::new(22.0, 0.0), galley.clone(), ink);
                let rect = Rect::from_min_size(at, Vec2::new(width, LINE));
                let response = ui.interact(rect, id, Sense::hover());
                self.name(&response, newest);
                rect
            }
            Content::Bubble(bubble) => {
                let own = self.message.author == Author::Me;
                let x = if own { right - bubble.size.x } else { left + INDENT };
                let min = Pos2::new(x, top);
                let rect = Rect::from_min_size(min, bubble.size);
                if !own && self.around.closes_group {
                    let center = Pos2::new(left + AVATAR / 2.0, rect.bottom() - AVATAR / 2.0);
                    Avatar::person(&self.around.account, &self.around.author).size(AVATAR).paint(ui, center);
                }
                let response = ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
                if let Some(url) = bubble.paint(ui, min, &response) {
                    out.push(Action::OpenUrl(url.to_owned()));
                }
                self.name(&response, newest);
                self.menu(&response, text, chat, out);
                self.copy_button(ui, rect, own, Rangef::new(left, right), text, out);
                if self.failed.is_some() {
                    self.failure(ui, id, rect, text, chat, out);
                }
                rect
            }
        }
    }

    fn name(&self, response: &Response, newest: bool) {
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &self.described));
        if newest {
            response.ctx.accesskit_node_builder(response.id, |node| {
                node.set_live(eframe::egui::accesskit::Live::Polite);
            });
        }
    }

    fn menu(&self, response: &Response, text: &'static Text, chat: &ChatId, out: &mut Vec<Action>) {
        context_menu(response, text.more(), 200.0, |ui| {
            if ui.add(MenuRow::new(text.copy_message()).icon(icons::COPY)).clicked() {
                if let Body::Text(words) = &self.message.body {
                    out.push(Action::CopyText(words.to_string()));
                }
                ui.close();
            }
            if self.failed.is_some() {
                let (retry, delete) = self.remedies(chat);
                if ui.add(MenuRow::new(text.try_again()).icon(icons::ARROW_CLOCKWISE)).clicked() {
                    out.push(Action::Command(retry));
                    ui.close();
                }
                if ui.add(MenuRow::new(text.delete()).icon(icons::TRASH).danger()).clicked() {
                    out.push(Action::Command(delete));
                    ui.close();
                }
            }
        });
    }

    /// Beside the bubble under the pointer, where there is room for it.
    fn copy_button(
        &self,
        ui: &mut Ui,
        bubble: Rect,
        own: bool,
        column: Rangef,
        text: &'static Text,
        out: &mut Vec<Action>,
    ) {
        let x = if own { bubble.left() - 20.0 } else { bubble.right() + 20.0 };
        let fits = x - 14.0 >= column.min && x + 14.0 <= column.max;
        let near = bubble.expand2(Vec2::new(36.0, 1.0));
        if !fits || !ui.rect_contains_pointer(near) || eframe::egui::Popup::is_any_open(ui.ctx()) {
            return;
        }
        let place = Rect::from_center_size(Pos2::new(x, bubble.center().y), Vec2::splat(28.0));
        let button = IconButton::new(icons::COPY, text.copy_message()).small();
        let id = Id::unique(("copy message", self.message.key.0));
        let mut beside = ui.new_child(UiBuilder::new().scope_id(id).max_rect(place));
        if let (true, Body::Text(words)) = (beside.add(button).clicked(), &self.message.body) {
            out.push(Action::CopyText(words.to_string()));
        }
    }

    fn remedies(&self, chat: &ChatId) -> (Command, Command) {
        let key = self.message.key;
        let chat = chat.clone();
        (Command::RetryMessage { chat: chat.clone(), key }, Command::DeleteMessage { chat, key })
    }

    /// "Not sent, no reply from the server.  Try again  Delete"
    fn failure(
        &self,
        ui: &mut Ui,
        id: Id,
        bubble: Rect,
        text: &'static Text,
        chat: &ChatId,
        out: &mut Vec<Action>,
    ) {
        let t = Tokens::of(ui.ctx());
        let Some(sentence) = &self.failed else { return };
        let (retry, delete) = self.remedies(chat);
        let y = bubble.bottom() + FAILED / 2.0 + 2.0;
        let style = Type::META.semibold();
        let mut right = bubble.right() - 2.0;
        let link = |ui: &mut Ui, right: f32, words: &str, color, salt: &str| {
            let width = style.galley(ui, words, color).size().x;
            let place = Rect::from_min_max(Pos2::new(right - width, y - 8.0), Pos2::new(right, y + 8.0));
            let builder = UiBuilder::new().scope_id(id.with(salt)).max_rect(place);
            ui.new_child(builder).add(LinkButton::new(words).style(style).color(color))
        };
        let response = link(ui, right, text.delete(), t.text_2, "delete");
        right = response.rect.left() - 8.0;
        if response.clicked() {
            out.push(Action::Command(delete));
        }
        let response = link(ui, right, text.try_again(), t.accent_text, "retry");
        right = response.rect.left() - 8.0;
        if response.clicked() {
            out.push(Action::Command(retry));
        }
        painted_label(ui, Pos2::new(right, y), Align2::RIGHT_CENTER, Type::META, sentence, t.danger_text);
    }
}

fn state_word<'a>(text: &'a Text, state: &SendState) -> Option<&'a str> {
    match state {
        SendState::Received => None,
        SendState::Queued => Some(text.state_queued()),
        SendState::Sending => Some(text.state_sending()),
        SendState::Sent => Some(text.state_sent()),
        SendState::Delivered => Some(text.state_delivered()),
        SendState::Failed(_) => Some(text.state_failed()),
    }
}
