//! The house rules of `src/lib.rs`, enforced: who may use whom, how long a file may be, what may be called what.
//!
//! Words: a *path* is what stands in a `use` line or in the code as `a::b`; a *place* is a file or folder of the
//! tree; a *breach* is one line that breaks one rule. Deliberately absent: what a compiler or clippy can see
//! alone, see `.clippy.toml`.

#[path = "architecture/checker.rs"]
mod checker;
#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/table.rs"]
mod table;

use checker::{Breach, check_file, check_name, check_top_level};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below these folders, as its path from the root with forward slashes, and its text.
fn sources() -> Vec<(String, String)> {
    fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut entries: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(root, &path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let (root, mut found) = (root(), Vec::new());
    for folder in ["src", "tests", "benches"] {
        walk(&root, &root.join(folder), &mut found);
    }
    assert!(found.len() > 40, "only {} files found below {}", found.len(), root.display());
    found
}

#[track_caller]
fn none(breaches: Vec<Breach>) {
    let lines: Vec<String> = breaches.iter().map(Breach::to_string).collect();
    assert!(lines.is_empty(), "{} breaches of the house rules:\n{}\n", lines.len(), lines.join("\n"));
}

#[test]
fn every_file_uses_only_what_its_folder_may_use_and_is_short() {
    none(sources().iter().flat_map(|(file, text)| check_file(file, text)).collect());
}

#[test]
fn no_file_or_folder_has_a_name_that_says_nothing() {
    none(sources().iter().flat_map(|(file, _)| check_name(file)).collect());
}

#[test]
fn the_top_level_holds_only_what_belongs_there() {
    let entries = fs::read_dir(root()).unwrap();
    let names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned()).collect();
    let ignored = fs::read_to_string(root().join(".gitignore")).unwrap();
    none(check_top_level(names.iter().map(String::as_str), &ignored));
}

#[test]
fn the_sentences_exist_in_both_languages_under_the_same_names() {
    let names = |file: &str| -> Vec<String> {
        let text = fs::read_to_string(root().join("assets/text").join(file)).unwrap();
        let name = |line: &str| {
            let (name, _) = line.split_once('=')?;
            name.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| name.trim().to_owned())
        };
        let mut names: Vec<String> = text.lines().filter_map(name).collect();
        names.sort();
        names
    };
    let (english, chinese) = (names("en.ftl"), names("zh-CN.ftl"));
    assert!(!english.is_empty());
    assert_eq!(english, chinese);
}
