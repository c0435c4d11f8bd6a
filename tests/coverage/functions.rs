use super::Row;

const GOLDEN: &str = "wire::requests::every_function_reads_its_golden_arguments";

/// The functions that the old documentation names for `invoke`, then the others that its SDKs call.
pub const FUNCTIONS: &[Row] = &[
    Row {
        old: "user_query_user_status{account}",
        ours: "Session::query_user_status",
        note: "`status` 1 or 0",
        proofs: &["conformance::invoke::user_query_user_status_gives_a_number"],
    },
    Row {
        old: "user_set_attr{name, value}",
        ours: "Session::set_attr",
        note: "",
        proofs: &["conformance::invoke::user_set_attr_gives_nothing_and_user_get_attr_the_value"],
    },
    Row {
        old: "user_get_attr{account, name}",
        ours: "Session::get_user_attr",
        note: "`value`",
        proofs: &["conformance::invoke::user_set_attr_gives_nothing_and_user_get_attr_the_value"],
    },
    Row {
        old: "user_get_attr_all{account}",
        ours: "Session::get_user_attr_all",
        note: "`json`, an object",
        proofs: &["conformance::invoke::user_get_attr_all_gives_an_object"],
    },
    Row {
        old: "channel_query_num{name}",
        ours: "Session::channel_query_user_num",
        note: "`num`",
        proofs: &["conformance::invoke::channel_query_num_gives_a_number"],
    },
    Row {
        old: "channel_query_user_isin{name, account}",
        ours: "Session::channel_query_user_is_in",
        note: "`isin` 1 or 0",
        proofs: &["conformance::invoke::channel_query_user_isin_gives_1_or_0"],
    },
    Row {
        old: "channel_query_userlist{name}",
        ours: "Session::invoke",
        note: "`num` of all, `list` of the latest 200",
        proofs: &[
            "conformance::invoke::channel_query_userlist_gives_the_number_and_the_list",
            "conformance::limits::a_user_list_names_the_two_hundred_latest",
        ],
    },
    Row {
        old: "channel_query_userlist_all{name, num}",
        ours: "Session::invoke",
        note: "retired: `channel_query_userlist`",
        proofs: &["conformance::invoke::channel_query_userlist_all_gives_as_many_as_asked_for"],
    },
    Row {
        old: "channel_set_attr{channel, name, value}",
        ours: "Session::channel_set_attr",
        note: "",
        proofs: &[
            "conformance::invoke::channel_set_attr_and_del_attr_and_clear_attr_give_nothing",
            "conformance::invoke::channel_attributes_need_membership_and_their_arguments",
        ],
    },
    Row {
        old: "channel_del_attr{channel, name}",
        ours: "Session::channel_del_attr",
        note: "",
        proofs: &[
            "conformance::invoke::channel_set_attr_and_del_attr_and_clear_attr_give_nothing",
            "conformance::invoke::channel_attributes_need_membership_and_their_arguments",
        ],
    },
    Row {
        old: "channel_clear_attr{channel}",
        ours: "Session::channel_clear_attr",
        note: "",
        proofs: &[
            "conformance::invoke::channel_set_attr_and_del_attr_and_clear_attr_give_nothing",
            "conformance::invoke::channel_attributes_need_membership_and_their_arguments",
        ],
    },
    Row {
        old: "user_logout{}",
        ours: "Session::logout",
        note: "",
        proofs: &[GOLDEN, "conformance::sign_in::the_web_sdk_signs_in_at_an_address_and_out_with_101"],
    },
    Row {
        old: "user_sendmsg{peer, flag, t, content}",
        ours: "Session::message_instant_send",
        note: "`flag` is `v1:E:<seconds>`",
        proofs: &[
            "conformance::invoke::messages_and_joins_can_be_invoked_too",
            "conformance::messages::a_level_that_wants_the_peer_there_is_refused_when_it_is_not",
        ],
    },
    Row {
        old: "user_getmsg{ver_clear, max}",
        ours: "the SDK itself",
        note: "`ver_clear` acknowledges; `max` 30, at most 200",
        proofs: &[
            "conformance::java_forms::a_message_is_announced_by_its_version_and_never_pushed_whole",
            "conformance::java_forms::a_full_page_is_followed_by_a_notice",
            "conformance::limits::a_page_of_messages_has_two_hundred_at_most",
        ],
    },
    Row {
        old: "user_getmsg2{clear_msgs, max}",
        ours: "not here",
        note: "for a mode that the server never offers: refused as `unknown`",
        proofs: &["conformance::invoke::telephones_and_unknown_functions_are_refused_clearly"],
    },
    Row {
        old: "user_query_user_status2{accounts}",
        ours: "Session::invoke",
        note: "`list` of `[account, 1 or 0]`",
        proofs: &["conformance::invoke::the_native_extras_are_answered"],
    },
    Row {
        old: "user_setfg{isfg}",
        ours: "not needed",
        note: "taken and forgotten",
        proofs: &["conformance::invoke::the_native_extras_are_answered"],
    },
    Row {
        old: "channel_join{name}",
        ours: "Session::channel_join",
        note: "`list`, `attrs`, `cid`, `msgid`",
        proofs: &["conformance::invoke::messages_and_joins_can_be_invoked_too"],
    },
    Row {
        old: "channel_leave{name}",
        ours: "Session::channel_leave",
        note: "",
        proofs: &["conformance::invoke::messages_and_joins_can_be_invoked_too"],
    },
    Row {
        old: "channel_sendmsg{name, msg, force}",
        ours: "Session::message_channel_send",
        note: "",
        proofs: &["conformance::invoke::messages_and_joins_can_be_invoked_too"],
    },
    Row {
        old: "voip_invite{channelName, peer, extra}",
        ours: "Session::channel_invite_user2",
        note: "",
        proofs: &["conformance::invoke::calls_can_be_invoked_too"],
    },
    Row {
        old: "voip_invite_ack{channelName, peer, extra}",
        ours: "the SDK itself",
        note: "before `InviteReceived`",
        proofs: &["conformance::java_forms::a_call_comes_with_every_key_that_java_reads"],
    },
    Row {
        old: "voip_invite_accept{channelName, peer, extra}",
        ours: "Session::channel_invite_accept",
        note: "",
        proofs: &["conformance::calls::the_callee_accepts_with_an_extra"],
    },
    Row {
        old: "voip_invite_refuse{channelName, peer, extra}",
        ours: "Session::channel_invite_refuse",
        note: "",
        proofs: &["conformance::calls::the_callee_refuses_with_an_extra"],
    },
    Row {
        old: "voip_invite_msg{channelName, peer, extra}",
        ours: "Session::channel_invite_dtmf",
        note: "",
        proofs: &["conformance::calls::keys_arrive_in_both_directions_and_in_order"],
    },
    Row {
        old: "voip_invite_bye{channelName, peer, extra}",
        ours: "Session::channel_invite_end",
        note: "",
        proofs: &["conformance::calls::the_caller_ends_an_accepted_call"],
    },
    Row {
        old: "call_bye{channelName, srcNum, destNum}",
        ours: "Session::channel_invite_end",
        note: "the same, as Java and native SDKs say it",
        proofs: &[
            "conformance::java_forms::the_end_of_a_call_is_call_bye",
            "conformance::java_forms::call_bye_takes_back_what_has_not_rung",
        ],
    },
    Row {
        old: "pstn_invite{srcNum, destNum, channelName, extra}",
        ours: "Session::channel_invite_phone3",
        note: "refused: `no gateway`",
        proofs: &["conformance::invoke::telephones_and_unknown_functions_are_refused_clearly"],
    },
    Row {
        old: "pstn_dtmf{srcNum, destNum, channelName, extra}",
        ours: "Session::message_dtmf_send",
        note: "refused: `no gateway`",
        proofs: &["conformance::invoke::telephones_and_unknown_functions_are_refused_clearly"],
    },
];
