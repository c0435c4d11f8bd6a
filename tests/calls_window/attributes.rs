use bellbird::ids::AttributeName;
use bellbird::model::{Attribute, Attributes, LookedUp, SendFailure, Slot};
use bellbird::service::{Command, Owner};
use bellbird::ui::{Action, Route};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};

use super::on;
use super::people::with_attributes;
use crate::support::lantern::{PRIYA, account, alone, lantern};
use crate::support::stage::Stage;

const CTRL: Modifiers = Modifiers::CTRL.plus(Modifiers::COMMAND);

fn page() -> Stage {
    let mut stage = on(Route::Attributes, with_attributes(lantern())).build();
    stage.run().out();
    stage
}

fn name(name: &str) -> AttributeName {
    AttributeName::new(name).unwrap()
}

fn set(owner: Owner, key: &str, value: &str) -> Command {
    Command::SetAttribute { owner, name: name(key), value: value.to_owned() }
}

#[test]
fn own_attributes_are_listed_with_their_bytes_and_without_emptied_ones() {
    let stage = page();
    let rows = stage.names(Role::ListItem);
    assert_eq!(rows[0], "name: Maya Okafor");
    assert!(rows.contains(&"languages: English, Yorùbá, 中文".to_owned()) && stage.shows("25 B"));
    assert!(!rows.iter().any(|row| row.starts_with("old")));
}

#[test]
fn a_row_is_edited_in_place_and_ctrl_enter_saves_it() {
    let mut stage = page();
    stage.click("Edit role");
    assert_eq!(stage.value("Value"), "Site lead, Lantern Night");
    stage.type_into("Value", "!").press_with(CTRL, Key::Enter);
    assert_eq!(stage.commands(), [set(Owner::Me, "role", "Site lead, Lantern Night!")]);
    assert!(!stage.shows("Save"));
}

#[test]
fn escape_and_cancel_leave_an_attribute_as_it_was() {
    let mut stage = page();
    stage.click("Edit topic").type_into("Value", "?").press(Key::Escape);
    assert!(stage.commands().is_empty() && !stage.shows("Save"));
    stage.click("Edit topic").click("Cancel");
    assert!(stage.commands().is_empty() && !stage.shows("Save"));
}

#[test]
fn one_row_is_open_at_a_time() {
    let mut stage = page();
    stage.click("Edit role").click("Edit topic");
    assert_eq!(stage.value("Value"), "Lantern Night, Saturday 18:00");
    assert_eq!(stage.names(Role::Button).iter().filter(|name| *name == "Save").count(), 1);
}

#[test]
fn an_attribute_is_added_to_the_owner_whose_button_was_pressed() {
    for (nth, owner) in [(0, Owner::Me), (1, Owner::Channel)] {
        let mut stage = page();
        stage.click_nth(nth, "Add").type_into("Name", "radio").type_into("Value", "channel 4").click("Save");
        assert_eq!(stage.commands(), [set(owner, "radio", "channel 4")]);
    }
}

#[test]
fn a_name_is_checked_before_it_is_sent() {
    let mut stage = page();
    stage.click_nth(1, "Add").type_into("Value", "x").click("Save");
    assert!(stage.commands().is_empty() && stage.shows("Enter a name."));
    stage.type_into("Name", "_member_num").click("Save");
    assert!(stage.commands().is_empty());
    assert!(stage.shows("The server keeps this attribute. It cannot be changed."));
    let mut stage = page();
    stage.click_nth(0, "Add").type_into("Name", "role");
    assert!(stage.shows("There is a “role” already. Saving replaces its value."));
}

#[test]
fn the_counter_counts_bytes_and_past_the_limit_nothing_is_saved() {
    let mut stage = page();
    stage.click_nth(0, "Add").type_into("Name", "bio").type_into("Value", "中文");
    assert!(stage.shows("6 / 8,096 B") && stage.shows("3 / 128 B"));
    stage.type_into("Value", &"x".repeat(8_090));
    assert!(stage.shows("8,096 / 8,096 B"));
    stage.type_into("Value", "y");
    assert!(stage.shows("8,097 / 8,096 B"));
    assert!(stage.shows("1 byte too long. Shorten the text to save it."));
    stage.press_with(CTRL, Key::Enter);
    assert!(stage.commands().is_empty() && stage.shows("Save"));
}

#[test]
fn a_name_of_more_than_128_bytes_is_too_long() {
    let mut stage = page();
    stage.click_nth(0, "Add").type_into("Value", "x").type_into("Name", &"n".repeat(130));
    assert!(stage.shows("130 / 128 B") && stage.shows("2 bytes too long. Shorten the text to save it."));
    stage.click("Save");
    assert_eq!(stage.commands(), []);
}

#[test]
fn deleting_is_instant_and_can_be_undone() {
    for (owner, key, value) in
        [(Owner::Channel, "parking", "Lot B2, code 4471"), (Owner::Me, "phone_ext", "204")]
    {
        let mut stage = page();
        stage.click(&format!("Delete {key}"));
        assert_eq!(stage.commands(), [Command::DeleteAttribute { owner, name: name(key) }]);
        assert!(stage.shows(&format!("Deleted “{key}”")));
        assert_eq!(stage.click("Undo").commands(), [set(owner, key, value)]);
    }
}

#[test]
fn clearing_all_asks_with_the_number_of_attributes() {
    let mut stage = page();
    stage.click_nth(0, "Clear all");
    stage.find_role(Role::Dialog, "Clear all 4 attributes?");
    stage.click("Cancel");
    assert!(stage.commands().is_empty() && !stage.shows("Clear all 4 attributes?"));
    stage.click_nth(1, "Clear all").press(Key::Escape);
    assert_eq!(stage.commands(), []);
    stage.click_nth(1, "Clear all");
    stage.find_role(Role::Dialog, "Clear all 6 attributes?");
    stage.click_nth(2, "Clear all");
    assert_eq!(stage.commands(), [Command::ClearAttributes { owner: Owner::Channel }]);
}

#[test]
fn the_settings_of_a_channel_have_titles_and_steppers_and_the_count_is_read_only() {
    let mut stage = page();
    for words in ["_channel_ttl", "Lifetime after the last person leaves. Default 7200 s.", "2 h", "6"] {
        assert!(stage.shows(words), "{words}");
    }
    stage.press_in("Message limit", Key::ArrowUp);
    assert_eq!(stage.commands(), [set(Owner::Channel, "_sendmsg_limit", "210")]);
    assert!(!stage.names(Role::SpinButton).contains(&"People now".to_owned()));
}

#[test]
fn an_emptied_setting_goes_back_to_the_server_s_own() {
    let mut stage = page();
    stage.press_in("People count refresh", Key::Backspace).press(Key::Backspace).press(Key::Enter);
    let expected = Command::DeleteAttribute { owner: Owner::Channel, name: name("_auto_update_num") };
    assert_eq!(stage.commands(), [expected]);
}

#[test]
fn who_changed_an_attribute_is_told_for_a_minute() {
    let mut stage = page();
    assert!(stage.shows("Nora changed this just now"));
    stage.wait(60_000);
    assert!(!stage.shows("Nora changed this just now"));
}

#[test]
fn a_change_that_the_server_did_not_take_says_why() {
    let mut stage = page();
    stage.change(|model| {
        let channel = model.account_mut(Slot(0)).unwrap().channel_mut().unwrap();
        let refused = Attribute { problem: Some(SendFailure::RateLimited), ..Attribute::new("Lot B2") };
        channel.attributes.set(name("parking"), refused);
    });
    assert!(stage.shows("Not sent, too many messages at once"));
}

#[test]
fn without_a_channel_the_page_offers_to_join_one() {
    let mut stage = on(Route::Attributes, alone()).build();
    stage.run().click("Join a channel");
    assert!(stage.out().contains(&Action::JoinForm));
}

#[test]
fn somebody_is_looked_up_by_name_and_their_attributes_are_shown() {
    let mut stage = page();
    stage.type_into("Look up someone’s attributes…", "priya").click("Priya Raman · priya-rey");
    assert_eq!(stage.commands(), [Command::LookUp { account: account(PRIYA) }]);
    let answer = |problem, attributes| LookedUp { account: account(PRIYA), attributes, problem };
    stage.change(|model| {
        let found: Attributes = [(name("role"), Attribute::new("Generators"))].into_iter().collect();
        model.account_mut(Slot(0)).unwrap().looked_up = Some(answer(None, Some(found)).into());
    });
    assert!(stage.shows("Generators"));
    stage.change(|model| {
        model.account_mut(Slot(0)).unwrap().looked_up = Some(answer(Some(SendFailure::NoReply), None).into());
    });
    assert!(stage.shows_containing("no reply from the server"));
}

#[test]
fn an_account_that_nobody_here_has_met_can_be_looked_up_with_enter() {
    let mut stage = page();
    stage.type_into("Look up someone’s attributes…", "stranger").press(Key::Enter);
    assert_eq!(stage.commands(), [Command::LookUp { account: account("stranger") }]);
}

#[test]
fn nothing_can_be_changed_while_there_is_no_connection() {
    let mut stage = page();
    stage.click("Edit role").change(|model| {
        model.account_mut(Slot(0)).unwrap().connection = bellbird::model::Connection::Reconnecting {
            since: crate::support::NOW,
            attempt: 1,
            next_try_at: None,
        };
    });
    stage.press_with(CTRL, Key::Enter);
    assert_eq!(stage.commands(), []);
    assert!(stage.shows("Save"));
}

#[test]
fn what_is_being_edited_stays_when_somebody_deletes_it() {
    let mut stage = page();
    stage.click("Edit parking").type_into("Value", " or B3").change(|model| {
        model.account_mut(Slot(0)).unwrap().channel_mut().unwrap().attributes.remove("parking");
    });
    stage.click("Save");
    assert_eq!(stage.commands(), [set(Owner::Channel, "parking", "Lot B2, code 4471 or B3")]);
}
