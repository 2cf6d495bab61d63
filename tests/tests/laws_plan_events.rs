//! Laws of what is said of subscriptions: when it arrives changes nothing, what is undone leaves nothing, and nothing is
//! given for nothing.

use counterfoil_core::call;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A month's price that every number of days divides: 840.00, 868.00 or 930.00 a day.
const MONTH: &str = "26040";

/// Seats that cost a whole number of cents a day: by weeks, tens of days or months.
fn plans(arrears: [bool; 3], invoice: [bool; 3]) -> Vec<Value> {
    let one = |place: usize, cadence: Value| {
        let mut plan = json!({
            "id": format!("p{place}"), "product": format!("product{place}"), "unit": "seat",
            "charged": if arrears[place] { "in_arrears" } else { "in_advance" },
            "payer": if invoice[place] { "invoice" } else { "credit" }, "allowances": ["bundle"]
        });
        plan.as_object_mut().expect("an object").extend(cadence.as_object().expect("an object").clone());
        plan
    };
    vec![
        one(0, json!({"price": "7", "days": 7})),
        one(1, json!({"price": "20", "days": 10})),
        one(2, json!({"price": MONTH})),
    ]
}

fn time(minutes: u32) -> String {
    let (mut month, mut day) = (1, minutes / 1440);
    for length in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if day < length {
            break;
        }
        (month, day) = (month + 1, day - length);
    }
    format!("2026-{month:02}-{:02}T{:02}:{:02}:00Z", day + 1, minutes % 1440 / 60, minutes % 60)
}

struct Account {
    rulebook: Value,
    state: Option<Value>,
    /// Fees less what was credited of them, in cents.
    fees: i64,
    /// What usages cost, in cents.
    usage: i64,
    /// What allowances covered.
    covered: i64,
}

impl Account {
    fn new(plans: &[Value]) -> Self {
        let rulebook = json!({
            "name": "laws", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
            "rates": [{"id": "r", "product": "call", "unit": "minute", "price": "1"}], "billing": {"anchor_day": 1},
            "overage": {"protection": "100000000"}, "plans": plans,
            "allowances": [{"id": "bundle", "products": ["call"], "unit": "minute", "quantity": "100", "each": true}]
        });
        Self { rulebook, state: None, fees: 0, usage: 0, covered: 0 }
    }

    fn apply(&mut self, events: &[Value]) {
        let problem = self.try_apply(events);
        assert_eq!(problem, None, "{events:?}");
    }

    /// The code of the problem, where there is one.
    fn try_apply(&mut self, events: &[Value]) -> Option<String> {
        let mut asked = json!({"rulebook": self.rulebook, "as_of": "2027-12-31T00:00:00Z", "events": events});
        match &self.state {
            Some(state) => asked["state"] = state.clone(),
            None => asked["open"] = json!({"account": "a", "time": "2026-01-01T00:00:00Z"}),
        }
        let answer: Value = serde_json::from_slice(&call("apply", asked.to_string().as_bytes())).expect("JSON");
        if answer["status"] != "ok" {
            return answer["problems"][0]["code"].as_str().map(String::from);
        }
        let answer = &answer["answer"];
        for entry in answer["entries"].as_array().into_iter().flatten() {
            let cents = |amount: &Value| amount.as_str().expect("text").replace('.', "").parse::<i64>().expect("cents");
            match entry["kind"].as_str() {
                Some("fee") => self.fees += cents(&entry["line"]["amount"]),
                Some("usage") => self.usage += cents(&entry["line"]["amount"]),
                _ => {}
            }
            for part in entry["line"]["covered"].as_array().into_iter().flatten() {
                self.covered += part["quantity"].as_str().expect("text").parse::<i64>().expect("whole");
            }
        }
        self.state = Some(answer["state"].clone());
        None
    }

    /// What the customer owes in all, in cents.
    fn owes(&self) -> i64 {
        let cents = |amount: &Value| amount.as_str().map_or(0, |text| text.replace('.', "").parse().expect("cents"));
        let state = self.state.as_ref().expect("a state");
        let due = state["due"].as_array().into_iter().flatten().map(|due| cents(&due["amount"]));
        due.sum::<i64>() + cents(&state["period"]["to_invoice"]) - cents(&state["balance"])
    }

    /// Its subscriptions, but for when something was said of them and what was paid.
    fn subscriptions(&self) -> Vec<Value> {
        let mut all = self.state.as_ref().expect("a state")["subscriptions"].as_array().cloned().unwrap_or_default();
        all.iter_mut().for_each(|one| one["paid"] = Value::Null);
        all
    }
}

/// One thing that is said, and how many minutes after the one before; how much later it arrives.
#[derive(Clone, Copy, Debug)]
struct Word {
    later: u32,
    what: u8,
    to: usize,
    arrives: u32,
}

fn words() -> impl Strategy<Value = Vec<Word>> {
    // On the hour and at midnights, where cycles and trials end.
    let later = prop_oneof![1_u32..30_000, (1_u32..20).prop_map(|days| days * 1440)];
    let one = (later, 0_u8..10, 0_usize..12, prop_oneof![Just(0_u32), 1_u32..40_000]);
    let one = one.prop_map(|(later, what, to, arrives)| Word { later, what, to, arrives });
    prop::collection::vec(one, 1..6)
}

/// The event, where something is there of which it can be said; whether the subscription goes on.
fn event(word: Word, id: usize, at: u32) -> (Value, bool) {
    let (id, time) = (format!("c{id}"), time(at));
    let cancelled =
        |how: &str| json!({"type": "subscription_cancelled", "id": id, "time": time, "subscription": "s", "how": how});
    match word.what {
        0 => (cancelled("now_with_credit"), false),
        1 => (cancelled("now"), false),
        2 => (cancelled("cycle_end"), false),
        3 => (cancelled("commitment_end"), false),
        what => {
            let at = if what == 4 { "cycle_end" } else { "now" };
            let (plan, quantity) = (format!("p{}", word.to % 3), (word.to / 3).to_string());
            (
                json!({"type": "subscription_changed", "id": id, "time": time, "subscription": "s", "plan": plan, "quantity": quantity, "at": at}),
                true,
            )
        }
    }
}

fn passes(id: &str, at: u32) -> Value {
    json!({"type": "time_passed", "id": id, "time": time(at)})
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn when_it_arrives_changes_nothing(
        arrears in any::<[bool; 3]>(), invoice in any::<[bool; 3]>(), first in 0_u32..80_000, trial in prop_oneof![Just(0_u32), 1_u32..30],
        plan in 0_usize..3, arrives in 0_u32..30_000, words in words(),
    ) {
        let plans = plans(arrears, invoice);
        let (mut in_order, mut late) = (Account::new(&plans), Account::new(&plans));
        let subscribed = json!({"type": "subscribed", "id": "e", "time": time(first), "subscription": "s", "plan": format!("p{plan}"), "quantity": "1", "trial_days": trial});
        in_order.apply(std::slice::from_ref(&subscribed));
        let until = |at: u32, word: Option<&Word>, arrives: u32| word.map_or(at + arrives, |next| (at + arrives).min(at + next.later));
        late.apply(&[passes("t", until(first, words.first(), arrives))]);
        late.apply(&[subscribed]);
        let mut at = first;
        for (place, word) in words.iter().enumerate() {
            at += word.later;
            let (said, goes_on) = event(*word, place, at);
            late.apply(&[passes(&format!("t{place}"), until(at, words.get(place + 1), word.arrives))]);
            match late.try_apply(std::slice::from_ref(&said)).as_deref() {
                None => in_order.apply(&[said]),
                // A change that was to come has come since: then it is refused, and nothing else.
                Some("plan_event_late") => break,
                Some(code) => prop_assert!(false, "{}", code),
            }
            if !goes_on {
                break;
            }
        }
        for account in [&mut in_order, &mut late] {
            account.apply(&[passes("z", 500_000)]);
        }
        prop_assert_eq!(in_order.fees, late.fees);
        prop_assert_eq!(in_order.subscriptions(), late.subscriptions());
        prop_assert_eq!(in_order.owes(), late.owes());
    }

    #[test]
    fn what_is_undone_leaves_nothing(
        arrears in any::<[bool; 3]>(), invoice in any::<[bool; 3]>(), first in 0_u32..80_000, later in 0_u32..60_000,
        between in prop::collection::vec((0_usize..12, 0_u32..2), 1..6), ends in any::<bool>(),
    ) {
        let plans = plans(arrears, invoice);
        let subscribed = json!({"type": "subscribed", "id": "e", "time": time(first), "subscription": "s", "plan": "p2", "quantity": "1"});
        let (mut without, mut with) = (Account::new(&plans), Account::new(&plans));
        without.apply(std::slice::from_ref(&subscribed));
        with.apply(&[subscribed]);
        // All on one day: by days it is whole.
        let mut at = (first + later) / 1440 * 1440 + 700;
        for (place, (to, minutes)) in between.iter().enumerate() {
            at = (at + minutes).max(first);
            // A plan of as many months, since one of days begins a cycle of its own.
            let changed = json!({"type": "subscription_changed", "id": format!("c{place}"), "time": time(at), "subscription": "s", "quantity": (to * to * to).to_string()});
            with.apply(&[changed]);
        }
        if ends {
            let cancelled = json!({"type": "subscription_cancelled", "id": "x", "time": time(at), "subscription": "s", "how": "cycle_end"});
            let resumed = json!({"type": "subscription_resumed", "id": "y", "time": time(at), "subscription": "s"});
            with.apply(&[cancelled]);
            with.apply(&[resumed]);
        }
        with.apply(&[json!({"type": "subscription_changed", "id": "c", "time": time(at + 1), "subscription": "s", "quantity": "1"})]);
        for account in [&mut without, &mut with] {
            account.apply(&[passes("z", 500_000)]);
        }
        prop_assert_eq!(without.fees, with.fees);
        prop_assert_eq!(without.owes(), with.owes());
    }

    #[test]
    fn an_allowance_is_not_for_nothing(
        arrears in any::<[bool; 3]>(), first in 0_u32..40_000,
        steps in prop::collection::vec((0_u32..3_000, 0_u8..4, 0_usize..12, 1_u32..400), 1..10),
    ) {
        let plans = plans(arrears, [false; 3]);
        let mut account = Account::new(&plans);
        let (mut at, mut has, mut used) = (first, false, 0);
        for (place, (later, what, to, quantity)) in steps.iter().enumerate() {
            at += later;
            let (id, time, plan) = (format!("e{place}"), time(at), format!("p{}", to % 3));
            let seats = (to / 3).to_string();
            let event = match (what, has) {
                (0 | 1, _) => {
                    used += i64::from(*quantity);
                    json!({"type": "usage", "id": id, "time": time, "product": "call", "unit": "minute", "quantity": quantity.to_string()})
                }
                (_, false) => json!({"type": "subscribed", "id": id, "time": time, "subscription": "s", "plan": plan, "quantity": seats}),
                (2, true) => json!({"type": "subscription_changed", "id": id, "time": time, "subscription": "s", "plan": plan, "quantity": seats}),
                (_, true) => json!({"type": "subscription_cancelled", "id": id, "time": time, "subscription": "s", "how": "now_with_credit"}),
            };
            has = if *what < 2 { has } else { !has || *what == 2 };
            account.apply(&[event]);
        }
        if has {
            account.apply(&[json!({"type": "subscription_cancelled", "id": "z", "time": time(at), "subscription": "s", "how": "now_with_credit"})]);
        }
        prop_assert_eq!(account.usage, 100 * (used - account.covered));
        // A seat gives a hundred and costs a hundred cents a day at least: so does what was covered.
        prop_assert!(account.fees + i64::try_from(steps.len()).expect("few") >= account.covered, "{} for {}", account.fees, account.covered);
    }
}
