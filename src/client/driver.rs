use super::trace::{RECORDS_WAITING, Record, Trace};
use super::{Answer, Api, Error, Event, Options, Status};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
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
    records: broadcast::Sender<Arc<Record>>,
}

impl Shared {
    pub(super) fn new() -> Self {
        Self {
            status: AtomicU8::new(Status::NotLoggedIn.number()),
            destroyed: watch::Sender::new(false),
            records: broadcast::Sender::new(RECORDS_WAITING),
        }
    }

    pub(super) fn status(&self) -> Status {
        Status::from_number(self.status.load(Ordering::Acquire))
    }

    pub(super) fn destroy(&self) {
        self.destroyed.send_replace(true);
    }

    pub(super) fn trace(&self) -> Trace {
        Trace::new(self.records.subscribe())
    }
}

pub(super) async fn run(
    _url: String,
    _app: String,
    _options: Options,
    shared: Arc<Shared>,
    mut calls: mpsc::Receiver<Command>,
    _events: mpsc::Sender<Event>,
) {
    let mut destroyed = shared.destroyed.subscribe();
    loop {
        tokio::select! {
            _ = destroyed.wait_for(|end| *end) => return,
            command = calls.recv() => match command {
                Some(Command::Call { api: _, reply }) => drop(reply.send(Err(Error::NotLoggedIn))),
                Some(Command::Received { .. }) => {}
                None => return,
            }
        }
    }
}
