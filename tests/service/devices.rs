//! Two apps on one server.

use crate::support::device::{Device, Server, account, find, person};
use bellbird::call::{CallState, EndReason};
use bellbird::model::{Author, SendState, SignInProblem};
use bellbird::service::{CallOptions, Command};

fn two(server: &Server) -> (Device, Device) {
    let (mut mira, mut nora) = (Device::new(), Device::new());
    mira.sign_in(server, "mira");
    nora.sign_in(server, "nora");
    (mira, nora)
}

#[test]
fn a_message_to_a_person_arrives_and_has_one_tick() {
    let server = Server::start();
    let (mut mira, mut nora) = two(&server);
    mira.write(&person("nora"), "hello\nyou");
    let got = nora.wait_for_text(&person("mira"), "hello\nyou");
    assert_eq!((&got.author, &got.state), (&Author::Person(account("mira")), &SendState::Received));
    mira.wait_for("one tick", |me| {
        find(me, &person("nora"), "hello\nyou").is_some_and(|message| message.state == SendState::Sent)
    });
}

#[test]
fn messages_in_a_channel_arrive_in_order_and_have_two_ticks() {
    let server = Server::start();
    let (mut mira, mut nora) = two(&server);
    let channel = mira.join("lantern-night");
    nora.join("lantern-night");
    let texts: Vec<String> = (1..=40).map(|number| format!("line {number}")).collect();
    for text in &texts {
        mira.write(&channel, text);
    }
    nora.wait_for_text(&channel, "line 40");
    assert_eq!(nora.texts(&channel), texts);
    mira.wait_for("two ticks", |me| {
        find(me, &channel, "line 40").is_some_and(|message| message.state == SendState::Delivered)
    });
    assert_eq!(mira.texts(&channel), texts);
}

#[test]
fn an_answered_call_connects_both_and_ends_for_both() {
    let server = Server::start();
    let (mut mira, mut nora) = two(&server);
    let options = CallOptions { note: "lunch?".to_owned(), ..CallOptions::default() };
    mira.command(Command::Call { peer: account("nora"), options });
    let note = nora.wait("an incoming call", |me| me.call.as_ref().and_then(|call| call.note()));
    assert_eq!(note.0, "lunch?");
    mira.wait_for("ringing", |me| me.call.as_ref().is_some_and(|call| call.state == CallState::Ringing));
    nora.command(Command::AcceptCall);
    for device in [&mut mira, &mut nora] {
        device.wait_for("the connection", |me| me.call.as_ref().is_some_and(|call| call.state.connected()));
    }
    mira.command(Command::PressKey { key: '7' });
    nora.wait_for("a key", |me| me.call.as_ref().is_some_and(|call| &*call.keys_received == "7"));
    nora.command(Command::EndCall);
    mira.wait_for("the end", |me| {
        me.call.as_ref().is_some_and(|call| call.state == CallState::Ended(EndReason::PeerHungUp))
    });
    for device in [&mut mira, &mut nora] {
        device.wait_for("the record of the call", |me| me.call_log.len() == 1);
    }
}

#[test]
fn chats_calls_and_drafts_are_there_after_a_restart() {
    let server = Server::start();
    let (mut mira, mut nora) = two(&server);
    mira.write(&person("nora"), "before");
    nora.wait_for_text(&person("mira"), "before");
    nora.command(Command::SaveDraft { chat: person("mira"), text: "half a".to_owned() });
    mira.command(Command::Call { peer: account("nora"), options: CallOptions::default() });
    nora.wait_for("an incoming call", |me| me.call.is_some());
    nora.command(Command::DeclineCall { message: "later".to_owned() });
    mira.wait_for("the refusal", |me| me.call_log.len() == 1);
    let mut nora = nora.restart();
    mira.write(&person("nora"), "while away");
    nora.sign_in(&server, "nora");
    nora.wait_for_text(&person("mira"), "while away");
    assert_eq!(nora.texts(&person("mira")), ["before", "while away"]);
    nora.wait_for("call and draft", |me| {
        me.call_log.len() == 1 && me.chats.chat(&person("mira")).is_some_and(|chat| &*chat.draft == "half a")
    });
}

#[test]
fn what_is_written_while_the_server_is_away_goes_out_when_it_is_back() {
    let mut server = Server::start();
    let (mut mira, mut nora) = two(&server);
    let channel = mira.join("stage-crew");
    nora.join("stage-crew");
    server.stop();
    mira.wait_for("the loss", |me| !me.online());
    mira.write(&channel, "to all");
    mira.write(&person("nora"), "to you");
    mira.wait_for("a waiting message", |me| {
        find(me, &person("nora"), "to you").is_some_and(|message| message.state == SendState::Queued)
    });
    server.start_again();
    nora.wait_for_text(&person("mira"), "to you");
    mira.wait_for("two ticks", |me| {
        find(me, &channel, "to all").is_some_and(|message| message.state == SendState::Delivered)
    });
    assert_eq!(nora.texts(&person("mira")), ["to you"]);
}

#[test]
fn a_sign_in_somewhere_else_sends_the_first_back_to_the_form() {
    let server = Server::start();
    let (mut here, mut there) = (Device::new(), Device::new());
    here.sign_in(&server, "mira");
    there.sign_in(&server, "mira");
    here.wait_model("the form", |model| {
        (model.accounts.is_empty() && model.sign_in.problem == Some(SignInProblem::SignedInElsewhere))
            .then_some(())
    });
}
