//! Rule `invoice.issue`.

use super::{Document, Kind};
use crate::money::Refusal;
use crate::problem::{Code, Problem};
use crate::text::Text;
use crate::time::Date;
use crate::wire::{Decode, Encode};
use alloc::format;

/// Numbers in a row. Whoever keeps it stores the document and the series in one transaction, so that none is lost.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// What stands before the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<Text>,
    /// The next number.
    pub next: u32,
    /// At least so many digits; zeros stand before.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub digits: u8,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
const fn is_zero(digits: &u8) -> bool {
    *digits == 0
}

/// Rule `invoice.issue`: a draft gets the next number of its series and its date, an invoice also the day its payment
/// is due; the series goes on by one. An issued document is refused: only a credit note corrects it.
///
/// Directive 2006/112/EC, article 226 (1) and (2): a sequential number that identifies the invoice uniquely.
///
/// # Errors
/// `already_issued`; `text_length` for a number above 200 characters; `overflow` at the end of the series.
pub fn issue(
    mut document: Document,
    series: &Series,
    date: Date,
    terms_days: Option<u32>,
) -> Result<(Document, Series), Problem> {
    if let Some(number) = &document.number {
        let message = format!("the document is issued as {number}");
        return Err(Problem::new(Code::AlreadyIssued, message, "correct it by a credit note").under("document"));
    }
    let prefix = series.prefix.as_deref().unwrap_or_default();
    let number = format!("{prefix}{:0digits$}", series.next, digits = usize::from(series.digits));
    let Some(number) = Text::new(&number) else {
        let message = format!("the number has {} characters", number.chars().count());
        return Err(Problem::new(Code::TextLength, message, "use a prefix and digits of 200 together").under("series"));
    };
    document.number = Some(number);
    document.issued_on = Some(date);
    if let (Kind::Invoice, Some(days)) = (document.kind, terms_days) {
        document.due_on = Some(date.days_after(days));
    }
    let next = series.next.checked_add(1).ok_or(Refusal::Overflow)?;
    Ok((document, Series { next, ..series.clone() }))
}
