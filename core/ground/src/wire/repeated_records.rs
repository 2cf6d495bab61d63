//! Records of a long list mostly repeat: all but their ids, times and quantities is the same text again and again.
//!
//! A form is that text, learned from a record that was read strictly. Where it stands again letter for letter around three
//! other values, the strict reader would find the same record with these values, so only they are read. Whatever differs
//! in a single letter is read strictly.

use super::scan::{Kind, Scan};
use alloc::vec::Vec;

/// The keys whose values may differ, in the order in which they are answered.
const VARIES: [&str; 3] = ["id", "time", "quantity"];

/// Most forms that a list has; the rest of it is read strictly.
const FORMS_MAX: usize = 128;

/// A list whose records do not repeat is given up after so many more misses than hits.
const PATIENCE: usize = 256;

/// What stands before each value, and after the last. Quotes belong to it, so that a string stays a string.
#[derive(Clone, Copy)]
struct Form<'a> {
    pieces: [&'a str; 4],
    /// Which value stands where.
    order: [usize; 3],
}

/// The forms of a list's records.
#[derive(Default)]
pub(super) struct Forms<'a> {
    forms: Vec<Form<'a>>,
    /// What came after each form the last time: records of several forms often come in turns.
    next: Vec<usize>,
    last: usize,
    misses: usize,
}

/// A record in a form that is known: its place among the forms, its id, time and quantity.
pub(super) type Found<'a> = (usize, [&'a str; 3]);

impl<'a> Forms<'a> {
    /// Reads the record that stands here, if its form is known.
    pub(super) fn read(&mut self, scan: &mut Scan<'a>) -> Option<Found<'a>> {
        if self.misses > PATIENCE {
            return None;
        }
        let found = self.found(scan);
        match found {
            Some((form, _)) => {
                self.misses = self.misses.saturating_sub(1);
                self.turn_to(form);
            }
            None => self.misses = self.misses.saturating_add(1),
        }
        found
    }

    fn found(&self, scan: &mut Scan<'a>) -> Option<Found<'a>> {
        let mut ahead = *scan;
        let mut form = self.next.get(self.last).copied()?;
        let mut values = [""; 3];
        for place in 0..4 {
            form = self.holding(form, place, &ahead)?;
            let Form { pieces, order } = self.forms.get(form)?;
            let piece = pieces.get(place)?;
            ahead.pass(piece.len());
            if let Some(value) = order.get(place).and_then(|value| values.get_mut(*value)) {
                *value = if piece.ends_with('"') { ahead.plain_text() } else { whole(&mut ahead)? };
            }
        }
        *scan = ahead;
        Some((form, values))
    }

    /// This form, or another that has been the same up to here, if its next piece is what stands here.
    fn holding(&self, form: usize, place: usize, scan: &Scan<'a>) -> Option<usize> {
        let so_far = self.forms.get(form)?;
        let stands = |form: &Form<'_>| form.pieces.get(place).is_some_and(|piece| scan.stands(piece));
        if stands(so_far) {
            return Some(form);
        }
        let alike = |other: &Form<'_>| {
            other.order.get(..place) == so_far.order.get(..place)
                && other.pieces.get(..place) == so_far.pieces.get(..place)
        };
        self.forms.iter().position(|other| stands(other) && alike(other))
    }

    fn turn_to(&mut self, form: usize) {
        if let Some(next) = self.next.get_mut(self.last) {
            *next = form;
        }
        self.last = form;
    }

    /// Learns from a record that was read strictly between these two places; answers the place of its form.
    pub(super) fn learn(&mut self, from: Scan<'a>, to: &Scan<'a>) -> Option<usize> {
        if self.forms.len() >= FORMS_MAX || self.misses > PATIENCE {
            return None;
        }
        let form = self.forms.len();
        self.forms.push(learned(from, to)?);
        self.next.push(form);
        self.turn_to(form);
        Some(form)
    }
}

/// A whole number; a fraction is for the strict reader to refuse.
fn whole<'a>(scan: &mut Scan<'a>) -> Option<&'a str> {
    scan.number().ok().filter(|number| !number.contains(['.', 'e', 'E']))
}

/// The form of a record, if all three values stand in it as plain texts or numbers.
fn learned<'a>(from: Scan<'a>, to: &Scan<'a>) -> Option<Form<'a>> {
    let mut scan = from;
    let mut form = Form { pieces: [""; 4], order: [0; 3] };
    let (mut start, mut place, mut first) = (from, 0_usize, true);
    scan.enter(b'{').ok()?;
    while scan.next_item(&mut first, b'}').ok()? {
        let key = scan.key().ok()?;
        let Some(value) = VARIES.iter().position(|varies| *varies == key) else {
            scan.skip().ok()?;
            continue;
        };
        let quoted = scan.kind().ok()? == Kind::Text;
        scan.pass(usize::from(quoted));
        *form.pieces.get_mut(place)? = start.until(&scan);
        *form.order.get_mut(place)? = value;
        let _ = if quoted { scan.plain_text() } else { scan.number().ok()? };
        (start, place) = (scan, place.saturating_add(1));
        if quoted && !scan.stands("\"") {
            return None;
        }
        scan.pass(usize::from(quoted));
    }
    *form.pieces.get_mut(place).filter(|_| place == VARIES.len())? = start.until(to);
    Some(form)
}
