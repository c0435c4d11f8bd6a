use eframe::egui::epaint::FontColorTransferFunction;
use eframe::egui::style::{ScrollAnimation, ScrollStyle, TextCursorStyle, WidgetVisuals};
use eframe::egui::{
    Context, CornerRadius, FontFamily, FontId, Id, Margin, Stroke, Style, TextStyle, Theme, ThemePreference,
    Vec2, Visuals,
};

use super::{TRANSPARENT, Tokens, Type, faded, motion, radius, space};
use crate::ui::fonts;

/// How close together the rows of lists are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    Compact,
    #[default]
    Regular,
    Roomy,
}

impl Density {
    /// The height of a row of a list.
    pub const fn row(self) -> f32 {
        match self {
            Self::Compact => 48.0,
            Self::Regular => 60.0,
            Self::Roomy => 68.0,
        }
    }

    /// The avatar in such a row.
    pub const fn avatar(self) -> f32 {
        match self {
            Self::Compact => 32.0,
            Self::Regular => 40.0,
            Self::Roomy => 44.0,
        }
    }
}

/// How the person wants the window to look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    pub theme: ThemePreference,
    pub density: Density,
    pub reduced_motion: bool,
    /// 1.0 is 100 %; kept between 0.85 and 1.4.
    pub text_size: f32,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            theme: ThemePreference::System,
            density: Density::Regular,
            reduced_motion: false,
            text_size: 1.0,
        }
    }
}

/// Installs both themes and the person's choices. Call it at the start and after each change of a setting.
pub fn apply(ctx: &Context, look: Look) {
    ctx.data_mut(|data| data.insert_temp(Id::unique("bellbird look"), look));
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, style(theme, look));
    }
    // Where the system does not say, it is the light look that people know from the pictures.
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    ctx.set_theme(look.theme);
    ctx.set_zoom_factor(look.text_size.clamp(0.85, 1.4));
}

/// What [`apply`] was last given.
pub fn look(ctx: &Context) -> Look {
    ctx.data(|data| data.get_temp(Id::unique("bellbird look"))).unwrap_or_default()
}

pub fn density(ctx: &Context) -> Density {
    look(ctx).density
}

pub fn reduced_motion(ctx: &Context) -> bool {
    look(ctx).reduced_motion
}

fn style(theme: Theme, look: Look) -> Style {
    let tokens = Tokens::for_theme(theme);
    let mut style = Style {
        visuals: visuals(theme, tokens),
        animation_time: if look.reduced_motion { 0.0 } else { motion::SELECT },
        ..Style::default()
    };
    if look.reduced_motion {
        style.scroll_animation = ScrollAnimation::none();
    }
    let named = |style: Type| style.font_id();
    style.text_styles = [
        (TextStyle::Heading, named(Type::HEADING)),
        (TextStyle::Body, named(Type::BODY)),
        (TextStyle::Button, named(Type::BODY_MEDIUM)),
        (TextStyle::Small, named(Type::META)),
        (TextStyle::Monospace, FontId::new(Type::MONO.size, FontFamily::Name(fonts::MONO.into()))),
    ]
    .into();

    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::splat(space::X8);
    spacing.button_padding = Vec2::new(14.0, space::X8);
    spacing.interact_size = Vec2::new(28.0, 28.0);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(20);
    spacing.icon_width = 18.0;
    spacing.icon_width_inner = 10.0;
    spacing.icon_spacing = space::X8;
    spacing.slider_rail_height = 4.0;
    spacing.tooltip_width = 320.0;
    spacing.scroll = ScrollStyle { bar_width: 5.0, floating_width: 5.0, ..ScrollStyle::floating() };
    spacing.scroll.fade.strength = 0.0;

    style.interaction.tooltip_delay = 0.5;
    style.interaction.selectable_labels = false;
    style
}

fn visuals(theme: Theme, t: &Tokens) -> Visuals {
    let mut visuals = match theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };
    let widget = |fill, border, text| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: border,
        corner_radius: CornerRadius::same(radius::M),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let border = Stroke::new(1.0, t.line_strong);
    visuals.widgets.noninteractive = widget(t.canvas, Stroke::new(1.0, t.line), t.text);
    visuals.widgets.inactive = widget(if t.dark { t.raised } else { t.canvas }, border, t.text);
    visuals.widgets.hovered = widget(t.hover, border, t.text);
    visuals.widgets.active = widget(t.pressed, border, t.text);
    visuals.widgets.open = widget(t.hover, border, t.text);

    // Hinted or gamma-corrected glyphs come out up to a quarter heavier than the design's.
    visuals.text_options.font_hinting = false;
    visuals.text_options.color_transfer_function = FontColorTransferFunction::Off;
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(t.text_2);
    visuals.selection.bg_fill = faded(t.focus, 0.3);
    visuals.selection.stroke = Stroke::new(1.0, t.focus);
    visuals.hyperlink_color = t.accent_text;
    visuals.faint_bg_color = t.sidebar;
    visuals.extreme_bg_color = t.sunken;
    visuals.text_edit_bg_color = Some(TRANSPARENT);
    visuals.code_bg_color = t.sunken;
    visuals.warn_fg_color = t.warn_text;
    visuals.error_fg_color = t.danger_text;
    visuals.window_corner_radius = CornerRadius::same(radius::XL);
    visuals.window_shadow = t.shadow_3;
    visuals.window_fill = t.raised;
    visuals.window_stroke = Stroke::new(1.0, if t.dark { t.line } else { TRANSPARENT });
    visuals.menu_corner_radius = CornerRadius::same(radius::L);
    visuals.panel_fill = t.canvas;
    visuals.popup_shadow = t.shadow_2;
    visuals.text_cursor = TextCursorStyle { stroke: Stroke::new(2.0, t.accent_text), ..visuals.text_cursor };
    visuals.slider_trailing_fill = true;
    visuals.button_frame = true;
    visuals.striped = false;
    visuals.image_loading_spinners = false;
    visuals
}
