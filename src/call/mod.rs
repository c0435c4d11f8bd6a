//! A call, pure: what it can be, and the one table that says what may happen to it.
//!
//! Words: a *side* (caller or callee), an *act* (what a party, the network or a timer does to the call),
//! a *state*. Each side runs this machine from its own point of view, and the server runs it for its timer.
//! Deliberately absent: clocks, sockets, sound, the wire form, and any second place that decides.

mod state;
mod step;

pub use state::{CallState, EndReason, Side};
pub use step::{Act, No, crossed, step};
