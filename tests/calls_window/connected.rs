use bellbird::call::{CallState, EndReason};
use bellbird::model::{Call, Slot};
use bellbird::service::Command;
use bellbird::ui::Route;
use eframe::egui::{Key, Modifiers};

use super::in_call;
use super::people::connected;
use crate::support::NOW;
use crate::support::stage::Stage;

const BOTH: Modifiers = Modifiers::CTRL.plus(Modifiers::SHIFT).plus(Modifiers::COMMAND);

fn talking(call: Call) -> Stage {
    let mut stage = in_call(call).build();
    stage.run().wait(500).out();
    stage
}

fn key(key: char) -> Command {
    Command::PressKey { key }
}

#[test]
fn the_bar_of_a_call_is_on_every_page_and_counts_the_seconds() {
    let mut stage = talking(connected());
    for route in [Route::Chats, Route::Calls, Route::Attributes, Route::Settings] {
        stage.view().route = route;
        stage.run();
        assert!(stage.shows("In a call with Nora") && stage.shows("02:41"), "{route:?}");
    }
    stage.wait(500);
    assert!(stage.shows("02:42"));
}

#[test]
fn end_and_its_shortcut_hang_up() {
    assert_eq!(talking(connected()).click("End").commands(), [Command::EndCall]);
    assert_eq!(talking(connected()).press_with(BOTH, Key::E).commands(), [Command::EndCall]);
}

#[test]
fn each_key_of_the_keypad_is_sent_when_it_is_pressed() {
    let mut stage = talking(connected());
    stage.click("Keypad");
    for digit in "123456789*0#".chars() {
        assert_eq!(stage.click(&digit.to_string()).commands(), [key(digit)]);
    }
}

#[test]
fn a_key_is_sent_when_it_goes_down_and_not_again_when_it_comes_up() {
    let mut stage = talking(connected());
    let five = stage.click("Keypad").rect("5").center();
    assert_eq!(stage.press_pointer(five).commands(), [key('5')]);
    assert_eq!(stage.release_pointer(five).commands(), []);
}

#[test]
fn digits_can_be_typed_while_the_keypad_is_open_and_not_before() {
    let mut stage = talking(connected());
    assert_eq!(stage.write("4").commands(), []);
    stage.press_with(BOTH, Key::K).write("41").write("#").write("x");
    assert_eq!(stage.commands(), [key('4'), key('1'), key('#')]);
    stage.press(Key::Escape).write("7");
    assert!(!stage.shows("You can type digits, too") && stage.commands().is_empty());
}

#[test]
fn the_composer_keeps_its_typing_while_the_keypad_is_open() {
    let mut stage = talking(connected());
    stage.click("Keypad").type_into("Message Nora Lind", "Room 42");
    let pressed = stage.commands().into_iter().any(|command| matches!(command, Command::PressKey { .. }));
    assert!(!pressed);
    assert_eq!(stage.value("Message Nora Lind"), "Room 42");
}

#[test]
fn the_keypad_shows_what_was_sent_and_what_came() {
    let call = Call { keys_sent: "410#".into(), keys_received: "77".into(), ..connected() };
    let mut stage = talking(call);
    stage.click("Keypad");
    for words in ["410#", "4 sent", "Nora pressed 77"] {
        assert!(stage.shows(words), "{words}");
    }
}

#[test]
fn the_end_of_a_call_is_told_in_the_bar_and_leaves_by_itself() {
    let mut stage = talking(connected());
    stage.click("Keypad").out();
    stage.change(|model| {
        let call = model.account_mut(Slot(0)).unwrap().call_mut().unwrap();
        call.state = CallState::Ended(EndReason::PeerHungUp);
        call.ended_at = Some(NOW + 500);
    });
    assert!(stage.shows("Call ended, 2:41") && stage.shows("Nora hung up"));
    assert!(!stage.shows("End") && !stage.shows("You can type digits, too"));
    assert_eq!(stage.commands(), []);
    assert_eq!(stage.wait(7_000).commands(), [Command::DismissCall]);
}
