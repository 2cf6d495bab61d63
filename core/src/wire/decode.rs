//! How the plainest types are read.

use super::reader::{Read, Reader};
use super::shown::{plain, shown};
use super::{Decode, Record};
use crate::problem::Code;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

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
    fn decode_record(reader: &mut Reader<'_>, tag: Option<&str>) -> Read<Self> {
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

    fn absent() -> Option<Self> {
        Some(None)
    }
}

macro_rules! whole {
    ($($kind:ty),*) => {$(
        impl Decode for $kind {
            fn decode(reader: &mut Reader<'_>) -> Read<Self> {
                let Some(number) = reader.whole()? else { return Ok(None) };
                if let Ok(value) = number.parse() {
                    return Ok(Some(value));
                }
                reader.note(
                    Code::NumberRange,
                    format!("expected a whole number from {} to {}, got `{}`", <$kind>::MIN, <$kind>::MAX, shown(number)),
                    "write a number within these bounds",
                );
                Ok(None)
            }
        }
    )*};
}
whole!(u8, u32, i32);
