use super::play::{Party, Play};
use bellbird::ids::Account;
use bellbird::server::Policy;
use serde_json::{Value, json};

/// The time at which a play begins.
const BEGAN: u64 = 1_790_000_000;
const ONLINE: &str = "__agora_user_online";
const CHANNELS: &str = "__agora_channel_event";

fn play() -> Play {
    let special_channel_accounts = [Account::new("watch").unwrap()].into_iter().collect();
    Play::with(Policy { special_channel_accounts, ..Policy::default() })
}

fn name(name: &str) -> Value {
    json!({"name": name})
}

fn watcher(play: &mut Play, channel: &str) -> Party {
    let watch = play.login("websdk", "watch");
    play.ok(&watch, "channel_join", name(channel));
    watch
}

/// What the server said in the special channel.
fn said(play: &mut Play, watch: &Party, channel: &str) -> Vec<Value> {
    let events = play.events(watch);
    let one = |(kind, event): (String, Value)| {
        assert_eq!(kind, "channel_msg", "{event}");
        assert_eq!((&event["account"], &event["uid"]), (&json!("_system"), &json!(0)));
        assert_eq!(event["channel"], channel);
        serde_json::from_str(event["msg"].as_str().expect("text, which every SDK takes")).unwrap()
    };
    events.into_iter().map(one).collect()
}

fn presence(event: &str, of: &Party, ts: u64) -> Value {
    json!({"event": event, "account": of.account, "uid": of.uid, "ts": ts})
}

fn membership(event: &str, of: &Party, channel: &str, num: u64) -> Value {
    json!({"event": event, "channel": channel, "account": of.account, "uid": of.uid, "num": num, "ts": BEGAN})
}

#[test]
fn special_channels_are_closed_to_all_whom_the_operator_has_not_named() {
    for channel in [ONLINE, CHANNELS, "_agora_user_online", "_agora_channel_event"] {
        let mut play = Play::new();
        let watch = play.login("websdk", "watch");
        assert_eq!(play.refused(&watch, "channel_join", name(channel)), "not allowed", "by default nobody");
        let mut play = self::play();
        let nora = play.login("websdk", "nora");
        play.ok(&nora, "channel_join", name("lobby"));
        assert_eq!(play.refused(&nora, "channel_join", name(channel)), "not allowed");
        assert_eq!(play.ok(&nora, "channel_query_num", name("lobby"))["num"], 1, "nora is where she was");
        watcher(&mut play, channel);
    }
}

#[test]
fn logins_and_goodbyes_are_told_in_either_spelling() {
    for channel in [ONLINE, "_agora_user_online"] {
        let mut play = play();
        let watch = watcher(&mut play, channel);
        let nora = play.login("websdk", "nora");
        assert_eq!(said(&mut play, &watch, channel), [presence("online", &nora, BEGAN)]);
        let again = play.login("websdk", "nora");
        assert_eq!(
            said(&mut play, &watch, channel),
            [presence("online", &again, BEGAN)],
            "a kick is no goodbye"
        );
        play.ok(&again, "user_logout", json!({}));
        assert_eq!(said(&mut play, &watch, channel), [presence("offline", &again, BEGAN)]);
    }
}

#[test]
fn somebody_lost_is_offline_when_the_grace_is_over() {
    let mut play = play();
    let watch = watcher(&mut play, ONLINE);
    let nora = play.login("websdk", "nora");
    play.told(watch.connection);
    play.drop_socket(&nora);
    play.pass(4);
    assert!(said(&mut play, &watch, ONLINE).is_empty());
    play.pass(1);
    assert_eq!(said(&mut play, &watch, ONLINE), [presence("offline", &nora, BEGAN + 5)]);
}

#[test]
fn joins_and_leaves_of_all_other_channels_are_told_with_the_number_of_members() {
    let mut play = play();
    let watch = watcher(&mut play, CHANNELS);
    let (nora, omar) = (play.login("websdk", "nora"), play.login("bellbird", "omar"));
    play.ok(&nora, "channel_join", name("lobby"));
    let silent = json!({"channel": "lobby", "name": "_userNotification", "value": "0"});
    play.ok(&nora, "channel_set_attr", silent);
    play.ok(&omar, "channel_join", name("lobby"));
    play.ok(&omar, "channel_join", name("lobby"));
    play.ok(&omar, "channel_join", name("tea room"));
    play.ok(&nora, "user_logout", json!({}));
    let expected = [
        membership("join", &nora, "lobby", 1),
        membership("join", &omar, "lobby", 2),
        membership("leave", &omar, "lobby", 1),
        membership("join", &omar, "tea room", 1),
        membership("leave", &nora, "lobby", 0),
    ];
    assert_eq!(said(&mut play, &watch, CHANNELS), expected);
}

#[test]
fn the_server_alone_speaks_in_special_channels_and_nothing_in_them_changes() {
    let mut play = play();
    let watch = watcher(&mut play, ONLINE);
    let nora = play.login("websdk", "_system");
    play.told(watch.connection);
    let forged = json!({"name": ONLINE, "msg": "{}", "force": true});
    assert_eq!(play.refused(&nora, "channel_sendmsg", forged), "not allowed");
    assert_eq!(play.refused(&watch, "channel_sendmsg", json!({"name": ONLINE, "msg": "x"})), "not allowed");
    let attribute = json!({"channel": ONLINE, "name": "_channel_ttl", "value": "0"});
    for function in ["channel_set_attr", "channel_del_attr", "channel_clear_attr"] {
        assert_eq!(play.refused(&watch, function, attribute.clone()), "not allowed", "{function}");
    }
    assert!(play.events(&watch).is_empty());
}

#[test]
fn a_special_channel_outlives_its_members_and_other_apps_do_not_hear_in_it() {
    let mut play = play();
    let watch = watcher(&mut play, ONLINE);
    play.ok(&watch, "channel_leave", name(ONLINE));
    play.pass(100_000);
    assert_eq!(play.hub.stats().channels, 1, "it is never destroyed");
    let watch = watcher(&mut play, ONLINE);
    let stranger = play.connect();
    let mut login = super::play::login_frame("websdk", "nora", "");
    login[1]["vid"] = json!("another app");
    play.say(stranger, &login);
    assert!(said(&mut play, &watch, ONLINE).is_empty());
}
