//! One hub and several sessions in a simulated world: random plans, saved plans, and scenes that matter.
//!
//! Deliberately absent: the real socket, the database and the window; other tests have those.

mod duet;
mod invite_table;
mod random;
mod scenes;
