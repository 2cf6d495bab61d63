//! What is known of a usage that another takes back: how it was priced and covered, and what was taken back of it before.

use super::{Covered, Line, Usage};
use crate::money::{Exact, Money, NonNegative, Refusal};
use crate::problem::{Code, Problem};
use crate::time::Instant;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A usage, and what is left of it.
#[derive(Clone, Copy, Debug)]
pub struct Original<'l> {
    /// Its line, as it was rated.
    pub line: &'l Line,
    /// When it was used.
    pub time: Instant,
    /// How much of it was taken back before.
    pub taken: Exact,
    /// What of its amount was.
    pub back: Money,
    /// Something was taken back of it before, were it nothing: a usage of zero is taken back once.
    pub again: bool,
}

/// What taking back concerns: the part that was priced, and what allowances had covered.
#[derive(Clone, Debug)]
pub struct Share {
    /// What is left of the priced part before.
    pub left: Exact,
    /// How much of it goes.
    pub priced: Exact,
    /// What allowances have back.
    pub covered: Vec<Covered>,
    /// Nothing is left of it then.
    pub last: bool,
}

impl Original<'_> {
    /// Does this usage take that one back, and no more than is left of it?
    ///
    /// # Errors
    /// `usage_reversal` at the field that differs, or at the quantity.
    pub fn check(&self, usage: &Usage) -> Result<(), Problem> {
        let line = self.line;
        if line.reverses.is_some() {
            return Err(refused(format!("`{}` takes a usage back itself", line.usage)).under("reverses"));
        }
        let same = [
            ("product", usage.product == line.product),
            ("unit", usage.unit == line.unit),
            ("subaccount", usage.subaccount == line.subaccount),
            ("time", usage.time == self.time),
        ];
        if let Some((field, _)) = same.iter().find(|(_, same)| !same) {
            return Err(refused(format!("`{}` has another {field}", line.usage)).under(field));
        }
        let left = line.quantity.minus(self.taken)?;
        if *usage.quantity <= left && !(self.again && left.is_zero()) {
            return Ok(());
        }
        let message = format!("of `{}` is `{left}` left, of `{}`", line.usage, *line.quantity);
        Err(refused(message).under("quantity"))
    }

    /// How the quantity falls on what was priced and what was covered: what was used last goes first, and allowances
    /// covered the beginning.
    ///
    /// # Errors
    /// `Overflow` beyond exact numbers.
    pub fn share(&self, quantity: Exact) -> Result<Share, Refusal> {
        let covered = self.line.covered.iter().try_fold(Exact::ZERO, |sum, part| sum.plus(*part.quantity))?;
        let whole = self.line.quantity.minus(covered)?;
        let left = whole.minus(self.taken.min(whole))?;
        let priced = quantity.min(left);
        // Of the covered part, from its end.
        let mut skip = self.taken.minus(whole)?.max(Exact::ZERO);
        let mut rest = quantity.minus(priced)?;
        let mut back = Vec::new();
        for part in self.line.covered.iter().rev() {
            let skipped = skip.min(*part.quantity);
            skip = skip.minus(skipped)?;
            let share = rest.min(part.quantity.minus(skipped)?);
            rest = rest.minus(share)?;
            if let Some(quantity) = NonNegative::new(share).filter(|share| !share.is_zero()) {
                back.push(Covered { allowance: part.allowance.clone(), quantity });
            }
        }
        let last = self.taken.plus(quantity)? >= *self.line.quantity;
        Ok(Share { left, priced, covered: back, last })
    }
}

fn refused(reason: String) -> Problem {
    let message = format!("the usage cannot be taken back: {reason}");
    let help = "name the usage as it was reported, and at most what is left of it";
    Problem::new(Code::UsageReversal, message, help)
}
