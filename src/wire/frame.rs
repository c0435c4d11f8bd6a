use super::code::Refusal;
use super::notify::Notify;
use crate::ids::{FRAME_BYTES, NAME_BYTES, SERVER_FRAME_BYTES};
use flate2::read::ZlibDecoder;
use flate2::{Compression, write::ZlibEncoder};
use serde_json::{Map, Value, json};
use std::fmt;
use std::io::{Read, Write};

/// Why bytes are not a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameError {
    /// Over [`FRAME_BYTES`] from a client or [`SERVER_FRAME_BYTES`] from a server, before or after inflation.
    TooLarge,
    /// A binary frame that is not a zlib stream of UTF-8.
    NotZlib,
    /// Not a JSON array `[event, args]`.
    NotAnEvent,
    /// A known event whose arguments are not of its form.
    WrongArguments,
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "frame too large",
            Self::NotZlib => "binary frame is not zlib",
            Self::NotAnEvent => "frame is not [event, args]",
            Self::WrongArguments => "wrong arguments for the event",
        })
    }
}

impl std::error::Error for FrameError {}

/// The first frame of a session. `ver` is 1010002000 for Java and Python, absent for JS.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Login {
    pub vid: String,
    pub account: String,
    pub token: String,
    /// `websdk`, `javasdk` (Java and Python), or our own `bellbird`.
    pub device: String,
    pub ver: Option<i64>,
}

/// What a client says.
#[derive(Debug, Clone, PartialEq)]
pub enum ClientFrame {
    Login(Login),
    /// Resumes a session by its secret: our own SDK alone. `msgid` is the last channel event it has.
    LineLogin {
        line: String,
        cid: Option<String>,
        msgid: Option<u64>,
    },
    SetFlag {
        binary: bool,
    },
    Ping(i64),
    /// A request, not yet understood: see [`super::Request::parse`].
    Call2 {
        id: i64,
        function: String,
        args: Map<String, Value>,
    },
    /// An event this version does not know.
    Other {
        event: String,
    },
}

/// The answer to a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginRet {
    /// `line` is the session's secret, `resumed` says that membership and pending events were kept.
    Ok {
        line: String,
        uid: u32,
        resumed: bool,
    },
    Failed(Refusal),
}

/// What the server says.
#[derive(Debug, Clone, PartialEq)]
pub enum ServerFrame {
    LoginRet(LoginRet),
    /// `body` is JSON text, also when `err` is not empty.
    Call2Ret {
        id: i64,
        err: String,
        body: String,
    },
    Pong(i64),
    Notify(Notify),
    /// Several frames in one: only to clients that have sent `set_flag`.
    Multi(Vec<ServerFrame>),
    Kick {
        reason: String,
    },
    Close {
        reason: String,
    },
    Other {
        event: String,
    },
}

fn split(text: &str, limit: usize) -> Result<(String, Value), FrameError> {
    if text.len() > limit {
        return Err(FrameError::TooLarge);
    }
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(items)) => {
            let mut items = items.into_iter();
            match (items.next(), items.next()) {
                (Some(Value::String(event)), args) => Ok((event, args.unwrap_or(Value::Null))),
                (Some(_) | None, _) => Err(FrameError::NotAnEvent),
            }
        }
        Ok(_) | Err(_) => Err(FrameError::NotAnEvent),
    }
}

/// Inflates a binary frame, never beyond the limit.
pub fn inflate(bytes: &[u8]) -> Result<String, FrameError> {
    if bytes.len() > SERVER_FRAME_BYTES {
        return Err(FrameError::TooLarge);
    }
    let mut text = Vec::new();
    let mut limited = ZlibDecoder::new(bytes).take(SERVER_FRAME_BYTES as u64 + 1);
    limited.read_to_end(&mut text).map_err(|_| FrameError::NotZlib)?;
    if text.len() > SERVER_FRAME_BYTES {
        return Err(FrameError::TooLarge);
    }
    String::from_utf8(text).map_err(|_| FrameError::NotZlib)
}

/// A frame's text as the zlib stream of a binary frame.
pub fn deflate(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("writing to memory does not fail");
    encoder.finish().expect("writing to memory does not fail")
}

/// A number that goes back as it came; some senders write it as text.
fn whole_number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn text_of(args: &Value, key: &str) -> Option<String> {
    args.get(key).and_then(super::call2::value_text)
}

impl ClientFrame {
    pub fn parse(text: &str) -> Result<Self, FrameError> {
        let (event, args) = split(text, FRAME_BYTES)?;
        let frame = match event.as_str() {
            "login" => Self::Login(Login {
                vid: text_of(&args, "vid").ok_or(FrameError::WrongArguments)?,
                account: text_of(&args, "account").unwrap_or_default(),
                token: text_of(&args, "token").unwrap_or_default(),
                device: text_of(&args, "device").unwrap_or_default(),
                ver: args.get("ver").and_then(Value::as_i64),
            }),
            "line_login" => Self::LineLogin {
                line: text_of(&args, "line").ok_or(FrameError::WrongArguments)?,
                cid: text_of(&args, "cid"),
                msgid: args.get("msgid").and_then(super::call2::value_number),
            },
            "set_flag" => Self::SetFlag {
                binary: args.get("binary").and_then(super::call2::value_number).unwrap_or(0) != 0,
            },
            "ping" => Self::Ping(whole_number(&args).unwrap_or(0)),
            "call2" => {
                let Value::Array(items) = args else { return Err(FrameError::WrongArguments) };
                let mut items = items.into_iter();
                let (Some(Value::String(function)), Some(id)) = (items.next(), items.next()) else {
                    return Err(FrameError::WrongArguments);
                };
                let id = id.as_i64().ok_or(FrameError::WrongArguments)?;
                let args = match items.next() {
                    Some(Value::Object(args)) => args,
                    Some(_) => return Err(FrameError::WrongArguments),
                    None => Map::new(),
                };
                Self::Call2 { id, function, args }
            }
            _ => Self::Other { event },
        };
        Ok(frame)
    }

    pub fn to_text(&self) -> String {
        let frame = match self {
            Self::Login(Login { vid, account, token, device, ver }) => {
                let mut args = json!({
                    "vid": vid, "account": account, "uid": 0, "token": token, "device": device, "ip": "",
                });
                if let Some(ver) = ver {
                    args["ver"] = json!(ver);
                }
                json!(["login", args])
            }
            Self::LineLogin { line, cid, msgid } => {
                let mut args = json!({"line": line});
                if let Some(cid) = cid {
                    args["cid"] = json!(cid);
                }
                if let Some(msgid) = msgid {
                    args["msgid"] = json!(msgid);
                }
                json!(["line_login", args])
            }
            Self::SetFlag { binary } => json!(["set_flag", {"binary": u8::from(*binary)}]),
            Self::Ping(n) => json!(["ping", n]),
            Self::Call2 { id, function, args } => json!(["call2", [function, id, args]]),
            Self::Other { event } => json!([event, null]),
        };
        frame.to_string()
    }

    /// The frame of a request under the session's secret.
    pub fn request(id: i64, request: &super::Request, line: &str) -> Self {
        let args = match request.to_args(line) {
            Value::Object(args) => args,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Map::new()
            }
        };
        Self::Call2 { id, function: request.function().to_owned(), args }
    }

    /// The frame of a request that may be sent again: `once` is the sender's own key, unique among what this
    /// account sends, by which the server takes it one time only, also after a new login.
    pub fn request_once(id: i64, request: &super::Request, line: &str, once: &str) -> Self {
        let mut frame = Self::request(id, request, line);
        if let Self::Call2 { args, .. } = &mut frame {
            args.insert("once".to_owned(), json!(once));
        }
        frame
    }
}

/// The key of a request that may have been sent before; our own SDK alone sends one.
pub fn once_key(args: &Map<String, Value>) -> Option<&str> {
    args.get("once").and_then(Value::as_str).filter(|key| !key.is_empty() && key.len() <= NAME_BYTES)
}

impl ServerFrame {
    /// Understands a frame. An event this version does not know is [`ServerFrame::Other`], not an error.
    pub fn parse(text: &str) -> Result<Self, FrameError> {
        let (event, args) = split(text, SERVER_FRAME_BYTES)?;
        Self::from_parts(event, &args)
    }

    fn from_parts(event: String, args: &Value) -> Result<Self, FrameError> {
        let item = |n: usize| args.get(n).ok_or(FrameError::WrongArguments);
        let reason =
            || text_of(args, "reason").or_else(|| super::call2::value_text(args)).unwrap_or_default();
        let frame = match event.as_str() {
            "login_ret" => {
                let err = item(0)?.as_str().unwrap_or_default();
                let body = super::call2::value_text(item(1)?).ok_or(FrameError::WrongArguments)?;
                let body: Value = serde_json::from_str(&body).map_err(|_| FrameError::WrongArguments)?;
                let ok = err.is_empty() && body.get("result").and_then(Value::as_str) == Some("ok");
                if ok {
                    let uid = body.get("uid").and_then(super::call2::value_number).unwrap_or(0);
                    let resumed = body.get("resumed").and_then(super::call2::value_number).unwrap_or(0) != 0;
                    Self::LoginRet(LoginRet::Ok {
                        line: text_of(&body, "line").ok_or(FrameError::WrongArguments)?,
                        uid: u32::try_from(uid).map_err(|_| FrameError::WrongArguments)?,
                        resumed,
                    })
                } else {
                    let text = if err.is_empty() { text_of(&body, "reason") } else { Some(err.to_owned()) };
                    Self::LoginRet(LoginRet::Failed(Refusal::from_text(&text.unwrap_or_default())))
                }
            }
            "call2-ret" => Self::Call2Ret {
                id: item(0)?.as_i64().ok_or(FrameError::WrongArguments)?,
                err: super::call2::value_text(item(1)?).unwrap_or_default(),
                body: super::call2::value_text(item(2)?).unwrap_or_default(),
            },
            "pong" => Self::Pong(args.as_i64().unwrap_or(0)),
            "notify" => Self::Notify(Notify::parse(args)),
            "multi" => {
                let items = args.as_array().ok_or(FrameError::WrongArguments)?;
                let one = |item: &Value| {
                    let event = item.get(0).and_then(Value::as_str).ok_or(FrameError::WrongArguments)?;
                    // Frames inside a frame would let one short text fan out without end.
                    if event == "multi" {
                        return Err(FrameError::WrongArguments);
                    }
                    Self::from_parts(event.to_owned(), item.get(1).unwrap_or(&Value::Null))
                };
                Self::Multi(items.iter().map(one).collect::<Result<_, _>>()?)
            }
            "kick" => Self::Kick { reason: reason() },
            "close" | "_close" => Self::Close { reason: reason() },
            _ => Self::Other { event },
        };
        Ok(frame)
    }

    fn to_value(&self) -> Value {
        match self {
            Self::LoginRet(LoginRet::Ok { line, uid, resumed }) => {
                let mut body = json!({"result": "ok", "line": line, "uid": uid});
                if *resumed {
                    body["resumed"] = json!(1);
                }
                json!(["login_ret", ["", body.to_string()]])
            }
            Self::LoginRet(LoginRet::Failed(refusal)) => {
                let body = json!({
                    "result": "failed", "reason": refusal.text(), "ecode": refusal.login_ecode().number(),
                });
                json!(["login_ret", [refusal.text(), body.to_string()]])
            }
            Self::Call2Ret { id, err, body } => json!(["call2-ret", [id, err, body]]),
            Self::Pong(n) => json!(["pong", n]),
            Self::Notify(notify) => json!(["notify", notify.to_value()]),
            Self::Multi(frames) => {
                json!(["multi", frames.iter().map(Self::to_value).collect::<Vec<_>>()])
            }
            Self::Kick { reason } => json!(["kick", {"reason": reason}]),
            Self::Close { reason } => json!(["close", {"reason": reason}]),
            Self::Other { event } => json!([event, null]),
        }
    }

    pub fn to_text(&self) -> String {
        self.to_value().to_string()
    }
}
