//! The SDK.

mod api;
mod error;
mod event;

pub use api::{Answer, Api};
pub use error::Error;
pub use event::Event;
