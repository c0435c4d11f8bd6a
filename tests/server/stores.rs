use bellbird::server::store::{Store, StoreError};
use rusqlite::Connection;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("bellbird-server.sqlite3")
}

#[test]
fn a_store_of_a_newer_version_is_refused_untouched() {
    let folder = TempDir::new().unwrap();
    drop(Store::open(folder.path(), 0).unwrap());
    Connection::open(file(&folder)).unwrap().pragma_update(None, "user_version", 7).unwrap();
    let error = Store::open(folder.path(), 0).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 7, .. }), "{error}");
    assert!(error.to_string().contains("newer version"), "{error}");
    let version: i64 = Connection::open(file(&folder))
        .unwrap()
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(version, 7);
}

#[test]
fn a_damaged_store_is_said_to_be_damaged() {
    let folder = TempDir::new().unwrap();
    fs::write(file(&folder), "this is no database".repeat(500)).unwrap();
    let error = Store::open(folder.path(), 0).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    fs::remove_file(file(&folder)).unwrap();
    drop(Store::open(folder.path(), 0).unwrap());
    let mut bytes = fs::read(file(&folder)).unwrap();
    let length = bytes.len();
    bytes[4_096..length].fill(0xa5);
    fs::write(file(&folder), bytes).unwrap();
    let error = Store::open(folder.path(), 0).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn two_servers_do_not_share_a_store() {
    let folder = TempDir::new().unwrap();
    let first = Store::open(folder.path(), 0).unwrap();
    let error = Store::open(folder.path(), 0).unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    drop(first);
    Store::open(folder.path(), 0).unwrap();
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("taken"), "").unwrap();
    let error = Store::open(&folder.path().join("taken/below"), 0).unwrap_err().to_string();
    assert!(error.starts_with("cannot make the data folder") && error.contains("taken/below"), "{error}");
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_store() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let _store = Store::open(&folder.path().join("data"), 0).unwrap();
    for path in [folder.path().join("data"), folder.path().join("data/bellbird-server.sqlite3")] {
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0, "{}", path.display());
    }
}
