//! The rulebook as written.

use super::settlement::{BankDebitPolicy, Billing, Coupon, HoldPolicy, OveragePolicy, ServicePolicy, Settlement};
use super::{
    AlertPolicy, Allowance, CorrectionPolicy, DiscountPolicy, InvoicePolicy, Plan, Rate, RechargePolicy, TopUpPolicy,
    Window,
};
use crate::hash::push_sha256;
use crate::money::{Currency, Rounding};
use crate::party::Party;
use crate::tax::TaxPolicy;
use crate::text::{Id, Text};
use crate::time::Zone;
use crate::wire;
use crate::wire::{Decode, Encode};
use alloc::string::String;
use alloc::vec::Vec;

/// The rulebook as written: one document, content-addressed by the digest of its canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
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
    /// How long things can be taken back; without it the documented days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrections: Option<CorrectionPolicy>,
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
        push_sha256(&mut digest, &wire::to_bytes(self), 32);
        digest
    }
}
