use crate::client::{Answer, Api, Error, Event};
use crate::model::{AccountModel, JoinedChannel, Millis, Model, NoticeKind, Slot};
use crate::service::Command;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

mod calls;
mod channel;
mod chats;
mod effect;
mod failures;
mod history;
mod people;
mod settings;
mod sign_in;

pub use effect::{
    Attempt, Effect, Export, Input, Notification, Of, Opened, Ticket, Unsent, Write, WriteNumber,
};

use super::outbox::Outbox;
use calls::Asking as CallAsking;
use history::Then;
use people::Queries;
use sign_in::Phase;

/// The time of an input, and a random number for what must not be guessed.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub now: Millis,
    pub random: u64,
}

/// The service's core: what happened goes in, the model changes, and what is to be done comes out.
///
/// The shell gives each input once, in the order in which it came, and carries the effects out in theirs.
#[derive(Debug, Default)]
pub struct Core {
    seats: BTreeMap<Slot, Seat>,
    common: Common,
}

/// What the accounts share.
#[derive(Debug, Default)]
struct Common {
    /// The window has the focus.
    focused: bool,
    last_ticket: u64,
    last_write: WriteNumber,
    last_attempt: Attempt,
    /// What follows once a write was tried or kept, in the order of the writes.
    when_tried: VecDeque<(WriteNumber, Slot, Attempt, Then)>,
    when_kept: VecDeque<(WriteNumber, Slot, Attempt, u64)>,
    trouble_told_at: Option<Millis>,
}

/// One input's surroundings.
#[derive(Debug)]
struct Turn<'a> {
    model: &'a mut Model,
    common: &'a mut Common,
    out: &'a mut Vec<Of<Effect>>,
    slot: Slot,
    now: Millis,
    random: u64,
}

/// What is known of an account beyond what the window shows.
#[derive(Debug, Default)]
struct Seat {
    attempt: Attempt,
    phase: Phase,
    asked: BTreeMap<Ticket, Asked>,
    outbox: Outbox,
    outbox_id: u64,
    /// The transcripts are there: before, nothing that waits is sent, or its state would be lost.
    loaded: bool,
    queries: Queries,
    last_key: u64,
    last_call: i64,
    /// The last mailbox version that was taken in.
    received: u64,
    open_chat: Option<crate::model::ChatId>,
    /// The channel that is left by joining another, should the join fail.
    previous_channel: Option<Arc<JoinedChannel>>,
    /// When the row "connection lost" is due, and whether it stands.
    lost_row_at: Option<Millis>,
    lost_row: bool,
    /// When nobody having answered ends the call.
    call_ends_at: Option<Millis>,
    /// Ends of calls that the server has not taken yet.
    last_words: Vec<(crate::ids::CallKey, calls::LastWord)>,
}

/// What a call of the SDK was for.
#[derive(Debug)]
enum Asked {
    Login,
    Send {
        chat: crate::model::ChatId,
        key: crate::model::MessageKey,
        bytes: usize,
    },
    Join {
        name: crate::ids::ChannelName,
    },
    Leave {
        name: crate::ids::ChannelName,
    },
    Attribute(channel::AttributeChangeAsked),
    Query,
    LookUp {
        account: crate::ids::Account,
    },
    Call(CallAsking),
    /// Nothing depends on the answer.
    Nothing,
}

impl Core {
    pub fn new() -> Self {
        Self { seats: BTreeMap::new(), common: Common { focused: true, ..Common::default() } }
    }

    pub fn handle(
        &mut self,
        model: &mut Model,
        moment: Moment,
        slot: Slot,
        input: Input,
        out: &mut Vec<Of<Effect>>,
    ) {
        if let Input::Command(Command::SignIn(form)) = &input {
            self.leave_other_slots(model, moment, slot, form, out);
        }
        let seat = self.seats.entry(slot).or_default();
        let Moment { now, random } = moment;
        let mut turn = Turn { model, common: &mut self.common, out, slot, now, random };
        match input {
            Input::Command(command) => seat.command(&mut turn, command),
            Input::Event { attempt, event } => {
                if attempt == seat.attempt {
                    seat.event(&mut turn, event);
                }
            }
            Input::Answer { ticket, answer } => seat.answer(&mut turn, ticket, answer),
            Input::ServerFound { attempt, found } => seat.server_found(&mut turn, attempt, found),
            Input::Opened { attempt, history } => seat.opened(&mut turn, attempt, *history),
            Input::Loaded { attempt, chat, messages } => {
                if attempt == seat.attempt {
                    seat.loaded(&mut turn, &chat, messages);
                }
            }
            Input::LoadedAll { attempt } => {
                if attempt == seat.attempt {
                    seat.loaded = true;
                    seat.send_waiting(&mut turn);
                }
            }
            Input::Found { attempt, query, hits } => {
                if attempt == seat.attempt {
                    seat.found(&mut turn, &query, hits);
                }
            }
            Input::HistoryTrouble { why } => turn.trouble(why),
            Input::Probed { address, reachable } => turn.probed(&address, reachable),
            Input::Exported { outcome } => turn.exported(outcome),
            Input::NotificationOpened { chat } => turn.model.come_forward(slot, chat),
            Input::NotificationsUnavailable { why } => turn.notifications_unavailable(why),
            Input::Tick => seat.tick(&mut turn),
            Input::Kept { tried, kept } => self.kept(model, moment, tried, kept, out),
        }
    }

    /// When a slot wants an [`Input::Tick`].
    pub fn next_deadline(&self) -> Option<(Millis, Slot)> {
        self.seats.iter().filter_map(|(slot, seat)| Some((seat.next_deadline()?, *slot))).min()
    }

    /// Whether messages are with a server, for an orderly end.
    pub fn sending(&self) -> bool {
        self.seats.values().any(|seat| seat.outbox.busy())
    }
}

impl Turn<'_> {
    fn effect(&mut self, effect: Effect) {
        self.out.push((self.slot, effect));
    }

    fn keep(&mut self, write: Write) -> WriteNumber {
        self.common.last_write.0 += 1;
        let number = self.common.last_write;
        self.effect(Effect::Keep { number, write });
        number
    }

    fn tell(&mut self, kind: NoticeKind) {
        self.model.notices.tell(self.now, kind);
    }

    fn account(&self) -> Option<&AccountModel> {
        self.model.account(self.slot)
    }

    fn account_mut(&mut self) -> Option<&mut AccountModel> {
        self.model.account_mut(self.slot)
    }

    fn online(&self) -> bool {
        self.account().is_some_and(AccountModel::online)
    }
}

impl Seat {
    fn ask(&mut self, turn: &mut Turn<'_>, api: Api, asked: Asked) {
        turn.common.last_ticket += 1;
        let ticket = Ticket(turn.common.last_ticket);
        self.asked.insert(ticket, asked);
        turn.effect(Effect::Begin { ticket, api });
    }

    fn command(&mut self, turn: &mut Turn<'_>, command: Command) {
        match command {
            Command::SignIn(form) => self.sign_in(turn, form),
            Command::CancelSignIn => self.cancel_sign_in(turn),
            Command::CheckServer { address } => turn.probe(address),
            Command::SignOut => self.sign_out(turn, None),
            Command::TryNow => self.ask(turn, Api::ReconnectNow, Asked::Nothing),
            Command::OpenChat { chat } => self.show_chat(turn, chat),
            Command::MarkRead { chat } => turn.mark_read(&chat),
            Command::CloseChat { chat } => self.close_chat(turn, &chat),
            Command::RemoveChat { chat } => self.remove_chat(turn, &chat),
            Command::PinChat { chat, pinned } => turn.change_chat(&chat, |chat| chat.pinned = pinned),
            Command::MuteChat { chat, muted } => turn.change_chat(&chat, |chat| chat.muted = muted),
            Command::Search { query } => self.search(turn, &query),
            Command::SaveDraft { chat, text } => turn.save_draft(&chat, &text),
            Command::SendMessage { chat, text } => self.send_message(turn, chat, &text),
            Command::RetryMessage { chat, key } => self.retry_message(turn, &chat, key),
            Command::DeleteMessage { chat, key } => self.delete_message(turn, &chat, key),
            Command::JoinChannel { name } => self.join_channel(turn, name),
            Command::LeaveChannel => self.leave_channel(turn),
            Command::SetAttribute { owner, name, value } => self.set_attribute(turn, owner, name, &value),
            Command::DeleteAttribute { owner, name } => self.delete_attribute(turn, owner, name),
            Command::ClearAttributes { owner } => self.clear_attributes(turn, owner),
            Command::LookUp { account } => self.look_up(turn, account),
            Command::Call { peer, options } => self.call(turn, peer, &options),
            Command::AcceptCall => self.accept_call(turn),
            Command::DeclineCall { message } => self.decline_call(turn, &message),
            Command::EndCall => self.end_call(turn),
            Command::PressKey { key } => self.press_key(turn, key),
            Command::SilenceRing => turn.silence(),
            Command::DismissCall => turn.dismiss_call(),
            Command::MarkCallsSeen => turn.mark_calls_seen(),
            Command::UpdateSettings(settings) => turn.update_settings(settings),
            Command::ExportChat { chat } => turn.export(&chat),
            Command::WindowFocus { focused } => turn.common.focused = focused,
        }
    }

    fn event(&mut self, turn: &mut Turn<'_>, event: Event) {
        match event {
            Event::LoginSuccess { uid, .. } => self.signed_in(turn, uid),
            Event::Logout { ecode } => self.logged_out(turn, ecode),
            Event::Reconnecting { nretry } => self.reconnecting(turn, nretry),
            Event::Reconnected { resumed, .. } => self.reconnected(turn, resumed),
            Event::QueryUserStatusResult { account, online } => turn.presence(&account, online),
            Event::UserAttrResult { account, name, value } => turn.attribute_of(&account, name, value),
            Event::UserAttrAllResult { account, attributes } => turn.attributes_of(&account, &attributes),
            Event::ChannelJoined { channel } => self.channel_joined(turn, channel),
            Event::ChannelJoinFailed { channel, ecode } => self.channel_join_failed(turn, &channel, ecode),
            Event::ChannelLeaved { channel, ecode } => self.channel_left(turn, &channel, ecode),
            Event::ChannelUserList { channel, members } => self.member_list(turn, &channel, &members),
            Event::ChannelUserJoined { channel, account, .. } => self.member_joined(turn, &channel, account),
            Event::ChannelUserLeaved { channel, account, .. } => self.member_left(turn, &channel, &account),
            Event::ChannelQueryUserNumResult { channel, num, ecode } => {
                turn.member_count(&channel, ecode, num);
            }
            Event::ChannelAttrUpdated { channel, name, value, change, account } => {
                turn.channel_attribute(&channel, name, value, change, account);
            }
            Event::MessageInstantReceive { account, msg, at_millis, version, .. } => {
                self.message_from_person(turn, account, &msg, at_millis, version);
            }
            Event::MessageChannelReceive { channel, account, msg, at_millis, .. } => {
                self.message_from_channel(turn, channel, account, &msg, at_millis);
            }
            Event::InviteReceived { channel, account, extra, .. } => {
                self.invited(turn, channel, account, &extra);
            }
            Event::InviteReceivedByPeer { channel, account, .. } => {
                self.peer_rings(turn, channel, account);
            }
            Event::InviteAcceptedByPeer { channel, account, extra, .. } => {
                self.peer_accepts(turn, channel, account, &extra);
            }
            Event::InviteRefusedByPeer { channel, account, extra, .. } => {
                self.peer_declines(turn, channel, account, &extra);
            }
            Event::InviteFailed { channel, account, ecode, .. } => {
                self.invite_failed(turn, channel, account, ecode);
            }
            Event::InviteEndByPeer { channel, account, extra, .. } => {
                self.peer_ends(turn, channel, account, &extra);
            }
            Event::InviteMsg { channel, account, msg_type, msg_data, .. } => {
                self.peer_presses(turn, channel, account, &msg_type, &msg_data);
            }
            // Answers say the same and more, or nothing depends on it.
            Event::LoginFailed { .. }
            | Event::Error { .. }
            | Event::InvokeRet { .. }
            | Event::ChannelQueryUserIsIn { .. }
            | Event::InviteEndByMyself { .. }
            | Event::MessageSendSuccess { .. }
            | Event::MessageSendError { .. }
            | Event::Log { .. } => {}
        }
    }

    fn answer(&mut self, turn: &mut Turn<'_>, ticket: Ticket, answer: Result<Answer, Error>) {
        match self.asked.remove(&ticket) {
            Some(Asked::Login) => self.login_answered(turn, answer),
            Some(Asked::Send { chat, key, bytes }) => self.message_answered(turn, &chat, key, bytes, &answer),
            Some(Asked::Join { name }) => self.join_answered(turn, &name, answer),
            Some(Asked::Leave { name }) => self.leave_answered(turn, &name, answer),
            Some(Asked::Attribute(change)) => turn.attribute_answered(change, answer),
            Some(Asked::Query) => self.query_answered(turn),
            Some(Asked::LookUp { account }) => turn.look_up_answered(&account, answer),
            Some(Asked::Call(asking)) => self.call_answered(turn, asking, answer),
            Some(Asked::Nothing) | None => {}
        }
    }

    fn next_deadline(&self) -> Option<Millis> {
        let deadlines =
            [self.call_ends_at, self.lost_row_at, self.outbox.next_deadline(), self.queries.next_deadline()];
        deadlines.into_iter().flatten().min()
    }

    fn tick(&mut self, turn: &mut Turn<'_>) {
        self.lost_row_due(turn);
        self.call_time_is_up(turn);
        self.send_waiting(turn);
        self.ask_around(turn);
    }
}
