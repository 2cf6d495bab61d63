//! The JavaScript door: JSON text as it is, or a plain object that is first written as the same JSON.
//!
//! Both give back the core's bytes as text. The glue in `wasm/npm` stamps the digest on them and parses the stamped
//! text for the object API, so that an object is always a reading of the very bytes every other door gives.

use crate::columns;
use crate::refusal::{Refusal, Refusals};
use crate::value;
use js_sys::JsString;
use wasm_bindgen::prelude::*;

/// JSON text in, JSON text out.
#[wasm_bindgen(js_name = callJson)]
pub fn call_json(verb: &JsValue, json: &JsValue) -> String {
    let mut refusals = Refusals::default();
    match (word(verb), json.dyn_ref::<JsString>().map(text)) {
        (verb, Some(Ok(json))) => call(&verb, json.as_bytes()),
        (_, Some(Err(refusal))) => {
            refusals.push("", &refusal);
            refusals.into_answer()
        }
        (_, None) => {
            refusals.push("", &Refusal::kind("a call that is not text", "pass JSON text, or use the object API"));
            refusals.into_answer()
        }
    }
}

/// The same with the text as UTF-8: how the package passes well-formed text, since its encoder is many times faster than
/// handing a text over, which JavaScript does letter by letter.
#[wasm_bindgen(js_name = callBytes)]
pub fn call_bytes(verb: &JsValue, json: &[u8]) -> String {
    call(&word(verb), json)
}

/// The object API: a plain object in, JSON text out.
#[wasm_bindgen(js_name = callObject)]
pub fn call_object(verb: &JsValue, input: JsValue) -> String {
    match value::to_json(input) {
        Ok(json) => call(&word(verb), json.as_bytes()),
        Err(refusals) => refusals.into_answer(),
    }
}

/// Usages in columns: a plain object and its columns in, a block of `columns` out.
#[wasm_bindgen(js_name = callColumns)]
pub fn call_columns(
    verb: &JsValue,
    input: JsValue,
    quantity: Option<Box<[u8]>>,
    time: Option<Box<[u8]>>,
    kind: Option<Box<[u8]>>,
) -> Vec<u8> {
    let pieces = [quantity, time, kind];
    let pieces: Vec<&[u8]> = pieces.iter().flatten().map(|piece| &**piece).collect();
    match value::to_json(input) {
        Ok(json) => columns::answer(&word(verb), json.as_bytes(), &pieces),
        Err(refusals) => columns::without_amounts(&refusals.into_answer()),
    }
}

/// What is not text is no verb: the empty word lets the core say so in its own words.
fn word(verb: &JsValue) -> String {
    verb.as_string().unwrap_or_default()
}

/// Text as Rust has it. JavaScript text may hold half a surrogate pair, which the conversion silently replaces.
pub(crate) fn text(js: &JsString) -> Result<String, Refusal> {
    let text = String::from(js);
    if text.contains('\u{fffd}') && !js.is_valid_utf16() {
        return Err(Refusal {
            code: "json_utf8",
            message: String::from("the text holds half of a surrogate pair"),
            help: "mend the text where it was cut; only whole Unicode characters can be sent",
        });
    }
    Ok(text)
}

fn call(verb: &str, json: &[u8]) -> String {
    // The core writes UTF-8 by contract; a replacement character would only ever show a fault of ours.
    String::from_utf8(counterfoil_core::call(verb, json)).unwrap_throw()
}
