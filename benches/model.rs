//! What the window pays for the model: copies, appends while a copy is held, wakes and visible rows.
//!
//! `cargo bench --bench model`. Figures are compared with one another rather than with a clock: what must not
//! grow with the length of a chat stands in two sizes side by side.

use bellbird::ids::{Account, AppId};
use bellbird::model::{
    AccountModel, Author, Body, Chat, ChatId, Message, MessageKey, Mirror, Model, SendState, SharedModel,
    Slot,
};
use divan::{Bencher, black_box};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const SIZES: [u64; 2] = [1_000, 100_000];
const SLOT: Slot = Slot(0);

fn main() {
    divan::main();
}

fn said(key: u64) -> Message {
    let body = Body::Text(Arc::from(format!("message {key} of ordinary length, more or less")));
    Message { key: MessageKey(key), at: 0, author: Author::Me, body, state: SendState::Sent }
}

fn chat_id() -> ChatId {
    ChatId::Person(Account::new("nora").expect("a name"))
}

/// An account with 200 chats, one of which has so many messages.
fn shared(messages: u64) -> (SharedModel, Arc<AtomicU64>) {
    let app = AppId::new("demo").expect("a name");
    let mut me = AccountModel::new(Account::new("mira").expect("a name"), app, String::new());
    for number in 0..199 {
        let friend = Account::new(format!("friend{number}")).expect("a name");
        me.chats.open(&ChatId::Person(friend)).push(said(1));
    }
    let mut chat = Chat::default();
    (1..=messages).for_each(|key| chat.push(said(key)));
    me.chats.insert(chat_id(), chat);
    let mut model = Model::default();
    model.accounts.insert(SLOT, Arc::new(me));
    let wakes = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&wakes);
    let wake = Arc::new(move || {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    (SharedModel::new(model, wake), wakes)
}

fn push(model: &mut Model, key: u64) {
    let account = model.account_mut(SLOT).expect("somebody is signed in");
    account.chats.open(&chat_id()).push(said(key));
}

#[divan::bench(args = SIZES)]
fn snapshot(bencher: Bencher<'_, '_>, messages: u64) {
    let (shared, _) = shared(messages);
    bencher.bench_local(|| shared.snapshot());
}

#[divan::bench(args = SIZES)]
fn append_alone(bencher: Bencher<'_, '_>, messages: u64) {
    let (shared, _) = shared(messages);
    let mut key = messages;
    bencher.bench_local(|| {
        key += 1;
        shared.update("append", |model| push(model, key));
    });
}

#[divan::bench(args = SIZES)]
fn append_while_a_copy_is_held(bencher: Bencher<'_, '_>, messages: u64) {
    let (shared, _) = shared(messages);
    let mut key = messages;
    bencher.with_inputs(|| shared.snapshot()).bench_local_values(|held| {
        key += 1;
        shared.update("append", |model| push(model, key));
        held
    });
}

#[divan::bench(args = SIZES)]
fn change_the_state_of_the_last_message(bencher: Bencher<'_, '_>, messages: u64) {
    let (shared, _) = shared(messages);
    bencher.with_inputs(|| shared.snapshot()).bench_local_values(|held| {
        shared.update("state", |model| {
            let account = model.account_mut(SLOT).expect("somebody is signed in");
            let chat = account.chats.chat_mut(&chat_id()).expect("the chat is there");
            chat.set_state(MessageKey(messages), SendState::Delivered)
        });
        held
    });
}

#[divan::bench]
fn idle_refresh(bencher: Bencher<'_, '_>) {
    let (shared, _) = shared(1_000);
    let mut mirror = Mirror::new(shared);
    bencher.bench_local(|| mirror.refresh());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn ten_thousand_updates_and_one_wake(bencher: Bencher<'_, '_>) {
    let (shared, wakes) = shared(1_000);
    let mut mirror = Mirror::new(shared.clone());
    bencher.bench_local(|| {
        mirror.refresh();
        let before = wakes.load(Ordering::Relaxed);
        for _ in 0..10_000 {
            shared.update("busy", |model| model.settings.reduce_motion = black_box(false));
        }
        assert_eq!(wakes.load(Ordering::Relaxed) - before, 1, "ten thousand updates ask for one frame");
    });
}

#[divan::bench(args = SIZES)]
fn forty_visible_rows(bencher: Bencher<'_, '_>, messages: u64) {
    let (shared, _) = shared(messages);
    let model = shared.snapshot();
    let account = model.account(SLOT).expect("somebody is signed in");
    let transcript = &account.chats.chat(&chat_id()).expect("the chat is there").transcript;
    let middle = transcript.len() / 2;
    bencher.bench_local(|| {
        (middle..middle + 40).filter_map(|index| transcript.message(index)).map(|row| row.key.0).sum::<u64>()
    });
}

#[divan::bench]
fn the_order_of_two_hundred_chats(bencher: Bencher<'_, '_>) {
    let (shared, _) = shared(1);
    let model = shared.snapshot();
    let account = model.account(SLOT).expect("somebody is signed in");
    bencher.bench_local(|| account.chats.people().len());
}
