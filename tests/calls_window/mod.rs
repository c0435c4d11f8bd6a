//! The screens of calls, the attributes and the settings.

mod log;
mod people;
mod pictures;

use bellbird::ids::Account;
use bellbird::model::ChatId;
use bellbird::ui::pages::{
    attributes_ui, call_bar_ui, call_form_ui, call_stage_ui, calls_ui, incoming_call_ui, stage_shown,
    watch_call,
};
use bellbird::ui::theme::Tokens;
use bellbird::ui::{Route, Scene, ViewState};
use eframe::egui::{Pos2, Rect, Stroke, Ui, UiBuilder};

/// What the window does about calls in a frame, beside where the list of chats would be.
pub fn calls_around_a_chat(ui: &mut Ui, scene: &mut Scene<'_>) {
    watch_call(ui, scene);
    let t = Tokens::of(ui.ctx());
    let whole = ui.ctx().content_rect();
    ui.set_clip_rect(whole);
    let left = if whole.width() < 900.0 { 304.0 } else { 376.0 };
    ui.painter().rect_filled(whole, 0, t.sidebar);
    let pane = Rect::from_min_max(Pos2::new(whole.left() + left, whole.top()), whole.max);
    ui.painter().rect_filled(pane, 0, t.canvas);
    ui.scope_builder(UiBuilder::new().max_rect(pane), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        call_bar_ui(ui, scene);
        if stage_shown(scene) {
            call_stage_ui(ui, scene);
        }
    });
    call_form_ui(ui, scene);
    incoming_call_ui(ui, scene);
}

/// The chat with somebody is open.
pub fn chat_with(who: &Account) -> ViewState {
    ViewState { open_chat: Some(ChatId::Person(who.clone())), ..ViewState::default() }
}

/// A page where the window shows it: beside the rail, under the call bar.
pub fn beside_the_rail(ui: &mut Ui, scene: &mut Scene<'_>) {
    watch_call(ui, scene);
    let t = Tokens::of(ui.ctx());
    let whole = ui.ctx().content_rect();
    ui.set_clip_rect(whole);
    ui.painter().rect_filled(whole, 0, t.rail);
    let rail = if whole.width() < 900.0 { 56.0 } else { 72.0 };
    let pane = Rect::from_min_max(Pos2::new(whole.left() + rail, whole.top()), whole.max);
    ui.painter().vline(pane.left() - 0.5, whole.y_range(), Stroke::new(1.0, t.line));
    ui.scope_builder(UiBuilder::new().max_rect(pane), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        call_bar_ui(ui, scene);
        match scene.view.route {
            Route::Calls => calls_ui(ui, scene),
            Route::Attributes => attributes_ui(ui, scene),
            Route::Chats | Route::Settings => {}
        }
    });
    call_form_ui(ui, scene);
    incoming_call_ui(ui, scene);
    for action in scene.view.toasts.show(ui.ctx()).unwrap_or_default() {
        scene.act(action);
    }
}

/// A page is on screen.
pub fn on(route: Route) -> ViewState {
    ViewState { route, ..ViewState::default() }
}
