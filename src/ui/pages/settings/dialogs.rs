use eframe::egui::{Align2, Frame, Id, Label, Margin, Pos2, ScrollArea, Sense, Stroke, Ui, Vec2};

use crate::ui::Scene;
use crate::ui::icons;
use crate::ui::text::Text;
use crate::ui::theme::{Tokens, Type, radius, size, space};
use crate::ui::widgets::dialog::{Dialog, dialog_title};
use crate::ui::widgets::facts::elided_label;
use crate::ui::widgets::{IconButton, KeyCap, hairline};

/// The licence of the program, then those of the fonts and icons that it carries.
const LICENCES: [&str; 4] = [
    include_str!("../../../../LICENSE"),
    include_str!("../../../../assets/fonts/Inter-OFL.txt"),
    include_str!("../../../../assets/fonts/JetBrainsMono-OFL.txt"),
    include_str!("../../../../assets/fonts/Phosphor-LICENSE.txt"),
];

/// A group of shortcuts: several keys that do the same are several caps.
struct Shortcut {
    keys: &'static [&'static str],
    words: fn(&Text) -> &str,
}

const fn shortcut(keys: &'static [&'static str], words: fn(&Text) -> &str) -> Shortcut {
    Shortcut { keys, words }
}

/// Every shortcut that does something.
fn shortcuts() -> [Shortcut; 18] {
    [
        shortcut(&["Ctrl K"], Text::key_search),
        shortcut(&["Ctrl N"], Text::key_new_message),
        shortcut(&["Ctrl J"], Text::key_join),
        shortcut(&["Ctrl D"], Text::key_call),
        shortcut(&["Ctrl 1–4"], Text::key_sections),
        shortcut(&["Ctrl ,"], Text::settings),
        shortcut(&["Alt Up", "Alt Down"], Text::key_previous_next),
        shortcut(&["Enter", "Shift Enter"], Text::key_send),
        shortcut(&["Ctrl F"], Text::key_find),
        shortcut(&["Ctrl I"], Text::key_details),
        shortcut(&["Ctrl Shift A", "Ctrl Shift D"], Text::key_accept_decline),
        shortcut(&["Esc"], Text::key_silence),
        shortcut(&["Ctrl Shift E"], Text::key_end),
        shortcut(&["Ctrl Shift K"], Text::keypad),
        shortcut(&["0–9", "*", "#"], Text::key_digits),
        shortcut(&["Ctrl Shift C"], Text::key_call_in_view),
        shortcut(&["Ctrl /"], Text::key_all_shortcuts),
        shortcut(&["Ctrl +", "Ctrl -", "Ctrl 0"], Text::key_text_size),
    ]
}

const ROW: f32 = 36.0;

/// The dialog with all shortcuts, over everything while `view.settings.shortcuts` is set: call it on every page.
pub fn shortcuts_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    if !scene.view.settings.shortcuts {
        return;
    }
    let text = scene.text;
    let ctx = ui.ctx().clone();
    let two = ctx.content_rect().width() >= 860.0;
    let room = (ctx.content_rect().height() - 140.0).max(200.0);
    let dialog = Dialog::new(Id::unique("bellbird shortcuts"), text.keyboard_shortcuts());
    let dialog = dialog.width(if two { 760.0 } else { 420.0 });
    let shown = dialog.show(&ctx, |ui| {
        let close = closing_title(ui, text.keyboard_shortcuts(), text.close());
        ScrollArea::vertical().max_height(room).show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::new(space::X32, 0.0);
            let shortcuts = shortcuts();
            let columns = if two { 2 } else { 1 };
            let each = shortcuts.len().div_ceil(columns);
            ui.columns(columns, |columns| {
                for (ui, part) in columns.iter_mut().zip(shortcuts.chunks(each)) {
                    for shortcut in part {
                        shortcut_row(ui, text, shortcut);
                    }
                }
            });
        });
        close
    });
    if shown.close || shown.inner {
        scene.view.settings.shortcuts = false;
    }
}

fn shortcut_row(ui: &mut Ui, text: &Text, shortcut: &Shortcut) {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::hover());
    hairline(ui.painter(), rect.left(), rect.right(), rect.bottom() - 0.5, t.line);
    let mut right = rect.right();
    for keys in shortcut.keys.iter().rev() {
        let cap = KeyCap::new(keys).paint(ui, Pos2::new(right, rect.center().y), Align2::RIGHT_CENTER);
        right = cap.left() - space::X4;
    }
    let words = (shortcut.words)(text);
    let room = right - space::X12 - rect.left();
    elided_label(ui, rect.left_center(), Type::SMALL, words, t.text, room);
}

pub(super) fn licences_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    if !scene.view.settings.licences {
        return;
    }
    let text = scene.text;
    let ctx = ui.ctx().clone();
    let room = (ctx.content_rect().height() - 160.0).max(200.0);
    let dialog = Dialog::new(Id::unique("bellbird licences"), text.licences()).width(680.0);
    let shown = dialog.show(&ctx, |ui| {
        let t = Tokens::of(ui.ctx());
        let close = closing_title(ui, text.licences(), text.close());
        let frame = Frame::new()
            .fill(t.sunken)
            .stroke(Stroke::new(size::HAIRLINE, t.line))
            .corner_radius(radius::ROW)
            .inner_margin(Margin::same(14));
        frame.show(ui, |ui| {
            ScrollArea::vertical().max_height(room.min(520.0)).auto_shrink([false, true]).show(ui, |ui| {
                for licence in LICENCES {
                    let job = Type::MONO.sized(11.5, 17.0).job(licence, t.text_2);
                    ui.add(Label::new(job).selectable(true).wrap());
                    ui.add_space(space::X24);
                }
            });
        });
        close
    });
    if shown.close || shown.inner {
        scene.view.settings.licences = false;
    }
}

/// The title of a dialog with a button that closes it; true when that was pressed.
fn closing_title(ui: &mut Ui, words: &str, close: &str) -> bool {
    let top = ui.cursor().min;
    let right = top.x + ui.available_width();
    dialog_title(ui, words);
    let place =
        eframe::egui::Rect::from_center_size(Pos2::new(right - 10.0, top.y + 11.0), Vec2::splat(36.0));
    crate::ui::pages::frame::centered(ui, place, IconButton::new(icons::X, close)).clicked()
}
