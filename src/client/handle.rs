use super::driver::{Command, Driver, Shared};
use super::methods::answer;
use super::trace::Trace;
use super::{Answer, Api, Error, Event, Options, address};
use crate::ids::Uid;
use crate::wire::Ecode;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Calls that wait for the driver, and events that wait for the program.
const CALLS_WAITING: usize = 256;
const EVENTS_WAITING: usize = 1_024;

/// An instance of the SDK: an App ID on a server. Any number may live side by side, each session with its own
/// login and its own channel.
///
/// [`Signal::new`] with [`Signal::start`] is `createSigInstance`. `getInstanceWithoutMedia`, which gave the
/// whole program one and the same instance, has no counterpart: keep the [`Session`], which is cheap to clone.
/// `destroy` is [`Session::destroy`], `getStatus` [`Session::status`], `getSdkVersion`
/// [`Session::sdk_version`].
#[derive(Debug, Clone)]
pub struct Signal {
    url: String,
    app: String,
    options: Options,
}

impl Signal {
    /// `server` is `ws://…`, `wss://…`, `http(s)://…` or `host:port`; [`Error::BadAddress`] says what is
    /// wrong with it. An App ID that is none shows at login (`LoginFailed` 1004), as in the old API.
    pub fn new(server: &str, app: &str) -> Result<Self, Error> {
        Ok(Self { url: address::socket_url(server)?, app: app.to_owned(), options: Options::default() })
    }

    pub fn with_options(self, options: Options) -> Self {
        Self { options, ..self }
    }

    /// The address of the socket that this instance connects to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Starts a session, signed out, on the tokio runtime that this is called in (it panics outside one).
    ///
    /// The session lives until [`Session::destroy`] or until its last [`Session`] handle is dropped.
    pub fn start(&self) -> (Session, Events) {
        let (calls, calls_in) = mpsc::channel(CALLS_WAITING);
        let (events_out, events) = mpsc::channel(EVENTS_WAITING);
        let (driver, shared) = Driver::new(&self.url, &self.app, self.options.clone(), events_out);
        tokio::spawn(driver.run(calls_in));
        (Session { calls, shared }, Events(events))
    }
}

/// Where a session stands (`getStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    NotLoggedIn = 0,
    LoggingIn = 1,
    LoggedIn = 2,
    Reconnecting = 3,
}

impl Status {
    /// The old API's number: 0 to 3.
    pub fn number(self) -> u8 {
        self as u8
    }

    pub(super) fn from_number(number: u8) -> Self {
        match number {
            1 => Self::LoggingIn,
            2 => Self::LoggedIn,
            3 => Self::Reconnecting,
            _ => Self::NotLoggedIn,
        }
    }
}

/// What happens, in order. Dropping it is allowed: the events are then thrown away and answers still come.
///
/// Nothing is lost towards a slow reader: when 1,024 events wait, the session stops reading its socket and
/// taking calls until there is room. So the task that reads the events should not wait long for an answer:
/// [`Session::begin`] starts a call without waiting.
#[derive(Debug)]
pub struct Events(mpsc::Receiver<Event>);

impl Events {
    /// The next event; `None` once the session was destroyed and its last event was read. Cancel safe.
    pub async fn next(&mut self) -> Option<Event> {
        self.0.recv().await
    }

    /// The next event if one waits.
    pub fn try_next(&mut self) -> Option<Event> {
        self.0.try_recv().ok()
    }
}

/// The answer to a call, to come. Dropping it does not undo the call.
#[derive(Debug)]
#[must_use = "the answer comes when this is awaited; drop it to not wait"]
pub struct Pending(oneshot::Receiver<Result<Answer, Error>>);

impl Future for Pending {
    type Output = Result<Answer, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0)
            .poll(context)
            .map(|answer| answer.unwrap_or(Err(Error::Ended(Ecode::LogoutUser))))
    }
}

/// A handle to a session: cheap to clone, usable from any thread.
///
/// Every method that goes to the server exists twice: as an `async` method that waits for the answer, and as
/// an [`Api`] value for [`Session::begin`]. Either way the call's events are made as well, as in the old API.
/// Calls go out in the order in which they were begun; an `async` method begins when it is first polled.
///
/// All methods may end with [`Error::NotLoggedIn`], [`Error::WrongArgument`], [`Error::Refused`],
/// [`Error::NoAnswer`] (60 s), [`Error::Ended`] and [`Error::Busy`]; what else is said at each.
#[derive(Debug, Clone)]
pub struct Session {
    calls: mpsc::Sender<Command>,
    shared: Arc<Shared>,
}

impl Session {
    /// Starts a call and does not wait: the order of these calls is the order on the wire.
    /// [`Error::Busy`] when 256 calls wait already, [`Error::Ended`] after [`Session::destroy`].
    pub fn begin(&self, api: Api) -> Result<Pending, Error> {
        let (reply, pending) = oneshot::channel();
        self.command(Command::Call { api, reply })?;
        Ok(Pending(pending))
    }

    fn command(&self, command: Command) -> Result<(), Error> {
        self.calls.try_send(command).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => Error::Busy,
            mpsc::error::TrySendError::Closed(_) => Error::Ended(Ecode::LogoutUser),
        })
    }

    pub(super) async fn call(&self, api: Api) -> Result<Answer, Error> {
        self.begin(api)?.await
    }

    /// `getStatus`: needs no login. Whoever was told of a change by an event finds it here.
    pub fn status(&self) -> Status {
        self.shared.status()
    }

    /// `destroy`: signs out if signed in (`Logout` 101), answers every open call with [`Error::Ended`] and
    /// ends the events. Returns at once; the socket is closed in the background.
    pub fn destroy(&self) {
        self.shared.destroy();
    }

    /// With [`Options::confirm_receipt`]: every message up to this version is in the program's own keeping.
    pub fn received(&self, version: u64) -> Result<(), Error> {
        self.command(Command::Received { version })
    }

    /// A tap on every call, event and frame from now on; see [`super::trace`].
    pub fn trace(&self) -> Trace {
        self.shared.trace()
    }

    /// `login`: one try. See [`Session::login2`].
    pub async fn login(&self, account: &str, token: &str) -> Result<Uid, Error> {
        self.login2(account, token, Duration::ZERO, 0).await
    }

    /// `login2`: after failures of the network tries again at most `retry_count` times and as long as
    /// `retry_time` has not passed (30 s and 3 in the old API).
    ///
    /// `account`: 1 to 128 bytes without white space; `token`: at most 1,024 bytes.
    /// The account is signed in on one device at a time: another one gets `Logout` 103.
    /// Events: `LoginSuccess`, or `LoginFailed` with 201 network, 203 logged out meanwhile, 204 and 206 token,
    /// 207 barred, 209 account, 1004 App ID; the reasons of the server are never tried again. While signed in
    /// (or signing in): nothing but `Error` "login" with 208. Errors: [`Error::WrongState`] 208,
    /// [`Error::Refused`], [`Error::Unreachable`], [`Error::WrongArgument`].
    pub async fn login2(
        &self,
        account: &str,
        token: &str,
        retry_time: Duration,
        retry_count: u32,
    ) -> Result<Uid, Error> {
        let (account, token) = (account.to_owned(), token.to_owned());
        let answer = self.call(Api::Login { account, token, retry_time, retry_count }).await?;
        answer!(answer, Answer::LoggedIn { uid } => uid)
    }
}
