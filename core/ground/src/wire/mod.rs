//! The only room that knows JSON: a strict reader that notes every shape problem at once, and a writer whose
//! bytes are canonical (minified, keys in declared order, absent options left out).

mod apart;
mod decode;
mod eights;
mod escape;
mod excerpt;
mod problems;
mod reader;
mod record;
mod repeated_records;
mod scan;
#[cfg(feature = "schema")]
mod schema;
mod values;
mod write;

pub use apart::Apart;
/// The derives of the traits of these names.
pub use counterfoil_derive::{Decode, Encode};
pub use decode::{Decode, Fields, Hole, Record, Shape};
pub use decode::{Records, shape_of};
pub use excerpt::{plain, shown};
pub use reader::{PROBLEMS_MAX, Read, Reader, Syntax};
pub use scan::DEPTH_MAX;
#[cfg(feature = "schema")]
pub use schema::as_json;
pub use write::{Encode, Keys, Shown, Writer, to_bytes};

use crate::problem::Problem;
use alloc::vec::Vec;

/// Reads and writes an entry of a closed list (`registry`) as its name; `blank` is one of them. The list itself stands below
/// this room.
#[doc(hidden)]
#[macro_export]
macro_rules! __listed {
    ($list:ident, $blank:ident) => {
        impl $crate::wire::Decode for $list {
            fn blank() -> Self {
                Self::$blank
            }
            fn decode(reader: &mut $crate::wire::Reader<'_>) -> $crate::wire::Read<Self> {
                Ok(reader.word(Self::NAMES)?.and_then(|place| Self::ALL.get(place)).copied())
            }
        }

        impl $crate::wire::Encode for $list {
            fn encode(&self, writer: &mut $crate::wire::Writer) {
                writer.word(self.name());
            }
        }
    };
}
pub use __listed as listed;

/// A field of a document that has problems elsewhere, where it can be read by itself.
pub fn field<T: Decode>(bytes: &[u8], name: &str) -> Option<T> {
    let mut reader = Reader::new(bytes).ok()?;
    let mut found = Vec::new();
    let read = reader.object(&mut |reader, key| {
        if key == name { T::decode(reader).map(|value| found.extend(value)) } else { reader.skip() }
    });
    read.ok().flatten()?;
    reader.end();
    // A key that stands twice says nothing.
    if reader.problems().is_empty() && found.len() == 1 { found.pop() } else { None }
}

/// Reads one whole document, or says everything that is wrong with its shape.
///
/// # Errors
/// All shape problems, in document order.
pub fn from_bytes<T: Decode>(bytes: &[u8]) -> Result<T, Vec<Problem>> {
    let mut value = T::blank();
    read_whole(bytes, &mut value, &[])?;
    Ok(value)
}

/// Reads one whole document into this value, of which these fields stand beside it.
///
/// # Errors
/// All shape problems, in document order; the value is not to be looked at.
pub fn read_whole(bytes: &[u8], value: &mut dyn Hole, beside: &'static [&'static str]) -> Result<(), Vec<Problem>> {
    let mut reader = match Reader::new(bytes) {
        Ok(reader) => reader,
        Err(problem) => return Err(alloc::vec![problem]),
    };
    reader.beside = beside;
    let read = value.read(&mut reader);
    if read.is_ok() {
        reader.end();
    }
    match read {
        Ok(true) if reader.problems().is_empty() => Ok(()),
        _ => Err(reader.into_problems()),
    }
}
