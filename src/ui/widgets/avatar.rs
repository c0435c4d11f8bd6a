//! Avatars: a person's initials on a disc, a channel's tile, and the dot that says who is online.

use eframe::egui::{Align2, Color32, Painter, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2};

use crate::ui::icons;
use crate::ui::theme::{AvatarColour, Tokens, Type};

/// What the dot on an avatar says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    Online,
    Offline,
    /// You are not connected, so nothing is known now: for your own avatar.
    Reconnecting,
    /// No dot.
    #[default]
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Person,
    Phone,
    Channel { joined: bool },
}

/// An avatar. It says nothing to screen readers: the row or button it stands in has the name.
#[must_use = "show or paint it"]
#[derive(Clone, Debug)]
pub struct Avatar<'a> {
    name: &'a str,
    colour: AvatarColour,
    shape: Shape,
    size: f32,
    presence: Presence,
    surface: Option<Color32>,
    failed: bool,
}

impl<'a> Avatar<'a> {
    fn new(key: &str, name: &'a str, shape: Shape) -> Self {
        Self {
            name,
            colour: AvatarColour::of(key),
            shape,
            size: 40.0,
            presence: Presence::Unknown,
            surface: None,
            failed: false,
        }
    }

    /// A person: the colour comes from the account, the initials from the name.
    pub fn person(account: &str, name: &'a str) -> Self {
        Self::new(account, name, Shape::Person)
    }

    /// A telephone number behind a gateway.
    pub fn phone(account: &str) -> Self {
        Self::new(account, "", Shape::Phone)
    }

    /// A channel: a solid tile if it is the one you are in, a tinted one if not.
    pub fn channel(name: &'a str, joined: bool) -> Self {
        Self::new(name, name, Shape::Channel { joined })
    }

    /// The side in points; 40 without this.
    pub const fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    pub const fn presence(mut self, presence: Presence) -> Self {
        self.presence = presence;
        self
    }

    /// The colour it stands on, for the ring around the dot; the sidebar without this.
    pub const fn surface(mut self, surface: Color32) -> Self {
        self.surface = Some(surface);
        self
    }

    /// Grey, for a call that failed.
    pub const fn failed(mut self, failed: bool) -> Self {
        self.failed = failed;
        self
    }

    /// Another colour than the one of the account, for pictures of the design.
    pub const fn colour(mut self, colour: AvatarColour) -> Self {
        self.colour = colour;
        self
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(self.size), Sense::hover());
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect.center());
        }
        response
    }

    /// Paints it around a point.
    pub fn paint(&self, ui: &Ui, center: Pos2) {
        let t = Tokens::of(ui.ctx());
        let painter = ui.painter();
        let fill = if self.failed { AvatarColour::failed() } else { self.colour.fill() };
        match self.shape {
            Shape::Person => {
                painter.circle_filled(center, self.size / 2.0, fill);
                let style = Type::BODY_STRONG.sized(self.size * 0.385, self.size);
                style.paint(painter, center, Align2::CENTER_CENTER, &initials(self.name), t.on_accent);
            }
            Shape::Phone => {
                painter.circle_filled(center, self.size / 2.0, fill);
                icons::PHONE.fill().paint(painter, center, self.size * 0.5, t.on_accent);
            }
            Shape::Channel { joined } => {
                let (tile, glyph) = if joined {
                    (fill, t.on_accent)
                } else {
                    (self.colour.tint(t), self.colour.name_colour(t))
                };
                let rect = Rect::from_center_size(center, Vec2::splat(self.size));
                painter.rect_filled(rect, tile_radius(self.size), tile);
                icons::HASH.bold().paint(painter, center, (self.size * 0.5).round(), glyph);
            }
        }
        presence_dot(painter, t, center, self.size, self.presence, self.surface.unwrap_or(t.sidebar));
    }
}

/// The corner radius of a channel's tile.
pub fn tile_radius(size: f32) -> f32 {
    (size * 0.28).round()
}

/// Draws the presence dot of an avatar of `size` around `center`; `surface` is the colour it stands on.
///
/// The dot is 10, 12 or 16 across with its ring of 2.
pub fn presence_dot(
    painter: &Painter,
    t: &Tokens,
    center: Pos2,
    size: f32,
    presence: Presence,
    surface: Color32,
) {
    let diameter = match size {
        size if size <= 34.0 => 10.0,
        size if size <= 52.0 => 12.0,
        _ => 16.0,
    };
    let radius = diameter / 2.0;
    let at = center + Vec2::splat(size / 2.0 * std::f32::consts::FRAC_1_SQRT_2);
    let inner = radius - 2.0;
    let ring = |color: Color32| {
        painter.circle_filled(at, radius, surface);
        painter.circle_filled(at, inner, color);
    };
    match presence {
        Presence::Unknown => {}
        Presence::Online => ring(t.online),
        Presence::Reconnecting => ring(t.warn),
        Presence::Offline => {
            ring(surface);
            painter.circle_stroke(at, inner - 1.0, Stroke::new(2.0, t.text_3));
        }
    }
}

/// One character of a name in Han, kana or hangul; else the first letters of its first and last word;
/// else the first two letters of its only word.
pub fn initials(name: &str) -> String {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return "?".to_owned() };
    let Some(letter) = first.chars().next() else { return "?".to_owned() };
    if is_wide(letter) {
        return letter.to_string();
    }
    let second = match words.next_back() {
        Some(last) => last.chars().next(),
        None => first.chars().nth(1),
    };
    let mut letters: String = letter.to_uppercase().collect();
    if let Some(second) = second.filter(|second| !is_wide(*second)) {
        letters.extend(second.to_uppercase());
    }
    letters
}

fn is_wide(character: char) -> bool {
    matches!(u32::from(character), 0x1100..=0x11FF | 0x2E80..=0x9FFF | 0xAC00..=0xD7FF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_those_a_person_would_write() {
        for (name, expected) in [
            ("Maya Okafor", "MO"),
            ("Tomás Rey", "TR"),
            ("nora.lind", "NL"),
            ("lagoon", "LA"),
            ("x", "X"),
            ("林薇", "林"),
            ("田中 海", "田"),
            ("Ana Maria de Souza", "AS"),
            ("Éva", "ÉV"),
            ("  ", "?"),
            ("", "?"),
            ("🦜", "?"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
