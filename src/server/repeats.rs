//! What was done already is not done again: answers by call id within a session, keys of messages for good.

use super::boundary::{StoreOp, UserKey};
use super::directory::Device;
use super::hub::{Hub, Step};
use crate::ids::{ONCE_KEYS, RECENT_ANSWERS};
use crate::wire::frame::once_key;
use crate::wire::{Refusal, Reply, Request};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The latest answers of one session by call id. Our own SDK counts its ids over the life of a session and
/// sends what was not answered again under the old id.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    by_call: Arc<BTreeMap<i64, Arc<str>>>,
    highest: i64,
}

impl Answers {
    /// The answer to a call that was carried out before; `None` for a new one.
    pub(super) fn earlier(&self, call: i64) -> Option<Arc<str>> {
        if call > self.highest {
            return None;
        }
        Some(self.by_call.get(&call).cloned().unwrap_or_else(|| Arc::from(Refusal::Unknown.to_body())))
    }

    fn note(&mut self, call: i64, body: &Arc<str>) {
        self.highest = self.highest.max(call);
        let by_call = Arc::make_mut(&mut self.by_call);
        by_call.insert(call, body.clone());
        if by_call.len() > RECENT_ANSWERS {
            by_call.pop_first();
        }
    }
}

/// What may be carried out as often as it is asked for: its answer would be an old one, and can be large.
fn only_reads(function: &str) -> bool {
    ["user_get", "user_query", "channel_query"].iter().any(|start| function.starts_with(start))
}

impl Hub {
    /// The answer that this session has had to this call before.
    pub(super) fn answered_before(
        &self,
        user: &UserKey,
        function: &str,
        args: &Map<String, Value>,
        call: i64,
    ) -> Option<Arc<str>> {
        let there =
            || args.get("name").and_then(Value::as_str).is_some_and(|n| self.standing_in(user, n).is_ok());
        // A join whose answer was lost is answered with who is there now: the events since then had nowhere
        // to go.
        if only_reads(function) || (function == "channel_join" && there()) {
            return None;
        }
        self.sessions.get(user).filter(|s| s.device == Device::Bellbird).and_then(|s| s.answers.earlier(call))
    }

    pub(super) fn note_answer(&mut self, user: &UserKey, function: &str, call: i64, body: &Arc<str>) {
        if only_reads(function) {
            return;
        }
        if let Some(session) = self.sessions.get_mut(user).filter(|s| s.device == Device::Bellbird) {
            session.answers.note(call, body);
        }
    }

    /// Carries a request out, unless its key says that this was done before.
    pub(super) fn request_once(
        &mut self,
        user: &UserKey,
        request: Request,
        args: &Map<String, Value>,
        step: &mut Step<'_>,
    ) -> Result<Reply, Refusal> {
        let message = matches!(request, Request::UserSendMsg { .. } | Request::ChannelSendMsg { .. });
        let Some(key) = once_key(args).filter(|_| message) else {
            return self.request(user, request, step);
        };
        let key: Arc<str> = Arc::from(key);
        if self.once.contains(&(user.clone(), key.clone())) {
            return Ok(Reply::Done);
        }
        let reply = self.request(user, request, step)?;
        self.remember_once(user, key, step);
        Ok(reply)
    }

    fn remember_once(&mut self, user: &UserKey, key: Arc<str>, step: &mut Step<'_>) {
        let number = self.once_last.get(user).copied().unwrap_or(0) + 1;
        self.load_once(user, number, key.clone());
        // A channel goes on without the store; then the key lives as long as the server does.
        if self.storage {
            step.store(StoreOp::Once { user: user.clone(), number, key });
        }
    }

    /// Keys come in rising order of their number, one number each.
    pub(super) fn load_once(&mut self, user: &UserKey, number: u64, key: Arc<str>) {
        self.once_last.insert(user.clone(), number);
        self.once.insert((user.clone(), key.clone()), ());
        self.once_order.insert((user.clone(), number), key);
        let oldest = number.saturating_sub(ONCE_KEYS as u64);
        if let Some(key) = self.once_order.remove(&(user.clone(), oldest)) {
            self.once.remove(&(user.clone(), key));
        }
    }
}
