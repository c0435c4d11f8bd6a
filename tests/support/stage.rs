//! The real pages over a fixed model, found by what a screen reader would say.
//!
//! ```ignore
//! let mut stage = Stage::page(model, calls_ui);             // one page over its whole area
//! let mut stage = Stage::window(model);                     // the whole window
//! stage.click("Join a channel");                            // a button, link, row, tab … with this name
//! stage.type_into("Channel name", "lantern-night");
//! assert_eq!(stage.commands(), [Command::JoinChannel { name }]);
//! stage.change(|model| …);                                  // what the service would write
//! stage.picture("join-a-channel");                          // compared with tests/snapshots
//! ```
//!
//! Every step runs the frames that are wanted; nothing sleeps, and the clock stands still until [`Stage::wait`].

use bellbird::model::{LanguageChoice, Millis, Model, Slot};
use bellbird::service::Command;
use bellbird::ui::text::{Language, Text};
use bellbird::ui::theme::{self, Look};
use bellbird::ui::{Action, Scene, ViewState, fonts};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Rect, Theme, ThemePreference, Ui, UiBuilder, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node, SnapshotResults};
use jiff::tz::TimeZone;

type Page = fn(&mut Ui, &mut Scene<'_>);

/// Everything behind the page that is painted.
struct World {
    model: Model,
    view: ViewState,
    now: Millis,
    zone: TimeZone,
    page: Page,
    out: Vec<Action>,
    copied: Vec<String>,
    /// The service takes no commands now.
    refuses: bool,
}

impl World {
    fn frame(&mut self, ui: &mut Ui) {
        let language = match self.model.settings.language {
            LanguageChoice::System | LanguageChoice::English => Language::English,
            LanguageChoice::Chinese => Language::Chinese,
        };
        let mut asked = Vec::new();
        let mut scene = Scene {
            model: &self.model,
            slot: Slot(0),
            view: &mut self.view,
            now: self.now,
            text: Text::of(language),
            zone: &self.zone,
            out: &mut asked,
        };
        let whole = ui.ctx().content_rect();
        let mut inside = ui.new_child(UiBuilder::new().max_rect(whole));
        inside.set_clip_rect(whole);
        (self.page)(&mut inside, &mut scene);
        for action in asked {
            self.out.push(action.clone());
            if let Action::CopyText(text) = &action {
                self.copied.push(text.clone());
            }
            let mut commands = Vec::new();
            let is_command = matches!(action, Action::Command(_));
            self.view.carry_out(action, &mut commands);
            for command in commands {
                if !self.refuses {
                    self.view.taken(&command);
                }
                if !is_command {
                    self.out.push(Action::Command(command));
                }
            }
        }
    }
}

pub struct Stage {
    harness: Harness<'static, World>,
}

/// What a stage is made of; every part has a default.
pub struct Setup {
    model: Model,
    view: ViewState,
    page: Page,
    size: Vec2,
    theme: Theme,
    now: Millis,
    zone: TimeZone,
    reduced_motion: bool,
    all_glyphs: bool,
}

impl Setup {
    /// Draws a box for characters that the fonts of tests lack, such as emoji.
    pub fn without_all_glyphs(mut self) -> Self {
        self.all_glyphs = false;
        self
    }

    pub fn size(mut self, width: f32, height: f32) -> Self {
        self.size = Vec2::new(width, height);
        self
    }

    pub fn dark(mut self) -> Self {
        self.theme = Theme::Dark;
        self
    }

    /// The time that pages are told, in milliseconds since 1970.
    pub fn now(mut self, now: Millis) -> Self {
        self.now = now;
        self
    }

    pub fn view(mut self, view: ViewState) -> Self {
        self.view = view;
        self
    }

    pub fn build(self) -> Stage {
        let Self { model, view, page, size, theme, now, zone, reduced_motion, all_glyphs } = self;
        let world =
            World { model, view, now, zone, page, out: Vec::new(), copied: Vec::new(), refuses: false };
        let preference = match theme {
            Theme::Light => ThemePreference::Light,
            Theme::Dark => ThemePreference::Dark,
        };
        let mut builder = Harness::builder();
        if !all_glyphs {
            builder = builder.allow_missing_glyphs();
        }
        let harness = builder
            .with_size(size)
            .with_theme(theme)
            .with_max_steps(16)
            .with_step_dt(0.05)
            .with_render_cursor(false)
            .with_context_setup(move |ctx| {
                fonts::install_bundled(ctx, &crate::ui_base::CHINESE);
                theme::apply(ctx, Look { theme: preference, reduced_motion, ..Look::default() });
            })
            .build_ui_state(|ui, world: &mut World| world.frame(ui), world);
        Stage { harness }
    }
}

impl Stage {
    /// One page over the whole area; see [`Setup`] for what can be chosen.
    pub fn setup(model: Model, page: Page) -> Setup {
        Setup {
            model,
            view: ViewState::default(),
            page,
            size: Vec2::new(1280.0, 800.0),
            theme: Theme::Light,
            now: crate::support::NOW,
            zone: TimeZone::UTC,
            reduced_motion: true,
            all_glyphs: true,
        }
    }

    pub fn page(model: Model, page: Page) -> Self {
        Self::setup(model, page).build().settled()
    }

    /// The whole window.
    pub fn window(model: Model) -> Self {
        Self::page(model, bellbird::ui::pages::window_ui)
    }

    /// Frames until nothing moves any more.
    pub fn run(&mut self) -> &mut Self {
        self.harness.run_ok();
        self
    }

    fn settled(mut self) -> Self {
        self.run();
        self
    }

    /// Exactly one frame.
    pub fn step(&mut self) -> &mut Self {
        self.harness.step();
        self
    }

    /// The only thing with this name: a button, row, tab, heading, sentence …
    #[track_caller]
    pub fn find<'a>(&'a self, name: &'a str) -> Node<'a> {
        self.harness.get_by_label(name)
    }

    #[track_caller]
    pub fn find_role<'a>(&'a self, role: Role, name: &'a str) -> Node<'a> {
        self.harness.get_by_role_and_label(role, name)
    }

    /// The only thing whose name begins so: rows of lists, whose names go on with the preview and the time.
    #[track_caller]
    pub fn find_starting<'a>(&'a self, start: &'a str) -> Node<'a> {
        self.harness.get_by(move |node| node.label().is_some_and(|label| label.starts_with(start)))
    }

    pub fn shows(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    pub fn shows_containing(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    /// The names of everything with this role, in reading order.
    pub fn names(&self, role: Role) -> Vec<String> {
        self.harness.query_all_by_role(role).filter_map(|node| node.accesskit_node().label()).collect()
    }

    /// The names and places of everything with this role, in reading order.
    pub fn rects(&self, role: Role) -> Vec<(String, Rect)> {
        let nodes = self.harness.query_all_by_role(role);
        nodes.filter_map(|node| Some((node.accesskit_node().label()?, node.rect()))).collect()
    }

    /// Whether each thing with this role and name can be used.
    pub fn enabled(&self, role: Role, name: &str) -> Vec<bool> {
        let nodes = self.harness.query_all_by_role(role);
        let named = nodes.filter(|node| node.accesskit_node().label().as_deref() == Some(name));
        named.map(|node| !node.accesskit_node().is_disabled()).collect()
    }

    /// What else a screen reader says of a thing: the verdict on a field.
    #[track_caller]
    pub fn describes(&self, name: &str) -> String {
        let node = self.harness.get_by_label(name);
        node.accesskit_node().data().description().unwrap_or_default().to_owned()
    }

    /// The name of what has the focus.
    pub fn focused(&self) -> Option<String> {
        let mut focused = self.harness.query_all_by(|node| node.is_focused());
        focused.find_map(|node| node.accesskit_node().label())
    }

    /// What stands in the text field with this name.
    #[track_caller]
    pub fn value(&self, field: &str) -> String {
        self.harness.get_by_label(field).value().unwrap_or_default()
    }

    #[track_caller]
    pub fn click(&mut self, name: &str) -> &mut Self {
        self.harness.get_by_label(name).click();
        self.run()
    }

    /// Of several things with the same name, the one at this place in reading order, from 0.
    #[track_caller]
    pub fn click_nth(&mut self, nth: usize, name: &str) -> &mut Self {
        self.harness.get_all_by_label(name).nth(nth).expect("so many of this name").click();
        self.run()
    }

    /// Of several things with the same name, the one with this role.
    #[track_caller]
    pub fn click_role(&mut self, role: Role, name: &str) -> &mut Self {
        self.harness.get_by_role_and_label(role, name).click();
        self.run()
    }

    #[track_caller]
    pub fn click_starting(&mut self, start: &str) -> &mut Self {
        self.find_starting(start).click();
        self.run()
    }

    #[track_caller]
    pub fn right_click_starting(&mut self, start: &str) -> &mut Self {
        self.find_starting(start).click_secondary();
        self.run()
    }

    /// Clicks whatever is at a place.
    pub fn click_at(&mut self, at: eframe::egui::Pos2) -> &mut Self {
        self.harness.hover_at(at);
        self.run();
        for pressed in [true, false] {
            self.harness.event(eframe::egui::Event::PointerButton {
                pos: at,
                button: eframe::egui::PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            });
        }
        self.run()
    }

    #[track_caller]
    pub fn hover(&mut self, name: &str) -> &mut Self {
        self.harness.get_by_label(name).hover();
        self.run()
    }

    /// Gives the field the focus and types behind what is there.
    #[track_caller]
    pub fn type_into(&mut self, field: &str, text: &str) -> &mut Self {
        self.harness.get_by_label(field).focus();
        self.run();
        self.harness.get_by_label(field).type_text(text);
        self.run()
    }

    pub fn press(&mut self, key: Key) -> &mut Self {
        self.harness.key_press(key);
        self.run()
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.harness.key_press_modifiers(modifiers, key);
        self.run()
    }

    /// Gives the field the focus and presses a key in it.
    #[track_caller]
    pub fn press_in(&mut self, field: &str, key: Key) -> &mut Self {
        self.harness.get_by_label(field).focus();
        self.run();
        self.press(key)
    }

    /// Types without choosing where.
    pub fn write(&mut self, text: &str) -> &mut Self {
        self.harness.event(eframe::egui::Event::Text(text.to_owned()));
        self.run()
    }

    /// Holds the pointer's button down at a place.
    pub fn press_pointer(&mut self, at: eframe::egui::Pos2) -> &mut Self {
        self.button(at, true)
    }

    pub fn move_pointer(&mut self, at: eframe::egui::Pos2) -> &mut Self {
        self.harness.hover_at(at);
        self.run()
    }

    #[track_caller]
    pub fn rect_role(&self, role: Role, name: &str) -> Rect {
        self.find_role(role, name).rect()
    }

    pub fn release_pointer(&mut self, at: eframe::egui::Pos2) -> &mut Self {
        self.button(at, false)
    }

    fn button(&mut self, pos: eframe::egui::Pos2, pressed: bool) -> &mut Self {
        self.harness.hover_at(pos);
        self.harness.event(eframe::egui::Event::PointerButton {
            pos,
            button: eframe::egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        self.run()
    }

    /// Turns the mouse wheel over a place: positive scrolls up.
    pub fn wheel(&mut self, at: eframe::egui::Pos2, points: f32) -> &mut Self {
        self.harness.hover_at(at);
        self.harness.event(eframe::egui::Event::MouseWheel {
            unit: eframe::egui::MouseWheelUnit::Point,
            delta: Vec2::new(0.0, points),
            modifiers: Modifiers::NONE,
            phase: eframe::egui::TouchPhase::Move,
            source: eframe::egui::MouseWheelSource::Unknown,
        });
        self.run()
    }

    /// Everything asked for since the last look, in order.
    pub fn out(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.harness.state_mut().out)
    }

    /// What of it is for the service.
    pub fn commands(&mut self) -> Vec<Command> {
        self.out()
            .into_iter()
            .filter_map(|action| if let Action::Command(command) = action { Some(command) } else { None })
            .collect()
    }

    /// What was put on the clipboard, oldest first.
    pub fn copied(&self) -> &[String] {
        &self.harness.state().copied
    }

    /// Changes the model as the service would, and paints it.
    pub fn change(&mut self, change: impl FnOnce(&mut Model)) -> &mut Self {
        let world = self.harness.state_mut();
        change(&mut world.model);
        world.view.turn += 1;
        self.run()
    }

    /// From now on commands come back, as when too many wait.
    pub fn refuse_commands(&mut self, refuses: bool) -> &mut Self {
        self.harness.state_mut().refuses = refuses;
        self
    }

    pub fn model(&self) -> &Model {
        &self.harness.state().model
    }

    pub fn view(&mut self) -> &mut ViewState {
        &mut self.harness.state_mut().view
    }

    /// Lets time pass for the pages (not for animations).
    pub fn wait(&mut self, millis: Millis) -> &mut Self {
        self.harness.state_mut().now += millis;
        self.run()
    }

    pub fn resize(&mut self, width: f32, height: f32) -> &mut Self {
        self.harness.set_size(Vec2::new(width, height));
        self.run()
    }

    #[track_caller]
    pub fn rect(&self, name: &str) -> Rect {
        self.find(name).rect()
    }

    /// Compares what is on screen with `tests/snapshots/NAME.png`.
    #[track_caller]
    pub fn picture(&mut self, name: &str) {
        self.run();
        self.harness.snapshot(name);
    }

    /// What came of the pictures so far: a test with several stages gathers them in one place.
    pub fn results(&mut self) -> SnapshotResults {
        self.harness.take_snapshot_results()
    }
}
