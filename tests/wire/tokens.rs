use bellbird::ids::{Account, AppId, TOKEN_BYTES};
use bellbird::wire::Refusal;
use bellbird::wire::token::{NO_TOKEN, mint, verify};

const APP: &str = "970ca35de60c44645bbae8a215061b33";
const CERTIFICATE: &str = "5cfd2fd1755d40ecb72977518be15d3b";

/// Account, app, certificate, moment of expiry, token.
const VECTORS: [(&str, &str, &str, u64, &str); 3] = [
    (
        "TestAccount",
        APP,
        CERTIFICATE,
        1_446_455_471,
        "1:970ca35de60c44645bbae8a215061b33:1446455471:4815d52c4fd440bac35b981c12798774",
    ),
    (
        "2882341273",
        "970CA35de60c44645bbae8a215061b33",
        "5CFd2fd1755d40ecb72977518be15d3b",
        1_514_219_634,
        "1:970CA35de60c44645bbae8a215061b33:1514219634:82539e1f3973bcfe3f0d0c8993e6c051",
    ),
    (
        "用户é",
        APP,
        CERTIFICATE,
        1_893_456_000,
        "1:970ca35de60c44645bbae8a215061b33:1893456000:5983e481db5094762679170ceb9f4f26",
    ),
];

fn account(text: &str) -> Account {
    Account::new(text).unwrap()
}

fn app(text: &str) -> AppId {
    AppId::new(text).unwrap()
}

fn check(token: &str, now: u64) -> Result<(), Refusal> {
    verify(token, &account("TestAccount"), &app(APP), CERTIFICATE, now)
}

#[test]
fn the_three_vectors_are_minted_and_verified() {
    for (name, app_id, certificate, expires_at, token) in VECTORS {
        assert_eq!(mint(&account(name), &app(app_id), certificate, expires_at), token);
        assert_eq!(verify(token, &account(name), &app(app_id), certificate, expires_at - 1), Ok(()));
    }
}

#[test]
fn a_token_ends_with_its_second() {
    let (.., expires_at, token) = VECTORS[0];
    assert_eq!(check(token, expires_at - 1), Ok(()));
    assert_eq!(check(token, expires_at), Err(Refusal::TokenExpired));
    assert_eq!(check(token, expires_at + 1), Err(Refusal::TokenExpired));
}

#[test]
fn a_token_for_another_app_is_named_as_such() {
    let token = VECTORS[1].4;
    assert_eq!(check(token, 0), Err(Refusal::TokenAppId));
}

#[test]
fn a_token_serves_one_account_alone() {
    let (.., expires_at, token) = VECTORS[0];
    let answer = verify(token, &account("testaccount"), &app(APP), CERTIFICATE, expires_at - 1);
    assert_eq!(answer, Err(Refusal::TokenInvalid));
}

#[test]
fn a_token_signed_with_another_certificate_is_refused() {
    let (.., expires_at, token) = VECTORS[0];
    let answer = verify(token, &account("TestAccount"), &app(APP), "another", expires_at - 1);
    assert_eq!(answer, Err(Refusal::TokenInvalid));
}

#[test]
fn one_changed_character_anywhere_breaks_a_token() {
    let (.., token) = VECTORS[0];
    for at in 0..token.len() {
        let mut changed = token.as_bytes().to_vec();
        changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(check(&changed, 0).is_err(), "{changed}");
    }
}

#[test]
fn a_forged_later_expiry_is_invalid_and_not_merely_expired() {
    let forged = VECTORS[0].4.replace("1446455471", "2446455471");
    assert_eq!(check(&forged, 0), Err(Refusal::TokenInvalid));
    // Even an expired moment is believed only under a good signature.
    let forged = VECTORS[0].4.replace("1446455471", "0000000001");
    assert_eq!(check(&forged, 1_000_000), Err(Refusal::TokenInvalid));
}

#[test]
fn where_a_token_is_needed_the_placeholder_and_nothing_are_refused_as_such() {
    assert_eq!(NO_TOKEN, "_no_need_token");
    assert_eq!(check(NO_TOKEN, 0), Err(Refusal::TokenRequired));
    assert_eq!(check("", 0), Err(Refusal::TokenRequired));
}

#[test]
fn what_is_not_a_token_is_invalid() {
    for bad in ["1", "1:::", "2:970ca35de60c44645bbae8a215061b33:1:x", "a:b:c:d:e", ":::", "1:x:y"] {
        let answer = check(bad, 0);
        assert!(matches!(answer, Err(Refusal::TokenInvalid | Refusal::TokenAppId)), "{bad}: {answer:?}");
    }
    let long = format!("{}:{}", VECTORS[0].4, "x".repeat(TOKEN_BYTES));
    assert_eq!(check(&long, 0), Err(Refusal::TokenInvalid));
}

#[test]
fn every_bad_token_maps_to_its_login_code() {
    assert_eq!(Refusal::TokenExpired.login_ecode().number(), 204);
    for refusal in [Refusal::TokenInvalid, Refusal::TokenAppId, Refusal::TokenRequired] {
        assert_eq!(refusal.login_ecode().number(), 206);
    }
}
