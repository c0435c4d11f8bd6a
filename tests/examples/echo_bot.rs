//! Signs in, sends every message back to whoever wrote it, and takes every call.
//!
//! `cargo run --no-default-features --features client --example echo_bot -- 127.0.0.1:8001 demo echo`

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
    echoes(&session, &mut events).await
}

/// Goes on until the session ends.
pub async fn echoes(session: &Session, events: &mut Events) -> Result<(), Error> {
    while let Some(event) = events.next().await {
        let answer = if let Event::MessageInstantReceive { account, msg, version, .. } = event {
            // With a key of its own the answer arrives once, whatever happens to the connection.
            let (message_id, once) = (MessageId::default(), Some(format!("echo {version}")));
            Api::MessageInstantSend { account: account.to_string(), msg, message_id, once }
        } else if let Event::InviteReceived { channel, account, extra, .. } = event {
            Api::ChannelInviteAccept { channel: channel.to_string(), account: account.to_string(), extra }
        } else if let Event::Logout { ecode } = event {
            return Err(Error::Ended(ecode));
        } else {
            continue;
        };
        drop(session.begin(answer)?);
    }
    Ok(())
}
