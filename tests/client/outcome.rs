//! The outcome table of the old API, row by row: which events, with which codes, in which order.

use super::play::*;
use bellbird::client::{Answer, Api, Error, Event};
use bellbird::ids::{REPLY_SECS, Uid};
use bellbird::wire::{AttributeChange, Ecode, Refusal};
use serde_json::{Value, json};

/// One row: the call, its events when signed out, refused and unanswered, and its yes.
struct Row {
    api: Api,
    request: Value,
    signed_out: Vec<Event>,
    refused: Vec<Event>,
    unanswered: Vec<Event>,
    yes: Value,
    done: Vec<Event>,
    answer: Answer,
}

fn error(name: &'static str, ecode: Ecode) -> Event {
    let desc = match ecode {
        Ecode::GeneralNotLogin => "not logged in",
        Ecode::GeneralFailed => "rate limited",
        _ => "no answer",
    };
    Event::Error { name, ecode, desc: desc.to_owned() }
}

/// A row whose failures are nothing but `onError`.
fn plain(name: &'static str, api: Api, request: Value, yes: Value, done: Vec<Event>, answer: Answer) -> Row {
    Row {
        api,
        request,
        signed_out: vec![error(name, Ecode::GeneralNotLogin)],
        refused: vec![error(name, Ecode::GeneralFailed)],
        unanswered: vec![error(name, Ecode::GeneralUnknown)],
        yes,
        done,
        answer,
    }
}

/// A row whose failures are an event of its own before `onError`.
fn own(name: &'static str, row: Row, event: impl Fn(Ecode) -> Event, codes: [Ecode; 3]) -> Row {
    Row {
        signed_out: vec![event(codes[0]), error(name, Ecode::GeneralNotLogin)],
        refused: vec![event(codes[1]), error(name, Ecode::GeneralFailed)],
        unanswered: vec![event(codes[2]), error(name, Ecode::GeneralUnknown)],
        ..row
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn user_rows() -> Vec<Row> {
    let (tom, nora) = (account("tom"), account("nora"));
    let all = [(text("mood"), text("busy"))].into_iter().collect::<std::collections::BTreeMap<_, _>>();
    vec![
        plain(
            "query_user_status",
            Api::QueryUserStatus { account: text("tom") },
            json!(["user_query_user_status", {"account": "tom"}]),
            json!({"account": "tom", "status": 1}),
            vec![Event::QueryUserStatusResult { account: tom.clone(), online: true }],
            Answer::Status { online: true },
        ),
        plain(
            "set_attr",
            Api::SetAttr { name: text("mood"), value: text("busy") },
            json!(["user_set_attr", {"name": "mood", "value": "busy"}]),
            json!({}),
            vec![],
            Answer::Done,
        ),
        plain(
            "get_attr",
            Api::GetAttr { account: None, name: text("mood") },
            json!(["user_get_attr", {"account": "nora", "name": "mood"}]),
            json!({"account": "nora", "name": "mood", "value": "busy"}),
            vec![Event::UserAttrResult {
                account: nora.clone(),
                name: attribute("mood"),
                value: text("busy"),
            }],
            Answer::Attr { value: text("busy") },
        ),
        plain(
            "get_attr",
            Api::GetAttr { account: Some(text("tom")), name: text("mood") },
            json!(["user_get_attr", {"account": "tom", "name": "mood"}]),
            json!({"account": "tom", "name": "mood", "value": ""}),
            vec![Event::UserAttrResult { account: tom.clone(), name: attribute("mood"), value: text("") }],
            Answer::Attr { value: text("") },
        ),
        plain(
            "get_attr_all",
            Api::GetAttrAll { account: None },
            json!(["user_get_attr_all", {"account": "nora"}]),
            json!({"account": "nora", "json": {"mood": "busy"}}),
            vec![Event::UserAttrAllResult { account: nora, attributes: all.clone() }],
            Answer::AttrAll { attributes: all.clone() },
        ),
        plain(
            "get_attr_all",
            Api::GetAttrAll { account: Some(text("tom")) },
            json!(["user_get_attr_all", {"account": "tom"}]),
            json!({"account": "tom", "json": "{\"mood\":\"busy\"}"}),
            vec![Event::UserAttrAllResult { account: tom, attributes: all.clone() }],
            Answer::AttrAll { attributes: all },
        ),
    ]
}

fn send_rows() -> Vec<Row> {
    let failed = |ecode| Event::MessageSendError { message_id: id("m1"), ecode };
    let codes = [Ecode::SendOther, Ecode::SendOther, Ecode::SendTimeout];
    let row = |name, api, request| {
        let done = vec![Event::MessageSendSuccess { message_id: id("m1") }];
        let row = plain(name, api, request, json!({}), done, Answer::Sent { message_id: id("m1") });
        own(name, row, failed, codes)
    };
    let to_channel = |force| Api::MessageChannelSend {
        channel: text("lobby"),
        msg: text("hello all"),
        message_id: id("m1"),
        force,
        once: None,
    };
    vec![
        row(
            "send_instant_msg",
            send("tom", "hello  tom\n", "m1"),
            json!(["user_sendmsg", {"peer": "tom", "flag": "v1:E:2592000", "t": "instant", "content": "hello  tom\n"}]),
        ),
        row(
            "send_channel_msg",
            to_channel(false),
            json!(["channel_sendmsg", {"name": "lobby", "msg": "hello all"}]),
        ),
        row(
            "send_channel_msg",
            to_channel(true),
            json!(["channel_sendmsg", {"name": "lobby", "msg": "hello all", "force": true}]),
        ),
    ]
}

fn channel_rows() -> Vec<Row> {
    let lobby = || channel("lobby");
    let name = || json!({"name": "lobby"});
    let attr = |name: &str, value: &str| Event::ChannelAttrUpdated {
        channel: lobby(),
        name: Some(attribute(name)),
        value: text(value),
        change: AttributeChange::Update,
        account: None,
    };
    let joined = vec![
        Event::ChannelJoined { channel: lobby() },
        Event::ChannelUserList {
            channel: lobby(),
            members: vec![(account("tom"), Uid(2)), (account("nora"), Uid(1))],
        },
        attr("seats", "4"),
        attr("topic", "tea"),
    ];
    let snapshot = json!({
        "list": [["tom", 2], ["nora", 1]], "attrs": {"topic": "tea", "seats": "4"}, "cid": "c1", "msgid": 9,
    });
    let join = plain(
        "channel_join",
        Api::ChannelJoin { channel: text("lobby") },
        json!(["channel_join", name()]),
        snapshot,
        joined,
        Answer::Done,
    );
    let leaved = |ecode| Event::ChannelLeaved { channel: lobby(), ecode };
    let leave = plain(
        "channel_leave",
        Api::ChannelLeave { channel: text("lobby") },
        json!(["channel_leave", name()]),
        json!({}),
        vec![leaved(Ecode::LeaveByUser)],
        Answer::Done,
    );
    let num = |ecode, num| Event::ChannelQueryUserNumResult { channel: lobby(), ecode, num };
    let query = plain(
        "channel_query_num",
        Api::ChannelQueryUserNum { channel: text("lobby") },
        json!(["channel_query_num", name()]),
        json!({"num": 3}),
        vec![num(Ecode::Success, 3)],
        Answer::Num { num: 3 },
    );
    let is_in = |is_in| Event::ChannelQueryUserIsIn { channel: lobby(), account: account("tom"), is_in };
    let who = plain(
        "channel_query_user_isin",
        Api::ChannelQueryUserIsIn { channel: text("lobby"), account: text("tom") },
        json!(["channel_query_user_isin", {"name": "lobby", "account": "tom"}]),
        json!({"isin": 1}),
        vec![is_in(true)],
        Answer::IsIn { is_in: true },
    );
    let join_failed = |ecode| Event::ChannelJoinFailed { channel: lobby(), ecode };
    let by_user = Ecode::LeaveByUser;
    vec![
        own("channel_join", join, join_failed, [Ecode::GeneralNotLogin, Ecode::JoinOther, Ecode::JoinOther]),
        Row {
            signed_out: vec![error("channel_leave", Ecode::GeneralNotLogin), leaved(Ecode::GeneralNotLogin)],
            ..own("channel_leave", leave, leaved, [by_user; 3])
        },
        own("channel_query_num", query, |code| num(code, 0), [Ecode::QueryOther; 3]),
        Row {
            signed_out: vec![error("channel_query_user_isin", Ecode::GeneralNotLogin)],
            ..own("channel_query_user_isin", who, |_| is_in(false), [Ecode::Success; 3])
        },
        plain(
            "channel_set_attr",
            Api::ChannelSetAttr { channel: text("lobby"), name: text("topic"), value: text("tea") },
            json!(["channel_set_attr", {"channel": "lobby", "name": "topic", "value": "tea"}]),
            json!({}),
            vec![],
            Answer::Done,
        ),
        plain(
            "channel_del_attr",
            Api::ChannelDelAttr { channel: text("lobby"), name: text("topic") },
            json!(["channel_del_attr", {"channel": "lobby", "name": "topic"}]),
            json!({}),
            vec![],
            Answer::Done,
        ),
        plain(
            "channel_clear_attr",
            Api::ChannelClearAttr { channel: text("lobby") },
            json!(["channel_clear_attr", {"channel": "lobby"}]),
            json!({}),
            vec![],
            Answer::Done,
        ),
    ]
}

fn call_rows() -> Vec<Row> {
    let args = |extra: &str| json!({"channelName": "room", "peer": "tom", "extra": extra});
    let party = || (text("room"), text("tom"));
    let extra = r#"{"video":1}"#;
    let failed = |ecode| Event::InviteFailed {
        channel: channel("room"),
        account: account("tom"),
        uid: Uid(0),
        ecode,
        extra: text(extra),
    };
    let (room, tom) = party();
    let invite = plain(
        "invite",
        Api::ChannelInviteUser { channel: room, account: tom, extra: text(extra) },
        json!(["voip_invite", args(extra)]),
        json!({}),
        vec![],
        Answer::Done,
    );
    let invite_codes = [Ecode::GeneralNotLogin, Ecode::InviteOther, Ecode::InviteTimeout];
    let simple = |name, api, function: &str, extra: &str, done| {
        plain(name, api, json!([function, args(extra)]), json!({}), done, Answer::Done)
    };
    let (channel_name, peer) = (channel("room"), account("tom"));
    let ended = Event::InviteEndByMyself { channel: channel_name, account: peer, uid: Uid(0) };
    let keys = json!({"msgtype": "dtmf", "msgdata": "12*#"}).to_string();
    let (c, a) = party();
    let accept = Api::ChannelInviteAccept { channel: c, account: a, extra: text("{}") };
    let (c, a) = party();
    let refuse = Api::ChannelInviteRefuse { channel: c, account: a, extra: text("") };
    let (c, a) = party();
    let end = Api::ChannelInviteEnd { channel: c, account: a, extra: text("") };
    let (c, a) = party();
    let dtmf = Api::ChannelInviteDtmf { channel: c, account: a, keys: text("12*#") };
    vec![
        own("invite", invite, failed, invite_codes),
        simple("invite_accept", accept, "voip_invite_accept", "{}", vec![]),
        simple("invite_refuse", refuse, "voip_invite_refuse", "", vec![]),
        simple("invite_end", end, "voip_invite_bye", "", vec![ended]),
        simple("invite_dtmf", dtmf, "voip_invite_msg", &keys, vec![]),
    ]
}

fn rows() -> Vec<Row> {
    user_rows().into_iter().chain(send_rows()).chain(channel_rows()).chain(call_rows()).collect()
}

#[test]
fn while_signed_out_every_call_fails_with_1003_and_sends_nothing() {
    for row in rows() {
        let did = Play::new(Default::default()).call(row.api.clone());
        let mut expected: Vec<Did> = row.signed_out.into_iter().map(Did::Event).collect();
        expected.push(Did::Answer(Err(Error::NotLoggedIn)));
        assert_eq!(did, expected, "{:?}", row.api);
    }
}

#[test]
fn every_call_sends_its_function_and_a_yes_makes_its_event_and_answer() {
    for row in rows() {
        let mut play = Play::signed_in();
        let did = play.call(row.api.clone());
        let id = last_id(&did);
        assert_eq!(did, [Did::Send(json!([row.request[0], id, row.request[1]]))], "{:?}", row.api);
        let mut expected: Vec<Did> = row.done.into_iter().map(Did::Event).collect();
        expected.push(Did::Answer(Ok(row.answer)));
        assert_eq!(play.reply(id, row.yes), expected, "{:?}", row.api);
    }
}

#[test]
fn a_refusal_makes_the_events_of_the_table_and_carries_its_reason() {
    for row in rows() {
        let mut play = Play::signed_in();
        let id = last_id(&play.call(row.api.clone()));
        let did = play.refuse(id, "rate limited");
        assert_eq!(events(&did), row.refused, "{:?}", row.api);
        let [Err(Error::Refused { refusal, .. })] = &answers(&did)[..] else {
            panic!("{:?} answered {did:?}", row.api)
        };
        assert_eq!(*refusal, Refusal::RateLimited, "{:?}", row.api);
    }
}

#[test]
fn a_call_without_an_answer_ends_after_sixty_seconds_with_1002() {
    for row in rows() {
        let mut play = Play::signed_in();
        play.call(row.api.clone());
        let kept = keep_alive(&mut play, REPLY_SECS - 1);
        assert_eq!(events(&kept), [], "{:?}", row.api);
        let did = keep_alive(&mut play, 1);
        assert_eq!(events(&did), row.unanswered, "{:?}", row.api);
        assert_eq!(answers(&did), [Err(Error::NoAnswer)], "{:?}", row.api);
    }
}

/// Lets seconds pass on a connection that is otherwise healthy.
fn keep_alive(play: &mut Play, seconds: u64) -> Vec<Did> {
    let mut all = Vec::new();
    for _ in 0..seconds {
        all.extend(play.pass(secs(1)));
        all.extend(play.text(&json!(["pong", 1])));
    }
    all
}

#[test]
fn a_message_without_an_id_gets_one_that_is_never_given_twice() {
    let mut play = Play::signed_in();
    let mut ids = std::collections::BTreeSet::new();
    for _ in 0..50 {
        let did = play.call_and_reply(send("tom", "hello", ""), json!({}));
        let [Ok(Answer::Sent { message_id })] = &answers(&did)[..] else { panic!("{did:?}") };
        assert!(!message_id.as_str().is_empty());
        ids.insert(message_id.clone());
    }
    assert_eq!(ids.len(), 50);
}

#[test]
fn an_invite_is_failed_with_703_if_and_only_if_the_peer_is_not_online() {
    let invite = Api::ChannelInviteUser { channel: text("room"), account: text("tom"), extra: text("") };
    for (reason, ecode) in [
        ("peer is not online", Ecode::InvitePeerOffline),
        ("peer not online", Ecode::InviteOther),
        ("reinvite", Ecode::InviteAgain),
    ] {
        let mut play = Play::signed_in();
        let id = last_id(&play.call(invite.clone()));
        let did = play.refuse(id, reason);
        let Event::InviteFailed { ecode: told, .. } = &events(&did)[0] else { panic!("{did:?}") };
        assert_eq!(*told, ecode, "{reason}");
        assert!(matches!(&answers(&did)[..], [Err(Error::Refused { ecode: told, .. })] if *told == ecode));
    }
}

/// What ends the session whatever was asked.
fn fatal(reason: &str) -> Option<Ecode> {
    match reason {
        "wrong line" => Some(Ecode::LogoutOther),
        "kick" => Some(Ecode::LogoutKicked),
        "TokenErrorExpired" => Some(Ecode::LogoutTokenExpired),
        _ => None,
    }
}

#[test]
fn whatever_the_reason_and_its_number_a_refusal_makes_the_events_of_the_table() {
    let reasons = "wrong line,peer is not online,peer not online,peer not exist,not in channel,channel full,\
        too large,rate limited,wrong param,mailbox full,reinvite,unknown,no gateway,storage unavailable,\
        wrong vid,wrong account : empty,TokenErrorExpired,TokenErrorInvalid,kick,not allowed,灯会";
    let numbers = [None, Some(0), Some(700), Some(701), Some(703), Some(704), Some(1001), Some(9_999)];
    let mut refused_so_far = 0;
    for row in rows() {
        for reason in reasons.split(',') {
            for number in numbers {
                let mut play = Play::signed_in();
                let id = last_id(&play.call(row.api.clone()));
                let mut body = json!({"result": "failed", "reason": reason, "data": {"result": reason}});
                if let Some(number) = number {
                    body["ecode"] = json!(number);
                }
                let did = play.text(&json!(["call2-ret", [id, "", body.to_string()]]));
                let mut expected = row.refused.clone();
                for event in &mut expected {
                    match event {
                        Event::Error { desc, .. } => reason.clone_into(desc),
                        Event::InviteFailed { ecode, .. } => {
                            *ecode = match (number, reason) {
                                (Some(701), _) | (None | Some(9_999), "reinvite") => Ecode::InviteAgain,
                                (Some(703), _) | (None | Some(9_999), "peer is not online") => {
                                    Ecode::InvitePeerOffline
                                }
                                (Some(704), _) => Ecode::InviteTimeout,
                                _ => Ecode::InviteOther,
                            };
                        }
                        _ => {}
                    }
                }
                expected.extend(fatal(reason).map(|ecode| Event::Logout { ecode }));
                assert_eq!(events(&did), expected, "{:?} {reason} {number:?}", row.api);
                assert_eq!(answers(&did).len(), 1, "{:?} {reason} {number:?}", row.api);
                refused_so_far += 1;
            }
        }
    }
    assert_eq!(refused_so_far, rows().len() * 21 * 8);
}

#[test]
fn a_call_begun_while_the_connection_is_lost_ends_as_if_it_had_not_been() {
    for row in rows() {
        for yes in [true, false] {
            let mut play = Play::signed_in();
            play.lose();
            assert_eq!(play.call(row.api.clone()), [], "{:?} waits", row.api);
            play.pass_until_connect();
            play.give(bellbird::client::session::Input::Opened);
            let did = play.text(&login_ok(LINE, true));
            let id = request_id(&did, row.request[0].as_str().expect("a function"));
            let (did, expected) = if yes {
                (play.reply(id, row.yes.clone()), &row.done)
            } else {
                (play.refuse(id, "rate limited"), &row.refused)
            };
            assert_eq!(events(&did), *expected, "{:?} {yes}", row.api);
            assert_eq!(answers(&did).len(), 1, "{:?}", row.api);
        }
    }
}
