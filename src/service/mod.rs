//! The background client service: runs the sessions, writes the model, keeps the history.
//!
//! Words: the *core* ([`apply::Core`]) decides and is pure: inputs go in, the model changes, *effects* come
//! out. The *loop* drains what is ready into one update of the model and then carries the effects out, in
//! order. A *seat* is what the core knows of one slot beyond the model; the *outbox* holds what no server has
//! confirmed; the *history* is what survives a restart.
//!
//! What a person writes is on the disk before it is shown, and shown before it is sent; what others write is
//! on the disk before the server may forget it.
//!
//! Deliberately absent: anything of the window, and decisions outside the core.

pub mod apply;
mod command;
pub mod history;
mod local_server;
mod machine;
pub mod outbox;
mod run;

pub use command::{CallOptions, Command, Handle, Owner, SignInForm};
pub use run::{LOCAL_PORT, Service, ServiceOptions, Words};
