//! Rules `service.suspension` and `service.restoration`.
//!
//! Suspended when nothing is left to spend (balance plus what is left of the credit line) and no recharge is on its way:
//! nobody recharges, or the last attempt failed (S3: "unable to use"; S1: no calls or messages at zero, numbers are
//! kept). Restored when something is left again. Usage that happened is still posted: it is a fact.
//! Source: Plivo and Contacto help pages.

use super::effect::Effect;
use super::fold::{Fold, Now};
use super::spending::spendable;
use super::state::Service;
use crate::problem::Problem;
use crate::rule::Rule;

pub(super) fn after_debit(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    // With credit, whatever the line: the usual case.
    if fold.state.balance.is_positive() {
        return Ok(());
    }
    if fold.state.service == Service::Active && fold.state.open.is_none() && !spendable(fold)?.is_positive() {
        fold.state.service = Service::Suspended;
        fold.effects.push(Effect::Suspended(fold.notice(now, "suspended", Rule::ServiceSuspension)));
    }
    Ok(())
}

pub(super) fn after_credit(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    if fold.state.service == Service::Suspended && spendable(fold)?.is_positive() {
        fold.state.service = Service::Active;
        fold.effects.push(Effect::Restored(fold.notice(now, "restored", Rule::ServiceRestoration)));
    }
    Ok(())
}
