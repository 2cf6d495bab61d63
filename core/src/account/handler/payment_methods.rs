//! Payment methods on an account.

use crate::account::effect::{BankVerificationFailed, BankVerified, Effect, MethodExpired, told};
use crate::account::event::{BankVerification, MethodAdded, MethodDefault, MethodRemoved};
use crate::account::working::{Now, Working, effect_id};
use crate::catalog::verification_attempts;
use crate::payment::{Card, Method};
use crate::problem::{Code, Problem};
use crate::recharge::Attempts;
use crate::rule::Rule;
use crate::text::Id;
use alloc::format;

/// Most payment methods of an account.
const METHODS_MAX: usize = 20;

/// The first one is the default, and each that says so.
pub(crate) fn add(work: &mut Working<'_>, now: &Now<'_>, fact: &MethodAdded) -> Result<(), Problem> {
    let policy = work.rulebook.parts().bank_debit.as_ref();
    let attempts = policy.map_or_else(verification_attempts, |policy| policy.verification_attempts);
    let mut method = fact.method.kept(attempts);
    if let Method::Card(card) = &mut method {
        // Whoever adds a card that has expired can see it: nobody has to be told later.
        card.expired = card.expires.last_day() < now.time.date();
    }
    let wrong = |code, message, help: &str| Err(Problem::new(code, message, help).under("method").under("method"));
    let id = method.id().clone();
    if work.state.methods.iter().any(|known| *known.id() == id) {
        let message = format!("the account has a payment method `{id}`");
        return wrong(Code::MethodDuplicate, message, "remove it first, or give this one another name");
    }
    if work.state.methods.len() >= METHODS_MAX {
        let message = format!("the account has {METHODS_MAX} payment methods");
        return wrong(Code::MethodsTooMany, message, "remove one first");
    }
    work.state.methods.push(method);
    if fact.default || work.state.default_method.is_none() { make_default(work, id) } else { Ok(()) }
}

/// Not while a setting charges it.
pub(crate) fn remove(work: &mut Working<'_>, fact: &MethodRemoved) -> Result<(), Problem> {
    let id = &fact.method;
    let place = place(work, id)?;
    let settings = &work.state.settings;
    let recharge = settings.recharge.as_ref().is_some_and(|recharge| recharge.enabled);
    let debit = settings.bank_debit.as_ref().is_some_and(|debit| debit.enabled && debit.method == *id);
    if debit || recharge && work.state.method_in_force() == Some(id) {
        let message = format!("a setting charges the payment method `{id}`");
        let help = "name another method there, or switch it off";
        return Err(Problem::new(Code::MethodInUse, message, help).under("method"));
    }
    work.state.methods.remove(place);
    work.state.default_method.take_if(|default| default == id);
    Ok(())
}

/// Rule `method.default`.
pub(crate) fn choose(work: &mut Working<'_>, fact: &MethodDefault) -> Result<(), Problem> {
    place(work, &fact.method)?;
    make_default(work, fact.method.clone())
}

/// Where auto-recharge charges the default, another one starts its ladder anew and is tried at once.
fn make_default(work: &mut Working<'_>, id: Id) -> Result<(), Problem> {
    let old = work.state.method_in_force().cloned();
    work.state.default_method = Some(id);
    method_changed(work, old.as_ref())
}

/// The default has changed: where that puts another method in force, it is tried at once.
fn method_changed(work: &mut Working<'_>, old: Option<&Id>) -> Result<(), Problem> {
    if work.state.method_in_force() == old || work.recharge()?.is_none() {
        return Ok(());
    }
    work.state.attempts = Attempts::default();
    work.state.recharge_blocked = None;
    work.moment.seen.retry = true;
    Ok(())
}

/// Rule `bank_debit.verification`. A wrong code is a fact that counts, so it is no problem but an effect.
pub(crate) fn verify(work: &mut Working<'_>, now: &Now<'_>, fact: &BankVerification) -> Result<(), Problem> {
    let place = place(work, &fact.method)?;
    let Some(Method::Bank(bank)) = work.state.methods.get_mut(place) else { return Err(unknown(&fact.method)) };
    if bank.attempts_left == 0 && !bank.verified {
        let message = format!("the bank account `{}` has no attempts left", fact.method);
        let help = "remove it and add it again, with a new code";
        return Err(Problem::new(Code::BankLocked, message, help).under("method"));
    }
    let right = bank.knows(&fact.code);
    bank.verified |= right;
    if !right && !bank.verified {
        bank.attempts_left = bank.attempts_left.saturating_sub(1);
    }
    let attempts_left = bank.attempts_left;
    let (event, time, method) = (now.event.clone(), now.time, fact.method.clone());
    let (balance, rule, to) = (work.state.balance, Rule::BankDebitVerification, work.addresses());
    work.effects.push(if right {
        let id = effect_id(now, "bank_verified");
        Effect::BankVerified(BankVerified { id, event, time, method, balance, rule, to })
    } else {
        let id = effect_id(now, "bank_verification_failed");
        Effect::BankVerificationFailed(BankVerificationFailed {
            id,
            event,
            time,
            method,
            attempts_left,
            balance,
            rule,
            to,
        })
    });
    Ok(())
}

/// Rule `method.expiry`: told once. The card is still charged where a setting says so: banks renew cards.
pub(crate) fn expire(work: &mut Working<'_>, now: &Now<'_>, place: usize) {
    let Some(Method::Card(Card { method, expires, expired, .. })) = work.state.methods.get_mut(place) else { return };
    *expired = true;
    let (method, expires) = (method.clone(), *expires);
    work.effects.push(Effect::MethodExpired(told!(
        // A card of this name may be added again: with another month it expires again.
        work.notice(now, &format!("method_expired/{expires}"), Rule::MethodExpiry),
        MethodExpired { method }
    )));
}

fn place(work: &Working<'_>, id: &Id) -> Result<usize, Problem> {
    work.state.methods.iter().position(|method| method.id() == id).ok_or_else(|| unknown(id))
}

fn unknown(id: &Id) -> Problem {
    let message = format!("the account has no such payment method `{id}`");
    Problem::new(Code::MethodUnknown, message, "add it first (`method_added`)").under("method")
}
