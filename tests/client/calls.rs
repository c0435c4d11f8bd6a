use super::play::*;
use bellbird::client::{Answer, Api, Event};
use bellbird::ids::{Account, ChannelName, Uid};
use bellbird::wire::Ecode;
use serde_json::{Value, json};

const EXTRA: &str = r#"{"video": 1}"#;

fn line(kind: &str, extra: &str) -> String {
    let content = json!({"channel": "room", "peer": "tom", "extra": extra, "peeruid": 2});
    format!("msg-v2 tom nora v1:E:30 {kind} 1700000000 {content}")
}

fn party() -> (ChannelName, Account, Uid) {
    (channel("room"), account("tom"), Uid(2))
}

fn request(function: &str, id: i64, extra: &str) -> Did {
    Did::Send(json!([function, id, {"channelName": "room", "peer": "tom", "extra": extra}]))
}

fn names() -> (String, String) {
    ("room".to_owned(), "tom".to_owned())
}

#[test]
fn an_invite_is_acknowledged_before_it_is_told() {
    let mut play = Play::signed_in();
    let (channel, account, uid) = party();
    assert_eq!(
        play.text(&push(1, &line("voip_invite", EXTRA))),
        [
            request("voip_invite_ack", 2, ""),
            Did::Event(Event::InviteReceived { channel, account, uid, extra: EXTRA.to_owned() }),
        ]
    );
    assert_eq!(play.reply(2, json!({})), [], "the acknowledgement is nobody's business");
}

#[test]
fn an_invite_that_is_delivered_twice_rings_once() {
    let mut play = Play::signed_in();
    play.text(&push(1, &line("voip_invite", EXTRA)));
    assert_eq!(play.text(&push(1, &line("voip_invite", EXTRA))), []);
}

#[test]
fn the_caller_follows_the_call_from_ringing_to_its_end() {
    let mut play = Play::signed_in();
    let ((channel_name, peer), extra) = (names(), EXTRA.to_owned());
    let invite = Api::ChannelInviteUser { channel: channel_name, account: peer, extra };
    assert_eq!(play.call(invite), [request("voip_invite", 2, EXTRA)]);
    assert_eq!(play.reply(2, json!({})), [Did::Answer(Ok(Answer::Done))]);
    let (channel, account, uid) = party();
    let steps = [
        (
            "voip_invite_ack",
            "",
            Event::InviteReceivedByPeer { channel: channel.clone(), account: account.clone(), uid },
        ),
        (
            "voip_invite_accept",
            EXTRA,
            Event::InviteAcceptedByPeer {
                channel: channel.clone(),
                account: account.clone(),
                uid,
                extra: EXTRA.to_owned(),
            },
        ),
        (
            "voip_invite_bye",
            "",
            Event::InviteEndByPeer {
                channel: channel.clone(),
                account: account.clone(),
                uid,
                extra: String::new(),
            },
        ),
        (
            "voip_invite_refuse",
            r#"{"reason":"busy"}"#,
            Event::InviteRefusedByPeer { channel, account, uid, extra: r#"{"reason":"busy"}"#.to_owned() },
        ),
    ];
    for (version, (kind, extra, event)) in (1..).zip(steps) {
        assert_eq!(play.text(&push(version, &line(kind, extra))), [Did::Event(event)]);
    }
}

#[test]
fn keys_pressed_by_the_other_side_arrive_with_their_kind() {
    let mut play = Play::signed_in();
    let extra = json!({"msgtype": "dtmf", "msgdata": "5#"}).to_string();
    let (channel, account, uid) = party();
    let did = play.text(&push(1, &line("voip_invite_msg", &extra)));
    let (msg_type, msg_data) = ("dtmf".to_owned(), "5#".to_owned());
    assert_eq!(events(&did), [Event::InviteMsg { channel, account, uid, msg_type, msg_data, extra }]);
    let did = play.text(&push(2, &line("voip_invite_msg", "plain words")));
    assert!(matches!(&events(&did)[..], [Event::InviteMsg { msg_type, extra, .. }]
        if msg_type.is_empty() && extra == "plain words"));
}

#[test]
fn a_failed_invite_carries_the_server_s_code_or_700() {
    let cases: [(Option<i32>, Ecode); 4] = [
        (Some(703), Ecode::InvitePeerOffline),
        (Some(704), Ecode::InviteTimeout),
        (None, Ecode::InviteOther),
        (Some(1001), Ecode::InviteOther),
    ];
    let mut play = Play::signed_in();
    for (version, (number, ecode)) in (1..).zip(cases) {
        let mut content: Value = json!({"channel": "room", "peer": "tom", "extra": EXTRA, "peeruid": 2});
        if let Some(number) = number {
            content["ecode"] = json!(number);
        }
        let line = format!("msg-v2 tom nora v1:E:30 voip_invite_failed 1700000000 {content}");
        let (channel, account, uid) = party();
        let failed = Event::InviteFailed { channel, account, uid, ecode, extra: EXTRA.to_owned() };
        assert_eq!(events(&play.text(&push(version, &line))), [failed]);
    }
}

#[test]
fn an_acknowledgement_that_the_break_may_have_swallowed_is_sent_again() {
    let mut play = Play::signed_in();
    play.text(&push(1, &line("voip_invite", EXTRA)));
    play.lose_and_open();
    let did = play.text(&login_ok(LINE, true));
    assert!(did.contains(&request("voip_invite_ack", 2, "")), "{did:?}");
}

#[test]
fn an_answer_given_inside_the_ringing_goes_out_after_the_acknowledgement() {
    let mut play = Play::signed_in();
    let mut did = play.text(&push(1, &line("voip_invite", EXTRA)));
    let (channel, account) = names();
    did.extend(play.call(Api::ChannelInviteAccept { channel, account, extra: String::new() }));
    let order: Vec<String> = functions(&did).into_iter().map(|(name, _)| name).collect();
    assert_eq!(order, ["voip_invite_ack", "voip_invite_accept"]);
}
