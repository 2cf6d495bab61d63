//! Rule `invoice.einvoice`, its second half: codes that the official lists refuse, reasons where none may be, names of
//! white space, and VAT numbers that are none.

use super::lists::{is_unit, is_vatex};
use super::unit::unit_code;
use super::{Category, Document, Tax};
use crate::party::{Party, RegistrationKind};
use crate::problem::{Code, Problem};
use crate::tax::VatNumber;
use crate::wire::shown;
use alloc::format;
use alloc::vec::Vec;

/// Everything of this kind that is wrong with a document.
pub(super) fn note(document: &Document, problems: &mut Vec<Problem>) {
    let number = document.number.as_deref().and_then(|number| blank(number, "BR-2"));
    problems.extend(number.map(|problem| problem.under("number")));
    for (field, party, rule) in [("seller", &document.seller, "BR-6"), ("buyer", &document.buyer, "BR-7")] {
        problems.extend(blank(&party.name, rule).map(|problem| problem.under("name").under(field)));
        note_numbers(party, field, problems);
    }
    for (place, preceding) in document.preceding.iter().enumerate() {
        let found = blank(&preceding.number, "BR-55");
        problems.extend(found.map(|problem| problem.under("number").item(place).under("preceding")));
    }
    for (place, line) in document.lines.iter().enumerate() {
        let adjusted = [("allowances", &line.allowances, "BR-42"), ("charges", &line.charges, "BR-44")];
        let found = blank(&line.name, "BR-25").map(|problem| problem.under("name"));
        let found = found.into_iter().chain(unit(&line.unit)).chain(reason(&line.tax)).chain(
            adjusted.into_iter().flat_map(|(field, list, rule)| {
                let found =
                    list.iter().enumerate().filter_map(move |(index, one)| Some((index, blank(&one.reason, rule)?)));
                found.map(move |(index, problem)| problem.under("reason").item(index).under(field))
            }),
        );
        problems.extend(found.map(|problem| problem.item(place).under("lines")));
    }
    for (field, list, rule) in [("allowances", &document.allowances, "BR-33"), ("charges", &document.charges, "BR-38")]
    {
        for (place, one) in list.iter().enumerate() {
            let found =
                reason(&one.tax).into_iter().chain(blank(&one.reason, rule).map(|problem| problem.under("reason")));
            problems.extend(found.map(|problem| problem.item(place).under(field)));
        }
    }
}

/// A text of nothing that can be seen.
fn blank(text: &str, rule: &str) -> Option<Problem> {
    let unseen = |letter: char| letter.is_whitespace() || matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}');
    text.chars().all(unseen).then(|| {
        Problem::new(
            Code::EinvoiceMissing,
            format!("EN 16931 needs a text here, and this is blank ({rule})"),
            "write it out",
        )
    })
}

/// A unit that looks like a code and is on no list.
fn unit(unit: &str) -> Option<Problem> {
    (!is_unit(unit_code(unit))).then(|| {
        let message = format!("`{}` is no unit of UN/ECE Recommendations 20 and 21 (BR-CL-23)", shown(unit));
        let help =
            "name the unit in small letters, such as `message` or `mb`, or by a code of the lists, such as `C62`";
        Problem::new(Code::EinvoiceUnfit, message, help).under("unit")
    })
}

/// A reason where there may be none, or a code of no list.
fn reason(tax: &Tax) -> Option<Problem> {
    let given = tax.reason.as_ref()?;
    let (problem, field) = match (tax.category, &given.code) {
        (category @ (Category::S | Category::Z), _) => {
            let name = category.name();
            let message = format!("category {name} has a reason for no tax, and may have none (BR-{name}-10)");
            (
                Problem::new(Code::EinvoiceUnfit, message, "leave `reason` out, or choose the category that it is for"),
                None,
            )
        }
        (_, Some(code)) if !is_vatex(code) => {
            let message = format!("`{code}` is no code of the list VATEX (BR-CL-22)");
            (
                Problem::new(Code::EinvoiceUnfit, message, "use a code of the list, or give the reason in words"),
                Some("code"),
            )
        }
        _ => return None,
    };
    Some(field.map_or(problem.clone(), |field| problem.under(field)).under("reason").under("tax"))
}

/// VAT numbers of countries whose rules are known.
fn note_numbers(party: &Party, field: &str, problems: &mut Vec<Problem>) {
    for (place, given) in party.registrations.iter().enumerate() {
        let judged = given.kind == RegistrationKind::Vat && VatNumber::known(given.country);
        let wrong = judged.then(|| VatNumber::parse(given.country, &given.value).err()).flatten();
        problems.extend(wrong.map(|problem| problem.under("value").item(place).under("registrations").under(field)));
    }
}
