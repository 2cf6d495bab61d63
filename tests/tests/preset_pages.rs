//! The pages of the presets: each fragment of a rulebook occurs in the rulebook, each of its sections on the page, and
//! the invoice is one of the sample account's.

use counterfoil_tests::accounts::{PRESETS, file};
use counterfoil_tests::quarter::preset;
use counterfoil_tests::root;
use serde_json::Value;
use std::fs;

fn page(name: &str) -> String {
    let path = root().join(format!("docs/presets/{name}.md"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn a_page_shows_the_rulebook_as_it_is() {
    for name in PRESETS {
        let (page, rulebook) = (page(name), preset(name));
        let fragments: Vec<Value> = page
            .split("```json\n")
            .skip(1)
            .map(|rest| serde_json::from_str(rest.split("```").next().expect("a fragment")).expect("JSON"))
            .collect();
        for fragment in &fragments {
            assert!(occurs(fragment, &rulebook), "{name}: the rulebook has no {fragment}");
        }
        let sections = rulebook.as_object().expect("an object").keys();
        for section in sections.filter(|section| !["name", "description"].contains(&section.as_str())) {
            assert!(fragments.iter().any(|fragment| fragment.get(section).is_some()), "{name}: nothing on `{section}`");
        }
    }
}

/// Does it, where lists may have more items and objects more fields?
fn occurs(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|there| occurs(value, there)))
        }
        (Value::Array(part), Value::Array(whole)) => {
            part.iter().all(|item| whole.iter().any(|there| occurs(item, there)))
        }
        _ => part == whole,
    }
}

/// Every row of the table is of one invoice, and every line and total of that invoice is a row.
#[test]
fn a_page_shows_an_invoice_as_it_is() {
    for name in PRESETS {
        let page = page(name);
        let shown: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).skip(2).collect();
        let invoices = file(&format!("{name}.invoices"));
        let mut invoices = invoices.as_array().expect("a list").iter();
        assert!(
            invoices.any(|invoice| rows(invoice) == shown),
            "{name}: no invoice has the rows\n{}",
            shown.join("\n")
        );
    }
}

fn rows(invoice: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let list = |field: &str| invoice[field].as_array().expect("a list").clone();
    let mut rows: Vec<String> = list("lines").iter().map(line).collect();
    for off in list("allowances") {
        let [reason, amount, percent] = ["reason", "amount", "percent"].map(|field| text(&off[field]));
        rows.push(format!("| | discount {reason} | | | | -{amount} | {percent} % |"));
    }
    for row in list("tax") {
        let fields = ["category", "percent", "taxable", "tax"].map(|field| text(&row[field]));
        let [category, percent, taxable, tax] = fields;
        rows.push(format!("| | tax {category} {percent} % of {taxable} | | | | {tax} | |"));
    }
    let total = |field: &str| text(&invoice["totals"][field]);
    rows.push(format!("| | **total** | | | | **{}** | |", total("tax_inclusive")));
    if total("rounding") != "0.00" {
        rows.push(format!("| | rounding | | | | {} | |", total("rounding")));
    }
    rows.push(format!("| | prepaid | | | | {} | |", total("prepaid")));
    rows.push(format!("| | to pay | | | | {} | |", total("payable")));
    rows
}

fn line(line: &Value) -> String {
    let text = |field: &str| line[field].as_str().expect("a text");
    let whose = line["subaccount"].as_str().map_or(String::new(), |subaccount| format!(" ({subaccount})"));
    let per = line["base_quantity"].as_str().map_or(String::new(), |base| format!(" for {base}"));
    let (id, name, from, until) = (text("id"), text("name"), text("from"), text("until"));
    let (quantity, unit, price, net) = (text("quantity"), text("unit"), text("price"), text("net"));
    let (category, percent) = (text("category"), text("percent"));
    format!(
        "| {id} | {name}{whose} | {from} to {until} | {quantity} {unit} | {price}{per} | {net} | {category} {percent} % |"
    )
}
