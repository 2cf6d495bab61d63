//! The rulebook as written, and as accepted.

use super::settle::{BankDebitPolicy, Billing, Coupon, HoldPolicy, OveragePolicy, ServicePolicy, Settlement};
use super::{
    AlertPolicy, Allowance, DiscountPolicy, InvoicePolicy, Plan, Rate, RateCard, RechargePolicy, TopUpPolicy, Weekly,
    Window,
};
use crate::money::{Currency, Exact, Money, Refusal, Rounding};
use crate::party::Party;
use crate::problem::{Code, Problem};
use crate::tax::TaxPolicy;
use crate::text::{Id, Text};
use crate::time::Zone;
use crate::time::{Date, Instant};
use crate::wire;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;
use counterfoil_derive::Decode;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// The rulebook as written: one document, content-addressed by the digest of its canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Rulebook"))]
#[serde(deny_unknown_fields)]
pub struct RulebookParts {
    /// Where an editor finds the schema of rulebooks. It says nothing of billing and is no part of the digest.
    #[serde(rename = "$schema", skip_serializing)]
    pub schema: Option<Text>,
    /// Its name.
    pub name: Id,
    /// What it is for, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// The one currency of its accounts.
    pub currency: Currency,
    /// The ledger's scale, and how a usage is rounded to it when it is posted (rule `money.ledger_rounding`).
    pub rounding: Rounding,
    /// What each product costs.
    pub rates: Vec<Rate>,
    /// What periods include before anything is charged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<Allowance>,
    /// What recurs: seats, add-ons, numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Plan>,
    /// Invoices; without it none are drafted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<InvoicePolicy>,
    /// Discounts that can be taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<DiscountPolicy>,
    /// Windows of the week that calls are priced by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<Window>,
    /// Alerts; without it there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alerts: Option<AlertPolicy>,
    /// Manual top-ups; without it any amount is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_up: Option<TopUpPolicy>,
    /// Auto-recharge; without it none is offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recharge: Option<RechargePolicy>,
    /// When usage leaves the credit; without it as it happens.
    #[serde(default, skip_serializing_if = "is_immediate")]
    pub settlement: Settlement,
    /// Billing periods; without it nothing is ever invoiced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing: Option<Billing>,
    /// Overage protection; without it there is no credit line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overage: Option<OveragePolicy>,
    /// Bounds of holds; without it the documented ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<HoldPolicy>,
    /// What still works without credit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<ServicePolicy>,
    /// Coupons that can be redeemed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<Coupon>,
    /// Scheduled bank debits; without it none are offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_debit: Option<BankDebitPolicy>,
    /// The time zone of its billing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// Who sells; tax and invoices need it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seller: Option<Party>,
    /// Tax; without it none is ever worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxPolicy>,
}

fn is_immediate(settlement: &Settlement) -> bool {
    *settlement == Settlement::Immediate
}

impl RulebookParts {
    /// `sha256:` and the digest of the canonical bytes: two texts that say the same have the same.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut digest = String::from("sha256:");
        for byte in Sha256::digest(wire::to_bytes(self)) {
            // Writing to a String cannot fail.
            let _ = write!(digest, "{byte:02x}");
        }
        digest
    }
}

/// A rulebook that has passed every check. Rules below need not ask again.
#[derive(Clone, Debug)]
pub struct Rulebook<'r> {
    parts: &'r RulebookParts,
    rates: RateCard<'r>,
    closing: Vec<&'r Rate>,
    looks_at_periods: bool,
    digest: String,
}

impl<'r> Rulebook<'r> {
    /// Checks a rulebook whole.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn accept(parts: &'r RulebookParts) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        super::check::note_problems(parts, &mut problems);
        super::clash::note_problems(parts, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let rates = RateCard::new(&parts.rates);
        let closing = rates.iter().filter(|rate| rate.adds_at_the_end()).collect();
        let looks_at_periods = !parts.allowances.is_empty() || !parts.rates.iter().all(Rate::is_of_one_usage);
        Ok(Self { parts, rates, closing, looks_at_periods, digest: parts.digest() })
    }

    /// `sha256:` and the digest of the canonical bytes: two texts that say the same have the same.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The rulebook as written.
    #[must_use]
    pub const fn parts(&self) -> &'r RulebookParts {
        self.parts
    }

    /// The rates.
    #[must_use]
    pub const fn rates(&self) -> &RateCard<'r> {
        &self.rates
    }

    /// The allowance of this name.
    #[must_use]
    pub fn allowance(&self, id: &Id) -> Option<&'r Allowance> {
        self.parts.allowances.iter().find(|allowance| allowance.id == *id)
    }

    /// The day of a moment in the rulebook's zone; in UTC where it has none.
    ///
    /// # Errors
    /// `zone_reach` beyond the zone's table.
    pub fn day(&self, time: Instant) -> Result<Date, Problem> {
        self.parts.zone.as_ref().map_or(Ok(time.date()), |zone| Ok(zone.local(time)?.date))
    }

    /// The moment a day begins there.
    ///
    /// # Errors
    /// `zone_reach` beyond the zone's table.
    pub fn midnight(&self, day: Date) -> Result<Instant, Problem> {
        self.parts.zone.as_ref().map_or(Ok(day.midnight()), |zone| zone.start_of(day))
    }

    /// The week as a call sees it that begins at this moment.
    #[must_use]
    pub fn weekly(&self, began: Instant) -> Weekly<'r> {
        Weekly::new(&self.parts.windows, self.parts.zone.as_ref(), began)
    }

    /// The plan of this name.
    #[must_use]
    pub fn plan(&self, id: &Id) -> Option<&'r Plan> {
        self.parts.plans.iter().find(|plan| plan.id == *id)
    }

    /// The rates to which a period's end can add something.
    pub fn closing_rates(&self) -> impl Iterator<Item = &'r Rate> {
        self.closing.iter().copied()
    }

    /// Does what a usage costs hang on those before it? Not where every usage is priced by itself.
    #[must_use]
    pub const fn looks_at_periods(&self) -> bool {
        self.looks_at_periods
    }

    /// Places of every posted amount.
    #[must_use]
    pub const fn scale(&self) -> u8 {
        self.parts.rounding.scale
    }

    /// A given number as money of the ledger.
    ///
    /// # Errors
    /// `amount_scale` when it has more places than the ledger, `overflow` above the bound.
    pub fn money(&self, number: Exact) -> Result<Money, Problem> {
        Money::fit(number, self.scale()).map_err(|refusal| match refusal {
            Refusal::Inexact => scale_problem(number, self.scale(), "the ledger"),
            other => other.into(),
        })
    }

    /// A given number as money that can be paid: no finer than the currency's minor units.
    ///
    /// # Errors
    /// `amount_scale` when it is finer, `overflow` above the bound.
    pub fn payable(&self, number: Exact) -> Result<Money, Problem> {
        let minor = self.parts.currency.minor_units();
        if number.places() > u32::from(minor) {
            return Err(scale_problem(number, minor, self.parts.currency.code()));
        }
        self.money(number)
    }
}

pub(crate) fn scale_problem(number: Exact, scale: u8, whose: &str) -> Problem {
    Problem::new(
        Code::AmountScale,
        format!("`{number}` has more than the {scale} decimal places of {whose}"),
        "write an amount with no more places; nothing is rounded at the door",
    )
}
