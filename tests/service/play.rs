//! Random plays through the core: whatever happens in whatever order, nothing that was written is lost,
//! doubled or sent out of turn, and a call always comes to an end.

use super::desk::{Desk, name};
use crate::support::device::{account, person};
use bellbird::call::CallState;
use bellbird::client::{Answer, Api, Error, Event};
use bellbird::ids::{MessageId, Uid};
use bellbird::model::{Body, ChatId, SendState};
use bellbird::service::{CallOptions, Command};
use bellbird::wire::{Ecode, Refusal};
use proptest::prelude::*;
use std::collections::BTreeMap;

const CHANNEL: &str = "lantern-night";

#[derive(Debug, Clone)]
enum Move {
    Write { to_channel: bool },
    Hear,
    Answer(Reply),
    Lose,
    Back { resumed: bool },
    Pass(i64),
    DiskSticks,
    DiskGoesOn,
    RetryFailed { in_channel: bool },
    Call,
    Invited { by_the_called: bool },
    Accept,
    End,
    PeerRings,
    PeerAccepts,
    PeerEnds,
    InviteFails,
}

#[derive(Debug, Clone, Copy)]
enum Reply {
    Taken,
    NoAnswer,
    TooFast,
    NotLoggedIn,
    Full,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let reply = prop_oneof![
        6 => Just(Reply::Taken),
        1 => Just(Reply::NoAnswer),
        1 => Just(Reply::TooFast),
        1 => Just(Reply::NotLoggedIn),
        1 => Just(Reply::Full),
    ];
    let one = prop_oneof![
        6 => any::<bool>().prop_map(|to_channel| Move::Write { to_channel }),
        2 => Just(Move::Hear),
        10 => reply.prop_map(Move::Answer),
        1 => Just(Move::Lose),
        2 => any::<bool>().prop_map(|resumed| Move::Back { resumed }),
        2 => (1_i64..90_000).prop_map(Move::Pass),
        1 => Just(Move::DiskSticks),
        2 => Just(Move::DiskGoesOn),
        2 => any::<bool>().prop_map(|in_channel| Move::RetryFailed { in_channel }),
        1 => Just(Move::Call),
        1 => any::<bool>().prop_map(|by_the_called| Move::Invited { by_the_called }),
        1 => Just(Move::Accept),
        1 => Just(Move::End),
        1 => Just(Move::PeerRings),
        1 => Just(Move::PeerAccepts),
        1 => Just(Move::PeerEnds),
        1 => Just(Move::InviteFails),
    ];
    prop::collection::vec(one, 1..120)
}

/// The desk, and what the server has taken.
struct Play {
    desk: Desk,
    written: u64,
    version: u64,
    texts: BTreeMap<ChatId, Vec<String>>,
    taken: BTreeMap<ChatId, Vec<String>>,
    retried: bool,
}

fn message_of(api: &Api) -> Option<(ChatId, String)> {
    match api {
        Api::MessageInstantSend { account: to, msg, .. } => Some((person(to), msg.clone())),
        Api::MessageChannelSend { channel, msg, .. } => Some((ChatId::Channel(name(channel)), msg.clone())),
        _ => None,
    }
}

impl Play {
    fn new() -> Self {
        let mut desk = Desk::signed_in("mira");
        desk.join(CHANNEL, &["mira", "nora"]);
        Self { desk, written: 0, version: 0, texts: BTreeMap::new(), taken: BTreeMap::new(), retried: false }
    }

    fn chat(in_channel: bool) -> ChatId {
        if in_channel { ChatId::Channel(name(CHANNEL)) } else { person("nora") }
    }

    fn play(&mut self, one: Move) {
        let desk = &mut self.desk;
        match one {
            Move::Write { to_channel } => {
                self.written += 1;
                let (chat, text) = (Self::chat(to_channel), format!("text {}", self.written));
                desk.write(&chat, &text);
                self.texts.entry(chat).or_default().push(text);
            }
            Move::Hear => {
                self.version += 1;
                desk.hear("nora", &format!("heard {}", self.version), self.version);
            }
            Move::Answer(reply) => self.answer(reply),
            Move::Lose => desk.lose_connection(),
            Move::Back { resumed } => self.back(resumed),
            Move::Pass(millis) => desk.pass(millis),
            Move::DiskSticks => desk.stuck = true,
            Move::DiskGoesOn => desk.disk_catches_up(),
            Move::RetryFailed { in_channel } => {
                let chat = Self::chat(in_channel);
                let failed = |state: &SendState| matches!(state, SendState::Failed(_));
                if let Some(message) = desk.messages(&chat).iter().find(|message| failed(&message.state)) {
                    self.retried = true;
                    desk.command(Command::RetryMessage { chat, key: message.key });
                }
            }
            Move::Call => {
                desk.command(Command::Call { peer: account("nora"), options: CallOptions::default() });
            }
            Move::Invited { by_the_called } => {
                let peer = if by_the_called { "nora" } else { "tom" };
                let (channel, extra) = (name("call-x"), String::new());
                desk.event(Event::InviteReceived { channel, account: account(peer), uid: Uid(0), extra });
            }
            Move::Accept => desk.command(Command::AcceptCall),
            Move::End => desk.command(Command::EndCall),
            Move::PeerRings | Move::PeerAccepts | Move::PeerEnds | Move::InviteFails => self.peer(&one),
        }
    }

    fn back(&mut self, resumed: bool) {
        if self.desk.me().online() {
            return;
        }
        self.desk.come_back(resumed);
        if !resumed {
            let members = vec![(account("mira"), Uid(0))];
            self.desk.event(Event::ChannelUserList { channel: name(CHANNEL), members });
        }
    }

    fn peer(&mut self, one: &Move) {
        let Some(key) = self.desk.me().call.as_ref().map(|call| call.key.clone()) else { return };
        let (channel, account, uid, extra) = (key.channel, key.peer, Uid(0), String::new());
        self.desk.event(match one {
            Move::PeerRings => Event::InviteReceivedByPeer { channel, account, uid },
            Move::PeerAccepts => Event::InviteAcceptedByPeer { channel, account, uid, extra },
            Move::PeerEnds => Event::InviteEndByPeer { channel, account, uid, extra },
            _ => Event::InviteFailed { channel, account, uid, ecode: Ecode::InviteTimeout, extra },
        });
    }

    fn answer(&mut self, reply: Reply) {
        let Some(api) = self.desk.asked().into_iter().next() else { return };
        let message = message_of(&api);
        let refused = |refusal| Err(Error::Refused { refusal, ecode: Ecode::GeneralFailed });
        let answer = match (&message, reply) {
            (Some((chat, text)), Reply::Taken) => {
                self.taken.entry(chat.clone()).or_default().push(text.clone());
                Ok(Answer::Sent { message_id: MessageId::default() })
            }
            (Some(_), Reply::NoAnswer) => Err(Error::NoAnswer),
            (Some(_), Reply::TooFast) => refused(Refusal::RateLimited),
            (Some(_), Reply::NotLoggedIn) => Err(Error::NotLoggedIn),
            (Some(_), Reply::Full) => refused(Refusal::MailboxFull),
            (None, _) => Ok(Answer::Done),
        };
        self.desk.answer(answer);
    }

    /// The disk works, the connection is back, the server takes everything: all that waits goes out.
    fn end_well(&mut self) {
        self.desk.disk_catches_up();
        self.back(false);
        for _ in 0..2_000 {
            self.desk.pass(1_200);
            if self.desk.asked().is_empty() {
                break;
            }
            self.answer(Reply::Taken);
        }
    }

    fn check(&mut self) {
        for (chat, texts) in &self.texts {
            let messages = self.desk.messages(chat);
            let keys: Vec<u64> = messages.iter().map(|message| message.key.0).collect();
            assert!(keys.is_sorted_by(|a, b| a < b), "keys rise: {keys:?}");
            let shown: Vec<String> = messages
                .iter()
                .filter(|message| message.author == bellbird::model::Author::Me)
                .filter_map(|message| match &message.body {
                    Body::Text(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect();
            assert_eq!(&shown, texts, "all that was written is shown, in order, once");
            for message in &messages {
                let rests = matches!(message.state, SendState::Queued | SendState::Sending);
                assert!(!rests, "nothing waits any more: {message:?}");
            }
            let taken = self.taken.get(chat).cloned().unwrap_or_default();
            let mut once = taken.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), taken.len(), "nothing is sent again after it was taken: {taken:?}");
            if !self.retried {
                let order: Vec<_> = texts.iter().filter(|text| taken.contains(text)).cloned().collect();
                assert_eq!(taken, order, "sent in the order in which it was written");
            }
        }
        self.desk.pass(120_000);
        if let Some(call) = &self.desk.me().call {
            let settled = matches!(call.state, CallState::Connected | CallState::Ended(_));
            assert!(settled, "nothing rings for ever: {call:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_was_written_is_lost_doubled_or_sent_out_of_turn(moves in moves()) {
        let mut play = Play::new();
        for one in moves {
            play.play(one);
        }
        play.end_well();
        play.check();
    }
}
