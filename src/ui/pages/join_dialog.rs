use eframe::egui::{Align, Id, Layout, Ui, Vec2};

use super::chats::{join_actions, join_for_good};
use crate::ids::{Account, ChannelName, NAME_BYTES, NameError};
use crate::model::{AccountModel, ChatId};
use crate::ui::scene::{Action, Scene};
use crate::ui::text::Text;
use crate::ui::theme::{Tokens, Type, size, space};
use crate::ui::view::Popover;
use crate::ui::widgets::dialog::{Dialog, dialog_title};
use crate::ui::widgets::{Button, Field, Problem};

/// What is typed into "Join a channel" or "New message".
#[derive(Debug, Default)]
pub struct NameForm {
    typed: String,
    tried: bool,
    /// The field has had the focus.
    begun: bool,
    /// The question about leaving the channel one is in.
    question: Option<(ChannelName, String)>,
}

/// The small dialogs that ask for a channel or an account.
pub fn name_dialogs_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel) {
    let join = match scene.view.popover {
        Some(Popover::JoinChannel) => true,
        Some(Popover::NewMessage) => false,
        Some(Popover::Call(_)) | None => {
            scene.view.name_form = NameForm::default();
            return;
        }
    };
    let mut form = std::mem::take(&mut scene.view.name_form);
    let text = scene.text;
    let title = if join { text.join_a_channel() } else { text.new_message() };
    let ctx = ui.ctx().clone();
    let dialog = Dialog::new(Id::unique(("bellbird name form", join)), title);
    let shown = dialog.show(&ctx, |ui| {
        dialog_title(ui, title);
        let t = Tokens::of(ui.ctx());
        let note = if join { text.join_a_channel_note() } else { text.message_someone_note() };
        Type::SMALL.label(ui, note, t.text_2);
        ui.add_space(space::X8);
        if join {
            join_form(ui, scene, account, &mut form)
        } else {
            message_form(ui, scene, account, &mut form)
        }
    });
    if shown.close || shown.inner {
        scene.view.popover = None;
    } else {
        scene.view.name_form = form;
    }
}

/// The field of a form; true when Enter was pressed in it.
fn field(ui: &mut Ui, form: &mut NameForm, label: &str, hint: &str, problem: Option<&str>) -> bool {
    let id = Id::unique(("bellbird name form field", label));
    let problem = problem.map(Problem::new);
    let field = Field::new(&mut form.typed).label(label).hint(hint).id(id).error(problem).show(ui);
    if !form.begun {
        form.begun = true;
        field.response.request_focus();
    }
    if field.response.changed() {
        form.question = None;
    }
    field.submitted
}

/// The button that does it, and Cancel; true and true when pressed.
fn buttons(ui: &mut Ui, text: &Text, words: &str, enabled: bool) -> (bool, bool) {
    ui.add_space(space::X8);
    let row = Vec2::new(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        let go = ui.add(Button::primary(words).enabled(enabled)).clicked();
        let cancel = ui.add(Button::secondary(text.cancel())).clicked();
        (go, cancel)
    })
    .inner
}

/// True when the dialog is done with.
fn join_form(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, form: &mut NameForm) -> bool {
    let text = scene.text;
    let named = ChannelName::new(form.typed.trim().trim_start_matches('#'));
    let sentence = named.as_ref().err().map(|error| channel_sentence(text, *error));
    let problem = sentence.as_deref().filter(|_| form.tried);
    let mut go = field(ui, form, text.channel_name(), text.channel_name_hint(), problem);
    if let Some((_, question)) = &form.question {
        let t = Tokens::of(ui.ctx());
        Type::LABEL.label(ui, question, t.text);
        Type::META.label(ui, text.switch_channel_note(), t.text_2);
    }
    let (pressed, cancel) = buttons(ui, text, text.join(), account.online());
    go |= pressed;
    if !go || cancel {
        return cancel;
    }
    form.tried = true;
    let Ok(name) = named else { return false };
    let agreed = form.question.as_ref().is_some_and(|(asked, _)| *asked == name);
    match join_actions(scene, account, &name) {
        Err(question) if !agreed => {
            form.question = Some((name, question));
            return false;
        }
        Err(_) => join_for_good(scene, &name),
        Ok(actions) => scene.out.extend(actions),
    }
    scene.act(Action::ShowChat(ChatId::Channel(name)));
    true
}

/// True when the dialog is done with.
fn message_form(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, form: &mut NameForm) -> bool {
    let text = scene.text;
    let named = Account::new(form.typed.trim());
    let sentence = match &named {
        Err(error) => Some(account_sentence(text, *error)),
        Ok(named) if *named == account.me => Some(text.error_own_account().to_owned()),
        Ok(_) => None,
    };
    let problem = sentence.as_deref().filter(|_| form.tried);
    let go = field(ui, form, text.account(), "", problem);
    let (pressed, cancel) = buttons(ui, text, text.start_chat(), true);
    if cancel || !(go || pressed) {
        return cancel;
    }
    form.tried = true;
    match (named, sentence) {
        (Ok(named), None) => {
            scene.act(Action::ShowChat(ChatId::Person(named)));
            true
        }
        _ => false,
    }
}

fn channel_sentence(text: &Text, error: NameError) -> String {
    match error {
        NameError::Empty => text.error_channel_name_empty().to_owned(),
        NameError::TooLong { .. } => text.error_channel_name_too_long(&NAME_BYTES.to_string()),
        NameError::ForbiddenCharacter(_) => text.error_channel_name_bad().to_owned(),
    }
}

/// What is wrong with an account as it was typed.
pub fn account_sentence(text: &Text, error: NameError) -> String {
    match error {
        NameError::Empty => text.error_account_empty().to_owned(),
        NameError::TooLong { limit, .. } => text.error_account_too_long(&limit.to_string()),
        NameError::ForbiddenCharacter(c) if c.is_whitespace() => text.error_account_has_space().to_owned(),
        NameError::ForbiddenCharacter(_) => text.error_account_bad_character().to_owned(),
    }
}
