use bellbird::ui::text::{
    Language, Text, call_length, call_timer, clock, clock_millis, clock_seconds, grouped,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::{Offset, TimeZone};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

/// Two hours east of Greenwich: near midnight the day differs from the one in UTC.
fn east() -> TimeZone {
    TimeZone::fixed(Offset::constant(2))
}

#[test]
fn clock_times_have_24_hours_in_the_zone_of_the_person() {
    assert_eq!(clock(at("2026-03-10T07:16:09Z"), &east()), "09:16");
    assert_eq!(clock(at("2026-03-10T22:30:00Z"), &east()), "00:30");
    assert_eq!(clock_seconds(at("2026-03-10T07:17:22Z"), &east()), "09:17:22");
    assert_eq!(clock_millis(at("2026-03-10T07:17:22.002Z"), &east()), "09:17:22.002");
}

#[test]
fn day_headings_name_the_last_week_and_date_everything_else() {
    let english = Text::of(Language::English);
    let chinese = Text::of(Language::Chinese);
    let today: Date = date(2026, 3, 10);
    let headings = [
        (today, "Today", "今天"),
        (date(2026, 3, 9), "Yesterday", "昨天"),
        (date(2026, 3, 8), "Sunday", "星期日"),
        (date(2026, 3, 4), "Wednesday", "星期三"),
        (date(2026, 3, 3), "3 March", "3月3日"),
        (date(2025, 3, 10), "10 March 2025", "2025年3月10日"),
        (date(2026, 3, 11), "11 March", "3月11日"),
    ];
    for (day, in_english, in_chinese) in headings {
        assert_eq!(english.day_heading(day, today), in_english);
        assert_eq!(chinese.day_heading(day, today), in_chinese);
    }
}

#[test]
fn times_in_lists_are_as_short_as_they_can_be() {
    let english = Text::of(Language::English);
    let chinese = Text::of(Language::Chinese);
    let now = at("2026-03-10T10:00:00Z");
    let times = [
        ("2026-03-10T07:16:00Z", "09:16", "09:16"),
        ("2026-03-09T22:30:00Z", "00:30", "00:30"),
        ("2026-03-09T21:30:00Z", "Yesterday", "昨天"),
        ("2026-03-05T12:00:00Z", "Thu", "周四"),
        ("2026-03-02T12:00:00Z", "2 Mar", "3月2日"),
        ("2025-12-31T12:00:00Z", "31 Dec 2025", "2025年12月31日"),
    ];
    for (time, in_english, in_chinese) in times {
        assert_eq!(english.list_time(at(time), now, &east()), in_english);
        assert_eq!(chinese.list_time(at(time), now, &east()), in_chinese);
    }
}

#[test]
fn moments_inside_sentences_say_day_and_time() {
    let english = Text::of(Language::English);
    let now = at("2026-03-10T10:00:00Z");
    assert_eq!(english.moment(at("2026-03-10T07:17:00Z"), now, &east()), "today at 09:17");
    assert_eq!(english.moment(at("2026-03-09T07:17:00Z"), now, &east()), "yesterday at 09:17");
    assert_eq!(english.moment(at("2026-03-05T16:02:00Z"), now, &east()), "Thursday at 18:02");
    assert_eq!(english.moment(at("2026-03-02T07:30:00Z"), now, &east()), "2 March at 09:30");
    let chinese = Text::of(Language::Chinese);
    assert_eq!(chinese.moment(at("2026-03-10T07:17:00Z"), now, &east()), "今天 09:17");
}

#[test]
fn durations_name_their_two_largest_parts() {
    let english = Text::of(Language::English);
    let chinese = Text::of(Language::Chinese);
    let durations = [
        (0, "0 s", "0 秒"),
        (46, "46 s", "46 秒"),
        (204, "3 min 24 s", "3 分 24 秒"),
        (60, "1 min", "1 分钟"),
        (7200, "2 h", "2 小时"),
        (3900, "1 h 5 min", "1 小时 5 分"),
        (86_400, "1 d", "1 天"),
        (97_200, "1 d 3 h", "1 天 3 小时"),
    ];
    for (seconds, in_english, in_chinese) in durations {
        assert_eq!(english.duration(seconds), in_english);
        assert_eq!(chinese.duration(seconds), in_chinese);
    }
}

#[test]
fn short_times_keep_the_digits_that_matter() {
    let english = Text::of(Language::English);
    assert_eq!(english.tenths(6_700), "6.7 s");
    assert_eq!(english.tenths(20_012), "20.0 s");
    assert_eq!(english.tenths(187_000), "3 min 7 s");
    assert_eq!(english.precise(44), "44 ms");
    assert_eq!(english.precise(6_798), "6.798 s");
    assert_eq!(english.precise_seconds(44), "0.044 s");
    assert_eq!(english.precise_seconds(210_512), "210.512 s");
}

#[test]
fn call_timers_count_minutes_and_then_hours() {
    assert_eq!(call_timer(0), "00:00");
    assert_eq!(call_timer(161), "02:41");
    assert_eq!(call_timer(3_761), "1:02:41");
    assert_eq!(call_length(192), "3:12");
    assert_eq!(call_length(3_761), "1:02:41");
}

#[test]
fn large_numbers_are_grouped_by_thousands() {
    assert_eq!(grouped(0), "0");
    assert_eq!(grouped(999), "999");
    assert_eq!(grouped(8_131), "8,131");
    assert_eq!(grouped(1_234_567), "1,234,567");
}
