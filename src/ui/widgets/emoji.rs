//! The small table of emoji beside the text field.

use eframe::egui::{Align2, Popup, Response, Role, Sense, Ui, Vec2};

use super::menu::menu_frame;
use super::{focus_ring, hover_of, name};
use crate::ui::theme::{TRANSPARENT, Tokens, Type, radius};

const COLUMNS: usize = 8;
const CELL: f32 = 34.0;

/// Those that people use most; each is its own name to screen readers.
pub const EMOJI: [&str; 40] = [
    "😀", "😄", "😅", "😂", "🙂", "😉", "😊", "😍", "😘", "😎", "🤔", "😐", "🙄", "😴", "😢", "😭", "😡",
    "😱", "🤗", "🥳", "👍", "👎", "👏", "🙏", "💪", "👋", "🤝", "👀", "❤️", "💙", "🔥", "🎉", "✨", "⭐",
    "✅", "❌", "☕", "🍵", "🎂", "🌙",
];

/// Opens above the button when it is clicked; returns what was chosen.
pub fn emoji_table(button: &Response, words: &str) -> Option<&'static str> {
    let t = Tokens::of(&button.ctx);
    let popup = Popup::menu(button).gap(8.0).frame(menu_frame(t)).accessible_name(words);
    let popup = popup.align(eframe::egui::RectAlign::TOP_START).width(COLUMNS as f32 * CELL);
    popup.show(table).and_then(|shown| shown.inner)
}

fn table(ui: &mut Ui) -> Option<&'static str> {
    let mut chosen = None;
    ui.spacing_mut().item_spacing = Vec2::ZERO;
    for row in EMOJI.chunks(COLUMNS) {
        ui.horizontal(|ui| {
            for emoji in row {
                if cell(ui, emoji) {
                    chosen = Some(*emoji);
                    ui.close();
                }
            }
        });
    }
    chosen
}

fn cell(ui: &mut Ui, emoji: &str) -> bool {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(CELL), Sense::click());
    name(&response, Role::MenuItem, true, emoji);
    let fill = super::blend(TRANSPARENT, t.hover, hover_of(ui, &response));
    ui.painter().rect_filled(rect, radius::M, fill);
    let style = Type::BODY.sized(20.0, 26.0);
    style.paint(ui.painter(), rect.center(), Align2::CENTER_CENTER, emoji, t.text);
    focus_ring(ui, &response, rect.shrink(2.0), radius::M);
    response.clicked()
}
