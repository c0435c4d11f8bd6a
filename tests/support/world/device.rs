use super::app::App;
use super::desktop::{Desktop, Wish};
use crate::support::net::{LinkId, Millis};
use bellbird::client::session::{Core, Input, Output};
use bellbird::client::{Answer, Api, Error, Options, Status};
use bellbird::ids::Account;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// One running program: a session, an app on top of it, and the socket that the session asked for. The app is a
/// simple one, or the desktop app's service; then the simple one only looks on.
#[derive(Debug)]
pub struct Device {
    /// `None` while a desktop app is signed out.
    core: Option<Core>,
    pub app: App,
    pub desktop: Option<Desktop>,
    pub link: Option<LinkId>,
    next_token: u64,
    /// Names of calls by the token of what was asked about them and not confirmed.
    about: BTreeMap<u64, String>,
    /// Whether the app says itself what it has kept of its mailbox.
    confirms: bool,
    seed: u64,
    /// What [`Instant`] the world began at: only differences matter.
    beginning: Instant,
    /// When the server was last heard.
    pub heard: Millis,
}

/// What is to be done next with a session.
pub enum Next {
    Give(Input),
    CarryOut(Vec<Output>),
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
        let mut device = Self {
            core: None,
            app: App::new(number, account, kept, false),
            desktop: None,
            link: None,
            next_token: 1,
            about: BTreeMap::new(),
            confirms,
            seed,
            beginning,
            heard: 0,
        };
        device.core = Some(device.session(kept, Options { confirm_receipt: confirms, ..Options::default() }));
        device
    }

    pub fn with_desktop(
        number: usize,
        account: &str,
        desktop: Desktop,
        seed: u64,
        beginning: Instant,
    ) -> Self {
        let app = App::new(number, account, 0, true);
        Self {
            core: None,
            app,
            desktop: Some(desktop),
            ..Self::new(number, account, 0, true, seed, beginning)
        }
    }

    fn session(&self, received: u64, options: Options) -> Core {
        let account = Account::new(&self.app.account).expect("the accounts of a plan are names");
        let options = Options { received: BTreeMap::from([(account, received)]), ..options };
        Core::new("ws://world", "demo", options, self.seed.wrapping_add(self.next_token))
    }

    pub fn status(&self) -> Status {
        self.core.as_ref().map_or(Status::NotLoggedIn, Core::status)
    }

    fn at(&self, now: Millis) -> Instant {
        self.beginning + Duration::from_millis(now)
    }

    pub fn gives(&mut self, input: Input, now: Millis) -> Vec<Output> {
        let (at, mut out) = (self.at(now), Vec::new());
        if let Some(core) = &mut self.core {
            core.handle(at, input, &mut out);
        }
        out
    }

    /// When the session or the app wants to be woken.
    pub fn deadline(&self) -> Option<Millis> {
        let since = |at: Instant| {
            let passed = at.saturating_duration_since(self.beginning);
            u64::try_from(passed.as_micros().div_ceil(1_000)).expect("the world is young")
        };
        let session = self.core.as_ref().and_then(Core::next_deadline).map(since);
        let desktop = self.desktop.as_ref().and_then(Desktop::deadline);
        [session, self.app.deadline(), desktop].into_iter().flatten().min()
    }

    pub fn tick(&mut self, now: Millis) {
        if self.app.wants_in_again(now) {
            self.signs_in(now);
        }
        self.app.tick(now);
        if let Some(desktop) = &mut self.desktop {
            desktop.tick(now);
        }
    }

    pub fn signs_in(&mut self, now: Millis) {
        match &mut self.desktop {
            None => self.app.signs_in(),
            Some(desktop) => {
                self.app.wants_in = true;
                desktop.signs_in(now);
            }
        }
    }

    /// The next thing that the app wants of its session.
    pub fn wish(&mut self, now: Millis) -> Option<Next> {
        let Some(desktop) = &mut self.desktop else {
            if self.app.wishes.is_empty() {
                return None;
            }
            let (asked, api) = self.app.wishes.remove(0);
            let token = self.token(&api);
            self.app.asked.insert(token, asked);
            return Some(Next::Give(Input::Call { token, api }));
        };
        Some(match desktop.wishes.pop_front()? {
            Wish::Ask(ticket, _) if self.core.is_none() => {
                desktop.answers(ticket, Err(Error::BadAddress("no session".to_owned())), now);
                Next::CarryOut(Vec::new())
            }
            Wish::Ask(ticket, api) => {
                let token = self.token(&api);
                self.desktop.as_mut().expect("just seen").asks(token, ticket);
                Next::Give(Input::Call { token, api })
            }
            Wish::Received(version) => Next::Give(Input::Received { version }),
            Wish::Connect(received) => {
                let end = self.ends(now);
                let options = Options { give_up: None, confirm_receipt: true, ..Options::default() };
                self.core = Some(self.session(received, options));
                Next::CarryOut(end)
            }
            Wish::Disconnect => Next::CarryOut(self.ends(now)),
        })
    }

    /// Ends the session; nobody listens any more.
    fn ends(&mut self, now: Millis) -> Vec<Output> {
        let out = self.gives(Input::Destroy, now);
        self.core = None;
        out.into_iter().filter(|output| matches!(output, Output::Send(_) | Output::Disconnect)).collect()
    }

    fn token(&mut self, api: &Api) -> u64 {
        let token = self.next_token;
        self.next_token += 1;
        if let Api::ChannelInviteUser { channel, .. }
        | Api::ChannelInviteAccept { channel, .. }
        | Api::ChannelInviteRefuse { channel, .. }
        | Api::ChannelInviteEnd { channel, .. }
        | Api::ChannelInviteDtmf { channel, .. } = api
        {
            self.about.insert(token, channel.clone());
        }
        token
    }

    /// An answer came: the call that was asked about, if it was refused for good.
    pub fn heard_about(&mut self, token: u64, result: &Result<Answer, Error>) -> Option<String> {
        match result {
            Ok(_) => drop(self.about.remove(&token)),
            Err(Error::Refused { .. }) => return self.about.remove(&token),
            Err(_) => {}
        }
        None
    }

    /// The calls about which something was said that the server has not confirmed.
    pub fn unconfirmed(&self) -> impl Iterator<Item = String> {
        self.about.values().cloned()
    }

    /// What the app has kept, if it is to say so.
    pub fn confirmation(&self) -> Option<Input> {
        let says = self.confirms && self.desktop.is_none();
        says.then_some(Input::Received { version: self.app.kept })
    }
}
