//! Laws of what takes back: what was done and undone leaves a customer where he was and never ahead, however it is cut and
//! split over calls; nothing comes from nothing, by source; documents and books agree; names do not matter.

use counterfoil_core::call;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const OPENED: &str = "2026-01-01T00:00:00Z";

fn rulebook(tiers: bool, line: bool, included: bool) -> Value {
    let mut rulebook = json!({
        "name": "laws", "currency": "EUR", "rounding": {"scale": 4, "mode": "half_up"},
        "rates": [
            {"id": "call", "product": "call", "unit": "unit", "price": "0.3337"},
            {"id": "sms", "product": "sms", "unit": "unit", "price": "1"}
        ],
        "billing": {"anchor_day": 1}, "top_up": {"valid_days": 40},
        "seller": {"name": "S", "business": true, "country": "DE",
            "registrations": [{"country": "DE", "kind": "vat", "value": "DE136695976"}]},
        "tax": {"regime": "vat", "prices": "exclusive", "mode": "half_up",
            "rates": [{"place": {"country": "DE"}, "from": "2021-01-01", "percent": "19"},
                {"place": {"country": "DE"}, "from": "2026-01-20", "percent": "16"}]},
        "invoice": {"terms_days": 14, "tax_payer": "invoice"},
        "discounts": [{"discount": "THIRD", "percent": "33.3"}]
    });
    if tiers {
        rulebook["rates"][0] = json!({"id": "call", "product": "call", "unit": "unit", "model": {"type": "graduated",
            "tiers": [{"up_to": "40", "price": "0.5"}, {"price": "0.3337"}]}});
    }
    if line {
        rulebook["overage"] = json!({"protection": "100000"});
    }
    if included {
        rulebook["allowances"] =
            json!([{"id": "free", "products": ["sms"], "unit": "unit", "quantity": "12", "included": true}]);
    }
    rulebook
}

/// The account between calls, and every entry and effect so far.
struct Account {
    rulebook: Value,
    state: Value,
    entries: Vec<Value>,
    effects: Vec<Value>,
}

impl Account {
    fn open(rulebook: Value) -> Self {
        let mut account = Self { rulebook, state: Value::Null, entries: Vec::new(), effects: Vec::new() };
        account.apply(&[]).expect("it opens");
        account
    }

    /// Applies events as a store would: what they take back comes along from earlier answers.
    fn apply(&mut self, events: &[Value]) -> Result<(), Value> {
        let names = |entry: &Value| {
            let id = entry["id"].as_str().expect("an id");
            let name = id.rsplit_once('/').map_or(id, |(name, _)| name);
            events
                .iter()
                .any(|event| event["reverses"] == name || event["charge"] == name || event["corrects"]["entry"] == id)
        };
        let originals: Vec<&Value> = self.entries.iter().filter(|entry| names(entry)).collect();
        let mut asked = json!({"rulebook": self.rulebook, "as_of": "2026-12-31T00:00:00Z", "events": events, "originals": originals});
        if self.state.is_null() {
            asked["open"] = json!({"account": "a", "time": OPENED, "customer": {"name": "C", "country": "DE"}});
        } else {
            asked["state"] = self.state.clone();
        }
        let answer: Value = serde_json::from_slice(&call("apply", asked.to_string().as_bytes())).expect("JSON");
        if answer["status"] != "ok" {
            return Err(answer["problems"].clone());
        }
        self.state = answer["answer"]["state"].clone();
        self.entries.extend(answer["answer"]["entries"].as_array().expect("entries").iter().cloned());
        self.effects.extend(answer["answer"]["effects"].as_array().expect("effects").iter().cloned());
        Ok(())
    }

    fn sums(&self) -> BTreeMap<String, i128> {
        let mut sums = BTreeMap::new();
        for posting in self.entries.iter().flat_map(|entry| entry["postings"].as_array().expect("postings")) {
            *sums.entry(posting["book"].as_str().expect("a book").to_owned()).or_default() += units(&posting["amount"]);
        }
        sums
    }

    /// Credit by grant: what is left, where it comes from and when it ends.
    fn credit(&self) -> Vec<(String, i128, String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let grants = self.state["grants"].as_array().into_iter().flatten();
        let mut credit: Vec<_> = grants
            .filter(|grant| units(&grant["left"]) > 0)
            .map(|grant| (text(&grant["grant"]), units(&grant["left"]), text(&grant["source"]), text(&grant["until"])))
            .collect();
        credit.sort();
        credit
    }
}

/// Ten-thousandths.
fn units(amount: &Value) -> i128 {
    let text = amount.as_str().unwrap_or("0");
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    sign * format!("{whole}{part:0<4}").parse::<i128>().expect("digits")
}

/// A minute of January from its second day on.
fn time(minute: u32) -> String {
    format!("2026-01-{:02}T{:02}:{:02}:00Z", 2 + minute / 1_440, minute / 60 % 24, minute % 60)
}

/// A minute from the fifth of January on, over the ends of that month and the next.
fn later(minute: u32) -> String {
    let day = 4 + minute / 900;
    format!("2026-{:02}-{:02}T{:02}:{:02}:00Z", 1 + day / 28, 1 + day % 28, minute % 900 / 60, minute % 60)
}

fn ten_thousandths(units: i128) -> String {
    let size = units.unsigned_abs();
    format!("{}{}.{:04}", if units < 0 { "-" } else { "" }, size / 10_000, size % 10_000)
}

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

fn cents(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
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
