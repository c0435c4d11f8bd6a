use eframe::egui::emath::easing;
use eframe::egui::{Pos2, Rect, Ui, UiBuilder, Vec2};

use crate::model::{AccountModel, Connection, Millis};
use crate::service::Command;
use crate::ui::icons;
use crate::ui::scene::Scene;
use crate::ui::theme::{motion, size};
use crate::ui::widgets::Banner;

/// A short loss shows no banner.
const SHOWN_AFTER: Millis = 1_000;
const BACK_FOR: Millis = 2_000;

enum Shown {
    Lost { attempt: u32, next_try_at: Option<Millis> },
    Back,
}

/// The banner of a lost connection, on top of a pane; returns the height it takes.
pub fn banner_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel, area: Rect) -> f32 {
    let (shown, next_change) = state(account, scene.now);
    if let Some(millis) = next_change {
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(millis.unsigned_abs().max(1)));
    }
    let id = ui.make_persistent_id("banner");
    let seconds = motion::of(ui.ctx(), motion::BANNER);
    let part = ui.ctx().animate_bool_with_time_and_easing(id, shown.is_some(), seconds, easing::cubic_out);
    let height = (size::BANNER * part).round();
    let Some(shown) = shown.filter(|_| height > 0.0) else { return height };

    let visible = Rect::from_min_size(area.min, Vec2::new(area.width(), height));
    let whole = Rect::from_min_size(
        Pos2::new(area.left(), area.top() + height - size::BANNER),
        Vec2::new(area.width(), size::BANNER),
    );
    let mut inside = ui.new_child(UiBuilder::new().max_rect(whole));
    inside.set_clip_rect(visible.intersect(ui.clip_rect()));
    let text = scene.text;
    match shown {
        Shown::Back => {
            Banner::success(icons::WIFI_HIGH, text.back_online()).show(&mut inside);
        }
        Shown::Lost { attempt, next_try_at } => {
            let attempt = attempt.to_string();
            let rest = match next_try_at.map(|at| seconds_until(at, scene.now)) {
                Some(seconds) if seconds > 0 => {
                    text.full_stop(&text.reconnecting(&attempt, &seconds.to_string()))
                }
                _ => text.reconnecting_now(&attempt),
            };
            let banner = Banner::warn(icons::WIFI_SLASH, text.connection_lost_sentence(), &rest)
                .button(icons::ARROW_CLOCKWISE, text.try_now());
            if banner.show(&mut inside) {
                scene.command(Command::TryNow);
            }
        }
    }
    height
}

fn seconds_until(at: Millis, now: Millis) -> Millis {
    (at - now + 999).max(0) / 1000
}

/// What is shown now, and in how many milliseconds that changes by itself.
fn state(account: &AccountModel, now: Millis) -> (Option<Shown>, Option<Millis>) {
    match account.connection {
        Connection::SigningIn { .. } | Connection::Online { back_at: None } => (None, None),
        Connection::Online { back_at: Some(at) } => match at + BACK_FOR - now {
            left if left > 0 => (Some(Shown::Back), Some(left)),
            _ => (None, None),
        },
        Connection::Reconnecting { since, attempt, next_try_at } => {
            let hidden = since + SHOWN_AFTER - now;
            if hidden > 0 {
                return (None, Some(hidden));
            }
            let tick = next_try_at.map(|at| at - now).filter(|left| *left > 0);
            let tick = tick.map(|left| (left - 1) % 1000 + 1);
            (Some(Shown::Lost { attempt, next_try_at }), tick)
        }
    }
}
