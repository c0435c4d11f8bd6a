use super::Row;

/// Every number of the old API.
pub const CODES: &[Row] = &[
    Row {
        old: "0 SUCCESS",
        ours: "Ecode::Success",
        note: "it went well",
        proofs: &["client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer"],
    },
    Row {
        old: "100 LOGOUT_E_OTHER",
        ours: "Ecode::LogoutOther",
        note: "the server no longer knows the session",
        proofs: &[
            "client::login::reasons_that_end_the_session_end_it_whatever_was_asked",
            "conformance::sign_in::a_call_with_a_dead_line_is_refused_and_the_socket_closed",
        ],
    },
    Row {
        old: "101 LOGOUT_E_USER",
        ours: "Ecode::LogoutUser",
        note: "signed out by oneself",
        proofs: &[
            "client::login::a_logout_acknowledges_the_mailbox_waits_for_the_reply_and_says_101",
            "conformance::sign_in::the_web_sdk_signs_in_at_an_address_and_out_with_101",
        ],
    },
    Row {
        old: "102 LOGOUT_E_NET",
        ours: "Ecode::LogoutNet",
        note: "the connection was lost for good, or the server closed",
        proofs: &[
            "client::reconnect::a_session_gives_up_after_185_seconds_with_102_and_ends_its_calls",
            "world::scenes::a_device_that_is_given_up_is_signed_out_with_102",
            "conformance::broken_lines::a_web_sdk_that_never_gets_back_says_102",
        ],
    },
    Row {
        old: "103 LOGOUT_E_KICKED",
        ours: "Ecode::LogoutKicked",
        note: "signed in elsewhere",
        proofs: &[
            "client::login::a_kick_ends_the_session_and_its_open_calls_with_103",
            "client::server::a_second_login_kicks_the_first_with_103",
            "conformance::sign_in::a_second_sign_in_kicks_the_web_sdk_with_103_and_closes_its_socket",
        ],
    },
    Row {
        old: "104 LOGOUT_E_PACKET",
        ours: "Ecode::LogoutPacket",
        note: "not given: what cannot be read is passed over",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "105 LOGOUT_E_TOKENEXPIRED",
        ours: "Ecode::LogoutTokenExpired",
        note: "the token expired meanwhile",
        proofs: &[
            "client::login::reasons_that_end_the_session_end_it_whatever_was_asked",
            "client::reconnect::a_kick_found_while_reconnecting_is_103_and_an_expired_token_105",
        ],
    },
    Row {
        old: "106 LOGOUT_E_OLDVERSION",
        ours: "Ecode::LogoutOldVersion",
        note: "not given: obsolete",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "107 LOGOUT_E_TOKENWRONG",
        ours: "Ecode::LogoutTokenWrong",
        note: "not given: obsolete",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "108 LOGOUT_E_ALREADY_LOGOUT",
        ours: "Ecode::LogoutAlready",
        note: "signed out already",
        proofs: &["client::login::a_logout_while_signed_out_is_108"],
    },
    Row {
        old: "200 LOGIN_E_OTHER",
        ours: "Ecode::LoginOther",
        note: "not given: 201 stands for everything without a number",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "201 LOGIN_E_NET",
        ours: "Ecode::LoginNet",
        note: "no connection, or a refusal without a number of its own",
        proofs: &[
            "client::login::a_login_that_cannot_connect_fails_once_with_201",
            "conformance::refusals::an_app_that_is_not_served_is_201",
        ],
    },
    Row {
        old: "202 LOGIN_E_FAILED",
        ours: "Ecode::LoginFailed",
        note: "not given: refusals have 201, 204, 206, 207 or 209",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "203 LOGIN_E_CANCEL",
        ours: "Ecode::LoginCancel",
        note: "signed out while signing in",
        proofs: &["client::login::a_logout_while_logging_in_cancels_the_login_with_203"],
    },
    Row {
        old: "204 LOGIN_E_TOKENEXPIRED",
        ours: "Ecode::LoginTokenExpired",
        note: "the token has expired",
        proofs: &[
            "client::login::a_token_that_has_expired_is_refused_here_the_next_time",
            "wire::tokens::every_bad_token_maps_to_its_login_code",
            "conformance::refusals::an_expired_token_is_204",
        ],
    },
    Row {
        old: "205 LOGIN_E_OLDVERSION",
        ours: "Ecode::LoginOldVersion",
        note: "not given: obsolete",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "206 LOGIN_E_TOKENWRONG",
        ours: "Ecode::LoginTokenWrong",
        note: "the token is wrong, missing, or not asked for",
        proofs: &[
            "client::login::a_wrong_token_is_refused_here_for_a_minute",
            "wire::tokens::every_bad_token_maps_to_its_login_code",
            "conformance::refusals::a_wrong_token_is_206",
            "conformance::refusals::a_token_where_none_is_needed_is_206",
        ],
    },
    Row {
        old: "207 LOGIN_E_TOKEN_KICKED",
        ours: "Ecode::LoginKicked",
        note: "barred by the server; ours bars nobody",
        proofs: &[
            "client::login::a_refused_login_is_not_tried_again_and_carries_the_code_of_its_text",
            "wire::codes::login_codes_follow_the_text_alone_as_in_the_official_sdks",
        ],
    },
    Row {
        old: "208 LOGIN_E_ALREADY_LOGIN",
        ours: "Ecode::LoginAlready",
        note: "signed in already: harmless",
        proofs: &["client::login::a_second_login_is_ignored_with_208"],
    },
    Row {
        old: "209 LOGIN_E_INVALID_USER",
        ours: "Ecode::LoginInvalidUser",
        note: "the account breaks the rules",
        proofs: &[
            "client::login::names_that_cannot_be_fail_without_a_connection",
            "conformance::refusals::an_account_that_breaks_the_rules_is_209",
        ],
    },
    Row {
        old: "300 JOINCHANNEL_E_OTHER",
        ours: "Ecode::JoinOther",
        note: "the join was refused or not answered",
        proofs: &[
            "client::outcome::a_refusal_makes_the_events_of_the_table_and_carries_its_reason",
            "conformance::channels::a_join_that_is_refused_is_told_with_its_reason",
        ],
    },
    Row {
        old: "400 SENDMESSAGE_E_OTHER",
        ours: "Ecode::SendOther",
        note: "the message was refused",
        proofs: &[
            "client::outcome::a_refusal_makes_the_events_of_the_table_and_carries_its_reason",
            "conformance::limits::the_python_sdk_is_told_400_for_a_message_that_is_too_large",
        ],
    },
    Row {
        old: "401 SENDMESSAGE_E_TIMEOUT",
        ours: "Ecode::SendTimeout",
        note: "no answer to the message",
        proofs: &["client::outcome::a_call_without_an_answer_ends_after_sixty_seconds_with_1002"],
    },
    Row {
        old: "500 QUERYUSERNUM_E_OTHER",
        ours: "Ecode::QueryOther",
        note: "the question failed",
        proofs: &["client::outcome::a_refusal_makes_the_events_of_the_table_and_carries_its_reason"],
    },
    Row {
        old: "501 QUERYUSERNUM_E_TIMEOUT",
        ours: "Ecode::QueryTimeout",
        note: "not given: 500, with 1002 in `Error`",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "502 QUERYUSERNUM_E_BYUSER",
        ours: "Ecode::QueryByUser",
        note: "not given: obsolete",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "600 LEAVECHANNEL_E_OTHER",
        ours: "Ecode::LeaveOther",
        note: "not given",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "601 LEAVECHANNEL_E_KICKED",
        ours: "Ecode::LeaveKicked",
        note: "removed by somebody else; ours removes nobody",
        proofs: &["client::channel::being_removed_from_the_channel_by_somebody_else_is_601"],
    },
    Row {
        old: "602 LEAVECHANNEL_E_BYUSER",
        ours: "Ecode::LeaveByUser",
        note: "left by oneself",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::channels::a_leave_is_told_to_the_others_and_ends_the_messages",
        ],
    },
    Row {
        old: "603 LEAVECHANNEL_E_LOGOUT",
        ours: "Ecode::LeaveLogout",
        note: "not given: `Logout` says it",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "604 LEAVECHANNEL_E_DISCONN",
        ours: "Ecode::LeaveDisconnected",
        note: "after a break the server did not let us in again",
        proofs: &["client::reconnect::a_channel_that_cannot_be_joined_again_is_left_with_604"],
    },
    Row {
        old: "700 INVITE_E_OTHER",
        ours: "Ecode::InviteOther",
        note: "any other failure of a call",
        proofs: &[
            "client::calls::a_failed_invite_carries_the_server_s_code_or_700",
            "conformance::calls::the_python_sdk_hears_700_when_a_call_fails",
        ],
    },
    Row {
        old: "701 INVITE_E_REINVITE",
        ours: "Ecode::InviteAgain",
        note: "called already; only from a strict server",
        proofs: &[
            "client::outcome::an_invite_is_failed_with_703_if_and_only_if_the_peer_is_not_online",
            "conformance::call_endings::a_strict_server_refuses_a_second_invite_with_701",
        ],
    },
    Row {
        old: "702 INVITE_E_NET",
        ours: "Ecode::InviteNet",
        note: "not given: 704, with 1002 in `Error`",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "703 INVITE_E_PEEROFFLINE",
        ours: "Ecode::InvitePeerOffline",
        note: "the callee is not online",
        proofs: &[
            "world::scenes::a_call_to_somebody_who_stays_away_fails_with_703_after_twenty_seconds",
            "conformance::call_endings::its_reply_has_the_words_and_the_number_703",
        ],
    },
    Row {
        old: "704 INVITE_E_TIMEOUT",
        ours: "Ecode::InviteTimeout",
        note: "no answer from the callee's device or the server",
        proofs: &[
            "world::scenes::a_call_to_a_device_that_stays_silent_fails_with_704",
            "conformance::call_endings::a_device_that_never_confirms_fails_too_and_says_704",
        ],
    },
    Row {
        old: "705 INVITE_E_CANTRECV",
        ours: "Ecode::InviteCantReceive",
        note: "not given: obsolete",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "1000 GENERAL_E",
        ours: "Ecode::General",
        note: "not given: 1002 stands for what is not known",
        proofs: &["coverage::what_is_said_not_to_be_given_is_given_nowhere"],
    },
    Row {
        old: "1001 GENERAL_E_FAILED",
        ours: "Ecode::GeneralFailed",
        note: "the server refused; `desc` says why",
        proofs: &[
            "client::outcome::a_refusal_makes_the_events_of_the_table_and_carries_its_reason",
            "wire::codes::every_refusal_travels_as_its_text_and_comes_back",
        ],
    },
    Row {
        old: "1002 GENERAL_E_UNKNOWN",
        ours: "Ecode::GeneralUnknown",
        note: "no answer",
        proofs: &["client::outcome::a_call_without_an_answer_ends_after_sixty_seconds_with_1002"],
    },
    Row {
        old: "1003 GENERAL_E_NOT_LOGIN",
        ours: "Ecode::GeneralNotLogin",
        note: "not signed in",
        proofs: &["client::outcome::while_signed_out_every_call_fails_with_1003_and_sends_nothing"],
    },
    Row {
        old: "1004 GENERAL_E_WRONG_PARAM",
        ours: "Ecode::GeneralWrongParam",
        note: "an argument breaks the rules",
        proofs: &[
            "client::arguments::an_invite_whose_extra_is_not_json_is_not_sent_and_fails_with_1004",
            "client::arguments::names_and_values_that_break_the_rules_are_not_sent",
        ],
    },
    Row {
        old: "1005 GENERAL_E_LARGE_PARAM",
        ours: "Ecode::GeneralLargeParam",
        note: "an argument is too large",
        proofs: &["client::arguments::a_message_over_8192_bytes_is_not_sent_and_fails_with_400_and_1005"],
    },
];
