//! The protocol, letter for letter: golden JSON for every form that goes over the socket, both ways.
//!
//! A *golden* text is what an official SDK sends or reads. Reading it must give our value, and writing our
//! value must give it back: by value where the order of keys is free, by text where an old SDK looks at text.
//! Deliberately absent: what the server answers and what the client makes of it.

mod codes;
mod coercion;
mod discovery;
mod frames;
mod garbage;
mod lines;
mod notifies;
mod replies;
mod requests;
mod tokens;

use serde_json::{Map, Value};

/// Text as JSON, so that the order of keys does not matter.
fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

fn object(text: &str) -> Map<String, Value> {
    value(text).as_object().expect("a golden argument is an object").clone()
}

/// Messages that must come through byte for byte.
const HARD_TEXTS: [&str; 12] = [
    "",
    " ",
    "  two  spaces, and three   ",
    "line one\nline two\r\n\n",
    "tab\tand\ttab",
    "\u{0}\u{1}\u{7}\u{8}\u{b}\u{c}\u{1b}[31m\u{7f}\u{85}",
    "emoji 👩‍👩‍👧‍👦 🇨🇭 ❤️ and a mark e\u{301}",
    "右から左 שלום مرحبا \u{202e}turned\u{202c}",
    "quotes \" and \\ and \\n and \\u0041 and '",
    "{\"json\": [1, 2.50, null]}",
    "msg-v2 nora sam v1:E:60 instant 5 a line inside a line",
    "\u{feff}\u{2028}\u{2029}\u{fffd}\u{10ffff}",
];
