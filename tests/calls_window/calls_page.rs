use bellbird::model::{ChatId, Slot};
use bellbird::service::{CallOptions, Command};
use bellbird::ui::{Action, Route};
use eframe::egui::accesskit::Role;

use super::log::{LATER, with_log};
use super::on;
use crate::support::lantern::{NORA, PRIYA, account, alone, lantern};
use crate::support::stage::Stage;

fn calls() -> Stage {
    let mut stage = on(Route::Calls, with_log(lantern())).now(LATER).build();
    stage.run().out();
    stage
}

fn rows(stage: &Stage) -> Vec<String> {
    let names = stage.names(Role::ListBoxOption).into_iter();
    names.filter_map(|name| name.split_once(',').map(|(who, _)| who.to_owned())).collect()
}

#[test]
fn the_calls_are_listed_by_day_the_latest_first() {
    let stage = calls();
    assert_eq!(rows(&stage)[..3], ["Tomás Rey", "Nora Lind", "Tomás Rey"]);
    for day in ["Today", "Yesterday", "Monday"] {
        assert!(stage.shows(day), "{day}");
    }
}

#[test]
fn filters_leave_the_calls_of_their_kind() {
    for (filter, expected) in [
        ("Missed 1", "Tomás Rey, Missed, rang 18 s, 08:15"),
        ("Failed", "Tomás Rey, Not reached, offline, 09:31"),
    ] {
        let mut stage = calls();
        stage.click(filter);
        let list = stage.names(Role::ListBoxOption);
        assert_eq!(list.iter().filter(|name| name.matches(", ").count() > 1).collect::<Vec<_>>(), [expected]);
    }
    let mut stage = calls();
    stage.click("Incoming");
    assert!(rows(&stage).iter().all(|who| who != "Kai Tanaka") && rows(&stage).contains(&"Bo Hansen".into()));
    stage.click("Outgoing");
    assert!(rows(&stage).contains(&"Kai Tanaka".into()));
}

#[test]
fn a_search_leaves_the_calls_with_somebody_and_says_when_there_are_none() {
    let mut stage = calls();
    stage.type_into("Search people or channels…", "hans");
    assert!(rows(&stage).iter().all(|who| who == "Bo Hansen"));
    stage.type_into("Search people or channels…", "zzz");
    assert!(stage.shows("No calls like this"));
}

#[test]
fn a_call_is_told_with_its_facts_and_what_happened() {
    let mut stage = calls();
    stage.click_starting("Nora Lind, Outgoing, 3 min 24 s");
    for words in [
        "Outgoing call, today at 09:17",
        "3 min 24 s",
        "09:17:21 to 09:20:45",
        "Peer hung up",
        "call-8f2c",
        "Called Nora",
        "channelInviteUser2",
        "Ringing on Nora’s device",
        "onInviteReceivedByPeer",
        "You pressed 4 1 0 #",
        "channelInviteDTMF, 4 times",
        "210.512 s",
        "Earlier calls with Nora",
    ] {
        assert!(stage.shows(words), "{words}");
    }
}

#[test]
fn an_earlier_call_can_be_opened() {
    let mut stage = calls();
    stage.click_starting("Nora Lind, Outgoing, 3 min 24 s").click("Outgoing, no answer, Yesterday at 08:55");
    assert!(stage.shows("Outgoing call, yesterday at 08:55") && stage.shows("Not answered"));
}

#[test]
fn a_person_of_the_list_can_be_called_and_written_to() {
    let mut stage = calls();
    stage.click_starting("Priya Raman").click("Call");
    assert_eq!(stage.commands(), [Command::Call { peer: account(PRIYA), options: CallOptions::default() }]);
    stage.click("Message");
    assert_eq!(stage.out()[0], Action::ShowChat(ChatId::Person(account(PRIYA))));
}

#[test]
fn what_was_sent_with_a_call_can_be_copied() {
    let mut stage = calls();
    stage.click_starting("Nora Lind, Outgoing, 3 min 24 s").click("Copy");
    assert!(stage.copied()[0].contains("Generator swap"));
}

#[test]
fn a_missed_call_is_seen_once_it_is_on_screen() {
    let mut stage = on(Route::Calls, lantern()).build();
    stage.run();
    assert_eq!(stage.commands(), [Command::MarkCallsSeen]);
    stage.change(|model| model.account_mut(Slot(0)).unwrap().call_log.mark_seen());
    assert_eq!(stage.commands(), []);
}

#[test]
fn without_calls_the_page_offers_one() {
    let mut stage = on(Route::Calls, alone()).build();
    stage.run();
    assert!(stage.shows("No calls yet"));
    stage.click("Call someone");
    assert!(stage.out().contains(&Action::CallForm(None)) && stage.shows("Note (optional)"));
}

#[test]
fn in_a_narrow_window_a_call_takes_the_place_of_the_list() {
    let mut stage = calls();
    stage.resize(600.0, 700.0).click_starting("Priya Raman");
    assert!(stage.shows("What happened") && !stage.shows("All"));
    stage.click("Back");
    assert!(stage.shows("All") && !stage.shows("What happened"));
}

#[test]
fn a_history_of_ten_thousand_calls_lays_out_only_what_is_in_view() {
    let mut model = with_log(lantern());
    let maya = model.account_mut(Slot(0)).unwrap();
    let one = maya.call_log.newest().find(|record| record.peer == account(NORA)).unwrap().clone();
    for nth in 0..10_000 {
        let mut record = (*one).clone();
        record.started_at += nth;
        maya.call_log.push(record);
    }
    let mut stage = on(Route::Calls, model).now(LATER).build();
    stage.run();
    assert!(rows(&stage).len() < 40, "{}", rows(&stage).len());
}
