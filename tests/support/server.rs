use bellbird::server::Config;
use std::future::Future;
use std::time::Duration;

/// Waits for what is due, with the name of it.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    let limit = Duration::from_secs(20);
    tokio::time::timeout(limit, future).await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}

/// A real server in test mode on a free port for as long as the work takes, which is given its address.
pub async fn with_server<F: Future<Output = ()>>(work: impl FnOnce(String) -> F) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(bellbird::server::run(listener, Config::test_mode(folder.path()), async {
        let _ = stopped.await;
    }));
    work(address).await;
    drop(stop);
    within("the server to stop", server).await.expect("no panic").expect("a clean end");
}
