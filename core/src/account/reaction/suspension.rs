//! Rules `service.suspension` and `service.restoration`.
//!
//! Suspended when nothing is left to spend (balance plus what is left of the credit line) and no recharge is on its way:
//! nobody recharges, or the last attempt failed (S3: "unable to use"; S1: no calls or messages at zero, numbers are
//! kept). Restored when something is left again. Usage that happened is still posted: it is a fact.
//! Source: Plivo and Contacto help pages.

use crate::account::effect::Effect;
use crate::account::standing::spendable;
use crate::account::state::Service;
use crate::account::working::{Now, Working};
use crate::problem::Problem;
use crate::rule::Rule;

pub(crate) fn after_debit(work: &mut Working<'_>, now: &Now<'_>) -> Result<(), Problem> {
    // With credit, whatever the line: the usual case.
    if work.state.balance.is_positive() {
        return Ok(());
    }
    if work.state.service == Service::Active && work.state.open.is_none() && !spendable(work)?.is_positive() {
        work.state.service = Service::Suspended;
        work.effects.push(Effect::Suspended(work.notice(now, "suspended", Rule::ServiceSuspension)));
    }
    Ok(())
}

pub(crate) fn after_credit(work: &mut Working<'_>, now: &Now<'_>) -> Result<(), Problem> {
    if work.state.service == Service::Suspended && spendable(work)?.is_positive() {
        work.state.service = Service::Active;
        work.effects.push(Effect::Restored(work.notice(now, "restored", Rule::ServiceRestoration)));
    }
    Ok(())
}
