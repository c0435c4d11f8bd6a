use super::Row;

const TABLE: &str = "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer";
const REFUSED: &str = "client::outcome::a_refusal_makes_the_events_of_the_table_and_carries_its_reason";

/// The callbacks of the old API. All are variants of `Event`, which says who gets them and when.
pub const CALLBACKS: &[Row] = &[
    Row {
        old: "onLoginSuccess(uid, fd)",
        ours: "Event::LoginSuccess",
        note: "the uid is the server's and stays",
        proofs: &[
            "client::login::a_login_sends_the_account_pings_tells_and_looks_into_the_mailbox",
            "world::scenes::whoever_signs_in_is_told_their_number_and_keeps_it",
            "conformance::sign_in::the_web_sdk_signs_in_at_an_address_and_out_with_101",
        ],
    },
    Row {
        old: "onLoginFailed(ecode)",
        ours: "Event::LoginFailed",
        note: "201, 203, 204, 206, 207, 209, 1004",
        proofs: &[
            "client::login::a_refused_login_is_not_tried_again_and_carries_the_code_of_its_text",
            "conformance::refusals::an_expired_token_is_204",
            "conformance::refusals::a_wrong_token_is_206",
            "conformance::refusals::an_account_that_breaks_the_rules_is_209",
            "conformance::refusals::an_app_that_is_not_served_is_201",
        ],
    },
    Row {
        old: "onLogout(ecode)",
        ours: "Event::Logout",
        note: "100, 101, 102, 103, 105",
        proofs: &[
            "client::login::reasons_that_end_the_session_end_it_whatever_was_asked",
            "conformance::sign_in::a_second_sign_in_kicks_the_web_sdk_with_103_and_closes_its_socket",
            "conformance::broken_lines::a_web_sdk_that_never_gets_back_says_102",
        ],
    },
    Row {
        old: "onReconnecting(nretry)",
        ours: "Event::Reconnecting",
        note: "from 1",
        proofs: &["client::reconnect::every_try_is_told_with_its_number_and_the_pauses_grow_to_ten_seconds"],
    },
    Row {
        old: "onReconnected(fd)",
        ours: "Event::Reconnected",
        note: "`resumed` is ours: nothing was missed",
        proofs: &[
            "client::reconnect::a_lost_connection_is_resumed_by_the_session_s_secret_and_the_channel_s_place",
            "client::reconnect::a_forgotten_session_comes_back_into_its_channel_with_a_snapshot_and_no_second_joined",
            "world::scenes::after_a_cut_of_a_minute_a_device_goes_on_where_it_was_and_has_missed_nothing",
        ],
    },
    Row {
        old: "onError(name, ecode, desc)",
        ours: "Event::Error",
        note: "108, 208, 1001 to 1005",
        proofs: &[
            "client::outcome::while_signed_out_every_call_fails_with_1003_and_sends_nothing",
            REFUSED,
            "client::outcome::a_call_without_an_answer_ends_after_sixty_seconds_with_1002",
        ],
    },
    Row {
        old: "onQueryUserStatusResult(name, status)",
        ours: "Event::QueryUserStatusResult",
        note: "`online` for \"1\"",
        proofs: &[TABLE],
    },
    Row {
        old: "onInvokeRet(callID, err, resp)",
        ours: "Event::InvokeRet",
        note: "`err` is empty on success",
        proofs: &["client::arguments::invoke_passes_any_function_on_and_hands_the_reply_back"],
    },
    Row {
        old: "onUserAttrResult(account, name, value)",
        ours: "Event::UserAttrResult",
        note: "",
        proofs: &[TABLE],
    },
    Row {
        old: "onUserAttrAllResult(account, value)",
        ours: "Event::UserAttrAllResult",
        note: "a map for the JSON text",
        proofs: &[TABLE],
    },
    Row {
        old: "onChannelJoined(channelID)",
        ours: "Event::ChannelJoined",
        note: "",
        proofs: &[TABLE, "conformance::channels::a_join_shows_the_members_and_is_told_to_the_others_alone"],
    },
    Row {
        old: "onChannelJoinFailed(channelID, ecode)",
        ours: "Event::ChannelJoinFailed",
        note: "300, 1003",
        proofs: &[REFUSED, "conformance::channels::a_join_that_is_refused_is_told_with_its_reason"],
    },
    Row {
        old: "onChannelLeaved(channelID, ecode)",
        ours: "Event::ChannelLeaved",
        note: "601, 602, 604, 1003",
        proofs: &[
            TABLE,
            "client::channel::being_removed_from_the_channel_by_somebody_else_is_601",
            "client::reconnect::a_channel_that_cannot_be_joined_again_is_left_with_604",
            "conformance::channels::a_leave_is_told_to_the_others_and_ends_the_messages",
        ],
    },
    Row {
        old: "onChannelUserJoined(account, uid)",
        ours: "Event::ChannelUserJoined",
        note: "to the others; `channel` is ours",
        proofs: &[
            "client::channel::everything_that_happens_in_the_channel_is_told",
            "conformance::channels::a_join_shows_the_members_and_is_told_to_the_others_alone",
        ],
    },
    Row {
        old: "onChannelUserLeaved(account, uid)",
        ours: "Event::ChannelUserLeaved",
        note: "to the others; `channel` is ours",
        proofs: &[
            "client::channel::everything_that_happens_in_the_channel_is_told",
            "conformance::channels::a_logout_leaves_the_channel_at_once",
            "conformance::channels::a_kick_leaves_the_channel",
        ],
    },
    Row {
        old: "onChannelUserList(accounts, uids)",
        ours: "Event::ChannelUserList",
        note: "the latest 200, oneself included, in the order they joined",
        proofs: &[
            TABLE,
            "server::members::the_list_names_the_two_hundred_latest_to_join",
            "conformance::channels::the_python_sdk_joins_and_is_told_of_the_others",
            "conformance::limits::a_user_list_names_the_two_hundred_latest",
        ],
    },
    Row {
        old: "onChannelQueryUserNumResult(channelID, ecode, num)",
        ours: "Event::ChannelQueryUserNumResult",
        note: "0, 500",
        proofs: &[TABLE, REFUSED],
    },
    Row {
        old: "onChannelQueryUserIsIn(channelID, account, isIn)",
        ours: "Event::ChannelQueryUserIsIn",
        note: "",
        proofs: &[TABLE, REFUSED],
    },
    Row {
        old: "onChannelAttrUpdated(channelID, name, value, type)",
        ours: "Event::ChannelAttrUpdated",
        note: "`update`, `del` or `clear`; the obsolete `set` is left out; `account` is ours",
        proofs: &[
            "client::channel::everything_that_happens_in_the_channel_is_told",
            "client::channel::the_obsolete_twin_of_an_attribute_update_is_left_out_and_the_system_has_no_account",
            "conformance::attributes::a_deletion_and_a_clearing_are_told_once_each",
        ],
    },
    Row {
        old: "onInviteReceived(channelID, account, uid, extra)",
        ours: "Event::InviteReceived",
        note: "",
        proofs: &[
            "client::calls::an_invite_is_acknowledged_before_it_is_told",
            "conformance::calls::an_invite_rings_and_the_caller_is_told",
            "conformance::call_endings::a_callee_who_signs_in_in_time_is_rung",
        ],
    },
    Row {
        old: "onInviteReceivedByPeer(channelID, account, uid)",
        ours: "Event::InviteReceivedByPeer",
        note: "",
        proofs: &[
            "client::calls::the_caller_follows_the_call_from_ringing_to_its_end",
            "conformance::calls::an_invite_rings_and_the_caller_is_told",
        ],
    },
    Row {
        old: "onInviteAcceptedByPeer(channelID, account, uid, extra)",
        ours: "Event::InviteAcceptedByPeer",
        note: "",
        proofs: &[
            "client::calls::the_caller_follows_the_call_from_ringing_to_its_end",
            "conformance::calls::the_callee_accepts_with_an_extra",
        ],
    },
    Row {
        old: "onInviteRefusedByPeer(channelID, account, uid, extra)",
        ours: "Event::InviteRefusedByPeer",
        note: "",
        proofs: &["world::scenes::a_call_is_refused", "conformance::calls::the_callee_refuses_with_an_extra"],
    },
    Row {
        old: "onInviteFailed(channelID, account, uid, ecode, extra)",
        ours: "Event::InviteFailed",
        note: "700, 701, 703, 704, 1003",
        proofs: &[
            "client::calls::a_failed_invite_carries_the_server_s_code_or_700",
            "client::outcome::an_invite_is_failed_with_703_if_and_only_if_the_peer_is_not_online",
            "conformance::call_endings::an_invite_that_wants_the_peer_online_fails_at_once",
            "conformance::call_endings::nobody_comes_within_the_timeout",
        ],
    },
    Row {
        old: "onInviteEndByPeer(channelID, account, uid, extra)",
        ours: "Event::InviteEndByPeer",
        note: "",
        proofs: &[
            "conformance::calls::the_caller_ends_an_accepted_call",
            "conformance::calls::the_callee_ends_an_accepted_call",
            "world::scenes::a_call_is_taken_back_while_it_rings",
        ],
    },
    Row {
        old: "onInviteEndByMyself(channelID, account, uid)",
        ours: "Event::InviteEndByMyself",
        note: "after the server's answer",
        proofs: &[TABLE, "conformance::calls::the_caller_ends_an_accepted_call"],
    },
    Row {
        old: "onInviteMsg(channelID, account, uid, msgType, msgData, extra)",
        ours: "Event::InviteMsg",
        note: "`msg_type` is \"dtmf\"",
        proofs: &[
            "client::calls::keys_pressed_by_the_other_side_arrive_with_their_kind",
            "conformance::calls::keys_arrive_in_both_directions_and_in_order",
        ],
    },
    Row {
        old: "onMessageSendSuccess(messageID)",
        ours: "Event::MessageSendSuccess",
        note: "the server keeps it",
        proofs: &[
            TABLE,
            "server::mailboxes::a_message_waits_for_its_receiver_and_over_restarts_until_it_is_acknowledged",
        ],
    },
    Row {
        old: "onMessageSendError(messageID, ecode)",
        ours: "Event::MessageSendError",
        note: "400, 401",
        proofs: &[REFUSED, "conformance::limits::the_python_sdk_is_told_400_for_a_message_that_is_too_large"],
    },
    Row {
        old: "onMessageInstantReceive(account, uid, msg)",
        ours: "Event::MessageInstantReceive",
        note: "`at_millis` and `version` are ours",
        proofs: &[
            "client::mailbox::a_pushed_message_in_its_turn_is_told_and_acknowledged_a_second_later",
            "conformance::messages::text_arrives_as_it_was_sent_between_all_sdks",
        ],
    },
    Row {
        old: "onMessageChannelReceive(channelID, account, uid, msg)",
        ours: "Event::MessageChannelReceive",
        note: "the sender gets it, too; `at_millis` is ours",
        proofs: &[
            "client::channel::everything_that_happens_in_the_channel_is_told",
            "conformance::channels::a_message_reaches_all_and_its_sender",
        ],
    },
    Row {
        old: "onLog(txt)",
        ours: "Event::Log",
        note: "13 digits of milliseconds first; only with `Options::log`",
        proofs: &["client::driver::log_lines_come_only_when_asked_for_and_begin_with_the_time"],
    },
];
