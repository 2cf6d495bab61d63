//! When what was not heard is said again: ten attempts over three days, the last waits long enough that somebody may sleep, wake
//! and mend it. (The example of Standard Webhooks.)

use sha2::{Digest as _, Sha256};

/// Seconds after each attempt that has failed.
const WAITS_S: [i64; 9] = [5, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600, 14 * 3_600, 20 * 3_600, 24 * 3_600];
/// Longest that a receiver's own word (`Retry-After`) is waited for.
const ASKED_MAX_S: i64 = 24 * 3_600;

/// How long to wait after so many attempts, in milliseconds; nothing after the last. `asked_s`: what the receiver has asked for.
/// What was sent together does not come again together: each event waits up to a tenth longer, and always the same.
pub(super) fn wait(event: &str, attempts: i64, asked_s: Option<i64>) -> Option<i64> {
    let place = usize::try_from(attempts).ok()?.checked_sub(1)?;
    let own = WAITS_S.get(place)? * 1_000;
    let hash = Sha256::new().chain_update(event).chain_update(attempts.to_le_bytes()).finalize();
    let part = i64::from(u16::from_le_bytes([hash[0], hash[1]]));
    let own = own + own / 10 * part / i64::from(u16::MAX);
    Some(own.max(asked_s.unwrap_or(0).clamp(0, ASKED_MAX_S) * 1_000))
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn ten_attempts_go_over_three_days() {
        let waits: Vec<i64> = (1..).map_while(|attempts| wait("evt_a", attempts, None)).collect();
        assert_eq!(waits.len(), 9);
        assert!(waits.is_sorted());
        let all: i64 = waits.iter().sum();
        assert!((72 * 3_600_000..84 * 3_600_000).contains(&all), "{all}");
        assert!((5_000..=5_500).contains(&waits[0]), "{waits:?}");
    }

    #[test]
    fn waits_are_the_same_for_one_event_and_differ_between_events() {
        assert_eq!(wait("evt_a", 3, None), wait("evt_a", 3, None));
        let waits: std::collections::BTreeSet<_> = (0..100).map(|n| wait(&format!("evt_{n}"), 3, None)).collect();
        assert!(waits.len() > 90, "{}", waits.len());
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_and_not_for_less() {
        assert_eq!(wait("evt_a", 1, Some(60)), Some(60_000));
        assert_eq!(wait("evt_a", 1, Some(1)), wait("evt_a", 1, None));
        assert_eq!(wait("evt_a", 1, Some(i64::MAX)), Some(86_400_000));
        assert_eq!(wait("evt_a", 1, Some(-5)), wait("evt_a", 1, None));
        assert_eq!((wait("evt_a", 10, Some(60)), wait("evt_a", 0, None)), (None, None));
    }
}
