use crate::ids::{CONNECT_SECS, SERVER_FRAME_BYTES};
use futures_util::{Sink, Stream};
use rustls::{ClientConfig, RootCertStore};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{self, Message, protocol::WebSocketConfig};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, connect_async_tls_with_config};

const BUFFER_BYTES: usize = 16 * 1024;
/// How long the farewell of a socket may take.
const CLOSE_TIME: Duration = Duration::from_secs(2);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;
type Connecting = Pin<Box<dyn Future<Output = Result<Socket, String>> + Send>>;

/// What a link reports.
#[derive(Debug)]
pub(super) enum Heard {
    Opened,
    Text(String),
    Binary(Vec<u8>),
    /// The end: nothing more will be heard.
    Lost(String),
}

enum State {
    Connecting(Connecting),
    Open(Box<Socket>),
    Over,
}

/// One socket, from connecting to its end. It decides nothing.
pub(super) struct Link {
    state: State,
    /// Frames that wait for room in the socket, oldest first.
    unsent: VecDeque<String>,
    unflushed: bool,
}

/// The TLS of every instance in this process: ring, and the certificates that the system trusts.
fn tls() -> Result<Arc<ClientConfig>, String> {
    static TLS: OnceLock<Result<Arc<ClientConfig>, String>> = OnceLock::new();
    TLS.get_or_init(|| {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|why| why.to_string())?;
        Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
    })
    .clone()
}

async fn connect(url: String) -> Result<Socket, String> {
    let connector = if url.starts_with("wss:") { Connector::Rustls(tls()?) } else { Connector::Plain };
    let config = WebSocketConfig::default()
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_message_size(Some(SERVER_FRAME_BYTES))
        .max_frame_size(Some(SERVER_FRAME_BYTES));
    let connecting = connect_async_tls_with_config(url, Some(config), true, Some(connector));
    match tokio::time::timeout(Duration::from_secs(CONNECT_SECS), connecting).await {
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(why)) => Err(why.to_string()),
        Err(_) => Err(format!("no connection within {CONNECT_SECS} s")),
    }
}

impl Link {
    pub fn connect(url: String) -> Self {
        Self { state: State::Connecting(Box::pin(connect(url))), unsent: VecDeque::new(), unflushed: false }
    }

    pub fn send(&mut self, text: String) {
        self.unsent.push_back(text);
    }

    /// Writes what waits and, if `reading`, waits for what comes. Cancel safe.
    pub async fn pump(&mut self, reading: bool) -> Heard {
        poll_fn(|context| self.poll_pump(context, reading)).await
    }

    fn poll_pump(&mut self, context: &mut Context<'_>, reading: bool) -> Poll<Heard> {
        let lost = |state: &mut State, why: String| {
            *state = State::Over;
            Poll::Ready(Heard::Lost(why))
        };
        match &mut self.state {
            State::Over => Poll::Pending,
            State::Connecting(connecting) => match ready!(connecting.as_mut().poll(context)) {
                Ok(socket) => {
                    self.state = State::Open(Box::new(socket));
                    Poll::Ready(Heard::Opened)
                }
                Err(why) => lost(&mut self.state, why),
            },
            State::Open(_) => {
                if let Poll::Ready(Err(why)) = self.poll_write(context) {
                    return lost(&mut self.state, why.to_string());
                }
                if !reading {
                    return Poll::Pending;
                }
                match ready!(self.poll_read(context)) {
                    Ok(heard) => Poll::Ready(heard),
                    Err(why) => lost(&mut self.state, why),
                }
            }
        }
    }

    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<Result<(), tungstenite::Error>> {
        let State::Open(socket) = &mut self.state else { return Poll::Ready(Ok(())) };
        let mut socket = Pin::new(socket.as_mut());
        while !self.unsent.is_empty() {
            ready!(socket.as_mut().poll_ready(context))?;
            if let Some(text) = self.unsent.pop_front() {
                self.unflushed = true;
                socket.as_mut().start_send(Message::text(text))?;
            }
        }
        if self.unflushed {
            ready!(socket.poll_flush(context))?;
            self.unflushed = false;
        }
        Poll::Ready(Ok(()))
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Result<Heard, String>> {
        let State::Open(socket) = &mut self.state else { return Poll::Pending };
        loop {
            let message = ready!(Pin::new(socket.as_mut()).poll_next(context));
            return Poll::Ready(match message {
                Some(Ok(Message::Text(text))) => Ok(Heard::Text(text.as_str().to_owned())),
                Some(Ok(Message::Binary(bytes))) => Ok(Heard::Binary(bytes.to_vec())),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                Some(Ok(Message::Close(frame))) => Err(match frame {
                    Some(frame) => format!("closed by the server ({}) {}", frame.code, frame.reason),
                    None => "closed by the server".to_owned(),
                }),
                Some(Err(why)) => Err(why.to_string()),
                None => Err("closed by the server".to_owned()),
            });
        }
    }

    /// Writes out what waits and says goodbye, for two seconds at most.
    pub async fn close(mut self) {
        let farewell = async {
            if poll_fn(|context| self.poll_write(context)).await.is_err() {
                return;
            }
            let State::Open(socket) = &mut self.state else { return };
            if socket.close(None).await.is_err() {
                return;
            }
            // The other side's answer completes the farewell; what it still had to say is not wanted.
            let mut next = async || poll_fn(|context| Pin::new(socket.as_mut()).poll_next(context)).await;
            while let Some(Ok(message)) = next().await {
                if message.is_close() {
                    return;
                }
            }
        };
        let _ = tokio::time::timeout(CLOSE_TIME, farewell).await;
    }
}
