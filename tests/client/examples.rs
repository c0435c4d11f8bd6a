//! The example programs, run against a real server.

use crate::support::server::{with_server, within};
use bellbird::client::{Error, Event, Events, Session, Signal};
use bellbird::wire::Ecode;
use std::sync::{Arc, Mutex};

#[path = "../examples/call_bot.rs"]
#[allow(dead_code, reason = "its main is for the command line")]
mod call_bot;
#[path = "../examples/channel_logger.rs"]
#[allow(dead_code, reason = "its main is for the command line")]
mod channel_logger;
#[path = "../examples/echo_bot.rs"]
#[allow(dead_code, reason = "its main is for the command line")]
mod echo_bot;

async fn signed_in(server: &str, account: &str) -> (Session, Events) {
    let (session, events) = Signal::new(server, "demo").expect("an address").start();
    within("the login", session.login(account, "_no_need_token")).await.expect("signed in");
    (session, events)
}

/// The next event of this kind; others before it are passed over.
async fn wait(events: &mut Events, name: &str) -> Event {
    within(name, async {
        loop {
            let event = events.next().await.expect("the session goes on");
            if event.name() == name {
                return event;
            }
        }
    })
    .await
}

async fn message(events: &mut Events) -> String {
    let Event::MessageInstantReceive { msg, .. } = wait(events, "onMessageInstantReceive").await else {
        unreachable!("waited for a message")
    };
    msg
}

#[tokio::test]
async fn the_call_bot_takes_a_call_answers_keys_and_hangs_up_when_told_to() {
    with_server(|server| async move {
        let (bot, mut bot_events) = signed_in(&server, "bot").await;
        let running = tokio::spawn({
            let bot = bot.clone();
            async move { call_bot::takes_calls(&bot, &mut bot_events).await }
        });
        let (nora, mut events) = signed_in(&server, "nora").await;
        within("the invite", nora.channel_invite_user("room", "bot")).await.expect("taken");
        wait(&mut events, "onInviteReceivedByPeer").await;
        wait(&mut events, "onInviteAcceptedByPeer").await;
        within("the keys", nora.channel_invite_dtmf("room", "bot", "0*71")).await.expect("sent");
        assert_eq!(message(&mut events).await, "You pressed 7.");
        assert_eq!(message(&mut events).await, "You pressed 1.");
        within("the keys", nora.channel_invite_dtmf("room", "bot", "#")).await.expect("sent");
        wait(&mut events, "onInviteEndByPeer").await;
        bot.destroy();
        let end = within("the bot's end", running).await.expect("no panic");
        assert_eq!(end, Err(Error::Ended(Ecode::LogoutUser)));
    })
    .await;
}

/// Where the logger writes, so that the test can read along.
#[derive(Debug, Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>, Arc<tokio::sync::Notify>);

impl std::io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        self.1.notify_one();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Paper {
    /// Waits until a line ends with these words.
    async fn reads(&self, words: &str) {
        within(words, async {
            loop {
                let text = String::from_utf8(self.0.lock().expect("no panic").clone()).expect("UTF-8");
                if text.lines().any(|line| line.ends_with(words)) {
                    return;
                }
                self.1.notified().await;
            }
        })
        .await;
    }
}

#[tokio::test]
async fn the_channel_logger_writes_down_who_comes_speaks_changes_and_leaves() {
    with_server(|server| async move {
        let (logger, mut logger_events) = signed_in(&server, "log").await;
        let paper = Paper::default();
        let running = tokio::spawn({
            let (logger, mut paper) = (logger.clone(), paper.clone());
            async move { channel_logger::writes_down(&logger, &mut logger_events, "lobby", &mut paper).await }
        });
        paper.reads(" here are log").await;
        let (nora, _events) = signed_in(&server, "nora").await;
        within("the join", nora.channel_join("lobby")).await.expect("joined");
        within("the message", nora.message_channel_send("lobby", "hello all", "")).await.expect("sent");
        within("the change", nora.channel_set_attr("lobby", "topic", "tea")).await.expect("set");
        within("the leave", nora.channel_leave("lobby")).await.expect("left");
        for words in [" nora came", " nora: hello all", " update topic tea", " nora left"] {
            paper.reads(words).await;
        }
        let text = String::from_utf8(paper.0.lock().expect("no panic").clone()).expect("UTF-8");
        for line in text.lines() {
            let time = &line[..12];
            let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            assert_eq!(shape, "00:00:00.000", "{line}");
        }
        logger.destroy();
        let end = within("the logger's end", running).await.expect("no panic");
        assert_eq!(end, Err(Error::Ended(Ecode::LogoutUser)));
    })
    .await;
}

#[tokio::test]
async fn the_echo_bot_sends_back_what_it_gets_and_takes_calls() {
    with_server(|server| async move {
        let (bot, mut bot_events) = signed_in(&server, "echo").await;
        let running = tokio::spawn({
            let bot = bot.clone();
            async move { echo_bot::echoes(&bot, &mut bot_events).await }
        });
        let (nora, mut events) = signed_in(&server, "nora").await;
        within("the message", nora.message_instant_send("echo", "hello", "")).await.expect("sent");
        assert_eq!(message(&mut events).await, "hello");
        within("the invite", nora.channel_invite_user("room", "echo")).await.expect("taken");
        wait(&mut events, "onInviteAcceptedByPeer").await;
        bot.destroy();
        assert!(within("the bot's end", running).await.expect("no panic").is_err());
    })
    .await;
}
