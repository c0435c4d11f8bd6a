//! The SDK against the real server, with a wire between them that the test cuts.

use super::play::{account, channel};
use crate::support::server::within;
use bellbird::client::{Api, Error, Event, Events, Options, Session, Signal};
use bellbird::ids::{MessageId, Uid};
use bellbird::server::{Config, bind, run};
use bellbird::wire::{AttributeChange, Ecode, Refusal};
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{broadcast, oneshot};
use tokio::task::JoinHandle;

struct Server {
    folder: tempfile::TempDir,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<()>,
}

fn serve(folder: &tempfile::TempDir, listener: TcpListener) -> (oneshot::Sender<()>, JoinHandle<()>) {
    let (stop, stopped) = oneshot::channel::<()>();
    let config = Config::test_mode(folder.path());
    let running = tokio::spawn(async move {
        let shutdown = async {
            stopped.await.ok();
        };
        run(listener, config, shutdown).await.expect("the server ends well");
    });
    (stop, running)
}

impl Server {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let listener = bind("127.0.0.1:0".parse().expect("an address")).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, running) = serve(&folder, listener);
        Self { folder, address, stop: Some(stop), running }
    }

    async fn restart(&mut self) {
        self.stop.take().expect("it runs").send(()).expect("it listens");
        within("the server to stop", &mut self.running).await.expect("no panic");
        let listener = bind(self.address).await.expect("the port is free again");
        let (stop, running) = serve(&self.folder, listener);
        (self.stop, self.running) = (Some(stop), running);
    }

    async fn sign_in(&self, who: &str) -> (Session, Events) {
        sign_in(self.address, who).await
    }
}

async fn sign_in(address: SocketAddr, who: &str) -> (Session, Events) {
    let options = Options { give_up: None, ..Options::default() };
    let (session, events) =
        Signal::new(&address.to_string(), "demo").expect("an address").with_options(options).start();
    session.login(who, "_no_need_token").await.expect("signed in");
    (session, events)
}

/// A wire to the server that can be cut at any moment.
struct Wire {
    address: SocketAddr,
    cut: broadcast::Sender<()>,
}

impl Wire {
    async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let cut = broadcast::Sender::new(1);
        let cuts = cut.clone();
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let mut cut = cuts.subscribe();
                tokio::spawn(async move {
                    let Ok(mut far) = TcpStream::connect(server).await else { return };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        _ = cut.recv() => {}
                    }
                });
            }
        });
        Self { address, cut }
    }
}

/// The next event that `pick` wants; all others before it are passed over.
async fn until<T>(events: &mut Events, what: &str, mut pick: impl FnMut(Event) -> Option<T>) -> T {
    within(what, async {
        loop {
            let event = events.next().await.expect("the session goes on");
            if let Some(found) = pick(event) {
                return found;
            }
        }
    })
    .await
}

async fn message(events: &mut Events) -> String {
    until(events, "a message", |event| match event {
        Event::MessageInstantReceive { msg, .. } => Some(msg),
        _ => None,
    })
    .await
}

fn send(n: usize, once: bool) -> Api {
    let (account, msg) = ("tom".to_owned(), format!("message {n}"));
    let once = once.then(|| format!("key {n}"));
    Api::MessageInstantSend { account, msg, message_id: MessageId::new(format!("m{n}")), once }
}

#[tokio::test]
async fn two_programs_talk_in_private_and_in_a_channel() {
    let server = Server::start().await;
    let (nora, mut nora_events) = server.sign_in("nora").await;
    let (tom, mut tom_events) = server.sign_in("tom").await;
    let text = "hello  tom\n\twith spaces, 用户 and \"quotes\"";
    assert_eq!(nora.message_instant_send("tom", text, "m1").await, Ok(MessageId::new("m1")));
    assert_eq!(message(&mut tom_events).await, text);

    nora.channel_join("lobby").await.expect("joined");
    tom.channel_join("lobby").await.expect("joined");
    let joined = until(&mut nora_events, "tom in the channel", |event| match event {
        Event::ChannelUserJoined { account, .. } => Some(account),
        _ => None,
    });
    assert_eq!(joined.await, account("tom"));
    tom.channel_set_attr("lobby", "topic", "tea").await.expect("set");
    let change = until(&mut nora_events, "the topic", |event| match event {
        Event::ChannelAttrUpdated { value, change, account, .. } => Some((value, change, account)),
        _ => None,
    });
    assert_eq!(change.await, ("tea".to_owned(), AttributeChange::Update, Some(account("tom"))));
    tom.message_channel_send("lobby", "hello all", "").await.expect("sent");
    for events in [&mut nora_events, &mut tom_events] {
        let said = until(events, "the message", |event| match event {
            Event::MessageChannelReceive { account, msg, at_millis, .. } => Some((account, msg, at_millis)),
            _ => None,
        });
        let (from, msg, at_millis) = said.await;
        assert_eq!((from, msg.as_str()), (account("tom"), "hello all"));
        assert!(at_millis > 1_600_000_000_000);
    }
    assert_eq!(nora.channel_query_user_num("lobby").await, Ok(2));
    assert_eq!(nora.channel_query_user_is_in("lobby", "tom").await, Ok(true));
    tom.channel_leave("lobby").await.expect("left");
    assert_eq!(nora.channel_query_user_is_in("lobby", "tom").await, Ok(false));
    let refused = tom.message_channel_send("lobby", "too late", "").await;
    assert!(matches!(refused, Err(Error::Refused { refusal: Refusal::NotInChannel, .. })), "{refused:?}");
}

#[tokio::test]
async fn attributes_status_and_invoke_answer() {
    let server = Server::start().await;
    let (nora, _events) = server.sign_in("nora").await;
    nora.set_attr("mood", "busy").await.expect("set");
    assert_eq!(nora.get_attr("mood").await.as_deref(), Ok("busy"));
    assert_eq!(nora.get_user_attr("nora", "none").await.as_deref(), Ok(""));
    let all = nora.get_user_attr_all("nora").await.expect("answered");
    assert_eq!(all.get("mood").map(String::as_str), Some("busy"));
    assert_eq!(nora.query_user_status("nora").await, Ok(true));
    assert_eq!(nora.query_user_status("nobody").await, Ok(false));
    let resp = nora.invoke("io.agora.signal.channel_query_num", r#"{"name":"lobby"}"#, "1").await;
    let resp: serde_json::Value = serde_json::from_str(&resp.expect("answered")).expect("JSON");
    assert_eq!(resp["num"], 0);
}

#[tokio::test]
async fn a_call_rings_is_accepted_carries_keys_and_ends() {
    let server = Server::start().await;
    let (nora, mut nora_events) = server.sign_in("nora").await;
    let (tom, mut tom_events) = server.sign_in("tom").await;
    nora.channel_invite_user2("room", "tom", r#"{"video":1}"#).await.expect("taken");
    let rings = until(&mut tom_events, "the call", |event| match event {
        Event::InviteReceived { channel, account, extra, .. } => Some((channel, account, extra)),
        _ => None,
    });
    assert_eq!(rings.await, (channel("room"), account("nora"), r#"{"video":1}"#.to_owned()));
    until(&mut nora_events, "the ringing", |event| {
        matches!(event, Event::InviteReceivedByPeer { .. }).then_some(())
    })
    .await;
    tom.channel_invite_accept("room", "nora", "{}").await.expect("taken");
    until(&mut nora_events, "the acceptance", |event| {
        matches!(event, Event::InviteAcceptedByPeer { .. }).then_some(())
    })
    .await;
    nora.channel_invite_dtmf("room", "tom", "42#").await.expect("taken");
    let keys = until(&mut tom_events, "the keys", |event| match event {
        Event::InviteMsg { msg_type, msg_data, .. } => Some((msg_type, msg_data)),
        _ => None,
    });
    assert_eq!(keys.await, ("dtmf".to_owned(), "42#".to_owned()));
    tom.channel_invite_end("room", "nora").await.expect("taken");
    until(&mut nora_events, "the end", |event| matches!(event, Event::InviteEndByPeer { .. }).then_some(()))
        .await;

    let extra = r#"{"_require_peer_online":1}"#;
    let refused = nora.channel_invite_user2("room", "nobody", extra).await;
    let ecode = Ecode::InvitePeerOffline;
    assert_eq!(refused, Err(Error::Refused { refusal: Refusal::PeerIsNotOnline, ecode }));
}

#[tokio::test]
async fn a_second_login_kicks_the_first_with_103() {
    let server = Server::start().await;
    let (_first, mut events) = server.sign_in("nora").await;
    let (_second, _) = server.sign_in("nora").await;
    let ecode = until(&mut events, "the kick", |event| match event {
        Event::Logout { ecode } => Some(ecode),
        _ => None,
    });
    assert_eq!(ecode.await, Ecode::LogoutKicked);
}

#[tokio::test]
async fn a_full_mailbox_is_drained_in_order_after_the_login() {
    const MESSAGES: usize = 75;
    let server = Server::start().await;
    let (nora, nora_events) = server.sign_in("nora").await;
    drop(nora_events);
    for n in 0..MESSAGES {
        // Sixty messages a second are allowed: what is refused is sent again.
        while within("an answer", nora.begin(send(n, false)).expect("room")).await.is_err() {}
    }
    let (_tom, mut events) = server.sign_in("tom").await;
    for n in 0..MESSAGES {
        assert_eq!(message(&mut events).await, format!("message {n}"));
    }
}

#[tokio::test]
async fn no_message_is_lost_or_doubled_however_often_the_wire_is_cut() {
    const MESSAGES: usize = 90;
    let server = Server::start().await;
    let wire = Wire::to(server.address).await;
    let (nora, mut nora_events) = sign_in(wire.address, "nora").await;
    let (_tom, mut tom_events) = sign_in(wire.address, "tom").await;
    let cutter = tokio::spawn(async move {
        let mut resumed = 0;
        while let Some(event) = nora_events.next().await {
            match event {
                Event::MessageSendSuccess { message_id } if message_id.as_str().ends_with('5') => {
                    // Whether anybody is connected right now does not matter.
                    let _ = wire.cut.send(());
                }
                Event::Reconnected { resumed: true, .. } => resumed += 1,
                Event::Reconnected { resumed: false, .. } => panic!("the server forgot the session"),
                _ => {}
            }
        }
        resumed
    });
    let sender = async {
        for n in 0..MESSAGES {
            while let Err(why) = nora.begin(send(n, false)).expect("room").await {
                assert!(matches!(why, Error::Refused { refusal: Refusal::RateLimited, .. }), "{why}");
            }
        }
    };
    let receiver = async {
        for n in 0..MESSAGES {
            assert_eq!(message(&mut tom_events).await, format!("message {n}"));
        }
    };
    within("all messages", async { tokio::join!(sender, receiver) }).await;
    nora.destroy();
    assert!(within("the cutter", cutter).await.expect("no panic") > 0, "the wire was cut");
}

#[tokio::test]
async fn messages_with_keys_and_the_channel_survive_a_restart_of_the_server() {
    let mut server = Server::start().await;
    let (nora, mut nora_events) = server.sign_in("nora").await;
    let (_tom, mut tom_events) = server.sign_in("tom").await;
    nora.channel_join("lobby").await.expect("joined");
    let pending: Vec<_> = (0..40).map(|n| nora.begin(send(n, true)).expect("room")).collect();
    server.restart().await;
    for answer in pending {
        let answer = within("an answer", answer).await;
        assert!(answer.is_ok(), "{answer:?}");
    }
    for n in 0..40 {
        assert_eq!(message(&mut tom_events).await, format!("message {n}"));
    }
    let back = until(&mut nora_events, "the members", {
        let mut reconnected = false;
        move |event| match event {
            Event::Reconnected { .. } => {
                reconnected = true;
                None
            }
            Event::ChannelUserList { members, .. } if reconnected => Some(members),
            _ => None,
        }
    });
    assert!(matches!(&back.await[..], [(name, Uid(_))] if *name == account("nora")));
    nora.message_channel_send("lobby", "still here", "").await.expect("sent");
}
