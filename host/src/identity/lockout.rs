//! Guessing is made slow: after some failures each further one locks for twice as long.
//!
//! An attempt is counted before the password is looked at, and taken back by its success: a hundred guesses at one moment are
//! a hundred attempts. Whoever can reach the host can so keep somebody out for an hour; the alternative is to let them guess.

/// Attempts that are free.
const FREE: u32 = 5;
/// Longest a lock lasts.
const LONGEST_S: i64 = 60 * 60;
/// Failures that are older than this count no more.
const FORGOTTEN_S: i64 = 24 * 60 * 60;

/// What is kept of somebody's attempts to sign in. Times are seconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// Attempts since the last success.
    pub failures: u32,
    /// When the last of them was.
    pub last_at: i64,
}

/// No attempt is taken before this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Seconds since 1970.
    pub until: i64,
}

impl Attempts {
    /// One more attempt, to be kept before the password is looked at. A success is kept as [`Attempts::default`].
    ///
    /// # Errors
    /// `Locked`: the attempt is not taken, and does not count.
    pub const fn attempt(self, now: i64) -> Result<Self, Locked> {
        let Self { failures, last_at } = self;
        if now < self.locked_until() {
            return Err(Locked { until: self.locked_until() });
        }
        let forgotten = now.saturating_sub(last_at) >= FORGOTTEN_S;
        let failures = if forgotten { 1 } else { failures.saturating_add(1) };
        Ok(Self { failures, last_at: now })
    }

    /// The fifth failure locks for a minute, the sixth for two, and so on.
    const fn locked_until(self) -> i64 {
        if self.failures < FREE {
            return self.last_at;
        }
        // From the sixth doubling on it is the longest.
        let doublings = if self.failures - FREE < 6 { self.failures - FREE } else { 6 };
        let lasts = 60_i64 << doublings;
        self.last_at.saturating_add(if lasts < LONGEST_S { lasts } else { LONGEST_S })
    }
}

#[cfg(test)]
mod tests {
    use super::{Attempts, FORGOTTEN_S, LONGEST_S, Locked};
    use proptest::prelude::*;

    const MONDAY: i64 = 1_767_571_200;

    #[test]
    fn five_are_free_and_then_it_doubles() {
        let mut now = MONDAY;
        let mut kept = Attempts::default();
        for _ in 0..5 {
            kept = kept.attempt(now).expect("free");
        }
        for minutes in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            assert_eq!(kept.attempt(now), Err(Locked { until: now + minutes * 60 }), "{minutes}");
            assert_eq!(kept.attempt(now + minutes * 60 - 1), Err(Locked { until: now + minutes * 60 }));
            now += minutes * 60;
            kept = kept.attempt(now).expect("the lock has ended");
        }
    }

    #[test]
    fn a_day_without_a_failure_forgets_them() {
        let kept = Attempts { failures: 40, last_at: MONDAY };
        assert_eq!(kept.attempt(MONDAY + FORGOTTEN_S - 1).map(|kept| kept.failures), Ok(41));
        assert_eq!(kept.attempt(MONDAY + FORGOTTEN_S).map(|kept| kept.failures), Ok(1));
    }

    proptest! {
        /// Whatever the times of the guesses: so many at most are looked at in a day.
        #[test]
        fn few_guesses_a_day_are_looked_at(pauses in proptest::collection::vec(0_i64..4_000, 1..400)) {
            let (mut kept, mut now, mut looked_at) = (Attempts::default(), MONDAY, Vec::new());
            for pause in pauses {
                now += pause;
                if let Ok(next) = kept.attempt(now) {
                    kept = next;
                    looked_at.push(now);
                }
            }
            // Eleven come before locks of an hour begin, and then one an hour.
            for first in &looked_at {
                let of_a_day = looked_at.iter().filter(|at| (*first..first + 86_400).contains(*at)).count();
                prop_assert!(of_a_day <= 11 + 24, "{}", of_a_day);
            }
        }

        /// A refused attempt is not kept, and any lock ends within the longest, whatever was kept and whatever the clock does.
        #[test]
        fn no_lock_is_for_ever(failures: u32, last_at in 0..MONDAY * 2, now in 0..MONDAY * 2) {
            let kept = Attempts { failures, last_at };
            match kept.attempt(now) {
                Ok(next) => prop_assert!(next.last_at == now && next.failures >= 1),
                Err(Locked { until }) => {
                    prop_assert!(until > now && until - last_at <= LONGEST_S);
                    prop_assert!(kept.attempt(until).is_ok());
                }
            }
        }
    }
}
