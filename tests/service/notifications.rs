//! Notifications with and without a desktop. The inner tests want a session bus of their own, so the outer
//! ones run them in a process whose surroundings are made for them.

use bellbird::desktop::notify::{Card, Click, Notifier};
use std::process::Command;
use std::time::Duration;
use tokio::sync::mpsc;

const PATIENCE: Duration = Duration::from_secs(20);

fn card() -> Card {
    Card {
        key: 7,
        title: "Nora Lind".to_owned(),
        body: "about the lamps".to_owned(),
        actions: vec![("accept".to_owned(), "Accept".to_owned())],
        urgent: true,
    }
}

fn first_click() -> Click {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let click = runtime.block_on(async {
        let (clicks, mut clicked) = mpsc::channel(8);
        let notifier = Notifier::start(clicks);
        notifier.show(card());
        notifier.show(Card { key: 8, ..card() });
        tokio::time::timeout(PATIENCE, clicked.recv()).await
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    click.expect("the desktop is not waited for without an end").expect("the notifier runs")
}

#[test]
#[ignore = "run by the test below, without a bus"]
fn inner_without_a_bus() {
    let click = first_click();
    assert!(matches!(click, Click::Unavailable { .. }), "{click:?}");
}

#[test]
fn without_a_session_bus_the_person_is_told_and_nothing_hangs() {
    let inner = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "service::notifications::inner_without_a_bus", "--include-ignored"])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .env_remove("XDG_RUNTIME_DIR")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&inner.stdout);
    assert!(inner.status.success() && said.contains("1 passed"), "{said}");
}

/// For a session with a notification server that presses "accept" on every card by itself.
#[test]
#[ignore = "wants a notification server whose buttons are pressed"]
fn a_click_on_a_button_comes_back() {
    assert_eq!(first_click(), Click::Action { key: 7, id: "accept".to_owned() });
}
