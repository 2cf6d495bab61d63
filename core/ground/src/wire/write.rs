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
    let mut writer = Writer { out: Vec::new(), end: 0, constant: ((0, 0), 0, 0) };
    value.encode(&mut writer);
    writer.out.truncate(writer.end);
    writer.out
}

/// A value of the contract. Derived for records and choices.
pub trait Encode {
    /// Writes it.
    fn encode(&self, writer: &mut Writer);
}

/// A record's keys, and which of them it leaves out.
pub struct Keys {
    /// As they stand behind another field, comma, quotes and colon included, in the order in which they are written.
    pub keys: &'static [&'static str],
    /// A bit for each field that is left out because it is empty; the first field has the lowest.
    pub absent: u64,
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
    /// Zeros behind the end, so that short texts are handed over eight bytes at a time.
    out: Vec<u8>,
    /// The end.
    end: usize,
    /// The constant list that was written last, by its place in memory and its length; where it stands, and how many bytes.
    constant: ((usize, usize), usize, usize),
}

/// Room that is kept behind the end.
const ROOM: usize = 16;
/// Room that the first answer takes, and what is made ready at a time.
const LITTLE: usize = 1 << 10;
const SOON: usize = 1 << 14;

impl fmt::Write for Writer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.put(text);
        Ok(())
    }
}

impl Writer {
    /// The bytes behind the end, at least so many and [`ROOM`].
    #[inline]
    fn room(&mut self, count: usize) -> &mut [u8] {
        let least = self.end.saturating_add(count).saturating_add(ROOM);
        if least > self.out.len() {
            self.grow(least);
        }
        self.out.get_mut(self.end..).unwrap_or_default()
    }

    /// Takes ever more room, and makes of it zeros only as far as is written soon: a page that is not touched costs nothing.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, least: usize) {
        self.out.reserve(least.saturating_sub(self.out.len()).max(LITTLE));
        let soon = least.saturating_add(SOON).min(self.out.capacity());
        self.out.resize(soon, 0);
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        if let Some(next) = self.room(1).first_mut() {
            *next = byte;
        }
        self.end = self.end.saturating_add(1);
    }

    /// Keys, ids and numbers are short, and handing eight bytes over twice is a fraction of a general copy, above all in a
    /// sandbox, where that is a call.
    #[inline(never)]
    fn put(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let room = self.room(bytes.len());
        copy(bytes, room);
        self.end = self.end.saturating_add(bytes.len());
    }

    /// Writes an object. The `tag` of a choice stands first: its key, as in a table, and its word.
    pub fn record(&mut self, shown: &dyn Shown, tag: Option<(&str, &str)>) {
        let Keys { keys, absent } = shown.keys();
        let start = self.end;
        if let Some((key, word)) = tag {
            self.put(key);
            self.word(word);
        }
        for (place, key) in keys.iter().enumerate() {
            if absent.wrapping_shr(place as u32) & 1 == 1 {
                continue;
            }
            let Some(value) = shown.shown(place) else { continue };
            self.put(key);
            value.encode(self);
        }
        // The first key brought the comma that stands before others.
        self.end = self.end.max(start.saturating_add(1));
        self.byte(b'}');
        if let Some(first) = self.out.get_mut(start) {
            *first = b'{';
        }
    }

    /// Writes a list: `item` gives one after the other.
    #[inline(never)]
    pub fn list<'v>(&mut self, count: usize, item: &dyn Fn(usize) -> Option<&'v dyn Encode>) {
        self.byte(b'[');
        for (place, item) in (0..count).filter_map(item).enumerate() {
            if place > 0 {
                self.byte(b',');
            }
            item.encode(self);
        }
        self.byte(b']');
    }

    /// Writes a list that is always the same, such as the rules of an entry. Records of a kind have the same one, and then it
    /// is copied from where it stands.
    pub fn constant<T: Encode>(&mut self, list: &'static [T]) {
        let (this, (last, start, count), end) = ((list.as_ptr().addr(), list.len()), self.constant, self.end);
        if this != last {
            list.encode(self);
            self.constant = (this, end, self.end.saturating_sub(end));
            return;
        }
        self.room(count);
        let behind = start.saturating_add(count);
        if behind <= end {
            self.out.copy_within(start..behind, end);
            self.end = end.saturating_add(count);
        }
    }

    /// Writes an object of names and values, all of them ids.
    pub fn map<'v>(&mut self, count: usize, pair: &dyn Fn(usize) -> Option<(&'v str, &'v str)>) {
        self.byte(b'{');
        for (place, (name, value)) in (0..count).filter_map(pair).enumerate() {
            if place > 0 {
                self.byte(b',');
            }
            self.word(name);
            self.byte(b':');
            self.word(value);
        }
        self.byte(b'}');
    }

    /// Writes a text in which nothing needs an escape: an id, a word, a number.
    pub fn word(&mut self, text: &str) {
        self.letters(text.as_bytes());
    }

    /// The same of a text that is made as bytes.
    #[inline(never)]
    pub(crate) fn letters(&mut self, bytes: &[u8]) {
        if let Some((quote, room)) = self.room(bytes.len().saturating_add(2)).split_first_mut() {
            *quote = b'"';
            copy(bytes, room);
            if let Some(quote) = room.get_mut(bytes.len()) {
                *quote = b'"';
            }
        }
        self.end = self.end.saturating_add(bytes.len()).saturating_add(2);
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
        self.byte(b'"');
        for byte in text.bytes() {
            match byte {
                b'"' => self.put("\\\""),
                b'\\' => self.put("\\\\"),
                // Writing to a Vec cannot fail.
                0..=0x1f => drop(write!(self, "\\u{byte:04x}")),
                other => self.byte(other),
            }
        }
        self.byte(b'"');
    }

    fn whole(&mut self, number: i64) {
        self.put(itoa::Buffer::new().format(number));
    }
}

/// Puts the bytes at the start of a longer room.
#[inline]
fn copy(bytes: &[u8], room: &mut [u8]) {
    let count = bytes.len();
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) if count <= 16 => {
            pair(first, last, count, room);
        }
        (Some(_), _) => {
            if let Some(room) = room.get_mut(..count) {
                room.copy_from_slice(bytes);
            }
        }
        _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) => pair(first, last, count, room),
            _ => room.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte),
        },
    }
}

/// Two halves that may lie over each other.
#[inline]
fn pair<const N: usize>(first: &[u8; N], last: &[u8; N], count: usize, room: &mut [u8]) {
    if let Some(to) = room.first_chunk_mut::<N>() {
        *to = *first;
    }
    if let Some(to) = room.get_mut(count.saturating_sub(N)..).and_then(|room| room.first_chunk_mut::<N>()) {
        *to = *last;
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
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, writer: &mut Writer) {
        writer.list(self.len(), &|place| self.get(place).map(|item| item as &dyn Encode));
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, writer: &mut Writer) {
        self.as_slice().encode(writer);
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
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
}
