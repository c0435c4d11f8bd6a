//! What tests stand on: the window over a fixed model, and a simulated world of one hub and many sessions.

pub mod device;
pub mod lantern;
mod net;
pub mod server;
pub mod stage;
pub mod world;

use bellbird::model::Millis;

/// Friday 13 November 2026, 09:17:00 UTC: the minute in which the pictures of the design were taken.
pub const NOW: Millis = 1_794_561_420_000;
