//! What a draft is made of, and what becomes of it.

use crate::catalog::{DiscountPolicy, Payer, Rulebook};
use crate::invoice::{Document, Item, Period, Tax};
use crate::money::Money;
use crate::party::Party;
use crate::problem::Problem;
use crate::text::Id;
use crate::time::{Date, Instant};
use alloc::vec::Vec;

/// What a draft is made of.
pub(crate) struct DraftFacts<'a> {
    /// Prices, tax, seller, terms.
    pub(crate) rulebook: &'a Rulebook<'a>,
    /// Who is billed.
    pub(crate) customer: &'a Party,
    /// What was charged.
    pub(crate) items: &'a [Item],
    /// What former invoices have rounded away or added.
    pub(crate) carried: Money,
    /// Discounts in the order in which they come off, and what each has taken in the period already.
    pub(crate) discounts: Vec<(&'a DiscountPolicy, Option<Money>)>,
    /// From when until when.
    pub(crate) service: (Instant, Instant),
}

/// What a discount has taken.
pub(crate) struct Off {
    pub(crate) discount: Id,
    /// By who paid the line, one a line.
    pub(crate) shares: Vec<(Payer, Money)>,
    /// By line, for the document.
    pub(super) places: Vec<usize>,
}

/// A draft, and what is to be posted of it.
pub(crate) struct InvoiceDraft {
    /// What is paid of it is not known yet.
    pub(crate) document: Document,
    /// What its lines sum up, in their order.
    pub(crate) sources: Vec<Item>,
    /// What discounts took of each of them, and how it is taxed.
    pub(crate) made_of: Vec<(Money, Tax)>,
    /// What discounts took.
    pub(crate) discounts: Vec<Off>,
    /// Which product bears how much of the tax, as weights.
    pub(crate) tax_on: Vec<(Id, Money)>,
    /// Tax that comes on top; none where prices hold it.
    pub(crate) tax: Option<Money>,
    /// Less than a minor unit, for the next invoice.
    pub(crate) carried: Money,
}

/// The days of a service period; one at least.
pub(super) fn days(rulebook: &Rulebook<'_>, (from, until): (Instant, Instant)) -> Result<Period, Problem> {
    let (from, until): (Date, Date) = (rulebook.day(from)?, rulebook.day(until)?);
    Ok(Period { from, until: until.max(from.days_after(1)) })
}
