//! An account between calls, for laws of what takes back: what is taken back comes along, as a store brings it.

use counterfoil_core::call;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// When the account is opened.
pub const OPENED: &str = "2026-01-01T00:00:00Z";

/// Calls, messages, an allowance, a line and documents, as the law asks for them.
#[must_use]
pub fn rulebook(tiers: bool, line: bool, included: bool) -> Value {
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
pub struct Account {
    /// Its rules.
    pub rulebook: Value,
    /// As the last call left it.
    pub state: Value,
    /// Every entry so far.
    pub entries: Vec<Value>,
    /// Every effect so far.
    pub effects: Vec<Value>,
}

impl Account {
    /// A new one.
    ///
    /// # Panics
    /// Where it does not open.
    #[must_use]
    pub fn open(rulebook: Value) -> Self {
        let mut account = Self { rulebook, state: Value::Null, entries: Vec::new(), effects: Vec::new() };
        account.apply(&[]).expect("it opens");
        account
    }

    /// Applies events as a store would: what they take back comes along from earlier answers.
    ///
    /// # Errors
    /// The problems of a refusal.
    ///
    /// # Panics
    /// Where an answer is none.
    pub fn apply(&mut self, events: &[Value]) -> Result<(), Value> {
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

    /// What each book has moved, in ten-thousandths.
    ///
    /// # Panics
    /// Where an entry is none.
    #[must_use]
    pub fn sums(&self) -> BTreeMap<String, i128> {
        let mut sums = BTreeMap::new();
        for posting in self.entries.iter().flat_map(|entry| entry["postings"].as_array().expect("postings")) {
            *sums.entry(posting["book"].as_str().expect("a book").to_owned()).or_default() += units(&posting["amount"]);
        }
        sums
    }

    /// Credit by grant: what is left, where it comes from and when it ends.
    #[must_use]
    pub fn credit(&self) -> Vec<(String, i128, String, String)> {
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
///
/// # Panics
/// Where it is no amount.
#[must_use]
pub fn units(amount: &Value) -> i128 {
    let text = amount.as_str().unwrap_or("0");
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    sign * format!("{whole}{part:0<4}").parse::<i128>().expect("digits")
}

/// A minute of January from its second day on.
#[must_use]
pub fn time(minute: u32) -> String {
    format!("2026-01-{:02}T{:02}:{:02}:00Z", 2 + minute / 1_440, minute / 60 % 24, minute % 60)
}

/// An amount of so many cents.
#[must_use]
pub fn cents(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
