use super::apply::{Attempt, Core, Effect, Input, Moment, Of, Ticket};
use super::history::{History, Job};
use super::local_server::{LocalServerHost, reachable};
use super::machine::Machine;
use super::{Command, Handle};
use crate::client::{Events, Options, Session, Signal};
use crate::desktop::notify::{Click, Notifier};
use crate::desktop::paths::Paths;
use crate::ids::LOGOUT_SECS;
use crate::model::{Millis, Model, Phrase, Settings, SharedModel, SignInProblem, Slot, Wake};
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

/// Where the built-in server listens unless another Bellbird has the place.
pub const LOCAL_PORT: u16 = 8801;
/// Commands that wait for the loop before the window gets them back.
const COMMANDS: usize = 256;
const INPUTS: usize = 1_024;
/// One update of the model takes at most so many inputs, or those of so long.
const BATCH: usize = 256;
const BATCH_TIME: Duration = Duration::from_millis(2);
/// Jobs for the history beyond which the loop reads no further inputs.
const JOBS_WAITING: usize = 10_000;
/// How long messages on their way, sessions and the history may take when the service stops.
const STOP_SENDING: Duration = Duration::from_secs(2);
const STOP_KEEPING: Duration = Duration::from_secs(5);

type Sentences = dyn Fn(Phrase<'_>, &Settings) -> String + Send + Sync;

/// The sentences of what the service says outside the window, in the person's language.
#[derive(Clone)]
pub struct Words(Arc<Sentences>);

impl Words {
    pub fn new(sentences: impl Fn(Phrase<'_>, &Settings) -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(sentences))
    }

    pub fn say(&self, phrase: Phrase<'_>, settings: &Settings) -> String {
        (self.0)(phrase, settings)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words(…)")
    }
}

/// What the service is started with.
#[derive(Debug, Clone)]
pub struct ServiceOptions {
    pub paths: Paths,
    pub words: Words,
    /// Whether the desktop is asked to show notifications.
    pub notifications: bool,
    /// Usually [`LOCAL_PORT`].
    pub local_port: u16,
}

/// The running service. Dropping it stops it as [`Service::stop`] does.
#[derive(Debug)]
pub struct Service {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Service {
    /// Reads the settings and starts the loop on a thread of its own. `wake` asks the window for a frame.
    pub fn start(options: ServiceOptions, wake: Wake) -> std::io::Result<(Self, SharedModel, Handle)> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("bellbird-service")
            .enable_all()
            .build()?;
        std::fs::create_dir_all(&options.paths.data)?;
        let (inputs_in, inputs) = mpsc::channel(INPUTS);
        let (history, start) =
            History::start(&options.paths.data, clock(), runtime.handle().clone(), inputs_in.clone())?;
        let model =
            Model { settings: start.settings, remembered: Arc::new(start.remembered), ..Model::default() };
        let shared = SharedModel::new(model, wake);
        let (commands_in, commands) = mpsc::channel(COMMANDS);
        let (stop, stopped) = oneshot::channel();
        let first = start.trouble.map(|why| Input::HistoryTrouble { why: Arc::from(why) });
        let model = shared.clone();
        let thread = thread::Builder::new().name("bellbird-service".to_owned()).spawn(move || {
            runtime.block_on(async {
                let (clicks_in, clicks) = mpsc::channel(INPUTS);
                let notifier = options.notifications.then(|| Notifier::start(clicks_in));
                let run = Loop {
                    core: Core::new(),
                    shared: model,
                    inputs_in,
                    sessions: BTreeMap::new(),
                    closing: JoinSet::new(),
                    history,
                    jobs: VecDeque::new(),
                    local: LocalServerHost::new(options.paths.data.join("server"), options.local_port),
                    machine: Machine::new(options.words, options.paths.exports, notifier),
                    effects: Vec::new(),
                };
                run.run(first, commands, inputs, clicks, stopped).await;
            });
            runtime.shutdown_timeout(Duration::from_secs(1));
        })?;
        Ok((Self { stop: Some(stop), thread: Some(thread) }, shared, Handle::new(commands_in)))
    }

    /// Signs out and brings everything to the disk, within about ten seconds.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The loop may have ended by itself.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the service broke");
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.end();
    }
}

#[expect(clippy::disallowed_methods, reason = "the loop tells the core the time")]
fn clock() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

#[expect(clippy::disallowed_methods, reason = "bounds the time of one update")]
fn instant() -> Instant {
    Instant::now()
}

#[derive(Debug)]
struct Live {
    session: Session,
    /// Hands the session's events over.
    events: tokio::task::AbortHandle,
}

struct Loop {
    core: Core,
    shared: SharedModel,
    inputs_in: mpsc::Sender<Of<Input>>,
    sessions: BTreeMap<Slot, Live>,
    /// Sessions that sign out in the background.
    closing: JoinSet<()>,
    history: History,
    /// What the history has no room for yet.
    jobs: VecDeque<Job>,
    local: LocalServerHost,
    machine: Machine,
    effects: Vec<Of<Effect>>,
}

async fn until(deadline: Option<(Millis, Slot)>) -> Slot {
    match deadline {
        Some((at, slot)) => {
            let millis = u64::try_from(at - clock()).unwrap_or(0);
            tokio::time::sleep(Duration::from_millis(millis)).await;
            slot
        }
        None => std::future::pending().await,
    }
}

impl Loop {
    async fn run(
        mut self,
        first: Option<Input>,
        mut commands: mpsc::Receiver<Of<Command>>,
        mut inputs: mpsc::Receiver<Of<Input>>,
        mut clicks: mpsc::Receiver<Click>,
        mut stopped: oneshot::Receiver<()>,
    ) {
        self.update(first.into_iter().map(|input| (Slot::default(), input)).collect());
        loop {
            let deadline = self.core.next_deadline();
            let room = self.jobs.len() < JOBS_WAITING;
            let jobs = self.history.jobs.clone();
            let mut batch = Vec::new();
            tokio::select! {
                _ = &mut stopped => break,
                Ok(permit) = jobs.reserve(), if !self.jobs.is_empty() => {
                    if let Some(job) = self.jobs.pop_front() {
                        permit.send(job);
                    }
                    continue;
                }
                Ok(()) = self.history.progress.changed() => batch.extend(self.kept()),
                Some((slot, command)) = commands.recv(), if room => batch.push((slot, Input::Command(command))),
                Some(input) = inputs.recv(), if room => batch.push(input),
                Some(click) = clicks.recv() => batch.extend(self.machine.clicked(click)),
                Some(_) = self.closing.join_next() => continue,
                slot = until(deadline) => batch.push((slot, Input::Tick)),
            }
            drain(&mut batch, &mut commands, &mut inputs);
            self.update(batch);
        }
        self.stop(commands, inputs).await;
    }

    fn kept(&mut self) -> Option<Of<Input>> {
        let progress = *self.history.progress.borrow_and_update();
        Some((Slot::default(), Input::Kept { tried: progress.tried, kept: progress.kept }))
    }

    /// One update of the model for all that is ready, then what follows from it.
    fn update(&mut self, batch: Vec<Of<Input>>) {
        if batch.is_empty() {
            return;
        }
        let moment = Moment { now: clock(), random: getrandom::u64().expect("the system has randomness") };
        let (core, effects) = (&mut self.core, &mut self.effects);
        self.shared.update("service batch", |model| {
            for (slot, input) in batch {
                core.handle(model, moment, slot, input, effects);
            }
        });
        for (slot, effect) in std::mem::take(&mut self.effects) {
            self.carry_out(slot, effect);
        }
    }

    fn carry_out(&mut self, slot: Slot, effect: Effect) {
        match effect {
            Effect::FindLocalServer { attempt } => self.find_local_server(slot, attempt),
            Effect::Probe { address } => {
                let inputs = self.inputs_in.clone();
                tokio::spawn(async move {
                    let reachable = reachable(&address).await;
                    let _ = inputs.send((slot, Input::Probed { address, reachable })).await;
                });
            }
            Effect::OpenHistory { attempt, server, app, account } => {
                self.job(Job::Open { slot, attempt, server, app, account });
            }
            Effect::CloseHistory => self.job(Job::Close { slot }),
            Effect::Keep { number, write } => self.job(Job::Keep { slot, number, write }),
            Effect::Search { attempt, query } => self.job(Job::Search { slot, attempt, query }),
            Effect::Connect { attempt, url, app, account, received } => {
                self.disconnect(slot);
                let options = Options {
                    give_up: None,
                    received: BTreeMap::from([(account, received)]),
                    confirm_receipt: true,
                    ..Options::default()
                };
                self.connect(slot, attempt, &url, &app, options);
            }
            Effect::Begin { ticket, api } => self.begin(slot, ticket, api),
            Effect::Received { version } => {
                if let Some(live) = self.sessions.get(&slot)
                    && let Err(error) = live.session.received(version)
                {
                    tracing::debug!(%error, "the server hears of received messages later");
                }
            }
            Effect::Disconnect => self.disconnect(slot),
            Effect::Notify(notification) => {
                let settings = self.shared.snapshot().settings.clone();
                self.machine.notify(slot, notification, &settings);
            }
            Effect::StopRinging => self.machine.stop_ringing(slot),
            Effect::Export(export) => self.export(slot, export),
        }
    }

    fn job(&mut self, job: Job) {
        if self.jobs.is_empty() {
            match self.history.jobs.try_send(job) {
                Ok(()) => {}
                Err(mpsc::error::TrySendError::Full(job) | mpsc::error::TrySendError::Closed(job)) => {
                    self.jobs.push_back(job);
                }
            }
        } else {
            self.jobs.push_back(job);
        }
    }

    fn find_local_server(&self, slot: Slot, attempt: Attempt) {
        let (local, inputs) = (self.local.clone(), self.inputs_in.clone());
        tokio::spawn(async move {
            let found = local.find().await.map_err(|why| SignInProblem::LocalServer { why });
            let _ = inputs.send((slot, Input::ServerFound { attempt, found })).await;
        });
    }

    fn connect(&mut self, slot: Slot, attempt: Attempt, url: &str, app: &str, options: Options) {
        // An address that is none has no session: the login that follows says so.
        if let Ok(signal) = Signal::new(url, app) {
            let (session, events) = signal.with_options(options).start();
            let events =
                tokio::spawn(hand_over(slot, attempt, events, self.inputs_in.clone())).abort_handle();
            self.sessions.insert(slot, Live { session, events });
        }
    }

    fn begin(&self, slot: Slot, ticket: Ticket, api: crate::client::Api) {
        let begun = match self.sessions.get(&slot) {
            Some(live) => live.session.begin(api),
            None => Err(crate::client::Error::BadAddress("no session".to_owned())),
        };
        let inputs = self.inputs_in.clone();
        tokio::spawn(async move {
            let answer = match begun {
                Ok(pending) => pending.await,
                Err(error) => Err(error),
            };
            let _ = inputs.send((slot, Input::Answer { ticket, answer })).await;
        });
    }

    /// Signs out in the background, after all calls that were begun; its events are not heard any more.
    fn disconnect(&mut self, slot: Slot) {
        if let Some(Live { session, events }) = self.sessions.remove(&slot) {
            events.abort();
            self.closing.spawn(async move {
                let limit = Duration::from_secs(LOGOUT_SECS);
                let signed_out = tokio::time::timeout(limit, session.logout()).await;
                tracing::debug!(?signed_out, "a session was closed");
                session.destroy();
            });
        }
    }

    fn export(&mut self, slot: Slot, export: super::apply::Export) {
        let (reply, messages) = oneshot::channel();
        self.job(Job::ReadAll { slot, chat: export.chat.clone(), reply });
        let settings = self.shared.snapshot().settings.clone();
        let inputs = self.inputs_in.clone();
        let write = self.machine.export(export, settings);
        tokio::spawn(async move {
            let outcome = match messages.await {
                Ok(messages) => tokio::task::spawn_blocking(move || write(messages))
                    .await
                    .unwrap_or_else(|error| Err(Arc::from(error.to_string()))),
                Err(_) => Err(Arc::from("the history cannot be read")),
            };
            let _ = inputs.send((slot, Input::Exported { outcome })).await;
        });
    }

    /// Messages on their way may arrive, sessions sign out, the history is written; each within its time.
    async fn stop(
        mut self,
        mut commands: mpsc::Receiver<Of<Command>>,
        mut inputs: mpsc::Receiver<Of<Input>>,
    ) {
        commands.close();
        let mut batch = Vec::new();
        drain(&mut batch, &mut commands, &mut inputs);
        self.update(batch);
        let _ = tokio::time::timeout(STOP_SENDING, self.finish_sending(&mut inputs)).await;
        let slots: Vec<Slot> = self.sessions.keys().copied().collect();
        self.update(slots.into_iter().map(|slot| (slot, Input::Command(Command::SignOut))).collect());
        let closed = async { while self.closing.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(Duration::from_secs(LOGOUT_SECS), closed).await;
        let History { jobs, ended, .. } = self.history;
        let waiting = std::mem::take(&mut self.jobs);
        let written = async move {
            for job in waiting {
                // The thread ends only after its sender.
                let _ = jobs.send(job).await;
            }
            drop(jobs);
            let _ = ended.await;
        };
        // The thread's replies must not wait for a reader that is gone.
        drop(inputs);
        if tokio::time::timeout(STOP_KEEPING, written).await.is_err() {
            tracing::error!("the history takes too long to write");
        }
        self.local.stop().await;
    }

    async fn finish_sending(&mut self, inputs: &mut mpsc::Receiver<Of<Input>>) {
        while self.core.sending() {
            let jobs = self.history.jobs.clone();
            let batch = tokio::select! {
                Ok(permit) = jobs.reserve(), if !self.jobs.is_empty() => {
                    if let Some(job) = self.jobs.pop_front() {
                        permit.send(job);
                    }
                    continue;
                }
                Ok(()) = self.history.progress.changed() => self.kept().into_iter().collect(),
                Some(input) = inputs.recv() => vec![input],
            };
            self.update(batch);
        }
    }
}

/// Adds what else is ready, up to the bounds of a batch.
fn drain(
    batch: &mut Vec<Of<Input>>,
    commands: &mut mpsc::Receiver<Of<Command>>,
    inputs: &mut mpsc::Receiver<Of<Input>>,
) {
    let started = instant();
    while batch.len() < BATCH && started.elapsed() < BATCH_TIME {
        if let Ok((slot, command)) = commands.try_recv() {
            batch.push((slot, Input::Command(command)));
        } else if let Ok(input) = inputs.try_recv() {
            batch.push(input);
        } else {
            break;
        }
    }
}

async fn hand_over(slot: Slot, attempt: Attempt, mut events: Events, inputs: mpsc::Sender<Of<Input>>) {
    while let Some(event) = events.next().await {
        if inputs.send((slot, Input::Event { attempt, event })).await.is_err() {
            break;
        }
    }
}
