//! Who is billed, and the discounts that were taken.

use super::event::{CustomerChanged, DiscountTaken};
use super::fold::{Fold, Now};
use super::state::Taken;
use crate::catalog::Rulebook;
use crate::party::Party;
use crate::problem::{Code, Problem};
use crate::tax::treat;
use crate::text::Id;
use crate::time::Instant;
use alloc::format;

/// Most discounts of an account.
const DISCOUNTS_MAX: usize = 20;

/// Can this customer be billed? Everything that is sold must have a tax treatment, so that no invoice ever fails.
pub(super) fn check(rulebook: &Rulebook<'_>, customer: Option<&Party>, time: Instant) -> Result<(), Problem> {
    let parts = rulebook.parts();
    let (Some(_), Some(tax), Some(seller)) = (&parts.invoice, &parts.tax, &parts.seller) else { return Ok(()) };
    let Some(customer) = customer else {
        let message = "the rulebook drafts invoices, and the account has no customer";
        return Err(Problem::new(Code::CustomerMissing, message, "give the customer's name and country at least"));
    };
    let day = rulebook.day(time)?;
    let rated = rulebook.rates().products();
    for product in rated.chain(parts.plans.iter().map(|plan| &plan.product)) {
        treat(tax, seller, customer, &tax.class_of(product), day)?;
    }
    Ok(())
}

/// Another customer, or other facts about it; they hold for the next invoice.
pub(super) fn customer(fold: &mut Fold<'_>, now: &Now<'_>, fact: &CustomerChanged) -> Result<(), Problem> {
    check(fold.rulebook, Some(&fact.customer), now.time).map_err(|problem| problem.under("customer"))?;
    fold.state.customer = Some(fact.customer.clone());
    Ok(())
}

/// Rule `invoice.discount`: a discount is taken once, within its times.
pub(super) fn discount(fold: &mut Fold<'_>, now: &Now<'_>, fact: &DiscountTaken) -> Result<(), Problem> {
    let refuse = |code, message, help| Err(Problem::new(code, message, help).under("discount"));
    let id = &fact.discount;
    let Some(policy) = fold.rulebook.parts().discounts.iter().find(|known| known.discount == *id) else {
        return refuse(
            Code::DiscountUnknown,
            format!("the rulebook has no discount `{id}`"),
            "check how it is written",
        );
    };
    let begun = policy.valid_from.is_none_or(|from| from <= now.time);
    if !begun || policy.valid_until.is_some_and(|until| until <= now.time) {
        let message = format!("the discount `{id}` cannot be taken at {}", now.time);
        return refuse(Code::DiscountNotValid, message, "take it within its times");
    }
    let known = &fold.state.discounts;
    if known.iter().any(|taken| taken.discount == *id) || known.len() >= DISCOUNTS_MAX {
        let message = format!("the account has the discount `{id}` or {DISCOUNTS_MAX} others");
        return refuse(Code::DiscountNotValid, message, "a discount is taken once");
    }
    let priority =
        |id: &Id| fold.rulebook.parts().discounts.iter().find(|known| known.discount == *id).map(|one| one.priority);
    let place =
        known.partition_point(|taken| (priority(&taken.discount), &taken.discount) < (Some(policy.priority), id));
    fold.state.discounts.insert(place, Taken { discount: id.clone(), left: policy.invoices });
    Ok(())
}
