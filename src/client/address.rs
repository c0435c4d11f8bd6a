use super::Error;
use tokio_tungstenite::tungstenite::http::Uri;

/// The socket's address for what a person or a program calls the server: `ws://` and `wss://` as they are,
/// `http://` and `https://` for the same host (the server answers both on one port), and `host:port` without
/// encryption.
pub(super) fn socket_url(server: &str) -> Result<String, Error> {
    let server = server.trim();
    let bad = |why: &str| Error::BadAddress(format!("{server:?} {why}"));
    let (scheme, rest) = match server.split_once("://") {
        Some((scheme, rest)) => match scheme.to_ascii_lowercase().as_str() {
            "ws" | "http" => ("ws", rest),
            "wss" | "https" => ("wss", rest),
            _ => return Err(bad("begins with something else than ws://, wss://, http:// or https://")),
        },
        None => ("ws", server),
    };
    if rest.is_empty() {
        return Err(bad("names no host"));
    }
    let uri: Uri = format!("{scheme}://{rest}").parse().map_err(|_| bad("is not an address"))?;
    let authority = uri.authority().ok_or_else(|| bad("names no host"))?;
    if authority.host().is_empty() {
        return Err(bad("names no host"));
    }
    if authority.as_str().contains('@') {
        return Err(bad("holds a user name"));
    }
    if authority.port_u16().is_none() && (authority.as_str().ends_with(':') || !server.contains("://")) {
        return Err(bad("needs a port, such as :8001"));
    }
    if uri.port().is_some() && uri.port_u16().is_none_or(|port| port == 0) {
        return Err(bad("has a port outside 1 to 65535"));
    }
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    Ok(format!("{scheme}://{authority}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_way_to_write_a_server_leads_to_its_socket() {
        let url = |server| socket_url(server).ok();
        assert_eq!(url("127.0.0.1:8001").as_deref(), Some("ws://127.0.0.1:8001/"));
        assert_eq!(url(" localhost:8001 ").as_deref(), Some("ws://localhost:8001/"));
        assert_eq!(url("[::1]:8001").as_deref(), Some("ws://[::1]:8001/"));
        assert_eq!(url("wss://talk.example").as_deref(), Some("wss://talk.example/"));
        assert_eq!(url("ws://h:1/a?b=c").as_deref(), Some("ws://h:1/a?b=c"));
        assert_eq!(url("https://talk.example").as_deref(), Some("wss://talk.example/"));
        assert_eq!(url("HTTP://h:9").as_deref(), Some("ws://h:9/"));
    }

    #[test]
    fn what_is_not_a_server_says_why() {
        for server in [
            "",
            "ws://",
            "talk.example",
            "h:",
            "h:0",
            "h:99999",
            "ftp://h:1",
            "ws://a b:1",
            "ws://u:p@h:1",
            ":80",
        ] {
            assert!(matches!(socket_url(server), Err(Error::BadAddress(_))), "{server:?}");
        }
    }
}
