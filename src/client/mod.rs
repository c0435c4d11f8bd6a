//! The SDK: the old signalling API for Rust programs.
//!
//! A [`Signal`] is an instance (App ID and server); [`Signal::start`] gives a [`Session`], the handle on which
//! the methods are called, and its [`Events`]. Names follow the old API in snake case. What goes wrong is told
//! twice: as the call's [`Error`] and as the events of the old API. [`porting`] is the table from the old names
//! to these, with limits and codes.
//!
//! Words: a *call* is one use of a method, an *answer* its result; an *event* is a callback; the *link* is the
//! socket; the *core* decides and the *driver* carries out. Deliberately absent: any model of chats or people,
//! history, and a retry of what the caller must decide about.
//!
//! ```no_run
//! use bellbird::client::{Event, Signal};
//!
//! # async fn example() -> Result<(), bellbird::client::Error> {
//! let signal = Signal::new("ws://127.0.0.1:8001", "demo")?;
//! let (session, mut events) = signal.start();
//! session.login("nora", "_no_need_token").await?;
//! session.message_instant_send("tom", "hello", "").await?;
//! while let Some(event) = events.next().await {
//!     if let Event::MessageInstantReceive { account, msg, .. } = event {
//!         println!("{account}: {msg}");
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod address;
mod api;
mod driver;
mod error;
mod event;
mod handle;
mod link;
mod methods;
mod options;
#[doc = include_str!("porting.md")]
pub mod porting {}
mod retired;
pub mod session;
pub mod trace;

pub use api::{Answer, Api};
pub use error::Error;
pub use event::Event;
pub use handle::{Events, Pending, Session, Signal, Status};
pub use methods::sdk_version;
pub use options::Options;
