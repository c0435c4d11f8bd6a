//! The channel, its attributes and the people in it, through the core.

use super::desk::{Desk, name};
use crate::support::device::account;
use bellbird::client::{Answer, Api, Error, Event};
use bellbird::ids::{AttributeName, Uid};
use bellbird::model::{Body, ChannelState, ChatId, Connection, NoticeKind, Presence, SendFailure};
use bellbird::service::{Command, Owner};
use bellbird::wire::{AttributeChange, Ecode, Refusal};
use std::collections::BTreeMap;

fn attribute(word: &str) -> AttributeName {
    AttributeName::new(word).unwrap()
}

fn updated(desk: &mut Desk, what: &str, value: &str, by: Option<&str>) {
    desk.event(Event::ChannelAttrUpdated {
        channel: name("lantern-night"),
        name: Some(attribute(what)),
        value: value.to_owned(),
        change: AttributeChange::Update,
        account: by.map(account),
    });
}

fn system_rows(desk: &Desk, chat: &ChatId) -> Vec<Body> {
    desk.messages(chat).iter().map(|message| message.body.clone()).collect()
}

fn full() -> Error {
    Error::Refused { refusal: Refusal::ChannelFull, ecode: Ecode::GeneralFailed }
}

#[test]
fn who_comes_and_goes_is_counted_and_told_in_the_chat() {
    let mut desk = Desk::signed_in("mira");
    let chat = desk.join("lantern-night", &["nora", "mira"]);
    let (channel, tom) = (name("lantern-night"), account("tom"));
    desk.event(Event::ChannelUserJoined { channel: channel.clone(), account: tom.clone(), uid: Uid(0) });
    desk.event(Event::ChannelUserJoined { channel: channel.clone(), account: tom.clone(), uid: Uid(0) });
    let joined = desk.me().channel.clone().unwrap();
    assert_eq!((joined.member_count, joined.members.len()), (3, 3));
    desk.event(Event::ChannelUserLeaved { channel, account: account("nora"), uid: Uid(0) });
    assert_eq!(desk.me().channel.as_ref().unwrap().member_count, 2);
    let mira = Body::Joined(account("mira"));
    assert_eq!(system_rows(&desk, &chat), [mira, Body::Joined(tom), Body::Left(account("nora"))]);
}

#[test]
fn a_join_that_is_refused_leaves_us_where_we_were() {
    let mut desk = Desk::signed_in("mira");
    desk.join("lantern-night", &["mira"]);
    desk.command(Command::JoinChannel { name: name("stage-crew") });
    assert_eq!(desk.me().channel.as_ref().unwrap().state, ChannelState::Joining);
    desk.answer(Err(full()));
    let again = Api::ChannelJoin { channel: "lantern-night".to_owned() };
    assert_eq!(desk.one_asked(), again, "what happened there meanwhile was not noticed");
    assert_eq!(desk.me().channel.as_ref().unwrap().name, name("lantern-night"));
    let told = |failure| NoticeKind::Failed { what: "channelJoin", failure };
    let why = SendFailure::Refused { reason: "channel full".into(), ecode: 1001 };
    assert_eq!(desk.notices()[0].kind, told(why));
}

#[test]
fn leaving_is_shown_at_once_and_done_when_the_server_says_so() {
    let mut desk = Desk::signed_in("mira");
    desk.join("lantern-night", &["mira"]);
    desk.command(Command::LeaveChannel);
    assert_eq!(desk.me().channel.as_ref().unwrap().state, ChannelState::Leaving);
    desk.event(Event::ChannelLeaved { channel: name("lantern-night"), ecode: Ecode::LeaveByUser });
    assert!(desk.me().channel.is_none());
}

#[test]
fn an_attribute_that_somebody_else_changed_says_who_and_the_snapshot_does_not() {
    let mut desk = Desk::signed_in("mira");
    desk.join("lantern-night", &["mira", "nora"]);
    updated(&mut desk, "topic", "lamps", None);
    updated(&mut desk, "door", "open", Some("nora"));
    updated(&mut desk, "mine", "yes", Some("mira"));
    let attributes = desk.me().channel.as_ref().unwrap().attributes.clone();
    let by = |word: &str| attributes.attribute(word).unwrap().changed_by.clone();
    assert_eq!((by("topic"), by("door"), by("mine")), (None, Some(account("nora")), None));
    assert_eq!(attributes.attribute("door").unwrap().changed_at, Some(desk.now));
    updated(&mut desk, "_member_num", "34", None);
    assert_eq!(desk.me().channel.as_ref().unwrap().member_count, 34);
    desk.event(Event::ChannelAttrUpdated {
        channel: name("lantern-night"),
        name: None,
        value: String::new(),
        change: AttributeChange::Clear,
        account: Some(account("nora")),
    });
    assert!(desk.me().channel.as_ref().unwrap().attributes.is_empty());
}

#[test]
fn an_attribute_change_shows_at_once_and_goes_back_with_its_reason_when_refused() {
    let mut desk = Desk::signed_in("mira");
    desk.join("lantern-night", &["mira"]);
    updated(&mut desk, "topic", "lamps", None);
    desk.command(Command::SetAttribute {
        owner: Owner::Channel,
        name: attribute("topic"),
        value: "chairs".to_owned(),
    });
    let topic =
        |desk: &Desk| desk.me().channel.as_ref().unwrap().attributes.attribute("topic").cloned().unwrap();
    assert_eq!(&*topic(&desk).value, "chairs");
    desk.answer(Err(Error::Refused { refusal: Refusal::RateLimited, ecode: Ecode::GeneralFailed }));
    assert_eq!(&*topic(&desk).value, "lamps");
    assert_eq!(topic(&desk).problem, Some(SendFailure::RateLimited));
    desk.command(Command::SetAttribute {
        owner: Owner::Me,
        name: attribute("name"),
        value: "Mira Holt".to_owned(),
    });
    desk.answer(Ok(Answer::Done));
    assert_eq!(desk.me().display_name(&account("mira")), "Mira Holt");
    let last = desk.notices().last().unwrap().kind.clone();
    assert_eq!(last, NoticeKind::AttributeSaved { name: "name".into() });
}

#[test]
fn own_attributes_are_deleted_by_emptying_them() {
    let mut desk = Desk::signed_in("mira");
    let attributes = BTreeMap::from([
        ("name".to_owned(), "Mira".to_owned()),
        ("gone".to_owned(), String::new()),
        ("team".to_owned(), "crew".to_owned()),
    ]);
    desk.event(Event::UserAttrAllResult { account: account("mira"), attributes });
    assert_eq!(desk.me().attributes.len(), 2, "an empty one is none");
    desk.command(Command::ClearAttributes { owner: Owner::Me });
    assert!(desk.me().attributes.is_empty());
    let empty = |name: &str| Api::SetAttr { name: name.to_owned(), value: String::new() };
    assert_eq!(desk.asked(), [empty("name"), empty("team")]);
}

#[test]
fn a_loss_of_a_second_leaves_rows_in_the_channel_and_a_shorter_one_does_not() {
    let mut desk = Desk::signed_in("mira");
    let chat = desk.join("lantern-night", &["mira"]);
    desk.lose_connection();
    desk.pass(500);
    desk.come_back(true);
    assert_eq!(desk.messages(&chat).len(), 1);
    desk.lose_connection();
    assert_eq!(desk.me().channel.as_ref().unwrap().state, ChannelState::Rejoining);
    desk.pass(1_500);
    desk.event(Event::Reconnecting { nretry: 2 });
    assert!(matches!(desk.me().connection, Connection::Reconnecting { attempt: 2, .. }));
    desk.come_back(true);
    assert_eq!(system_rows(&desk, &chat)[1..], [Body::ConnectionLost, Body::ConnectionBack]);
    assert_eq!(desk.me().channel.as_ref().unwrap().state, ChannelState::Joined);
    assert_eq!(desk.me().connection, Connection::Online { back_at: Some(desk.now) });
}

#[test]
fn a_channel_that_could_not_be_joined_again_is_left_with_a_notice() {
    let mut desk = Desk::signed_in("mira");
    desk.join("lantern-night", &["mira"]);
    desk.lose_connection();
    desk.come_back(false);
    desk.event(Event::ChannelLeaved { channel: name("lantern-night"), ecode: Ecode::LeaveDisconnected });
    assert!(desk.me().channel.is_none());
    assert!(matches!(&desk.notices()[0].kind, NoticeKind::Failed { what: "channelJoin", .. }));
}

#[test]
fn people_in_the_list_are_asked_for_every_fifteen_seconds_a_few_at_a_time() {
    let mut desk = Desk::signed_in("mira");
    for number in 1..=10 {
        desk.hear(&format!("friend{number}"), "hello", number);
    }
    desk.event(Event::QueryUserStatusResult { account: account("friend3"), online: true });
    assert_eq!(desk.me().people.presence(&account("friend3")), Presence::Online);
    desk.event(Event::QueryUserStatusResult { account: account("friend3"), online: false });
    let friend = desk.me().people.person(&account("friend3")).unwrap();
    assert_eq!((friend.presence, friend.last_seen_at), (Presence::Offline, Some(desk.now)));
    desk.settle();
    let (at, _) = desk.core.next_deadline().unwrap();
    assert_eq!(at, desk.now + 15_000);
    desk.now = at;
    desk.input(bellbird::service::apply::Input::Tick);
    assert_eq!(desk.waiting(), 4, "the others wait for these answers");
    desk.settle();
    assert_eq!(desk.waiting(), 0);
}

#[test]
fn an_account_that_was_looked_up_shows_its_attributes_or_why_not() {
    let mut desk = Desk::signed_in("mira");
    desk.command(Command::LookUp { account: account("tom") });
    assert!(desk.me().looked_up.as_ref().unwrap().attributes.is_none());
    let attributes = BTreeMap::from([("name".to_owned(), "Tom".to_owned())]);
    desk.answer_raw(Ok(Answer::AttrAll { attributes }));
    let found = desk.me().looked_up.as_ref().unwrap().attributes.clone().unwrap();
    assert_eq!(found.value("name"), Some("Tom"));
    desk.command(Command::LookUp { account: account("tom") });
    desk.answer_raw(Err(Error::NoAnswer));
    assert_eq!(desk.me().looked_up.as_ref().unwrap().problem, Some(SendFailure::NoReply));
}
