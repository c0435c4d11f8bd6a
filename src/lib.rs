//! Bellbird: messages and calls on your own server.
//!
//! One package, three things: the desktop app (`bellbird`), the signalling server (`bellbird-server`, also
//! built into the app as "This computer") and the client SDK (this library with the feature `client`). All
//! three speak the protocol of the Agora Signaling 1.4.4 API, whose service was switched off in 2020.
//!
//! This page is the architecture document. Each folder's `mod.rs` says what the folder is for, the words it
//! uses and what is deliberately absent from it.
//!
//! # The map
//!
//! | folder | what it is | may use | never |
//! |---|---|---|---|
//! | [`ids`] | names of things, checked; every limit, once | std | anything else |
//! | [`call`] | a call as a pure state machine, one transition table | std, `ids` | clocks, sockets |
//! | [`wire`] | what goes over the socket, as serde types and text forms | `ids`, serde | tokio, the model |
//! | `client` | the SDK: a sans-IO session, a socket, a task around both | `wire`, tokio | the model, the window |
//! | `server` | a sans-IO hub, a store, connections | `wire`, tokio, SQLite | the window |
//! | `model` | what the desktop knows: plain data behind one mutex | `ids`, `call` | tokio, egui, `wire` |
//! | `service` | runs the sessions, writes the model, keeps the history | all of the above | egui |
//! | `desktop` | the person's machine: notifications, dialogs, folders | the OS | `ui`, `wire` |
//! | `ui` | the window | `model`, `call`, commands, egui | `wire`, `client`, files, clocks |
//! | `bin` | arguments, logging, start, wait | everything | logic |
//!
//! `tests/architecture.rs` reads the `use` lines and enforces this table; `.clippy.toml` enforces the sharp
//! edges.
//!
//! # The ring
//!
//! Data runs one way round: *person → Action → Command → service → Session → frame → hub → frame → Session →
//! Event → apply → Model → revision → repaint → person*. The window never edits the model to look quick:
//! quickness comes from `service::apply`, which puts the local echo into the model the moment the service
//! takes the command.
//!
//! # Cores and shells
//!
//! A *core* decides and does nothing else: `handle(&mut self, now, input, &mut out)` and `next_deadline()`.
//! Time, randomness and I/O are arguments or outputs, so a core can be run in a simulated world, replayed
//! and compared byte for byte. The cores are the hub (`server`), the session (`client`), `service::apply`
//! and [`call::step`]. A *shell* carries outputs out, in order, and decides nothing.
//!
//! # Invariants
//!
//! * What the server acknowledged is on its disk: Store outputs of a batch are committed in one transaction
//!   before any Send of that batch leaves.
//! * Order on one connection is strict: requests run as they came, replies and pushes leave in the order the
//!   hub made them.
//! * One mutex holds the desktop's model. Only `model::SharedModel` locks it; nobody waits, reads files or
//!   paints while it is held; ten thousand updates ask for one frame.
//! * A button that acts on a call is enabled when [`call::step`] says `Ok`.
//! * Every limit is a constant in [`ids`]; every sentence a person reads is in `assets/text`.
//!
//! # Words
//!
//! A *command* is what a person asks; a *request* and its *reply* are the halves of `call2`; a *frame* is one
//! wire unit; a *message* is what people write; an *act* is what a party does to a call; *input* and *output*
//! belong to a core; an *event* is an SDK callback; a *refusal* is a "no"; an *error* is something broken; a
//! *notice* is told once; a *link* is the socket.

pub mod call;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "desktop")]
pub mod desktop;
pub mod ids;
#[cfg(feature = "desktop")]
pub mod model;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "desktop")]
pub mod service;
#[cfg(feature = "desktop")]
pub mod ui;
pub mod wire;
