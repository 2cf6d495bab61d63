//! Rule `invoice.draft`: from what an account was charged to a document. Lines, discounts, tax and rounding, in this
//! order. Pure: it knows no account, and what of a draft is posted is another step.
//!
//! Prices are net or gross as the tax policy says; gross lines are split as rule `tax.inclusive` splits an assessment's,
//! and what tax on their nets leaves of the whole is payable rounding (BT-114).

mod facts;
mod lines;

pub(crate) use facts::{DraftFacts, InvoiceDraft, Off};

use super::{Document, Kind, Line, TaxRounding, Totals};
use crate::money::{Money, Refusal};
use crate::problem::Problem;
use crate::tax::Prices;
use alloc::vec::Vec;
use facts::days;
use lines::Draft;

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
    if document.totals.payable.units() < 0 {
        // Tax that is rounded on each line may leave less than what discounts take of it: nobody is paid a cent of rounding.
        document.totals.rounding = document.totals.rounding.minus(document.totals.payable)?;
        document = document.settled()?;
    }
    let rounding = if tax.prices == Prices::Exclusive { document.totals.rounding } else { draft.zero() };
    let on_top = Money::fit(document.totals.tax.plus(rounding)?.exact(), facts.rulebook.scale())?;
    let on_top = Some(on_top).filter(|_| tax.prices == Prices::Exclusive);
    let on_top = on_top.map(|tax| if below { tax.negated() } else { tax });
    let (carried, made_of, tax_on) = (draft.carried, draft.made_of()?, draft.tax_on()?);
    Ok(Some(InvoiceDraft { document, discounts, tax: on_top, carried, made_of, tax_on, sources: draft.into_items() }))
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
