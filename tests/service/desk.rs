//! The core of the service on a desk: inputs by hand, a disk that keeps at once, and every call written down.

use crate::support::device::{APP, account};
use bellbird::client::{Answer, Api, Error, Event};
use bellbird::ids::{ChannelName, Uid};
use bellbird::model::{AccountModel, Call, ChatId, Message, Millis, Model, Notice, ServerChoice, Slot};
use bellbird::service::apply::{
    Attempt, Core, Effect, Input, Moment, Notification, Of, Opened, Ticket, Write, WriteNumber,
};
use bellbird::service::{Command, SignInForm};
use std::collections::VecDeque;
use std::sync::Arc;

const SLOT: Slot = Slot(0);
pub const START: Millis = 1_000_000;

pub struct Desk {
    pub core: Core,
    pub model: Model,
    pub now: Millis,
    pub writes: Vec<Write>,
    pub notifications: Vec<Notification>,
    /// Versions that the server was told it may forget.
    pub received: Vec<u64>,
    /// Effects that nothing else here takes.
    pub others: Vec<Effect>,
    begun: VecDeque<(Ticket, Api)>,
    attempt: Attempt,
    /// The disk takes nothing: what was written waits.
    pub stuck: bool,
    unkept: Option<WriteNumber>,
    /// The disk refuses what it is given.
    pub full: bool,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            core: Core::new(),
            model: Model::default(),
            now: START,
            writes: Vec::new(),
            notifications: Vec::new(),
            received: Vec::new(),
            others: Vec::new(),
            begun: VecDeque::new(),
            attempt: Attempt::default(),
            stuck: false,
            unkept: None,
            full: false,
        }
    }

    pub fn signed_in(name: &str) -> Self {
        Self::signed_in_with(name, Opened::default())
    }

    /// Signed in with what the history had; the questions of the beginning are answered.
    pub fn signed_in_with(name: &str, history: Opened) -> Self {
        let mut desk = Self::new();
        desk.begin_sign_in(name, history);
        desk.event(Event::LoginSuccess { uid: Uid(7), fd: 0 });
        desk.input(Input::LoadedAll { attempt: desk.attempt });
        desk.settle();
        desk
    }

    pub fn begin_sign_in(&mut self, name: &str, history: Opened) {
        let form = SignInForm {
            server: ServerChoice::Address("127.0.0.1:1".to_owned()),
            app: APP.to_owned(),
            account: name.to_owned(),
            token: String::new(),
            remember: false,
        };
        self.command(Command::SignIn(form));
        self.input(Input::Opened { attempt: self.attempt, history: Box::new(history) });
    }

    pub fn command(&mut self, command: Command) {
        self.input(Input::Command(command));
    }

    pub fn event(&mut self, event: Event) {
        self.input(Input::Event { attempt: self.attempt, event });
    }

    pub fn attempt(&self) -> Attempt {
        self.attempt
    }

    pub fn command_at(&mut self, slot: u8, command: Command) {
        let mut out = Vec::new();
        let moment = Moment { now: self.now, random: 1 };
        self.core.handle(&mut self.model, moment, Slot(slot), Input::Command(command), &mut out);
        self.take(out);
    }

    /// How many calls wait for their answers.
    pub fn waiting(&self) -> usize {
        self.begun.len()
    }

    /// Answers the oldest call that waits, a question about people as well.
    pub fn answer_raw(&mut self, answer: Result<Answer, Error>) {
        let (ticket, _) = self.begun.pop_front().expect("a call waits for its answer");
        self.input(Input::Answer { ticket, answer });
    }

    pub fn input(&mut self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let mut out = Vec::new();
            let moment = Moment { now: self.now, random: 0x1234_5678_9abc_def0 };
            self.core.handle(&mut self.model, moment, SLOT, input, &mut out);
            inputs.extend(self.take(out));
        }
    }

    fn take(&mut self, out: Vec<Of<Effect>>) -> Option<Input> {
        let mut last = None;
        for (_, effect) in out {
            match effect {
                Effect::Keep { number, write } => {
                    self.writes.push(write);
                    last = Some(number);
                }
                Effect::Begin { ticket, api } => self.begun.push_back((ticket, api)),
                Effect::Notify(notification) => self.notifications.push(notification),
                Effect::Received { version } => self.received.push(version),
                Effect::OpenHistory { attempt, .. } => self.attempt = attempt,
                other => self.others.push(other),
            }
        }
        if self.stuck {
            self.unkept = last.or(self.unkept);
            return None;
        }
        last.map(|number| self.kept(number))
    }

    fn kept(&self, tried: WriteNumber) -> Input {
        Input::Kept { tried, kept: if self.full { WriteNumber(0) } else { tried } }
    }

    /// The disk catches up with what waits.
    pub fn disk_catches_up(&mut self) {
        self.stuck = false;
        if let Some(number) = self.unkept.take() {
            self.input(self.kept(number));
        }
    }

    /// Time passes; every deadline on the way is kept.
    pub fn pass(&mut self, millis: Millis) {
        let end = self.now + millis;
        while let Some((at, _)) = self.core.next_deadline().filter(|(at, _)| *at <= end) {
            self.now = self.now.max(at);
            self.input(Input::Tick);
            self.settle_queries();
        }
        self.now = end;
    }

    /// What was asked of the SDK since the last look, without questions about people.
    pub fn asked(&mut self) -> Vec<Api> {
        self.settle_queries();
        self.begun.iter().map(|(_, api)| api.clone()).collect()
    }

    pub fn one_asked(&mut self) -> Api {
        let asked = self.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        asked.into_iter().next().unwrap()
    }

    /// Answers the oldest call that waits.
    pub fn answer(&mut self, answer: Result<Answer, Error>) {
        self.settle_queries();
        let (ticket, _) = self.begun.pop_front().expect("a call waits for its answer");
        self.input(Input::Answer { ticket, answer });
    }

    /// Everything that waits is answered well.
    pub fn settle(&mut self) {
        while let Some((ticket, _)) = self.begun.pop_front() {
            self.input(Input::Answer { ticket, answer: Ok(Answer::Done) });
        }
    }

    fn settle_queries(&mut self) {
        let is_query = |api: &Api| {
            matches!(api, Api::QueryUserStatus { .. } | Api::GetAttr { .. } | Api::GetAttrAll { .. })
        };
        while let Some(at) = self.begun.iter().position(|(_, api)| is_query(api)) {
            let (ticket, _) = self.begun.remove(at).unwrap();
            self.input(Input::Answer { ticket, answer: Ok(Answer::Done) });
        }
    }

    pub fn me(&self) -> &AccountModel {
        self.model.account(SLOT).expect("somebody is signed in")
    }

    pub fn call(&self) -> &Call {
        self.me().call.as_ref().expect("there is a call")
    }

    pub fn messages(&self, chat: &ChatId) -> Vec<Arc<Message>> {
        let chat = self.me().chats.chat(chat);
        chat.map(|chat| chat.transcript.iter().cloned().collect()).unwrap_or_default()
    }

    pub fn last(&self, chat: &ChatId) -> Arc<Message> {
        self.messages(chat).pop().expect("the chat has a message")
    }

    pub fn notices(&self) -> Vec<&Notice> {
        self.model.notices.after(0).collect()
    }

    pub fn write(&mut self, chat: &ChatId, text: &str) {
        self.command(Command::SendMessage { chat: chat.clone(), text: text.to_owned() });
    }

    pub fn hear(&mut self, from: &str, text: &str, version: u64) {
        self.event(Event::MessageInstantReceive {
            account: account(from),
            uid: Uid(0),
            msg: text.to_owned(),
            at_millis: self.now,
            version,
        });
    }

    pub fn hear_in(&mut self, channel: &str, from: &str, text: &str) {
        self.event(Event::MessageChannelReceive {
            channel: name(channel),
            account: account(from),
            uid: Uid(0),
            msg: text.to_owned(),
            at_millis: self.now,
        });
    }

    /// Joins a channel that these are in.
    pub fn join(&mut self, channel: &str, members: &[&str]) -> ChatId {
        self.command(Command::JoinChannel { name: name(channel) });
        self.event(Event::ChannelJoined { channel: name(channel) });
        let members = members.iter().map(|member| (account(member), Uid(0))).collect();
        self.event(Event::ChannelUserList { channel: name(channel), members });
        self.answer(Ok(Answer::Done));
        ChatId::Channel(name(channel))
    }

    pub fn lose_connection(&mut self) {
        self.event(Event::Reconnecting { nretry: 1 });
    }

    pub fn come_back(&mut self, resumed: bool) {
        self.event(Event::Reconnected { fd: 0, resumed });
    }
}

pub fn name(channel: &str) -> ChannelName {
    ChannelName::new(channel).unwrap()
}
