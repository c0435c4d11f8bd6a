use crate::ids::{Account, GIVE_UP_SECS};
use std::collections::BTreeMap;
use std::time::Duration;

/// How an instance behaves where the old API left no choice. `Options::default()` is the old behaviour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// After how long without the server a lost session ends with `Logout` 102; `None` is never.
    pub give_up: Option<Duration>,
    /// Whether [`Event::Log`](super::Event::Log) lines are made (`onLog`).
    pub log: bool,
    /// The last message version that the program has kept for each account, from
    /// [`Event::MessageInstantReceive`](super::Event::MessageInstantReceive): what the server delivers again
    /// up to there is dropped.
    pub received: BTreeMap<Account, u64>,
    /// Whether the server may forget a message only after [`Session::received`](super::Session::received)
    /// has named its version. Otherwise it may about a second after the event was made.
    pub confirm_receipt: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            give_up: Some(Duration::from_secs(GIVE_UP_SECS)),
            log: false,
            received: BTreeMap::new(),
            confirm_receipt: false,
        }
    }
}
