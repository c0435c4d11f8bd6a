use super::play::{Party, Play};
use bellbird::ids::{CHANNEL_MESSAGES_PER_SECOND, MESSAGE_BYTES, USER_MESSAGES_PER_SECOND};
use serde_json::{Value, json};

fn room(play: &mut Play, parties: &[(&str, &str)]) -> Vec<Party> {
    let parties: Vec<Party> = parties.iter().map(|(device, account)| play.login(device, account)).collect();
    for party in &parties {
        play.ok(party, "channel_join", json!({"name": "room"}));
    }
    for party in &parties {
        play.told(party.connection);
    }
    parties
}

fn say(msg: &Value) -> Value {
    json!({"name": "room", "msg": msg})
}

#[test]
fn a_message_reaches_every_member_and_the_sender_before_its_reply() {
    let mut play = Play::new();
    let parties = room(&mut play, &[("websdk", "nora"), ("websdk", "omar")]);
    let (id, frame) = play.frame_of(&parties[0], "channel_sendmsg", say(&json!("hi")));
    play.say(parties[0].connection, &frame);
    let told = play.told(parties[0].connection);
    assert_eq!(told[1][0], "call2-ret");
    assert_eq!(told[1][1][0], id);
    assert_eq!(told[..1], play.told(parties[1].connection), "one frame for all");
    let (kind, event) = super::play::channel_event(&told[0]).unwrap();
    assert_eq!(kind, "channel_msg");
    assert_eq!(event, json!({"account": "nora", "uid": parties[0].uid, "msg": "hi", "channel": "room"}));
}

#[test]
fn one_message_is_one_output_for_all_members() {
    let mut play = Play::new();
    let parties = room(&mut play, &[("websdk", "nora"), ("javasdk", "omar"), ("bellbird", "vera")]);
    play.outputs.clear();
    play.ok(&parties[0], "channel_sendmsg", say(&json!("hi")));
    assert_eq!(play.outputs.len(), 2, "the event and the reply: {:?}", play.outputs);
}

#[test]
fn an_object_stays_an_object_for_the_web_and_is_text_for_java() {
    let mut play = Play::new();
    let parties = room(&mut play, &[("websdk", "nora"), ("javasdk", "omar"), ("bellbird", "vera")]);
    play.ok(&parties[0], "channel_sendmsg", say(&json!({"a": [1]})));
    assert_eq!(play.events(&parties[0])[0].1["msg"], json!({"a": [1]}));
    assert_eq!(play.events(&parties[2])[0].1["msg"], json!({"a": [1]}));
    assert_eq!(play.events(&parties[1])[0].1["msg"], "{\"a\":[1]}");
}

#[test]
fn text_arrives_byte_for_byte() {
    let mut play = Play::new();
    let parties = room(&mut play, &[("websdk", "nora"), ("javasdk", "omar")]);
    let text = "  two  spaces\n\ttab \"quote\" \\ \u{0} 灯会 🏮 ";
    play.ok(&parties[0], "channel_sendmsg", say(&json!(text)));
    assert_eq!(play.events(&parties[1])[0].1["msg"], text);
}

#[test]
fn only_members_may_speak_unless_they_force_it() {
    let mut play = Play::new();
    let parties = room(&mut play, &[("websdk", "nora")]);
    let omar = play.login("websdk", "omar");
    assert_eq!(play.refused(&omar, "channel_sendmsg", say(&json!("hi"))), "not in channel");
    play.ok(&omar, "channel_sendmsg", json!({"name": "room", "msg": "hi", "force": true}));
    let events = play.events(&parties[0]);
    assert_eq!((events.len(), &events[0].1["account"]), (1, &json!("omar")));
    assert!(play.told(omar.connection).is_empty(), "who is no member does not hear it");
}

#[test]
fn sizes_and_nothing_are_refused() {
    let mut play = Play::new();
    let parties = room(&mut play, &[("websdk", "nora")]);
    play.ok(&parties[0], "channel_sendmsg", say(&json!("x".repeat(MESSAGE_BYTES))));
    let larger = json!("x".repeat(MESSAGE_BYTES + 1));
    assert_eq!(play.refused(&parties[0], "channel_sendmsg", say(&larger)), "too large");
    assert_eq!(play.refused(&parties[0], "channel_sendmsg", say(&Value::Null)), "wrong param");
}

#[test]
fn a_channel_carries_two_hundred_messages_a_second() {
    let mut play = Play::new();
    let parties = room(&mut play, &[("websdk", "a"), ("websdk", "b"), ("websdk", "c"), ("websdk", "d")]);
    let mut left = CHANNEL_MESSAGES_PER_SECOND;
    for party in &parties {
        for _ in 0..USER_MESSAGES_PER_SECOND.min(left) {
            play.ok(party, "channel_sendmsg", say(&json!("x")));
        }
        left = left.saturating_sub(USER_MESSAGES_PER_SECOND);
    }
    assert_eq!(play.refused(&parties[3], "channel_sendmsg", say(&json!("x"))), "rate limited");
    play.pass(1);
    play.ok(&parties[3], "channel_sendmsg", say(&json!("x")));
}

#[test]
fn a_channel_may_set_its_own_limit() {
    let mut play = Play::new();
    let parties = room(&mut play, &[("websdk", "nora")]);
    let limit = json!({"channel": "room", "name": "_sendmsg_limit", "value": "2"});
    play.ok(&parties[0], "channel_set_attr", limit);
    play.ok(&parties[0], "channel_sendmsg", say(&json!("x")));
    play.ok(&parties[0], "channel_sendmsg", say(&json!("x")));
    assert_eq!(play.refused(&parties[0], "channel_sendmsg", say(&json!("x"))), "rate limited");
}

#[test]
fn ids_of_a_channels_events_rise_by_one_for_all_members() {
    let mut play = Play::new();
    let parties = room(&mut play, &[("websdk", "nora"), ("websdk", "omar")]);
    for _ in 0..3 {
        play.ok(&parties[0], "channel_sendmsg", say(&json!("x")));
    }
    let ids: Vec<u64> =
        play.told(parties[1].connection).iter().map(|frame| frame[1][2].as_u64().unwrap()).collect();
    assert_eq!((ids[1] - ids[0], ids[2] - ids[1]), (1, 1));
}
