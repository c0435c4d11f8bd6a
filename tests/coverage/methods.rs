use super::Row;

/// The methods of the old API in the order of its documentation, and those it had retired already.
pub const METHODS: &[Row] = &[
    Row {
        old: "getInstanceWithoutMedia(appId)",
        ours: "Signal::new",
        note: "names the server, too; then `Signal::start` gives a session and its events. There is no instance that all share: keep one",
        proofs: &["client::driver::a_program_signs_in_sends_receives_and_signs_out"],
    },
    Row {
        old: "createSigInstance(appId)",
        ours: "Signal::new",
        note: "each session has its own login and channel",
        proofs: &["client::driver::two_instances_live_side_by_side"],
    },
    Row {
        old: "destroy()",
        ours: "Session::destroy",
        note: "signs out if signed in; open calls end with `Error::Ended`",
        proofs: &[
            "client::driver::destroy_signs_out_ends_the_events_and_every_later_call",
            "client::login::destroy_says_goodbye_to_the_server_and_ends_everything",
        ],
    },
    Row {
        old: "login(appId, account, token, uid, deviceID)",
        ours: "Session::login",
        note: "account at most 128, token at most 1,024. `LoginSuccess`, or `LoginFailed` 201, 203, 204, 206, 207, 209, 1004; while signed in `Error` 208",
        proofs: &[
            "client::login::a_login_sends_the_account_pings_tells_and_looks_into_the_mailbox",
            "client::login::a_login_that_cannot_connect_fails_once_with_201",
            "client::login::a_refused_login_is_not_tried_again_and_carries_the_code_of_its_text",
            "client::login::a_second_login_is_ignored_with_208",
            "conformance::sign_in::the_web_sdk_signs_in_at_an_address_and_out_with_101",
            "conformance::sign_in::the_web_sdk_finds_the_server_through_both_its_lookup_services",
            "conformance::sign_in::the_python_sdk_signs_in_at_its_debug_address_and_out_with_101",
        ],
    },
    Row {
        old: "login2(appId, account, token, uid, deviceID, retry_time_in_s, retry_count)",
        ours: "Session::login2",
        note: "tries again after 201 and a missing answer until either limit is reached; refusals are final",
        proofs: &[
            "client::login::login2_tries_again_after_network_failures_until_its_count_is_used_up",
            "client::login::login2_stops_trying_when_its_time_is_over",
            "client::login::a_server_that_does_not_answer_the_login_counts_as_a_network_failure",
        ],
    },
    Row {
        old: "logout()",
        ours: "Session::logout",
        note: "`Logout` 101; while signed out `Error` 108",
        proofs: &[
            "client::login::a_logout_acknowledges_the_mailbox_waits_for_the_reply_and_says_101",
            "client::login::a_logout_that_is_not_answered_ends_after_five_seconds",
            "client::login::a_logout_while_signed_out_is_108",
            "conformance::sign_in::the_web_sdk_signs_in_at_an_address_and_out_with_101",
        ],
    },
    Row {
        old: "invoke(name, req, callID)",
        ours: "Session::invoke",
        note: "`io.agora.signal.X` with any function below; `InvokeRet`",
        proofs: &[
            "client::arguments::invoke_passes_any_function_on_and_hands_the_reply_back",
            "client::server::attributes_status_and_invoke_answer",
            "conformance::invoke::messages_and_joins_can_be_invoked_too",
        ],
    },
    Row {
        old: "queryUserStatus(account)",
        ours: "Session::query_user_status",
        note: "`QueryUserStatusResult`, or `Error` 1001 to 1004",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "client::server::attributes_status_and_invoke_answer",
            "conformance::invoke::user_query_user_status_gives_a_number",
        ],
    },
    Row {
        old: "setAttr(name, value)",
        ours: "Session::set_attr",
        note: "name at most 128, value at most 8,096, ten changes of one a second; kept after the logout. No event, or `Error` 1001 to 1005",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "server::attributes::a_users_attributes_have_limits",
            "conformance::invoke::attributes_of_a_user_outlive_the_session",
            "conformance::limits::attribute_values_have_8096_bytes",
        ],
    },
    Row {
        old: "getAttr(name)",
        ours: "Session::get_attr",
        note: "`UserAttrResult`; one that was never set is empty",
        proofs: &["client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer"],
    },
    Row {
        old: "getAttrAll()",
        ours: "Session::get_attr_all",
        note: "`UserAttrAllResult`",
        proofs: &["client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer"],
    },
    Row {
        old: "getUserAttr(account, name)",
        ours: "Session::get_user_attr",
        note: "as `getAttr`, of anybody",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "server::attributes::a_users_attributes_are_kept_for_everybody_to_read",
        ],
    },
    Row {
        old: "getUserAttrAll(account)",
        ours: "Session::get_user_attr_all",
        note: "as `getAttrAll`, of anybody",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "client::server::attributes_status_and_invoke_answer",
        ],
    },
    Row {
        old: "messageInstantSend(account, uid, msg, msgID)",
        ours: "Session::message_instant_send",
        note: "at most 8,192, sixty a second; waits up to 30 days for its receiver. `MessageSendSuccess`, or `MessageSendError` 400, 401",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "client::arguments::a_message_over_8192_bytes_is_not_sent_and_fails_with_400_and_1005",
            "world::scenes::a_message_to_somebody_who_is_away_waits_for_them_in_order",
            "conformance::messages::a_hundred_messages_wait_for_the_web_sdk_and_arrive_once_each_in_order",
            "conformance::messages::a_hundred_messages_wait_for_the_python_sdk_and_arrive_once_each_in_order",
            "conformance::limits::a_message_to_a_person_has_8192_bytes",
        ],
    },
    Row {
        old: "channelJoin(channelID)",
        ours: "Session::channel_join",
        note: "name at most 128, 10,000 members; leaves the channel before. `ChannelJoined`, `ChannelUserList`, `ChannelAttrUpdated`…, or `ChannelJoinFailed` 300, 1003",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "client::channel::joining_another_channel_replaces_the_first",
            "conformance::channels::a_join_shows_the_members_and_is_told_to_the_others_alone",
            "conformance::channels::joining_another_channel_leaves_the_first",
            "conformance::channels::a_join_that_is_refused_is_told_with_its_reason",
        ],
    },
    Row {
        old: "channelLeave(channelID)",
        ours: "Session::channel_leave",
        note: "`ChannelLeaved` 602, 1003",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::channels::a_leave_is_told_to_the_others_and_ends_the_messages",
        ],
    },
    Row {
        old: "channelQueryUserNum(channelID)",
        ours: "Session::channel_query_user_num",
        note: "`ChannelQueryUserNumResult` with 0 or 500",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::invoke::channel_query_num_gives_a_number",
        ],
    },
    Row {
        old: "channelQueryUserIsIn(channelID, account)",
        ours: "Session::channel_query_user_is_in",
        note: "`ChannelQueryUserIsIn`",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::invoke::channel_query_user_isin_gives_1_or_0",
        ],
    },
    Row {
        old: "channelSetAttr(channelID, name, value)",
        ours: "Session::channel_set_attr",
        note: "in the channel only; name at most 128, value at most 8,096, ten changes of one a second. `ChannelAttrUpdated` to all in it, or `Error`",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "server::attributes::only_members_change_a_channels_attributes",
            "conformance::attributes::a_set_is_told_to_all_and_shown_to_who_comes_later",
            "conformance::limits::attribute_values_have_8096_bytes",
        ],
    },
    Row {
        old: "channelDelAttr(channelID, name)",
        ours: "Session::channel_del_attr",
        note: "in the channel only; a built-in goes back to its default",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::attributes::a_deletion_and_a_clearing_are_told_once_each",
            "conformance::attributes::a_built_in_is_a_number_and_deleting_it_is_its_default",
        ],
    },
    Row {
        old: "channelClearAttr(channelID)",
        ours: "Session::channel_clear_attr",
        note: "in the channel only; one event for all",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::attributes::a_deletion_and_a_clearing_are_told_once_each",
        ],
    },
    Row {
        old: "messageChannelSend(channelID, msg, msgID)",
        ours: "Session::message_channel_send",
        note: "in the channel only; at most 8,192, sixty a second of one, 200 of all. `MessageSendSuccess`, or `MessageSendError` 400, 401",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::channels::a_message_reaches_all_and_its_sender",
            "conformance::limits::a_message_to_a_channel_has_8192_bytes",
            "conformance::limits::a_channel_carries_two_hundred_messages_a_second",
        ],
    },
    Row {
        old: "messageChannelSendForce(channelID, msg, msgID)",
        ours: "Session::message_channel_send_force",
        note: "the same from outside",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::channels::a_message_by_force_reaches_a_channel_from_outside",
        ],
    },
    Row {
        old: "channelInviteUser(channelID, account, uid)",
        ours: "Session::channel_invite_user",
        note: "without `extra`",
        proofs: &["conformance::calls::the_callee_accepts_with_an_extra", "world::scenes::a_call_is_refused"],
    },
    Row {
        old: "channelInviteUser2(channelID, account, extra)",
        ours: "Session::channel_invite_user2",
        note: "`extra` is JSON, at most 8,192; `_require_peer_online` 0, `_timeout` 20 s, at most 60. `InviteReceivedByPeer`…, or `InviteFailed` 700, 701, 703, 704, 1003",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "client::arguments::an_invite_whose_extra_is_not_json_is_not_sent_and_fails_with_1004",
            "conformance::call_endings::an_invite_that_wants_the_peer_online_fails_at_once",
            "conformance::call_endings::nobody_comes_within_the_timeout",
            "conformance::call_endings::the_default_is_twenty_seconds",
            "conformance::call_endings::a_timeout_is_bounded",
            "conformance::limits::the_extra_of_a_call_has_8192_bytes",
        ],
    },
    Row {
        old: "channelInviteDTMF(channelID, phoneNum, dtmf)",
        ours: "Session::channel_invite_dtmf",
        note: "keys 0-9, * and #; the other side gets `InviteMsg`",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::calls::keys_arrive_in_both_directions_and_in_order",
        ],
    },
    Row {
        old: "channelInviteAccept(channelID, account, uid, extra)",
        ours: "Session::channel_invite_accept",
        note: "the caller gets `InviteAcceptedByPeer`",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::calls::the_callee_accepts_with_an_extra",
        ],
    },
    Row {
        old: "channelInviteRefuse(channelID, account, uid, extra)",
        ours: "Session::channel_invite_refuse",
        note: "the caller gets `InviteRefusedByPeer`",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::calls::the_callee_refuses_with_an_extra",
        ],
    },
    Row {
        old: "channelInviteEnd(channelID, account, uid)",
        ours: "Session::channel_invite_end",
        note: "at any time, by either side: `InviteEndByMyself`; the other side gets `InviteEndByPeer`",
        proofs: &[
            "client::outcome::every_call_sends_its_function_and_a_yes_makes_its_event_and_answer",
            "conformance::calls::the_caller_ends_an_accepted_call",
            "conformance::calls::the_callee_ends_an_accepted_call",
            "conformance::call_endings::a_call_taken_back_before_it_rang_leaves_no_trace",
            "conformance::call_endings::a_call_taken_back_while_it_rings_ends_for_the_callee",
            "conformance::java_forms::the_end_of_a_call_is_call_bye",
        ],
    },
    Row {
        old: "getStatus()",
        ours: "Session::status",
        note: "`Status::number` is the old number: 0 signed out, 1 signing in, 2 signed in, 3 reconnecting",
        proofs: &["client::numbers::the_status_has_the_old_number_and_the_version_the_old_scheme"],
    },
    Row {
        old: "getSdkVersion()",
        ours: "Session::sdk_version",
        note: "a 1, two digits for each part of the version, three for the build",
        proofs: &["client::numbers::the_status_has_the_old_number_and_the_version_the_old_scheme"],
    },
    Row {
        old: "messageDTMFSend(uid, msg, msgID)",
        ours: "Session::message_dtmf_send",
        note: "retired: `channel_invite_dtmf`",
        proofs: &["client::retired::keys_to_a_number_are_a_message_that_can_fail"],
    },
    Row {
        old: "channelInvitePhone(channelID, phoneNum, uid)",
        ours: "Session::channel_invite_phone",
        note: "retired, and refused without a gateway: `InviteFailed` 700",
        proofs: &[
            "client::retired::a_call_to_a_telephone_fails_like_an_invite_under_its_own_name",
            "conformance::invoke::telephones_and_unknown_functions_are_refused_clearly",
        ],
    },
    Row {
        old: "channelInvitePhone2(channelID, phoneNum, sourcesNum)",
        ours: "Session::channel_invite_phone2",
        note: "retired, and refused without a gateway",
        proofs: &["client::retired::a_call_to_a_telephone_names_the_number_that_it_shows_twice"],
    },
    Row {
        old: "channelInvitePhone3(channelID, phoneNum, sourcesNum, extra)",
        ours: "Session::channel_invite_phone3",
        note: "retired, and refused without a gateway",
        proofs: &["client::retired::a_call_to_a_telephone_names_the_number_that_it_shows_twice"],
    },
    Row {
        old: "isOnline()",
        ours: "Session::is_online",
        note: "retired: `status`",
        proofs: &[
            "client::retired::a_server_without_a_gateway_refuses_telephones_and_the_program_is_told_why",
        ],
    },
];
