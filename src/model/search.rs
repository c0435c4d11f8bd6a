use super::{Author, ChatId, MessageKey, Millis};
use std::sync::Arc;

/// What was looked for in all chats of an account, and what the history has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    pub query: Arc<str>,
    /// Newest first; `None` while the history is being read.
    pub hits: Option<Vec<SearchHit>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    pub chat: ChatId,
    pub key: MessageKey,
    pub at: Millis,
    pub author: Author,
    pub text: Arc<str>,
}
