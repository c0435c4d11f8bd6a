use eframe::egui::{Pos2, Rect, Ui, UiBuilder};

use super::attributes::attributes_ui;
use super::call_bar::call_bar_ui;
use super::call_form::call_form_ui;
use super::call_watch::watch_call;
use super::calls::calls_ui;
use super::chats::chats_ui;
use super::incoming_call::incoming_call_ui;
use super::join_dialog::name_dialogs_ui;
use super::rail::rail_ui;
use super::settings::{settings_ui, shortcuts_ui};
use super::shortcuts;
use super::sign_in::{sign_in_ui, signing_in};
use crate::model::AccountModel;
use crate::ui::Scene;
use crate::ui::theme::{Tokens, size};
use crate::ui::view::Route;

/// The whole window.
pub fn window_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    match scene.account().filter(|_| signing_in(scene.model, scene.slot).is_none()) {
        Some(account) => signed_in_ui(ui, scene, account),
        None => sign_in_ui(ui, scene),
    }
    let ctx = ui.ctx().clone();
    if let Some(actions) = scene.view.toasts.show(&ctx) {
        scene.out.extend(actions);
    }
}

fn signed_in_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel) {
    watch_call(ui, scene);
    shortcuts::take(ui, scene, account);
    let whole = ui.max_rect();
    let rail = if whole.width() < 900.0 { size::RAIL_NARROW } else { size::RAIL };
    let split = whole.left() + rail;
    let rail = Rect::from_min_max(whole.min, Pos2::new(split, whole.bottom()));
    let area = Rect::from_min_max(Pos2::new(split, whole.top()), whole.max);
    ui.painter().rect_filled(area, 0, Tokens::of(ui.ctx()).canvas);

    rail_ui(&mut ui.new_child(UiBuilder::new().id_salt("rail").max_rect(rail)), scene, account, rail);
    let mut page = ui.new_child(UiBuilder::new().id_salt("page").max_rect(area));
    page.set_clip_rect(area);
    page.spacing_mut().item_spacing.y = 0.0;
    let route = scene.view.route;
    if route != Route::Chats {
        call_bar_ui(&mut page, scene);
    }
    match route {
        Route::Chats => chats_ui(&mut page, scene, account, area),
        Route::Calls => calls_ui(&mut page, scene),
        Route::Attributes => attributes_ui(&mut page, scene),
        Route::Settings => settings_ui(&mut page, scene),
    }
    name_dialogs_ui(ui, scene, account);
    shortcuts_ui(ui, scene);
    call_form_ui(ui, scene);
    incoming_call_ui(ui, scene);
}
