//! What of the old API is proven, and by which test: every method, callback, function, code and built-in
//! attribute is a row, and a row without a test fails.
//!
//! Words: a *row* is one thing of the old API with its name here; a *proof* is the path of a test of this program,
//! or `conformance::SCENARIO::STEP` of `tests/conformance`. The rows are also the porting table of the SDK's
//! documentation: after a change write it anew with `UPDATE_SNAPSHOTS=1 cargo test coverage`.
//! Deliberately absent: how well a test proves its row. That is for its reader to judge.

mod attributes;
mod callbacks;
mod codes;
mod functions;
mod methods;
mod page;

use attributes::ATTRIBUTES;
use bellbird::wire::Ecode;
use callbacks::CALLBACKS;
use codes::CODES;
use functions::FUNCTIONS;
use methods::METHODS;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// One thing of the old API.
pub struct Row {
    /// Its name there, with its arguments.
    pub old: &'static str,
    /// Its name here, or for an attribute its kind.
    pub ours: &'static str,
    /// Limits in bytes, codes, events.
    pub note: &'static str,
    pub proofs: &'static [&'static str],
}

impl Row {
    /// The old name alone.
    fn name(&self) -> &'static str {
        self.old.split(['(', '{']).next().unwrap_or_default()
    }
}

const TABLES: [(&str, &[Row]); 5] = [
    ("methods", METHODS),
    ("callbacks", CALLBACKS),
    ("functions", FUNCTIONS),
    ("codes", CODES),
    ("built-in attributes", ATTRIBUTES),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The texts of all Rust files below a folder.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

fn names(rows: &[Row]) -> BTreeSet<&'static str> {
    rows.iter().map(Row::name).collect()
}

/// Why a proof is none.
fn missing(proof: &str) -> Option<String> {
    let path: Vec<&str> = proof.split("::").collect();
    let (name, folders) = path.split_last()?;
    if folders.first() == Some(&"conformance") {
        let [_, scenario] = folders else { return Some("names no scenario and step".to_owned()) };
        let Ok(text) = fs::read_to_string(root().join(format!("tests/conformance/scenarios/{scenario}.py")))
        else {
            return Some(format!("there is no scenario {scenario}"));
        };
        let step = format!("\ndef {name}(stage: Stage) -> None:\n");
        return (!text.contains(&step)).then(|| "there is no such step".to_owned());
    }
    let file = format!("tests/{}", folders.join("/"));
    let Ok(text) = fs::read_to_string(root().join(format!("{file}.rs")))
        .or_else(|_| fs::read_to_string(root().join(format!("{file}/mod.rs"))))
    else {
        return Some(format!("there is no {file}.rs"));
    };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let head = format!("fn {name}()");
    let at = lines.iter().position(|line| line.trim_start_matches("async ").starts_with(&head));
    let Some(at) = at else { return Some("there is no such test".to_owned()) };
    let attributes =
        || lines[..at].iter().rev().take_while(|line| line.starts_with("#[") || line.starts_with("///"));
    if attributes().any(|line| line.starts_with("#[ignore")) {
        return Some("is ignored".to_owned());
    }
    let is_test = attributes().any(|line| *line == "#[test]" || line.starts_with("#[tokio::test"));
    (!is_test).then(|| "is not a test".to_owned())
}

#[test]
fn every_row_has_a_test_that_exists() {
    let mut wrong = Vec::new();
    for (table, rows) in TABLES {
        for row in rows {
            if row.proofs.is_empty() {
                wrong.push(format!("{table}: {}: no test proves it", row.old));
            }
            for proof in row.proofs {
                if let Some(why) = missing(proof) {
                    wrong.push(format!("{table}: {}: {proof}: {why}", row.old));
                }
            }
        }
        assert_eq!(names(rows).len(), rows.len(), "a name stands twice among the {table}");
    }
    assert!(wrong.is_empty(), "{} proofs are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_proof_that_is_none_is_found_out() {
    for (proof, why) in [
        ("client::login::nobody_wrote_this", "there is no such test"),
        ("client::nowhere::nobody_wrote_this", "there is no tests/client/nowhere.rs"),
        ("client::outcome::rows", "is not a test"),
        ("server::replay::evening", "is not a test"),
        ("conformance::nowhere::nobody_wrote_this", "there is no scenario nowhere"),
        ("conformance::calls::nobody_wrote_this", "there is no such step"),
        ("conformance::messages::_send_all", "there is no such step"),
    ] {
        assert_eq!(missing(proof).as_deref(), Some(why), "{proof}");
    }
    assert_eq!(missing("coverage::a_proof_that_is_none_is_found_out"), None);
}

/// The second halves of lines such as `Self::X { .. } => "name",`.
fn quoted_after<'a>(text: &'a str, mark: &str, start: &str) -> BTreeSet<&'a str> {
    let quoted = |line: &'a str| line.split_once(mark)?.1.split_once('"').map(|(name, _)| name);
    text.lines().filter_map(quoted).filter(|name| name.starts_with(start)).collect()
}

#[test]
fn the_tables_have_every_name_of_the_code() {
    assert_eq!((METHODS.len(), CALLBACKS.len()), (31 + 5, 32));

    let api = read("src/client/api.rs");
    let mut of_api = quoted_after(&api, "=> \"", "");
    assert!(of_api.remove("reconnectNow"), "the one method that is ours alone");
    let quoted: BTreeSet<&str> =
        api.split('"').skip(1).step_by(2).filter(|text| text.starts_with("channelInvite")).collect();
    of_api.extend(quoted);
    let missing: Vec<_> = of_api.difference(&names(METHODS)).copied().collect();
    assert!(missing.is_empty(), "methods without a row: {missing:?}");

    let event = read("src/client/event.rs");
    assert_eq!(quoted_after(&event, "=> \"", "on"), names(CALLBACKS));

    let call2 = read("src/wire/call2.rs");
    let functions: BTreeSet<&str> = call2
        .split('"')
        .skip(1)
        .step_by(2)
        .filter(|text| {
            ["user_", "channel_", "voip_", "call_", "pstn_"].iter().any(|start| text.starts_with(start))
        })
        .collect();
    assert_eq!(functions, names(FUNCTIONS));

    let built_in = read("src/server/channel_attributes.rs");
    let attributes: BTreeSet<&str> =
        built_in.split('"').skip(1).step_by(2).filter(|text| text.starts_with('_')).collect();
    assert_eq!(attributes, names(ATTRIBUTES));

    let codes: Vec<String> =
        Ecode::ALL.iter().map(|code| format!("{} {}", code.number(), code.name())).collect();
    assert_eq!(codes, CODES.iter().map(|row| row.old).collect::<Vec<_>>());
}

#[test]
fn the_names_here_are_names_of_the_code() {
    let client: String = sources("src/client").into_iter().map(|(_, text)| text).collect();
    let event = read("src/client/event.rs");
    let codes = read("src/wire/code.rs");
    for (table, rows) in TABLES {
        for row in rows {
            let (kind, name) = row.ours.split_once("::").unwrap_or_default();
            let stands = match kind {
                "Signal" | "Session" => client.contains(&format!(" fn {name}(")),
                "Event" => {
                    let named = format!("Self::{name} {{ .. }} => \"{}\"", row.name());
                    event.contains(&named)
                }
                "Ecode" => {
                    let (number, old) = row.old.split_once(' ').unwrap();
                    codes.contains(&format!("{name} = {number} \"{old}\""))
                }
                _ => true,
            };
            assert!(stands, "{table}: {}: {}", row.old, row.ours);
        }
    }
}

#[test]
fn what_is_said_not_to_be_given_is_given_nowhere() {
    let sources: Vec<_> = ["src/client", "src/server"].into_iter().flat_map(sources).collect();
    let rows: Vec<&Row> = CODES.iter().filter(|row| row.note.starts_with("not given")).collect();
    assert!(rows.len() > 5, "{} codes are said not to be given", rows.len());
    for row in rows {
        for (path, text) in &sources {
            let word =
                |at: usize| text[at + row.ours.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
            let used = text.match_indices(row.ours).any(|(at, _)| !word(at));
            assert!(!used, "{} gives {}", path.display(), row.old);
        }
    }
}

#[test]
fn the_porting_table_of_the_documentation_is_made_of_these_rows() {
    let path = root().join("src/client/porting.md");
    let made = page::page();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let stands = fs::read_to_string(&path).unwrap_or_default();
    assert!(stands == made, "{} is out of date: UPDATE_SNAPSHOTS=1 cargo test coverage", path.display());
}
