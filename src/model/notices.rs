use super::{Millis, SendFailure};
use crate::ids::Account;
use std::sync::Arc;

/// Something told once, as a toast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Rising, so that the window knows what it has shown.
    pub id: u64,
    pub at: Millis,
    pub kind: NoticeKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeKind {
    /// An operation of the person's failed; `what` is the seed's name of it.
    Failed {
        what: &'static str,
        failure: SendFailure,
    },
    ChatExported {
        path: Arc<str>,
    },
    ExportFailed {
        why: Arc<str>,
    },
    /// Somebody called while we were in a call.
    BusyCallDeclined {
        account: Account,
    },
    /// History or settings could not be read or written, and in which file.
    HistoryTrouble {
        why: Arc<str>,
    },
    AttributeSaved {
        name: Arc<str>,
    },
}

/// The latest notices, oldest first; at most 50 are kept.
#[derive(Debug, Clone, Default)]
pub struct Notices {
    latest: Arc<Vec<Notice>>,
    next_id: u64,
}

impl Notices {
    pub fn tell(&mut self, at: Millis, kind: NoticeKind) {
        self.next_id += 1;
        let latest = Arc::make_mut(&mut self.latest);
        if latest.len() == 50 {
            latest.remove(0);
        }
        latest.push(Notice { id: self.next_id, at, kind });
    }

    pub fn after(&self, id: u64) -> impl Iterator<Item = &Notice> {
        self.latest.iter().filter(move |notice| notice.id > id)
    }
}
