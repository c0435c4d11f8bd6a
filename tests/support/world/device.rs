use super::app::App;
use crate::support::net::{LinkId, Millis};
use bellbird::client::session::{Core, Input, Output};
use bellbird::client::{Options, Status};
use bellbird::ids::Account;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// One running program: a session, an app on top of it, and the socket that the session asked for.
#[derive(Debug)]
pub struct Device {
    core: Core,
    pub app: App,
    pub link: Option<LinkId>,
    next_token: u64,
    /// Whether the app says itself what it has kept of its mailbox.
    confirms: bool,
    /// What [`Instant`] the world began at: only differences matter.
    beginning: Instant,
    /// When the server was last heard.
    pub heard: Millis,
}

impl Device {
    pub fn new(
        number: usize,
        account: &str,
        kept: u64,
        confirms: bool,
        seed: u64,
        beginning: Instant,
    ) -> Self {
        let known = Account::new(account).expect("the accounts of a plan are names");
        let options = Options {
            received: BTreeMap::from([(known, kept)]),
            confirm_receipt: confirms,
            ..Options::default()
        };
        Self {
            core: Core::new("ws://world", "demo", options, seed),
            app: App::new(number, account, kept),
            link: None,
            next_token: 1,
            confirms,
            beginning,
            heard: 0,
        }
    }

    pub fn status(&self) -> Status {
        self.core.status()
    }

    fn at(&self, now: Millis) -> Instant {
        self.beginning + Duration::from_millis(now)
    }

    pub fn gives(&mut self, input: Input, now: Millis) -> Vec<Output> {
        let mut out = Vec::new();
        self.core.handle(self.at(now), input, &mut out);
        out
    }

    /// When the session or the app wants to be woken.
    pub fn deadline(&self) -> Option<Millis> {
        let since = |at: Instant| {
            let passed = at.saturating_duration_since(self.beginning);
            u64::try_from(passed.as_micros().div_ceil(1_000)).expect("the world is young")
        };
        [self.core.next_deadline().map(since), self.app.deadline()].into_iter().flatten().min()
    }

    /// The next input that the app has for its session.
    pub fn wish(&mut self) -> Option<Input> {
        if self.app.wishes.is_empty() {
            return None;
        }
        let (asked, api) = self.app.wishes.remove(0);
        let token = self.next_token;
        self.next_token += 1;
        self.app.asked.insert(token, asked);
        Some(Input::Call { token, api })
    }

    /// What the app has kept, if it is to say so.
    pub fn confirmation(&self) -> Option<Input> {
        self.confirms.then_some(Input::Received { version: self.app.kept })
    }
}
