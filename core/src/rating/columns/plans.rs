//! How rows of each kind are rated: by whole numbers, or one by one.

use super::measure::units;
use super::track::{BOUND, Track};
use super::{Batch, Counted};
use crate::catalog::{Rate, Rulebook};
use crate::money::Exact;
use crate::problem::Problem;
use crate::rating::{Counter, Remaining, Usage, rate_for, size};
use crate::sorting::Sorting as _;
use alloc::vec::Vec;

/// What is left of an allowance, in whole units; without a bound as many as there are.
struct Share {
    /// Its place among those that are left.
    place: usize,
    left: i64,
    bounded: bool,
    used: i64,
}

/// A kind that is rated by whole numbers.
struct Whole {
    track: usize,
    /// Places among the shares, in the order in which they are used.
    shares: Vec<usize>,
    /// Was a usage wholly charged, and was one covered at least in part?
    charged: bool,
    covered: bool,
}

/// The kinds of rows between two boundaries: those that are rated by whole numbers, and nothing for the others.
pub(super) struct Plans<'r> {
    kinds: Vec<Option<Whole>>,
    tracks: Vec<Track<'r>>,
    shares: Vec<Share>,
    scale: u32,
}

impl<'r> Plans<'r> {
    /// `most` units in so many rows.
    pub(super) fn new(
        rulebook: &Rulebook<'r>,
        usages: &[Usage],
        (counters, allowances): (&[Counter], &[Remaining]),
        scale: u8,
        (most, rows): (i128, usize),
    ) -> Self {
        let scale = u32::from(scale);
        let rates: Vec<Option<&'r Rate>> =
            usages.iter().map(|usage| rate_for(rulebook, &usage.wanted(), Some(&usage.unit)).ok()).collect();
        let covers: Vec<Vec<usize>> = usages.iter().map(|usage| covering(rulebook, allowances, usage)).collect();
        // A size that is refused is refused on the way of a single usage, at the first row that names it.
        let track = |(rate, usage): (&Option<&'r Rate>, &Usage)| {
            let rate = (*rate).filter(|rate| size::hindrance(rate, usage).is_ok())?;
            Track::new(rulebook, rate, counters, scale, (most, rows))
        };
        let mut found: Vec<Option<Track<'r>>> = rates.iter().zip(usages).map(track).collect();
        let share = |place: usize| share(rulebook, place, allowances.get(place)?, scale, most);
        for (track, mine) in found.iter_mut().zip(&covers) {
            if mine.iter().any(|place| share(*place).is_none()) {
                *track = None;
            }
        }
        keep_apart(&rates, &covers, &mut found);
        let mut plans = Self { kinds: Vec::new(), tracks: Vec::new(), shares: Vec::new(), scale };
        for (track, allowances) in found.into_iter().zip(covers) {
            let kind = track.map(|track| plans.whole(track, &allowances, &share));
            plans.kinds.push(kind);
        }
        plans
    }

    fn whole(&mut self, track: Track<'r>, allowances: &[usize], share: &dyn Fn(usize) -> Option<Share>) -> Whole {
        let known = self.tracks.iter().position(|known| known.rate().id == track.rate().id);
        let track = known.unwrap_or_else(|| {
            self.tracks.push(track);
            self.tracks.len().saturating_sub(1)
        });
        let mut shares = Vec::new();
        for place in allowances {
            let known = self.shares.iter().position(|known| known.place == *place);
            let at = known.unwrap_or(self.shares.len());
            if known.is_none() {
                self.shares.extend(share(*place));
            }
            shares.push(at);
        }
        Whole { track, shares, charged: false, covered: false }
    }

    /// What a row adds; nothing is said of a kind that is rated one by one.
    pub(super) fn add(&mut self, kind: usize, quantity: i64) -> Option<(i64, &'r Rate, bool)> {
        let whole = self.kinds.get_mut(kind)?.as_mut()?;
        let mut rest = quantity;
        for share in &whole.shares {
            let share = self.shares.get_mut(*share)?;
            let taken = share.left.min(rest);
            share.left = share.left.wrapping_sub(if share.bounded { taken } else { 0 });
            share.used = share.used.wrapping_add(taken);
            rest = rest.wrapping_sub(taken);
        }
        let covered = rest < quantity;
        whole.covered |= covered;
        whole.charged |= !covered;
        let track = self.tracks.get_mut(whole.track)?;
        Some((track.add(rest), track.rate(), covered))
    }

    /// Brings what was counted and used back to where single usages find it, and tells the sums of each rate.
    pub(super) fn settle(
        self,
        rulebook: &Rulebook<'r>,
        counted: &mut Counted<'_>,
        batch: &mut Batch<'r>,
    ) -> Result<(), Problem> {
        for share in &self.shares {
            let Some(remaining) = counted.allowances.get_mut(share.place) else { continue };
            if share.bounded {
                remaining.left = Some(Exact::new(i128::from(share.left), self.scale)?.into());
            }
            remaining.used = Exact::new(i128::from(share.used), self.scale)?.into();
        }
        for whole in self.kinds.iter().flatten() {
            let Some(track) = self.tracks.get(whole.track) else { continue };
            for (_, covered) in [(whole.charged, false), (whole.covered, true)].into_iter().filter(|(was, _)| *was) {
                batch.note(track.rate(), covered);
            }
        }
        for track in self.tracks {
            let (total, exact) = track.settle(rulebook, counted.counters)?;
            (batch.total, batch.exact) = (batch.total.plus(total)?, batch.exact.plus(exact)?);
        }
        Ok(())
    }
}

/// What one kind counts or uses on the way of single usages, no other can hold in whole numbers beside it: such kinds go
/// that way, too, until none is left that shares anything with one.
fn keep_apart(rates: &[Option<&Rate>], covers: &[Vec<usize>], found: &mut [Option<Track<'_>>]) {
    loop {
        let clashes = |place: usize| {
            let (Some(Some(rate)), Some(mine)) = (rates.get(place), covers.get(place)) else { return false };
            rates.iter().zip(covers).zip(found.iter()).any(|((other, theirs), track)| {
                let counts = other.is_some_and(|other| other.counter() == rate.counter());
                let same = other.is_some_and(|other| other.id == rate.id);
                let shares = theirs.iter().any(|allowance| mine.contains(allowance));
                counts && !same || (counts || shares) && track.is_none()
            })
        };
        let whole = (0..found.len()).filter(|place| found.get(*place).is_some_and(Option::is_some));
        let Some(place) = whole.into_iter().find(|place| clashes(*place)) else { return };
        found.get_mut(place).map(Option::take);
    }
}

/// The places of the allowances that cover such usages, in the order in which they are used (rule `rating.allowance`).
fn covering(rulebook: &Rulebook<'_>, allowances: &[Remaining], usage: &Usage) -> Vec<usize> {
    let wanted = usage.wanted();
    let known = allowances.iter().enumerate();
    let mut covering: Vec<_> = known
        .filter_map(|(place, remaining)| {
            Some((rulebook.allowance(&remaining.allowance)?, &remaining.subscription, place))
        })
        .filter(|(allowance, ..)| allowance.covers(&wanted))
        .collect();
    covering.order_by(|(one, mine, _), (other, theirs, _)| {
        (one.priority, &one.id, mine).cmp(&(other.priority, &other.id, theirs))
    });
    covering.into_iter().map(|(.., place)| place).collect()
}

/// An allowance in whole units; nothing where it gives increments, is below zero, or its numbers are finer or too large.
fn share(rulebook: &Rulebook<'_>, place: usize, remaining: &Remaining, scale: u32, most: i128) -> Option<Share> {
    rulebook.allowance(&remaining.allowance).filter(|allowance| allowance.increment.is_none())?;
    let within =
        |number: Exact| units(number, scale).filter(|units| units.checked_add(most).is_some_and(|sum| sum < BOUND));
    let left = remaining.left.map_or(Some(i128::from(i64::MAX)), |left| within(*left))?;
    let used = within(*remaining.used)?;
    let bounded = remaining.left.is_some();
    Some(Share {
        place,
        left: i64::try_from(left).ok().filter(|left| *left >= 0)?,
        bounded,
        used: i64::try_from(used).ok()?,
    })
}
