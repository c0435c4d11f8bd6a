use super::in_lantern_night;
use crate::support::lantern::{KAI, NORA, PRIYA, TOMAS, account, alone, chat_of, lantern};
use crate::support::stage::Stage;
use bellbird::ids::ChannelName;
use bellbird::model::{ChannelState, ChatId, Presence, SearchHit, Slot};
use bellbird::service::Command;
use bellbird::ui::{Action, Popover, Route};
use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use std::sync::Arc;

fn person(name: &str) -> ChatId {
    ChatId::Person(account(name))
}

fn channel(name: &str) -> ChannelName {
    ChannelName::new(name).unwrap()
}

#[test]
fn a_row_is_named_by_the_chat_then_what_was_said_when_how_much_is_new_and_who_is_online() {
    let stage = Stage::window(lantern());
    let rows = stage.names(Role::ListBoxOption);
    assert_eq!(rows[0], "lantern-night, You: I can call the driver if they need directions., 09:16, Joined");
    assert_eq!(rows[1], "stage-crew, Tomás: Monitors are patched, Yesterday");
    assert_eq!(rows[3], "Nora Lind, Can you call me when you’re free?, 09:12, 2 unread, online");
    assert_eq!(rows[5], "Tomás Rey, Missed call, 08:15, 1 unread, offline");
    assert_eq!(rows.len(), 10);
}

#[test]
fn opening_a_chat_asks_the_service_for_it_and_reading_it_to_its_end_marks_it_read() {
    let mut stage = Stage::window(lantern());
    stage.click_starting("Nora Lind");
    let chat = person(NORA);
    let commands = stage.commands();
    assert_eq!(commands[0], Command::OpenChat { chat: chat.clone() });
    assert!(commands.contains(&Command::MarkRead { chat }));
    assert!(stage.shows("Message Nora Lind"), "the text field is there");
}

#[test]
fn leaving_a_chat_for_another_closes_the_first() {
    let mut stage = in_lantern_night();
    stage.click_starting("Kai Tanaka, Thanks");
    let commands = stage.commands();
    assert_eq!(commands[0], Command::CloseChat { chat: chat_of("lantern-night") });
    assert_eq!(commands[1], Command::OpenChat { chat: person(KAI) });
}

#[test]
fn the_search_finds_chats_by_name_and_by_account_and_enter_opens_the_first() {
    let mut stage = Stage::window(lantern());
    stage.type_into("Search or jump to…", "tomas-l");
    assert_eq!(stage.names(Role::ListBoxOption), ["Tomás Rey, Missed call, 08:15, 1 unread, offline"]);
    stage.press(Key::Enter);
    assert!(stage.out().contains(&Action::ShowChat(person(TOMAS))));
    assert_eq!(stage.names(Role::ListBoxOption).len(), 10, "the search is over");
}

#[test]
fn a_search_without_a_match_says_so_and_escape_ends_it() {
    let mut stage = Stage::window(lantern());
    stage.type_into("Search or jump to…", "zebra");
    assert!(stage.shows("Nothing found for “zebra”"));
    stage.press(Key::Escape);
    assert!(stage.shows("Direct messages"));
}

#[test]
fn the_search_also_finds_people_without_a_chat() {
    let mut model = lantern();
    model.account_mut(Slot(0)).unwrap().chats.remove(&person(PRIYA));
    let mut stage = Stage::window(model);
    stage.type_into("Search or jump to…", "priya");
    stage.click("Message Priya Raman");
    assert!(stage.out().contains(&Action::ShowChat(person(PRIYA))));
}

#[test]
fn the_history_is_asked_once_the_search_stands_still_and_a_hit_leads_to_its_message() {
    let mut stage = Stage::window(lantern());
    stage.type_into("Search or jump to…", "ladder");
    for _ in 0..10 {
        stage.step();
    }
    assert!(stage.commands().contains(&Command::Search { query: "ladder".to_owned() }));
    let key = stage.model().account(Slot(0)).unwrap().chats.chat(&chat_of("lantern-night")).unwrap();
    let hit = key.transcript.message(4).unwrap().clone();
    stage.change(|model| {
        let hit = SearchHit {
            chat: chat_of("lantern-night"),
            key: hit.key,
            at: hit.at,
            author: hit.author.clone(),
            text: Arc::from("Kai, can you bring the long ladder?"),
        };
        let found = bellbird::model::Search { query: Arc::from("ladder"), hits: Some(vec![hit]) };
        model.account_mut(Slot(0)).unwrap().search = Some(Arc::new(found));
    });
    stage.click_starting("lantern-night, Kai, can you bring");
    assert!(stage.out().contains(&Action::ShowMessage(chat_of("lantern-night"), hit.key)));
    assert_eq!(stage.view().transcript.marked, Some(hit.key));
}

#[test]
fn an_empty_list_leads_to_the_three_things_one_can_do() {
    let mut stage = Stage::window(alone());
    assert!(stage.shows("No chats yet"));
    assert!(stage.shows("Welcome, Maya"));
    stage.click_starting("Message someone");
    assert!(stage.out().contains(&Action::MessageForm));
    assert!(stage.shows("Start chat"));
}

#[test]
fn joining_a_channel_goes_by_name_and_opens_its_chat() {
    let mut stage = Stage::window(alone());
    stage.click("Join a channel");
    stage.type_into("Channel name", "#lantern-night");
    stage.click("Join");
    let commands = stage.commands();
    assert!(commands.contains(&Command::JoinChannel { name: channel("lantern-night") }));
    assert!(commands.contains(&Command::OpenChat { chat: chat_of("lantern-night") }));
    assert_eq!(stage.view().popover, None);
}

#[test]
fn a_name_that_cannot_be_one_is_told_at_its_field_and_nothing_is_asked() {
    let mut stage = Stage::window(alone());
    stage.press_with(eframe::egui::Modifiers::COMMAND, Key::N);
    stage.type_into("Account", "no ra");
    stage.press(Key::Enter);
    assert!(stage.shows("An account cannot contain spaces."));
    assert_eq!(stage.commands(), []);
    assert_eq!(stage.value("Account"), "no ra");
    stage.press(Key::Escape);
    assert_eq!(stage.view().popover, None);
}

#[test]
fn a_message_to_oneself_is_not_offered() {
    let mut stage = Stage::window(alone());
    stage.view().popover = Some(Popover::NewMessage);
    stage.run().type_into("Account", "maya-o").click("Start chat");
    assert!(stage.shows("This is your own account."));
    assert_eq!(stage.commands(), []);
}

#[test]
fn changing_the_channel_asks_once_in_place() {
    let mut stage = Stage::window(lantern());
    stage.click_starting("stage-crew");
    assert!(stage.shows("Join stage-crew to write here"));
    stage.out();
    stage.click("Join");
    assert!(stage.shows("Leave lantern-night and join stage-crew?"));
    assert_eq!(stage.commands(), []);
    stage.click("Join");
    let commands = stage.commands();
    let known = commands
        .iter()
        .any(|command| matches!(command, Command::UpdateSettings(settings) if settings.channel_switch_known));
    assert!(known, "it is never asked again");
    assert!(commands.contains(&Command::JoinChannel { name: channel("stage-crew") }));
}

#[test]
fn somebody_who_knows_is_not_asked_again() {
    let mut model = lantern();
    model.settings.channel_switch_known = true;
    let mut stage = Stage::window(model);
    stage.click_starting("front-gate").click("Join");
    assert!(stage.commands().contains(&Command::JoinChannel { name: channel("front-gate") }));
}

#[test]
fn a_row_offers_on_a_right_click_what_can_be_done_with_the_chat() {
    let mut stage = Stage::window(lantern());
    stage.right_click_starting("Nora Lind");
    stage.click("Mark as read");
    assert_eq!(stage.commands(), [Command::MarkRead { chat: person(NORA) }]);
    stage.right_click_starting("Nora Lind").click("Mute this chat");
    assert_eq!(stage.commands(), [Command::MuteChat { chat: person(NORA), muted: true }]);
    stage.right_click_starting("Nora Lind").click("Remove from the list");
    assert_eq!(stage.commands(), [Command::RemoveChat { chat: person(NORA) }]);
    stage.right_click_starting("lantern-night").click("Leave");
    assert_eq!(stage.commands(), [Command::LeaveChannel]);
}

#[test]
fn the_chip_says_how_the_joined_channel_stands() {
    let mut stage = Stage::window(lantern());
    stage.change(|model| {
        model.account_mut(Slot(0)).unwrap().channel_mut().unwrap().state = ChannelState::Leaving;
    });
    assert!(stage.shows_containing("lantern-night, You: "));
    stage.change(|model| model.account_mut(Slot(0)).unwrap().channel = None);
    let rows = stage.names(Role::ListBoxOption);
    assert!(rows[0].ends_with("09:16"), "{}", rows[0]);
}

#[test]
fn the_header_of_a_person_tells_their_presence() {
    let mut stage = Stage::window(lantern());
    stage.click_starting("Tomás Rey");
    assert!(stage.shows("Offline"));
    stage.change(|model| {
        model.account_mut(Slot(0)).unwrap().people.meet(&account(TOMAS)).presence = Presence::Online;
    });
    assert!(stage.shows("Online"));
}

#[test]
fn the_dots_of_the_header_export_and_leave() {
    let mut stage = in_lantern_night();
    stage.click("More").click("Export");
    assert_eq!(stage.commands(), [Command::ExportChat { chat: chat_of("lantern-night") }]);
    stage.click("More").click_role(Role::MenuItem, "Leave");
    assert_eq!(stage.commands(), [Command::LeaveChannel]);
}

#[test]
fn one_pane_at_a_time_has_a_way_back() {
    let mut stage = in_lantern_night();
    stage.resize(600.0, 800.0);
    assert!(!stage.shows("Direct messages"), "the chat has all the room");
    stage.click("Back");
    assert!(stage.shows("Direct messages"));
    assert!(!stage.shows("Message #lantern-night"));
}

#[test]
fn the_rail_leads_to_the_sections_and_counts_what_is_new() {
    let mut stage = Stage::window(lantern());
    assert_eq!(stage.names(Role::Tab), ["Chats · 3 unread", "Calls · 1 unread", "Attributes", "Settings"]);
    stage.click("Calls · 1 unread");
    assert!(stage.commands().contains(&Command::MarkCallsSeen));
    assert_eq!(stage.view().route, Route::Calls);
}

#[test]
fn ones_own_avatar_signs_out() {
    let mut stage = Stage::window(lantern());
    stage.click("Maya Okafor, online").click("Sign out");
    assert_eq!(stage.commands(), [Command::SignOut]);
}
