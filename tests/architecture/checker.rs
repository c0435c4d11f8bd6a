use super::paths::{Named, names};
use super::table::{EMPTY_NAMES, LONGEST_BIN, LONGEST_FILE, Row, TABLE, TOP_LEVEL};
use std::collections::BTreeSet;
use std::fmt;

/// One line that breaks one rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    pub file: String,
    /// From 1; 0 where the file as a whole is meant.
    pub line: usize,
    pub rule: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.rule),
            line => write!(f, "{}:{line}: {}", self.file, self.rule),
        }
    }
}

/// Names by which the crates of `Cargo.toml` are used, besides `std`, `core` and `alloc`.
fn crates() -> BTreeSet<String> {
    let manifest = include_str!("../../Cargo.toml");
    let section = |name: &str| {
        let (_, after) =
            manifest.split_once(&format!("\n[{name}]\n")).expect("the manifest has this section");
        let end = after.find("\n[").unwrap_or(after.len());
        after[..end].lines().filter_map(|line| Some(line.split_once('=')?.0.trim().replace('-', "_")))
    };
    let found = section("dependencies").chain(section("dev-dependencies"));
    let named_otherwise = |name: String| if name == "md_5" { "md5".to_owned() } else { name };
    found.map(named_otherwise).chain(["egui".to_owned()]).collect()
}

/// The breaches of one file, given by its path from the root.
pub fn check_file(file: &str, text: &str) -> Vec<Breach> {
    let breach = |line, rule: String| Breach { file: file.to_owned(), line, rule };
    let mut breaches = BTreeSet::new();
    let lines = text.lines().count();
    let longest = if file.starts_with("src/bin/") { LONGEST_BIN } else { LONGEST_FILE };
    if lines > longest {
        breaches.insert(breach(0, format!("{lines} lines, {longest} at most")));
    }
    if file.starts_with("src/") && file.ends_with("/mod.rs") && !text.starts_with("//!") {
        breaches.insert(breach(1, "a mod.rs opens with what the folder is for".to_owned()));
    }
    if let Some(place) = file.strip_prefix("src/") {
        match row_of(place) {
            None => {
                breaches.insert(breach(
                    0,
                    "no row of the table in tests/architecture holds this file".to_owned(),
                ));
            }
            Some(row) => {
                let crates = crates();
                let rules = names(text).into_iter().filter_map(|named| {
                    let rule = rule_broken(row, place, &named, &crates)?;
                    Some(breach(named.line, rule))
                });
                breaches.extend(rules);
            }
        }
    }
    breaches.into_iter().collect()
}

fn row_of(place: &str) -> Option<&'static Row> {
    let holds = |held: &&str| if held.ends_with('/') { place.starts_with(*held) } else { place == *held };
    TABLE.iter().find(|row| row.places.iter().any(holds))
}

/// The modules that a file is, from the crate's root: `client/session/login.rs` is `client::session::login`.
fn module_of(place: &str) -> Vec<String> {
    let path = place.trim_end_matches(".rs").trim_end_matches("/mod");
    if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

/// A path from the crate's root or from another crate; `None` for what is local to the code.
fn resolved(place: &str, named: &Named, crates: &BTreeSet<String>) -> Option<Vec<String>> {
    let first = named.segments.first()?.as_str();
    let of_crate = |modules: Vec<String>, rest: &[String]| {
        let ours = std::iter::once("crate".to_owned());
        Some(ours.chain(modules).chain(rest.iter().cloned()).collect())
    };
    match first {
        "crate" => Some(named.segments.clone()),
        "bellbird" => of_crate(Vec::new(), &named.segments[1..]),
        "self" if named.segments.len() > 1 || named.used => of_crate(module_of(place), &named.segments[1..]),
        "super" => {
            let ups = named.segments.iter().take_while(|segment| *segment == "super").count();
            let mut modules = module_of(place);
            modules.truncate(modules.len().saturating_sub(ups));
            of_crate(modules, &named.segments[ups..])
        }
        "std" | "core" | "alloc" => Some(named.segments.clone()),
        _ if crates.contains(first) && (named.used || named.segments.len() > 1) => {
            Some(named.segments.clone())
        }
        _ => None,
    }
}

fn rule_broken(row: &Row, place: &str, named: &Named, crates: &BTreeSet<String>) -> Option<String> {
    let path = resolved(place, named, crates);
    let full = path.as_ref().unwrap_or(&named.segments);
    for (forbidden, why) in row.never.iter().copied().flatten() {
        let parts: Vec<&str> = forbidden.split("::").collect();
        if full.windows(parts.len()).any(|window| window == parts) {
            return Some(format!("{}: {why}", full.join("::")));
        }
    }
    let path = path?;
    // The name of a whole folder alone says nothing yet: what is taken from it does.
    let open = match path[0].as_str() {
        "std" | "core" | "alloc" => true,
        "crate" if path.len() == 1 => true,
        _ => row.may.iter().any(|may| *may == "*" || begins(&path, may)),
    };
    (!open).then(|| format!("{}: {} may not use it", path.join("::"), row.what))
}

fn begins(path: &[String], may: &str) -> bool {
    let may: Vec<&str> = may.split("::").collect();
    path.len() >= may.len() && path.iter().zip(&may).all(|(segment, may)| segment == may)
}

/// The breaches in a file's own name and those of its folders.
pub fn check_name(file: &str) -> Vec<Breach> {
    let empty =
        file.split('/').map(|part| part.trim_end_matches(".rs")).filter(|part| EMPTY_NAMES.contains(part));
    let rule = |part| format!("a file or folder called {part} says nothing about what is in it");
    empty.map(|part| Breach { file: file.to_owned(), line: 0, rule: rule(part) }).collect()
}

/// The breaches among the entries of the top level; what git ignores may be there.
pub fn check_top_level<'a>(names: impl Iterator<Item = &'a str>, ignored: &str) -> Vec<Breach> {
    let ignored: Vec<&str> = ignored.lines().map(|line| line.trim().trim_matches('/')).collect();
    let stray =
        names.filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(name) && !ignored.contains(name));
    let rule = || format!("the top level holds only {} and dotfiles", TOP_LEVEL.join(", "));
    stray.map(|name| Breach { file: name.to_owned(), line: 0, rule: rule() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(file: &str, text: &str) -> Vec<(usize, String)> {
        check_file(file, text).into_iter().map(|breach| (breach.line, breach.rule)).collect()
    }

    #[track_caller]
    fn fine(file: &str, text: &str) {
        assert_eq!(rules(file, text), [], "{file}");
    }

    /// The one breach is in this line and names this path.
    #[track_caller]
    fn broken(file: &str, text: &str, line: usize, path: &str) {
        let rules = rules(file, text);
        let [(at, rule)] = &rules[..] else { panic!("{file}: one breach expected, found {rules:?}") };
        assert!(
            *at == line && rule.starts_with(path),
            "{file}: {path} in line {line} expected, found {rule} in {at}"
        );
    }

    #[test]
    fn a_use_line_is_held_against_the_folder() {
        fine("src/model/chats.rs", "use crate::ids::Account;\nuse std::sync::Arc;\n");
        broken("src/model/chats.rs", "use std::sync::Arc;\nuse tokio::sync::mpsc;\n", 2, "tokio::sync::mpsc");
        broken("src/model/chats.rs", "use crate::wire::Line;\n", 1, "crate::wire::Line");
        broken("src/model/shared.rs", "use eframe::egui;\n", 1, "eframe::egui");
        fine("src/model/shared.rs", "use parking_lot::Mutex;\n");
        broken(
            "src/model/chats.rs",
            "use parking_lot::Mutex;\n",
            1,
            "parking_lot::Mutex: only model/shared.rs",
        );
        broken("src/ids.rs", "use serde::Serialize;\n", 1, "serde::Serialize");
        broken("src/call/step.rs", "use crate::wire::CallKind;\n", 1, "crate::wire::CallKind");
        broken("src/wire/frame.rs", "use tokio::io::AsyncRead;\n", 1, "tokio::io::AsyncRead");
        broken("src/desktop/tray.rs", "use crate::ui::text::Text;\n", 1, "crate::ui::text::Text");
        broken("src/service/mod.rs", "//! The service.\nuse eframe::egui;\n", 2, "eframe::egui");
        broken("src/server/hub.rs", "use tokio::time::Instant;\n", 1, "tokio::time::Instant");
    }

    #[test]
    fn every_branch_of_a_use_tree_is_seen() {
        let tree = "use crate::{\n    ids::{Account, Uid},\n    wire::{Line, line::Flag as F},\n};\n";
        let found = rules("src/model/chats.rs", tree);
        let paths: Vec<&str> = found.iter().map(|(_, rule)| rule.split(": ").next().unwrap()).collect();
        assert_eq!(paths, ["crate::wire::Line", "crate::wire::line::Flag"]);
        assert_eq!(found[0].0, 3);
        broken("src/ui/view.rs", "pub(crate) use tokio::sync::*;\n", 1, "tokio::sync::*");
    }

    #[test]
    fn a_path_in_the_code_counts_like_a_use_line() {
        broken("src/model/chats.rs", "fn f() { tokio::spawn(async {}); }\n", 1, "tokio::spawn");
        broken("src/ui/view.rs", "fn f(x: crate::client::Event) {}\n", 1, "crate::client::Event");
        broken("src/client/session.rs", "fn f() {\n    let t = Instant::now();\n}\n", 2, "Instant::now");
        broken("src/server/mailbox.rs", "fn f(m: &HashMap<u8, u8>) {}\n", 1, "HashMap");
        fine("src/client/driver.rs", "fn f() { let t = Instant::now(); }\n");
        fine("src/client/session.rs", "fn f(now: std::time::Instant) {}\n");
    }

    #[test]
    fn super_and_self_lead_where_they_lead() {
        broken(
            "src/client/session/login.rs",
            "use super::super::driver::Task;\n",
            1,
            "crate::client::driver::Task",
        );
        fine("src/client/session/login.rs", "use super::Core;\nuse self::inner::Thing;\n");
        broken("src/server/hub.rs", "use super::store::Store;\n", 1, "crate::server::store::Store");
        fine("src/server/mod.rs", "//! The server.\nuse self::store::Store;\nuse super::wire::Line;\n");
        broken("src/model/mod.rs", "//! The model.\nuse super::ui::App;\n", 2, "crate::ui::App");
    }

    #[test]
    fn comments_texts_and_tests_are_not_code() {
        fine("src/model/chats.rs", "// use tokio::sync;\n/* tokio::spawn /* deep */ tokio::spawn */\n");
        fine("src/model/chats.rs", "const A: &str = \"use tokio::sync; \\\" tokio::spawn\";\n");
        fine("src/model/chats.rs", "const A: &str = r#\"tokio::spawn \" \"#;\nconst B: char = '\"';\n");
        fine(
            "src/model/chats.rs",
            "#[cfg(test)]\nmod tests {\n    use tokio::sync::mpsc;\n    fn f() {}\n}\n",
        );
        let after = "#[cfg(test)]\nmod tests {\n    fn f() { g() }\n}\nuse tokio::sync;\n";
        broken("src/model/chats.rs", after, 5, "tokio::sync");
        broken(
            "src/model/chats.rs",
            "fn f<'a>(x: &'a str, c: char) { '\\''; tokio::spawn(1) }\n",
            1,
            "tokio::spawn",
        );
    }

    #[test]
    fn the_window_takes_handle_and_commands_and_nothing_else_from_the_service() {
        fine("src/ui/mod.rs", "//! The window.\nuse crate::service::{Command, Handle};\n");
        broken(
            "src/ui/mod.rs",
            "//! The window.\nuse crate::service::outbox::Outbox;\n",
            2,
            "crate::service::outbox",
        );
        broken("src/ui/pages/calls.rs", "use crate::model::SharedModel;\n", 1, "crate::model::SharedModel");
        broken("src/ui/pages/calls.rs", "fn f() { Color32::from_rgb(1, 2, 3); }\n", 1, "Color32::from_rgb");
        fine("src/ui/theme.rs", "fn f() { Color32::from_rgb(1, 2, 3); }\n");
    }

    #[test]
    fn a_file_of_501_lines_is_too_long() {
        fine("tests/wire/lines.rs", &"\n".repeat(500));
        broken("tests/wire/lines.rs", &"\n".repeat(501), 0, "501 lines");
        broken("src/bin/bellbird.rs", &"\n".repeat(101), 0, "101 lines");
    }

    #[test]
    fn a_mod_rs_without_its_opening_words_and_a_folder_without_a_row_are_told() {
        broken("src/ui/pages/mod.rs", "mod calls;\n", 1, "a mod.rs opens");
        broken("src/gateway/sip.rs", "", 0, "no row");
        fine("tests/world/mod.rs", "use tokio::sync;\n");
    }

    #[test]
    fn names_that_say_nothing_are_told() {
        let bad = |file| check_name(file).len();
        assert_eq!(bad("src/utils.rs") + bad("src/ui/common/mod.rs") + bad("tests/helpers/net.rs"), 3);
        assert_eq!(bad("src/client/session.rs") + bad("tests/support/world.rs"), 0);
    }

    #[test]
    fn a_stray_file_at_the_top_is_told() {
        let names = ["Cargo.toml", "src", ".clippy.toml", "target", "node_modules", "notes.txt"];
        let found = check_top_level(names.into_iter(), "/target\nnode_modules\n/tests/**/*.png\n");
        let files: Vec<&str> = found.iter().map(|breach| breach.file.as_str()).collect();
        assert_eq!(files, ["notes.txt"]);
    }

    #[test]
    fn a_breach_says_file_line_and_rule() {
        let breaches = check_file("src/model/chats.rs", "\nuse tokio::sync::mpsc;\n");
        let expected = "src/model/chats.rs:2: tokio::sync::mpsc: what the desktop knows may not use it";
        assert_eq!(breaches[0].to_string(), expected);
    }
}
