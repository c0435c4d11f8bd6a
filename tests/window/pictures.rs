//! The screens whose look is the requirement, beside the pictures of the design.

use crate::support::lantern::{alone, in_channel, lantern, lantern_in_chinese, reconnecting};
use crate::support::stage::{Setup, Stage};
use bellbird::model::{Model, SignInStep};
use bellbird::ui::ViewState;
use bellbird::ui::pages::window_ui;

fn in_the_channel(model: Model) -> Setup {
    let view = in_channel(&model);
    Stage::setup(model, window_ui).view(view)
}

#[test]
fn the_chats_look_as_designed() {
    in_the_channel(lantern()).build().picture("main-light");
}

#[test]
fn the_chats_look_as_designed_in_the_dark_theme_with_a_message_being_written() {
    let mut stage = in_the_channel(lantern()).dark().build();
    stage.type_into("Message #lantern-night", "Great, then I’ll bring tea for everyone");
    stage.picture("main-dark");
}

#[test]
fn the_chats_look_as_designed_in_chinese() {
    in_the_channel(lantern_in_chinese()).build().picture("zh-main");
}

#[test]
fn the_chats_look_as_designed_in_a_small_window() {
    in_the_channel(lantern()).size(800.0, 600.0).build().picture("main-800x600");
}

#[test]
fn the_chats_look_as_designed_in_a_large_dark_window() {
    in_the_channel(lantern()).size(1920.0, 1080.0).dark().build().picture("main-1920x1080");
}

#[test]
fn a_lost_connection_looks_as_designed() {
    in_the_channel(reconnecting()).build().picture("reconnecting");
}

#[test]
fn an_empty_window_looks_as_designed() {
    Stage::setup(alone(), window_ui).build().picture("empty-state");
}

fn sign_in(model: Model) -> Setup {
    let mut view = ViewState::default();
    view.sign_in.app = "lantern".to_owned();
    view.sign_in.account = "maya".to_owned();
    view.sign_in.remember = true;
    Stage::setup(model, window_ui).view(view)
}

#[test]
fn the_sign_in_page_looks_as_designed() {
    sign_in(Model::default()).build().picture("login-light");
}

#[test]
fn a_sign_in_under_way_looks_as_designed() {
    let mut model = Model::default();
    model.sign_in.busy = Some(SignInStep::CheckingAccount);
    sign_in(model).build().picture("login-progress");
}

#[test]
fn a_refused_sign_in_looks_as_designed_in_the_dark_theme() {
    use bellbird::model::SignInProblem;
    use bellbird::service::SignInForm;
    use bellbird::ui::pages::SignInView;
    let mut model = Model::default();
    model.sign_in.problem = Some(SignInProblem::TokenExpired);
    let view = ViewState {
        sign_in: SignInView::filled(SignInForm {
            server: bellbird::model::ServerChoice::Address("wss://signal.lantern.events:8443".to_owned()),
            app: "lantern".to_owned(),
            account: "maya".to_owned(),
            token: "0063fA2b9c4d5e6f708192a3b4".to_owned(),
            remember: true,
        }),
        ..ViewState::default()
    };
    let mut stage = Stage::setup(model, window_ui).view(view).dark().build();
    for _ in 0..12 {
        stage.step();
    }
    stage.change(|model| model.sign_in.reachable = Some(true)).picture("login-dark");
}
