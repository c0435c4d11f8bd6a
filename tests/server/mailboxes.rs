use super::play::{Party, Play, kind_and_content};
use bellbird::ids::{MAILBOX_MESSAGES, MAILBOX_PAGE_BYTES, MESSAGE_BYTES, USER_MESSAGES_PER_SECOND};
use bellbird::server::Policy;
use serde_json::{Value, json};

fn message(peer: &str, content: &str) -> Value {
    json!({"peer": peer, "flag": "v1:E:3600", "t": "instant", "content": content})
}

fn send(play: &mut Play, from: &Party, to: &str, content: &str) {
    play.ok(from, "user_sendmsg", message(to, content));
}

/// Acknowledges and asks: versions and contents of the page, and the server's `ver_clear`. Versions count
/// from the begin of the mailbox; 0 acknowledges nothing.
fn page(play: &mut Play, party: &Party, version: u64, max: u64) -> (Vec<(u64, String)>, u64) {
    let begin = play.begin(&party.account);
    let version = if version == 0 { 0 } else { begin.saturating_add(version) };
    let body = play.ok(party, "user_getmsg", json!({"ver_clear": version, "max": max}));
    let one =
        |item: &Value| (item[0].as_u64().unwrap() - begin, kind_and_content(item[1].as_str().unwrap()).1);
    let msgs = body["msgs"].as_array().unwrap().iter().map(one).collect();
    (msgs, body["ver_clear"].as_u64().unwrap() - begin)
}

#[test]
fn a_message_waits_for_its_receiver_and_over_restarts_until_it_is_acknowledged() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    send(&mut play, &nora, "omar", "one");
    send(&mut play, &nora, "omar", "two  with\n\tspaces ");
    play.restart();
    let omar = play.login("websdk", "omar");
    let (msgs, ver_clear) = page(&mut play, &omar, 0, 30);
    assert_eq!(msgs, [(1, "one".to_owned()), (2, "two  with\n\tspaces ".to_owned())]);
    assert_eq!(ver_clear, 0);
    play.restart();
    let omar = play.login("websdk", "omar");
    assert_eq!(page(&mut play, &omar, 0, 30).0.len(), 2, "what was not acknowledged comes again");
    assert_eq!(page(&mut play, &omar, 2, 30), (vec![], 2));
    play.restart();
    let (omar, nora) = (play.login("websdk", "omar"), play.login("websdk", "nora"));
    assert_eq!(page(&mut play, &omar, 0, 30), (vec![], 2));
    send(&mut play, &nora, "omar", "three");
    assert_eq!(page(&mut play, &omar, 2, 30).0, [(3, "three".to_owned())], "versions go on rising");
}

#[test]
fn a_line_names_sender_receiver_flag_and_whole_seconds() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    play.ok(&nora, "user_sendmsg", json!({"peer": "omar", "flag": "v1:E:99999999", "content": "hi"}));
    let body = play.ok(&omar, "user_getmsg", json!({"ver_clear": 0}));
    let secs = play.now.unix_micros / 1_000_000;
    assert_eq!(body["msgs"][0][1], format!("msg-v2 nora omar v1:E:2592000 instant {secs} hi"));
}

#[test]
fn a_web_client_is_pushed_whole_messages_once_it_has_polled_and_while_they_follow_on() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    send(&mut play, &nora, "omar", "before the poll");
    assert_eq!(play.noticed(&omar), [1]);
    assert_eq!(page(&mut play, &omar, 0, 30).0.len(), 1);
    send(&mut play, &nora, "omar", "after it");
    send(&mut play, &nora, "omar", "and on");
    let pushed: Vec<u64> = play.pushed(&omar).into_iter().map(|(version, _)| version).collect();
    assert_eq!(pushed, [2, 3], "a pending acknowledgement does not matter, only what was sent");
}

#[test]
fn a_page_that_was_not_the_last_makes_the_next_message_a_notice() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    for n in 0..3 {
        send(&mut play, &nora, "omar", &n.to_string());
    }
    let omar = play.login("websdk", "omar");
    assert_eq!(page(&mut play, &omar, 0, 2).0.len(), 2);
    send(&mut play, &nora, "omar", "more");
    assert_eq!(play.noticed(&omar), [4]);
    assert_eq!(page(&mut play, &omar, 2, 30).0.len(), 2);
    send(&mut play, &nora, "omar", "whole");
    assert_eq!(play.pushed(&omar)[0].0, 5);
}

#[test]
fn a_java_client_is_only_ever_told_that_there_is_a_message() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login_polled("javasdk", "omar"));
    send(&mut play, &nora, "omar", "hi");
    assert_eq!(play.noticed(&omar), [1]);
}

#[test]
fn after_a_full_page_a_java_client_is_told_that_there_is_more() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    for n in 0..5 {
        send(&mut play, &nora, "omar", &n.to_string());
    }
    let omar = play.login("javasdk", "omar");
    page(&mut play, &omar, 0, 3);
    assert_eq!(play.noticed(&omar), [5]);
    page(&mut play, &omar, 3, 3);
    assert!(play.told(omar.connection).is_empty());
}

#[test]
fn a_page_holds_thirty_unless_asked_and_never_more_than_its_bytes() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    for n in 0..40 {
        send(&mut play, &nora, "omar", &n.to_string());
    }
    for _ in 0..10 {
        send(&mut play, &nora, "vera", &"v".repeat(MESSAGE_BYTES));
    }
    let (omar, vera) = (play.login("websdk", "omar"), play.login("websdk", "vera"));
    let body = play.ok(&omar, "user_getmsg", json!({"ver_clear": 0}));
    assert_eq!(body["msgs"].as_array().unwrap().len(), 30);
    assert_eq!(page(&mut play, &omar, 0, 1_000_000).0.len(), 40);
    assert_eq!(page(&mut play, &vera, 0, 30).0.len(), MAILBOX_PAGE_BYTES / MESSAGE_BYTES - 1);
}

#[test]
fn an_expired_message_is_jumped_over() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    play.ok(&nora, "user_sendmsg", json!({"peer": "omar", "flag": "v1:E:20", "content": "soon gone"}));
    play.pass_alive(30, &[&nora]);
    let omar = play.login("websdk", "omar");
    assert_eq!(page(&mut play, &omar, 0, 30), (vec![], 1));
    send(&mut play, &nora, "omar", "next");
    assert_eq!(play.pushed(&omar)[0].0, 2, "the client has jumped, so this one follows on");
    play.pass_alive(600, &[&nora, &omar]);
    assert_eq!(play.disk.messages.len(), 1, "the sweep has taken the expired one off the disk");
}

#[test]
fn levels_below_stored_need_the_receiver_to_be_there() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    let at = |level: &str| json!({"peer": "omar", "flag": format!("v1:{level}:60"), "content": "hi"});
    play.ok(&nora, "user_sendmsg", at("C"));
    play.drop_socket(&omar);
    play.ok(&nora, "user_sendmsg", at("L"));
    assert_eq!(play.refused(&nora, "user_sendmsg", at("C")), "peer not online");
    play.pass(5);
    assert_eq!(play.refused(&nora, "user_sendmsg", at("L")), "peer not online");
    play.ok(&nora, "user_sendmsg", at("E"));
}

#[test]
fn a_stranger_gets_a_mailbox_unless_the_server_is_strict() {
    let mut play = Play::with(Policy { strict_peers: true, ..Policy::default() });
    let nora = play.login("websdk", "nora");
    assert_eq!(play.refused(&nora, "user_sendmsg", message("ghost", "hi")), "peer not exist");
    assert_eq!(play.refused(&nora, "user_sendmsg", message("no ra", "hi")), "wrong param");
}

#[test]
fn a_message_that_is_too_large_is_refused_and_the_largest_is_not() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    send(&mut play, &nora, "omar", &"x".repeat(MESSAGE_BYTES));
    let larger = "x".repeat(MESSAGE_BYTES + 1);
    assert_eq!(play.refused(&nora, "user_sendmsg", message("omar", &larger)), "too large");
}

#[test]
fn more_than_sixty_messages_in_a_second_are_refused() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    for _ in 0..USER_MESSAGES_PER_SECOND {
        send(&mut play, &nora, "omar", "x");
    }
    assert_eq!(play.refused(&nora, "user_sendmsg", message("omar", "x")), "rate limited");
    play.pass(1);
    send(&mut play, &nora, "omar", "x");
}

#[test]
fn a_full_mailbox_refuses_the_sender_and_drops_nothing() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    for n in 0..MAILBOX_MESSAGES {
        if n % 60 == 0 {
            play.pass(1);
            play.say(nora.connection, &json!(["ping", 1]));
        }
        send(&mut play, &nora, "omar", "x");
    }
    play.pass(1);
    assert_eq!(play.refused(&nora, "user_sendmsg", message("omar", "x")), "mailbox full");
    let omar = play.login("websdk", "omar");
    assert_eq!(page(&mut play, &omar, 0, 1).0[0].0, 1);
    page(&mut play, &omar, 1, 1);
    send(&mut play, &nora, "omar", "room again");
}

#[test]
fn a_client_that_remembers_more_than_the_server_moves_it_forward() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    assert_eq!(page(&mut play, &omar, 41, 30), (vec![], 41));
    send(&mut play, &nora, "omar", "hi");
    assert_eq!(play.pushed(&omar)[0].0, 42);
    page(&mut play, &omar, u64::MAX, 30);
    send(&mut play, &nora, "omar", "hi");
    assert_eq!(page(&mut play, &omar, 42, 30).0[0].0, 43, "nonsense is not believed");
}

#[test]
fn a_logout_may_acknowledge() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    send(&mut play, &nora, "nora", "to myself");
    let version = play.begin("nora") + 1;
    play.ok(&nora, "user_logout", json!({"ver_clear": version}));
    assert!(play.disk.messages.is_empty());
}

#[test]
fn an_object_as_content_travels_as_text() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login_polled("websdk", "omar"));
    play.ok(&nora, "user_sendmsg", json!({"peer": "omar", "flag": "v1:E:3600", "content": {"a": 1}}));
    assert_eq!(kind_and_content(&play.pushed(&omar)[0].1), ("instant".to_owned(), "{\"a\":1}".to_owned()));
}
