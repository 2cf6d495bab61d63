//! `issue`, `credit` and `receipt`: what becomes of a document.

use super::einvoice::sound;
use crate::contract::Outcome;
use crate::invoice::{self, CreditLine, Document, Payment, Receipt, Series};
use crate::money::Currency;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Text;
use crate::time::Date;
use crate::wire::{Decode, Encode};
use alloc::vec;
use alloc::vec::Vec;

/// Issues a draft.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "IssueCall"))]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// The draft.
    pub document: Document,
    /// Where its number comes from.
    pub series: Series,
    /// The day it is issued.
    pub date: Date,
    /// An invoice is due so many days later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_days: Option<u32>,
}

/// The issued document.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "IssueAnswer"))]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// With number and dates. It never changes again.
    pub document: Document,
    /// The series for the next.
    pub series: Series,
    /// The rule.
    pub rule: Rule,
}

/// Credits an issued invoice: all that is left of it, which voids it, or parts of lines.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CreditCall"))]
#[serde(deny_unknown_fields)]
pub struct Credit {
    /// The invoice.
    pub invoice: Document,
    /// Every credit note of it so far.
    #[serde(default)]
    pub credited: Vec<Document>,
    /// So much of these lines; all that is left when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<CreditLine>>,
    /// Why, for people.
    pub reason: Text,
}

/// The draft of a credit note.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CreditAnswer"))]
#[serde(deny_unknown_fields)]
pub struct Credited {
    /// A draft: `issue` gives it number and date.
    pub document: Document,
    /// The rule.
    pub rule: Rule,
}

/// States a payment.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ReceiptCall"))]
#[serde(deny_unknown_fields)]
pub struct ReceiptFor {
    /// The payment's currency.
    pub currency: Currency,
    /// The payment.
    pub payment: Payment,
    /// The invoice that it paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Document>,
}

pub(in crate::contract) fn issue(call: &Issue) -> Outcome<Issued> {
    sound(&call.document, "document")?;
    let issued = invoice::issue(call.document.clone(), &call.series, call.date, call.terms_days);
    let (document, series) = issued.map_err(|problem| vec![problem])?;
    Ok(Issued { document, series, rule: Rule::InvoiceIssue })
}

pub(in crate::contract) fn credit(call: &Credit) -> Outcome<Credited> {
    sound(&call.invoice, "invoice")?;
    for (place, note) in call.credited.iter().enumerate() {
        let at = |problem: Problem| problem.item(place).under("credited");
        note.check().map_err(|problems| problems.into_iter().map(at).collect::<Vec<_>>())?;
    }
    let note = invoice::credit_note(&call.invoice, &call.credited, call.lines.as_deref(), &call.reason);
    Ok(Credited { document: note.map_err(|problem| vec![problem])?, rule: Rule::InvoiceCreditNote })
}

pub(in crate::contract) fn receipt(call: &ReceiptFor) -> Outcome<Receipt> {
    if let Some(invoice) = &call.invoice {
        sound(invoice, "invoice")?;
    }
    invoice::receipt(call.currency, &call.payment, call.invoice.as_ref()).map_err(|problem| vec![problem])
}
