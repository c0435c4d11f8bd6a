use super::request::{Op, Wrong};
use super::turn::Turn;
use crate::client::{Answer, Error, Event};
use crate::ids::{Account, ChannelName, Uid};
use crate::wire::{AttributeChange, Ecode, Refusal, Reply};
use std::collections::BTreeMap;

/// Why a call did not end well.
#[derive(Debug, Clone)]
pub(super) enum Why {
    NotLoggedIn,
    Wrong {
        argument: &'static str,
        ecode: Ecode,
        desc: String,
    },
    /// `body` is the server's reply as it came.
    Refused {
        refusal: Refusal,
        ecode: Option<Ecode>,
        body: String,
    },
    NoAnswer,
    Ended(Ecode),
    Busy,
}

impl Why {
    /// The code that `onError` carries.
    fn general(&self) -> Ecode {
        match self {
            Self::NotLoggedIn => Ecode::GeneralNotLogin,
            Self::Wrong { ecode, .. } => *ecode,
            Self::Refused { .. } | Self::Busy => Ecode::GeneralFailed,
            Self::NoAnswer | Self::Ended(_) => Ecode::GeneralUnknown,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::NotLoggedIn => "not logged in".to_owned(),
            Self::Wrong { desc, .. } => desc.clone(),
            Self::Refused { refusal, .. } => refusal.text(),
            Self::NoAnswer => "no answer".to_owned(),
            Self::Ended(ecode) => format!("the session ended: {ecode}"),
            Self::Busy => "too many calls wait".to_owned(),
        }
    }

    /// Whether the server may have done it all the same.
    fn is_open(&self) -> bool {
        matches!(self, Self::NoAnswer | Self::Ended(_))
    }

    /// The code of `onInviteFailed`.
    fn invite(&self) -> Ecode {
        match self {
            Self::NotLoggedIn => Ecode::GeneralNotLogin,
            Self::NoAnswer | Self::Ended(_) => Ecode::InviteTimeout,
            Self::Refused { refusal, ecode, .. } => invite_ecode(ecode.unwrap_or_else(|| refusal.ecode())),
            Self::Wrong { .. } | Self::Busy => Ecode::InviteOther,
        }
    }

    fn error(self, op: Option<&Op>) -> Error {
        match self {
            Self::NotLoggedIn => Error::NotLoggedIn,
            Self::Wrong { argument, ecode, .. } => Error::WrongArgument { argument, ecode },
            Self::Refused { ref refusal, ecode, .. } => {
                let ecode = match op {
                    Some(Op::Invite { .. }) => self.invite(),
                    Some(_) | None => ecode.unwrap_or_else(|| refusal.ecode()),
                };
                Error::Refused { refusal: refusal.clone(), ecode }
            }
            Self::NoAnswer => Error::NoAnswer,
            Self::Ended(ecode) => Error::Ended(ecode),
            Self::Busy => Error::Busy,
        }
    }
}

/// A code of the invite family, or 700 for any other.
pub(super) fn invite_ecode(ecode: Ecode) -> Ecode {
    match ecode.number() {
        700..=705 => ecode,
        _ => Ecode::InviteOther,
    }
}

/// Ends a call badly: the events of the old API in its order, then the answer.
pub(super) fn failed(turn: &mut Turn<'_>, token: u64, op: &Op, why: Why) {
    let (general, words) = (why.general(), why.words());
    let signed_out = matches!(why, Why::NotLoggedIn);
    match op {
        Op::Invoke { call_id } => {
            let resp = if let Why::Refused { body, .. } = &why { body.clone() } else { String::new() };
            turn.event(Event::InvokeRet { call_id: call_id.clone(), err: words, resp });
        }
        Op::Send { message_id, name, .. } => {
            let ecode = if why.is_open() { Ecode::SendTimeout } else { Ecode::SendOther };
            turn.event(Event::MessageSendError { message_id: message_id.clone(), ecode });
            turn.error(name, general, words);
        }
        Op::Join { channel } => {
            let ecode = if signed_out { Ecode::GeneralNotLogin } else { Ecode::JoinOther };
            turn.event(Event::ChannelJoinFailed { channel: channel.clone(), ecode });
            turn.error(op.name(), general, words);
        }
        Op::Leave { channel } if signed_out => {
            turn.error(op.name(), general, words);
            turn.event(Event::ChannelLeaved { channel: channel.clone(), ecode: Ecode::GeneralNotLogin });
        }
        Op::Leave { channel } => {
            turn.event(Event::ChannelLeaved { channel: channel.clone(), ecode: Ecode::LeaveByUser });
            turn.error(op.name(), general, words);
        }
        Op::QueryNum { channel } => {
            let (channel, ecode) = (channel.clone(), Ecode::QueryOther);
            turn.event(Event::ChannelQueryUserNumResult { channel, ecode, num: 0 });
            turn.error(op.name(), general, words);
        }
        Op::QueryIsIn { channel, account } => {
            if !signed_out {
                let (channel, account) = (channel.clone(), account.clone());
                turn.event(Event::ChannelQueryUserIsIn { channel, account, is_in: false });
            }
            turn.error(op.name(), general, words);
        }
        Op::Invite { channel, account, extra, .. } => {
            turn.event(Event::InviteFailed {
                channel: channel.clone(),
                account: account.clone(),
                uid: Uid(0),
                ecode: why.invite(),
                extra: extra.clone(),
            });
            turn.error(op.name(), general, words);
        }
        Op::QueryStatus { .. }
        | Op::SetAttr
        | Op::GetAttr { .. }
        | Op::GetAttrAll { .. }
        | Op::ChannelSetAttr
        | Op::ChannelDelAttr
        | Op::ChannelClearAttr
        | Op::Dtmf
        | Op::Accept
        | Op::Refuse
        | Op::End { .. } => turn.error(op.name(), general, words),
    }
    turn.answer(token, Err(why.error(Some(op))));
}

/// Ends a call whose arguments will not do.
pub(super) fn wrong(turn: &mut Turn<'_>, token: u64, wrong: Wrong, signed_in: bool) {
    let Wrong { name, op, argument, ecode, desc } = wrong;
    let why = if signed_in { Why::Wrong { argument, ecode, desc } } else { Why::NotLoggedIn };
    match op {
        Some(op) => failed(turn, token, &op, why),
        None => {
            turn.error(name, why.general(), why.words());
            turn.answer(token, Err(why.error(None)));
        }
    }
}

/// Ends a call well: its event if it has one, and its answer. A join is the session's own affair.
pub(super) fn succeeded(turn: &mut Turn<'_>, token: u64, op: Op, reply: Reply, me: &Account, body: &str) {
    let answer = match (op, reply) {
        (Op::Invoke { call_id }, _) => {
            let resp = body.to_owned();
            turn.event(Event::InvokeRet { call_id, err: String::new(), resp: resp.clone() });
            Answer::Invoked { resp }
        }
        (Op::QueryStatus { account }, Reply::UserStatus { online, .. }) => {
            turn.event(Event::QueryUserStatusResult { account, online });
            Answer::Status { online }
        }
        (Op::GetAttr { account, name }, Reply::UserAttr { value, .. }) => {
            let account = account.unwrap_or_else(|| me.clone());
            turn.event(Event::UserAttrResult { account, name, value: value.clone() });
            Answer::Attr { value }
        }
        (Op::GetAttrAll { account }, Reply::UserAttrAll { json: attributes, .. }) => {
            let account = account.unwrap_or_else(|| me.clone());
            turn.event(Event::UserAttrAllResult { account, attributes: attributes.clone() });
            Answer::AttrAll { attributes }
        }
        (Op::Send { message_id, .. }, _) => {
            turn.event(Event::MessageSendSuccess { message_id: message_id.clone() });
            Answer::Sent { message_id }
        }
        (Op::Leave { channel }, _) => {
            turn.event(Event::ChannelLeaved { channel, ecode: Ecode::LeaveByUser });
            Answer::Done
        }
        (Op::QueryNum { channel }, Reply::Num { num }) => {
            turn.event(Event::ChannelQueryUserNumResult { channel, ecode: Ecode::Success, num });
            Answer::Num { num }
        }
        (Op::QueryIsIn { channel, account }, Reply::IsIn { isin }) => {
            turn.event(Event::ChannelQueryUserIsIn { channel, account, is_in: isin });
            Answer::IsIn { is_in: isin }
        }
        (Op::End { channel, account }, _) => {
            turn.event(Event::InviteEndByMyself { channel, account, uid: Uid(0) });
            Answer::Done
        }
        _ => Answer::Done,
    };
    turn.answer(token, Ok(answer));
}

/// The events of a channel's snapshot: its members and its attributes.
pub(super) fn snapshot(
    turn: &mut Turn<'_>,
    channel: &ChannelName,
    list: Vec<(String, u32)>,
    attrs: BTreeMap<String, String>,
) {
    let member = |(account, uid): (String, u32)| Some((Account::new(account).ok()?, Uid(uid)));
    let members = list.into_iter().filter_map(member).collect();
    turn.event(Event::ChannelUserList { channel: channel.clone(), members });
    for (name, value) in attrs {
        let Ok(name) = crate::ids::AttributeName::new(name) else { continue };
        turn.event(Event::ChannelAttrUpdated {
            channel: channel.clone(),
            name: Some(name),
            value,
            change: AttributeChange::Update,
            account: None,
        });
    }
}
