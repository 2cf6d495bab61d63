//! The reader takes for JSON exactly what `serde_json` takes for JSON, wherever in a call it stands and whatever else is wrong
//! there. Three exceptions, each on purpose: nesting deeper than 128 is refused, so is half a surrogate pair (no text has
//! one), and what a number means is for whoever reads it: `1e999` is JSON. A key that stands twice is a problem of the call,
//! and JSON all the same.
//!
//! `LAW_CASES` says how many texts each law is held against; `cargo xtask fuzz` goes on for as long as it is told.

use counterfoil_core::ledger::Rules;
use counterfoil_core::rule::Rule;
use counterfoil_core::{call, wire};
use counterfoil_tests::cases;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::de::IgnoredAny;
use serde_json::Value;
use std::sync::LazyLock;

const DEPTH_MAX: usize = 128;
const VERBS: [&str; 5] = ["check", "rate", "apply", "authorize", "spend"];

/// Calls of the contract, so that what is mutated is mostly read by its type.
static CALLS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    // What no verb reads may be anything.
    let read = |case: &cases::Case| case.call.len() < 3_000 && !case.name.contains("unknown_verb");
    cases::all().into_iter().filter(read).map(|case| (case.verb, case.call)).collect()
});

fn space() -> impl Strategy<Value = String> {
    prop_oneof![8 => Just(String::new()), 1 => select(vec![" ", "\n", "\t", "\r\n", "  \n "]).prop_map(String::from)]
}

fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-z_0-9 ]{0,9}",
        2 => select(vec!["\\n", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r", "\\t", "\\u0041", "\\u00e4", "\\ud83d\\ude00", "é", "😀", "\u{7f}"])
            .prop_map(String::from),
        1 => select(vec!["\\x", "\\u12", "\\ud800", "\\udc00", "\\ud800\\n", "\\ud800\\u0041", "\u{1}", "\n", "\"", "\\u00G0", "\\u+123", "\\"])
            .prop_map(String::from),
    ];
    let known = select(vec![
        "rulebook", "usage", "events", "state", "open", "type", "id", "time", "name", "rates", "as_of", "requests",
        "quantity",
    ]);
    prop_oneof![
        3 => vec(piece, 0..4).prop_map(|pieces| format!("\"{}\"", pieces.concat())),
        2 => known.prop_map(|known| format!("\"{known}\"")),
    ]
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<i64>().prop_map(|number| number.to_string()),
        4 => "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,9})?([eE][+-]?[0-9]{1,4})?",
        1 => select(vec!["-", "01", "1.", ".5", "+1", "1e", "1e+", "-01", "0x1", "1_0", "Infinity", "NaN", "-0", "1E400", "00"])
            .prop_map(String::from),
    ]
}

/// A text that is mostly JSON.
fn json() -> impl Strategy<Value = String> {
    let word = select(vec!["true", "false", "null", "nul", "True", "tru e"]).prop_map(String::from);
    let leaf = prop_oneof![4 => string(), 3 => number(), 2 => word];
    leaf.prop_recursive(6, 48, 6, |inner| {
        let item =
            (space(), inner, space()).prop_map(|(before, inner, after)| format!("{before}{inner}{after}")).boxed();
        let field = (space(), string(), space(), item.clone())
            .prop_map(|(before, key, between, value)| format!("{before}{key}{between}:{value}"));
        prop_oneof![
            vec(item, 0..6).prop_map(|items| format!("[{}]", items.join(","))),
            vec(field, 0..6).prop_map(|fields| format!("{{{}}}", fields.join(","))),
        ]
    })
}

/// The same deep within others, around the bound.
fn deep() -> impl Strategy<Value = String> {
    (json(), 118..132_usize, any::<bool>()).prop_map(|(json, depth, lists)| {
        let (open, close) = if lists { ("[", "]") } else { ("{\"a\":", "}") };
        format!("{}{json}{}", open.repeat(depth), close.repeat(depth))
    })
}

/// A verb and its call.
fn calls() -> impl Strategy<Value = (String, Vec<u8>)> {
    let verb = || select(VERBS.to_vec()).prop_map(String::from);
    prop_oneof![
        4 => (verb(), json()).prop_map(|(verb, json)| (verb, json.into_bytes())),
        1 => (verb(), deep()).prop_map(|(verb, json)| (verb, json.into_bytes())),
        4 => any::<Index>().prop_map(|place| {
            let (verb, call) = place.get(&CALLS);
            (verb.clone(), call.clone().into_bytes())
        }),
    ]
}

#[derive(Clone, Debug)]
enum Change {
    Remove(Index, usize),
    Insert(Index, u8),
    Replace(Index, u8),
    /// What stands there stands somewhere else as well.
    Copy(Index, Index, usize),
    End(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let byte = || select(b"{}[]\",:\\/ \n\t01239-+.eEtfnu\x00\x1f\x7f\xc3\xa4\xff\xed".to_vec());
    prop_oneof![
        2 => (any::<Index>(), 1..6_usize).prop_map(|(at, many)| Change::Remove(at, many)),
        3 => (any::<Index>(), byte()).prop_map(|(at, byte)| Change::Insert(at, byte)),
        3 => (any::<Index>(), byte()).prop_map(|(at, byte)| Change::Replace(at, byte)),
        1 => (any::<Index>(), any::<Index>(), 1..20_usize).prop_map(|(from, to, many)| Change::Copy(from, to, many)),
        1 => any::<Index>().prop_map(Change::End),
    ]
}

fn changed(mut text: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes.iter().filter(|_| !text.is_empty()).cloned().collect::<Vec<_>>() {
        if text.is_empty() {
            break;
        }
        let long = text.len();
        match change {
            Change::Remove(at, many) => drop(text.drain(at.index(long)..(at.index(long) + many).min(long))),
            Change::Insert(at, byte) => text.insert(at.index(long + 1), byte),
            Change::Replace(at, byte) => text[at.index(long)] = byte,
            Change::Copy(from, to, many) => {
                let copied = text[from.index(long)..(from.index(long) + many).min(long)].to_vec();
                let to = to.index(long + 1);
                text.splice(to..to, copied);
            }
            Change::End(at) => text.truncate(at.index(long)),
        }
    }
    text
}

/// Is it JSON, to `serde_json`? `None` where it nests too deep for us.
fn plain(bytes: &[u8]) -> Option<bool> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some(false) };
    // It passes over the value: no bound of numbers, none of depth, and no look at surrogates.
    if serde_json::from_str::<IgnoredAny>(text).is_err() {
        return Some(false);
    }
    let (mut depth, mut deepest, mut quoted) = (0_usize, 0, false);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let mut long = letter.len_utf8();
        match letter {
            '"' => quoted = !quoted,
            '\\' => match unit(rest) {
                Some(0xdc00..0xe000) => return Some(false),
                Some(0xd800..0xdc00) if !matches!(unit(&rest[6..]), Some(0xdc00..0xe000)) => return Some(false),
                Some(0xd800..0xdc00) => long = 12,
                Some(_) => long = 6,
                None => long = 2,
            },
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        deepest = deepest.max(depth);
        rest = &rest[long..];
    }
    (deepest <= DEPTH_MAX).then_some(true)
}

/// What an escape in hexadecimal says.
fn unit(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

/// The code of the problem that ends the reading.
fn ended(verb: &str, input: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(&call(verb, input)).expect("an answer is JSON");
    let codes =
        answer["problems"].as_array().into_iter().flatten().map(|problem| problem["code"].as_str().expect("a code"));
    codes.filter(|code| code.starts_with("json_")).map(str::to_owned).next()
}

/// What a string says, controls included, which no text of the contract has.
struct Said(String);

impl wire::Decode for Said {
    fn blank() -> Self {
        Self(String::new())
    }
    fn decode(reader: &mut wire::Reader<'_>) -> wire::Read<Self> {
        Ok(reader.text("a string")?.map(|said| Self(said.into_owned())))
    }
}

fn times() -> u32 {
    std::env::var("LAW_CASES").map_or(512, |times| times.parse().expect("a number of cases"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(times()))]

    /// A call is JSON to the reader where it is JSON to `serde_json`.
    #[test]
    fn json_is_what_others_take_for_json((verb, text) in calls(), changes in vec(change(), 0..3)) {
        let text = changed(text, &changes);
        let found = ended(&verb, &text);
        let shown = String::from_utf8_lossy(&text);
        match plain(&text) {
            Some(true) => prop_assert_eq!(found, None, "{}: {}", verb, shown),
            Some(false) => prop_assert!(found.is_some(), "{verb}: {shown}"),
            None => prop_assert_eq!(found.as_deref(), Some("json_depth"), "{}: {}", verb, shown),
        }
    }

    /// A string says the same to both.
    #[test]
    fn strings_say_what_they_say_to_others(text in string(), changes in vec(change(), 0..2)) {
        let text = changed(text.into_bytes(), &changes);
        let theirs: Option<String> = serde_json::from_slice(&text).ok();
        let ours: Option<String> = wire::from_bytes::<Said>(&text).ok().map(|said| said.0);
        prop_assert_eq!(ours, theirs, "{}", String::from_utf8_lossy(&text));
    }

    /// A list that never changes is written as any other, whatever was written before it and however much.
    #[test]
    fn a_constant_list_is_written_as_any_other(places in vec(0_usize..6, 0..3_000)) {
        const LISTS: [&[Rule]; 3] = [&[Rule::CreditGrant, Rule::OveragePaidFirst], &[], &[Rule::CreditGrant]];
        let list = |place: usize| LISTS[place % LISTS.len()];
        let constant = |place: usize| if place < LISTS.len() { Rules::from(list(place)) } else { list(place).to_vec().into() };
        let mixed: Vec<Rules> = places.iter().copied().map(constant).collect();
        let plain: Vec<Vec<Rule>> = places.iter().map(|place| list(*place).to_vec()).collect();
        prop_assert_eq!(wire::to_bytes(&mixed), wire::to_bytes(&plain));
    }
}
