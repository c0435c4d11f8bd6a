use super::play::{APP, login_body, login_frame};
use bellbird::server::{Config, Server, bind};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Nothing here takes this long; a wait that does has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for something, and says what for if it does not come.
pub async fn wait<T>(what: &str, future: impl Future<Output = T>) -> T {
    timeout(PATIENCE, future).await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}

/// A server on a free port, in a runtime of its own that can be taken away from under it.
pub struct House {
    runtime: Option<Runtime>,
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
}

impl House {
    pub fn open(folder: &Path) -> Self {
        Self::with(Config::test_mode(folder))
    }

    pub fn with(config: Config) -> Self {
        let runtime = Runtime::new().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let (address, served) = runtime.block_on(async {
            let listener = bind(([127, 0, 0, 1], 0).into()).await.unwrap();
            let address = listener.local_addr().unwrap();
            let server = Server::open(config).await.unwrap();
            let shutdown = async { drop(stopped.await) };
            let served = tokio::spawn(async { server.run(listener, shutdown).await.unwrap() });
            (address, served)
        });
        Self { runtime: Some(runtime), address, stop: Some(stop), served: Some(served) }
    }

    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.as_ref().unwrap().block_on(future)
    }

    /// Stops it the way an operator does.
    pub fn stop(&mut self) -> JoinHandle<()> {
        self.stop.take().unwrap().send(()).unwrap();
        self.served.take().unwrap()
    }

    /// Takes everything away at once: no goodbye, no last commit.
    pub fn kill(mut self) {
        drop(self.runtime.take());
    }

    /// A plain request: the answer's head and body.
    pub async fn http(&self, head: &str) -> (String, String) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = String::new();
        wait("an answer to a plain request", stream.read_to_string(&mut answer)).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    pub async fn metric(&self, name: &str) -> u64 {
        let (_, body) = self.http("GET /metrics HTTP/1.1\r\nHost: x").await;
        let line = body.lines().find_map(|line| line.strip_prefix(&format!("bellbird_{name} ")));
        line.unwrap().parse().unwrap()
    }

    pub async fn connect(&self) -> Client {
        Client::connect(self.address).await
    }

    pub async fn login(&self, device: &str, account: &str) -> Client {
        let mut client = self.connect().await;
        client.login(device, account).await;
        client
    }
}

/// One socket of a client.
pub struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    line: String,
    calls: i64,
    kept: VecDeque<Value>,
    /// How many frames came as zlib.
    pub inflated: usize,
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Self {
        let connected = connect_async(format!("ws://{address}/any/path?x=1"));
        let (socket, _) = wait("a WebSocket", connected).await.unwrap();
        Self { socket, line: String::new(), calls: 0, kept: VecDeque::new(), inflated: 0 }
    }

    pub async fn say(&mut self, frame: &Value) {
        self.say_text(frame.to_string()).await;
    }

    pub async fn say_text(&mut self, text: String) {
        wait("room to write", self.socket.send(Message::text(text))).await.unwrap();
    }

    /// The next frame, or how the connection ended.
    pub async fn next(&mut self) -> Result<Value, Option<CloseFrame>> {
        if let Some(frame) = self.kept.pop_front() {
            return Ok(frame);
        }
        self.read().await
    }

    async fn read(&mut self) -> Result<Value, Option<CloseFrame>> {
        loop {
            match wait("the next frame", self.socket.next()).await {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Binary(bytes))) => {
                    self.inflated += 1;
                    let text = bellbird::wire::frame::inflate(&bytes).unwrap();
                    return Ok(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Close(frame))) => return Err(frame),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(None),
            }
        }
    }

    pub async fn frame(&mut self) -> Value {
        self.next().await.unwrap_or_else(|end| panic!("the connection ended: {end:?}"))
    }

    /// Reads to the end of the connection.
    pub async fn end(&mut self) -> Option<CloseFrame> {
        loop {
            if let Err(end) = self.next().await {
                return end;
            }
        }
    }

    pub async fn login(&mut self, device: &str, account: &str) -> Value {
        self.say(&login_frame(device, account, "_no_need_token")).await;
        let body = login_body(&self.frame().await);
        self.line = body["line"].as_str().unwrap_or_default().to_owned();
        body
    }

    /// Sends a request without waiting for its reply.
    pub async fn request(&mut self, function: &str, mut args: Value) -> i64 {
        self.calls += 1;
        args["line"] = json!(self.line);
        self.say(&json!(["call2", [function, self.calls, args]])).await;
        self.calls
    }

    /// Makes a request and waits for its reply; what else comes is kept.
    pub async fn ask(&mut self, function: &str, args: Value) -> Value {
        let id = self.request(function, args).await;
        let mut others = VecDeque::new();
        loop {
            let frame = self.read().await.unwrap_or_else(|end| panic!("no reply to {function}: {end:?}"));
            if frame[0] == "call2-ret" && frame[1][0] == id {
                self.kept.append(&mut others);
                return serde_json::from_str(frame[1][2].as_str().unwrap()).unwrap();
            }
            others.push_back(frame);
        }
    }

    pub async fn message(&mut self, peer: &str, content: &str) -> Value {
        self.ask("user_sendmsg", json!({"peer": peer, "flag": "v1:E:3600", "content": content})).await
    }

    /// All that waits in the mailbox, acknowledged page by page: the contents.
    pub async fn fetch(&mut self) -> Vec<String> {
        let (mut version, mut contents) = (json!(0), Vec::new());
        loop {
            let body = self.ask("user_getmsg", json!({"ver_clear": version, "max": 200})).await;
            let msgs = body["msgs"].as_array().unwrap();
            let Some(last) = msgs.last() else { return contents };
            version = last[0].clone();
            let content = |item: &Value| super::play::kind_and_content(item[1].as_str().unwrap()).1;
            contents.extend(msgs.iter().map(content));
        }
    }
}

pub fn getaddr(extra: &str) -> String {
    format!("GET /getaddr?vid={APP}{extra} HTTP/1.1\r\nHost: chat.example.org:81")
}
