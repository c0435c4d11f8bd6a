use eframe::egui::text::LayoutJob;
use eframe::egui::{Align, Align2, Layout, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use super::call_watch::stage_shown;
use super::frame::{centered, from_right, inside, repaint_each_second};
use super::keypad::keypad_ui;
use super::peer::Peer;
use super::said::{Look, look, result_of, said, steps_of};
use crate::call::{Act, CallState, EndReason};
use crate::model::Call;
use crate::model::ChatId;
use crate::service::{CallOptions, Command};
use crate::ui::text::call_timer;
use crate::ui::theme::{Digits, Tokens, Type, faded, size, space};
use crate::ui::widgets::facts::{self, Fact, elided_label, spoken};
use crate::ui::widgets::rings::Rings;
use crate::ui::widgets::steps::steps;
use crate::ui::widgets::{Button, Checkbox, IconButton, RoundButton, hairline, json};
use crate::ui::{Action, Scene, icons};

/// Where everything stands: the same in every state of a call, so that nothing moves when the state changes.
struct Places {
    x: f32,
    /// How large the rings and the avatar are, 1 in a window of 800.
    scale: f32,
    avatar: f32,
    title: f32,
    state: f32,
    sentence: f32,
    steps: f32,
    actions: f32,
    note: f32,
    facts: Option<Rect>,
}

const RINGS: f32 = 136.0;
/// From the lower edge of the rings to that of the words below the buttons.
const WORDS: f32 = 318.0;
const STRIP_BELOW: f32 = 24.0;

impl Places {
    fn of(pane: Rect, window_height: f32) -> Self {
        let top = pane.top() + size::HEADER;
        let with_facts = window_height >= 640.0;
        let bottom =
            if with_facts { pane.bottom() - STRIP_BELOW - facts::STRIP } else { pane.bottom() - space::X12 };
        let room = bottom - top;
        let scale = ((room - WORDS - 16.0) / (2.0 * RINGS)).clamp(0.36, 1.0);
        let slack = (room - WORDS - 2.0 * RINGS * scale).max(0.0);
        let below = top + slack / 3.0 + 2.0 * RINGS * scale;
        let strip = Rect::from_min_max(
            Pos2::new(pane.left() + space::X20, bottom),
            Pos2::new(pane.right() - space::X20, bottom + facts::STRIP),
        );
        Self {
            x: pane.center().x,
            scale,
            avatar: below - RINGS * scale,
            title: below + 29.5,
            state: below + 63.0,
            sentence: below + 88.0,
            steps: below + 142.0,
            actions: below + 262.0,
            note: below + 305.0,
            facts: with_facts.then_some(strip),
        }
    }
}

/// A call, large, in place of the chat pane: its header, who, what is happening, the steps, what can be done and
/// the facts. Call it while [`stage_shown`]; it fills the `Ui`.
pub fn call_stage_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let Some(account) = scene.account() else { return };
    let Some(call) = account.call.as_deref().filter(|_| stage_shown(scene)) else { return };
    let peer = Peer::of(account, &call.key.peer);
    let t = Tokens::of(ui.ctx());
    let (pane, whole) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    whole.widget_info(|| WidgetInfo::labeled(Role::Region, true, scene.text.call()));
    ui.painter().rect_filled(pane, 0, t.canvas);
    header(ui, scene, call, &peer, pane);

    let places = Places::of(pane, ui.ctx().content_rect().height());
    portrait(ui, call, &peer, &places);
    words(ui, scene, call, &peer, &places, pane.width());
    let apart = 165.0_f32.min((pane.width() - 130.0) / 2.0);
    steps(ui, places.x, places.steps, apart, &steps_of(scene, call));
    if call.over() {
        actions_after(ui, scene, call, &peer, &places, pane);
    } else {
        actions_during(ui, scene, call, &peer, &places);
    }
    if let Some(strip) = places.facts {
        fact_strip(ui, scene, call, strip);
    }
}

fn header(ui: &mut Ui, scene: &mut Scene<'_>, call: &Call, peer: &Peer<'_>, pane: Rect) {
    let t = Tokens::of(ui.ctx());
    let y = pane.top() + size::HEADER / 2.0;
    hairline(ui.painter(), pane.left(), pane.right(), pane.top() + size::HEADER - 0.5, t.line);
    let avatar = peer.avatar().size(38.0).surface(t.canvas).presence(peer.presence());
    avatar.paint(ui, Pos2::new(pane.left() + 39.0, y));

    let mut right = pane.right() - space::X12;
    let (icon, said) = if call.over() {
        (icons::X, scene.text.close())
    } else {
        (icons::CORNERS_IN, scene.text.smaller_call())
    };
    if from_right(ui, &mut right, y, IconButton::new(icon, said)).clicked() {
        scene.view.call.expanded = false;
        if call.over() {
            let dismissed = scene.view.call.dismiss();
            scene.command(dismissed);
        }
    }
    right -= 13.0;
    let show_chat = Button::ghost(scene.text.show_chat()).small().icon(icons::CHAT_CIRCLE);
    if from_right(ui, &mut right, y, show_chat).clicked() {
        scene.view.call.expanded = false;
    }

    let left = pane.left() + 70.0;
    let room = right - space::X8 - left;
    let presence = peer.presence_words(scene);
    let name = if presence.is_empty() { y } else { y - 8.0 };
    elided_label(ui, Pos2::new(left, name), Type::HEADING, peer.name, t.text, room);
    elided_label(ui, Pos2::new(left, y + 11.0), Type::META, &presence, t.text_2, room);
}

fn portrait(ui: &Ui, call: &Call, peer: &Peer<'_>, places: &Places) {
    let t = Tokens::of(ui.ctx());
    let center = Pos2::new(places.x, places.avatar);
    let color = match call.state {
        CallState::Calling | CallState::Ringing => t.accent,
        CallState::Connected => t.success,
        CallState::Ended(_) => faded(t.text_3, 0.6),
    };
    let rings = !call.over() && !call.state.connected();
    Rings::stage(color).scaled(places.scale).moving(rings).paint(ui, center);
    let side = 120.0 * places.scale.max(0.5);
    let how = look(call.state);
    peer.avatar().size(side).failed(how == Look::Failed).paint(ui, center);
    if how != Look::Plain {
        let part = side / 120.0;
        let badge = center + Vec2::new(42.0, 40.0) * part;
        ui.painter().circle_filled(badge, 19.5 * part, t.canvas);
        ui.painter().circle_filled(badge, 16.0 * part, t.danger);
        icons::PHONE_X.fill().paint(ui.painter(), badge, 17.0 * part, t.on_accent);
    }
}

fn words(ui: &mut Ui, scene: &Scene<'_>, call: &Call, peer: &Peer<'_>, places: &Places, width: f32) {
    let t = Tokens::of(ui.ctx());
    let room = width - 2.0 * space::X20;
    let said = said(scene, call, peer);
    let title = said.title.as_deref().unwrap_or(peer.name);
    let galley = Type::DISPLAY.elided(ui, title, t.text, room);
    let rect = Align2::CENTER_CENTER.anchor_size(Pos2::new(places.x, places.title), galley.size());
    ui.painter().galley(rect.min, galley, t.text);
    let heading = spoken(ui, rect, title);
    // Each step of a call is said aloud when it comes, without interrupting.
    ui.ctx().accesskit_node_builder(heading.id, |node| {
        node.set_live(eframe::egui::accesskit::Live::Polite);
    });
    if call.over() {
        sentence(ui, &said.sentence, peer, Pos2::new(places.x, places.state), room);
        return;
    }
    let icon = match call.state {
        CallState::Connected => icons::PHONE.fill(),
        CallState::Calling | CallState::Ringing | CallState::Ended(_) => icons::PHONE_CALL.fill(),
    };
    let ink = if call.state.connected() { t.success_text } else { t.accent_text };
    let galley = Type::HEADING.medium().elided(ui, &said.state, ink, room - 28.0);
    let left = places.x - (galley.size().x + 28.0) / 2.0;
    icon.paint(ui.painter(), Pos2::new(left + 9.5, places.state), 19.0, ink);
    let at = Pos2::new(left + 28.0, places.state - galley.size().y / 2.0);
    let rect = Rect::from_min_size(at, galley.size());
    ui.painter().galley(at, galley, ink);
    spoken(ui, rect, &said.state);

    let below = Pos2::new(places.x, places.sentence);
    match call.connected_at.filter(|_| call.state.connected()) {
        Some(since) => {
            repaint_each_second(ui, scene.now, since);
            let timer = call_timer(((scene.now - since).max(0) / 1000).unsigned_abs());
            let place =
                Digits::new(&timer, Type::BODY, t.text_2).paint(ui.painter(), below, Align2::CENTER_CENTER);
            spoken(ui, place, &timer);
        }
        None => {
            repaint_each_second(ui, scene.now, call.ringing_at.unwrap_or(call.started_at));
            sentence(ui, &said.sentence, peer, below, room);
        }
    }
}

/// A sentence around a point, the account in it in the type of code.
fn sentence(ui: &mut Ui, words: &str, peer: &Peer<'_>, center: Pos2, room: f32) {
    if words.is_empty() {
        return;
    }
    let t = Tokens::of(ui.ctx());
    let mut job = LayoutJob::default();
    match words.split_once(peer.account.as_str()).filter(|_| peer.name != peer.account.as_str()) {
        Some((before, after)) => {
            Type::BODY.append(&mut job, before, t.text_2);
            Type::MONO.sized(13.0, 20.0).append(&mut job, peer.account.as_str(), t.text_2);
            Type::BODY.append(&mut job, after, t.text_2);
        }
        None => Type::BODY.append(&mut job, words, t.text_2),
    }
    job.wrap.max_width = room;
    job.wrap.max_rows = 2;
    job.halign = Align::Center;
    let galley = ui.painter().layout_job(job);
    let first_row = galley.rows.first().map_or(20.0, |row| row.size.y);
    let at = Pos2::new(center.x, center.y - first_row / 2.0);
    let rect = Rect::from_center_size(center, galley.size());
    ui.painter().galley(at, galley, t.text_2);
    spoken(ui, rect, words);
}

fn actions_during(ui: &mut Ui, scene: &mut Scene<'_>, call: &Call, peer: &Peer<'_>, places: &Places) {
    let text = scene.text;
    let connected = call.state.connected();
    let ending = if connected { text.end() } else { text.cancel_call() };
    let end = RoundButton::new(icons::PHONE_DISCONNECT, ending)
        .danger()
        .center()
        .enabled(call.allows(Act::End))
        .keys("Ctrl Shift E");
    if round(ui, Pos2::new(places.x, places.actions - 32.0), end).clicked()
        && scene.view.call.settled(scene.now)
    {
        scene.command(Command::EndCall);
    }
    let open = scene.view.call.keypad;
    let keypad = RoundButton::new(icons::DOTS_NINE, text.keypad())
        .enabled(call.allows(Act::Keys))
        .active(open && connected)
        .keys("Ctrl Shift K");
    let left = round(ui, Pos2::new(places.x - 94.0, places.actions - 28.0), keypad);
    if left.clicked() {
        scene.view.call.keypad = !open;
    }
    let write = RoundButton::new(icons::CHAT_CIRCLE_TEXT, text.write());
    if round(ui, Pos2::new(places.x + 94.0, places.actions - 28.0), write).clicked() {
        scene.view.call.expanded = false;
        scene.act(Action::ShowChat(ChatId::Person(peer.account.clone())));
    }
    let corner = Pos2::new(left.rect.left() - space::X12, places.avatar);
    keypad_ui(ui, scene, corner);
}

/// A round button whose circle begins at `top`.
fn round(ui: &mut Ui, top: Pos2, button: RoundButton<'_>) -> Response {
    let place = Rect::from_min_size(top - Vec2::new(60.0, 0.0), Vec2::new(120.0, 100.0));
    centered(ui, place, button)
}

fn actions_after(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    call: &Call,
    peer: &Peer<'_>,
    places: &Places,
    pane: Rect,
) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let online = scene.account().is_some_and(|account| account.online());
    let again = Button::primary(text.call_again()).large().icon(icons::PHONE.fill()).enabled(online);
    let write = Button::ghost(text.write_a_message()).large().icon(icons::CHAT_CIRCLE_TEXT);
    let settled = scene.view.call.settled(scene.now);
    let id = ui.scope_id().with("actions after a call");
    let width: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(330.0);
    let place = Rect::from_min_size(
        Pos2::new(places.x - width / 2.0, places.actions - 21.0),
        Vec2::new(pane.width(), size::CONTROL_LARGE),
    );
    let (again, write) = inside(ui, place, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        (ui.add(again), ui.add(write))
    });
    let used = write.rect.right() - again.rect.left();
    if (used - width).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, used));
        ui.ctx().request_discard("the width of the buttons is known after they were laid out");
    }
    if again.clicked() && settled {
        let options = CallOptions {
            note: call.note().map(|note| note.0).unwrap_or_default(),
            timeout_secs: json::number(&call.extra, "_timeout"),
            fail_at_once_if_offline: scene.view.call.fail_at_once,
        };
        scene.command(Command::Call { peer: peer.account.clone(), options });
    }
    if write.clicked() && settled {
        let dismissed = scene.view.call.dismiss();
        scene.command(dismissed);
        scene.act(Action::ShowChat(ChatId::Person(peer.account.clone())));
    }
    let note = match call.state {
        _ if !online => text.call_paused_offline().to_owned(),
        CallState::Ended(EndReason::PeerOffline) => text.will_wait_here(peer.short()),
        CallState::Calling | CallState::Ringing | CallState::Connected | CallState::Ended(_) => String::new(),
    };
    if !note.is_empty() {
        let galley = Type::META.elided(ui, &note, t.text_3, pane.width() - 2.0 * space::X20);
        let rect = Align2::CENTER_CENTER.anchor_size(Pos2::new(places.x, places.note), galley.size());
        ui.painter().galley(rect.min, galley, t.text_3);
        spoken(ui, rect, &note);
    }
}

enum Cell<'a> {
    Fact(Fact<'a>),
    FailAtOnce,
}

fn fact_strip(ui: &mut Ui, scene: &mut Scene<'_>, call: &Call, room: Rect) {
    let text = scene.text;
    let mut cells = Vec::new();
    if let Some(result) = result_of(call.state, call.ecode) {
        cells.push(Cell::Fact(Fact::new(text.result(), result).mono()));
    }
    cells.push(Cell::Fact(Fact::new(text.call_channel(), call.key.channel.as_str()).mono()));
    let nobody_there = matches!(call.state, CallState::Ended(EndReason::PeerOffline | EndReason::NotReached));
    if nobody_there {
        cells.push(Cell::FailAtOnce);
    } else if let Some(note) = call.note() {
        cells.push(Cell::Fact(Fact::new(text.note_sent(), note.0)));
    }
    if let Some(at) = call.gives_up_at.filter(|_| !call.over() && !call.state.connected()) {
        let seconds = ((at - scene.now).max(0) + 999) / 1000;
        cells.push(Cell::Fact(Fact::new(text.gives_up(), text.gives_up_in(&seconds.to_string()))));
        repaint_each_second(ui, -scene.now, -at);
    }
    let natural: Vec<f32> = cells
        .iter()
        .map(|cell| match cell {
            Cell::Fact(fact) => facts::natural_width(ui, fact),
            Cell::FailAtOnce => {
                let words =
                    Type::SMALL.galley(ui, text.fail_at_once(), faded(Tokens::of(ui.ctx()).text, 1.0));
                words.size().x.ceil() + 27.0 + 2.0 * facts::CELL_PADDING
            }
        })
        .collect();
    let widths = facts::shared_widths(&natural, room.width());
    let total = Vec2::new(widths.iter().sum::<f32>(), facts::STRIP);
    let rect = Rect::from_center_size(room.center(), total);
    let rect = rect.translate(rect.min.round() - rect.min);
    for (cell, place) in cells.iter().zip(facts::strip(ui, rect, &widths)) {
        match cell {
            Cell::Fact(fact) => facts::low_fact(ui, place, fact),
            Cell::FailAtOnce => {
                facts::fact_label(ui, place, text.next_time());
                let at = Pos2::new(place.left() + facts::CELL_PADDING, place.top() + 25.0);
                let room = Rect::from_min_max(at, place.max);
                let check = Checkbox::new(&mut scene.view.call.fail_at_once, text.fail_at_once());
                inside(ui, room, Layout::top_down(Align::Min), |ui| ui.add(check));
            }
        }
    }
}
