//! The six digits on a bank statement, by which an owner shows that the account is theirs.

use crate::problem::Code;
use crate::text::text;
use crate::wire::{Decode, Read, Reader};
use arcstr::ArcStr;
use core::fmt;
use core::ops::Deref;

text!(
    /// Six digits.
    VerificationCode,
    "^[0-9]{6}$",
    "Six digits.",
    text
);

impl Decode for VerificationCode {
    fn blank() -> Self {
        Self::BLANK
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("six digits in a string")? else { return Ok(None) };
        if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Some(Self(text.as_ref().into())));
        }
        // The text is a secret that was mistyped: it is not repeated.
        reader.note(Code::CodeGrammar, "the code is not six digits", "write the six digits, such as \"012345\"");
        Ok(None)
    }
}
