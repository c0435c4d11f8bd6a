use crate::support::world::World;
use crate::support::world::plan::Act;
use bellbird::client::{Event, Status};
use bellbird::ids::{Account, ChannelName, Uid};
use bellbird::wire::Ecode;

const ADA: usize = 0;
const BEN: usize = 1;
const CLEO: usize = 2;
const ACCOUNTS: [&str; 3] = ["ada", "ben", "cleo"];

/// A world with a few people, and what they were told since somebody last looked.
struct Scene(World);

impl Scene {
    /// Nobody is signed in.
    fn empty(accounts: &[&str]) -> Self {
        Self(World::new(7, accounts, &[]))
    }

    /// Ada, Ben and Cleo are signed in; nobody has looked yet.
    fn begun() -> Self {
        let mut scene = Self::empty(&ACCOUNTS);
        for device in 0..ACCOUNTS.len() {
            scene.does(Act::SignIn, device, 0);
            scene.waits(1_000);
        }
        for (device, uid) in [(ADA, 1_000_000_001), (BEN, 1_000_000_002), (CLEO, 1_000_000_003)] {
            assert_eq!(scene.told(device), [Event::LoginSuccess { uid: Uid(uid), fd: 0 }]);
        }
        scene
    }

    /// Everybody is in the red room.
    fn in_a_room() -> Self {
        let mut scene = Self::begun();
        for device in 0..ACCOUNTS.len() {
            scene.does(Act::Join, device, 0);
            scene.waits(1_000);
        }
        (0..ACCOUNTS.len()).for_each(|device| drop(scene.told(device)));
        scene
    }

    fn does(&mut self, act: Act, device: usize, other: usize) {
        self.0.acts(act, device, other);
    }

    fn waits(&mut self, millis: u64) {
        self.0.runs(self.0.now + millis);
        assert_eq!(self.0.fault, None);
    }

    /// Does something and gives it time to arrive everywhere.
    fn plays(&mut self, act: Act, device: usize, other: usize) {
        self.does(act, device, other);
        self.waits(2_500);
    }

    fn told(&mut self, device: usize) -> Vec<Event> {
        std::mem::take(&mut self.0.devices[device].as_mut().expect("the program runs").app.events)
    }

    /// The texts of the messages that a device was told of.
    fn texts(&mut self, device: usize) -> Vec<String> {
        let text = |event| match event {
            Event::MessageInstantReceive { msg, .. } | Event::MessageChannelReceive { msg, .. } => Some(msg),
            _ => None,
        };
        self.told(device).into_iter().filter_map(text).collect()
    }

    fn status(&self, device: usize) -> Status {
        self.0.devices[device].as_ref().expect("the program runs").status()
    }

    /// The events of a device but those of messages sent.
    fn names(&mut self, device: usize) -> Vec<&'static str> {
        self.told(device).iter().map(Event::name).collect()
    }

    /// Nothing is broken when everything has settled.
    fn ends(mut self) {
        self.0.settles();
        assert_eq!(self.0.fault, None);
    }
}

fn uid(device: usize) -> Uid {
    Uid(1_000_000_001 + device as u32)
}

fn account(device: usize) -> Account {
    Account::new(ACCOUNTS[device]).unwrap()
}

fn call(number: u8) -> ChannelName {
    ChannelName::new(format!("call {number}")).unwrap()
}

fn received(number: u8, from: usize) -> Event {
    Event::InviteReceived {
        channel: call(number),
        account: account(from),
        uid: uid(from),
        extra: String::new(),
    }
}

fn rings(number: u8, at: usize) -> Event {
    Event::InviteReceivedByPeer { channel: call(number), account: account(at), uid: uid(at) }
}

fn accepted(number: u8, by: usize) -> Event {
    Event::InviteAcceptedByPeer {
        channel: call(number),
        account: account(by),
        uid: uid(by),
        extra: String::new(),
    }
}

fn refused(number: u8, by: usize) -> Event {
    Event::InviteRefusedByPeer {
        channel: call(number),
        account: account(by),
        uid: uid(by),
        extra: String::new(),
    }
}

fn ended(number: u8, by: usize) -> Event {
    Event::InviteEndByPeer { channel: call(number), account: account(by), uid: uid(by), extra: String::new() }
}

fn ended_here(number: u8, with: usize) -> Event {
    Event::InviteEndByMyself { channel: call(number), account: account(with), uid: Uid(0) }
}

fn failed(number: u8, callee: usize, ecode: Ecode) -> Event {
    let (channel, account) = (call(number), account(callee));
    Event::InviteFailed { channel, account, uid: uid(callee), ecode, extra: String::new() }
}

#[test]
fn whoever_signs_in_is_told_their_number_and_keeps_it() {
    let mut scene = Scene::begun();
    scene.plays(Act::SignOut, BEN, 0);
    assert_eq!(scene.told(BEN), [Event::Logout { ecode: Ecode::LogoutUser }]);
    assert_eq!(scene.status(BEN), Status::NotLoggedIn);
    scene.plays(Act::SignIn, BEN, 0);
    assert_eq!(scene.told(BEN), [Event::LoginSuccess { uid: uid(BEN), fd: 0 }]);
    assert_eq!(scene.status(BEN), Status::LoggedIn);
    scene.ends();
}

#[test]
fn a_message_to_somebody_who_is_away_waits_for_them_in_order() {
    let mut scene = Scene::begun();
    scene.plays(Act::SignOut, BEN, 0);
    for _ in 0..40 {
        scene.does(Act::Say, ADA, BEN);
    }
    scene.waits(3_600_000);
    scene.told(BEN);
    scene.plays(Act::SignIn, BEN, 0);
    assert_eq!(scene.texts(BEN).len(), 40);
    assert_eq!(scene.names(ADA), ["onMessageSendSuccess"; 40]);
    scene.ends();
}

#[test]
fn a_message_in_a_channel_reaches_all_three_and_the_sender_hears_it_before_the_reply() {
    let mut scene = Scene::in_a_room();
    scene.plays(Act::Shout, BEN, 0);
    assert_eq!(scene.names(BEN), ["onMessageChannelReceive", "onMessageSendSuccess"]);
    let (ada, cleo) = (scene.texts(ADA), scene.texts(CLEO));
    assert_eq!((ada.len(), &ada), (1, &cleo));
    scene.ends();
}

#[test]
fn the_others_hear_who_comes_and_goes_and_oneself_does_not() {
    let mut scene = Scene::begun();
    scene.plays(Act::Join, ADA, 0);
    assert_eq!(scene.names(ADA), ["onChannelJoined", "onChannelUserList"]);
    scene.plays(Act::Join, BEN, 0);
    assert_eq!(scene.names(BEN), ["onChannelJoined", "onChannelUserList"]);
    assert_eq!(scene.names(ADA), ["onChannelUserJoined"]);
    // Another channel is a leave of the first.
    scene.plays(Act::Join, BEN, 1);
    assert_eq!(scene.names(ADA), ["onChannelUserLeaved"]);
    scene.plays(Act::Leave, ADA, 0);
    assert_eq!(scene.names(ADA), ["onChannelLeaved"]);
    scene.ends();
}

#[test]
fn a_call_is_accepted_has_keys_and_is_ended_by_the_caller() {
    let mut scene = Scene::begun();
    scene.plays(Act::Call, ADA, BEN);
    assert_eq!(scene.told(BEN), [received(1, ADA)]);
    assert_eq!(scene.told(ADA), [rings(1, BEN)]);
    scene.plays(Act::Accept, BEN, 0);
    assert_eq!(scene.told(ADA), [accepted(1, BEN)]);
    scene.plays(Act::Keys, ADA, 0);
    assert_eq!(scene.names(BEN), ["onInviteMsg"]);
    scene.plays(Act::End, ADA, 0);
    assert_eq!(scene.told(ADA), [ended_here(1, BEN)]);
    assert_eq!(scene.told(BEN), [ended(1, ADA)]);
    scene.ends();
}

#[test]
fn a_call_is_ended_by_the_callee() {
    let mut scene = Scene::begun();
    scene.plays(Act::Call, ADA, BEN);
    scene.plays(Act::Accept, BEN, 0);
    scene.plays(Act::End, BEN, 0);
    assert_eq!(scene.told(ADA), [rings(1, BEN), accepted(1, BEN), ended(1, BEN)]);
    assert_eq!(scene.told(BEN), [received(1, ADA), ended_here(1, ADA)]);
    scene.ends();
}

#[test]
fn a_call_is_refused() {
    let mut scene = Scene::begun();
    scene.plays(Act::Call, ADA, BEN);
    scene.plays(Act::Decline, BEN, 0);
    assert_eq!(scene.told(ADA), [rings(1, BEN), refused(1, BEN)]);
    assert_eq!(scene.told(BEN), [received(1, ADA)]);
    scene.ends();
}

#[test]
fn a_call_is_taken_back_while_it_rings() {
    let mut scene = Scene::begun();
    scene.plays(Act::Call, ADA, BEN);
    scene.plays(Act::End, ADA, 0);
    assert_eq!(scene.told(ADA), [rings(1, BEN), ended_here(1, BEN)]);
    assert_eq!(scene.told(BEN), [received(1, ADA), ended(1, ADA)]);
    scene.ends();
}

#[test]
fn a_call_that_was_taken_back_before_the_callee_came_is_never_heard_of() {
    let mut scene = Scene::begun();
    scene.plays(Act::SignOut, BEN, 0);
    scene.told(BEN);
    scene.plays(Act::Call, ADA, BEN);
    scene.plays(Act::End, ADA, 0);
    assert_eq!(scene.told(ADA), [ended_here(1, BEN)]);
    scene.plays(Act::SignIn, BEN, 0);
    assert_eq!(scene.names(BEN), ["onLoginSuccess"]);
    scene.ends();
}

#[test]
fn a_call_to_somebody_who_stays_away_fails_with_703_after_twenty_seconds() {
    let mut scene = Scene::begun();
    scene.plays(Act::SignOut, BEN, 0);
    scene.does(Act::Call, ADA, BEN);
    scene.waits(19_900);
    assert_eq!(scene.told(ADA), []);
    scene.waits(1_200);
    assert_eq!(scene.told(ADA), [failed(1, BEN, Ecode::InvitePeerOffline)]);
    // The invite is gone with it.
    scene.told(BEN);
    scene.plays(Act::SignIn, BEN, 0);
    assert_eq!(scene.names(BEN), ["onLoginSuccess"]);
    scene.ends();
}

#[test]
fn whoever_signs_in_within_twenty_seconds_still_hears_the_call() {
    let mut scene = Scene::begun();
    scene.plays(Act::SignOut, BEN, 0);
    scene.told(BEN);
    scene.does(Act::Call, ADA, BEN);
    scene.waits(17_000);
    scene.plays(Act::SignIn, BEN, 0);
    assert_eq!(scene.told(BEN), [Event::LoginSuccess { uid: uid(BEN), fd: 0 }, received(1, ADA)]);
    assert_eq!(scene.told(ADA), [rings(1, BEN)]);
    scene.waits(10_000);
    scene.plays(Act::Accept, BEN, 0);
    assert_eq!(scene.told(ADA), [accepted(1, BEN)]);
    scene.ends();
}

#[test]
fn a_call_to_a_device_that_stays_silent_fails_with_704() {
    let mut scene = Scene::begun();
    scene.does(Act::Cut, BEN, 0);
    scene.does(Act::Call, ADA, BEN);
    scene.waits(21_500);
    assert_eq!(scene.told(ADA), [failed(1, BEN, Ecode::InviteTimeout)]);
    scene.ends();
}

#[test]
fn of_two_who_call_each_other_the_call_of_the_one_who_sorts_first_goes_on() {
    let mut scene = Scene::begun();
    scene.does(Act::Call, ADA, BEN);
    scene.plays(Act::Call, BEN, ADA);
    // Each device confirms the other's invite by itself. Ada's own goes on; Ben's was over when hers came, so
    // her confirmation is answered with an end.
    scene.plays(Act::Accept, BEN, 0);
    assert!(scene.told(ADA).contains(&accepted(1, BEN)));
    let connected = |scene: &Scene, device: usize| {
        let phone = &scene.0.devices[device].as_ref().expect("the program runs").app.phone;
        phone.live().is_some_and(|((name, _), call)| name == "call 1" && call.state.connected())
    };
    assert!(connected(&scene, ADA) && connected(&scene, BEN));
    scene.ends();
}

#[test]
fn a_login_on_a_second_device_ends_the_first_with_103() {
    let mut scene = Scene::empty(&["ada", "ada", "ben"]);
    scene.plays(Act::SignIn, 0, 0);
    scene.plays(Act::Join, 0, 0);
    scene.plays(Act::SignIn, 1, 0);
    assert_eq!(scene.told(0).last(), Some(&Event::Logout { ecode: Ecode::LogoutKicked }));
    assert_eq!((scene.status(0), scene.status(1)), (Status::NotLoggedIn, Status::LoggedIn));
    scene.ends();
}

#[test]
fn after_a_cut_of_a_minute_a_device_goes_on_where_it_was_and_has_missed_nothing() {
    let mut scene = Scene::in_a_room();
    scene.does(Act::Cut, CLEO, 0);
    for _ in 0..5 {
        scene.plays(Act::Shout, ADA, 0);
        scene.plays(Act::Say, ADA, CLEO);
    }
    scene.plays(Act::Leave, BEN, 0);
    scene.waits(60_000);
    assert!(
        scene.told(ADA).iter().all(|event| event.name() != "onChannelUserLeaved" || *event == left_by_ben())
    );
    assert_eq!(scene.status(CLEO), Status::Reconnecting);
    scene.told(CLEO);
    scene.does(Act::Heal, CLEO, 0);
    scene.waits(12_000);
    let told = scene.told(CLEO);
    assert!(told.contains(&Event::Reconnected { fd: 0, resumed: true }), "{told:?}");
    let count = |name: &str| told.iter().filter(|event| event.name() == name).count();
    assert_eq!(count("onMessageChannelReceive"), 5);
    assert_eq!(count("onMessageInstantReceive"), 5);
    assert_eq!(count("onChannelUserLeaved"), 1);
    assert_eq!(count("onChannelJoined"), 0, "it never left");
    scene.ends();
}

fn left_by_ben() -> Event {
    let channel = ChannelName::new("red room").unwrap();
    Event::ChannelUserLeaved { channel, account: account(BEN), uid: uid(BEN) }
}

#[test]
fn after_a_cut_beyond_the_grace_a_device_signs_in_anew_and_is_back_in_its_channel() {
    let mut scene = Scene::in_a_room();
    scene.does(Act::Cut, CLEO, 0);
    scene.waits(60_000 + 120_000 - 5_000);
    scene.plays(Act::Say, ADA, CLEO);
    scene.waits(5_000);
    assert_eq!(scene.names(ADA), ["onMessageSendSuccess", "onChannelUserLeaved"]);
    scene.told(CLEO);
    scene.does(Act::Heal, CLEO, 0);
    scene.waits(12_000);
    let told = scene.told(CLEO);
    let names: Vec<&str> = told.iter().map(Event::name).filter(|name| *name != "onReconnecting").collect();
    assert!(told.contains(&Event::Reconnected { fd: 0, resumed: false }), "{told:?}");
    assert_eq!(names, ["onReconnected", "onChannelUserList", "onMessageInstantReceive"]);
    assert_eq!(scene.names(ADA), ["onChannelUserJoined"]);
    scene.ends();
}

#[test]
fn a_device_that_is_given_up_is_signed_out_with_102() {
    let mut scene = Scene::begun();
    scene.does(Act::Cut, CLEO, 0);
    scene.waits(210_000);
    assert!(scene.told(CLEO).contains(&Event::Logout { ecode: Ecode::LogoutNet }));
    scene.ends();
}

#[test]
fn a_restart_loses_nothing_that_was_acknowledged_and_doubles_nothing_that_is_sent_again() {
    for seed in 0..20 {
        let mut scene = Scene(World::new(seed, &ACCOUNTS, &[]));
        for device in 0..ACCOUNTS.len() {
            scene.does(Act::SignIn, device, 0);
        }
        scene.waits(3_000);
        // The server dies with sends of all kinds under way: not arrived, stored but not answered, answered.
        for burst in 0..6 {
            for _ in 0..4 {
                scene.does(Act::Say, ADA, BEN);
                scene.does(Act::Say, BEN, ADA);
            }
            scene.waits(20);
            if burst == 3 {
                scene.does([Act::Restart, Act::RestartAfterCommit][(seed % 2) as usize], 0, 0);
            }
        }
        scene.ends();
    }
}

#[test]
fn without_its_store_a_server_refuses_messages_and_goes_on_with_everything_else() {
    let mut scene = Scene::in_a_room();
    scene.does(Act::StoreOut, 0, 0);
    scene.plays(Act::Say, ADA, BEN);
    assert_eq!(scene.names(ADA), ["onMessageSendError", "onError"]);
    scene.plays(Act::Shout, ADA, 0);
    assert_eq!(scene.texts(BEN).len(), 1);
    scene.does(Act::StoreBack, 0, 0);
    scene.plays(Act::Say, ADA, BEN);
    assert_eq!(scene.texts(BEN).len(), 1);
    scene.ends();
}
