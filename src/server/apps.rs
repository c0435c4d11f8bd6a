use super::boundary::UserKey;
use super::config::Policy;
use crate::ids::{Account, AppId};
use crate::wire::{Login, Refusal, token};

impl Policy {
    /// Who a login is, or why it is refused.
    pub fn admit(&self, login: &Login, unix_secs: u64) -> Result<UserKey, Refusal> {
        let app = AppId::new(&login.vid).map_err(|_| Refusal::WrongVid)?;
        let certificate = match self.apps.get(&app) {
            Some(certificate) => certificate.as_ref(),
            None if self.test_mode() => None,
            None => return Err(Refusal::WrongVid),
        };
        let account =
            Account::new(&login.account).map_err(|error| Refusal::WrongAccount(error.to_string()))?;
        match certificate {
            Some(certificate) => {
                token::verify(&login.token, &account, &app, certificate.secret(), unix_secs)?;
            }
            None if login.token.is_empty() || login.token == token::NO_TOKEN => {}
            None => return Err(Refusal::TokenInvalid),
        }
        Ok(UserKey { app, account })
    }
}
