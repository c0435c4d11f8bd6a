//! Pictures of every step of a call and of the pages, in light and dark, the main ones in Chinese and small.

use bellbird::call::EndReason;
use bellbird::model::{Call, LocalServer, Model};
use bellbird::ui::Route;
use bellbird::ui::pages::window_ui;
use egui_kittest::SnapshotResults;

use super::log::{LATER, with_log};
use super::people::{
    calling, connected, ended, failed_offline, incoming, incoming_with_note, ringing, with_attributes,
    with_call,
};
use super::{in_call, in_call_over, on};
use crate::support::lantern::{alone, in_channel, lantern, lantern_in_chinese};
use crate::support::stage::{Setup, Stage};

/// The pictures of one test; what differs is told together when they are all taken.
#[derive(Default)]
struct Album(SnapshotResults);

impl Album {
    fn take(&mut self, name: &str, setup: Setup) {
        self.keep(name, setup.build());
    }

    fn keep(&mut self, name: &str, mut stage: Stage) {
        stage.picture(name);
        self.0.extend(stage.results());
    }

    /// A light and a dark picture.
    fn both(&mut self, name: &str, setup: impl Fn() -> Setup) {
        self.take(name, setup());
        self.take(&format!("{name}-dark"), setup().dark());
    }

    fn step(&mut self, name: &str, call: &Call) {
        self.both(name, || in_call(call.clone()));
    }
}

fn called(call: Call) -> Setup {
    let model = lantern();
    let view = in_channel(&model);
    Stage::setup(with_call(model, call), window_ui).view(view)
}

#[test]
fn an_incoming_call_looks_as_designed() {
    let mut album = Album::default();
    album.both("call-incoming", || called(incoming()));
    album.both("call-incoming-note", || called(incoming_with_note()));
    album.take("call-incoming-800x600", called(incoming_with_note()).size(800.0, 600.0));
    let model = lantern_in_chinese();
    let view = in_channel(&model);
    let chinese = Stage::setup(with_call(model, incoming_with_note()), window_ui).view(view);
    album.take("call-incoming-chinese", chinese);
}

#[test]
fn what_an_incoming_call_can_open_looks_as_designed() {
    let mut album = Album::default();
    for (name, button) in [("call-json", "JSON"), ("call-decline-with-words", "Decline with a message")] {
        let mut stage = called(incoming_with_note()).build();
        stage.run().click(button);
        album.keep(name, stage);
    }
}

#[test]
fn an_outgoing_call_looks_as_designed() {
    let mut album = Album::default();
    album.step("call-calling", &calling());
    album.step("call-ringing", &ringing());
    album.take("call-ringing-800x600", in_call(ringing()).size(800.0, 600.0));
    album.take("call-ringing-chinese", in_call_over(lantern_in_chinese(), ringing()));
}

#[test]
fn the_end_of_a_call_looks_as_designed() {
    let mut album = Album::default();
    album.step("call-declined", &ended(EndReason::PeerDeclined));
    album.step("call-failed-offline", &failed_offline());
    album.step("call-no-answer", &ended(EndReason::NoAnswer));
    album.step("call-cancelled", &ended(EndReason::Cancelled));
    album.step("call-ended", &ended(EndReason::PeerHungUp));
    album.take("call-failed-chinese", in_call_over(lantern_in_chinese(), failed_offline()));
}

#[test]
fn a_call_that_goes_on_looks_as_designed() {
    let mut album = Album::default();
    album.step("call-connected", &connected());
    album.take("call-connected-chinese", in_call_over(lantern_in_chinese(), connected()));
    for dark in [false, true] {
        let setup = in_call(Call { keys_sent: "410#".into(), ..connected() });
        let mut stage = if dark { setup.dark() } else { setup }.build();
        stage.run().click("Keypad").click("#");
        album.keep(if dark { "call-keypad-dark" } else { "call-keypad" }, stage);
        let mut stage = if dark { in_call(connected()).dark() } else { in_call(connected()) }.build();
        stage.run().click("Show the whole call");
        album.keep(if dark { "call-connected-stage-dark" } else { "call-connected-stage" }, stage);
    }
}

#[test]
fn the_form_of_a_call_looks_as_designed() {
    let mut album = Album::default();
    for dark in [false, true] {
        let setup = on(Route::Calls, alone());
        let mut stage = if dark { setup.dark() } else { setup }.build();
        stage.run().click("Call someone").type_into("Account", "nora-t");
        album.keep(if dark { "call-form-dark" } else { "call-form" }, stage);
    }
}

#[test]
fn the_calls_that_are_over_look_as_designed() {
    let mut album = Album::default();
    let setup = || on(Route::Calls, with_log(lantern())).now(LATER);
    let chinese = on(Route::Calls, with_log(lantern_in_chinese())).now(LATER);
    let row = "Nora Lind, Outgoing, 3 min 24 s";
    for (name, row, setup) in [
        ("calls", row, setup()),
        ("calls-dark", row, setup().dark()),
        ("calls-chinese", "李诺, 呼出, 3 分 24 秒", chinese),
        ("calls-800x600", row, setup().size(800.0, 600.0)),
    ] {
        let mut stage = setup.build();
        stage.run().click_starting(row);
        album.keep(name, stage);
    }
    album.take("calls-none", on(Route::Calls, alone()));
}

const BIO: &str = "I look after the site plan, power and the lantern path. Call me about anything that moves, \
                   lights up or has a cable. 可以用中文发消息，稍后回你。If I do not pick up, I am probably \
                   on a ladder, so send a message and I will ring you back before the next round of the path. \
                   Radio 4 works too";

#[test]
fn the_attributes_look_as_designed() {
    let mut album = Album::default();
    let setup = || on(Route::Attributes, with_attributes(lantern()));
    for (name, setup) in [("attributes", setup()), ("attributes-dark", setup().dark())] {
        let mut stage = setup.build();
        stage.run().click_nth(0, "Add").type_into("Name", "bio");
        // The last full stop brings the end into view.
        let filler = "x".repeat(8129 - BIO.len());
        stage.type_into("Value", &format!("{filler} {BIO}")).type_into("Value", ".");
        stage.hover("role: Site lead, Lantern Night");
        album.keep(name, stage);
    }
    album.take("attributes-chinese", on(Route::Attributes, with_attributes(lantern_in_chinese())));
    album.take("attributes-800x600", setup().size(800.0, 600.0));
    album.take("attributes-no-channel", on(Route::Attributes, alone()));
    let mut clearing = setup().build();
    clearing.run().click_nth(1, "Clear all");
    album.keep("attributes-clear-all", clearing);
    let mut looking = setup().build();
    looking.run().type_into("Look up someone’s attributes…", "r");
    album.keep("attributes-look-up", looking);
}

#[test]
fn the_settings_look_as_designed() {
    let mut album = Album::default();
    let with_server = |mut model: Model| {
        model.local_server = LocalServer::Running { url: "ws://127.0.0.1:8801/".into() };
        model.settings.notify_text = false;
        on(Route::Settings, model)
    };
    album.take("settings", with_server(lantern()));
    album.take("settings-dark", with_server(lantern()).dark());
    album.take("settings-chinese", with_server(lantern_in_chinese()));
    album.take("settings-800x600", with_server(lantern()).size(800.0, 600.0));
    for (name, button) in [("settings-shortcuts", "Show all"), ("settings-licences", "Licences")] {
        let mut stage = with_server(lantern()).build();
        stage.run().click(button);
        album.keep(name, stage);
    }
}
