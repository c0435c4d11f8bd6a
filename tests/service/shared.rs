//! The one lock: how often it is taken, how often the window is woken, and that a copy is never a mixture.

use crate::support::device::{account, person};
use bellbird::ids::AppId;
use bellbird::model::{AccountModel, Chat, Transcript};
use bellbird::model::{
    Author, Body, ChatId, Message, MessageKey, Mirror, Model, SendState, SharedModel, Slot,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

fn counted() -> (SharedModel, Arc<AtomicUsize>) {
    let wakes = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&wakes);
    let wake = Arc::new(move || {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    (SharedModel::new(Model::default(), wake), wakes)
}

fn said(key: u64) -> Message {
    let body = Body::Text(Arc::from(format!("message {key}")));
    Message { key: MessageKey(key), at: 0, author: Author::Me, body, state: SendState::Sent }
}

fn with_chat(shared: &SharedModel, messages: u64) -> ChatId {
    let app = AppId::new("demo").unwrap();
    let mut me = AccountModel::new(account("mira"), app, String::new());
    let mut chat = Chat::default();
    (1..=messages).for_each(|key| chat.push(said(key)));
    me.chats.insert(person("nora"), chat);
    shared.update("a chat", |model| {
        model.accounts.insert(Slot(0), Arc::new(me));
    });
    person("nora")
}

fn push(model: &mut Model, chat: &ChatId, key: u64) {
    model.account_mut(Slot(0)).unwrap().chats.open(chat).push(said(key));
}

#[test]
fn ten_thousand_updates_wake_the_window_once() {
    let (shared, wakes) = counted();
    let mut mirror = Mirror::new(shared.clone());
    for _ in 0..10_000 {
        shared.update("busy", |model| model.settings.text_percent = 101);
    }
    assert_eq!(wakes.load(Ordering::SeqCst), 1);
    assert!(mirror.refresh());
    shared.update("one more", |model| model.settings.text_percent = 102);
    assert_eq!(wakes.load(Ordering::SeqCst), 2, "after a refresh the next update asks again");
}

#[test]
fn an_idle_frame_takes_no_lock() {
    let (shared, _) = counted();
    let mut mirror = Mirror::new(shared.clone());
    let (inside, entered) = std::sync::mpsc::sync_channel(0);
    let (leave, left) = std::sync::mpsc::sync_channel::<()>(0);
    let writer = thread::Builder::new()
        .spawn(move || {
            shared.update("held long", |_| {
                inside.send(()).unwrap();
                left.recv().unwrap();
            });
        })
        .unwrap();
    entered.recv().unwrap();
    assert!(!mirror.refresh(), "a refresh with the lock held elsewhere returns at once");
    leave.send(()).unwrap();
    writer.join().unwrap();
    assert!(mirror.refresh());
}

#[test]
fn no_update_is_slept_through_however_frames_and_updates_interleave() {
    let (shared, wakes) = counted();
    let mut mirror = Mirror::new(shared.clone());
    let writer = {
        let shared = shared.clone();
        thread::Builder::new().spawn(move || {
            for round in 1..=20_000_u16 {
                shared.update("count", |model| model.settings.text_percent = round);
            }
        })
    };
    let mut seen = 0;
    let mut frames = 0;
    // The window: it looks only when it was woken.
    while mirror.model().settings.text_percent != 20_000 {
        let now = wakes.load(Ordering::SeqCst);
        if now != seen {
            seen = now;
            frames += 1;
            mirror.refresh();
        } else {
            thread::yield_now();
        }
    }
    writer.unwrap().join().unwrap();
    assert!(frames <= 20_000);
}

#[test]
fn a_copy_that_is_held_never_changes_and_shares_what_did_not() {
    let (shared, _) = counted();
    let chat = with_chat(&shared, 1_000);
    let before = shared.snapshot();
    shared.update("say", |model| push(model, &chat, 1_001));
    let after = shared.snapshot();
    let transcript = |model: &Model| -> Transcript {
        model.account(Slot(0)).unwrap().chats.chat(&chat).unwrap().transcript.clone()
    };
    let (old, new) = (transcript(&before), transcript(&after));
    assert_eq!((old.len(), new.len()), (1_000, 1_001));
    assert!((0..1_000).all(|index| Arc::ptr_eq(old.message(index).unwrap(), new.message(index).unwrap())));
}

#[test]
fn a_transcript_answers_alike_whatever_was_pushed_prepended_changed_and_removed() {
    let mut transcript = Transcript::default();
    let mut plain: Vec<u64> = Vec::new();
    for key in 1_000..1_700 {
        transcript.push(said(key));
        plain.push(key);
    }
    transcript.prepend((1..=300).map(|key| Arc::new(said(key))).collect());
    plain.splice(0..0, 1..=300);
    for key in [1, 256, 1_255, 1_699] {
        assert!(transcript.remove(MessageKey(key)) && !transcript.remove(MessageKey(key)));
        plain.retain(|one| *one != key);
    }
    for key in [2, 700 + 600, 1_698] {
        assert!(transcript.set_state(MessageKey(key), SendState::Delivered));
        let index = transcript.index_of(MessageKey(key)).unwrap();
        assert_eq!(transcript.message(index).unwrap().state, SendState::Delivered);
    }
    assert_eq!(transcript.iter().map(|message| message.key.0).collect::<Vec<_>>(), plain);
    assert_eq!(transcript.len(), plain.len());
    assert!(transcript.message(plain.len()).is_none());
    for (index, key) in plain.iter().enumerate() {
        assert_eq!(transcript.message(index).unwrap().key.0, *key);
    }
}
