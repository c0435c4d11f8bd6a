//! The App itself: what it does between the service and the pages.

use crate::support::NOW;
use crate::support::lantern::{KAI, account, lantern};
use bellbird::model::{ChatId, Model, NoticeKind, ServerChoice, SharedModel, Slot};
use bellbird::service::{Command, Handle, SignInForm};
use bellbird::ui::{App, Start};
use eframe::egui::{Key, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use jiff::tz::TimeZone;
use std::sync::Arc;
use tokio::sync::mpsc;

type Commands = mpsc::Receiver<(Slot, Command)>;

fn app(
    model: Model,
    room: usize,
    form: Option<SignInForm>,
) -> (Harness<'static, App>, SharedModel, Commands) {
    let shared = SharedModel::new(model, Arc::new(|| {}));
    let (sender, commands) = mpsc::channel(room);
    let start = Start {
        shared: shared.clone(),
        handle: Handle::new(sender),
        clock: || NOW,
        zone: TimeZone::UTC,
        form,
    };
    let mut harness = Harness::builder()
        .with_size(Vec2::new(1280.0, 800.0))
        .with_max_steps(16)
        .with_step_dt(0.05)
        .build_eframe(|creation| App::new(&creation.egui_ctx, start));
    harness.run_ok();
    (harness, shared, commands)
}

fn taken(commands: &mut Commands) -> Vec<Command> {
    std::iter::from_fn(|| commands.try_recv().ok()).map(|(_, command)| command).collect()
}

fn click(harness: &mut Harness<'static, App>, start: &'static str) {
    harness.get_by(move |node| node.label().is_some_and(|label| label.starts_with(start))).click();
    harness.run_ok();
}

fn write(harness: &mut Harness<'static, App>, text: &str) {
    harness.get_by_label("Message Kai Tanaka").focus();
    harness.run_ok();
    harness.get_by_label("Message Kai Tanaka").type_text(text);
    harness.run_ok();
    harness.key_press(Key::Enter);
    harness.run_ok();
}

fn typed(harness: &Harness<'static, App>) -> String {
    harness.get_by_label("Message Kai Tanaka").value().unwrap_or_default()
}

#[test]
fn what_the_person_asks_for_reaches_the_service_in_order() {
    let (mut harness, _, mut commands) = app(lantern(), 64, None);
    assert_eq!(taken(&mut commands)[0], Command::WindowFocus { focused: true });
    click(&mut harness, "Kai Tanaka");
    write(&mut harness, "on my way");
    let chat = ChatId::Person(account(KAI));
    let expected = [
        Command::OpenChat { chat: chat.clone() },
        Command::SendMessage { chat, text: "on my way".to_owned() },
    ];
    assert_eq!(taken(&mut commands), expected);
    assert_eq!(typed(&harness), "");
}

#[test]
fn a_service_without_room_loses_neither_a_message_nor_another_command() {
    let (mut harness, _, mut commands) = app(lantern(), 1, None);
    click(&mut harness, "Kai Tanaka");
    write(&mut harness, "on my way");
    assert_eq!(typed(&harness), "on my way");
    assert!(harness.query_all_by_label("Bellbird is busy. Try again in a moment.").next().is_some());
    assert_eq!(taken(&mut commands), [Command::WindowFocus { focused: true }]);
    harness.run_ok();
    let chat = ChatId::Person(account(KAI));
    assert_eq!(taken(&mut commands), [Command::OpenChat { chat: chat.clone() }], "it waited its turn");
    harness.get_by_label("Send").click();
    harness.run_ok();
    assert_eq!(taken(&mut commands), [Command::SendMessage { chat, text: "on my way".to_owned() }]);
    assert_eq!(typed(&harness), "");
}

#[test]
fn a_change_of_the_model_is_on_screen_in_the_next_frame_and_notices_are_told_once() {
    let (mut harness, shared, _commands) = app(lantern(), 64, None);
    shared.update("test", |model| {
        model.notices.tell(NOW, NoticeKind::ChatExported { path: Arc::from("/home/maya/chat.txt") });
    });
    harness.run_ok();
    assert!(harness.query_all_by_label("Written to /home/maya/chat.txt").next().is_some());
}

#[test]
fn an_account_on_the_command_line_is_signed_in_at_once() {
    let form = SignInForm {
        server: ServerChoice::Address("127.0.0.1:8801".to_owned()),
        app: "lantern".to_owned(),
        account: "maya".to_owned(),
        token: String::new(),
        remember: true,
    };
    let (harness, _, mut commands) = app(Model::default(), 64, Some(form.clone()));
    assert!(taken(&mut commands).contains(&Command::SignIn(form)));
    assert_eq!(harness.get_by_label("Account").value(), Some("maya".to_owned()));
}

#[test]
fn the_next_account_sees_nothing_that_the_one_before_had_typed() {
    let (mut harness, shared, _commands) = app(lantern(), 64, None);
    click(&mut harness, "Kai Tanaka");
    harness.get_by_label("Message Kai Tanaka").type_text("a secret");
    harness.run_ok();
    shared.update("sign out", |model| model.accounts.clear());
    harness.run_ok();
    assert!(harness.query_all_by_label("Sign in").next().is_some());
    let again = lantern();
    shared.update("sign in", |model| {
        let mut other = again.account(Slot(0)).unwrap().clone();
        other.me = account("somebody-else");
        model.accounts.insert(Slot(0), Arc::new(other));
    });
    harness.run_ok();
    click(&mut harness, "Kai Tanaka");
    assert_eq!(typed(&harness), "");
}
