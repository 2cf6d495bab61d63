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
    let ledger = Ledger { scale };
    if as_of < opened_at {
        return mismatch("as_of", "the state is older than its opening");
    }
    ledger.one("balance", *balance, Sign::Any)?;
    ledger.one("lifetime_credits", *lifetime_credits, Sign::Held)?;
    for (name, days, sign) in
        [("usage_by_day", usage_by_day, Sign::Any), ("charged_by_day", charged_by_day, Sign::Held)]
    {
        for (place, day) in days.iter().enumerate() {
            ledger.item(name, "amount", place, day.amount, sign)?;
        }
        if !days.windows(2).all(|pair| matches!(pair, [one, two] if one.date < two.date)) {
            return mismatch(name, "the days do not rise");
        }
    }
    if let Some(open) = open {
        for (field, amount) in [("amount", open.amount), ("burst", open.burst)] {
            ledger.takes(amount, Sign::Owed).map_err(|problem| problem.under(field).under("open"))?;
        }
    }
    if let Some(failed) = attempts.failed_at {
        ledger.takes(failed, Sign::Any).map_err(|problem| problem.under("failed_at").under("attempts"))?;
    }
    for (place, grant) in grants.iter().enumerate() {
        ledger.item("grants", "amount", place, grant.amount, Sign::Held)?;
        ledger.item("grants", "left", place, grant.left, Sign::Held)?;
        ledger.may("grants", "expired", place, grant.expired, Sign::Held)?;
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
        let amount = amount.map_or(Ok(()), |amount| ledger.takes(amount, Sign::Any));
        amount.map_err(|problem| problem.under(field).under("period"))?;
    }
    for (place, counter) in counters.iter().enumerate() {
        ledger.item("counters", "posted", place, counter.posted, Sign::Any)?;
    }
    for (place, subscription) in subscriptions.iter().enumerate() {
        ledger.item("subscriptions", "paid", place, subscription.paid, Sign::Held)?;
    }
    for (place, taken) in discounts.iter().enumerate() {
        ledger.may("discounts", "off", place, taken.off, Sign::Owed)?;
    }
    for (place, item) in unbilled.iter().enumerate() {
        ledger.item("unbilled", "amount", place, item.amount, Sign::Any)?;
        ledger.may("unbilled", "credited", place, item.credited, Sign::Owed)?;
    }
    if !closed.windows(2).all(|pair| matches!(pair, [one, two] if one.from < one.until && one.until <= two.from)) {
        return mismatch("closed", "the closed periods do not follow one another");
    }
    for (place, due) in due.iter().enumerate() {
        ledger.item("due", "amount", place, due.amount, Sign::Owed)?;
    }
    for (place, hold) in holds.iter().enumerate() {
        ledger.item("holds", "amount", place, hold.amount, Sign::Held)?;
    }
    for (place, part) in subaccounts.iter().enumerate() {
        ledger.may("subaccounts", "used_today", place, part.used_today, Sign::Any)?;
        ledger.item("subaccounts", "used_this_period", place, part.used_this_period, Sign::Any)?;
    }
    for (place, debit) in debits.iter().enumerate() {
        ledger.item("debits", "amount", place, debit.amount, Sign::Owed)?;
    }
    for (place, fee) in charged.iter().enumerate() {
        ledger.item("charged", "amount", place, fee.amount, Sign::Held)?;
        for (field, amount) in
            [("credited", fee.credited), ("discount", fee.discount), ("back", fee.back), ("overage", fee.overage)]
        {
            ledger.may("charged", field, place, amount, Sign::Held)?;
        }
    }
    for (place, invoice) in invoices.iter().enumerate() {
        ledger.item("invoices", "total", place, invoice.total, Sign::Held)?;
        for (field, amount) in [
            ("paid", invoice.paid),
            ("credited", invoice.credited),
            ("returned", invoice.returned),
            ("paid_out", invoice.paid_out),
            ("taken", invoice.taken),
        ] {
            ledger.may("invoices", field, place, amount, Sign::Held)?;
        }
        for part in &invoice.paid_by {
            ledger.item("invoices", "paid_by", place, part.amount, Sign::Held)?;
        }
    }
    for (place, taken) in taken_back.iter().enumerate() {
        ledger.item("taken_back", "amount", place, taken.amount, Sign::Held)?;
    }
    for (place, payers) in counter_payers.iter().enumerate() {
        for part in &payers.parts {
            ledger.item("counter_payers", "parts", place, part.amount, Sign::Held)?;
        }
    }
    for (place, payer) in overage_payers.iter().enumerate() {
        ledger.item("overage_payers", "by", place, payer.by.amount, Sign::Held)?;
    }
    Ok(())
}

/// What holds of every amount of one ledger.
#[derive(Clone, Copy)]
struct Ledger {
    scale: u8,
}

impl Ledger {
    /// An amount that stands by itself.
    fn one(self, field: &str, amount: Money, sign: Sign) -> Result<(), Problem> {
        self.takes(amount, sign).map_err(|problem| problem.under(field))
    }

    /// One of an item of a list.
    fn item(self, list: &str, field: &str, place: usize, amount: Money, sign: Sign) -> Result<(), Problem> {
        self.one(field, amount, sign).map_err(|problem| problem.item(place).under(list))
    }

    /// The same, where it is there.
    fn may(self, list: &str, field: &str, place: usize, amount: Option<Money>, sign: Sign) -> Result<(), Problem> {
        amount.map_or(Ok(()), |amount| self.item(list, field, place, amount, sign))
    }

    fn takes(self, amount: Money, sign: Sign) -> Result<(), Problem> {
        if amount.scale() != self.scale {
            return wrong(format!("`{amount}` is not at the ledger's scale of {} places", self.scale));
        }
        match sign {
            Sign::Held if amount.units() < 0 => wrong(format!("`{amount}` is below zero")),
            Sign::Owed if amount.units() <= 0 => wrong(format!("`{amount}` is not above zero")),
            _ => Ok(()),
        }
    }
}
