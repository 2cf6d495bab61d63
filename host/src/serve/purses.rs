//! What one caller may cost. Tenants have the same share of the host's time already; this is for the keys, tokens and sessions of one
//! tenant: whoever has spent more than the operator allows waits, and the others do not.

use super::problem::Refusal;
use axum::http::StatusCode;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What nobody has used for so long may be spent at once.
const BURST: Duration = Duration::from_secs(30);
/// A request by itself: reading it, and its turn in the books. Two cores do some 3,300 spends a second (`cargo xtask load`, README).
const REQUEST: Duration = Duration::from_micros(500);
/// Bytes of a body that the engine and the books take a microsecond for: two cores do some 68,000 events of 150 bytes a second, in batches.
const BYTES_A_MICROSECOND: u64 = 4;
/// Callers that are remembered; beyond that whoever owes nothing is forgotten.
const CALLERS_MAX: usize = 10_000;

tokio::task_local! {
    /// Of the request that is answered.
    static SPENT: Spent;
}

/// What a request has cost so far, in microseconds.
#[derive(Clone, Default)]
pub(super) struct Spent(Arc<AtomicU64>);

impl Spent {
    /// Of the request that is answered here.
    pub(super) fn here() -> Self {
        SPENT.try_with(Self::clone).unwrap_or_default()
    }

    pub(super) fn add(&self, time: Duration) {
        self.0.fetch_add(u64::try_from(time.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

/// Of all callers.
#[derive(Clone, Default)]
pub(super) struct Purses {
    /// Work that each may ask for in a second; no limit where there is none.
    limit: Option<Duration>,
    callers: Arc<Mutex<HashMap<String, Purse>>>,
}

struct Purse {
    left: f64,
    at: Instant,
}

impl Purses {
    pub(super) fn of(limit: Option<Duration>) -> Self {
        Self { limit, callers: Arc::default() }
    }

    /// Answers a request of a caller, unless that owes work; `length`: of its body.
    pub(super) async fn answer<T>(
        &self,
        caller: &str,
        length: u64,
        answer: impl Future<Output = Result<T, Refusal>>,
    ) -> Result<T, Refusal> {
        let Some(limit) = self.limit else { return answer.await };
        self.admit(caller, limit, Instant::now())?;
        let spent = Spent::default();
        spent.add(REQUEST + Duration::from_micros(length / BYTES_A_MICROSECOND));
        let answered = SPENT.scope(spent.clone(), answer).await;
        self.charge(caller, limit, Duration::from_micros(spent.0.load(Ordering::Relaxed)), Instant::now());
        answered
    }

    fn admit(&self, caller: &str, limit: Duration, now: Instant) -> Result<(), Refusal> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(purse) = callers.get_mut(caller) else { return Ok(()) };
        purse.fill(limit, now);
        if purse.left > 0.0 {
            return Ok(());
        }
        let wait = (-purse.left / limit.as_secs_f64()).ceil().max(1.0);
        let message = format!("this caller has asked for more work than {} ms a second", limit.as_millis());
        let help = "send again after the seconds of `Retry-After`, and events in batches";
        Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "cost_limit", "", &message, help).after(wait as u16))
    }

    fn charge(&self, caller: &str, limit: Duration, cost: Duration, now: Instant) {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= CALLERS_MAX && !callers.contains_key(caller) {
            let whole = most(limit);
            callers.retain(|_, purse| {
                purse.fill(limit, now);
                purse.left < whole
            });
        }
        let purse = callers.entry(caller.to_owned()).or_insert(Purse { left: most(limit), at: now });
        purse.fill(limit, now);
        purse.left -= cost.as_secs_f64();
    }
}

/// Seconds of work in a full purse.
fn most(limit: Duration) -> f64 {
    limit.as_secs_f64() * BURST.as_secs_f64()
}

impl Purse {
    fn fill(&mut self, limit: Duration, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = (self.left + passed * limit.as_secs_f64()).min(most(limit));
        self.at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::{BURST, Purses};
    use std::time::{Duration, Instant};

    const LIMIT: Duration = Duration::from_millis(100);

    /// A caller who asks for more than the limit has the limit, after a burst; another one is let in all the same.
    #[test]
    fn whoever_asks_for_more_has_the_limit() {
        let purses = Purses::of(Some(LIMIT));
        let (begun, cost) = (Instant::now(), Duration::from_millis(50));
        let mut answered = 0_u32;
        for tenth in 0..6_000_u32 {
            let now = begun + Duration::from_millis(100) * tenth;
            if purses.admit("greedy", LIMIT, now).is_ok() {
                purses.charge("greedy", LIMIT, cost, now);
                answered += 1;
            }
            assert!(purses.admit("other", LIMIT, now).is_ok());
        }
        let allowed = LIMIT.as_secs_f64() * (600.0 + BURST.as_secs_f64());
        let spent = f64::from(answered) * cost.as_secs_f64();
        assert!(spent <= allowed + cost.as_secs_f64() && spent > 0.95 * allowed, "{spent} s of {allowed}");
    }

    #[test]
    fn whoever_waits_is_let_in_again() {
        let purses = Purses::of(Some(LIMIT));
        let now = Instant::now();
        purses.charge("a", LIMIT, Duration::from_secs(4), now);
        let refused = purses.admit("a", LIMIT, now).expect_err("4 s are more than 3");
        assert!(format!("{refused:?}").contains("cost_limit"), "{refused:?}");
        assert!(purses.admit("a", LIMIT, now + Duration::from_millis(9_900)).is_err());
        assert!(purses.admit("a", LIMIT, now + Duration::from_millis(10_100)).is_ok());
    }
}
