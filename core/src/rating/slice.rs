//! Rule `rating.slice`: a call that is reported in parts costs what it costs in one piece.
//!
//! A part says how much of the call was reported before it (`offset`), and its time is the start of the call. It costs
//! what the call costs to the part's end less what it costs to its beginning, each rounded as a whole call would be, so
//! that the parts add up to the call. The connection fee, the first increment and the minimum are in the first part.
//! Source: cgrates/cgrates calldesc_test.go: later debits of a session have no connection fee; product "One rounding
//! point an amount: a call costs the same however it is sliced".

use super::model::{Part, Priced};
use crate::catalog::{Allowance, Model, Rate, Rulebook};
use crate::money::{Exact, Refusal};
use crate::problem::{Code, Problem};
use crate::rating::Usage;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Where the usage begins in its call. What an allowance covers is at no place of it, so that a part cannot tell how much of
/// those before it was charged: where one with an end may have covered some, it is refused.
pub(super) fn offset(rulebook: &Rulebook, rate: &Rate, usage: &Usage) -> Result<Option<Exact>, Problem> {
    let Some(offset) = usage.offset.filter(|offset| !offset.is_zero()) else { return Ok(None) };
    let refused = |message: String, help: &str| Err(Problem::new(Code::UsageOffset, message, help).under("offset"));
    if !matches!(rate.model, Some(Model::Call(_))) || !rate.is_of_one_usage() {
        let rate = &rate.id;
        let message =
            format!("rate `{rate}` does not price a call by itself, and the usage goes on from `{}`", *offset);
        return refused(message, "leave `offset` out: what is counted in a period adds up by itself");
    }
    let wanted = usage.wanted();
    let ends = |allowance: &Allowance| allowance.quantity.is_some() || allowance.fair_use.is_some();
    let may = |allowance: &&Allowance| ends(allowance) && allowance.covers(&wanted);
    match rulebook.parts().allowances.iter().find(may) {
        Some(allowance) => {
            let message =
                format!("allowance `{}` may have covered some of the call before `{}`", allowance.id, *offset);
            refused(message, "report a call that an allowance can cover in one piece")
        }
        None => Ok(Some(*offset)),
    }
}

/// What a call adds from one place to another.
pub(super) fn between(before: Priced, after: Priced) -> Result<Priced, Refusal> {
    let amount = after.amount.minus(before.amount)?;
    let mut known: Vec<Part> = before.parts;
    let mut parts = Vec::new();
    for part in after.parts {
        let part = match known.iter().position(|earlier| earlier.what == part.what) {
            Some(place) => less(part, &known.remove(place))?,
            None => part,
        };
        parts.push(part);
    }
    for gone in known {
        parts.push(Part { quantity: gone.quantity.negated().into(), amount: gone.amount.negated(), ..gone });
    }
    parts.retain(|part| !part.quantity.is_zero() || !part.amount.is_zero());
    Ok(Priced { amount, parts })
}

fn less(part: Part, earlier: &Part) -> Result<Part, Refusal> {
    let quantity = part.quantity.minus(*earlier.quantity)?.into();
    Ok(Part { quantity, amount: part.amount.minus(earlier.amount)?, ..part })
}
