//! Addresses as envelopes have them.

use crate::contract::{Party, Registration, RegistrationKind};
use crate::said::Said;
use crate::words::Language;

/// Town and postcode in the order of the country, with the region where it is part of the address.
fn town(party: &Party, at: &str) -> Option<Said> {
    let city = party.city.as_deref();
    let (postcode, region) = (party.postcode.as_deref(), party.region.as_deref());
    // `CA.LOS_ANGELES` is for the tax; letters have its first part.
    let region = region.and_then(|region| region.split('.').next());
    let parts: Vec<&str> = match &*party.country {
        "US" | "CA" | "AU" => {
            let state: Vec<&str> = region.into_iter().chain(postcode).collect();
            let state = state.join(" ");
            let line = [city.unwrap_or_default(), &state].into_iter().filter(|part| !part.is_empty());
            return some(line.collect::<Vec<_>>().join(", "), at);
        }
        "GB" | "IE" | "IN" | "NZ" => city.into_iter().chain(postcode).collect(),
        _ => postcode.into_iter().chain(city).collect(),
    };
    some(parts.join(" "), at)
}

fn some(text: String, at: &str) -> Option<Said> {
    if text.is_empty() { None } else { Some(Said::of(&text, format!("{at}/city"))) }
}

/// Name, street, town, and the country where it is not the other's.
pub(super) fn lines(party: &Party, other: Option<&Party>, language: Language, at: &str) -> Vec<Said> {
    let mut lines = vec![Said::of(&party.name, format!("{at}/name"))];
    lines.extend(party.street.as_ref().map(|street| Said::of(street, format!("{at}/street"))));
    lines.extend(town(party, at));
    if other.is_none_or(|other| other.country != party.country) {
        lines.push(Said::of(language.country(&party.country), format!("{at}/country")));
    }
    lines
}

/// How the seller's letterhead goes on: mail and tax numbers.
pub(super) fn numbers(party: &Party, language: Language, at: &str) -> Vec<Said> {
    let words = language.words();
    let mail = party.email.iter().map(|mail| Said::of(mail, format!("{at}/email")));
    let numbers = party.registrations.iter().enumerate().map(|(place, registration)| {
        let label = match registration.kind {
            RegistrationKind::Vat => words.vat_number,
            RegistrationKind::Local => registration.description.as_deref().unwrap_or(words.tax_number),
        };
        Said::of(&format!("{label} {}", number(registration)), format!("{at}/registrations/{place}"))
    });
    mail.chain(numbers).collect()
}

/// A VAT number begins with its country (Directive 2006/112/EC, article 215); its holder may have left that out.
pub(super) fn number(registration: &Registration) -> String {
    let value = &registration.value;
    let prefix = if registration.country == "GR" { "EL" } else { &*registration.country };
    let there = value.get(..2).is_some_and(|start| start.bytes().all(|byte| byte.is_ascii_alphabetic()));
    match registration.kind {
        RegistrationKind::Vat if !there => format!("{prefix}{value}"),
        RegistrationKind::Vat | RegistrationKind::Local => value.clone(),
    }
}
