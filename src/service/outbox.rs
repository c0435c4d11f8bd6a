use crate::model::{ChatId, MessageKey, Millis};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Own messages that may still come back, in one chat.
const ECHOES: usize = 256;
/// How long a chat waits before it sends again what was not taken, and how often it does if it was too fast.
const PAUSE_MILLIS: Millis = 1_100;
const TOO_FAST_TRIES: u32 = 5;

/// A message that no server has confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: MessageKey,
    pub text: Arc<str>,
}

/// The unsent messages of an account: each chat sends one after another, in the order they were written.
///
/// What is here is on the disk already. A message leaves only through an answer of the server, or through
/// its author; one whose fate is not known is never sent again without being asked.
#[derive(Debug, Default)]
pub struct Outbox {
    lanes: BTreeMap<ChatId, Lane>,
}

#[derive(Debug, Default)]
struct Lane {
    waiting: VecDeque<Entry>,
    /// With the server, or about to be.
    flying: Option<Entry>,
    /// Our own messages come back here: a channel, or ourselves.
    comes_back: bool,
    /// Sent, and not come back yet.
    echoes: VecDeque<Entry>,
    not_before: Option<Millis>,
    tries: u32,
}

impl Outbox {
    /// Takes a message. True if it may go at once, and then it is the one that flies.
    pub fn add(&mut self, chat: &ChatId, entry: Entry, ready: bool) -> bool {
        let lane = self.lanes.entry(chat.clone()).or_default();
        let at_once = ready && lane.flying.is_none() && lane.waiting.is_empty();
        if at_once {
            lane.flying = Some(entry);
        } else {
            lane.waiting.push_back(entry);
        }
        at_once
    }

    /// The next message of each chat that may send now; they fly from here on.
    pub fn next(&mut self, now: Millis, ready: impl Fn(&ChatId) -> bool) -> Vec<(ChatId, Entry)> {
        let mut next = Vec::new();
        for (chat, lane) in &mut self.lanes {
            // Also where nothing can be sent: a deadline that has passed must not come again.
            lane.not_before.take_if(|at| *at <= now);
            if lane.flying.is_none() && lane.not_before.is_none() && !lane.waiting.is_empty() && ready(chat) {
                lane.flying = lane.waiting.pop_front();
                next.extend(lane.flying.clone().map(|entry| (chat.clone(), entry)));
            }
        }
        next
    }

    /// The message that flies in a chat, if it is this one.
    pub fn flying(&self, chat: &ChatId, key: MessageKey) -> Option<&Entry> {
        self.lanes.get(chat)?.flying.as_ref().filter(|entry| entry.key == key)
    }

    /// It is on its way, and may come back to us.
    pub fn begun(&mut self, chat: &ChatId, comes_back: bool) {
        let Some(lane) = self.lanes.get_mut(chat) else { return };
        lane.comes_back = comes_back;
        if comes_back {
            if lane.echoes.len() == ECHOES {
                lane.echoes.pop_front();
            }
            lane.echoes.extend(lane.flying.clone());
        }
    }

    /// The server has answered, or nobody will. True if its echo came before the answer.
    pub fn landed(&mut self, chat: &ChatId, key: MessageKey) -> bool {
        let Some(lane) = self.lanes.get_mut(chat) else { return false };
        if lane.flying.as_ref().is_some_and(|entry| entry.key == key) {
            lane.flying = None;
            lane.tries = 0;
        }
        lane.comes_back && lane.echoes.iter().all(|entry| entry.key != key)
    }

    /// It goes back to the front, for a little later. False when the server has said often enough that it
    /// comes too fast.
    pub fn again(&mut self, chat: &ChatId, key: MessageKey, too_fast: bool, now: Millis) -> bool {
        let Some(lane) = self.lanes.get_mut(chat) else { return false };
        lane.echoes.retain(|entry| entry.key != key);
        lane.tries += u32::from(too_fast);
        if lane.tries > TOO_FAST_TRIES {
            return false;
        }
        lane.not_before = Some(now + PAUSE_MILLIS);
        match lane.flying.take_if(|entry| entry.key == key) {
            Some(entry) => {
                lane.waiting.push_front(entry);
                true
            }
            None => false,
        }
    }

    /// It was certainly not taken and is not tried again: no echo will come.
    pub fn refused(&mut self, chat: &ChatId, key: MessageKey) {
        self.landed(chat, key);
        if let Some(lane) = self.lanes.get_mut(chat) {
            lane.echoes.retain(|entry| entry.key != key);
        }
    }

    /// Our own words came back from a channel: the message that they are. Echoes come in the order sent.
    pub fn echo(&mut self, chat: &ChatId, text: &str) -> Option<MessageKey> {
        let lane = self.lanes.get_mut(chat)?;
        let at = lane.echoes.iter().position(|entry| &*entry.text == text)?;
        lane.echoes.remove(at).map(|entry| entry.key)
    }

    /// Its author gives it up; one that flies cannot be taken back any more.
    pub fn remove(&mut self, chat: &ChatId, key: MessageKey) {
        if let Some(lane) = self.lanes.get_mut(chat) {
            lane.waiting.retain(|entry| entry.key != key);
        }
    }

    pub fn remove_chat(&mut self, chat: &ChatId) {
        self.lanes.remove(chat);
    }

    /// Whether something is with the server, for an orderly end.
    pub fn busy(&self) -> bool {
        self.lanes.values().any(|lane| lane.flying.is_some())
    }

    /// When a chat that sent too fast may go on.
    pub fn next_deadline(&self) -> Option<Millis> {
        let resting = self.lanes.values().filter(|lane| !lane.waiting.is_empty() && lane.flying.is_none());
        resting.filter_map(|lane| lane.not_before).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{Account, ChannelName};

    fn entry(key: u64, text: &str) -> Entry {
        Entry { key: MessageKey(key), text: Arc::from(text) }
    }

    fn person() -> ChatId {
        ChatId::Person(Account::new("nora").expect("a name"))
    }

    fn channel() -> ChatId {
        ChatId::Channel(ChannelName::new("stage-crew").expect("a name"))
    }

    fn keys(next: Vec<(ChatId, Entry)>) -> Vec<u64> {
        next.into_iter().map(|(_, entry)| entry.key.0).collect()
    }

    #[test]
    fn a_chat_sends_one_message_after_another_in_the_order_they_were_written() {
        let mut outbox = Outbox::default();
        assert!(outbox.add(&person(), entry(1, "a"), true));
        assert!(!outbox.add(&person(), entry(2, "b"), true));
        assert!(!outbox.add(&person(), entry(3, "c"), true));
        assert!(outbox.next(0, |_| true).is_empty(), "the first is still under way");
        outbox.landed(&person(), MessageKey(1));
        assert_eq!(keys(outbox.next(0, |_| true)), [2]);
        outbox.landed(&person(), MessageKey(2));
        assert_eq!(keys(outbox.next(0, |_| true)), [3]);
    }

    #[test]
    fn a_message_that_was_not_taken_goes_again_before_the_ones_behind_it() {
        let mut outbox = Outbox::default();
        outbox.add(&person(), entry(1, "a"), true);
        outbox.add(&person(), entry(2, "b"), true);
        assert!(outbox.again(&person(), MessageKey(1), false, 0));
        assert!(outbox.next(0, |_| true).is_empty(), "it rests");
        assert!(outbox.next(PAUSE_MILLIS, |_| false).is_empty(), "no connection");
        assert_eq!(keys(outbox.next(PAUSE_MILLIS, |_| true)), [1]);
    }

    #[test]
    fn a_chat_that_sends_too_fast_rests_and_gives_up_after_five_tries() {
        let mut outbox = Outbox::default();
        outbox.add(&channel(), entry(1, "a"), true);
        for round in 0..5 {
            let now = round * 10_000;
            assert!(outbox.again(&channel(), MessageKey(1), true, now));
            assert!(outbox.next(now, |_| true).is_empty(), "it rests");
            assert_eq!(outbox.next_deadline(), Some(now + PAUSE_MILLIS));
            assert_eq!(keys(outbox.next(now + PAUSE_MILLIS, |_| true)), [1]);
        }
        assert!(!outbox.again(&channel(), MessageKey(1), true, 60_000));
    }

    #[test]
    fn a_rest_that_is_over_asks_for_no_more_time_even_without_a_connection() {
        let mut outbox = Outbox::default();
        outbox.add(&person(), entry(1, "a"), true);
        outbox.again(&person(), MessageKey(1), false, 0);
        assert_eq!(outbox.next_deadline(), Some(PAUSE_MILLIS));
        assert!(outbox.next(PAUSE_MILLIS, |_| false).is_empty());
        assert_eq!(outbox.next_deadline(), None);
    }

    #[test]
    fn an_echo_finds_its_message_even_among_equal_words() {
        let mut outbox = Outbox::default();
        for key in 1..=2 {
            outbox.add(&channel(), entry(key, "hello"), true);
            outbox.begun(&channel(), true);
            assert!(!outbox.landed(&channel(), MessageKey(key)), "the echo is awaited");
        }
        assert_eq!(outbox.echo(&channel(), "hello"), Some(MessageKey(1)));
        assert_eq!(outbox.echo(&channel(), "hello"), Some(MessageKey(2)));
        assert_eq!(outbox.echo(&channel(), "hello"), None);
    }

    #[test]
    fn an_echo_may_come_before_the_answer() {
        let mut outbox = Outbox::default();
        outbox.add(&channel(), entry(1, "hello"), true);
        outbox.begun(&channel(), true);
        assert_eq!(outbox.echo(&channel(), "hello"), Some(MessageKey(1)));
        assert!(outbox.landed(&channel(), MessageKey(1)), "it has arrived already");
    }
}
