use eframe::egui::{
    Align2, Id, Pos2, Rect, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    WidgetInfo,
};

use std::cmp::Ordering;

use super::sign_in_form::{self, SignInView, Tile};
use crate::model::{Connection, LanguageChoice, LocalServer, Model, SignInStep, Slot};
use crate::ui::icons::{self, Icon};
use crate::ui::scene::Scene;
use crate::ui::text::Language;
use crate::ui::theme::{Tokens, Type, faded, mix, radius};
use crate::ui::widgets::logo::paint_logo;
use crate::ui::widgets::{self, Segmented, blend, focus_ring, heading, hover_of};

pub(super) const CARD: f32 = 420.0;
const LOGO: f32 = 76.0;
/// From the top of the mark to the top of the card.
const ABOVE_CARD: f32 = 165.0;

/// The step that a sign-in is at, if one is under way.
pub fn signing_in(model: &Model, slot: Slot) -> Option<SignInStep> {
    if let Some(Connection::SigningIn { step }) = model.account(slot).map(|account| &account.connection) {
        return Some(*step);
    }
    model.sign_in.busy
}

/// The page of who is not signed in.
pub fn sign_in_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let area = ui.max_rect();
    let mut form = std::mem::take(&mut scene.view.sign_in);
    form.begin(scene);
    let busy = signing_in(scene.model, scene.slot);

    let usual = if busy.is_some() { 444.0 } else { 416.0 };
    let height = ABOVE_CARD + form.card_height.unwrap_or(usual);
    let top = (area.top() + (area.height() - height) / 2.0 - 34.0).round().max(area.top() + 24.0);
    background(ui, area, Pos2::new(area.center().x, top + LOGO / 2.0));

    ScrollArea::vertical().id_salt("sign in").auto_shrink([false, false]).show(ui, |ui| {
        let room = ui.max_rect();
        let (x, top) = (room.center().x.round(), top - area.top() + room.top());
        title(ui, scene, x, top);
        let width = CARD.min(area.width() - 32.0);
        let min = Pos2::new(x - width / 2.0, top + ABOVE_CARD);
        let measured = card(ui, scene, &mut form, min, width, busy);
        if form.card_height != Some(measured) {
            form.card_height = Some(measured);
            ui.ctx().request_repaint_after_secs(0.0);
        }
        let bottom = min.y + measured + 64.0;
        ui.advance_cursor_after_rect(Rect::from_min_max(room.min, Pos2::new(room.max.x, bottom)));
    });
    language_switch(ui, scene, area);
    let t = Tokens::of(ui.ctx());
    let version = scene.text.app_version(env!("CARGO_PKG_VERSION"));
    let at = Pos2::new(area.left() + 24.0, area.bottom() - 26.0);
    widgets::painted_label(ui, at, Align2::LEFT_CENTER, Type::META, &version, t.text_2);
    scene.view.sign_in = form;
}

fn background(ui: &Ui, area: Rect, center: Pos2) {
    let t = Tokens::of(ui.ctx());
    let (first, last) = match t.dark {
        true => (mix(t.sidebar, t.rail, 0.5), t.canvas),
        false => (mix(t.rail, t.selected, 0.45), mix(t.sidebar, t.canvas, 0.25)),
    };
    let split = area.top() + area.height() * 0.66;
    let upper = Rect::from_min_max(area.min, Pos2::new(area.right(), split));
    let lower = Rect::from_min_max(Pos2::new(area.left(), split), area.max);
    ui.painter().add(gradient(upper, first, t.sidebar));
    ui.painter().add(gradient(lower, t.sidebar, last));
    for (radius, part) in
        [(177.5, 0.093), (283.5, 0.083), (403.5, 0.073), (543.5, 0.05), (703.5, 0.036), (883.5, 0.026)]
    {
        ui.painter().circle_stroke(center, radius, Stroke::new(1.5, faded(t.accent_text, part)));
    }
}

fn gradient(rect: Rect, top: eframe::egui::Color32, bottom: eframe::egui::Color32) -> Shape {
    let mut mesh = eframe::egui::Mesh::default();
    for (corner, color) in [
        (rect.left_top(), top),
        (rect.right_top(), top),
        (rect.right_bottom(), bottom),
        (rect.left_bottom(), bottom),
    ] {
        mesh.colored_vertex(corner, color);
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    Shape::mesh(mesh)
}

fn title(ui: &mut Ui, scene: &Scene<'_>, x: f32, top: f32) {
    let t = Tokens::of(ui.ctx());
    paint_logo(ui, Rect::from_min_size(Pos2::new(x - LOGO / 2.0, top), Vec2::splat(LOGO)));
    let style = Type::DISPLAY.sized(26.0, 34.0);
    let width = style.galley(ui, scene.text.app_name(), t.text).size().x;
    let place = Rect::from_center_size(Pos2::new(x, top + 104.5), Vec2::new(width + 1.0, style.line));
    let place = Rect::from_min_size(place.min.round(), place.size());
    heading(&mut ui.new_child(UiBuilder::new().max_rect(place)), style, scene.text.app_name(), t.text);
    let at = Pos2::new(x, top + 134.5);
    widgets::painted_label(ui, at, Align2::CENTER_CENTER, Type::BODY, scene.text.app_tagline(), t.text_2);
}

/// The card with the form; returns its height.
fn card(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    form: &mut SignInView,
    min: Pos2,
    width: f32,
    busy: Option<SignInStep>,
) -> f32 {
    let t = Tokens::of(ui.ctx());
    let behind = [ui.painter().add(Shape::Noop), ui.painter().add(Shape::Noop)];
    let place = Rect::from_min_size(min + Vec2::new(24.0, 23.0), Vec2::new(width - 48.0, 2_000.0));
    let mut inside = ui.new_child(UiBuilder::new().id_salt("card").max_rect(place));
    inside.spacing_mut().item_spacing = Vec2::ZERO;
    sign_in_form::form_ui(&mut inside, scene, form, busy);
    let height = (inside.min_rect().height() + 23.0 + 22.0).round();
    let rect = Rect::from_min_size(min, Vec2::new(width, height));
    let border = if t.dark { Stroke::new(1.0, t.line_strong) } else { Stroke::NONE };
    ui.painter().set(behind[0], t.shadow_3.as_shape(rect, radius::XL));
    ui.painter().set(
        behind[1],
        eframe::egui::epaint::RectShape::new(rect, radius::XL, t.raised, border, StrokeKind::Inside),
    );
    height
}

fn language_switch(ui: &mut Ui, scene: &mut Scene<'_>, area: Rect) {
    let t = Tokens::of(ui.ctx());
    let mut chosen = scene.text.language();
    let choices = Language::ALL.map(|language| (language, language.own_name()));
    let place = Rect::from_min_max(
        Pos2::new(area.left(), area.top() + if t.dark { 20.0 } else { 21.0 }),
        Pos2::new(area.right() - if t.dark { 24.0 } else { 25.0 }, area.top() + 60.0),
    );
    let layout = eframe::egui::Layout::right_to_left(eframe::egui::Align::Min);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    let mut switch = Segmented::new(&mut chosen, &choices).small();
    if !t.dark {
        switch = switch.borderless();
    }
    if switch.show(&mut inside).changed() {
        let mut settings = scene.model.settings.clone();
        settings.language = match chosen {
            Language::English => LanguageChoice::English,
            Language::Chinese => LanguageChoice::Chinese,
        };
        scene.command(crate::service::Command::UpdateSettings(settings));
    }
}

/// One of the two tiles that say where to sign in.
pub(super) fn tile_ui(
    ui: &mut Ui,
    rect: Rect,
    tile: Tile,
    chosen: bool,
    live: bool,
    scene: &Scene<'_>,
    address: &str,
) -> bool {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let (icon, title): (Icon, &str) = match tile {
        Tile::ThisComputer => (icons::DESKTOP, text.this_computer()),
        Tile::Another => (icons::GLOBE_SIMPLE, text.another_server()),
    };
    let sense = if live { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, Id::unique(("bellbird server tile", title)), sense);
    widgets::name_selected(&response, Role::RadioButton, live, chosen, title);
    let lit = if live { hover_of(ui, &response) } else { 0.0 };
    let rest = if t.dark { t.raised } else { t.canvas };
    let fill = if chosen { t.accent_soft } else { blend(rest, t.hover, lit) };
    let border = if chosen { t.accent } else { t.line_strong };
    ui.painter().rect(rect, radius::ROW, fill, Stroke::new(1.0, border), StrokeKind::Inside);
    let (ink, words) = if chosen { (t.accent_text, t.accent_text) } else { (t.text_2, t.text) };
    let icon = if chosen { icon.fill() } else { icon };
    icon.paint(ui.painter(), Pos2::new(rect.left() + 23.0, rect.center().y), 20.0, ink);
    let left = rect.left() + 44.0;
    let room = rect.right() - 8.0 - left;
    let galley = Type::LABEL.elided(ui, title, words, room);
    ui.painter().galley(Pos2::new(left, rect.top() + 12.0), galley, words);
    let y = rect.top() + 38.0;
    let (dot, below) = match tile {
        Tile::ThisComputer => match scene.model.local_server {
            LocalServer::Ready | LocalServer::Running { .. } => {
                (Some(t.online), text.built_in_ready().to_owned())
            }
            LocalServer::Failed { .. } => (Some(t.danger), text.built_in_failed().to_owned()),
        },
        Tile::Another => match host_of(address) {
            "" => (None, text.enter_an_address().to_owned()),
            host => (None, host.to_owned()),
        },
    };
    let mut at = left;
    if let Some(color) = dot {
        ui.painter().circle_filled(Pos2::new(left + 3.5, y), 3.5, color);
        at += 12.0;
    }
    let style = Type::META.sized(11.5, 16.0);
    let galley = style.elided(ui, &below, t.text_2, rect.right() - 8.0 - at);
    ui.painter().galley(Pos2::new(at, y - 8.0), galley, t.text_2);
    focus_ring(ui, &response, rect, radius::ROW);
    response.clicked()
}

/// The host in an address, for the tile.
fn host_of(address: &str) -> &str {
    let address = address.trim();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// "Server found › Checking account › Loading chats", with what is done ticked off.
pub(super) fn steps_ui(ui: &mut Ui, scene: &Scene<'_>, step: SignInStep) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let found = match step {
        SignInStep::FindingServer => text.step_finding_server(),
        SignInStep::CheckingAccount | SignInStep::LoadingChats => text.step_server_found(),
    };
    let steps = [
        (SignInStep::FindingServer, found),
        (SignInStep::CheckingAccount, text.step_checking_account()),
        (SignInStep::LoadingChats, text.step_loading_chats()),
    ];
    let looks = steps.map(|(of, words)| {
        let (style, ink) = match of.cmp(&step) {
            Ordering::Less => (Type::META, t.success_text),
            Ordering::Equal => (Type::META.semibold(), t.text),
            Ordering::Greater => (Type::META, t.text_2),
        };
        (of < step, style.galley(ui, words, ink), ink, words)
    });
    let ticks = looks.iter().filter(|(done, ..)| *done).count() as f32 * 18.0;
    let width = looks.iter().map(|(_, galley, ..)| galley.size().x).sum::<f32>() + ticks + 2.0 * 24.0;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 16.0), Sense::hover());
    let mut x = (rect.center().x - width / 2.0).round();
    let y = rect.center().y;
    for (index, (done, galley, ink, _)) in looks.iter().enumerate() {
        if index > 0 {
            icons::CARET_RIGHT.paint(ui.painter(), Pos2::new(x + 12.0, y), 12.0, t.text_2);
            x += 24.0;
        }
        if *done {
            icons::CHECK_CIRCLE.fill().paint(ui.painter(), Pos2::new(x + 7.0, y), 15.0, t.success_text);
            x += 18.0;
        }
        let size = galley.size();
        ui.painter().galley(Pos2::new(x, y - size.y / 2.0), galley.clone(), *ink);
        x += size.x;
    }
    let now = looks.iter().zip(steps).find(|(_, (of, _))| *of == step).map_or("", |((.., words), _)| *words);
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, now));
}
