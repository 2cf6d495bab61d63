//! Every figure and text of a document stands on its paper, as its language writes it, and the same document has the same bytes.

use crate::cases::{brand, documents, receipts, standard, statement};
use crate::tools::{File, plain};
use counterfoil_paper::Language::{self, De, En};
use serde_json::Value;

/// A number as people of the language write it: written here once more, by another way.
fn shown(language: Language, number: &Value) -> String {
    let number = number.as_str().expect("a number");
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let backwards: Vec<char> = whole.chars().rev().collect();
    let groups: Vec<String> = backwards.chunks(3).map(|group| group.iter().rev().collect()).collect();
    let groups: Vec<String> = groups.into_iter().rev().collect();
    let (apart, point) = if language == En { (",", ".") } else { (".", ",") };
    let rest = rest.map(|rest| format!("{point}{rest}")).unwrap_or_default();
    format!("{sign}{}{rest}", groups.join(apart))
}

/// What must stand on a document's paper, in the order in which it does, as far as that is fixed.
fn wanted(document: &Value, language: Language) -> Vec<String> {
    let mut wanted = Vec::new();
    let number = |value: &Value| shown(language, value);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    wanted.extend(text(&document["number"]));
    wanted.extend(["name", "street", "email"].iter().filter_map(|field| text(&document["seller"][field])));
    wanted.extend(["name", "street", "reference"].iter().filter_map(|field| text(&document["buyer"][field])));
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for line in list(&document["lines"]) {
        wanted.extend(["name", "description", "subaccount", "id"].iter().filter_map(|field| text(&line[field])));
        wanted.extend(["quantity", "price", "net"].iter().map(|field| number(&line[field])));
        for list_name in ["allowances", "charges"] {
            for change in list(&line[list_name]) {
                wanted.extend([text(&change["reason"]).expect("a reason"), number(&change["amount"])]);
            }
        }
    }
    for list_name in ["allowances", "charges"] {
        for change in list(&document[list_name]) {
            wanted.extend([text(&change["reason"]).expect("a reason"), number(&change["amount"])]);
        }
    }
    let totals = &document["totals"];
    wanted.extend(["tax_exclusive", "tax", "tax_inclusive", "payable"].iter().map(|field| number(&totals[field])));
    for part in ["prepaid", "rounding"] {
        let zero = totals[part].as_str().expect("a number").bytes().all(|byte| matches!(byte, b'0' | b'.' | b'-'));
        wanted.extend((!zero).then(|| number(&totals[part]).replace('-', "")));
    }
    for row in list(&document["tax"]) {
        wanted.extend([number(&row["taxable"]), number(&row["tax"])]);
        wanted.extend((row["category"] != "O").then(|| format!("{}%", number(&row["percent"]))));
    }
    wanted.extend(list(&document["preceding"]).iter().filter_map(|earlier| text(&earlier["number"])));
    wanted.extend(list(&document["notes"]).iter().filter_map(text));
    wanted.extend(text(&document["terms"]));
    wanted.extend(
        ["iban", "holder", "reference", "last_digits"].iter().filter_map(|field| text(&document["means"][field])),
    );
    wanted
}

#[test]
fn every_document_of_the_cases_is_on_its_paper() {
    for case in documents() {
        let json = case.document.to_string();
        for language in [En, De] {
            let set = || counterfoil_paper::document(json.as_bytes(), &brand(language), case.xml.as_deref());
            let paper = set().unwrap_or_else(|refused| panic!("{}: {refused:?}", case.name));
            assert!(paper == set().expect("again"), "{}: the same bytes", case.name);
            let text = File::of(&paper).text();
            for wanted in wanted(&case.document, language) {
                assert!(
                    text.contains(&plain(&wanted)),
                    "{} in {language:?}: `{wanted}` is missing in\n{text}",
                    case.name
                );
            }
        }
    }
}

#[test]
fn receipts_and_statements_are_on_their_papers() {
    for language in [En, De] {
        for receipt in receipts() {
            let paper = counterfoil_paper::receipt(receipt.to_string().as_bytes(), &brand(language)).expect("a paper");
            let text = File::of(&paper).text();
            let told = &receipt["receipt"];
            let mut wanted = vec![shown(language, &told["amount"])];
            wanted.extend(
                ["number", "method", "invoice"].iter().filter_map(|field| told[field].as_str().map(str::to_owned)),
            );
            wanted.extend(told.get("left").map(|left| shown(language, left)));
            for wanted in wanted {
                assert!(text.contains(&plain(&wanted)), "`{wanted}` is missing in\n{text}");
            }
        }
        let told = statement(60);
        let paper = counterfoil_paper::statement(told.to_string().as_bytes(), &brand(language)).expect("a paper");
        let text = File::of(&paper).text();
        let mut from = 0;
        for row in told["rows"].as_array().expect("rows") {
            let row = [
                row["description"].as_str().expect("text").to_owned(),
                shown(language, &row["amount"]),
                shown(language, &row["balance"]),
            ];
            for wanted in row {
                let place = text[from..].find(&plain(&wanted)).unwrap_or_else(|| panic!("`{wanted}` is missing"));
                from += place + plain(&wanted).len();
            }
        }
        assert!(text[from..].contains(&shown(language, &told["closing"])), "the closing balance is the last");
    }
}

/// Days and their order are of the language; a span names its last day.
#[test]
fn days_are_written_as_the_language_has_them() {
    let document = standard().document;
    let text = |language| {
        File::of(
            &counterfoil_paper::document(document.to_string().as_bytes(), &brand(language), None).expect("a paper"),
        )
        .text()
    };
    let (english, german) = (text(En), text(De));
    for wanted in ["1February2026", "1–31Jan2026", "dueon15February2026", "Page1of"] {
        assert!(english.contains(wanted), "{wanted} in {english}");
    }
    for wanted in ["1.Februar2026", "01.–31.01.2026", "fälligam15.Februar2026", "Seite1von"] {
        assert!(german.contains(wanted), "{wanted} in {german}");
    }
}
