use super::boundary::ConnectionId;
use super::connection::{self, Arrival};
use super::shell::Status;
use crate::wire::discovery;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::service::service_fn;
use hyper::upgrade::OnUpgrade;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

/// Longest head of a request, and how long it may take.
const HEAD_BYTES: usize = 16 * 1024;
const HEAD_WAIT: Duration = Duration::from_secs(crate::ids::LOGIN_SECS);

/// What every connection of a server needs.
#[derive(Debug)]
pub(super) struct Front {
    pub(super) arrivals: mpsc::Sender<Arrival>,
    pub(super) status: Arc<Status>,
    pub(super) public_url: Option<String>,
    pub(super) binary_frames: bool,
    pub(super) next_connection: AtomicU64,
}

/// Serves one TCP connection to its end: plain requests, or a WebSocket.
pub(super) async fn serve(front: Arc<Front>, stream: TcpStream) {
    let Ok(local) = stream.local_addr() else { return };
    let _ = stream.set_nodelay(true);
    let (upgrades, mut upgraded) = mpsc::channel(1);
    let asked = front.clone();
    let service = service_fn(move |request| {
        let response = answer(&asked, local, request, &upgrades);
        async move { Ok::<_, Infallible>(response) }
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_WAIT).max_buf_size(HEAD_BYTES);
    if let Err(error) = http.serve_connection(TokioIo::new(stream), service).with_upgrades().await {
        tracing::debug!(%error, "a connection ended before it was a WebSocket");
    }
    let Ok(on_upgrade) = upgraded.try_recv() else { return };
    let socket = match on_upgrade.await {
        Ok(socket) => TokioIo::new(socket),
        Err(error) => return tracing::debug!(%error, "a WebSocket did not come about"),
    };
    let mut secret = [0; 16];
    if let Err(error) = getrandom::fill(&mut secret) {
        return tracing::error!(%error, "no randomness: a connection is turned away");
    }
    let id = ConnectionId(front.next_connection.fetch_add(1, Ordering::Relaxed));
    let config = Some(connection::websocket_config());
    let socket = WebSocketStream::from_raw_socket(socket, Role::Server, config).await;
    connection::serve(id, u128::from_be_bytes(secret), socket, front.arrivals.clone(), front.binary_frames)
        .await;
}

fn plain(status: StatusCode, kind: &'static str, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn answer(
    front: &Front,
    local: SocketAddr,
    request: Request<Incoming>,
    upgrades: &mpsc::Sender<OnUpgrade>,
) -> Response<Full<Bytes>> {
    if let Some(key) = websocket_key(request.headers()) {
        return upgrade(request, &key, upgrades);
    }
    match request.uri().path() {
        // Old SDKs hang for ever on any other status than 200.
        "/getaddr" => {
            let body = getaddr(front, local, &request);
            let mut response = plain(StatusCode::OK, "application/json", body);
            let any = HeaderValue::from_static("*");
            response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
            response
        }
        "/health" if request.method() == Method::GET => {
            let out = front.status.storage_out.load(Ordering::Relaxed);
            let (status, word) = if out {
                (StatusCode::SERVICE_UNAVAILABLE, "storage unavailable\n")
            } else {
                (StatusCode::OK, "ok\n")
            };
            plain(status, "text/plain; charset=utf-8", word.to_owned())
        }
        "/metrics" if request.method() == Method::GET => {
            plain(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", metrics(&front.status))
        }
        _ => plain(
            StatusCode::NOT_FOUND,
            "text/plain; charset=utf-8",
            "This is a Bellbird signalling server: connect with WebSocket.\n".to_owned(),
        ),
    }
}

fn metrics(status: &Status) -> String {
    let counters = [
        ("connections", "gauge", &status.connections),
        ("sessions", "gauge", &status.sessions),
        ("channels", "gauge", &status.channels),
        ("users", "gauge", &status.users),
        ("messages_total", "counter", &status.messages),
        ("store_commits_total", "counter", &status.commits),
        ("store_failed_commits_total", "counter", &status.failed_commits),
        ("connections_cut_off_total", "counter", &status.cut_off),
    ];
    let line = |(name, kind, counter): (&str, &str, &AtomicU64)| {
        let number = counter.load(Ordering::Relaxed);
        format!("# TYPE bellbird_{name} {kind}\nbellbird_{name} {number}\n")
    };
    counters.into_iter().map(line).collect()
}

fn getaddr<B>(front: &Front, local: SocketAddr, request: &Request<B>) -> String {
    let asked = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let harmless = |host: &&str| {
        !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-_:[]".contains(c))
    };
    let url = match (&front.public_url, asked.filter(harmless)) {
        (Some(url), _) => url.clone(),
        (None, Some(host)) => format!("ws://{host}/"),
        (None, None) => format!("ws://{local}/"),
    };
    let (host, port) = host_and_port(&url);
    let form = discovery::form(
        request.uri().query().unwrap_or_default(),
        request.headers().contains_key(header::ORIGIN),
    );
    discovery::answer(form, &url, &host, port).to_string()
}

fn host_and_port(url: &str) -> (String, u16) {
    let (default, rest) = match url.split_once("://") {
        Some(("wss", rest)) => (443, rest),
        Some((_, rest)) => (80, rest),
        None => (80, url),
    };
    let authority = rest.split('/').next().unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host.to_owned(), port.parse().unwrap_or(default)),
        Some(_) | None => (authority.to_owned(), default),
    }
}

/// The key of a request that wants to become a WebSocket; any path, host, origin and sub-protocol will do.
fn websocket_key(headers: &HeaderMap) -> Option<HeaderValue> {
    let says = |name: header::HeaderName, word: &str| {
        let mut values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        values.any(|value| value.split(',').any(|part| part.trim().eq_ignore_ascii_case(word)))
    };
    let wanted = says(header::CONNECTION, "upgrade") && says(header::UPGRADE, "websocket");
    headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| wanted).cloned()
}

fn upgrade(
    mut request: Request<Incoming>,
    key: &HeaderValue,
    upgrades: &mpsc::Sender<OnUpgrade>,
) -> Response<Full<Bytes>> {
    let version = request.headers().get(header::SEC_WEBSOCKET_VERSION);
    if version.is_none_or(|version| version != "13") {
        let mut response = plain(StatusCode::UPGRADE_REQUIRED, "text/plain; charset=utf-8", String::new());
        response.headers_mut().insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        return response;
    }
    let Ok(accept) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) else {
        return plain(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", String::new());
    };
    let mut response = plain(StatusCode::SWITCHING_PROTOCOLS, "text/plain", String::new());
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    // A browser that offers sub-protocols gives up unless one of them is taken.
    let offered = request.headers().get(header::SEC_WEBSOCKET_PROTOCOL).and_then(|value| value.to_str().ok());
    if let Some(first) = offered.and_then(|offered| offered.split(',').next())
        && let Ok(first) = HeaderValue::from_str(first.trim())
    {
        headers.insert(header::SEC_WEBSOCKET_PROTOCOL, first);
    }
    // One connection upgrades once: there is always room.
    let _ = upgrades.try_send(hyper::upgrade::on(&mut request));
    response
}
