//! The porting table as text.

use super::{ATTRIBUTES, CALLBACKS, CODES, FUNCTIONS, METHODS, Row, TABLES};
use std::fmt::Write;

const HEAD: &str = "\
From the old signalling API to this one, name by name: where it went, its limits and its codes.

All sizes are bytes of UTF-8. Where the old API takes a `uid` or a `deviceID` it ignores it; here they are left out.
An account has 1 to 128 bytes without white space, a channel and an attribute's name 1 to 128 without control
characters. Every method but those for signing in and out and for reading the status fails with 1003 while signed
out, with 1004 or 1005 if an argument breaks the rules, with 1001 if the server says no and with 1002 if it says
nothing for 60 s; these numbers come in `Error`, before or behind the event that the table names. A method gives its
result as well, so that a program need not wait for events at all.

```no_run
use bellbird::client::{Event, Signal};

# async fn example() -> Result<(), bellbird::client::Error> {
// getInstanceWithoutMedia, login, channelJoin, messageChannelSend
let (session, mut events) = Signal::new(\"ws://127.0.0.1:8001\", \"my app id\")?.start();
session.login(\"nora\", \"_no_need_token\").await?;
session.channel_join(\"lantern\").await?;
session.message_channel_send(\"lantern\", \"hello\", \"\").await?;
// onMessageChannelReceive
while let Some(event) = events.next().await {
    if let Event::MessageChannelReceive { account, msg, .. } = event {
        println!(\"{account}: {msg}\");
    }
}
# Ok(())
# }
```
";

const TAIL: &str = "\
The tests are those of this crate, by their path; `conformance` stands for the run of the official SDKs of the old
service, unmodified, against the server.
";

/// A name here as a link, if it is one of the crate's.
fn link(ours: &str) -> String {
    match ours.split_once("::") {
        Some(("Ecode", name)) => format!("[`{name}`](crate::wire::Ecode::{name})"),
        Some(("Signal", _)) => format!("[`{ours}`](crate::client::{ours})"),
        Some((_, name)) => format!("[`{name}`](crate::client::{ours})"),
        None => ours.to_owned(),
    }
}

fn table(out: &mut String, title: &str, about: &str, head: [&str; 3], rows: &[Row]) {
    let [old, ours, note] = head;
    let _ = write!(out, "\n# {title}\n\n{about}\n\n| {old} | {ours} | {note} |\n|---|---|---|\n");
    for row in rows {
        let _ = writeln!(out, "| `{}` | {} | {} |", row.old, link(row.ours), row.note);
    }
}

/// The whole page.
pub fn page() -> String {
    let mut out = HEAD.to_owned();
    table(
        &mut out,
        "Methods",
        "Each is a method of `Session` unless it says otherwise.",
        ["There", "Here", "Limits, events and codes"],
        METHODS,
    );
    table(
        &mut out,
        "Callbacks",
        "Each is a variant of `Event`, in the order in which they happen.",
        ["There", "Here", "Codes and what is ours"],
        CALLBACKS,
    );
    table(
        &mut out,
        "Functions",
        "`invoke` takes each of them as `io.agora.signal.` and its name. The first eleven are those of the old\n\
         documentation, the others are what the SDKs say for the methods.",
        ["Function", "The method for it", "In the reply"],
        FUNCTIONS,
    );
    table(
        &mut out,
        "Built-in attributes of a channel",
        "They are set like any other, and refused if they are no number.",
        ["Attribute", "Value", "Meaning and default"],
        ATTRIBUTES,
    );
    table(&mut out, "Codes", "Each is a variant of `Ecode`.", ["There", "Here", "Given when"], CODES);
    let _ = write!(out, "\n# What proves it\n\n{TAIL}");
    for (title, rows) in TABLES {
        let proofs: usize = rows.iter().map(|row| row.proofs.len()).sum();
        let _ = writeln!(out, "\n{} {title}, {proofs} proofs:\n", rows.len());
        for row in rows {
            let proofs: Vec<String> = row.proofs.iter().map(|proof| format!("`{proof}`")).collect();
            let _ = writeln!(out, "- `{}`: {}", row.old, proofs.join(", "));
        }
    }
    out
}
