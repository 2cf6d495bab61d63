//! The canonical writer: minified JSON, keys in the order their type declares them, absent options left out.
//!
//! What a value says of itself is a table of keys and its fields by their places; the one interpreter below does the rest.

use super::eights::needs_escape;
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

/// The canonical bytes of a value of the contract.
pub fn to_bytes(value: &dyn Encode) -> Vec<u8> {
    let mut writer = Writer { out: Vec::new() };
    value.encode(&mut writer);
    writer.out
}

/// A value of the contract. Derived for records and choices.
pub trait Encode {
    /// Writes it.
    fn encode(&self, writer: &mut Writer);

    /// Is there nothing to say? A field that may be left out then is.
    fn is_empty(&self) -> bool {
        false
    }
}

/// A record's keys as they stand behind another field, comma, quotes and colon included, and a bit for each field that is left out when empty.
pub struct Keys {
    /// In the order in which they are written.
    pub keys: &'static [&'static str],
    /// The first field has the lowest bit.
    pub spare: u64,
}

/// A record's fields by their places.
pub trait Shown {
    /// The field of this place in the table of keys, if it is written.
    fn shown(&self, place: usize) -> Option<&dyn Encode>;

    /// The table.
    fn keys(&self) -> Keys;
}

/// What is written so far.
pub struct Writer {
    out: Vec<u8>,
}

impl fmt::Write for Writer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.put(text);
        Ok(())
    }
}

impl Writer {
    /// Keys, ids and numbers are short, and handing eight bytes over twice is a fraction of a general copy, above all in a
    /// sandbox, where that is a call.
    #[inline(never)]
    fn put(&mut self, text: &str) {
        let bytes = text.as_bytes();
        match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(first), Some(last)) if bytes.len() <= 16 => {
                let end = self.out.len().saturating_add(bytes.len());
                self.out.extend_from_slice(first);
                self.out.truncate(end.saturating_sub(8));
                self.out.extend_from_slice(last);
            }
            (Some(_), _) => self.out.extend_from_slice(bytes),
            _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
                (Some(first), Some(last)) => {
                    let end = self.out.len().saturating_add(bytes.len());
                    self.out.extend_from_slice(first);
                    self.out.truncate(end.saturating_sub(4));
                    self.out.extend_from_slice(last);
                }
                _ => bytes.iter().for_each(|byte| self.out.push(*byte)),
            },
        }
    }

    /// Writes an object. The `tag` of a choice stands first: its key, as in a table, and its word.
    pub fn record(&mut self, shown: &dyn Shown, tag: Option<(&str, &str)>) {
        let Keys { keys, spare } = shown.keys();
        let start = self.out.len();
        if let Some((key, word)) = tag {
            self.put(key);
            self.word(word);
        }
        for (place, key) in keys.iter().enumerate() {
            let Some(value) = shown.shown(place) else { continue };
            if spare.wrapping_shr(place as u32) & 1 == 1 && value.is_empty() {
                continue;
            }
            self.put(key);
            value.encode(self);
        }
        // The first key brought the comma that stands before others.
        match self.out.get_mut(start) {
            Some(first) => *first = b'{',
            None => self.out.push(b'{'),
        }
        self.out.push(b'}');
    }

    /// Writes a list: `item` gives one after the other.
    #[inline(never)]
    pub fn list<'v>(&mut self, count: usize, item: &dyn Fn(usize) -> Option<&'v dyn Encode>) {
        self.out.push(b'[');
        for (place, item) in (0..count).filter_map(item).enumerate() {
            if place > 0 {
                self.out.push(b',');
            }
            item.encode(self);
        }
        self.out.push(b']');
    }

    /// Writes an object of names and values, all of them ids.
    pub fn map<'v>(&mut self, count: usize, pair: &dyn Fn(usize) -> Option<(&'v str, &'v str)>) {
        self.out.push(b'{');
        for (place, (name, value)) in (0..count).filter_map(pair).enumerate() {
            if place > 0 {
                self.out.push(b',');
            }
            self.word(name);
            self.out.push(b':');
            self.word(value);
        }
        self.out.push(b'}');
    }

    /// Writes a text in which nothing needs an escape: an id, a word, a number.
    #[inline(never)]
    pub fn word(&mut self, text: &str) {
        self.out.push(b'"');
        self.put(text);
        self.out.push(b'"');
    }

    /// Writes something whose text needs no escape either.
    pub fn display(&mut self, value: &dyn fmt::Display) {
        // Writing to a Vec cannot fail.
        let _ = write!(self, "\"{value}\"");
    }

    /// Writes any text.
    pub fn text(&mut self, text: &str) {
        if !needs_escape(text.as_bytes()) {
            return self.word(text);
        }
        self.out.push(b'"');
        for byte in text.bytes() {
            match byte {
                b'"' => self.put("\\\""),
                b'\\' => self.put("\\\\"),
                // Writing to a Vec cannot fail.
                0..=0x1f => drop(write!(self, "\\u{byte:04x}")),
                other => self.out.push(other),
            }
        }
        self.out.push(b'"');
    }

    fn whole(&mut self, number: i64) {
        self.put(itoa::Buffer::new().format(number));
    }
}

impl Encode for str {
    fn encode(&self, writer: &mut Writer) {
        writer.text(self);
    }
}

impl Encode for String {
    fn encode(&self, writer: &mut Writer) {
        writer.text(self);
    }
}

impl Encode for bool {
    fn encode(&self, writer: &mut Writer) {
        writer.put(if *self { "true" } else { "false" });
    }
    fn is_empty(&self) -> bool {
        !*self
    }
}

macro_rules! whole {
    ($($kind:ty),*) => {$(
        impl Encode for $kind {
            fn encode(&self, writer: &mut Writer) {
                // None of the contract's numbers is beyond.
                writer.whole(i64::try_from(*self).unwrap_or(i64::MAX));
            }
        }
    )*};
}
whole!(u8, u16, u32, u64, i32, i64, usize);

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, writer: &mut Writer) {
        // A field without a value is left out: the contract has no `null`.
        if let Some(value) = self {
            value.encode(writer);
        }
    }
    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, writer: &mut Writer) {
        writer.list(self.len(), &|place| self.get(place).map(|item| item as &dyn Encode));
    }
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, writer: &mut Writer) {
        self.as_slice().encode(writer);
    }
    fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
    fn is_empty(&self) -> bool {
        (**self).is_empty()
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
    fn is_empty(&self) -> bool {
        (**self).is_empty()
    }
}

impl<T: Shown> Shown for Box<T> {
    fn shown(&self, place: usize) -> Option<&dyn Encode> {
        (**self).shown(place)
    }
    fn keys(&self) -> Keys {
        (**self).keys()
    }
}

impl<T: Encode + alloc::borrow::ToOwned + ?Sized> Encode for Cow<'_, T> {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
    fn is_empty(&self) -> bool {
        (**self).is_empty()
    }
}
