//! The one reader of all records: by the table of a type, field after field.

use super::decode::{Fields, Shape};
use super::excerpt::shown;
use super::reader::{Reader, Step, Syntax};
use crate::problem::{Code, Problem, push_key};
use alloc::format;
use alloc::vec::Vec;

/// What a key of a record means.
enum Found {
    /// The field of this place, under this key.
    Field(usize, &'static str),
    /// What the record was told by.
    Tag(&'static str),
    /// Nothing that is known; it is noted and passed over.
    Nothing,
}

/// A key without its comma, quotes and colon.
fn bare(key: &'static str) -> &'static str {
    key.strip_prefix(",\"").and_then(|key| key.strip_suffix("\":")).unwrap_or(key)
}

/// The bit of a field. A table has at most 64.
const fn bit(place: usize) -> u64 {
    1_u64.wrapping_shl(place as u32)
}

impl Reader<'_> {
    /// An object with these keys, read into these fields. `false` when it is something else, or one of them is wrong.
    ///
    /// Keys mostly come in the order in which their type names them, so the next ones are tried where they would stand.
    pub fn record(
        &mut self,
        fields: &mut dyn Fields,
        shape: &'static Shape,
        tag: Option<&'static str>,
    ) -> Result<bool, Syntax> {
        let (mut next, mut seen, mut sound, mut tagged) = (0_usize, 0_u64, true, false);
        let Some(mut first) = self.open()? else { return Ok(false) };
        loop {
            let more = self.scan.next_item(&mut first, b'}');
            if !self.scanned(more)? {
                break;
            }
            let found = match self.scan.key_of(shape.keys, next) {
                Some(place) => Found::Field(place, shape.keys.get(place).copied().unwrap_or_default()),
                None => self.other_key(shape, tag)?,
            };
            match found {
                Found::Field(place, key) => {
                    next = place.saturating_add(1);
                    let bit = bit(place);
                    self.path.push(Step::Key(bare(key)));
                    sound &= match fields.field(place) {
                        Some(field) if seen & bit == 0 => field.read(self)?,
                        _ => self.repeated(key)?,
                    };
                    self.path.pop();
                    seen |= bit;
                }
                Found::Tag(tag) => self.pass_tag(tag, &mut tagged)?,
                Found::Nothing => {}
            }
        }
        let whole = shape.required & !seen == 0 || self.all_there(shape, seen);
        Ok(whole && sound)
    }

    /// A key out of order, of an older contract, the tag, or one that is not known.
    fn other_key(&mut self, shape: &'static Shape, tag: Option<&'static str>) -> Result<Found, Syntax> {
        if let Some(tag) = tag
            && self.scan.key_of(&[tag], 0).is_some()
        {
            return Ok(Found::Tag(bare(tag)));
        }
        let key = self.scan.key();
        let key = self.scanned(key)?;
        if let Some(tag) = tag.map(bare).filter(|tag| *tag == key) {
            return Ok(Found::Tag(tag));
        }
        if let Some((place, known)) = shape.keys.iter().enumerate().find(|(_, known)| bare(known) == key) {
            return Ok(Found::Field(place, known));
        }
        if let Some((older, place)) = shape.older.iter().find(|(older, _)| bare(older) == key) {
            return Ok(Found::Field((*place).into(), older));
        }
        self.unknown_field(&key, shape.keys)?;
        Ok(Found::Nothing)
    }

    #[cold]
    fn repeated(&mut self, key: &'static str) -> Result<bool, Syntax> {
        self.note_repeated(bare(key));
        self.skip()?;
        Ok(false)
    }

    /// Are the fields that must be there among those that were seen? Notes which are not.
    fn all_there(&mut self, shape: &Shape, seen: u64) -> bool {
        let missing = shape.required & !seen;
        let mut sound = true;
        for (place, key) in shape.keys.iter().enumerate().filter(|(place, _)| missing & bit(*place) != 0) {
            let key = bare(key);
            if shape.apart & bit(place) == 0 || !self.beside.contains(&key) {
                let message = format!("the field `{key}` is missing");
                self.note(Code::MissingField, message, format!("add `{key}` to this object"));
                sound = false;
            }
        }
        sound
    }

    /// The tag has been read by the choice that the record belongs to. It stands once, as any key.
    fn pass_tag(&mut self, tag: &'static str, tagged: &mut bool) -> Result<(), Syntax> {
        if core::mem::replace(tagged, true) {
            self.path.push(Step::Key(tag));
            self.note_repeated(tag);
            self.path.pop();
        }
        self.skip()
    }

    fn unknown_field(&mut self, key: &str, known: &[&'static str]) -> Result<(), Syntax> {
        let (shown, known) = (shown(key), known.iter().copied().map(bare).collect::<Vec<_>>());
        let mut problem = Problem::new(
            Code::UnknownField,
            format!("the field `{shown}` is not known here"),
            format!("leave it out, or use one of {}", known.join(", ")),
        );
        problem.path = self.pointer();
        push_key(&mut problem.path, &shown);
        self.push(problem);
        self.skip()
    }
}
