//! Rule `invoice.receipt`.

use super::Document;
use super::check::payable;
use crate::money::{Currency, Money, Positive};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::{Id, Text};
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::format;

/// A payment as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// Its name.
    pub id: Id,
    /// How much.
    pub amount: Positive,
    /// When.
    pub time: Instant,
    /// How, for people: `Visa 4242`, `coupon WELCOME`.
    pub method: Text,
    /// What became of it.
    pub status: PaymentStatus,
}

/// What became of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// It arrived.
    Succeeded,
    /// It is on its way.
    Pending,
    /// It did not arrive.
    Failed,
    /// It was paid back.
    Refunded,
}

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Its number, the payment's name.
    pub number: Id,
    /// How much.
    pub amount: Money,
    /// In which currency.
    pub currency: Currency,
    /// When.
    pub time: Instant,
    /// How.
    pub method: Text,
    /// What became of it.
    pub status: PaymentStatus,
    /// The invoice's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Text>,
    /// What is left of the invoice's payable amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<Money>,
    /// The rule.
    pub rule: Rule,
}

/// Rule `invoice.receipt`: states one payment. Of an invoice it says which, and what is left to pay: less this
/// payment where it arrived, unchanged where it did not. A payment above the invoice is refused.
///
/// S0: receipts with amount, date and time, method, status.
///
/// # Errors
/// `not_issued`, `credit_mismatch` for another currency, `payment_above_due`, `amount_scale`.
pub fn receipt(currency: Currency, payment: &Payment, invoice: Option<&Document>) -> Result<Receipt, Problem> {
    let at = |problem: Problem| problem.under("amount").under("payment");
    let amount = payable(currency, *payment.amount).map_err(at)?;
    let (mut number, mut left) = (None, None);
    if let Some(invoice) = invoice {
        number = Some(issued(invoice, currency)?);
        let due = invoice.totals.payable;
        if amount > due {
            let message = format!("{amount} is above the {due} of the invoice");
            return Err(at(Problem::new(Code::PaymentAboveDue, message, "split what was paid for other things")));
        }
        left = Some(if payment.status == PaymentStatus::Succeeded { due.minus(amount)? } else { due });
    }
    let Payment { id, time, method, status, .. } = payment.clone();
    Ok(Receipt {
        number: id,
        amount,
        currency,
        time,
        method,
        status,
        invoice: number,
        left,
        rule: Rule::InvoiceReceipt,
    })
}

fn issued(invoice: &Document, currency: Currency) -> Result<Text, Problem> {
    if invoice.currency != currency {
        let message = format!("the invoice is in {}, the payment in {}", invoice.currency.code(), currency.code());
        let help = "give the invoice that was paid";
        return Err(Problem::new(Code::CreditMismatch, message, help).under("currency").under("invoice"));
    }
    let problem = || Problem::new(Code::NotIssued, "the invoice is a draft", "issue it first").under("invoice");
    invoice.number.clone().ok_or_else(problem)
}
