//! Pictures of every step of a call, in light and dark, and the main ones in Chinese and in a small window.

use bellbird::call::EndReason;
use bellbird::model::Call;
use egui_kittest::SnapshotResults;

use super::people::{
    calling, connected, ended, failed_offline, incoming, incoming_with_note, maya, ringing, with_call,
};
use super::{calls_around_a_chat, chat_with};
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
}
