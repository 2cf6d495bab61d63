//! Refusals of this door: what a JavaScript value can hold and JSON cannot. They use the contract's own codes and
//! its shape, so that a caller reads one kind of problem.

use std::fmt::Write as _;

/// As in the core: a call with thousands of faults is one fault of its maker.
const PROBLEMS_MAX: usize = 1_000;

/// What is wrong with one value.
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

impl Refusal {
    /// A value of a kind that JSON does not have.
    pub(crate) fn kind(found: &str, help: &'static str) -> Self {
        Self { code: "wrong_type", message: format!("expected a JSON value, got {found}"), help }
    }
}

/// The refusals of one call, each with its path, in document order.
#[derive(Default)]
pub(crate) struct Refusals {
    written: String,
    count: usize,
}

impl Refusals {
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn push(&mut self, path: &str, refusal: &Refusal) {
        match self.count {
            0..PROBLEMS_MAX => self.write(refusal.code, path, &refusal.message, refusal.help),
            PROBLEMS_MAX => self.write(
                "too_many_problems",
                "",
                &format!("more than {PROBLEMS_MAX} problems"),
                "mend these first, then call again",
            ),
            _ => {}
        }
        self.count = self.count.saturating_add(1);
    }

    fn write(&mut self, code: &str, path: &str, message: &str, help: &str) {
        if !self.written.is_empty() {
            self.written.push(',');
        }
        let fields = [("{\"code\":", code), (",\"path\":", path), (",\"message\":", message), (",\"help\":", help)];
        for (name, text) in fields {
            self.written.push_str(name);
            push_text(&mut self.written, text);
        }
        self.written.push('}');
    }

    /// The whole answer, as the core would write it.
    pub(crate) fn into_answer(self) -> String {
        let (contract, problems) = (counterfoil_core::CONTRACT, self.written);
        format!(r#"{{"contract":"{contract}","status":"problems","problems":[{problems}]}}"#)
    }
}

/// Appends a JSON string. Characters that the contract forbids are written faithfully, so that the core names them.
pub(crate) fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            // Writing to a String cannot fail.
            '\0'..='\x1f' => drop(write!(json, "\\u{:04x}", u32::from(letter))),
            other => json.push(other),
        }
    }
    json.push('"');
}
