//! Pictures of every step of a call, in light and dark, and the main ones in Chinese and in a small window.

use bellbird::call::EndReason;
use bellbird::model::Call;
use bellbird::ui::Route;
use egui_kittest::SnapshotResults;

use super::log::{LATER, with_log};
use super::people::{
    calling, connected, ended, failed_offline, incoming, incoming_with_note, maya, ringing, with_attributes,
    with_call,
};
use super::{beside_the_rail, calls_around_a_chat, chat_with, on};
use crate::support::stage::{Setup, Stage};

fn setup(call: Call) -> Setup {
    let peer = call.key.peer.clone();
    Stage::setup(with_call(maya(), call), calls_around_a_chat).view(chat_with(&peer))
}

/// The pictures of one test; what differs is told together when they are all taken.
#[derive(Default)]
struct Album(SnapshotResults);

impl Album {
    fn take(&mut self, name: &str, setup: Setup) {
        let mut stage = setup.build();
        stage.picture(name);
        self.0.extend(stage.results());
    }

    /// A light and a dark picture.
    fn both(&mut self, name: &str, call: &Call) {
        self.take(name, setup(call.clone()));
        self.take(&format!("{name}-dark"), setup(call.clone()).dark());
    }
}

#[test]
fn an_incoming_call_looks_as_designed() {
    let mut album = Album::default();
    album.both("call-incoming", &incoming());
    album.both("call-incoming-note", &incoming_with_note());
}

#[test]
fn an_outgoing_call_looks_as_designed() {
    let mut album = Album::default();
    album.both("call-calling", &calling());
    album.both("call-ringing", &ringing());
}

#[test]
fn the_end_of_a_call_looks_as_designed() {
    let mut album = Album::default();
    album.both("call-declined", &ended(EndReason::PeerDeclined));
    album.both("call-failed-offline", &failed_offline());
    album.both("call-no-answer", &ended(EndReason::NoAnswer));
    album.both("call-cancelled", &ended(EndReason::Cancelled));
}

#[test]
fn a_call_that_goes_on_looks_as_designed() {
    let mut album = Album::default();
    album.both("call-connected", &connected());
    for dark in [false, true] {
        let setup = setup(Call { keys_sent: "410#".into(), ..connected() });
        let mut stage = if dark { setup.dark() } else { setup }.build();
        stage.run().click("Keypad").click("#");
        stage.picture(if dark { "call-keypad-dark" } else { "call-keypad" });
        album.0.extend(stage.results());
    }
}

#[test]
fn the_calls_that_are_over_look_as_designed() {
    let mut album = Album::default();
    let setup = || Stage::setup(with_log(), beside_the_rail).now(LATER).view(on(Route::Calls));
    let row = "Nora Lind, Outgoing, 3 min 24 s";
    for (name, row, setup) in [
        ("calls", row, setup()),
        ("calls-dark", row, setup().dark()),
        ("calls-chinese", "Nora Lind, 呼出, 3 分 24 秒", setup().chinese()),
        ("calls-800x600", row, setup().size(800.0, 600.0)),
    ] {
        let mut stage = setup.build();
        stage.run().click_starting(row).picture(name);
        album.0.extend(stage.results());
    }
    let none = Stage::setup(maya(), beside_the_rail).view(on(Route::Calls));
    album.take("calls-none", none);
}

const BIO: &str = "I look after the site plan, power and the lantern path. Call me about anything that moves, \
                   lights up or has a cable. 可以用中文发消息，稍后回你。If I do not pick up, I am probably \
                   on a ladder, so send a message and I will ring you back before the next round of the path. \
                   Radio 4 works too";

fn attributes() -> Setup {
    Stage::setup(with_attributes(), beside_the_rail).view(on(Route::Attributes))
}

#[test]
fn the_attributes_look_as_designed() {
    let mut album = Album::default();
    for (name, setup) in [("attributes", attributes()), ("attributes-dark", attributes().dark())] {
        let mut stage = setup.build();
        stage.run().click_nth(0, "Add").type_into("Name", "bio");
        // The last full stop brings the end into view.
        let filler = "x".repeat(8129 - BIO.len());
        stage.type_into("Value", &format!("{filler} {BIO}")).type_into("Value", ".");
        stage.hover("role: Site lead, Lantern Night").picture(name);
        album.0.extend(stage.results());
    }
    album.take("attributes-chinese", attributes().chinese());
    album.take("attributes-800x600", attributes().size(800.0, 600.0));
    album.take("attributes-no-channel", Stage::setup(maya(), beside_the_rail).view(on(Route::Attributes)));
}
