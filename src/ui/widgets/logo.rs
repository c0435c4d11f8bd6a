//! The mark of Bellbird as pictures: on its tile, and the bird alone for the empty window.

use eframe::egui::{
    ColorImage, Context, IconData, Id, Pos2, Rect, Response, Sense, TextureHandle, TextureOptions, Ui, Vec2,
};

use crate::ui::theme::WHITE;

const TILE: [(f32, &[u8]); 4] = [
    (64.0, include_bytes!("../../../assets/logo/logo-64.png")),
    (128.0, include_bytes!("../../../assets/logo/logo-128.png")),
    (256.0, include_bytes!("../../../assets/logo/logo-256.png")),
    (512.0, include_bytes!("../../../assets/logo/logo-512.png")),
];
const BIRD: &[u8] = include_bytes!("../../../assets/logo/bird.png");

/// The mark on its tile: 36 in the rail, 76 at sign-in.
pub fn logo(ui: &mut Ui, side: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    paint_logo(ui, rect);
    response
}

/// Paints the mark on its tile into a square.
pub fn paint_logo(ui: &Ui, rect: Rect) {
    let pixels = rect.width() * ui.ctx().pixels_per_point();
    let (_, bytes) = TILE.into_iter().find(|(side, _)| *side >= pixels).unwrap_or(TILE[3]);
    paint(ui, rect, bytes);
}

/// Paints the bird alone into a square: 140, at the middle of the rings, in the empty window.
pub fn paint_bird(ui: &Ui, rect: Rect) {
    paint(ui, rect, BIRD);
}

/// The icon of the window.
pub fn window_icon() -> IconData {
    let image = picture(TILE[2].1);
    let [width, height] = image.size.map(|side| side as u32);
    IconData {
        rgba: image.pixels.iter().flat_map(|pixel| pixel.to_srgba_unmultiplied()).collect(),
        width,
        height,
    }
}

fn paint(ui: &Ui, rect: Rect, bytes: &'static [u8]) {
    let texture = texture(ui.ctx(), bytes);
    let whole = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
    ui.painter().image(texture.id(), rect, whole, WHITE);
}

fn texture(ctx: &Context, bytes: &'static [u8]) -> TextureHandle {
    let id = Id::unique(("bellbird logo", bytes.len()));
    if let Some(texture) = ctx.data(|data| data.get_temp(id)) {
        return texture;
    }
    let texture = ctx.load_texture("bellbird logo", picture(bytes), TextureOptions::LINEAR);
    ctx.data_mut(|data| data.insert_temp(id, texture.clone()));
    texture
}

fn picture(bytes: &[u8]) -> ColorImage {
    let image = image::load_from_memory(bytes).expect("the bundled pictures are good PNG files").to_rgba8();
    let size = [image.width() as usize, image.height() as usize];
    ColorImage::from_rgba_unmultiplied(size, image.as_raw())
}
