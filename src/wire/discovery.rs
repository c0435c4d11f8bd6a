//! `GET /getaddr?vid=<app>`: where the socket is. Browsers (a request with an `Origin`) get an URL, others
//! get address and port, and `fmt=url` or `fmt=ip` asks for one of them.

use serde_json::{Value, json};

/// Which form of address the asker understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Url,
    Address,
}

/// Picks the form for a request by its query (`vid=…&fmt=…`) and whether it has an `Origin`.
pub fn form(query: &str, has_origin: bool) -> Form {
    match query.split('&').find_map(|pair| pair.strip_prefix("fmt=")) {
        Some("url") => Form::Url,
        Some("ip") => Form::Address,
        Some(_) | None if has_origin => Form::Url,
        Some(_) | None => Form::Address,
    }
}

/// The answer's body: the socket at `host:port`, whose full address is `url` (`ws://…/` or `wss://…/`).
pub fn answer(form: Form, url: &str, host: &str, port: u16) -> Value {
    match form {
        Form::Url => json!({"web": [url], "wx_web": [host]}),
        Form::Address => json!({"web": [[host, port]]}),
    }
}
