//! Rule `credit.window`: something is taken back while its entry is at hand and its days have not passed, and never more
//! than is left of it after all that was taken back before, in whatever calls.
//!
//! The entry comes with the call or was made by it; the state keeps only how much of which entries was taken back, until
//! no more can be. So the engine alone refuses the unknown, the second and the too-much.

use crate::account::state::TakenBack;
use crate::account::working::{Now, Working};
use crate::ledger::Entry;
use crate::money::{Exact, Figure, Money};
use crate::problem::{Code, Problem};
use crate::text::Text;
use crate::time::Instant;
use alloc::format;
use alloc::string::ToString as _;

/// Most entries of which something was taken back: they stand in the state until their days have passed.
const TAKEN_MAX: usize = 64;

/// The entry that such a fact takes back.
pub(super) fn find(
    work: &Working<'_>,
    now: &Now<'_>,
    name: &str,
    days: u32,
    such: impl Fn(&Entry) -> bool,
) -> Result<Entry, Problem> {
    // An id that no entry of ours has would stand in a state that nobody reads.
    let ours = |entry: &Entry| Text::new(&entry.id).is_some() && such(entry);
    let Some(entry) = work.original(ours).cloned() else {
        let message = format!("what made `{name}` is neither in this call nor among its originals");
        let help = "pass the entry in `originals`, as the engine wrote it; what never was cannot be taken back";
        return Err(Problem::new(Code::OriginalMissing, message, help));
    };
    if entry.time.plus_days(days) > now.time {
        return Ok(entry);
    }
    let message = format!("`{name}` is of {}, and can be taken back for {days} days", entry.time);
    Err(Problem::new(Code::CorrectionWindow, message, "correct it by a credit note or an adjustment"))
}

/// What has been taken back of an entry: quantity and amount.
pub(super) fn taken(work: &Working<'_>, entry: &str) -> Result<(Exact, Money), Problem> {
    let known = work.state.taken_back.iter().find(|taken| *taken.entry == *entry);
    let zero = work.zero()?;
    Ok(known
        .map_or((Exact::ZERO, zero), |taken| (taken.quantity.map_or(Exact::ZERO, |quantity| *quantity), taken.amount)))
}

/// Was anything of it taken back?
pub(super) fn is_known(work: &Working<'_>, entry: &str) -> bool {
    work.state.taken_back.iter().any(|taken| *taken.entry == *entry)
}

/// Keeps in mind that so much was taken back, as long as more could be. `whole`: of what.
pub(super) fn note(
    work: &mut Working<'_>,
    (entry, until): (&str, Instant),
    quantity: Option<Exact>,
    amount: Money,
) -> Result<(), Problem> {
    if let Some(known) = work.state.taken_back.iter_mut().find(|taken| *taken.entry == *entry) {
        known.amount = known.amount.plus(amount)?;
        if let (Some(known), Some(quantity)) = (&mut known.quantity, quantity) {
            *known = known.plus(quantity)?.into();
        }
        return Ok(());
    }
    if work.state.taken_back.len() >= TAKEN_MAX {
        let message = format!("parts of {TAKEN_MAX} entries were taken back within their days");
        return Err(Problem::new(Code::TakenBackTooMany, message, "correct it by an adjustment or a credit note"));
    }
    let taken = TakenBack { entry: Text::made(entry.to_string()), quantity: quantity.map(Figure::from), amount, until };
    let place = work.state.taken_back.partition_point(|known| known.until <= taken.until);
    work.state.taken_back.insert(place, taken);
    Ok(())
}

/// More than is left.
pub(super) fn too_much(name: &str, wanted: Money, left: Money) -> Problem {
    let message = format!("`{wanted}` is more than is left of `{name}`, `{left}`");
    Problem::new(Code::TakenBackTooMuch, message, "take back at most what is left of it")
}

/// What is kept in mind of a payment stands under this name, whichever entry it made.
pub(super) fn payment(charge: &str) -> alloc::string::String {
    format!("{charge}/payment")
}
