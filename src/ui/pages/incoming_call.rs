use eframe::egui::epaint::{Mesh, Vertex, WHITE_UV};
use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Align, Align2, Color32, Galley, Id, Layout, Margin, Popup, PopupCloseBehavior, Pos2, Rect, RectAlign,
    Response, Role, ScrollArea, Sense, Shape, Ui, Vec2, Widget, WidgetInfo, lerp,
};
use std::sync::Arc;

use super::call_watch::incoming;
use super::frame::{centered, inside};
use super::peer::Peer;
use crate::ids::EXTRA_BYTES;
use crate::model::Call;
use crate::service::Command;
use crate::ui::theme::{TRANSPARENT, Tokens, Type, mix, radius, space};
use crate::ui::widgets::dialog::Dialog;
use crate::ui::widgets::facts::{elided_label, spoken};
use crate::ui::widgets::menu::{MenuRow, menu_frame, menu_line};
use crate::ui::widgets::rings::Rings;
use crate::ui::widgets::{Button, Field, IconButton, KeyCap, Problem, hairline, json};
use crate::ui::{Scene, icons};

const WIDTH: f32 = 396.0;
const SIDE: f32 = 24.0;
/// The note is shown in at most this many rows; the JSON has it whole.
const NOTE_ROWS: usize = 3;
const ROW: f32 = 24.5;

/// The sizes that depend on the height of the window and on what came with the call.
struct Plan {
    header: f32,
    rings: f32,
    keys: bool,
    note: Option<Arc<Galley>>,
    facts: f32,
    height: f32,
}

impl Plan {
    fn of(ui: &Ui, call: &Call) -> Self {
        let window = ui.ctx().content_rect().size();
        let low = window.y < 640.0;
        let (header, rings) = if low { (150.0, 0.72) } else { (208.0, 1.0) };
        let keys = window.x >= 900.0 && !low;
        let t = Tokens::of(ui.ctx());
        let note = call.note().map(|note| {
            let mut job: LayoutJob = Type::SMALL.sized(13.0, 20.0).job(note.0.trim(), t.text);
            job.wrap = TextWrapping { max_rows: NOTE_ROWS, ..TextWrapping::wrap_at_width(WIDTH - 144.0) };
            ui.painter().layout_job(job)
        });
        let note_height = note.as_ref().map_or(0.0, |note| note.size().y + 4.5);
        let facts = 37.5 + note_height;
        let height = header + 66.0 + facts + 18.0 + 48.0 + 51.0 + if keys { 37.0 } else { 0.0 };
        Self { header, rings, keys, note, facts, height }
    }
}

/// The dialog of an incoming call, over the whole window. Call it last in the frame; it draws nothing while
/// nobody calls.
pub fn incoming_call_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let Some(account) = scene.account() else { return };
    let Some(call) = incoming(scene) else { return };
    let peer = Peer::of(account, &call.key.peer);
    let plan = Plan::of(ui, call);
    let name = scene.text.incoming_call();
    let id = Id::unique("bellbird incoming call");
    let ctx = ui.ctx().clone();
    let dialog = Dialog::new(id, name).width(WIDTH).margin(Margin::ZERO).keep_open().high();
    dialog.show(&ctx, |ui| {
        let (card, _) = ui.allocate_exact_size(Vec2::new(WIDTH, plan.height), Sense::hover());
        header(ui, scene, call, &peer, &plan, card);
        let facts_top = card.top() + plan.header + 66.0;
        fact_box(ui, scene, call, &plan, facts_top, card);
        answers(ui, scene, facts_top + plan.facts + 18.0, card);
        if plan.keys {
            key_hints(ui, scene, card);
        }
    });
    ctx.accesskit_node_builder(id.with("card"), |node| {
        node.set_live(eframe::egui::accesskit::Live::Assertive);
    });
    follow_early_press(ui, scene);
}

/// A press that began before the dialog took answers ends without being one.
fn follow_early_press(ui: &Ui, scene: &mut Scene<'_>) {
    let (down, released) = ui.input(|input| (input.pointer.any_down(), input.pointer.any_released()));
    if !scene.view.call.takes_answer(scene.now) && down {
        scene.view.call.early_press = true;
    } else if !down && !released {
        scene.view.call.early_press = false;
    }
}

fn takes_click(scene: &Scene<'_>, response: &Response) -> bool {
    response.clicked() && scene.view.call.takes_answer(scene.now) && !scene.view.call.early_press
}

fn header(ui: &mut Ui, scene: &mut Scene<'_>, call: &Call, peer: &Peer<'_>, plan: &Plan, card: Rect) {
    let t = Tokens::of(ui.ctx());
    let band = Rect::from_min_size(card.min, Vec2::new(card.width(), plan.header));
    ui.painter().add(rounded_gradient(band, f32::from(radius::XL), t.accent_soft, t.raised));
    let y = card.top() + 25.5;
    icons::PHONE_INCOMING.bold().paint(ui.painter(), Pos2::new(card.left() + 26.0, y), 16.0, t.accent_text);
    let title = scene.text.incoming_call();
    elided_label(ui, Pos2::new(card.left() + 40.0, y), Type::META.medium(), title, t.accent_text, 240.0);

    let center = Pos2::new(card.center().x, card.top() + plan.header - 100.0 * plan.rings);
    Rings::dialog(t.accent).scaled(plan.rings).moving(!call.silenced).paint(ui, center);
    peer.avatar().size(96.0 * plan.rings).paint(ui, center);

    let bell = Rect::from_center_size(Pos2::new(card.right() - 26.0, y), Vec2::splat(28.0));
    let button = IconButton::new(icons::BELL_SLASH, scene.text.silence())
        .small()
        .keys("Esc")
        .active(call.silenced)
        .enabled(!call.silenced);
    let bell = centered(ui, bell, button);
    if takes_click(scene, &bell) {
        scene.command(Command::SilenceRing);
    }

    let room = card.width() - 2.0 * SIDE;
    let name = NAME.elided(ui, peer.name, t.text, room);
    let place = Align2::CENTER_CENTER
        .anchor_size(Pos2::new(card.center().x, card.top() + plan.header + 14.5), name.size());
    ui.painter().galley(place.min, name, t.text);
    spoken(ui, place, peer.name);

    let mut job = Type::MONO.sized(12.5, 18.0).job(peer.account.as_str(), t.text_2);
    let presence = peer.presence_inline(scene);
    if !presence.is_empty() {
        Type::SMALL.append(&mut job, &format!(" · {presence}"), t.text_2);
    }
    job.wrap = TextWrapping::truncate_at_width(room);
    let galley = ui.painter().layout_job(job);
    let place = Align2::CENTER_CENTER
        .anchor_size(Pos2::new(card.center().x, card.top() + plan.header + 40.0), galley.size());
    ui.painter().galley(place.min, galley, t.text_2);
    spoken(ui, place, peer.account.as_str());
}

const NAME: Type = Type::DISPLAY.sized(22.0, 28.0);

fn fact_box(ui: &mut Ui, scene: &Scene<'_>, call: &Call, plan: &Plan, top: f32, card: Rect) {
    let t = Tokens::of(ui.ctx());
    let rect = Rect::from_min_size(
        Pos2::new(card.left() + SIDE, top),
        Vec2::new(card.width() - 2.0 * SIDE, plan.facts),
    );
    ui.painter().rect_filled(rect, radius::ROW, t.sunken);
    let (left, value) = (rect.left() + 14.0, rect.left() + 82.0);
    let mut y = rect.top() + 18.5;
    if let Some(note) = &plan.note {
        elided_label(ui, Pos2::new(left, y), Type::META, scene.text.note(), t.text_3, 64.0);
        let place = Rect::from_min_size(Pos2::new(value, y - 10.0), note.size());
        ui.painter().galley(place.min, note.clone(), t.text);
        spoken(ui, place, note.text());
        y += note.size().y - 20.0 + ROW;
    }
    let label = scene.text.channel();
    elided_label(ui, Pos2::new(left, y), Type::META, label, t.text_3, 64.0);
    let room = rect.right() - value - 14.0 - if call.extra.is_empty() { 0.0 } else { 64.0 };
    let mono = Type::MONO;
    elided_label(ui, Pos2::new(value, y), mono, call.key.channel.as_str(), t.text, room);
    if call.extra.is_empty() {
        return;
    }
    let place =
        Rect::from_min_max(Pos2::new(rect.right() - 76.0, y - 12.0), Pos2::new(rect.right() - 6.0, y + 12.0));
    let link = JsonLink { words: scene.text.json() };
    let link = inside(ui, place, Layout::right_to_left(Align::Center), |ui| ui.add(link));
    let popup = Popup::from_toggle_button_response(&link)
        .align(RectAlign::TOP_END)
        .gap(6.0)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .frame(menu_frame(t).inner_margin(Margin::same(8)))
        .accessible_name(scene.text.json())
        .width(rect.width() - 16.0);
    popup.show(|ui| {
        ui.set_width(rect.width() - 16.0);
        ScrollArea::vertical().max_height(220.0).show(ui, |ui| json::json_block(ui, &call.extra));
    });
}

/// Braces and "JSON": opens what came with the call as it came.
struct JsonLink<'a> {
    words: &'a str,
}

impl Widget for JsonLink<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let words = Type::META.medium().galley(ui, self.words, t.accent_text);
        let size = Vec2::new(words.size().x + 32.0, 24.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, self.words));
        let hover = crate::ui::widgets::hover_of(ui, &response);
        let fill = crate::ui::widgets::blend(TRANSPARENT, t.accent_soft, hover);
        ui.painter().rect_filled(rect, radius::S, fill);
        icons::BRACKETS_CURLY.paint(
            ui.painter(),
            Pos2::new(rect.left() + 14.0, rect.center().y),
            14.0,
            t.accent_text,
        );
        let at = Pos2::new(rect.left() + 24.0, rect.center().y - words.size().y / 2.0);
        ui.painter().galley(at, words, t.accent_text);
        crate::ui::widgets::focus_ring(ui, &response, rect, radius::S);
        response
    }
}

fn answers(ui: &mut Ui, scene: &mut Scene<'_>, top: f32, card: Rect) {
    let text = scene.text;
    let width = (card.width() - 2.0 * SIDE - space::X12) / 2.0;
    let left = Rect::from_min_size(Pos2::new(card.left() + SIDE, top), Vec2::new(width, 48.0));
    let right = left.translate(Vec2::new(width + space::X12, 0.0));
    let decline = Button::danger(text.decline()).call().icon(icons::PHONE_DISCONNECT.fill()).width(width);
    let decline = centered(ui, left, decline);
    if takes_click(scene, &decline) {
        scene.command(Command::DeclineCall { message: String::new() });
    }
    let accept = Button::success(text.accept()).call().icon(icons::PHONE.fill()).width(width);
    let accept = centered(ui, right, accept);
    if takes_click(scene, &accept) {
        scene.command(Command::AcceptCall);
    }
    let below = Rect::from_min_size(Pos2::new(card.left(), top + 55.0), Vec2::new(card.width(), 30.0));
    let with_words = Button::ghost(text.decline_with_message()).small().trailing(icons::CARET_DOWN);
    let with_words = centered(ui, below, with_words);
    decline_with_words(ui, scene, &with_words);
}

/// Ready sentences and a field for one's own.
fn decline_with_words(ui: &Ui, scene: &mut Scene<'_>, button: &Response) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let popup = Popup::from_toggle_button_response(button)
        .align(RectAlign::BOTTOM)
        .gap(6.0)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .frame(menu_frame(t))
        .accessible_name(text.decline_with_message())
        .width(300.0);
    popup.show(|ui| {
        ui.set_width(300.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut chosen = None;
        for ready in [text.decline_reply_busy(), text.decline_reply_write(), text.decline_reply_minutes()] {
            if ui.add(MenuRow::new(ready)).clicked() {
                chosen = Some(ready.to_owned());
            }
        }
        menu_line(ui);
        let mut words = std::mem::take(&mut scene.view.call.decline_words);
        let over = super::call_form::bytes_over(&words, EXTRA_BYTES);
        let too_long = text.too_long(over);
        let problem = (over > 0).then(|| Problem::new(&too_long));
        ui.add_space(space::X4);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::X6;
            let own = text.decline_reply_own();
            let field = Field::new(&mut words).name(own).hint(own).width(256.0).error(problem).show(ui);
            let ready = over == 0 && !words.trim().is_empty();
            let send = IconButton::new(icons::PAPER_PLANE_TILT.fill(), text.send_and_decline());
            let sent = ui.add(send.enabled(ready).color(t.accent_text)).clicked();
            if ready && (sent || field.submitted) {
                chosen = Some(words.trim().to_owned());
            }
        });
        ui.add_space(space::X4);
        scene.view.call.decline_words = words;
        if let Some(message) = chosen.filter(|_| scene.view.call.takes_answer(scene.now)) {
            scene.command(Command::DeclineCall { message });
            ui.close();
        }
    });
}

fn key_hints(ui: &mut Ui, scene: &Scene<'_>, card: Rect) {
    let t = Tokens::of(ui.ctx());
    hairline(ui.painter(), card.left(), card.right(), card.bottom() - 37.5, t.line);
    let y = card.bottom() - 18.0;
    let style = Type::MICRO.regular();
    let hints = [
        ("Ctrl Shift A", scene.text.accept()),
        ("Ctrl Shift D", scene.text.decline()),
        ("Esc", scene.text.silence()),
    ];
    let widths: Vec<f32> = hints
        .iter()
        .map(|(keys, words)| KeyCap::new(keys).size(ui).x + 5.0 + style.galley(ui, words, t.text_3).size().x)
        .collect();
    let mut left = card.center().x - (widths.iter().sum::<f32>() + 28.0) / 2.0;
    for ((keys, words), width) in hints.into_iter().zip(widths) {
        let cap = KeyCap::new(keys).paint(ui, Pos2::new(left, y), Align2::LEFT_CENTER);
        style.paint(ui.painter(), Pos2::new(cap.right() + 5.0, y), Align2::LEFT_CENTER, words, t.text_3);
        left += width + 14.0;
    }
}

/// A band that fades from one colour into another, its upper corners rounded, its edge smoothed by half a point.
fn rounded_gradient(rect: Rect, corner: f32, top: Color32, bottom: Color32) -> Shape {
    let mut mesh = Mesh::default();
    let color = |y: f32| mix(top, bottom, ((y - rect.top()) / rect.height()).clamp(0.0, 1.0));
    let mut outline = Vec::new();
    for (center, from) in [
        (Pos2::new(rect.left() + corner, rect.top() + corner), 0.5),
        (Pos2::new(rect.right() - corner, rect.top() + corner), 0.75),
    ] {
        for step in 0..=12 {
            let turn = lerp(from..=from + 0.25, step as f32 / 12.0) * std::f32::consts::TAU;
            outline.push((center, Vec2::angled(turn)));
        }
    }
    let mut vertex = |pos: Pos2, color: Color32| {
        mesh.vertices.push(Vertex { pos, uv: WHITE_UV, color });
        (mesh.vertices.len() - 1) as u32
    };
    let foot = [rect.left_bottom(), rect.right_bottom()].map(|pos| vertex(pos, bottom));
    let inner: Vec<u32> = outline
        .iter()
        .map(|(center, out)| {
            let pos = *center + *out * (corner - 0.5);
            vertex(pos, color(pos.y))
        })
        .collect();
    let outer: Vec<u32> =
        outline.iter().map(|(center, out)| vertex(*center + *out * (corner + 0.5), TRANSPARENT)).collect();
    for pair in 0..inner.len() - 1 {
        let (next, hub) = (pair + 1, foot[usize::from(pair >= inner.len() / 2)]);
        mesh.indices.extend([hub, inner[pair], inner[next]]);
        mesh.indices.extend([inner[pair], outer[pair], outer[next], inner[pair], outer[next], inner[next]]);
    }
    mesh.indices.extend([foot[0], inner[inner.len() / 2], foot[1]]);
    Shape::mesh(mesh)
}
