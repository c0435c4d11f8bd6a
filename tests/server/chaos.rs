use super::play::{Party, Play};
use bellbird::server::hub::Input;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const ACCOUNTS: [&str; 5] = ["ada", "ben", "cleo", "dora", "emil"];
const DEVICES: [&str; 3] = ["websdk", "javasdk", "bellbird"];
const CHANNELS: [&str; 3] = ["red", "blue", "very green"];
const NAMES: [&str; 6] = ["a", "b", "_channel_ttl", "_auto_update_num", "_userNotification", "_member_num"];
const VALUES: [&str; 5] = ["0", "1", "7", "word", ""];
const FUNCTIONS: [&str; 25] = [
    "user_sendmsg",
    "user_sendmsg",
    "user_sendmsg",
    "user_getmsg",
    "user_getmsg",
    "user_set_attr",
    "user_get_attr",
    "user_query_user_status",
    "channel_join",
    "channel_join",
    "channel_leave",
    "channel_sendmsg",
    "channel_sendmsg",
    "channel_set_attr",
    "channel_set_attr",
    "channel_del_attr",
    "channel_clear_attr",
    "channel_query_userlist",
    "voip_invite",
    "voip_invite_ack",
    "voip_invite_refuse",
    "voip_invite_bye",
    "call_bye",
    "user_logout",
    "nonsense",
];

/// Small numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap()]
    }

    fn arguments(&mut self, play: &Play, party: &Party) -> Value {
        let (channel, peer) = (self.of(&CHANNELS), self.of(&ACCOUNTS));
        let flag = format!("v1:{}:{}", self.of(&["E", "E", "L", "C"]), self.of(&["20", "3600"]));
        let extra = self.of(&["", "{\"_timeout\":3}", "{\"_require_peer_online\":1}", "{\"x\":\"y\"}"]);
        let version = if self.below(2) == 0 { 0 } else { play.begin(&party.account) + self.below(20) };
        json!({
            "channel": channel, "name": if self.below(2) == 0 { channel } else { self.of(&NAMES) },
            "value": self.of(&VALUES), "msg": {"n": self.below(9)}, "account": peer, "peer": peer, "flag": flag,
            "content": self.of(&["hi", "two  spaces", ""]), "ver_clear": version, "max": self.below(40),
            "channelName": channel, "extra": extra, "destNum": peer, "force": self.below(4) == 0,
        })
    }
}

/// Ids of a channel's events rise on each connection.
fn check_ids(play: &mut Play, party: &Party, last: &mut BTreeMap<(u64, String), u64>) {
    for frame in play.told(party.connection) {
        let Some(push) = frame[1].as_array().filter(|push| frame[0] == "notify" && push[0] == "channel2")
        else {
            continue;
        };
        let place = (party.connection.0, push[1].as_str().unwrap().to_owned());
        let id = push[2].as_u64().unwrap();
        assert!(last.insert(place, id).is_none_or(|before| before < id), "{frame}");
    }
}

/// What is kept of everybody, asked for over the wire.
fn everything_kept(play: &mut Play) -> Vec<Value> {
    let asker = play.login("websdk", "asker");
    let mut kept = Vec::new();
    for account in ACCOUNTS {
        kept.push(play.ok(&asker, "user_get_attr_all", json!({"account": account})));
        let party = play.login("websdk", account);
        kept.push(play.ok(&party, "user_getmsg", json!({"ver_clear": 0, "max": 200})));
    }
    for channel in CHANNELS {
        let attributes = &play.ok(&asker, "channel_join", json!({"name": channel}))["attrs"];
        let mut attributes = attributes.clone();
        attributes.as_object_mut().unwrap().remove("_member_num");
        kept.push(attributes);
    }
    play.ok(&asker, "user_logout", json!({}));
    kept
}

fn live(seed: u64) {
    let (mut play, mut dice) = (Play::new(), Dice(seed));
    let mut last = BTreeMap::new();
    let mut parties: BTreeMap<&str, Party> = BTreeMap::new();
    let mut resting: BTreeMap<&str, Party> = BTreeMap::new();
    for _ in 0..400 {
        let account = dice.of(&ACCOUNTS);
        let gone = |play: &Play, party: &Party| play.closed.contains_key(&party.connection);
        match (dice.below(20), parties.get(account).cloned()) {
            (0, _) => play.disk_full = !play.disk_full,
            (1, _) => {
                play.disk_full = false;
                play.input(Input::Storage { available: true });
            }
            (2, _) => play.pass(dice.0 % 9),
            (3, Some(party)) => {
                play.drop_socket(&party);
                parties.remove(account);
                resting.insert(account, party);
            }
            (4, party) => {
                let Some(party) = party.or_else(|| resting.remove(account)) else { continue };
                let connection = play.connect();
                play.say(connection, &json!(["line_login", {"line": party.line}]));
                parties.remove(account);
                if super::play::login_body(&play.told(connection)[0])["result"] == "ok" {
                    parties.insert(account, Party { connection, ..party });
                }
            }
            (5, _) | (_, None) if !play.disk_full => {
                play.input(Input::Storage { available: true });
                parties.insert(account, play.login(dice.of(&DEVICES), account));
            }
            (_, None) => {}
            (_, Some(party)) if gone(&play, &party) => {
                play.drop_socket(&party);
                parties.remove(account);
            }
            (_, Some(party)) => {
                let function = dice.of(&FUNCTIONS);
                let args = dice.arguments(&play, &party);
                let (id, frame) = play.frame_of(&party, function, args);
                play.say(party.connection, &frame);
                assert!(play.reply(&party, id).is_some(), "seed {seed}: {frame} was not answered");
            }
        }
        for party in parties.values() {
            check_ids(&mut play, party, &mut last);
        }
    }
    play.disk_full = false;
    play.input(Input::Storage { available: true });
    play.login("websdk", "asker");
    for account in ACCOUNTS {
        play.login("websdk", account);
    }
    let before = everything_kept(&mut play);
    play.restart();
    assert_eq!(everything_kept(&mut play), before, "memory and disk differ after seed {seed}");
}

#[test]
fn whatever_is_said_the_hub_stands_and_its_memory_is_what_the_disk_has() {
    for seed in 0..40 {
        live(seed);
    }
}
