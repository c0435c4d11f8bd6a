use super::boundary::{ConnectionId, Input};
use crate::ids::{
    BINARY_FRAME_LARGEST_BYTES, BINARY_FRAME_SMALLEST_BYTES, FRAME_BYTES, OUTBOX_BYTES, OUTBOX_FRAMES,
};
use crate::wire::ClientFrame;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Notify, mpsc};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};

/// How long the other side may take to answer the end of a connection.
const CLOSE_WAIT: Duration = Duration::from_secs(2);
/// Buffers are small because most connections are silent most of the time.
const BUFFER_BYTES: usize = 8 * 1024;

/// What the connections tell the loop around the hub.
#[derive(Debug)]
pub(super) enum Arrival {
    Opened { connection: ConnectionId, secret: u128, outbox: Outbox },
    Input(Input),
}

/// The end of a connection, as the other side reads it.
#[derive(Debug, Clone)]
pub(super) struct Farewell {
    pub(super) code: u16,
    pub(super) reason: &'static str,
    pub(super) pause: Duration,
}

#[derive(Debug)]
enum Outgoing {
    Frame(Message),
    Close(Farewell),
}

/// What waits to be written to one connection, bounded: a reader that is too slow is cut off, and whoever
/// sends to it notices nothing.
#[derive(Debug)]
pub(super) struct Outbox {
    queue: mpsc::Sender<Outgoing>,
    bytes: Arc<AtomicUsize>,
    cut: Arc<Notify>,
    /// Written by the reader when the client says `set_flag`.
    binary: Arc<AtomicBool>,
}

impl Outbox {
    /// Whether a text of so many bytes goes as a binary frame.
    pub(super) fn wants_binary(&self, length: usize) -> bool {
        (BINARY_FRAME_SMALLEST_BYTES..BINARY_FRAME_LARGEST_BYTES).contains(&length)
            && self.binary.load(Ordering::Relaxed)
    }

    /// Queues a frame; false if the connection had to be cut off.
    pub(super) fn send(&self, frame: Message) -> bool {
        let length = frame.len();
        let waiting = self.bytes.fetch_add(length, Ordering::Relaxed);
        // One frame always fits, however long: only a queue of them is a slow reader.
        let fits = waiting == 0 || waiting + length <= OUTBOX_BYTES;
        let queued = fits && self.queue.try_send(Outgoing::Frame(frame)).is_ok();
        if !queued {
            self.cut.notify_one();
        }
        queued
    }

    pub(super) fn close(&self, farewell: Farewell) {
        if self.queue.try_send(Outgoing::Close(farewell)).is_err() {
            self.cut.notify_one();
        }
    }
}

pub(super) fn websocket_config() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_message_size(Some(FRAME_BYTES))
        .max_frame_size(Some(FRAME_BYTES))
}

/// Carries one connection from its opening to its end. The hub hears of its frames in the order they came,
/// and they are written in the order the hub made them; with `binary_frames` as zlib, if the client wants it.
pub(super) async fn serve<S>(
    id: ConnectionId,
    secret: u128,
    socket: WebSocketStream<S>,
    arrivals: mpsc::Sender<Arrival>,
    binary_frames: bool,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (queue, queued) = mpsc::channel(OUTBOX_FRAMES);
    let (bytes, cut) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let binary = Arc::new(AtomicBool::new(false));
    let outbox = Outbox { queue, bytes: bytes.clone(), cut: cut.clone(), binary: binary.clone() };
    if arrivals.send(Arrival::Opened { connection: id, secret, outbox }).await.is_err() {
        return;
    }
    let (mut sink, mut stream) = socket.split();
    let farewell = tokio::select! {
        farewell = read(id, &mut stream, &arrivals, binary_frames.then_some(&*binary)) => farewell,
        farewell = write(&mut sink, queued, &bytes) => Some(farewell),
        () = cut.notified() => Some(Farewell { code: 1008, reason: "reads too slowly", pause: Duration::ZERO }),
    };
    // The hub need not wait for the other side's goodbye.
    let _ = arrivals.send(Arrival::Input(Input::Closed { connection: id })).await;
    if let Some(farewell) = farewell {
        tracing::debug!(connection = id.0, reason = farewell.reason, "closing");
        let goodbye = async {
            let frame = CloseFrame { code: CloseCode::from(farewell.code), reason: farewell.reason.into() };
            if sink.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = stream.next().await {}
            }
        };
        let _ = timeout(CLOSE_WAIT, goodbye).await;
    }
}

/// Reads until the socket ends; a farewell if this side should say why.
async fn read<S>(
    id: ConnectionId,
    stream: &mut SplitStream<WebSocketStream<S>>,
    arrivals: &mpsc::Sender<Arrival>,
    binary: Option<&AtomicBool>,
) -> Option<Farewell>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let farewell = |code, reason| Some(Farewell { code, reason, pause: Duration::ZERO });
    while let Some(message) = stream.next().await {
        let input = match message {
            Ok(Message::Text(text)) => {
                let frame = ClientFrame::parse(&text);
                if let (Ok(ClientFrame::SetFlag { binary: wanted }), Some(binary)) = (&frame, binary) {
                    binary.store(*wanted, Ordering::Relaxed);
                }
                Input::Frame { connection: id, frame }
            }
            Ok(Message::Ping(_) | Message::Pong(_)) => Input::Heard { connection: id },
            Ok(Message::Binary(_)) => return farewell(1003, "only text frames are understood"),
            Ok(Message::Close(_)) => return None,
            Ok(Message::Frame(_)) => continue,
            Err(Error::Capacity(_)) => return farewell(1009, "frame too large"),
            Err(Error::Utf8(_)) => return farewell(1007, "not UTF-8"),
            Err(Error::Protocol(_)) => return farewell(1002, "not WebSocket"),
            Err(_) => return None,
        };
        if arrivals.send(Arrival::Input(input)).await.is_err() {
            return farewell(1001, "the server is stopping");
        }
    }
    None
}

/// Writes until the hub says that it was the last.
async fn write<S>(
    sink: &mut SplitSink<WebSocketStream<S>, Message>,
    mut queued: mpsc::Receiver<Outgoing>,
    bytes: &AtomicUsize,
) -> Farewell
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let broken = Farewell { code: 1011, reason: "cannot be written to", pause: Duration::ZERO };
    loop {
        let next = match queued.try_recv() {
            Ok(next) => Some(next),
            Err(_) => {
                if sink.flush().await.is_err() {
                    return broken;
                }
                queued.recv().await
            }
        };
        match next {
            Some(Outgoing::Frame(frame)) => {
                let length = frame.len();
                if sink.feed(frame).await.is_err() {
                    return broken;
                }
                bytes.fetch_sub(length, Ordering::Relaxed);
            }
            Some(Outgoing::Close(farewell)) => {
                if sink.flush().await.is_err() {
                    return broken;
                }
                sleep(farewell.pause).await;
                return farewell;
            }
            None => return Farewell { code: 1001, reason: "the server is stopping", pause: Duration::ZERO },
        }
    }
}
