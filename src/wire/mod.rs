//! What goes over the socket: the types and text forms of the old service's protocol, nothing else.
//!
//! Words: a *frame* is one WebSocket text `[event, args]`; a *request* and its *reply* are the two halves of
//! `call2`; a *notify* is a push; a *line* is the space-separated form in which messages travel inside both.
//! Values are as they were sent: names are plain text here and are checked by who uses them.
//! Deliberately absent: sockets, time, state, and any opinion on what should be answered.

pub mod call2;
pub mod code;
pub mod discovery;
pub mod frame;
pub mod line;
pub mod notify;
pub mod reply;
pub mod token;

pub use call2::{CallKind, Request};
pub use code::{Ecode, Refusal};
pub use frame::{ClientFrame, FrameError, Login, LoginRet, ServerFrame};
pub use line::{AttributeChange, Content, Flag, Level, Line, LineTag};
pub use notify::Notify;
pub use reply::{Failure, Reply};
