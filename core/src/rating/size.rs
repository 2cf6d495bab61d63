//! Rule `rating.volume`: a `size` picks the tier of a usage that is priced by itself.
//!
//! Where the tiers look at the period, the period's own quantity picks the tier. A size of one usage would move all that
//! was used before it to another tier: 100 at 2 and then 1 of size 5 at a price of 1 would bring 200 down to 101, and
//! a usage would give money back. So it is refused there. Models without such tiers do not look at a size.
//! Source: PyPI genai-prices: output tokens are priced by the size of their own input.

use super::Usage;
use crate::catalog::{Model, Rate, Scope};
use crate::problem::{Code, Problem};
use alloc::format;

/// May the usage name the size that it names?
pub(super) fn hindrance(rate: &Rate, usage: &Usage) -> Result<(), Problem> {
    let Some(size) = usage.size.filter(|_| is_of_period(rate)) else { return Ok(()) };
    let message = format!("rate `{}` picks its tier by the period, and the usage names the size `{}`", rate.id, *size);
    let help = "leave `size` out, or let the rate's `scope` be `usage`";
    Err(Problem::new(Code::SizeScope, message, help).under("size"))
}

/// Does the period's quantity pick a tier for all of it?
fn is_of_period(rate: &Rate) -> bool {
    let volume = |model: &Model| matches!(model, Model::Volume(_));
    rate.scope == Scope::Period && rate.model.as_ref().is_some_and(|model| model.holds(volume))
}
