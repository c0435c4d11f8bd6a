use super::play::{APP, Play, login_body, login_frame};
use bellbird::ids::{Account, AppId, IDLE_SECS, LOGIN_SECS};
use bellbird::server::Policy;
use bellbird::server::config::Certificate;
use bellbird::server::hub::{CloseReason, Input};
use bellbird::wire::token;
use serde_json::json;

fn refused_login(play: &mut Play, account: &str, token: &str) -> String {
    let connection = play.connect();
    play.say(connection, &login_frame("websdk", account, token));
    let told = play.told(connection);
    let body = login_body(&told[0]);
    assert_eq!(told[0][1][0], body["reason"], "err and reason say the same");
    assert_eq!(body["result"], "failed");
    assert_eq!(play.closed.get(&connection), Some(&CloseReason::LoginRefused));
    body["reason"].as_str().unwrap().to_owned()
}

#[test]
fn a_login_answers_with_the_session_secret_and_a_uid_that_stays() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    let omar = play.login("websdk", "omar");
    assert_eq!((nora.uid, omar.uid), (1_000_000_001, 1_000_000_002));
    assert_eq!(nora.line.len(), 32, "128 bits as hex");
    assert_ne!(nora.line, omar.line);
    play.ok(&nora, "user_logout", json!({}));
    assert_eq!(play.login("websdk", "nora").uid, nora.uid);
    play.restart();
    assert_eq!(play.login("websdk", "nora").uid, nora.uid);
    assert_eq!(play.login("websdk", "vera").uid, 1_000_000_003);
}

#[test]
fn test_mode_takes_any_app_without_a_token_and_refuses_one() {
    let mut play = Play::new();
    let connection = play.connect();
    play.say(
        connection,
        &json!(["login", {"vid": "any", "account": "nora", "token": "", "device": "websdk"}]),
    );
    assert_eq!(login_body(&play.told(connection)[0])["result"], "ok");
    assert_eq!(refused_login(&mut play, "nora", "1:x:2:y"), "TokenErrorInvalid");
}

#[test]
fn an_account_that_breaks_the_rules_is_named_wrong() {
    let mut play = Play::new();
    assert_eq!(refused_login(&mut play, "", "_no_need_token"), "wrong account : empty");
    assert_eq!(refused_login(&mut play, "no ra", "_no_need_token"), "wrong account : with space");
    let long = refused_login(&mut play, &"n".repeat(129), "_no_need_token");
    assert!(long.starts_with("wrong account"), "{long}");
}

#[test]
fn an_app_with_a_certificate_takes_only_its_own_tokens() {
    let app = AppId::new(APP).unwrap();
    let (certificate, nora) = ("5cfd2fd1755d40ecb72977518be15d3b", Account::new("nora").unwrap());
    let apps = [(app.clone(), Some(Certificate::new(certificate)))].into();
    let mut play = Play::with(Policy { apps, ..Policy::default() });
    let now = play.now.unix_micros / 1_000_000;
    let good = token::mint(&nora, &app, certificate, now + 60);
    let other_app = AppId::new("ffffffffffffffffffffffffffffffff").unwrap();
    assert_eq!(refused_login(&mut play, "nora", "_no_need_token"), "TokenErrorDynamicKeyRequired");
    assert_eq!(refused_login(&mut play, "nora", ""), "TokenErrorDynamicKeyRequired");
    assert_eq!(refused_login(&mut play, "omar", &good), "TokenErrorInvalid");
    let expired = token::mint(&nora, &app, certificate, now - 1);
    assert_eq!(refused_login(&mut play, "nora", &expired), "TokenErrorExpired");
    let foreign = token::mint(&nora, &other_app, certificate, now + 60);
    assert_eq!(refused_login(&mut play, "nora", &foreign), "TokenErrorAppId");
    let connection = play.connect();
    play.say(connection, &login_frame("websdk", "nora", &good));
    assert_eq!(login_body(&play.told(connection)[0])["result"], "ok");
}

#[test]
fn an_app_that_is_not_served_is_a_wrong_vid() {
    let apps = [(AppId::new("other").unwrap(), None)].into();
    let mut play = Play::with(Policy { apps, ..Policy::default() });
    assert_eq!(refused_login(&mut play, "nora", "_no_need_token"), "wrong vid");
}

#[test]
fn a_second_login_kicks_the_first_before_it_closes_it() {
    let mut play = Play::new();
    let old = play.login("websdk", "nora");
    let omar = play.login("websdk", "omar");
    for party in [&old, &omar] {
        play.ok(party, "channel_join", json!({"name": "room"}));
    }
    play.told(omar.connection);
    let new = play.login("websdk", "nora");
    let told = play.told(old.connection);
    assert_eq!(told.last().unwrap()[0], "kick");
    assert!(told.last().unwrap()[1]["reason"].is_string());
    assert!(told.iter().all(|frame| frame[0] != "close"), "JS would take a close for a lost connection");
    assert_eq!(play.closed.get(&old.connection), Some(&CloseReason::Kicked));
    let (kind, event) = play.events(&omar).remove(0);
    assert_eq!((kind.as_str(), &event["account"]), ("channel_user_leave", &json!("nora")));
    play.say(old.connection, &json!(["ping", 1]));
    assert!(play.told(old.connection).is_empty(), "a kicked connection is not listened to");
    play.drop_socket(&old);
    assert_eq!(play.ok(&new, "user_query_user_status", json!({"account": "nora"}))["status"], 1);
}

#[test]
fn a_login_over_a_dead_session_replaces_it_silently() {
    let mut play = Play::new();
    let old = play.login("websdk", "nora");
    let omar = play.login("websdk", "omar");
    for party in [&old, &omar] {
        play.ok(party, "channel_join", json!({"name": "room"}));
    }
    play.drop_socket(&old);
    play.told(old.connection);
    play.told(omar.connection);
    play.pass(2);
    assert_eq!(play.ok(&omar, "user_query_user_status", json!({"account": "nora"}))["status"], 1);
    assert!(play.events(&omar).is_empty(), "a short loss is not told");
    play.login("websdk", "nora");
    assert!(play.told(old.connection).is_empty());
    assert_eq!(play.events(&omar)[0].0, "channel_user_leave", "the new session has to join again");
}

#[test]
fn a_lost_web_session_is_offline_after_five_seconds() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    let omar = play.login("websdk", "omar");
    for party in [&nora, &omar] {
        play.ok(party, "channel_join", json!({"name": "room"}));
    }
    play.told(omar.connection);
    play.drop_socket(&nora);
    play.pass_millis(4_999);
    assert_eq!(play.ok(&omar, "user_query_user_status", json!({"account": "nora"}))["status"], 1);
    play.pass_millis(1);
    assert_eq!(play.ok(&omar, "user_query_user_status", json!({"account": "nora"}))["status"], 0);
    assert_eq!(play.events(&omar)[0].0, "channel_user_leave");
}

#[test]
fn a_socket_without_a_login_is_closed_after_a_while() {
    let mut play = Play::new();
    let idle = play.connect();
    let nora = play.login("websdk", "nora");
    play.pass(LOGIN_SECS);
    assert_eq!(play.closed.get(&idle), Some(&CloseReason::NoLogin));
    assert_eq!(play.closed.get(&nora.connection), None);
}

#[test]
fn a_silent_connection_is_dead_and_a_pinging_one_is_not() {
    let mut play = Play::new();
    let (silent, pings) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    let heard = play.login("websdk", "vera");
    for _ in 0..IDLE_SECS / 10 {
        play.pass(10);
        play.say(pings.connection, &json!(["ping", 7]));
        play.input(Input::Heard { connection: heard.connection });
    }
    assert_eq!(play.closed.get(&silent.connection), Some(&CloseReason::Idle));
    assert_eq!(play.closed.len(), 1);
    assert_eq!(play.told(pings.connection)[0], json!(["pong", 7]));
}

#[test]
fn a_call_with_a_wrong_line_is_refused_and_the_socket_closed() {
    let mut play = Play::new();
    let mut nora = play.login("websdk", "nora");
    nora.line = "00000000000000000000000000000000".to_owned();
    assert_eq!(play.refused(&nora, "user_query_user_status", json!({"account": "nora"})), "wrong line");
    assert_eq!(play.closed.get(&nora.connection), Some(&CloseReason::WrongLine));
    let stranger = play.connect();
    play.say(stranger, &json!(["call2", ["user_getmsg", 1, {"line": "", "ver_clear": 0}]]));
    assert_eq!(play.closed.get(&stranger), Some(&CloseReason::WrongLine));
}

#[test]
fn what_is_no_frame_ends_the_connection_and_an_unknown_event_does_not() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    play.say(nora.connection, &json!(["dance", {}]));
    play.say(nora.connection, &json!(["set_flag", {"binary": 1}]));
    assert!(play.closed.is_empty());
    play.input(Input::frame(nora.connection, "{not json"));
    assert_eq!(play.closed.get(&nora.connection), Some(&CloseReason::BadFrame));
}

#[test]
fn an_unknown_function_is_unknown_and_telephones_have_no_gateway() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    assert_eq!(play.refused(&nora, "user_dance", json!({"channelName": "r", "peer": "omar"})), "unknown");
    assert_eq!(play.refused(&nora, "user_getmsg2", json!({"clear_msgs": []})), "unknown");
    let number = json!({"channelName": "r", "srcNum": "1", "destNum": "2", "extra": ""});
    assert_eq!(play.refused(&nora, "pstn_invite", number.clone()), "no gateway");
    assert_eq!(play.refused(&nora, "pstn_dtmf", number), "no gateway");
    assert_eq!(play.refused(&nora, "user_set_attr", json!({"name": "x"})), "wrong param");
}

#[test]
fn a_send_a_leave_and_a_logout_in_one_burst_are_all_carried_out_in_order() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("javasdk", "nora"), play.login("websdk", "omar"));
    for party in [&nora, &omar] {
        play.ok(party, "channel_join", json!({"name": "room"}));
    }
    play.told(nora.connection);
    play.told(omar.connection);
    let burst = [
        play.frame_of(&nora, "channel_sendmsg", json!({"name": "room", "msg": "bye"})).1,
        play.frame_of(&nora, "channel_leave", json!({"name": "room"})).1,
        play.frame_of(&nora, "user_logout", json!({})).1,
    ];
    let inputs: Vec<Input> =
        burst.iter().map(|frame| Input::frame(nora.connection, &frame.to_string())).collect();
    play.batch(&inputs);
    let kinds: Vec<String> = play.events(&omar).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["channel_msg", "channel_user_leave"]);
    let told = play.told(nora.connection);
    assert_eq!(told[0][0], "notify", "the sender's own message comes before the reply");
    assert_eq!(told.iter().filter(|frame| frame[0] == "call2-ret").count(), 3);
    assert_eq!(play.closed.get(&nora.connection), Some(&CloseReason::LoggedOut));
    assert_eq!(play.ok(&omar, "user_query_user_status", json!({"account": "nora"}))["status"], 0);
}

#[test]
fn the_status_of_many_is_answered_at_once() {
    let mut play = Play::new();
    let nora = play.login("bellbird", "nora");
    let body = play.ok(&nora, "user_query_user_status2", json!({"accounts": ["nora", "ghost"]}));
    assert_eq!(body["list"], json!([["nora", 1], ["ghost", 0]]));
}
