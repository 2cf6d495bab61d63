//! Numbers whose sign is settled at the door, so that no rule has to ask again.

use super::Exact;
use core::ops::Deref;

macro_rules! signed {
    ($(#[$meta:meta])* $name:ident, $wrong:expr) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(Exact);

        impl $name {
            /// The number, if its sign is right.
            #[must_use]
            pub fn new(number: Exact) -> Option<Self> {
                let wrong: fn(Exact) -> bool = $wrong;
                if wrong(number) { None } else { Some(Self(number)) }
            }
        }

        impl Deref for $name {
            type Target = Exact;
            fn deref(&self) -> &Exact {
                &self.0
            }
        }
    };
}

signed!(
    /// Zero or more: a quantity, a price, a threshold.
    NonNegative,
    Exact::is_negative
);
signed!(
    /// Above zero: an amount to charge or to add.
    Positive,
    |number| number.is_negative() || number.is_zero()
);

impl NonNegative {
    /// Zero.
    pub const ZERO: Self = Self(Exact::ZERO);
}

impl Positive {
    /// One.
    pub const ONE: Self = Self(Exact::ONE);
}
