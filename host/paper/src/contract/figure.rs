//! A number as the engine wrote it. It is cut apart for people and never computed with.

use serde::Deserialize;

/// Digits, at most one point among them, and a sign: `-1234.50`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Figure(String);

impl TryFrom<String> for Figure {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(rest) {
            return Ok(Self(text));
        }
        Err(format!("`{text}` is not a number as the engine writes them, such as \"1234.50\""))
    }
}

impl Figure {
    pub(crate) fn zero() -> Self {
        Self("0".to_owned())
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is it under zero?
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.0.starts_with('-')
    }

    /// Is every digit a zero?
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.bytes().all(|byte| matches!(byte, b'-' | b'.' | b'0'))
    }

    /// What stands before the point and after it, without the sign.
    #[must_use]
    pub fn parts(&self) -> (&str, &str) {
        let digits = self.0.strip_prefix('-').unwrap_or(&self.0);
        digits.split_once('.').unwrap_or((digits, ""))
    }
}
