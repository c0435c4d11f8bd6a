use serde_json::{Value, json};
use std::fmt;

/// Who must be there for a message to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Stored whether or not the receiver is signed in.
    Exists,
    /// Only if the receiver is signed in.
    LoggedIn,
    /// Only if the receiver has a live connection.
    Connected,
}

/// `v1:<level>:<ttl>`; the ttl is in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag {
    pub level: Level,
    pub ttl_secs: u64,
}

impl Flag {
    pub const CHANNEL: Flag = Flag { level: Level::Exists, ttl_secs: 180 };

    pub fn stored(ttl_secs: u64) -> Self {
        Self { level: Level::Exists, ttl_secs }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let (version, level, ttl) = (parts.next()?, parts.next()?, parts.next()?);
        if version != "v1" || parts.next().is_some() {
            return None;
        }
        let level = match level {
            "E" => Level::Exists,
            "L" => Level::LoggedIn,
            "C" => Level::Connected,
            _ => return None,
        };
        Some(Self { level, ttl_secs: ttl.parse().ok()? })
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Exists => 'E',
            Level::LoggedIn => 'L',
            Level::Connected => 'C',
        };
        write!(f, "v1:{level}:{}", self.ttl_secs)
    }
}

/// The three formats of a line. `V3` carries the message id that JS uses to drop repeats; Java and Python
/// would misread it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineTag {
    /// `msg`: the oldest form, without a time.
    V1,
    V2,
    V3 {
        msgid: String,
    },
}

/// One message as it travels: fields separated by single spaces, the last keeps its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub tag: LineTag,
    /// The sender's account; `notify` for channel events.
    pub src: String,
    /// The receiver's account; `-` for channel events.
    pub dst: String,
    pub flag: String,
    /// Seconds since 1970: whole for messages to a person, with a fraction for channel events.
    pub time: String,
    pub kind: String,
    pub content: String,
}

impl Line {
    pub fn parse(text: &str) -> Option<Self> {
        let (tag, rest) = text.split_once(' ')?;
        let (tag, rest) = match tag {
            "msg" => (LineTag::V1, rest),
            "msg-v2" => (LineTag::V2, rest),
            "msg-v3" => {
                let (msgid, rest) = rest.split_once(' ')?;
                (LineTag::V3 { msgid: msgid.to_owned() }, rest)
            }
            _ => return None,
        };
        let timed = tag != LineTag::V1;
        let mut fields = rest.splitn(if timed { 6 } else { 5 }, ' ').map(str::to_owned);
        let (src, dst, flag, kind) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let time = if timed { fields.next()? } else { String::new() };
        Some(Self { tag, src, dst, flag, time, kind, content: fields.next()? })
    }

    /// The time as whole milliseconds since 1970, where the line has one.
    pub fn time_millis(&self) -> Option<i64> {
        let secs: f64 = self.time.parse().ok()?;
        (0.0..1e11).contains(&secs).then_some((secs * 1000.0) as i64)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tag, src, dst, flag, time, kind, content } = self;
        match tag {
            LineTag::V1 => write!(f, "msg {src} {dst} {flag} {kind} {content}"),
            LineTag::V2 => write!(f, "msg-v2 {src} {dst} {flag} {kind} {time} {content}"),
            LineTag::V3 { msgid } => write!(f, "msg-v3 {msgid} {src} {dst} {flag} {kind} {time} {content}"),
        }
    }
}

/// What a channel attribute event says has happened. `Set` is the old service's obsolete twin of `Update`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeChange {
    Update,
    Set,
    Delete,
    Clear,
}

impl AttributeChange {
    pub fn text(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Set => "set",
            Self::Delete => "del",
            Self::Clear => "clear",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Update, Self::Set, Self::Delete, Self::Clear].into_iter().find(|c| c.text() == text)
    }
}

/// The kind and content of a line, understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A message to a person: the text itself.
    Instant(String),
    /// A step of a call. `peer` is the other side as the receiver sees it, which is the sender.
    Call {
        kind: super::call2::CallKind,
        channel: String,
        peer: String,
        extra: String,
        uid: u32,
    },
    /// The server gave up on an invite. `ecode` is ours: old servers and SDKs know nothing of it.
    CallFailed {
        channel: String,
        peer: String,
        extra: String,
        uid: u32,
        ecode: Option<i32>,
    },
    /// A message in a channel; web SDKs may send any JSON value.
    ChannelMessage {
        channel: String,
        account: String,
        uid: u32,
        msg: Value,
    },
    ChannelUserJoined {
        channel: String,
        account: String,
        uid: u32,
    },
    ChannelUserLeft {
        channel: String,
        account: String,
        uid: u32,
    },
    ChannelAttribute {
        channel: String,
        account: String,
        uid: u32,
        change: AttributeChange,
        name: String,
        value: String,
    },
    /// A kind this version does not know.
    Other {
        kind: String,
        content: String,
    },
}

impl Content {
    pub fn kind(&self) -> String {
        match self {
            Self::Instant(_) => "instant".to_owned(),
            Self::Call { kind, .. } => kind.function().to_owned(),
            Self::CallFailed { .. } => "voip_invite_failed".to_owned(),
            Self::ChannelMessage { .. } => "channel_msg".to_owned(),
            Self::ChannelUserJoined { .. } => "channel_user_join".to_owned(),
            Self::ChannelUserLeft { .. } => "channel_user_leave".to_owned(),
            Self::ChannelAttribute { .. } => "channel_attr_update".to_owned(),
            Self::Other { kind, .. } => kind.clone(),
        }
    }

    pub fn text(&self) -> String {
        match self {
            Self::Instant(text) => text.clone(),
            Self::Call { channel, peer, extra, uid, .. } => {
                json!({"channel": channel, "peer": peer, "extra": extra, "peeruid": uid}).to_string()
            }
            Self::CallFailed { channel, peer, extra, uid, ecode } => {
                let mut body = json!({"channel": channel, "peer": peer, "extra": extra, "peeruid": uid});
                if let Some(ecode) = ecode {
                    body["ecode"] = json!(ecode);
                }
                body.to_string()
            }
            Self::ChannelMessage { channel, account, uid, msg } => {
                json!({"account": account, "uid": uid, "msg": msg, "channel": channel}).to_string()
            }
            Self::ChannelUserJoined { channel, account, uid }
            | Self::ChannelUserLeft { channel, account, uid } => {
                json!({"account": account, "uid": uid, "channel": channel}).to_string()
            }
            Self::ChannelAttribute { channel, account, uid, change, name, value } => json!({
                "channel": channel, "account": account, "uid": uid,
                "type": change.text(), "name": name, "value": value,
            })
            .to_string(),
            Self::Other { content, .. } => content.clone(),
        }
    }

    /// Understands a line; what does not parse comes back as [`Content::Other`].
    pub fn of(line: &Line) -> Self {
        Self::parse(&line.kind, &line.content)
            .unwrap_or_else(|| Self::Other { kind: line.kind.clone(), content: line.content.clone() })
    }

    fn parse(kind: &str, content: &str) -> Option<Self> {
        if kind == "instant" {
            return Some(Self::Instant(content.to_owned()));
        }
        let call = super::call2::CallKind::from_function(kind);
        let known = call.is_some() || kind == "voip_invite_failed" || kind.starts_with("channel_");
        if !known {
            return None;
        }
        let body: Value = serde_json::from_str(content).ok()?;
        let text = |key: &str| super::call2::value_text(body.get(key)?);
        let uid = |key: &str| body.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
        let channel = text("channel")?;
        if let Some(kind) = call {
            let (peer, extra) = (text("peer")?, text("extra").unwrap_or_default());
            return Some(Self::Call { kind, channel, peer, extra, uid: uid("peeruid").unwrap_or(0) });
        }
        if kind == "voip_invite_failed" {
            let ecode = body.get("ecode").and_then(Value::as_i64).and_then(|n| i32::try_from(n).ok());
            let (peer, extra) = (text("peer")?, text("extra").unwrap_or_default());
            return Some(Self::CallFailed { channel, peer, extra, uid: uid("peeruid").unwrap_or(0), ecode });
        }
        let (account, uid) = (text("account")?, uid("uid").unwrap_or(0));
        match kind {
            "channel_msg" => {
                Some(Self::ChannelMessage { channel, account, uid, msg: body.get("msg")?.clone() })
            }
            "channel_user_join" => Some(Self::ChannelUserJoined { channel, account, uid }),
            "channel_user_leave" => Some(Self::ChannelUserLeft { channel, account, uid }),
            "channel_attr_update" => Some(Self::ChannelAttribute {
                channel,
                account,
                uid,
                change: AttributeChange::from_text(&text("type")?)?,
                name: text("name").unwrap_or_default(),
                value: text("value").unwrap_or_default(),
            }),
            _ => None,
        }
    }
}
