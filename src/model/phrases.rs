use super::{Body, Millis};

/// What the service says outside the window: on notifications and in written chats. The window's sentences
/// are the only ones there are, so whoever starts the service hands the function in that knows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phrase<'a> {
    /// A message whose text is not to be shown.
    NewMessage,
    IncomingCall {
        from: &'a str,
    },
    MissedCall {
        from: &'a str,
    },
    Accept,
    Decline,
    /// The title of the dialog that asks where to write a chat.
    ExportChat,
    /// Date and time, for every row of a written chat.
    At(Millis),
    /// A row that is no text; `who` is the name of whom it is about.
    Row {
        body: &'a Body,
        who: &'a str,
    },
}
