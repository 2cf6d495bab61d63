//! Rules `service.suspension` and `service.restoration`.
//!
//! Suspended when the balance is zero or below and no charge is on its way: nobody recharges, or the last attempt
//! failed (S3: "unable to use"; S1: no calls or messages at zero, numbers are kept). Restored when it is above
//! zero again. Usage that happened is still posted: it is a fact.
//! Source: Plivo and Contacto help pages.

use super::effect::Effect;
use super::fold::{Fold, Now};
use super::state::Service;
use crate::rule::Rule;

pub(super) fn after_debit(fold: &mut Fold<'_>, now: &Now<'_>) {
    let stuck = !fold.state.balance.is_positive() && fold.state.open.is_none();
    if stuck && fold.state.service == Service::Active {
        fold.state.service = Service::Suspended;
        fold.effects.push(Effect::Suspended(fold.notice(now, "suspended", Rule::ServiceSuspension)));
    }
}

pub(super) fn after_credit(fold: &mut Fold<'_>, now: &Now<'_>) {
    if fold.state.balance.is_positive() && fold.state.service == Service::Suspended {
        fold.state.service = Service::Active;
        fold.effects.push(Effect::Restored(fold.notice(now, "restored", Rule::ServiceRestoration)));
    }
}
