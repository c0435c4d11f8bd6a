use crate::ids::{MAILBOX_ACK_MILLIS, MAILBOX_PAGE, MAILBOX_PAGE_BYTES, MAILBOX_POLL_SECS};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Where this session stands in its account's mailbox. Versions rise without repeating; the server keeps a
/// message until a poll has named its version or a later one.
#[derive(Debug)]
pub(super) struct Mailbox {
    /// The highest version that became an event: what comes again up to here is dropped.
    seen: u64,
    /// The messages that the program was given and has not kept yet, in rising order; only if the program
    /// says what it has kept. Steps of calls are not among them: nobody keeps those.
    unkept: VecDeque<u64>,
    waits_for_program: bool,
    /// The highest version that the server knows as acknowledged.
    cleared: u64,
    /// The highest version that the server has spoken of.
    noticed: u64,
    polling: bool,
    /// Whether the last page was full, so that more is waiting.
    more: bool,
    /// Whether the poll under way was made only because of a notice that the one before left open.
    again: bool,
    /// When something last came or was asked for.
    touched: Instant,
}

/// What to do with a message that was pushed whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pushed {
    /// It is the next one.
    Take,
    /// It was seen before, or waits for the poll that is under way.
    Drop,
    /// Something before it is missing.
    Poll,
}

impl Mailbox {
    pub fn new(seen: u64, waits_for_program: bool, now: Instant) -> Self {
        Self {
            seen,
            unkept: VecDeque::new(),
            waits_for_program,
            cleared: 0,
            noticed: 0,
            polling: false,
            more: false,
            again: false,
            touched: now,
        }
    }

    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// What may be acknowledged.
    pub fn done(&self) -> u64 {
        self.unkept.front().map_or(self.seen, |version| version - 1)
    }

    /// The connection is gone, and with it the poll.
    pub fn lost(&mut self) {
        self.polling = false;
        self.more = false;
        self.again = false;
    }

    /// A poll goes out; returns the version that it acknowledges.
    pub fn poll(&mut self, now: Instant) -> u64 {
        self.polling = true;
        self.touched = now;
        self.done()
    }

    pub fn pushed(&mut self, version: u64, now: Instant) -> Pushed {
        if version <= self.seen {
            return Pushed::Drop;
        }
        self.noticed = self.noticed.max(version);
        if version == self.seen + 1 {
            self.seen = version;
            self.touched = now;
            return Pushed::Take;
        }
        if self.polling { Pushed::Drop } else { Pushed::Poll }
    }

    /// "There is a message of this version": whether to poll now.
    pub fn notice(&mut self, version: u64) -> bool {
        self.noticed = self.noticed.max(version);
        version > self.seen && !self.polling
    }

    /// The program is given the message of this version.
    pub fn given(&mut self, version: u64) {
        if self.waits_for_program {
            self.unkept.push_back(version);
        }
    }

    /// The program has kept everything up to `version`: whether to poll now.
    pub fn kept(&mut self, version: u64) -> bool {
        while self.unkept.pop_front_if(|unkept| *unkept <= version).is_some() {}
        !self.polling && self.next_page()
    }

    /// A poll was not answered or was refused.
    pub fn failed(&mut self, now: Instant) {
        self.lost();
        self.touched = now;
    }

    /// A page came: returns the lines that are new.
    pub fn page(&mut self, cleared: u64, msgs: Vec<(u64, String)>, now: Instant) -> Vec<(u64, String)> {
        self.polling = false;
        self.touched = now;
        self.cleared = self.cleared.max(cleared);
        self.seen = self.seen.max(cleared);
        let bytes: usize = msgs.iter().map(|(_, line)| line.len()).sum();
        // The server ends a page by count or by bytes, and one line is always shorter than half of those.
        self.more = msgs.len() >= MAILBOX_PAGE || bytes >= MAILBOX_PAGE_BYTES / 2;
        let mut fresh = Vec::new();
        for (version, line) in msgs {
            if version > self.seen {
                self.seen = version;
                fresh.push((version, line));
            }
        }
        fresh
    }

    /// A page was taken in: whether to ask for the next one now.
    pub fn onward(&mut self) -> bool {
        let open = self.noticed > self.seen && !self.again;
        let onward = self.next_page();
        self.again = open && !onward;
        onward || open
    }

    /// Whether more waits and all that came is done with: to ask earlier would bring the same lines again.
    fn next_page(&self) -> bool {
        self.more && self.done() == self.seen && self.seen > self.cleared
    }

    /// When to poll next if nothing comes.
    pub fn deadline(&self) -> Option<Instant> {
        if self.polling {
            return None;
        }
        let pause = if self.done() > self.cleared {
            Duration::from_millis(MAILBOX_ACK_MILLIS)
        } else {
            Duration::from_secs(MAILBOX_POLL_SECS)
        };
        Some(self.touched + pause)
    }
}
