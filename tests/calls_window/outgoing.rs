use bellbird::call::{CallState, EndReason};
use bellbird::model::{ChatId, Model, Slot};
use bellbird::service::{CallOptions, Command};
use bellbird::ui::pages::window_ui;
use bellbird::ui::{Action, Route, ViewState};
use eframe::egui::{Key, Modifiers};

use super::people::{calling, connected, ended, failed_offline, ringing, with_call};
use super::{in_call, on};
use crate::support::NOW;
use crate::support::lantern::{NORA, TOMAS, account, in_channel, lantern};
use crate::support::stage::Stage;

const BOTH: Modifiers = Modifiers::CTRL.plus(Modifiers::SHIFT).plus(Modifiers::COMMAND);

fn state(model: &mut Model, state: CallState) {
    model.account_mut(Slot(0)).unwrap().call_mut().unwrap().state = state;
}

fn settled(call: bellbird::model::Call) -> Stage {
    let mut stage = in_call(call).build();
    stage.run().wait(500).out();
    stage
}

#[test]
fn a_call_that_begins_shows_the_chat_with_its_peer_and_the_stage_in_it() {
    let model = lantern();
    let view = in_channel(&model);
    let mut stage = Stage::setup(with_call(model, calling()), window_ui).view(view).build();
    stage.run();
    let chat = ChatId::Person(account(NORA));
    assert!(stage.out().contains(&Action::ShowChat(chat.clone())));
    assert!(stage.view().open_chat == Some(chat) && stage.shows("Calling…"));
}

#[test]
fn the_steps_say_how_far_a_call_has_come() {
    let mut stage = settled(calling());
    assert!(stage.shows("Calling…") && !stage.shows("Ringing") && stage.shows("Ringing, not yet"));
    stage.change(|model| model.account_mut(Slot(0)).unwrap().call = Some(ringing().into()));
    assert!(stage.shows("Ringing") && stage.shows_containing("Ringing, 7 s"));
    stage.wait(2_000);
    assert!(stage.shows_containing("Ringing, 9 s"));
}

#[test]
fn a_refused_call_says_declined_and_why() {
    let mut call = ended(EndReason::PeerDeclined);
    call.peer_extra = r#"{"note":"In a meeting"}"#.into();
    let stage = settled(call);
    for words in ["Declined", "Nora Lind declined", "“In a meeting”"] {
        assert!(stage.shows(words), "{words}");
    }
}

#[test]
fn every_end_of_a_call_has_its_words() {
    for (reason, title, step) in [
        (EndReason::NoAnswer, "Nora Lind did not answer", "No answer"),
        (EndReason::NotReached, "Nora Lind was not reached", "Not reached"),
        (EndReason::Cancelled, "Call cancelled", "Cancelled"),
        (EndReason::Refused, "Call failed", "Failed"),
        (EndReason::PeerHungUp, "Call ended, 3:12", "Connected"),
    ] {
        let stage = settled(ended(reason));
        assert!(stage.shows(title) && stage.shows(step), "{reason:?}");
    }
    assert!(settled(failed_offline()).shows("Tomás Rey is offline"));
}

#[test]
fn cancel_and_its_shortcut_end_the_call() {
    assert_eq!(settled(ringing()).click("Cancel call").commands(), [Command::EndCall]);
    assert_eq!(settled(ringing()).press_with(BOTH, Key::E).commands(), [Command::EndCall]);
}

#[test]
fn calling_again_takes_the_note_the_time_and_the_choice_with_it() {
    let mut stage = settled(failed_offline());
    stage.click("Fail at once if offline").click("Call again");
    let options = CallOptions {
        note: "Generator swap at the service gate".to_owned(),
        timeout_secs: Some(30),
        fail_at_once_if_offline: true,
    };
    assert_eq!(stage.commands(), [Command::Call { peer: account(TOMAS), options }]);
}

#[test]
fn a_click_meant_for_cancel_does_not_call_again_when_the_call_ends_under_it() {
    let mut stage = settled(ringing());
    stage.change(|model| {
        state(model, CallState::Ended(EndReason::PeerDeclined));
        model.account_mut(Slot(0)).unwrap().call_mut().unwrap().ended_at = Some(NOW + 500);
    });
    assert_eq!(stage.click("Call again").commands(), []);
    stage.wait(500).click("Call again");
    assert!(matches!(stage.commands()[..], [Command::Call { .. }]));
}

#[test]
fn the_end_of_a_call_stays_until_it_is_closed() {
    let mut stage = settled(ended(EndReason::NoAnswer));
    assert_eq!(stage.wait(60_000).commands(), []);
    assert_eq!(stage.click("Close").commands(), [Command::DismissCall]);
}

#[test]
fn a_call_made_smaller_stays_in_the_bar_of_every_page_and_can_be_made_large_again() {
    let mut stage = settled(ringing());
    stage.click("Make the call smaller");
    assert!(stage.shows("Cancel call") && !stage.shows("Calling"));
    stage.view().route = Route::Attributes;
    stage.run();
    assert!(stage.shows("Cancel call"));
    stage.click("Show the whole call");
    assert!(stage.view().route == Route::Chats && stage.shows("Calling"));
}

#[test]
fn a_call_that_connects_gives_its_place_to_the_chat() {
    let mut stage = settled(ringing());
    stage.change(|model| model.account_mut(Slot(0)).unwrap().call = Some(connected().into()));
    assert!(stage.shows("In a call with Nora") && stage.shows("Message Nora Lind"));
}

#[test]
fn the_form_asks_for_a_call_with_its_choices() {
    let mut stage = on(Route::Calls, lantern()).build();
    stage.run().click("New call").type_into("Account", "nora-t").type_into("Note (optional)", " Gate 2 ");
    stage.out();
    stage.click("Fail at once if offline").press_in("Note (optional)", Key::Enter);
    let options =
        CallOptions { note: "Gate 2".to_owned(), timeout_secs: Some(20), fail_at_once_if_offline: true };
    assert_eq!(stage.commands(), [Command::Call { peer: account(NORA), options }]);
    assert!(!stage.shows("Give up after"));
}

#[test]
fn the_form_says_what_is_wrong_with_an_account() {
    for (typed, sentence) in [
        ("", "Enter an account."),
        ("no ra", "An account cannot contain spaces."),
        ("maya-o", "You cannot call your own account."),
    ] {
        let mut stage = on(Route::Calls, lantern()).build();
        stage.run().click("New call");
        if !typed.is_empty() {
            stage.type_into("Account", typed);
        }
        stage.out();
        stage.press_in("Account", Key::Enter);
        assert!(stage.shows(sentence) && stage.commands().is_empty(), "{typed}: {sentence}");
    }
}

#[test]
fn the_form_opens_with_the_account_that_is_known() {
    let view = ViewState {
        popover: Some(bellbird::ui::Popover::Call(Some(account(TOMAS)))),
        ..ViewState::default()
    };
    let mut stage = Stage::setup(lantern(), window_ui).view(view).build();
    assert_eq!(stage.run().value("Account"), TOMAS);
    assert_eq!(stage.press(Key::Escape).view().popover, None);
}
