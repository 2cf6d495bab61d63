//! What an address may ask for behind its question mark.

/// A parameter of a query.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Param {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) about: &'static str,
}

/// What its value is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Any text.
    Text,
    /// A text of the contract, by the name of its type: the engine reads it.
    Contract(&'static str),
    /// A whole number from one to another.
    Whole(u32, u32),
    /// A decimal number.
    Decimal,
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
}

impl Kind {
    /// What is wrong with a value, where anything is.
    pub(super) fn refuses(self, value: &str) -> Option<String> {
        match self {
            Self::Text | Self::Contract(_) => None,
            Self::Whole(least, most) => {
                let fits = value.parse().is_ok_and(|number: u32| (least..=most).contains(&number));
                (!fits).then(|| format!("expected a whole number from {least} to {most}, got `{}`", shown(value)))
            }
            Self::Decimal => (!is_decimal(value))
                .then(|| format!("expected a decimal number, such as `-12.50`, got `{}`", shown(value))),
            Self::Flag => Self::Word(&["true", "false"]).refuses(value),
            Self::Word(words) => (!words.contains(&value))
                .then(|| format!("expected `{}`, got `{}`", words.join("` or `"), shown(value))),
        }
    }
}

fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| (1..=28).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(part)
}

/// A value as it is told again: not all of a long one.
pub(super) fn shown(value: &str) -> String {
    let letters = value.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter });
    letters.take(40).collect()
}

pub(crate) const AS_OF: Param = Param {
    name: "as_of",
    kind: Kind::Contract("Instant"),
    about: "The moment that is asked about; without it now, by the host's clock.",
};
pub(crate) const CURSOR: Param =
    Param { name: "cursor", kind: Kind::Text, about: "Where the page begins, as the page before it said." };
pub(crate) const LIMIT: Param =
    Param { name: "limit", kind: Kind::Whole(1, 200), about: "Most items of the page; without it 50." };

/// Items of a page, where nothing is said.
pub(crate) const PAGE_DEFAULT: usize = 50;
pub(crate) const NONE: &[Param] = &[];
pub(crate) const PAGE: &[Param] = &[CURSOR, LIMIT];
pub(crate) const MOMENT: &[Param] = &[AS_OF];

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn values_are_held_against_their_kind() {
        let limit = Kind::Whole(1, 200);
        for sound in ["1", "200"] {
            assert_eq!(limit.refuses(sound), None);
        }
        for wrong in ["0", "201", "-1", "1.0", "", "x", "99999999999"] {
            assert!(limit.refuses(wrong).is_some(), "{wrong}");
        }
        for sound in ["0", "-12.50", "1000000.000001"] {
            assert_eq!(Kind::Decimal.refuses(sound), None);
        }
        for wrong in ["", "-", ".5", "5.", "1e3", "NaN", "1,5", "--1", "99999999999999999999999999999"] {
            assert!(Kind::Decimal.refuses(wrong).is_some(), "{wrong}");
        }
        assert_eq!(Kind::Flag.refuses("true"), None);
        let told = Kind::Flag.refuses(&"\u{1b}".repeat(99)).expect("a problem");
        assert!(told.len() < 200 && !told.contains('\u{1b}'), "{told}");
    }
}
