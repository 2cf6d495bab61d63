//! Bank accounts by ISO 13616.

use crate::problem::Code;
use crate::text::text;
use crate::wire::{Decode, Read, Reader, shown};
use alloc::format;
use alloc::string::String;
use core::fmt;
use core::ops::Deref;
use serde::{Serialize, Serializer};
use smol_str::SmolStr;

text!(
    /// An IBAN without spaces, whose check digits are right.
    Iban,
    "^[A-Z0-9 ]{15,}$",
    "An ISO 13616 account number; spaces are read and dropped, the check digits are checked.",
    escaped
);

impl Decode for Iban {
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("an IBAN in a string")? else { return Ok(None) };
        let iban: String = text.chars().filter(|letter| *letter != ' ').collect();
        if is_iban(&iban) {
            return Ok(Some(Self(iban.into())));
        }
        reader.note(
            Code::IbanGrammar,
            format!("`{}` is not an IBAN", shown(&text)),
            "write two capital letters, two check digits and 11 to 30 capital letters or digits; their remainder by 97 is 1",
        );
        Ok(None)
    }
}

/// The form, and the remainder by 97 of the number that the moved and spelt-out letters make (ISO 7064 MOD 97-10).
fn is_iban(iban: &str) -> bool {
    let Some((country, rest)) = iban.split_at_checked(2) else { return false };
    let Some((check, account)) = rest.split_at_checked(2) else { return false };
    let capital = |byte: u8| byte.is_ascii_uppercase();
    let form = country.bytes().all(capital)
        && check.bytes().all(|byte| byte.is_ascii_digit())
        && (11..=30).contains(&account.len())
        && account.bytes().all(|byte| capital(byte) || byte.is_ascii_digit());
    let digits = [account, country, check].into_iter().flat_map(str::chars).filter_map(|letter| letter.to_digit(36));
    let by_97 = |rest: u32, digit: u32| {
        let raised = rest.saturating_mul(if digit < 10 { 10 } else { 100 });
        raised.saturating_add(digit).checked_rem(97).unwrap_or_default()
    };
    form && digits.fold(0, by_97) == 1
}
