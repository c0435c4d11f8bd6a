//! The whole SDK over a real socket, against a server that the test plays.

use super::play::{account, channel, instant, login_no, login_ok, push};
use crate::support::server::within;
use bellbird::client::trace::What;
use bellbird::client::{Api, Error, Event, Events, Options, Session, Signal, Status};
use bellbird::ids::{MessageId, Uid};
use bellbird::wire::Ecode;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// The server: one listener, and the connection that came last.
struct Server {
    listener: TcpListener,
    url: String,
}

/// The server's end of one socket.
struct Peer(WebSocketStream<TcpStream>);

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("ws://{}", listener.local_addr().expect("an address"));
        Self { listener, url }
    }

    async fn accept(&self) -> Peer {
        let (socket, _) = within("a connection", self.listener.accept()).await.expect("a socket");
        Peer(tokio_tungstenite::accept_async(socket).await.expect("a handshake"))
    }

    /// Takes the connection of a session that signs in.
    async fn sign_in(&self, line: &str) -> Peer {
        let mut peer = self.accept().await;
        let login = peer.hear("login").await;
        assert_eq!(login["device"], "bellbird");
        peer.say(&login_ok(line, false)).await;
        peer.answer_poll(&[]).await;
        peer
    }

    fn signal(&self) -> Signal {
        Signal::new(&self.url, "demo").expect("an address")
    }
}

impl Peer {
    async fn say(&mut self, frame: &Value) {
        self.0.send(Message::text(frame.to_string())).await.expect("the client reads");
    }

    /// The arguments of the next frame that is no ping, which must be this event.
    async fn hear(&mut self, event: &str) -> Value {
        loop {
            let message = within(event, self.0.next()).await.expect("a frame").expect("no error");
            let Message::Text(text) = message else { panic!("{message:?} instead of {event}") };
            let mut frame: Value = serde_json::from_str(&text).expect("frames are JSON");
            if frame[0] == "ping" {
                let pong = json!(["pong", frame[1]]);
                self.say(&pong).await;
                continue;
            }
            assert_eq!(frame[0], event, "{frame}");
            return frame[1].take();
        }
    }

    async fn hear_call(&mut self, function: &str) -> (i64, Value) {
        let mut call = self.hear("call2").await;
        assert_eq!(call[0], function, "{call}");
        (call[1].as_i64().expect("an id"), call[2].take())
    }

    async fn reply(&mut self, id: i64, mut body: Value) {
        body["result"] = json!("ok");
        self.say(&json!(["call2-ret", [id, "", body.to_string()]])).await;
    }

    async fn answer_poll(&mut self, msgs: &[(u64, String)]) {
        let (id, _) = self.hear_call("user_getmsg").await;
        self.reply(id, json!({"ver_clear": 0, "msgs": msgs})).await;
    }

    /// Waits until the client has gone.
    async fn gone(&mut self) {
        while let Some(Ok(_)) = within("the client to go", self.0.next()).await {}
    }
}

async fn event(events: &mut Events) -> Event {
    within("an event", events.next()).await.expect("the session goes on")
}

async fn signed_in(server: &Server, options: Options) -> (Session, Events, Peer) {
    let (session, mut events) = server.signal().with_options(options).start();
    let (uid, peer) = tokio::join!(session.login("nora", "_no_need_token"), server.sign_in("line-1"));
    assert_eq!(uid, Ok(Uid(1_000_000_001)));
    assert_eq!(session.status(), Status::LoggedIn);
    assert_eq!(event(&mut events).await, Event::LoginSuccess { uid: Uid(1_000_000_001), fd: 0 });
    (session, events, peer)
}

fn message(n: usize) -> Api {
    Api::MessageInstantSend {
        account: "tom".to_owned(),
        msg: format!("{n}"),
        message_id: MessageId::new(format!("m{n}")),
        once: None,
    }
}

#[tokio::test]
async fn a_program_signs_in_sends_receives_and_signs_out() {
    let server = Server::start().await;
    let (session, mut events, mut peer) = signed_in(&server, Options::default()).await;
    let server_side = async {
        let (id, args) = peer.hear_call("user_sendmsg").await;
        assert_eq!((&args["peer"], &args["content"]), (&json!("tom"), &json!("hello")));
        peer.reply(id, json!({})).await;
        peer.say(&push(1, &instant("hi"))).await;
    };
    let (sent, ()) = tokio::join!(session.message_instant_send("tom", "hello", "m1"), server_side);
    assert_eq!(sent, Ok(MessageId::new("m1")));
    assert_eq!(event(&mut events).await, Event::MessageSendSuccess { message_id: MessageId::new("m1") });
    let Event::MessageInstantReceive { account: from, msg, .. } = event(&mut events).await else {
        panic!("a message was due")
    };
    assert_eq!((from, msg.as_str()), (account("tom"), "hi"));
    let server_side = async {
        let (id, args) = peer.hear_call("user_logout").await;
        assert_eq!(args["ver_clear"], 1);
        peer.reply(id, json!({})).await;
        peer.gone().await;
    };
    let (left, ()) = tokio::join!(session.logout(), server_side);
    assert_eq!(left, Ok(()));
    assert_eq!(session.status(), Status::NotLoggedIn);
    assert_eq!(event(&mut events).await, Event::Logout { ecode: Ecode::LogoutUser });
}

#[tokio::test]
async fn calls_go_out_in_the_order_in_which_they_were_begun() {
    let server = Server::start().await;
    let (session, _events, mut peer) = signed_in(&server, Options::default()).await;
    for n in 0..100 {
        drop(session.begin(message(n)).expect("room"));
    }
    for n in 0..100 {
        let (_, args) = peer.hear_call("user_sendmsg").await;
        assert_eq!(args["content"], json!(format!("{n}")));
    }
}

#[tokio::test]
async fn begin_is_refused_when_too_many_calls_wait_and_nothing_is_lost() {
    let server = Server::start().await;
    let (session, _events, mut peer) = signed_in(&server, Options::default()).await;
    let mut begun = 0;
    // On this one thread the driver cannot run until the test waits.
    let busy = loop {
        match session.begin(message(begun)) {
            Ok(pending) => drop(pending),
            Err(why) => break why,
        }
        begun += 1;
    };
    assert_eq!(busy, Error::Busy);
    for n in 0..begun {
        let (_, args) = peer.hear_call("user_sendmsg").await;
        assert_eq!(args["content"], json!(format!("{n}")));
    }
}

#[tokio::test]
async fn a_broken_connection_is_resumed_and_the_open_call_answered_once() {
    let server = Server::start().await;
    let (session, mut events, mut peer) = signed_in(&server, Options::default()).await;
    let pending = session.begin(message(1)).expect("room");
    let (id, _) = peer.hear_call("user_sendmsg").await;
    drop(peer);
    let mut peer = server.accept().await;
    assert_eq!(peer.hear("line_login").await["line"], "line-1");
    peer.say(&login_ok("line-1", true)).await;
    let (again, args) = peer.hear_call("user_sendmsg").await;
    assert_eq!((again, &args["content"]), (id, &json!("1")));
    peer.reply(again, json!({})).await;
    assert!(within("the answer", pending).await.is_ok());
    assert_eq!(event(&mut events).await, Event::Reconnecting { nretry: 1 });
    assert_eq!(event(&mut events).await, Event::Reconnected { fd: 0, resumed: true });
    assert_eq!(event(&mut events).await, Event::MessageSendSuccess { message_id: MessageId::new("m1") });
}

#[tokio::test]
async fn a_restarted_server_gets_a_full_login_and_the_channel_again() {
    let server = Server::start().await;
    let (session, mut events, mut peer) = signed_in(&server, Options::default()).await;
    let snapshot = || json!({"list": [["nora", 1]], "attrs": {}, "cid": "c1", "msgid": 1});
    let server_side = async {
        let (id, _) = peer.hear_call("channel_join").await;
        peer.reply(id, snapshot()).await;
    };
    let (joined, ()) = tokio::join!(session.channel_join("lobby"), server_side);
    assert_eq!(joined, Ok(()));
    drop(peer);
    let mut peer = server.accept().await;
    peer.hear("line_login").await;
    peer.say(&login_no("wrong line")).await;
    let mut peer = server.accept().await;
    assert_eq!(peer.hear("login").await["account"], "nora");
    peer.say(&login_ok("line-2", false)).await;
    let (id, args) = peer.hear_call("channel_join").await;
    assert_eq!((&args["name"], &args["line"]), (&json!("lobby"), &json!("line-2")));
    peer.reply(id, snapshot()).await;
    let list = Event::ChannelUserList { channel: channel("lobby"), members: vec![(account("nora"), Uid(1))] };
    let expected = [
        Event::ChannelJoined { channel: channel("lobby") },
        list.clone(),
        Event::Reconnecting { nretry: 1 },
        Event::Reconnected { fd: 0, resumed: false },
        list,
    ];
    for expected in expected {
        assert_eq!(event(&mut events).await, expected);
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable() {
    let server = Server::start().await;
    let signal = server.signal();
    drop(server);
    let (session, mut events) = signal.start();
    assert!(matches!(session.login("nora", "").await, Err(Error::Unreachable(_))));
    assert_eq!(event(&mut events).await, Event::LoginFailed { ecode: Ecode::LoginNet });
    assert_eq!(session.status(), Status::NotLoggedIn);
}

#[tokio::test]
async fn two_instances_live_side_by_side() {
    let server = Server::start().await;
    let (nora, _nora_events, mut nora_peer) = signed_in(&server, Options::default()).await;
    let (tom, _tom_events, mut tom_peer) = signed_in(&server, Options::default()).await;
    nora_peer.say(&json!(["kick", {"reason": "test"}])).await;
    nora_peer.gone().await;
    assert_eq!(nora.status(), Status::NotLoggedIn);
    let server_side = async {
        let (id, _) = tom_peer.hear_call("user_query_user_status").await;
        tom_peer.reply(id, json!({"account": "nora", "status": 0})).await;
    };
    let (online, ()) = tokio::join!(tom.query_user_status("nora"), server_side);
    assert_eq!(online, Ok(false));
}

#[tokio::test]
async fn a_slow_reader_holds_the_socket_up_and_loses_nothing() {
    const MESSAGES: u64 = 5_000;
    let server = Server::start().await;
    let (session, mut events, mut peer) = signed_in(&server, Options::default()).await;
    let long = "x".repeat(8_000);
    let writer = tokio::spawn(async move {
        for version in 1..=MESSAGES {
            peer.say(&push(version, &instant(&long))).await;
        }
        peer
    });
    within("the session to stop taking calls", async {
        while session.begin(Api::ReconnectNow).is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert!(!writer.is_finished(), "40 MB do not fit into the buffers of a socket");
    for expected in 1..=MESSAGES {
        let Event::MessageInstantReceive { version, .. } = event(&mut events).await else {
            panic!("a message was due")
        };
        assert_eq!(version, expected);
    }
    assert_eq!(session.status(), Status::LoggedIn);
    drop(writer.await.expect("the writer ends"));
}

#[tokio::test]
async fn a_program_that_wants_no_events_still_gets_its_answers() {
    let server = Server::start().await;
    let (session, events, mut peer) = signed_in(&server, Options::default()).await;
    drop(events);
    for version in 1..=2_000 {
        peer.say(&push(version, &instant("hello"))).await;
    }
    let server_side = async {
        let (id, _) = peer.hear_call("user_query_user_status").await;
        peer.reply(id, json!({"account": "tom", "status": 1})).await;
    };
    let (online, ()) = tokio::join!(session.query_user_status("tom"), server_side);
    assert_eq!(online, Ok(true));
}

#[tokio::test]
async fn destroy_signs_out_ends_the_events_and_every_later_call() {
    let server = Server::start().await;
    let (session, mut events, mut peer) = signed_in(&server, Options::default()).await;
    let open = session.begin(message(1)).expect("room");
    let mut trace = session.trace();
    let other = session.clone();
    session.destroy();
    peer.hear_call("user_sendmsg").await;
    peer.hear_call("user_logout").await;
    peer.gone().await;
    assert_eq!(within("the answer", open).await, Err(Error::Ended(Ecode::LogoutUser)));
    let mut last = None;
    while let Some(event) = within("the end of the events", events.next()).await {
        last = Some(event);
    }
    assert_eq!(last, Some(Event::Logout { ecode: Ecode::LogoutUser }));
    assert_eq!(other.status(), Status::NotLoggedIn);
    assert_eq!(other.begin(Api::Logout).err(), Some(Error::Ended(Ecode::LogoutUser)));
    while within("the end of the records", trace.next()).await.is_some() {}
}

#[tokio::test]
async fn dropping_the_last_handle_signs_out() {
    let server = Server::start().await;
    let (session, mut events, mut peer) = signed_in(&server, Options::default()).await;
    drop(session);
    peer.hear_call("user_logout").await;
    peer.gone().await;
    assert_eq!(event(&mut events).await, Event::Logout { ecode: Ecode::LogoutUser });
    assert_eq!(within("the end", events.next()).await, None);
}

#[tokio::test]
async fn a_tap_sees_frames_and_counts_what_it_was_too_slow_for() {
    let server = Server::start().await;
    let (session, mut events, mut peer) = signed_in(&server, Options::default()).await;
    let mut trace = session.trace();
    for version in 1..=600 {
        peer.say(&push(version, &instant("hello"))).await;
    }
    for _ in 1..=600 {
        event(&mut events).await;
    }
    let first = within("a record", trace.next()).await.expect("a record");
    assert!(trace.dropped() > 0);
    assert_eq!(first.number, trace.dropped() + 1);
    assert!(first.at_millis > 1_600_000_000_000);
    assert!(matches!(first.what, What::Received(_) | What::Happened(_)));
}

#[tokio::test]
async fn log_lines_come_only_when_asked_for_and_begin_with_the_time() {
    let server = Server::start().await;
    let (session, mut events) =
        server.signal().with_options(Options { log: true, ..Options::default() }).start();
    let (uid, _peer) = tokio::join!(session.login("nora", "secret-token"), server.sign_in("line-1"));
    assert!(uid.is_ok());
    let mut lines = 0;
    while let Some(event) = events.try_next() {
        if let Event::Log { text } = event {
            assert!(
                text[..13].chars().all(|c| c.is_ascii_digit()) && text[13..].starts_with(" : "),
                "{text}"
            );
            assert!(!text.contains("secret-token") && !text.contains("line-1"), "{text}");
            lines += 1;
        }
    }
    assert!(lines > 3);
}
