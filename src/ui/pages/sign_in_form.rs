use eframe::egui::{Align, Id, Layout, Pos2, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

use super::join_dialog::account_sentence;
use super::sign_in::{steps_ui, tile_ui};
use crate::ids::{Account, AppId, NameError};
use crate::model::{Field as Spot, LocalServer, RememberedAccount, ServerChoice, SignInProblem, SignInStep};
use crate::service::{Command, SignInForm};
use crate::ui::icons;
use crate::ui::scene::Scene;
use crate::ui::text::Text;
use crate::ui::theme::{Tokens, Type, radius, size};
use crate::ui::widgets::{self, Avatar, Button, Checkbox, Field, Problem, blend, focus_ring, hover_of};

/// Where to sign in, as the tiles say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tile {
    #[default]
    ThisComputer,
    Another,
}

/// What is typed into the sign-in page. It stays whatever becomes of the sign-in.
#[derive(Debug, Default)]
pub struct SignInView {
    pub tile: Tile,
    pub address: String,
    pub app: String,
    pub account: String,
    pub token: String,
    pub remember: bool,
    token_shown: bool,
    /// The page has been filled in from what was remembered, and a field has had the focus.
    begun: bool,
    /// Sign in was pressed once: from then on what is wrong is said.
    tried: bool,
    /// The answer that the person has seen and typed against; it is not shown any more.
    answered: Option<SignInProblem>,
    /// The answer whose field was given the focus.
    led_to: Option<SignInProblem>,
    /// The address that the service was asked about last, and when the address was typed.
    checked: String,
    typed_at: f64,
    /// Measured in the last frame.
    pub card_height: Option<f32>,
}

impl SignInView {
    /// A form that is filled in already.
    pub fn filled(form: SignInForm) -> Self {
        let (tile, address) = match form.server {
            ServerChoice::ThisComputer => (Tile::ThisComputer, String::new()),
            ServerChoice::Address(address) => (Tile::Another, address),
        };
        let SignInForm { app, account, token, remember, .. } = form;
        Self { tile, address, app, account, token, remember, ..Self::default() }
    }

    /// Fills in the account that was used last, once.
    pub fn begin(&mut self, scene: &Scene<'_>) {
        if self.begun {
            return;
        }
        let untouched = self.app.is_empty() && self.account.is_empty() && self.address.is_empty();
        if untouched {
            self.remember = true;
            if let Some(last) = scene.model.remembered.first() {
                self.take(last);
            }
        }
    }

    fn take(&mut self, remembered: &RememberedAccount) {
        (self.tile, self.address) = match &remembered.server {
            ServerChoice::ThisComputer => (Tile::ThisComputer, std::mem::take(&mut self.address)),
            ServerChoice::Address(address) => (Tile::Another, address.clone()),
        };
        self.app = remembered.app.to_string();
        self.account = remembered.account.to_string();
    }

    pub fn form(&self) -> SignInForm {
        SignInForm {
            server: match self.tile {
                Tile::ThisComputer => ServerChoice::ThisComputer,
                Tile::Another => ServerChoice::Address(self.address.trim().to_owned()),
            },
            app: self.app.trim().to_owned(),
            account: self.account.trim().to_owned(),
            token: self.token.trim().to_owned(),
            remember: self.remember,
        }
    }

    /// What is wrong before the service is asked.
    fn problem(&self) -> Option<SignInProblem> {
        if self.tile == Tile::Another && !is_address(self.address.trim()) {
            return Some(SignInProblem::NotAnAddress);
        }
        if let Err(error) = AppId::new(self.app.trim()) {
            return Some(SignInProblem::App(error));
        }
        Account::new(self.account.trim()).err().map(SignInProblem::Account)
    }
}

/// Whether something looks like `host`, `host:port` or a web socket's address.
fn is_address(typed: &str) -> bool {
    let rest = match typed.split_once("://") {
        Some((scheme, rest)) if ["ws", "wss"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) => rest,
        Some(_) => return false,
        None => typed,
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !name.ends_with(':') || name.starts_with('[') => (name, Some(port)),
        _ => (host, None),
    };
    !name.is_empty()
        && !rest.chars().any(|c| c.is_whitespace() || c.is_control())
        && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

/// A sentence for a problem, and the old API's name and number of it.
fn words_of(text: &Text, problem: &SignInProblem, address: &str) -> (String, String) {
    let code = |name: &str| {
        problem.ecode().map(|ecode| text.code_with_number(name, &ecode.to_string())).unwrap_or_default()
    };
    match problem {
        SignInProblem::NotAnAddress if address.trim().is_empty() => {
            (text.error_address_empty().to_owned(), String::new())
        }
        SignInProblem::NotAnAddress => (text.error_not_an_address().to_owned(), String::new()),
        SignInProblem::Unreachable { .. } => {
            (text.error_server_unreachable().to_owned(), code("LOGIN_E_NET"))
        }
        SignInProblem::App(NameError::Empty) => (text.error_app_id_empty().to_owned(), String::new()),
        SignInProblem::App(_) => (text.error_app_id_bad().to_owned(), String::new()),
        SignInProblem::WrongApp => (text.error_app_id_unknown().to_owned(), code("LOGIN_E_NET")),
        SignInProblem::Account(error) => (account_sentence(text, *error), String::new()),
        SignInProblem::AccountRefused => {
            (text.error_account_refused().to_owned(), code("LOGIN_E_INVALID_USER"))
        }
        SignInProblem::TokenExpired => {
            (text.error_token_expired_hint().to_owned(), code("LOGIN_E_TOKENEXPIRED"))
        }
        SignInProblem::TokenWrong { required: true } => {
            (text.token_needed_note().to_owned(), code("LOGIN_E_TOKENWRONG"))
        }
        SignInProblem::TokenWrong { required: false } => {
            let sentence = text.full_stop(text.error_token_wrong());
            (format!("{sentence} {}", text.error_token_hint()), code("LOGIN_E_TOKENWRONG"))
        }
        SignInProblem::Barred => (text.error_login_barred().to_owned(), code("LOGIN_E_TOKEN_KICKED")),
        SignInProblem::SignedInElsewhere => (text.logged_out_elsewhere().to_owned(), code("LOGOUT_E_KICKED")),
        SignInProblem::SessionEnded { ecode: 102 } => {
            (text.logged_out_network().to_owned(), code("LOGOUT_E_NET"))
        }
        SignInProblem::SessionEnded { ecode: 105 } => {
            (text.logged_out_token_expired().to_owned(), code("LOGOUT_E_TOKENEXPIRED"))
        }
        SignInProblem::SessionEnded { ecode } => (text.logged_out_by_server().to_owned(), ecode.to_string()),
        SignInProblem::LocalServer { why } => (text.error_built_in_failed(why), String::new()),
    }
}

/// The form inside the card.
pub(super) fn form_ui(ui: &mut Ui, scene: &mut Scene<'_>, form: &mut SignInView, busy: Option<SignInStep>) {
    let text = scene.text;
    let live = busy.is_none();
    let local = if form.tried { form.problem() } else { None };
    let remote =
        scene.model.sign_in.problem.clone().filter(|problem| Some(problem) != form.answered.as_ref());
    let shown = local.or_else(|| remote.clone()).filter(|_| live);
    let (sentence, code) =
        shown.as_ref().map(|problem| words_of(text, problem, &form.address)).unwrap_or_default();
    let spot = shown.as_ref().map(SignInProblem::field);
    let at = |wanted: Spot| {
        (spot == Some(wanted)).then_some(Problem { sentence: sentence.as_str(), code: code.as_str() })
    };

    let mut changed = false;
    let mut submitted = false;
    ui.scope(|ui| {
        if !live {
            ui.multiply_opacity(0.55);
        }
        if let Some(problem) = at(Spot::Form) {
            form_problem(ui, problem);
        }
        if live {
            remembered(ui, scene, form);
        }
        changed |= server(ui, scene, form, live, at(Spot::Server), &mut submitted);
        ui.add_space(13.0);
        changed |= names(ui, scene, form, live, at, &mut submitted);
        ui.add_space(13.0);
        changed |= token(ui, scene, form, live, at(Spot::Token), &mut submitted);
        ui.add_space(10.0);
        let mut remember = form.remember;
        ui.add(Checkbox::new(&mut remember, text.remember_me()));
        form.remember = if live { remember } else { form.remember };
        ui.add_space(14.0);
    });
    if changed {
        form.answered = remote.clone();
    }
    if live {
        check(ui, scene, form);
        lead_to_problem(ui, form, remote.clone());
    }
    let wide = ui.available_width();
    match busy {
        None => {
            submitted |= ui.add(Button::primary(text.sign_in()).large().width(wide)).clicked();
        }
        Some(step) => {
            let row = Vec2::new(wide, size::CONTROL_LARGE);
            ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                if ui.add(Button::secondary(text.cancel()).large()).clicked() {
                    scene.command(Command::CancelSignIn);
                }
                let rest = ui.available_width();
                ui.add(Button::primary(text.signing_in()).large().width(rest).busy(true));
            });
            ui.add_space(12.0);
            steps_ui(ui, scene, step);
        }
    }
    if submitted && live {
        form.tried = true;
        form.answered = None;
        if form.problem().is_none() {
            scene.command(Command::SignIn(form.form()));
        }
    }
}

/// Gives the focus to the field that an answer concerns, once, unless the person is typing in another by now.
fn lead_to_problem(ui: &Ui, form: &mut SignInView, problem: Option<SignInProblem>) {
    if form.led_to == problem {
        return;
    }
    let id = match problem.as_ref().map(SignInProblem::field) {
        Some(Spot::Server) => Some(address_id()),
        Some(Spot::App) => Some(name_id(0)),
        Some(Spot::Account) => Some(name_id(1)),
        Some(Spot::Token) => Some(token_id()),
        Some(Spot::Form) | None => None,
    };
    let typing = [address_id(), name_id(0), name_id(1), token_id()];
    let elsewhere = ui.memory(|memory| memory.focused()).is_some_and(|focused| typing.contains(&focused));
    if let Some(id) = id.filter(|_| !elsewhere) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    form.led_to = problem;
}

fn address_id() -> Id {
    Id::unique("bellbird server address")
}

fn name_id(index: usize) -> Id {
    Id::unique(("bellbird sign in", index))
}

fn token_id() -> Id {
    Id::unique("bellbird token")
}

/// Seconds without a key after which an address is looked for.
const CHECK_AFTER: f64 = 0.4;

/// Asks whether there is a server at the address, once it stands still.
fn check(ui: &Ui, scene: &mut Scene<'_>, form: &mut SignInView) {
    let typed = form.address.trim();
    if form.tile != Tile::Another || form.checked == typed || !is_address(typed) {
        return;
    }
    let quiet = ui.input(|input| input.time) - form.typed_at;
    if quiet < CHECK_AFTER {
        ui.ctx().request_repaint_after_secs((CHECK_AFTER - quiet) as f32);
        return;
    }
    form.checked = typed.to_owned();
    scene.command(Command::CheckServer { address: form.checked.clone() });
}

/// What concerns no field: above all of them.
fn form_problem(ui: &mut Ui, problem: Problem<'_>) {
    let t = Tokens::of(ui.ctx());
    let room = ui.available_width() - 44.0;
    let galley = Type::SMALL.wrapped(ui, problem.sentence, t.warn_text, room);
    let code = Type::MONO.elided(ui, problem.code, t.warn_text, room);
    let below = if problem.code.is_empty() { 0.0 } else { code.size().y };
    let size = Vec2::new(ui.available_width(), galley.size().y + below + 20.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().rect_filled(rect, radius::M, t.warn_soft);
    let icon = Pos2::new(rect.left() + 20.0, rect.top() + 19.0);
    icons::WARNING_CIRCLE.fill().paint(ui.painter(), icon, 17.0, t.warn_text);
    let at = rect.min + Vec2::new(36.0, 10.0);
    let code_at = at + Vec2::new(0.0, galley.size().y);
    ui.painter().galley(at, galley, t.warn_text);
    ui.painter().galley(code_at, code, t.warn_text);
    response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, problem.sentence));
    ui.add_space(16.0);
}

/// Accounts that signed in here before: one click fills the form in.
fn remembered(ui: &mut Ui, scene: &Scene<'_>, form: &mut SignInView) {
    if scene.model.remembered.len() < 2 {
        return;
    }
    let t = Tokens::of(ui.ctx());
    Type::LABEL.label(ui, scene.text.remembered_accounts(), t.text);
    ui.add_space(7.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(8.0);
        for account in scene.model.remembered.iter().take(4) {
            if remembered_chip(ui, account) {
                form.take(account);
            }
        }
    });
    ui.add_space(14.0);
}

fn remembered_chip(ui: &mut Ui, account: &RememberedAccount) -> bool {
    let t = Tokens::of(ui.ctx());
    let galley = Type::LABEL.elided(ui, &account.account, t.text, 140.0);
    let size = Vec2::new(galley.size().x + 44.0, 34.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let spoken = format!("{}, {}", account.account, account.app);
    widgets::name(&response, Role::Button, true, &spoken);
    let fill = blend(t.sunken, t.hover, hover_of(ui, &response));
    ui.painter().rect_filled(rect, radius::FULL, fill);
    let center = Pos2::new(rect.left() + 17.0, rect.center().y);
    Avatar::person(&account.account, &account.account).size(24.0).paint(ui, center);
    let at = Pos2::new(rect.left() + 34.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, t.text);
    focus_ring(ui, &response, rect, radius::FULL);
    widgets::tooltip(&response, &spoken, "");
    response.clicked()
}

fn server(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut SignInView,
    live: bool,
    problem: Option<Problem<'_>>,
    submitted: &mut bool,
) -> bool {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let before = form.tile;
    Type::LABEL.label(ui, text.server(), t.text);
    ui.add_space(7.0);
    let (row, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 58.0), Sense::hover());
    let width = ((row.width() - 12.0) / 2.0).round();
    for (tile, left) in [(Tile::ThisComputer, row.left()), (Tile::Another, row.right() - width)] {
        let rect = Rect::from_min_size(Pos2::new(left, row.top()), Vec2::new(width, row.height()));
        if tile_ui(ui, rect, tile, form.tile == tile, live, scene, &form.address) {
            form.tile = tile;
        }
    }
    let mut changed = form.tile != before;
    let typed = form.address.trim();
    let known = (!typed.is_empty() && form.checked == typed).then_some(scene.model.sign_in.reachable);
    if form.tile == Tile::Another {
        ui.add_space(8.0);
        let mut field = Field::new(&mut form.address)
            .name(text.server_address())
            .hint(text.server_address_hint())
            .id(address_id())
            .enabled(live)
            .error(problem);
        if let Some(reachable) = known.filter(|_| problem.is_none()) {
            field = match reachable {
                Some(true) => field.good(text.server_reachable()),
                Some(false) => field.bad(text.server_silent()),
                None => field.suffix(text.checking_server()),
            };
        }
        let field = field.show(ui);
        if field.response.changed() {
            form.typed_at = ui.input(|input| input.time);
            changed = true;
        }
        *submitted |= field.submitted;
        if before == Tile::ThisComputer && form.address.is_empty() {
            field.response.request_focus();
        }
    } else if let Some(problem) = problem {
        ui.add_space(5.0);
        let galley = Type::META.wrapped(ui, problem.sentence, t.danger_text, ui.available_width() - 20.0);
        let (rect, response) =
            ui.allocate_exact_size(Vec2::new(ui.available_width(), galley.size().y), Sense::hover());
        let icon = Pos2::new(rect.left() + 7.5, rect.top() + 8.0);
        icons::WARNING_CIRCLE.fill().paint(ui.painter(), icon, 15.0, t.danger_text);
        ui.painter().galley(rect.min + Vec2::new(20.0, 0.0), galley, t.danger_text);
        response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, problem.sentence));
    }
    changed
}

/// App ID and account, side by side.
fn names<'a>(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut SignInView,
    live: bool,
    at: impl Fn(Spot) -> Option<Problem<'a>>,
    submitted: &mut bool,
) -> bool {
    let text = scene.text;
    let row = ui.available_rect_before_wrap();
    let width = ((row.width() - 12.0) / 2.0).round();
    let mut changed = false;
    let mut bottom = row.top();
    let focus = !form.begun;
    form.begun = true;
    let first = if form.app.is_empty() { 0 } else { 1 };
    for (index, label) in [text.app_id(), text.account()].into_iter().enumerate() {
        let left = if index == 0 { row.left() } else { row.right() - width };
        let place = Rect::from_min_size(Pos2::new(left, row.top()), Vec2::new(width, 200.0));
        let mut inside = ui.new_child(UiBuilder::new().id_salt(label).max_rect(place));
        inside.spacing_mut().item_spacing = Vec2::ZERO;
        let (typed, problem) = match index {
            0 => (&mut form.app, at(Spot::App)),
            _ => (&mut form.account, at(Spot::Account)),
        };
        let id = name_id(index);
        let field = Field::new(typed).label(label).id(id).enabled(live).error(problem).show(&mut inside);
        if focus && index == first {
            field.response.request_focus();
        }
        changed |= field.response.changed();
        *submitted |= field.submitted;
        bottom = bottom.max(inside.min_rect().bottom());
    }
    ui.advance_cursor_after_rect(Rect::from_min_max(row.min, Pos2::new(row.right(), bottom)));
    if at(Spot::App).is_none() && at(Spot::Account).is_none() && form.tile == Tile::ThisComputer {
        let t = Tokens::of(ui.ctx());
        ui.add_space(5.0);
        Type::META.label(ui, text.app_id_note(), t.text_3);
    }
    changed
}

fn token(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut SignInView,
    live: bool,
    problem: Option<Problem<'_>>,
    submitted: &mut bool,
) -> bool {
    let text = scene.text;
    let local = form.tile == Tile::ThisComputer;
    let open = local && !matches!(scene.model.local_server, LocalServer::Failed { .. });
    let mut field = Field::new(&mut form.token)
        .label(text.token())
        .id(token_id())
        .name(text.token_optional())
        .optional(text.optional())
        .hint(text.token_hint())
        .password(&mut form.token_shown, [text.show_token(), text.hide_token()])
        .enabled(live)
        .error(problem);
    if open {
        field = field.note_with_icon(icons::FLASK, text.test_mode_note());
    }
    let field = field.show(ui);
    *submitted |= field.submitted;
    field.response.changed()
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_is_a_host_with_or_without_port_or_a_web_socket() {
        for good in [
            "example.com",
            "192.168.1.24:8801",
            "localhost:1",
            "ws://127.0.0.1:8801/",
            "wss://signal.lantern.events:8443",
            "[::1]:8801",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["", "http://example.com", "two words", "host:", "host:99999", "host:port", "wss://"] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
