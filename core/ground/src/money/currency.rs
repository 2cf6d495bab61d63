//! Currencies by ISO 4217 and their minor units.
//!
//! Source of the table: PyPI `iso4217` 1.16 of 2026-01-01 (public domain), which reads the ISO 4217 maintenance
//! agency's list; `tests/cases/tables/iso4217.json` keeps it whole, and a test holds the two together. Codes
//! without minor units (gold, test codes, `XXX`) are no money and so not here.

use crate::problem::Code;
use crate::wire::{Decode, Encode, Read, Reader, Writer, shown};
use alloc::format;
use core::fmt;

/// An ISO 4217 currency that has minor units. Upper case, exactly three letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Currency {
    code: [u8; 3],
    /// Looked up once: amounts ask for it again and again.
    minor_units: u8,
}

/// Codes by their number of minor units.
const BY_MINOR_UNITS: &[(u8, &str)] = &[
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (
        2,
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE \
     CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD \
     HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK \
     MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD \
     RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH \
     USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

impl Currency {
    /// The currency of this code, if ISO 4217 gives it minor units.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        // Three letters and a space: every call looks for one.
        let stands = |codes: &str| codes.as_bytes().chunks(4).any(|known| known.get(..3) == Some(&code));
        let (minor_units, _) = BY_MINOR_UNITS.iter().find(|(_, codes)| stands(codes))?;
        Some(Self { code, minor_units: *minor_units })
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        core::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// Digits after the point in an amount that can be paid: JPY 0, USD 2, BHD 3.
    #[must_use]
    pub const fn minor_units(&self) -> u8 {
        self.minor_units
    }

    /// Every currency known here.
    pub fn all() -> impl Iterator<Item = Self> {
        BY_MINOR_UNITS.iter().flat_map(|(_, codes)| codes.split_ascii_whitespace()).filter_map(Self::new)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Encode for Currency {
    fn encode(&self, writer: &mut Writer) {
        writer.word(self.code());
    }
}

impl Decode for Currency {
    fn blank() -> Self {
        Self { code: *b"EUR", minor_units: 2 }
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("a currency code in a string")? else { return Ok(None) };
        let currency = Self::new(&text);
        if currency.is_none() {
            reader.note(
                Code::CurrencyUnknown,
                format!("`{}` is not a currency with minor units", shown(&text)),
                "write an ISO 4217 code in upper case, such as \"USD\"",
            );
        }
        Ok(currency)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Currency {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Currency".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An ISO 4217 code with minor units, in upper case.",
            "type": "string",
            "pattern": "^[A-Z]{3}$",
        })
    }
}
