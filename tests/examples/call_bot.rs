//! Signs in and takes every call. Keys 1 to 9 are answered with a message, # hangs up.
//!
//! `cargo run --no-default-features --features client --example call_bot -- 127.0.0.1:8001 demo bot`
#![allow(clippy::wildcard_enum_match_arm, reason = "a program names the events that it is about")]

use bellbird::client::{Api, Error, Event, Events, Session, Signal};
use bellbird::ids::MessageId;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [server, app, account] = &arguments[..] else {
        return Err(Error::BadAddress("give a server, an App ID and an account".to_owned()));
    };
    let (session, mut events) = Signal::new(server, app)?.start();
    session.login(account, "_no_need_token").await?;
    takes_calls(&session, &mut events).await
}

/// Goes on until the session ends.
pub async fn takes_calls(session: &Session, events: &mut Events) -> Result<(), Error> {
    while let Some(event) = events.next().await {
        match event {
            Event::InviteReceived { channel, account, .. } => {
                let (channel, account, extra) = (channel.to_string(), account.to_string(), String::new());
                // Whoever reads the events does not wait for answers: they come over the same line.
                drop(session.begin(Api::ChannelInviteAccept { channel, account, extra })?);
            }
            Event::InviteMsg { channel, account, msg_type, msg_data, .. } if msg_type == "dtmf" => {
                for key in msg_data.chars() {
                    let (channel, account) = (channel.to_string(), account.to_string());
                    let answer = match key {
                        '1'..='9' => Api::MessageInstantSend {
                            account,
                            msg: format!("You pressed {key}."),
                            message_id: MessageId::default(),
                            once: None,
                        },
                        '#' => Api::ChannelInviteEnd { channel, account, extra: String::new() },
                        _ => continue,
                    };
                    drop(session.begin(answer)?);
                }
            }
            Event::Logout { ecode } => return Err(Error::Ended(ecode)),
            _ => {}
        }
    }
    Ok(())
}
