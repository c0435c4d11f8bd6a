//! Joins a channel and writes down, with the time (UTC), who comes and goes, what is said and what changes.
//!
//! `cargo run --no-default-features --features client --example channel_logger -- 127.0.0.1:8001 demo log lobby`
#![allow(clippy::wildcard_enum_match_arm, reason = "a program names the events that it is about")]

use bellbird::client::{Error, Event, Events, Session, Signal};
use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [server, app, account, channel] = &arguments[..] else {
        return Err(Error::BadAddress("give a server, an App ID, an account and a channel".to_owned()));
    };
    let (session, mut events) = Signal::new(server, app)?.start();
    session.login(account, "_no_need_token").await?;
    writes_down(&session, &mut events, channel, &mut std::io::stdout()).await
}

/// Goes on until the session ends.
pub async fn writes_down(
    session: &Session,
    events: &mut Events,
    channel: &str,
    out: &mut impl Write,
) -> Result<(), Error> {
    session.channel_join(channel).await?;
    while let Some(event) = events.next().await {
        let (at_millis, words) = match event {
            Event::ChannelUserList { members, .. } => {
                let names: Vec<&str> = members.iter().map(|(account, _)| account.as_str()).collect();
                (now_millis(), format!("here are {}", names.join(", ")))
            }
            Event::ChannelUserJoined { account, .. } => (now_millis(), format!("{account} came")),
            Event::ChannelUserLeaved { account, .. } => (now_millis(), format!("{account} left")),
            Event::MessageChannelReceive { account, msg, at_millis, .. } => {
                (at_millis, format!("{account}: {msg}"))
            }
            Event::ChannelAttrUpdated { name, value, change, .. } => {
                let name = name.as_ref().map_or("", |name| name.as_str());
                (now_millis(), format!("{} {name} {value}", change.text()).trim_end().to_owned())
            }
            Event::Reconnecting { nretry } => (now_millis(), format!("connection lost, try {nretry}")),
            Event::Reconnected { .. } => (now_millis(), "connected again".to_owned()),
            Event::ChannelLeaved { ecode, .. } | Event::Logout { ecode } => return Err(Error::Ended(ecode)),
            _ => continue,
        };
        if writeln!(out, "{} {words}", time_of_day(at_millis)).is_err() {
            // Nobody reads what is written down.
            return Ok(());
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a program has a clock")]
fn now_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn time_of_day(at_millis: i64) -> String {
    let millis = at_millis.rem_euclid(86_400_000);
    let (secs, millis) = (millis / 1_000, millis % 1_000);
    format!("{:02}:{:02}:{:02}.{millis:03}", secs / 3_600, secs / 60 % 60, secs % 60)
}
