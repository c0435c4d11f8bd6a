use eframe::egui::{Align, Id, Layout, Pos2, Rect, ScrollArea, Sense, Ui, Vec2};

use super::frame::{button_row, inside};
use crate::ids::{Account, AttributeName};
use crate::model::AccountModel;
use crate::service::{Command, Owner};
use crate::ui::Scene;
use crate::ui::theme::{Tokens, Type, size, space};
use crate::ui::widgets::dialog::{Dialog, dialog_title};
use crate::ui::widgets::{Button, hairline, heading};

mod built_in;
mod card;
mod editor;
mod look_up;

use editor::Editing;

/// What the page of attributes remembers.
#[derive(Debug, Default)]
pub struct AttributesView {
    /// The one row that is open.
    editing: Option<Editing>,
    /// Whose attributes the person is asked about before all are cleared.
    clearing: Option<Owner>,
    /// What is typed into "Look up someone's attributes".
    look_up: String,
    /// The people whom that could mean are on screen.
    offering: bool,
    /// Who was looked up, while the answer is on screen.
    looked_up: Option<Account>,
}

/// Own attributes beside those of the joined channel; below 900 points of window width one after the other.
/// It fills the `Ui`.
pub fn attributes_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let Some(account) = scene.account() else { return };
    let t = Tokens::of(ui.ctx());
    let (whole, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    ui.painter().rect_filled(whole, 0, t.sidebar);
    let bar = Rect::from_min_size(whole.min, Vec2::new(whole.width(), size::HEADER));
    bar_ui(ui, scene, account, bar);

    let body = Rect::from_min_max(Pos2::new(whole.left(), bar.bottom()), whole.max);
    if ui.ctx().content_rect().width() >= 900.0 {
        let room = body.shrink2(Vec2::new(space::X24, space::X20));
        let width = ((room.width() - space::X20) / 2.0).floor();
        for (owner, left) in [(Owner::Me, room.left()), (Owner::Channel, room.right() - width)] {
            let place = Rect::from_min_size(Pos2::new(left, room.top()), Vec2::new(width, room.height()));
            inside(ui, place, Layout::top_down(Align::Min), |ui| {
                card::card_ui(ui, scene, account, owner, Some(place.height()));
            });
        }
    } else {
        inside(ui, body, Layout::top_down(Align::Min), |ui| {
            ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                let margin = eframe::egui::Margin::symmetric(20, 16);
                eframe::egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::X16;
                    card::card_ui(ui, scene, account, Owner::Me, None);
                    card::card_ui(ui, scene, account, Owner::Channel, None);
                });
            });
        });
    }
    clear_dialog(ui, scene, account);
}

fn bar_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, bar: Rect) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(bar, 0, t.canvas);
    hairline(ui.painter(), bar.left(), bar.right(), bar.bottom() - 0.5, t.line);
    let title = Rect::from_min_max(bar.min + Vec2::new(space::X24, 0.0), bar.max);
    inside(ui, title, Layout::left_to_right(Align::Center), |ui| {
        heading(ui, Type::TITLE, scene.text.attributes(), t.text);
    });
    let width = 280.0_f32.min(bar.width() - 200.0);
    let place = Rect::from_min_size(
        Pos2::new(bar.right() - space::X20 - width, bar.center().y - size::SEARCH / 2.0),
        Vec2::new(width, size::SEARCH),
    );
    look_up::look_up_ui(ui, scene, account, place);
}

/// The only question that this page asks: clearing cannot be undone with one button.
fn clear_dialog(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel) {
    let Some(owner) = scene.view.attributes.clearing else { return };
    let text = scene.text;
    let count = card::cleared(account, owner);
    let question = text.clear_all_question(count);
    let ctx = ui.ctx().clone();
    let dialog = Dialog::new(Id::unique("bellbird clear attributes"), &question).width(360.0);
    let shown = dialog.show(&ctx, |ui| {
        let t = Tokens::of(ui.ctx());
        dialog_title(ui, &question);
        let note = match owner {
            Owner::Me => text.clear_all_note(),
            Owner::Channel => text.clear_all_channel_note(),
        };
        Type::SMALL.label(ui, note, t.text_2);
        ui.add_space(space::X16);
        button_row(ui, |ui| {
            let clear = ui.add(Button::danger(text.clear_all())).clicked();
            (clear, ui.add(Button::secondary(text.cancel())).clicked())
        })
    });
    let (clear, cancel) = shown.inner;
    if clear {
        scene.command(Command::ClearAttributes { owner });
        scene.view.toasts.say(text.cleared_attributes(count));
    }
    if clear || cancel || shown.close || count == 0 {
        scene.view.attributes.clearing = None;
    }
}

/// Whether an attribute is one of the system's own.
fn is_built_in(name: &AttributeName) -> bool {
    name.as_str().starts_with('_')
}
