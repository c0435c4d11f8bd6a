//! The person's machine: its folders, its notifications, its dialogs.
//!
//! Words: a *card* is one notification on the screen, a *click* is what the person did to it. Nothing here
//! waits for the desktop without an end, and nothing fails silently: what the machine does not offer is told.
//! Deliberately absent: sentences (they come ready from the service), the model, and any decision on what is
//! worth telling.

pub mod export;
pub mod notify;
pub mod paths;
