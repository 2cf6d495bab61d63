//! What can be read, and how the plainest types are.

use super::excerpt::{plain, shown};
use super::reader::{Read, Reader};
use crate::problem::Code;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Reads one value at the reader's place. Derived for the contract's types.
pub trait Decode: Sized {
    /// `Ok(None)` when a problem was noted and the value skipped; `Err` when the JSON itself ends here.
    ///
    /// # Errors
    /// The text is not JSON from here on, and the problem is noted.
    fn decode(reader: &mut Reader<'_>) -> Read<Self>;

    /// What an absent field means; `beside`: the document was read with one of its name beside it. Nothing, but for an
    /// `Option`.
    fn absent(_beside: bool) -> Option<Self> {
        None
    }
}

/// Reads an object whose `tag` field, if any, has been read by the choice it belongs to.
pub trait Record: Decode {
    /// As [`Decode::decode`].
    ///
    /// # Errors
    /// The text is not JSON from here on, and the problem is noted.
    fn decode_record(reader: &mut Reader<'_>, tag: Option<&'static str>) -> Read<Self>;
}

/// What a list of records that repeat is read into.
pub(crate) trait Records {
    /// A record of the list.
    type Record: Decode;

    /// One that was read strictly; `form` is its place among the forms, where it has one that another may repeat.
    fn read(&mut self, record: Self::Record, form: Option<usize>);

    /// One that repeats a form, with this id, time and quantity; nothing where one of them needs the strict reader.
    fn repeated(&mut self, form: usize, values: [&str; 3]) -> Option<()>;
}

impl Decode for bool {
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        reader.boolean()
    }
}

/// Texts that the engine wrote itself: ids and descriptions of entries.
impl Decode for String {
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
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        Ok(T::decode(reader)?.map(Self::new))
    }
}

impl<T: Record> Record for Box<T> {
    fn decode_record(reader: &mut Reader<'_>, tag: Option<&'static str>) -> Read<Self> {
        Ok(T::decode_record(reader, tag)?.map(Self::new))
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        reader.array()
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        Ok(T::decode(reader)?.map(Some))
    }

    fn absent(_: bool) -> Option<Self> {
        Some(None)
    }
}

macro_rules! whole {
    ($($kind:ty),*) => {$(
        impl Decode for $kind {
            fn decode(reader: &mut Reader<'_>) -> Read<Self> {
                let expected = format_args!("a whole number from {} to {}", <$kind>::MIN, <$kind>::MAX);
                let Some(number) = reader.whole(expected)? else { return Ok(None) };
                if let Ok(value) = number.parse() {
                    return Ok(Some(value));
                }
                let message = format!("expected {expected}, got `{}`", shown(number));
                reader.note(Code::NumberRange, message, "write a number within these bounds");
                Ok(None)
            }
        }
    )*};
}
whole!(u8, u32, i32);
