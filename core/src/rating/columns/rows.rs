//! Rows as bytes: whole columns one after the other, little endian.

use crate::problem::{Code, Problem};
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::format;
use alloc::vec::Vec;
use core::ops::Range;

/// A column of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// How much, in units of the call's `scale`: signed 64 bits.
    Quantity,
    /// When, in milliseconds since 1970-01-01T00:00:00Z: signed 64 bits.
    Time,
    /// The place of its kind in the call's `kinds`: unsigned 32 bits.
    Kind,
}

impl Column {
    const fn width(self) -> usize {
        match self {
            Self::Quantity | Self::Time => 8,
            Self::Kind => 4,
        }
    }
}

/// Rows that have been looked through: no quantity is negative, times do not fall, and every kind is known.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    quantity: &'a [[u8; 8]],
    /// Empty: `at` is the time of all.
    time: &'a [[u8; 8]],
    /// Empty: the first kind is that of all.
    kind: &'a [[u8; 4]],
    at: Instant,
    scale: u8,
}

/// Most rows whose problems are told.
const PROBLEMS_MAX: usize = 100;

impl<'a> Rows<'a> {
    /// Takes the pieces: one for each column, or one of all columns. `at` is the time of rows without a column of it,
    /// `after` what no row may be earlier than.
    ///
    /// # Errors
    /// `rows_length`, and every row that is wrong, as far as they are told.
    pub fn new(
        pieces: &[&'a [u8]],
        columns: &[Column],
        (rows, scale, kinds): (usize, u8, usize),
        (at, after): (Instant, Option<Instant>),
    ) -> Result<Self, Vec<Problem>> {
        let mut found = Self { quantity: &[], time: &[], kind: &[], at, scale };
        let mut rest = pieces.iter().copied();
        let mut piece: &[u8] = &[];
        for (place, column) in columns.iter().enumerate() {
            if place == 0 || pieces.len() > 1 {
                piece = rest.next().unwrap_or_default();
            }
            let taken = rows.checked_mul(column.width()).and_then(|bytes| piece.split_at_checked(bytes));
            let Some((taken, behind)) = taken.filter(|(_, behind)| behind.is_empty() || pieces.len() == 1) else {
                return Err(wrong_length(rows, columns));
            };
            piece = behind;
            match column {
                Column::Quantity => found.quantity = taken.as_chunks().0,
                Column::Time => found.time = taken.as_chunks().0,
                Column::Kind => found.kind = taken.as_chunks().0,
            }
        }
        if !piece.is_empty() || rest.next().is_some() {
            return Err(wrong_length(rows, columns));
        }
        let problems = found.problems(kinds, after);
        if problems.is_empty() { Ok(found) } else { Err(problems) }
    }

    fn problems(&self, kinds: usize, after: Option<Instant>) -> Vec<Problem> {
        let negative = self.quantity.iter().any(|number| i64::from_le_bytes(*number) < 0);
        let unknown = self.kind.iter().any(|kind| u32::from_le_bytes(*kind) as usize >= kinds);
        let times = self.time.is_empty() || self.time.is_sorted_by_key(|time| i64::from_le_bytes(*time));
        let within = [self.first_time(), self.last_time()].iter().all(|time| time.date().in_bounds());
        if !negative && !unknown && times && within && after.is_none_or(|after| after <= self.first_time()) {
            return Vec::new();
        }
        let mut before = after;
        let mut problems = Vec::new();
        for row in 0..self.len() {
            let at = |problem: Problem| problem.item(row).under("rows");
            if self.quantity(row) < 0 {
                let help = "write zero or more; a reversal is an operation of its own";
                let problem = Problem::new(Code::AmountNegative, format!("`{}` is negative", self.quantity(row)), help);
                problems.push(at(problem.under("quantity")));
            }
            if self.kind(row) >= kinds {
                let message = format!("there is no kind {}, the call names {kinds}", self.kind(row));
                problems.push(at(Problem::new(Code::NumberRange, message, "kinds count from 0").under("kind")));
            }
            let time = self.time(row).unwrap_or(self.at);
            if !time.date().in_bounds() {
                let help = "write milliseconds since 1970, of the years 2000 to 2199";
                problems
                    .push(at(Problem::new(Code::TimeRange, "the time is outside 2000 to 2199", help).under("time")));
            } else if before.is_some_and(|before| time < before) {
                problems.push(at(early(time)));
            }
            before = before.max(Some(time));
            if problems.len() >= PROBLEMS_MAX {
                break;
            }
        }
        problems
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.quantity.len()
    }

    /// Is there none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.quantity.is_empty()
    }

    /// Places of their quantities.
    #[must_use]
    pub const fn scale(&self) -> u8 {
        self.scale
    }

    /// How much a row is.
    #[must_use]
    pub fn quantity(&self, row: usize) -> i64 {
        self.quantity.get(row).map_or(0, |number| i64::from_le_bytes(*number))
    }

    /// The place of a row's kind.
    #[must_use]
    pub fn kind(&self, row: usize) -> usize {
        self.kind.get(row).map_or(0, |kind| u32::from_le_bytes(*kind) as usize)
    }

    /// When a row happened.
    #[must_use]
    pub fn time(&self, row: usize) -> Option<Instant> {
        if self.time.is_empty() {
            return (row < self.len()).then_some(self.at);
        }
        self.time.get(row).map(|time| Instant::from_millis(i64::from_le_bytes(*time)))
    }

    /// The earliest time.
    #[must_use]
    pub fn first_time(&self) -> Instant {
        self.time(0).unwrap_or(self.at)
    }

    /// The latest time.
    #[must_use]
    pub fn last_time(&self) -> Instant {
        self.time(self.len().saturating_sub(1)).unwrap_or(self.at)
    }

    /// Of these rows those before each of these moments, and those after the last.
    pub(super) fn parts(&self, range: Range<usize>, moments: &[Instant]) -> Vec<Range<usize>> {
        let (mut parts, mut start) = (Vec::new(), range.start);
        for moment in moments {
            let end = self.before(*moment);
            parts.push(start..end);
            start = end;
        }
        parts.push(start..range.end);
        parts
    }

    /// How many rows are earlier than a moment.
    #[must_use]
    pub fn before(&self, moment: Instant) -> usize {
        if self.time.is_empty() {
            return if self.at < moment { self.len() } else { 0 };
        }
        self.time.partition_point(|time| Instant::from_millis(i64::from_le_bytes(*time)) < moment)
    }

    /// The sum of so many quantities.
    pub(super) fn sum(&self, part: Range<usize>) -> i128 {
        let numbers = self.quantity.get(part).unwrap_or_default();
        numbers.iter().fold(0_i128, |sum, number| sum.saturating_add(i128::from(i64::from_le_bytes(*number))))
    }
}

fn wrong_length(rows: usize, columns: &[Column]) -> Vec<Problem> {
    let width: usize = columns.iter().map(|column| column.width()).fold(0, usize::saturating_add);
    let message = format!("the bytes beside the call are not {rows} rows of {width} bytes");
    let help = "send the columns that the call names, whole and in its order, without anything between them";
    Vec::from([Problem::new(Code::RowsLength, message, help).under("rows")])
}

/// A usage that is earlier than one before it, where only later ones may follow.
pub(crate) fn early(time: Instant) -> Problem {
    let message = format!("`{time}` is earlier than a usage before it");
    let help = "send usages in the order of their times: what is rated so far is not rated again";
    Problem::new(Code::UsageOrder, message, help).under("time")
}
