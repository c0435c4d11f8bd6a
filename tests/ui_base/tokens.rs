use bellbird::ui::theme::{AvatarColour, TOKEN_FILE, Tokens, Type, mix, radius, space};
use bellbird::ui::{fonts, icons};
use eframe::egui::epaint::text::{Fonts, TextOptions};
use eframe::egui::{Color32, Theme};

#[test]
fn sizes_in_the_code_are_those_of_the_token_file() {
    let file: serde_json::Value = serde_json::from_str(TOKEN_FILE).expect("the token file is JSON");
    let spaces: Vec<f64> =
        file["space"].as_array().into_iter().flatten().filter_map(|n| n.as_f64()).collect();
    assert_eq!(spaces, space::ALL.map(f64::from));
    for (name, value) in [
        ("xs", radius::XS),
        ("s", radius::S),
        ("m", radius::M),
        ("l", radius::L),
        ("bubble", radius::BUBBLE),
        ("xl", radius::XL),
        ("full", radius::FULL),
    ] {
        assert_eq!(file["radius"][name].as_u64(), Some(u64::from(value)), "radius {name}");
    }
    for (name, style) in [
        ("display", Type::DISPLAY),
        ("title", Type::TITLE),
        ("heading", Type::HEADING),
        ("body", Type::BODY),
        ("body-strong", Type::BODY_STRONG),
        ("label", Type::LABEL),
        ("small", Type::SMALL),
        ("meta", Type::META),
        ("micro", Type::MICRO),
        ("mono", Type::MONO),
    ] {
        let written = &file["type"][name];
        assert_eq!(written["size"].as_f64(), Some(f64::from(style.size)), "size of {name}");
        assert_eq!(written["line"].as_f64(), Some(f64::from(style.line)), "line of {name}");
        let family = match written["weight"].as_u64() {
            Some(600) => fonts::INTER_SEMIBOLD,
            Some(500) => fonts::INTER_MEDIUM,
            _ if name == "mono" => fonts::MONO,
            _ => fonts::INTER,
        };
        assert_eq!(style.font_id().family.to_string(), family, "weight of {name}");
    }
}

#[test]
fn a_colour_is_read_as_it_is_written() {
    let light = Tokens::for_theme(Theme::Light);
    assert_eq!(light.accent, Color32::from_rgb(0x0E, 0x6F, 0x82));
    assert_eq!(light.scrim, Color32::from_rgba_unmultiplied(14, 30, 36, 107));
    assert_eq!((light.shadow_3.offset, light.shadow_3.blur), ([0, 18], 56));
    assert!(Tokens::for_theme(Theme::Dark).dark);
}

#[test]
fn an_account_has_the_same_colour_everywhere() {
    assert_eq!(AvatarColour::of("maya"), AvatarColour::of("maya"));
    // 32-bit FNV-1a of "" is 2166136261 and of "a" 3826002220.
    assert_eq!(AvatarColour::of(""), AvatarColour::nth(1));
    assert_eq!(AvatarColour::of("a"), AvatarColour::nth(0));
    let seen: std::collections::BTreeSet<_> =
        (0..200).map(|n| AvatarColour::of(&format!("account-{n}")).name()).collect();
    assert_eq!(seen.len(), 10, "all ten colours are used");
}

#[test]
fn every_icon_is_in_all_three_icon_fonts() {
    let mut fonts = Fonts::new(TextOptions::default(), fonts::bundled());
    for icon in icons::ALL {
        for icon in [*icon, icon.fill(), icon.bold()] {
            assert!(fonts.has_glyph(&icon.font_id(16.0), icon.character()), "{icon:?}");
        }
    }
}

#[test]
fn every_family_of_words_has_the_letters_of_european_languages() {
    let mut fonts = Fonts::new(TextOptions::default(), fonts::bundled());
    for style in [Type::BODY, Type::LABEL, Type::HEADING, Type::MONO] {
        assert!(fonts.has_glyphs(&style.font_id(), "Tomás Rey, Yorùbá, Ωmega, Привет – “№ 1”…"), "{style:?}");
    }
}

fn luminance(color: Color32) -> f64 {
    let channel = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
}

fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    if a > b { a / b } else { b / a }
}

#[test]
fn text_can_be_read_on_every_surface_it_stands_on() {
    for theme in [Theme::Light, Theme::Dark] {
        let t = Tokens::for_theme(theme);
        for surface in [t.rail, t.sidebar, t.canvas, t.raised, t.sunken, t.hover, t.bubble_in] {
            for text in [t.text, t.text_2, t.text_3] {
                let seen = contrast(text, surface);
                assert!(seen >= 4.5, "{theme:?}: {text:?} on {surface:?} is {seen:.2}");
            }
        }
        for (text, surface) in [
            (t.on_accent, t.accent),
            (t.on_accent, t.success),
            (t.on_accent, t.danger),
            (t.accent_text, t.accent_soft),
            (t.accent_text, t.selected),
            (t.success_text, t.success_soft),
            (t.warn_text, t.warn_soft),
            (t.danger_text, t.danger_soft),
            (t.bubble_out_meta, t.bubble_out),
            (t.toast_text, t.toast),
            (t.toast_action, t.toast),
        ] {
            let seen = contrast(text, surface);
            assert!(seen >= 4.5, "{theme:?}: {text:?} on {surface:?} is {seen:.2}");
        }
        for index in 0..10 {
            let colour = AvatarColour::nth(index);
            assert!(contrast(Color32::WHITE, colour.fill()) >= 4.5, "initials on {}", colour.name());
            for surface in [t.bubble_in, t.canvas] {
                assert!(contrast(colour.name_colour(t), surface) >= 4.5, "the name in {}", colour.name());
            }
            let tile = colour.tint(t);
            assert_eq!(tile, mix(t.sidebar, colour.fill(), 0.2));
            assert!(
                contrast(colour.name_colour(t), tile) >= 3.0,
                "the glyph on the tile of {}",
                colour.name()
            );
        }
    }
}
