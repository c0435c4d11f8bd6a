//! The service: its core by itself, its history, and whole apps that talk over a real server.

mod calls;
mod desk;
mod devices;
mod messages;
