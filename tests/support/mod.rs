//! What the tests of the window stand on.

pub mod lantern;
pub mod stage;

use bellbird::model::Millis;

/// Friday 13 November 2026, 09:17:00 UTC: the minute in which the pictures of the design were taken.
pub const NOW: Millis = 1_794_561_420_000;
