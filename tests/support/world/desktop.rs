use super::dice::Dice;
use super::host;
use crate::support::net::Millis;
use bellbird::client::{Answer, Api, Error, Event};
use bellbird::ids::Account;
use bellbird::model::{
    AccountModel, CallRecord, Chat, ChatId, Message, MessageKey, Model, SendState, ServerChoice, Slot,
};
use bellbird::service::apply::{
    Attempt, Core, Effect, Input, Moment, Opened, Ticket, Unsent, Write, WriteNumber,
};
use bellbird::service::{Command, SignInForm};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

const SLOT: Slot = Slot(0);

/// What of a desktop app survives the end of its program.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    messages: BTreeMap<MessageKey, (ChatId, Message)>,
    calls: Vec<CallRecord>,
    version: u64,
    outbox_id: u64,
}

impl Kept {
    fn apply(&mut self, write: Write) {
        match write {
            Write::Message { chat, message, version } => {
                self.messages.insert(message.key, (chat, message));
                self.version = version.unwrap_or(self.version).max(self.version);
            }
            Write::State { key, state } => {
                if let Some((_, message)) = self.messages.get_mut(&key) {
                    message.state = state;
                }
            }
            Write::RemoveMessage { key } => {
                self.messages.remove(&key);
            }
            Write::RemoveChat { chat } => self.messages.retain(|_, (of, _)| *of != chat),
            Write::Call(record) => self.calls.push(record),
            Write::Received { version } => self.version = version,
            Write::Chat { .. }
            | Write::Draft { .. }
            | Write::CallsSeen
            | Write::Name { .. }
            | Write::Settings(_)
            | Write::Remembered(_) => {}
        }
    }

    pub fn transcripts(&self) -> BTreeMap<ChatId, Vec<Arc<Message>>> {
        let mut transcripts: BTreeMap<ChatId, Vec<Arc<Message>>> = BTreeMap::new();
        for (chat, message) in self.messages.values() {
            transcripts.entry(chat.clone()).or_default().push(Arc::new(message.clone()));
        }
        transcripts
    }

    fn opened(&self) -> Opened {
        let waits = |message: &Message| matches!(message.state, SendState::Queued | SendState::Sending);
        let unsent = self.messages.iter().filter(|(_, (_, message))| waits(message));
        let text = |message: &Message| match &message.body {
            bellbird::model::Body::Text(text) => text.clone(),
            other => panic!("only texts are sent, not {other:?}"),
        };
        Opened {
            chats: self.transcripts().into_keys().map(|chat| (chat, Chat::default())).collect(),
            calls: self.calls.clone(),
            last_key: self.messages.keys().last().map_or(0, |key| key.0),
            last_call: self.calls.last().map_or(0, |call| call.id),
            version: self.version,
            outbox_id: self.outbox_id,
            unsent: unsent
                .map(|(key, (chat, message))| Unsent { chat: chat.clone(), key: *key, text: text(message) })
                .collect(),
            ..Opened::default()
        }
    }
}

/// What the service wants of its session, in this order.
#[derive(Debug)]
pub enum Wish {
    Ask(Ticket, Api),
    Received(u64),
    /// A new session that has this version of the mailbox.
    Connect(u64),
    Disconnect,
}

/// The desktop app's service on a device: its core, the model, and a disk that takes its time.
#[derive(Debug)]
pub struct Desktop {
    account: String,
    core: Core,
    pub model: Model,
    pub kept: Kept,
    /// Not on the disk yet: lost if the program ends now.
    queue: VecDeque<(Millis, WriteNumber, Write)>,
    slowness: Millis,
    attempt: Attempt,
    pub wishes: VecDeque<Wish>,
    tickets: BTreeMap<u64, Ticket>,
    dice: Dice,
}

impl Desktop {
    pub fn new(account: &str, kept: Option<Kept>, mut dice: Dice) -> Self {
        let fresh = Kept { outbox_id: dice.roll(), ..Kept::default() };
        Self {
            account: account.to_owned(),
            core: Core::new(),
            model: Model::default(),
            kept: kept.unwrap_or(fresh),
            queue: VecDeque::new(),
            slowness: if dice.chance(20) { 2_000 } else { 20 },
            attempt: Attempt::default(),
            wishes: VecDeque::new(),
            tickets: BTreeMap::new(),
            dice,
        }
    }

    pub fn signs_in(&mut self, now: Millis) {
        let form = SignInForm {
            server: ServerChoice::Address("ws://world".to_owned()),
            app: "demo".to_owned(),
            account: self.account.clone(),
            token: String::new(),
            remember: false,
        };
        self.command(Command::SignIn(form), now);
    }

    pub fn command(&mut self, command: Command, now: Millis) {
        self.input(Input::Command(command), now);
    }

    pub fn event(&mut self, event: Event, now: Millis) {
        self.input(Input::Event { attempt: self.attempt, event }, now);
    }

    pub fn asks(&mut self, token: u64, ticket: Ticket) {
        self.tickets.insert(token, ticket);
    }

    pub fn answered(&mut self, token: u64, answer: Result<Answer, Error>, now: Millis) {
        if let Some(ticket) = self.tickets.remove(&token) {
            self.answers(ticket, answer, now);
        }
    }

    pub fn answers(&mut self, ticket: Ticket, answer: Result<Answer, Error>, now: Millis) {
        self.input(Input::Answer { ticket, answer }, now);
    }

    pub fn me(&self) -> Option<&AccountModel> {
        self.model.account(SLOT)
    }

    /// What the window shows, or what it would show after signing in.
    pub fn transcripts(&self) -> BTreeMap<ChatId, Vec<Arc<Message>>> {
        let Some(me) = self.me() else { return self.kept.transcripts() };
        let shown = |chat: &Chat| chat.transcript.iter().cloned().collect();
        me.chats.iter().map(|(id, chat)| (id.clone(), shown(chat))).collect()
    }

    pub fn deadline(&self) -> Option<Millis> {
        let core = self.core.next_deadline().map(|(at, _)| host::since_the_beginning(at));
        [core, self.queue.front().map(|(due, ..)| *due)].into_iter().flatten().min()
    }

    pub fn tick(&mut self, now: Millis) {
        let mut kept = None;
        while let Some((_, number, write)) = self.queue.pop_front_if(|(due, ..)| *due <= now) {
            self.kept.apply(write);
            kept = Some(number);
        }
        if let Some(number) = kept {
            self.input(Input::Kept { tried: number, kept: number }, now);
        }
        if self.core.next_deadline().is_some_and(|(at, _)| host::since_the_beginning(at) <= now) {
            self.input(Input::Tick, now);
        }
    }

    fn input(&mut self, input: Input, now: Millis) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let mut out = Vec::new();
            let moment = Moment { now: host::unix_millis(now), random: self.dice.roll() };
            self.core.handle(&mut self.model, moment, SLOT, input, &mut out);
            for (_, effect) in out {
                self.carries_out(effect, now, &mut inputs);
            }
        }
    }

    fn carries_out(&mut self, effect: Effect, now: Millis, inputs: &mut VecDeque<Input>) {
        match effect {
            Effect::Keep { number, write } => {
                let due = now + 1 + self.dice.below(self.slowness);
                let due = self.queue.back().map_or(due, |(last, ..)| due.max(*last));
                self.queue.push_back((due, number, write));
            }
            Effect::OpenHistory { attempt, .. } => {
                self.attempt = attempt;
                inputs.extend(self.flushes());
                inputs.push_back(Input::Opened { attempt, history: Box::new(self.kept.opened()) });
                for (chat, messages) in self.kept.transcripts() {
                    inputs.push_back(Input::Loaded { attempt, chat, messages });
                }
                inputs.push_back(Input::LoadedAll { attempt });
            }
            Effect::CloseHistory => inputs.extend(self.flushes()),
            Effect::Begin { ticket, api } => self.wishes.push_back(Wish::Ask(ticket, api)),
            Effect::Received { version } => self.wishes.push_back(Wish::Received(version)),
            Effect::Connect { received, .. } => self.wishes.push_back(Wish::Connect(received)),
            Effect::Disconnect => self.wishes.push_back(Wish::Disconnect),
            Effect::FindLocalServer { .. }
            | Effect::Probe { .. }
            | Effect::Search { .. }
            | Effect::Notify(_)
            | Effect::StopRinging
            | Effect::Export(_) => {}
        }
    }

    fn flushes(&mut self) -> Option<Input> {
        let last = self.queue.back().map(|(_, number, _)| *number)?;
        for (_, _, write) in self.queue.drain(..) {
            self.kept.apply(write);
        }
        Some(Input::Kept { tried: last, kept: last })
    }

    /// The name of the call that goes on, its side and its state.
    pub fn live_call(&self) -> Option<(String, String, bellbird::call::Side, bellbird::call::CallState)> {
        let call = self.me()?.call.as_ref().filter(|call| !call.over())?;
        Some((call.key.channel.to_string(), call.key.peer.to_string(), call.side, call.state))
    }
}

/// A person's chat.
pub fn person(account: &str) -> ChatId {
    ChatId::Person(Account::new(account).expect("the accounts of a plan are names"))
}
