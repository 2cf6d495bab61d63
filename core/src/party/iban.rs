//! Bank accounts by ISO 13616.

use crate::problem::Code;
use crate::text::text;
use crate::wire::{Decode, Read, Reader, shown};
use alloc::format;
use alloc::string::String;
use arcstr::ArcStr;
use core::fmt;
use core::ops::Deref;

text!(
    /// An IBAN without spaces, as long as its country's are, whose check digits are right.
    Iban,
    "^[A-Z0-9 ]{15,}$",
    "An ISO 13616 account number; spaces are read and dropped; country, length and check digits are checked.",
    text
);

/// The countries that have IBANs, each with the length of theirs (SWIFT, IBAN Registry, release 101; facts).
const LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 \
     ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 \
     LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 \
     PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 \
     YE30";

impl Decode for Iban {
    fn blank() -> Self {
        Self::BLANK
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("an IBAN in a string")? else { return Ok(None) };
        let iban: String = text.chars().filter(|letter| *letter != ' ').collect();
        let Err((why, help)) = check(&iban) else { return Ok(Some(Self(iban.into()))) };
        reader.note(Code::IbanGrammar, format!("`{}` is not an IBAN: {why}", shown(&text)), help);
        Ok(None)
    }
}

/// How long IBANs of the country are, if it has any.
fn length_of(country: &str) -> Option<usize> {
    LENGTHS.split_ascii_whitespace().find_map(|known| known.strip_prefix(country)?.parse().ok())
}

/// The form, the country's length, and the check digits; else what is wrong, and the next action.
fn check(iban: &str) -> Result<(), (String, &'static str)> {
    let capital = |byte: u8| byte.is_ascii_uppercase();
    let form = iban.bytes().all(|byte| capital(byte) || byte.is_ascii_digit());
    let parts = iban
        .split_at_checked(2)
        .filter(|_| form)
        .and_then(|(country, rest)| Some((country, rest.split_at_checked(2)?)));
    let parts = parts.filter(|(country, (check, _))| country.bytes().all(capital) && !check.bytes().any(capital));
    let Some((country, (check, account))) = parts else {
        let help = "write two capital letters, two check digits, and capital letters or digits as the country has them";
        return Err(("it has not the form of one".into(), help));
    };
    let Some(length) = length_of(country) else {
        return Err((
            format!("`{country}` is no country with IBANs"),
            "write the account's own IBAN, of a country in the IBAN registry",
        ));
    };
    if iban.len() != length {
        let why = format!("those of `{country}` have {length} letters and digits, and this has {}", iban.len());
        return Err((why, "look for one too many or too few, and ask the holder"));
    }
    if by_97(account, country, check) != 1 {
        return Err(("its check digits are wrong".into(), "look for a mistyped digit and ask the holder"));
    }
    Ok(())
}

/// The remainder by 97 of the number that the moved and spelt-out letters make (ISO 7064 MOD 97-10).
fn by_97(account: &str, country: &str, check: &str) -> u32 {
    let digits = [account, country, check].into_iter().flat_map(str::chars).filter_map(|letter| letter.to_digit(36));
    digits.fold(0, |rest: u32, digit| {
        let raised = rest.saturating_mul(if digit < 10 { 10 } else { 100 });
        raised.saturating_add(digit).checked_rem(97).unwrap_or_default()
    })
}
