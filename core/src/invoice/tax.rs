//! Tax on lines and in the breakdown.

use crate::money::{Money, NonNegative};
use crate::problem::{Code, Problem};
pub use crate::tax::{Category, Levy, Reason};
use crate::text::{Id, Text};
use crate::wire::{Decode, Encode};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

/// The tax of an amount. Equal but for their reasons, two are one row of the breakdown.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tax {
    /// The VAT category.
    pub category: Category,
    /// VAT in percent (BT-152): above zero in category S without levies, zero in every other.
    #[serde(default = "no_percent")]
    pub percent: NonNegative,
    /// Why there is none (BT-120, BT-121).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Taxes that are no VAT, such as United States sales tax, from the widest jurisdiction to the narrowest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levies: Vec<Levy>,
}

pub(super) const fn no_percent() -> NonNegative {
    NonNegative::ZERO
}

/// A row of the tax breakdown (BG-23): what is taxed alike, and its tax.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxRow {
    /// VAT category (BT-118).
    pub category: Category,
    /// In percent (BT-119); a levy's own in a levy's row.
    pub percent: NonNegative,
    /// The levy's name; absent for VAT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The levy's jurisdiction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<Id>,
    /// Sum that is taxed (BT-116); for a compound levy with the levies before it.
    pub taxable: Money,
    /// Its tax (BT-117).
    pub tax: Money,
    /// Why there is none, each reason once (BT-120, BT-121).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

impl Tax {
    /// VAT of this category without a reason.
    #[must_use]
    pub const fn vat(category: Category, percent: NonNegative) -> Self {
        Self { category, percent, reason: None, levies: Vec::new() }
    }

    /// Does it make the same row?
    #[must_use]
    pub fn is_alike(&self, other: &Self) -> bool {
        (self.category, self.percent, &self.levies) == (other.category, other.percent, &other.levies)
    }

    /// Does the percentage fit the category (EN 16931: BR-S-5, BR-Z-5, BR-E-5 and their like)?
    ///
    /// # Errors
    /// `tax_percent`.
    pub fn check(&self) -> Result<(), Problem> {
        let fits = match (self.category, self.levies.is_empty()) {
            (Category::S, true) => !self.percent.is_zero(),
            (Category::S, false) | (_, true) => self.percent.is_zero(),
            (_, false) => false,
        };
        if fits {
            return Ok(());
        }
        let name = self.category.name();
        let message = format!("category {name} with {} percent and {} levies", *self.percent, self.levies.len());
        let help = "category S has a percentage above zero or levies, every other has zero and none";
        Err(Problem::new(Code::TaxPercent, message, help).under("percent"))
    }

    /// The reason given, or the one a category carries in itself (VATEX code list). Category E has none of its own.
    #[must_use]
    pub fn why(&self) -> Option<Reason> {
        let (code, text) = match self.category {
            Category::AE => ("VATEX-EU-AE", "Reverse charge"),
            Category::K => ("VATEX-EU-IC", "Intra-community supply"),
            Category::G => ("VATEX-EU-G", "Export outside the EU"),
            Category::O => ("VATEX-EU-O", "Not subject to VAT"),
            Category::S | Category::Z | Category::E => return self.reason.clone(),
        };
        self.reason.clone().or_else(|| Some(Reason { code: Id::new(code), text: Text::new(text) }))
    }
}

impl TaxRow {
    /// The code of its one reason (BT-121); several have none in common.
    pub(super) fn reason_code(&self) -> Option<&Id> {
        match self.reasons.as_slice() {
            [one] => one.code.as_ref(),
            _ => None,
        }
    }

    /// Its reasons in words (BT-120); a code stands for a reason without.
    pub(super) fn reason_text(&self) -> Option<String> {
        let words = |reason: &Reason| match (&reason.text, &reason.code) {
            (Some(text), _) => text.to_string(),
            (None, code) => code.as_deref().unwrap_or_default().to_string(),
        };
        (!self.reasons.is_empty()).then(|| self.reasons.iter().map(words).collect::<Vec<_>>().join("; "))
    }
}
