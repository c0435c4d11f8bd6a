use super::schema::{self, Unusable};
use rusqlite::Connection;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a write waits for another program that reads the file.
const BUSY: Duration = Duration::from_secs(2);

/// An open file, or its stand-in in memory when the disk has none for us.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) connection: Connection,
    /// What the person should know about it.
    pub(super) trouble: Option<String>,
    /// Held as long as the file is open: two programs would number their messages alike.
    pub(super) lock: Option<File>,
}

/// Opens a file in its newest form. One that is damaged is set aside and begun anew; where there can be none,
/// this run keeps its history in memory. `stamp` tells files that were set aside apart.
pub(super) fn open(path: &Path, form: &[&str], stamp: i64) -> Opening {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let lock = match lock(path) {
        Ok(lock) => lock,
        Err(why) => return in_memory(form, format!("{name}: {why}")),
    };
    match try_open(path, form) {
        Ok(connection) => Opening { connection, trouble: None, lock: Some(lock) },
        Err(Unusable::Newer { version }) => {
            in_memory(form, format!("{name}: written by a newer version (form {version}); left as it is"))
        }
        Err(Unusable::Trouble(why)) => in_memory(form, format!("{name}: {why}")),
        Err(Unusable::Damaged(why)) => match set_aside(path, stamp) {
            Ok(kept) => match try_open(path, form) {
                Ok(connection) => {
                    let trouble = format!("{name}: {why}; set aside as {}", kept.display());
                    Opening { connection, trouble: Some(trouble), lock: Some(lock) }
                }
                Err(_) => in_memory(form, format!("{name}: {why}")),
            },
            Err(error) => in_memory(form, format!("{name}: {why}; {error}")),
        },
    }
}

fn lock(path: &Path) -> Result<File, String> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    let lock = File::create(path.with_extension("lock")).map_err(|error| error.to_string())?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err("in use by another Bellbird".to_owned()),
        // A file system without locks: there is nothing to ask.
        Err(TryLockError::Error(_)) => Ok(lock),
    }
}

fn try_open(path: &Path, form: &[&str]) -> Result<Connection, Unusable> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    schema::prepare(&mut connection, form)?;
    Ok(connection)
}

fn in_memory(form: &[&str], trouble: String) -> Opening {
    let mut connection = Connection::open_in_memory().expect("SQLite can always work in memory");
    schema::prepare(&mut connection, form).unwrap_or_else(|why| panic!("our own form is wrong: {why:?}"));
    Opening { connection, trouble: Some(trouble), lock: None }
}

/// Renames a file that cannot be read, with what belongs to it.
pub(super) fn set_aside(path: &Path, stamp: i64) -> std::io::Result<PathBuf> {
    let with = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    let aside = with(&format!(".damaged-{stamp}"));
    std::fs::rename(path, &aside)?;
    for suffix in ["-wal", "-shm"] {
        let beside = with(suffix);
        if beside.exists() {
            let mut target = aside.as_os_str().to_owned();
            target.push(suffix);
            std::fs::rename(beside, PathBuf::from(target))?;
        }
    }
    Ok(aside)
}
