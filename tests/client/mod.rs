//! The SDK: its core under a scripted server and a clock of the test's own, and the whole of it over a socket.

mod arguments;
mod calls;
mod channel;
mod driver;
mod examples;
mod login;
mod mailbox;
mod numbers;
mod outcome;
mod play;
mod random;
mod reconnect;
mod retired;
mod server;
mod trace;
