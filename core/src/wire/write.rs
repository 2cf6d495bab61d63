//! The canonical writer: minified JSON, keys in the order their type declares them, absent options left out.
//! It writes what the contract has and refuses the rest: no float, no bytes. A map's keys are ids, kept in order.

use super::scan::needs_escape;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write as _};
use serde::ser::{self, Serialize};

/// The canonical bytes of a value of the contract.
pub fn to_bytes<T: Serialize>(value: &T) -> Vec<u8> {
    let mut writer = Writer { out: String::new(), plainly: false };
    let written = value.serialize(&mut writer);
    debug_assert!(written.is_ok(), "a contract type holds something that the contract cannot say: {written:?}");
    writer.out.into_bytes()
}

/// What only a wrong contract type could meet; no input reaches it.
#[derive(Debug)]
pub(crate) struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a value of the contract")
    }
}

impl core::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Writes a text in which nothing needs an escape: an id, a number.
pub(crate) fn plainly<S: ser::Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(PLAINLY, text)
}

/// Writes any text.
pub(crate) fn escaped<S: ser::Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

/// How the writer knows such a text; to any other serializer it is a text as others are.
const PLAINLY: &str = "plainly";

struct Writer {
    out: String,
    plainly: bool,
}

impl Writer {
    fn put(&mut self, text: &str) -> Done {
        self.out.push_str(text);
        Ok(())
    }

    fn quoted(&mut self, text: &str) -> Done {
        self.out.push('"');
        if !core::mem::take(&mut self.plainly) && needs_escape(text.as_bytes()) {
            for letter in text.chars() {
                match letter {
                    '"' => self.out.push_str("\\\""),
                    '\\' => self.out.push_str("\\\\"),
                    '\0'..='\u{1f}' => drop(write!(self.out, "\\u{:04x}", u32::from(letter))),
                    other => self.out.push(other),
                }
            }
        } else {
            self.out.push_str(text);
        }
        self.put("\"")
    }

    fn number(&mut self, number: impl fmt::Display) -> Done {
        write!(self.out, "{number}").map_err(|_| Unwritable)
    }
}

type Done = Result<(), Unwritable>;

/// An array or object being written; `close` ends it.
pub(crate) struct Open<'w> {
    writer: &'w mut Writer,
    first: bool,
    close: &'static str,
}

impl<'w> Open<'w> {
    fn new(writer: &'w mut Writer, open: &str, close: &'static str) -> Result<Self, Unwritable> {
        writer.put(open)?;
        Ok(Self { writer, first: true, close })
    }

    fn comma(&mut self) -> Done {
        if core::mem::take(&mut self.first) { Ok(()) } else { self.writer.put(",") }
    }

    /// A key is a field's name: nothing in it needs an escape.
    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        self.writer.put(if core::mem::take(&mut self.first) { "\"" } else { ",\"" })?;
        self.writer.put(key)?;
        self.writer.put("\":")?;
        value.serialize(&mut *self.writer)
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.comma()?;
        value.serialize(&mut *self.writer)
    }

    /// A key of a map is an id: nothing in it needs an escape either.
    fn entry<K: Serialize + ?Sized, T: Serialize + ?Sized>(&mut self, key: &K, value: &T) -> Done {
        self.item(key)?;
        self.writer.put(":")?;
        value.serialize(&mut *self.writer)
    }

    fn finish(self) -> Done {
        self.writer.put(self.close)
    }
}

impl ser::SerializeSeq for Open<'_> {
    type Ok = ();
    type Error = Unwritable;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.item(value)
    }
    fn end(self) -> Done {
        self.finish()
    }
}

impl ser::SerializeTuple for Open<'_> {
    type Ok = ();
    type Error = Unwritable;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.item(value)
    }
    fn end(self) -> Done {
        self.finish()
    }
}

impl ser::SerializeStruct for Open<'_> {
    type Ok = ();
    type Error = Unwritable;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        self.field(key, value)
    }
    fn end(self) -> Done {
        self.finish()
    }
}

impl ser::SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Unwritable;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Done {
        Err(Unwritable)
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, _: &T) -> Done {
        Err(Unwritable)
    }
    fn serialize_entry<K: Serialize + ?Sized, T: Serialize + ?Sized>(&mut self, key: &K, value: &T) -> Done {
        self.entry(key, value)
    }
    fn end(self) -> Done {
        self.finish()
    }
}

macro_rules! refuse {
    ($($method:ident($($kind:ty),*);)*) => {$(
        fn $method(self, $(_: $kind),*) -> Done { Err(Unwritable) }
    )*};
}

type Never = ser::Impossible<(), Unwritable>;

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Open<'w>;
    type SerializeStruct = Open<'w>;
    type SerializeTuple = Open<'w>;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Open<'w>;
    type SerializeStructVariant = Never;

    fn serialize_bool(self, value: bool) -> Done {
        self.put(if value { "true" } else { "false" })
    }
    fn serialize_i64(self, value: i64) -> Done {
        self.number(value)
    }
    fn serialize_i8(self, value: i8) -> Done {
        self.number(value)
    }
    fn serialize_i16(self, value: i16) -> Done {
        self.number(value)
    }
    fn serialize_i32(self, value: i32) -> Done {
        self.number(value)
    }
    fn serialize_u8(self, value: u8) -> Done {
        self.number(value)
    }
    fn serialize_u16(self, value: u16) -> Done {
        self.number(value)
    }
    fn serialize_u32(self, value: u32) -> Done {
        self.number(value)
    }
    fn serialize_u64(self, value: u64) -> Done {
        self.number(value)
    }
    fn serialize_str(self, value: &str) -> Done {
        self.quoted(value)
    }
    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Done {
        // Numbers, times and ids: nothing in them needs an escape.
        self.put("\"")?;
        write!(self.out, "{value}").map_err(|_| Unwritable)?;
        self.put("\"")
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Done {
        self.plainly = name == PLAINLY;
        value.serialize(self)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Done {
        self.quoted(word)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'w>, Unwritable> {
        Open::new(self, "[", "]")
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'w>, Unwritable> {
        Open::new(self, "{", "}")
    }

    refuse! {
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Done {
        Err(Unwritable)
    }
    fn serialize_tuple(self, _: usize) -> Result<Open<'w>, Unwritable> {
        Open::new(self, "[", "]")
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, Unwritable> {
        Err(Unwritable)
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Never, Unwritable> {
        Err(Unwritable)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Open<'w>, Unwritable> {
        Open::new(self, "{", "}")
    }
    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Never, Unwritable> {
        Err(Unwritable)
    }
}
