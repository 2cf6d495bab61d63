//! Who is billed, held against what is sold.

use crate::catalog::Rulebook;
use crate::party::Party;
use crate::problem::{Code, Problem};
use crate::tax::treat;
use crate::time::Instant;

/// Can this customer be billed? Everything that is sold must have a tax treatment, so that no invoice ever fails.
pub(crate) fn check_customer(rulebook: &Rulebook<'_>, customer: Option<&Party>, time: Instant) -> Result<(), Problem> {
    let parts = rulebook.parts();
    let (Some(_), Some(tax), Some(seller)) = (&parts.invoice, &parts.tax, &parts.seller) else { return Ok(()) };
    let Some(customer) = customer else {
        let message = "the rulebook drafts invoices, and the account has no customer";
        return Err(Problem::new(Code::CustomerMissing, message, "give the customer's name and country at least"));
    };
    let day = rulebook.day(time)?;
    // A wrong number is told to whoever writes it, not silently charged as none.
    if let Some(problem) = customer.judged_numbers(day).into_iter().find_map(|judged| judged.problem) {
        return Err(problem);
    }
    let rated = rulebook.rates().products();
    for product in rated.chain(parts.plans.iter().map(|plan| &plan.product)) {
        treat(tax, seller, customer, &tax.class_of(product), day)?;
    }
    Ok(())
}
