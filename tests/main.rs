//! Every test of the library in one program.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(clippy::wildcard_enum_match_arm, reason = "a test names what it looks for, all else is one case")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test is a shell: it measures and waits"
)]

mod architecture;
mod call;
mod calls_window;
mod client;
mod coverage;
mod server;
mod service;
mod support;
mod ui_base;
mod window;
mod wire;
mod world;
