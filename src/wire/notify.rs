use serde_json::{Value, json};

/// A push. `recvmsg` exists in two forms: text, which Java understands too, and array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notify {
    /// A whole message, as text: `notify recvmsg [5,"msg-v2 …"]`.
    RecvMsg { version: u64, line: String },
    /// A whole message, as array: `["recvmsg","[5,\"msg-v2 …\"]"]`.
    RecvMsgArray { version: u64, line: String },
    /// "There is a message of this version, poll."
    Msg { version: u64 },
    /// An event of a channel.
    Channel2 { cid: String, msgid: u64, line: String },
    /// A whole message named by its id, for sessions that acknowledge by id.
    RecvMsgByMsgid { line: String },
    /// A push this version does not know.
    Other(Value),
}

impl Notify {
    pub fn to_value(&self) -> Value {
        let pair = |version: &u64, line: &String| json!([version, line]).to_string();
        match self {
            Self::RecvMsg { version, line } => json!(format!("notify recvmsg {}", pair(version, line))),
            Self::RecvMsgArray { version, line } => json!(["recvmsg", pair(version, line)]),
            Self::Msg { version } => json!(["msg", version]),
            Self::Channel2 { cid, msgid, line } => json!(["channel2", cid, msgid, line]),
            Self::RecvMsgByMsgid { line } => json!(["recvmsg_by_msgid", line]),
            Self::Other(value) => value.clone(),
        }
    }

    pub fn parse(args: &Value) -> Self {
        Self::known(args).unwrap_or_else(|| Self::Other(args.clone()))
    }

    fn known(args: &Value) -> Option<Self> {
        if let Some(text) = args.as_str() {
            let (_, rest) = text.split_once(' ')?;
            let (verb, rest) = rest.split_once(' ')?;
            let (version, line) = versioned(rest)?;
            return (verb == "recvmsg").then_some(Self::RecvMsg { version, line });
        }
        let items = args.as_array()?;
        let text = |n: usize| items.get(n).and_then(Value::as_str);
        match text(0)? {
            "recvmsg" => {
                let (version, line) = versioned(text(1)?)?;
                Some(Self::RecvMsgArray { version, line })
            }
            "msg" => Some(Self::Msg { version: items.get(1)?.as_u64()? }),
            "channel2" => Some(Self::Channel2 {
                cid: super::call2::value_text(items.get(1)?)?,
                msgid: items.get(2)?.as_u64()?,
                line: text(3)?.to_owned(),
            }),
            "recvmsg_by_msgid" => Some(Self::RecvMsgByMsgid { line: text(1)?.to_owned() }),
            _ => None,
        }
    }
}

fn versioned(text: &str) -> Option<(u64, String)> {
    serde_json::from_str(text).ok()
}
