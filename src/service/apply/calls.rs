use super::failures::send_failure;
use super::{Asked, Effect, Notification, Seat, Turn, Write};
use crate::call::{Act, CallState, EndReason, No, Side, crossed, step};
use crate::client::{Answer, Api, Error};
use crate::ids::{
    Account, CallKey, ChannelName, INVITE_TIMEOUT_LARGEST_SECS, INVITE_TIMEOUT_SECS, RING_TIMEOUT_SECS,
};
use crate::model::{Body, Call, CallStepKind, ChatId, Millis, Note, NoticeKind, SendFailure};
use crate::service::CallOptions;
use crate::wire::Ecode;
use serde_json::{Map, Value};
use std::sync::Arc;

/// How much longer than the server we wait for its own failure of an invite to come.
const SERVER_IS_LATE_MILLIS: Millis = 3_000;
/// How much longer than the caller the callee rings, so that a caller who gives up is heard first.
const CALLEE_IS_LATE_MILLIS: Millis = 5_000;
/// What an answer by the program itself says in its `extra`.
const BUSY: &str = r#"{"reason":"busy"}"#;
const NO_ANSWER: &str = r#"{"reason":"no answer"}"#;

/// What a call of the SDK about a call was for.
#[derive(Debug)]
pub(super) enum Asking {
    Keys,
    Accept { key: CallKey },
    Word { key: CallKey, word: LastWord },
}

/// What ends a call on the other side: said until the server has taken it, or the peer would stay in the call.
#[derive(Debug)]
pub(super) enum LastWord {
    End,
    Refuse { extra: String },
}

fn millis(secs: u64) -> Millis {
    Millis::try_from(secs * 1_000).unwrap_or(Millis::MAX)
}

fn extra_of(options: &CallOptions) -> String {
    let mut extra = Map::new();
    if !options.note.is_empty() {
        extra.insert("note".to_owned(), Value::from(options.note.clone()));
    }
    if let Some(secs) = options.timeout_secs {
        extra.insert("_timeout".to_owned(), Value::from(secs));
    }
    if options.fail_at_once_if_offline {
        extra.insert("_require_peer_online".to_owned(), Value::from(1));
    }
    if extra.is_empty() { String::new() } else { Value::Object(extra).to_string() }
}

fn invite_timeout_secs(options: &CallOptions) -> u64 {
    options
        .timeout_secs
        .filter(|secs| *secs > 0)
        .map_or(INVITE_TIMEOUT_SECS, |secs| secs.min(INVITE_TIMEOUT_LARGEST_SECS))
}

impl Seat {
    /// The only way in which a call changes: the table says what becomes of it.
    pub(super) fn act_on_call(&mut self, turn: &mut Turn<'_>, act: Act) -> Result<CallState, No> {
        let now = turn.now;
        let call = turn.account_mut().and_then(|account| account.call_mut()).ok_or(No::Over)?;
        let before = call.state;
        let after = step(before, call.side, act)?;
        call.state = after;
        if before == after {
            return Ok(after);
        }
        match after {
            CallState::Calling => {}
            CallState::Ringing => {
                call.ringing_at = Some(now);
                call.gives_up_at = Some(now + millis(RING_TIMEOUT_SECS));
                self.call_ends_at = call.gives_up_at;
                call.note_step(now, CallStepKind::Ringing);
            }
            CallState::Connected => {
                call.connected_at = Some(now);
                call.gives_up_at = None;
                self.call_ends_at = None;
                call.note_step(now, CallStepKind::Accepted);
                turn.effect(Effect::StopRinging);
            }
            CallState::Ended(reason) => self.call_ended(turn, reason),
        }
        Ok(after)
    }

    fn call_ended(&mut self, turn: &mut Turn<'_>, reason: EndReason) {
        let now = turn.now;
        self.call_ends_at = None;
        turn.effect(Effect::StopRinging);
        let Some(account) = turn.account_mut() else { return };
        let Some(call) = account.call_mut() else { return };
        call.ended_at = Some(now);
        call.gives_up_at = None;
        call.note_step(now, CallStepKind::Ended(reason));
        let call = call.clone();
        // What was never answered here leaves nothing to look at: the list of calls has it.
        if call.side == Side::Callee && call.connected_at.is_none() {
            account.call = None;
        }
        // Of two crossed calls the other one is the call.
        if reason != EndReason::Crossed {
            self.log_call(turn, &call, now, reason);
        }
    }

    fn log_call(&mut self, turn: &mut Turn<'_>, call: &Call, ended_at: Millis, reason: EndReason) {
        self.last_call += 1;
        let record = call.record(self.last_call, ended_at, reason);
        let talked_millis = record.talked_millis();
        let missed = record.missed();
        if let Some(account) = turn.account_mut() {
            account.call_log.push(record.clone());
        }
        turn.keep(Write::Call(record));
        let peer = call.key.peer.clone();
        let body = Body::Call { side: call.side, reason, talked_millis };
        self.say_system(turn, &ChatId::Person(peer.clone()), body);
        if missed && !turn.common.focused && turn.model.settings.notify_calls {
            let from = turn.name_of(&peer);
            turn.effect(Effect::Notify(Notification::MissedCall { from }));
        }
    }

    pub(super) fn call(&mut self, turn: &mut Turn<'_>, peer: Account, options: &CallOptions) {
        let (now, random) = (turn.now, turn.random);
        let Some(account) = turn.account_mut() else { return };
        if account.me == peer || account.call.as_ref().is_some_and(|call| !call.over()) {
            return;
        }
        if !account.online() {
            turn.tell(NoticeKind::Failed { what: "channelInviteUser2", failure: SendFailure::NotSignedIn });
            return;
        }
        let channel = ChannelName::new(format!("call-{:08x}", random >> 32)).expect("hex digits are a name");
        let key = CallKey { channel: channel.clone(), peer: peer.clone() };
        let extra = extra_of(options);
        let mut call = Call::begun(key, Side::Caller, &extra, now);
        let gives_up_at = now + millis(invite_timeout_secs(options));
        call.gives_up_at = Some(gives_up_at);
        self.call_ends_at = Some(gives_up_at + SERVER_IS_LATE_MILLIS);
        account.call = Some(Arc::new(call));
        let (channel, account) = (channel.to_string(), peer.to_string());
        self.ask(turn, Api::ChannelInviteUser { channel, account, extra }, Asked::Nothing);
    }

    pub(super) fn accept_call(&mut self, turn: &mut Turn<'_>) {
        let Some(key) = turn.call_key() else { return };
        if self.act_on_call(turn, Act::Accept).is_ok() {
            let (channel, account) = (key.channel.to_string(), key.peer.to_string());
            let api = Api::ChannelInviteAccept { channel, account, extra: String::new() };
            self.ask(turn, api, Asked::Call(Asking::Accept { key }));
        }
    }

    pub(super) fn decline_call(&mut self, turn: &mut Turn<'_>, message: &str) {
        let extra = match message {
            "" => String::new(),
            message => Value::Object(Map::from_iter([("message".to_owned(), message.into())])).to_string(),
        };
        let Some(key) = turn.call_key() else { return };
        if self.act_on_call(turn, Act::Decline).is_ok() {
            self.refuse(turn, &key, &extra);
        }
    }

    fn refuse(&mut self, turn: &mut Turn<'_>, key: &CallKey, extra: &str) {
        self.say_last(turn, key.clone(), LastWord::Refuse { extra: extra.to_owned() });
    }

    fn send_end(&mut self, turn: &mut Turn<'_>, key: &CallKey) {
        self.say_last(turn, key.clone(), LastWord::End);
    }

    fn say_last(&mut self, turn: &mut Turn<'_>, key: CallKey, word: LastWord) {
        let (channel, account) = (key.channel.to_string(), key.peer.to_string());
        let api = match &word {
            LastWord::End => Api::ChannelInviteEnd { channel, account, extra: String::new() },
            LastWord::Refuse { extra } => Api::ChannelInviteRefuse { channel, account, extra: extra.clone() },
        };
        self.ask(turn, api, Asked::Call(Asking::Word { key, word }));
    }

    /// The connection is back.
    pub(super) fn say_last_words(&mut self, turn: &mut Turn<'_>) {
        for (key, word) in std::mem::take(&mut self.last_words) {
            self.say_last(turn, key, word);
        }
    }

    pub(super) fn end_call(&mut self, turn: &mut Turn<'_>) {
        let Some(call) = turn.account().and_then(|account| account.call.clone()) else { return };
        if self.act_on_call(turn, Act::End).is_ok() {
            // A callee who never answered says no; the caller must not hear of a call that was connected.
            match (call.side, call.state) {
                (Side::Callee, CallState::Calling | CallState::Ringing) => self.refuse(turn, &call.key, ""),
                (Side::Caller | Side::Callee, _) => self.send_end(turn, &call.key),
            }
        }
    }

    /// The session ends, and with it the call.
    pub(super) fn leave_call(&mut self, turn: &mut Turn<'_>) {
        let Some(call) = turn.account().and_then(|account| account.call.clone()) else { return };
        if self.act_on_call(turn, Act::SignedOut).is_ok() {
            match call.state {
                CallState::Ringing if call.side == Side::Callee => self.refuse(turn, &call.key, ""),
                CallState::Calling | CallState::Ringing | CallState::Connected | CallState::Ended(_) => {
                    self.send_end(turn, &call.key);
                }
            }
        }
    }

    pub(super) fn press_key(&mut self, turn: &mut Turn<'_>, key: char) {
        let now = turn.now;
        if !matches!(key, '0'..='9' | '*' | '#') || self.act_on_call(turn, Act::Keys).is_err() {
            return;
        }
        let Some(call) = turn.account_mut().and_then(|account| account.call_mut()) else { return };
        let keys = key.to_string();
        call.note_keys(now, &keys, true);
        let (channel, account) = (call.key.channel.to_string(), call.key.peer.to_string());
        let api = Api::ChannelInviteDtmf { channel, account, keys };
        self.ask(turn, api, Asked::Call(Asking::Keys));
    }

    pub(super) fn call_answered(
        &mut self,
        turn: &mut Turn<'_>,
        asked: Asking,
        answer: Result<Answer, Error>,
    ) {
        let Err(error) = answer else { return };
        let failure = send_failure(&error, 0);
        match asked {
            Asking::Keys => turn.tell(NoticeKind::Failed { what: "channelInviteDTMF", failure }),
            Asking::Accept { key } => {
                turn.tell(NoticeKind::Failed { what: "channelInviteAccept", failure });
                if turn.call_key() == Some(key.clone()) {
                    let _ = self.act_on_call(turn, Act::PeerEnds);
                }
                // The accept may have arrived all the same.
                self.send_end(turn, &key);
            }
            Asking::Word { key, word } => match error {
                Error::NoAnswer if turn.online() => self.say_last(turn, key, word),
                Error::NoAnswer
                | Error::NotLoggedIn
                | Error::Unreachable(_)
                | Error::Ended(_)
                | Error::Busy => self.last_words.push((key, word)),
                Error::Refused { .. }
                | Error::WrongArgument { .. }
                | Error::WrongState(_)
                | Error::BadAddress(_) => {}
            },
        }
    }

    pub(super) fn invited(&mut self, turn: &mut Turn<'_>, channel: ChannelName, peer: Account, extra: &str) {
        let key = CallKey { channel, peer };
        let Some(account) = turn.account() else { return };
        let me = account.me.clone();
        match account.call.clone().filter(|call| !call.over()) {
            None => self.ring(turn, key, extra),
            Some(call) if call.key == key => {
                let _ = self.act_on_call(turn, Act::InviteAgain);
            }
            Some(call)
                if call.side == Side::Caller && call.key.peer == key.peer && !call.state.connected() =>
            {
                let act = crossed(me.as_str(), key.peer.as_str());
                // The winner does nothing: their side ends its call and accepts ours.
                if self.act_on_call(turn, act).is_ok() && act == Act::CrossedAndLost {
                    self.send_end(turn, &call.key);
                    self.ring(turn, key, extra);
                    self.accept_call(turn);
                }
            }
            Some(_) => self.busy(turn, key, extra),
        }
    }

    fn ring(&mut self, turn: &mut Turn<'_>, key: CallKey, extra: &str) {
        let now = turn.now;
        let peer = key.peer.clone();
        let mut call = Call::begun(key, Side::Callee, extra, now);
        call.gives_up_at = Some(now + millis(RING_TIMEOUT_SECS));
        self.call_ends_at = Some(now + millis(RING_TIMEOUT_SECS) + CALLEE_IS_LATE_MILLIS);
        let note = call.note().map(|Note(text)| text);
        if let Some(account) = turn.account_mut() {
            account.call = Some(Arc::new(call));
        }
        self.name_wanted(turn, &peer);
        turn.model.come_forward(turn.slot, None);
        if !turn.common.focused && turn.model.settings.notify_calls {
            let from = turn.name_of(&peer);
            turn.effect(Effect::Notify(Notification::IncomingCall { from, note }));
        }
    }

    /// A second call while one is in progress: said no to, told, and logged as missed.
    fn busy(&mut self, turn: &mut Turn<'_>, key: CallKey, extra: &str) {
        self.refuse(turn, &key, BUSY);
        turn.tell(NoticeKind::BusyCallDeclined { account: key.peer.clone() });
        let mut call = Call::begun(key, Side::Callee, extra, turn.now);
        let reason = EndReason::NoAnswer;
        call.note_step(turn.now, CallStepKind::Ended(reason));
        self.log_call(turn, &call, turn.now, reason);
    }

    pub(super) fn peer_rings(&mut self, turn: &mut Turn<'_>, channel: ChannelName, peer: Account) {
        let _ = self.peer_goes_on(turn, &CallKey { channel, peer }, Act::PeerRings);
    }

    /// The peer takes the call for one that goes on. If it does not here, because their word has crossed our
    /// end or the server's giving up, they are told.
    fn peer_goes_on(&mut self, turn: &mut Turn<'_>, key: &CallKey, act: Act) -> Result<CallState, No> {
        let outcome = match turn.call_key().as_ref() == Some(key) {
            true => self.act_on_call(turn, act),
            false => Err(No::Over),
        };
        if outcome == Err(No::Over) && act.wants_end_when_over() {
            self.send_end(turn, key);
        }
        outcome
    }

    pub(super) fn peer_accepts(
        &mut self,
        turn: &mut Turn<'_>,
        channel: ChannelName,
        peer: Account,
        extra: &str,
    ) {
        if self.peer_goes_on(turn, &CallKey { channel, peer }, Act::PeerAccepts).is_ok() {
            turn.peer_said(extra);
        }
    }

    pub(super) fn peer_declines(
        &mut self,
        turn: &mut Turn<'_>,
        channel: ChannelName,
        peer: Account,
        extra: &str,
    ) {
        let act = match Note::of(extra) {
            Some(Note(reason)) if reason == "no answer" => Act::RingTimeout,
            Some(_) | None => Act::PeerDeclines,
        };
        self.peer_ends_with(turn, CallKey { channel, peer }, extra, act);
    }

    pub(super) fn peer_ends(
        &mut self,
        turn: &mut Turn<'_>,
        channel: ChannelName,
        peer: Account,
        extra: &str,
    ) {
        self.peer_ends_with(turn, CallKey { channel, peer }, extra, Act::PeerEnds);
    }

    fn peer_ends_with(&mut self, turn: &mut Turn<'_>, key: CallKey, extra: &str, act: Act) {
        let Some(call) = turn.account().and_then(|account| account.call.as_ref()) else { return };
        if call.key == key && call.allows(act) {
            turn.peer_said(extra);
            let _ = self.act_on_call(turn, act);
        }
    }

    pub(super) fn invite_failed(
        &mut self,
        turn: &mut Turn<'_>,
        channel: ChannelName,
        peer: Account,
        ecode: Ecode,
    ) {
        let act = if ecode == Ecode::InvitePeerOffline {
            Act::FailedOffline
        } else if ecode == Ecode::InviteTimeout {
            Act::FailedSilent
        } else {
            Act::FailedRefused
        };
        let key = CallKey { channel, peer };
        let Some(call) = turn.account_mut().and_then(|account| account.call_mut()) else { return };
        if call.key == key && call.allows(act) {
            call.ecode = Some(ecode.number());
            let _ = self.act_on_call(turn, act);
        }
    }

    pub(super) fn peer_presses(
        &mut self,
        turn: &mut Turn<'_>,
        channel: ChannelName,
        peer: Account,
        msg_type: &str,
        keys: &str,
    ) {
        let now = turn.now;
        let is_ours = turn.call_key() == Some(CallKey { channel, peer });
        if msg_type != "dtmf" || !is_ours || self.act_on_call(turn, Act::Keys).is_err() {
            return;
        }
        if let Some(call) = turn.account_mut().and_then(|account| account.call_mut()) {
            call.note_keys(now, keys, false);
        }
    }

    pub(super) fn call_time_is_up(&mut self, turn: &mut Turn<'_>) {
        if self.call_ends_at.is_none_or(|at| at > turn.now) {
            return;
        }
        self.call_ends_at = None;
        let Some(call) = turn.account().and_then(|account| account.call.clone()) else { return };
        if self.act_on_call(turn, Act::RingTimeout).is_ok() {
            match call.side {
                Side::Caller => self.send_end(turn, &call.key),
                Side::Callee => self.refuse(turn, &call.key, NO_ANSWER),
            }
        }
    }
}

impl Turn<'_> {
    fn call_key(&self) -> Option<CallKey> {
        Some(self.account()?.call.as_ref()?.key.clone())
    }

    fn name_of(&self, person: &Account) -> String {
        self.account().map_or(person.to_string(), |account| account.display_name(person).to_owned())
    }

    fn peer_said(&mut self, extra: &str) {
        if let Some(call) = self.account_mut().and_then(|account| account.call_mut()) {
            call.peer_extra = Arc::from(extra);
        }
    }

    pub(super) fn silence(&mut self) {
        if let Some(call) = self.account_mut().and_then(|account| account.call_mut()) {
            call.silenced = true;
            self.effect(Effect::StopRinging);
        }
    }

    pub(super) fn dismiss_call(&mut self) {
        if let Some(account) = self.account_mut()
            && account.call.as_ref().is_some_and(|call| call.over())
        {
            account.call = None;
        }
    }

    pub(super) fn mark_calls_seen(&mut self) {
        if let Some(account) = self.account_mut()
            && account.call_log.unseen_missed() > 0
        {
            account.call_log.mark_seen();
            self.keep(Write::CallsSeen);
        }
    }
}
