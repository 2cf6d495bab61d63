//! Time passes where the engine says that something is due: an event `time_passed` of that moment, whose id derives from it, so that
//! it happens once whoever posts it and however often.

use super::{CLAIM, Worker};
use crate::{Applied, Due, Events, StoreError, Tenant, Time};
use serde_json::json;
use serde_json::value::RawValue;
use std::sync::mpsc;

impl Worker {
    /// Everybody's moments that are due; then tenants whose own time goes on.
    pub(super) fn due(&self) -> Result<bool, StoreError> {
        let now = crate::clock::now();
        let mut busy = self.pass(None, &now)? | self.remind(None, &now)?;
        for tenant in self.store.with_test_clocks()? {
            busy |= self.go_on(tenant)?;
        }
        Ok(busy)
    }

    /// One step of a tenant's own time: what is due now, or else on to what is due next.
    fn go_on(&self, tenant: Tenant) -> Result<bool, StoreError> {
        let books = self.books(tenant);
        let Some(clock) = books.test_clock()? else { return Ok(false) };
        if self.pass(Some(tenant), &clock.now)? | self.remind(Some(tenant), &clock.now)? {
            return Ok(true);
        }
        let Some(goal) = clock.goal else { return Ok(false) };
        // It may have gone past its goal for what a gateway has answered there; what that has brought about is waited for as well.
        let until = goal.clone().max(clock.now.clone());
        match books.next_due(&until, self.gateway.is_some())? {
            // Somebody is at it: a gateway, or another host.
            Some(next) if next <= clock.now => Ok(false),
            Some(next) => books.tick(&clock.now, &next, false).map(|()| true),
            None => books.tick(&clock.now, &goal, true).map(|()| true),
        }
    }

    /// Lets time pass wherever it is due. Was it anywhere?
    fn pass(&self, of: Option<Tenant>, now: &str) -> Result<bool, StoreError> {
        let claimed = self.store.claim_due(&self.claiming(of, now, CLAIM))?;
        let (told, answers) = mpsc::channel();
        for (place, due) in claimed.iter().enumerate() {
            let told = told.clone();
            let answer = Box::new(move |result| drop(told.send((place, result))));
            let events = Events { events: vec![passed(&due.at)], atomic: true };
            let time = Time::Clock(crate::clock::now());
            self.books(due.tenant).post_events(due.account.clone(), events, time, self.payments.word(), answer);
        }
        drop(told);
        let mut results: Vec<Option<Result<Applied, StoreError>>> = claimed.iter().map(|_| None).collect();
        answers.iter().for_each(|(place, result)| results[place] = Some(result));
        let done: Vec<(Due, Option<String>)> = claimed
            .into_iter()
            .zip(results)
            .filter_map(|(due, result)| {
                let problem = problem(&due, result?)?;
                Some((due, problem))
            })
            .collect();
        let any = !done.is_empty();
        if any {
            self.store.looked_after(Self::clock(), done)?;
        }
        Ok(any)
    }
}

/// Why time cannot pass there, if it cannot. What the store could not do is tried again when the claim is over.
#[allow(clippy::option_option, reason = "nothing to keep, nothing wrong, and what is wrong")]
fn problem(due: &Due, result: Result<Applied, StoreError>) -> Option<Option<String>> {
    match result {
        Ok(_) => Some(None),
        Err(error @ (StoreError::Refused(_) | StoreError::Engine(_) | StoreError::Conflict { .. })) => {
            let (tenant, account, code) = (due.tenant.number(), &due.account, error.code());
            tracing::error!(tenant, account, code, "time cannot pass");
            Some(Some(error.to_string()))
        }
        Err(error) => {
            let (tenant, account, code) = (due.tenant.number(), &due.account, error.code());
            tracing::warn!(tenant, account, code, "time did not pass");
            None
        }
    }
}

fn passed(at: &str) -> Box<RawValue> {
    let event = json!({"type": "time_passed", "id": format!("time.{at}"), "time": at});
    RawValue::from_string(event.to_string()).unwrap_or_default()
}
