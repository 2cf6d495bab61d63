//! Bodies as Stripe reads them: forms, with what is nested named in brackets (`metadata[charge]`).

use std::fmt::Write as _;

/// A form that is filled in.
#[derive(Clone, Debug, Default)]
pub(super) struct Form(String);

impl Form {
    /// With one more field.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        write(&mut self.0, name);
        self.0.push('=');
        write(&mut self.0, value);
        self
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// <https://url.spec.whatwg.org/#application/x-www-form-urlencoded>
fn write(into: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b' ' => into.push('+'),
            b'*' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => into.push(char::from(byte)),
            // Writing into memory does not fail.
            _ => drop(write!(into, "%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn what_has_a_meaning_of_its_own_is_written_by_its_number() {
        let form = Form::default().with("metadata[charge]", "due.ä b&c=d+1%").with("amount", "2000");
        assert_eq!(form.into_text(), "metadata%5Bcharge%5D=due.%C3%A4+b%26c%3Dd%2B1%25&amount=2000");
    }
}
