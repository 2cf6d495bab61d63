//! Accounts that live now: some of each of the five presets, with six weeks behind them that have passed as fast as what was due could
//! be done, and usage that goes on for as long as somebody looks. One has its card declined, one does not pay, one is suspended.
//! Everything is asked over HTTP, as any client would.

use crate::asking::{agent, post};
use crate::outcome::Outcome;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};
use ureq::Agent;

/// What they have behind them.
const DAYS: i64 = 45;
const DAY_S: i64 = 86_400;
/// The last of them, of which webhooks are in the inbox.
const TOLD_DAYS: i64 = 30;
/// A moment between two looks.
const TICK: Duration = Duration::from_millis(20);
/// Longest that a day may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two usages of those that go on.
const PACE: Duration = Duration::from_secs(2);

/// An account, how it is used, and how it is paid for.
struct Living {
    account: &'static str,
    preset: &'static str,
    name: &'static str,
    country: &'static str,
    /// Of the card; what the simulated gateway makes of it is in its name.
    method: &'static str,
    /// Credit at the beginning.
    top_up: &'static str,
    settings: fn() -> Value,
    /// Taken at the beginning: plan and quantity.
    plans: &'static [(&'static str, u32)],
    /// Used: product, unit, most of it a day, destination.
    uses: &'static [(&'static str, &'static str, u64, &'static str)],
}

const CALLS: &[(&str, &str, u64, &str)] =
    &[("voice.outbound", "minute", 90, "14155550100"), ("sms.outbound", "message", 60, "442071838750")];
const AGENTS: &[(&str, &str, u64, &str)] = &[("call.agent", "minute", 120, ""), ("chat", "message", 40, "")];
/// More than anybody pays for.
const CALLING: &[(&str, &str, u64, &str)] = &[("call.agent", "minute", 180, "")];
const MINUTES: &[(&str, &str, u64, &str)] = &[("agent.minutes", "minute", 45, "")];
const TALK: &[(&str, &str, u64, &str)] =
    &[("call.outbound", "second", 1_800, "33142685300"), ("sms.outbound", "message", 20, "33612345678")];
const CHATS: &[(&str, &str, u64, &str)] = &[("conversations", "conversation", 40, "")];

fn recharged() -> Value {
    json!({"addresses": ["billing@example.com"], "alerts": ["75", "20"],
        "recharge": {"enabled": true, "threshold": "50", "amount": "50", "limits": {"per_month": "1000"}}})
}

fn bare() -> Value {
    json!({"addresses": ["billing@example.com"]})
}

fn limited() -> Value {
    json!({"addresses": ["billing@example.com"],
        "spend": {"enabled": true, "daily_budget": "60", "daily_notification": "8"},
        "recharge": {"enabled": true, "threshold": "20", "style": "target", "target": "100"}})
}

/// Whose credit is used up in the middle of it.
const RUNS_OUT: &str = "elder-suspended";
const ACCOUNTS: &[Living] = &[
    Living {
        account: "aster-voice",
        preset: "prepaid-cpaas",
        name: "Aster Voice Ltd",
        country: "IE",
        method: "visa",
        top_up: "200",
        settings: recharged,
        plans: &[("number_local", 3)],
        uses: CALLS,
    },
    Living {
        account: "birch-messaging",
        preset: "prepaid-cpaas",
        name: "Birch Messaging B.V.",
        country: "NL",
        method: "mastercard",
        top_up: "100",
        settings: recharged,
        plans: &[("number_toll_free", 1)],
        uses: CALLS,
    },
    Living {
        account: "cedar-declined",
        preset: "prepaid-cpaas",
        name: "Cedar Calls GmbH",
        country: "DE",
        method: "visa-decline",
        top_up: "60",
        settings: recharged,
        plans: &[],
        uses: CALLS,
    },
    Living {
        account: "dahlia-support",
        preset: "prepaid-ladder",
        name: "Dahlia Support GmbH",
        country: "DE",
        method: "visa",
        top_up: "150",
        settings: recharged,
        plans: &[],
        uses: AGENTS,
    },
    Living {
        account: RUNS_OUT,
        preset: "prepaid-ladder",
        name: "Elder & Co. KG",
        country: "AT",
        method: "visa-decline",
        top_up: "40",
        settings: recharged,
        plans: &[],
        uses: CALLING,
    },
    Living {
        account: "fern-credits",
        preset: "credits-overage",
        name: "Fern AI Oy",
        country: "FI",
        method: "amex",
        top_up: "100",
        settings: limited,
        plans: &[],
        uses: MINUTES,
    },
    Living {
        account: "gorse-overage",
        preset: "credits-overage",
        name: "Gorse Labs B.V.",
        country: "NL",
        method: "visa",
        top_up: "10",
        settings: bare,
        plans: &[],
        uses: MINUTES,
    },
    Living {
        account: "hazel-seats",
        preset: "seat-invoiced",
        name: "Hazel Sitze GmbH",
        country: "DE",
        method: "visa",
        top_up: "",
        settings: bare,
        plans: &[("seat", 8), ("workspace", 1)],
        uses: CHATS,
    },
    Living {
        account: "iris-overdue",
        preset: "seat-invoiced",
        name: "Iris Interim S.A.",
        country: "FR",
        method: "visa-decline",
        top_up: "",
        settings: bare,
        plans: &[("seat", 3)],
        uses: CHATS,
    },
    Living {
        account: "juniper-phones",
        preset: "seat-plan-credit",
        name: "Juniper Phones SARL",
        country: "FR",
        method: "visa",
        top_up: "50",
        settings: recharged,
        plans: &[("business", 5), ("number_local", 5)],
        uses: TALK,
    },
    Living {
        account: "kale-agents",
        preset: "seat-plan-credit",
        name: "Kale Agents SRL",
        country: "BE",
        method: "mastercard",
        top_up: "30",
        settings: recharged,
        plans: &[("smart", 2), ("voice_agents", 1)],
        uses: TALK,
    },
];

/// A host that is asked.
struct Asking<'a> {
    agent: Agent,
    address: &'a str,
    stop: &'a AtomicBool,
}

/// Makes them, unless told to stop. `false` where it was.
pub(crate) fn load(address: &str, key: &str, stop: &AtomicBool) -> Outcome<bool> {
    let asking = Asking { agent: agent(key), address, stop };
    let now = Timestamp::now();
    let start = Timestamp::from_second((now.as_second() / DAY_S - DAYS) * DAY_S)?;
    asking.post("test-clock", &json!({"now": start.to_string()}))?;
    for living in ACCOUNTS {
        asking.open(living, start)?;
    }
    for day in 0..=DAYS {
        if day == DAYS - TOLD_DAYS {
            asking.listen()?;
        }
        for hour in [9, 13, 17] {
            let time = start + SignedDuration::from_hours(24 * day + hour);
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            if time < now {
                asking.until(time)?;
                asking.used(time, (day * 24 + hour).unsigned_abs())?;
            }
        }
        if day % 9 == 8 {
            println!("  {} of {DAYS} days", day + 1);
        }
    }
    asking.until(Timestamp::now())?;
    asking.leave()?;
    Ok(true)
}

/// Usage goes on, now and then, until told to stop.
pub(crate) fn go_on(address: &str, key: &str, stop: &AtomicBool) {
    let asking = Asking { agent: agent(key), address, stop };
    let mut turn = 0_u64;
    while !stop.load(Ordering::Relaxed) {
        let living = &ACCOUNTS[(turn as usize) % ACCOUNTS.len()];
        // Whoever is suspended is refused, as he should be; a server that has ended ends this, too.
        drop(asking.use_one(living, Timestamp::now(), turn));
        turn += 1;
        let begun = Instant::now();
        while begun.elapsed() < PACE && !stop.load(Ordering::Relaxed) {
            sleep(TICK * 5);
        }
    }
}

impl Asking<'_> {
    fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        post(&self.agent, &format!("{}v1/{path}", self.address), &body.to_string())
    }

    fn open(&self, living: &Living, start: Timestamp) -> Outcome {
        let file = crate::outcome::root().join(format!("core/presets/{}.json", living.preset));
        let rulebook: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
        let digest = self.post("rulebooks", &rulebook)?["digest"].clone();
        let customer = json!({"name": living.name, "business": true, "country": living.country, "street": "1 Sample Street", "city": "Sampleton", "postcode": "10001"});
        let time = start.to_string();
        let open =
            json!({"account": living.account, "time": time, "settings": (living.settings)(), "customer": customer});
        self.post("accounts", &json!({"rulebook": digest, "open": open}))?;
        let card =
            json!({"type": "card", "method": living.method, "brand": "Visa", "last4": "4242", "expires": "2031-12"});
        let mut events =
            vec![json!({"type": "method_added", "id": "card", "time": time, "method": card, "default": true})];
        if !living.top_up.is_empty() {
            events.push(json!({"type": "top_up", "id": "first", "time": time, "amount": living.top_up, "method": living.method}));
        }
        for (plan, quantity) in living.plans {
            events.push(json!({"type": "subscribed", "id": format!("take.{plan}"), "time": time, "subscription": plan, "plan": plan, "quantity": quantity}));
        }
        self.post(&format!("accounts/{}/events", living.account), &json!({"events": events, "atomic": true}))?;
        Ok(())
    }

    /// The time goes on until what was due by then is done.
    fn until(&self, time: Timestamp) -> Outcome {
        self.post("test-clock", &json!({"now": time.to_string()}))?;
        let begun = Instant::now();
        loop {
            let mut told = self.agent.get(format!("{}v1/test-clock", self.address)).call()?;
            let told: Value = serde_json::from_str(&told.body_mut().read_to_string()?)?;
            if told.get("goal").is_none() || self.stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("time does not pass: {told}").into());
            }
            sleep(TICK);
        }
    }

    fn used(&self, time: Timestamp, turn: u64) -> Outcome {
        for living in ACCOUNTS {
            self.use_one(living, time, turn)?;
        }
        Ok(())
    }

    /// A usage of one of its products, more on some days and less on others; where service is suspended there is none.
    fn use_one(&self, living: &Living, time: Timestamp, turn: u64) -> Outcome {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let (product, unit, most, destination) = living.uses[(turn as usize) % living.uses.len()];
        let spread = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(living.account.len() as u64) >> 33;
        let quantity = 1 + spread % most / 3;
        let id = format!("u.{}.{}", time.as_millisecond(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut usage =
            json!({"id": id, "time": time.to_string(), "product": product, "unit": unit, "quantity": quantity});
        if !destination.is_empty() {
            usage["destination"] = json!(destination);
        }
        if living.account == RUNS_OUT {
            // Told by a meter afterwards: whoever is asked before is denied what he cannot pay, and never runs out.
            usage["type"] = json!("usage");
            self.post(&format!("accounts/{}/events", living.account), &json!({"events": [usage]}))?;
        } else {
            self.post(&format!("accounts/{}/spend", living.account), &json!({"usage": usage}))?;
        }
        Ok(())
    }

    /// The host's inbox is told what happens from now on.
    fn listen(&self) -> Outcome {
        let url = format!("{}v1/webhooks/inbox", self.address);
        let told = self.agent.put(&url).content_type("application/json").send(r#"{"url": "inbox:"}"#)?;
        if told.status().is_success() { Ok(()) } else { Err(format!("PUT {url}: {}", told.status()).into()) }
    }

    /// The tenant lives in real time from here on.
    fn leave(&self) -> Outcome {
        let url = format!("{}v1/test-clock", self.address);
        let told = self.agent.delete(&url).call()?;
        if told.status().is_success() { Ok(()) } else { Err(format!("DELETE {url}: {}", told.status()).into()) }
    }
}
