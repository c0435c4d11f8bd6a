use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A dialog that ends sooner was never on the screen: nobody is that quick.
const NEVER_SHOWN: Duration = Duration::from_millis(400);

/// Asks where to write a text, and writes it. `Ok(None)` when the person changed their mind.
///
/// Where the desktop offers no dialog, the text goes into `fallback` under the suggested name. It is for a
/// thread that may wait: the person takes their time.
pub fn save_text(
    title: &str,
    suggested: &str,
    fallback: &Path,
    has_dialogs: bool,
    text: &str,
) -> Result<Option<PathBuf>, String> {
    let chosen = if has_dialogs { ask(title, suggested) } else { Asked::NoDialog };
    let path = match chosen {
        Asked::Chosen(path) => path,
        Asked::Cancelled => return Ok(None),
        Asked::NoDialog => free_name(fallback, suggested).map_err(|error| error.to_string())?,
    };
    write_whole(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Some(path))
}

enum Asked {
    Chosen(PathBuf),
    Cancelled,
    NoDialog,
}

#[expect(clippy::disallowed_methods, reason = "tells a dialog that was closed from one that never opened")]
fn ask(title: &str, suggested: &str) -> Asked {
    let started = Instant::now();
    let chosen = rfd::FileDialog::new().set_title(title).set_file_name(suggested).save_file();
    match chosen {
        Some(path) => Asked::Chosen(path),
        None if started.elapsed() < NEVER_SHOWN => Asked::NoDialog,
        None => Asked::Cancelled,
    }
}

/// Whether there is a desktop that could show a dialog.
pub fn has_dialogs() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        || runtime.is_some_and(|folder| folder.join("bus").exists())
}

/// The suggested name, or the first with a number that is not taken.
fn free_name(folder: &Path, suggested: &str) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let whole = Path::new(suggested);
    let stem = whole.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let end = whole.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    let numbered = (2..1_000).map(|number| folder.join(format!("{stem} {number}{end}")));
    let mut names = std::iter::once(folder.join(suggested)).chain(numbered);
    names.find(|path| !path.exists()).ok_or_else(|| std::io::ErrorKind::AlreadyExists.into())
}

/// Beside the target first: a full disk never leaves half a file under the chosen name.
fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut file = std::fs::File::create(&part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(part, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_dialogs_a_chat_is_written_under_a_free_name() {
        let folder = tempfile::tempdir().unwrap();
        let save = |text| save_text("Export", "nora.txt", folder.path(), false, text).unwrap().unwrap();
        let (first, second) = (save("one"), save("two"));
        assert_eq!(std::fs::read_to_string(&first).unwrap(), "one");
        assert_eq!(std::fs::read_to_string(&second).unwrap(), "two");
        assert_eq!(second.file_name().unwrap(), "nora 2.txt");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named_in_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("file");
        std::fs::write(&blocked, "").unwrap();
        assert!(save_text("Export", "nora.txt", &blocked, false, "text").is_err());
    }
}
