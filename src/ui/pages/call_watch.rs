use eframe::egui::{Event, Id, Key, Modifiers, Ui};

use crate::call::{Act, CallState, EndReason, Side};
use crate::ids::CallKey;
use crate::model::{Call, ChatId, Millis};
use crate::service::Command;
use crate::ui::{Action, Route, Scene};

/// How long a fresh dialog takes no answer, so that nobody answers with a click or key meant for something else.
pub const DEAF_MILLIS: Millis = 400;
/// How long the bar shows the end of a call that has no stage.
const END_SHOWN_MILLIS: Millis = 6_000;

/// What the window remembers of the call that is on screen.
#[derive(Debug, Default)]
pub struct CallView {
    seen: Option<Seen>,
    /// The stage stands in place of the peer's chat.
    pub expanded: bool,
    pub keypad: bool,
    /// The keypad key that was pressed last, and when: it stays lit for a moment.
    pub lit: Option<(char, Millis)>,
    /// What is being written to decline with.
    pub decline_words: String,
    /// For "Call again" after a call that did not reach anybody.
    pub fail_at_once: bool,
    /// A press that began while the dialog was deaf; its release is not an answer.
    pub early_press: bool,
    /// What had the focus before the dialog of an incoming call took it.
    focus_before: Option<Id>,
    /// What gets it back as soon as the dialog has gone.
    focus_back: Option<Id>,
}

#[derive(Debug)]
struct Seen {
    key: CallKey,
    started_at: Millis,
    first_at: Millis,
    state: CallState,
    state_at: Millis,
    dismissed: bool,
}

impl CallView {
    /// Whether the dialog of an incoming call has been on screen long enough to take an answer.
    pub fn takes_answer(&self, now: Millis) -> bool {
        self.seen.as_ref().is_some_and(|seen| now - seen.first_at >= DEAF_MILLIS)
    }

    /// Whether what is on screen now has stood there long enough for a click to be meant for it.
    pub fn settled(&self, now: Millis) -> bool {
        self.seen.as_ref().is_some_and(|seen| now - seen.state_at >= DEAF_MILLIS)
    }

    /// The end of the call has been read: the stage goes, and the service is told with [`Command::DismissCall`].
    pub fn dismiss(&mut self) -> Command {
        self.expanded = false;
        if let Some(seen) = &mut self.seen {
            seen.dismissed = true;
        }
        Command::DismissCall
    }
}

/// The call that waits for an answer of this person.
pub fn incoming<'a>(scene: &Scene<'a>) -> Option<&'a Call> {
    let call = scene.account()?.call.as_deref()?;
    (call.side == Side::Callee && call.allows(Act::Accept)).then_some(call)
}

/// Whether the stage of a call stands where the chat would: ask after [`watch_call`].
pub fn stage_shown(scene: &Scene<'_>) -> bool {
    let Some(call) = scene.account().and_then(|account| account.call.as_deref()) else { return false };
    let peer = ChatId::Person(call.key.peer.clone());
    scene.view.call.expanded
        && incoming(scene).is_none()
        && scene.view.route == Route::Chats
        && scene.view.open_chat.as_ref() == Some(&peer)
}

/// Call this first in every frame, before any pane: it notices a new call, its steps and its end, and takes the
/// keys of calls before anything else can.
pub fn watch_call(ui: &mut Ui, scene: &mut Scene<'_>) {
    let account = scene.account();
    let Some(call) = account.and_then(|account| account.call.as_deref()) else {
        if scene.view.call.seen.is_some() {
            focus_goes_back(scene);
            let CallView { fail_at_once, focus_back, .. } = scene.view.call;
            scene.view.call = CallView { fail_at_once, focus_back, ..CallView::default() };
        }
        give_focus_back(ui, scene);
        return;
    };
    notice(ui, scene, call);
    give_focus_back(ui, scene);
    if incoming(scene).is_some() {
        incoming_keys(ui, scene, call);
    } else {
        live_keys(ui, scene, call);
    }
}

fn notice(ui: &Ui, scene: &mut Scene<'_>, call: &Call) {
    let now = scene.now;
    let known = scene.view.call.seen.as_ref();
    if known.is_none_or(|seen| seen.key != call.key || seen.started_at != call.started_at) {
        let waits = call.side == Side::Callee && !call.over();
        scene.view.call = CallView {
            seen: Some(Seen {
                key: call.key.clone(),
                started_at: call.started_at,
                first_at: now,
                state: call.state,
                state_at: now,
                dismissed: false,
            }),
            expanded: call.side == Side::Caller && !call.state.connected(),
            fail_at_once: scene.view.call.fail_at_once,
            focus_back: scene.view.call.focus_back,
            focus_before: if waits { ui.memory(|memory| memory.focused()) } else { None },
            early_press: waits && ui.input(|input| input.pointer.any_down()),
            ..CallView::default()
        };
        if let Some(focus) = scene.view.call.focus_before {
            ui.memory_mut(|memory| memory.surrender_focus(focus));
        }
        if call.side == Side::Caller && !call.over() {
            scene.act(Action::Go(Route::Chats));
            scene.act(Action::ShowChat(ChatId::Person(call.key.peer.clone())));
        }
    }
    let changed = scene.view.call.seen.as_mut().filter(|seen| seen.state != call.state);
    if let Some(seen) = changed {
        seen.state = call.state;
        seen.state_at = now;
        if call.side == Side::Callee {
            focus_goes_back(scene);
        }
        if call.state.connected() {
            scene.view.call.expanded = false;
        } else if call.over() {
            scene.view.call.keypad = false;
        }
    }
    dismiss_if_read(ui, scene, call);
}

/// The end of a call that has nothing to read, or has been read in the bar, leaves by itself.
fn dismiss_if_read(ui: &Ui, scene: &mut Scene<'_>, call: &Call) {
    let CallState::Ended(reason) = call.state else { return };
    let nothing_to_read = (call.side == Side::Callee && call.connected_at.is_none())
        || matches!(reason, EndReason::Crossed | EndReason::SignedOut);
    let left = call.ended_at.unwrap_or(scene.now) + END_SHOWN_MILLIS - scene.now;
    if !nothing_to_read && (stage_shown(scene) || left > 0) {
        if left > 0 {
            super::frame::repaint_in(ui, left);
        }
        return;
    }
    if scene.view.call.seen.as_ref().is_some_and(|seen| !seen.dismissed) {
        let dismissed = scene.view.call.dismiss();
        scene.command(dismissed);
    }
}

fn focus_goes_back(scene: &mut Scene<'_>) {
    if let Some(focus) = scene.view.call.focus_before.take() {
        scene.view.call.focus_back = Some(focus);
    }
}

/// Nothing below a dialog can have the focus, and the dialog counts as there for one more frame.
fn give_focus_back(ui: &Ui, scene: &mut Scene<'_>) {
    let Some(focus) = scene.view.call.focus_back else { return };
    if ui.memory(|memory| memory.top_modal_layer().is_some()) {
        super::frame::repaint_in(ui, 1);
    } else {
        scene.view.call.focus_back = None;
        ui.memory_mut(|memory| memory.request_focus(focus));
    }
}

fn incoming_keys(ui: &Ui, scene: &mut Scene<'_>, call: &Call) {
    let both = Modifiers::COMMAND.plus(Modifiers::SHIFT);
    let (accept, decline, silence) = ui.input_mut(|input| {
        (
            input.consume_key(both, Key::A),
            input.consume_key(both, Key::D),
            input.consume_key(Modifiers::NONE, Key::Escape),
        )
    });
    if !scene.view.call.takes_answer(scene.now) {
        ui.input_mut(|input| {
            input.events.retain(|event| !matches!(event, Event::Key { pressed: true, .. } | Event::Text(_)));
        });
        return;
    }
    if accept {
        scene.command(Command::AcceptCall);
    } else if decline {
        scene.command(Command::DeclineCall { message: String::new() });
    } else if silence && !call.silenced {
        scene.command(Command::SilenceRing);
    }
}

fn live_keys(ui: &Ui, scene: &mut Scene<'_>, call: &Call) {
    let both = Modifiers::COMMAND.plus(Modifiers::SHIFT);
    if call.allows(Act::End) && ui.input_mut(|input| input.consume_key(both, Key::E)) {
        scene.command(Command::EndCall);
    }
    if !call.allows(Act::Keys) {
        return;
    }
    if ui.input_mut(|input| input.consume_key(both, Key::K)) {
        scene.view.call.keypad = !scene.view.call.keypad;
    }
    // A field that has the focus keeps its typing: digits belong to the call only when nobody else wants them.
    let covered = ui.memory(|memory| memory.top_modal_layer().is_some());
    if !scene.view.call.keypad || covered || ui.ctx().text_edit_focused() {
        return;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        scene.view.call.keypad = false;
    }
    let mut typed = Vec::new();
    ui.input_mut(|input| {
        input.events.retain(|event| {
            if let Event::Text(text) = event
                && text.chars().all(|c| super::keypad::KEYS.contains(&c))
            {
                typed.extend(text.chars());
                return false;
            }
            true
        });
    });
    for key in typed {
        super::keypad::press(scene, key);
    }
}
