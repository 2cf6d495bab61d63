//! A state is held against the rulebook and itself before anything is built on it: every part for scale, sign and order
//! here, the parts against each other in `sums`.

use super::mismatch::{mismatch, wrong};
use super::{State, sums};
use crate::catalog::Rulebook;
use crate::money::Money;
use crate::problem::Problem;
use alloc::format;

impl State {
    /// A state as a former answer gave it.
    ///
    /// # Errors
    /// `state_mismatch` at the field.
    pub fn accept(self, rulebook: &Rulebook) -> Result<Self, Problem> {
        if self.currency != rulebook.parts().currency {
            return mismatch("currency", "the state is in another currency than the rulebook");
        }
        check(&self, rulebook.scale())?;
        sums::check(&self)?;
        if let Some(recharge) = &self.settings.recharge {
            recharge.in_money(rulebook).map_err(|problem| problem.under("recharge").under("settings"))?;
        }
        Ok(self)
    }
}

/// Which signs an amount may have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Any,
    /// Zero or above.
    Held,
    /// Above zero.
    Owed,
}

/// Every part by itself. The state is taken apart, so that no new field is forgotten here.
fn check(state: &State, scale: u8) -> Result<(), Problem> {
    let State {
        version: _,
        account: _,
        currency: _,
        opened_at,
        as_of,
        balance,
        service: _,
        settings: _,
        usage_by_day,
        below: _,
        open,
        attempts,
        recharge_blocked: _,
        charged_by_day,
        grants,
        lifetime_credits,
        period,
        counters,
        allowances: _,
        subscriptions,
        customer: _,
        discounts,
        unbilled,
        closed,
        due,
        holds,
        notified: _,
        subaccounts,
        methods: _,
        default_method: _,
        debit_on: _,
        debits,
        coupons: _,
        recent: _,
        charged,
        invoices,
        taken_back,
        counter_payers,
        overage_payers,
        trials: _,
    } = state;
    let one = |field: &str, amount: Money, sign: Sign| at(amount, scale, sign).map_err(|problem| problem.under(field));
    let list = |list: &str, field: &str, place: usize, amount: Option<Money>, sign: Sign| match amount {
        Some(amount) => at(amount, scale, sign).map_err(|problem| problem.under(field).item(place).under(list)),
        None => Ok(()),
    };
    if as_of < opened_at {
        return mismatch("as_of", "the state is older than its opening");
    }
    one("balance", *balance, Sign::Any)?;
    one("lifetime_credits", *lifetime_credits, Sign::Held)?;
    for (name, days, sign) in
        [("usage_by_day", usage_by_day, Sign::Any), ("charged_by_day", charged_by_day, Sign::Held)]
    {
        for (place, day) in days.iter().enumerate() {
            list(name, "amount", place, Some(day.amount), sign)?;
        }
        if !days.windows(2).all(|pair| matches!(pair, [one, two] if one.date < two.date)) {
            return mismatch(name, "the days do not rise");
        }
    }
    if let Some(open) = open {
        for (field, amount) in [("amount", open.amount), ("burst", open.burst)] {
            at(amount, scale, Sign::Owed).map_err(|problem| problem.under(field).under("open"))?;
        }
    }
    if let Some(failed) = attempts.failed_at {
        at(failed, scale, Sign::Any).map_err(|problem| problem.under("failed_at").under("attempts"))?;
    }
    for (place, grant) in grants.iter().enumerate() {
        list("grants", "amount", place, Some(grant.amount), Sign::Held)?;
        list("grants", "left", place, Some(grant.left), Sign::Held)?;
        list("grants", "expired", place, grant.expired, Sign::Held)?;
    }
    let of_period = [
        ("used", Some(period.used)),
        ("late", Some(period.late)),
        ("bound", Some(period.bound)),
        ("to_invoice", period.to_invoice),
        ("given_back", period.given_back),
        ("carried", period.carried),
        ("interim", period.interim),
    ];
    for (field, amount) in of_period {
        let amount = amount.map_or(Ok(()), |amount| at(amount, scale, Sign::Any));
        amount.map_err(|problem| problem.under(field).under("period"))?;
    }
    for (place, counter) in counters.iter().enumerate() {
        list("counters", "posted", place, Some(counter.posted), Sign::Any)?;
    }
    for (place, subscription) in subscriptions.iter().enumerate() {
        list("subscriptions", "paid", place, Some(subscription.paid), Sign::Held)?;
    }
    for (place, taken) in discounts.iter().enumerate() {
        list("discounts", "off", place, taken.off, Sign::Owed)?;
    }
    for (place, item) in unbilled.iter().enumerate() {
        list("unbilled", "amount", place, Some(item.amount), Sign::Any)?;
        list("unbilled", "credited", place, item.credited, Sign::Owed)?;
    }
    if !closed.windows(2).all(|pair| matches!(pair, [one, two] if one.from < one.until && one.until <= two.from)) {
        return mismatch("closed", "the closed periods do not follow one another");
    }
    for (place, due) in due.iter().enumerate() {
        list("due", "amount", place, Some(due.amount), Sign::Owed)?;
    }
    for (place, hold) in holds.iter().enumerate() {
        list("holds", "amount", place, Some(hold.amount), Sign::Held)?;
    }
    for (place, part) in subaccounts.iter().enumerate() {
        list("subaccounts", "used_today", place, part.used_today, Sign::Any)?;
        list("subaccounts", "used_this_period", place, Some(part.used_this_period), Sign::Any)?;
    }
    for (place, debit) in debits.iter().enumerate() {
        list("debits", "amount", place, Some(debit.amount), Sign::Owed)?;
    }
    for (place, fee) in charged.iter().enumerate() {
        list("charged", "amount", place, Some(fee.amount), Sign::Held)?;
        for (field, amount) in
            [("credited", fee.credited), ("discount", fee.discount), ("back", fee.back), ("overage", fee.overage)]
        {
            list("charged", field, place, amount, Sign::Held)?;
        }
    }
    for (place, invoice) in invoices.iter().enumerate() {
        list("invoices", "total", place, Some(invoice.total), Sign::Held)?;
        for (field, amount) in [
            ("paid", invoice.paid),
            ("credited", invoice.credited),
            ("returned", invoice.returned),
            ("paid_out", invoice.paid_out),
            ("taken", invoice.taken),
        ] {
            list("invoices", field, place, amount, Sign::Held)?;
        }
        for part in &invoice.paid_by {
            list("invoices", "paid_by", place, Some(part.amount), Sign::Held)?;
        }
    }
    for (place, taken) in taken_back.iter().enumerate() {
        list("taken_back", "amount", place, Some(taken.amount), Sign::Held)?;
    }
    for (place, payers) in counter_payers.iter().enumerate() {
        for part in &payers.parts {
            list("counter_payers", "parts", place, Some(part.amount), Sign::Held)?;
        }
    }
    for (place, payer) in overage_payers.iter().enumerate() {
        list("overage_payers", "by", place, Some(payer.by.amount), Sign::Held)?;
    }
    Ok(())
}

fn at(amount: Money, scale: u8, sign: Sign) -> Result<(), Problem> {
    if amount.scale() != scale {
        return wrong(format!("`{amount}` is not at the ledger's scale of {scale} places"));
    }
    match sign {
        Sign::Held if amount.units() < 0 => wrong(format!("`{amount}` is below zero")),
        Sign::Owed if amount.units() <= 0 => wrong(format!("`{amount}` is not above zero")),
        _ => Ok(()),
    }
}
