use super::Row;

/// The built-in attributes of a channel.
pub const ATTRIBUTES: &[Row] = &[
    Row {
        old: "_channel_ttl",
        ours: "seconds",
        note: "how long the attributes outlive the last member; 7,200",
        proofs: &[
            "server::attributes::attributes_outlive_the_last_member_for_two_hours_and_over_restarts",
            "server::attributes::a_ttl_of_zero_ends_a_channel_with_its_last_member",
            "conformance::attributes::channel_ttl_ends_the_attributes_after_the_last_leave",
        ],
    },
    Row {
        old: "_userNotification",
        ours: "0 or 1",
        note: "retired: 0 silences `ChannelUserJoined` and `ChannelUserLeaved`; 1",
        proofs: &[
            "server::members::with_user_notification_off_nobody_is_told_of_coming_and_going",
            "conformance::attributes::user_notification_0_silences_coming_and_going",
        ],
    },
    Row {
        old: "_auto_update_num",
        ours: "seconds",
        note: "how often `_member_num` is published when it has changed; 0 is never",
        proofs: &[
            "server::attributes::the_number_of_members_is_published_when_it_has_changed",
            "conformance::attributes::auto_update_num_publishes_the_number_of_members_when_it_has_changed",
        ],
    },
    Row {
        old: "_member_num",
        ours: "read-only",
        note: "the number of members, while `_auto_update_num` is on",
        proofs: &[
            "server::attributes::numbers_of_the_system_are_read_only_and_its_settings_are_numbers",
            "conformance::attributes::member_num_is_the_servers_own",
        ],
    },
    Row {
        old: "_auto_update_total_num",
        ours: "seconds",
        note: "retired: as `_auto_update_num`, which must be on, too; 0",
        proofs: &[
            "server::attributes::the_number_of_all_joins_needs_both_settings",
            "conformance::attributes::auto_update_total_num_publishes_the_number_of_all_joins",
        ],
    },
    Row {
        old: "_total_member_num",
        ours: "read-only",
        note: "retired: all joins so far",
        proofs: &[
            "server::attributes::the_number_of_all_joins_needs_both_settings",
            "conformance::attributes::member_num_is_the_servers_own",
        ],
    },
    Row {
        old: "_sendmsg_limit",
        ours: "messages a second",
        note: "of the whole channel; 200",
        proofs: &[
            "server::channels::a_channel_may_set_its_own_limit",
            "conformance::attributes::sendmsg_limit_bounds_the_messages_of_the_whole_channel",
        ],
    },
    Row {
        old: "_setattr_limit",
        ours: "changes a second",
        note: "of each attribute; 10",
        proofs: &[
            "server::attributes::an_attribute_changes_at_most_ten_times_a_second",
            "conformance::attributes::setattr_limit_bounds_the_changes_of_one_attribute",
        ],
    },
];
