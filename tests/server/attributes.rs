use super::play::{Party, Play};
use bellbird::ids::{ATTRIBUTE_CHANGES_PER_SECOND, ATTRIBUTE_VALUE_BYTES, ATTRIBUTES_PER_OWNER};
use bellbird::server::Policy;
use serde_json::{Value, json};

fn set(name: &str, value: &str) -> Value {
    json!({"channel": "room", "name": name, "value": value})
}

fn room(play: &mut Play, accounts: &[&str]) -> Vec<Party> {
    let parties: Vec<Party> = accounts.iter().map(|account| play.login("websdk", account)).collect();
    for party in &parties {
        play.ok(party, "channel_join", json!({"name": "room"}));
    }
    for party in &parties {
        play.told(party.connection);
    }
    parties
}

fn changes(play: &mut Play, party: &Party) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let events = play.events(party);
    let of = |event: &Value| (text(&event["type"]), text(&event["name"]), text(&event["value"]));
    events.iter().filter(|(kind, _)| kind == "channel_attr_update").map(|(_, event)| of(event)).collect()
}

fn change(kind: &str, name: &str, value: &str) -> (String, String, String) {
    (kind.to_owned(), name.to_owned(), value.to_owned())
}

#[test]
fn a_users_attributes_are_kept_for_everybody_to_read() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    play.ok(&nora, "user_set_attr", json!({"name": "mood", "value": "sunny"}));
    play.ok(&nora, "user_set_attr", json!({"name": "age", "value": 7}));
    play.restart();
    let omar = play.login("javasdk", "omar");
    let one = play.ok(&omar, "user_get_attr", json!({"account": "nora", "name": "mood"}));
    assert_eq!(
        (&one["account"], &one["name"], &one["value"]),
        (&json!("nora"), &json!("mood"), &json!("sunny"))
    );
    let missing = play.ok(&omar, "user_get_attr", json!({"account": "ghost", "name": "mood"}));
    assert_eq!(missing["value"], "");
    let all = play.ok(&omar, "user_get_attr_all", json!({"account": "nora"}));
    assert_eq!(all["json"], json!({"mood": "sunny", "age": "7"}));
    assert_eq!(play.ok(&omar, "user_get_attr_all", json!({"account": "ghost"}))["json"], json!({}));
}

#[test]
fn a_users_attributes_have_limits() {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    let large = json!({"name": "a", "value": "x".repeat(ATTRIBUTE_VALUE_BYTES + 1)});
    assert_eq!(play.refused(&nora, "user_set_attr", large), "too large");
    play.ok(&nora, "user_set_attr", json!({"name": "a", "value": "x".repeat(ATTRIBUTE_VALUE_BYTES)}));
    let name = json!({"name": "n".repeat(129), "value": ""});
    assert_eq!(play.refused(&nora, "user_set_attr", name), "too large");
    for n in 1..ATTRIBUTES_PER_OWNER {
        play.ok(&nora, "user_set_attr", json!({"name": n.to_string(), "value": ""}));
    }
    assert_eq!(play.refused(&nora, "user_set_attr", json!({"name": "one more", "value": ""})), "too large");
    for _ in 1..ATTRIBUTE_CHANGES_PER_SECOND {
        play.ok(&nora, "user_set_attr", json!({"name": "1", "value": "x"}));
    }
    assert_eq!(play.refused(&nora, "user_set_attr", json!({"name": "1", "value": "x"})), "rate limited");
}

#[test]
fn a_channel_attribute_is_told_to_all_before_the_reply_and_shown_to_joiners() {
    let mut play = Play::new();
    let parties = room(&mut play, &["nora", "omar"]);
    let (_, frame) = play.frame_of(&parties[0], "channel_set_attr", set("topic", "tea"));
    play.say(parties[0].connection, &frame);
    let told = play.told(parties[0].connection);
    assert_eq!((&told[0][0], &told[1][0]), (&json!("notify"), &json!("call2-ret")));
    let (_, event) = play.events(&parties[1]).remove(0);
    let expected = json!({"channel": "room", "account": "nora", "uid": parties[0].uid, "type": "update",
        "name": "topic", "value": "tea"});
    assert_eq!(event, expected);
    let vera = play.login("websdk", "vera");
    let joined = play.ok(&vera, "channel_join", json!({"name": "room"}));
    assert_eq!(joined["attrs"], json!({"topic": "tea"}));
}

#[test]
fn only_members_change_a_channels_attributes() {
    let mut play = Play::new();
    room(&mut play, &["nora"]);
    let omar = play.login("websdk", "omar");
    assert_eq!(play.refused(&omar, "channel_set_attr", set("topic", "tea")), "not in channel");
    assert_eq!(play.refused(&omar, "channel_del_attr", set("topic", "")), "not in channel");
    assert_eq!(play.refused(&omar, "channel_clear_attr", set("", "")), "not in channel");
}

#[test]
fn deleting_and_clearing_are_told_once_each() {
    let mut play = Play::new();
    let nora = room(&mut play, &["nora"]).remove(0);
    for name in ["a", "b", "_channel_ttl"] {
        play.ok(&nora, "channel_set_attr", set(name, "1"));
    }
    play.ok(&nora, "channel_del_attr", set("a", ""));
    play.ok(&nora, "channel_del_attr", set("never there", ""));
    play.ok(&nora, "channel_del_attr", set("_channel_ttl", ""));
    play.ok(&nora, "channel_clear_attr", json!({"channel": "room"}));
    let expected = [
        change("del", "a", ""),
        change("del", "never there", ""),
        change("del", "_channel_ttl", ""),
        change("clear", "", ""),
    ];
    assert_eq!(changes(&mut play, &nora)[3..], expected);
    assert!(play.disk.channel_attributes.is_empty());
}

#[test]
fn the_obsolete_twin_event_is_sent_only_if_asked_for() {
    let mut play = Play::with(Policy { legacy_set_event: true, ..Policy::default() });
    let nora = room(&mut play, &["nora"]).remove(0);
    play.ok(&nora, "channel_set_attr", set("a", "1"));
    assert_eq!(changes(&mut play, &nora), [change("update", "a", "1"), change("set", "a", "1")]);
}

#[test]
fn numbers_of_the_system_are_read_only_and_its_settings_are_numbers() {
    let mut play = Play::new();
    let nora = room(&mut play, &["nora"]).remove(0);
    for name in ["_member_num", "_total_member_num"] {
        assert_eq!(play.refused(&nora, "channel_set_attr", set(name, "5")), "wrong param");
        assert_eq!(play.refused(&nora, "channel_del_attr", set(name, "")), "wrong param");
    }
    assert_eq!(play.refused(&nora, "channel_set_attr", set("_channel_ttl", "soon")), "wrong param");
    play.ok(&nora, "channel_set_attr", set("_mine", "anything"));
}

#[test]
fn an_attribute_changes_at_most_ten_times_a_second() {
    let mut play = Play::new();
    let nora = room(&mut play, &["nora"]).remove(0);
    for _ in 0..ATTRIBUTE_CHANGES_PER_SECOND {
        play.ok(&nora, "channel_set_attr", set("a", "1"));
    }
    assert_eq!(play.refused(&nora, "channel_set_attr", set("a", "1")), "rate limited");
    play.ok(&nora, "channel_set_attr", set("b", "1"));
    play.ok(&nora, "channel_set_attr", set("_setattr_limit", "1"));
    play.ok(&nora, "channel_set_attr", set("c", "1"));
    assert_eq!(play.refused(&nora, "channel_set_attr", set("c", "1")), "rate limited");
}

#[test]
fn attributes_outlive_the_last_member_for_two_hours_and_over_restarts() {
    let mut play = Play::new();
    let nora = room(&mut play, &["nora"]).remove(0);
    play.ok(&nora, "channel_set_attr", set("topic", "tea"));
    play.ok(&nora, "user_logout", json!({}));
    play.pass(3_600);
    play.restart();
    play.pass(3_599);
    let nora = play.login("websdk", "nora");
    let joined = play.ok(&nora, "channel_join", json!({"name": "room"}));
    assert_eq!(joined["attrs"], json!({"topic": "tea"}));
    play.ok(&nora, "user_logout", json!({}));
    play.pass(3_600);
    play.restart();
    play.pass(3_600);
    assert!(play.disk.channel_attributes.is_empty(), "and then they are off the disk");
    assert!(play.disk.channels_empty_since.is_empty());
    let nora = play.login("websdk", "nora");
    assert_eq!(play.ok(&nora, "channel_join", json!({"name": "room"}))["attrs"], json!({}));
}

#[test]
fn a_channel_that_was_full_when_the_server_died_is_empty_from_its_start() {
    let mut play = Play::new();
    let nora = room(&mut play, &["nora"]).remove(0);
    play.ok(&nora, "channel_set_attr", set("_channel_ttl", "100"));
    play.restart();
    play.pass(99);
    play.restart();
    assert_eq!(play.disk.channel_attributes.len(), 1);
    play.pass(1);
    assert!(play.disk.channel_attributes.is_empty());
}

#[test]
fn a_ttl_of_zero_ends_a_channel_with_its_last_member() {
    let mut play = Play::new();
    let nora = room(&mut play, &["nora"]).remove(0);
    play.ok(&nora, "channel_set_attr", set("topic", "tea"));
    play.ok(&nora, "channel_set_attr", set("_channel_ttl", "0"));
    play.ok(&nora, "channel_leave", json!({"name": "room"}));
    assert_eq!((play.hub.stats().channels, play.disk.channel_attributes.len()), (0, 0));
}

#[test]
fn the_number_of_members_is_published_when_it_has_changed() {
    let mut play = Play::new();
    let parties = room(&mut play, &["nora", "omar"]);
    let everybody = [&parties[0], &parties[1]];
    play.ok(&parties[0], "channel_set_attr", set("_auto_update_num", "30"));
    play.told(parties[0].connection);
    play.pass_alive(30, &everybody);
    let events = play.events(&parties[0]);
    assert_eq!((&events[0].1["name"], &events[0].1["value"]), (&json!("_member_num"), &json!("2")));
    assert_eq!((&events[0].1["account"], &events[0].1["uid"]), (&json!(""), &json!(0)));
    play.pass_alive(60, &everybody);
    assert!(play.events(&parties[0]).is_empty(), "nobody came or went");
    let vera = play.login("websdk", "vera");
    let joined = play.ok(&vera, "channel_join", json!({"name": "room"}));
    assert_eq!(joined["attrs"]["_member_num"], "3");
    play.told(parties[0].connection);
    play.pass_alive(30, &everybody);
    assert_eq!(changes(&mut play, &parties[0]), [change("update", "_member_num", "3")]);
    play.ok(&parties[0], "channel_del_attr", set("_auto_update_num", ""));
    play.ok(&vera, "channel_leave", json!({"name": "room"}));
    play.told(parties[0].connection);
    play.pass_alive(60, &everybody);
    assert!(changes(&mut play, &parties[0]).is_empty());
}

#[test]
fn the_number_of_all_joins_needs_both_settings() {
    let mut play = Play::new();
    let nora = room(&mut play, &["nora", "omar"]).remove(0);
    play.ok(&nora, "channel_set_attr", set("_auto_update_total_num", "10"));
    play.told(nora.connection);
    play.pass_alive(20, &[&nora]);
    assert!(changes(&mut play, &nora).is_empty());
    play.ok(&nora, "channel_set_attr", set("_auto_update_num", "10"));
    play.told(nora.connection);
    play.pass_alive(10, &[&nora]);
    assert!(changes(&mut play, &nora).contains(&change("update", "_total_member_num", "2")));
}

/// What a setting does, seen from outside: whether the channel behaves as set.
fn as_set(play: &mut Play, name: &str, nora: &Party) -> bool {
    let room = json!({"name": "room"});
    play.pass_alive(2, &[nora]);
    play.told(nora.connection);
    match name {
        "_sendmsg_limit" => {
            let say = json!({"name": "room", "msg": "x"});
            play.ok(nora, "channel_sendmsg", say.clone());
            play.ask(nora, "channel_sendmsg", say)["result"] == "failed"
        }
        "_setattr_limit" => {
            play.ok(nora, "channel_set_attr", set("topic", "a"));
            play.ask(nora, "channel_set_attr", set("topic", "b"))["result"] == "failed"
        }
        "_userNotification" => {
            let omar = play.login("websdk", "omar");
            play.ok(&omar, "channel_join", room.clone());
            let silent = play.events(nora).is_empty();
            assert_eq!(play.ok(nora, "channel_query_num", room)["num"], 2, "the number is right anyway");
            play.ok(&omar, "user_logout", json!({}));
            silent
        }
        "_auto_update_num" | "_auto_update_total_num" => {
            let omar = play.login("websdk", "omar");
            play.ok(&omar, "channel_join", room);
            play.pass_alive(2, &[nora]);
            play.ok(&omar, "user_logout", json!({}));
            let number = name.replace("_auto_update", "").replace("_num", "_member_num");
            changes(play, nora).iter().any(|(_, name, _)| *name == number)
        }
        "_channel_ttl" => {
            play.ok(nora, "channel_set_attr", set("topic", "tea"));
            play.ok(nora, "channel_leave", room.clone());
            play.pass_alive(3, &[nora]);
            let joined = play.ok(nora, "channel_join", room);
            joined["attrs"]["topic"].is_null()
        }
        _ => unreachable!("{name}"),
    }
}

#[test]
fn every_setting_works_and_goes_back_to_its_default_when_deleted_or_cleared() {
    for (name, value) in [
        ("_sendmsg_limit", "1"),
        ("_setattr_limit", "1"),
        ("_userNotification", "0"),
        ("_auto_update_num", "1"),
        ("_auto_update_total_num", "1"),
        ("_channel_ttl", "1"),
    ] {
        for (function, back) in [("channel_del_attr", set(name, "")), ("channel_clear_attr", set("", ""))] {
            let mut play = Play::new();
            let nora = room(&mut play, &["nora"]).remove(0);
            if name == "_auto_update_total_num" {
                play.ok(&nora, "channel_set_attr", set("_auto_update_num", "1"));
            }
            assert!(!as_set(&mut play, name, &nora), "{name} before it is set");
            play.ok(&nora, "channel_set_attr", set(name, value));
            assert!(as_set(&mut play, name, &nora), "{name} = {value}");
            // The ttl that was set has taken itself along.
            if name != "_channel_ttl" {
                play.ok(&nora, function, back);
            }
            assert!(!as_set(&mut play, name, &nora), "{name} after {function}");
        }
    }
}

#[test]
fn a_number_that_changes_often_is_published_once_each_time() {
    let mut play = Play::new();
    let nora = room(&mut play, &["nora"]).remove(0);
    play.ok(&nora, "channel_set_attr", set("_auto_update_total_num", "10"));
    play.ok(&nora, "channel_set_attr", set("_auto_update_num", "10"));
    play.told(nora.connection);
    for n in 0..50 {
        let visitor = play.login("websdk", &format!("visitor{n}"));
        play.ok(&visitor, "channel_join", json!({"name": "room"}));
        play.ok(&visitor, "user_logout", json!({}));
    }
    play.pass_alive(10, &[&nora]);
    let expected = [change("update", "_member_num", "1"), change("update", "_total_member_num", "51")];
    assert_eq!(changes(&mut play, &nora), expected);
    play.pass_alive(60, &[&nora]);
    assert!(changes(&mut play, &nora).is_empty(), "and not again");
}
