//! Rule `bank_debit.schedule`: a fixed amount each month from a verified US bank account.
//!
//! It starts at 00:00 UTC of its day, clamped to the month's end, and is pending until the bank answers, up to four
//! business days. Money on its way counts for auto-recharge, but keeps no service on: it can still be returned.
//! Source: Plivo help, "How can I recharge my account?", Bank Direct Debits.

use super::Method;
use crate::catalog::{BankDebitPolicy, Rulebook};
use crate::money::{Money, Positive};
use crate::problem::{Code, Problem};
use crate::text::Id;
use crate::time::{Date, Instant};
use crate::wire::{Decode, Encode};
use alloc::format;

/// The owner's schedule.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BankDebit {
    /// Switched on?
    pub enabled: bool,
    /// The bank account.
    pub method: Id,
    /// The day of the month, 1 to 31; a shorter month's last day stands for it.
    pub day_of_month: u8,
    /// How much each month.
    pub amount: Positive,
}

/// A debit on its way.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenDebit {
    /// Its id, and the idempotency key at the gateway.
    pub charge: Id,
    /// How much.
    pub amount: Money,
    /// The bank account.
    pub method: Id,
    /// When it was asked for.
    pub time: Instant,
    /// The last day on which the bank answers.
    pub expected_by: Date,
    /// The owner was told that it did not.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub overdue: bool,
}

impl BankDebit {
    /// Holds the schedule against the rulebook and, where it is switched on, the account's methods.
    ///
    /// # Errors
    /// `day_range`, `bank_debit_unavailable`, `method_unknown`, `method_unverified`, `amount_scale`,
    /// `recharge_below_minimum`, `recharge_above_maximum`.
    pub fn check(&self, rulebook: &Rulebook, methods: &[Method]) -> Result<(), Problem> {
        if !(1..=31).contains(&self.day_of_month) {
            let message = format!("day {} is not from 1 to 31", self.day_of_month);
            let help = "write a day of a month; a month that is shorter is debited on its last day";
            return Err(Problem::new(Code::DayRange, message, help).under("day_of_month"));
        }
        let Some(policy) = rulebook.parts().bank_debit.as_ref().filter(|_| rulebook.parts().currency.code() == "USD")
        else {
            let message = format!("rulebook `{}` offers no scheduled debits", rulebook.parts().name);
            return Err(Problem::new(Code::BankDebitUnavailable, message, "they need `bank_debit` and USD"));
        };
        self.check_amount(rulebook, policy).map_err(|problem| problem.under("amount"))?;
        if self.enabled { self.check_bank(methods).map_err(|problem| problem.under("method")) } else { Ok(()) }
    }

    fn check_amount(&self, rulebook: &Rulebook, policy: &BankDebitPolicy) -> Result<(), Problem> {
        if let Some(minimum) = policy.minimum.filter(|minimum| self.amount < *minimum) {
            let message = format!("the amount `{}` is under the minimum `{}`", *self.amount, *minimum);
            return Err(Problem::new(Code::RechargeBelowMinimum, message, format!("use `{}` or more", *minimum)));
        }
        if let Some(maximum) = policy.maximum.filter(|maximum| self.amount > *maximum) {
            let message = format!("the amount `{}` is over the maximum `{}`", *self.amount, *maximum);
            let help = format!("use `{}` or less, or contact support for more", *maximum);
            return Err(Problem::new(Code::RechargeAboveMaximum, message, help));
        }
        rulebook.payable(*self.amount).map(|_| ())
    }

    fn check_bank(&self, methods: &[Method]) -> Result<(), Problem> {
        match methods.iter().find(|method| *method.id() == self.method) {
            Some(Method::Bank(bank)) if &*bank.country != "US" => {
                let message = format!("the bank account `{}` is held in {}", self.method, &*bank.country);
                Err(Problem::new(Code::BankDebitUnavailable, message, "use a bank account in the US"))
            }
            Some(Method::Bank(bank)) if !bank.verified => {
                let message = format!("the bank account `{}` is not verified", self.method);
                let help = "give the six digits on its statement first (`bank_verification`)";
                Err(Problem::new(Code::MethodUnverified, message, help))
            }
            Some(Method::Bank(_)) => Ok(()),
            _ => {
                let message = format!("the account has no bank account `{}`", self.method);
                Err(Problem::new(Code::MethodUnknown, message, "add it first (`method_added`)"))
            }
        }
    }
}
