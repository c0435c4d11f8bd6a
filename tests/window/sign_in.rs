use crate::support::stage::Stage;
use bellbird::ids::NameError;
use bellbird::model::{
    LanguageChoice, LocalServer, Model, RememberedAccount, ServerChoice, SignInProblem, SignInStep,
};
use bellbird::service::{Command, SignInForm};
use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use std::sync::Arc;

fn asked(stage: &mut Stage) -> Option<SignInForm> {
    let commands = stage.commands().into_iter();
    commands.filter_map(|command| if let Command::SignIn(form) = command { Some(form) } else { None }).last()
}

fn filled() -> Stage {
    let mut stage = Stage::window(Model::default());
    stage.type_into("App ID", "lantern").type_into("Account", "maya");
    stage
}

#[test]
fn this_computer_is_chosen_and_enter_signs_in() {
    let mut stage = filled();
    stage.press(Key::Enter);
    let form = asked(&mut stage).expect("a sign-in was asked for");
    assert_eq!(form.server, ServerChoice::ThisComputer);
    assert_eq!((form.app.as_str(), form.account.as_str(), form.token.as_str()), ("lantern", "maya", ""));
    assert!(form.remember);
}

#[test]
fn another_server_has_an_address_and_a_token_may_be_pasted() {
    let mut stage = filled();
    stage.click("Another server");
    stage.type_into("Server address", "192.168.1.24:8801").type_into("Token (optional)", "006abc");
    stage.click("Remember me on this computer");
    stage.click("Sign in");
    let form = asked(&mut stage).unwrap();
    assert_eq!(form.server, ServerChoice::Address("192.168.1.24:8801".to_owned()));
    assert_eq!(form.token, "006abc");
    assert!(!form.remember);
}

#[test]
fn an_address_that_stands_still_is_looked_for() {
    let mut stage = Stage::window(Model::default());
    stage.click("Another server").type_into("Server address", "example.com");
    for _ in 0..12 {
        stage.step();
    }
    assert_eq!(stage.commands(), [Command::CheckServer { address: "example.com".to_owned() }]);
    let verdict = |stage: &Stage| stage.describes("Server address");
    assert_eq!(verdict(&stage), "Checking the server…");
    stage.change(|model| model.sign_in.reachable = Some(false));
    assert_eq!(verdict(&stage), "No answer");
    stage.change(|model| model.sign_in.reachable = Some(true));
    assert_eq!(verdict(&stage), "Reachable");
}

#[test]
fn what_cannot_be_right_is_told_at_its_field_before_anybody_is_asked() {
    let mut stage = Stage::window(Model::default());
    stage.click("Sign in");
    assert!(stage.shows("Enter an App ID."));
    stage.type_into("App ID", "lantern").type_into("Account", "ma ya").click("Sign in");
    assert!(stage.shows("An account cannot contain spaces."));
    stage.click("Another server").type_into("Server address", "http://x").click("Sign in");
    assert!(stage.shows("This is not a server address. Try example.com or 192.168.1.24:8801."));
    assert_eq!(asked(&mut stage), None);
}

#[test]
fn a_refusal_stands_at_the_field_it_concerns_with_its_code_and_nothing_typed_is_lost() {
    let mut stage = filled();
    stage.type_into("Token (optional)", "006abc").click("Sign in");
    stage.change(|model| model.sign_in.problem = Some(SignInProblem::TokenExpired));
    assert!(stage.shows_containing("This token has expired."));
    assert!(stage.shows("LOGIN_E_TOKENEXPIRED · 204"));
    assert!(stage.find("Token (optional)").is_focused(), "the field is ready to be mended");
    assert_eq!(stage.value("App ID"), "lantern");
    assert_eq!(stage.value("Account"), "maya");
    stage.type_into("Token (optional)", "d");
    assert!(!stage.shows("LOGIN_E_TOKENEXPIRED · 204"), "the answer goes once the person types against it");
}

#[test]
fn every_problem_has_a_sentence_in_both_languages() {
    let problems = [
        SignInProblem::Unreachable { server: Arc::from("ws://x") },
        SignInProblem::App(NameError::Empty),
        SignInProblem::Account(NameError::TooLong { bytes: 200, limit: 128 }),
        SignInProblem::TokenWrong { required: true },
        SignInProblem::TokenWrong { required: false },
        SignInProblem::WrongApp,
        SignInProblem::AccountRefused,
        SignInProblem::Barred,
        SignInProblem::SignedInElsewhere,
        SignInProblem::SessionEnded { ecode: 102 },
        SignInProblem::LocalServer { why: Arc::from("port 8801 is taken") },
    ];
    let mut stage = Stage::window(Model::default());
    for language in [LanguageChoice::English, LanguageChoice::Chinese] {
        for problem in &problems {
            stage.change(|model| {
                model.settings.language = language;
                model.sign_in.problem = Some(problem.clone());
            });
            assert_eq!(stage.names(Role::Alert).len(), 1, "{problem:?}: {:?}", stage.names(Role::Alert));
        }
    }
}

#[test]
fn a_sign_in_under_way_shows_its_step_and_can_be_cancelled() {
    let mut model = Model::default();
    model.sign_in.busy = Some(SignInStep::CheckingAccount);
    let mut stage = Stage::window(model);
    assert_eq!(stage.names(Role::Status), ["Checking account"]);
    stage.press(Key::Enter);
    stage.click("Cancel");
    assert_eq!(stage.commands(), [Command::CancelSignIn]);
}

#[test]
fn accounts_of_earlier_are_offered() {
    let remembered = |account: &str, server| RememberedAccount {
        server,
        app: Arc::from("lantern"),
        account: Arc::from(account),
    };
    let model = Model {
        remembered: Arc::new(vec![
            remembered("maya", ServerChoice::ThisComputer),
            remembered("nora", ServerChoice::Address("example.com".to_owned())),
        ]),
        ..Model::default()
    };
    let mut stage = Stage::window(model);
    assert_eq!(stage.value("Account"), "maya", "the last one is filled in");
    stage.click("nora, lantern");
    assert_eq!(stage.value("Account"), "nora");
    assert_eq!(stage.value("Server address"), "example.com");
}

#[test]
fn the_language_changes_at_once() {
    let mut stage = filled();
    stage.click("简体中文");
    let chosen = stage.commands().into_iter().any(
        |command| matches!(command, Command::UpdateSettings(settings) if settings.language == LanguageChoice::Chinese),
    );
    assert!(chosen);
    stage.change(|model| model.settings.language = LanguageChoice::Chinese);
    assert_eq!(stage.value("账号"), "maya", "what was typed is still there");
}

#[test]
fn the_token_is_hidden_until_it_is_asked_for() {
    let mut stage = filled();
    stage.type_into("Token (optional)", "006abc").click("Show token");
    assert_eq!(stage.value("Token (optional)"), "006abc");
    assert!(stage.shows("Hide token"));
}

#[test]
fn a_built_in_server_that_failed_says_so_on_its_tile() {
    let mut model =
        Model { local_server: LocalServer::Failed { why: Arc::from("no disk") }, ..Model::default() };
    model.sign_in.problem = Some(SignInProblem::LocalServer { why: Arc::from("no disk") });
    let stage = Stage::window(model);
    assert!(stage.shows("The built-in server did not start: no disk"));
}
