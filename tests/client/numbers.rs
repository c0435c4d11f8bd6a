//! What needs no login and no server.

use bellbird::client::{Signal, Status, sdk_version};

#[tokio::test]
async fn the_status_has_the_old_number_and_the_version_the_old_scheme() {
    let (session, _events) = Signal::new("ws://127.0.0.1:9", "demo").unwrap().start();
    assert_eq!(session.status(), Status::NotLoggedIn);
    let order = [Status::NotLoggedIn, Status::LoggingIn, Status::LoggedIn, Status::Reconnecting];
    assert_eq!(order.map(Status::number), [0, 1, 2, 3]);

    let digits = session.sdk_version().to_string();
    assert_eq!(digits, sdk_version().to_string());
    let (lead, rest) = digits.split_at(1);
    let parts = [&rest[..2], &rest[2..4], &rest[4..6], &rest[6..]].map(|part| part.parse::<u32>().unwrap());
    assert_eq!((lead, parts[3]), ("1", 0));
    assert_eq!(format!("{}.{}.{}", parts[0], parts[1], parts[2]), env!("CARGO_PKG_VERSION"));
}
