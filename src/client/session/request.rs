use super::turn::Ask;
use crate::client::Api;
use crate::ids::{
    ATTRIBUTE_VALUE_BYTES, Account, AttributeName, ChannelName, EXTRA_BYTES, MESSAGE_BYTES, MESSAGE_TTL_SECS,
    MessageId, NAME_BYTES, NameError,
};
use crate::wire::{CallKind, Ecode, Flag, Request};
use serde_json::{Value, json};

/// What has to be known about a call to make its events and its answer.
#[derive(Debug, Clone)]
pub(super) enum Op {
    Invoke {
        call_id: String,
    },
    QueryStatus {
        account: Account,
    },
    SetAttr,
    /// `None` is one's own account.
    GetAttr {
        account: Option<Account>,
        name: AttributeName,
    },
    GetAttrAll {
        account: Option<Account>,
    },
    Send {
        message_id: MessageId,
        name: &'static str,
        /// It carries a key: the server takes it one time only.
        once: bool,
    },
    Join {
        channel: ChannelName,
    },
    Leave {
        channel: ChannelName,
    },
    QueryNum {
        channel: ChannelName,
    },
    QueryIsIn {
        channel: ChannelName,
        account: Account,
    },
    ChannelSetAttr,
    ChannelDelAttr,
    ChannelClearAttr,
    Invite {
        channel: ChannelName,
        account: Account,
        extra: String,
        name: &'static str,
    },
    Dtmf,
    Accept,
    Refuse,
    End {
        channel: ChannelName,
        account: Account,
    },
}

impl Op {
    /// The name that `onError` uses.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Invoke { .. } => "invoke",
            Self::QueryStatus { .. } => "query_user_status",
            Self::SetAttr => "set_attr",
            Self::GetAttr { .. } => "get_attr",
            Self::GetAttrAll { .. } => "get_attr_all",
            Self::Send { name, .. } | Self::Invite { name, .. } => name,
            Self::Join { .. } => "channel_join",
            Self::Leave { .. } => "channel_leave",
            Self::QueryNum { .. } => "channel_query_num",
            Self::QueryIsIn { .. } => "channel_query_user_isin",
            Self::ChannelSetAttr => "channel_set_attr",
            Self::ChannelDelAttr => "channel_del_attr",
            Self::ChannelClearAttr => "channel_clear_attr",
            Self::Dtmf => "invite_dtmf",
            Self::Accept => "invite_accept",
            Self::Refuse => "invite_refuse",
            Self::End { .. } => "invite_end",
        }
    }

    /// Whether asking a second time does no harm when it is not known whether the first was heard.
    pub fn repeatable(&self) -> bool {
        match self {
            Self::QueryStatus { .. }
            | Self::GetAttr { .. }
            | Self::GetAttrAll { .. }
            | Self::Join { .. }
            | Self::Leave { .. }
            | Self::QueryNum { .. }
            | Self::QueryIsIn { .. } => true,
            Self::Send { once, .. } => *once,
            Self::Invoke { .. }
            | Self::SetAttr
            | Self::ChannelSetAttr
            | Self::ChannelDelAttr
            | Self::ChannelClearAttr
            | Self::Invite { .. }
            | Self::Dtmf
            | Self::Accept
            | Self::Refuse
            | Self::End { .. } => false,
        }
    }
}

/// An argument that will not do. `op` is there where the old API has an event of the operation's own.
#[derive(Debug)]
pub(super) struct Wrong {
    pub name: &'static str,
    pub op: Option<Box<Op>>,
    pub argument: &'static str,
    pub ecode: Ecode,
    pub desc: String,
}

/// Checks of one operation's arguments, each failing as [`Wrong`] under the operation's name.
struct Check(&'static str);

impl Check {
    fn wrong(&self, argument: &'static str, ecode: Ecode, desc: impl Into<String>) -> Wrong {
        Wrong { name: self.0, op: None, argument, ecode, desc: desc.into() }
    }

    fn name(&self, argument: &'static str, why: NameError) -> Wrong {
        let ecode = match why {
            NameError::TooLong { .. } => Ecode::GeneralLargeParam,
            NameError::Empty | NameError::ForbiddenCharacter(_) => Ecode::GeneralWrongParam,
        };
        self.wrong(argument, ecode, format!("wrong {argument}: {why}"))
    }

    fn account(&self, text: &str) -> Result<Account, Wrong> {
        Account::new(text).map_err(|why| self.name("account", why))
    }

    fn channel(&self, text: &str) -> Result<ChannelName, Wrong> {
        ChannelName::new(text).map_err(|why| self.name("channel", why))
    }

    fn attribute(&self, text: &str) -> Result<AttributeName, Wrong> {
        AttributeName::new(text).map_err(|why| self.name("name", why))
    }

    fn size(&self, argument: &'static str, text: &str, limit: usize, words: &str) -> Result<(), Wrong> {
        if text.len() <= limit {
            return Ok(());
        }
        Err(self.wrong(argument, Ecode::GeneralLargeParam, words))
    }

    fn value(&self, text: &str) -> Result<(), Wrong> {
        self.size("value", text, ATTRIBUTE_VALUE_BYTES, "value too large")
    }

    fn extra(&self, text: &str) -> Result<(), Wrong> {
        self.size("extra", text, EXTRA_BYTES, "extra too large")
    }

    fn json_extra(&self, text: &str) -> Result<(), Wrong> {
        self.extra(text)?;
        if text.is_empty() || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
            return Ok(());
        }
        Err(self.wrong("extra", Ecode::GeneralWrongParam, "wrong extra param"))
    }

    fn keys(&self, keys: &str) -> Result<(), Wrong> {
        let is_key = |c: char| matches!(c, '0'..='9' | '*' | '#');
        if keys.is_empty() || !keys.chars().all(is_key) {
            return Err(self.wrong("keys", Ecode::GeneralWrongParam, "wrong keys: 0-9, * and # only"));
        }
        self.extra(keys)
    }
}

fn with_op(op: &Op) -> impl Fn(Wrong) -> Wrong + '_ {
    move |wrong| Wrong { op: Some(Box::new(op.clone())), ..wrong }
}

fn keyed(request: Request, once: Option<String>) -> Ask {
    match once {
        Some(key) => Ask::Once { request, key },
        None => Ask::Known(request),
    }
}

/// Turns a call into what is asked of the server and what to do with the answer. `me` is one's own account.
pub(super) fn plan(api: Api, me: &str) -> Result<(Op, Ask), Wrong> {
    let known = |op: Op, request: Request| Ok((op, Ask::Known(request)));
    match api {
        Api::Invoke { name, req, call_id } => invoke(&name, &req, call_id),
        Api::QueryUserStatus { account } => {
            let checked = Check("query_user_status").account(&account)?;
            known(Op::QueryStatus { account: checked }, Request::UserQueryUserStatus { account })
        }
        Api::SetAttr { name, value } => {
            let check = Check("set_attr");
            check.attribute(&name)?;
            check.value(&value)?;
            known(Op::SetAttr, Request::UserSetAttr { name, value })
        }
        Api::GetAttr { account, name } => {
            let check = Check("get_attr");
            let whose = account.as_deref().map(|text| check.account(text)).transpose()?;
            let op = Op::GetAttr { account: whose, name: check.attribute(&name)? };
            known(op, Request::UserGetAttr { account: account.unwrap_or_else(|| me.to_owned()), name })
        }
        Api::GetAttrAll { account } => {
            let whose = account.as_deref().map(|text| Check("get_attr_all").account(text)).transpose()?;
            let account = account.unwrap_or_else(|| me.to_owned());
            known(Op::GetAttrAll { account: whose }, Request::UserGetAttrAll { account })
        }
        Api::MessageInstantSend { account, msg, message_id, once } => {
            let op = Op::Send { message_id, name: "send_instant_msg", once: once.is_some() };
            message(&op, &msg, once.as_deref())?;
            Check(op.name()).account(&account).map_err(with_op(&op))?;
            let flag = Flag::stored(MESSAGE_TTL_SECS);
            Ok((op, keyed(Request::UserSendMsg { peer: account, flag, content: msg }, once)))
        }
        Api::MessageChannelSend { channel, msg, message_id, force, once } => {
            let op = Op::Send { message_id, name: "send_channel_msg", once: once.is_some() };
            message(&op, &msg, once.as_deref())?;
            Check(op.name()).channel(&channel).map_err(with_op(&op))?;
            Ok((op, keyed(Request::ChannelSendMsg { name: channel, msg: json!(msg), force }, once)))
        }
        Api::ChannelJoin { channel } => {
            let checked = Check("channel_join").channel(&channel)?;
            known(Op::Join { channel: checked }, Request::ChannelJoin { name: channel })
        }
        Api::ChannelLeave { channel } => {
            let checked = Check("channel_leave").channel(&channel)?;
            known(Op::Leave { channel: checked }, Request::ChannelLeave { name: channel })
        }
        Api::ChannelQueryUserNum { channel } => {
            let checked = Check("channel_query_num").channel(&channel)?;
            known(Op::QueryNum { channel: checked }, Request::ChannelQueryNum { name: channel })
        }
        Api::ChannelQueryUserIsIn { channel, account } => {
            let check = Check("channel_query_user_isin");
            let op = Op::QueryIsIn { channel: check.channel(&channel)?, account: check.account(&account)? };
            known(op, Request::ChannelQueryUserIsIn { name: channel, account })
        }
        Api::ChannelSetAttr { channel, name, value } => {
            let check = Check("channel_set_attr");
            check.channel(&channel)?;
            check.attribute(&name)?;
            check.value(&value)?;
            known(Op::ChannelSetAttr, Request::ChannelSetAttr { channel, name, value })
        }
        Api::ChannelDelAttr { channel, name } => {
            let check = Check("channel_del_attr");
            check.channel(&channel)?;
            check.attribute(&name)?;
            known(Op::ChannelDelAttr, Request::ChannelDelAttr { channel, name })
        }
        Api::ChannelClearAttr { channel } => {
            Check("channel_clear_attr").channel(&channel)?;
            known(Op::ChannelClearAttr, Request::ChannelClearAttr { channel })
        }
        Api::ChannelInviteUser { channel, account, extra } => {
            let op = invite("invite", &channel, &account, &extra)?;
            step(Check("invite"), op, CallKind::Invite, channel, account, extra)
        }
        Api::ChannelInvitePhone { channel, phone, source, extra } => {
            let extra = with_source(&source, extra);
            let op = invite("invite_phone", &channel, &phone, &extra)?;
            known(op, Request::PstnInvite { channel_name: channel, src_num: source, dest_num: phone, extra })
        }
        Api::MessageDtmfSend { uid, keys, message_id } => {
            let op = Op::Send { message_id, name: "send_dtmf_msg", once: false };
            message(&op, "", None)?;
            Check(op.name()).keys(&keys).map_err(with_op(&op))?;
            let (src_num, dest_num) = (String::new(), uid.0.to_string());
            known(op, Request::PstnDtmf { channel_name: String::new(), src_num, dest_num, extra: keys })
        }
        Api::ChannelInviteDtmf { channel, account, keys } => {
            let check = Check("invite_dtmf");
            check.keys(&keys)?;
            let extra = json!({"msgtype": "dtmf", "msgdata": keys}).to_string();
            step(check, Op::Dtmf, CallKind::Message, channel, account, extra)
        }
        Api::ChannelInviteAccept { channel, account, extra } => {
            step(Check("invite_accept"), Op::Accept, CallKind::Accept, channel, account, extra)
        }
        Api::ChannelInviteRefuse { channel, account, extra } => {
            step(Check("invite_refuse"), Op::Refuse, CallKind::Refuse, channel, account, extra)
        }
        Api::ChannelInviteEnd { channel, account, extra } => {
            let check = Check("invite_end");
            let op = Op::End { channel: check.channel(&channel)?, account: check.account(&account)? };
            step(check, op, CallKind::Bye, channel, account, extra)
        }
        Api::Login { .. } | Api::Logout | Api::ReconnectNow => {
            unreachable!("the session carries these out itself")
        }
    }
}

fn message(op: &Op, msg: &str, once: Option<&str>) -> Result<(), Wrong> {
    let check = Check(op.name());
    // The server would pass over such a key, and what is sent again would then be there twice.
    match once.map(str::len) {
        None | Some(1..=NAME_BYTES) => {}
        Some(0) => return Err(with_op(op)(check.wrong("once", Ecode::GeneralWrongParam, "empty key"))),
        Some(_) => return Err(with_op(op)(check.wrong("once", Ecode::GeneralLargeParam, "key too large"))),
    }
    let id_bytes = if let Op::Send { message_id, .. } = op { message_id.as_str().len() } else { 0 };
    if id_bytes > NAME_BYTES {
        return Err(with_op(op)(check.wrong("message_id", Ecode::GeneralLargeParam, "message id too large")));
    }
    check.size("msg", msg, MESSAGE_BYTES, "msg too large").map_err(with_op(op))
}

fn invite(name: &'static str, channel: &str, account: &str, extra: &str) -> Result<Op, Wrong> {
    let check = Check(name);
    let (channel, account) = (check.channel(channel)?, check.account(account)?);
    let op = Op::Invite { channel, account, extra: extra.to_owned(), name };
    check.json_extra(extra).map_err(with_op(&op))?;
    Ok(op)
}

/// The number that a telephone shows also stands in `extra`, where there is a place for it.
fn with_source(source: &str, extra: String) -> String {
    let body = if extra.is_empty() { Ok(json!({})) } else { serde_json::from_str(&extra) };
    match body {
        Ok(Value::Object(mut body)) if !source.is_empty() && !body.contains_key("srcNum") => {
            body.insert("srcNum".to_owned(), json!(source));
            Value::Object(body).to_string()
        }
        Ok(_) | Err(_) => extra,
    }
}

fn step(
    check: Check,
    op: Op,
    kind: CallKind,
    channel: String,
    account: String,
    extra: String,
) -> Result<(Op, Ask), Wrong> {
    check.channel(&channel)?;
    check.account(&account)?;
    check.extra(&extra)?;
    Ok((op, Ask::Known(Request::Call { kind, channel_name: channel, peer: account, extra })))
}

fn invoke(name: &str, req: &str, call_id: String) -> Result<(Op, Ask), Wrong> {
    let op = Op::Invoke { call_id };
    let check = Check("invoke");
    let function = name.strip_prefix("io.agora.signal.").filter(|function| !function.is_empty());
    let Some(function) = function else {
        let wrong = check.wrong("name", Ecode::GeneralWrongParam, "unsupported method name");
        return Err(with_op(&op)(wrong));
    };
    let args = if req.is_empty() { Ok(json!({})) } else { serde_json::from_str(req) };
    let Ok(Value::Object(args)) = args else {
        return Err(with_op(&op)(check.wrong("req", Ecode::GeneralWrongParam, "args is not JSON")));
    };
    if req.len() > MESSAGE_BYTES + ATTRIBUTE_VALUE_BYTES {
        return Err(with_op(&op)(check.wrong("req", Ecode::GeneralLargeParam, "args too large")));
    }
    Ok((op, Ask::Any { function: function.to_owned(), args }))
}
