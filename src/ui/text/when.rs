use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::Text;

/// "09:16", always 24 hours.
pub fn clock(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).strftime("%H:%M").to_string()
}

/// "09:17:22".
pub fn clock_seconds(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).strftime("%H:%M:%S").to_string()
}

/// "09:17:22.002".
pub fn clock_millis(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).strftime("%H:%M:%S%.3f").to_string()
}

/// A running call: "02:41", "1:02:41". Draw it with [`Digits`](crate::ui::theme::Digits).
pub fn call_timer(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

/// A call that ended, in one word: "3:12", "1:02:41".
pub fn call_length(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// "8,131", the same in both languages.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

impl Text {
    /// Above the first message of a day: "Today", "Yesterday", "Monday", "2 March", "2 March 2025".
    pub fn day_heading(&self, day: Date, today: Date) -> String {
        match days_before(day, today) {
            Some(0) => self.today().to_owned(),
            Some(1) => self.yesterday().to_owned(),
            Some(2..=6) => self.weekday(day).to_owned(),
            _ => self.date(day, today),
        }
    }

    /// In a list, where there is little room: "09:16", "Yesterday", "Tue", "2 Mar", "2 Mar 2025".
    pub fn list_time(&self, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
        let (at, today) = (zone.to_datetime(at), zone.to_datetime(now).date());
        let day = at.date();
        match days_before(day, today) {
            Some(0) => time_of(at),
            Some(1) => self.yesterday().to_owned(),
            Some(2..=6) => self.weekday_short(day).to_owned(),
            _ if day.year() == today.year() => {
                self.day_month_short(&day.day().to_string(), self.month_short(day))
            }
            _ => self.day_month_year(&day.day().to_string(), self.month_short(day), &day.year().to_string()),
        }
    }

    /// Inside a sentence: "today at 09:17", "yesterday at 09:17", "Thursday at 18:02", "2 March at 09:30".
    pub fn moment(&self, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
        let (at, today) = (zone.to_datetime(at), zone.to_datetime(now).date());
        let (day, time) = (at.date(), time_of(at));
        match days_before(day, today) {
            Some(0) => self.today_at(&time),
            Some(1) => self.yesterday_at(&time),
            Some(2..=6) => self.date_at(self.weekday(day), &time),
            _ => self.date_at(&self.date(day, today), &time),
        }
    }

    /// "46 s", "3 min 24 s", "1 h 5 min", "2 d 3 h"; a part that is zero is left out behind the first.
    pub fn duration(&self, seconds: u64) -> String {
        let (days, hours) = (seconds / 86_400, seconds / 3600 % 24);
        let (minutes, rest) = (seconds / 60 % 60, seconds % 60);
        let word = |number: u64| number.to_string();
        match (days, hours, minutes, rest) {
            (0, 0, 0, _) => self.seconds_long(&word(rest)),
            (0, 0, _, 0) => self.minutes_only(&word(minutes)),
            (0, 0, _, _) => self.minutes_seconds(&word(minutes), &word(rest)),
            (0, _, 0, _) => self.hours_only(&word(hours)),
            (0, _, _, _) => self.hours_minutes(&word(hours), &word(minutes)),
            (_, 0, _, _) => self.days_only(&word(days)),
            (_, _, _, _) => self.days_hours(&word(days), &word(hours)),
        }
    }

    /// A short wait: "6.7 s", "20.0 s"; from a minute on as [`Self::duration`].
    pub fn tenths(&self, milliseconds: u64) -> String {
        if milliseconds >= 60_000 {
            return self.duration(milliseconds / 1000);
        }
        self.seconds_long(&format!("{:.1}", milliseconds as f64 / 1000.0))
    }

    /// A time in the ladder: "0 ms", "44 ms", "6.798 s".
    pub fn precise(&self, milliseconds: u64) -> String {
        if milliseconds < 1000 {
            return self.milliseconds(&milliseconds.to_string());
        }
        self.precise_seconds(milliseconds)
    }

    /// A time in the history of a call, always in seconds: "0.044 s", "210.512 s".
    pub fn precise_seconds(&self, milliseconds: u64) -> String {
        self.seconds_long(&format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000))
    }

    fn date(&self, day: Date, today: Date) -> String {
        let (number, month) = (day.day().to_string(), self.month(day));
        if day.year() == today.year() {
            self.day_month(&number, month)
        } else {
            self.day_month_year(&number, month, &day.year().to_string())
        }
    }

    fn weekday(&self, day: Date) -> &str {
        use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
        match day.weekday() {
            Monday => self.monday(),
            Tuesday => self.tuesday(),
            Wednesday => self.wednesday(),
            Thursday => self.thursday(),
            Friday => self.friday(),
            Saturday => self.saturday(),
            Sunday => self.sunday(),
        }
    }

    fn weekday_short(&self, day: Date) -> &str {
        use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
        match day.weekday() {
            Monday => self.mon(),
            Tuesday => self.tue(),
            Wednesday => self.wed(),
            Thursday => self.thu(),
            Friday => self.fri(),
            Saturday => self.sat(),
            Sunday => self.sun(),
        }
    }

    fn month(&self, day: Date) -> &str {
        match day.month() {
            1 => self.january(),
            2 => self.february(),
            3 => self.march(),
            4 => self.april(),
            5 => self.may(),
            6 => self.june(),
            7 => self.july(),
            8 => self.august(),
            9 => self.september(),
            10 => self.october(),
            11 => self.november(),
            _ => self.december(),
        }
    }

    fn month_short(&self, day: Date) -> &str {
        match day.month() {
            1 => self.jan(),
            2 => self.feb(),
            3 => self.mar(),
            4 => self.apr(),
            5 => self.may_short(),
            6 => self.jun(),
            7 => self.jul(),
            8 => self.aug(),
            9 => self.sep(),
            10 => self.oct(),
            11 => self.nov(),
            _ => self.dec(),
        }
    }
}

fn time_of(at: DateTime) -> String {
    at.strftime("%H:%M").to_string()
}

/// How many days `day` lies before `today`; nothing for a day that is still to come.
fn days_before(day: Date, today: Date) -> Option<i32> {
    let days = day.until(today).ok()?.get_days();
    (days >= 0).then_some(days)
}
