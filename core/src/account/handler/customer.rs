//! Who is billed, and the discounts that were taken.

use crate::account::event::{CustomerChanged, DiscountTaken};
use crate::account::state::{Taken, check_customer};
use crate::account::working::{Now, Working};
use crate::problem::{Code, Problem};
use crate::text::Id;
use alloc::format;

/// Most discounts of an account.
const DISCOUNTS_MAX: usize = 20;

/// Another customer, or other facts about it; they hold for the next invoice.
pub(crate) fn customer(work: &mut Working<'_>, now: &Now<'_>, fact: &CustomerChanged) -> Result<(), Problem> {
    check_customer(work.rulebook, Some(&fact.customer), now.time).map_err(|problem| problem.under("customer"))?;
    work.state.customer = Some(fact.customer.clone());
    Ok(())
}

/// Rule `invoice.discount`: a discount is taken once, within its times.
pub(crate) fn discount(work: &mut Working<'_>, now: &Now<'_>, fact: &DiscountTaken) -> Result<(), Problem> {
    let refuse = |code, message, help| Err(Problem::new(code, message, help).under("discount"));
    let id = &fact.discount;
    let Some(policy) = work.rulebook.parts().discounts.iter().find(|known| known.discount == *id) else {
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
    let known = &work.state.discounts;
    if known.iter().any(|taken| taken.discount == *id) || known.len() >= DISCOUNTS_MAX {
        let message = format!("the account has the discount `{id}` or {DISCOUNTS_MAX} others");
        return refuse(Code::DiscountNotValid, message, "a discount is taken once");
    }
    let priority =
        |id: &Id| work.rulebook.parts().discounts.iter().find(|known| known.discount == *id).map(|one| one.priority);
    let place =
        known.partition_point(|taken| (priority(&taken.discount), &taken.discount) < (Some(policy.priority), id));
    work.state.discounts.insert(place, Taken { discount: id.clone(), left: policy.invoices, off: None });
    Ok(())
}
