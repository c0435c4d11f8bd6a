//! The smallest window: everything that a person needs is still inside it.

use bellbird::ui::Route;
use eframe::egui::{Rect, Vec2};

use super::log::{LATER, with_log};
use super::people::{connected, failed_offline, incoming_with_note, ringing, with_attributes};
use super::{in_call, on};
use crate::support::lantern::lantern;
use crate::support::stage::{Setup, Stage};

const SMALLEST: Vec2 = Vec2::new(560.0, 480.0);

fn smallest(setup: Setup) -> Stage {
    let mut stage = setup.size(SMALLEST.x, SMALLEST.y).build();
    stage.run();
    stage
}

#[track_caller]
fn inside(stage: &Stage, names: &[&str]) {
    let window = Rect::from_min_size(Default::default(), SMALLEST);
    for name in names {
        let rect = stage.rect(name);
        assert!(window.contains_rect(rect), "{name} at {rect:?}");
    }
}

#[test]
fn an_incoming_call_fits_the_smallest_window() {
    let stage = smallest(in_call(incoming_with_note()));
    inside(&stage, &["Accept", "Decline", "Decline with a message", "Silence", "JSON"]);
}

#[test]
fn the_stage_of_a_call_fits_the_smallest_window() {
    inside(&smallest(in_call(ringing())), &["Ringing, 7 s", "Cancel call", "Show chat", "Ringing"]);
    inside(&smallest(in_call(failed_offline())), &["Tomás Rey is offline", "Call again", "Close"]);
}

#[test]
fn the_keypad_fits_the_smallest_window() {
    let mut stage = smallest(in_call(connected()));
    stage.click("Keypad");
    inside(&stage, &["End", "1", "*", "#", "You can type digits, too"]);
}

#[test]
fn the_pages_fit_the_smallest_window() {
    inside(
        &smallest(on(Route::Calls, with_log(lantern())).now(LATER)),
        &["New call", "All", "Failed", "Today"],
    );
    inside(&smallest(on(Route::Attributes, with_attributes(lantern()))), &["Your attributes"]);
    inside(&smallest(on(Route::Settings, lantern())), &["Match system", "Dark", "Roomy"]);
}
