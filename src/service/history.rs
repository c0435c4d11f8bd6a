use super::apply::{Attempt, Input, Of, Write, WriteNumber};
use crate::model::{ChatId, Message, RememberedAccount, Settings, Slot};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::runtime;
use tokio::sync::{mpsc, oneshot, watch};

mod account;
mod file;
mod program;
mod rows;
mod schema;

use account::{AccountFile, SHOWN};
use program::ProgramFile;

/// Jobs that wait for the disk.
const JOBS: usize = 1_024;
/// Writes of one transaction at most, and of those that wait for a disk that refuses them.
const BATCH: usize = 4_096;
const BACKLOG: usize = 50_000;
/// How long a disk that refused is left alone.
const RETRY: Duration = Duration::from_secs(2);

/// How far the disk has come: writes up to `tried` were written or refused, those up to `kept` are durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub tried: WriteNumber,
    pub kept: WriteNumber,
}

/// What the history's thread is asked to do, in order.
#[derive(Debug)]
pub enum Job {
    Open {
        slot: Slot,
        attempt: Attempt,
        server: String,
        app: String,
        account: String,
    },
    Close {
        slot: Slot,
    },
    Keep {
        slot: Slot,
        number: WriteNumber,
        write: Write,
    },
    Search {
        slot: Slot,
        attempt: Attempt,
        query: Arc<str>,
    },
    /// All messages of a chat, oldest first.
    ReadAll {
        slot: Slot,
        chat: ChatId,
        reply: oneshot::Sender<Vec<Arc<Message>>>,
    },
}

/// What the program's own file said at the start.
#[derive(Debug, Default)]
pub struct Start {
    pub settings: Settings,
    pub remembered: Vec<RememberedAccount>,
    pub trouble: Option<String>,
}

/// The histories of the accounts and the program's settings: SQLite files, written in batches on a thread of
/// their own.
#[derive(Debug)]
pub struct History {
    /// Ends the thread when it is dropped, after all jobs.
    pub jobs: mpsc::Sender<Job>,
    pub progress: watch::Receiver<Progress>,
    /// Resolves when the thread has ended and everything is on the disk.
    pub ended: oneshot::Receiver<()>,
}

impl History {
    /// Reads the program's file and starts the thread. Its replies arrive as inputs of the core.
    pub fn start(
        folder: &Path,
        stamp: i64,
        runtime: runtime::Handle,
        replies: mpsc::Sender<Of<Input>>,
    ) -> std::io::Result<(Self, Start)> {
        let (jobs, jobs_in) = mpsc::channel(JOBS);
        let (progress_out, progress) = watch::channel(Progress::default());
        let (ended_out, ended) = oneshot::channel();
        let opening = file::open(&folder.join("bellbird.sqlite"), schema::PROGRAM, stamp);
        let program = ProgramFile::new(opening.connection);
        let mut start = Start { trouble: opening.trouble, ..Start::default() };
        match program.read() {
            Ok((settings, remembered)) => (start.settings, start.remembered) = (settings, remembered),
            Err(error) => start.trouble = Some(error.to_string()),
        }
        let keeper = Keeper {
            folder: folder.join("history"),
            stamp,
            program,
            program_lock: opening.lock,
            files: BTreeMap::new(),
            backlog: Vec::new(),
            replies,
            progress: progress_out,
        };
        thread::Builder::new().name("bellbird-history".to_owned()).spawn(move || {
            keeper.run(jobs_in, &runtime);
            // Nobody may be waiting for the end.
            let _ = ended_out.send(());
        })?;
        Ok((Self { jobs, progress, ended }, start))
    }
}

#[derive(Debug)]
struct OpenFile {
    path: PathBuf,
    file: AccountFile,
    /// `None` when this run keeps the history in memory: nothing of it is durable.
    lock: Option<File>,
}

#[derive(Debug)]
struct Keeper {
    folder: PathBuf,
    stamp: i64,
    program: ProgramFile,
    program_lock: Option<File>,
    files: BTreeMap<Slot, OpenFile>,
    /// Not on the disk yet, oldest first; after a failure it is tried again.
    backlog: Vec<(Slot, WriteNumber, Write)>,
    replies: mpsc::Sender<Of<Input>>,
    progress: watch::Sender<Progress>,
}

fn random() -> u64 {
    getrandom::u64().expect("the system has randomness")
}

/// The name of an account's file: readable, and different for every server, App ID and account.
fn file_name(server: &str, app: &str, account: &str) -> String {
    let whole = [server, app, account].join("\0");
    let hash = whole.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let plain = account.chars().filter(char::is_ascii_alphanumeric).take(32).collect::<String>();
    format!("{plain}-{hash:016x}.sqlite")
}

impl Keeper {
    fn run(mut self, mut jobs: mpsc::Receiver<Job>, runtime: &runtime::Handle) {
        loop {
            let job = if self.backlog.is_empty() {
                jobs.blocking_recv()
            } else {
                match runtime.block_on(async { tokio::time::timeout(RETRY, jobs.recv()).await }) {
                    Ok(job) => job,
                    Err(_) => {
                        self.flush();
                        continue;
                    }
                }
            };
            let Some(job) = job else { break };
            self.job(job);
            while self.backlog.len() < BATCH
                && let Ok(job) = jobs.try_recv()
            {
                self.job(job);
            }
            self.flush();
        }
        self.flush();
    }

    fn job(&mut self, job: Job) {
        match job {
            Job::Keep { slot, number, write } => {
                if self.backlog.len() == BACKLOG {
                    self.backlog.remove(0);
                }
                self.backlog.push((slot, number, write));
            }
            Job::Open { slot, attempt, server, app, account } => {
                self.flush();
                self.open(slot, attempt, &file_name(&server, &app, &account));
            }
            Job::Close { slot } => {
                self.flush();
                self.files.remove(&slot);
                self.backlog.retain(|(of, _, write)| *of != slot || write.of_program());
            }
            Job::Search { slot, attempt, query } => {
                self.flush();
                let Some(open) = self.files.get(&slot) else { return };
                match open.file.search(&query) {
                    Ok(hits) => self.reply(slot, Input::Found { attempt, query, hits }),
                    Err(error) => {
                        let why = self.trouble_of(slot, &error);
                        self.reply(slot, Input::HistoryTrouble { why });
                        self.reply(slot, Input::Found { attempt, query, hits: Vec::new() });
                    }
                }
            }
            Job::ReadAll { slot, chat, reply } => {
                self.flush();
                let read = self.files.get(&slot).map(|open| open.file.messages(&chat, u64::MAX, usize::MAX));
                if let Some(Ok(messages)) = read {
                    // Whoever asked may have gone.
                    let _ = reply.send(messages);
                }
            }
        }
    }

    fn reply(&self, slot: Slot, input: Input) {
        // The service may be ending: then nobody needs the answer.
        let _ = self.replies.blocking_send((slot, input));
    }

    fn trouble_of(&self, slot: Slot, error: &rusqlite::Error) -> Arc<str> {
        let name = self.files.get(&slot).and_then(|open| open.path.file_name()).unwrap_or_default();
        Arc::from(format!("{}: {error}", name.to_string_lossy()))
    }

    fn open(&mut self, slot: Slot, attempt: Attempt, name: &str) {
        let path = self.folder.join(name);
        let opening = file::open(&path, schema::ACCOUNT, self.stamp);
        if let Some(why) = opening.trouble {
            self.reply(slot, Input::HistoryTrouble { why: Arc::from(why) });
        }
        let mut open = OpenFile { path, file: AccountFile::new(opening.connection), lock: opening.lock };
        let opened = match open.file.open(random()) {
            Ok(opened) => opened,
            Err(error) => match self.begin_anew(&mut open, &error) {
                Ok(why) => {
                    self.reply(slot, Input::HistoryTrouble { why });
                    open.file.open(random()).unwrap_or_default()
                }
                Err(why) => {
                    self.reply(slot, Input::HistoryTrouble { why });
                    Default::default()
                }
            },
        };
        let last_key = opened.last_key;
        self.files.insert(slot, open);
        self.reply(slot, Input::Opened { attempt, history: Box::new(opened) });
        self.load(slot, attempt, last_key);
    }

    /// The transcripts, the latest chat first.
    fn load(&mut self, slot: Slot, attempt: Attempt, last_key: u64) {
        let Some(open) = self.files.get(&slot) else { return };
        for chat in open.file.chats().unwrap_or_default() {
            match open.file.messages(&chat, last_key, SHOWN) {
                Ok(messages) => self.reply(slot, Input::Loaded { attempt, chat, messages }),
                Err(error) => {
                    let why = self.trouble_of(slot, &error);
                    self.reply(slot, Input::HistoryTrouble { why });
                }
            }
        }
        self.reply(slot, Input::LoadedAll { attempt });
    }

    /// Sets a file that turned out to be damaged aside and begins a new one in its place.
    fn begin_anew(&self, open: &mut OpenFile, error: &rusqlite::Error) -> Result<Arc<str>, Arc<str>> {
        let name = open.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let why = format!("{name}: {error}");
        if !schema::is_damage(error) || open.lock.is_none() {
            return Err(Arc::from(why));
        }
        let memory = rusqlite::Connection::open_in_memory().map_err(|error| Arc::from(error.to_string()))?;
        open.file = AccountFile::new(memory);
        open.lock = None;
        let aside = file::set_aside(&open.path, self.stamp).map_err(|error| Arc::from(error.to_string()))?;
        let opening = file::open(&open.path, schema::ACCOUNT, self.stamp);
        open.file = AccountFile::new(opening.connection);
        open.lock = opening.lock;
        Ok(Arc::from(format!("{why}; set aside as {}", aside.display())))
    }

    /// Brings everything to the disk: each file in one transaction. What a disk refuses stays for later.
    fn flush(&mut self) {
        if self.backlog.is_empty() {
            return;
        }
        let backlog = std::mem::take(&mut self.backlog);
        let tried = backlog.last().map(|(_, number, _)| *number).unwrap_or_default();
        let (of_program, of_accounts): (Vec<_>, Vec<_>) =
            backlog.into_iter().partition(|(_, _, write)| write.of_program());
        let mut first_lost: Option<WriteNumber> = None;
        if !of_program.is_empty() {
            let done = self.program.write(of_program.iter().map(|(_, _, write)| write));
            if let Err(error) = &done {
                let why = Arc::from(format!("bellbird.sqlite: {error}"));
                self.reply(Slot::default(), Input::HistoryTrouble { why });
                self.backlog.extend(of_program);
            } else if self.program_lock.is_none() {
                first_lost = of_program.first().map(|(_, number, _)| *number);
            }
        }
        let mut by_slot: BTreeMap<Slot, Vec<(Slot, WriteNumber, Write)>> = BTreeMap::new();
        for one in of_accounts {
            by_slot.entry(one.0).or_default().push(one);
        }
        for (slot, writes) in by_slot {
            let Some(mut open) = self.files.remove(&slot) else { continue };
            let mut is_done = true;
            let mut trouble = None;
            if let Err(error) = open.file.write(writes.iter().map(|(_, _, write)| write)) {
                trouble = Some(match self.begin_anew(&mut open, &error) {
                    Ok(why) => {
                        let again = writes.iter().map(|(_, _, write)| write);
                        is_done = open.file.open(random()).and_then(|_| open.file.write(again)).is_ok();
                        why
                    }
                    Err(why) => {
                        is_done = false;
                        why
                    }
                });
            }
            let first = writes.first().map(|(_, number, _)| *number);
            if !is_done {
                self.backlog.extend(writes);
            } else if open.lock.is_none() {
                first_lost = [first_lost, first].into_iter().flatten().min();
            }
            self.files.insert(slot, open);
            if let Some(why) = trouble {
                self.reply(slot, Input::HistoryTrouble { why });
            }
        }
        self.backlog.sort_by_key(|(_, number, _)| *number);
        let waiting = self.backlog.first().map(|(_, number, _)| *number);
        let before = [waiting, first_lost].into_iter().flatten().min();
        self.progress.send_modify(|progress| {
            progress.tried = progress.tried.max(tried);
            let kept = before.map_or(progress.tried, |first| WriteNumber(first.0.saturating_sub(1)));
            progress.kept = progress.kept.max(kept);
        });
    }
}
