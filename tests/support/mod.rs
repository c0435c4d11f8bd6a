//! What tests share: a world in which one hub and any number of sessions live under one simulated clock.
//!
//! Words: a *device* is one running program of an account, with its session and a simple app on top; an *act* is
//! what happens to the world in a plan; a *plan* is acts with the times between them; a *fault* is a promise
//! broken, told with the time and what led to it. Deliberately absent: sockets, threads and the real clock.

mod app;
mod claims;
mod device;
mod dice;
mod host;
mod net;
mod phone;
pub mod plan;
mod rooms;
mod settled;
pub mod world;
