use super::play::{Party, Play};
use serde_json::{Value, json};

fn join(play: &mut Play, party: &Party, name: &str) -> Value {
    play.ok(party, "channel_join", json!({"name": name}))
}

fn kinds(events: &[(String, Value)]) -> Vec<(&str, &str)> {
    events.iter().map(|(kind, event)| (kind.as_str(), event["account"].as_str().unwrap())).collect()
}

#[test]
fn a_join_is_answered_with_a_snapshot_and_told_to_the_others_alone() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    let first = join(&mut play, &nora, "lantern night");
    assert_eq!(first["list"], json!([["nora", nora.uid]]));
    assert_eq!(first["attrs"], json!({}));
    assert!(first["cid"].is_string());
    let second = join(&mut play, &omar, "lantern night");
    assert_eq!(second["list"], json!([["nora", nora.uid], ["omar", omar.uid]]));
    assert_eq!(second["cid"], first["cid"]);
    let told = play.told(nora.connection);
    assert_eq!(told[0][1][2], second["msgid"], "the snapshot includes the join itself");
    assert!(second["msgid"].as_u64() > first["msgid"].as_u64());
    assert!(play.told(omar.connection).is_empty(), "the joiner is not told of itself");
}

#[test]
fn the_event_of_a_join_has_all_keys_and_no_secret() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    join(&mut play, &nora, "room");
    join(&mut play, &omar, "room");
    let (kind, event) = play.events(&nora).remove(0);
    assert_eq!(kind, "channel_user_join");
    assert_eq!(event, json!({"account": "omar", "uid": omar.uid, "channel": "room"}));
}

#[test]
fn a_leave_is_told_to_the_others_and_not_to_the_leaver() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    join(&mut play, &nora, "room");
    join(&mut play, &omar, "room");
    play.told(nora.connection);
    play.ok(&omar, "channel_leave", json!({"name": "room"}));
    assert_eq!(kinds(&play.events(&nora)), [("channel_user_leave", "omar")]);
    assert!(play.told(omar.connection).is_empty());
    assert_eq!(play.refused(&omar, "channel_leave", json!({"name": "room"})), "not in channel");
}

#[test]
fn joining_a_second_channel_leaves_the_first() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    join(&mut play, &nora, "room");
    join(&mut play, &omar, "room");
    join(&mut play, &omar, "hall");
    assert_eq!(kinds(&play.events(&nora))[1..], [("channel_user_leave", "omar")]);
    let room = json!({"name": "room"});
    assert_eq!(play.ok(&nora, "channel_query_num", room)["num"], 1);
}

#[test]
fn joining_again_is_a_fresh_snapshot_without_an_event_and_moves_to_the_end() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    join(&mut play, &nora, "room");
    let before = join(&mut play, &omar, "room");
    let again = join(&mut play, &nora, "room");
    assert_eq!(again["list"], json!([["omar", omar.uid], ["nora", nora.uid]]));
    assert_eq!(again["msgid"], before["msgid"]);
    assert!(play.events(&omar).is_empty());
}

#[test]
fn the_list_names_the_two_hundred_latest_to_join() {
    let mut play = Play::new();
    let parties: Vec<Party> = (0..205).map(|n| play.login("websdk", &format!("p{n}"))).collect();
    let mut last = Value::Null;
    for party in &parties {
        last = join(&mut play, party, "room");
    }
    assert_eq!(last["list"].as_array().unwrap().len(), 200);
    assert_eq!((&last["list"][0][0], &last["list"][199][0]), (&json!("p5"), &json!("p204")));
    let list = play.ok(&parties[0], "channel_query_userlist", json!({"name": "room"}));
    assert_eq!((&list["num"], list["list"].as_array().unwrap().len()), (&json!(205), 200));
    let all = play.ok(&parties[0], "channel_query_userlist_all", json!({"name": "room"}));
    assert_eq!(all["list"].as_array().unwrap().len(), 205);
}

#[test]
fn asking_about_a_channel_does_not_make_it() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    let room = json!({"name": "room"});
    assert_eq!(play.ok(&nora, "channel_query_num", room.clone())["num"], 0);
    let list = play.ok(&nora, "channel_query_userlist", room);
    assert_eq!((&list["num"], &list["list"]), (&json!(0), &json!([])));
    let isin = json!({"name": "room", "account": "nora"});
    assert_eq!(play.ok(&nora, "channel_query_user_isin", isin.clone())["isin"], 0);
    play.ok(&nora, "channel_sendmsg", json!({"name": "room", "msg": "hi", "force": true}));
    assert_eq!(play.hub.stats().channels, 0);
    join(&mut play, &nora, "room");
    assert_eq!(play.ok(&nora, "channel_query_user_isin", isin)["isin"], 1);
    play.ok(&nora, "channel_leave", json!({"name": "room"}));
    assert_eq!(play.hub.stats().channels, 0, "nor does an empty one without attributes stay");
}

#[test]
fn names_of_channels_are_checked() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    assert_eq!(play.refused(&nora, "channel_join", json!({"name": ""})), "wrong param");
    assert_eq!(play.refused(&nora, "channel_join", json!({"name": "a\nb"})), "wrong param");
    assert_eq!(play.refused(&nora, "channel_join", json!({"name": "r".repeat(129)})), "too large");
    join(&mut play, &nora, "123");
    assert_eq!(play.ok(&nora, "channel_query_num", json!({"name": 123}))["num"], 1, "a number is a name too");
}

#[test]
fn event_ids_of_a_channel_rise_over_its_lives_and_restarts() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    let first = join(&mut play, &nora, "room");
    play.ok(&nora, "channel_sendmsg", json!({"name": "room", "msg": "hi"}));
    let said = play.told(nora.connection)[0][1][2].as_u64().unwrap();
    assert!(said > first["msgid"].as_u64().unwrap());
    play.ok(&nora, "channel_leave", json!({"name": "room"}));
    play.pass(1);
    let second = join(&mut play, &nora, "room");
    assert!(second["msgid"].as_u64().unwrap() > said);
    assert_ne!(second["cid"], first["cid"]);
    play.pass(1);
    play.restart();
    let nora = play.login("websdk", "nora");
    let third = join(&mut play, &nora, "room");
    assert!(third["msgid"].as_u64() > second["msgid"].as_u64());
    assert!(third["msgid"].as_u64().unwrap() < 1 << 53, "JS counts exactly up to here");
}

#[test]
fn with_user_notification_off_nobody_is_told_of_coming_and_going() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    join(&mut play, &nora, "room");
    play.ok(&nora, "channel_set_attr", json!({"channel": "room", "name": "_userNotification", "value": "0"}));
    play.told(nora.connection);
    join(&mut play, &omar, "room");
    play.ok(&omar, "channel_leave", json!({"name": "room"}));
    assert!(play.told(nora.connection).is_empty());
}

#[test]
fn nobody_hears_of_a_channel_it_has_left() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    join(&mut play, &nora, "room");
    join(&mut play, &omar, "room");
    play.ok(&omar, "channel_leave", json!({"name": "room"}));
    play.ok(&nora, "channel_sendmsg", json!({"name": "room", "msg": "hi"}));
    assert!(play.told(omar.connection).is_empty());
}

#[test]
fn apps_are_walled_off_from_one_another() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    join(&mut play, &nora, "room");
    let other = play.connect();
    play.say(other, &json!(["login", {"vid": "other", "account": "omar", "token": "", "device": "websdk"}]));
    let body = super::play::login_body(&play.told(other)[0]);
    let line = body["line"].as_str().unwrap().to_owned();
    let omar = Party { account: "omar".to_owned(), connection: other, line, uid: 0 };
    assert_eq!(join(&mut play, &omar, "room")["list"].as_array().unwrap().len(), 1);
    assert_eq!(play.ok(&omar, "user_query_user_status", json!({"account": "nora"}))["status"], 0);
    play.ok(&omar, "user_sendmsg", json!({"peer": "nora", "flag": "v1:E:60", "content": "hi"}));
    assert!(play.told(nora.connection).is_empty());
}
