//! A time zone as a fact: the offsets of one IANA zone from 2000 on, each from its moment until the next.
//!
//! The rulebook carries the table, and so its digest names it: an update of the zone data elsewhere moves nothing that
//! was decided with this one. `counterfoil zone Europe/Berlin` prints the table. Past its end nothing is known.

use super::{Date, Instant};
use crate::problem::{Code, Problem};
use crate::text::Text;
use crate::wire::{Decode, Encode};
use alloc::format;
use alloc::vec::Vec;

/// The offsets of a zone.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Its IANA name, such as `Europe/Berlin`; for people, the table counts.
    pub name: Text,
    /// The end of the table: at this moment and later nothing is known.
    pub until: Instant,
    /// Offsets in the order of their moments, the first from 2000-01-01T00:00:00Z on.
    pub transitions: Vec<Transition>,
}

/// An offset, from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// From when.
    pub from: Instant,
    /// Local time less UTC, in seconds; -43200 (12 hours) to 50400 (14 hours).
    pub offset_s: i32,
}

/// A local day and the time since its midnight by the clock on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    /// The day.
    pub date: Date,
    /// Seconds of the day, 0 to 86,399. In an autumn night some come twice.
    pub second: u32,
}

impl Local {
    /// Days since Monday, 0 to 6.
    #[must_use]
    pub fn weekday(self) -> u8 {
        self.date.weekday()
    }
}

/// The zones of the world reach from here to there (Etc/GMT+12, Pacific/Kiritimati).
const OFFSETS_S: core::ops::RangeInclusive<i32> = -43_200..=50_400;
/// 2000-01-01T00:00:00Z.
const START: Instant = Instant::from_millis(946_684_800_000);

impl Zone {
    /// Local day and time of a moment.
    ///
    /// # Errors
    /// `zone_reach` at the end of the table and after it.
    pub fn local(&self, instant: Instant) -> Result<Local, Problem> {
        let after = self.transitions.partition_point(|transition| transition.from <= instant);
        let found = after.checked_sub(1).and_then(|place| self.transitions.get(place));
        let Some(transition) = found.filter(|_| instant < self.until) else {
            return Err(self.beyond(&format!("{instant} is")));
        };
        let local = instant.shifted(i64::from(transition.offset_s));
        let second = local.millis().saturating_sub(local.date().midnight().millis()).checked_div(1_000);
        Ok(Local { date: local.date(), second: second.and_then(|s| u32::try_from(s).ok()).unwrap_or_default() })
    }

    /// The first moment of a local day: where midnight comes twice the earlier, where it is left out the first after
    /// it, and where the whole day is left out the first of the next.
    ///
    /// # Errors
    /// `zone_reach` when the table ends before it.
    pub fn start_of(&self, date: Date) -> Result<Instant, Problem> {
        self.first_at(date.midnight()).ok_or_else(|| self.beyond(&format!("the day {date} begins")))
    }

    /// The same time by the clock on the wall so many days later: where that comes twice the earlier, where it is left out
    /// the first moment after it.
    ///
    /// # Errors
    /// `zone_reach` when the table ends before it.
    pub fn days_on(&self, instant: Instant, days: u32) -> Result<Instant, Problem> {
        let wall = self.local(instant)?.date.days_after(days).midnight().plus_millis(self.millis_of_day(instant));
        self.first_at(wall).ok_or_else(|| self.beyond(&format!("{days} days after {instant} is")))
    }

    fn millis_of_day(&self, instant: Instant) -> i64 {
        let after = self.transitions.partition_point(|transition| transition.from <= instant);
        let found = after.checked_sub(1).and_then(|place| self.transitions.get(place));
        let wall = instant.shifted(found.map_or(0, |transition| i64::from(transition.offset_s)));
        wall.millis_since(wall.date().midnight())
    }

    /// The first moment at which the clock on the wall shows this, or what comes after it.
    fn first_at(&self, wall: Instant) -> Option<Instant> {
        let ends = self.transitions.iter().skip(1).map(|next| next.from).chain([self.until]);
        let mut spans = self.transitions.iter().zip(ends);
        // Before the table a day has no known start, but that of 2000-01-01 in the east.
        spans.find_map(|(transition, end)| {
            let first = wall.shifted(i64::from(transition.offset_s).saturating_neg()).max(transition.from);
            (first < end).then_some(first)
        })
    }

    /// Seconds until clocks are moved the next time, if they ever are.
    pub fn seconds_to_move(&self, now: Instant) -> Option<u32> {
        let after = self.transitions.partition_point(|transition| transition.from <= now);
        let millis = self.transitions.get(after)?.from.millis_since(now);
        u32::try_from(millis.saturating_add(999).div_euclid(1_000)).ok()
    }

    fn beyond(&self, what: &str) -> Problem {
        let message = format!("{what} outside the table of `{}`, which ends at {}", self.name, self.until);
        Problem::new(Code::ZoneReach, message, "print a longer table with `counterfoil zone`")
    }

    /// What makes the table unusable.
    pub fn note_problems(&self, problems: &mut Vec<Problem>) {
        let mut note = |code, message, help: &str, place: usize, field: &str| {
            let problem = Problem::new(code, message, help).under(field);
            problems.push(problem.item(place).under("transitions").under("zone"));
        };
        let mut before = None;
        for (place, Transition { from, offset_s }) in self.transitions.iter().enumerate() {
            if !OFFSETS_S.contains(offset_s) {
                let message = format!("{offset_s} seconds are not from -43200 to 50400");
                note(Code::ZoneOffset, message, "write local time less UTC in seconds", place, "offset_s");
            }
            if before.is_some_and(|before| *from <= before) {
                let message = format!("{from} is not after the moment before it");
                note(Code::ZoneOrder, message, "sort them, each moment once", place, "from");
            }
            before = Some(*from);
        }
        let mut short = |message, field| {
            let problem = Problem::new(Code::ZoneReach, message, "print the table with `counterfoil zone`");
            problems.push(problem.under(field).under("zone"));
        };
        match self.transitions.first() {
            Some(first) if first.from == START => {}
            _ => short(format!("the table does not begin at {START}"), "transitions"),
        }
        if before.is_some_and(|last| self.until <= last) {
            short(format!("the table ends at {}, before its last offset", self.until), "until");
        }
    }
}
