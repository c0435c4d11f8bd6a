//! Every test of the library in one program.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(clippy::wildcard_enum_match_arm, reason = "a test names what it looks for, all else is one case")]

mod calls_window;
mod support;
mod ui_base;
mod window;
mod wire;
