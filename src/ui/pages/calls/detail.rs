use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Align, Align2, Layout, Margin, Pos2, Rect, Role, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo,
};

use super::RecordKey;
use super::words::{Happened, Mark, Tone, ended_by, happened, line, rang_millis, talked};
use crate::call::Side;
use crate::model::{AccountModel, CallRecord, ChatId};
use crate::service::{CallOptions, Command};
use crate::ui::pages::frame::inside;
use crate::ui::pages::peer::Peer;
use crate::ui::text::clock_seconds;
use crate::ui::theme::{Digits, Tokens, Type, space};
use crate::ui::widgets::facts::{Fact, TALL_STRIP, elided_label, spoken, strip, tall_fact};
use crate::ui::widgets::{Button, IconButton, focus_ring, hairline, heading, json, row_fill};
use crate::ui::{Action, Scene, icons};

const STEP: f32 = 46.0;
const EARLIER: f32 = 36.0;
/// How many of the earlier calls with somebody are listed.
const EARLIER_SHOWN: usize = 20;

/// Everything about a call: who, the facts, what happened, what was sent with it, the calls before.
pub fn detail_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, record: &CallRecord) {
    let peer = Peer::of(account, &record.peer);
    let side = if ui.available_width() < 600.0 { 20 } else { 40 };
    let id = ui.scope_id().with(("call", record.started_at));
    ScrollArea::vertical().id_salt(id).auto_shrink([false, false]).show(ui, |ui| {
        let margin = Margin { left: side, right: side, top: 28, bottom: 28 };
        eframe::egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            ui.set_min_width(ui.available_width());
            who(ui, scene, record, &peer);
            ui.add_space(space::X24);
            fact_strip(ui, scene, record, &peer);
            ui.add_space(30.0);
            heading(ui, Type::HEADING, scene.text.what_happened(), Tokens::of(ui.ctx()).text);
            ui.add_space(12.0);
            timeline(ui, scene, record, &peer);
            if !record.extra.is_empty() {
                ui.add_space(18.0);
                sent_with(ui, scene, record);
            }
            earlier(ui, scene, account, record, &peer);
        });
    });
}

fn who(ui: &mut Ui, scene: &mut Scene<'_>, record: &CallRecord, peer: &Peer<'_>) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let narrow = ui.available_width() < 520.0;
    let height = if narrow { 120.0 } else { 72.0 };
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
    let middle = rect.top() + 36.0;
    let avatar = peer.avatar().size(72.0).surface(t.canvas).presence(peer.presence());
    avatar.paint(ui, Pos2::new(rect.left() + 36.0, middle));

    let y = if narrow { rect.bottom() - 18.0 } else { middle };
    let place = Rect::from_min_max(Pos2::new(rect.left(), y - 18.0), Pos2::new(rect.right(), y + 18.0));
    let layout =
        if narrow { Layout::left_to_right(Align::Center) } else { Layout::right_to_left(Align::Center) };
    let online = scene.account().is_some_and(|account| account.online());
    let busy = scene.account().and_then(|account| account.call.as_deref()).is_some_and(|call| !call.over());
    let (call, message) = inside(ui, place, layout, |ui| {
        ui.spacing_mut().item_spacing.x = space::X8;
        let call = Button::primary(text.call()).icon(icons::PHONE.fill()).enabled(online && !busy);
        let call = ui.add(call);
        let message = ui.add(Button::secondary(text.message_field()).icon(icons::CHAT_CIRCLE));
        (call, message)
    });
    if call.clicked() {
        let options = CallOptions::default();
        scene.command(Command::Call { peer: record.peer.clone(), options });
    }
    if message.clicked() {
        scene.act(Action::ShowChat(ChatId::Person(record.peer.clone())));
    }

    let left = rect.left() + 90.0;
    let end = if narrow { rect.right() } else { message.rect.left() - space::X16 };
    let name = Type::DISPLAY.sized(24.0, 30.0);
    elided_label(ui, Pos2::new(left, middle - 11.0), name, peer.name, t.text, end - left);
    let when = text.moment(scene.moment(record.started_at), scene.moment(scene.now), scene.zone);
    let (icon, words) = match record.side {
        Side::Caller => (icons::PHONE_OUTGOING, text.outgoing_call_at(&when)),
        Side::Callee => (icons::PHONE_INCOMING, text.incoming_call_at(&when)),
    };
    icon.paint(ui.painter(), Pos2::new(left + 8.5, middle + 16.0), 17.0, t.text_2);
    let at = Pos2::new(left + 24.0, middle + 16.0);
    elided_label(ui, at, Type::BODY.sized(13.5, 20.0), &words, t.text_2, end - left - 24.0);
}

fn fact_strip(ui: &mut Ui, scene: &Scene<'_>, record: &CallRecord, peer: &Peer<'_>) {
    let text = scene.text;
    let clock = |at| clock_seconds(scene.moment(at), scene.zone);
    let first = match talked(text, record) {
        Some(talked) => {
            let from = record.connected_at.unwrap_or(record.started_at);
            let span = text.time_span(&clock(from), &clock(record.ended_at));
            Fact::new(text.talked_for(), talked).note(span)
        }
        None => {
            let words = line(text, record).words;
            let span = text.time_span(&clock(record.started_at), &clock(record.ended_at));
            Fact::new(text.result(), words).note(span)
        }
    };
    let answered = if record.connected_at.is_some() { text.answered() } else { text.not_answered() };
    let (by, how) = ended_by(text, record, peer);
    let rang_label = match (record.side, record.ringing_at) {
        (Side::Caller, None) => text.tried_for_label(),
        (Side::Caller, Some(_)) | (Side::Callee, _) => text.rang_for(),
    };
    let facts = [
        first,
        Fact::new(rang_label, text.tenths(rang_millis(record))).note(answered),
        Fact::new(text.ended_by(), by).note(how),
        Fact::new(text.call_channel(), record.channel.as_str()).mono().note(text.created_for_call()),
    ];
    let width = ui.available_width();
    let columns = if width < 560.0 { 2 } else { 4 };
    for row in facts.chunks(columns) {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(width, TALL_STRIP), Sense::hover());
        let widths = vec![width / columns as f32; row.len()];
        for (fact, cell) in row.iter().zip(strip(ui, rect, &widths)) {
            tall_fact(ui, cell, fact);
        }
        if columns == 2 {
            ui.add_space(space::X8);
        }
    }
}

fn timeline(ui: &mut Ui, scene: &Scene<'_>, record: &CallRecord, peer: &Peer<'_>) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let width = ui.available_width();
    let narrow = width < 560.0;
    let steps: Vec<_> = record.steps.iter().collect();
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, STEP * steps.len() as f32), Sense::hover());
    let x = rect.left() + 108.0;
    for (nth, step) in steps.iter().enumerate() {
        let y = rect.top() + STEP * (nth as f32 + 0.5);
        if nth + 1 < steps.len() {
            ui.painter().vline(x, y + 16.0..=y + STEP - 16.0, Stroke::new(2.0, t.line));
        }
        let happened = happened(text, record.side, peer, &step.kind);
        let since = (step.at - record.started_at).max(0).unsigned_abs();
        let since = text.precise_seconds(since);
        let digits = Digits::new(&since, Type::META, t.text_3);
        let place = digits.paint(ui.painter(), Pos2::new(x - 32.0, y), Align2::RIGHT_CENTER);
        spoken(ui, place, &since);
        mark(ui, Pos2::new(x, y), &happened);
        let api_left = if narrow {
            rect.right()
        } else {
            let at = Pos2::new(rect.right(), y);
            let place = Type::MONO.paint(ui.painter(), at, Align2::RIGHT_CENTER, &happened.api, t.text_2);
            spoken(ui, place, &happened.api);
            place.left()
        };
        let mut job = LayoutJob::default();
        Type::BODY.append(&mut job, &happened.words, t.text);
        let mut said = happened.words.clone();
        if !happened.keys.is_empty() {
            Type::BODY.append(&mut job, " ", t.text);
            Type::MONO.sized(14.0, 20.0).append(&mut job, &happened.keys, t.text);
            said.push(' ');
            said.push_str(&happened.keys);
        }
        let left = x + 32.0;
        job.wrap =
            eframe::egui::text::TextWrapping::truncate_at_width((api_left - space::X12 - left).max(40.0));
        let galley = ui.painter().layout_job(job);
        let place = Align2::LEFT_CENTER.anchor_size(Pos2::new(left, y - 0.5), galley.size());
        ui.painter().galley(place.min, galley, t.text);
        spoken(ui, place, &said);
    }
}

fn mark(ui: &Ui, center: Pos2, happened: &Happened) {
    let t = Tokens::of(ui.ctx());
    let (ground, ink) = match happened.mark {
        Mark::Accent => (t.accent_soft, t.accent_text),
        Mark::Success => (t.success_soft, t.success_text),
        Mark::Quiet => (t.sunken, t.text_2),
        Mark::Danger => (t.danger_soft, t.danger_text),
    };
    ui.painter().circle_filled(center, 16.0, ground);
    happened.icon.paint(ui.painter(), center, 17.0, ink);
}

fn sent_with(ui: &mut Ui, scene: &mut Scene<'_>, record: &CallRecord) {
    let t = Tokens::of(ui.ctx());
    let words = scene.text.sent_with_call();
    let row = ui.horizontal(|ui| {
        heading(ui, Type::HEADING, words, t.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add(IconButton::new(icons::COPY, scene.text.copy()).small()).clicked()
        })
        .inner
    });
    if row.inner {
        scene.act(Action::CopyText(record.extra.to_string()));
        scene.view.toasts.say(scene.text.copied());
    }
    ui.add_space(space::X8);
    json::json_line(ui, &record.extra);
}

fn earlier(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, record: &CallRecord, peer: &Peer<'_>) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let calls: Vec<_> = account
        .call_log
        .newest()
        .filter(|other| other.peer == record.peer && other.started_at < record.started_at)
        .take(EARLIER_SHOWN)
        .cloned()
        .collect();
    if calls.is_empty() {
        return;
    }
    ui.add_space(22.0);
    heading(ui, Type::HEADING, &text.earlier_calls(peer.short()), t.text);
    ui.add_space(1.0);
    let width = ui.available_width();
    for call in calls {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(width, EARLIER), Sense::click());
        let line = line(text, &call);
        let when = text.moment(scene.moment(call.started_at), scene.moment(scene.now), scene.zone);
        let when = super::words::capital(&when);
        let words = earlier_words(text, &call, &line);
        let said = format!("{words}, {when}");
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
        row_fill(ui, &response, rect.expand2(Vec2::new(6.0, 0.0)), 8, false);
        let y = rect.center().y - 0.5;
        let ink = match line.tone {
            Tone::Plain => t.text_2,
            Tone::Answered => t.success_text,
            Tone::Missed | Tone::Failed => t.danger_text,
        };
        line.icon.paint(ui.painter(), Pos2::new(rect.left() + 8.0, y), 16.0, ink);
        if let Some(talked) = &line.talked {
            let at = Pos2::new(rect.right(), y);
            Type::META.paint(ui.painter(), at, Align2::RIGHT_CENTER, talked, t.text_3);
        }
        let column = (rect.right() - 240.0).max(rect.left() + 150.0);
        Type::SMALL.paint(ui.painter(), Pos2::new(column, y), Align2::LEFT_CENTER, &when, t.text_2);
        let galley = Type::SMALL.elided(ui, &words, t.text, column - rect.left() - 35.0);
        ui.painter().galley(Pos2::new(rect.left() + 27.0, y - galley.size().y / 2.0), galley, t.text);
        hairline(ui.painter(), rect.left(), rect.right(), rect.bottom() - 0.5, t.line);
        focus_ring(ui, &response, rect, 6);
        if response.clicked() {
            scene.view.calls.chosen = Some(RecordKey::of(&call));
        }
    }
}

fn earlier_words(text: &crate::ui::text::Text, call: &CallRecord, line: &super::words::Line) -> String {
    let unanswered = call.side == Side::Caller && call.reason == crate::call::EndReason::NoAnswer;
    if unanswered { text.outgoing_no_answer().to_owned() } else { line.words.clone() }
}
