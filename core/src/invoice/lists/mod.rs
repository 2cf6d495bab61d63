//! Code lists that EN 16931 names, as the CEN validation artefacts 1.3.16 have them (facts).

/// UN/ECE Recommendation 20, units of measure.
const UNITS: &str = include_str!("units.txt");
/// UN/ECE Recommendation 21, kinds of packages; as units they have an X before them.
const PACKAGES: &str = include_str!("packages.txt");
/// CEF VATEX, reasons for no VAT, without their common start.
const VATEX: &str = include_str!("vatex.txt");

fn holds(list: &str, code: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == code)
}

/// Is it a code for a unit (BT-130, BR-CL-23)?
pub(super) fn is_unit(code: &str) -> bool {
    holds(UNITS, code) || code.strip_prefix('X').is_some_and(|package| holds(PACKAGES, package))
}

/// Is it a code for a reason (BT-121, BR-CL-22)? Small letters count as capitals.
pub(super) fn is_vatex(code: &str) -> bool {
    code.to_ascii_uppercase().strip_prefix("VATEX-").is_some_and(|reason| holds(VATEX, reason))
}
