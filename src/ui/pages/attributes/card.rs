use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Align, Align2, CornerRadius, Frame, Layout, Margin, Pos2, Rect, Role, ScrollArea, Sense, Ui, Vec2,
    WidgetInfo,
};

use super::editor::{Editing, editor_ui};
use super::{built_in, is_built_in};
use crate::ids::AttributeName;
use crate::model::{AccountModel, Attribute, Attributes, Connection, Millis};
use crate::service::{Command, Owner};
use crate::ui::pages::frame::{from_right, inside, repaint_in};
use crate::ui::pages::peer::Peer;
use crate::ui::theme::{Tokens, Type, faded, motion, reduced_motion, space};
use crate::ui::widgets::facts::{elided_label, spoken};
use crate::ui::widgets::{
    Avatar, Button, Chip, IconButton, Presence, card, focus_ring, hairline, painted_label, row_fill,
};
use crate::ui::{Action, Scene, icons, words};

const HEADER: f32 = 70.0;
const ROW: f32 = 50.0;
const FOOTER: f32 = 42.0;
/// How long "changed this just now" stays true.
const JUST_NOW: Millis = 60_000;

/// The attributes of one owner that a person can see and change, by name.
pub fn listed(account: &AccountModel, owner: Owner) -> Vec<(&AttributeName, &Attribute)> {
    let attributes: Option<&Attributes> = match owner {
        Owner::Me => Some(&account.attributes),
        Owner::Channel => account.channel.as_ref().map(|channel| &channel.attributes),
    };
    let all = attributes.into_iter().flat_map(Attributes::iter);
    let mut rows: Vec<_> = all
        .filter(|(name, attribute)| match owner {
            // The old API cannot delete an own attribute: an empty value is what is left of one.
            Owner::Me => !attribute.value.is_empty(),
            Owner::Channel => !is_built_in(name),
        })
        .collect();
    rows.sort_by_key(|(name, _)| owner == Owner::Channel || name.as_str() != "name");
    rows
}

/// How many attributes "Clear all" takes away: those of a channel together with its settings.
pub fn cleared(account: &AccountModel, owner: Owner) -> usize {
    match owner {
        Owner::Me => listed(account, owner).len(),
        Owner::Channel => account.channel.as_ref().map_or(0, |channel| {
            channel.attributes.iter().filter(|(name, _)| name.as_str() != "_member_num").count()
        }),
    }
}

/// A card with one owner's attributes: `height` points high, or as high as what is in it.
pub fn card_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    account: &AccountModel,
    owner: Owner,
    height: Option<f32>,
) {
    card(ui).show(ui, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let width = ui.available_width();
        ui.set_width(width);
        if owner == Owner::Channel && account.channel.is_none() {
            no_channel(ui, scene, height.unwrap_or(260.0));
            return;
        }
        header(ui, scene, account, owner);
        let footer = if owner == Owner::Me { FOOTER } else { 0.0 };
        match height {
            Some(height) => {
                let room = height - HEADER - footer - 2.0;
                ScrollArea::vertical()
                    .id_salt(("attributes", owner == Owner::Me))
                    .auto_shrink([false, false])
                    .max_height(room)
                    .min_scrolled_height(room)
                    .show(ui, |ui| body(ui, scene, account, owner));
            }
            None => body(ui, scene, account, owner),
        }
        if owner == Owner::Me {
            footer_ui(ui, scene);
        }
    });
}

fn no_channel(ui: &mut Ui, scene: &mut Scene<'_>, height: f32) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height - 2.0), Sense::hover());
    let center = rect.center() - Vec2::new(0.0, 20.0);
    let disc = center - Vec2::new(0.0, 66.0);
    ui.painter().circle_filled(disc, 32.0, t.accent_soft);
    icons::HASH.paint(ui.painter(), disc, 28.0, t.accent_text);
    let middle = Align2::CENTER_CENTER;
    painted_label(ui, center - Vec2::new(0.0, 10.0), middle, Type::HEADING, text.no_channel_joined(), t.text);
    let note = center + Vec2::new(0.0, 14.0);
    painted_label(ui, note, middle, Type::SMALL, text.no_channel_joined_note(), t.text_2);
    let place = Rect::from_center_size(center + Vec2::new(0.0, 58.0), Vec2::new(260.0, 36.0));
    let join = Button::primary(text.join_a_channel()).icon(icons::HASH);
    if crate::ui::pages::frame::centered(ui, place, join).clicked() {
        scene.act(Action::JoinForm);
    }
}

fn header(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, owner: Owner) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEADER), Sense::hover());
    hairline(ui.painter(), rect.left(), rect.right(), rect.bottom() - 0.5, t.line);
    let y = rect.top() + 35.5;
    let online = account.online();
    let mut right = rect.right() - 16.0;
    let add = Button::secondary(text.add()).small().icon(icons::PLUS).enabled(online);
    if from_right(ui, &mut right, y, add).clicked() {
        scene.view.attributes.editing = Some(Editing::adding(owner));
    }
    right -= 13.0;
    let some = cleared(account, owner) > 0;
    let clear = Button::danger_ghost(text.clear_all()).small().enabled(online && some);
    if from_right(ui, &mut right, y, clear).clicked() {
        scene.view.attributes.clearing = Some(owner);
    }

    let center = Pos2::new(rect.left() + 40.0, y);
    let mut job = LayoutJob::default();
    let title = match owner {
        Owner::Me => {
            let presence = match account.connection {
                Connection::Online { .. } => Presence::Online,
                Connection::SigningIn { .. } | Connection::Reconnecting { .. } => Presence::Reconnecting,
            };
            let avatar = Avatar::person(account.me.as_str(), account.display_name(&account.me));
            avatar.size(40.0).surface(t.raised).presence(presence).paint(ui, center);
            Type::MONO.append(&mut job, account.me.as_str(), t.text_2);
            Type::META.append(&mut job, &format!(" · {}", text.your_attributes_note()), t.text_2);
            text.your_attributes()
        }
        Owner::Channel => {
            let name = account.channel.as_ref().map_or("", |channel| channel.name.as_str());
            Avatar::channel(name, true).size(40.0).paint(ui, center);
            let line = text.subtitle_pair(text.channel_attributes(), text.channel_attributes_note());
            Type::META.append(&mut job, &line, t.text_2);
            name
        }
    };
    let left = rect.left() + 72.0;
    let room = right - space::X8 - left;
    elided_label(ui, Pos2::new(left, rect.top() + 27.0), Type::HEADING, title, t.text, room);
    job.wrap = TextWrapping::truncate_at_width(room);
    let galley = ui.painter().layout_job(job);
    let place = Align2::LEFT_CENTER.anchor_size(Pos2::new(left, rect.top() + 47.0), galley.size());
    let said = galley.text().to_owned();
    ui.painter().galley(place.min, galley, t.text_2);
    spoken(ui, place, &said);
}

fn body(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, owner: Owner) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    if owner == Owner::Channel {
        built_in::built_in_ui(ui, scene, account);
        section(ui, text.your_own());
    } else {
        ui.add_space(10.0);
    }
    let rows = listed(account, owner);
    let editing = scene.view.attributes.editing.as_ref().filter(|editing| editing.owner == owner);
    let open = editing.and_then(|editing| editing.original.clone());
    // What was being edited when somebody deleted it stays open, so that no text is lost.
    let adding = editing.is_some() && !rows.iter().any(|(name, _)| open.as_ref() == Some(*name));
    if rows.is_empty() && !adding {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 72.0), Sense::hover());
        let middle = Align2::CENTER_CENTER;
        let first = rect.center() - Vec2::new(0.0, 10.0);
        painted_label(ui, first, middle, Type::SMALL, text.no_attributes_yet(), t.text_2);
        if owner == Owner::Me {
            let second = rect.center() + Vec2::new(0.0, 10.0);
            painted_label(ui, second, middle, Type::META, text.no_attributes_note(), t.text_3);
        }
    }
    for (name, attribute) in rows {
        if open.as_ref() == Some(name) {
            editor_ui(ui, scene, account);
        } else {
            row(ui, scene, account, owner, name, attribute);
        }
    }
    if adding {
        editor_ui(ui, scene, account);
    }
    ui.add_space(space::X12);
}

/// The small heading above a group of rows.
pub fn section(ui: &mut Ui, words: &str) {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 34.0), Sense::hover());
    let at = Pos2::new(rect.left() + space::X20, rect.top() + 20.0);
    painted_label(ui, at, Align2::LEFT_CENTER, Type::META.medium(), words, t.text_2);
}

fn row(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    account: &AccountModel,
    owner: Owner,
    name: &AttributeName,
    attribute: &Attribute,
) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let height = if attribute.problem.is_some() { ROW + 20.0 } else { ROW };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::click());
    let said = format!("{name}: {}", attribute.value);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &said));
    let ground = rect.shrink2(Vec2::new(space::X8, 0.0));
    flash(ui, scene.now, attribute, ground);
    row_fill(ui, &response, ground, 8, false);
    focus_ring(ui, &response, ground.shrink(2.0), 6);
    let middle = rect.top() + 25.0;
    let right = rect.right() - 25.0;

    let online = account.online();
    let id = response.id.with("actions focused");
    let focused: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let shown = online && (response.contains_pointer() || response.has_focus() || focused);
    let place = Rect::from_min_max(
        Pos2::new(rect.right() - 84.0, middle - 14.0),
        Pos2::new(rect.right() - 17.0, middle + 14.0),
    );
    let (edit_words, delete_words) =
        (text.edit_attribute(name.as_str()), text.delete_attribute(name.as_str()));
    let (edit, delete) = inside(ui, place, Layout::right_to_left(Align::Center), |ui| {
        // The buttons are always there for the keyboard; they are seen when the pointer or the focus is.
        ui.set_opacity(if shown { 1.0 } else { 0.0 });
        ui.spacing_mut().item_spacing.x = space::X2;
        let delete = ui.add(IconButton::new(icons::TRASH, &delete_words).small().enabled(online));
        (ui.add(IconButton::new(icons::PENCIL_SIMPLE, &edit_words).small().enabled(online)), delete)
    });
    let focused = edit.has_focus() || delete.has_focus();
    ui.data_mut(|data| data.insert_temp(id, focused));
    let mut end = place.left() - space::X8;
    if !shown {
        let bytes = text.bytes(&crate::ui::text::grouped(attribute.bytes() as u64));
        let at = Pos2::new(right, middle);
        end = painted_label(ui, at, Align2::RIGHT_CENTER, Type::META, &bytes, t.text_3).rect.left()
            - space::X16;
    }

    let left = rect.left() + space::X20;
    let first = rect.top() + 14.5;
    let key = Type::MONO.elided(ui, name.as_str(), t.text_2, (end - left) * 0.6);
    let beside = left + key.size().x + space::X8;
    ui.painter().galley(Pos2::new(left, first - key.size().y / 2.0), key, t.text_2);
    if owner == Owner::Me && name.as_str() == "name" {
        Chip::accent(text.shown_as_your_name()).paint(ui, Pos2::new(beside, first), Align2::LEFT_CENTER);
    }
    changed_just_now(ui, scene, account, attribute, Pos2::new(beside, first));
    elided_label(ui, Pos2::new(left, rect.top() + 33.0), Type::BODY, &attribute.value, t.text, end - left);
    if let Some(problem) = &attribute.problem {
        let sentence = text.not_sent(&words::reason(text, problem));
        let at = Pos2::new(left, rect.top() + 53.0);
        icons::WARNING_CIRCLE.fill().paint(ui.painter(), at + Vec2::new(7.0, 0.0), 14.0, t.danger_text);
        elided_label(ui, at + Vec2::new(20.0, 0.0), Type::META, &sentence, t.danger_text, end - left - 20.0);
    }

    if edit.clicked() || (response.clicked() && online) {
        scene.view.attributes.editing = Some(Editing::of(owner, name, &attribute.value));
    } else if delete.clicked() {
        delete_now(scene, owner, name, attribute);
    }
}

/// Deleting is instant; the toast can put the value back for a while.
fn delete_now(scene: &mut Scene<'_>, owner: Owner, name: &AttributeName, attribute: &Attribute) {
    scene.command(Command::DeleteAttribute { owner, name: name.clone() });
    let value = attribute.value.to_string();
    let back = Command::SetAttribute { owner, name: name.clone(), value };
    let (said, undo) = (scene.text.deleted_attribute(name.as_str()), scene.text.undo());
    scene.view.toasts.say_with(said, undo, vec![Action::Command(back)]);
}

/// Where somebody else changed an attribute the row lights up and fades.
fn flash(ui: &Ui, now: Millis, attribute: &Attribute, ground: Rect) {
    let Some(at) = attribute.changed_at.filter(|_| !reduced_motion(ui.ctx())) else { return };
    let left = 1.0 - (now - at) as f32 / (motion::CHANGED * 1000.0);
    if (0.0..=1.0).contains(&left) {
        let t = Tokens::of(ui.ctx());
        ui.painter().rect_filled(ground, CornerRadius::same(8), faded(t.warn_soft, left));
        repaint_in(ui, 16);
    }
}

fn changed_just_now(ui: &mut Ui, scene: &Scene<'_>, account: &AccountModel, attribute: &Attribute, at: Pos2) {
    let (Some(by), Some(changed_at)) = (&attribute.changed_by, attribute.changed_at) else { return };
    let age = scene.now - changed_at;
    if !(0..JUST_NOW).contains(&age) {
        return;
    }
    let t = Tokens::of(ui.ctx());
    let words = scene.text.changed_just_now(Peer::of(account, by).short());
    let rect = painted_label(ui, at, Align2::LEFT_CENTER, Type::META, &words, t.warn_text).rect;
    ui.painter().circle_filled(Pos2::new(rect.right() + 11.5, at.y), 3.5, t.warn);
    repaint_in(ui, JUST_NOW - age);
}

fn footer_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let t = Tokens::of(ui.ctx());
    Frame::new().inner_margin(Margin::ZERO).show(ui, |ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), FOOTER), Sense::hover());
        hairline(ui.painter(), rect.left(), rect.right(), rect.top() + 0.5, t.line);
        let at = Pos2::new(rect.left() + 27.5, rect.center().y);
        icons::INFO.paint(ui.painter(), at, 15.0, t.text_3);
        let words = scene.text.changes_seen_later();
        elided_label(ui, at + Vec2::new(13.5, 0.0), Type::META, words, t.text_3, rect.width() - 60.0);
    });
}
