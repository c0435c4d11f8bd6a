//! Two apps on one server.

use crate::support::device::{Device, Server, account, find, person};
use bellbird::call::{CallState, EndReason};
use bellbird::ids::AttributeName;
use bellbird::model::{
    Author, LocalServer, Model, Notice, NoticeKind, Presence, SendFailure, SendState, ServerChoice,
    SignInProblem,
};
use bellbird::service::{CallOptions, Command, Owner};

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

#[test]
fn two_people_who_call_each_other_at_once_are_in_one_call() {
    let server = Server::start();
    let (mut mira, mut nora) = two(&server);
    mira.command(Command::Call { peer: account("nora"), options: CallOptions::default() });
    nora.command(Command::Call { peer: account("mira"), options: CallOptions::default() });
    for device in [&mut mira, &mut nora] {
        device.wait_for("the connection", |me| me.call.as_ref().is_some_and(|call| call.state.connected()));
    }
    let channel =
        |device: &mut Device| device.wait("a call", |me| me.call.as_ref().map(|c| c.key.channel.clone()));
    assert_eq!(channel(&mut mira), channel(&mut nora));
    nora.command(Command::EndCall);
    for device in [&mut mira, &mut nora] {
        device.wait_for("one record", |me| {
            me.call_log.len() == 1 && me.call.as_ref().is_some_and(|c| c.over())
        });
    }
}

#[test]
fn a_caller_who_finds_the_other_in_a_call_is_told_so() {
    let server = Server::start();
    let (mut mira, mut nora) = two(&server);
    let mut tom = Device::new();
    tom.sign_in(&server, "tom");
    mira.command(Command::Call { peer: account("nora"), options: CallOptions::default() });
    nora.wait_for("an incoming call", |me| me.call.is_some());
    nora.command(Command::AcceptCall);
    mira.wait_for("the connection", |me| me.call.as_ref().is_some_and(|call| call.state.connected()));
    tom.command(Command::Call { peer: account("nora"), options: CallOptions::default() });
    let call = tom.wait("the refusal", |me| me.call.clone().filter(|call| call.over()));
    assert_eq!(call.state, CallState::Ended(EndReason::PeerDeclined));
    assert_eq!(&*call.peer_extra, r#"{"reason":"busy"}"#);
    nora.wait_for("a missed call", |me| me.call_log.unseen_missed() == 1);
}

#[test]
fn a_call_to_nobody_fails_at_once_if_asked_to() {
    let server = Server::start();
    let mut mira = Device::new();
    mira.sign_in(&server, "mira");
    let options = CallOptions { fail_at_once_if_offline: true, ..CallOptions::default() };
    mira.command(Command::Call { peer: account("nobody"), options });
    let call = mira.wait("the failure", |me| me.call.clone().filter(|call| call.over()));
    assert_eq!((call.state, call.ecode), (CallState::Ended(EndReason::PeerOffline), Some(703)));
}

#[test]
fn what_was_written_offline_goes_out_after_a_restart_once() {
    let mut server = Server::start();
    let (mut mira, mut nora) = two(&server);
    server.stop();
    mira.wait_for("the loss", |me| !me.online());
    for text in ["one", "two", "three"] {
        mira.write(&person("nora"), text);
    }
    mira.wait_for_text(&person("nora"), "three");
    let mut mira = mira.restart();
    server.start_again();
    mira.sign_in(&server, "mira");
    mira.wait_for("one tick", |me| {
        find(me, &person("nora"), "three").is_some_and(|message| message.state == SendState::Sent)
    });
    nora.wait_for_text(&person("mira"), "three");
    assert_eq!(nora.texts(&person("mira")), ["one", "two", "three"]);
    assert_eq!(mira.texts(&person("nora")), ["one", "two", "three"]);
}

#[test]
fn a_message_that_is_too_large_stays_with_its_reason_over_a_restart() {
    let server = Server::start();
    let mut mira = Device::new();
    mira.sign_in(&server, "mira");
    let text = "灯".repeat(3_000);
    mira.write(&person("nora"), &text);
    mira.wait_for_text(&person("nora"), &text);
    let mut mira = mira.restart();
    mira.sign_in(&server, "mira");
    let failed = mira.wait_for_text(&person("nora"), &text);
    assert_eq!(failed.state, SendState::Failed(SendFailure::TooLarge { bytes: 9_000 }));
}

#[test]
fn attributes_are_saved_seen_by_others_and_give_people_their_names() {
    let server = Server::start();
    let (mut mira, mut nora) = two(&server);
    let name = AttributeName::new("name").unwrap();
    nora.command(Command::SetAttribute { owner: Owner::Me, name, value: "Nora Lind".to_owned() });
    nora.wait_model("the notice", |model| {
        let saved = |notice: &Notice| matches!(&notice.kind, NoticeKind::AttributeSaved { .. });
        model.notices.after(0).any(saved).then_some(())
    });
    mira.command(Command::OpenChat { chat: person("nora") });
    mira.wait_for("the name", |me| me.display_name(&account("nora")) == "Nora Lind");
    mira.wait_for("presence", |me| me.people.presence(&account("nora")) == Presence::Online);
    let channel = mira.join("lantern-night");
    nora.join("lantern-night");
    mira.wait_for("both", |me| me.channel.as_ref().is_some_and(|channel| channel.members.len() == 2));
    let topic = AttributeName::new("topic").unwrap();
    nora.command(Command::SetAttribute { owner: Owner::Channel, name: topic, value: "lamps".to_owned() });
    let topic = mira.wait("the topic", |me| me.channel.as_ref()?.attributes.attribute("topic").cloned());
    assert_eq!((&*topic.value, topic.changed_by), ("lamps", Some(account("nora"))));
    nora.command(Command::RemoveChat { chat: channel });
    mira.wait_for("nora to leave", |me| {
        me.channel.as_ref().is_some_and(|channel| channel.members.len() == 1)
    });
}

#[test]
fn a_chat_is_written_as_text_with_names_and_all_rows() {
    let server = Server::start();
    let (mut mira, nora) = two(&server);
    nora.write(&person("mira"), "first\nsecond");
    mira.wait_for_text(&person("nora"), "first\nsecond");
    mira.write(&person("nora"), "third");
    mira.wait_for_text(&person("nora"), "third");
    mira.command(Command::ExportChat { chat: person("nora") });
    let path = mira.wait_model("the notice", |model| {
        model.notices.after(0).find_map(|notice| match &notice.kind {
            NoticeKind::ChatExported { path } => Some(path.to_string()),
            _ => None,
        })
    });
    let text = std::fs::read_to_string(path).unwrap();
    let rows: Vec<&str> =
        text.lines().map(|row| row.split_once("] ").map_or(row, |(_, said)| said)).collect();
    assert_eq!(rows, ["nora: first", "    second", "mira: third"]);
}

#[test]
fn words_of_long_ago_are_found() {
    let server = Server::start();
    let (mira, mut nora) = two(&server);
    mira.write(&person("nora"), "the lamps are lit");
    nora.wait_for_text(&person("mira"), "the lamps are lit");
    nora.command(Command::Search { query: "LAMPS".to_owned() });
    let hits = nora.wait("the hits", |me| me.search.as_ref()?.hits.clone());
    assert_eq!((hits.len(), &hits[0].chat), (1, &person("mira")));
    nora.command(Command::Search { query: String::new() });
    nora.wait_for("the end of the search", |me| me.search.is_none());
}

#[test]
fn a_stop_brings_the_last_message_to_the_disk_and_to_the_server() {
    let server = Server::start();
    let (mira, mut nora) = two(&server);
    mira.write(&person("nora"), "on my way out");
    mira.close();
    nora.wait_for_text(&person("mira"), "on my way out");
}

#[test]
fn this_computer_serves_itself_and_a_second_app_uses_the_same_server() {
    let port = free_port();
    let (mut mira, mut nora) = (Device::with_local_port(port), Device::with_local_port(port));
    for (device, name) in [(&mut mira, "mira"), (&mut nora, "nora")] {
        device.begin_sign_in(ServerChoice::ThisComputer, name);
        device.wait("to be signed in", |me| me.online().then_some(()));
    }
    let expected = format!("ws://127.0.0.1:{port}/");
    let url = |model: &Model| match &model.local_server {
        LocalServer::Running { url } => Some(url.to_string()),
        _ => None,
    };
    for device in [&mut mira, &mut nora] {
        assert_eq!(device.wait_model("the address", url), expected);
    }
    mira.write(&person("nora"), "hello");
    nora.wait_for_text(&person("mira"), "hello");
}

#[test]
fn this_computer_takes_the_next_port_when_something_else_has_the_first() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    // Whoever has the port hangs up on everybody.
    let hangs_up = std::thread::Builder::new().spawn(move || drop(taken.accept())).unwrap();
    let mut mira = Device::with_local_port(port);
    mira.begin_sign_in(ServerChoice::ThisComputer, "mira");
    mira.wait("to be signed in", |me| me.online().then_some(()));
    let LocalServer::Running { url } = mira.model().local_server.clone() else { panic!("it runs") };
    assert_ne!(&*url, format!("ws://127.0.0.1:{port}/"));
    hangs_up.join().unwrap();
}

#[test]
fn a_server_that_is_not_there_is_named_at_its_field() {
    let mut mira = Device::new();
    let nowhere = format!("127.0.0.1:{}", free_port());
    mira.command(Command::CheckServer { address: nowhere.clone() });
    mira.wait_model("the check", |model| (model.sign_in.reachable == Some(false)).then_some(()));
    mira.begin_sign_in(ServerChoice::Address(nowhere.clone()), "mira");
    let problem = mira.wait_model("the problem", |model| model.sign_in.problem.clone());
    assert_eq!(problem, SignInProblem::Unreachable { server: nowhere.into() });
    let server = Server::start();
    mira.command(Command::CheckServer { address: server.address.to_string() });
    mira.wait_model("the check", |model| (model.sign_in.reachable == Some(true)).then_some(()));
    mira.begin_sign_in(ServerChoice::Address("not an address".to_owned()), "mira");
    let not_one = |model: &Model| (model.sign_in.problem == Some(SignInProblem::NotAnAddress)).then_some(());
    mira.wait_model("the problem", not_one);
}

#[test]
fn a_lost_server_folder_loses_no_new_messages() {
    let mut server = Server::start();
    let (mut mira, mut nora) = two(&server);
    mira.write(&person("nora"), "before");
    nora.wait_for_text(&person("mira"), "before");
    server.stop();
    for device in [&mut mira, &mut nora] {
        device.wait_for("the loss", |me| !me.online());
    }
    // A new mailbox counts from the seconds since 1970: it is later than the old one's only in a later second.
    let last = clock_secs() + 1;
    while clock_secs() <= last {
        std::thread::park_timeout(std::time::Duration::from_millis(20));
    }
    server.forget_everything();
    server.start_again();
    for device in [&mut mira, &mut nora] {
        device.wait_for("the connection", |me| me.online());
    }
    mira.write(&person("nora"), "after");
    nora.wait_for_text(&person("mira"), "after");
    assert_eq!(nora.texts(&person("mira")), ["before", "after"]);
}

#[test]
fn signing_out_and_in_again_at_once_is_one_account_with_all_its_chats() {
    let server = Server::start();
    let (mut mira, mut nora) = two(&server);
    mira.write(&person("nora"), "before");
    nora.wait_for_text(&person("mira"), "before");
    for round in 1..=5 {
        mira.command(Command::SignOut);
        mira.wait_model("the form", |model| model.accounts.is_empty().then_some(()));
        mira.sign_in(&server, "mira");
        let text = format!("round {round}");
        mira.write(&person("nora"), &text);
        nora.wait_for_text(&person("mira"), &text);
    }
    mira.wait_for_text(&person("nora"), "before");
    assert_eq!(nora.texts(&person("mira")).len(), 6);
    assert_eq!(mira.texts(&person("nora")).len(), 6);
}

fn clock_secs() -> u64 {
    std::time::UNIX_EPOCH.elapsed().unwrap().as_secs()
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
