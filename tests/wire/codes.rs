use super::value;
use bellbird::wire::{Ecode, Refusal};

/// Every number of the old API with the constant's name.
const NUMBERS: [(i32, &str); 42] = [
    (0, "SUCCESS"),
    (100, "LOGOUT_E_OTHER"),
    (101, "LOGOUT_E_USER"),
    (102, "LOGOUT_E_NET"),
    (103, "LOGOUT_E_KICKED"),
    (104, "LOGOUT_E_PACKET"),
    (105, "LOGOUT_E_TOKENEXPIRED"),
    (106, "LOGOUT_E_OLDVERSION"),
    (107, "LOGOUT_E_TOKENWRONG"),
    (108, "LOGOUT_E_ALREADY_LOGOUT"),
    (200, "LOGIN_E_OTHER"),
    (201, "LOGIN_E_NET"),
    (202, "LOGIN_E_FAILED"),
    (203, "LOGIN_E_CANCEL"),
    (204, "LOGIN_E_TOKENEXPIRED"),
    (205, "LOGIN_E_OLDVERSION"),
    (206, "LOGIN_E_TOKENWRONG"),
    (207, "LOGIN_E_TOKEN_KICKED"),
    (208, "LOGIN_E_ALREADY_LOGIN"),
    (209, "LOGIN_E_INVALID_USER"),
    (300, "JOINCHANNEL_E_OTHER"),
    (400, "SENDMESSAGE_E_OTHER"),
    (401, "SENDMESSAGE_E_TIMEOUT"),
    (500, "QUERYUSERNUM_E_OTHER"),
    (501, "QUERYUSERNUM_E_TIMEOUT"),
    (502, "QUERYUSERNUM_E_BYUSER"),
    (600, "LEAVECHANNEL_E_OTHER"),
    (601, "LEAVECHANNEL_E_KICKED"),
    (602, "LEAVECHANNEL_E_BYUSER"),
    (603, "LEAVECHANNEL_E_LOGOUT"),
    (604, "LEAVECHANNEL_E_DISCONN"),
    (700, "INVITE_E_OTHER"),
    (701, "INVITE_E_REINVITE"),
    (702, "INVITE_E_NET"),
    (703, "INVITE_E_PEEROFFLINE"),
    (704, "INVITE_E_TIMEOUT"),
    (705, "INVITE_E_CANTRECV"),
    (1000, "GENERAL_E"),
    (1001, "GENERAL_E_FAILED"),
    (1002, "GENERAL_E_UNKNOWN"),
    (1003, "GENERAL_E_NOT_LOGIN"),
    (1004, "GENERAL_E_WRONG_PARAM"),
];

#[test]
fn every_number_has_its_name_and_comes_back() {
    let last = (1005, "GENERAL_E_LARGE_PARAM");
    let expected: Vec<(i32, &str)> = NUMBERS.into_iter().chain([last]).collect();
    let ours: Vec<(i32, &str)> = Ecode::ALL.iter().map(|code| (code.number(), code.name())).collect();
    assert_eq!(ours, expected);
    for code in Ecode::ALL {
        assert_eq!(Ecode::from_number(code.number()), Some(*code));
    }
    for unknown in [-1, 1, 99, 109, 210, 706, 1006, i32::MAX] {
        assert_eq!(Ecode::from_number(unknown), None);
    }
}

/// Every refusal: the text that travels, the code of a refused request, the code of a refused login.
fn refusals() -> Vec<(Refusal, &'static str, i32, i32)> {
    vec![
        (Refusal::WrongLine, "wrong line", 100, 201),
        (Refusal::PeerIsNotOnline, "peer is not online", 703, 201),
        (Refusal::PeerNotOnline, "peer not online", 1001, 201),
        (Refusal::PeerNotExist, "peer not exist", 1001, 201),
        (Refusal::NotInChannel, "not in channel", 1001, 201),
        (Refusal::ChannelFull, "channel full", 1001, 201),
        (Refusal::TooLarge, "too large", 1005, 201),
        (Refusal::RateLimited, "rate limited", 1001, 201),
        (Refusal::WrongParam, "wrong param", 1004, 201),
        (Refusal::MailboxFull, "mailbox full", 1001, 201),
        (Refusal::Reinvite, "reinvite", 701, 201),
        (Refusal::Unknown, "unknown", 1004, 201),
        (Refusal::NoGateway, "no gateway", 1001, 201),
        (Refusal::StorageUnavailable, "storage unavailable", 1001, 201),
        (Refusal::WrongVid, "wrong vid", 201, 201),
        (Refusal::WrongAccount("with space".to_owned()), "wrong account : with space", 209, 209),
        (Refusal::TokenExpired, "TokenErrorExpired", 204, 204),
        (Refusal::TokenInvalid, "TokenErrorInvalid", 206, 206),
        (Refusal::TokenAppId, "TokenErrorAppId", 206, 206),
        (Refusal::TokenRequired, "TokenErrorDynamicKeyRequired", 206, 206),
        (Refusal::Kicked, "kick", 207, 207),
        (Refusal::Other("try the other door".to_owned()), "try the other door", 1001, 201),
    ]
}

#[test]
fn every_refusal_travels_as_its_text_and_comes_back() {
    for (refusal, text, ecode, login_ecode) in refusals() {
        assert_eq!(refusal.text(), text);
        assert_eq!(Refusal::from_text(text), refusal);
        assert_eq!(refusal.ecode().number(), ecode, "{text}");
        assert_eq!(refusal.login_ecode().number(), login_ecode, "{text}");
        let body = value(&refusal.to_body());
        assert_eq!(body["result"], "failed");
        assert_eq!((&body["reason"], &body["data"]["result"]), (&text.into(), &text.into()));
        assert_eq!(body["ecode"], ecode);
    }
}

#[test]
fn login_codes_follow_the_text_alone_as_in_the_official_sdks() {
    for (text, code) in [
        ("kick", 207),
        ("kicked", 201),
        ("TokenErrorExpired", 204),
        ("TokenErrorExpiredToday", 206),
        ("TokenError", 206),
        ("TokenErrorSomethingNew", 206),
        ("tokenerror", 201),
        ("wrong account", 209),
        ("wrong account, sorry", 209),
        ("wrong vid", 201),
        ("", 201),
    ] {
        assert_eq!(Refusal::from_text(text).login_ecode().number(), code, "{text}");
    }
}
