//! The owner changes settings.

use crate::account::state::Settings;
use crate::account::working::Working;
use crate::problem::Problem;
use crate::recharge::Attempts;

/// Takes over a change, and what it brings about: daily limits that are reached already, service within another
/// credit line, another recharge.
pub(crate) fn change(work: &mut Working<'_>, change: &Settings) -> Result<(), Problem> {
    change.check(work.rulebook, &work.state.methods).map_err(|problem| problem.under("settings"))?;
    let old = work.state.settings.clone();
    let old_method = work.state.method_in_force().cloned();
    work.state.settings.replace(change);
    work.forget_settings();
    if work.state.settings.bank_debit != old.bank_debit {
        work.state.schedule_debit();
    }
    work.moment.seen.usage = true;
    if work.state.settings.recharge != old.recharge {
        // What still holds a charge back is worth telling again.
        work.state.recharge_blocked = None;
        if work.state.method_in_force() != old_method.as_ref() {
            // Rule `recharge.method`: another method in force starts the ladder anew.
            work.state.attempts = Attempts::default();
        }
        work.moment.seen.retry = true;
    }
    Ok(())
}
