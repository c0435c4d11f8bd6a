//! Bellbird: messages and calls on your own server.

pub mod call;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "desktop")]
pub mod desktop;
pub mod ids;
#[cfg(feature = "desktop")]
pub mod model;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "desktop")]
pub mod service;
#[cfg(feature = "desktop")]
pub mod ui;
pub mod wire;
