//! Fees that a state of an older engine has charged and keeps no record of.

use super::{ChargedFee, Due, State};
use crate::catalog::{Payer, Rulebook};
use crate::plan::Subscription;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// What is paid in advance of open cycles can be credited: a record of it is made where there is none. What paid it is not
/// known any more; it stands on the invoice that was drafted as the cycle began, if that is due.
pub(crate) fn remember_fees(rulebook: &Rulebook<'_>, state: &mut State) {
    let recorded = |known: &&Subscription| state.charged.iter().any(|fee| fee.subscription == known.subscription);
    let unknown = state.subscriptions.iter().filter(|known| known.paid.is_positive() && !recorded(known));
    let made: Vec<ChargedFee> = unknown
        .filter_map(|known| {
            let plan = rulebook.plan(&known.plan)?;
            let invoiced = |due: &&Due| known.charged_from <= state.period.from && *due.invoice == *name(known);
            let invoice = state.due.iter().find(invoiced).map(|due| due.invoice.clone());
            Some(ChargedFee {
                subscription: known.subscription.clone(),
                plan: known.plan.clone(),
                subaccount: known.subaccount.clone(),
                from: known.charged_from,
                until: known.paid_until(),
                quantity: Some(known.quantity),
                ended: None,
                amount: known.paid,
                credited: None,
                discount: None,
                back: None,
                invoice,
                tax: None,
                burned: Vec::new(),
                overage: Some(known.paid).filter(|_| plan.payer == Payer::Credit),
            })
        })
        .collect();
    state.charged.extend(made);
}

fn name(known: &Subscription) -> String {
    format!("period.{}", known.charged_from.date())
}
