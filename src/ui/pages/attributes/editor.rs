use eframe::egui::{
    Align, Frame, Id, Key, Layout, Margin, Modifiers, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo,
};

use super::card::listed;
use crate::ids::{ATTRIBUTE_VALUE_BYTES, AttributeName, NAME_BYTES, NameError};
use crate::model::AccountModel;
use crate::service::{Command, Owner};
use crate::ui::text::{Text, grouped};
use crate::ui::theme::{Tokens, Type, radius, space};
use crate::ui::widgets::field::Area;
use crate::ui::widgets::{Button, Field, Problem};
use crate::ui::{Scene, icons};

/// The row that is open: one attribute, or a new one.
#[derive(Debug)]
pub struct Editing {
    pub owner: Owner,
    /// The name of the attribute whose value is edited; none for a new one.
    pub original: Option<AttributeName>,
    name: String,
    value: String,
    /// The person has asked to save: from then on what is wrong with the name is said.
    tried: bool,
    fresh: bool,
}

impl Editing {
    pub fn adding(owner: Owner) -> Self {
        Self { owner, original: None, name: String::new(), value: String::new(), tried: false, fresh: true }
    }

    pub fn of(owner: Owner, name: &AttributeName, value: &str) -> Self {
        Self {
            original: Some(name.clone()),
            name: name.to_string(),
            value: value.to_owned(),
            ..Self::adding(owner)
        }
    }
}

/// How full something with a limit in bytes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fill {
    Roomy,
    Nearly,
    Over(usize),
}

impl Fill {
    fn of(bytes: usize, limit: usize) -> Self {
        match bytes {
            bytes if bytes > limit => Self::Over(bytes - limit),
            bytes if bytes * 10 >= limit * 8 => Self::Nearly,
            _ => Self::Roomy,
        }
    }
}

/// The open row: name, value, their counters, Cancel and Save. Ctrl Enter saves, Escape cancels.
pub fn editor_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel) {
    let Some(mut editing) = scene.view.attributes.editing.take() else { return };
    let t = Tokens::of(ui.ctx());
    let covered = ui.memory(|memory| memory.top_modal_layer().is_some());
    let taken = |modifiers, key| !covered && ui.input_mut(|input| input.consume_key(modifiers, key));
    let (save_keys, cancel_keys) =
        (taken(Modifiers::COMMAND, Key::Enter), taken(Modifiers::NONE, Key::Escape));
    let margin = Margin { left: 13, right: 13, top: 8, bottom: 8 };
    let (mut save, mut cancel) = (save_keys, cancel_keys);
    let opens = editing.fresh;
    let shown = Frame::new().inner_margin(margin).show(ui, |ui| {
        Frame::new()
            .fill(if t.dark { t.raised } else { t.canvas })
            .stroke(Stroke::new(1.0, t.line_strong))
            .corner_radius(radius::L)
            .shadow(t.shadow_2)
            .inner_margin(Margin { left: 14, right: 14, top: 13, bottom: 14 })
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing = Vec2::ZERO;
                ui.spacing_mut().interact_size.y = Type::LABEL.line;
                let buttons = fields(ui, scene, account, &mut editing);
                save |= buttons.0;
                cancel |= buttons.1;
            });
    });
    if opens {
        shown.response.scroll_to_me(None);
    }
    if save && saved(scene, account, &mut editing) || cancel {
        return;
    }
    scene.view.attributes.editing = Some(editing);
}

/// Sends the change; false where something is wrong with it, which is then said.
fn saved(scene: &mut Scene<'_>, account: &AccountModel, editing: &mut Editing) -> bool {
    editing.tried = true;
    let fits = editing.value.len() <= ATTRIBUTE_VALUE_BYTES;
    match name_of(scene.text, editing) {
        Ok(name) if fits && account.online() => {
            let value = std::mem::take(&mut editing.value);
            scene.command(Command::SetAttribute { owner: editing.owner, name, value });
            true
        }
        Ok(_) | Err(_) => false,
    }
}

fn name_of(text: &Text, editing: &Editing) -> Result<AttributeName, String> {
    let name = AttributeName::new(editing.name.trim()).map_err(|error| match error {
        NameError::Empty => text.error_attribute_name_empty().to_owned(),
        NameError::TooLong { bytes, limit } => text.too_long_to_save(bytes - limit),
        NameError::ForbiddenCharacter(_) => text.error_attribute_name_bad().to_owned(),
    })?;
    if editing.owner == Owner::Channel && name.as_str() == "_member_num" {
        return Err(text.error_attribute_read_only().to_owned());
    }
    Ok(name)
}

/// The fields and buttons; whether Save and Cancel were pressed.
fn fields(ui: &mut Ui, scene: &Scene<'_>, account: &AccountModel, editing: &mut Editing) -> (bool, bool) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let name = name_of(text, editing);
    let too_long_name = editing.name.trim().len() > NAME_BYTES;
    let sentence = name.as_ref().err().cloned().unwrap_or_default();
    let say = editing.tried || too_long_name;
    let problem = (say && name.is_err()).then(|| Problem::new(&sentence));
    label(ui, text.attribute_name(), editing.name.trim().len(), NAME_BYTES, text);
    let id = Id::unique("bellbird attribute name");
    let field = Field::new(&mut editing.name)
        .name(text.attribute_name())
        .id(id)
        .enabled(editing.original.is_none())
        .error(problem);
    field.show(ui);
    if let (Ok(name), None) = (&name, &editing.original)
        && listed(account, editing.owner).iter().any(|(other, _)| *other == name)
    {
        ui.add_space(5.0);
        Type::META.label(ui, &text.attribute_exists(name.as_str()), t.warn_text);
    }

    ui.add_space(space::X12);
    let bytes = editing.value.len();
    label(ui, text.attribute_value(), bytes, ATTRIBUTE_VALUE_BYTES, text);
    let fill = Fill::of(bytes, ATTRIBUTE_VALUE_BYTES);
    let value_id = Id::unique("bellbird attribute value");
    // The sentence is below the bar of the limit, so the field itself only turns red.
    let over = Problem::new("");
    let area = Area::new(&mut editing.value).rows(1, 6).with(|field| {
        let over = matches!(fill, Fill::Over(_)).then_some(over);
        field.name(text.attribute_value()).id(value_id).small().error(over)
    });
    area.show(ui);
    limit_bar(ui, bytes, fill);
    if let Fill::Over(over) = fill {
        ui.add_space(space::X6);
        sentence_of_error(ui, &text.too_long_to_save(over));
    }
    if std::mem::take(&mut editing.fresh) {
        let first = if editing.original.is_none() { id } else { value_id };
        ui.memory_mut(|memory| memory.request_focus(first));
    }

    ui.add_space(space::X12);
    let row = ui.horizontal(|ui| {
        ui.set_min_height(30.0);
        Type::META.label(ui, text.chinese_bytes_note(), t.text_3);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::X8;
            let nothing =
                editing.owner == Owner::Me && editing.original.is_none() && editing.value.is_empty();
            let ready = !matches!(fill, Fill::Over(_)) && !too_long_name && !nothing && account.online();
            let save = Button::primary(text.save()).small().enabled(ready).keys("Ctrl Enter");
            let save = ui.add(save).clicked();
            (save, ui.add(Button::secondary(text.cancel()).small().keys("Esc")).clicked())
        })
        .inner
    });
    row.inner
}

/// A label with its counter: quiet, then `warn` from 80 %, then `danger` past the limit.
fn label(ui: &mut Ui, words: &str, bytes: usize, limit: usize, text: &Text) {
    let t = Tokens::of(ui.ctx());
    let (style, ink) = match Fill::of(bytes, limit) {
        Fill::Roomy => (Type::META, t.text_3),
        Fill::Nearly => (Type::META.medium(), t.warn_text),
        Fill::Over(_) => (Type::META.semibold(), t.danger_text),
    };
    let counter = text.bytes_left(&grouped(bytes as u64), &grouped(limit as u64));
    ui.horizontal(|ui| {
        ui.set_min_height(Type::LABEL.line);
        // The field below has the same name; to screen readers this would be the same thing twice.
        let galley = Type::LABEL.galley(ui, words, t.text);
        let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
        ui.painter().galley(rect.min, galley, t.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| style.label(ui, &counter, ink));
    });
    ui.add_space(6.0);
}

/// A thin bar below the value, from 80 % of the limit: how full it is.
fn limit_bar(ui: &mut Ui, bytes: usize, fill: Fill) {
    let t = Tokens::of(ui.ctx());
    let color = match fill {
        Fill::Roomy => return,
        Fill::Nearly => t.warn,
        Fill::Over(_) => t.danger,
    };
    ui.add_space(space::X8);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 3.0), Sense::hover());
    let part = (bytes as f32 / ATTRIBUTE_VALUE_BYTES as f32).min(1.0);
    ui.painter().rect_filled(rect, 2, t.line);
    let full = Rect::from_min_size(rect.min, Vec2::new(rect.width() * part, rect.height()));
    ui.painter().rect_filled(full, 2, color);
}

fn sentence_of_error(ui: &mut Ui, words: &str) {
    let t = Tokens::of(ui.ctx());
    let galley = Type::META.wrapped(ui, words, t.danger_text, ui.available_width() - 20.0);
    let (rect, response) = ui.allocate_exact_size(galley.size() + Vec2::new(20.0, 0.0), Sense::hover());
    let at = rect.left_top() + Vec2::new(7.5, 8.0);
    icons::WARNING_CIRCLE.fill().paint(ui.painter(), at, 15.0, t.danger_text);
    ui.painter().galley(rect.min + Vec2::new(20.0, 0.0), galley, t.danger_text);
    response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, words));
}

#[cfg(test)]
mod tests {
    use super::Fill;

    #[test]
    fn a_counter_warns_from_eighty_percent_and_counts_what_is_too_much() {
        assert_eq!(Fill::of(102, 128), Fill::Roomy);
        assert_eq!(Fill::of(103, 128), Fill::Nearly);
        assert_eq!(Fill::of(8096, 8096), Fill::Nearly);
        assert_eq!(Fill::of(8131, 8096), Fill::Over(35));
    }
}
