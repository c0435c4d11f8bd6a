//! The background client service: runs the sessions, writes the model, keeps the history.

mod command;

pub use command::{CallOptions, Command, Handle, Owner, SignInForm};
