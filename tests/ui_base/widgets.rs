use bellbird::ui::icons;
use bellbird::ui::theme::Tokens;
use bellbird::ui::widgets::dialog::dialog_title;
use bellbird::ui::widgets::{
    Area, Button, Checkbox, Dialog, Field, IconButton, MenuRow, Problem, Segmented, Select, Slider, Stepper,
    Toasts, Toggle, keyboard_used, menu,
};
use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Id, Key, Modifiers, Theme, Ui, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use super::dress;

fn window<'a, State: 'a>(state: State, show: impl FnMut(&mut Ui, &mut State) + 'a) -> Harness<'a, State> {
    Harness::builder()
        .with_size(Vec2::new(480.0, 360.0))
        .with_theme(Theme::Light)
        .with_max_steps(60)
        .with_step_dt(1.0 / 20.0)
        .with_context_setup(|ctx| dress(ctx, Theme::Light.into()))
        .build_ui_state(show, state)
}

#[test]
fn a_button_is_found_by_its_words_and_takes_clicks_and_the_space_bar() {
    let mut window = window(0, |ui, clicks| {
        if ui.add(Button::success("Accept").icon(icons::PHONE.fill())).clicked() {
            *clicks += 1;
        }
    });
    window.get_by_role_and_label(Role::Button, "Accept").click();
    window.run();
    assert_eq!(*window.state(), 1);
    window.get_by_role_and_label(Role::Button, "Accept").focus();
    window.run();
    window.key_press(Key::Space);
    window.run();
    assert_eq!(*window.state(), 2);
}

#[test]
fn a_button_that_is_disabled_or_busy_takes_no_clicks_and_no_focus() {
    let mut window = window(0, |ui, clicks| {
        for button in [Button::primary("Off").enabled(false), Button::primary("Saving").busy(true)] {
            if ui.add(button).clicked() {
                *clicks += 1;
            }
        }
    });
    for name in ["Off", "Saving"] {
        let node = window.get_by_role_and_label(Role::Button, name);
        assert!(node.accesskit_node().is_disabled(), "{name} says that it cannot be used");
        node.click();
        window.run_steps(2);
        window.key_press(Key::Tab);
        window.run_steps(2);
        assert!(!window.get_by_label(name).is_focused(), "{name} takes no focus");
    }
    assert_eq!(*window.state(), 0);
}

#[test]
fn the_focus_ring_waits_for_the_keyboard() {
    let mut window = window(false, |ui, ring| {
        ui.add(Button::secondary("Message"));
        *ring = keyboard_used(ui.ctx());
    });
    window.get_by_label("Message").click();
    window.run();
    assert!(!*window.state(), "a click draws no ring");
    window.key_press(Key::Tab);
    window.run();
    assert!(*window.state(), "Tab draws it");
    window.get_by_label("Message").click();
    window.run();
    assert!(!*window.state(), "the next click takes it away");
}

#[test]
fn switches_and_boxes_turn_and_say_how_they_stand() {
    let mut window = window((false, true), |ui, (switch, tick)| {
        ui.add(Toggle::new(switch, "Reduce motion"));
        ui.add(Checkbox::new(tick, "Remember me on this computer"));
    });
    window.get_by_role_and_label(Role::Switch, "Reduce motion").click();
    window.get_by_role_and_label(Role::CheckBox, "Remember me on this computer").click();
    window.run();
    assert_eq!(*window.state(), (true, false));
    window.run();
    let switch = window.get_by_role_and_label(Role::Switch, "Reduce motion");
    assert_eq!(switch.accesskit_node().toggled(), Some(Toggled::True));
}

#[test]
fn one_of_several_choices_holds() {
    let mut window = window((1, 0, 0), |ui, (density, language, changes)| {
        let choices = [(0, "Compact"), (1, "Regular"), (2, "Roomy")];
        if Segmented::new(density, &choices).show(ui).changed() {
            *changes += 1;
        }
        Select::new(language, &[(0, "English"), (1, "简体中文")], "Language").show(ui);
    });
    window.get_by_role_and_label(Role::RadioButton, "Roomy").click();
    window.run();
    window.get_by_role_and_label(Role::RadioButton, "Roomy").click();
    window.run();
    assert_eq!((window.state().0, window.state().2), (2, 1), "the second click changed nothing");
    window.get_by_role_and_label(Role::ComboBox, "Language").click();
    window.run();
    window.get_by_role_and_label(Role::MenuItemRadio, "简体中文").click();
    window.run();
    assert_eq!(window.state().1, 1);
    assert!(window.query_by_role(Role::MenuItemRadio).is_none(), "the menu closed");
}

#[test]
fn a_field_is_named_by_its_label_and_takes_text_and_enter() {
    let mut window = window((String::new(), 0), |ui, (text, submitted)| {
        if Field::new(text).label("Channel name").hint("lantern-night").show(ui).submitted {
            *submitted += 1;
        }
    });
    window.get_by_role_and_label(Role::TextInput, "Channel name").focus();
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Channel name").type_text("灯会 7");
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(*window.state(), ("灯会 7".to_owned(), 1));
}

#[test]
fn a_field_with_a_problem_says_it_to_everybody() {
    let mut window = window(String::new(), |ui, text| {
        let problem = Problem { sentence: "This token has expired", code: "204" };
        Field::new(text).label("Token").error(Some(problem)).note("not now").show(ui);
    });
    window.run();
    window.get_by_label("This token has expired");
    window.get_by_label("204");
    assert!(window.query_by_label("not now").is_none(), "the note makes room");
    let field = window.get_by_role_and_label(Role::TextInput, "Token");
    assert_eq!(field.accesskit_node().description().as_deref(), Some("This token has expired"));
}

#[test]
fn a_password_is_hidden_until_its_eye_is_pressed() {
    let mut window = window(("hunter2".to_owned(), false), |ui, (text, shown)| {
        Field::new(text).label("Token").password(shown, ["Show token", "Hide token"]).show(ui);
    });
    window.get_by_role_and_label(Role::Button, "Show token").click();
    window.run();
    assert!(window.state().1);
    window.get_by_role_and_label(Role::Button, "Hide token").click();
    window.run();
    assert!(!window.state().1);
}

#[test]
fn a_text_area_grows_to_six_rows_and_no_further() {
    let mut window = window((String::new(), 0.0), |ui, (text, height)| {
        let top = ui.cursor().top();
        Area::new(text).with(|field| field.name("Value")).show(ui);
        *height = ui.min_rect().bottom() - top;
    });
    window.run();
    let one = window.state().1;
    let mut heights = Vec::new();
    for rows in [2, 6, 12] {
        window.state_mut().0 = vec!["row"; rows].join("\n");
        window.run();
        heights.push(window.state().1 - one);
    }
    assert_eq!(heights, [20.0, 100.0, 100.0]);
}

#[test]
fn a_number_steps_with_the_arrow_keys_and_refuses_what_is_no_number() {
    let mut window = window(Some(30), |ui, seconds| {
        ui.add(Stepper::new(seconds, 0..=60, "People count refresh").step(10).unit("s"));
    });
    window.get_by_label("People count refresh").focus();
    window.run();
    window.key_press(Key::ArrowUp);
    window.run();
    assert_eq!(*window.state(), Some(40));
    for _ in 0..5 {
        window.key_press(Key::ArrowUp);
        window.run();
    }
    assert_eq!(*window.state(), Some(60), "the end of the range");
    window.get_by_label("People count refresh").type_text("x");
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(*window.state(), Some(60), "not a number");
}

#[test]
fn a_slider_moves_by_steps_with_the_arrow_keys() {
    let mut window = window(1.0_f32, |ui, size| {
        ui.add(Slider::new(size, 0.85..=1.4, "Text size").step(0.05));
    });
    window.get_by_role_and_label(Role::Slider, "Text size").focus();
    window.run();
    window.key_press(Key::ArrowRight);
    window.run();
    assert!((*window.state() - 1.05).abs() < 0.001, "{}", window.state());
}

#[test]
fn a_menu_opens_runs_one_row_and_closes() {
    let mut window = window(0, |ui, copies| {
        let button = ui.add(IconButton::new(icons::DOTS_THREE_VERTICAL, "More"));
        menu(&button, "More", 200.0, |ui| {
            if ui.add(MenuRow::new("Copy message").icon(icons::COPY)).clicked() {
                *copies += 1;
                ui.close();
            }
            ui.add(MenuRow::new("Leave").danger().enabled(false));
        });
    });
    window.get_by_role_and_label(Role::Button, "More").click();
    window.run();
    assert!(window.get_by_role_and_label(Role::MenuItem, "Leave").accesskit_node().is_disabled());
    window.get_by_role_and_label(Role::MenuItem, "Copy message").click();
    window.run();
    assert_eq!(*window.state(), 1);
    assert!(window.query_by_label("Copy message").is_none(), "the menu closed");
}

#[derive(Default)]
struct Behind {
    open: bool,
    clicks: usize,
    inside: usize,
}

fn with_dialog(ui: &mut Ui, state: &mut Behind) {
    if ui.add(Button::primary("Behind")).clicked() {
        state.clicks += 1;
    }
    if state.open {
        let shown =
            Dialog::new(Id::unique("test dialog"), "Join a channel").width(300.0).show(ui.ctx(), |ui| {
                dialog_title(ui, "Join a channel");
                if ui.add(Button::primary("Join")).clicked() {
                    state.inside += 1;
                }
            });
        if shown.close {
            state.open = false;
        }
    }
}

#[test]
fn a_dialog_takes_the_clicks_and_closes_with_escape() {
    let mut window = window(Behind { open: true, ..Behind::default() }, with_dialog);
    window.run();
    window.get_by_role_and_label(Role::Dialog, "Join a channel");
    window.get_by_role_and_label(Role::Button, "Join").click();
    window.run();
    assert_eq!(window.state().inside, 1);
    let behind = window.get_by_label("Behind").rect().center();
    window.key_press_modifiers(Modifiers::NONE, Key::Escape);
    window.run();
    assert!(!window.state().open, "Escape closes it");
    window.state_mut().open = true;
    window.run();
    window.hover_at(behind);
    window.drag_at(behind);
    window.drop_at(behind);
    window.run();
    assert_eq!(window.state().clicks, 0, "what is behind takes no click");
    assert!(!window.state().open, "a click beside it closes it");
}

#[test]
fn a_toast_stays_for_its_time_and_gives_its_action_back() {
    let mut window =
        window((Toasts::default(), None), |ui, (toasts, done): &mut (Toasts<&'static str>, _)| {
            if let Some(action) = toasts.show(ui.ctx()) {
                *done = Some(action);
            }
        });
    window.state_mut().0.say("Copied");
    window.run_steps(20);
    window.get_by_label("Copied");
    window.run_steps(100);
    assert!(window.query_by_label("Copied").is_none(), "gone after four seconds");

    window.state_mut().0.say("Copied");
    window.run_steps(10);
    window.state_mut().0.say_with("Deleted “shift_note”", "Undo", "restore");
    window.run_steps(10);
    assert!(window.query_by_label("Copied").is_none(), "one at a time");
    window.run_steps(100);
    window.get_by_label("Deleted “shift_note”");
    window.get_by_role_and_label(Role::Button, "Undo").click();
    window.run_steps(4);
    assert_eq!(window.state().1, Some("restore"));
    assert!(window.query_by_label("Undo").is_none());
}

fn layers(ui: &mut Ui, texts: &mut (String, Toasts<()>)) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(ui.max_rect().expand(20.0), 0, t.canvas);
    ui.horizontal(|ui| {
        ui.add(Button::primary("Call").width(109.0));
        ui.add(Button::secondary("Message").width(109.0));
    });
    let dialog = Dialog::new(Id::unique("pictured dialog"), "Join a channel").width(320.0);
    dialog.show(ui.ctx(), |ui| {
        dialog_title(ui, "Join a channel");
        Field::new(&mut texts.0).label("Channel name").hint("lantern-night").show(ui);
        ui.add_space(16.0);
        ui.horizontal(|ui| {
            ui.add(Button::secondary("Cancel"));
            ui.add(Button::primary("Join"));
        });
    });
    texts.1.show(ui.ctx());
}

fn picture_of_layers(theme: Theme, name: &str) {
    let mut toasts = Toasts::default();
    toasts.say_with("Deleted “shift_note”", "Undo", ());
    let mut window = Harness::builder()
        .with_size(Vec2::new(480.0, 360.0))
        .with_theme(theme)
        .with_context_setup(move |ctx| dress(ctx, theme.into()))
        .build_ui_state(layers, (String::new(), toasts));
    window.run_steps(6);
    window.get_by_role_and_label(Role::Button, "Join").focus();
    window.key_press(Key::ArrowLeft);
    window.run_steps(6);
    window.snapshot(name);
}

#[test]
fn dialogs_toasts_and_the_focus_ring_look_like_the_design_in_light() {
    picture_of_layers(Theme::Light, "layers-light");
}

#[test]
fn dialogs_toasts_and_the_focus_ring_look_like_the_design_in_dark() {
    picture_of_layers(Theme::Dark, "layers-dark");
}
