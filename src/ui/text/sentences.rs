use std::collections::BTreeMap;

use fluent_bundle::FluentArgs;

use super::Text;

/// The declared arguments of every key: `BTreeMap<"message-channel", ["name"]>`.
pub(super) type Declared = BTreeMap<String, Vec<&'static str>>;

fn key_of(method: &str) -> String {
    method.replace('_', "-")
}

macro_rules! argument {
    (word) => {
        &str
    };
    (count) => {
        usize
    };
}

macro_rules! fixed {
    ($($name:ident,)*) => {
        /// The sentences without arguments, looked up once.
        pub(super) struct Fixed { $($name: String,)* }

        impl Fixed {
            pub(super) fn look_up(mut sentence: impl FnMut(&str) -> String) -> Self {
                Self { $($name: sentence(&key_of(stringify!($name))),)* }
            }
        }

        #[allow(missing_docs, reason = "the sentence itself stands in assets/text")]
        impl Text {
            $(pub fn $name(&self) -> &str { &self.fixed.$name })*
        }

        fn declare_fixed(declared: &mut Declared) {
            $(declared.insert(key_of(stringify!($name)), Vec::new());)*
        }
    };
}

macro_rules! filled {
    ($($name:ident($($argument:ident: $kind:ident),+),)*) => {
        #[allow(missing_docs, reason = "the sentence itself stands in assets/text")]
        impl Text {
            $(pub fn $name(&self, $($argument: argument!($kind)),+) -> String {
                let mut arguments = FluentArgs::new();
                $(arguments.set(stringify!($argument), $argument);)+
                self.fill(&key_of(stringify!($name)), &arguments)
            })*
        }

        fn declare_filled(declared: &mut Declared) {
            $(declared.insert(key_of(stringify!($name)), vec![$(stringify!($argument)),+]);)*
        }
    };
}

pub(super) fn declared() -> Declared {
    let mut declared = Declared::new();
    declare_fixed(&mut declared);
    declare_filled(&mut declared);
    declared
}

fixed! {
    // The app and its rail
    app_name, app_tagline, chats, calls, attributes, inspector, duo, settings,

    // Words that many places use
    ok, cancel, close, back, save, done, delete, undo, copy, copied, edit, add, leave, search, more,
    try_again, try_now, show, hide, optional, you, online, offline, online_inline, offline_inline, joined,
    not_joined,

    // Signing in
    sign_in, signing_in, sign_out, server, this_computer, another_server, built_in_ready, built_in_starting,
    built_in_stopped, built_in_failed, enter_an_address, server_address, server_address_hint,
    checking_server, server_reachable, server_silent, app_id, app_id_note, account, token, token_optional, token_hint, token_needed_hint,
    test_mode_note, token_needed_note, show_token, hide_token, remember_me, step_finding_server,
    step_server_found, step_checking_account, step_loading_chats, testing_calls, open_two_accounts, help,
    open_log_folder, language_english, language_chinese,

    // What can be wrong with signing in
    error_server_unreachable, error_address_empty, error_not_an_address, error_not_a_bellbird_server,
    error_login_timed_out, error_login_failed, error_login_cancelled, error_token_expired, error_token_expired_hint, remembered_accounts,
    error_token_wrong, error_token_hint, error_login_barred, error_account_refused, error_account_empty,
    error_account_has_space, error_account_bad_character, error_app_id_empty, error_app_id_bad,
    error_app_id_unknown, logged_out_elsewhere, logged_out_network, logged_out_token_expired,
    logged_out_by_server,

    // The list of chats
    search_or_jump, channels, direct_messages, new_message, start_chat, new_messages, no_chats_yet, no_chats_note,
    loading_chats, rejoining, reconnecting_short, mute_chat, unmute_chat, pin_chat, unpin_chat, found_messages, muted, mark_as_read,
    remove_from_list,

    // Joining, writing to and calling someone
    join_a_channel, join_a_channel_note, channel_name, channel_name_hint, join, joining,
    switch_channel_note, message_someone, message_someone_note, call_someone, call_someone_note,
    their_account, note_optional, write, error_channel_name_empty, error_channel_name_bad,
    error_channel_full, error_not_in_channel, error_own_account,

    // Empty window
    nobody_here_this_computer, signed_in_this_computer, on_your_own, open_duo_mode, play_both_sides,
    pick_a_chat,

    // A chat
    message_field, write_while_offline, send, emoji, people_here_heading, offline_not_seen,
    presence_unknown, no_messages_yet, no_messages_channel_note, today, yesterday, copy_message,
    show_signals, jump_to_latest, no_matches, previous_match, next_match, state_queued, state_sending, state_sent, state_delivered, state_failed,
    not_sent_no_reply, reason_no_reply, reason_rate_limited, reason_mailbox_full, reason_peer_offline,
    reason_peer_unknown, reason_not_in_channel, reason_not_signed_in, reason_refused,

    // Details pane
    channel_details, person_details, open_details, close_details, open_to_anyone, you_beside, channel_attributes,
    their_attributes, no_attributes_here, leaving,

    // Calls, while they happen
    call, call_again, calling, calling_step, ringing_step, connected_step, not_reached, incoming_call,
    accept, decline, decline_with_message, decline_reply_busy, decline_reply_write, decline_reply_minutes,
    decline_reply_own, silence, cancel_call, end, mute, unmute, keypad, show_chat, full_call, smaller_call,
    call_channel, channel, note, note_sent, gives_up, signals, show_in_inspector, json, type_digits_too,
    star_key, hash_key, write_a_message, result, next_time, fail_at_once, declined, no_answer, missed_call,
    call_ended, call_cancelled, call_failed, call_lost, you_hung_up, answer_elsewhere, error_call_busy,
    error_call_self, error_call_gone,
    send_and_decline, give_up_after, call_refused, cancelled_step, failed_step,

    // The list of calls
    search_people_or_channels, new_call, filter_all, filter_missed, filter_incoming, filter_outgoing,
    filter_failed, incoming, outgoing, outgoing_no_answer, not_reached_offline, no_calls_yet, no_calls_note,
    no_calls_match, talked_for, rang_for, ended_by, ended_by_you, peer_hung_up, you_hung_up_note, answered,
    not_answered, created_for_call, what_happened, open_in_inspector, sent_with_call, happened_ringing_here,
    happened_you_answered, happened_you_declined, happened_cancelled, happened_failed,
    tried_for_label, happened_crossed, happened_signed_out,

    // Attributes
    your_attributes, your_attributes_note, channel_attributes_note, look_up_attributes, clear_all,
    clear_all_note, attribute_name, attribute_value, shown_as_your_name, chinese_bytes_note,
    changes_seen_later, built_in_settings, your_own, keep_when_empty, keep_when_empty_note,
    people_count_refresh, people_count_refresh_note, message_limit, message_limit_note, change_limit,
    change_limit_note, people_now, people_now_note, unit_seconds, unit_per_second, not_set,
    no_channel_joined, no_channel_joined_note, no_attributes_yet, no_attributes_note, read_only,
    error_attribute_name_empty, error_attribute_name_bad, error_attribute_read_only, error_attribute_failed,
    clear_all_channel_note,

    // The connection
    connection_lost, connection_lost_sentence, back_online, connecting, call_paused_offline,

    // Refusals and errors of any place
    error_not_signed_in, error_rate_limited, error_no_reply, error_busy, error_disk,

    // Settings
    appearance, notifications, ringtone, language_setting, shortcuts, about, match_system, light, dark,
    density, compact, regular, roomy, text_size, reduce_motion, reduce_motion_note, language_note,
    new_messages_setting, incoming_calls, incoming_calls_note, show_message_text, badge_count,
    incoming_call_sound, ringing_someone_sound, volume, sound_forest_bell, sound_soft_pulse, sound_none,
    running, stopped, stop, start, let_others_join, stay_signed_in, test_mode, token_set, enter_token,
    keyboard_shortcuts, show_all, free_and_open, licences, log_folder,
    server_not_started,

    // Duo
    this_computer_inline, side_by_side, stacked, swap_sides, leave_duo, go_offline, go_online,

    // Inspector
    export, pause, resume, clear, live, paused, inspector_filter, inferred, group, this_window,
    seen_from_here, peer, left_side, right_side, nothing_inferred, times_from_group, sign_in_and_channel,
    callback, api_call, error_kind, time, since_the_call, since_ringing, direction, byte_size, raw,
    same_call, step, nothing_recorded, nothing_recorded_note,

    // Keys
    key_search, key_new_message, key_join, key_call, key_sections, key_previous_next, key_send, key_find,
    key_details, key_accept_decline, key_silence, key_end, key_mute_keypad, key_digits, key_call_in_view,
    key_duo, key_all_shortcuts, key_text_size,

    // Notifications of the desktop
    tray_open, tray_quit, new_message_notice,

    // Dates, times and durations
    monday, tuesday, wednesday, thursday, friday, saturday, sunday, mon, tue, wed, thu, fri, sat, sun,
    january, february, march, april, may, june, july, august, september, october, november, december, jan,
    feb, mar, apr, may_short, jun, jul, aug, sep, oct, nov, dec,
}

filled! {
    // The app and its rail
    app_version(version: word),
    unread(count: count),
    your_account_state(name: word, state: word),

    // Words that many places use
    code_with_number(name: word, number: word),
    subtitle_pair(first: word, second: word),

    // What can be wrong with signing in
    error_built_in_failed(reason: word),
    error_account_too_long(limit: word),

    // The list of chats
    no_search_results(query: word),
    draft_preview(text: word),
    preview_by_you(text: word),
    preview_by(name: word, text: word),

    // Joining, writing to and calling someone
    switch_channel(from: word, to: word),
    error_channel_name_too_long(limit: word),
    error_join_failed(name: word),
    error_account_unknown(account: word),

    // Empty window
    welcome(name: word),
    nobody_here(server: word),
    signed_in_to(server: word),

    // A chat
    message_channel(name: word),
    message_person(name: word),
    join_to_write(name: word),
    people_here(count: count),
    people_here_at(time: word),
    last_updated(time: word),
    last_seen(when: word),
    no_messages_person_note(name: word),
    person_joined(name: word),
    person_left(name: word),
    you_joined(name: word),
    you_left(name: word),
    line_at(line: word, time: word),
    full_stop(sentence: word),
    will_be_sent(count: count),
    will_wait_here(name: word),
    bubble_described(author: word, time: word, text: word, state: word),
    bubble_received(author: word, time: word, text: word),
    not_sent(reason: word),
    find_count(at: word, count: word),
    reason_too_large(limit: word),
    bytes_left(used: word, limit: word),
    too_long(count: count),
    message_too_long(count: count),
    messages_dropped(count: count),

    // Details pane
    show_more(count: count),
    you_marked(name: word),
    channel_kept_for(duration: word),
    leave_channel(name: word),

    // Calls, while they happen
    ringing_for(seconds: word),
    waiting_for_answer(name: word),
    looking_for_device(name: word),
    incoming_call_from(name: word),
    in_a_call_with(name: word),
    gives_up_in(seconds: word),
    gives_up_after(seconds: word),
    digits_sent(count: count),
    digit_key(digit: word),
    person_is_offline(name: word),
    tell_me_when_online(name: word),
    will_tell_you(name: word),
    is_online_now(name: word),
    tried_for(seconds: word, account: word),
    not_signed_in_anywhere(account: word),
    declined_with(text: word),
    person_declined(name: word),
    person_declined_with(name: word, text: word),
    person_did_not_answer(name: word),
    missed_call_from(name: word),
    call_ended_after(time: word),
    person_hung_up(name: word),
    you_called_answered(name: word, time: word),
    person_called_answered(name: word, time: word),
    second_call(name: word),
    error_already_inviting(name: word),
    error_note_too_long(count: count),
    step_ahead(step: word),
    quoted(text: word),
    cancelled_after(duration: word),
    stopped_after(duration: word),
    person_not_reached(name: word),
    device_silent(name: word),
    it_rang_for(duration: word),

    // The list of calls
    filter_missed_count(count: count),
    missed_rang(duration: word),
    no_answer_stopped(duration: word),
    outgoing_call_at(when: word),
    incoming_call_at(when: word),
    time_span(from: word, to: word),
    earlier_calls(name: word),
    happened_called(name: word),
    happened_called_you(name: word),
    happened_ringing(name: word),
    happened_answered(name: word),
    happened_pressed(digits: word),
    happened_peer_pressed(name: word, digits: word),
    times_over(call: word, count: count),
    happened_peer_cancelled(name: word),

    // Attributes
    attributes_of(name: word),
    clear_all_question(count: count),
    too_long_to_save(count: count),
    deleted_attribute(name: word),
    cleared_attributes(count: count),
    saved_attribute(name: word),
    edit_attribute(name: word),
    delete_attribute(name: word),
    changed_just_now(name: word),
    error_attribute_name_too_long(limit: word),
    look_up(account: word),
    attribute_exists(name: word),

    // The connection
    reconnecting(attempt: word, seconds: word),
    reconnecting_now(attempt: word),

    // Refusals and errors of any place
    error_too_large(limit: word),
    error_mailbox_full(name: word),
    error_peer_offline(name: word),
    error_refused(code: word),

    // Settings
    percent(value: word),
    show_message_text_off(name: word),
    play_sound(name: word),
    built_in_server_state(port: word, count: count),
    connected_to(server: word),
    app_id_is(id: word),
    built_in_server_port(port: word),

    // Duo
    duo_subtitle(server: word),
    in_channel(name: word),

    // Inspector
    event_count(count: count),
    calls_you_make(count: count),
    callbacks(count: count),
    errors(count: count),
    call_to(name: word),
    call_from(name: word),
    talked(duration: word),
    direction_to(from: word, to: word),
    bytes(count: word),
    before(duration: word),
    after(duration: word),

    // Notifications of the desktop
    notify_message_from(name: word),
    notify_message_in(name: word),
    notify_incoming_call(name: word),
    operation_failed(reason: word, what: word),
    chat_exported(path: word),
    export_failed(reason: word),
    busy_call_declined(name: word),
    history_trouble(reason: word),

    // Dates, times and durations
    day_month(day: word, month: word),
    day_month_year(day: word, month: word, year: word),
    date_at(date: word, time: word),
    today_at(time: word),
    yesterday_at(time: word),
    day_month_short(day: word, month: word),
    seconds_long(seconds: word),
    minutes_seconds(minutes: word, seconds: word),
    minutes_only(minutes: word),
    hours_minutes(hours: word, minutes: word),
    hours_only(hours: word),
    days_hours(days: word, hours: word),
    days_only(days: word),
    milliseconds(value: word),
}
