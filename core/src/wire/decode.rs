//! How the plainest types are read.

use super::Decode;
use super::reader::{Read, Reader};
use super::shown::shown;
use crate::problem::Code;
use alloc::format;
use alloc::vec::Vec;

impl Decode for bool {
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        reader.boolean()
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
whole!(u8, u32);
