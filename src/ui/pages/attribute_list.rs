use eframe::egui::{Align2, Id, Key, Layout, Modifiers, Pos2, Rect, Sense, Ui, UiBuilder, Vec2};

use crate::ids::{ATTRIBUTE_VALUE_BYTES, AttributeName, NAME_BYTES, NameError};
use crate::model::{Attribute, Attributes};
use crate::service::{Command, Owner};
use crate::ui::icons;
use crate::ui::scene::{Action, Scene};
use crate::ui::text::Text;
use crate::ui::theme::{Tokens, Type, radius};
use crate::ui::widgets::field::{Area, Field, Problem};
use crate::ui::widgets::{Button, IconButton, LinkButton, painted_label};
use crate::ui::words;

/// One attribute that is being written.
#[derive(Debug, Default)]
pub struct AttributeEdit {
    /// The one that is changed; nothing for a new one.
    of: Option<AttributeName>,
    name: String,
    value: String,
    fresh: bool,
    tried: bool,
}

/// Attributes as pairs of two lines. With an owner they can be changed here, one at a time.
pub fn attribute_list_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    attributes: &Attributes,
    title: &str,
    owner: Option<Owner>,
    editable: bool,
) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 40.0), Sense::hover());
    let y = rect.top() + 20.5;
    let style = Type::META.medium();
    painted_label(ui, Pos2::new(rect.left(), y), Align2::LEFT_CENTER, style, title, t.text_2);
    let editing = scene.view.details.editing && editable;
    if owner.is_some() {
        let words = if editing { text.done() } else { text.edit() };
        let place = Rect::from_min_max(rect.min, Pos2::new(rect.right(), y + 8.0));
        let layout = Layout::right_to_left(eframe::egui::Align::Max);
        let mut child = ui.new_child(UiBuilder::new().id_salt("edit").max_rect(place).layout(layout));
        if child.add(LinkButton::new(words).enabled(editable)).clicked() {
            scene.view.details.editing = !editing;
            scene.view.details.edit = None;
        }
    }
    if attributes.is_empty() && !editing {
        Type::SMALL.label(ui, text.no_attributes_here(), t.text_3);
        return;
    }
    let mut sorted: Vec<_> = attributes.iter().collect();
    sorted.sort_by_key(|(name, _)| (name.as_str().starts_with('_'), name.as_str() != "topic", *name));
    for (name, attribute) in sorted {
        let open =
            editing && scene.view.details.edit.as_ref().is_some_and(|edit| edit.of.as_ref() == Some(name));
        match (open, owner) {
            (true, Some(owner)) => edit_ui(ui, scene, attributes, owner),
            _ => pair_ui(ui, scene, name, attribute, owner.filter(|_| editing)),
        }
    }
    if let (true, Some(owner)) = (editing, owner) {
        match scene.view.details.edit.as_ref() {
            Some(edit) if edit.of.is_none() => edit_ui(ui, scene, attributes, owner),
            _ => {
                if ui.add(Button::secondary(text.add()).small().icon(icons::PLUS)).clicked() {
                    scene.view.details.edit = Some(AttributeEdit { fresh: true, ..AttributeEdit::default() });
                }
            }
        }
    }
}

/// What a value says to people: the lifetime of an empty channel is a duration.
fn shown_value(text: &Text, name: &AttributeName, value: &str) -> String {
    match (name.as_str(), value.trim().parse::<u64>()) {
        ("_channel_ttl", Ok(seconds)) => text.channel_kept_for(&text.duration(seconds)),
        _ => value.to_owned(),
    }
}

fn pair_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    name: &AttributeName,
    attribute: &Attribute,
    owner: Option<Owner>,
) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let width = ui.available_width() - if owner.is_some() { 60.0 } else { 0.0 };
    let value = shown_value(text, name, &attribute.value);
    let key = Type::MONO.sized(12.0, 16.0).elided(ui, name.as_str(), t.text_2, width);
    let galley = Type::SMALL.wrapped(ui, &value, t.text, width);
    let problem = attribute.problem.as_ref().map(|problem| {
        let sentence = text.subtitle_pair(text.error_attribute_failed(), &words::reason(text, problem));
        Type::META.wrapped(ui, &sentence, t.danger_text, width)
    });
    let more = problem.as_ref().map_or(0.0, |galley| galley.size().y + 2.0);
    let size = Vec2::new(ui.available_width(), 16.0 + galley.size().y + more + 14.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let changed =
        attribute.changed_at.map_or(0.0, |at| 1.0 - (scene.now - at) as f32 / 1200.0).clamp(0.0, 1.0);
    if changed > 0.0 && attribute.changed_by.is_some() {
        let fill = crate::ui::theme::faded(t.warn_soft, changed);
        let place = rect.expand2(Vec2::new(8.0, 0.0)).with_max_y(rect.bottom() - 8.0);
        ui.painter().rect_filled(place, radius::S, fill);
        ui.ctx().request_repaint_after_secs(0.016);
    }
    ui.painter().galley(rect.min + Vec2::new(0.0, 1.0), key, t.text_2);
    let value_at = rect.min + Vec2::new(0.0, 16.0);
    let below = value_at + Vec2::new(0.0, galley.size().y + 2.0);
    ui.painter().galley(value_at, galley, t.text);
    if let Some(problem) = problem {
        ui.painter().galley(below, problem, t.danger_text);
    }
    let spoken = format!("{name}, {value}");
    response.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::ListItem, true, &spoken));
    if let Some(owner) = owner.filter(|_| name.as_str() != "_member_num") {
        let place =
            |center: f32| Rect::from_center_size(Pos2::new(center, rect.top() + 16.0), Vec2::splat(28.0));
        let edit = text.edit_attribute(name.as_str());
        let pencil = IconButton::new(icons::PENCIL_SIMPLE, &edit).small();
        if ui.place(place(rect.right() - 44.0), pencil).clicked() {
            scene.view.details.edit = Some(AttributeEdit {
                of: Some(name.clone()),
                name: name.as_str().to_owned(),
                value: attribute.value.to_string(),
                fresh: true,
                tried: false,
            });
        }
        let delete = text.delete_attribute(name.as_str());
        let bin = IconButton::new(icons::TRASH, &delete).small();
        if ui.place(place(rect.right() - 14.0), bin).clicked() {
            let value = attribute.value.to_string();
            scene.command(Command::DeleteAttribute { owner, name: name.clone() });
            let again = Action::Command(Command::SetAttribute { owner, name: name.clone(), value });
            scene.view.toasts.say_with(text.deleted_attribute(name.as_str()), text.undo(), vec![again]);
        }
    }
}

fn edit_ui(ui: &mut Ui, scene: &mut Scene<'_>, attributes: &Attributes, owner: Owner) {
    let Some(mut edit) = scene.view.details.edit.take() else { return };
    let text = scene.text;
    let name = AttributeName::new(edit.name.trim());
    let mut sentence = String::new();
    if let Err(error) = name {
        sentence = name_sentence(text, error);
    }
    let problem = (edit.tried && !sentence.is_empty()).then(|| Problem::new(&sentence));
    let name_id = Id::unique("bellbird attribute name");
    let value_id = Id::unique("bellbird attribute value");
    let top = ui.cursor().top();
    ui.add_space(2.0);
    let used = |bytes: usize, limit: usize| text.bytes_left(&bytes.to_string(), &limit.to_string());
    let name_counter = match edit.name.len() * 10 >= NAME_BYTES * 8 {
        true => used(edit.name.len(), NAME_BYTES),
        false => String::new(),
    };
    if edit.of.is_none() {
        Field::new(&mut edit.name)
            .label(text.attribute_name())
            .id(name_id)
            .counter(&name_counter)
            .error(problem)
            .show(ui);
        ui.add_space(8.0);
    }
    let over = edit.value.len().saturating_sub(ATTRIBUTE_VALUE_BYTES);
    let too_long = text.too_long_to_save(over);
    let problem = (over > 0).then(|| Problem::new(&too_long));
    let value_counter = match edit.value.len() * 10 >= ATTRIBUTE_VALUE_BYTES * 8 {
        true => used(edit.value.len(), ATTRIBUTE_VALUE_BYTES),
        false => String::new(),
    };
    let label = match &edit.of {
        Some(of) => of.as_str(),
        None => text.attribute_value(),
    };
    let field = Area::new(&mut edit.value)
        .with(|field| field.label(label).id(value_id).counter(&value_counter).error(problem));
    field.show(ui);
    let fresh = std::mem::take(&mut edit.fresh);
    if fresh {
        let first = if edit.of.is_none() { name_id } else { value_id };
        ui.memory_mut(|memory| memory.request_focus(first));
    }
    ui.add_space(8.0);
    let (mut save, mut cancel) = (false, false);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        save = ui.add(Button::primary(text.save()).small().enabled(over == 0).keys("Ctrl Enter")).clicked();
        cancel = ui.add(Button::secondary(text.cancel()).small().keys("Esc")).clicked();
    });
    ui.add_space(14.0);
    if fresh {
        let whole = Rect::from_min_max(Pos2::new(ui.min_rect().left(), top), ui.cursor().min);
        ui.scroll_to_rect(whole, None);
    }
    let focused = ui.memory(|memory| memory.has_focus(name_id) || memory.has_focus(value_id));
    if focused {
        save |= over == 0 && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    }
    cancel |=
        scene.view.popover.is_none() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let name = AttributeName::new(edit.name.trim());
    match (save, name) {
        (true, Ok(name)) if attributes.value(name.as_str()) != Some(edit.value.as_str()) => {
            scene.command(Command::SetAttribute { owner, name, value: edit.value });
        }
        (true, Ok(_)) => {}
        (save, _) if !cancel => {
            edit.tried |= save;
            scene.view.details.edit = Some(edit);
        }
        _ => {}
    }
}

fn name_sentence(text: &Text, error: NameError) -> String {
    match error {
        NameError::Empty => text.error_attribute_name_empty().to_owned(),
        NameError::TooLong { limit, .. } => text.error_attribute_name_too_long(&limit.to_string()),
        NameError::ForbiddenCharacter(_) => text.error_attribute_name_bad().to_owned(),
    }
}
