//! Holds on an account: taken, settled, released, expired.

use super::asking::{Asked, ask};
use super::effect::{Effect, HoldDenied, HoldExpired, HoldTaken};
use super::event::{HoldRequested, HoldSettled};
use super::fold::{Fold, Now, effect_id};
use super::usage;
use crate::limit::Hold;
use crate::money::{Exact, Mode, Money, NonNegative, Rounding};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Id;
use alloc::format;

/// Rule `hold.take`: decides, and reserves the estimate where it is allowed.
pub(super) fn request(fold: &mut Fold<'_>, now: &Now<'_>, fact: &HoldRequested) -> Result<(), Problem> {
    let policy = fold.rulebook.parts().holds.clone().unwrap_or_default();
    if fact.until <= now.time || fact.until > now.time.plus_seconds(policy.seconds_max) {
        let message = format!("the hold from {} to {} has no length or too long a one", now.time, fact.until);
        let help = format!("let it end at most {} seconds after it begins", policy.seconds_max);
        return Err(Problem::new(Code::HoldPeriod, message, help).under("until"));
    }
    if fold.state.holds.iter().any(|hold| hold.hold == fact.id) {
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
        hold: None,
    };
    let full = fold.state.holds.len() >= usize::try_from(policy.limit).unwrap_or(usize::MAX);
    let (decision, _, estimate) = ask(fold, &asked, now.time.date(), full)?;
    let amount = estimate.unwrap_or(fold.zero()?);
    if !decision.reasons.is_empty() {
        let (reasons, available) = (decision.reasons, decision.available);
        fold.effects.push(Effect::HoldDenied(HoldDenied {
            id: effect_id(now, "hold_denied"),
            event: now.event.clone(),
            time: now.time,
            hold: fact.id.clone(),
            reasons,
            estimate: amount,
            available,
            balance: fold.state.balance,
            rule: Rule::AuthorizeDecision,
            to: alloc::vec::Vec::new(),
        }));
        return Ok(());
    }
    fold.state.holds.push(Hold {
        hold: fact.id.clone(),
        subaccount: fact.subaccount.clone(),
        product: fact.product.clone(),
        destination: fact.destination.clone(),
        country: fact.country,
        dimensions: fact.dimensions.clone(),
        direction: fact.direction,
        quantity: fact.quantity,
        unit: fact.unit.clone(),
        amount,
        until: fact.until,
    });
    // Inbound that goes ahead without credit may hold more than there is.
    let available = decision.available.minus(amount)?.max(fold.zero()?);
    fold.effects.push(Effect::HoldTaken(HoldTaken {
        id: effect_id(now, "hold_taken"),
        event: now.event.clone(),
        time: now.time,
        hold: fact.id.clone(),
        amount,
        until: fact.until,
        available,
        balance: fold.state.balance,
        rule: Rule::HoldTake,
        to: alloc::vec::Vec::new(),
    }));
    Ok(())
}

/// Rule `hold.settle`: the usage is posted in the hold's place.
pub(super) fn settle(fold: &mut Fold<'_>, now: &Now<'_>, fact: &HoldSettled) -> Result<(), Problem> {
    let place = open(fold, &fact.hold)?;
    let Some(hold) = fold.state.holds.get(place).cloned() else { return Ok(()) };
    check_overrun(fold, now, &hold, fact.quantity).map_err(|problem| problem.under("quantity"))?;
    fold.state.holds.remove(place);
    let usage = hold.usage(&fact.id, fact.time, fact.quantity);
    usage::post(fold, now, &usage, Some(hold.hold))
}

fn check_overrun(fold: &Fold<'_>, now: &Now<'_>, hold: &Hold, quantity: NonNegative) -> Result<(), Problem> {
    let percent = fold.rulebook.parts().holds.as_ref().map_or(0, |policy| policy.overrun_percent);
    let wanted = Asked::of(hold, now.time, quantity).estimate(fold)?;
    let most = most(hold.amount, percent)?;
    if wanted <= most {
        return Ok(());
    }
    let message = format!("the usage costs {wanted}, the hold covers {most}");
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
pub(super) fn release(fold: &mut Fold<'_>, hold: &Id) -> Result<(), Problem> {
    let place = open(fold, hold)?;
    fold.state.holds.remove(place);
    Ok(())
}

/// Rule `hold.expiry`.
pub(super) fn expire(fold: &mut Fold<'_>, now: &Now<'_>, place: usize) {
    let hold = fold.state.holds.remove(place);
    fold.effects.push(Effect::HoldExpired(HoldExpired {
        id: effect_id(now, "hold_expired"),
        event: now.event.clone(),
        time: now.time,
        hold: hold.hold,
        amount: hold.amount,
        balance: fold.state.balance,
        rule: Rule::HoldExpiry,
        to: alloc::vec::Vec::new(),
    }));
}

fn open(fold: &Fold<'_>, hold: &Id) -> Result<usize, Problem> {
    fold.state.holds.iter().position(|open| open.hold == *hold).ok_or_else(|| {
        let message = format!("no hold `{hold}` is open");
        let help = "settle a hold once and before it ends; after that report the usage itself";
        Problem::new(Code::HoldNotOpen, message, help).under("hold")
    })
}
