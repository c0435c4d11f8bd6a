use eframe::egui::{Align, Id, Layout, Ui};

use super::frame::button_row;
use crate::ids::{
    Account, EXTRA_BYTES, INVITE_TIMEOUT_LARGEST_SECS, INVITE_TIMEOUT_SECS, NAME_BYTES, NameError,
};
use crate::service::{CallOptions, Command};
use crate::ui::theme::{Tokens, Type, space};
use crate::ui::widgets::dialog::{Dialog, dialog_title};
use crate::ui::widgets::{Button, Checkbox, Field, Problem, Stepper};
use crate::ui::{Popover, Scene, icons};

/// What is typed into the dialog "Call someone".
#[derive(Debug)]
pub struct CallForm {
    account: String,
    note: String,
    timeout_secs: Option<u64>,
    fail_at_once: bool,
    /// The person has asked for the call once: from then on what is wrong is said.
    tried: bool,
    /// The field that the dialog gives the focus to when it opens.
    fresh: bool,
}

impl CallForm {
    /// The dialog for a call to somebody, or to whom the person will name.
    pub fn new(account: Option<&Account>) -> Self {
        Self {
            account: account.map(|account| account.as_str().to_owned()).unwrap_or_default(),
            note: String::new(),
            timeout_secs: Some(INVITE_TIMEOUT_SECS),
            fail_at_once: false,
            tried: false,
            fresh: true,
        }
    }
}

/// The dialog "Call someone", over everything while the view's popover is [`Popover::Call`].
pub fn call_form_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let Some(Popover::Call(account)) = &scene.view.popover else {
        scene.view.call_form = None;
        return;
    };
    let mut form = scene.view.call_form.take().unwrap_or_else(|| CallForm::new(account.as_ref()));
    let text = scene.text;
    let ctx = ui.ctx().clone();
    let dialog = Dialog::new(Id::unique("bellbird call form"), text.call_someone());
    let shown = dialog.show(&ctx, |ui| form_ui(ui, scene, &mut form));
    if shown.close || shown.inner {
        scene.view.popover = None;
    } else {
        scene.view.call_form = Some(form);
    }
}

/// True when the dialog is done with.
fn form_ui(ui: &mut Ui, scene: &mut Scene<'_>, form: &mut CallForm) -> bool {
    let text = scene.text;
    let t = Tokens::of(ui.ctx());
    dialog_title(ui, text.call_someone());
    Type::SMALL.label(ui, text.call_someone_note(), t.text_2);
    ui.add_space(space::X8);

    let account = account_of(scene, form.account.trim());
    let sentence = account.as_ref().err().cloned().unwrap_or_default();
    let problem = (form.tried && account.is_err()).then(|| Problem::new(&sentence));
    let id = Id::unique("bellbird call form account");
    let field = Field::new(&mut form.account).label(text.account()).id(id).error(problem).show(ui);
    let mut submitted = field.submitted;

    ui.add_space(space::X4);
    let over = bytes_over(&form.note, EXTRA_BYTES);
    let too_long = text.error_note_too_long(over);
    let problem = (over > 0).then(|| Problem::new(&too_long));
    let note = Field::new(&mut form.note)
        .label(text.note_optional())
        .id(Id::unique("bellbird call form note"))
        .error(problem)
        .show(ui);
    submitted |= note.submitted;
    // Once both are there: a field that is shown for the first time gives the focus up again.
    if std::mem::take(&mut form.fresh) {
        let first = if form.account.is_empty() { &field.response } else { &note.response };
        first.request_focus();
    }

    ui.add_space(space::X4);
    ui.horizontal(|ui| {
        Type::LABEL.label(ui, text.give_up_after(), t.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let range = 1..=INVITE_TIMEOUT_LARGEST_SECS;
            let stepper = Stepper::new(&mut form.timeout_secs, range, text.give_up_after());
            ui.add(stepper.step(5).unit(text.unit_seconds()).unset(text.not_set()));
        });
    });
    ui.add(Checkbox::new(&mut form.fail_at_once, text.fail_at_once()));
    ui.add_space(space::X12);

    let mut done = false;
    button_row(ui, |ui| {
        let online = scene.account().is_some_and(|account| account.online());
        let call = Button::primary(text.call()).icon(icons::PHONE.fill()).enabled(online && over == 0);
        submitted |= ui.add(call).clicked();
        done = ui.add(Button::secondary(text.cancel())).clicked();
    });
    if submitted {
        form.tried = true;
        if let (Ok(peer), true) = (account, over == 0) {
            let options = CallOptions {
                note: form.note.trim().to_owned(),
                timeout_secs: form.timeout_secs,
                fail_at_once_if_offline: form.fail_at_once,
            };
            scene.command(Command::Call { peer, options });
            return true;
        }
    }
    done
}

/// The account that was typed, or the sentence that says what is wrong with it.
fn account_of(scene: &Scene<'_>, typed: &str) -> Result<Account, String> {
    let text = scene.text;
    let account = Account::new(typed).map_err(|error| match error {
        NameError::Empty => text.error_account_empty().to_owned(),
        NameError::TooLong { .. } => text.error_account_too_long(&NAME_BYTES.to_string()),
        NameError::ForbiddenCharacter(c) if c.is_whitespace() => text.error_account_has_space().to_owned(),
        NameError::ForbiddenCharacter(_) => text.error_account_bad_character().to_owned(),
    })?;
    if scene.account().is_some_and(|own| own.me == account) {
        return Err(text.error_call_self().to_owned());
    }
    match scene.account().and_then(|own| own.call.as_deref()).is_some_and(|call| !call.over()) {
        true => Err(text.error_call_busy().to_owned()),
        false => Ok(account),
    }
}

/// Room in an `extra` for its keys and braces besides the words of a person.
const EXTRA_AROUND: usize = 96;

/// By how many bytes words are too long to travel in an `extra` of `limit` bytes, as JSON escapes them.
pub fn bytes_over(words: &str, limit: usize) -> usize {
    let escaped: usize = words
        .chars()
        .map(|c| match c {
            '"' | '\\' | '\n' | '\r' | '\t' => 2,
            c if c.is_control() => 6,
            c => c.len_utf8(),
        })
        .sum();
    (escaped + EXTRA_AROUND).saturating_sub(limit)
}
