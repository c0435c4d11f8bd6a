//! The window's own behaviour: sign-in, chats, and the pictures of both.

mod pictures;
