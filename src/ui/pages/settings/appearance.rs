use eframe::egui::epaint::{Mesh, Vertex, WHITE_UV};
use eframe::egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Theme, Ui,
    Vec2, WidgetInfo,
};

use super::card::{row, rows, told};
use crate::model::{Density, Settings, ThemeChoice};
use crate::ui::Scene;
use crate::ui::theme::{AvatarColour, Tokens, Type};
use crate::ui::widgets::{Segmented, Slider, Toggle, focus_ring, painted_label};

const PREVIEW: Vec2 = Vec2::new(126.0, 76.0);
const PITCH: f32 = 139.0;

pub fn appearance_ui(ui: &mut Ui, scene: &mut Scene<'_>, wanted: &mut Settings) {
    let text = scene.text;
    rows(ui, |ui| {
        themes(ui, scene, wanted);
        told(ui, false, text.density(), "", |ui| {
            let choices = [
                (Density::Compact, text.compact()),
                (Density::Regular, text.regular()),
                (Density::Roomy, text.roomy()),
            ];
            Segmented::new(&mut wanted.density, &choices).small().show(ui)
        });
        row(ui, false, text.text_size(), "", |ui| text_size(ui, scene, wanted));
        row(ui, false, text.reduce_motion(), text.reduce_motion_note(), |ui| {
            ui.add(Toggle::new(&mut wanted.reduce_motion, text.reduce_motion()))
        });
    });
}

/// The slider shows the size at once and applies it when it is let go, or it would run from under the pointer.
fn text_size(ui: &mut Ui, scene: &mut Scene<'_>, wanted: &mut Settings) {
    let t = Tokens::of(ui.ctx());
    let held = &mut scene.view.settings.text_percent;
    let mut value = held.unwrap_or(f32::from(wanted.text_percent));
    let percent = scene.text.percent(&value.round().to_string());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(38.0, 20.0), Sense::hover());
    painted_label(ui, rect.right_center(), Align2::RIGHT_CENTER, Type::SMALL, &percent, t.text_2);
    let (big, _) = ui.allocate_exact_size(Vec2::new(18.0, 24.0), Sense::hover());
    let big_letter = Type::BODY.sized(19.0, 24.0);
    big_letter.paint(ui.painter(), big.center(), Align2::CENTER_CENTER, "A", t.text_2);
    let slider = ui.add(Slider::new(&mut value, 85.0..=140.0, scene.text.text_size()).step(5.0));
    let (small, _) = ui.allocate_exact_size(Vec2::new(12.0, 24.0), Sense::hover());
    Type::META.paint(ui.painter(), small.center(), Align2::CENTER_CENTER, "A", t.text_2);
    let held_down = slider.is_pointer_button_down_on();
    if slider.changed() || held_down {
        *held = Some(value);
    }
    if !held_down && let Some(value) = held.take() {
        wanted.text_percent = value.round().clamp(85.0, 140.0) as u16;
    }
}

fn themes(ui: &mut Ui, scene: &Scene<'_>, wanted: &mut Settings) {
    let text = scene.text;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 137.0), Sense::hover());
    let pitch = PITCH.min((rect.width() - PREVIEW.x - 24.0) / 2.0);
    let first = rect.center().x - pitch;
    for (nth, (choice, words)) in [
        (ThemeChoice::System, text.match_system()),
        (ThemeChoice::Light, text.light()),
        (ThemeChoice::Dark, text.dark()),
    ]
    .into_iter()
    .enumerate()
    {
        let center = Pos2::new(first + pitch * nth as f32, rect.top() + 58.0);
        let size = Vec2::new(PREVIEW.x.min(pitch - 13.0), PREVIEW.y);
        let response =
            theme_ui(ui, Rect::from_center_size(center, size), choice, words, wanted.theme == choice);
        if response.clicked() {
            wanted.theme = choice;
        }
    }
}

/// A small picture of the window in a theme, with its name below.
fn theme_ui(ui: &Ui, picture: Rect, choice: ThemeChoice, words: &str, chosen: bool) -> Response {
    let t = Tokens::of(ui.ctx());
    let place = Rect::from_min_max(picture.min, picture.max + Vec2::new(0.0, 30.0));
    let response = ui.interact(place, ui.scope_id().with(words), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, words));
    let corner = CornerRadius::same(8);
    match choice {
        ThemeChoice::Light => miniature(ui, picture, Tokens::for_theme(Theme::Light)),
        ThemeChoice::Dark => miniature(ui, picture, Tokens::for_theme(Theme::Dark)),
        ThemeChoice::System => {
            miniature(ui, picture, Tokens::for_theme(Theme::Light));
            dark_half(ui, picture);
        }
    }
    let border = Stroke::new(1.0, t.line);
    ui.painter().rect_stroke(picture, corner, border, StrokeKind::Inside);
    if chosen {
        let ring = Stroke::new(2.0, t.accent);
        ui.painter().rect_stroke(picture.expand(2.0), CornerRadius::same(11), ring, StrokeKind::Outside);
    }
    let ink = match chosen || response.hovered() {
        true if chosen => t.accent_text,
        true => t.text,
        false => t.text_2,
    };
    let at = Pos2::new(picture.center().x, picture.bottom() + 19.0);
    Type::LABEL.paint(ui.painter(), at, Align2::CENTER_CENTER, words, ink);
    focus_ring(ui, &response, picture.expand(4.0), 12);
    response
}

/// What a miniature shows, as rectangles with a corner and a colour, left top of the picture at 0, 0.
fn pieces(t: &Tokens) -> Vec<(Rect, f32, Color32)> {
    let at = |x: f32, y: f32, width: f32, height: f32| {
        Rect::from_min_size(Pos2::new(x, y), Vec2::new(width, height))
    };
    let mut pieces = Vec::new();
    for (nth, width) in [15.0, 12.0, 15.0].into_iter().enumerate() {
        let y = 15.0 + 14.0 * nth as f32;
        let avatar = AvatarColour::nth([4, 1, 3][nth]).fill();
        pieces.push((at(19.0, y - 4.0, 8.0, 8.0), 4.0, avatar));
        pieces.push((at(30.0, y - 2.0, width, 4.0), 2.0, t.line_strong));
    }
    pieces.push((at(57.0, 13.0, 38.0, 11.0), 5.5, t.bubble_in));
    pieces.push((at(80.0, 29.0, 38.0, 11.0), 5.5, t.bubble_out));
    pieces.push((at(57.0, 45.0, 28.0, 11.0), 5.5, t.bubble_in));
    pieces
}

fn miniature(ui: &Ui, picture: Rect, t: &Tokens) {
    let painter = ui.painter().with_clip_rect(picture.intersect(ui.clip_rect()));
    let corner = CornerRadius::same(8);
    painter.rect_filled(picture, corner, t.canvas);
    let side = Rect::from_min_size(picture.min, Vec2::new(49.0, picture.height()));
    let left = CornerRadius { nw: 8, sw: 8, ne: 0, se: 0 };
    painter.rect_filled(side, left, t.sidebar);
    painter.rect_filled(Rect::from_min_size(picture.min, Vec2::new(15.0, picture.height())), left, t.rail);
    for (rect, corner, color) in pieces(t) {
        painter.rect_filled(rect.translate(picture.min.to_vec2()), corner, color);
    }
    let field = Rect::from_min_size(picture.min + Vec2::new(57.0, 62.5), Vec2::new(61.0, 7.5));
    painter.rect_stroke(field, 4.0, Stroke::new(1.0, t.line_strong), StrokeKind::Inside);
}

/// The dark picture below a slanting edge: what the miniature shows there, cut along the edge.
fn dark_half(ui: &Ui, picture: Rect) {
    let t = Tokens::for_theme(Theme::Dark);
    let (top, bottom) = (picture.left() + picture.width() * 0.71, picture.left() + picture.width() * 0.3);
    let edge = |y: f32| top + (bottom - top) * ((y - picture.top()) / picture.height());
    let cut = |rect: Rect, corner: f32, color: Color32| {
        if let Some(shape) = behind_edge(rect, corner, color, edge) {
            ui.painter().add(shape);
        }
    };
    cut(picture, 8.0, t.canvas);
    let side = Rect::from_min_size(picture.min, Vec2::new(49.0, picture.height()));
    cut(side, 0.0, t.sidebar);
    for (rect, corner, color) in pieces(t) {
        cut(rect.translate(picture.min.to_vec2()), corner, color);
    }
    let field = Rect::from_min_size(picture.min + Vec2::new(57.0, 62.5), Vec2::new(61.0, 7.5));
    cut(field, 3.75, t.line_strong);
    cut(field.shrink(1.0), 2.75, t.canvas);
}

/// A rounded rectangle as far as it lies right of a slanting edge, in strips of half a point.
fn behind_edge(rect: Rect, corner: f32, color: Color32, edge: impl Fn(f32) -> f32) -> Option<Shape> {
    let mut mesh = Mesh::default();
    let mut vertex = |x: f32, y: f32, color: Color32| {
        mesh.vertices.push(Vertex { pos: Pos2::new(x, y), uv: WHITE_UV, color });
    };
    let steps = (rect.height() * 2.0).round().max(1.0) as u32;
    let mut rows = 0;
    for step in 0..=steps {
        let y = rect.top() + rect.height() * step as f32 / steps as f32;
        let off = (corner - (y - rect.top()).min(rect.bottom() - y)).max(0.0);
        let inset = corner - (corner * corner - off * off).max(0.0).sqrt();
        let (right, straight) = (rect.right() - inset, rect.left() + inset);
        let left = straight.max(edge(y)).min(right);
        // One more column, seen through, smooths the edge.
        let smooth = if left < right { (left - 0.7).max(straight) } else { right };
        vertex(smooth, y, Color32::TRANSPARENT);
        vertex(left, y, color);
        vertex(right, y, color);
        rows += 1;
    }
    for row in 0..rows.max(1) - 1 {
        for column in 0..2 {
            let (a, b) = (row * 3 + column, (row + 1) * 3 + column);
            mesh.indices.extend([a, a + 1, b, a + 1, b + 1, b]);
        }
    }
    let any = rect.right() > edge(rect.bottom()).min(edge(rect.top()));
    any.then(|| Shape::mesh(mesh))
}
