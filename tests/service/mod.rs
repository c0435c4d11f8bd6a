//! The service: its core by itself, its history, and whole apps that talk over a real server.

mod devices;
