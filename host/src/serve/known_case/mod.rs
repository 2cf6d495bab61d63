//! A case whose price is known: a host whose engine prices it otherwise is not ready, whatever else works. It is one of
//! `tests/cases/rules/peers_prices.json`.

use crate::tally::BROKEN;
use crate::{Engine, EngineError};

const VERB: &str = "rate";
const CALL: &[u8] = include_bytes!("call.json");
/// To the byte, but for the engine's digest, which is in front.
const ANSWER: &[u8] = include_bytes!("answer.json");
/// Where the contract's version is, in any answer.
const CONTRACT: &[u8] = b"\"contract\":\"2\"";

/// Is it priced as it has always been? An engine of another contract may say it in other words: it has to answer.
pub(crate) fn holds(engine: &Engine) -> Result<bool, EngineError> {
    let reply = engine.call(VERB, CALL)?;
    let stamp = format!("{{\"engine\":\"{}\",", engine.digest());
    let said = reply.bytes.strip_prefix(stamp.as_bytes()).unwrap_or_default();
    let same = said == ANSWER.get(1..).unwrap_or_default() || !said.starts_with(CONTRACT) && !said.is_empty();
    if !same {
        BROKEN.known_case.one();
        tracing::error!("the engine prices a known case otherwise");
    }
    Ok(same)
}

#[cfg(test)]
mod tests {
    use super::{ANSWER, CALL, CONTRACT, holds};
    use crate::Engine;
    use serde_json::Value;

    #[test]
    fn the_case_is_one_of_the_cases_and_this_engine_prices_it_so() {
        let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/cases/rules/peers_prices.json");
        let cases: Value = serde_json::from_slice(&std::fs::read(cases).expect("the cases")).expect("JSON");
        let name = "rating.graduated/applies: 25 in tiers to 10, 20";
        let cases = cases["cases"].as_array().expect("a list");
        let case = cases.iter().find(|case| case["name"] == name).expect("the case");
        let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).expect("JSON");
        assert_eq!(read(CALL)["usage"], case["call"]["usage"]);
        assert_eq!(read(CALL)["rulebook"]["rates"], case["call"]["rulebook"]["rates"]);
        assert_eq!(read(ANSWER)["answer"]["total"], case["answer"]["total"]);
        assert!(ANSWER.get(1..).expect("an answer").starts_with(CONTRACT));
        assert!(holds(&Engine::embedded().expect("the engine")).expect("an answer"));
    }
}
