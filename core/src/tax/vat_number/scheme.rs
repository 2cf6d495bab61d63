//! Which numbers each country gives: prefixes, forms, and the rule of the check digits.

use super::sums::Number;
use super::{form, france, islands, persons, simple, spain};
use crate::party::Country;
use alloc::string::String;
use alloc::vec::Vec;

/// The numbers of a country.
pub(super) struct Scheme {
    /// What may stand before the number, the usual one first.
    pub(super) prefixes: &'static [&'static str],
    /// The forms there are.
    forms: &'static [&'static str],
    /// Are the check digits right?
    pub(super) check: fn(Number<'_>) -> bool,
}

const fn scheme(
    prefixes: &'static [&'static str],
    forms: &'static [&'static str],
    check: fn(Number<'_>) -> bool,
) -> Option<Scheme> {
    Some(Scheme { prefixes, forms, check })
}

impl Scheme {
    /// The scheme of a country.
    pub(super) fn of(country: Country) -> Option<Self> {
        match country.code() {
            "AT" => scheme(&["AT"], &["U########"], simple::austria),
            "BE" => scheme(&["BE"], &["##########"], simple::belgium),
            "BG" => scheme(&["BG"], &["#########", "##########"], persons::bulgaria),
            "CY" => scheme(&["CY"], &["########@"], islands::cyprus),
            "CZ" => scheme(&["CZ"], &["########", "#########", "##########"], persons::czechia),
            "DE" => scheme(&["DE"], &["#########"], simple::germany),
            "DK" => scheme(&["DK"], &["########"], simple::denmark),
            "EE" => scheme(&["EE"], &["#########"], simple::estonia),
            "ES" => scheme(&["ES"], &["@########", "@#######@", "########@"], spain::check),
            "FI" => scheme(&["FI"], &["########"], simple::finland),
            "FR" => scheme(&["FR"], &["??#########"], france::check),
            "GB" => scheme(&["GB", "XI"], &["#########", "############", "GD###", "HA###"], islands::britain),
            "GR" => scheme(&["EL"], &["#########"], simple::greece),
            "HR" => scheme(&["HR"], &["###########"], simple::croatia),
            "HU" => scheme(&["HU"], &["########"], simple::hungary),
            "IE" => scheme(&["IE"], &["#######@", "#######@@", "#@#####@", "#+#####@", "#*#####@"], islands::ireland),
            "IT" => scheme(&["IT"], &["###########"], simple::italy),
            "LT" => scheme(&["LT"], &["#########", "############"], persons::lithuania),
            "LU" => scheme(&["LU"], &["########"], simple::luxembourg),
            "LV" => scheme(&["LV"], &["###########"], persons::latvia),
            "MT" => scheme(&["MT"], &["########"], islands::malta),
            "NL" => scheme(&["NL"], &["#########B##"], simple::netherlands),
            "PL" => scheme(&["PL"], &["##########"], simple::poland),
            "PT" => scheme(&["PT"], &["#########"], simple::portugal),
            "RO" => scheme(&["RO"], ROMANIA, simple::romania),
            "SE" => scheme(&["SE"], &["############"], simple::sweden),
            "SI" => scheme(&["SI"], &["########"], simple::slovenia),
            "SK" => scheme(&["SK"], &["##########"], simple::slovakia),
            _ => None,
        }
    }

    /// Has the text one of the forms?
    pub(super) fn has_form(&self, text: &str) -> bool {
        self.forms.iter().any(|form| form::matches(form, text))
    }

    /// The prefix that is meant where none is written.
    pub(super) fn prefix(&self) -> &'static str {
        self.prefixes.first().copied().unwrap_or_default()
    }

    /// The forms for people: `DE#########`.
    pub(super) fn written(&self) -> String {
        let forms: Vec<String> = self.forms.iter().map(|form| [self.prefix(), form].concat()).collect();
        [&forms.join(" or "), " (# a digit, @ a letter, ? either)"].concat()
    }
}

const ROMANIA: &[&str] = &["##", "###", "####", "#####", "######", "#######", "########", "#########", "##########"];
