use super::code::Refusal;
use super::line::Flag;
use serde_json::{Map, Value, json};

/// The steps of a call that travel as requests and as lines under the same names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallKind {
    Invite,
    /// The callee's device has the invite; sent by the SDK itself.
    Ack,
    Accept,
    Refuse,
    /// Keypad tones and other words during a call.
    Message,
    Bye,
}

impl CallKind {
    pub const ALL: [Self; 6] =
        [Self::Invite, Self::Ack, Self::Accept, Self::Refuse, Self::Message, Self::Bye];

    pub fn function(self) -> &'static str {
        match self {
            Self::Invite => "voip_invite",
            Self::Ack => "voip_invite_ack",
            Self::Accept => "voip_invite_accept",
            Self::Refuse => "voip_invite_refuse",
            Self::Message => "voip_invite_msg",
            Self::Bye => "voip_invite_bye",
        }
    }

    pub fn from_function(function: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.function() == function)
    }
}

/// A call2 request: one variant a function, its fields the function's own arguments. Names are unchecked
/// text. The session secret `line` travels beside it, see [`Request::to_args`].
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// `ver_clear` acknowledges the mailbox up to there before the session ends.
    UserLogout {
        ver_clear: Option<u64>,
    },
    UserSendMsg {
        peer: String,
        flag: Flag,
        content: String,
    },
    /// Acknowledges everything up to `ver_clear` and asks for what comes after.
    UserGetMsg {
        ver_clear: u64,
        max: Option<usize>,
    },
    UserGetMsg2 {
        clear_msgs: Vec<String>,
        max: Option<usize>,
    },
    UserSetAttr {
        name: String,
        value: String,
    },
    UserGetAttr {
        account: String,
        name: String,
    },
    UserGetAttrAll {
        account: String,
    },
    UserQueryUserStatus {
        account: String,
    },
    UserQueryUserStatus2 {
        accounts: Vec<String>,
    },
    UserSetFg {
        isfg: bool,
    },
    ChannelJoin {
        name: String,
    },
    ChannelLeave {
        name: String,
    },
    /// Web SDKs may send any JSON value but null as the message.
    ChannelSendMsg {
        name: String,
        msg: Value,
        force: bool,
    },
    ChannelSetAttr {
        channel: String,
        name: String,
        value: String,
    },
    ChannelDelAttr {
        channel: String,
        name: String,
    },
    ChannelClearAttr {
        channel: String,
    },
    ChannelQueryNum {
        name: String,
    },
    ChannelQueryUserIsIn {
        name: String,
        account: String,
    },
    ChannelQueryUserList {
        name: String,
    },
    ChannelQueryUserListAll {
        name: String,
        num: u64,
    },
    Call {
        kind: CallKind,
        channel_name: String,
        peer: String,
        extra: String,
    },
    /// The end of a call as Java and native SDKs send it.
    CallBye {
        channel_name: String,
        src_num: String,
        dest_num: String,
    },
    PstnInvite {
        channel_name: String,
        src_num: String,
        dest_num: String,
        extra: String,
    },
    PstnDtmf {
        channel_name: String,
        src_num: String,
        dest_num: String,
        extra: String,
    },
}

/// A JSON value as text, the way the old service took non-string values; `None` for null.
pub fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => Some(value.to_string()),
    }
}

/// A JSON number, or a text that is one, cut to a whole number that is not negative.
pub fn value_number(value: &Value) -> Option<u64> {
    let whole = |number: f64| number.is_finite().then_some(number.max(0.0) as u64);
    match value {
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| text.parse().ok().and_then(whole))
        }
        Value::Bool(yes) => Some(u64::from(*yes)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

struct Args<'a>(&'a Map<String, Value>);

impl Args<'_> {
    fn text(&self, key: &str) -> Result<String, Refusal> {
        self.0.get(key).and_then(value_text).ok_or(Refusal::WrongParam)
    }

    fn text_or_empty(&self, key: &str) -> String {
        self.0.get(key).and_then(value_text).unwrap_or_default()
    }

    fn number(&self, key: &str) -> Option<u64> {
        self.0.get(key).and_then(value_number)
    }

    fn size(&self, key: &str) -> Option<usize> {
        self.number(key).and_then(|n| usize::try_from(n).ok())
    }

    fn texts(&self, key: &str) -> Vec<String> {
        let items = self.0.get(key).and_then(Value::as_array);
        items.map(|items| items.iter().filter_map(value_text).collect()).unwrap_or_default()
    }
}

impl Request {
    pub fn function(&self) -> &'static str {
        match self {
            Self::UserLogout { .. } => "user_logout",
            Self::UserSendMsg { .. } => "user_sendmsg",
            Self::UserGetMsg { .. } => "user_getmsg",
            Self::UserGetMsg2 { .. } => "user_getmsg2",
            Self::UserSetAttr { .. } => "user_set_attr",
            Self::UserGetAttr { .. } => "user_get_attr",
            Self::UserGetAttrAll { .. } => "user_get_attr_all",
            Self::UserQueryUserStatus { .. } => "user_query_user_status",
            Self::UserQueryUserStatus2 { .. } => "user_query_user_status2",
            Self::UserSetFg { .. } => "user_setfg",
            Self::ChannelJoin { .. } => "channel_join",
            Self::ChannelLeave { .. } => "channel_leave",
            Self::ChannelSendMsg { .. } => "channel_sendmsg",
            Self::ChannelSetAttr { .. } => "channel_set_attr",
            Self::ChannelDelAttr { .. } => "channel_del_attr",
            Self::ChannelClearAttr { .. } => "channel_clear_attr",
            Self::ChannelQueryNum { .. } => "channel_query_num",
            Self::ChannelQueryUserIsIn { .. } => "channel_query_user_isin",
            Self::ChannelQueryUserList { .. } => "channel_query_userlist",
            Self::ChannelQueryUserListAll { .. } => "channel_query_userlist_all",
            Self::Call { kind, .. } => kind.function(),
            Self::CallBye { .. } => "call_bye",
            Self::PstnInvite { .. } => "pstn_invite",
            Self::PstnDtmf { .. } => "pstn_dtmf",
        }
    }

    /// Understands a function and its arguments; [`Refusal::Unknown`] or [`Refusal::WrongParam`] if not.
    pub fn parse(function: &str, args: &Map<String, Value>) -> Result<Self, Refusal> {
        let args = Args(args);
        let request = match function {
            "user_logout" => Self::UserLogout { ver_clear: args.number("ver_clear") },
            "user_sendmsg" => Self::UserSendMsg {
                peer: args.text("peer")?,
                flag: Flag::parse(&args.text_or_empty("flag"))
                    .unwrap_or(Flag::stored(crate::ids::MESSAGE_TTL_SECS)),
                content: args.text("content")?,
            },
            "user_getmsg" => {
                Self::UserGetMsg { ver_clear: args.number("ver_clear").unwrap_or(0), max: args.size("max") }
            }
            "user_getmsg2" => {
                Self::UserGetMsg2 { clear_msgs: args.texts("clear_msgs"), max: args.size("max") }
            }
            "user_set_attr" => Self::UserSetAttr { name: args.text("name")?, value: args.text("value")? },
            "user_get_attr" => Self::UserGetAttr { account: args.text("account")?, name: args.text("name")? },
            "user_get_attr_all" => Self::UserGetAttrAll { account: args.text("account")? },
            "user_query_user_status" => Self::UserQueryUserStatus { account: args.text("account")? },
            "user_query_user_status2" => Self::UserQueryUserStatus2 { accounts: args.texts("accounts") },
            "user_setfg" => Self::UserSetFg { isfg: args.number("isfg").unwrap_or(1) != 0 },
            "channel_join" => Self::ChannelJoin { name: args.text("name")? },
            "channel_leave" => Self::ChannelLeave { name: args.text("name")? },
            "channel_sendmsg" => Self::ChannelSendMsg {
                name: args.text("name")?,
                msg: args.0.get("msg").filter(|msg| !msg.is_null()).cloned().ok_or(Refusal::WrongParam)?,
                force: args.number("force").unwrap_or(0) != 0,
            },
            "channel_set_attr" => Self::ChannelSetAttr {
                channel: args.text("channel")?,
                name: args.text("name")?,
                value: args.text("value")?,
            },
            "channel_del_attr" => {
                Self::ChannelDelAttr { channel: args.text("channel")?, name: args.text("name")? }
            }
            "channel_clear_attr" => Self::ChannelClearAttr { channel: args.text("channel")? },
            "channel_query_num" => Self::ChannelQueryNum { name: args.text("name")? },
            "channel_query_user_isin" => {
                Self::ChannelQueryUserIsIn { name: args.text("name")?, account: args.text("account")? }
            }
            "channel_query_userlist" => Self::ChannelQueryUserList { name: args.text("name")? },
            "channel_query_userlist_all" => Self::ChannelQueryUserListAll {
                name: args.text("name")?,
                num: args.number("num").unwrap_or(1_000_000),
            },
            "call_bye" => Self::CallBye {
                channel_name: args.text("channelName")?,
                src_num: args.text_or_empty("srcNum"),
                dest_num: args.text("destNum")?,
            },
            "pstn_invite" | "pstn_dtmf" => {
                let (channel_name, src_num) = (args.text("channelName")?, args.text_or_empty("srcNum"));
                let (dest_num, extra) = (args.text_or_empty("destNum"), args.text_or_empty("extra"));
                if function == "pstn_invite" {
                    Self::PstnInvite { channel_name, src_num, dest_num, extra }
                } else {
                    Self::PstnDtmf { channel_name, src_num, dest_num, extra }
                }
            }
            _ => Self::Call {
                kind: CallKind::from_function(function).ok_or(Refusal::Unknown)?,
                channel_name: args.text("channelName")?,
                peer: args.text("peer")?,
                extra: args.text_or_empty("extra"),
            },
        };
        Ok(request)
    }

    /// The arguments as they travel, with the session secret.
    pub fn to_args(&self, line: &str) -> Value {
        let mut args = match self {
            Self::UserLogout { ver_clear: None } => json!({}),
            Self::UserLogout { ver_clear: Some(version) } => json!({"ver_clear": version}),
            Self::UserSendMsg { peer, flag, content } => {
                json!({"peer": peer, "flag": flag.to_string(), "t": "instant", "content": content})
            }
            Self::UserGetMsg { ver_clear, max } => {
                json!({"ver_clear": ver_clear, "max": max.unwrap_or(crate::ids::MAILBOX_PAGE)})
            }
            Self::UserGetMsg2 { clear_msgs, max } => {
                json!({"clear_msgs": clear_msgs, "max": max.unwrap_or(crate::ids::MAILBOX_PAGE)})
            }
            Self::UserSetAttr { name, value } => json!({"name": name, "value": value}),
            Self::UserGetAttr { account, name } => json!({"account": account, "name": name}),
            Self::UserGetAttrAll { account } | Self::UserQueryUserStatus { account } => {
                json!({"account": account})
            }
            Self::UserQueryUserStatus2 { accounts } => json!({"accounts": accounts}),
            Self::UserSetFg { isfg } => json!({"isfg": u8::from(*isfg)}),
            Self::ChannelJoin { name }
            | Self::ChannelLeave { name }
            | Self::ChannelQueryNum { name }
            | Self::ChannelQueryUserList { name } => json!({"name": name}),
            Self::ChannelSendMsg { name, msg, force: false } => json!({"name": name, "msg": msg}),
            Self::ChannelSendMsg { name, msg, force: true } => {
                json!({"name": name, "msg": msg, "force": true})
            }
            Self::ChannelSetAttr { channel, name, value } => {
                json!({"channel": channel, "name": name, "value": value})
            }
            Self::ChannelDelAttr { channel, name } => json!({"channel": channel, "name": name}),
            Self::ChannelClearAttr { channel } => json!({"channel": channel}),
            Self::ChannelQueryUserIsIn { name, account } => json!({"name": name, "account": account}),
            Self::ChannelQueryUserListAll { name, num } => json!({"name": name, "num": num}),
            Self::Call { channel_name, peer, extra, .. } => {
                json!({"channelName": channel_name, "peer": peer, "extra": extra})
            }
            Self::CallBye { channel_name, src_num, dest_num } => {
                json!({"channelName": channel_name, "srcNum": src_num, "destNum": dest_num})
            }
            Self::PstnInvite { channel_name, src_num, dest_num, extra }
            | Self::PstnDtmf { channel_name, src_num, dest_num, extra } => json!({
                "channelName": channel_name, "srcNum": src_num, "destNum": dest_num, "extra": extra,
            }),
        };
        args["line"] = json!(line);
        args
    }
}
