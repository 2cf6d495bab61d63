//! What an account was charged and not yet invoiced for, summed up as the next invoice will show it.

use super::Tax;
use crate::catalog::Payer;
use crate::ledger::{Entry, Kind, Period};
use crate::money::{Figure, Money, NonNegative, Positive};
use crate::rating::Line;
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// A line in the making: charges of one kind, product, rate, payer, subaccount and period.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What kind of charge; usage where it does not stand.
    #[serde(default, skip_serializing_if = "ItemKind::is_usage")]
    pub kind: ItemKind,
    /// The product.
    pub product: Id,
    /// The plan of a fee.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Id>,
    /// The rate of a usage that has a line of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Id>,
    /// What pays it; credit where it does not stand.
    #[serde(default, skip_serializing_if = "Payer::is_credit")]
    pub payer: Payer,
    /// The subaccount that used it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subaccount: Option<Id>,
    /// The closed period that late usage belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<Period>,
    /// Start of its service; that of the invoice where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// End of its service, outside; that of the invoice where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// How much.
    pub quantity: Figure,
    /// In which unit.
    pub unit: Id,
    /// The price of each, while it is one and the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<NonNegative>,
    /// The price is for so many units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<Positive>,
    /// Sum at the ledger's scale; what is credited is under zero.
    pub amount: Money,
    /// What of it was credited before it was invoiced: no discount is on that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credited: Option<Money>,
    /// The invoice that showed what it credits, net of what discounts took there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Id>,
    /// How that was taxed, and so this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Tax>,
    /// How many charges.
    pub count: u32,
    /// The rules that made them, each once.
    pub rules: Vec<Rule>,
}

/// What kind of charge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A plan's fee.
    Fee,
    /// What is credited of a fee.
    Unused,
    /// Usage.
    #[default]
    Usage,
    /// What a period's end adds: a minimum that was not used, what is priced together.
    TrueUp,
    /// What a person charged.
    Adjustment,
    /// What rounding single lines has left.
    Rounding,
}

impl ItemKind {
    fn is_usage(&self) -> bool {
        *self == Self::Usage
    }
}

impl Item {
    /// Is this entry summed up in it? The item is that of a draft, with the end of its service; the entry is one of
    /// those since the draft before.
    #[must_use]
    pub fn is_of(&self, entry: &Entry) -> bool {
        if self.kind == ItemKind::Adjustment {
            return entry.kind == Kind::Adjustment && entry.product.as_ref() == Some(&self.product);
        }
        let Some(line) = &entry.line else { return false };
        if line.product != self.product || line.subaccount != self.subaccount {
            return false;
        }
        match self.kind {
            ItemKind::Usage => {
                let own = self.rate.as_ref().is_none_or(|rate| *rate == line.rate);
                entry.kind == Kind::Usage && entry.period == self.late && own
            }
            ItemKind::TrueUp => {
                entry.kind == Kind::Usage && line.usage == entry.event && Some(&line.rate) == self.rate.as_ref()
            }
            ItemKind::Fee | ItemKind::Unused => {
                let credited = line.amount.units() < 0;
                entry.kind == Kind::Fee
                    && Some(&line.rate) == self.plan.as_ref()
                    && entry.period.map(|period| (Some(period.from), Some(period.until)))
                        == Some((self.from, self.until))
                    && credited == (self.kind == ItemKind::Unused)
            }
            ItemKind::Adjustment | ItemKind::Rounding => false,
        }
    }

    /// Does a usage of this line belong to it?
    #[must_use]
    pub fn is_like_usage(&self, line: &Line, late: Option<Period>) -> bool {
        // Every usage asks every line, and lines differ in their rates.
        self.rate.as_ref().is_none_or(|rate| *rate == line.rate)
            && (self.kind, self.late, self.payer) == (ItemKind::Usage, late, Payer::Credit)
            && self.of.is_none()
            && (&self.product, &self.unit, &self.subaccount) == (&line.product, &line.unit, &line.subaccount)
    }

    /// Do they make one line? Fees of different times or prices do not: two seats for half a month are not three seats.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let what = |item: &Self| (item.kind, item.payer, item.late, item.until);
        let time = |item: &Self| Some((item.from, item.price, item.per)).filter(|_| item.plan.is_some());
        (what(self), time(self)) == (what(other), time(other))
            && (&self.product, &self.plan, &self.rate) == (&other.product, &other.plan, &other.rate)
            && (&self.subaccount, &self.unit) == (&other.subaccount, &other.unit)
            && (&self.of, &self.tax) == (&other.of, &other.tax)
    }
}
