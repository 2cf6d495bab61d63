//! The plain values of this floor, as serde and so the schema write them: as the contract does.

use crate::money::{Currency, Exact, Figure, Money, NonNegative, Positive, Ratio};
use crate::problem::Problem;
use crate::time::{Date, Instant, Month};

/// Makes serde write values of these types as the contract does.
#[doc(hidden)]
#[macro_export]
macro_rules! __told_to_serde {
    ($($kind:ty),* $(,)?) => {$(
        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::as_json(self, serializer)
            }
        }
    )*};
}

__told_to_serde!(Currency, Date, Exact, Figure, Instant, Money, Month, NonNegative, Positive, Problem, Ratio);
