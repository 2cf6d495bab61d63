//! Payment methods on an account.

use super::effect::{BankVerificationFailed, BankVerified, Effect, MethodExpired};
use super::event::{BankVerification, MethodAdded, MethodDefault, MethodRemoved};
use super::fold::{Fold, Now, effect_id};
use super::recharging;
use crate::catalog::verification_attempts;
use crate::payment::{Card, Method};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Id;
use alloc::format;

/// Most payment methods of an account.
const METHODS_MAX: usize = 20;

/// The first one is the default, and each that says so.
pub(super) fn add(fold: &mut Fold<'_>, now: &Now<'_>, fact: &MethodAdded) -> Result<(), Problem> {
    let policy = fold.rulebook.parts().bank_debit.as_ref();
    let attempts = policy.map_or_else(verification_attempts, |policy| policy.verification_attempts);
    let mut method = fact.method.kept(attempts);
    if let Method::Card(card) = &mut method {
        // Whoever adds a card that has expired can see it: nobody has to be told later.
        card.expired = card.expires.last_day() < now.time.date();
    }
    let wrong = |code, message, help: &str| Err(Problem::new(code, message, help).under("method").under("method"));
    let id = method.id().clone();
    if fold.state.methods.iter().any(|known| *known.id() == id) {
        let message = format!("the account has a payment method `{id}`");
        return wrong(Code::MethodDuplicate, message, "remove it first, or give this one another name");
    }
    if fold.state.methods.len() >= METHODS_MAX {
        let message = format!("the account has {METHODS_MAX} payment methods");
        return wrong(Code::MethodsTooMany, message, "remove one first");
    }
    fold.state.methods.push(method);
    if fact.default || fold.state.default_method.is_none() { make_default(fold, now, id) } else { Ok(()) }
}

/// Not while a setting charges it.
pub(super) fn remove(fold: &mut Fold<'_>, fact: &MethodRemoved) -> Result<(), Problem> {
    let id = &fact.method;
    let place = place(fold, id)?;
    let settings = &fold.state.settings;
    let recharge = settings.recharge.as_ref().is_some_and(|recharge| recharge.enabled);
    let debit = settings.bank_debit.as_ref().is_some_and(|debit| debit.enabled && debit.method == *id);
    if debit || recharge && recharging::method_in_force(&fold.state) == Some(id) {
        let message = format!("a setting charges the payment method `{id}`");
        let help = "name another method there, or switch it off";
        return Err(Problem::new(Code::MethodInUse, message, help).under("method"));
    }
    fold.state.methods.remove(place);
    fold.state.default_method.take_if(|default| default == id);
    Ok(())
}

/// Rule `method.default`.
pub(super) fn choose(fold: &mut Fold<'_>, now: &Now<'_>, fact: &MethodDefault) -> Result<(), Problem> {
    place(fold, &fact.method)?;
    make_default(fold, now, fact.method.clone())
}

/// Where auto-recharge charges the default, another one starts its ladder anew and is tried at once.
fn make_default(fold: &mut Fold<'_>, now: &Now<'_>, id: Id) -> Result<(), Problem> {
    let old = recharging::method_in_force(&fold.state).cloned();
    fold.state.default_method = Some(id);
    recharging::method_changed(fold, now, old.as_ref())
}

/// Rule `bank_debit.verification`. A wrong code is a fact that counts, so it is no problem but an effect.
pub(super) fn verify(fold: &mut Fold<'_>, now: &Now<'_>, fact: &BankVerification) -> Result<(), Problem> {
    let place = place(fold, &fact.method)?;
    let Some(Method::Bank(bank)) = fold.state.methods.get_mut(place) else { return Err(unknown(&fact.method)) };
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
    let (balance, rule, to) = (fold.state.balance, Rule::BankDebitVerification, fold.addresses());
    fold.effects.push(if right {
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
pub(super) fn expire(fold: &mut Fold<'_>, now: &Now<'_>, place: usize) {
    let Some(Method::Card(Card { method, expires, expired, .. })) = fold.state.methods.get_mut(place) else { return };
    *expired = true;
    let (method, expires) = (method.clone(), *expires);
    fold.effects.push(Effect::MethodExpired(MethodExpired {
        // A card of this name may be added again: with another month it expires again.
        id: effect_id(now, &format!("method_expired/{expires}")),
        event: now.event.clone(),
        time: now.time,
        method,
        balance: fold.state.balance,
        rule: Rule::MethodExpiry,
        to: fold.addresses(),
    }));
}

fn place(fold: &Fold<'_>, id: &Id) -> Result<usize, Problem> {
    fold.state.methods.iter().position(|method| method.id() == id).ok_or_else(|| unknown(id))
}

fn unknown(id: &Id) -> Problem {
    let message = format!("the account has no such payment method `{id}`");
    Problem::new(Code::MethodUnknown, message, "add it first (`method_added`)").under("method")
}
