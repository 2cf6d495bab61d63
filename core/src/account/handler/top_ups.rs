//! Credit that the owner adds by hand.

use crate::account::event::TopUp;
use crate::account::posting::{Arrival, purchased};
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Kind};
use crate::money::{Money, Positive};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use alloc::format;
use alloc::string::String;

const PURCHASED: &[Rule] = &[Rule::TopUpBounds, Rule::CreditGrant, Rule::OveragePaidFirst];

/// Rule `top_up.bounds`, then the grant. At or above the recharge threshold the ladder starts anew.
pub(crate) fn top_up(work: &mut Working<'_>, now: &Now<'_>, fact: &TopUp) -> Result<(), Problem> {
    let amount = in_bounds(work, fact.amount).map_err(|problem| problem.under("amount"))?;
    let description =
        fact.method.as_ref().map_or_else(|| String::from("top-up"), |method| format!("top-up by {method}"));
    let (kind, name, counter) = (Kind::TopUp, "top_up", Book::Cash);
    purchased(work, now, &fact.id, amount, Arrival { kind, name, description, counter, rules: PURCHASED })
}

fn in_bounds(work: &Working<'_>, amount: Positive) -> Result<Money, Problem> {
    let policy = work.rulebook.parts().top_up.as_ref();
    if let Some(minimum) = policy.and_then(|policy| policy.minimum).filter(|minimum| amount < *minimum) {
        let message = format!("the top-up `{}` is under the minimum `{}`", *amount, *minimum);
        return Err(Problem::new(Code::TopUpBelowMinimum, message, format!("top up `{}` or more", *minimum)));
    }
    if let Some(maximum) = policy.and_then(|policy| policy.maximum).filter(|maximum| amount > *maximum) {
        let message = format!("the top-up `{}` is over the maximum `{}`", *amount, *maximum);
        let help = format!("top up `{}` or less, or contact support", *maximum);
        return Err(Problem::new(Code::TopUpAboveMaximum, message, help));
    }
    work.rulebook.payable(*amount)
}
