//! The server: its hub played with fake connections and a fake clock, and the whole of it over real sockets.
//!
//! Words: a *play* is one hub with its clock, its disk and what each connection was told; a *party* is a
//! signed-in connection; to *ask* is to make a request and take its reply out of what was told; a *house* is a
//! real server on a free port.

mod attributes;
mod channels;
mod chaos;
mod house;
mod invites;
mod logins;
mod mailboxes;
mod members;
mod options;
mod play;
mod programs;
mod replay;
mod resuming;
mod settings;
mod sockets;
mod special;
mod storage;
mod stores;
