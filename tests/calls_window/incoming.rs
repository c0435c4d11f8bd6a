use bellbird::model::{Call, Slot};
use bellbird::service::Command;
use bellbird::ui::pages::window_ui;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};

use super::people::{incoming, incoming_with_note, with_call};
use crate::support::lantern::{NORA, in_channel, lantern};
use crate::support::stage::Stage;

const BOTH: Modifiers = Modifiers::CTRL.plus(Modifiers::SHIFT).plus(Modifiers::COMMAND);

/// The dialog has just appeared: it takes no answer yet.
fn fresh(call: Call) -> Stage {
    let model = lantern();
    let view = in_channel(&model);
    let mut stage = Stage::setup(with_call(model, call), window_ui).view(view).build();
    stage.run();
    stage
}

/// The dialog has been on screen long enough.
fn rung(call: Call) -> Stage {
    let mut stage = fresh(call);
    stage.wait(500).out();
    stage
}

fn declined(message: &str) -> Command {
    Command::DeclineCall { message: message.to_owned() }
}

#[test]
fn an_incoming_call_is_a_dialog_with_the_name_the_account_and_what_came_with_it() {
    let stage = fresh(incoming_with_note());
    stage.find_role(Role::Dialog, "Incoming call");
    for words in [NORA, "Generator swap at the service gate", "call-8f2c"] {
        assert!(stage.shows(words), "{words}");
    }
}

#[test]
fn accept_and_decline_answer_the_call() {
    let mut stage = rung(incoming());
    assert_eq!(stage.click("Accept").commands(), [Command::AcceptCall]);
    let mut stage = rung(incoming());
    assert_eq!(stage.click("Decline").commands(), [declined("")]);
}

#[test]
fn clicks_in_the_first_moment_are_no_answer() {
    let mut stage = fresh(incoming());
    assert_eq!(stage.wait(390).click("Accept").commands(), []);
    assert_eq!(stage.click("Decline").commands(), []);
    assert_eq!(stage.wait(20).click("Accept").commands(), [Command::AcceptCall]);
}

#[test]
fn a_press_that_began_in_the_first_moment_is_no_answer_when_it_is_let_go_later() {
    let mut stage = fresh(incoming());
    let accept = stage.rect("Accept").center();
    stage.press_pointer(accept).wait(600).release_pointer(accept);
    assert_eq!(stage.commands(), []);
    assert_eq!(stage.click("Accept").commands(), [Command::AcceptCall]);
}

#[test]
fn keys_in_the_first_moment_are_no_answer_and_reach_nothing_else() {
    let mut stage = fresh(incoming());
    stage.press_with(BOTH, Key::A).press_with(BOTH, Key::D).press(Key::Enter).press(Key::Escape);
    assert_eq!(stage.commands(), []);
}

#[test]
fn the_shortcuts_answer_a_call_and_escape_silences_it() {
    assert_eq!(rung(incoming()).press_with(BOTH, Key::A).commands(), [Command::AcceptCall]);
    assert_eq!(rung(incoming()).press_with(BOTH, Key::D).commands(), [declined("")]);
    assert_eq!(rung(incoming()).press(Key::Escape).commands(), [Command::SilenceRing]);
    assert_eq!(rung(incoming()).click("Silence").commands(), [Command::SilenceRing]);
}

#[test]
fn a_silenced_call_is_not_silenced_again() {
    let mut stage = rung(Call { silenced: true, ..incoming() });
    assert_eq!(stage.press(Key::Escape).commands(), []);
}

#[test]
fn neither_button_has_the_focus_and_the_composer_loses_and_regains_it() {
    let model = lantern();
    let view = in_channel(&model);
    let mut stage = Stage::setup(model, window_ui).view(view).build();
    stage.type_into("Message #lantern-night", "On my ");
    stage.change(|model| model.account_mut(Slot(0)).unwrap().call = Some(incoming().into()));
    assert!(!stage.find("Accept").is_focused() && !stage.find("Decline").is_focused());
    stage.wait(500).write("way");
    assert_eq!(stage.value("Message #lantern-night"), "On my ");
    stage.change(|model| model.account_mut(Slot(0)).unwrap().call = None);
    stage.write("way");
    assert_eq!(stage.value("Message #lantern-night"), "On my way");
}

#[test]
fn a_ready_sentence_or_ones_own_declines_with_a_message() {
    let mut stage = rung(incoming());
    stage.click("Decline with a message").click("Can you write to me?");
    assert_eq!(stage.commands(), [declined("Can you write to me?")]);

    let mut stage = rung(incoming());
    stage.click("Decline with a message").type_into("Your own message", "Back at noon");
    assert_eq!(stage.click("Send and decline").commands(), [declined("Back at noon")]);
}

#[test]
fn an_own_message_that_cannot_travel_is_not_sent() {
    let mut stage = rung(incoming());
    stage.click("Decline with a message").type_into("Your own message", &"\"".repeat(5_000));
    assert_eq!(stage.click("Send and decline").commands(), []);
    assert!(stage.shows_containing("bytes too long"));
}

#[test]
fn the_json_that_came_with_a_call_is_one_click_away() {
    let mut stage = rung(incoming_with_note());
    assert!(!stage.shows_containing("_require_peer_online"));
    stage.click("JSON");
    assert!(stage.shows_containing("\"_require_peer_online\": 0"));
    assert!(!rung(incoming()).shows("JSON"));
}

#[test]
fn a_call_that_was_missed_leaves_nothing_on_screen_and_is_dismissed_once() {
    let mut stage = rung(incoming());
    stage.change(|model| {
        let call = model.account_mut(Slot(0)).unwrap().call_mut().unwrap();
        call.state = bellbird::call::CallState::Ended(bellbird::call::EndReason::PeerCancelled);
        call.ended_at = Some(crate::support::NOW + 500);
    });
    assert!(!stage.shows("Accept"));
    assert_eq!(stage.wait(1_000).commands(), [Command::DismissCall]);
}
