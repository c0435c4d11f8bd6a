use eframe::egui::{Align2, Id, Key, Modifiers, Pos2, Rect, Ui, UiBuilder, Vec2};

use crate::model::{AccountModel, Body, Chat, ChatId, MessageKey};
use crate::ui::icons;
use crate::ui::scene::{Action, Scene};
use crate::ui::theme::{Tokens, Type};
use crate::ui::widgets::{IconButton, Search, hairline, painted_label};

const HEIGHT: f32 = 50.0;

/// What is searched for in the open chat.
#[derive(Clone, Debug, Default)]
pub struct FindView {
    query: String,
    /// Oldest first.
    matches: Vec<MessageKey>,
    at: usize,
    /// What `matches` were found in: the query and the revision of the transcript.
    found_in: Option<(String, u64)>,
    fresh: bool,
}

impl FindView {
    pub fn open() -> Self {
        Self { fresh: true, ..Self::default() }
    }

    /// Looks again if the words or the messages have changed. The newest match comes first.
    fn look(&mut self, chat: &Chat) -> bool {
        let revision = chat.transcript.revision();
        if self.found_in.as_ref().is_some_and(|(query, at)| *query == self.query && *at == revision) {
            return false;
        }
        let new_query = self.found_in.as_ref().is_none_or(|(query, _)| *query != self.query);
        let shown = self.matches.get(self.at).copied();
        let wanted = self.query.trim().to_lowercase();
        self.matches = match wanted.is_empty() {
            true => Vec::new(),
            false => {
                let says =
                    |body: &Body| matches!(body, Body::Text(text) if text.to_lowercase().contains(&wanted));
                chat.transcript
                    .iter()
                    .filter(|message| says(&message.body))
                    .map(|message| message.key)
                    .collect()
            }
        };
        let last = self.matches.len().saturating_sub(1);
        self.at = shown
            .filter(|_| !new_query)
            .and_then(|key| self.matches.iter().position(|other| *other == key))
            .unwrap_or(last);
        self.found_in = Some((self.query.clone(), revision));
        new_query
    }

    fn step(&mut self, by: isize) {
        if !self.matches.is_empty() {
            self.at = self.at.wrapping_add_signed(by).min(usize::MAX / 2) % self.matches.len();
        }
    }
}

/// The bar that finds words in a chat, below its header; returns its height.
pub fn find_bar_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    _account: &AccountModel,
    id: &ChatId,
    chat: &Chat,
    area: Rect,
) -> f32 {
    let Some(mut find) = scene.view.find.take() else { return 0.0 };
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let bar = Rect::from_min_size(area.min, Vec2::new(area.width(), HEIGHT));
    ui.painter().rect_filled(bar, 0, t.canvas);
    hairline(ui.painter(), bar.left(), bar.right(), bar.bottom() - 0.5, t.line);
    let y = bar.center().y;
    let mut center = bar.right() - 30.0;
    let mut button = |ui: &mut Ui, icon, words| {
        let place = Rect::from_center_size(Pos2::new(center, y), Vec2::splat(28.0));
        center -= 34.0;
        ui.place(place, IconButton::new(icon, words).small()).clicked()
    };
    let close = button(ui, icons::X, text.close());
    let next = button(ui, icons::CARET_DOWN, text.next_match());
    let previous = button(ui, icons::CARET_UP, text.previous_match());
    let right = center + 10.0;

    let field_id = Id::unique(("bellbird find", id));
    let place = Rect::from_min_max(
        Pos2::new(bar.left() + 20.0, y - 17.0),
        Pos2::new((right - 120.0).max(bar.left() + 140.0), y + 17.0),
    );
    if find.fresh {
        find.fresh = false;
        ui.memory_mut(|memory| memory.request_focus(field_id));
    }
    let focused = ui.memory(|memory| memory.has_focus(field_id));
    let enter = focused && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let alone = !eframe::egui::Popup::is_any_open(ui.ctx()) && scene.view.popover.is_none();
    let escape = alone && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    Search::new(&mut find.query, text.key_find())
        .id(field_id)
        .show(&mut ui.new_child(UiBuilder::new().max_rect(place)));

    let moved = find.look(chat);
    let by = isize::from(next) - isize::from(previous || enter);
    let count = find.matches.len();
    if by != 0 && count > 0 {
        find.step(by + count as isize);
    }
    if (moved || by != 0)
        && let Some(key) = find.matches.get(find.at)
    {
        scene.view.transcript.jump_to(*key);
    }
    scene.view.transcript.marked = find.matches.get(find.at).copied();
    let words = match count {
        _ if find.query.trim().is_empty() => String::new(),
        0 => text.no_matches().to_owned(),
        count => text.find_count(&(find.at + 1).to_string(), &count.to_string()),
    };
    if !words.is_empty() {
        let at = Pos2::new(right - 8.0, y);
        painted_label(ui, at, Align2::RIGHT_CENTER, Type::META, &words, t.text_2);
    }
    if close || escape {
        scene.view.transcript.marked = None;
        scene.act(Action::Find(false));
    }
    scene.view.find = Some(find);
    HEIGHT
}
