use super::play::{Party, Play, kind_and_content};
use bellbird::ids::{Account, AppId, AttributeName};
use bellbird::server::Policy;
use bellbird::server::hub::{StoreOp, UserKey};
use bellbird::server::store::Store;
use serde_json::{Value, json};
use std::sync::Arc;

fn to(peer: &str, extra: &str) -> Value {
    json!({"channelName": "ring", "peer": peer, "extra": extra})
}

/// The steps of calls that a party was pushed: kind, the other side and the code.
fn steps(play: &mut Play, party: &Party) -> Vec<(String, String, Option<i64>)> {
    let pushed = play.pushed(party);
    let one = |(_, line): &(u64, String)| {
        let (kind, content) = kind_and_content(line);
        let content: Value = serde_json::from_str(&content).unwrap();
        (kind, content["peer"].as_str().unwrap().to_owned(), content["ecode"].as_i64())
    };
    pushed.iter().map(one).collect()
}

fn step(kind: &str, peer: &str, ecode: Option<i64>) -> (String, String, Option<i64>) {
    (format!("voip_invite_{kind}"), peer.to_owned(), ecode)
}

/// A call from nora to omar that rings.
fn ringing(policy: Policy) -> (Play, Party, Party) {
    let mut play = Play::with(policy);
    let (nora, omar) = (play.login_polled("websdk", "nora"), play.login_polled("websdk", "omar"));
    play.ok(&nora, "voip_invite", to("omar", "{\"a\":1}"));
    play.ok(&omar, "voip_invite_ack", to("nora", ""));
    play.told(nora.connection);
    play.told(omar.connection);
    (play, nora, omar)
}

#[test]
fn the_operator_says_how_long_an_invite_may_wait() {
    for (largest, extra, secs) in
        [(600, "{\"_timeout\":180}", 180), (10, "", 10), (10, "{\"_timeout\":5}", 5)]
    {
        let mut play = Play::with(Policy { invite_timeout_largest_secs: largest, ..Policy::default() });
        let nora = play.login_polled("websdk", "nora");
        play.ok(&nora, "voip_invite", to("omar", extra));
        play.pass_alive(secs - 1, &[&nora]);
        assert!(play.pushed(&nora).is_empty(), "{largest} {extra}");
        play.pass(1);
        assert_eq!(steps(&mut play, &nora), [step("failed", "omar", Some(703))], "{largest} {extra}");
    }
}

#[test]
fn a_call_rings_for_ever_unless_the_operator_ends_it_for_both_sides() {
    let (mut play, nora, omar) = ringing(Policy::default());
    play.pass_alive(3_600, &[&nora, &omar]);
    assert!(play.pushed(&nora).is_empty() && play.pushed(&omar).is_empty());

    let policy = Policy { ring_timeout_secs: Some(45), ..Policy::default() };
    let (mut play, nora, omar) = ringing(policy.clone());
    play.pass_alive(44, &[&nora, &omar]);
    assert!(play.pushed(&nora).is_empty() && play.pushed(&omar).is_empty());
    play.pass(1);
    assert_eq!(steps(&mut play, &nora), [step("failed", "omar", Some(704))]);
    assert_eq!(steps(&mut play, &omar), [step("bye", "nora", None)]);

    for (answer, by_caller) in [
        ("voip_invite_accept", false),
        ("voip_invite_refuse", false),
        ("voip_invite_bye", false),
        ("voip_invite_bye", true),
    ] {
        let (mut play, nora, omar) = ringing(policy.clone());
        let (who, peer) = if by_caller { (&nora, "omar") } else { (&omar, "nora") };
        play.ok(who, answer, to(peer, ""));
        play.told(nora.connection);
        play.told(omar.connection);
        play.pass_alive(60, &[&nora, &omar]);
        assert!(play.pushed(&nora).is_empty() && play.pushed(&omar).is_empty(), "{answer}");
    }
}

#[test]
fn calling_again_while_it_rings_begins_anew() {
    let (mut play, nora, omar) = ringing(Policy { ring_timeout_secs: Some(45), ..Policy::default() });
    play.pass_alive(40, &[&nora, &omar]);
    play.ok(&nora, "voip_invite", to("omar", ""));
    play.ok(&omar, "voip_invite_ack", to("nora", ""));
    play.told(nora.connection);
    play.told(omar.connection);
    play.pass_alive(44, &[&nora, &omar]);
    assert!(play.pushed(&nora).is_empty());
    play.pass(1);
    assert_eq!(steps(&mut play, &nora), [step("failed", "omar", Some(704))]);
}

#[test]
fn a_ring_that_cannot_be_ended_for_want_of_a_disk_is_ended_later() {
    let (mut play, nora, omar) = ringing(Policy { ring_timeout_secs: Some(45), ..Policy::default() });
    play.disk_full = true;
    assert_eq!(
        play.refused(&nora, "user_set_attr", json!({"name": "a", "value": ""})),
        "storage unavailable"
    );
    play.pass_alive(46, &[&nora, &omar]);
    assert!(play.pushed(&nora).is_empty() && play.pushed(&omar).is_empty());
    play.disk_full = false;
    play.input(bellbird::server::hub::Input::Storage { available: true });
    play.pass_alive(5, &[&nora, &omar]);
    assert_eq!(steps(&mut play, &nora), [step("failed", "omar", Some(704))]);
    assert_eq!(steps(&mut play, &omar), [step("bye", "nora", None)]);
}

#[test]
fn the_calls_of_a_lost_caller_go_on_unless_the_operator_ends_them() {
    let (mut play, nora, omar) = ringing(Policy::default());
    play.ok(&nora, "user_logout", json!({}));
    assert!(play.pushed(&omar).is_empty());

    let policy = Policy { end_calls_of_lost_callers: true, ..Policy::default() };
    let (mut play, nora, omar) = ringing(policy.clone());
    play.drop_socket(&nora);
    play.pass(4);
    assert!(play.pushed(&omar).is_empty(), "nora may come back");
    play.pass(1);
    assert_eq!(steps(&mut play, &omar), [step("bye", "nora", None)]);

    let (mut play, nora, omar) = ringing(policy.clone());
    play.ok(&omar, "voip_invite_accept", to("nora", ""));
    play.ok(&nora, "user_logout", json!({}));
    assert!(play.pushed(&omar).is_empty(), "who speaks to one another ends it themselves");

    let mut play = Play::with(policy);
    let (nora, omar) = (play.login_polled("websdk", "nora"), play.login_polled("websdk", "omar"));
    play.ok(&nora, "voip_invite", to("omar", ""));
    play.ok(&nora, "voip_invite", to("vera", ""));
    play.told(omar.connection);
    play.ok(&nora, "user_logout", json!({}));
    assert_eq!(steps(&mut play, &omar), [step("bye", "nora", None)], "omar's device has it");
    let vera = play.login("websdk", "vera");
    let page = play.ok(&vera, "user_getmsg", json!({"ver_clear": 0}));
    assert_eq!(page["msgs"], json!([]), "vera never hears of it");
    let nora = play.login_polled("websdk", "nora");
    play.pass_alive(60, &[&nora, &omar, &vera]);
    assert!(play.pushed(&nora).is_empty(), "and it does not fail either");
}

#[test]
fn attributes_of_somebody_who_stays_away_are_kept_or_dropped_as_the_operator_says() {
    let attributes = |secs: Option<u64>, away: u64| {
        let mut play = Play::with(Policy { user_attr_ttl_secs: secs, ..Policy::default() });
        let nora = play.login("websdk", "nora");
        play.ok(&nora, "user_set_attr", json!({"name": "mood", "value": "tea"}));
        play.ok(&nora, "user_logout", json!({}));
        play.pass(away);
        let omar = play.login("websdk", "omar");
        let all = play.ok(&omar, "user_get_attr_all", json!({"account": "nora"}));
        assert_eq!(play.disk.user_attributes.is_empty(), all["json"] == json!({}), "disk and memory agree");
        all["json"].as_object().unwrap().len()
    };
    assert_eq!(attributes(None, 10_000_000), 1);
    assert_eq!(attributes(Some(0), 0), 0);
    assert_eq!(attributes(Some(100), 99), 1);
    assert_eq!(attributes(Some(100), 100), 0);
}

#[test]
fn who_comes_back_in_time_or_signs_in_elsewhere_keeps_the_attributes() {
    let mut play = Play::with(Policy { user_attr_ttl_secs: Some(100), ..Policy::default() });
    let nora = play.login("websdk", "nora");
    play.ok(&nora, "user_set_attr", json!({"name": "mood", "value": "tea"}));
    play.ok(&nora, "user_logout", json!({}));
    play.pass(99);
    let nora = play.login("websdk", "nora");
    let nora = {
        play.pass_alive(200, &[&nora]);
        play.login("websdk", "nora")
    };
    play.pass_alive(200, &[&nora]);
    assert_eq!(play.disk.user_attributes.len(), 1);
    play.restart();
    play.pass(99);
    assert_eq!(play.disk.user_attributes.len(), 1, "a restart counts anew");
    play.pass(1);
    assert!(play.disk.user_attributes.is_empty());
}

#[test]
fn a_telephone_has_no_gateway_and_somebody_known_is_called_whatever_number_is_shown() {
    let mut play = Play::new();
    let (nora, omar) = (play.login_polled("websdk", "nora"), play.login_polled("websdk", "omar"));
    for extra in ["{\"srcNum\":\"+4930\"}", "{\"srcNum\":\"+4930\",\"_require_peer_online\":1}"] {
        let body = play.ask(&nora, "voip_invite", to("+4989", extra));
        assert_eq!((&body["reason"], &body["ecode"]), (&json!("no gateway"), &json!(1001)), "{extra}");
        play.ok(&nora, "voip_invite", to("omar", extra));
    }
    play.pass_alive(1, &[&nora, &omar]);
    assert_eq!(play.pushed(&omar).len(), 1);
}

#[tokio::test]
async fn clearing_an_accounts_attributes_leaves_those_of_others() {
    let folder = tempfile::TempDir::new().unwrap();
    let app = AppId::new("demo").unwrap();
    let user = |name: &str| UserKey { app: app.clone(), account: Account::new(name).unwrap() };
    let mood = || AttributeName::new("mood").unwrap();
    let (store, _) = Store::open(folder.path(), 0).unwrap();
    let mut ops = Vec::new();
    for (uid, name) in (1..).zip(["nora", "omar"]) {
        ops.push(StoreOp::AddUser { user: user(name), uid, version: 0 });
        ops.push(StoreOp::SetUserAttribute { user: user(name), name: mood(), value: Arc::from("tea") });
    }
    ops.push(StoreOp::ClearUserAttributes { user: user("nora") });
    store.commit(ops).await.unwrap();
    drop(store);
    let (_store, stored) = Store::open(folder.path(), 0).unwrap();
    assert_eq!(stored.user_attributes, [(user("omar"), mood(), Arc::from("tea"))]);
}
