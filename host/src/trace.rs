//! W3C Trace Context (level 1): whoever calls says which trace a request belongs to, and what the host sends says it in its turn.

use axum::http::HeaderMap;
use std::fmt;

/// One step of a trace: this host's own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trace {
    trace: u128,
    span: u64,
    sampled: bool,
}

impl Trace {
    /// The step that follows the one in the header `traceparent`; the first of a new trace where there is none that can be read.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let mut all = headers.get_all("traceparent").iter();
        let (first, more) = (all.next(), all.next());
        let brought = first.filter(|_| more.is_none()).and_then(|text| read(text.to_str().ok()?));
        let new = Self::new();
        brought.map_or(new, |(trace, sampled)| Self { trace, sampled, ..new })
    }

    /// The first step of a new trace. Ids are to be told apart, and nothing else hangs on them.
    pub(crate) fn new() -> Self {
        let mut bits = [0; 24];
        // Without randomness they are zeros, which readers take for no trace.
        let _ = getrandom::fill(&mut bits);
        let (trace, span) = bits.split_at(16);
        let trace = trace.try_into().map(u128::from_be_bytes).unwrap_or_default();
        Self { trace, span: span.try_into().map(u64::from_be_bytes).unwrap_or_default(), sampled: true }
    }

    pub(crate) fn id(self) -> String {
        format!("{:032x}", self.trace)
    }

    pub(crate) fn span(self) -> String {
        format!("{:016x}", self.span)
    }
}

/// As the header `traceparent` has it.
impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace, self.span, u8::from(self.sampled))
    }
}

/// The trace, and whether it is kept. A later version may have more behind a hyphen.
fn read(text: &str) -> Option<(u128, bool)> {
    let (version, trace) = (text.get(..2)?, text.get(3..35)?);
    let (span, flags) = (text.get(36..52)?, text.get(53..55)?);
    let hyphens = [2, 35, 52].iter().all(|place| text.as_bytes().get(*place) == Some(&b'-'));
    let small = |digits: &str| digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let end = match version {
        "ff" => false,
        "00" => text.len() == 55,
        _ => text.len() == 55 || text.as_bytes().get(55) == Some(&b'-'),
    };
    if !hyphens || !end || ![version, trace, span, flags].iter().all(|part| small(part)) {
        return None;
    }
    let (trace, span) = (u128::from_str_radix(trace, 16).ok()?, u64::from_str_radix(span, 16).ok()?);
    let sampled = u8::from_str_radix(flags, 16).ok()? & 1 == 1;
    (trace != 0 && span != 0).then_some((trace, sampled))
}

#[cfg(test)]
mod tests {
    use super::{Trace, read};
    use axum::http::HeaderMap;

    const SAMPLE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_trace_goes_on_under_a_span_of_its_own() {
        let headers: HeaderMap =
            [("traceparent".parse().expect("a name"), SAMPLE.parse().expect("a value"))].into_iter().collect();
        let trace = Trace::of(&headers);
        assert_eq!(trace.id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_ne!(trace.span(), "00f067aa0ba902b7");
        assert_eq!(read(&trace.to_string()), read(SAMPLE), "what is handed on can be read");
        assert_ne!(Trace::of(&HeaderMap::new()).id(), trace.id());
    }

    /// Of the recommendation's own tests: `test_traceparent_*` of w3c/trace-context.
    #[test]
    fn what_is_no_traceparent_is_passed_over() {
        assert_eq!(read(SAMPLE), Some((0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736, true)));
        assert!(read("cc-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like").is_some());
        for other in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "ff-12345678901234567890123456789012-1234567890123456-01",
            "cc-12345678901234567890123456789012-1234567890123456-01.what",
            "00-00000000000000000000000000000000-1234567890123456-01",
            "00-12345678901234567890123456789012-0000000000000000-01",
            "00-1234567890123456789012345678901Z-1234567890123456-01",
            "00-ABCDEF78901234567890123456789012-1234567890123456-01",
            "00-12345678901234567890123456789012-1234567890123456-.0",
            "00-12345678901234567890123456789012-1234567890123456",
            "00_12345678901234567890123456789012-1234567890123456-01",
            "äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
