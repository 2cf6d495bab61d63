//! Rule `rating.per_unit`: quantity times price, exact. 265.1 minutes at 0.17 are 45.067.
//!
//! Nothing is rounded here: a call costs the same however it is sliced, and the one rounding comes when the
//! usage is posted (rule `money.ledger_rounding`). A usage of zero costs zero.

use crate::money::{Exact, NonNegative, Refusal};

pub(super) fn amount(quantity: NonNegative, price: NonNegative) -> Result<Exact, Refusal> {
    quantity.times(*price)
}
