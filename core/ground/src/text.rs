//! Ids and texts: opaque, bounded, compared byte by byte. Shared, since entries, effects and lines all name them.

use crate::hash::push_sha256;
use crate::problem::Code;
use crate::wire::{Decode, Read, Reader, plain, shown};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use arcstr::ArcStr;
use core::fmt;
use core::ops::Deref;

/// Bytes of the digest that a derived id keeps: 160 bits.
const DERIVED_BYTES: usize = 20;

/// A text of a grammar of its own: its name, pattern, sentence, and how it is written.
#[doc(hidden)]
#[macro_export]
macro_rules! __text {
    ($(#[$meta:meta])* $name:ident, $pattern:literal, $words:literal, $write:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(ArcStr);

        impl $crate::wire::Encode for $name {
            fn encode(&self, writer: &mut $crate::wire::Writer) {
                writer.$write(self);
            }
        }

        #[cfg(feature = "schema")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::as_json(self, serializer)
            }
        }

        impl $name {
            /// To be read over.
            const BLANK: Self = Self(ArcStr::new());
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&**self, f)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "description": $words, "type": "string", "pattern": $pattern })
            }
        }
    };
}

pub use __text as text;

text!(
    /// A name made by whoever calls: 1 to 128 of `A-Z a-z 0-9 _ . : -`. No case is folded.
    Id,
    "^[A-Za-z0-9_.:-]{1,128}$",
    "An opaque id, compared byte by byte.",
    word
);
text!(
    /// A telephone number or the start of one: 1 to 15 digits (ITU-T E.164) without the plus.
    Digits,
    r"^\+?[0-9]{1,15}$",
    "E.164 digits; a leading plus is read and dropped.",
    word
);
text!(
    /// Where notices go. Only its form is checked.
    Address,
    r"^[^\s@]+@[^\s@]+$",
    "An e-mail address, at most 254 characters.",
    text
);

/// Most letters of an id.
const LETTERS_MAX: usize = 128;

/// The bytes of an id, by value: every usage names several.
const LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0;
    while byte < letters.len() {
        #[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated by the compiler")]
        {
            letters[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'_' | b'.' | b':' | b'-');
            byte += 1;
        }
    }
    letters
};

impl Id {
    /// An id that the engine makes itself, of letters it knows to be right.
    pub fn made(text: alloc::string::String) -> Self {
        debug_assert!(Self::new(&text).is_some(), "`{text}` is not an id");
        Self(text.into())
    }

    /// The name of a row that has none of its own.
    pub fn row(place: usize) -> Self {
        let mut number = itoa::Buffer::new();
        Self(ArcStr::from(alloc::format!("row.{}", number.format(place))))
    }

    /// An id made from others, the same from the same: a prefix and 40 hexadecimal digits.
    pub fn derived(prefix: &str, parts: &[&str], sequence: u32) -> Self {
        let mut content = Vec::new();
        for part in parts {
            // No id holds a newline, so the parts cannot run into each other.
            content.extend_from_slice(part.as_bytes());
            content.push(b'\n');
        }
        content.extend_from_slice(&sequence.to_be_bytes());
        let mut text = String::from(prefix);
        push_sha256(&mut text, &content, DERIVED_BYTES);
        Self::made(text)
    }

    /// The id, if the text is one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let letter = |byte: u8| LETTERS.get(usize::from(byte)).is_some_and(|letter| *letter);
        ((1..=LETTERS_MAX).contains(&text.len()) && text.bytes().all(letter)).then(|| Self(text.into()))
    }
}

impl Decode for Id {
    fn blank() -> Self {
        Self::BLANK
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        if let Some(text) = reader.string_of(&LETTERS, LETTERS_MAX) {
            return Ok(Some(Self(text.into())));
        }
        let Some(text) = reader.text("an id in a string")? else { return Ok(None) };
        let id = Self::new(&text);
        if id.is_none() {
            reader.note(
                Code::IdGrammar,
                format!("`{}` is not an id", shown(&text)),
                "use 1 to 128 of A-Z a-z 0-9 _ . : -",
            );
        }
        Ok(id)
    }
}

impl Decode for Digits {
    fn blank() -> Self {
        Self::BLANK
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("digits in a string")? else { return Ok(None) };
        let digits = text.strip_prefix('+').unwrap_or(&text);
        if (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Some(Self(digits.into())));
        }
        reader.note(
            Code::DigitsGrammar,
            format!("`{}` is not a telephone number", shown(&text)),
            "write 1 to 15 digits from the country code on, such as \"4930123456\"",
        );
        Ok(None)
    }
}

impl Decode for Address {
    fn blank() -> Self {
        Self::BLANK
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("an e-mail address in a string")? else { return Ok(None) };
        let form = text
            .split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty() && !domain.contains('@'));
        if form && text.len() <= 254 && text.chars().all(|letter| plain(letter) && !letter.is_whitespace()) {
            return Ok(Some(Self(text.as_ref().into())));
        }
        reader.note(
            Code::AddressGrammar,
            format!("`{}` is not an e-mail address", shown(&text)),
            "write one address with one @ and no spaces, at most 254 characters",
        );
        Ok(None)
    }
}

text!(
    /// A word or sentence for people: 1 to 200 characters, none of which can change how the others are shown.
    Text,
    r"^.{1,200}$",
    "A text for people: 1 to 200 characters without control characters.",
    text
);

impl Text {
    /// A text that the engine makes itself, of letters it knows to be right.
    pub fn made(text: impl Into<ArcStr>) -> Self {
        let text = text.into();
        debug_assert!((1..=200).contains(&text.chars().count()), "`{text}` is too long or empty");
        Self(text)
    }
}

impl Decode for Text {
    fn blank() -> Self {
        Self::BLANK
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("a text in a string")? else { return Ok(None) };
        let length = text.chars().count();
        if !text.chars().all(plain) {
            reader.note(
                Code::TextControl,
                "the text holds a control character, a bidirectional override or a byte order mark",
                "leave these characters out",
            );
        } else if !(1..=200).contains(&length) {
            reader.note(Code::TextLength, format!("the text has {length} characters"), "use 1 to 200 characters");
        } else {
            return Ok(Some(Self(text.as_ref().into())));
        }
        Ok(None)
    }
}

impl Text {
    /// The text, if it is one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        (text.chars().all(plain) && (1..=200).contains(&text.chars().count())).then(|| Self(text.into()))
    }
}
