//! Rule `recharge.trigger`: does this balance call for a recharge?
//!
//! `below` (S3): under the threshold; exactly at it nothing happens. `at_or_below` (S1): the balance "reaches"
//! the minimum. Asked when a debit has been posted, when the owner changes the setting, and while a burst is
//! under way, where only a balance under the threshold goes on: the burst's aim is to be at it.
//! Source: Plivo and Contacto help pages, auto-recharge.

use crate::catalog::Trigger;
use crate::money::Money;

/// Is the balance where the trigger looks?
#[must_use]
pub fn triggered(trigger: Trigger, balance: Money, threshold: Money) -> bool {
    match trigger {
        Trigger::Below => balance < threshold,
        Trigger::AtOrBelow => balance <= threshold,
    }
}
