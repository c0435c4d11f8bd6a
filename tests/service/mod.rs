//! The service: its core by itself, its history, and whole apps that talk over a real server.

mod calls;
mod channel;
mod desk;
mod devices;
mod history;
mod messages;
mod notifications;
mod play;
mod shared;
mod sign_in;
