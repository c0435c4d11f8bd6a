//! One picture of every control and mark, in light and dark, beside which a change can be judged.

use bellbird::ui::icons;
use bellbird::ui::theme::{AvatarColour, Digits, Tokens, Type, space};
use bellbird::ui::widgets::{
    ActionTile, Area, Avatar, Badge, Banner, Button, Checkbox, Chip, Field, FilterChip, IconButton, KeyCap,
    LinkButton, MenuRow, Presence, Problem, RoundButton, Search, Segmented, Select, Slider, Stepper, Toggle,
    card, day_pill, heading, menu, paint_bird, paint_logo,
};
use eframe::egui::{Align, CentralPanel, Frame, Layout, Margin, Rect, Sense, Theme, Ui, Vec2};
use egui_kittest::Harness;

use super::dress;

struct Sheet {
    on: bool,
    off: bool,
    density: u8,
    slider: f32,
    seconds: Option<u64>,
    unset: Option<u64>,
    texts: [String; 7],
    shown: bool,
    language: u8,
}

impl Default for Sheet {
    fn default() -> Self {
        let texts = ["", "maya", "8,131 B", "Locked", "", "hunter2", "两行\nof text"].map(str::to_owned);
        Self {
            on: true,
            off: false,
            density: 1,
            slider: 0.5,
            seconds: Some(7200),
            unset: None,
            texts,
            shown: false,
            language: 0,
        }
    }
}

fn section(ui: &mut Ui, words: &str) {
    let color = Tokens::of(ui.ctx()).text_2;
    ui.add_space(space::X16);
    Type::META.semibold().label(ui, words, color);
    ui.add_space(space::X4);
}

fn show(ui: &mut Ui, sheet: &mut Sheet) {
    let t = Tokens::of(ui.ctx());
    CentralPanel::default().frame(Frame::new().fill(t.canvas).inner_margin(Margin::same(28))).show(
        ui,
        |ui| {
            logos(ui);
            types(ui, t);
            marks(ui, t);
            buttons(ui);
            fields(ui, sheet);
            choices(ui, t, sheet);
            section(ui, "Banner");
            Banner::warn(icons::WIFI_SLASH, "Connection lost.", "Reconnecting, attempt 3.")
                .button(icons::ARROW_CLOCKWISE, "Try now")
                .show(ui);
            ui.add_space(space::X4);
            Banner::success(icons::CHECK_CIRCLE, "Back online").show(ui);
            section(ui, "Shadows, menu");
            shadows(ui, t);
        },
    );
}

fn logos(ui: &mut Ui) {
    let top = ui.max_rect().right_top();
    let square = |left: f32, side: f32| Rect::from_min_size(top + Vec2::new(left, 0.0), Vec2::splat(side));
    paint_logo(ui, square(-76.0, 76.0));
    paint_logo(ui, square(-120.0, 36.0));
    paint_bird(ui, square(-280.0, 140.0));
}

fn types(ui: &mut Ui, t: &Tokens) {
    ui.spacing_mut().item_spacing.y = 2.0;
    heading(ui, Type::DISPLAY, "Welcome, Maya 你好", t.text);
    heading(ui, Type::TITLE, "Chats 消息", t.text);
    heading(ui, Type::HEADING, "lantern-night", t.text);
    Type::BODY.label(ui, "I’ll meet them at the service gate.", t.text);
    Type::BODY_STRONG.label(ui, "Nora Lind", t.text);
    Type::LABEL.label(ui, "Accept, Decline, Add", t.text);
    Type::SMALL.label(ui, "You: I can call the driver", t.text_2);
    Type::META.label(ui, "6 people here · 09:16", t.text_3);
    Type::MICRO.label(ui, "Inspector Ctrl K", t.text_2);
    Type::MONO.label(ui, "onInviteReceivedByPeer", t.text_2);
    ui.spacing_mut().item_spacing = Vec2::splat(space::X8);
}

fn marks(ui: &mut Ui, t: &Tokens) {
    section(ui, "Avatars; squares are channels");
    ui.horizontal(|ui| {
        for index in 0..10 {
            let colour = AvatarColour::nth(index);
            Avatar::person("", colour.name()).colour(colour).size(40.0).show(ui);
        }
    });
    ui.horizontal(|ui| {
        let plum = AvatarColour::nth(4);
        for (name, presence, size) in [
            ("Nora Lind", Presence::Online, 32.0),
            ("Tomás Rey", Presence::Offline, 32.0),
            ("Maya Okafor", Presence::Reconnecting, 32.0),
            ("林薇", Presence::Online, 40.0),
            ("Kai Tanaka", Presence::Offline, 64.0),
        ] {
            Avatar::person("", name).colour(plum).surface(t.canvas).presence(presence).size(size).show(ui);
        }
        Avatar::channel("lantern-night", true).size(40.0).show(ui);
        Avatar::channel("stage-crew", false).size(40.0).show(ui);
        Avatar::phone("sipgw_100").size(40.0).show(ui);
        Avatar::person("tomas.rey", "Tomás Rey").failed(true).size(40.0).show(ui);
    });
    section(ui, "Badges, chips, keys");
    ui.horizontal(|ui| {
        ui.add(Badge::new(2));
        ui.add(Badge::new(130));
        ui.add(Badge::new(3).muted(true));
        ui.add(Chip::accent("Joined"));
        ui.add(Chip::success("Running").dot());
        ui.add(Chip::warn("Test mode"));
        ui.add(Chip::danger("Offline, 703"));
        ui.add(Chip::neutral("Read only"));
        ui.add(Chip::callback("Callback"));
    });
    ui.horizontal(|ui| {
        ui.add(KeyCap::new("Ctrl K"));
        let (rect, _) = ui.allocate_exact_size(Vec2::new(60.0, 24.0), Sense::hover());
        day_pill(ui, rect.center(), "Today");
    });
}

fn buttons(ui: &mut Ui) {
    section(ui, "Buttons");
    for enabled in [true, false] {
        ui.horizontal(|ui| {
            ui.add(Button::primary("Call").width(109.0).enabled(enabled));
            ui.add(Button::secondary("Message").width(109.0).enabled(enabled));
            ui.add(Button::ghost("Try again").enabled(enabled));
            ui.add(Button::danger("Delete").width(109.0).enabled(enabled));
            ui.add(Button::danger_outline("Sign out").small().enabled(enabled));
        });
    }
    ui.horizontal(|ui| {
        ui.add(Button::secondary("Small").small());
        ui.add(Button::success("Accept").icon(icons::PHONE.fill()));
        ui.add(Button::primary("Sign in").large());
        ui.add(Button::primary("Saving").busy(true));
        ui.add(IconButton::new(icons::MAGNIFYING_GLASS, "Search"));
        ui.add(IconButton::new(icons::SIDEBAR_SIMPLE, "Details").active(true));
        ui.add(IconButton::new(icons::TRASH, "Delete this").small());
        ui.add(LinkButton::new("Open Duo mode"));
    });
    ui.horizontal(|ui| {
        ui.add(RoundButton::new(icons::MICROPHONE, "Mute").enabled(false));
        ui.add(RoundButton::new(icons::PHONE_DISCONNECT, "Cancel call").danger().center());
        ui.add(RoundButton::new(icons::DOTS_NINE, "Keypad"));
        ui.add(RoundButton::new(icons::PHONE, "Answer").success());
        ui.add(ActionTile::new(icons::PHONE, "Call Nora", 74.0));
        ui.add(ActionTile::new(icons::SIGN_OUT, "Leave", 74.0).danger());
        ui.add(Button::danger("Decline").call().icon(icons::PHONE_DISCONNECT.fill()).width(150.0));
    });
}

fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(Vec2::new(width, 10.0), Layout::top_down(Align::Min), content);
}

fn fields(ui: &mut Ui, sheet: &mut Sheet) {
    section(ui, "Fields");
    let [empty, account, long, locked, query, token, several] = &mut sheet.texts;
    ui.horizontal_top(|ui| {
        column(ui, 136.0, |ui| {
            Field::new(empty).name("Rest").hint("Account").show(ui);
        });
        column(ui, 136.0, |ui| {
            Field::new(account).name("Focused").show(ui).response.request_focus();
        });
        column(ui, 136.0, |ui| {
            let problem = Problem { sentence: "35 bytes too long", code: "1005" };
            Field::new(long).name("Wrong").error(Some(problem)).show(ui);
        });
        column(ui, 136.0, |ui| {
            Field::new(locked).name("Disabled").enabled(false).show(ui);
        });
    });
    ui.add_space(space::X8);
    ui.horizontal_top(|ui| {
        column(ui, 270.0, |ui| {
            let names = ["Show token", "Hide token"];
            Field::new(token)
                .label("Token")
                .optional("optional")
                .password(&mut sheet.shown, names)
                .note_with_icon(icons::FLASK, "Test mode: this server lets anyone in without a token.")
                .show(ui);
        });
        column(ui, 290.0, |ui| {
            Search::new(query, "Search or jump to…").keys("Ctrl K").show(ui);
            Area::new(several).with(|field| field.label("Value").counter("17 / 8,096 B")).show(ui);
        });
    });
}

fn choices(ui: &mut Ui, t: &Tokens, sheet: &mut Sheet) {
    section(ui, "Choices");
    ui.horizontal(|ui| {
        ui.add(Toggle::new(&mut sheet.on, "On"));
        ui.add(Toggle::new(&mut sheet.off, "Off"));
        ui.add(Toggle::new(&mut sheet.on, "Fixed").enabled(false));
        ui.add(Checkbox::new(&mut sheet.on, "Remember me on this computer"));
        ui.add(Checkbox::new(&mut sheet.off, "Fail at once if offline"));
    });
    ui.horizontal(|ui| {
        let choices = [(0, "Compact"), (1, "Regular"), (2, "Roomy")];
        Segmented::new(&mut sheet.density, &choices).small().show(ui);
        ui.add(Slider::new(&mut sheet.slider, 0.0..=1.0, "Text size").width(86.0));
    });
    ui.horizontal(|ui| {
        ui.add(Stepper::new(&mut sheet.seconds, 0..=100_000, "Keep when empty").unit("s"));
        ui.add(Stepper::new(&mut sheet.unset, 0..=100, "Change limit").unset("Not set"));
        Select::new(&mut sheet.language, &[(0, "English"), (1, "简体中文")], "Language").show(ui);
    });
    ui.horizontal(|ui| {
        ui.add(FilterChip::new(true, "All"));
        ui.add(FilterChip::new(false, "Missed 1"));
        ui.add(FilterChip::new(true, "Callbacks 11").line(t.j_num, false));
        ui.add(FilterChip::new(true, "Inferred").line(t.text_3, true));
        Digits::new("02:41", Type::SMALL, t.success_text).show(ui);
        Digits::new("11:11", Type::SMALL, t.success_text).show(ui);
    });
}

fn shadows(ui: &mut Ui, t: &Tokens) {
    ui.horizontal(|ui| {
        card(ui).inner_margin(Margin::same(16)).show(ui, |ui| Type::LABEL.label(ui, "shadow.1", t.text));
        ui.add_space(space::X24);
        let (rect, _) = ui.allocate_exact_size(Vec2::new(120.0, 48.0), Sense::hover());
        ui.painter().add(t.shadow_3.as_shape(rect, 16));
        ui.painter().rect_filled(rect, 16, t.raised);
        ui.add_space(space::X24);
        menu::menu_frame(t).show(ui, |ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.set_width(220.0);
                ui.add(MenuRow::new("Copy message").icon(icons::COPY).keys("Ctrl C"));
                ui.add(MenuRow::new("Match system").checked(true));
                ui.add(MenuRow::new("Leave").icon(icons::SIGN_OUT).danger());
            });
        });
    });
}

fn picture(theme: Theme, name: &str) {
    let mut harness = Harness::builder()
        .with_theme(theme)
        .with_size(Vec2::new(660.0, 1640.0))
        .with_max_steps(8)
        .with_context_setup(move |ctx| dress(ctx, theme.into()))
        .build_ui_state(show, Sheet::default());
    harness.run_steps(4);
    harness.snapshot(name);
}

#[test]
fn the_controls_look_like_the_design_in_light() {
    picture(Theme::Light, "sheet-light");
}

#[test]
fn the_controls_look_like_the_design_in_dark() {
    picture(Theme::Dark, "sheet-dark");
}
