//! The name of a charge: made from account, rule, triggering event and its place in the burst, so that the same
//! decision twice is the same charge.

use crate::rule::Rule;
use crate::text::Id;

/// `rc_` and 40 hexadecimal digits. `sequence` counts from one.
#[must_use]
pub fn charge_id(account: &Id, rule: Rule, event: &Id, sequence: u32) -> Id {
    Id::derived("rc_", &[account, rule.name(), event], sequence)
}
