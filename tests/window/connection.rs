use super::in_lantern_night;
use crate::support::NOW;
use crate::support::lantern::{in_channel, reconnecting};
use crate::support::stage::Stage;
use bellbird::model::{Connection, Slot};
use bellbird::service::Command;
use bellbird::ui::pages::window_ui;
use eframe::egui::accesskit::Role;

fn lost() -> Stage {
    let model = reconnecting();
    let view = in_channel(&model);
    let mut stage = Stage::setup(model, window_ui).view(view).build();
    stage.run();
    stage
}

#[test]
fn the_banner_counts_down_and_tries_now() {
    let mut stage = lost();
    assert!(stage.shows("Connection lost. Reconnecting, attempt 3. Next try in 4 s."));
    stage.wait(2_500);
    assert!(stage.shows("Connection lost. Reconnecting, attempt 3. Next try in 2 s."));
    stage.out();
    stage.click("Try now");
    assert_eq!(stage.commands(), [Command::TryNow]);
}

#[test]
fn a_loss_of_less_than_a_second_shows_no_banner() {
    let mut stage = in_lantern_night();
    stage.change(|model| {
        model.account_mut(Slot(0)).unwrap().connection =
            Connection::Reconnecting { since: NOW - 400, attempt: 1, next_try_at: None };
    });
    assert!(!stage.shows("Try now"));
    stage.wait(700);
    assert!(stage.shows("Try now"));
}

#[test]
fn back_online_is_told_for_two_seconds() {
    let mut stage = lost();
    stage.change(|model| {
        model.account_mut(Slot(0)).unwrap().connection = Connection::Online { back_at: Some(NOW) };
    });
    assert!(stage.shows("Back online"));
    stage.wait(2_100);
    assert!(!stage.shows("Back online"));
}

#[test]
fn offline_one_can_write_but_neither_call_nor_leave() {
    let mut stage = lost();
    stage.type_into("Message #lantern-night", "later");
    assert_eq!(stage.enabled(Role::Button, "Leave"), [false]);
    assert!(stage.shows("2 messages will be sent when you’re back online."));
    let calls = stage.enabled(Role::Button, "Call");
    assert!(calls.iter().all(|enabled| !enabled) && !calls.is_empty(), "{calls:?}");
}
