//! Who may use whom. The first row that holds a file is the file's row.

pub struct Row {
    /// Files, or folders ending in `/`, from `src/`.
    pub places: &'static [&'static str],
    pub what: &'static str,
    /// Crates, and modules of ours as `crate::…`. `std` is open to all.
    pub may: &'static [&'static str],
    /// Names, or paths that hold these segments one after the other, with the reason.
    pub never: &'static [&'static [(&'static str, &'static str)]],
}

/// What a core has no business with, wherever it lives.
const CORE: &[(&str, &str)] = &[
    ("Instant::now", "time is an argument of a core"),
    ("SystemTime", "time is an argument of a core"),
    ("std::fs", "a core does no I/O"),
    ("std::net", "a core does no I/O"),
    ("std::process", "a core does no I/O"),
    ("std::env", "a core does no I/O"),
    ("std::thread", "a core runs where it is called"),
    ("Mutex", "a core holds no locks"),
    ("RwLock", "a core holds no locks"),
    ("mpsc", "a core answers by its outputs"),
    ("HashMap", "the order of a hash map is not the same twice: BTreeMap"),
    ("HashSet", "the order of a hash set is not the same twice: BTreeSet"),
];

/// Sharp edges that are the same everywhere.
const ALWAYS: &[(&str, &str)] = &[
    ("std::sync::Mutex", "one lock in the house: parking_lot in model/shared.rs"),
    ("std::sync::RwLock", "one lock in the house: parking_lot in model/shared.rs"),
];

const ONE_LOCK: &[(&str, &str)] =
    &[("Mutex", "only model/shared.rs locks"), ("RwLock", "only model/shared.rs locks")];

const PLAIN: &[(&str, &str)] = &[
    ("Instant::now", "the model is told the time"),
    ("SystemTime::now", "the model is told the time"),
    ("std::fs", "the model is plain data"),
    ("std::net", "the model is plain data"),
    ("std::thread", "the model is plain data"),
];

const WINDOW: &[(&str, &str)] = &[
    ("Instant::now", "a scene carries the time"),
    ("SystemTime::now", "a scene carries the time"),
    ("Timestamp::now", "a scene carries the time"),
    ("Zoned::now", "a scene carries the time"),
    ("std::fs", "the window reads no files"),
    ("std::net", "the window has no network"),
    ("std::thread", "the window never spawns or sleeps"),
    ("Mutex", "the window reads its mirror"),
];

const LOOKS: &[(&str, &str)] = &[
    ("Color32::from_rgb", "colours come from theme.rs"),
    ("Color32::from_rgba_unmultiplied", "colours come from theme.rs"),
    ("Color32::from_rgba_premultiplied", "colours come from theme.rs"),
    ("Color32::from_rgb_additive", "colours come from theme.rs"),
    ("Color32::from_gray", "colours come from theme.rs"),
    ("Color32::from_black_alpha", "colours come from theme.rs"),
    ("Color32::from_white_alpha", "colours come from theme.rs"),
    ("Color32::from_hex", "colours come from theme.rs"),
    ("Color32::RED", "colours come from theme.rs"),
    ("Color32::WHITE", "colours come from theme.rs"),
    ("Color32::BLACK", "colours come from theme.rs"),
];

const MIRROR: &[(&str, &str)] = &[("SharedModel", "the window reads its mirror and never writes the model")];

pub const TABLE: &[Row] = &[
    Row { places: &["lib.rs"], what: "the map of the house", may: &["crate"], never: &[ALWAYS] },
    Row { places: &["bin/"], what: "arguments, logging, start, wait", may: &["*"], never: &[ALWAYS] },
    Row { places: &["ids.rs"], what: "the names of things", may: &["crate::ids"], never: &[CORE] },
    Row { places: &["call/"], what: "a call, pure", may: &["crate::ids", "crate::call"], never: &[CORE] },
    Row {
        places: &["wire/"],
        what: "what goes over the socket",
        may: &["crate::ids", "crate::wire", "serde", "serde_json", "flate2", "md5", "subtle"],
        never: &[CORE],
    },
    Row {
        places: &["client/session.rs", "client/session/"],
        what: "the SDK's core",
        may: &["crate::ids", "crate::call", "crate::wire", "crate::client", "serde", "serde_json"],
        never: &[
            CORE,
            &[
                ("crate::client::link", "the core does not know its shell"),
                ("crate::client::driver", "the core does not know its shell"),
                ("crate::client::handle", "the core does not know its shell"),
            ],
        ],
    },
    Row {
        places: &["client/"],
        what: "the SDK",
        may: &[
            "crate::ids",
            "crate::call",
            "crate::wire",
            "crate::client",
            "tokio",
            "tokio_tungstenite",
            "futures_util",
            "rustls",
            "rustls_native_certs",
            "getrandom",
            "serde",
            "serde_json",
            "thiserror",
            "tracing",
        ],
        never: &[],
    },
    Row {
        places: &[
            "server/mod.rs",
            "server/connection.rs",
            "server/connection/",
            "server/http.rs",
            "server/http/",
            "server/store.rs",
            "server/store/",
            "server/config.rs",
            "server/config/",
            "server/shell.rs",
        ],
        what: "the server's shell",
        may: &[
            "crate::ids",
            "crate::call",
            "crate::wire",
            "crate::server",
            "tokio",
            "tokio_tungstenite",
            "futures_util",
            "rustls",
            "hyper",
            "hyper_util",
            "http_body_util",
            "rusqlite",
            "clap",
            "toml",
            "getrandom",
            "serde",
            "serde_json",
            "thiserror",
            "tracing",
        ],
        never: &[ALWAYS],
    },
    // Everything else of the server is its core, also what is added later.
    Row {
        places: &["server/"],
        what: "the server's core",
        may: &["crate::ids", "crate::call", "crate::wire", "crate::server", "serde", "serde_json"],
        never: &[
            CORE,
            &[
                ("crate::server::connection", "the core does not know its shell"),
                ("crate::server::http", "the core does not know its shell"),
                ("crate::server::store", "the core does not know its shell"),
            ],
        ],
    },
    Row {
        places: &["model/shared.rs"],
        what: "the one lock",
        may: &["crate::ids", "crate::call", "crate::model", "parking_lot", "tracing"],
        never: &[ALWAYS],
    },
    Row {
        places: &["model/"],
        what: "what the desktop knows",
        may: &["crate::ids", "crate::call", "crate::model"],
        never: &[PLAIN, ONE_LOCK],
    },
    Row {
        places: &["service/apply.rs", "service/apply/"],
        what: "events into the model, pure",
        may: &[
            "crate::ids",
            "crate::call",
            "crate::wire",
            "crate::model",
            "crate::client",
            "crate::service",
            "serde_json",
        ],
        never: &[CORE],
    },
    Row {
        places: &["service/"],
        what: "the background service",
        may: &[
            "crate::ids",
            "crate::call",
            "crate::wire",
            "crate::client",
            "crate::server",
            "crate::model",
            "crate::desktop",
            "crate::service",
            "tokio",
            "rusqlite",
            "futures_util",
            "getrandom",
            "serde",
            "serde_json",
            "thiserror",
            "tracing",
        ],
        never: &[ONE_LOCK],
    },
    Row {
        places: &["desktop/"],
        what: "the person's machine",
        may: &[
            "crate::ids",
            "crate::desktop",
            "tokio",
            "notify_rust",
            "rfd",
            "directories",
            "image",
            "serde",
            "serde_json",
            "thiserror",
            "tracing",
        ],
        never: &[ALWAYS],
    },
    Row {
        places: &["ui/fonts.rs", "ui/fonts/"],
        what: "the fonts, read from the system once at the start",
        may: &["crate::ui", "eframe", "egui_system_font_provider", "fontique", "tracing"],
        never: &[LOOKS, MIRROR],
    },
    Row { places: &["ui/mod.rs"], what: "the window and its wake", may: UI, never: &[WINDOW, LOOKS] },
    Row {
        places: &["ui/theme.rs", "ui/theme/"],
        what: "every colour and size",
        may: UI,
        never: &[WINDOW, MIRROR],
    },
    Row { places: &["ui/"], what: "the window", may: UI, never: &[WINDOW, LOOKS, MIRROR] },
];

const UI: &[&str] = &[
    "crate::ids",
    "crate::call",
    "crate::model",
    "crate::service::Handle",
    "crate::service::Command",
    "crate::service::CallOptions",
    "crate::service::Owner",
    "crate::service::SignInForm",
    "crate::service::command",
    "crate::ui",
    "eframe",
    "image",
    "jiff",
    "fluent_bundle",
    "unic_langid",
    "sys_locale",
    "serde",
    "serde_json",
    "thiserror",
    "tracing",
];

/// Names of files and folders that say nothing.
pub const EMPTY_NAMES: [&str; 8] =
    ["utils", "util", "common", "helpers", "helper", "core", "types", "manager"];

pub const TOP_LEVEL: [&str; 9] =
    ["Cargo.toml", "Cargo.lock", "LICENSE", "README.md", "src", "assets", "tests", "packaging", "benches"];

pub const LONGEST_FILE: usize = 500;
pub const LONGEST_BIN: usize = 100;
