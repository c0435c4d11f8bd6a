//! The window: the only folder that knows egui.
//!
//! Words: a *page* fills the window, a *pane* is a part of it, a *widget* is drawn by itself; a *scene* is what
//! a page gets to paint one frame; an *action* is what the person asked for in it.
//!
//! A frame has two phases. [`App::logic`] renews the mirror of the model and hands left-over commands on; then
//! the pages paint from the mirror and say what was asked. Only after that are the actions carried out, so no
//! page can see half of a change.
//!
//! Deliberately absent: sockets, files, clocks (the time is handed in), and edits of the model.

use crate::ids::Account;
use crate::model::{Density, LanguageChoice, Millis, Mirror, Settings, SharedModel, Slot, ThemeChoice, Wake};
use crate::service::{Command, Handle, SignInForm};
use eframe::egui::{Context, OpenUrl, ThemePreference, Ui, ViewportCommand};
use jiff::tz::TimeZone;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub mod fonts;
pub mod icons;
pub mod pages;
mod run;
mod scene;
pub mod text;
pub mod theme;
mod view;
pub mod widgets;
mod words;

pub use run::{NoWindow, show};
pub use scene::{Action, Scene};
pub use view::{Popover, Route, ViewState};
pub use words::phrase;

use text::{Language, Text};
use theme::Look;

/// How soon commands that came back are tried again.
const TRY_AGAIN: Duration = Duration::from_millis(50);

/// What the window is started with.
pub struct Start {
    pub shared: SharedModel,
    pub handle: Handle,
    /// Milliseconds since 1970, now.
    pub clock: fn() -> Millis,
    pub zone: TimeZone,
    /// What the sign-in page holds; with an account it is sent at once.
    pub form: Option<SignInForm>,
}

impl fmt::Debug for Start {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Start").finish_non_exhaustive()
    }
}

/// The window and what it remembers.
#[derive(Debug)]
pub struct App {
    mirror: Mirror,
    handle: Handle,
    clock: fn() -> Millis,
    zone: TimeZone,
    slot: Slot,
    view: ViewState,
    /// Commands that the service had no room for, oldest first.
    left_over: VecDeque<Command>,
    /// The settings that the window wears.
    worn: Option<Settings>,
    title: String,
    /// Whose window this is.
    account: Option<Account>,
    /// The notice that was told last.
    told: u64,
    focused: bool,
}

impl App {
    /// Dresses the window and asks to be woken whenever the model changes.
    pub fn new(ctx: &Context, start: Start) -> Self {
        let Start { shared, handle, clock, zone, form } = start;
        let woken = ctx.clone();
        let wake: Wake = Arc::new(move || woken.request_repaint());
        shared.set_wake(wake);
        // The size of the text is a setting, and its keys change that.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let mut app = Self {
            mirror: Mirror::new(shared),
            handle,
            clock,
            zone,
            slot: Slot(0),
            view: ViewState::default(),
            left_over: VecDeque::new(),
            worn: None,
            title: String::new(),
            account: None,
            told: 0,
            focused: false,
        };
        app.wear(ctx);
        if let Some(form) = form {
            let complete = !form.app.is_empty() && !form.account.is_empty();
            if complete {
                app.left_over.push_back(Command::SignIn(form.clone()));
            }
            app.view.sign_in = pages::SignInView::filled(form);
        }
        app
    }

    /// Puts on theme, language, density and size of text as the person has chosen them.
    fn wear(&mut self, ctx: &Context) {
        let settings = &self.mirror.model().settings;
        if self.worn.as_ref() == Some(settings) {
            return;
        }
        let language = language(settings);
        if self.worn.as_ref().map(self::language) != Some(language) {
            fonts::install(ctx, language);
        }
        theme::apply(ctx, look(settings));
        self.worn = Some(settings.clone());
    }

    fn renew_title(&mut self, ctx: &Context) {
        let account = self.mirror.model().account(self.slot);
        let unread: u32 = account.map_or(0, |account| account.chats.unread());
        let title = match unread {
            0 => NAME.to_owned(),
            count => format!("({count}) {NAME}"),
        };
        if self.title != title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// Shows as toasts what has not been told yet.
    fn tell(&mut self) {
        let text = Text::of(language(&self.mirror.model().settings));
        let account = self.mirror.model().account(self.slot);
        for notice in self.mirror.model().notices.after(self.told) {
            self.told = notice.id;
            let (sentence, good) = words::notice(text, account, &notice.kind);
            match good {
                true => self.view.toasts.say(sentence),
                false => self.view.toasts.warn(sentence),
            }
        }
    }

    /// Nothing of one account stays on the screen for the next.
    fn forget_the_account_before(&mut self) {
        let account = self.mirror.model().account(self.slot).map(|account| account.me.clone());
        if self.account == account {
            return;
        }
        if self.account.is_some() {
            let ViewState { sign_in, toasts, turn, .. } = std::mem::take(&mut self.view);
            self.view = ViewState { sign_in, toasts, turn, ..ViewState::default() };
        }
        self.account = account;
    }

    fn send(&mut self, command: Command) {
        let message = matches!(command, Command::SendMessage { .. }).then(|| command.clone());
        match self.handle.send(self.slot, command) {
            Ok(()) => {
                if let Some(message) = message {
                    self.view.taken(&message);
                }
            }
            // The text of a message is still in its field, so that nothing is lost by telling it instead.
            Err(_) if message.is_some() => {
                let text = Text::of(language(&self.mirror.model().settings));
                self.view.toasts.warn(text.error_busy());
            }
            Err(command) => self.left_over.push_back(*command),
        }
    }

    fn carry_out(&mut self, ctx: &Context, actions: Vec<Action>) {
        let mut commands = Vec::new();
        for action in actions {
            if let Action::CopyText(copied) = &action {
                ctx.copy_text(copied.clone());
                let text = Text::of(language(&self.mirror.model().settings));
                self.view.toasts.say(text.copied());
            }
            if let Action::OpenUrl(url) = &action {
                ctx.open_url(OpenUrl::new_tab(url));
            }
            self.view.carry_out(action, &mut commands);
        }
        for command in commands {
            self.send(command);
        }
    }
}

const NAME: &str = "Bellbird";

/// The language that the settings ask for.
pub fn language(settings: &Settings) -> Language {
    match settings.language {
        LanguageChoice::System => Language::detect(),
        LanguageChoice::English => Language::English,
        LanguageChoice::Chinese => Language::Chinese,
    }
}

fn look(settings: &Settings) -> Look {
    Look {
        theme: match settings.theme {
            ThemeChoice::System => ThemePreference::System,
            ThemeChoice::Light => ThemePreference::Light,
            ThemeChoice::Dark => ThemePreference::Dark,
        },
        density: match settings.density {
            Density::Compact => theme::Density::Compact,
            Density::Regular => theme::Density::Regular,
            Density::Roomy => theme::Density::Roomy,
        },
        reduced_motion: settings.reduce_motion,
        text_size: f32::from(settings.text_percent) / 100.0,
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        if self.mirror.refresh() || self.view.turn == 0 {
            self.view.turn += 1;
            self.wear(ctx);
            self.tell();
            self.forget_the_account_before();
            self.renew_title(ctx);
        }
        let focused = ctx.input(|input| input.focused);
        if focused != self.focused {
            self.focused = focused;
            self.left_over.push_back(Command::WindowFocus { focused });
        }
        while let Some(command) = self.left_over.pop_front() {
            if let Err(command) = self.handle.send(self.slot, command) {
                self.left_over.push_front(*command);
                ctx.request_repaint_after(TRY_AGAIN);
                break;
            }
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let mut out = Vec::new();
        let model = self.mirror.model();
        let mut scene = Scene {
            model,
            slot: self.slot,
            view: &mut self.view,
            now: (self.clock)(),
            text: Text::of(language(&model.settings)),
            zone: &self.zone,
            out: &mut out,
        };
        pages::window_ui(ui, &mut scene);
        self.carry_out(ui.ctx(), out);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        let mut commands = Vec::new();
        self.view.leave_chat(&mut commands);
        for command in commands {
            // Nobody reads an answer any more; what finds no room is lost with the window.
            let _ = self.handle.send(self.slot, command);
        }
    }
}
