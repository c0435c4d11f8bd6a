use super::boundary::{ConnectionId, Input, Now, Output, StoreOp};
use super::connection::{Arrival, Farewell, Outbox};
use super::hub::Hub;
use super::store::Store;
use crate::wire::frame::deflate;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::{Bytes, Message, Utf8Bytes};

/// Inputs that are handled and committed together at most.
const BATCH: usize = 256;
/// How often a store that is out is tried again.
const PROBE: Duration = Duration::from_secs(1);

/// What the operator can ask for, kept up to date after each batch.
#[derive(Debug, Default)]
pub(super) struct Status {
    pub(super) connections: AtomicU64,
    pub(super) sessions: AtomicU64,
    pub(super) channels: AtomicU64,
    pub(super) users: AtomicU64,
    pub(super) messages: AtomicU64,
    pub(super) commits: AtomicU64,
    pub(super) failed_commits: AtomicU64,
    pub(super) cut_off: AtomicU64,
    pub(super) storage_out: AtomicBool,
}

/// The clocks, as the hub wants them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start: Instant,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "this is where the hub's time comes from")]
    pub(super) fn new() -> Self {
        Self { start: Instant::now() }
    }

    #[expect(clippy::disallowed_methods, reason = "this is where the hub's time comes from")]
    pub(super) fn now(self) -> Now {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Now {
            millis: u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX),
            unix_micros: u64::try_from(unix.as_micros()).unwrap_or(u64::MAX),
        }
    }
}

/// The loop around the hub: it takes what is ready, lets the hub decide, makes it durable, carries it out.
#[derive(Debug)]
pub(super) struct Shell {
    hub: Hub,
    store: Store,
    clock: Clock,
    outboxes: HashMap<ConnectionId, Outbox>,
    storage_out: bool,
    status: Arc<Status>,
}

impl Shell {
    pub(super) fn new(hub: Hub, store: Store, clock: Clock, status: Arc<Status>) -> Self {
        Self { hub, store, clock, outboxes: HashMap::new(), storage_out: false, status }
    }

    /// Runs until `stop` says so; every arrival up to then is carried out. Gives the store back.
    pub(super) async fn run(
        mut self,
        arrivals: &mut mpsc::Receiver<Arrival>,
        mut stop: tokio::sync::oneshot::Receiver<()>,
    ) -> Store {
        let mut ready = Vec::with_capacity(BATCH);
        let mut next_probe = tokio::time::Instant::now();
        loop {
            let deadline = self.hub.next_deadline().unwrap_or(u64::MAX);
            let pause =
                Duration::from_millis(deadline.saturating_sub(self.clock.now().millis).min(3_600_000));
            tokio::select! {
                biased;
                _ = &mut stop => break,
                _ = arrivals.recv_many(&mut ready, BATCH) => {}
                () = tokio::time::sleep(pause) => {}
                () = tokio::time::sleep_until(next_probe), if self.storage_out => {}
            }
            if self.storage_out && next_probe <= tokio::time::Instant::now() {
                self.probe(&mut ready).await;
                next_probe = tokio::time::Instant::now() + PROBE;
            }
            self.batch(&mut ready).await;
        }
        arrivals.close();
        while let Ok(arrival) = arrivals.try_recv() {
            ready.push(arrival);
        }
        self.batch(&mut ready).await;
        let reason = "the server is stopping";
        for outbox in self.outboxes.values() {
            outbox.close(Farewell { code: 1001, reason, pause: Duration::ZERO });
        }
        self.store
    }

    async fn probe(&mut self, ready: &mut Vec<Arrival>) {
        match self.store.probe().await {
            Ok(()) => {
                tracing::info!("the store can be written again");
                self.storage_out = false;
                ready.push(Arrival::Input(Input::Storage { available: true }));
            }
            Err(error) => tracing::debug!(%error, "the store is still out"),
        }
    }

    async fn batch(&mut self, ready: &mut Vec<Arrival>) {
        let now = self.clock.now();
        let mut inputs = Vec::with_capacity(ready.len() + 1);
        if self.hub.next_deadline().is_some_and(|due| due <= now.millis) {
            inputs.push(Input::Tick);
        }
        for arrival in ready.drain(..) {
            match arrival {
                Arrival::Opened { connection, secret, outbox } => {
                    self.outboxes.insert(connection, outbox);
                    inputs.push(Input::Opened { connection, secret });
                }
                Arrival::Input(input) => inputs.push(input),
            }
        }
        let mut out = Vec::new();
        self.handle(now, &inputs, &mut out);
        let ops = take_store_ops(&mut out);
        if !ops.is_empty()
            && let Err(error) = self.commit(ops).await
        {
            tracing::error!(%error, "nothing can be stored for now");
            out.clear();
            self.hub.put_back();
            inputs.retain(|input| !matches!(input, Input::Storage { .. }));
            inputs.insert(0, Input::Storage { available: false });
            self.storage_out = true;
            self.handle(now, &inputs, &mut out);
            let lost = take_store_ops(&mut out);
            assert!(lost.is_empty(), "a hub without a store must not store: {lost:?}");
        }
        self.hub.keep();
        for input in &inputs {
            if let Input::Closed { connection } = input {
                self.outboxes.remove(connection);
            }
        }
        self.carry_out(out);
        self.publish();
    }

    fn handle(&mut self, now: Now, inputs: &[Input], out: &mut Vec<Output>) {
        for input in inputs {
            self.hub.handle(now, input, out);
        }
    }

    async fn commit(&self, ops: Vec<StoreOp>) -> Result<(), super::store::StoreError> {
        let outcome = self.store.commit(ops).await;
        let counter = if outcome.is_ok() { &self.status.commits } else { &self.status.failed_commits };
        counter.fetch_add(1, Ordering::Relaxed);
        outcome
    }

    fn carry_out(&mut self, out: Vec<Output>) {
        for output in out {
            match output {
                Output::Store(_) => {}
                Output::Send { to, frame } => {
                    let (text, mut binary) = (Utf8Bytes::from(&*frame), None);
                    for connection in to.iter() {
                        let sent = self.outboxes.get(connection).map(|outbox| {
                            outbox.send(if outbox.wants_binary(frame.len()) {
                                let binary = binary.get_or_insert_with(|| Bytes::from(deflate(&frame)));
                                Message::Binary(binary.clone())
                            } else {
                                Message::Text(text.clone())
                            })
                        });
                        if sent == Some(false) {
                            // The connection says that it is closed once it has wound itself up.
                            self.outboxes.remove(connection);
                            self.status.cut_off.fetch_add(1, Ordering::Relaxed);
                            tracing::info!(connection = connection.0, "cut off: reads too slowly");
                        }
                    }
                }
                Output::Close { connection, reason, pause_millis } => {
                    if let Some(outbox) = self.outboxes.get(&connection) {
                        let pause = Duration::from_millis(pause_millis);
                        outbox.close(Farewell { code: reason.code(), reason: reason.text(), pause });
                    }
                }
            }
        }
    }

    fn publish(&self) {
        let stats = self.hub.stats();
        let numbers = [
            (&self.status.connections, stats.connections as u64),
            (&self.status.sessions, stats.sessions as u64),
            (&self.status.channels, stats.channels as u64),
            (&self.status.users, stats.users as u64),
            (&self.status.messages, stats.messages),
        ];
        for (counter, number) in numbers {
            counter.store(number, Ordering::Relaxed);
        }
        self.status.storage_out.store(self.storage_out, Ordering::Relaxed);
    }
}

pub(super) fn take_store_ops(out: &mut Vec<Output>) -> Vec<StoreOp> {
    let stored = out.extract_if(.., |output| matches!(output, Output::Store(_)));
    stored.filter_map(|output| if let Output::Store(op) = output { Some(op) } else { None }).collect()
}
