use super::play::{Party, Play, channel_event, login_body};
use bellbird::ids::{RECENT_EVENTS, RESUME_GRACE_SECS};
use bellbird::server::hub::CloseReason;
use serde_json::{Value, json};

/// Takes the session up on a new connection: the body of the answer, and what was told after it.
fn resume(play: &mut Play, party: &Party, mut args: Value) -> (Value, Party, Vec<Value>) {
    let connection = play.connect();
    args["line"] = json!(party.line);
    play.say(connection, &json!(["line_login", args]));
    let mut told = play.told(connection);
    let body = login_body(&told.remove(0));
    (body, Party { connection, ..party.clone() }, told)
}

fn room(play: &mut Play) -> (Party, Party, Value) {
    let (nora, omar) = (play.login("bellbird", "nora"), play.login("websdk", "omar"));
    play.ok(&omar, "channel_join", json!({"name": "room"}));
    let joined = play.ok(&nora, "channel_join", json!({"name": "room"}));
    play.told(omar.connection);
    (nora, omar, joined)
}

fn say(play: &mut Play, party: &Party, msg: &str) {
    play.ok(party, "channel_sendmsg", json!({"name": "room", "msg": msg, "force": true}));
}

fn said(told: &[Value]) -> Vec<String> {
    let events = told.iter().filter_map(channel_event);
    events.map(|(_, event)| event["msg"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_session_taken_up_again_keeps_its_channel_and_gets_what_it_missed() {
    let mut play = Play::new();
    let (nora, omar, _) = room(&mut play);
    say(&mut play, &omar, "seen");
    let last = play.told(nora.connection)[0][1][2].clone();
    play.drop_socket(&nora);
    say(&mut play, &omar, "missed");
    play.pass_alive(60, &[&omar]);
    play.told(omar.connection);
    let (body, again, told) = resume(&mut play, &nora, json!({"msgid": last}));
    assert_eq!(
        (&body["result"], &body["resumed"], &body["uid"]),
        (&json!("ok"), &json!(1), &json!(nora.uid))
    );
    assert_eq!(said(&told), ["missed"]);
    assert!(play.told(omar.connection).is_empty(), "nobody has noticed");
    say(&mut play, &again, "back");
    assert_eq!(said(&play.told(again.connection)), ["back"]);
}

#[test]
fn without_the_last_id_a_session_gets_what_came_after_its_socket_broke() {
    let mut play = Play::new();
    let (nora, omar, joined) = room(&mut play);
    say(&mut play, &omar, "before");
    play.drop_socket(&nora);
    say(&mut play, &omar, "after");
    let (_, _, told) = resume(&mut play, &nora, json!({"cid": joined["cid"]}));
    assert_eq!(said(&told), ["after"]);
}

#[test]
fn events_that_went_into_a_dead_socket_come_again() {
    let mut play = Play::new();
    let (nora, omar, joined) = room(&mut play);
    say(&mut play, &omar, "lost on the way");
    let (body, again, told) =
        resume(&mut play, &nora, json!({"cid": joined["cid"], "msgid": joined["msgid"]}));
    assert_eq!(body["result"], "ok");
    assert_eq!(said(&told), ["lost on the way"]);
    assert_eq!(play.closed.get(&nora.connection), Some(&CloseReason::Resumed));
    play.drop_socket(&nora);
    play.ok(&again, "channel_leave", json!({"name": "room"}));
}

#[test]
fn a_session_that_missed_too_much_has_to_log_in_anew() {
    let mut play = Play::new();
    let (nora, omar, joined) = room(&mut play);
    play.drop_socket(&nora);
    for n in 0..RECENT_EVENTS {
        if n % 50 == 0 {
            play.pass(1);
        }
        say(&mut play, &omar, &n.to_string());
    }
    let (body, again, told) = resume(&mut play, &nora, json!({"msgid": joined["msgid"]}));
    assert_eq!((body["result"].as_str(), told.len()), (Some("ok"), RECENT_EVENTS));
    play.drop_socket(&again);
    for n in 0..=RECENT_EVENTS {
        if n % 50 == 0 {
            play.pass(1);
        }
        say(&mut play, &omar, &n.to_string());
    }
    let (body, refused, _) = resume(&mut play, &nora, json!({}));
    assert_eq!(body["reason"], "wrong line");
    assert!(!play.closed.contains_key(&refused.connection), "a full login may follow on the same socket");
    play.say(refused.connection, &super::play::login_frame("bellbird", "nora", ""));
    assert_eq!(login_body(&play.told(refused.connection)[0])["result"], "ok");
}

#[test]
fn a_session_can_be_taken_up_for_two_minutes() {
    let mut play = Play::new();
    let (nora, omar, _) = room(&mut play);
    play.drop_socket(&nora);
    play.pass_alive(RESUME_GRACE_SECS - 1, &[&omar]);
    let status = json!({"account": "nora"});
    assert_eq!(play.ok(&omar, "user_query_user_status", status.clone())["status"], 1);
    play.pass_alive(1, &[&omar]);
    assert_eq!(play.ok(&omar, "user_query_user_status", status)["status"], 0);
    assert_eq!(play.events(&omar)[0].0, "channel_user_leave");
    assert_eq!(resume(&mut play, &nora, json!({})).0["reason"], "wrong line");
}

#[test]
fn an_old_sdk_and_a_guessed_line_cannot_resume() {
    let mut play = Play::new();
    let omar = play.login("websdk", "omar");
    play.drop_socket(&omar);
    assert_eq!(resume(&mut play, &omar, json!({})).0["reason"], "wrong line");
    let guess = Party { line: "1".to_owned(), ..omar };
    assert_eq!(resume(&mut play, &guess, json!({})).0["reason"], "wrong line");
}

#[test]
fn a_client_that_stands_elsewhere_than_it_believes_has_to_log_in_anew() {
    let mut play = Play::new();
    let (nora, _, _) = room(&mut play);
    assert_eq!(resume(&mut play, &nora, json!({"cid": "1"})).0["reason"], "wrong line");
    play.ok(&nora, "channel_leave", json!({"name": "room"}));
    assert_eq!(resume(&mut play, &nora, json!({"cid": "1"})).0["reason"], "wrong line");
    assert_eq!(resume(&mut play, &nora, json!({})).0["result"], "ok");
}

#[test]
fn messages_that_came_meanwhile_are_told_of_and_fetched() {
    let mut play = Play::new();
    let (nora, omar) = (play.login_polled("bellbird", "nora"), play.login("websdk", "omar"));
    play.drop_socket(&nora);
    play.ok(&omar, "user_sendmsg", json!({"peer": "nora", "flag": "v1:E:60", "content": "hi"}));
    let (_, again, told) = resume(&mut play, &nora, json!({}));
    assert_eq!(told, [json!(["notify", ["msg", play.begin("nora") + 1]])]);
    let body = play.ok(&again, "user_getmsg", json!({"ver_clear": 0}));
    assert_eq!(body["msgs"].as_array().unwrap().len(), 1);
    play.ok(&omar, "user_sendmsg", json!({"peer": "nora", "flag": "v1:E:60", "content": "hi"}));
    assert_eq!(play.pushed(&again)[0].0, 2);
}

#[test]
fn a_fresh_login_ends_the_session_that_waited_to_be_taken_up() {
    let mut play = Play::new();
    let (nora, omar, _) = room(&mut play);
    play.drop_socket(&nora);
    play.login("bellbird", "nora");
    assert_eq!(play.events(&omar)[0].0, "channel_user_leave");
    assert_eq!(resume(&mut play, &nora, json!({})).0["reason"], "wrong line");
}
