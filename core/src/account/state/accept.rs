//! A state is held against the rulebook and itself before anything is built on it.

use super::State;
use crate::catalog::Rulebook;
use crate::money::{Money, Refusal};
use crate::problem::{Code, Problem};
use alloc::vec::Vec;

impl State {
    /// A state as a former answer gave it.
    ///
    /// # Errors
    /// `state_mismatch` at the field.
    pub fn accept(self, rulebook: &Rulebook) -> Result<Self, Problem> {
        if self.currency != rulebook.parts().currency {
            return mismatch("currency", "the state is in another currency than the rulebook");
        }
        if self.as_of < self.opened_at {
            return mismatch("as_of", "the state is older than its opening");
        }
        for (field, amounts) in self.amounts() {
            if amounts.iter().any(|amount| amount.scale() != rulebook.scale()) {
                return mismatch(field, "an amount is not at the ledger's scale");
            }
        }
        for (field, days) in [("usage_by_day", &self.usage_by_day), ("charged_by_day", &self.charged_by_day)] {
            if !days.windows(2).all(|pair| matches!(pair, [one, two] if one.date < two.date)) {
                return mismatch(field, "the days do not rise");
            }
        }
        if !self.grants.windows(2).all(|pair| matches!(pair, [one, two] if one.burns_before(two))) {
            return mismatch("grants", "the grants are not in burn order");
        }
        if self.grants_do_not_make_the_balance()? {
            return mismatch("balance", "the balance is not what the grants make it");
        }
        if let Some(recharge) = &self.settings.recharge {
            recharge.in_money(rulebook).map_err(|problem| problem.under("recharge").under("settings"))?;
        }
        Ok(self)
    }

    /// Credit that is left makes the balance; where there is none, the balance is zero or overage.
    fn grants_do_not_make_the_balance(&self) -> Result<bool, Refusal> {
        let zero = self.balance.minus(self.balance)?;
        let mut left = zero;
        for grant in self.grants.iter().filter(|grant| !grant.is_bound() && !grant.scheduled) {
            left = left.plus(grant.left)?;
        }
        Ok(if left.is_zero() { self.balance > zero } else { self.balance != left })
    }

    /// Every amount, by the field it stands in.
    fn amounts(&self) -> [(&'static str, Vec<Money>); 14] {
        let days = |days: &[crate::alert::DayAmount]| days.iter().map(|day| day.amount).collect();
        let grants = self.grants.iter();
        let subaccounts = self.subaccounts.iter();
        [
            ("balance", Vec::from([self.balance])),
            ("usage_by_day", days(&self.usage_by_day)),
            ("charged_by_day", days(&self.charged_by_day)),
            ("open", self.open.iter().flat_map(|open| [open.amount, open.burst]).collect()),
            ("attempts", self.attempts.failed_at.into_iter().collect()),
            ("grants", grants.flat_map(|one| [Some(one.amount), Some(one.left), one.lapsed]).flatten().collect()),
            ("lifetime_credits", Vec::from([self.lifetime_credits])),
            (
                "period",
                [self.period.used, self.period.late, self.period.bound]
                    .into_iter()
                    .chain(self.period.owed)
                    .chain(self.period.carried)
                    .collect(),
            ),
            ("counters", self.counters.iter().map(|counter| counter.posted).collect()),
            ("subscriptions", self.subscriptions.iter().map(|subscription| subscription.paid).collect()),
            ("unbilled", self.unbilled.iter().map(|item| item.amount).collect()),
            ("due", self.due.iter().map(|due| due.amount).collect()),
            ("holds", self.holds.iter().map(|hold| hold.amount).collect()),
            ("subaccounts", subaccounts.flat_map(|one| [one.used_today, one.used_this_period]).collect()),
        ]
    }
}

fn mismatch<T>(field: &str, message: &str) -> Result<T, Problem> {
    let help = "pass the state as an answer gave it, with the rulebook it was made with";
    Err(Problem::new(Code::StateMismatch, message, help).under(field))
}
