//! Law of what takes back: whatever doors it goes through, nothing is given twice.

use counterfoil_tests::undo::{Account, OPENED, cents, rulebook, time, units};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A minute from the fifth of January on, over the ends of that month and the next.
fn later(minute: u32) -> String {
    let day = 4 + minute / 900;
    format!("2026-{:02}-{:02}T{:02}:{:02}:00Z", 1 + day / 28, 1 + day % 28, minute % 900 / 60, minute % 60)
}

fn ten_thousandths(units: i128) -> String {
    let size = units.unsigned_abs();
    format!("{}{}.{:04}", if units < 0 { "-" } else { "" }, size / 10_000, size % 10_000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(option_env!("LAW_CASES").map_or(96, |n| n.parse().unwrap())))]

    /// A usage, a fee and a payment are taken back through every door there is, before their invoice and after it, drafted or
    /// not: the customer is never ahead of what was paid in, and what he can have back in money never exceeds it.
    #[test]
    fn no_two_doors_give_the_same_back(doors in prop::collection::vec((0_u32..40_000, 0_u32..9, 1_u32..4_000), 1..12),
        kind in (0_u8..3, any::<bool>(), any::<bool>(), any::<bool>()), paid_in in 0_u32..6_000, quantity in 1_u32..60) {
        let mut book = rulebook(false, true, false);
        book["plans"] = json!([
            {"id": "card", "product": "seat", "unit": "seat", "price": "7.77"},
            {"id": "bill", "product": "seat", "unit": "seat", "price": "7.77", "payer": "invoice"}
        ]);
        if kind.0 == 0 {
            for part in ["invoice", "tax", "discounts"] {
                book.as_object_mut().expect("an object").remove(part);
            }
        }
        if kind.0 == 1 {
            book["invoice"]["tax_payer"] = json!("credit");
        }
        if kind.1 {
            book["settlement"] = json!("on_invoice");
        }
        let mut account = Account::open(book);
        let plan = if kind.2 { "bill" } else { "card" };
        let mut first = vec![
            json!({"type": "subscribed", "id": "s", "time": time(1), "subscription": "s", "plan": plan, "quantity": "2"}),
            json!({"type": "usage", "id": "u", "time": time(2), "product": "call", "unit": "unit", "quantity": quantity.to_string()}),
        ];
        if paid_in > 0 {
            first.push(json!({"type": "top_up", "id": "t", "time": time(0), "amount": cents(paid_in)}));
        }
        if kind.3 && kind.0 > 0 {
            first.push(json!({"type": "discount_taken", "id": "d", "time": OPENED, "discount": "THIRD"}));
        }
        account.apply(&first).unwrap_or_else(|problems| panic!("{problems}"));
        let mut paid = i128::from(paid_in) * 100;
        let mut doors = doors;
        doors.sort_unstable();
        for (place, (minute, door, amount)) in doors.iter().enumerate() {
            let at = json!({"id": format!("d{place}"), "time": later(*minute)});
            let moved = |id: &str| account.entries.iter().find(|entry| entry["id"] == id).map(|entry| {
                let ours = |posting: &&Value| ["customer", "scoped", "held"].iter().any(|book| posting["book"] == **book);
                entry["postings"].as_array().expect("postings").iter().filter(ours).map(|posting| units(&posting["amount"])).sum::<i128>()
            });
            let corrects = |id: &str| moved(id).map(|moved| json!({"entry": id, "amount": ten_thousandths(moved)}));
            let event = match door {
                0 | 1 => corrects("u/usage").map(|corrects| json!({"type": "adjustment", "amount": cents(*amount), "reason": "wrong", "corrects": corrects})),
                2 => corrects("s/fee/s").map(|corrects| json!({"type": "adjustment", "amount": cents(*amount), "reason": "wrong", "corrects": corrects})),
                3 => Some(json!({"type": "usage", "product": "call", "unit": "unit", "quantity": amount.min(&quantity).to_string(), "reverses": "u"})),
                4 | 5 => account.state["invoices"][0]["invoice"].as_str().map(|invoice| {
                    let left = units(&account.state["invoices"][0]["total"]) / 100;
                    let amount = if *door == 4 { left.max(1) } else { i128::from(*amount) };
                    json!({"type": "invoice_credited", "invoice": invoice, "amount": cents(amount.try_into().expect("cents")),
                        "to": if amount % 2 == 0 { "payer" } else { "account" }})
                }),
                6 => account.state["due"][0]["invoice"].as_str().map(|invoice| {
                    json!({"type": "invoice_paid", "invoice": invoice, "amount": account.state["due"][0]["amount"]})
                }),
                7 => Some(json!({"type": "subscription_cancelled", "subscription": "s", "how": "now_with_credit"})),
                _ if amount % 2 == 0 => Some(json!({"type": "payment_reversed", "charge": "t", "amount": cents(*amount), "cause": "chargeback"})),
                _ => Some(json!({"type": "refund", "amount": cents(*amount)})),
            };
            let Some(mut event) = event else { continue };
            event.as_object_mut().expect("an event").extend(at.as_object().expect("a head").clone());
            if *door == 3 {
                event["time"] = json!(time(2));
            }
            let before = units(&account.state["due"][0]["amount"]);
            if account.apply(&[event]).is_ok() && *door == 6 {
                paid += before;
            }
            let list = |name: &str| account.state[name].as_array().into_iter().flatten();
            let due: i128 = list("due").map(|due| units(&due["amount"])).sum();
            let requests = account.effects.iter().filter(|effect| effect["type"] == "refund_request");
            let out: i128 = requests.map(|effect| units(&effect["amount"])).sum();
            let to_payer = account.entries.iter().filter(|entry| entry["kind"] == "refund" || entry["kind"] == "chargeback");
            let cash = to_payer.flat_map(|entry| entry["postings"].as_array().expect("postings")).filter(|posting| posting["book"] == "cash");
            let refunded: i128 = cash.map(|posting| units(&posting["amount"])).sum();
            let has = units(&account.state["balance"]) - due - units(&account.state["period"]["to_invoice"]) + out + refunded;
            // Pieces of an invoice of whole cents may come to a cent more each.
            let cents = 100 * (place as i128 + 2);
            prop_assert!(has <= paid + cents, "{has} of {paid}: {:?}", account.entries.iter().map(|entry| (&entry["id"], &entry["postings"])).collect::<Vec<_>>());
            let money: i128 = account.credit().iter().filter(|(_, _, source, _)| source == "purchased").map(|(_, left, ..)| left).sum();
            // Refunds leave what is due.
            prop_assert!((money - due).max(0) + out + refunded <= paid, "{money} and {out} and {refunded} of {paid}");
        }
    }
}
