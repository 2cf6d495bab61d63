//! Rule `invoice.credit_note`.

use super::check::payable;
use super::credit_tax::{spread, tax, within};
use super::{Document, Kind, Line, Preceding, Totals};
use crate::money::{Exact, Money, NonNegative};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::{Id, Text};
use crate::wire::{Decode, Encode};
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

/// So much of a line.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreditLine {
    /// The invoice's line.
    pub line: Id,
    /// Net, with the line's own sign.
    pub net: Exact,
}

/// Rule `invoice.credit_note`: the draft of a credit note of an issued invoice, for all that is left or for parts of
/// lines.
///
/// A line gives no more than earlier notes left of it. Of the document's allowances and charges, and of the tax, a
/// note takes as much as brings all notes so far to the same part of the invoice's own amount, rounded half up; so
/// whatever the parts were, the last note ends at exactly the invoice's. Payable rounding comes with that last one.
/// 768.99 with 20 % is 153.80 of tax: 384.50 takes 76.90, the other 384.49 takes 76.90.
///
/// To void an invoice is to credit all of it. A line of zero is credited as it is, once; so an invoice of zero is void
/// once all its lines are credited. Directive 2006/112/EC, articles 90 and 219; `getlago/lago-api#2643`
/// shows what goes wrong when each note rounds for itself.
///
/// # Errors
/// `not_issued`, `credit_mismatch`, `credit_line_unknown`, `credit_exceeds`, and what a sound document cannot have.
pub fn credit_note(
    invoice: &Document,
    earlier: &[Document],
    wanted: Option<&[CreditLine]>,
    reason: &Text,
) -> Result<Document, Problem> {
    let number = related(invoice, earlier)?;
    let lines = match wanted {
        Some(wanted) => parts(invoice, earlier, wanted)?,
        None => rest(invoice, earlier)?,
    };
    // An invoice that has no lines is void with its one note.
    let empty = invoice.lines.is_empty() && wanted.is_none() && earlier.is_empty();
    if lines.is_empty() && !empty {
        let help = "what is credited stays credited";
        return Err(Problem::new(Code::CreditExceeds, "nothing is left to credit of this invoice", help));
    }
    let note = Document {
        kind: Kind::CreditNote,
        number: None,
        issued_on: None,
        due_on: None,
        terms: None,
        means: None,
        preceding: vec![Preceding { number, issued_on: invoice.issued_on }],
        notes: vec![reason.clone()],
        lines,
        allowances: Vec::new(),
        charges: Vec::new(),
        tax: Vec::new(),
        totals: Totals::zero(invoice.currency)?,
        ..invoice.clone()
    };
    tax(invoice, earlier, spread(invoice, earlier, note)?)
}

/// Are these credit notes of that invoice, and is it issued? Its number.
fn related(invoice: &Document, earlier: &[Document]) -> Result<Text, Problem> {
    if invoice.kind != Kind::Invoice {
        let help = "credit the invoice that it corrects";
        return Err(Problem::new(Code::CreditMismatch, "a credit note cannot be credited", help).under("invoice"));
    }
    let Some(number) = invoice.number.clone() else {
        let help = "change the draft, or issue it first";
        return Err(Problem::new(Code::NotIssued, "the invoice is a draft", help).under("invoice"));
    };
    for (place, note) in earlier.iter().enumerate() {
        let of_it = note.preceding.iter().any(|preceding| preceding.number == number);
        if note.kind != Kind::CreditNote || note.currency != invoice.currency || !of_it {
            let message = format!("this is no credit note of invoice {number}");
            let help = "give every credit note of this invoice and no other";
            return Err(Problem::new(Code::CreditMismatch, message, help).item(place).under("credited"));
        }
    }
    Ok(number)
}

/// What earlier notes left of a line.
fn left(line: &Line, earlier: &[Document]) -> Result<Money, Problem> {
    let credited = earlier.iter().flat_map(|note| &note.lines).filter(|credited| credited.id == line.id);
    Ok(credited.map(|credited| credited.net).try_fold(line.net, Money::minus)?)
}

/// A line of zero that no note has credited.
fn is_open_zero(line: &Line, earlier: &[Document]) -> bool {
    line.net.is_zero() && !earlier.iter().flat_map(|note| &note.lines).any(|credited| credited.id == line.id)
}

fn rest(invoice: &Document, earlier: &[Document]) -> Result<Vec<Line>, Problem> {
    let mut lines = Vec::with_capacity(invoice.lines.len());
    for line in &invoice.lines {
        let left = left(line, earlier)?;
        if !left.is_zero() || is_open_zero(line, earlier) {
            lines.push(credited(line, left));
        }
    }
    Ok(lines)
}

fn parts(invoice: &Document, earlier: &[Document], wanted: &[CreditLine]) -> Result<Vec<Line>, Problem> {
    let mut lines = Vec::with_capacity(wanted.len());
    for (place, CreditLine { line: id, net }) in wanted.iter().enumerate() {
        let at = |problem: Problem, field: &str| problem.under(field).item(place).under("lines");
        let Some(line) = invoice.lines.iter().find(|line| line.id == *id) else {
            let message = format!("the invoice has no line `{id}`");
            return Err(at(Problem::new(Code::CreditLineUnknown, message, "use a line's `id`"), "line"));
        };
        if wanted.iter().take(place).any(|other| other.line == *id) {
            let message = format!("line `{id}` is credited twice");
            return Err(at(Problem::new(Code::LineDuplicate, message, "add up what is credited of a line"), "line"));
        }
        let (net, left) =
            (payable(invoice.currency, *net).map_err(|problem| at(problem, "net"))?, left(line, earlier)?);
        let something = !net.is_zero() || is_open_zero(line, earlier);
        if !something || !within(net, left) {
            let message = format!("{net} is not within the {left} that is left of line `{id}`");
            return Err(at(Problem::new(Code::CreditExceeds, message, "credit no more than is left"), "net"));
        }
        lines.push(credited(line, net));
    }
    Ok(lines)
}

/// The line of a note: the invoice's own where all of it is credited, else the amount as one piece.
fn credited(line: &Line, net: Money) -> Line {
    let mut credited = line.clone();
    credited.rules = vec![Rule::InvoiceCreditNote];
    if net != line.net {
        let below = net.units() < 0;
        let price = if below { net.negated() } else { net };
        credited.quantity = if below { Exact::whole(1).negated() } else { Exact::whole(1) };
        credited.unit = Id::made("one".into());
        credited.price = NonNegative::new(price.exact()).unwrap_or(NonNegative::ZERO);
        credited.base_quantity = None;
        credited.allowances = Vec::new();
        credited.charges = Vec::new();
        credited.net = net;
    }
    credited
}
