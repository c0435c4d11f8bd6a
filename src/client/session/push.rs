use super::outcome::invite_ecode;
use super::turn::{Ask, Turn};
use super::{Channel, Core, Purpose};
use crate::client::Event;
use crate::client::trace::What;
use crate::ids::{Account, AttributeName, CallKey, ChannelName, Uid};
use crate::wire::call2::value_text;
use crate::wire::{AttributeChange, CallKind, Content, Ecode, Line, Request};
use serde_json::Value;

impl Core {
    /// A message of the mailbox, in its turn.
    pub(super) fn mail(&mut self, turn: &mut Turn<'_>, version: u64, text: &str) {
        let Some(line) = Line::parse(text) else {
            return turn.link(format!("message {version} is not a line"));
        };
        let at_millis = line.time_millis().unwrap_or(0);
        let known = match Content::of(&line) {
            Content::Instant(msg) => Account::new(&line.src).ok().map(|account| {
                if let Some(mailbox) = &mut self.mailbox {
                    mailbox.given(version);
                }
                turn.event(Event::MessageInstantReceive { account, uid: Uid(0), msg, at_millis, version });
            }),
            Content::Call { kind, channel, peer, extra, uid } => {
                key(channel, peer).map(|key| self.call_step(turn, kind, key, Uid(uid), extra))
            }
            Content::CallFailed { channel, peer, extra, uid, ecode } => key(channel, peer).map(|key| {
                let ecode = ecode.and_then(Ecode::from_number).map_or(Ecode::InviteOther, invite_ecode);
                let CallKey { channel, peer: account } = key;
                turn.event(Event::InviteFailed { channel, account, uid: Uid(uid), ecode, extra });
            }),
            Content::ChannelMessage { .. }
            | Content::ChannelUserJoined { .. }
            | Content::ChannelUserLeft { .. }
            | Content::ChannelAttribute { .. }
            | Content::Other { .. } => None,
        };
        if known.is_none() {
            turn.link(format!("message {version} of kind {:?} is none that this version knows", line.kind));
        }
    }

    fn call_step(&mut self, turn: &mut Turn<'_>, kind: CallKind, key: CallKey, uid: Uid, extra: String) {
        let CallKey { channel, peer: account } = key;
        let event = match kind {
            CallKind::Invite => {
                let ask = Ask::Known(Request::Call {
                    kind: CallKind::Ack,
                    channel_name: channel.to_string(),
                    peer: account.to_string(),
                    extra: String::new(),
                });
                self.ask(turn, Purpose::Ack, ask);
                Event::InviteReceived { channel, account, uid, extra }
            }
            CallKind::Ack => Event::InviteReceivedByPeer { channel, account, uid },
            CallKind::Accept => Event::InviteAcceptedByPeer { channel, account, uid, extra },
            CallKind::Refuse => Event::InviteRefusedByPeer { channel, account, uid, extra },
            CallKind::Bye => Event::InviteEndByPeer { channel, account, uid, extra },
            CallKind::Message => {
                let body: Value = serde_json::from_str(&extra).unwrap_or(Value::Null);
                let text = |key: &str| body.get(key).and_then(value_text).unwrap_or_default();
                let (msg_type, msg_data) = (text("msgtype"), text("msgdata"));
                Event::InviteMsg { channel, account, uid, msg_type, msg_data, extra }
            }
        };
        turn.event(event);
    }

    /// An event of a channel: dropped if it is of another channel than the present one, or was seen.
    pub(super) fn channel_push(&mut self, turn: &mut Turn<'_>, cid: &str, msgid: u64, text: &str) {
        let Some(channel) = &mut self.channel else {
            return turn.link("an event of a channel that this session is not in");
        };
        if !channel.takes(cid, msgid) {
            return turn.link(format!("event {msgid} of channel {cid:?} was seen or is of another channel"));
        }
        let name = channel.name.clone();
        let Some(line) = Line::parse(text) else {
            return turn.link(format!("event {msgid} of channel {cid:?} is not a line"));
        };
        let at_millis = line.time_millis().unwrap_or(0);
        let event = match Content::of(&line) {
            Content::ChannelMessage { account, uid, msg, .. } => Account::new(account).ok().map(|account| {
                let msg = value_text(&msg).unwrap_or_default();
                Event::MessageChannelReceive { channel: name, account, uid: Uid(uid), msg, at_millis }
            }),
            Content::ChannelUserJoined { account, uid, .. } => Account::new(account)
                .ok()
                .map(|account| Event::ChannelUserJoined { channel: name, account, uid: Uid(uid) }),
            Content::ChannelUserLeft { account, uid, .. } => {
                if self.who.as_ref().is_some_and(|who| who.account.as_str() == account) {
                    self.removed(turn);
                    return;
                }
                let account = Account::new(account).ok();
                account.map(|account| Event::ChannelUserLeaved { channel: name, account, uid: Uid(uid) })
            }
            Content::ChannelAttribute { account, change, name: attribute, value, .. } => {
                attribute_event(name, &account, change, &attribute, value)
            }
            Content::Instant(_)
            | Content::Call { .. }
            | Content::CallFailed { .. }
            | Content::Other { .. } => None,
        };
        match event {
            Some(event) => turn.event(event),
            None => turn.trace(|| What::Link(format!("event {msgid} of kind {:?} is not for us", line.kind))),
        }
    }

    /// The server tells nobody of their own leaving, unless somebody else ended their membership.
    fn removed(&mut self, turn: &mut Turn<'_>) {
        if let Some(Channel { name, leaving: false, .. }) = self.channel.take() {
            turn.event(Event::ChannelLeaved { channel: name, ecode: Ecode::LeaveKicked });
        }
    }
}

fn key(channel: String, peer: String) -> Option<CallKey> {
    Some(CallKey { channel: ChannelName::new(channel).ok()?, peer: Account::new(peer).ok()? })
}

fn attribute_event(
    channel: ChannelName,
    account: &str,
    change: AttributeChange,
    attribute: &str,
    value: String,
) -> Option<Event> {
    let name = match change {
        // The obsolete twin of an update: every SDK leaves it out.
        AttributeChange::Set => return None,
        AttributeChange::Clear => None,
        AttributeChange::Update | AttributeChange::Delete => Some(AttributeName::new(attribute).ok()?),
    };
    let account = Account::new(account).ok();
    Some(Event::ChannelAttrUpdated { channel, name, value, change, account })
}
