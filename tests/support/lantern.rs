//! The evening before Lantern Night: the model behind the pictures of the design.
//!
//! Accounts are chosen so that their colours are those of the pictures; names are attributes, as people set
//! them.

use super::NOW;
use bellbird::call::{EndReason, Side};
use bellbird::ids::{Account, AppId, AttributeName, ChannelName};
use bellbird::model::{
    AccountModel, Attribute, Author, Body, CallRecord, ChannelState, ChatId, Connection, JoinedChannel,
    Message, MessageKey, Millis, Model, Presence, SendFailure, SendState, Slot,
};
use bellbird::ui::ViewState;
use std::sync::Arc;

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

pub const MAYA: &str = "maya-o";
pub const NORA: &str = "nora-t";
pub const KAI: &str = "kai-tanaka";
pub const TOMAS: &str = "tomas-l";
pub const LIN: &str = "lin01";
pub const PRIYA: &str = "priya-rey";
pub const GATE: &str = "+46850012";
pub const BO: &str = "bo";

/// The words of the pictures in one language.
struct Words {
    names: [(&'static str, &'static str); 8],
    channels: [&'static str; 3],
    said: [&'static str; 12],
    previews: [&'static str; 9],
    attributes: [(&'static str, &'static str); 3],
}

const ENGLISH: Words = Words {
    names: [
        (MAYA, "Maya Okafor"),
        (NORA, "Nora Lind"),
        (KAI, "Kai Tanaka"),
        (TOMAS, "Tomás Rey"),
        (LIN, "林薇"),
        (PRIYA, "Priya Raman"),
        (GATE, "Gate phone"),
        (BO, "Bo Hansen"),
    ],
    channels: ["lantern-night", "stage-crew", "front-gate"],
    said: [
        "Monitors are patched. Let’s do one more line check in the morning.",
        "Morning! Gate opens at 18:00, crew call is 15:30.",
        "The parking code is in the `parking` attribute.",
        "Perfect. I’ll walk the lantern path with Tomás at 14:00.",
        "Kai, can you bring the long ladder?",
        "Already on site, behind the tea tent",
        "Just spoke to the generator people. They can deliver at 12:30 today, or not until Monday.",
        "Maya, shall I say yes?",
        "Yes please, I’ll meet them at the service gate.",
        "Sharing the gate code with the crew now.",
        "I can call the driver if they need directions.",
        "Kai, can you wave them in from the tea tent?",
    ],
    previews: [
        "Monitors are patched",
        "Lanes 1–4 are ready",
        "Can you call me when you’re free?",
        "Thanks, see you at 15:30",
        "明天几点集合？ What time tomorrow?",
        "Sent you the run sheet",
        "See you Saturday!",
        "",
        "",
    ],
    attributes: [
        ("topic", "Gate opens Saturday 18:00"),
        ("parking", "Lot B2, code 4471"),
        ("_channel_ttl", "7200"),
    ],
};

const CHINESE: Words = Words {
    names: [
        (MAYA, "陈玥"),
        (NORA, "李诺"),
        (KAI, "田中 海"),
        (TOMAS, "Tomás Rey"),
        (LIN, "林薇"),
        (PRIYA, "赵一帆"),
        (GATE, "门岗电话"),
        (BO, "何博"),
    ],
    channels: ["灯会筹备", "舞台组", "正门"],
    said: [
        "返送音箱接好了，明早再试一遍音。",
        "早！大门 18:00 开，工作人员 15:30 到岗。",
        "停车码在 `parking` 频道属性里，和去年一样。",
        "太好了。14:00 我和 Tomás 去走一遍灯笼路线。",
        "海，能把那架长梯带来吗？",
        "梯子已经在现场了，在茶棚后面",
        "刚和发电机那边通完电话，今天 12:30 送，不然等周一。",
        "陈玥，要不要我答应？",
        "可以，我到服务门接他们。",
        "正门密码也发给大家了。",
        "需要指路的话我可以打给司机。",
        "海，你能在茶棚那边接一下他们吗？",
    ],
    previews: [
        "返送音箱接好了",
        "1–4 号通道就绪",
        "有空给我打个电话吗？",
        "谢谢，15:30 见",
        "排练视频我看完了，非常好！",
        "流程表发你了",
        "周六见！",
        "",
        "",
    ],
    attributes: [("topic", "周六 18:00 开门"), ("parking", "B2 · 4471"), ("_channel_ttl", "7200")],
};

pub fn account(name: &str) -> Account {
    Account::new(name).unwrap()
}

/// A time of today, in UTC.
pub fn today(hour: Millis, minute: Millis) -> Millis {
    NOW - NOW % DAY + hour * HOUR + minute * MINUTE
}

/// Gives every message its key.
#[derive(Default)]
pub struct Keys(u64);

impl Keys {
    pub fn message(&mut self, at: Millis, author: Author, body: Body, state: SendState) -> Message {
        self.0 += 1;
        Message { key: MessageKey(self.0), at, author, body, state }
    }

    pub fn said(&mut self, at: Millis, author: &str, text: &str) -> Message {
        let author = Author::Person(account(author));
        self.message(at, author, Body::Text(Arc::from(text)), SendState::Received)
    }

    pub fn mine(&mut self, at: Millis, text: &str, state: SendState) -> Message {
        self.message(at, Author::Me, Body::Text(Arc::from(text)), state)
    }
}

/// Maya, alone on the server of her own computer.
pub fn alone() -> Model {
    let app = AppId::new("lantern").unwrap();
    let mut maya = AccountModel::new(account(MAYA), app, String::new());
    maya.connection = Connection::Online { back_at: None };
    maya.attributes.set(AttributeName::new("name").unwrap(), Attribute::new("Maya Okafor"));
    let mut model = Model::default();
    model.accounts.insert(Slot(0), Arc::new(maya));
    model
}

pub fn chat_of(name: &str) -> ChatId {
    ChatId::Channel(ChannelName::new(name).unwrap())
}

/// The view of the pictures: the channel is open.
pub fn in_channel(model: &Model) -> ViewState {
    let channel = model.account(Slot(0)).unwrap().channel.as_ref().unwrap();
    ViewState { open_chat: Some(ChatId::Channel(channel.name.clone())), ..ViewState::default() }
}

pub fn lantern() -> Model {
    evening(&ENGLISH)
}

pub fn lantern_in_chinese() -> Model {
    let mut model = evening(&CHINESE);
    let maya = model.account_mut(Slot(0)).unwrap();
    let chat = maya.chats.chat_mut(&ChatId::Person(account(LIN))).unwrap();
    let mut keys = Keys(900);
    chat.push(keys.mine(today(8, 2), CHINESE.previews[4], SendState::Sent));
    model.settings.language = bellbird::model::LanguageChoice::Chinese;
    model
}

fn evening(words: &Words) -> Model {
    let mut model = alone();
    let maya = model.account_mut(Slot(0)).unwrap();
    let name = |who: &str| words.names.iter().find(|(account, _)| *account == who).unwrap().1;
    let attribute = |value: &str| (AttributeName::new("name").unwrap(), Attribute::new(value));
    let (key, value) = attribute(name(MAYA));
    maya.attributes.set(key, value);
    for (who, name) in &words.names[1..] {
        let person = maya.people.meet(&account(who));
        let (key, value) = attribute(name);
        person.attributes.set(key, value);
        person.presence = match *who {
            TOMAS | BO => Presence::Offline,
            GATE => Presence::Unknown,
            _ => Presence::Online,
        };
    }
    let members = [MAYA, NORA, KAI, LIN, PRIYA, TOMAS].map(account);
    maya.channel = Some(Arc::new(JoinedChannel {
        name: ChannelName::new(words.channels[0]).unwrap(),
        state: ChannelState::Joined,
        members: Arc::new(members.to_vec()),
        member_count: 6,
        members_at: today(9, 16),
        attributes: words
            .attributes
            .iter()
            .map(|(name, value)| (AttributeName::new(name).unwrap(), Attribute::new(value)))
            .collect(),
    }));
    let mut keys = Keys::default();
    conversation(maya, words, &mut keys);
    others(maya, words, &mut keys);
    model
}

fn conversation(maya: &mut AccountModel, words: &Words, keys: &mut Keys) {
    let said = &words.said;
    let chat = maya.chats.open(&chat_of(words.channels[0]));
    chat.push(keys.said(today(21, 46) - DAY, TOMAS, said[0]));
    chat.push(keys.said(today(8, 52), NORA, said[1]));
    chat.push(keys.said(today(8, 53), NORA, said[2]));
    chat.push(keys.mine(today(9, 2), said[3], SendState::Delivered));
    chat.push(keys.mine(today(9, 2), said[4], SendState::Delivered));
    chat.push(keys.said(today(9, 5), KAI, said[5]));
    let joined = Body::Joined(account(PRIYA));
    chat.push(keys.message(today(9, 11), Author::System, joined, SendState::Received));
    let first_new = keys.said(today(9, 14), PRIYA, said[6]);
    chat.new_from = Some(first_new.key);
    chat.push(first_new);
    chat.push(keys.said(today(9, 14), PRIYA, said[7]));
    chat.push(keys.mine(today(9, 15), said[8], SendState::Sent));
    chat.push(keys.mine(today(9, 15), said[9], SendState::Failed(SendFailure::NoReply)));
    chat.push(keys.mine(today(9, 16), said[10], SendState::Sending));
}

fn others(maya: &mut AccountModel, words: &Words, keys: &mut Keys) {
    let [patched, lanes, free, thanks, tomorrow, sheet, saturday, ..] = words.previews;
    let yesterday = today(18, 20) - DAY;
    let crew = maya.chats.open(&chat_of(words.channels[1]));
    crew.push(keys.said(yesterday, TOMAS, patched));
    let gate = maya.chats.open(&chat_of(words.channels[2]));
    gate.push(keys.said(today(15, 0) - 3 * DAY, LIN, lanes));

    let person = |who: &str| ChatId::Person(account(who));
    let nora = maya.chats.open(&person(NORA));
    nora.push(keys.said(today(9, 11), NORA, "Hi Maya"));
    nora.push(keys.said(today(9, 12), NORA, free));
    nora.unread = 2;
    let kai = maya.chats.open(&person(KAI));
    kai.push(keys.mine(today(8, 40), thanks, SendState::Delivered));
    let call = |side, reason, talked_millis| Body::Call { side, reason, talked_millis };
    let tomas = maya.chats.open(&person(TOMAS));
    let missed = call(Side::Callee, EndReason::PeerCancelled, None);
    tomas.push(keys.message(today(8, 15), Author::System, missed, SendState::Received));
    tomas.missed_calls = 1;
    let lin = maya.chats.open(&person(LIN));
    lin.push(keys.said(today(8, 2), LIN, tomorrow));
    let priya = maya.chats.open(&person(PRIYA));
    priya.push(keys.said(yesterday - 5 * MINUTE, PRIYA, sheet));
    let phone = maya.chats.open(&person(GATE));
    let ended = call(Side::Caller, EndReason::HungUp, Some(192_000));
    phone.push(keys.message(yesterday - HOUR, Author::System, ended, SendState::Received));
    let bo = maya.chats.open(&person(BO));
    bo.push(keys.said(today(12, 0) - 4 * DAY, BO, saturday));
    maya.call_log.push(CallRecord {
        id: 1,
        peer: account(TOMAS),
        channel: ChannelName::new("call-1").unwrap(),
        side: Side::Callee,
        started_at: today(8, 15),
        ringing_at: Some(today(8, 15)),
        connected_at: None,
        ended_at: today(8, 16),
        reason: EndReason::PeerCancelled,
        extra: Arc::from(""),
        peer_extra: Arc::from(""),
        ecode: None,
        steps: Arc::default(),
        unseen: true,
    });
}

/// The same channel a minute later, without a connection.
pub fn reconnecting() -> Model {
    let mut model = lantern();
    let maya = model.account_mut(Slot(0)).unwrap();
    maya.connection =
        Connection::Reconnecting { since: today(9, 16), attempt: 3, next_try_at: Some(NOW + 4_000) };
    if let Some(channel) = maya.channel_mut() {
        channel.state = ChannelState::Rejoining;
    }
    let id = chat_of(ENGLISH.channels[0]);
    maya.chats.remove(&id);
    let mut keys = Keys(500);
    conversation(maya, &ENGLISH, &mut keys);
    let chat = maya.chats.open(&id);
    chat.new_from = None;
    for dropped in [504 + 1, 511, 512] {
        chat.transcript.remove(MessageKey(dropped));
    }
    chat.set_state(MessageKey(510), SendState::Delivered);
    let lost = keys.message(today(9, 16), Author::System, Body::ConnectionLost, SendState::Received);
    chat.push(lost);
    chat.push(keys.mine(today(9, 16), ENGLISH.said[10], SendState::Queued));
    chat.push(keys.mine(today(9, 17), ENGLISH.said[11], SendState::Queued));
    if let Some(preview) = &mut chat.preview {
        preview.body = Body::Text(Arc::from(ENGLISH.said[10]));
        preview.at = today(9, 16);
    }
    model
}
