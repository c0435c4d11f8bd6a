/// Lets so many through in a second, with one second's worth at once: the time at which everything let
/// through so far would have been through at an even pace.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rate {
    even_micros: u64,
}

impl Rate {
    /// Whether one more may go now; counts it if so.
    pub fn take(&mut self, now_millis: u64, per_second: u32) -> bool {
        let pace = 1_000_000 / u64::from(per_second.max(1));
        let now = now_millis * 1_000;
        let even = self.even_micros.max(now);
        let allowed = even - now + pace <= 1_000_000;
        if allowed {
            self.even_micros = even + pace;
        }
        allowed
    }

    /// Whether it remembers nothing any more.
    pub fn idle(&self, now_millis: u64) -> bool {
        self.even_micros <= now_millis * 1_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_worth_goes_at_once_and_one_more_does_not() {
        for limit in [1, 10, 60, 200] {
            let mut rate = Rate::default();
            assert!((0..limit).all(|_| rate.take(5_000, limit)), "{limit}");
            assert!(!rate.take(5_000, limit), "{limit}");
            assert!((0..limit).all(|_| rate.take(6_000, limit)), "{limit} after a second");
        }
    }
}
