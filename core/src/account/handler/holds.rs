//! Holds on an account: taken, settled, released, expired.

use crate::account::effect::{Effect, HoldDenied, HoldExpired, HoldTaken, told};
use crate::account::event::{HoldRequested, HoldSettled};
use crate::account::posting::{end_unheld, post_usage};
use crate::account::standing::{Against, Asked, Question, can_spend};
use crate::account::working::{Now, Working};
use crate::limit::Hold;
use crate::money::{Exact, Mode, Money, NonNegative, Rounding};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Id;
use alloc::format;

/// Rule `hold.take`: decides, and reserves the estimate where it is allowed.
pub(crate) fn request(work: &mut Working<'_>, now: &Now<'_>, fact: &HoldRequested) -> Result<(), Problem> {
    let policy = work.rulebook.parts().holds.clone().unwrap_or_default();
    if fact.until <= now.time || fact.until > now.time.plus_seconds(policy.seconds_max) {
        let message = format!("the hold from {} to {} has no length or too long a one", now.time, fact.until);
        let help = format!("let it end at most {} seconds after it begins", policy.seconds_max);
        return Err(Problem::new(Code::HoldPeriod, message, help).under("until"));
    }
    if work.state.holds.iter().any(|hold| hold.hold == fact.id) {
        let message = format!("the hold `{}` is open", fact.id);
        return Err(Problem::new(Code::HoldDuplicate, message, "give each hold an id of its own").under("id"));
    }
    let asked = Asked {
        subaccount: fact.subaccount.as_ref(),
        product: &fact.product,
        destination: fact.destination.as_ref(),
        country: fact.country,
        dimensions: &fact.dimensions,
        time: now.time,
        direction: fact.direction,
        quantity: Some(fact.quantity),
        unit: Some(&fact.unit),
        size: fact.size,
        offset: fact.offset,
        key: fact.key.as_ref(),
        hold: None,
    };
    let full = work.state.holds.len() >= usize::try_from(policy.limit).unwrap_or(usize::MAX);
    let against = Against::new(work, now.time.date(), full)?;
    let question = Question::new(work, &asked, &against)?;
    let amount = question.cost(fact.quantity)?;
    let decision = question.decide(fact.quantity, amount)?;
    if !decision.reasons.is_empty() {
        let (reasons, available) = (decision.reasons, decision.available);
        work.effects.push(Effect::HoldDenied(told!(
            work.signal(now, "hold_denied", Rule::AuthorizeDecision),
            HoldDenied { hold: fact.id.clone(), reasons, estimate: amount, available }
        )));
        return Ok(());
    }
    work.state.holds.push(Hold {
        hold: fact.id.clone(),
        subaccount: fact.subaccount.clone(),
        product: fact.product.clone(),
        destination: fact.destination.clone(),
        country: fact.country,
        dimensions: fact.dimensions.clone(),
        direction: fact.direction,
        quantity: fact.quantity,
        unit: fact.unit.clone(),
        size: fact.size,
        offset: fact.offset,
        key: fact.key.clone(),
        amount,
        from: Some(now.time),
        until: fact.until,
    });
    // Inbound that goes ahead without credit may hold more than there is.
    let available = decision.available.minus(amount)?.max(work.zero()?);
    work.effects.push(Effect::HoldTaken(told!(
        work.signal(now, "hold_taken", Rule::HoldTake),
        HoldTaken { hold: fact.id.clone(), amount, until: fact.until, available }
    )));
    Ok(())
}

/// Rule `hold.settle`: the usage is posted in the hold's place.
pub(crate) fn settle(work: &mut Working<'_>, now: &Now<'_>, fact: &HoldSettled) -> Result<(), Problem> {
    let place = open(work, &fact.hold)?;
    let Some(hold) = work.state.holds.get(place).cloned() else { return Ok(()) };
    check_overrun(work, now, &hold, fact.quantity).map_err(|problem| problem.under("quantity"))?;
    work.state.holds.remove(place);
    let usage = hold.usage(&fact.id, fact.time, fact.quantity);
    post_usage(work, now, &usage, Some(&hold))?;
    end_unheld(work, now)
}

fn check_overrun(work: &Working<'_>, now: &Now<'_>, hold: &Hold, quantity: NonNegative) -> Result<(), Problem> {
    let percent = work.rulebook.parts().holds.as_ref().and_then(|policy| policy.overrun_percent);
    let wanted = Asked::of(hold, now.time, quantity).estimate(work)?;
    let most = match percent {
        Some(percent) => most(hold.amount, percent)?,
        // What other holds reserve is not there for it.
        None => hold.amount.max(can_spend(work, &hold.product)?.plus(hold.amount)?),
    };
    if wanted <= most {
        return Ok(());
    }
    let message = format!("the usage costs {wanted}, and it can settle {most}");
    let help = "settle the hold for what it covers and report the rest as a usage of its own";
    Err(Problem::new(Code::SettleAboveHold, message, help))
}

/// The hold's amount and so many percent of it, rounded down to the ledger's scale.
fn most(held: Money, overrun_percent: u32) -> Result<Money, Problem> {
    let percent = Exact::whole(100).plus(Exact::whole(overrun_percent))?;
    let rounding = Rounding { scale: held.scale(), mode: Mode::Floor };
    Ok(rounding.quotient(held.exact().times(percent)?, Exact::whole(100))?)
}

/// The usage does not happen.
pub(crate) fn release(work: &mut Working<'_>, now: &Now<'_>, hold: &Id) -> Result<(), Problem> {
    let place = open(work, hold)?;
    work.state.holds.remove(place);
    end_unheld(work, now)
}

/// Rule `hold.expiry`.
pub(crate) fn expire(work: &mut Working<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    let hold = work.state.holds.remove(place);
    work.effects.push(Effect::HoldExpired(told!(
        work.signal(now, "hold_expired", Rule::HoldExpiry),
        HoldExpired { hold: hold.hold, amount: hold.amount }
    )));
    end_unheld(work, now)
}

fn open(work: &Working<'_>, hold: &Id) -> Result<usize, Problem> {
    work.state.holds.iter().position(|open| open.hold == *hold).ok_or_else(|| {
        let message = format!("no hold `{hold}` is open");
        let help = "settle a hold once and before it ends; after that report the usage itself";
        Problem::new(Code::HoldNotOpen, message, help).under("hold")
    })
}
