//! The call machine: its whole table, and two of it joined by a network that may take its time.
//!
//! Deliberately absent: clocks and the wire; a call in the real hub and sessions is `world`'s business.

mod agreement;
mod table;
