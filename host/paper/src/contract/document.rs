//! Invoices and credit notes, in the words of EN 16931.

use super::{Day, Figure, Means, Party};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// An invoice or credit note, as the verbs `issue`, `credit` and `draft` answer it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Which of the two.
    pub kind: Kind,
    /// Its number; a draft has none.
    pub number: Option<String>,
    /// When it was issued.
    pub issued_on: Option<Day>,
    /// When payment is due.
    pub due_on: Option<Day>,
    /// What it bills.
    pub period: Option<Period>,
    /// Of every amount, by ISO 4217.
    pub currency: String,
    /// Who sells.
    pub seller: Party,
    /// Who buys.
    pub buyer: Party,
    /// Payment terms.
    pub terms: Option<String>,
    /// How to pay.
    pub means: Option<Means>,
    /// What a credit note corrects.
    #[serde(default)]
    pub preceding: Vec<Preceding>,
    /// Notes.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Lines.
    pub lines: Vec<Line>,
    /// Taken off the whole.
    #[serde(default)]
    pub allowances: Vec<Adjustment>,
    /// Put on the whole.
    #[serde(default)]
    pub charges: Vec<Adjustment>,
    /// How tax was rounded: of no use on paper.
    pub tax_rounding: Option<IgnoredAny>,
    /// The tax breakdown.
    pub tax: Vec<TaxRow>,
    /// The totals.
    pub totals: Totals,
}

/// Invoice or credit note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An invoice.
    Invoice,
    /// A credit note.
    CreditNote,
}

/// Days from the first to the one before `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The day after the last.
    pub until: Day,
}

/// An earlier document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preceding {
    /// Its number.
    pub number: String,
    /// When it was issued.
    pub issued_on: Option<Day>,
}

/// A line.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its name on the document.
    pub id: String,
    /// What was sold.
    pub name: String,
    /// More about it.
    pub description: Option<String>,
    /// How much.
    pub quantity: Figure,
    /// Of which unit.
    pub unit: String,
    /// Net price of `base_quantity` units.
    pub price: Figure,
    /// Units that the price is for.
    pub base_quantity: Option<Figure>,
    /// Taken off the line.
    #[serde(default)]
    pub allowances: Vec<Adjustment>,
    /// Put on the line.
    #[serde(default)]
    pub charges: Vec<Adjustment>,
    /// What the line comes to.
    pub net: Figure,
    /// Its tax.
    pub tax: Tax,
    /// When it was used.
    pub period: Option<Period>,
    /// The subaccount that used it.
    pub subaccount: Option<String>,
    /// Why it is there: for machines.
    pub rules: Option<IgnoredAny>,
}

/// An allowance or charge, of a line or of the whole.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// How much, not negative.
    pub amount: Figure,
    /// What it is a percentage of.
    pub base: Option<Figure>,
    /// The percentage.
    pub percent: Option<Figure>,
    /// Its tax, where it is of the whole.
    pub tax: Option<Tax>,
    /// Why.
    pub reason: String,
}

/// The tax of an amount.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tax {
    /// VAT category by EN 16931.
    pub category: String,
    /// VAT in percent.
    pub percent: Option<Figure>,
    /// Why there is none.
    pub reason: Option<Reason>,
    /// Taxes that are no VAT.
    #[serde(default)]
    pub levies: Vec<Levy>,
}

/// A tax that is no VAT.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levy {
    /// Its name.
    pub name: Option<String>,
    /// Whose it is.
    pub jurisdiction: Option<String>,
    /// Percent.
    pub percent: Figure,
    /// Is on the amount and the taxes before it.
    #[serde(default)]
    pub compound: bool,
}

/// Why no tax is charged.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Code of the list VATEX.
    pub code: Option<String>,
    /// In words.
    pub text: Option<String>,
}

/// A row of the tax breakdown.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRow {
    /// VAT category.
    pub category: String,
    /// In percent.
    pub percent: Figure,
    /// The levy's name; absent for VAT.
    pub name: Option<String>,
    /// The levy's jurisdiction.
    pub jurisdiction: Option<String>,
    /// What is taxed.
    pub taxable: Figure,
    /// Its tax.
    pub tax: Figure,
    /// Why there is none.
    #[serde(default)]
    pub reasons: Vec<Reason>,
}

/// The totals.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Sum of the lines.
    pub lines: Figure,
    /// Sum of the allowances.
    pub allowances: Figure,
    /// Sum of the charges.
    pub charges: Figure,
    /// Without tax.
    pub tax_exclusive: Figure,
    /// Sum of the tax.
    pub tax: Figure,
    /// With tax.
    pub tax_inclusive: Figure,
    /// What is paid already.
    pub prepaid: Figure,
    /// What the payable amount is rounded by.
    pub rounding: Figure,
    /// What is left to pay.
    pub payable: Figure,
}
