//! A moment: all that happens at one time. What follows from it is looked at when it ends (`reaction`); then what has
//! become unpaid may be invoiced, and in a preview charges are answered.

use super::event::{Decline, Payments};
use super::handler::{billing_period, charge_results};
use super::reaction::react;
use super::working::{Now, Origin, Working};
use crate::problem::Problem;
use crate::text::Id;
use crate::time::Instant;
use alloc::format;

/// Ends the moment at hand, where one has begun.
pub(super) fn close(work: &mut Working<'_>) -> Result<(), Problem> {
    let Some((time, event)) = work.end() else { return Ok(()) };
    let now = Now { event: &event, time };
    let ended = work.moment.period_ended;
    react(work, &now)?;
    if billing_period::interim(work, &now)? {
        react(work, &now)?;
    }
    work.moment.period_ended = ended;
    if billing_period::credit_rest(work, &now)? {
        react(work, &now)?;
    }
    work.origin = Origin::Event;
    answer_charges(work, time)
}

/// In a preview, or with the simulated gateway, every charge is answered where it is asked for.
fn answer_charges(work: &mut Working<'_>, time: Instant) -> Result<(), Problem> {
    // Bounded: a failure ends the burst, and the rulebook bounds the charges of one.
    while let Some(charge) = work.state.open.as_ref().map(|open| open.charge.clone()) {
        let answer = match work.payments {
            Payments::Report => return Ok(()),
            Payments::Succeed => "paid",
            Payments::Decline => "declined",
        };
        let event = Id::made(format!("{charge}:{answer}"));
        let now = Now { event: &event, time };
        match work.payments {
            Payments::Succeed => charge_results::paid(work, &now, &charge)?,
            _ => charge_results::failed(work, &now, &charge, Decline::Soft)?,
        }
        react(work, &now)?;
    }
    Ok(())
}
