//! The core of a session: it decides everything and does nothing itself.
//!
//! [`Core::handle`] takes an [`Input`] at a moment and adds [`Output`]s, to be carried out in their order;
//! [`Core::next_deadline`] says when it wants an [`Input::Tick`]. Clock, randomness and socket are outside, so
//! a test or a simulation can run any number of sessions under one clock.
//!
//! What happens to calls when the connection breaks: calls made meanwhile wait, at most 60 s each. Call ids
//! rise over the whole life of a session, not of a connection. If the server still knows the session
//! (`resumed`), every unanswered request is sent again in its order with its old id, and the server answers an
//! id that it has carried out already from its memory: nothing is lost and nothing is done twice. If it does
//! not, nobody can say what was carried out: questions and messages with a `once` key (which the server takes
//! one time only) are sent again, and what else would change something ends
//! with [`Error::NoAnswer`] (a message: `MessageSendError` 401) for the caller to
//! decide; what had not been sent yet is sent. The channel is then joined again: `ChannelUserList` and
//! `ChannelAttrUpdated` come anew, `ChannelJoined` does not; if that is refused, `ChannelLeaved` 604 comes.

mod clock;
mod ending;
mod login;
mod mailbox;
mod outcome;
mod phase;
mod push;
mod reconnect;
mod request;
mod turn;

use super::trace::What;
use super::{Answer, Api, Error, Event, Options, Status};
use crate::ids::{Account, ChannelName, MAILBOX_PAGE, MessageId, REPLY_SECS, REQUESTS_WAITING};
use crate::wire::frame::inflate;
use crate::wire::{Ecode, Failure, Notify, Refusal, Reply, Request, ServerFrame};
use mailbox::{Mailbox, Pushed};
use outcome::Why;
use phase::{Phase, RefusedToken, Who};
use request::Op;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use turn::{Ask, Dice, HIDDEN, Turn};

/// What comes into the core. Of the socket it hears only about the one that the latest
/// [`Output::Connect`] asked for, and after an [`Output::Disconnect`] nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A method was called; its answer will carry the token.
    Call { token: u64, api: Api },
    /// [`Session::received`](super::Session::received).
    Received { version: u64 },
    /// The socket is open.
    Opened,
    /// The socket could not be opened, or is gone.
    Lost { why: String },
    /// A text frame came.
    Text(String),
    /// A binary frame came.
    Binary(Vec<u8>),
    /// The time of [`Core::next_deadline`] has come.
    Tick,
    /// Nobody reads the socket for now (`true`), or again: silence then proves nothing.
    Stalled(bool),
    /// The session is to end at once.
    Destroy,
}

/// What the core wants done, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Open a socket to this address.
    Connect {
        url: String,
    },
    /// Write out what was sent before, close the socket, and report nothing more of it.
    Disconnect,
    /// Send a text frame.
    Send(String),
    Event(Event),
    Answer {
        token: u64,
        result: Result<Answer, Error>,
    },
    /// Only while tracing.
    Trace(What),
}

/// Why a request was sent.
#[derive(Debug)]
enum Purpose {
    Call {
        token: u64,
        op: Op,
    },
    Poll,
    /// The callee's device has the invite.
    Ack,
    /// Back into the channel after a session that could not be resumed.
    Rejoin,
    /// A leave that the program was told has not been answered.
    Leave,
    Logout,
}

/// A request without a reply so far.
#[derive(Debug)]
struct Waiting {
    purpose: Purpose,
    ask: Ask,
    until: Instant,
    sent: bool,
    /// Sent a second time: a "no" may only mean that the first was heard.
    repeated: bool,
}

/// The channel that this session is in.
#[derive(Debug)]
struct Channel {
    name: ChannelName,
    cid: String,
    /// The id of the last event, rising within the channel.
    msgid: u64,
    leaving: bool,
}

impl Channel {
    fn takes(&mut self, cid: &str, msgid: u64) -> bool {
        let ours = self.cid.is_empty() || self.cid == cid;
        let fresh = ours && (msgid == 0 || msgid > self.msgid);
        if fresh {
            self.msgid = self.msgid.max(msgid);
        }
        fresh
    }
}

/// A session, sans-IO.
#[derive(Debug)]
pub struct Core {
    url: String,
    app: String,
    options: Options,
    dice: Dice,
    tracing: bool,
    phase: Phase,
    /// Whether a socket was asked for and is not known to be gone.
    linked: bool,
    stalled: bool,
    who: Option<Who>,
    refused: Option<RefusedToken>,
    next_id: i64,
    requests: BTreeMap<i64, Waiting>,
    channel: Option<Channel>,
    mailbox: Option<Mailbox>,
    made_ids: u64,
}

impl Core {
    /// A session that is signed out. The same seed and inputs give the same outputs.
    pub fn new(url: &str, app: &str, options: Options, seed: u64) -> Self {
        Self {
            url: url.to_owned(),
            app: app.to_owned(),
            options,
            dice: Dice::new(seed),
            tracing: false,
            phase: Phase::Out,
            linked: false,
            stalled: false,
            who: None,
            refused: None,
            next_id: 1,
            requests: BTreeMap::new(),
            channel: None,
            mailbox: None,
            made_ids: 0,
        }
    }

    /// Whether [`Output::Trace`] is made.
    pub fn set_tracing(&mut self, tracing: bool) {
        self.tracing = tracing;
    }

    pub fn status(&self) -> Status {
        self.phase.status()
    }

    pub fn handle(&mut self, now: Instant, input: Input, out: &mut Vec<Output>) {
        let turn = &mut Turn { now, out, tracing: self.tracing };
        match input {
            Input::Call { token, api } => self.call(turn, token, api),
            Input::Received { version } => {
                if self.mailbox.as_mut().is_some_and(|mailbox| mailbox.kept(version)) {
                    self.poll(turn);
                }
            }
            Input::Opened => self.opened(turn),
            Input::Lost { why } => self.link_lost(turn, &why),
            Input::Text(text) => self.received(turn, &text),
            Input::Binary(bytes) => match inflate(&bytes) {
                Ok(text) => self.received(turn, &text),
                Err(why) => turn.link(format!("unreadable binary frame: {why}")),
            },
            Input::Tick => self.tick(turn),
            Input::Stalled(stalled) => self.stall(turn, stalled),
            Input::Destroy => self.destroy(turn),
        }
    }

    /// When the core wants an [`Input::Tick`]; it does no harm to send one early.
    pub fn next_deadline(&self) -> Option<Instant> {
        let replies = self.requests.values().map(|waiting| waiting.until).min();
        let poll = match self.phase {
            Phase::In(_) => self.mailbox.as_ref().and_then(Mailbox::deadline),
            Phase::Out | Phase::LoggingIn(_) | Phase::Lost(_) | Phase::LoggingOut { .. } => None,
        };
        [replies, poll, self.phase_deadline()].into_iter().flatten().min()
    }

    fn call(&mut self, turn: &mut Turn<'_>, token: u64, mut api: Api) {
        if let Api::MessageInstantSend { message_id, .. }
        | Api::MessageChannelSend { message_id, .. }
        | Api::MessageDtmfSend { message_id, .. } = &mut api
            && message_id.as_str().is_empty()
        {
            self.made_ids += 1;
            *message_id = MessageId::new(format!("{:016x}-{}", self.dice.roll(), self.made_ids));
        }
        turn.trace(|| What::Called { call: token, api: without_secret(&api) });
        match api {
            Api::Login { account, token: secret, retry_time, retry_count } => {
                self.login(turn, token, account, secret, retry_time, retry_count);
            }
            Api::Logout => self.logout(turn, token),
            Api::ReconnectNow => self.reconnect_now(turn, token),
            Api::Invoke { .. }
            | Api::QueryUserStatus { .. }
            | Api::SetAttr { .. }
            | Api::GetAttr { .. }
            | Api::GetAttrAll { .. }
            | Api::MessageInstantSend { .. }
            | Api::ChannelJoin { .. }
            | Api::ChannelLeave { .. }
            | Api::ChannelQueryUserNum { .. }
            | Api::ChannelQueryUserIsIn { .. }
            | Api::ChannelSetAttr { .. }
            | Api::ChannelDelAttr { .. }
            | Api::ChannelClearAttr { .. }
            | Api::MessageChannelSend { .. }
            | Api::ChannelInviteUser { .. }
            | Api::ChannelInviteDtmf { .. }
            | Api::ChannelInviteAccept { .. }
            | Api::ChannelInviteRefuse { .. }
            | Api::ChannelInviteEnd { .. }
            | Api::ChannelInvitePhone { .. }
            | Api::MessageDtmfSend { .. } => self.request(turn, token, api),
        }
    }

    fn request(&mut self, turn: &mut Turn<'_>, token: u64, api: Api) {
        let signed_in = matches!(self.phase, Phase::In(_) | Phase::Lost(_));
        let me = self.who.as_ref().map(|who| who.account.clone());
        let (op, ask) = match request::plan(api, me.as_ref().map_or("", Account::as_str)) {
            Ok(plan) => plan,
            Err(wrong) => return outcome::wrong(turn, token, wrong, signed_in),
        };
        if !signed_in {
            return outcome::failed(turn, token, &op, Why::NotLoggedIn);
        }
        if self.requests.len() >= REQUESTS_WAITING {
            return outcome::failed(turn, token, &op, Why::Busy);
        }
        if let (Op::Leave { channel }, Some(current)) = (&op, &mut self.channel) {
            current.leaving |= current.name == *channel;
        }
        self.ask(turn, Purpose::Call { token, op }, ask);
    }

    /// Sends a request, or keeps it until the connection is back.
    fn ask(&mut self, turn: &mut Turn<'_>, purpose: Purpose, ask: Ask) {
        let id = self.next_id;
        self.next_id += 1;
        let until = turn.now + Duration::from_secs(REPLY_SECS);
        let mut waiting = Waiting { purpose, ask, until, sent: false, repeated: false };
        if matches!(self.phase, Phase::In(_)) {
            self.write(turn, id, &mut waiting);
        }
        self.requests.insert(id, waiting);
    }

    fn write(&self, turn: &mut Turn<'_>, id: i64, waiting: &mut Waiting) {
        let line = self.who.as_ref().and_then(|who| who.line.as_deref()).unwrap_or_default();
        turn.send(&waiting.ask.frame(id, line), || waiting.ask.frame(id, HIDDEN));
        waiting.repeated = waiting.sent;
        waiting.sent = true;
    }

    fn poll(&mut self, turn: &mut Turn<'_>) {
        let (Some(mailbox), Phase::In(_)) = (&mut self.mailbox, &self.phase) else { return };
        let ver_clear = mailbox.poll(turn.now);
        let request = Request::UserGetMsg { ver_clear, max: Some(MAILBOX_PAGE) };
        self.ask(turn, Purpose::Poll, Ask::Known(request));
    }

    fn received(&mut self, turn: &mut Turn<'_>, text: &str) {
        if matches!(self.phase, Phase::Out) {
            return;
        }
        self.heard();
        let frame = ServerFrame::parse(text);
        if self.tracing {
            let known = self.who.as_ref().and_then(|who| who.line.as_deref());
            turn.trace(|| What::Received(hidden(text, frame.as_ref().ok(), known)));
        }
        match frame {
            Ok(frame) => self.frame(turn, frame),
            Err(why) => turn.link(format!("unreadable frame: {why}")),
        }
    }

    fn frame(&mut self, turn: &mut Turn<'_>, frame: ServerFrame) {
        match frame {
            ServerFrame::LoginRet(ret) => self.login_ret(turn, ret),
            ServerFrame::Call2Ret { id, err, body } => self.reply(turn, id, &err, &body),
            ServerFrame::Notify(notify) => self.notify(turn, notify),
            ServerFrame::Multi(frames) => frames.into_iter().for_each(|frame| self.frame(turn, frame)),
            ServerFrame::Kick { .. } => self.kicked(turn),
            ServerFrame::Close { reason } => self.dismissed(turn, &reason),
            ServerFrame::Pong(_) | ServerFrame::Other { .. } => {}
        }
    }

    fn notify(&mut self, turn: &mut Turn<'_>, notify: Notify) {
        let awake = matches!(self.phase, Phase::In(_));
        match (notify, &mut self.mailbox) {
            (Notify::Channel2 { cid, msgid, line }, _) => self.channel_push(turn, &cid, msgid, &line),
            // What comes after the logout was sent is not acknowledged by it and will come again.
            (Notify::RecvMsg { version, line } | Notify::RecvMsgArray { version, line }, Some(mailbox))
                if awake =>
            {
                match mailbox.pushed(version, turn.now) {
                    Pushed::Take => self.mail(turn, version, &line),
                    Pushed::Poll => self.poll(turn),
                    Pushed::Drop => {}
                }
            }
            (Notify::Msg { version }, Some(mailbox)) if awake => {
                if mailbox.notice(version) {
                    self.poll(turn);
                }
            }
            (
                Notify::RecvMsg { .. }
                | Notify::RecvMsgArray { .. }
                | Notify::Msg { .. }
                | Notify::RecvMsgByMsgid { .. }
                | Notify::Other(_),
                _,
            ) => {}
        }
    }

    fn reply(&mut self, turn: &mut Turn<'_>, id: i64, err: &str, body: &str) {
        let Some(waiting) = self.requests.remove(&id) else {
            return turn.link(format!("a reply to {id}, which nobody waits for"));
        };
        let Waiting { purpose, ask, repeated, .. } = waiting;
        // What an invoked function answers is the caller's to read.
        let function = if let Ask::Any { .. } = ask { "" } else { ask.function() };
        let reply = Reply::parse(function, err, body);
        let fatal = reply.as_ref().err().and_then(|failure| fatal(&failure.reason));
        match purpose {
            Purpose::Call { token, op } => self.answered(turn, token, op, reply, body, repeated),
            Purpose::Poll => self.page(turn, reply),
            Purpose::Ack | Purpose::Leave => {}
            Purpose::Rejoin => self.rejoined(turn, reply.map_err(|failure| failure.reason)),
            Purpose::Logout => return self.end(turn, Ecode::LogoutUser),
        }
        if let (Some(ecode), Phase::In(_)) = (fatal, &self.phase) {
            self.end(turn, ecode);
        }
    }

    fn answered(
        &mut self,
        turn: &mut Turn<'_>,
        token: u64,
        op: Op,
        reply: Result<Reply, Failure>,
        body: &str,
        repeated: bool,
    ) {
        if let Op::Leave { channel } = &op
            && self.channel.as_ref().is_some_and(|current| current.name == *channel)
        {
            self.channel = None;
        }
        match (op, reply) {
            (Op::Join { channel }, Ok(Reply::Joined { list, attrs, cid, msgid })) => {
                self.channel = Some(Channel { name: channel.clone(), cid, msgid, leaving: false });
                turn.event(Event::ChannelJoined { channel: channel.clone() });
                outcome::snapshot(turn, &channel, list, attrs);
                turn.answer(token, Ok(Answer::Done));
            }
            (op, Ok(reply)) => {
                if let Some(who) = &self.who {
                    outcome::succeeded(turn, token, op, reply, &who.account, body);
                }
            }
            (Op::Leave { channel }, Err(failure))
                if repeated && Refusal::from_text(&failure.reason) == Refusal::NotInChannel =>
            {
                turn.event(Event::ChannelLeaved { channel, ecode: Ecode::LeaveByUser });
                turn.answer(token, Ok(Answer::Done));
            }
            (op, Err(Failure { reason, ecode })) => {
                let why = Why::Refused { refusal: Refusal::from_text(&reason), ecode, body: body.to_owned() };
                outcome::failed(turn, token, &op, why);
            }
        }
    }

    fn page(&mut self, turn: &mut Turn<'_>, reply: Result<Reply, Failure>) {
        let Some(mailbox) = &mut self.mailbox else { return };
        match reply {
            Ok(Reply::Messages { ver_clear, msgs }) => {
                for (version, line) in mailbox.page(ver_clear, msgs, turn.now) {
                    self.mail(turn, version, &line);
                }
                if self.mailbox.as_mut().is_some_and(Mailbox::onward) {
                    self.poll(turn);
                }
            }
            Ok(_) | Err(_) => mailbox.failed(turn.now),
        }
    }

    fn rejoined(&mut self, turn: &mut Turn<'_>, reply: Result<Reply, String>) {
        let Some(current) = &mut self.channel else { return };
        let name = current.name.clone();
        let reason = match reply {
            Ok(Reply::Joined { list, attrs, cid, msgid }) => {
                (current.cid, current.msgid) = (cid, msgid);
                return outcome::snapshot(turn, &name, list, attrs);
            }
            Ok(_) => "no snapshot".to_owned(),
            Err(reason) => reason,
        };
        self.channel = None;
        turn.event(Event::ChannelLeaved { channel: name, ecode: Ecode::LeaveDisconnected });
        turn.error("channel_join", Ecode::GeneralFailed, reason);
    }
}

/// The reasons that end a session, whatever was asked.
fn fatal(reason: &str) -> Option<Ecode> {
    let refusal = Refusal::from_text(reason);
    let ends = [
        (Refusal::WrongLine, Ecode::LogoutOther),
        (Refusal::Kicked, Ecode::LogoutKicked),
        (Refusal::TokenExpired, Ecode::LogoutTokenExpired),
    ];
    ends.into_iter().find(|(end, _)| *end == refusal).map(|(_, ecode)| ecode)
}

fn without_secret(api: &Api) -> Api {
    let mut shown = api.clone();
    if let Api::Login { token, .. } = &mut shown {
        HIDDEN.clone_into(token);
    }
    shown
}

/// A frame's text without the session's secret.
fn hidden(text: &str, frame: Option<&ServerFrame>, known: Option<&str>) -> String {
    let new = match frame {
        Some(ServerFrame::LoginRet(crate::wire::LoginRet::Ok { line, .. })) => Some(line.as_str()),
        Some(_) | None => None,
    };
    let secrets = [new, known].into_iter().flatten().filter(|line| !line.is_empty());
    secrets.fold(text.to_owned(), |text, line| text.replace(line, HIDDEN))
}
