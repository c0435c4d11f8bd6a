use crate::client::Error;
use crate::model::{SendFailure, SignInProblem};
use crate::wire::{Ecode, Refusal};
use std::sync::Arc;

/// Why something asked for was not done; `bytes` is the size of what was sent.
pub(super) fn send_failure(error: &Error, bytes: usize) -> SendFailure {
    match error {
        Error::NotLoggedIn | Error::Ended(_) => SendFailure::NotSignedIn,
        Error::WrongArgument { ecode: Ecode::GeneralLargeParam, .. } => SendFailure::TooLarge { bytes },
        Error::WrongArgument { argument, ecode } => refused(argument, *ecode),
        Error::Refused { refusal, ecode } => refusal_failure(refusal, *ecode, bytes),
        Error::Unreachable(_) | Error::NoAnswer => SendFailure::NoReply,
        Error::WrongState(ecode) => refused(ecode.name(), *ecode),
        Error::Busy => SendFailure::RateLimited,
        Error::BadAddress(why) => refused(why, Ecode::GeneralWrongParam),
    }
}

fn refused(reason: &str, ecode: Ecode) -> SendFailure {
    SendFailure::Refused { reason: Arc::from(reason), ecode: ecode.number() }
}

fn refusal_failure(refusal: &Refusal, ecode: Ecode, bytes: usize) -> SendFailure {
    match refusal {
        Refusal::TooLarge => SendFailure::TooLarge { bytes },
        Refusal::RateLimited => SendFailure::RateLimited,
        Refusal::MailboxFull => SendFailure::MailboxFull,
        Refusal::NotInChannel => SendFailure::NotInChannel,
        Refusal::PeerIsNotOnline | Refusal::PeerNotOnline => SendFailure::PeerOffline,
        Refusal::StorageUnavailable => SendFailure::ServerStorage,
        Refusal::WrongLine
        | Refusal::PeerNotExist
        | Refusal::ChannelFull
        | Refusal::WrongParam
        | Refusal::Reinvite
        | Refusal::Unknown
        | Refusal::NoGateway
        | Refusal::WrongVid
        | Refusal::WrongAccount(_)
        | Refusal::TokenExpired
        | Refusal::TokenInvalid
        | Refusal::TokenAppId
        | Refusal::TokenRequired
        | Refusal::Kicked
        | Refusal::Other(_) => refused(&refusal.text(), ecode),
    }
}

/// Why a sign-in at `server` did not succeed.
pub(super) fn sign_in_problem(error: &Error, server: &str) -> SignInProblem {
    match error {
        Error::Refused { refusal, ecode } => refused_sign_in(refusal, *ecode, server),
        Error::WrongArgument { ecode, .. } => problem_of_ecode(*ecode, server),
        Error::Unreachable(_) | Error::NoAnswer => SignInProblem::Unreachable { server: Arc::from(server) },
        Error::BadAddress(_) => SignInProblem::NotAnAddress,
        Error::Ended(ecode) | Error::WrongState(ecode) => {
            SignInProblem::SessionEnded { ecode: ecode.number() }
        }
        Error::NotLoggedIn => SignInProblem::SessionEnded { ecode: Ecode::GeneralNotLogin.number() },
        Error::Busy => SignInProblem::SessionEnded { ecode: Ecode::LoginOther.number() },
    }
}

fn refused_sign_in(refusal: &Refusal, ecode: Ecode, server: &str) -> SignInProblem {
    match refusal {
        Refusal::WrongVid => SignInProblem::WrongApp,
        Refusal::WrongAccount(_) => SignInProblem::AccountRefused,
        Refusal::TokenExpired => SignInProblem::TokenExpired,
        Refusal::TokenInvalid | Refusal::TokenAppId => SignInProblem::TokenWrong { required: false },
        Refusal::TokenRequired => SignInProblem::TokenWrong { required: true },
        Refusal::Kicked => SignInProblem::Barred,
        Refusal::StorageUnavailable => SignInProblem::Unreachable { server: Arc::from(server) },
        Refusal::WrongLine
        | Refusal::PeerIsNotOnline
        | Refusal::PeerNotOnline
        | Refusal::PeerNotExist
        | Refusal::NotInChannel
        | Refusal::ChannelFull
        | Refusal::TooLarge
        | Refusal::RateLimited
        | Refusal::WrongParam
        | Refusal::MailboxFull
        | Refusal::Reinvite
        | Refusal::Unknown
        | Refusal::NoGateway
        | Refusal::Other(_) => problem_of_ecode(ecode, server),
    }
}

/// For a code that came without the server's words.
pub(super) fn problem_of_ecode(ecode: Ecode, server: &str) -> SignInProblem {
    let known = [
        (Ecode::LoginNet, SignInProblem::Unreachable { server: Arc::from(server) }),
        (Ecode::LoginTokenExpired, SignInProblem::TokenExpired),
        (Ecode::LogoutTokenExpired, SignInProblem::TokenExpired),
        (Ecode::LoginTokenWrong, SignInProblem::TokenWrong { required: false }),
        (Ecode::LoginKicked, SignInProblem::Barred),
        (Ecode::LoginInvalidUser, SignInProblem::AccountRefused),
        (Ecode::LogoutKicked, SignInProblem::SignedInElsewhere),
        (Ecode::GeneralWrongParam, SignInProblem::WrongApp),
    ];
    let problem = known.into_iter().find(|(code, _)| *code == ecode).map(|(_, problem)| problem);
    problem.unwrap_or(SignInProblem::SessionEnded { ecode: ecode.number() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_a_refused_login_names_the_field_that_is_wrong() {
        use crate::model::Field;
        let field = |ecode| problem_of_ecode(ecode, "h:1").field();
        assert_eq!(field(Ecode::LoginNet), Field::Server);
        assert_eq!(field(Ecode::LoginTokenExpired), Field::Token);
        assert_eq!(field(Ecode::LoginTokenWrong), Field::Token);
        assert_eq!(field(Ecode::LoginInvalidUser), Field::Account);
        assert_eq!(field(Ecode::LoginKicked), Field::Form);
        assert_eq!(field(Ecode::LogoutKicked), Field::Form);
    }

    #[test]
    fn a_refused_message_keeps_the_servers_own_words_when_there_are_no_better_ones() {
        let error = Error::Refused { refusal: Refusal::PeerNotExist, ecode: Ecode::GeneralFailed };
        let expected = SendFailure::Refused { reason: Arc::from("peer not exist"), ecode: 1001 };
        assert_eq!(send_failure(&error, 5), expected);
        let error = Error::WrongArgument { argument: "msg", ecode: Ecode::GeneralLargeParam };
        assert_eq!(send_failure(&error, 9_000), SendFailure::TooLarge { bytes: 9_000 });
    }
}
