//! Taxes in words, and the breakdown.

use super::{Column, Line, Row, Table};
use crate::contract::{Figure, Reason, Tax, TaxRow};
use crate::said::Said;
use crate::words::{Language, put};

/// What a category is called: on an invoice without tax the law wants the reason in words (Directive 2006/112/EC, 226).
fn category(code: &str, language: Language) -> &str {
    let words = language.words();
    match code {
        "S" => words.vat,
        "Z" => words.zero_rated,
        "E" => words.exempt,
        "AE" => words.reverse_charge,
        "K" => words.intra_community,
        "G" => words.export,
        "O" => words.outside_scope,
        other => other,
    }
}

/// The tax of a line: its percentages, one under the other.
pub(super) fn of_line(tax: &Tax, language: Language) -> Vec<Line> {
    if tax.levies.is_empty() {
        // A percentage that is left out is zero; outside the scope there is none (EN 16931: BR-O-5).
        let percent =
            tax.percent.as_ref().map_or_else(|| language.percent(&Figure::zero()), |rate| language.percent(rate));
        return vec![Line::body(Said::own(if tax.category == "O" { "–".to_owned() } else { percent }))];
    }
    tax.levies.iter().map(|levy| Line::body(Said::own(language.percent(&levy.percent)))).collect()
}

pub(super) fn breakdown(rows: &[TaxRow], currency: &str, language: Language) -> Table {
    let words = language.words();
    let columns = vec![
        Column::text(words.tax_kind, None),
        Column::figures(words.tax_rate, 54.0),
        Column::figures(put(words.taxable_in, currency), 92.0),
        Column::figures(put(words.tax_in, currency), 92.0),
    ];
    let rows = rows.iter().enumerate().map(|(place, row)| line(row, language, &format!("/document/tax/{place}")));
    Table { caption: words.tax_heading, captioned: true, dense: true, columns, rows: rows.collect() }
}

fn line(row: &TaxRow, language: Language, at: &str) -> Row {
    let name = match &row.name {
        Some(name) => {
            let place = row.jurisdiction.iter().map(|place| format!(" ({place})"));
            Said::of(&std::iter::once(name.clone()).chain(place).collect::<String>(), format!("{at}/name"))
        }
        None => Said::own(category(&row.category, language)),
    };
    let mut told = vec![Line::body(name)];
    let reasons = row.reasons.iter().enumerate();
    let name = category(&row.category, language);
    told.extend(
        reasons.map(|(place, reason)| Line::quiet(Said::of(&why(reason, name), format!("{at}/reasons/{place}")))),
    );
    let rate = if row.category == "O" { "–".to_owned() } else { language.percent(&row.percent) };
    let figure = |text: String| vec![Line::body(Said::own(text))];
    Row { cells: vec![told, figure(rate), figure(language.number(&row.taxable)), figure(language.number(&row.tax))] }
}

/// Why, and by which article; not what the row is called already.
fn why(reason: &Reason, name: &str) -> String {
    match (reason.text.as_ref().filter(|text| *text != name || reason.code.is_none()), &reason.code) {
        (Some(text), Some(code)) => format!("{text} ({code})"),
        (Some(text), None) | (None, Some(text)) => text.clone(),
        (None, None) => String::new(),
    }
}
