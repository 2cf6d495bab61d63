//! What can be read, and how the plainest types are.

use super::excerpt::{plain, shown};
use super::reader::{Read, Reader, Syntax};
use crate::problem::Code;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Reads one value at the reader's place. Derived for the contract's types; those that are no records of other values say
/// how they are decoded.
pub trait Decode: Sized {
    /// Must a field of this type be there? An `Option` need not.
    const REQUIRED: bool = true;

    /// May it stand beside the document instead?
    const APART: bool = false;

    /// Some value of this type, to be read over. Where it was not read whole, a problem is noted and nobody sees it.
    fn blank() -> Self;

    /// Reads over this one. `false` when a problem was noted and the value skipped; `Err` when the JSON itself ends here.
    ///
    /// # Errors
    /// The text is not JSON from here on, and the problem is noted.
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<bool, Syntax> {
        let read = Self::decode(reader)?;
        let sound = read.is_some();
        if let Some(value) = read {
            *self = value;
        }
        Ok(sound)
    }

    /// Reads one.
    ///
    /// # Errors
    /// As [`Decode::fill`].
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let mut value = Self::blank();
        Ok(value.fill(reader)?.then_some(value))
    }
}

/// A place that one value is read into, whichever its type.
pub trait Hole {
    /// As [`Decode::fill`].
    ///
    /// # Errors
    /// As [`Decode::fill`].
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, Syntax>;
}

impl<T: Decode> Hole for T {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, Syntax> {
        self.fill(reader)
    }
}

/// A record's fields by their places.
pub trait Fields {
    /// The field of this place in the table of keys.
    fn field(&mut self, place: usize) -> Option<&mut dyn Hole>;
}

/// What is known of a record's fields without having one.
pub struct Shape {
    /// Their keys as they stand behind another field, comma, quotes and colon included, in the order in which they are written.
    pub keys: &'static [&'static str],
    /// Keys of an older contract that are still read and never offered, and the place of the field that each means.
    pub older: &'static [(&'static str, u8)],
    /// A bit for each field that must be there; the first field has the lowest.
    pub required: u64,
    /// A bit for each of them that may stand beside the document instead.
    pub apart: u64,
}

/// An object of named fields.
pub trait Record: Decode + Fields {
    /// Its table.
    const SHAPE: &'static Shape;
}

/// The table of this record.
pub const fn shape_of<T: Record>(_: &T) -> &'static Shape {
    T::SHAPE
}

/// What a list of records that repeat is read into.
pub trait Records {
    /// A record of the list.
    type Record: Decode;

    /// One that was read strictly; `form` is its place among the forms, where it has one that another may repeat.
    fn read(&mut self, record: Self::Record, form: Option<usize>);

    /// One that repeats a form, with this id, time and quantity; nothing where one of them needs the strict reader.
    fn repeated(&mut self, form: usize, values: [&str; 3]) -> Option<()>;
}

impl Decode for bool {
    fn blank() -> Self {
        false
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        reader.boolean()
    }
}

/// Texts that the engine wrote itself: ids and descriptions of entries.
impl Decode for String {
    fn blank() -> Self {
        Self::new()
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("a text in a string")? else { return Ok(None) };
        if text.chars().all(plain) && text.len() <= TEXT_MAX {
            return Ok(Some(text.into_owned()));
        }
        reader.note(
            Code::TextLength,
            format!("the text has control characters or more than {TEXT_MAX} bytes"),
            "pass the text as an answer gave it",
        );
        Ok(None)
    }
}

/// No text of an entry is longer.
const TEXT_MAX: usize = 1_000;

impl<T: Decode> Decode for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<bool, Syntax> {
        (**self).fill(reader)
    }
}

impl<T: Fields> Fields for Box<T> {
    fn field(&mut self, place: usize) -> Option<&mut dyn Hole> {
        (**self).field(place)
    }
}

impl<T: Record> Record for Box<T> {
    const SHAPE: &'static Shape = T::SHAPE;
}

impl<T: Decode> Decode for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<bool, Syntax> {
        self.clear();
        reader.items(&mut |reader| {
            self.push(T::blank());
            self.last_mut().map_or(Ok(false), |item| item.fill(reader))
        })
    }
}

impl<T: Decode> Decode for Option<T> {
    const REQUIRED: bool = false;

    fn blank() -> Self {
        None
    }
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<bool, Syntax> {
        self.insert(T::blank()).fill(reader)
    }
}

macro_rules! whole {
    ($($kind:ty),*) => {$(
        impl Decode for $kind {
            fn blank() -> Self {
                0
            }
            fn decode(reader: &mut Reader<'_>) -> Read<Self> {
                let number = reader.within(<$kind>::MIN.into(), <$kind>::MAX.into())?;
                Ok(number.and_then(|number| number.try_into().ok()))
            }
        }
    )*};
}
whole!(u8, u32, i32);

impl Reader<'_> {
    /// A whole number within these bounds.
    fn within(&mut self, least: i64, most: i64) -> Read<i64> {
        let expected = format_args!("a whole number from {least} to {most}");
        let Some(number) = self.whole(expected)? else { return Ok(None) };
        // No number without a sign takes a minus, not even of zero.
        let signed = least < 0 || !number.starts_with('-');
        if let Some(value) = number.parse().ok().filter(|value| signed && (least..=most).contains(value)) {
            return Ok(Some(value));
        }
        let message = format!("expected {expected}, got `{}`", shown(number));
        self.note(Code::NumberRange, message, "write a number within these bounds");
        Ok(None)
    }
}
