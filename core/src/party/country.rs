//! Countries by ISO 3166-1.

use crate::problem::Code;
use crate::wire::{Decode, Encode, Read, Reader, Writer, shown};
use alloc::format;
use core::fmt;

/// An ISO 3166-1 alpha-2 country. Greece is `GR`, Northern Ireland as a place of supply of goods is not one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Country([u8; 2]);

/// The officially assigned codes (ISO 3166 maintenance agency; facts).
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
     BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ \
     FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS \
     IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN \
     MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
     PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN \
     TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Members of the European Union (since 2020-02-01).
const EU: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

fn holds(codes: &str, code: &str) -> bool {
    // Two letters and a space.
    codes.as_bytes().chunks(3).any(|known| known.get(..2) == Some(code.as_bytes()))
}

impl Country {
    /// The country of this code, if it is assigned.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        if holds(CODES, code) { code.as_bytes().try_into().ok().map(Self) } else { None }
    }

    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.split_ascii_whitespace().filter_map(Self::new)
    }

    /// The two letters.
    #[must_use]
    pub fn code(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Is it a member of the European Union?
    #[must_use]
    pub fn is_eu(&self) -> bool {
        holds(EU, self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Decode for Country {
    fn blank() -> Self {
        Self(*b"DE")
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("a country code in a string")? else { return Ok(None) };
        let country = Self::new(&text);
        if country.is_none() {
            let message = format!("`{}` is not a country", shown(&text));
            reader.note(Code::CountryUnknown, message, "use an ISO 3166-1 code of two capital letters, such as \"DE\"");
        }
        Ok(country)
    }
}

impl Encode for Country {
    fn encode(&self, writer: &mut Writer) {
        writer.word(self.code());
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Country {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Country".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An ISO 3166-1 alpha-2 country code.", "type": "string", "pattern": "^[A-Z]{2}$"
        })
    }
}
