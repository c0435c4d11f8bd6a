use super::play::{Play, login_body, login_frame};
use bellbird::server::hub::Input;
use serde_json::json;

const UNAVAILABLE: &str = "storage unavailable";

fn message(content: &str) -> serde_json::Value {
    json!({"peer": "omar", "flag": "v1:E:60", "content": content})
}

#[test]
fn a_request_that_cannot_be_made_durable_is_refused_and_has_not_happened() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login_polled("websdk", "omar"));
    play.ok(&nora, "channel_join", json!({"name": "room"}));
    play.disk_full = true;
    assert_eq!(play.refused(&nora, "user_sendmsg", message("lost")), UNAVAILABLE);
    assert_eq!(play.refused(&nora, "user_set_attr", json!({"name": "a", "value": "1"})), UNAVAILABLE);
    let attribute = json!({"channel": "room", "name": "a", "value": "1"});
    assert_eq!(play.refused(&nora, "channel_set_attr", attribute.clone()), UNAVAILABLE);
    assert_eq!(play.refused(&nora, "channel_del_attr", attribute.clone()), UNAVAILABLE);
    assert_eq!(play.refused(&nora, "channel_clear_attr", attribute), UNAVAILABLE);
    let invite = json!({"channelName": "r", "peer": "omar", "extra": ""});
    assert_eq!(play.refused(&nora, "voip_invite", invite), UNAVAILABLE);
    assert!(play.told(omar.connection).is_empty(), "nobody was told of what did not happen");
    let attributes = play.ok(&omar, "user_get_attr_all", json!({"account": "nora"}));
    assert_eq!(attributes["json"], json!({}));
}

#[test]
fn what_needs_no_disk_goes_on_without_one() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    play.disk_full = true;
    assert_eq!(play.refused(&nora, "user_sendmsg", message("lost")), UNAVAILABLE);
    for party in [&nora, &omar] {
        play.ok(party, "channel_join", json!({"name": "room"}));
    }
    play.ok(&nora, "channel_sendmsg", json!({"name": "room", "msg": "hi"}));
    assert_eq!(play.events(&omar).len(), 1);
    play.ok(&omar, "user_getmsg", json!({"ver_clear": 0}));
    let again = play.login("websdk", "nora");
    assert_eq!(again.uid, nora.uid, "a known account may sign in");
    let stranger = play.connect();
    play.say(stranger, &login_frame("websdk", "vera", ""));
    assert_eq!(login_body(&play.told(stranger)[0])["reason"], UNAVAILABLE);
}

#[test]
fn in_a_batch_that_fails_only_what_needed_the_disk_is_refused() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login_polled("websdk", "omar"));
    play.disk_full = true;
    let (sent, send) = play.frame_of(&nora, "user_sendmsg", message("lost"));
    let (joined, join) = play.frame_of(&nora, "channel_join", json!({"name": "room"}));
    let (polled, poll) = play.frame_of(&omar, "user_getmsg", json!({"ver_clear": 0}));
    let frame = |party: &super::play::Party, frame: &serde_json::Value| {
        Input::frame(party.connection, &frame.to_string())
    };
    play.batch(&[frame(&nora, &send), frame(&nora, &join), frame(&omar, &poll)]);
    assert_eq!(play.reply(&nora, sent).unwrap()["reason"], UNAVAILABLE);
    assert_eq!(play.reply(&nora, joined).unwrap()["result"], "ok");
    assert_eq!(play.reply(&omar, polled).unwrap()["msgs"], json!([]), "a reader in the batch saw nothing");
}

#[test]
fn once_the_disk_is_back_everything_works_and_no_version_was_used_up() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login_polled("websdk", "omar"));
    play.disk_full = true;
    assert_eq!(play.refused(&nora, "user_sendmsg", message("lost")), UNAVAILABLE);
    play.disk_full = false;
    assert_eq!(play.refused(&nora, "user_sendmsg", message("still lost")), UNAVAILABLE);
    play.input(Input::Storage { available: true });
    play.ok(&nora, "user_sendmsg", message("kept"));
    assert_eq!(play.pushed(&omar)[0].0, 1);
    play.restart();
    let omar = play.login("websdk", "omar");
    let body = play.ok(&omar, "user_getmsg", json!({"ver_clear": 0}));
    assert_eq!(body["msgs"].as_array().unwrap().len(), 1);
}

#[test]
fn a_message_acknowledged_without_a_disk_comes_again_rather_than_being_lost() {
    let mut play = Play::new();
    let (nora, omar) = (play.login("websdk", "nora"), play.login("websdk", "omar"));
    play.ok(&nora, "user_sendmsg", message("hi"));
    play.disk_full = true;
    let version = play.begin("omar") + 1;
    let body = play.ok(&omar, "user_getmsg", json!({"ver_clear": version}));
    assert_eq!((&body["ver_clear"], &body["msgs"]), (&json!(version), &json!([])));
    play.disk_full = false;
    play.restart();
    let omar = play.login("websdk", "omar");
    let body = play.ok(&omar, "user_getmsg", json!({"ver_clear": 0}));
    assert_eq!(body["msgs"].as_array().unwrap().len(), 1);
}

#[test]
fn what_falls_due_without_a_disk_is_done_when_it_is_back() {
    let mut play = Play::new();
    let (nora, vera) = (play.login_polled("websdk", "nora"), play.login("websdk", "vera"));
    play.ok(&vera, "channel_join", json!({"name": "room"}));
    play.ok(&vera, "channel_set_attr", json!({"channel": "room", "name": "_channel_ttl", "value": "30"}));
    play.ok(&nora, "voip_invite", json!({"channelName": "r", "peer": "omar", "extra": ""}));
    play.disk_full = true;
    play.ok(&vera, "user_logout", json!({}));
    play.pass_alive(50, &[&nora]);
    assert!(play.pushed(&nora).is_empty());
    assert_eq!(play.disk.channel_attributes.len(), 1);
    assert!(play.disk.channels_empty_since.is_empty());
    play.disk_full = false;
    play.input(Input::Storage { available: true });
    assert_eq!(play.disk.channels_empty_since.len(), 1, "what was owed is written first");
    play.pass(10);
    assert_eq!(play.pushed(&nora).len(), 1, "the failed invite");
    assert!(play.disk.channel_attributes.is_empty());
    assert!(play.disk.channels_empty_since.is_empty());
}
