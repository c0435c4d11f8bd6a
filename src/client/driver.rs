use super::link::{Heard, Link};
use super::session::{Core, Input, Output};
use super::trace::{RECORDS_WAITING, Record, Trace, What};
use super::{Answer, Api, Error, Event, Options, Status};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{broadcast, mpsc, oneshot, watch};

/// What a handle asks of the driver.
#[derive(Debug)]
pub(super) enum Command {
    Call { api: Api, reply: oneshot::Sender<Result<Answer, Error>> },
    Received { version: u64 },
}

/// What the handles and the driver share: the driver writes the status, a handle asks for the end.
#[derive(Debug)]
pub(super) struct Shared {
    status: AtomicU8,
    destroyed: watch::Sender<bool>,
    /// Weak, so that the listeners learn of the driver's end.
    records: broadcast::WeakSender<Arc<Record>>,
}

impl Shared {
    pub fn status(&self) -> Status {
        Status::from_number(self.status.load(Ordering::Acquire))
    }

    pub fn destroy(&self) {
        self.destroyed.send_replace(true);
    }

    pub fn trace(&self) -> Trace {
        let records = self.records.upgrade().unwrap_or_else(|| broadcast::Sender::new(1));
        Trace::new(records.subscribe())
    }
}

/// Joins a core, a socket and the program. It decides nothing: it carries out what the core says, in order.
pub(super) struct Driver {
    core: Core,
    shared: Arc<Shared>,
    link: Option<Link>,
    replies: BTreeMap<u64, oneshot::Sender<Result<Answer, Error>>>,
    next_token: u64,
    events: mpsc::Sender<Event>,
    /// Events for which the program has no room yet, oldest first. While there are any, neither the socket
    /// nor the calls are read.
    backlog: VecDeque<Event>,
    stalled: bool,
    records: broadcast::Sender<Arc<Record>>,
    record_number: u64,
    log: bool,
    closing: tokio::task::JoinSet<()>,
    out: Vec<Output>,
}

impl Driver {
    pub fn new(url: &str, app: &str, options: Options, events: mpsc::Sender<Event>) -> (Self, Arc<Shared>) {
        let records = broadcast::Sender::new(RECORDS_WAITING);
        let shared = Arc::new(Shared {
            status: AtomicU8::new(Status::NotLoggedIn.number()),
            destroyed: watch::Sender::new(false),
            records: records.downgrade(),
        });
        let seed = getrandom::u64().expect("the system has randomness");
        let log = options.log;
        let driver = Self {
            core: Core::new(url, app, options, seed),
            shared: Arc::clone(&shared),
            link: None,
            replies: BTreeMap::new(),
            next_token: 1,
            events,
            backlog: VecDeque::new(),
            stalled: false,
            records,
            record_number: 0,
            log,
            closing: tokio::task::JoinSet::new(),
            out: Vec::new(),
        };
        (driver, shared)
    }

    pub async fn run(mut self, mut commands: mpsc::Receiver<Command>) {
        let mut destroyed = self.shared.destroyed.subscribe();
        loop {
            let deadline = self.core.next_deadline();
            let stalled = self.stalled;
            tokio::select! {
                _ = destroyed.wait_for(|destroyed| *destroyed) => break,
                () = room(&self.events), if stalled => self.deliver(),
                command = commands.recv(), if !stalled => match command {
                    Some(command) => self.command(command),
                    None => break,
                },
                heard = hear(&mut self.link, !stalled) => self.heard(heard),
                () = at(deadline) => self.handle(Input::Tick),
                Some(_) = self.closing.join_next() => {}
            }
        }
        // What was begun before the end still goes out.
        commands.close();
        while let Ok(command) = commands.try_recv() {
            self.command(command);
        }
        self.handle(Input::Destroy);
        while self.closing.join_next().await.is_some() {}
        while let Some(event) = self.backlog.pop_front() {
            if self.events.send(event).await.is_err() {
                break;
            }
        }
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Call { api, reply } => {
                let token = self.next_token;
                self.next_token += 1;
                self.replies.insert(token, reply);
                self.handle(Input::Call { token, api });
            }
            Command::Received { version } => self.handle(Input::Received { version }),
        }
    }

    fn heard(&mut self, heard: Heard) {
        let input = match heard {
            Heard::Opened => Input::Opened,
            Heard::Text(text) => Input::Text(text),
            Heard::Binary(bytes) => Input::Binary(bytes),
            Heard::Lost(why) => {
                self.link = None;
                Input::Lost { why }
            }
        };
        self.handle(input);
    }

    #[expect(clippy::disallowed_methods, reason = "this is where the core's time comes from")]
    fn handle(&mut self, input: Input) {
        self.core.set_tracing(self.log || self.records.receiver_count() > 0);
        let mut out = std::mem::take(&mut self.out);
        self.core.handle(Instant::now(), input, &mut out);
        // Whoever is told of a change finds it in the status.
        self.shared.status.store(self.core.status().number(), Ordering::Release);
        for output in out.drain(..) {
            self.carry_out(output);
        }
        self.out = out;
        self.deliver();
    }

    fn carry_out(&mut self, output: Output) {
        match output {
            Output::Connect { url } => self.link = Some(Link::connect(url)),
            Output::Disconnect => {
                if let Some(link) = self.link.take() {
                    self.closing.spawn(link.close());
                }
            }
            Output::Send(text) => {
                if let Some(link) = &mut self.link {
                    link.send(text);
                }
            }
            Output::Event(event) => self.backlog.push_back(event),
            Output::Answer { token, result } => {
                if let Some(reply) = self.replies.remove(&token) {
                    // Whoever dropped the answer does not want it.
                    let _ = reply.send(result);
                }
            }
            Output::Trace(what) => self.record(what),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "a record carries the time of this machine's clock")]
    fn record(&mut self, what: What) {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let at_millis = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        if self.log {
            self.backlog.push_back(Event::Log { text: format!("{at_millis:013} : session : {what}") });
        }
        self.record_number += 1;
        let _ = self.records.send(Arc::new(Record { number: self.record_number, at_millis, what }));
    }

    /// Hands over the events for which there is room.
    fn deliver(&mut self) {
        while let Some(event) = self.backlog.pop_front() {
            match self.events.try_send(event) {
                Ok(()) => {}
                Err(mpsc::error::TrySendError::Full(event)) => {
                    self.backlog.push_front(event);
                    break;
                }
                Err(mpsc::error::TrySendError::Closed(_)) => self.backlog.clear(),
            }
        }
        if self.stalled == self.backlog.is_empty() {
            self.stalled = !self.stalled;
            self.handle(Input::Stalled(self.stalled));
        }
    }
}

/// Waits until the program has room for an event, or wants no more.
async fn room(events: &mpsc::Sender<Event>) {
    // The driver is the only sender: the place is still free when it is used.
    let _ = events.reserve().await;
}

async fn hear(link: &mut Option<Link>, reading: bool) -> Heard {
    match link {
        Some(link) => link.pump(reading).await,
        None => std::future::pending().await,
    }
}

async fn at(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}
