//! Long tables: rows whole, heads on every page, totals together.

use crate::cases::{brand, standard, statement};
use crate::tools::{File, plain};
use counterfoil_paper::Language::{De, En};
use serde_json::{Value, json};

/// An invoice of so many lines: names in three scripts, some with more to say.
fn long(lines: usize) -> Value {
    let mut document = standard().document;
    let names = [
        "Звонки в Болгарию",
        "Κλήσεις προς Ελλάδα",
        "Calls to Österreich and all that is said on the way there and back",
        "Seats",
    ];
    let line = |place: usize| {
        let mut line = json!({"id": format!("L{place:03}"), "name": names[place % 4], "quantity": format!("{}.5", place * 37 + 1),
            "unit": "minute", "price": "0.000123", "net": format!("{}.25", 1_000 + place), "tax": {"category": "S", "percent": "19"}});
        if place.is_multiple_of(9) {
            line["description"] = "More about it, so that it takes some lines in the column that it stands in "
                .repeat(place % 4 + 1)
                .into();
        }
        line
    };
    document["lines"] = (0..lines).map(line).collect();
    document
}

#[test]
fn four_hundred_lines_are_each_on_one_page() {
    let document = long(400);
    let paper = counterfoil_paper::document(document.to_string().as_bytes(), &brand(En), None).expect("a paper");
    let pages = File::of(&paper).pages();
    let count = pages.len();
    assert!((15..40).contains(&count), "{count} pages");
    let mut page = 0;
    for (place, line) in document["lines"].as_array().expect("lines").iter().enumerate() {
        let id = line["id"].as_str().expect("an id");
        while !pages[page].contains(id) {
            page += 1;
            assert!(page < count, "{id} is on no page after that of the line before it");
        }
        // The whole row: what it comes to, and the last words of what it is.
        let text = plain(&pages[page]);
        assert!(text.contains(&format!("{},{:03}.25", 1 + place / 1_000, place % 1_000)), "{id} on page {}", page + 1);
        assert!(text.contains(&plain(line["name"].as_str().expect("a name").rsplit(' ').next().expect("a word"))));
        assert_eq!(pages.iter().filter(|page| page.contains(id)).count(), 1, "{id} is on one page");
    }
    for (place, text) in pages.iter().enumerate() {
        assert!(text.contains(&format!("Page {} of {count}", place + 1)), "{text}");
        assert!(place == 0 || text.contains("Invoice 2026-0001"), "every page says what it is of");
        assert!(
            text.contains("Description") && text.contains("Unit price") || !text.contains("0.000123"),
            "a head on page {place}"
        );
    }
    let last: Vec<&String> = pages.iter().filter(|page| page.contains("Amount due")).collect();
    assert_eq!(last.len(), 1);
    for together in ["Total without tax", "Total with tax", "L399", "L398"] {
        assert!(last[0].contains(together), "{together} stands with the totals:\n{}", last[0]);
    }
}

/// Whatever the number of lines is, totals are never torn or alone.
#[test]
fn totals_stay_with_the_last_lines() {
    for lines in 1..40 {
        let document = long(lines);
        let paper = counterfoil_paper::document(document.to_string().as_bytes(), &brand(De), None).expect("a paper");
        let pages = File::of(&paper).pages();
        let with: Vec<&String> =
            pages.iter().filter(|page| page.contains("Nettobetrag") || page.contains("Zahlbetrag")).collect();
        assert_eq!(with.len(), 1, "{lines} lines: totals are on one page");
        assert!(with[0].contains(&format!("L{:03}", lines - 1)), "{lines} lines: the last line is with them");
    }
}

/// A row that is higher than a page is torn, since nothing else is possible; all of it is there.
#[test]
fn what_no_page_can_hold_goes_on() {
    let mut document = long(2);
    let words: Vec<String> = (0..1_500).map(|word| format!("w{word}")).collect();
    document["lines"][1]["description"] = words.join(" ").into();
    let paper = counterfoil_paper::document(document.to_string().as_bytes(), &brand(En), None).expect("a paper");
    let text = File::of(&paper).text();
    for word in ["w0w1", "w749", "w1498w1499"] {
        assert!(text.contains(word), "{word}");
    }
}

#[test]
fn long_statements_have_a_head_on_every_page() {
    let told = statement(300);
    let paper = counterfoil_paper::statement(told.to_string().as_bytes(), &brand(De)).expect("a paper");
    let pages = File::of(&paper).pages();
    assert!(pages.len() > 5);
    assert!(pages.iter().all(|page| page.contains("Saldo (EUR)")));
    assert!(pages[0].contains("Anfangssaldo") && pages[pages.len() - 1].contains("Endsaldo"));
}
