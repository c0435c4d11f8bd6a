use eframe::egui::{Align2, Pos2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

use super::attribute_list::{AttributeEdit, attribute_list_ui};
use super::chat_header::{call_action, can_call};
use super::chat_row::{chat_avatar, joined, person_avatar, presence_of};
use crate::ids::Account;
use crate::model::{AccountModel, ChannelState, ChatId, Connection, JoinedChannel, Presence};
use crate::service::{Command, Owner};
use crate::ui::icons;
use crate::ui::scene::{Action, Scene};
use crate::ui::theme::{Tokens, Type, radius, size};
use crate::ui::widgets::{
    self, ActionTile, IconButton, focus_ring, hairline, hairline_down, heading, hover_of, painted_label,
};
use crate::ui::words;

/// Members shown before "Show 1 more".
const MEMBERS: usize = 5;

/// What the details pane remembers.
#[derive(Debug, Default)]
pub struct DetailsView {
    all_members: bool,
    /// The attributes can be changed.
    pub editing: bool,
    pub edit: Option<AttributeEdit>,
    /// For which chat all this holds.
    chat: Option<ChatId>,
}

/// The pane at the right of a chat: who is here, and the attributes.
pub fn details_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, id: &ChatId, area: Rect) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    if scene.view.details.chat.as_ref() != Some(id) {
        scene.view.details = DetailsView { chat: Some(id.clone()), ..DetailsView::default() };
    }
    ui.painter().rect_filled(area, 0, t.sidebar);
    hairline_down(ui.painter(), area.left() + 0.5, area.top(), area.bottom(), t.line);
    let title = match id {
        ChatId::Channel(_) => text.channel_details(),
        ChatId::Person(_) => text.person_details(),
    };
    let y = area.top() + size::HEADER / 2.0;
    let place =
        Rect::from_min_size(Pos2::new(area.left() + 21.0, y - 11.0), Vec2::new(area.width() - 80.0, 22.0));
    heading(&mut ui.new_child(UiBuilder::new().max_rect(place)), Type::HEADING, title, t.text);
    let place = Rect::from_center_size(Pos2::new(area.right() - 26.0, y), Vec2::splat(size::CONTROL));
    if ui.place(place, IconButton::new(icons::X, text.close_details()).keys("Ctrl I")).clicked() {
        scene.act(Action::Details(false));
    }
    let below = Rect::from_min_max(Pos2::new(area.left() + 1.0, area.top() + size::HEADER), area.max);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(below));
    ScrollArea::vertical().id_salt(("details", id)).auto_shrink([false, false]).show(&mut inside, |ui| {
        let room = Rect::from_min_max(
            Pos2::new(below.left() + 20.0, ui.cursor().top()),
            Pos2::new(below.right() - 20.0, f32::INFINITY),
        );
        let mut ui_inside = ui.new_child(UiBuilder::new().max_rect(room));
        ui_inside.spacing_mut().item_spacing = Vec2::ZERO;
        content(&mut ui_inside, scene, account, id);
        ui.advance_cursor_after_rect(ui_inside.min_rect());
    });
}

fn content(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, id: &ChatId) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 126.0), Sense::hover());
    let x = rect.center().x;
    chat_avatar(account, id).size(64.0).paint(ui, Pos2::new(x, rect.top() + 38.0));
    let name = words::chat_name(account, id);
    let galley = Type::HEADING.elided(ui, name, t.text, rect.width());
    ui.painter().galley(Pos2::new(x - galley.size().x / 2.0, rect.top() + 80.0), galley, t.text);
    let below = Pos2::new(x, rect.top() + 112.0);
    match id {
        ChatId::Channel(_) => {
            Type::META.paint(ui.painter(), below, Align2::CENTER_CENTER, text.open_to_anyone(), t.text_2);
        }
        ChatId::Person(person) => {
            painted_label(ui, below, Align2::CENTER_CENTER, Type::MONO, person.as_str(), t.text_2);
        }
    }
    ui.add_space(10.0);
    actions(ui, scene, account, id);
    match id {
        ChatId::Channel(_) => {
            if let Some(channel) = account.channel.as_deref().filter(|_| joined(account, id).is_some()) {
                members(ui, scene, account, channel);
                ui.add_space(8.0);
                line(ui);
                let editable = channel.state == ChannelState::Joined && account.online();
                let title = text.channel_attributes();
                attribute_list_ui(ui, scene, &channel.attributes, title, Some(Owner::Channel), editable);
            }
        }
        ChatId::Person(person) => {
            ui.add_space(14.0);
            presence_line(ui, scene, account, person);
            ui.add_space(10.0);
            line(ui);
            let none = crate::model::Attributes::default();
            let attributes = account.people.person(person).map_or(&none, |person| &person.attributes);
            attribute_list_ui(ui, scene, attributes, text.their_attributes(), None, false);
        }
    }
    ui.add_space(20.0);
}

fn line(ui: &mut Ui) {
    let color = Tokens::of(ui.ctx()).line;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 1.0), Sense::hover());
    hairline(ui.painter(), rect.left(), rect.right(), rect.center().y, color);
}

fn actions(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, id: &ChatId) {
    let text = scene.text;
    let online = account.online();
    let leave = match joined(account, id) {
        Some(state) => state == ChannelState::Joined && online,
        None => false,
    };
    let count = if matches!(id, ChatId::Channel(_)) { 3.0 } else { 2.0 };
    let width = (ui.available_width() - (count - 1.0) * 8.0) / count;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if ui.add(ActionTile::new(icons::PHONE, text.call(), width).enabled(can_call(account))).clicked() {
            scene.act(call_action(id));
        }
        if ui.add(ActionTile::new(icons::MAGNIFYING_GLASS, text.search(), width)).clicked() {
            scene.act(Action::Find(true));
        }
        if matches!(id, ChatId::Channel(_)) {
            let tile = ActionTile::new(icons::SIGN_OUT, text.leave(), width).danger().enabled(leave);
            if ui.add(tile).clicked() {
                scene.command(Command::LeaveChannel);
            }
        }
    });
}

fn presence_line(ui: &mut Ui, scene: &Scene<'_>, account: &AccountModel, person: &Account) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let words = match (account.online(), account.people.presence(person)) {
        (true, Presence::Online) => text.online(),
        (true, Presence::Offline) => text.offline(),
        (true, Presence::Unknown) | (false, _) => text.presence_unknown(),
    };
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    let dot = presence_of(account, person);
    let left = rect.left();
    let shown = dot != widgets::Presence::Unknown;
    if shown {
        let at = Pos2::new(left + 5.0, rect.center().y) - Vec2::splat(5.0 * std::f32::consts::SQRT_2 / 2.0);
        widgets::avatar::presence_dot(ui.painter(), t, at, 10.0, dot, t.sidebar);
    }
    let at = Pos2::new(left + if shown { 17.0 } else { 0.0 }, rect.center().y);
    painted_label(ui, at, Align2::LEFT_CENTER, Type::SMALL, words, t.text_2);
}

fn members(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, channel: &JoinedChannel) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 42.0), Sense::hover());
    let y = rect.top() + 28.5;
    let words = match account.connection {
        Connection::Online { .. } => text.people_here_heading().to_owned(),
        Connection::Reconnecting { .. } | Connection::SigningIn { .. } => {
            text.people_here_at(&scene.clock(channel.members_at))
        }
    };
    let style = Type::META.medium();
    painted_label(ui, Pos2::new(rect.left(), y), Align2::LEFT_CENTER, style, &words, t.text_2);
    let count = channel.member_count.to_string();
    painted_label(ui, Pos2::new(rect.right(), y), Align2::RIGHT_CENTER, style, &count, t.text_2);

    let named = channel.members.len();
    let shown = if scene.view.details.all_members { named } else { named.min(MEMBERS) };
    for member in channel.members.iter().take(shown) {
        member_ui(ui, scene, account, member);
    }
    let hidden = usize::try_from(channel.member_count).unwrap_or(usize::MAX).saturating_sub(shown);
    if hidden == 0 && !scene.view.details.all_members {
        return;
    }
    if named <= MEMBERS {
        return;
    }
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 32.0), Sense::click());
    let open = scene.view.details.all_members;
    let words = if open { text.hide().to_owned() } else { text.show_more(hidden.min(named - shown)) };
    widgets::name(&response, Role::Button, true, &words);
    let ink = widgets::blend(t.text_2, t.text, hover_of(ui, &response));
    let icon = if open { icons::CARET_UP } else { icons::CARET_DOWN };
    icon.paint(ui.painter(), Pos2::new(rect.left() + 15.0, rect.center().y - 2.0), 15.0, ink);
    let at = Pos2::new(rect.left() + 40.0, rect.center().y - 1.0);
    Type::SMALL.paint(ui.painter(), at, Align2::LEFT_CENTER, &words, ink);
    focus_ring(ui, &response, rect.expand2(Vec2::new(8.0, -2.0)), radius::M);
    if response.clicked() {
        scene.view.details.all_members = !open;
    }
}

/// Somebody in the channel; the pointer brings out what can be done with them.
fn member_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, member: &Account) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 42.0), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    let row = rect.expand2(Vec2::new(12.0, 0.0));
    let me = *member == account.me;
    let id = ui.make_persistent_id(("member", member));
    let response = ui.interact(row, id, if me { Sense::hover() } else { Sense::click() });
    let within = ui.rect_contains_pointer(row) || response.has_focus();
    let lit = !me && within;
    let part = ui.ctx().animate_bool_with_time(id.with("lit"), lit, crate::ui::theme::motion::HOVER);
    if part > 0.0 {
        let fill = widgets::blend(crate::ui::theme::TRANSPARENT, t.hover, part);
        ui.painter().rect_filled(row, radius::M, fill);
    }
    let y = rect.center().y;
    let surface = if lit { t.hover } else { t.sidebar };
    // Whoever is in a channel is connected, also somebody whose presence nobody has asked for.
    let mut presence = presence_of(account, member);
    if presence == widgets::Presence::Unknown && account.online() {
        presence = widgets::Presence::Online;
    }
    let avatar = person_avatar(account, member).presence(presence).surface(surface);
    avatar.size(30.0).paint(ui, Pos2::new(rect.left() + 15.0, y));
    let name = account.display_name(member);
    let right = if lit { rect.right() - 62.0 } else { rect.right() };
    let left = rect.left() + 40.0;
    let mut job = Type::LABEL.sized(13.0, 18.0).job(name, t.text);
    if me {
        Type::SMALL.append(&mut job, &format!(" {}", text.you_beside()), t.text_3);
    }
    job.wrap = eframe::egui::epaint::text::TextWrapping::truncate_at_width(right - left);
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(Pos2::new(left, y - galley.size().y / 2.0), galley, t.text);
    let spoken = if me { text.you_marked(name) } else { name.to_owned() };
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &spoken));
    focus_ring(ui, &response, row.shrink(3.0), radius::M);
    if lit {
        let place = |center: f32| Rect::from_center_size(Pos2::new(center, y), Vec2::splat(28.0));
        let message = IconButton::new(icons::CHAT_CIRCLE, text.write()).small();
        if ui.place(place(rect.right() - 40.0), message).clicked() {
            scene.act(Action::ShowChat(ChatId::Person(member.clone())));
        }
        let call = IconButton::new(icons::PHONE, text.call()).small().enabled(can_call(account));
        if ui.place(place(rect.right() - 10.0), call).clicked() {
            scene.act(Action::CallForm(Some(member.clone())));
        }
    }
    if response.clicked() {
        scene.act(Action::ShowChat(ChatId::Person(member.clone())));
    }
}
