//! Price models as the rulebook writes them. What they make of a quantity is in `rating/model`.

mod call;
mod percentage;
mod tiers;

pub use call::{Band, Call, Segment};
pub use percentage::{GraduatedPercentage, PercentTier, Percentage};
pub use tiers::{Graduated, Package, Partial, Stairstep, Step, Tier, Volume};

use crate::money::NonNegative;
use crate::text::Id;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// How an amount is made of a quantity. Prices are for `per` units of the rate.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Model {
    /// A price for each unit (rule `rating.per_unit`).
    PerUnit(PerUnit),
    /// One amount whenever anything is used (rule `rating.flat`).
    Flat(Flat),
    /// Whole packages (rule `rating.package`).
    Package(Package),
    /// Each tier's part at its own price (rule `rating.graduated`).
    Graduated(Graduated),
    /// All of it at the price of the tier it falls in (rule `rating.volume`).
    Volume(Volume),
    /// The amount of the step it falls in (rule `rating.stairstep`).
    Stairstep(Stairstep),
    /// A part of an amount of money (rule `rating.percentage`).
    Percentage(Percentage),
    /// Each tier's part of an amount of money at its own percentage (rule `rating.graduated_percentage`).
    GraduatedPercentage(GraduatedPercentage),
    /// A call by connection fee, increments and time of day (rule `rating.call`).
    Call(Call),
    /// Several models, added (rule `rating.sum`).
    Sum(Sum),
}

/// A price for each unit.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PerUnit {
    /// The price.
    pub price: NonNegative,
}

/// One amount whenever anything is used.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Flat {
    /// The amount.
    pub amount: NonNegative,
}

/// Several models over the same quantity.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// They are added.
    pub models: Vec<Model>,
}

impl Model {
    /// Can a larger quantity cost less in all? Then it is known at the period's end only.
    #[must_use]
    pub fn can_fall(&self) -> bool {
        match self {
            Self::Volume(volume) => volume.can_fall(),
            Self::Stairstep(steps) => steps.can_fall(),
            Self::Sum(sum) => sum.models.iter().any(Self::can_fall),
            Self::PerUnit(_)
            | Self::Flat(_)
            | Self::Package(_)
            | Self::Graduated(_)
            | Self::Percentage(_)
            | Self::GraduatedPercentage(_)
            | Self::Call(_) => false,
        }
    }

    /// Is it such a model, or a sum with one?
    #[must_use]
    pub fn holds(&self, such: fn(&Self) -> bool) -> bool {
        such(self) || matches!(self, Self::Sum(sum) if sum.models.iter().any(|model| model.holds(such)))
    }

    /// Is a first tier's flat amount due at zero? Not where it has none, whatever the switch says.
    #[must_use]
    pub fn is_due_at_zero(&self) -> bool {
        let is_due = |switch: bool, flat: Option<NonNegative>| switch && flat.is_some_and(|flat| !flat.is_zero());
        match self {
            Self::Graduated(Graduated { tiers, flat_at_zero }) | Self::Volume(Volume { tiers, flat_at_zero }) => {
                is_due(*flat_at_zero, tiers.first().and_then(|tier| tier.flat))
            }
            Self::GraduatedPercentage(model) => {
                is_due(model.flat_at_zero, model.tiers.first().and_then(|tier| tier.flat))
            }
            Self::Sum(sum) => sum.models.iter().any(Self::is_due_at_zero),
            Self::PerUnit(_)
            | Self::Flat(_)
            | Self::Package(_)
            | Self::Stairstep(_)
            | Self::Percentage(_)
            | Self::Call(_) => false,
        }
    }

    /// Does it look at a usage by itself, whatever else was used?
    #[must_use]
    pub fn is_of_one_usage(&self) -> bool {
        match self {
            Self::PerUnit(_) | Self::Flat(_) | Self::Call(_) => true,
            Self::Percentage(percentage) => percentage.free_usages.is_none() && percentage.free_amount.is_none(),
            Self::Sum(sum) => sum.models.iter().all(Self::is_of_one_usage),
            Self::Package(_)
            | Self::Graduated(_)
            | Self::Volume(_)
            | Self::Stairstep(_)
            | Self::GraduatedPercentage(_) => false,
        }
    }

    /// Does a band of it name this window?
    #[must_use]
    pub fn names(&self, window: &Id) -> bool {
        match self {
            Self::Call(call) => call.bands.iter().any(|band| band.window == *window),
            Self::Sum(sum) => sum.models.iter().any(|model| model.names(window)),
            _ => false,
        }
    }
}
