use bellbird::model::{Density, LanguageChoice, LocalServer, Settings, ThemeChoice};
use bellbird::service::Command;
use bellbird::ui::Route;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};

use super::on;
use crate::support::lantern::lantern;
use crate::support::stage::Stage;

const CTRL: Modifiers = Modifiers::CTRL.plus(Modifiers::COMMAND);

fn page() -> Stage {
    let mut stage = on(Route::Settings, lantern()).build();
    stage.run().out();
    stage
}

fn changed(change: impl FnOnce(&mut Settings)) -> Vec<Command> {
    let mut settings = Settings::default();
    change(&mut settings);
    vec![Command::UpdateSettings(settings)]
}

#[test]
fn every_choice_takes_effect_at_once() {
    assert_eq!(page().click("Dark").commands(), changed(|it| it.theme = ThemeChoice::Dark));
    assert_eq!(page().click("Roomy").commands(), changed(|it| it.density = Density::Roomy));
    assert_eq!(page().click("Reduce motion").commands(), changed(|it| it.reduce_motion = true));
    assert_eq!(page().click("New messages").commands(), changed(|it| it.notify_messages = false));
    assert_eq!(page().click("Incoming calls").commands(), changed(|it| it.notify_calls = false));
    assert_eq!(page().click("Show message text").commands(), changed(|it| it.notify_text = false));
}

#[test]
fn the_language_is_chosen_from_a_list() {
    let mut stage = page();
    stage.click_role(Role::ComboBox, "Language").click("简体中文");
    assert_eq!(stage.commands(), changed(|it| it.language = LanguageChoice::Chinese));
}

#[test]
fn the_text_size_moves_by_five_percent_with_the_arrow_keys() {
    let mut stage = page();
    stage.press_in("Text size", Key::ArrowRight);
    assert_eq!(stage.commands(), changed(|it| it.text_percent = 105));
}

#[test]
fn the_text_size_takes_effect_when_the_slider_is_let_go() {
    let mut stage = page();
    let knob = stage.rect_role(Role::Slider, "Text size");
    let end = knob.right_center() - eframe::egui::Vec2::new(1.0, 0.0);
    stage.press_pointer(knob.center()).move_pointer(end);
    assert_eq!(stage.commands(), []);
    assert!(stage.shows("140%"));
    stage.release_pointer(end);
    assert_eq!(stage.commands(), changed(|it| it.text_percent = 140));
}

#[test]
fn signing_out_is_one_click() {
    assert_eq!(page().click("Sign out").commands(), [Command::SignOut]);
}

#[test]
fn the_server_says_where_it_runs() {
    let mut stage = page();
    assert!(stage.shows("Built-in server, not started"));
    stage.change(|model| model.local_server = LocalServer::Running { url: "ws://127.0.0.1:8801/".into() });
    assert!(stage.shows("Built-in server, port 8801") && stage.shows("Running"));
}

#[test]
fn the_list_at_the_left_brings_a_section_into_view() {
    let mut stage = page();
    stage.resize(800.0, 600.0);
    assert!(stage.rect("Licences").top() > 600.0);
    stage.click_role(Role::Tab, "About");
    assert!(stage.rect("Licences").bottom() < 600.0);
}

#[test]
fn all_shortcuts_are_listed_from_any_page() {
    let mut stage = page();
    stage.click("Show all");
    assert!(stage.shows("Accept / decline a call"));
    stage.press(Key::Escape);
    assert!(!stage.shows("Accept / decline a call"));
    stage.view().route = Route::Chats;
    stage.run().press_with(CTRL, Key::Slash);
    assert!(stage.shows("Accept / decline a call"));
    stage.click("Close");
    assert!(!stage.shows("Accept / decline a call"));
}

#[test]
fn the_licences_can_be_read() {
    let mut stage = page();
    stage.click("Licences");
    assert!(stage.shows_containing("MIT License") && stage.shows_containing("SIL OPEN FONT LICENSE"));
}
