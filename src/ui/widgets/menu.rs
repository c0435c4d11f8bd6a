//! Menus: their frame, their rows, and the button that opens a list of choices.

use eframe::egui::{
    Align2, Color32, CornerRadius, Frame, Margin, Popup, Pos2, Response, Role, Sense, Stroke, StrokeKind, Ui,
    Vec2, Widget,
};

use super::{blend, control, focus_ring, hover_of, name, name_selected};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{TRANSPARENT, Tokens, Type, faded, radius, size};

/// The frame of menus and popovers: raised, radius 12, shadow 2.
pub fn menu_frame(t: &Tokens) -> Frame {
    Frame::new()
        .fill(t.raised)
        .stroke(if t.dark { Stroke::new(1.0, t.line) } else { Stroke::NONE })
        .corner_radius(CornerRadius::same(radius::L))
        .shadow(t.shadow_2)
        .inner_margin(Margin::same(6))
}

/// A menu that opens below a button when it is clicked. `ui.close()` in a row closes it.
///
/// ```ignore
/// let dots = ui.add(IconButton::new(icons::DOTS_THREE_VERTICAL, text.more()));
/// menu(&dots, text.more(), 220.0, |ui| {
///     if ui.add(MenuRow::new(text.copy()).icon(icons::COPY).keys("Ctrl C")).clicked() { …; ui.close(); }
/// });
/// ```
pub fn menu(button: &Response, words: &str, width: f32, rows: impl FnOnce(&mut Ui)) {
    show(Popup::menu(button), button, words, width, rows);
}

/// The same on a right click, at the pointer.
pub fn context_menu(response: &Response, words: &str, width: f32, rows: impl FnOnce(&mut Ui)) {
    show(Popup::context_menu(response), response, words, width, rows);
}

fn show(popup: Popup<'_>, response: &Response, words: &str, width: f32, rows: impl FnOnce(&mut Ui)) {
    let t = Tokens::of(&response.ctx);
    popup.gap(6.0).frame(menu_frame(t)).accessible_name(words).width(width).show(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 0.0;
        rows(ui);
    });
}

/// A row of a menu, 32 high.
#[must_use = "give it to ui.add"]
#[derive(Clone, Debug)]
pub struct MenuRow<'a> {
    words: &'a str,
    icon: Option<Icon>,
    keys: &'a str,
    danger: bool,
    checked: Option<bool>,
    enabled: bool,
}

impl<'a> MenuRow<'a> {
    pub const fn new(words: &'a str) -> Self {
        Self { words, icon: None, keys: "", danger: false, checked: None, enabled: true }
    }

    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The keys that do the same, at the right.
    pub const fn keys(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    pub const fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// One of several choices: a tick at the right if it holds.
    pub const fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}

impl Widget for MenuRow<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let width = ui.available_width();
        let (rect, response) = control(ui, Vec2::new(width, size::MENU_ROW), self.enabled);
        match self.checked {
            Some(checked) => name_selected(&response, Role::MenuItemRadio, self.enabled, checked, self.words),
            None => name(&response, Role::MenuItem, self.enabled, self.words),
        }
        let lit = if self.danger { t.danger_soft } else { t.hover };
        let fill = blend(TRANSPARENT, lit, if response.has_focus() { 1.0 } else { hover_of(ui, &response) });
        ui.painter().rect_filled(rect, radius::S + 1, if self.enabled { fill } else { TRANSPARENT });
        let (ink, icon_ink) = match (self.enabled, self.danger) {
            (false, _) => (t.text_disabled, t.text_disabled),
            (true, true) => (t.danger_text, t.danger_text),
            (true, false) => (t.text, t.text_2),
        };
        let y = rect.center().y;
        let mut left = rect.left() + 10.0;
        if let Some(icon) = self.icon {
            icon.paint(ui.painter(), Pos2::new(left + 8.0, y), 16.0, icon_ink);
            left += 26.0;
        }
        let mut right = rect.right() - 10.0;
        if self.checked == Some(true) {
            icons::CHECK.bold().paint(ui.painter(), Pos2::new(right - 7.0, y), 14.0, t.accent_text);
            right -= 24.0;
        }
        if !self.keys.is_empty() {
            let at = Pos2::new(right, y);
            let keys = Type::META.paint(ui.painter(), at, Align2::RIGHT_CENTER, self.keys, t.text_3);
            right = keys.left() - 12.0;
        }
        let words = Type::SMALL.elided(ui, self.words, ink, right - left);
        ui.painter().galley(Pos2::new(left, y - words.size().y / 2.0), words, ink);
        focus_ring(ui, &response, rect.shrink(2.0), radius::S);
        response
    }
}

/// A hairline between two groups of rows.
pub fn menu_line(ui: &mut Ui) {
    let color = Tokens::of(ui.ctx()).line;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 9.0), Sense::hover());
    super::hairline(ui.painter(), rect.left() + 4.0, rect.right() - 4.0, rect.center().y, color);
}

/// A button that shows the choice that holds, and opens the others in a menu: 30 high.
#[must_use = "call show"]
#[derive(Debug)]
pub struct Select<'a, T> {
    chosen: &'a mut T,
    choices: &'a [(T, &'a str)],
    name: &'a str,
    color: Option<Color32>,
}

impl<'a, T: PartialEq + Copy> Select<'a, T> {
    /// The name is that of the row it stands in.
    pub const fn new(chosen: &'a mut T, choices: &'a [(T, &'a str)], name: &'a str) -> Self {
        Self { chosen, choices, name, color: None }
    }

    /// True in `changed` after another choice was made.
    pub fn show(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui.ctx());
        let ink = self.color.unwrap_or(t.text);
        let words =
            self.choices.iter().find(|(value, _)| value == self.chosen).map_or("", |(_, words)| *words);
        let galley = Type::SMALL.galley(ui, words, ink);
        let width = (galley.size().x + 45.0).ceil();
        let (rect, mut response) = control(ui, Vec2::new(width, size::CONTROL_SMALL), true);
        let enabled = response.enabled();
        response.widget_info(|| eframe::egui::WidgetInfo {
            current_text_value: Some(words.to_owned()),
            ..eframe::egui::WidgetInfo::labeled(Role::ComboBox, enabled, self.name)
        });
        let rest = if t.dark { t.raised } else { t.canvas };
        let fill = blend(rest, t.hover, hover_of(ui, &response));
        let border = Stroke::new(1.0, t.line_strong);
        ui.painter().rect(rect, CornerRadius::same(7), fill, border, StrokeKind::Inside);
        let at = Pos2::new(rect.left() + 11.0, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, ink);
        let caret = Pos2::new(rect.right() - 17.0, rect.center().y);
        icons::CARET_UP_DOWN.paint(ui.painter(), caret, 15.0, faded(t.text_2, 0.9));
        focus_ring(ui, &response, rect, 7);

        let mut changed = false;
        menu(&response, self.name, width.max(160.0), |ui| {
            for (value, words) in self.choices {
                if ui.add(MenuRow::new(words).checked(value == self.chosen)).clicked() {
                    changed |= value != self.chosen;
                    *self.chosen = *value;
                    ui.close();
                }
            }
        });
        if changed {
            response.mark_changed();
        }
        response
    }
}
