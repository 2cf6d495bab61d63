//! Words as these routes read and write them.

use super::super::problem::Refusal;
use crate::identity::Role;
use jiff::Timestamp;

/// A time, as everywhere in the API.
pub(super) fn written(second: i64) -> String {
    let time = Timestamp::from_second(second).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The same to the millisecond.
pub(super) fn written_ms(millisecond: i64) -> String {
    let time = Timestamp::from_millisecond(millisecond).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// A time that is to come.
pub(super) fn ahead(text: &str, path: &str, now: i64) -> Result<i64, Refusal> {
    let time = text.parse::<Timestamp>().map(Timestamp::as_second);
    time.ok().filter(|time| *time > now).ok_or_else(|| Refusal::shape(path, "expected a time that is to come"))
}

/// One of the roles that a tenant gives.
pub(super) fn role(word: &str) -> Result<Role, Refusal> {
    let known = || Role::ALL.map(|role| format!("`{}`", role.word())).join(", ");
    Role::of(word).ok_or_else(|| Refusal::shape("/role", &format!("expected one of {}", known())))
}

/// What a key or a tenant is called: a line that people read.
pub(super) fn label(text: String) -> Result<String, Refusal> {
    let fits = (1..=100).contains(&text.chars().count()) && !text.chars().any(char::is_control) && text.trim() == text;
    if fits {
        Ok(text)
    } else {
        Err(Refusal::shape("/name", "expected 1 to 100 letters, none of them a control character"))
    }
}

/// What somebody signs in with: there is no other case of it.
pub(super) fn user_name(text: &str) -> Result<String, Refusal> {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b".-_@+".contains(&byte);
    let fits = (1..=128).contains(&text.len()) && text.bytes().all(letter);
    let told = "expected 1 to 128 letters, digits or `.-_@+`, such as an address";
    if fits { Ok(text.to_ascii_lowercase()) } else { Err(Refusal::shape("/name", told)) }
}

/// What a tenant is called.
pub(super) fn tenant_name(text: String) -> Result<String, Refusal> {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (1..=63).contains(&text.len()) && text.bytes().all(letter) && !text.starts_with('-');
    if fits { Ok(text) } else { Err(Refusal::shape("/name", "expected 1 to 63 of `a-z`, `0-9` and `-`")) }
}

#[cfg(test)]
mod tests {
    use super::{ahead, label, role, tenant_name, user_name, written};
    use crate::identity::Role;

    #[test]
    fn names_have_letters_that_can_be_told_apart() {
        assert_eq!(user_name("Ada.Lovelace+x@Billing.example").ok().as_deref(), Some("ada.lovelace+x@billing.example"));
        for other in ["", "a b", "ада", "a\n", "<a>", &"a".repeat(129)] {
            assert!(user_name(other).is_err(), "{other}");
        }
        assert!(tenant_name("acme-2".into()).is_ok());
        for other in ["", "Acme", "-a", "a_b", &"a".repeat(64)] {
            assert!(tenant_name(other.into()).is_err(), "{other}");
        }
        assert!(label("The meter in Lyon".into()).is_ok());
        for other in ["", " a", "a\u{7}", &"a".repeat(101)] {
            assert!(label(other.into()).is_err(), "{other}");
        }
    }

    #[test]
    fn roles_and_times() {
        assert_eq!(role("finance").ok(), Some(Role::Finance));
        assert!(role("operator").is_err() && role("").is_err());
        assert_eq!(ahead("2026-01-01T00:00:01Z", "/x", 1_767_225_600).ok(), Some(1_767_225_601));
        assert!(ahead("2026-01-01T00:00:00Z", "/x", 1_767_225_600).is_err() && ahead("tomorrow", "/x", 0).is_err());
        assert_eq!(written(1_767_225_600), "2026-01-01T00:00:00Z");
    }
}
