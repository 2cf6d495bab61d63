//! Laws of invoices: nothing is lost between lines, discounts, totals and credit notes.

use counterfoil_core::invoice::{
    Amounts, CreditLine, Discount, Document, Part, Syntax, Tax, TaxRounding, allocate, credit_note, discount, einvoice,
    issue, totals,
};
use counterfoil_core::money::{Currency, Exact, Mode, Money, NonNegative, Rounding};
use counterfoil_core::tax::RoundBy;
use counterfoil_core::text::Text;
use counterfoil_core::wire::from_bytes;
use proptest::prelude::*;
use serde_json::{Value, json};

fn cents(units: i128) -> Money {
    Money::new(units, 2).expect("small")
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Money {
    amounts.into_iter().fold(cents(0), |sum, amount| sum.plus(amount).expect("small"))
}

fn euro() -> Currency {
    Currency::new("EUR").expect("known")
}

/// A tax of a small set, so that some are alike.
fn tax(which: usize) -> Value {
    let taxes = [
        json!({"category": "S", "percent": "19"}),
        json!({"category": "S", "percent": "7.7"}),
        json!({"category": "Z"}),
        json!({"category": "S", "levies": [{"name": "State", "percent": "6.25"}, {"name": "City", "percent": "3", "compound": true}]}),
        json!({"category": "S", "levies": [{"name": "State", "percent": "6.25"}]}),
    ];
    taxes[which % taxes.len()].clone()
}

fn taxes(which: &[(i128, usize)]) -> Vec<Tax> {
    which.iter().map(|(_, which)| from_bytes(tax(*which).to_string().as_bytes()).expect("a tax")).collect()
}

fn parts<'a>(amounts: &[(i128, usize)], taxes: &'a [Tax]) -> Vec<Part<'a>> {
    amounts.iter().zip(taxes).map(|((units, _), tax)| Part { amount: cents(*units), tax }).collect()
}

/// An issued invoice of these lines and, of each tax among them, an allowance in percent of its lines.
fn invoice(lines: &[(i128, usize)], percent: i128) -> Document {
    let line = |(place, (units, which)): (usize, &(i128, usize))| {
        json!({"id": place.to_string(), "name": "Calls", "quantity": "1", "unit": "one", "price": cents(units.abs()).to_string(),
            "net": cents(*units).to_string(), "tax": tax(*which)})
    };
    let off = |which: usize| {
        let units: i128 = lines.iter().filter(|(_, other)| *other == which).map(|(units, _)| units).sum();
        json!({"amount": cents(units * percent / 100).to_string(), "tax": tax(which), "reason": "Coupon"})
    };
    let zero = "0.00";
    let party = json!({"name": "Somebody", "country": "DE", "registrations": [{"country": "DE", "kind": "vat", "value": "136695976"}]});
    let document = json!({
        "kind": "invoice", "number": "1", "issued_on": "2026-01-01", "due_on": "2026-01-15", "currency": "EUR",
        "seller": party, "buyer": party, "lines": lines.iter().enumerate().map(line).collect::<Vec<_>>(),
        "allowances": (0..5).map(off).collect::<Vec<_>>(), "tax": [],
        "totals": {"lines": zero, "allowances": zero, "charges": zero, "tax_exclusive": zero, "tax": zero,
            "tax_inclusive": zero, "prepaid": zero, "rounding": "0.03", "payable": zero},
    });
    from_bytes::<Document>(document.to_string().as_bytes()).expect("a document").settled().expect("small")
}

fn amounts() -> impl Strategy<Value = Vec<(i128, usize)>> {
    prop::collection::vec((-500_000_i128..1_000_000, 0_usize..5), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_sum_to_totals_and_net_and_tax_to_gross(
        lines in amounts(), off in amounts(), on in amounts(), prepaid in 0_i128..10_000, by_line in any::<bool>(),
    ) {
        let by = if by_line { RoundBy::PerLine } else { RoundBy::PerCategory };
        let (of_lines, of_off, of_on) = (taxes(&lines), taxes(&off), taxes(&on));
        let (lines, allowances, charges) = (parts(&lines, &of_lines), parts(&off, &of_off), parts(&on, &of_on));
        let given = Amounts { lines, allowances, charges, prepaid: cents(prepaid), rounding: cents(1) };
        let (rows, totals) = totals(euro(), TaxRounding { by, mode: Mode::HalfUp }, &given).expect("small");
        prop_assert_eq!(totals.lines, sum(given.lines.iter().map(|part| part.amount)));
        prop_assert_eq!(totals.tax_exclusive, totals.lines.minus(totals.allowances).unwrap().plus(totals.charges).unwrap());
        prop_assert_eq!(totals.tax, sum(rows.iter().map(|row| row.tax)));
        prop_assert_eq!(totals.tax_inclusive, totals.tax_exclusive.plus(totals.tax).unwrap());
        prop_assert_eq!(totals.payable.plus(totals.prepaid).unwrap(), totals.tax_inclusive.plus(cents(1)).unwrap());
        // Every cent is taxed in one row, unless levies stack on it.
        prop_assert_eq!(totals.tax_exclusive, sum(rows.iter().filter(|row| row.name.as_deref() != Some("City")).map(|row| row.taxable)));
        // One rate of one jurisdiction is one row.
        for (place, row) in rows.iter().enumerate() {
            let same = |other: &&_| { let other: &counterfoil_core::invoice::TaxRow = other; (other.category, other.percent, &other.name) == (row.category, row.percent, &row.name) };
            prop_assert_eq!(rows.iter().position(|other| same(&other)), Some(place));
        }
        // A compound levy is an exact share of the net, not of the rounded taxes before it (rule `tax.stacked`).
        for row in rows.iter().filter(|row| by == RoundBy::PerCategory && row.name.as_deref() != Some("City")) {
            let tax = Rounding { scale: 2, mode: Mode::HalfUp }
                .quotient(row.taxable.exact().times(*row.percent).unwrap(), Exact::whole(100)).unwrap();
            prop_assert_eq!(row.tax, tax);
        }
    }

    #[test]
    fn an_allocation_hands_out_every_cent_once(
        parts in prop::collection::vec(-1_000_i128..1_000_000_000, 0..20), share in 0_i128..=1_000,
    ) {
        let whole: i128 = parts.iter().map(|part| part.max(&0)).sum();
        let (amount, parts) = (cents(whole * share / 1_000), parts.into_iter().map(cents).collect::<Vec<_>>());
        let shares = allocate(amount, &parts).expect("not above the parts");
        prop_assert_eq!(sum(shares.iter().copied()), amount);
        for (share, part) in shares.iter().zip(&parts) {
            prop_assert!(share.units() >= 0 && share.units() <= part.units().max(0), "{} of {}", share, part);
            // Off the exact proportion by less than a cent.
            let exact = amount.units() * part.units().max(0);
            prop_assert!((share.units() * whole - exact).abs() < whole.max(1));
        }
        prop_assert!(allocate(cents(whole + 1), &parts).is_err());
    }

    #[test]
    fn discounts_take_what_is_there_and_no_more(
        amounts in amounts(), off in prop::collection::vec((any::<bool>(), 0_u32..2_000), 0..6),
    ) {
        let (of_lines, zero) = (taxes(&amounts), cents(0));
        let lines = parts(&amounts, &of_lines);
        let whole = sum(lines.iter().map(|part| part.amount)).max(zero);
        let discounts: Vec<Discount> = off.iter().map(|(percent, size)| if *percent {
            Discount::Percent(NonNegative::new(Exact::new(i128::from(*size), 1).unwrap()).unwrap())
        } else {
            Discount::Amount(cents(i128::from(*size) * 100))
        }).collect();
        let done = discount(&lines, &discounts, zero).expect("small");
        for one in &done {
            prop_assert_eq!(sum(one.parts.iter().map(|(_, amount)| *amount)), one.used);
        }
        prop_assert!(sum(done.iter().map(|one| one.used)) <= whole);
        let Document { seller, buyer, lines, .. } = invoice(&amounts, 0);
        let reasons: Vec<_> = discounts.into_iter().map(|discount| (discount, Text::new("Coupon").unwrap())).collect();
        let (draft, used) = Document::draft(euro(), seller, buyer, lines).unwrap().discounted(&reasons).unwrap();
        prop_assert_eq!(draft.check(), Ok(()));
        prop_assert_eq!(draft.totals.allowances, sum(used));
    }

    #[test]
    fn credit_notes_end_at_exactly_their_invoice_and_never_go_beyond(
        lines in prop::collection::vec((prop_oneof![1 => Just(0_i128), 4 => 1_i128..100_000], 0_usize..5), 1..6), percent in 0_i128..40,
        steps in prop::collection::vec((0_usize..6, 1_i128..=100), 0..8),
    ) {
        let (invoice, reason) = (invoice(&lines, percent), Text::new("Unused").unwrap());
        let mut notes: Vec<Document> = Vec::new();
        let series = from_bytes(br#"{"prefix":"CN-","next":1}"#).unwrap();
        let today = invoice.issued_on.expect("issued");
        for (place, part) in steps {
            let line = &invoice.lines[place % invoice.lines.len()];
            let credited = sum(notes.iter().flat_map(|note| &note.lines).filter(|other| other.id == line.id).map(|line| line.net));
            let net = cents((line.net.units() - credited.units()) * part / 100);
            let wanted = [CreditLine { line: line.id.clone(), net: net.exact() }];
            match credit_note(&invoice, &notes, Some(&wanted), &reason) {
                Ok(note) => notes.push(issue(note, &series, today, None).expect("a draft").0),
                Err(_) => prop_assert!(net.is_zero(), "{} of {} was refused", net, line.net),
            }
            let above = CreditLine { line: line.id.clone(), net: line.net.plus(cents(1)).unwrap().exact() };
            prop_assert!(credit_note(&invoice, &notes, Some(&[above]), &reason).is_err());
            prop_assert!(sum(notes.iter().map(|note| note.totals.tax)) <= invoice.totals.tax);
            prop_assert!(sum(notes.iter().map(|note| note.totals.tax_inclusive)) <= invoice.totals.tax_inclusive);
        }
        if let Ok(last) = credit_note(&invoice, &notes, None, &reason) {
            notes.push(issue(last, &series, today, None).expect("a draft").0);
        }
        let all = |of: fn(&Document) -> Money| sum(notes.iter().map(of));
        prop_assert_eq!(all(|note| note.totals.lines), invoice.totals.lines);
        prop_assert_eq!(all(|note| note.totals.allowances), invoice.totals.allowances);
        prop_assert_eq!(all(|note| note.totals.tax), invoice.totals.tax);
        prop_assert_eq!(all(|note| note.totals.payable), invoice.totals.payable);
        prop_assert!(credit_note(&invoice, &notes, None, &reason).is_err(), "nothing is left");
        for note in &notes {
            prop_assert_eq!(note.check(), Ok(()));
            prop_assert!(note.totals.tax.units() >= 0 && note.tax.iter().all(|row| row.tax.units() >= 0));
        }
    }

    #[test]
    fn any_text_stays_text_in_xml(name in "\\PC{1,40}") {
        prop_assume!(Text::new(&name).is_some() && !name.trim().is_empty());
        let mut document = invoice(&[(100, 0)], 0);
        document.allowances.clear();
        document.lines[0].name = Text::new(&name).unwrap();
        let document = document.settled().expect("small");
        for syntax in [Syntax::Ubl, Syntax::Cii] {
            let xml = einvoice(&document, syntax).expect("nothing lacks");
            let open = if syntax == Syntax::Ubl { "<cbc:Name>" } else { "<ram:SpecifiedTradeProduct><ram:Name>" };
            let written = xml.split(open).nth(1).and_then(|rest| rest.split("</").next()).expect("a name");
            prop_assert!(!written.contains(['<', '>']));
            let read = written.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&");
            prop_assert_eq!(read, name.clone());
        }
    }
}
