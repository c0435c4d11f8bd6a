//! The signalling server: one hub that decides, and around it what carries its decisions out.
//!
//! Words: the *hub* is the core, pure and deterministic; an *input* is what happened (a connection opened,
//! a frame came, time passed), an *output* is what to do about it (store, send, close); a *batch* is what
//! was ready at once, and its store outputs are committed in one transaction before any of its sends
//! leaves. A *session* is one signed-in account, a *connection* is one socket.
//!
//! When a commit fails, the batch has never happened: the hub is put back to where the disk is, told that
//! the store is out, and handles the same inputs again. Whatever needs the store is then refused with
//! `storage unavailable`, everything else goes on; once a second the store is tried anew.
//!
//! Deliberately absent from the hub and its parts (apps, directory, mailbox, channels, invites): clocks,
//! randomness, sockets, files and locks. They arrive as inputs and leave as outputs. Absent altogether:
//! TLS (a proxy's work), acknowledgement by message id, and `multi` frames: a client that has said `set_flag`
//! takes them, but they would only save it a few bytes of WebSocket framing.

mod apps;
mod boundary;
mod channel_attributes;
mod channels;
pub mod config;
mod connection;
mod directory;
mod http;
pub mod hub;
mod invites;
mod journal;
mod mailbox;
mod members;
mod rate;
mod repeats;
mod ringing;
mod shell;
mod special;
pub mod store;
mod user_attributes;

use hub::Hub;
use shell::{Clock, Shell, Status};
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use store::{Store, StoreError};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

pub use config::{Config, ConfigError, Policy};

/// Arrivals that wait for the hub before the connections wait in turn.
const ARRIVALS: usize = 1_024;
/// How long connections may take to say goodbye when the server stops.
const STOP_WAIT: Duration = Duration::from_secs(2);
/// How long to wait when the system has no more sockets to give.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Why a server could not start or had to stop. Each text is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("cannot listen on {address}: {error}")]
    Listen { address: SocketAddr, error: std::io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Binds the listener that [`run`] takes; ask it for its `local_addr()`.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ServerError> {
    TcpListener::bind(address).await.map_err(|error| ServerError::Listen { address, error })
}

/// A server whose store is open and which accepts connections as soon as it is run.
#[derive(Debug)]
pub struct Server {
    shell: Shell,
    status: Arc<Status>,
    public_url: Option<String>,
    binary_frames: bool,
}

impl Server {
    /// Opens the store; after this nothing can stop the server from serving.
    pub async fn open(config: Config) -> Result<Self, ServerError> {
        let (folder, limit) = (config.data_dir, config.store_limit_mib);
        let opening = tokio::task::spawn_blocking(move || Store::open(&folder, limit));
        let opened = opening.await.map_err(|error| StoreError::Write(error.to_string()))?;
        let (store, stored) = opened?;
        let (clock, mut out) = (Clock::new(), Vec::new());
        let hub = Hub::load(config.policy, stored, clock.now(), &mut out);
        let ops = shell::take_store_ops(&mut out);
        if !ops.is_empty() {
            store.commit(ops).await?;
        }
        let status = Arc::new(Status::default());
        let shell = Shell::new(hub, store, clock, status.clone());
        let (public_url, binary_frames) = (config.public_url, config.binary_frames);
        Ok(Self { shell, status, public_url, binary_frames })
    }

    /// Serves until `shutdown` is done, then closes every connection and the store. Dropping the future
    /// stops the server at once; what was acknowledged is durable in either case.
    pub async fn run(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Result<(), ServerError> {
        let (sender, mut arrivals) = mpsc::channel(ARRIVALS);
        let front = Arc::new(http::Front {
            arrivals: sender,
            status: self.status,
            public_url: self.public_url,
            binary_frames: self.binary_frames,
            next_connection: AtomicU64::new(1),
        });
        let (stop, stopped) = oneshot::channel();
        let accept = async move {
            let mut connections = JoinSet::new();
            let mut shutdown = std::pin::pin!(shutdown);
            loop {
                tokio::select! {
                    () = &mut shutdown => break,
                    accepted = listener.accept() => match accepted {
                        Ok((stream, _)) => {
                            connections.spawn(http::serve(front.clone(), stream));
                        }
                        Err(error) => {
                            tracing::warn!(%error, "cannot accept a connection");
                            tokio::time::sleep(ACCEPT_PAUSE).await;
                        }
                    },
                    Some(_) = connections.join_next() => {}
                }
            }
            drop(listener);
            // The receiver is gone only if the loop is.
            let _ = stop.send(());
            connections
        };
        let (mut connections, store) = tokio::join!(accept, self.shell.run(&mut arrivals, stopped));
        drop(arrivals);
        let goodbyes = async { while connections.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(STOP_WAIT, goodbyes).await;
        let closing = tokio::task::spawn_blocking(move || drop(store));
        closing.await.map_err(|error| StoreError::Write(error.to_string()))?;
        Ok(())
    }
}

/// Opens the store and serves on the listener until `shutdown` is done; nothing acknowledged is lost.
pub async fn run(
    listener: TcpListener,
    config: Config,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), ServerError> {
    Server::open(config).await?.run(listener, shutdown).await
}
