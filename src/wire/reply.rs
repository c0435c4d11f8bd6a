use super::call2::{value_number, value_text};
use super::code::Ecode;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The answer to a request that was carried out. Functions that answer nothing share [`Reply::Done`].
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    Done,
    /// A page of a mailbox: the server's acknowledged version, then version and line in rising order.
    Messages {
        ver_clear: u64,
        msgs: Vec<(u64, String)>,
    },
    /// The same for sessions that acknowledge by id: lines alone.
    MessagesById {
        msgs: Vec<String>,
    },
    UserAttr {
        account: String,
        name: String,
        value: String,
    },
    UserAttrAll {
        account: String,
        json: BTreeMap<String, String>,
    },
    UserStatus {
        account: String,
        online: bool,
    },
    UserStatuses {
        list: Vec<(String, bool)>,
    },
    /// Members (account, uid) in the order they joined, attributes, the channel's id, and the id of the last
    /// event that this snapshot includes.
    Joined {
        list: Vec<(String, u32)>,
        attrs: BTreeMap<String, String>,
        cid: String,
        msgid: u64,
    },
    Num {
        num: u64,
    },
    IsIn {
        isin: bool,
    },
    UserList {
        num: u64,
        list: Vec<(String, u32)>,
    },
}

/// A reply that says no: the reason's text and, from our own server, the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub reason: String,
    pub ecode: Option<Ecode>,
}

fn pairs(list: &[(String, u32)]) -> Vec<Value> {
    list.iter().map(|(account, uid)| json!([account, uid])).collect()
}

fn parse_pairs(value: Option<&Value>) -> Vec<(String, u32)> {
    let pair = |item: &Value| {
        let account = value_text(item.get(0)?)?;
        let uid = item.get(1).and_then(value_number).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        Some((account, uid))
    };
    value.and_then(Value::as_array).map(|items| items.iter().filter_map(pair).collect()).unwrap_or_default()
}

/// Attributes arrive as an object or, from some servers, as the JSON text of one.
fn parse_attributes(value: Option<&Value>) -> BTreeMap<String, String> {
    let from_object = |object: &Map<String, Value>| {
        object.iter().map(|(name, value)| (name.clone(), value_text(value).unwrap_or_default())).collect()
    };
    match value {
        Some(Value::Object(object)) => from_object(object),
        Some(Value::String(text)) => match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(object)) => from_object(&object),
            Ok(_) | Err(_) => BTreeMap::new(),
        },
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_)) | None => BTreeMap::new(),
    }
}

impl Reply {
    /// The body of a successful call2 reply.
    pub fn to_body(&self) -> String {
        let mut body = match self {
            Self::Done => json!({}),
            Self::Messages { ver_clear, msgs } => json!({"ver_clear": ver_clear, "msgs": msgs}),
            Self::MessagesById { msgs } => json!({"msgs": msgs}),
            Self::UserAttr { account, name, value } => {
                json!({"account": account, "name": name, "value": value})
            }
            Self::UserAttrAll { account, json: attributes } => {
                json!({"account": account, "json": attributes})
            }
            Self::UserStatus { account, online } => json!({"account": account, "status": u8::from(*online)}),
            Self::UserStatuses { list } => {
                let list: Vec<Value> = list.iter().map(|(a, on)| json!([a, u8::from(*on)])).collect();
                json!({"list": list})
            }
            Self::Joined { list, attrs, cid, msgid } => {
                json!({"list": pairs(list), "attrs": attrs, "cid": cid, "msgid": msgid})
            }
            Self::Num { num } => json!({"num": num}),
            Self::IsIn { isin } => json!({"isin": u8::from(*isin)}),
            Self::UserList { num, list } => json!({"num": num, "list": pairs(list)}),
        };
        body["result"] = json!("ok");
        body.to_string()
    }

    /// Understands the two halves of a call2 reply to `function`. A body that is not JSON is a failure
    /// whose reason is the body.
    pub fn parse(function: &str, err: &str, body: &str) -> Result<Self, Failure> {
        if !err.is_empty() {
            return Err(Failure { reason: err.to_owned(), ecode: None });
        }
        let wrong = || Failure { reason: format!("wrong resp:{body}"), ecode: None };
        let body: Value = serde_json::from_str(body).map_err(|_| wrong())?;
        if body.get("result").and_then(Value::as_str) != Some("ok") {
            let reason = body.get("reason").and_then(value_text).unwrap_or_else(|| "unknown".to_owned());
            let number = body.get("ecode").and_then(Value::as_i64).and_then(|n| i32::try_from(n).ok());
            return Err(Failure { reason, ecode: number.and_then(Ecode::from_number) });
        }
        let text = |key: &str| body.get(key).and_then(value_text).unwrap_or_default();
        let number = |key: &str| body.get(key).and_then(value_number);
        let reply = match function {
            "user_getmsg" => {
                let msgs = body.get("msgs").and_then(Value::as_array).ok_or_else(wrong)?;
                let one = |item: &Value| Some((value_number(item.get(0)?)?, value_text(item.get(1)?)?));
                Self::Messages {
                    ver_clear: number("ver_clear").unwrap_or(0),
                    msgs: msgs.iter().filter_map(one).collect(),
                }
            }
            "user_getmsg2" => {
                let msgs = body.get("msgs").and_then(Value::as_array).ok_or_else(wrong)?;
                Self::MessagesById { msgs: msgs.iter().filter_map(value_text).collect() }
            }
            "user_get_attr" => {
                Self::UserAttr { account: text("account"), name: text("name"), value: text("value") }
            }
            "user_get_attr_all" => {
                Self::UserAttrAll { account: text("account"), json: parse_attributes(body.get("json")) }
            }
            "user_query_user_status" => {
                Self::UserStatus { account: text("account"), online: number("status").unwrap_or(0) != 0 }
            }
            "user_query_user_status2" => {
                let list = parse_pairs(body.get("list"));
                Self::UserStatuses { list: list.into_iter().map(|(a, on)| (a, on != 0)).collect() }
            }
            "channel_join" => Self::Joined {
                list: parse_pairs(body.get("list")),
                attrs: parse_attributes(body.get("attrs")),
                cid: text("cid"),
                msgid: number("msgid").unwrap_or(0),
            },
            "channel_query_num" => Self::Num { num: number("num").ok_or_else(wrong)? },
            "channel_query_user_isin" => Self::IsIn { isin: number("isin").unwrap_or(0) != 0 },
            "channel_query_userlist" | "channel_query_userlist_all" => {
                Self::UserList { num: number("num").unwrap_or(0), list: parse_pairs(body.get("list")) }
            }
            _ => Self::Done,
        };
        Ok(reply)
    }
}
