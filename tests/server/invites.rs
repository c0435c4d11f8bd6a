use super::play::{Party, Play, kind_and_content};
use bellbird::ids::EXTRA_BYTES;
use bellbird::server::Policy;
use serde_json::{Value, json};

fn to(peer: &str, extra: &str) -> Value {
    json!({"channelName": "ring", "peer": peer, "extra": extra})
}

/// The steps of calls that a party was pushed: kind and content.
fn steps(play: &mut Play, party: &Party) -> Vec<(String, Value)> {
    let pushed = play.pushed(party);
    let one = |(_, line): &(u64, String)| {
        let (kind, content) = kind_and_content(line);
        (kind, serde_json::from_str(&content).unwrap())
    };
    pushed.iter().map(one).collect()
}

fn pair(play: &mut Play) -> (Party, Party) {
    (play.login_polled("websdk", "nora"), play.login_polled("websdk", "omar"))
}

fn waiting(play: &mut Play, party: &Party) -> usize {
    let body = play.ok(party, "user_getmsg", json!({"ver_clear": 0, "max": 200}));
    body["msgs"].as_array().unwrap().len()
}

#[test]
fn a_call_goes_through_all_its_steps_and_each_names_the_other_side() {
    let mut play = Play::new();
    let (nora, omar) = pair(&mut play);
    play.ok(&nora, "voip_invite", to("omar", "{\"a\":1}"));
    let expected = json!({"channel": "ring", "peer": "nora", "extra": "{\"a\":1}", "peeruid": nora.uid});
    assert_eq!(steps(&mut play, &omar), [("voip_invite".to_owned(), expected)]);
    for function in ["voip_invite_ack", "voip_invite_accept", "voip_invite_msg"] {
        play.ok(&omar, function, to("nora", "x"));
        let expected = json!({"channel": "ring", "peer": "omar", "extra": "x", "peeruid": omar.uid});
        assert_eq!(steps(&mut play, &nora), [(function.to_owned(), expected)]);
    }
    play.ok(&nora, "voip_invite_bye", to("omar", ""));
    assert_eq!(steps(&mut play, &omar)[0].0, "voip_invite_bye");
    play.pass_alive(120, &[&nora, &omar]);
    assert!(steps(&mut play, &nora).is_empty(), "nothing fails once it was confirmed");
}

#[test]
fn java_ends_a_call_by_another_name() {
    let mut play = Play::new();
    let (nora, omar) = pair(&mut play);
    play.ok(&nora, "voip_invite", to("omar", ""));
    play.ok(&omar, "voip_invite_ack", to("nora", ""));
    play.told(omar.connection);
    play.ok(&nora, "call_bye", json!({"channelName": "ring", "srcNum": "nora", "destNum": "omar"}));
    let expected = json!({"channel": "ring", "peer": "nora", "extra": "", "peeruid": nora.uid});
    assert_eq!(steps(&mut play, &omar), [("voip_invite_bye".to_owned(), expected)]);
}

#[test]
fn an_invite_that_wants_the_peer_online_is_refused_at_once_by_these_exact_words() {
    let mut play = Play::new();
    let nora = play.login_polled("websdk", "nora");
    for extra in ["{\"_require_peer_online\":1}", "{\"_require_peer_online\":\"1\"}"] {
        let body = play.ask(&nora, "voip_invite", to("omar", extra));
        assert_eq!((&body["reason"], &body["ecode"]), (&json!("peer is not online"), &json!(703)));
    }
    play.pass_alive(60, &[&nora]);
    assert!(play.pushed(&nora).is_empty());
}

#[test]
fn an_invite_to_somebody_offline_fails_after_twenty_seconds_as_offline() {
    let mut play = Play::new();
    let nora = play.login_polled("websdk", "nora");
    play.ok(&nora, "voip_invite", to("omar", "{\"x\":1}"));
    play.pass_millis(19_999);
    assert!(play.told(nora.connection).is_empty());
    play.pass_millis(1);
    let failed = steps(&mut play, &nora).remove(0);
    assert_eq!(failed.0, "voip_invite_failed");
    assert_eq!((&failed.1["peer"], &failed.1["channel"]), (&json!("omar"), &json!("ring")));
    assert_eq!((&failed.1["extra"], &failed.1["ecode"]), (&json!("{\"x\":1}"), &json!(703)));
    let omar = play.login("websdk", "omar");
    assert_eq!(waiting(&mut play, &omar), 0, "the queued invite is destroyed");
}

#[test]
fn an_invite_that_an_online_device_never_confirms_fails_as_a_timeout() {
    let mut play = Play::new();
    let (nora, omar) = pair(&mut play);
    play.ok(&nora, "voip_invite", to("omar", ""));
    play.pass_alive(20, &[&nora, &omar]);
    assert_eq!(steps(&mut play, &nora)[0].1["ecode"], 704);
}

#[test]
fn a_callee_who_signs_in_in_time_gets_the_invite_and_its_silence_is_a_timeout() {
    let mut play = Play::new();
    let nora = play.login_polled("websdk", "nora");
    play.ok(&nora, "voip_invite", to("omar", ""));
    play.pass(10);
    let omar = play.login("websdk", "omar");
    assert_eq!(waiting(&mut play, &omar), 1);
    play.pass(10);
    assert_eq!(steps(&mut play, &nora)[0].1["ecode"], 704);
}

#[test]
fn the_invite_names_its_own_timeout_within_bounds() {
    for (extra, secs) in [
        ("{\"_timeout\":5}", 5),
        ("{\"_timeout\":\"7\"}", 7),
        ("{\"_timeout\":180}", 60),
        ("{\"_timeout\":0}", 20),
        ("{\"_timeout\":\"soon\"}", 20),
        ("not json", 20),
    ] {
        let mut play = Play::new();
        let nora = play.login_polled("websdk", "nora");
        play.ok(&nora, "voip_invite", to("omar", extra));
        play.pass_alive(secs - 1, &[&nora]);
        assert!(play.pushed(&nora).is_empty(), "{extra}");
        play.pass(1);
        assert_eq!(play.pushed(&nora).len(), 1, "{extra}");
    }
}

#[test]
fn each_answer_stops_the_timer() {
    for answer in ["voip_invite_ack", "voip_invite_accept", "voip_invite_refuse", "voip_invite_bye"] {
        let mut play = Play::new();
        let (nora, omar) = pair(&mut play);
        play.ok(&nora, "voip_invite", to("omar", ""));
        play.ok(&omar, answer, to("nora", ""));
        play.told(nora.connection);
        play.pass_alive(60, &[&nora, &omar]);
        assert!(play.pushed(&nora).is_empty(), "{answer}");
    }
}

#[test]
fn a_second_invite_before_the_answer_restarts_the_timer_and_does_not_ring_again() {
    let mut play = Play::new();
    let (nora, omar) = pair(&mut play);
    play.ok(&nora, "voip_invite", to("omar", "first"));
    assert_eq!(steps(&mut play, &omar).len(), 1);
    play.pass_alive(15, &[&nora, &omar]);
    play.ok(&nora, "voip_invite", to("omar", "second"));
    assert!(play.told(omar.connection).is_empty());
    play.pass_alive(19, &[&nora, &omar]);
    assert!(play.pushed(&nora).is_empty());
    play.pass_alive(1, &[&nora, &omar]);
    assert_eq!(steps(&mut play, &nora)[0].1["extra"], "second");
}

#[test]
fn a_second_invite_to_somebody_offline_takes_the_place_of_the_first() {
    let mut play = Play::new();
    let nora = play.login_polled("websdk", "nora");
    play.ok(&nora, "voip_invite", to("omar", "first"));
    play.ok(&nora, "voip_invite", to("omar", "second"));
    let omar = play.login("websdk", "omar");
    let body = play.ok(&omar, "user_getmsg", json!({"ver_clear": 0}));
    assert_eq!(body["msgs"].as_array().unwrap().len(), 1);
    assert!(body["msgs"][0][1].as_str().unwrap().contains("second"));
}

#[test]
fn a_strict_server_refuses_a_second_invite() {
    let mut play = Play::with(Policy { strict_reinvite: true, ..Policy::default() });
    let (nora, omar) = pair(&mut play);
    play.ok(&nora, "voip_invite", to("omar", ""));
    let body = play.ask(&nora, "voip_invite", to("omar", ""));
    assert_eq!((&body["reason"], &body["ecode"]), (&json!("reinvite"), &json!(701)));
    play.ok(&omar, "voip_invite_ack", to("nora", ""));
    play.ok(&nora, "voip_invite", to("omar", ""));
}

#[test]
fn an_invite_taken_back_before_anybody_saw_it_leaves_no_trace() {
    let mut play = Play::new();
    let nora = play.login_polled("websdk", "nora");
    play.ok(&nora, "voip_invite", to("omar", ""));
    play.ok(&nora, "voip_invite_bye", to("omar", ""));
    let omar = play.login("websdk", "omar");
    assert_eq!(waiting(&mut play, &omar), 0);
    play.pass_alive(60, &[&nora, &omar]);
    assert!(play.pushed(&nora).is_empty(), "and does not fail either");
}

#[test]
fn an_invite_taken_back_after_it_was_delivered_is_ended_for_the_callee() {
    let mut play = Play::new();
    let (nora, omar) = pair(&mut play);
    play.ok(&nora, "voip_invite", to("omar", ""));
    play.ok(&nora, "voip_invite_bye", to("omar", ""));
    let kinds: Vec<String> = steps(&mut play, &omar).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["voip_invite", "voip_invite_bye"]);
    play.pass_alive(60, &[&nora, &omar]);
    assert!(play.pushed(&nora).is_empty());
}

#[test]
fn answers_wait_thirty_seconds_for_somebody_offline_and_need_a_known_account() {
    let mut play = Play::new();
    let (nora, omar) = pair(&mut play);
    play.ok(&nora, "user_logout", json!({}));
    play.ok(&omar, "voip_invite_accept", to("nora", ""));
    play.pass_alive(20, &[&omar]);
    let again = play.login("websdk", "nora");
    assert_eq!(waiting(&mut play, &again), 1);
    play.pass_alive(10, &[&omar, &again]);
    assert_eq!(waiting(&mut play, &again), 0);
    assert_eq!(play.refused(&omar, "voip_invite_accept", to("ghost", "")), "peer not exist");
}

#[test]
fn calls_have_limits_too() {
    let mut play = Play::new();
    let (nora, _) = pair(&mut play);
    let long = "x".repeat(EXTRA_BYTES + 1);
    assert_eq!(play.refused(&nora, "voip_invite", to("omar", &long)), "too large");
    assert_eq!(play.refused(&nora, "voip_invite", to("nora", "")), "wrong param");
    assert_eq!(play.refused(&nora, "voip_invite", to("no ra", "")), "wrong param");
    let empty = json!({"channelName": "", "peer": "omar"});
    assert_eq!(play.refused(&nora, "voip_invite", empty), "wrong param");
}

#[test]
fn several_calls_at_once_are_told_apart_by_channel_and_caller() {
    let mut play = Play::new();
    let (nora, omar) = pair(&mut play);
    let vera = play.login_polled("websdk", "vera");
    play.ok(&nora, "voip_invite", to("omar", ""));
    play.ok(&nora, "voip_invite", json!({"channelName": "other", "peer": "omar", "extra": ""}));
    play.ok(&vera, "voip_invite", to("omar", ""));
    play.ok(&omar, "voip_invite_ack", to("nora", ""));
    play.told(nora.connection);
    play.pass_alive(20, &[&nora, &omar, &vera]);
    let failed = steps(&mut play, &nora);
    assert_eq!((failed.len(), &failed[0].1["channel"]), (1, &json!("other")));
    assert_eq!(play.pushed(&vera).len(), 1);
}

#[test]
fn an_invite_that_a_device_has_confirmed_does_not_ring_again_at_its_next_login() {
    let mut play = Play::new();
    let (nora, _) = pair(&mut play);
    play.ok(&nora, "voip_invite", to("omar", "{}"));
    let again = play.login_polled("websdk", "omar");
    assert_eq!(waiting(&mut play, &again), 1, "nobody has confirmed it");
    play.ok(&again, "voip_invite_ack", to("nora", ""));
    let again = play.login("websdk", "omar");
    assert_eq!(waiting(&mut play, &again), 0);
}
