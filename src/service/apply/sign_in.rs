use super::effect::server_name;
use super::failures::{problem_of_ecode, sign_in_problem};
use super::{Asked, Attempt, Core, Effect, Moment, Of, Opened, Seat, Turn, Write};
use crate::client::{Answer, Api, Error};
use crate::ids::{Account, AppId, Uid};
use crate::model::{
    AccountModel, ChannelState, Connection, LocalServer, Millis, Model, RememberedAccount, ServerChoice,
    SignInProblem, SignInStep, Slot,
};
use crate::service::SignInForm;
use crate::wire::Ecode;
use crate::wire::token::NO_TOKEN;
use std::sync::Arc;
use std::time::Duration;

/// A loss shorter than this leaves no rows in the channel.
const SHORT_LOSS_MILLIS: Millis = 1_000;

/// Whether somebody is signed in at this slot.
#[derive(Debug, Default)]
pub(super) enum Phase {
    #[default]
    Out,
    SigningIn(Box<SigningIn>),
    In,
}

/// A sign-in under way: it needs the address of the server and what the history has, in any order.
#[derive(Debug)]
pub(super) struct SigningIn {
    pub(super) account: AccountModel,
    form: SignInForm,
    url: Option<String>,
    opened: bool,
}

impl Phase {
    pub(super) fn signing_in_mut(&mut self) -> Option<&mut SigningIn> {
        match self {
            Self::SigningIn(signing_in) => Some(signing_in),
            Self::Out | Self::In => None,
        }
    }
}

impl Core {
    /// An account has one seat here: two would number their messages alike in the same file.
    pub(super) fn leave_other_slots(
        &mut self,
        model: &mut Model,
        Moment { now, random }: Moment,
        slot: Slot,
        form: &SignInForm,
        out: &mut Vec<Of<Effect>>,
    ) {
        let server = server_name(&form.server);
        let is_it = |account: &AccountModel| {
            account.server == server
                && account.app.as_str() == form.app.trim()
                && account.me.as_str() == form.account.trim()
        };
        for (other, seat) in self.seats.iter_mut().filter(|(other, _)| **other != slot) {
            let signing_in = seat.phase.signing_in_mut().is_some_and(|signing_in| is_it(&signing_in.account));
            if signing_in || model.account(*other).is_some_and(is_it) {
                let mut turn = Turn { model, common: &mut self.common, out, slot: *other, now, random };
                seat.sign_out(&mut turn, None);
            }
        }
    }
}

impl Seat {
    pub(super) fn sign_in(&mut self, turn: &mut Turn<'_>, form: SignInForm) {
        if !matches!(self.phase, Phase::Out) {
            self.sign_out(turn, None);
        }
        let checked = AppId::new(form.app.trim()).map_err(SignInProblem::App).and_then(|app| {
            let account = Account::new(form.account.trim()).map_err(SignInProblem::Account)?;
            Ok((app, account))
        });
        let (app, me) = match checked {
            Ok(names) => names,
            Err(problem) => {
                turn.model.sign_in.problem = Some(problem);
                return;
            }
        };
        turn.common.last_attempt.0 += 1;
        *self = Self { attempt: turn.common.last_attempt, ..Self::default() };
        turn.model.sign_in.problem = None;
        turn.model.sign_in.busy = Some(SignInStep::FindingServer);
        let attempt = self.attempt;
        let server = server_name(&form.server);
        turn.effect(Effect::OpenHistory {
            attempt,
            server: server.clone(),
            app: app.to_string(),
            account: me.to_string(),
        });
        let url = match &form.server {
            ServerChoice::ThisComputer => {
                turn.effect(Effect::FindLocalServer { attempt });
                None
            }
            ServerChoice::Address(address) => Some(address.trim().to_owned()),
        };
        let account = AccountModel::new(me, app, server);
        self.phase = Phase::SigningIn(Box::new(SigningIn { account, form, url, opened: false }));
    }

    pub(super) fn cancel_sign_in(&mut self, turn: &mut Turn<'_>) {
        if matches!(self.phase, Phase::SigningIn(_)) {
            self.end(turn);
        }
    }

    /// Signs out, or ends a session that is over already for this reason.
    pub(super) fn sign_out(&mut self, turn: &mut Turn<'_>, why: Option<SignInProblem>) {
        self.leave_call(turn);
        self.end(turn);
        turn.model.sign_in.problem = why;
    }

    fn end(&mut self, turn: &mut Turn<'_>) {
        turn.effect(Effect::StopRinging);
        turn.effect(Effect::Disconnect);
        turn.effect(Effect::CloseHistory);
        turn.model.accounts.remove(&turn.slot);
        turn.model.sign_in.busy = None;
        turn.common.last_attempt.0 += 1;
        *self = Self { attempt: turn.common.last_attempt, ..Self::default() };
    }

    pub(super) fn server_found(
        &mut self,
        turn: &mut Turn<'_>,
        attempt: Attempt,
        found: Result<Arc<str>, SignInProblem>,
    ) {
        turn.model.local_server = match &found {
            Ok(url) => LocalServer::Running { url: url.clone() },
            Err(SignInProblem::LocalServer { why }) => LocalServer::Failed { why: why.clone() },
            Err(_) => LocalServer::Ready,
        };
        if attempt != self.attempt {
            return;
        }
        match found {
            Ok(url) => {
                if let Some(signing_in) = self.phase.signing_in_mut() {
                    signing_in.url = Some(url.to_string());
                }
                self.connect(turn);
            }
            Err(problem) => self.sign_out(turn, Some(problem)),
        }
    }

    pub(super) fn opened(&mut self, turn: &mut Turn<'_>, attempt: Attempt, history: Opened) {
        if attempt != self.attempt {
            return;
        }
        self.take_in(history);
        if let Some(signing_in) = self.phase.signing_in_mut() {
            signing_in.opened = true;
            self.connect(turn);
        }
    }

    fn connect(&mut self, turn: &mut Turn<'_>) {
        let (attempt, received) = (self.attempt, self.received);
        let Some(signing_in) = self.phase.signing_in_mut().filter(|signing_in| signing_in.opened) else {
            return;
        };
        let Some(url) = signing_in.url.clone() else { return };
        let account = signing_in.account.me.clone();
        let token = signing_in.form.token.trim();
        let token = if token.is_empty() { NO_TOKEN } else { token }.to_owned();
        let app = signing_in.account.app.to_string();
        turn.model.sign_in.busy = Some(SignInStep::CheckingAccount);
        turn.effect(Effect::Connect { attempt, url, app, account: account.clone(), received });
        let login =
            Api::Login { account: account.to_string(), token, retry_time: Duration::ZERO, retry_count: 0 };
        self.ask(turn, login, Asked::Login);
    }

    pub(super) fn login_answered(&mut self, turn: &mut Turn<'_>, answer: Result<Answer, Error>) {
        if let (Err(error), Some(signing_in)) = (answer, self.phase.signing_in_mut()) {
            let server = signing_in.url.clone().unwrap_or_default();
            self.sign_out(turn, Some(sign_in_problem(&error, &server)));
        }
    }

    pub(super) fn signed_in(&mut self, turn: &mut Turn<'_>, uid: Uid) {
        let Phase::SigningIn(signing_in) = std::mem::replace(&mut self.phase, Phase::In) else { return };
        let SigningIn { mut account, form, .. } = *signing_in;
        account.uid = uid;
        account.connection = Connection::Online { back_at: None };
        if form.remember {
            turn.remember(&form);
        } else {
            turn.forget(&form);
        }
        turn.model.sign_in.busy = None;
        turn.model.accounts.insert(turn.slot, Arc::new(account));
        self.ask(turn, Api::GetAttrAll { account: None }, Asked::Nothing);
        self.meet_everybody(turn);
        self.send_waiting(turn);
    }

    pub(super) fn logged_out(&mut self, turn: &mut Turn<'_>, ecode: Ecode) {
        if !matches!(self.phase, Phase::In) {
            return;
        }
        let server = turn.account().map(|account| account.server.clone()).unwrap_or_default();
        let why = (ecode != Ecode::LogoutUser).then(|| problem_of_ecode(ecode, &server));
        self.sign_out(turn, why);
    }

    pub(super) fn reconnecting(&mut self, turn: &mut Turn<'_>, attempt: u32) {
        let now = turn.now;
        let Some(account) = turn.account_mut() else { return };
        let since = match account.connection {
            Connection::Reconnecting { since, .. } => since,
            Connection::SigningIn { .. } | Connection::Online { .. } => now,
        };
        account.connection = Connection::Reconnecting { since, attempt, next_try_at: None };
        if let Some(channel) = account.channel_mut()
            && matches!(channel.state, ChannelState::Joined | ChannelState::Joining)
        {
            channel.state = ChannelState::Rejoining;
        }
        if since == now {
            self.lost_row_at = Some(now + SHORT_LOSS_MILLIS);
        }
    }

    pub(super) fn lost_row_due(&mut self, turn: &mut Turn<'_>) {
        if self.lost_row_at.is_some_and(|at| at <= turn.now) {
            self.lost_row_at = None;
            self.lost_row = self.say_lost(turn);
        }
    }

    pub(super) fn reconnected(&mut self, turn: &mut Turn<'_>, resumed: bool) {
        let now = turn.now;
        let was_short = self.lost_row_at.take().is_some();
        if was_short && !resumed {
            self.lost_row = self.say_lost(turn);
        }
        if std::mem::take(&mut self.lost_row) {
            self.say_back(turn);
        }
        let Some(account) = turn.account_mut() else { return };
        account.connection = Connection::Online { back_at: (!was_short).then_some(now) };
        if resumed
            && let Some(channel) = account.channel_mut()
            && channel.state == ChannelState::Rejoining
        {
            channel.state = ChannelState::Joined;
            channel.members_at = now;
        }
        self.say_last_words(turn);
        self.send_waiting(turn);
        self.ask_around(turn);
    }
}

impl Turn<'_> {
    fn remember(&mut self, form: &SignInForm) {
        let remembered = RememberedAccount {
            server: form.server.clone(),
            app: Arc::from(form.app.trim()),
            account: Arc::from(form.account.trim()),
        };
        let mut all: Vec<_> =
            self.model.remembered.iter().filter(|one| **one != remembered).cloned().collect();
        all.insert(0, remembered);
        self.set_remembered(all);
    }

    fn forget(&mut self, form: &SignInForm) {
        let is_this = |one: &&RememberedAccount| {
            one.server == form.server && &*one.app == form.app.trim() && &*one.account == form.account.trim()
        };
        let all = self.model.remembered.iter().filter(|one| !is_this(one)).cloned().collect();
        self.set_remembered(all);
    }

    fn set_remembered(&mut self, all: Vec<RememberedAccount>) {
        if *self.model.remembered != all {
            self.model.remembered = Arc::new(all.clone());
            self.keep(Write::Remembered(all));
        }
    }
}
