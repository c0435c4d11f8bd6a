use super::boundary::{ChannelKey, StoreOp, Stored, StoredMessage, StoredUser, UserKey};
use crate::ids::{Account, AppId, AttributeName, ChannelName, ONCE_KEYS};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior, params};
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// The schema that this version writes; an older file is brought up to it, a newer one is refused.
const SCHEMA: i64 = 1;
const FILE: &str = "bellbird-server.sqlite3";
const PAGE_BYTES: u64 = 4_096;
/// How long a server that is just stopping may still hold the file.
const BUSY: Duration = Duration::from_secs(1);

/// Why the store cannot be used. Each text is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("cannot make the data folder {}: {error}", .path.display())]
    Folder { path: PathBuf, error: std::io::Error },
    #[error("cannot open the store {}: {reason}", .path.display())]
    Open { path: PathBuf, reason: String },
    #[error("the store {} is in use by another server", .path.display())]
    InUse { path: PathBuf },
    #[error(
        "the store {} is damaged ({reason}); put a copy in its place, or move it away to start afresh",
        .path.display()
    )]
    Damaged { path: PathBuf, reason: String },
    #[error(
        "the store {} was written by a newer version (schema {found}, this one knows {SCHEMA})",
        .path.display()
    )]
    Newer { path: PathBuf, found: i64 },
    #[error("cannot write the store: {0}")]
    Write(String),
}

enum Work {
    Commit(Vec<StoreOp>, oneshot::Sender<Result<(), StoreError>>),
    Probe(oneshot::Sender<Result<(), StoreError>>),
}

/// The durable state: one SQLite file, one thread that writes it. Dropping it waits for that thread, so
/// that the file is free afterwards.
#[derive(Debug)]
pub struct Store {
    work: Option<mpsc::SyncSender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Store {
    /// Opens or makes the file in this folder and reads all of it. Blocks.
    pub fn open(folder: &Path, limit_mib: u64) -> Result<(Self, Stored), StoreError> {
        make_folder(folder)?;
        let path = folder.join(FILE);
        make_file(&path)?;
        let fault = |error: rusqlite::Error| describe(&path, &error);
        let mut connection = connect(&path, limit_mib).map_err(fault)?;
        let found = schema_of(&connection).map_err(fault)?;
        if found > SCHEMA {
            return Err(StoreError::Newer { path, found });
        }
        check(&connection, &path)?;
        migrate(&mut connection, found).map_err(fault)?;
        let stored = read(&connection).map_err(|error| match error {
            ReadError::Sql(error) => describe(&path, &error),
            ReadError::Name(reason) => StoreError::Damaged { path: path.clone(), reason },
        })?;
        let (work, works) = mpsc::sync_channel(1);
        let thread = std::thread::Builder::new().name("bellbird-store".to_owned());
        let thread = thread
            .spawn(move || write_all(connection, &works))
            .map_err(|error| StoreError::Open { path: path.clone(), reason: error.to_string() })?;
        Ok((Self { work: Some(work), thread: Some(thread) }, stored))
    }

    /// Makes these changes durable, all or none.
    pub async fn commit(&self, ops: Vec<StoreOp>) -> Result<(), StoreError> {
        self.ask(|answer| Work::Commit(ops, answer)).await
    }

    /// Whether the store can be written at the moment.
    pub async fn probe(&self) -> Result<(), StoreError> {
        self.ask(Work::Probe).await
    }

    async fn ask(
        &self,
        work: impl FnOnce(oneshot::Sender<Result<(), StoreError>>) -> Work,
    ) -> Result<(), StoreError> {
        let gone = || StoreError::Write("its thread has stopped".to_owned());
        let (answer, answered) = oneshot::channel();
        self.work.as_ref().and_then(|to| to.send(work(answer)).ok()).ok_or_else(gone)?;
        answered.await.unwrap_or_else(|_| Err(gone()))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.work.take();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has let go of the file as well.
            let _ = thread.join();
        }
    }
}

fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| StoreError::Folder { path: folder.to_owned(), error })
}

/// Makes the file, readable by nobody else: it holds what people write to one another.
fn make_file(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.open(path).map(drop);
    made.map_err(|error| StoreError::Open { path: path.to_owned(), reason: error.to_string() })
}

fn describe(path: &Path, error: &rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::InUse { path },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Damaged { path, reason: error.to_string() }
        }
        _ => StoreError::Open { path, reason: error.to_string() },
    }
}

fn connect(path: &Path, limit_mib: u64) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Takes the lock now and keeps it: a second server on the same folder must not start.
    connection.execute_batch("BEGIN IMMEDIATE; COMMIT")?;
    if limit_mib > 0 {
        let pages = (limit_mib * 1_048_576 / PAGE_BYTES).min(u64::from(u32::MAX - 1));
        let set: i64 = connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |r| r.get(0))?;
        tracing::debug!(pages = set, "the store has a limit");
    }
    Ok(connection)
}

fn schema_of(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let verdict: rusqlite::Result<String> =
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
    match verdict {
        Ok(verdict) if verdict == "ok" => Ok(()),
        Ok(reason) => Err(StoreError::Damaged { path: path.to_owned(), reason }),
        Err(error) => Err(describe(path, &error)),
    }
}

/// Brings a file of schema `from` to the present one; 0 is an empty file.
fn migrate(connection: &mut Connection, from: i64) -> rusqlite::Result<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if from < 1 {
        tx.execute_batch(
            "CREATE TABLE users (
                 app TEXT NOT NULL, account TEXT NOT NULL, uid INTEGER NOT NULL,
                 ver_last INTEGER NOT NULL DEFAULT 0, ver_clear INTEGER NOT NULL DEFAULT 0,
                 PRIMARY KEY (app, account)) WITHOUT ROWID;
             CREATE TABLE messages (
                 app TEXT NOT NULL, account TEXT NOT NULL, version INTEGER NOT NULL,
                 expires_at INTEGER NOT NULL, line TEXT NOT NULL,
                 PRIMARY KEY (app, account, version)) WITHOUT ROWID;
             CREATE TABLE once_keys (
                 app TEXT NOT NULL, account TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL,
                 PRIMARY KEY (app, account, number)) WITHOUT ROWID;
             CREATE TABLE user_attributes (
                 app TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
                 PRIMARY KEY (app, account, name)) WITHOUT ROWID;
             CREATE TABLE channel_attributes (
                 app TEXT NOT NULL, channel TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
                 PRIMARY KEY (app, channel, name)) WITHOUT ROWID;
             CREATE TABLE empty_channels (
                 app TEXT NOT NULL, channel TEXT NOT NULL, since INTEGER NOT NULL,
                 PRIMARY KEY (app, channel)) WITHOUT ROWID;
             CREATE TABLE probes (only INTEGER PRIMARY KEY, count INTEGER NOT NULL);
             INSERT INTO probes VALUES (1, 0);",
        )?;
    }
    tx.pragma_update(None, "user_version", SCHEMA)?;
    tx.commit()
}

enum ReadError {
    Sql(rusqlite::Error),
    Name(String),
}

impl From<rusqlite::Error> for ReadError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

fn name<T: std::str::FromStr<Err = crate::ids::NameError>>(text: &str) -> Result<T, ReadError> {
    text.parse().map_err(|error| ReadError::Name(format!("the name {text:?} is {error}")))
}

/// Every row of a query that begins with an app and another name.
fn rows<K, T>(
    connection: &Connection,
    sql: &str,
    key: impl Fn(AppId, &str) -> Result<K, ReadError>,
    mut take: impl FnMut(K, &rusqlite::Row<'_>) -> Result<T, ReadError>,
) -> Result<Vec<T>, ReadError> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (app, second): (String, String) = (row.get(0)?, row.get(1)?);
        all.push(take(key(name(&app)?, &second)?, row)?);
    }
    Ok(all)
}

fn read(connection: &Connection) -> Result<Stored, ReadError> {
    let user = |app: AppId, account: &str| Ok(UserKey { app, account: name::<Account>(account)? });
    let channel = |app: AppId, channel: &str| Ok(ChannelKey { app, name: name::<ChannelName>(channel)? });
    let number = |row: &rusqlite::Row<'_>, column: usize| -> Result<u64, ReadError> {
        Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
    };
    let text = |row: &rusqlite::Row<'_>, column: usize| -> Result<Arc<str>, ReadError> {
        Ok(Arc::from(row.get::<_, String>(column)?))
    };
    let users = "SELECT app, account, uid, ver_last, ver_clear FROM users ORDER BY app, account";
    let messages =
        "SELECT app, account, version, expires_at, line FROM messages ORDER BY app, account, version";
    let once_keys = "SELECT app, account, number, key FROM once_keys ORDER BY app, account, number";
    let user_attributes = "SELECT app, account, name, value FROM user_attributes ORDER BY app, account, name";
    let channel_attributes =
        "SELECT app, channel, name, value FROM channel_attributes ORDER BY app, channel, name";
    let empty = "SELECT app, channel, since FROM empty_channels ORDER BY app, channel";
    Ok(Stored {
        users: rows(connection, users, user, |user, row| {
            let (ver_last, ver_clear) = (number(row, 3)?, number(row, 4)?);
            Ok(StoredUser { user, uid: row.get(2)?, ver_last, ver_clear })
        })?,
        messages: rows(connection, messages, user, |user, row| {
            let (version, expires_at) = (number(row, 2)?, number(row, 3)?);
            Ok(StoredMessage { user, version, expires_at, line: text(row, 4)? })
        })?,
        once_keys: rows(connection, once_keys, user, |user, row| Ok((user, number(row, 2)?, text(row, 3)?)))?,
        user_attributes: rows(connection, user_attributes, user, |user, row| {
            Ok((user, name::<AttributeName>(&text(row, 2)?)?, text(row, 3)?))
        })?,
        channel_attributes: rows(connection, channel_attributes, channel, |channel, row| {
            Ok((channel, name::<AttributeName>(&text(row, 2)?)?, text(row, 3)?))
        })?,
        channels_empty_since: rows(connection, empty, channel, |channel, row| {
            Ok((channel, number(row, 2)?))
        })?,
    })
}

fn write_all(mut connection: Connection, works: &mpsc::Receiver<Work>) {
    while let Ok(work) = works.recv() {
        let (outcome, answer) = match work {
            Work::Commit(ops, answer) => (write(&mut connection, &ops), answer),
            Work::Probe(answer) => {
                let probe = connection.execute("UPDATE probes SET count = count + 1", []);
                (probe.map(|_| ()), answer)
            }
        };
        // Whoever asked may have gone away with the server.
        let _ = answer.send(outcome.map_err(|error| StoreError::Write(error.to_string())));
    }
    if let Err((_, error)) = connection.close() {
        tracing::warn!(%error, "the store did not close cleanly");
    }
}

fn write(connection: &mut Connection, ops: &[StoreOp]) -> rusqlite::Result<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for op in ops {
        apply(&tx, op)?;
    }
    tx.commit()
}

/// Numbers of the hub stay far below 2^63.
fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn apply(tx: &Transaction<'_>, op: &StoreOp) -> rusqlite::Result<()> {
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| tx.prepare_cached(sql)?.execute(values);
    match op {
        StoreOp::AddUser { user, uid, version } => {
            let (app, account) = (user.app.as_str(), user.account.as_str());
            run(
                "INSERT INTO users (app, account, uid, ver_last, ver_clear) VALUES (?, ?, ?, ?4, ?4)",
                params![app, account, uid, int(*version)],
            )?;
        }
        StoreOp::Once { user, number, key } => {
            let (app, account) = (user.app.as_str(), user.account.as_str());
            run("INSERT INTO once_keys VALUES (?, ?, ?, ?)", params![app, account, int(*number), key])?;
            run(
                "DELETE FROM once_keys WHERE app = ? AND account = ? AND number <= ?",
                params![app, account, int(number.saturating_sub(ONCE_KEYS as u64))],
            )?;
        }
        StoreOp::SetUserAttribute { user, name, value } => {
            let (app, account) = (user.app.as_str(), user.account.as_str());
            run(
                "INSERT OR REPLACE INTO user_attributes VALUES (?, ?, ?, ?)",
                params![app, account, name.as_str(), value],
            )?;
        }
        StoreOp::ClearUserAttributes { user } => {
            let (app, account) = (user.app.as_str(), user.account.as_str());
            run("DELETE FROM user_attributes WHERE app = ? AND account = ?", params![app, account])?;
        }
        StoreOp::AddMessage { user, version, expires_at, line } => {
            let (app, account) = (user.app.as_str(), user.account.as_str());
            run(
                "INSERT INTO messages VALUES (?, ?, ?, ?, ?)",
                params![app, account, int(*version), int(*expires_at), line],
            )?;
            run(
                "UPDATE users SET ver_last = ? WHERE app = ? AND account = ?",
                params![int(*version), app, account],
            )?;
        }
        StoreOp::Acknowledge { user, ver_clear, ver_last } => {
            let (app, account) = (user.app.as_str(), user.account.as_str());
            run(
                "DELETE FROM messages WHERE app = ? AND account = ? AND version <= ?",
                params![app, account, int(*ver_clear)],
            )?;
            run(
                "UPDATE users SET ver_clear = ?, ver_last = ? WHERE app = ? AND account = ?",
                params![int(*ver_clear), int(*ver_last), app, account],
            )?;
        }
        StoreOp::RemoveMessages { user, versions } => {
            let (app, account) = (user.app.as_str(), user.account.as_str());
            for version in versions {
                run(
                    "DELETE FROM messages WHERE app = ? AND account = ? AND version = ?",
                    params![app, account, int(*version)],
                )?;
            }
        }
        StoreOp::SetChannelAttribute { channel, name, value } => {
            let (app, channel) = (channel.app.as_str(), channel.name.as_str());
            run(
                "INSERT OR REPLACE INTO channel_attributes VALUES (?, ?, ?, ?)",
                params![app, channel, name.as_str(), value],
            )?;
        }
        StoreOp::RemoveChannelAttribute { channel, name } => {
            let (app, channel) = (channel.app.as_str(), channel.name.as_str());
            run(
                "DELETE FROM channel_attributes WHERE app = ? AND channel = ? AND name = ?",
                params![app, channel, name.as_str()],
            )?;
        }
        StoreOp::ClearChannelAttributes { channel } => {
            let (app, channel) = (channel.app.as_str(), channel.name.as_str());
            run("DELETE FROM channel_attributes WHERE app = ? AND channel = ?", params![app, channel])?;
        }
        StoreOp::ChannelEmpty { channel, since } => {
            let (app, channel) = (channel.app.as_str(), channel.name.as_str());
            match since {
                Some(since) => run(
                    "INSERT OR REPLACE INTO empty_channels VALUES (?, ?, ?)",
                    params![app, channel, int(*since)],
                )?,
                None => {
                    run("DELETE FROM empty_channels WHERE app = ? AND channel = ?", params![app, channel])?
                }
            };
        }
    }
    Ok(())
}
