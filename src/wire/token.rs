//! `1:<app>:<expires>:<md5>`: a token binds an account to an app until a moment, signed with the app's
//! certificate. It is checked at login only.

use super::code::Refusal;
use crate::ids::{Account, AppId, TOKEN_BYTES};
use md5::{Digest, Md5};
use subtle::ConstantTimeEq;

/// What a client sends where no token is needed.
pub const NO_TOKEN: &str = "_no_need_token";

fn digest(account: &Account, app: &AppId, certificate: &str, expires: &str) -> String {
    let mut md5 = Md5::new();
    for part in [account.as_str(), app.as_str(), certificate, expires] {
        md5.update(part.as_bytes());
    }
    md5.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a token; `expires_at` is in seconds since 1970.
pub fn mint(account: &Account, app: &AppId, certificate: &str, expires_at: u64) -> String {
    let expires = expires_at.to_string();
    format!("1:{app}:{expires}:{}", digest(account, app, certificate, &expires))
}

/// Checks a token at `now` (seconds since 1970) against the app's certificate, in constant time where the
/// secret is concerned.
pub fn verify(
    token: &str,
    account: &Account,
    app: &AppId,
    certificate: &str,
    now: u64,
) -> Result<(), Refusal> {
    if token.is_empty() || token == NO_TOKEN {
        return Err(Refusal::TokenRequired);
    }
    if token.len() > TOKEN_BYTES {
        return Err(Refusal::TokenInvalid);
    }
    let parts: Vec<&str> = token.split(':').collect();
    let ["1", token_app, expires, signature] = parts[..] else {
        return Err(Refusal::TokenInvalid);
    };
    if token_app != app.as_str() {
        return Err(Refusal::TokenAppId);
    }
    let expected = digest(account, app, certificate, expires);
    if !bool::from(expected.as_bytes().ct_eq(signature.as_bytes())) {
        return Err(Refusal::TokenInvalid);
    }
    match expires.parse::<u64>() {
        Ok(at) if at > now => Ok(()),
        Ok(_) => Err(Refusal::TokenExpired),
        Err(_) => Err(Refusal::TokenInvalid),
    }
}
