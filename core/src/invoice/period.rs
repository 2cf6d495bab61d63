//! Days that a document or line bills.

use crate::time::Date;
use crate::wire::{Decode, Encode};

/// Days from the first to the one before `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DocumentPeriod"))]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first day (BT-73, BT-134).
    pub from: Date,
    /// The day after the last (BT-74 and BT-135 name the last).
    pub until: Date,
}

impl Period {
    /// The last day in it.
    #[must_use]
    pub const fn last_day(&self) -> Date {
        self.until.days_before(1)
    }
}
