//! Rule `invoice.draft`: from what an account was charged to a document. Lines, discounts, tax and rounding, in this
//! order. Pure: it knows no account, and what of a draft is posted is another step.
//!
//! Prices are net or gross as the tax policy says; gross lines are split as rule `tax.inclusive` splits an assessment's,
//! and what tax on their nets leaves of the whole is payable rounding (BT-114).

mod lines;

use super::{Document, Item, Kind, Line, Period, Tax, TaxRounding, Totals};
use crate::catalog::{DiscountPolicy, Payer, Rulebook};
use crate::money::{Money, Refusal};
use crate::party::Party;
use crate::problem::Problem;
use crate::tax::Prices;
use crate::text::Id;
use crate::time::{Date, Instant};
use alloc::vec::Vec;
use lines::Draft;

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
    places: Vec<usize>,
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
    /// Tax that comes on top; none where prices hold it.
    pub(crate) tax: Option<Money>,
    /// Less than a minor unit, for the next invoice.
    pub(crate) carried: Money,
}

/// Drafts the invoice; where more was credited than charged, the credit note. None where the rulebook drafts none, and
/// where nothing was charged.
///
/// # Errors
/// What a tax treatment is refused with, and where exact money ends.
pub(crate) fn draft(facts: &DraftFacts<'_>) -> Result<Option<InvoiceDraft>, Problem> {
    let parts = facts.rulebook.parts();
    let (Some(policy), Some(tax), Some(seller)) = (&parts.invoice, &parts.tax, &parts.seller) else { return Ok(None) };
    if facts.items.is_empty() {
        return Ok(None);
    }
    let mut draft = Draft::new(facts)?;
    let discounts = draft.discount(facts)?;
    let (lines, allowances) = draft.net(tax)?;
    let below = draft.gross()?.minus(off_all(&discounts, draft.gross()?)?)?.units() < 0;
    let document = Document {
        kind: Kind::Invoice,
        number: None,
        issued_on: None,
        due_on: None,
        period: Some(days(facts.rulebook, facts.service)?),
        currency: parts.currency,
        seller: seller.clone(),
        buyer: facts.customer.clone(),
        terms: policy.terms.clone(),
        means: policy.means.clone(),
        preceding: Vec::new(),
        notes: policy.notes.clone(),
        lines,
        allowances,
        charges: Vec::new(),
        tax_rounding: TaxRounding { by: tax.rounding, mode: tax.mode },
        tax: Vec::new(),
        totals: Totals::zero(parts.currency)?,
    };
    let document = if below { turned(document) } else { document };
    let mut document = document.settled()?;
    if tax.prices == Prices::Inclusive {
        // What splitting gross lines leaves of the whole.
        let whole = draft.gross()?.minus(off_all(&discounts, document.totals.rounding)?)?;
        let whole = if below { whole.negated() } else { whole };
        document.totals.rounding = whole.minus(document.totals.tax_inclusive)?;
        document = document.settled()?;
    }
    let on_top = Money::fit(document.totals.tax.exact(), facts.rulebook.scale())?;
    let on_top = Some(on_top).filter(|_| tax.prices == Prices::Exclusive);
    let on_top = on_top.map(|tax| if below { tax.negated() } else { tax });
    let (carried, made_of) = (draft.carried, draft.made_of()?);
    Ok(Some(InvoiceDraft { document, discounts, tax: on_top, carried, made_of, sources: draft.into_items() }))
}

/// A credit note states what it credits above zero; what a discount had taken off what it charges comes on top.
fn turned(document: Document) -> Document {
    let turn = |line: Line| Line { net: line.net.negated(), quantity: line.quantity.negated(), ..line };
    let lines = document.lines.into_iter().map(turn).collect();
    let (allowances, charges) = (document.charges, document.allowances);
    Document { kind: Kind::CreditNote, terms: None, means: None, lines, allowances, charges, ..document }
}

fn off_all(off: &[Off], zero: Money) -> Result<Money, Refusal> {
    off.iter().flat_map(|off| &off.shares).try_fold(zero.minus(zero)?, |sum, (_, share)| sum.plus(*share))
}

/// The days of a service period; one at least.
fn days(rulebook: &Rulebook<'_>, (from, until): (Instant, Instant)) -> Result<Period, Problem> {
    let (from, until): (Date, Date) = (rulebook.day(from)?, rulebook.day(until)?);
    Ok(Period { from, until: until.max(from.days_after(1)) })
}
