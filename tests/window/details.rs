use super::in_lantern_night;
use crate::support::lantern::{KAI, account};
use bellbird::ids::AttributeName;
use bellbird::model::{Attribute, ChatId, Slot};
use bellbird::service::{Command, Owner};
use bellbird::ui::Action;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};

fn name(text: &str) -> AttributeName {
    AttributeName::new(text).unwrap()
}

#[test]
fn members_beyond_the_fifth_are_folded_in() {
    let mut stage = in_lantern_night();
    assert!(stage.shows("Maya Okafor (you)"));
    assert!(!stage.names(Role::ListItem).contains(&"Tomás Rey".to_owned()));
    stage.click("Show 1 more");
    assert!(stage.names(Role::ListItem).contains(&"Tomás Rey".to_owned()));
    stage.click("Hide");
    assert!(!stage.names(Role::ListItem).contains(&"Tomás Rey".to_owned()));
}

#[test]
fn the_pointer_brings_out_what_can_be_done_with_a_member() {
    let mut stage = in_lantern_night();
    assert!(!stage.shows("Write"));
    stage.hover("Kai Tanaka").click("Write");
    assert!(stage.out().contains(&Action::ShowChat(ChatId::Person(account(KAI)))));
}

#[test]
fn a_member_can_be_called_from_their_row() {
    let mut stage = in_lantern_night();
    stage.hover("Kai Tanaka");
    let row = stage.rect("Kai Tanaka");
    stage.click_at(row.right_center() + eframe::egui::vec2(-22.0, 0.0));
    assert!(stage.out().contains(&Action::CallForm(Some(account(KAI)))));
}

#[test]
fn the_pane_opens_and_closes() {
    let mut stage = in_lantern_night();
    stage.press_with(Modifiers::COMMAND, Key::I);
    assert!(!stage.shows("Channel details"));
    stage.click("Show details");
    assert!(stage.shows("Channel details"));
}

#[test]
fn attributes_are_read_as_name_and_value_with_the_lifetime_in_words() {
    let stage = in_lantern_night();
    assert!(stage.shows("parking, Lot B2, code 4471"));
    assert!(stage.shows("_channel_ttl, Kept for 2 h after the last person leaves"));
}

#[test]
fn an_attribute_is_changed_in_place() {
    let mut stage = in_lantern_night();
    stage.click("Edit").click("Edit parking");
    assert_eq!(stage.value("parking"), "Lot B2, code 4471");
    stage.type_into("parking", "!");
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    let value = "Lot B2, code 4471!".to_owned();
    let expected = Command::SetAttribute { owner: Owner::Channel, name: name("parking"), value };
    assert_eq!(stage.commands(), [expected]);
    assert!(!stage.shows("Save"), "the row is closed again");
}

#[test]
fn escape_leaves_an_attribute_as_it_was() {
    let mut stage = in_lantern_night();
    stage.click("Edit").click("Edit parking");
    stage.type_into("parking", "!");
    stage.press(Key::Escape);
    assert_eq!(stage.commands(), []);
    assert!(stage.shows("Edit parking"));
}

#[test]
fn a_new_attribute_needs_a_name() {
    let mut stage = in_lantern_night();
    stage.click("Edit").click("Add").click("Save");
    assert!(stage.shows("Enter a name."));
    stage.type_into("Name", "wifi").type_into("Value", "lantern2026").click("Save");
    let value = "lantern2026".to_owned();
    let expected = Command::SetAttribute { owner: Owner::Channel, name: name("wifi"), value };
    assert_eq!(stage.commands(), [expected]);
}

#[test]
fn deleting_an_attribute_can_be_undone() {
    let mut stage = in_lantern_night();
    stage.click("Edit").click("Delete parking");
    assert_eq!(stage.commands(), [Command::DeleteAttribute { owner: Owner::Channel, name: name("parking") }]);
    stage.change(|model| {
        let channel = model.account_mut(Slot(0)).unwrap().channel_mut().unwrap();
        channel.attributes.remove("parking");
    });
    stage.click("Undo");
    let value = "Lot B2, code 4471".to_owned();
    let expected = Command::SetAttribute { owner: Owner::Channel, name: name("parking"), value };
    assert_eq!(stage.commands(), [expected]);
}

#[test]
fn the_servers_own_count_cannot_be_edited() {
    let mut stage = in_lantern_night();
    stage.change(|model| {
        let channel = model.account_mut(Slot(0)).unwrap().channel_mut().unwrap();
        channel.attributes.set(name("_member_num"), Attribute::new("6"));
    });
    stage.click("Edit");
    assert!(stage.shows("_member_num, 6"));
    assert!(!stage.shows("Edit _member_num"));
}

#[test]
fn a_person_is_shown_with_their_account_so_that_no_borrowed_name_fools_anybody() {
    let mut stage = in_lantern_night();
    stage.click_starting("Kai Tanaka, Thanks");
    assert!(stage.shows("kai-tanaka"));
    assert!(stage.shows("name, Kai Tanaka"));
    stage.out();
    stage.click_role(Role::Heading, "Details");
    assert_eq!(stage.out(), []);
}

#[test]
fn the_details_lie_over_the_chat_where_there_is_little_room() {
    let mut stage = in_lantern_night();
    stage.resize(1000.0, 700.0);
    assert!(!stage.shows("Channel details"), "closed by default");
    let composer = stage.rect("Message #lantern-night");
    stage.click("Show details");
    assert!(stage.shows("Channel details"));
    assert_eq!(stage.rect("Message #lantern-night"), composer, "the chat stays as wide as it was");
}
