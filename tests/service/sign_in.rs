//! Signing in and out through the core.

use super::desk::Desk;
use crate::support::device::APP;
use bellbird::client::{Api, Error, Event};
use bellbird::ids::{NameError, Uid};
use bellbird::model::{LocalServer, ServerChoice, SignInProblem, SignInStep};
use bellbird::service::apply::{Effect, Input, Opened, Write};
use bellbird::service::{Command, SignInForm};
use bellbird::wire::{Ecode, Refusal};

fn form(server: ServerChoice, app: &str, account: &str) -> SignInForm {
    let (app, account) = (app.to_owned(), account.to_owned());
    SignInForm { server, app, account, token: "secret-token".to_owned(), remember: true }
}

fn address() -> ServerChoice {
    ServerChoice::Address("127.0.0.1:1".to_owned())
}

#[test]
fn a_name_that_is_none_is_refused_at_its_field_before_anything_is_asked() {
    let mut desk = Desk::new();
    desk.command(Command::SignIn(form(address(), "demo", "no ra")));
    let problem = desk.model.sign_in.problem.clone();
    assert_eq!(problem, Some(SignInProblem::Account(NameError::ForbiddenCharacter(' '))));
    desk.command(Command::SignIn(form(address(), "", "nora")));
    assert_eq!(desk.model.sign_in.problem, Some(SignInProblem::App(NameError::Empty)));
    assert!(desk.asked().is_empty() && desk.model.sign_in.busy.is_none());
}

#[test]
fn every_refusal_of_a_login_comes_back_to_the_form() {
    let refused = |refusal: Refusal| Error::Refused { ecode: refusal.login_ecode(), refusal };
    let unreachable = SignInProblem::Unreachable { server: "127.0.0.1:1".into() };
    let cases = [
        (refused(Refusal::TokenExpired), SignInProblem::TokenExpired),
        (refused(Refusal::TokenInvalid), SignInProblem::TokenWrong { required: false }),
        (refused(Refusal::TokenRequired), SignInProblem::TokenWrong { required: true }),
        (refused(Refusal::WrongVid), SignInProblem::WrongApp),
        (refused(Refusal::WrongAccount("why".to_owned())), SignInProblem::AccountRefused),
        (refused(Refusal::Kicked), SignInProblem::Barred),
        (Error::Unreachable("no route".to_owned()), unreachable),
        (Error::BadAddress("nowhere".to_owned()), SignInProblem::NotAnAddress),
    ];
    for (error, problem) in cases {
        let mut desk = Desk::new();
        desk.begin_sign_in("mira", Opened::default());
        assert_eq!(desk.model.sign_in.busy, Some(SignInStep::CheckingAccount));
        desk.answer(Err(error));
        assert_eq!(desk.model.sign_in.problem, Some(problem));
        assert!(desk.model.sign_in.busy.is_none() && desk.model.accounts.is_empty());
        assert!(desk.others.iter().any(|effect| matches!(effect, Effect::Disconnect)));
    }
}

#[test]
fn this_computer_is_asked_for_its_server_and_the_history_may_come_first_or_last() {
    for history_first in [true, false] {
        let mut desk = Desk::new();
        desk.command(Command::SignIn(form(ServerChoice::ThisComputer, "demo", "nora")));
        assert_eq!(desk.model.sign_in.busy, Some(SignInStep::FindingServer));
        let attempt = desk.attempt();
        let opened = Input::Opened { attempt, history: Box::default() };
        let found = Input::ServerFound { attempt, found: Ok("ws://127.0.0.1:8801/".into()) };
        let inputs = if history_first { [opened, found] } else { [found, opened] };
        for input in inputs {
            assert!(desk.asked().is_empty());
            desk.input(input);
        }
        assert!(matches!(desk.one_asked(), Api::Login { account, .. } if account == "nora"));
        let running = LocalServer::Running { url: "ws://127.0.0.1:8801/".into() };
        assert_eq!(desk.model.local_server, running);
    }
}

#[test]
fn a_server_of_this_computer_that_does_not_start_says_why() {
    let mut desk = Desk::new();
    desk.command(Command::SignIn(form(ServerChoice::ThisComputer, "demo", "nora")));
    let problem = SignInProblem::LocalServer { why: "no disk".into() };
    desk.input(Input::ServerFound { attempt: desk.attempt(), found: Err(problem.clone()) });
    assert_eq!(desk.model.sign_in.problem, Some(problem));
    assert_eq!(desk.model.local_server, LocalServer::Failed { why: "no disk".into() });
}

#[test]
fn an_account_is_remembered_without_its_token() {
    let mut desk = Desk::new();
    desk.command(Command::SignIn(form(address(), "demo", "nora")));
    desk.input(Input::Opened { attempt: desk.attempt(), history: Box::default() });
    desk.event(Event::LoginSuccess { uid: Uid(1), fd: 0 });
    assert_eq!(&*desk.model.remembered[0].account, "nora");
    let written = desk.writes.iter().find(|write| matches!(write, Write::Remembered(_))).unwrap();
    assert!(!format!("{written:?}").contains("secret-token"));
}

#[test]
fn the_end_of_a_session_says_why_at_the_form() {
    let ends = [
        (Ecode::LogoutKicked, Some(SignInProblem::SignedInElsewhere)),
        (Ecode::LogoutTokenExpired, Some(SignInProblem::TokenExpired)),
        (Ecode::LogoutNet, Some(SignInProblem::SessionEnded { ecode: 102 })),
        (Ecode::LogoutUser, None),
    ];
    for (ecode, problem) in ends {
        let mut desk = Desk::signed_in("mira");
        desk.event(Event::Logout { ecode });
        assert_eq!(desk.model.sign_in.problem, problem);
        assert!(desk.model.accounts.is_empty());
    }
}

#[test]
fn a_sign_in_that_was_cancelled_is_not_heard_of_again() {
    let mut desk = Desk::new();
    desk.begin_sign_in("mira", Opened::default());
    desk.command(Command::CancelSignIn);
    desk.event(Event::LoginSuccess { uid: Uid(1), fd: 0 });
    assert!(desk.model.accounts.is_empty() && desk.model.sign_in.busy.is_none());
}

#[test]
fn the_same_account_in_a_second_seat_leaves_the_first() {
    let mut desk = Desk::signed_in("mira");
    desk.command_at(
        1,
        Command::SignIn(SignInForm {
            server: address(),
            app: APP.to_owned(),
            account: "mira".to_owned(),
            ..SignInForm::default()
        }),
    );
    assert!(desk.model.accounts.is_empty(), "the first seat is left");
    assert_eq!(desk.model.sign_in.busy, Some(SignInStep::FindingServer));
}
