use crate::client::Signal;
use crate::server;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OnceCell, watch};

/// Ports after the first that are tried when something else has it.
const MORE_PORTS: u16 = 20;
/// How long a server may take to say what it is.
const PROBE: Duration = Duration::from_secs(3);
/// How long ours may take to stop.
const STOP: Duration = Duration::from_secs(3);

/// The server built into this program, "This computer": it starts with the first sign-in that asks for it.
#[derive(Debug, Clone)]
pub(super) struct LocalServerHost {
    folder: PathBuf,
    port: u16,
    running: Arc<OnceCell<Running>>,
}

#[derive(Debug)]
struct Running {
    url: Arc<str>,
    stop: watch::Sender<bool>,
    /// Closed when the server has stopped.
    ended: watch::Receiver<()>,
}

impl LocalServerHost {
    pub(super) fn new(folder: PathBuf, port: u16) -> Self {
        Self { folder, port, running: Arc::default() }
    }

    /// The address of our own server, or of the one that another Bellbird on this computer runs.
    pub(super) async fn find(&self) -> Result<Arc<str>, Arc<str>> {
        if let Some(ours) = self.running.get() {
            return Ok(ours.url.clone());
        }
        let first = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let listener = match TcpListener::bind(first).await {
            Ok(listener) => listener,
            Err(_) if is_bellbird(first).await => return Ok(url(first)),
            Err(_) => self.next_free().await?,
        };
        let started = self.running.get_or_try_init(|| self.start(listener)).await?;
        Ok(started.url.clone())
    }

    async fn start(&self, listener: TcpListener) -> Result<Running, Arc<str>> {
        let address = listener.local_addr().map_err(why)?;
        let server = server::Server::open(server::Config::test_mode(&self.folder)).await.map_err(why)?;
        let (stop, mut stopped) = watch::channel(false);
        let (alive, ended) = watch::channel(());
        tokio::spawn(async move {
            let shutdown = async {
                // A dropped sender stops the server as well.
                let _ = stopped.wait_for(|stopped| *stopped).await;
            };
            if let Err(error) = server.run(listener, shutdown).await {
                tracing::error!(%error, "the built-in server stopped");
            }
            drop(alive);
        });
        Ok(Running { url: url(address), stop, ended })
    }

    async fn next_free(&self) -> Result<TcpListener, Arc<str>> {
        for port in (1..=MORE_PORTS).filter_map(|more| self.port.checked_add(more)) {
            if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
                return Ok(listener);
            }
        }
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(why)
    }

    pub(super) async fn stop(&self) {
        let Some(running) = self.running.get() else { return };
        running.stop.send_replace(true);
        let mut ended = running.ended.clone();
        let closed = async { while ended.changed().await.is_ok() {} };
        if tokio::time::timeout(STOP, closed).await.is_err() {
            tracing::warn!("the built-in server takes long to stop");
        }
    }
}

fn why(error: impl std::fmt::Display) -> Arc<str> {
    Arc::from(error.to_string())
}

fn url(address: SocketAddr) -> Arc<str> {
    Arc::from(format!("ws://{address}/"))
}

async fn is_bellbird(address: SocketAddr) -> bool {
    tokio::time::timeout(PROBE, says_bellbird(&address.to_string())).await.unwrap_or(false)
}

async fn says_bellbird(address: &str) -> bool {
    let Ok(mut stream) = TcpStream::connect(address).await else { return false };
    let request = format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    if stream.write_all(request.as_bytes()).await.is_err() {
        return false;
    }
    let mut answer = Vec::new();
    let mut limited = stream.take(4_096);
    limited.read_to_end(&mut answer).await.is_ok() && String::from_utf8_lossy(&answer).contains("Bellbird")
}

/// Whether a server answers at an address as typed. Behind TLS nothing more is asked than that somebody
/// listens; otherwise the server says what it is.
pub(super) async fn reachable(address: &str) -> bool {
    let Ok(signal) = Signal::new(address, "probe") else { return false };
    let Some((scheme, rest)) = signal.url().split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let has_port = authority.rsplit(']').next().is_some_and(|end| end.contains(':'));
    let default_port = if scheme == "wss" { 443 } else { 80 };
    let target = if has_port { authority.to_owned() } else { format!("{authority}:{default_port}") };
    let asked = async {
        match scheme {
            "wss" => TcpStream::connect(&target).await.is_ok(),
            _ => says_bellbird(&target).await,
        }
    };
    tokio::time::timeout(PROBE, asked).await.unwrap_or(false)
}
