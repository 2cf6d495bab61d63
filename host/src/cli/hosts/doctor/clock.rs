//! Is it as late here as in the books, and at the host?

use super::{Finding, How};
use crate::Store;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};

/// How far a caller's clock may be ahead of the host's: batches are of that time.
const SKEW: SignedDuration = SignedDuration::from_secs(10);
/// Seconds by which clocks of two machines may differ, and by which they must not: what was signed or posted is refused then.
const APART_S: i64 = 5;
const TOO_FAR_S: i64 = 60;

/// Time does not go back in the books: where the clock does, whatever is posted counts as of the latest that they have seen.
pub(super) fn of_books(store: &Store) -> Finding {
    let (what, now) = ("clock", Timestamp::now());
    let help = "the clock of this machine is behind what the books have seen, or something was replayed to the future: look at the clock \
                (`timedatectl`) before anything is served";
    let newest = match store.newest() {
        Ok(newest) => newest.and_then(|time| time.parse::<Timestamp>().ok()),
        Err(error) => return Finding { what, how: How::Badly, found: error.to_string(), help: "" },
    };
    let Some(newest) = newest else {
        return Finding { what, how: How::Well, found: format!("{now:.0}; the books have seen no time yet"), help };
    };
    let how = if newest > now.saturating_add(SKEW).unwrap_or(now) { How::Badly } else { How::Well };
    Finding { what, how, found: format!("{now:.0}; the books have seen {newest:.0}"), help }
}

/// By the date that stands over an answer, in whole seconds.
pub(super) fn of_host(date: Option<&str>) -> Option<Finding> {
    let theirs = DateTimeParser::new().parse_timestamp(date?).ok()?;
    let apart = (Timestamp::now().as_second() - theirs.as_second()).abs();
    let how = match apart {
        ..=APART_S => How::Well,
        _ if apart <= TOO_FAR_S => How::Look,
        _ => How::Badly,
    };
    let help = "one of the two clocks is wrong: look at both (`timedatectl`), and let them be set by NTP";
    Some(Finding { what: "its clock", how, found: format!("{theirs}, {apart} s from this machine's"), help })
}

#[cfg(test)]
mod tests {
    use super::{How, of_host};
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn clocks_that_differ_are_told() {
        for (apart, how) in [(0, How::Well), (-3, How::Well), (30, How::Look), (-30, How::Look), (-600, How::Badly)] {
            let theirs = Timestamp::now() + SignedDuration::from_secs(apart);
            let date = theirs.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
            let found = of_host(Some(&date)).expect("a date");
            assert!(found.how == how, "{apart}: {}", found.found);
        }
        assert!(of_host(None).is_none() && of_host(Some("today")).is_none());
    }
}
