//! Calls through the core: every ending on both sides, crossed and busy calls, and messages that come late.

use super::desk::{Desk, name};
use crate::support::device::{account, person};
use bellbird::call::{CallState, EndReason, Side};
use bellbird::client::{Answer, Api, Error, Event};
use bellbird::ids::{ChannelName, Uid};
use bellbird::model::{Body, CallStepKind, NoticeKind};
use bellbird::service::apply::Notification;
use bellbird::service::{CallOptions, Command};
use bellbird::wire::Ecode;

fn calling(me: &str, peer: &str) -> (Desk, ChannelName) {
    let mut desk = Desk::signed_in(me);
    desk.command(Command::Call { peer: account(peer), options: CallOptions::default() });
    let channel = desk.call().key.channel.clone();
    desk.answer(Ok(Answer::Done));
    (desk, channel)
}

fn rung(me: &str, peer: &str) -> Desk {
    let mut desk = Desk::signed_in(me);
    invited(&mut desk, peer, "call-1");
    desk
}

fn invited(desk: &mut Desk, peer: &str, channel: &str) {
    let extra = r#"{"note":"about the lamps"}"#.to_owned();
    desk.event(Event::InviteReceived { channel: name(channel), account: account(peer), uid: Uid(0), extra });
}

fn rings(desk: &mut Desk, channel: &ChannelName, peer: &str) {
    desk.event(Event::InviteReceivedByPeer { channel: channel.clone(), account: account(peer), uid: Uid(0) });
}

fn accepted(desk: &mut Desk, channel: &ChannelName, peer: &str) {
    let (channel, account) = (channel.clone(), account(peer));
    desk.event(Event::InviteAcceptedByPeer { channel, account, uid: Uid(0), extra: String::new() });
}

fn declined(desk: &mut Desk, channel: &ChannelName, peer: &str, extra: &str) {
    let (channel, account, extra) = (channel.clone(), account(peer), extra.to_owned());
    desk.event(Event::InviteRefusedByPeer { channel, account, uid: Uid(0), extra });
}

fn ended(desk: &mut Desk, channel: &ChannelName, peer: &str) {
    let (channel, account) = (channel.clone(), account(peer));
    desk.event(Event::InviteEndByPeer { channel, account, uid: Uid(0), extra: String::new() });
}

fn failed(desk: &mut Desk, channel: &ChannelName, peer: &str, ecode: Ecode) {
    let (channel, account) = (channel.clone(), account(peer));
    desk.event(Event::InviteFailed { channel, account, uid: Uid(0), ecode, extra: String::new() });
}

fn logged(desk: &Desk) -> EndReason {
    assert_eq!(desk.me().call_log.len(), 1, "one record a call");
    desk.me().call_log.newest().next().unwrap().reason
}

#[test]
fn a_call_names_a_channel_of_its_own_and_carries_note_and_choices() {
    let mut desk = Desk::signed_in("mira");
    let options =
        CallOptions { note: "now?".to_owned(), timeout_secs: Some(12), fail_at_once_if_offline: true };
    desk.command(Command::Call { peer: account("nora"), options });
    let Api::ChannelInviteUser { channel, account: callee, extra } = desk.one_asked() else {
        panic!("an invite goes out")
    };
    assert_eq!((channel.as_str(), callee.as_str()), ("call-12345678", "nora"));
    let extra: serde_json::Value = serde_json::from_str(&extra).unwrap();
    assert_eq!(extra, serde_json::json!({"note": "now?", "_timeout": 12, "_require_peer_online": 1}));
    assert_eq!(desk.call().gives_up_at, Some(desk.now + 12_000));
}

#[test]
fn a_call_that_is_answered_and_hung_up_by_us_is_logged_with_its_steps() {
    let (mut desk, channel) = calling("mira", "nora");
    rings(&mut desk, &channel, "nora");
    assert_eq!(desk.call().gives_up_at, Some(desk.now + 60_000));
    accepted(&mut desk, &channel, "nora");
    desk.pass(5_000);
    desk.command(Command::PressKey { key: '4' });
    desk.command(Command::PressKey { key: '2' });
    desk.command(Command::EndCall);
    assert_eq!(logged(&desk), EndReason::HungUp);
    let record = desk.me().call_log.newest().next().unwrap().clone();
    assert_eq!(record.talked_millis(), Some(5_000));
    let kinds: Vec<_> = record.steps.iter().map(|step| step.kind.clone()).collect();
    assert_eq!(
        kinds,
        [
            CallStepKind::Called,
            CallStepKind::Ringing,
            CallStepKind::Accepted,
            CallStepKind::KeysSent("42".into()),
            CallStepKind::Ended(EndReason::HungUp)
        ]
    );
    let asked = desk.asked();
    assert!(matches!(
        &asked[..],
        [Api::ChannelInviteDtmf { .. }, Api::ChannelInviteDtmf { .. }, Api::ChannelInviteEnd { .. }]
    ));
    let row = desk.last(&person("nora"));
    assert_eq!(
        row.body,
        Body::Call { side: Side::Caller, reason: EndReason::HungUp, talked_millis: Some(5_000) }
    );
}

#[test]
fn every_ending_of_a_call_that_we_make_has_its_reason() {
    type End<'a> = &'a dyn Fn(&mut Desk, &ChannelName);
    let ends: [(EndReason, End<'_>); 8] = [
        (EndReason::Cancelled, &|desk, _| desk.command(Command::EndCall)),
        (EndReason::PeerDeclined, &|desk, channel| declined(desk, channel, "nora", "")),
        (EndReason::PeerDeclined, &|desk, channel| ended(desk, channel, "nora")),
        (EndReason::PeerOffline, &|desk, channel| failed(desk, channel, "nora", Ecode::InvitePeerOffline)),
        (EndReason::NotReached, &|desk, channel| failed(desk, channel, "nora", Ecode::InviteTimeout)),
        (EndReason::Refused, &|desk, channel| failed(desk, channel, "nora", Ecode::InviteOther)),
        (EndReason::NoAnswer, &|desk, _| desk.pass(23_000)),
        (EndReason::PeerHungUp, &|desk, channel| {
            accepted(desk, channel, "nora");
            ended(desk, channel, "nora");
        }),
    ];
    for (reason, end) in ends {
        let (mut desk, channel) = calling("mira", "nora");
        end(&mut desk, &channel);
        assert_eq!(desk.call().state, CallState::Ended(reason));
        assert_eq!(logged(&desk), reason);
        assert_eq!(desk.core.next_deadline().map(|(at, _)| at > desk.now), Some(true), "no timer is left");
        desk.command(Command::DismissCall);
        assert!(desk.me().call.is_none());
    }
}

#[test]
fn every_ending_of_a_call_that_comes_in_has_its_reason() {
    type End<'a> = &'a dyn Fn(&mut Desk);
    let ends: [(EndReason, bool, End<'_>); 5] = [
        (EndReason::Declined, false, &|desk| desk.command(Command::DeclineCall { message: String::new() })),
        (EndReason::Declined, false, &|desk| desk.command(Command::EndCall)),
        (EndReason::PeerCancelled, true, &|desk| ended(desk, &name("call-1"), "nora")),
        (EndReason::NoAnswer, true, &|desk| desk.pass(65_000)),
        (EndReason::HungUp, false, &|desk| {
            desk.command(Command::AcceptCall);
            desk.command(Command::EndCall);
        }),
    ];
    for (reason, missed, end) in ends {
        let mut desk = rung("mira", "nora");
        assert_eq!(desk.call().note().unwrap().0, "about the lamps");
        end(&mut desk);
        assert_eq!(logged(&desk), reason);
        assert_eq!(desk.me().call_log.unseen_missed(), usize::from(missed));
        let chat = desk.me().chats.chat(&person("nora")).unwrap();
        assert_eq!(chat.missed_calls, u32::from(missed));
    }
}

#[test]
fn a_call_that_nobody_answers_is_ended_by_the_caller_and_refused_late_by_the_callee() {
    let (mut caller, channel) = calling("mira", "nora");
    rings(&mut caller, &channel, "nora");
    caller.pass(60_000);
    assert_eq!(logged(&caller), EndReason::NoAnswer);
    assert!(matches!(caller.one_asked(), Api::ChannelInviteEnd { .. }));
    let mut callee = rung("nora", "mira");
    callee.pass(60_000);
    assert!(callee.asked().is_empty(), "the caller's end is waited for");
    callee.pass(5_000);
    let Api::ChannelInviteRefuse { extra, .. } = callee.one_asked() else { panic!("a refusal goes out") };
    declined(&mut caller, &channel, "nora", &extra);
    assert_eq!(logged(&caller), EndReason::NoAnswer);
}

#[test]
fn of_two_crossed_calls_the_account_that_sorts_first_keeps_its_own() {
    let (mut mira, mira_channel) = calling("mira", "nora");
    invited(&mut mira, "nora", "call-2");
    assert_eq!(mira.call().key.channel, mira_channel);
    assert!(mira.asked().is_empty());
    accepted(&mut mira, &mira_channel, "nora");
    assert_eq!(mira.call().state, CallState::Connected);
    ended(&mut mira, &name("call-2"), "nora");
    assert_eq!(mira.call().state, CallState::Connected, "the end of the other call is late news");

    let (mut nora, nora_channel) = calling("nora", "mira");
    invited(&mut nora, "mira", "call-1");
    assert_eq!(nora.call().key.channel, name("call-1"));
    assert_eq!((nora.call().side, nora.call().state), (Side::Callee, CallState::Connected));
    let asked = nora.asked();
    assert!(
        matches!(
            &asked[..],
            [Api::ChannelInviteEnd { channel, .. }, Api::ChannelInviteAccept { channel: accepted, .. }]
                if *channel == *nora_channel.as_str() && accepted == "call-1"
        ),
        "{asked:?}"
    );
    assert_eq!(nora.me().call_log.len(), 0, "the crossed call is no call");
}

#[test]
fn a_second_call_while_busy_is_refused_told_and_logged_as_missed() {
    let mut desk = rung("mira", "nora");
    desk.command(Command::AcceptCall);
    desk.answer(Ok(Answer::Done));
    invited(&mut desk, "tom", "call-2");
    let Api::ChannelInviteRefuse { account: refused, extra, .. } = desk.one_asked() else {
        panic!("a refusal goes out")
    };
    assert_eq!((refused.as_str(), extra.as_str()), ("tom", r#"{"reason":"busy"}"#));
    assert_eq!(desk.call().key.peer, account("nora"));
    assert_eq!(desk.notices()[0].kind, NoticeKind::BusyCallDeclined { account: account("tom") });
    assert_eq!(desk.me().call_log.unseen_missed(), 1);
    desk.command(Command::MarkCallsSeen);
    assert_eq!(desk.me().call_log.unseen_missed(), 0);
}

#[test]
fn an_accept_that_comes_after_we_gave_up_is_ended_for_the_other_side_too() {
    let (mut desk, channel) = calling("mira", "nora");
    desk.command(Command::EndCall);
    desk.answer(Ok(Answer::Done));
    accepted(&mut desk, &channel, "nora");
    assert!(matches!(desk.one_asked(), Api::ChannelInviteEnd { .. }));
    assert_eq!(logged(&desk), EndReason::Cancelled);
}

#[test]
fn late_and_doubled_messages_change_nothing() {
    let (mut desk, channel) = calling("mira", "nora");
    accepted(&mut desk, &channel, "nora");
    rings(&mut desk, &channel, "nora");
    accepted(&mut desk, &channel, "nora");
    failed(&mut desk, &channel, "nora", Ecode::InvitePeerOffline);
    assert_eq!(desk.call().state, CallState::Connected);
    ended(&mut desk, &channel, "tom");
    ended(&mut desk, &name("call-9"), "nora");
    assert_eq!(desk.call().state, CallState::Connected);
    ended(&mut desk, &channel, "nora");
    ended(&mut desk, &channel, "nora");
    assert_eq!(logged(&desk), EndReason::PeerHungUp);
}

#[test]
fn the_same_invite_twice_rings_once() {
    let mut desk = rung("mira", "nora");
    let ringing_at = desk.call().ringing_at;
    desk.pass(3_000);
    invited(&mut desk, "nora", "call-1");
    assert_eq!(desk.call().ringing_at, ringing_at);
    assert_eq!(desk.me().call_log.len(), 0);
}

#[test]
fn keys_are_heard_only_in_a_connected_call() {
    let mut desk = rung("mira", "nora");
    let press = |desk: &mut Desk, keys: &str| {
        desk.event(Event::InviteMsg {
            channel: name("call-1"),
            account: account("nora"),
            uid: Uid(0),
            msg_type: "dtmf".to_owned(),
            msg_data: keys.to_owned(),
            extra: String::new(),
        });
    };
    press(&mut desk, "1");
    desk.command(Command::PressKey { key: '2' });
    assert_eq!((&*desk.call().keys_received, &*desk.call().keys_sent), ("", ""));
    desk.command(Command::AcceptCall);
    press(&mut desk, "3");
    press(&mut desk, "#");
    desk.command(Command::PressKey { key: 'x' });
    assert_eq!((&*desk.call().keys_received, &*desk.call().keys_sent), ("3#", ""));
}

#[test]
fn an_accept_that_the_server_refuses_ends_the_call_and_is_told() {
    let mut desk = rung("mira", "nora");
    desk.command(Command::AcceptCall);
    desk.answer(Err(Error::NoAnswer));
    assert_eq!(logged(&desk), EndReason::PeerHungUp);
    assert!(matches!(&desk.notices()[0].kind, NoticeKind::Failed { what: "channelInviteAccept", .. }));
}

#[test]
fn signing_out_ends_the_call_for_the_other_side() {
    let mut desk = rung("mira", "nora");
    desk.command(Command::AcceptCall);
    desk.answer(Ok(Answer::Done));
    desk.command(Command::SignOut);
    assert!(matches!(desk.one_asked(), Api::ChannelInviteEnd { .. }));
}

#[test]
fn an_incoming_call_is_notified_with_its_note_when_the_window_is_elsewhere() {
    let mut desk = Desk::signed_in("mira");
    desk.command(Command::WindowFocus { focused: false });
    invited(&mut desk, "nora", "call-1");
    ended(&mut desk, &name("call-1"), "nora");
    let note = Some("about the lamps".to_owned());
    assert_eq!(
        desk.notifications,
        [
            Notification::IncomingCall { from: "nora".to_owned(), note },
            Notification::MissedCall { from: "nora".to_owned() }
        ]
    );
}

#[test]
fn nobody_is_called_without_a_connection_or_during_a_call() {
    let mut desk = Desk::signed_in("mira");
    desk.lose_connection();
    desk.command(Command::Call { peer: account("nora"), options: CallOptions::default() });
    assert!(desk.me().call.is_none() && desk.asked().is_empty());
    assert!(matches!(&desk.notices()[0].kind, NoticeKind::Failed { what: "channelInviteUser2", .. }));
    desk.come_back(true);
    desk.command(Command::Call { peer: account("mira"), options: CallOptions::default() });
    assert!(desk.me().call.is_none(), "oneself");
}
