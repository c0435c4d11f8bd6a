use std::ops::RangeInclusive;

use eframe::egui::text::LayoutJob;
use eframe::egui::{Align, Align2, Layout, Pos2, Rect, Sense, Ui, Vec2};

use super::card::section;
use crate::ids::AttributeName;
use crate::model::{AccountModel, JoinedChannel};
use crate::service::{Command, Owner};
use crate::ui::pages::frame::inside;
use crate::ui::text::{Text, grouped};
use crate::ui::theme::{Tokens, Type, space};
use crate::ui::widgets::facts::{elided_label, spoken};
use crate::ui::widgets::{Stepper, hairline, painted_label};
use crate::ui::{Scene, icons};

const ROW: f32 = 54.0;
/// The largest number a setting can hold: the wire carries 32 bits.
const LARGEST: u64 = u32::MAX as u64;

/// A setting that the server reads from the attributes of a channel.
struct Setting {
    key: &'static str,
    title: fn(&Text) -> &str,
    note: fn(&Text) -> &str,
    unit: fn(&Text) -> &str,
    range: RangeInclusive<u64>,
    step: u64,
    /// The number of seconds is also told in words.
    duration: bool,
}

fn settings() -> [Setting; 4] {
    [
        Setting {
            key: "_channel_ttl",
            title: Text::keep_when_empty,
            note: Text::keep_when_empty_note,
            unit: Text::unit_seconds,
            range: 0..=LARGEST,
            step: 600,
            duration: true,
        },
        Setting {
            key: "_auto_update_num",
            title: Text::people_count_refresh,
            note: Text::people_count_refresh_note,
            unit: Text::unit_seconds,
            range: 0..=LARGEST,
            step: 5,
            duration: false,
        },
        Setting {
            key: "_sendmsg_limit",
            title: Text::message_limit,
            note: Text::message_limit_note,
            unit: Text::unit_per_second,
            range: 1..=LARGEST,
            step: 10,
            duration: false,
        },
        Setting {
            key: "_setattr_limit",
            title: Text::change_limit,
            note: Text::change_limit_note,
            unit: Text::unit_per_second,
            range: 1..=LARGEST,
            step: 1,
            duration: false,
        },
    ]
}

/// The settings of the joined channel, with what they mean; an emptied one goes back to the server's own.
pub fn built_in_ui(ui: &mut Ui, scene: &mut Scene<'_>, account: &AccountModel) {
    let Some(channel) = account.channel.as_deref() else { return };
    let text = scene.text;
    section(ui, text.built_in_settings());
    ui.add_space(space::X2);
    for setting in settings() {
        setting_ui(ui, scene, account, channel, &setting);
    }
    people_now(ui, scene, channel);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 6.0), Sense::hover());
    let t = Tokens::of(ui.ctx());
    hairline(ui.painter(), rect.left() + 20.0, rect.right() - 20.0, rect.center().y + 0.5, t.line);
}

fn setting_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    account: &AccountModel,
    channel: &JoinedChannel,
    setting: &Setting,
) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::hover());
    let right = rect.right() - 20.0;
    let place = Rect::from_min_max(
        Pos2::new(right - 104.0, rect.center().y - 16.0),
        Pos2::new(right, rect.center().y + 16.0),
    );
    let before: Option<u64> =
        channel.attributes.value(setting.key).and_then(|value| value.trim().parse().ok());
    let mut value = before;
    let title = (setting.title)(text);
    let stepper = Stepper::new(&mut value, setting.range.clone(), title)
        .step(setting.step)
        .unit((setting.unit)(text))
        .unset(text.not_set())
        .enabled(account.online());
    let stepper = inside(ui, place, Layout::top_down(Align::Min), |ui| ui.add(stepper));
    let mut end = place.left() - space::X8;
    if let Some(seconds) = before.filter(|seconds| setting.duration && *seconds >= 60) {
        let at = Pos2::new(end, rect.center().y);
        let words = text.duration(seconds);
        end = painted_label(ui, at, Align2::RIGHT_CENTER, Type::META, &words, t.text_2).rect.left();
    }
    title_and_note(ui, rect, [title, setting.key, (setting.note)(text)], end - space::X8);
    if stepper.changed() && value != before {
        let name = AttributeName::new(setting.key).expect("the names of the settings are names");
        let owner = Owner::Channel;
        scene.command(match value {
            Some(value) => Command::SetAttribute { owner, name, value: value.to_string() },
            None => Command::DeleteAttribute { owner, name },
        });
    }
}

/// How many people there are: the server's own attribute, which nobody can change.
fn people_now(ui: &mut Ui, scene: &Scene<'_>, channel: &JoinedChannel) {
    let t = Tokens::of(ui.ctx());
    let text = scene.text;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::hover());
    let told = channel.attributes.value("_member_num").and_then(|value| value.parse().ok());
    let count = grouped(told.unwrap_or(channel.member_count));
    let at = Pos2::new(rect.right() - 26.0, rect.center().y - 0.5);
    let place = Type::BODY_STRONG.paint(ui.painter(), at, Align2::RIGHT_CENTER, &count, t.text);
    spoken(ui, place, &count);
    let lock = Pos2::new(place.left() - 14.0, rect.center().y);
    icons::LOCK_SIMPLE.paint(ui.painter(), lock, 16.0, t.text_3);
    let words = [text.people_now(), "_member_num", text.people_now_note()];
    title_and_note(ui, rect, words, lock.x - space::X16);
}

/// Title, raw key and one-line meaning.
fn title_and_note(ui: &mut Ui, rect: Rect, [title, key, note]: [&str; 3], right: f32) {
    let t = Tokens::of(ui.ctx());
    let left = rect.left() + 20.0;
    let mut job = LayoutJob::default();
    Type::LABEL.append(&mut job, title, t.text);
    Type::LABEL.append(&mut job, "  ", t.text);
    Type::MONO.append(&mut job, key, t.text_3);
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width((right - left).max(60.0));
    let galley = ui.painter().layout_job(job);
    let place = Align2::LEFT_CENTER.anchor_size(Pos2::new(left, rect.center().y - 9.0), galley.size());
    ui.painter().galley(place.min, galley, t.text);
    spoken(ui, place, key);
    elided_label(ui, Pos2::new(left, rect.center().y + 10.0), Type::META, note, t.text_3, right - left);
}
