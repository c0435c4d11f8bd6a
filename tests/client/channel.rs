use super::play::*;
use bellbird::client::{Api, Event};
use bellbird::ids::Uid;
use bellbird::wire::{AttributeChange, Ecode};
use serde_json::{Value, json};

fn channel2(cid: &str, msgid: u64, kind: &str, content: Value) -> Value {
    let line = format!("msg-v2 notify - v1:E:180 {kind} 1700000000.250000 {content}");
    json!(["notify", ["channel2", cid, msgid, line]])
}

fn said(msgid: u64, msg: &str) -> Value {
    channel2("c1", msgid, "channel_msg", json!({"account": "tom", "uid": 2, "msg": msg, "channel": "lobby"}))
}

#[test]
fn everything_that_happens_in_the_channel_is_told() {
    let mut play = Play::signed_in();
    play.join(9);
    let (lobby, tom, uid) = (channel("lobby"), account("tom"), Uid(2));
    let who = json!({"account": "tom", "uid": 2, "channel": "lobby"});
    assert_eq!(
        events(&play.text(&said(10, "hello all"))),
        [Event::MessageChannelReceive {
            channel: lobby.clone(),
            account: tom.clone(),
            uid,
            msg: "hello all".to_owned(),
            at_millis: 1_700_000_000_250,
        }]
    );
    let did = play.text(&channel2("c1", 11, "channel_user_leave", who.clone()));
    let leaved = Event::ChannelUserLeaved { channel: lobby.clone(), account: tom.clone(), uid };
    assert_eq!(events(&did), [leaved]);
    let did = play.text(&channel2("c1", 12, "channel_user_join", who));
    let joined = Event::ChannelUserJoined { channel: lobby.clone(), account: tom.clone(), uid };
    assert_eq!(events(&did), [joined]);
    for (msgid, kind, name, value, change) in [
        (13, "update", "topic", "tea", AttributeChange::Update),
        (14, "del", "topic", "", AttributeChange::Delete),
        (15, "clear", "", "", AttributeChange::Clear),
    ] {
        let content = json!({
            "channel": "lobby", "account": "tom", "uid": 2, "type": kind, "name": name, "value": value,
        });
        let did = play.text(&channel2("c1", msgid, "channel_attr_update", content));
        assert_eq!(
            events(&did),
            [Event::ChannelAttrUpdated {
                channel: lobby.clone(),
                name: (!name.is_empty()).then(|| attribute(name)),
                value: value.to_owned(),
                change,
                account: Some(tom.clone()),
            }]
        );
    }
}

#[test]
fn the_obsolete_twin_of_an_attribute_update_is_left_out_and_the_system_has_no_account() {
    let mut play = Play::signed_in();
    play.join(9);
    let update = |msgid, kind: &str| {
        let content = json!({
            "channel": "lobby", "account": "", "uid": 0, "type": kind, "name": "_member_num", "value": "3",
        });
        channel2("c1", msgid, "channel_attr_update", content)
    };
    assert_eq!(play.text(&update(10, "set")), []);
    let did = play.text(&update(11, "update"));
    assert!(matches!(&events(&did)[..], [Event::ChannelAttrUpdated { account: None, .. }]), "{did:?}");
}

#[test]
fn an_event_that_the_snapshot_holds_or_that_was_seen_is_dropped() {
    let mut play = Play::signed_in();
    play.join(9);
    assert_eq!(play.text(&said(9, "in the snapshot")), []);
    assert_eq!(events(&play.text(&said(10, "new"))).len(), 1);
    assert_eq!(play.text(&said(10, "new")), []);
}

#[test]
fn an_event_of_another_channel_or_of_none_is_dropped() {
    let mut play = Play::signed_in();
    assert_eq!(play.text(&said(10, "too early")), []);
    play.join(9);
    let content = json!({"account": "tom", "uid": 2, "msg": "late", "channel": "old"});
    assert_eq!(play.text(&channel2("c0", 99, "channel_msg", content)), []);
    play.call_and_reply(Api::ChannelLeave { channel: "lobby".to_owned() }, json!({}));
    assert_eq!(play.text(&said(11, "after the leave")), []);
}

#[test]
fn joining_another_channel_replaces_the_first() {
    let mut play = Play::signed_in();
    play.join(9);
    let body = json!({"list": [], "attrs": {}, "cid": "c2", "msgid": 1});
    play.call_and_reply(Api::ChannelJoin { channel: "hall".to_owned() }, body);
    assert_eq!(play.text(&said(10, "in the lobby")), []);
    let content = json!({"account": "tom", "uid": 2, "msg": "here", "channel": "hall"});
    let did = play.text(&channel2("c2", 2, "channel_msg", content));
    let [Event::MessageChannelReceive { channel: told, .. }] = &events(&did)[..] else { panic!("{did:?}") };
    assert_eq!(*told, channel("hall"));
}

#[test]
fn a_message_that_a_web_client_sent_as_an_object_arrives_as_json_text() {
    let mut play = Play::signed_in();
    play.join(9);
    let content = json!({"account": "tom", "uid": 2, "msg": {"kind": "wave"}, "channel": "lobby"});
    let did = play.text(&channel2("c1", 10, "channel_msg", content));
    let [Event::MessageChannelReceive { msg, .. }] = &events(&did)[..] else { panic!("{did:?}") };
    assert_eq!(msg, r#"{"kind":"wave"}"#);
}

#[test]
fn being_removed_from_the_channel_by_somebody_else_is_601() {
    let mut play = Play::signed_in();
    play.join(9);
    let me = json!({"account": "nora", "uid": 1, "channel": "lobby"});
    let did = play.text(&channel2("c1", 10, "channel_user_leave", me));
    let ecode = Ecode::LeaveKicked;
    assert_eq!(events(&did), [Event::ChannelLeaved { channel: channel("lobby"), ecode }]);
    assert_eq!(play.text(&said(11, "without us")), []);
}

#[test]
fn missed_events_of_the_channel_arrive_after_a_resume_and_only_once() {
    let mut play = Play::signed_in();
    play.join(9);
    play.text(&said(10, "before"));
    let did = play.lose_and_open();
    assert_eq!(did, [Did::Send(json!(["line_login", {"line": LINE, "cid": "c1", "msgid": 10}]))]);
    play.text(&login_ok(LINE, true));
    assert_eq!(play.text(&said(10, "before")), []);
    assert_eq!(events(&play.text(&said(11, "missed"))).len(), 1);
}
