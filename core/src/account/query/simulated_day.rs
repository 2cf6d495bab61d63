//! A day of a simulation, by the account's own steps.

use crate::account::moment::close;
use crate::account::posting::{Of, post_line};
use crate::account::schedule;
use crate::account::standing::budget_left;
use crate::account::state::Service;
use crate::account::working::{Now, Origin, Working};
use crate::money::{Money, NonNegative, Ratio, Refusal};
use crate::problem::Problem;
use crate::rating::Line;
use crate::text::Id;
use crate::time::Date;
use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

/// The hour of the day at which a simulated day's usage happens, in one piece.
const NOON: u32 = 12;

/// Rule `simulate.day`: at midnight what waited for the day is tried, at noon the day's usage happens, and then all
/// that is due until the day ends. A suspended account uses nothing, and a day's budget ends the day's usage; answers
/// what was used.
pub(crate) fn simulated_day(work: &mut Working<'_>, day: Date, product: &Id, wanted: Money) -> Result<Money, Problem> {
    let id = Id::made(format!("simulated.{day}"));
    let now = Now { event: &id, time: day.midnight().max(work.state.as_of) };
    schedule::advance(work, now.time)?;
    work.moment.seen.retry |= work.state.waits_for_time();
    work.note(&now, Origin::Event);
    close(work)?;
    let now = Now { event: &id, time: day.midnight().plus_hours(NOON).max(work.state.as_of) };
    schedule::advance(work, now.time)?;
    let amount = allowed(work, day, wanted)?;
    if amount.is_positive() {
        post_line(work, &now, now.time, (format!("{id}/usage"), line(&id, product, amount)?), Of::default())?;
        work.note(&now, Origin::Event);
        close(work)?;
    }
    schedule::advance(work, day.days_after(1).midnight().just_before())?;
    close(work)?;
    Ok(amount)
}

/// What of the day's usage may go ahead.
fn allowed(work: &Working<'_>, day: Date, wanted: Money) -> Result<Money, Problem> {
    let zero = work.zero()?;
    if work.state.service != Service::Active {
        return Ok(zero);
    }
    Ok(budget_left(work, day)?.map_or(wanted, |left| wanted.min(left.max(zero))))
}

/// A usage that costs this amount: so many units of the product at a price of one.
fn line(id: &Id, product: &Id, amount: Money) -> Result<Box<Line>, Refusal> {
    let one = NonNegative::new(crate::money::Exact::whole(1)).ok_or(Refusal::Impossible)?;
    Ok(Box::new(Line {
        usage: id.clone(),
        subaccount: None,
        product: product.clone(),
        rate: Id::made("simulated".into()),
        value: None,
        reverses: None,
        offset: None,
        quantity: amount.exact().into(),
        unit: Id::made("money".into()),
        price: Some(one),
        per: None,
        covered: Vec::new(),
        parts: Vec::new(),
        deferred: false,
        exact: Ratio::of(amount.exact()),
        amount,
    }))
}
