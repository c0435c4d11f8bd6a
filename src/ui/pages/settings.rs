use eframe::egui::{Align, Layout, Pos2, Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use super::frame::inside;
use crate::model::{AccountModel, Settings};
use crate::service::Command;
use crate::ui::Scene;
use crate::ui::icons::{self, Icon};
use crate::ui::text::Text;
use crate::ui::theme::{Tokens, Type, size, space};
use crate::ui::widgets::{focus_ring, hairline_down, heading, row_fill};

mod appearance;
mod card;
mod dialogs;
mod sections;

pub use dialogs::shortcuts_ui;

/// The groups of settings, in the order of the list at the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Section {
    #[default]
    Appearance,
    Notifications,
    Language,
    Account,
    Server,
    Shortcuts,
    About,
}

impl Section {
    const ALL: [Self; 7] = [
        Self::Appearance,
        Self::Notifications,
        Self::Language,
        Self::Account,
        Self::Server,
        Self::Shortcuts,
        Self::About,
    ];
    const LEFT: [Self; 4] = [Self::Appearance, Self::Language, Self::Account, Self::Shortcuts];
    const RIGHT: [Self; 3] = [Self::Notifications, Self::Server, Self::About];

    fn words(self, text: &Text) -> &str {
        match self {
            Self::Appearance => text.appearance(),
            Self::Notifications => text.notifications(),
            Self::Language => text.language_setting(),
            Self::Account => text.account(),
            Self::Server => text.server(),
            Self::Shortcuts => text.shortcuts(),
            Self::About => text.about(),
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Appearance => icons::PALETTE,
            Self::Notifications => icons::BELL,
            Self::Language => icons::TRANSLATE,
            Self::Account => icons::USER_CIRCLE,
            Self::Server => icons::HARD_DRIVES,
            Self::Shortcuts => icons::KEYBOARD,
            Self::About => icons::INFO,
        }
    }
}

/// What the page of settings remembers.
#[derive(Debug, Default)]
pub struct SettingsView {
    section: Section,
    /// The list was used: bring the section into view.
    going: bool,
    /// The text size while the slider is held: it takes effect when it is let go.
    text_percent: Option<f32>,
    /// The dialog with all shortcuts is open, on whatever page.
    pub shortcuts: bool,
    licences: bool,
}

const LIST: f32 = 212.0;

/// The settings: every change takes effect at once. It fills the `Ui`.
pub fn settings_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let Some(account) = scene.account() else { return };
    let t = Tokens::of(ui.ctx());
    let (whole, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    ui.painter().rect_filled(whole, 0, t.canvas);
    let window = ui.ctx().content_rect().width();
    let mut body = whole;
    if window >= 640.0 {
        let list = Rect::from_min_size(whole.min, Vec2::new(LIST, whole.height()));
        body.min.x = list.right();
        list_ui(ui, scene, list);
    }
    let settings = scene.model.settings.clone();
    let mut wanted = settings.clone();
    inside(ui, body, Layout::top_down(Align::Min), |ui| {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            body_ui(ui, scene, account, &mut wanted, window >= 900.0);
        });
    });
    if wanted != settings {
        scene.command(Command::UpdateSettings(wanted));
    }
    dialogs::licences_ui(ui, scene);
}

fn body_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, wanted: &mut Settings, two: bool) {
    let (side, columns): (f32, &[&[Section]]) = match two {
        true => (28.0, &[&Section::LEFT, &Section::RIGHT]),
        false => (20.0, &[&Section::ALL]),
    };
    let room = ui.available_rect_before_wrap();
    let gaps = space::X24 * (columns.len() - 1) as f32;
    let width = ((room.width() - 2.0 * side - gaps) / columns.len() as f32).floor();
    let mut lowest = room.top();
    for (nth, sections) in columns.iter().enumerate() {
        let left = room.left() + side + nth as f32 * (width + space::X24);
        let place = Rect::from_min_size(Pos2::new(left, room.top() + space::X20), Vec2::new(width, 4000.0));
        lowest = inside(ui, place, Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            ui.spacing_mut().interact_size.y = Type::HEADING.line;
            ui.set_width(width);
            for section in *sections {
                section_ui(ui, scene, account, wanted, *section);
            }
            ui.min_rect().bottom()
        })
        .max(lowest);
    }
    ui.allocate_rect(Rect::from_min_max(room.min, Pos2::new(room.right(), lowest)), Sense::hover());
}

fn section_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    account: &AccountModel,
    wanted: &mut Settings,
    section: Section,
) {
    let t = Tokens::of(ui.ctx());
    let title = ui.horizontal(|ui| {
        ui.set_height(Type::HEADING.line);
        ui.add_space(space::X2);
        heading(ui, Type::HEADING, section.words(scene.text), t.text)
    });
    if scene.view.settings.going && scene.view.settings.section == section {
        title.response.scroll_to_me(Some(Align::Min));
        scene.view.settings.going = false;
    }
    ui.add_space(space::X8);
    match section {
        Section::Appearance => appearance::appearance_ui(ui, scene, wanted),
        Section::Notifications => sections::notifications_ui(ui, scene, account, wanted),
        Section::Language => sections::language_ui(ui, scene, wanted),
        Section::Account => sections::account_ui(ui, scene, account),
        Section::Server => sections::server_ui(ui, scene, account),
        Section::Shortcuts => sections::shortcuts_card_ui(ui, scene),
        Section::About => sections::about_ui(ui, scene),
    }
    ui.add_space(19.0);
}

fn list_ui(ui: &mut Ui, scene: &mut Scene<'_>, list: Rect) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(list, 0, t.sidebar);
    hairline_down(ui.painter(), list.right() - 0.5, list.top(), list.bottom(), t.line);
    let title = Rect::from_min_size(
        list.min + Vec2::new(space::X16, 0.0),
        Vec2::new(list.width() - space::X16, size::HEADER),
    );
    inside(ui, title, Layout::left_to_right(Align::Center), |ui| {
        heading(ui, Type::TITLE, scene.text.settings(), t.text);
    });
    for (nth, section) in Section::ALL.into_iter().enumerate() {
        let top = list.top() + size::HEADER + 40.0 * nth as f32;
        let place = Rect::from_min_size(
            Pos2::new(list.left() + space::X8, top),
            Vec2::new(list.width() - 17.0, 38.0),
        );
        let id = ui.scope_id().with(("settings section", nth));
        let response = ui.interact(place, id, Sense::click());
        let words = section.words(scene.text);
        let selected = scene.view.settings.section == section;
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, selected, words));
        row_fill(ui, &response, place, 10, selected);
        let (icon, ink) =
            if selected { (section.icon().fill(), t.accent_text) } else { (section.icon(), t.text_2) };
        icon.paint(ui.painter(), place.left_center() + Vec2::new(19.5, 0.0), 19.0, ink);
        let at = place.left_center() + Vec2::new(39.0, 0.0);
        let ink = if selected { t.accent_text } else { t.text };
        let style = Type::LABEL;
        style.paint(ui.painter(), at, eframe::egui::Align2::LEFT_CENTER, words, ink);
        focus_ring(ui, &response, place.shrink(2.0), 8);
        if response.clicked() {
            scene.view.settings.section = section;
            scene.view.settings.going = true;
        }
    }
}
