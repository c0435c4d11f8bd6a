use eframe::egui::ViewportBuilder;
use eframe::{NativeOptions, Renderer};

use super::widgets::logo::window_icon;
use super::{App, NAME, Start};

/// No display, or no renderer that could open a window on it.
#[derive(Debug, thiserror::Error)]
#[error("no window can be opened on this display: {0}")]
pub struct NoWindow(String);

/// Shows the window until it is closed: with the lighter renderer, or with the other one where the first finds
/// no driver. `renderer` asks for one of them by name: `glow` or `wgpu`.
pub fn show(start: impl Fn() -> Start, renderer: Option<&str>) -> Result<(), NoWindow> {
    let renderers: &[Renderer] = match renderer {
        Some("glow") => &[Renderer::Glow],
        Some("wgpu") => &[Renderer::Wgpu],
        _ => &[Renderer::Glow, Renderer::Wgpu],
    };
    let mut why = String::new();
    for renderer in renderers {
        let options = NativeOptions { renderer: *renderer, ..options() };
        let shown = eframe::run_native(
            "bellbird",
            options,
            Box::new(|creation| Ok(Box::new(App::new(&creation.egui_ctx, start())))),
        );
        match shown {
            Ok(()) => return Ok(()),
            Err(eframe::Error::WinitEventLoop(error)) => {
                tracing::debug!(%error, "no display");
                return Err(NoWindow("there is none".to_owned()));
            }
            Err(error) => {
                tracing::warn!(%renderer, %error, "the renderer cannot be used");
                why = error.to_string();
            }
        }
    }
    Err(NoWindow(why))
}

fn options() -> NativeOptions {
    let viewport = ViewportBuilder::default()
        .with_title(NAME)
        .with_app_id("bellbird")
        .with_icon(window_icon())
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([560.0, 480.0]);
    NativeOptions { viewport, centered: true, system_font_fallback: false, ..NativeOptions::default() }
}
