use eframe::egui::{
    Align2, Frame, Key, Layout, Margin, Modifiers, Popup, PopupCloseBehavior, Pos2, Rect, ScrollArea, Sense,
    Ui, Vec2,
};

use crate::ids::Account;
use crate::model::{AccountModel, Attributes, ChatId, LookedUp};
use crate::service::Command;
use crate::ui::pages::frame::inside;
use crate::ui::pages::peer::Peer;
use crate::ui::theme::{Tokens, Type, space};
use crate::ui::widgets::facts::elided_label;
use crate::ui::widgets::menu::menu_frame;
use crate::ui::widgets::{IconButton, MenuRow, Search, hairline};
use crate::ui::{Action, Scene, icons, words};

const WIDTH: f32 = 360.0;
/// How many people whose name fits are offered.
const OFFERED: usize = 5;

/// The field "Look up someone's attributes", and below it whom it could be or what was found.
pub fn look_up_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, place: Rect) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let mut typed = std::mem::take(&mut scene.view.attributes.look_up);
    let field = inside(ui, place, Layout::default(), |ui| {
        Search::new(&mut typed, text.look_up_attributes()).width(place.width()).show(ui)
    });
    let view = &mut scene.view.attributes;
    if field.response.changed() {
        view.looked_up = None;
    }
    // The offers stay while one of them is being clicked, which takes the focus from the field.
    view.offering = !typed.trim().is_empty() && (view.offering || field.response.has_focus());
    let named = Account::new(typed.trim()).ok();
    let entered = field.response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let mut wanted = named.clone().filter(|_| entered);

    let looked_up = scene.view.attributes.looked_up.clone();
    let open = looked_up.is_some() || scene.view.attributes.offering;
    let popup = Popup::from_response(&field.response)
        .gap(10.0)
        .open(open)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .frame(menu_frame(t))
        .accessible_name(text.look_up_attributes())
        .width(WIDTH);
    let shown = popup.show(|ui| {
        ui.set_width(WIDTH);
        ui.spacing_mut().item_spacing.y = 0.0;
        match &looked_up {
            Some(who) => found(ui, scene, account, who),
            None => {
                if let Some(who) = offers(ui, scene, account, typed.trim(), named.as_ref()) {
                    wanted = Some(who);
                }
            }
        }
    });
    let left =
        shown.is_some_and(|shown| shown.response.clicked_elsewhere() && !field.response.contains_pointer());
    let covered = ui.memory(|memory| memory.top_modal_layer().is_some());
    let open = open && !covered;
    if left || (open && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))) {
        scene.view.attributes.looked_up = None;
        scene.view.attributes.offering = false;
    }
    if let Some(who) = wanted {
        scene.command(Command::LookUp { account: who.clone() });
        scene.view.attributes.looked_up = Some(who);
        scene.view.attributes.offering = false;
    }
    scene.view.attributes.look_up = typed;
}

/// Whom the words could mean: people whose name or account fits, and the account as it was typed.
fn offers(
    ui: &mut Ui,
    scene: &Scene<'_>,
    account: &AccountModel,
    typed: &str,
    named: Option<&Account>,
) -> Option<Account> {
    let query = typed.to_lowercase();
    let mut chosen = None;
    let fits = |who: &Account| {
        who.as_str().to_lowercase().contains(&query)
            || account.display_name(who).to_lowercase().contains(&query)
    };
    for (who, _) in account.people.iter().filter(|(who, _)| fits(who)).take(OFFERED) {
        let name = account.display_name(who);
        let words = match name == who.as_str() {
            true => name.to_owned(),
            false => scene.text.subtitle_pair(name, who.as_str()),
        };
        if ui.add(MenuRow::new(&words).icon(icons::USER)).clicked() {
            chosen = Some(who.clone());
        }
    }
    if let Some(named) = named.filter(|named| account.people.person(named).is_none()) {
        let words = scene.text.look_up(named.as_str());
        if ui.add(MenuRow::new(&words).icon(icons::MAGNIFYING_GLASS)).clicked() {
            chosen = Some(named.clone());
        }
    }
    chosen
}

fn found(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, who: &Account) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let peer = Peer::of(account, who);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(WIDTH, 56.0), Sense::hover());
    peer.avatar()
        .size(36.0)
        .surface(t.raised)
        .presence(peer.presence())
        .paint(ui, rect.left_center() + Vec2::new(28.0, 0.0));
    let left = rect.left() + 58.0;
    let room = rect.right() - 52.0 - left;
    elided_label(ui, Pos2::new(left, rect.center().y - 9.0), Type::BODY_STRONG, peer.name, t.text, room);
    elided_label(ui, Pos2::new(left, rect.center().y + 10.0), Type::MONO, who.as_str(), t.text_2, room);
    let place = Rect::from_center_size(Pos2::new(rect.right() - 28.0, rect.center().y), Vec2::splat(36.0));
    let write = IconButton::new(icons::CHAT_CIRCLE, text.message_field());
    if crate::ui::pages::frame::centered(ui, place, write).clicked() {
        scene.act(Action::ShowChat(ChatId::Person(who.clone())));
    }
    hairline(ui.painter(), rect.left(), rect.right(), rect.bottom() - 0.5, t.line);

    let answer = account.looked_up.as_deref().filter(|answer| answer.account == *who);
    match answer {
        Some(LookedUp { problem: Some(problem), .. }) => {
            line(ui, &text.full_stop(&words::reason(text, problem)))
        }
        Some(LookedUp { attributes: Some(attributes), .. }) => {
            let listed: Vec<_> =
                attributes.iter().filter(|(_, attribute)| !attribute.value.is_empty()).collect();
            if listed.is_empty() {
                line(ui, text.no_attributes_here());
                return;
            }
            ScrollArea::vertical().max_height(340.0).show(ui, |ui| rows(ui, attributes));
        }
        Some(LookedUp { attributes: None, problem: None, .. }) | None => loading(ui),
    }
}

fn rows(ui: &mut Ui, attributes: &Attributes) {
    let t = Tokens::of(ui.ctx());
    let margin = Margin { left: 10, right: 10, top: 8, bottom: 6 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::X2;
        ui.set_width(WIDTH - 20.0);
        for (name, attribute) in attributes.iter().filter(|(_, attribute)| !attribute.value.is_empty()) {
            Type::MONO.label(ui, name.as_str(), t.text_2);
            Type::SMALL.selectable(ui, &attribute.value, t.text);
            ui.add_space(space::X8);
        }
    });
}

fn line(ui: &mut Ui, words: &str) {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(WIDTH, 52.0), Sense::hover());
    crate::ui::widgets::painted_label(ui, rect.center(), Align2::CENTER_CENTER, Type::SMALL, words, t.text_2);
}

/// Rows without words, while the answer is on its way.
fn loading(ui: &mut Ui) {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(WIDTH, 92.0), Sense::hover());
    for (nth, width) in [90.0, 220.0, 70.0, 180.0].into_iter().enumerate() {
        let top = rect.top() + 14.0 + 18.0 * nth as f32;
        let bar = Rect::from_min_size(Pos2::new(rect.left() + 10.0, top), Vec2::new(width, 10.0));
        ui.painter().rect_filled(bar, 5, t.hover);
    }
}
