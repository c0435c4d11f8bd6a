//! The history: what is there after a restart, files of other versions, files that are damaged.

use super::desk::START;
use crate::support::device::{account, person};
use bellbird::call::{EndReason, Side};
use bellbird::ids::{CallKey, ChannelName};
use bellbird::model::{
    Author, Body, Call, ChatId, Message, MessageKey, RememberedAccount, SendState, ServerChoice, Settings,
    Slot, ThemeChoice,
};
use bellbird::service::apply::{Attempt, Input, Of, Opened, Write, WriteNumber};
use bellbird::service::history::{History, Job, Progress, Start};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::mpsc;

const SLOT: Slot = Slot(0);

type Loaded = Vec<(ChatId, Vec<Arc<Message>>)>;

/// A history in a folder that outlives it.
struct Disk {
    runtime: tokio::runtime::Runtime,
    history: History,
    replies: mpsc::Receiver<Of<Input>>,
    written: u64,
    start: Start,
}

impl Disk {
    fn start(folder: &Path) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (replies_in, replies) = mpsc::channel(4_096);
        let (history, start) = History::start(folder, START, runtime.handle().clone(), replies_in).unwrap();
        Self { runtime, history, replies, written: 0, start }
    }

    fn job(&self, job: Job) {
        self.runtime.block_on(self.history.jobs.send(job)).unwrap();
    }

    fn write(&mut self, write: Write) {
        self.written += 1;
        self.job(Job::Keep { slot: SLOT, number: WriteNumber(self.written), write });
    }

    fn wait_tried(&mut self) -> Progress {
        let tried = WriteNumber(self.written);
        let wait = self.history.progress.wait_for(|progress| progress.tried >= tried);
        let waiting = async { tokio::time::timeout(Duration::from_secs(20), wait).await };
        *self.runtime.block_on(waiting).expect("the disk answers").unwrap()
    }

    fn reply(&mut self) -> Input {
        let next = async { tokio::time::timeout(Duration::from_secs(20), self.replies.recv()).await };
        self.runtime.block_on(next).expect("the history answers").unwrap().1
    }

    fn open(&mut self, name: &str) -> (Opened, Loaded, Vec<Arc<str>>) {
        let (server, app) = ("s".to_owned(), "a".to_owned());
        self.job(Job::Open { slot: SLOT, attempt: Attempt(1), server, app, account: name.to_owned() });
        let (mut opened, mut loaded, mut troubles) = (None, Vec::new(), Vec::new());
        loop {
            match self.reply() {
                Input::Opened { history, .. } => opened = Some(*history),
                Input::Loaded { chat, messages, .. } => loaded.push((chat, messages)),
                Input::HistoryTrouble { why } => troubles.push(why),
                Input::LoadedAll { .. } => return (opened.unwrap(), loaded, troubles),
                other => panic!("{other:?}"),
            }
        }
    }

    fn end(self) {
        let Self { runtime, history: History { jobs, ended, .. }, .. } = self;
        drop(jobs);
        runtime.block_on(ended).unwrap();
    }
}

fn message(key: u64, author: Author, text: &str, state: SendState) -> Message {
    let at = START + i64::try_from(key).unwrap();
    Message { key: MessageKey(key), at, author, body: Body::Text(Arc::from(text)), state }
}

fn said(chat: &ChatId, key: u64, text: &str) -> Write {
    let author = Author::Person(account("nora"));
    Write::Message {
        chat: chat.clone(),
        message: message(key, author, text, SendState::Received),
        version: None,
    }
}

fn only_file(folder: &TempDir) -> PathBuf {
    let files = std::fs::read_dir(folder.path().join("history")).unwrap();
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "sqlite"));
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

#[test]
fn everything_that_was_kept_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut disk = Disk::start(folder.path());
    disk.open("mira");
    let channel = ChatId::Channel(ChannelName::new("lantern night").unwrap());
    let key = CallKey { channel: ChannelName::new("call-1").unwrap(), peer: account("nora") };
    let record = Call::begun(key, Side::Callee, "{}", START).record(1, START + 9, EndReason::PeerCancelled);
    let waiting = message(3, Author::Me, "on its way", SendState::Sending);
    let state = |key, state| Write::State { key: MessageKey(key), state };
    for write in [
        said(&channel, 1, "你好"),
        said(&person("nora"), 2, "hello"),
        Write::Message { chat: person("nora"), message: waiting.clone(), version: None },
        Write::Message {
            chat: channel.clone(),
            message: message(4, Author::Me, "x", SendState::Sending),
            version: Some(11),
        },
        state(4, SendState::Delivered),
        Write::Call(record.clone()),
        Write::Draft { chat: person("tom"), text: "dear".into() },
        Write::Chat {
            chat: channel.clone(),
            unread: 2,
            missed_calls: 1,
            last_at: 77,
            pinned: true,
            muted: true,
        },
        Write::Received { version: 12 },
        Write::Name { account: account("nora"), name: "Nora Lind".to_owned() },
    ] {
        disk.write(write);
    }
    let progress = disk.wait_tried();
    assert_eq!(progress.kept, progress.tried);
    disk.end();

    let mut disk = Disk::start(folder.path());
    let (opened, loaded, troubles) = disk.open("mira");
    assert!(troubles.is_empty(), "{troubles:?}");
    assert_eq!((opened.last_key, opened.last_call, opened.version), (4, 1, 12));
    assert_eq!(opened.calls, [record]);
    assert_eq!(opened.names, [(account("nora"), "Nora Lind".to_owned())]);
    assert_eq!(opened.unsent.iter().map(|unsent| unsent.key.0).collect::<Vec<_>>(), [3]);
    let chat = |id: &ChatId| &opened.chats.iter().find(|(chat, _)| chat == id).unwrap().1;
    assert_eq!(&*chat(&person("tom")).draft, "dear");
    assert_eq!(chat(&person("nora")).preview.as_ref().unwrap().body, waiting.body);
    let row = chat(&channel);
    assert_eq!((row.unread, row.missed_calls, row.last_at, row.pinned, row.muted), (2, 1, 77, true, true));
    let of = |id: &ChatId| loaded.iter().find(|(chat, _)| chat == id).unwrap().1.clone();
    assert_eq!(of(&person("nora"))[1], Arc::new(waiting));
    assert_eq!(of(&channel)[1].state, SendState::Delivered);
    let outbox_id = opened.outbox_id;
    disk.end();
    assert_eq!(Disk::start(folder.path()).open("mira").0.outbox_id, outbox_id);
}

#[test]
fn accounts_do_not_see_each_others_history() {
    let folder = tempfile::tempdir().unwrap();
    let mut disk = Disk::start(folder.path());
    disk.open("mira");
    disk.write(said(&person("nora"), 1, "for mira"));
    disk.job(Job::Close { slot: SLOT });
    let (opened, loaded, _) = disk.open("Mira");
    assert!(opened.chats.is_empty() && loaded.is_empty() && opened.last_key == 0);
}

#[test]
fn words_are_found_in_any_script_and_deleted_ones_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut disk = Disk::start(folder.path());
    disk.open("mira");
    for (key, text) in [(1, "The Lamps are lit"), (2, "我们今晚点灯笼"), (3, "100% sure"), (4, "lamps again")]
    {
        disk.write(said(&person("nora"), key, text));
    }
    disk.write(Write::RemoveMessage { key: MessageKey(4) });
    let mut search = |query: &str| -> Vec<u64> {
        disk.job(Job::Search { slot: SLOT, attempt: Attempt(1), query: Arc::from(query) });
        match disk.reply() {
            Input::Found { hits, .. } => hits.iter().map(|hit| hit.key.0).collect(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(search("lamps"), [1]);
    assert_eq!(search("点灯笼"), [2]);
    assert_eq!(search("灯笼"), [2]);
    assert_eq!(search("0%"), [3]);
    assert_eq!(search("\"lamps\" OR x"), Vec::<u64>::new());
}

#[test]
fn a_damaged_file_is_set_aside_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut disk = Disk::start(folder.path());
    disk.open("mira");
    disk.write(said(&person("nora"), 1, "lost"));
    disk.end();
    let file = only_file(&folder);
    std::fs::write(&file, b"this was a database once, and now it is a poem of some length").unwrap();

    let mut disk = Disk::start(folder.path());
    let (opened, _, troubles) = disk.open("mira");
    assert!(opened.chats.is_empty());
    assert_eq!(troubles.len(), 1);
    let aside = format!("{}.damaged-{START}", file.display());
    assert!(troubles[0].contains(&aside) && Path::new(&aside).exists(), "{troubles:?}");
    disk.write(said(&person("nora"), 1, "new"));
    assert_eq!(disk.wait_tried().kept, WriteNumber(1), "the new file keeps");
}

#[test]
fn a_file_that_is_damaged_in_the_middle_is_set_aside_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut disk = Disk::start(folder.path());
    disk.open("mira");
    for key in 1..=2_000 {
        disk.write(said(&person("nora"), key, &"words ".repeat(40)));
    }
    disk.wait_tried();
    disk.end();
    let file = only_file(&folder);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = 4_096 * 2..bytes.len();
    bytes[middle].fill(0xAA);
    std::fs::write(&file, bytes).unwrap();

    let mut disk = Disk::start(folder.path());
    let (_, _, troubles) = disk.open("mira");
    assert!(troubles.iter().any(|why| why.contains("set aside")), "{troubles:?}");
    disk.write(said(&person("nora"), 1, "new"));
    assert_eq!(disk.wait_tried().kept, WriteNumber(1));
}

#[test]
fn a_file_of_a_newer_version_is_left_alone_and_nothing_counts_as_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut disk = Disk::start(folder.path());
    disk.open("mira");
    disk.end();
    let file = only_file(&folder);
    let newer = rusqlite::Connection::open(&file).unwrap();
    newer.pragma_update(None, "user_version", 900).unwrap();
    drop(newer);

    let mut disk = Disk::start(folder.path());
    let (_, _, troubles) = disk.open("mira");
    assert!(troubles[0].contains("newer version"), "{troubles:?}");
    disk.write(said(&person("nora"), 1, "only for now"));
    let progress = disk.wait_tried();
    assert_eq!((progress.tried, progress.kept), (WriteNumber(1), WriteNumber(0)));
    disk.end();
    let version: u32 = rusqlite::Connection::open(&file)
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 900);
}

#[test]
fn a_second_program_does_not_write_into_the_same_history() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Disk::start(folder.path());
    first.open("mira");
    let mut second = Disk::start(folder.path());
    let (_, _, troubles) = second.open("mira");
    assert!(troubles[0].contains("another Bellbird"), "{troubles:?}");
}

#[test]
fn settings_and_remembered_accounts_are_there_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut disk = Disk::start(folder.path());
    assert_eq!(disk.start.settings, Settings::default());
    let settings = Settings { theme: ThemeChoice::Dark, ..Settings::default() };
    let account = |server, account: &str| RememberedAccount {
        server,
        app: Arc::from("demo"),
        account: Arc::from(account),
    };
    let remembered = vec![
        account(ServerChoice::ThisComputer, "mira"),
        account(ServerChoice::Address("h:1".to_owned()), "nora"),
    ];
    disk.write(Write::Settings(settings.clone()));
    disk.write(Write::Remembered(remembered.clone()));
    disk.end();
    let disk = Disk::start(folder.path());
    assert_eq!((&disk.start.settings, &disk.start.remembered), (&settings, &remembered));
    assert!(disk.start.trouble.is_none());
}

#[test]
fn a_long_history_opens_at_once_with_the_last_two_thousand_messages_of_each_chat() {
    let folder = tempfile::tempdir().unwrap();
    let mut disk = Disk::start(folder.path());
    disk.open("mira");
    let started = Instant::now();
    for key in 1..=20_000_u64 {
        disk.write(said(
            &person(&format!("friend{}", key % 5)),
            key,
            "a message of ordinary length, more or less",
        ));
    }
    disk.wait_tried();
    let written = started.elapsed();
    disk.end();
    let mut disk = Disk::start(folder.path());
    let started = Instant::now();
    let (opened, loaded, _) = disk.open("mira");
    let read = started.elapsed();
    println!("20,000 messages: written in {written:?}, opened in {read:?}");
    assert_eq!((opened.chats.len(), opened.last_key), (5, 20_000));
    assert!(loaded.iter().all(|(_, messages)| messages.len() == 2_000));
    assert!(read < Duration::from_secs(4), "{read:?}");
}
