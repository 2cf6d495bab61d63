//! Holds: whether a usage may go ahead, and what ended by itself.

use super::head::effect;
use crate::limit::Denial;
use crate::money::Money;
use crate::rule::Rule;
use crate::text::{Address, Id};
use crate::time::Instant;
use crate::wire::Encode;
use alloc::string::String;
use alloc::vec::Vec;

effect!(
    /// A hold was taken.
    HoldTaken {
        /// Which.
        hold: Id,
        /// What is held.
        amount: Money,
        /// It ends here by itself.
        until: Instant,
        /// What is available beside it.
        available: Money,
    }
);
effect!(
    /// A hold was denied.
    HoldDenied {
        /// The id it would have had.
        hold: Id,
        /// Every reason against it.
        reasons: Vec<Denial>,
        /// What it would have held.
        estimate: Money,
        /// What was available.
        available: Money,
    }
);
effect!(
    /// A hold ended by itself.
    HoldExpired {
        /// Which.
        hold: Id,
        /// What was held.
        amount: Money,
    }
);
