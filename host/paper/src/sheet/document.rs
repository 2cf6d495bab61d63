//! Invoices and credit notes.

use super::{Block, Column, Fact, Line, Row, Sheet, Table, Total, address, taxes};
use crate::contract::{Adjustment, Document, Kind, Line as Sold, Means, RegistrationKind};
use crate::said::Said;
use crate::words::{Language, Words, put};

pub(crate) fn document(document: &Document, language: Language) -> Sheet {
    let words = language.words();
    let draft = document.number.is_none();
    let title = match (document.kind, draft) {
        (Kind::Invoice, false) => words.invoice,
        (Kind::Invoice, true) => words.draft_invoice,
        (Kind::CreditNote, false) => words.credit_note,
        (Kind::CreditNote, true) => words.draft_credit_note,
    };
    let (seller, buyer) = (&document.seller, &document.buyer);
    let sender = address::lines(seller, Some(buyer), language, "/document/seller");
    let return_line = sender.iter().filter(|said| !said.at.ends_with("/country")).cloned().collect();
    let numbers = address::numbers(seller, language, "/document/seller");
    let mut blocks = vec![Block::Table(lines(document, language)), totals(document, language)];
    if !document.tax.is_empty() {
        blocks.push(Block::Table(taxes::breakdown(&document.tax, &document.currency, language)));
    }
    blocks.extend(payment(document, words));
    if !document.notes.is_empty() {
        let notes = document.notes.iter().enumerate();
        let notes = notes.map(|(place, note)| Said::of(note, format!("/document/notes/{place}"))).collect();
        blocks.push(Block::Notes { heading: words.notes_heading, notes });
    }
    Sheet {
        language,
        title,
        number: document.number.as_ref().map(|number| Said::of(number, "/document/number")),
        hero: hero(document, language),
        draft,
        sender: sender.into_iter().chain(numbers).collect(),
        return_line,
        address: address::lines(buyer, Some(seller), language, "/document/buyer"),
        facts: facts(document, language),
        blocks,
        made: document.issued_on.or(document.period.map(|period| period.until)),
    }
}

fn hero(document: &Document, language: Language) -> Option<String> {
    let (words, totals) = (language.words(), &document.totals);
    let due = language.money(&totals.payable, &document.currency);
    match (document.kind, document.due_on) {
        (Kind::CreditNote, _) => {
            Some(put(words.hero_credited, &language.money(&totals.tax_inclusive, &document.currency)))
        }
        (Kind::Invoice, _) if totals.payable.is_zero() => {
            (!totals.prepaid.is_zero()).then(|| words.hero_paid.to_owned())
        }
        (Kind::Invoice, Some(day)) => Some(put(&put(words.hero_due_on, &due), &language.day(day))),
        (Kind::Invoice, None) => Some(put(words.hero_due, &due)),
    }
}

fn facts(document: &Document, language: Language) -> Vec<Fact> {
    let words = language.words();
    let number = match document.kind {
        Kind::Invoice => words.invoice_number,
        Kind::CreditNote => words.credit_note_number,
    };
    let day = |label: &str, day| Fact::new(label, Said::own(language.day(day)));
    let mut facts: Vec<Fact> = Vec::new();
    facts.extend(document.number.as_ref().map(|told| Fact::new(number, Said::of(told, "/document/number"))));
    facts.extend(document.issued_on.map(|issued| day(words.issued_on, issued)));
    facts.extend(document.due_on.map(|due| day(words.due_on, due)));
    facts.extend(document.period.map(|period| Fact::new(words.period, Said::own(language.span(period)))));
    for (place, earlier) in document.preceding.iter().enumerate() {
        let dated = earlier.issued_on.map(|issued| format!(", {}", language.day_short(issued))).unwrap_or_default();
        let told = format!("{}{dated}", earlier.number);
        facts.push(Fact::new(words.corrects, Said::of(&told, format!("/document/preceding/{place}/number"))));
    }
    let buyer = &document.buyer;
    let reference = buyer.reference.as_ref();
    facts.extend(reference.map(|told| Fact::new(words.reference, Said::of(told, "/document/buyer/reference"))));
    for (place, registration) in buyer.registrations.iter().enumerate() {
        let label = match registration.kind {
            RegistrationKind::Vat => words.buyer_vat,
            RegistrationKind::Local => words.buyer_number,
        };
        let told = Said::of(&address::number(registration), format!("/document/buyer/registrations/{place}/value"));
        facts.push(Fact::new(label, told));
    }
    facts
}

fn lines(document: &Document, language: Language) -> Table {
    let words = language.words();
    let columns = vec![
        Column::text(words.position, 22.0),
        Column::text(words.description, None),
        Column::figures(words.quantity, 56.0),
        Column::figures(words.unit_price, 60.0),
        Column::figures(words.tax, 30.0),
        Column::figures(put(words.amount_in, &document.currency), 72.0),
    ];
    let rows = document.lines.iter().enumerate().map(|(place, sold)| {
        let at = format!("/document/lines/{place}");
        line(sold, document, language, &at)
    });
    Table { caption: words.lines_caption, captioned: false, dense: false, columns, rows: rows.collect() }
}

fn line(sold: &Sold, document: &Document, language: Language, at: &str) -> Row {
    let words = language.words();
    let unit = |of| language.unit(&sold.unit, of);
    let at_unit = format!("{at}/unit");
    let mut quantity = vec![Line::body(Said::own(language.number(&sold.quantity)))];
    let named = unit(&sold.quantity);
    if !named.is_empty() {
        quantity.push(Line::quiet(Said::of(&named, &at_unit)));
    }
    let mut price = vec![Line::body(Said::own(language.number(&sold.price)))];
    if let Some(base) = &sold.base_quantity {
        let per = put(&put(words.per, &language.number(base)), &unit(base));
        price.push(Line::quiet(Said::of(per.trim_end(), &at_unit)));
    }
    let figure = |text| vec![Line::strong(Said::own(text))];
    Row {
        cells: vec![
            vec![Line::quiet(Said::of(&sold.id, format!("{at}/id")))],
            told(sold, document, language, at),
            quantity,
            price,
            taxes::of_line(&sold.tax, language),
            figure(language.number(&sold.net)),
        ],
    }
}

/// What was sold: name, more about it, who used it when where that is not the whole document's, and what came off or on.
fn told(sold: &Sold, document: &Document, language: Language, at: &str) -> Vec<Line> {
    let mut told = vec![Line::strong(Said::of(&sold.name, format!("{at}/name")))];
    let more = sold.description.iter().map(|more| Said::of(more, format!("{at}/description")));
    let who = sold.subaccount.iter().map(|who| Said::of(who, format!("{at}/subaccount")));
    told.extend(more.chain(who).map(Line::quiet));
    let when = sold.period.filter(|period| Some(*period) != document.period);
    told.extend(when.map(|period| Line::quiet(Said::own(language.span(period)))));
    for (list, taken) in [(&sold.allowances, true), (&sold.charges, false)] {
        let name = if taken { "allowances" } else { "charges" };
        for (place, adjustment) in list.iter().enumerate() {
            let amount = change(adjustment, taken, language);
            let text = format!("{}: {amount}{}", adjustment.reason, share(adjustment, language));
            told.push(Line::quiet(Said::of(&text, format!("{at}/{name}/{place}/reason"))));
        }
    }
    told
}

fn change(adjustment: &Adjustment, taken: bool, language: Language) -> String {
    if taken { language.taken_off(&adjustment.amount) } else { language.signed(&adjustment.amount) }
}

/// Of how much how many percent.
fn share(adjustment: &Adjustment, language: Language) -> String {
    match (&adjustment.percent, &adjustment.base) {
        (Some(percent), Some(base)) => {
            let of = put(&put(language.words().of_base, &language.percent(percent)), &language.number(base));
            format!(" ({of})")
        }
        (Some(percent), None) => format!(" ({})", language.percent(percent)),
        (None, _) => String::new(),
    }
}

fn totals(document: &Document, language: Language) -> Block {
    let (words, totals) = (language.words(), &document.totals);
    let mut rows = Vec::new();
    let mut row = |label: Said, value: String| rows.push(Total { label, value, last: false });
    let changed = !document.allowances.is_empty() || !document.charges.is_empty();
    if changed {
        row(Said::own(words.sum_of_lines), language.number(&totals.lines));
    }
    for (list, taken) in [(&document.allowances, true), (&document.charges, false)] {
        let name = if taken { "allowances" } else { "charges" };
        for (place, adjustment) in list.iter().enumerate() {
            let at = format!("/document/{name}/{place}/reason");
            let label = format!("{}{}", adjustment.reason, share(adjustment, language));
            row(Said::of(&label, at), change(adjustment, taken, language));
        }
    }
    row(Said::own(words.tax_exclusive), language.number(&totals.tax_exclusive));
    row(Said::own(words.tax_sum), language.number(&totals.tax));
    row(Said::own(words.tax_inclusive), language.number(&totals.tax_inclusive));
    if !totals.prepaid.is_zero() {
        row(Said::own(words.prepaid), language.taken_off(&totals.prepaid));
    }
    if !totals.rounding.is_zero() {
        row(Said::own(words.rounding), language.signed(&totals.rounding));
    }
    let label = match document.kind {
        Kind::Invoice => words.payable,
        Kind::CreditNote => words.credited,
    };
    let value = language.money(&totals.payable, &document.currency);
    rows.push(Total { label: Said::own(label), value, last: true });
    Block::Totals { caption: words.totals_caption, rows }
}

/// How to pay. A credit note asks for nothing, but says how money goes back.
fn payment(document: &Document, words: &Words) -> Option<Block> {
    let mut facts = Vec::new();
    facts.extend(document.terms.as_ref().map(|terms| Fact::new(words.terms, Said::of(terms, "/document/terms"))));
    match &document.means {
        Some(Means::CreditTransfer { iban, holder, reference }) => {
            let of = |name: &str, text: &str| Said::of(text, format!("/document/means/{name}"));
            facts.extend(holder.as_ref().map(|holder| Fact::new(words.holder, of("holder", holder))));
            facts.push(Fact::new(words.iban, of("iban", &in_fours(iban))));
            let reference = reference.as_ref();
            facts.extend(reference.map(|told| Fact::new(words.payment_reference, of("reference", told))));
        }
        Some(Means::Card { last_digits, network }) => {
            let told = put(&put(words.card_ending, network), last_digits);
            facts.push(Fact::new(words.card, Said::of(&told, "/document/means/network")));
        }
        None => {}
    }
    if facts.is_empty() { None } else { Some(Block::Facts { heading: words.payment_heading, facts }) }
}

/// An IBAN as ISO 13616 prints it.
fn in_fours(iban: &str) -> String {
    let letters: Vec<char> = iban.chars().filter(|letter| *letter != ' ').collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("\u{a0}")
}
