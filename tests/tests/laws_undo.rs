//! Laws of what takes back: what was done and undone leaves a customer where he was and never ahead, however it is cut and
//! split over calls; nothing comes from nothing, by source; documents and books agree; names do not matter.

use counterfoil_tests::undo::{Account, OPENED, cents, rulebook, time, units};
use proptest::prelude::*;
use serde_json::{Value, json};

#[derive(Clone, Debug)]
enum Step {
    TopUp(u32),
    Grant { cents: u32, days: u32, bound: bool },
    Usage { sms: bool, quantity: u32 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => (100_u32..9_000).prop_map(Step::TopUp),
        1 => (100_u32..3_000, 12_u32..90, any::<bool>()).prop_map(|(cents, days, bound)| Step::Grant { cents, days, bound }),
        4 => (any::<bool>(), 1_u32..60).prop_map(|(sms, quantity)| Step::Usage { sms, quantity }),
    ];
    prop::collection::vec(step, 2..14)
}

fn event(place: usize, step: &Step) -> Value {
    let (id, now) = (format!("e{place}"), time(400 * place as u32));
    match step {
        Step::TopUp(amount) => json!({"type": "top_up", "id": id, "time": now, "amount": cents(*amount)}),
        Step::Grant { cents: amount, days, bound } => json!({"type": "credit_granted", "id": id, "time": now,
            "source": "promotional", "amount": cents(*amount), "until": format!("2026-{:02}-{:02}T00:00:00Z", 2 + days / 28, 1 + days % 28),
            "products": if *bound { json!(["sms"]) } else { json!([]) }}),
        Step::Usage { sms, quantity } => json!({"type": "usage", "id": id, "time": now,
            "product": if *sms { "sms" } else { "call" }, "unit": "unit", "quantity": quantity}),
    }
}

/// Takes a usage back in so many pieces.
fn undone(events: &[Value], cuts: u32) -> Vec<Value> {
    let mut made = Vec::new();
    for usage in events.iter().filter(|event| event["type"] == "usage").rev() {
        let whole = usage["quantity"].as_u64().expect("a number");
        let pieces = u64::from(cuts).clamp(1, whole);
        for piece in 0..pieces {
            let quantity = whole * (piece + 1) / pieces - whole * piece / pieces;
            let mut back = usage.clone();
            back["id"] = json!(format!("back{piece}.{}", usage["id"].as_str().expect("an id")));
            (back["reverses"], back["quantity"]) = (usage["id"].clone(), json!(quantity));
            made.push(back);
        }
    }
    made
}

fn in_calls(account: &mut Account, events: &[Value], split: usize) {
    for part in events.chunks(split.max(1)) {
        account.apply(part).unwrap_or_else(|problems| panic!("{problems}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(option_env!("LAW_CASES").map_or(96, |n| n.parse().unwrap())))]

    /// All usage taken back, in pieces, split over calls: as if it had never been.
    #[test]
    fn what_is_taken_back_never_was(steps in steps(), cuts in 1_u32..4, split in 1_usize..9,
        kind in (any::<bool>(), any::<bool>(), any::<bool>())) {
        let book = rulebook(kind.0, kind.1, kind.2);
        let events: Vec<Value> = steps.iter().enumerate().map(|(place, step)| event(place, step)).collect();
        let mut account = Account::open(book.clone());
        in_calls(&mut account, &events, split);
        in_calls(&mut account, &undone(&events, cuts), split);
        let mut never = Account::open(book);
        let others: Vec<Value> = events.iter().filter(|event| event["type"] != "usage").cloned().collect();
        in_calls(&mut never, &others, split);
        prop_assert_eq!(&account.state["balance"], &never.state["balance"]);
        prop_assert_eq!(account.credit(), never.credit());
        prop_assert_eq!(units(&account.state["period"]["used"]), 0);
        prop_assert_eq!(&account.state["allowances"], &never.state["allowances"]);
        prop_assert_eq!(&account.state["lifetime_credits"], &never.state["lifetime_credits"]);
        let rest: i128 = account.state["unbilled"].as_array().into_iter().flatten().map(|item| units(&item["amount"])).sum();
        prop_assert_eq!(rest, 0);
    }

    /// Undone after its invoice, with a discount and another tax since: nothing is due, nothing is owed, and nobody is ahead.
    #[test]
    fn what_is_taken_back_after_its_invoice_is_off_it(steps in steps(), cuts in 1_u32..4, split in 1_usize..9, paid in any::<bool>()) {
        let mut account = Account::open(rulebook(false, true, false));
        account.apply(&[json!({"type": "discount_taken", "id": "d", "time": OPENED, "discount": "THIRD"})]).expect("taken");
        let events: Vec<Value> = steps.iter().enumerate().filter(|(_, step)| matches!(step, Step::Usage { .. }))
            .map(|(place, step)| event(place, step)).collect();
        in_calls(&mut account, &events, split);
        account.apply(&[json!({"type": "time_passed", "id": "m", "time": "2026-02-01T00:00:00Z"})]).expect("a month");
        let due = account.state["due"][0]["amount"].clone();
        if paid && due.is_string() {
            account.apply(&[json!({"type": "invoice_paid", "id": "p", "time": "2026-02-02T00:00:00Z",
                "invoice": "period.2026-02-01", "amount": due})]).expect("paid");
        }
        in_calls(&mut account, &undone(&events, cuts), split);
        account.apply(&[json!({"type": "time_passed", "id": "n", "time": "2026-03-01T00:00:00Z"})]).expect("a month");
        let open: i128 = account.state["due"].as_array().into_iter().flatten().map(|due| units(&due["amount"])).sum();
        let back = if paid { units(&due) } else { 0 };
        // Of every piece less than a cent may be rounded, and never for the customer.
        let (has, pieces) = (units(&account.state["balance"]) - open, 100 * (events.len() as i128 * i128::from(cuts) + 1));
        prop_assert!(has <= back, "{has} of {back}");
        prop_assert!(has >= back - pieces, "{has} of {back}");
    }

    /// Books sum to zero; credit that is left was paid in or given and not yet burned; money that can be refunded was paid.
    #[test]
    fn nothing_comes_from_nothing(steps in steps(), cuts in 1_u32..4, split in 1_usize..9, kind in (any::<bool>(), any::<bool>())) {
        let mut account = Account::open(rulebook(kind.0, kind.1, false));
        let mut events: Vec<Value> = steps.iter().enumerate().map(|(place, step)| event(place, step)).collect();
        let back = undone(&events, cuts);
        events.extend(back.into_iter().step_by(2));
        for part in events.chunks(split) {
            account.apply(part).unwrap_or_else(|problems| panic!("{problems}"));
            let sums = account.sums();
            prop_assert_eq!(sums.values().sum::<i128>(), 0);
            let left: i128 = account.credit().iter().map(|(_, left, ..)| left).sum();
            let has = sums.get("customer").copied().unwrap_or(0) + sums.get("scoped").copied().unwrap_or(0);
            prop_assert!(left >= has, "{left} {has}");
            prop_assert_eq!(sums.get("customer").copied().unwrap_or(0), units(&account.state["balance"]));
            let money: i128 = account.credit().iter().filter(|(_, _, source, _)| source == "purchased").map(|(_, left, ..)| left).sum();
            prop_assert!(money <= -sums.get("cash").copied().unwrap_or(0));
        }
    }

    /// Of a payment, a usage and an entry no more comes back than it was, in whatever pieces and calls.
    #[test]
    fn nothing_comes_back_twice(amount in 100_u32..5_000, parts in prop::collection::vec(1_u32..4_000, 1..8), refund in 0_u32..3_000) {
        let mut account = Account::open(rulebook(false, true, false));
        account.apply(&[json!({"type": "top_up", "id": "t", "time": OPENED, "amount": cents(amount)})]).expect("paid in");
        let mut back = 0;
        let refunded = json!({"type": "refund", "id": "f", "time": time(1), "amount": cents(refund.max(1))});
        if account.apply(&[refunded]).is_ok() {
            back += refund.max(1);
        }
        for (place, part) in parts.iter().enumerate() {
            let reversed = json!({"type": "payment_reversed", "id": format!("r{place}"), "time": time(2 + place as u32),
                "charge": "t", "amount": cents(*part), "cause": "chargeback"});
            let fits = back + part <= amount;
            match account.apply(&[reversed]) {
                Ok(()) => back += part,
                Err(problems) => prop_assert_eq!(&problems[0]["code"], "taken_back_too_much"),
            }
            prop_assert!(fits == (back <= amount) || !fits);
        }
        prop_assert!(back <= amount);
    }

    /// Other ids make the same of the same moments: balances, dues, credit, and what is told.
    #[test]
    fn names_do_not_matter(steps in steps(), crowd in 1_usize..6, seed in any::<u64>(), kind in (any::<bool>(), any::<bool>(), any::<bool>())) {
        let book = rulebook(kind.0, kind.1, kind.2);
        let mut events: Vec<Value> = steps.iter().enumerate().map(|(place, step)| event(place, step)).collect();
        // Several happen at one time.
        for (place, event) in events.iter_mut().enumerate() {
            event["time"] = json!(time(400 * (place / crowd) as u32));
        }
        events.push(json!({"type": "time_passed", "id": "m", "time": "2026-02-01T00:00:00Z"}));
        let mut renamed = events.clone();
        for (place, event) in renamed.iter_mut().enumerate() {
            let mixed = seed.wrapping_mul(place as u64 * 2 + 1).rotate_left(17);
            event["id"] = json!(format!("{mixed:016x}.{place}"));
        }
        let (mut one, mut other) = (Account::open(book.clone()), Account::open(book));
        one.apply(&events).unwrap_or_else(|problems| panic!("{problems}"));
        other.apply(&renamed).unwrap_or_else(|problems| panic!("{problems}"));
        let told = |account: &Account| {
            let mut told: Vec<String> = account.effects.iter().map(|effect| {
                format!("{} {} {} {}", effect["type"], effect["balance"], effect["due"], effect["document"]["totals"])
            }).collect();
            told.sort();
            told
        };
        for field in ["balance", "due", "period", "allowances", "usage_by_day", "lifetime_credits"] {
            prop_assert_eq!(&one.state[field], &other.state[field], "{}", field);
        }
        let credit = |account: &Account| {
            let mut credit: Vec<_> = account.credit().into_iter().map(|(_, left, source, until)| (left, source, until)).collect();
            credit.sort();
            credit
        };
        prop_assert_eq!(credit(&one), credit(&other));
        prop_assert_eq!(told(&one), told(&other));
    }

    /// Every due has a document that asks for it, and the receivable book is what is due and what the next document will ask.
    #[test]
    fn documents_and_books_agree(steps in steps(), split in 1_usize..9, discounted in any::<bool>()) {
        let mut account = Account::open(rulebook(false, true, false));
        if discounted {
            account.apply(&[json!({"type": "discount_taken", "id": "d", "time": OPENED, "discount": "THIRD"})]).expect("taken");
        }
        let events: Vec<Value> = steps.iter().enumerate().map(|(place, step)| event(place, step)).collect();
        in_calls(&mut account, &events, split);
        account.apply(&[json!({"type": "time_passed", "id": "m", "time": "2026-02-01T00:00:00Z"})]).expect("a month");
        for due in account.state["due"].as_array().into_iter().flatten() {
            let drafted = account.effects.iter().find(|effect| effect["type"] == "invoice_drafted" && effect["invoice"] == due["invoice"]);
            let totals = &drafted.expect("a document")["document"]["totals"];
            prop_assert_eq!(units(&totals["payable"]), units(&due["amount"]));
            prop_assert!(units(&totals["prepaid"]) >= 0);
        }
        let due: i128 = account.state["due"].as_array().into_iter().flatten().map(|due| units(&due["amount"])).sum();
        let next = units(&account.state["period"]["to_invoice"]);
        prop_assert_eq!(account.sums().get("receivable").copied().unwrap_or(0), -due - next);
    }
}
