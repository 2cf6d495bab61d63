//! Why something followed: the rule, with the figures that were in the hand when it decided.

use super::entry::word;
use super::step::{Explained, Step};
use crate::account::{ChargeRequest, Effect, Reason, Working, line, owed, spendable_of};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::wire;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

pub(super) fn explain(work: &Working<'_>, effect: &Effect) -> Result<Explained, Problem> {
    let (id, event, _, rule) = effect.head();
    let (steps, result) = match effect {
        Effect::ChargeRequest(charge) => (charge_steps(work, charge)?, charge.amount.to_string()),
        Effect::Suspended(notice) | Effect::Restored(notice) => {
            let step = Step::of(rule, spendable_of(work, notice.balance)?).with("balance", notice.balance);
            let step = step.with("overage_protection", line(work)?).with("owed", owed(work)?);
            (alloc::vec![step], kind(effect))
        }
        Effect::InvoiceDrafted(told) => (super::invoice::steps(told), told.document.totals.payable.to_string()),
        other => (alloc::vec![plain(rule, other)], kind(effect)),
    };
    Ok(Explained { subject: String::from(id), result, steps, events: alloc::vec![event.clone()] })
}

/// Trigger, amount, limits: the burst as it was planned when this charge was asked for.
fn charge_steps(work: &Working<'_>, charge: &ChargeRequest) -> Result<Vec<Step>, Problem> {
    let Some(settings) = work.state.settings.recharge.as_ref().filter(|_| charge.rule != Rule::BankDebitSchedule)
    else {
        let step = Step::of(charge.rule, charge.amount).with("method", &charge.method);
        return Ok(alloc::vec![step.maybe("expected_by", charge.expected_by)]);
    };
    let policy = work.rulebook.parts().recharge.as_ref();
    let threshold = settings.in_money(work.rulebook)?.threshold;
    let trigger = Step::of(Rule::RechargeTrigger, "triggered").with("balance", charge.balance);
    let trigger = trigger.with("threshold", threshold).maybe("trigger", policy.map(|policy| word(&policy.trigger)));
    let amount = Step::of(charge.rule, charge.amount).with("missing", threshold.minus(charge.balance)?);
    let amount = amount.maybe("amount", settings.amount.map(|amount| *amount));
    let amount = amount.maybe("target", settings.target.map(|target| *target));
    let limits = &settings.limits;
    let bounds = Step::of(Rule::RechargeLimits, charge.planned).with("sequence", charge.sequence);
    let bounds = bounds.maybe("per_trigger", limits.per_trigger.map(|limit| *limit));
    let bounds = bounds.maybe("per_day", limits.per_day.map(|limit| *limit));
    let bounds = bounds.maybe("per_month", limits.per_month.map(|limit| *limit));
    let method = Step::of(Rule::RechargeMethod, &charge.method);
    Ok(alloc::vec![trigger, amount, bounds, method])
}

/// A step of the effect's own figures.
fn plain(rule: Rule, effect: &Effect) -> Step {
    match effect {
        Effect::Alert(alert) => {
            let step = Step::of(rule, "fell below").with("threshold", alert.threshold).with("balance", alert.balance);
            alert.sources.iter().fold(step, |step, source| step.with("source", word(source)))
        }
        Effect::DailyNotification(told) | Effect::DailyBudgetReached(told) => {
            Step::of(rule, "reached").with("limit", told.limit).with("used", told.used)
        }
        Effect::UsageAlert(alert) => {
            Step::of(rule, "reached").with("threshold", alert.threshold).with("used", alert.used)
        }
        Effect::RechargeFailed(failed) => {
            let step = Step::of(rule, "failed").with("failures", failed.failures).with("balance", failed.balance);
            step.maybe("next_rung", failed.next_rung)
        }
        Effect::RechargeBlocked(blocked) => {
            let reason = match blocked.reason {
                Reason::Limit(limit) => word(&limit),
                Reason::Pause(pause) => word(&pause),
            };
            Step::of(rule, reason).with("balance", blocked.balance)
        }
        Effect::DebitFailed(debit) | Effect::DebitOverdue(debit) => {
            Step::of(rule, kind(effect)).with("charge", &debit.charge).with("amount", debit.amount)
        }
        Effect::BankVerified(told) => Step::of(rule, "verified").with("method", &told.method),
        Effect::BankVerificationFailed(told) => {
            Step::of(rule, "wrong code").with("method", &told.method).with("attempts_left", told.attempts_left)
        }
        Effect::MethodExpired(told) => Step::of(rule, "expired").with("method", &told.method),
        Effect::HoldTaken(told) => {
            Step::of(rule, "allowed").with("amount", told.amount).with("available_after", told.available)
        }
        Effect::HoldDenied(told) => {
            let step = Step::of(rule, "denied").with("estimate", told.estimate).with("available", told.available);
            told.reasons.iter().fold(step, |step, reason| step.with("reason", word(reason)))
        }
        Effect::HoldExpired(told) => Step::of(rule, "expired").with("amount", told.amount),
        Effect::PeriodClosed(told) => {
            let step = Step::of(rule, told.used).with("from", told.from).with("until", told.until);
            step.with("late", told.late).with("due", told.due)
        }
        Effect::InvoiceDrafted(told) => Step::of(rule, told.due),
        Effect::CreditNoteDrafted(told) => {
            let step = Step::of(rule, told.credit).with("note", &told.note);
            told.invoices.iter().fold(step, |step, invoice| step.with("invoice", invoice))
        }
        Effect::RefundRequest(told) => Step::of(rule, told.amount).with("invoice", &told.invoice),
        Effect::InvoiceOverdue(told) => {
            Step::of(rule, "overdue").with("invoice", &told.invoice).with("amount", told.amount)
        }
        Effect::RanOut(told) | Effect::Suspended(told) | Effect::Restored(told) => {
            Step::of(rule, kind(effect)).with("balance", told.balance)
        }
        Effect::ChargeRequest(charge) => Step::of(rule, charge.amount),
    }
}

/// The effect's type, as the contract writes it.
fn kind(effect: &Effect) -> String {
    let written = String::from_utf8(wire::to_bytes(effect)).unwrap_or_default();
    written.split('"').nth(3).map(String::from).unwrap_or_default()
}
