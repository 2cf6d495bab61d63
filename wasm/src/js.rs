//! The JavaScript door: JSON as UTF-8 in, JSON text out.
//!
//! It hands over the core's bytes as text; `wasm/npm` stamps the digest on them. The object API is that package's too: it
//! writes an object as JSON by itself, since a value that crosses into the file key by key costs more than its whole call.
//! So few functions of JavaScript are imported, and a host of another language has few to define.

use crate::{columns, raw};
use counterfoil_core::wire;
use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// One call.
#[wasm_bindgen(js_name = callBytes)]
pub fn call_bytes(verb: &str, json: &[u8]) -> String {
    // The core writes UTF-8 by contract; anything else would only ever show a fault of ours.
    String::from_utf8(counterfoil_core::call(verb, json)).unwrap_throw()
}

/// One call with usages in columns, which gives a block of `columns`.
#[wasm_bindgen(js_name = callColumns)]
pub fn call_columns(
    verb: &str,
    json: &[u8],
    quantity: Option<Box<[u8]>>,
    time: Option<Box<[u8]>>,
    kind: Option<Box<[u8]>>,
) -> Uint8Array {
    let pieces = [quantity, time, kind];
    let pieces: Vec<&[u8]> = pieces.iter().flatten().map(|piece| &**piece).collect();
    Uint8Array::new_from_slice(&columns::answer(verb, json, &pieces))
}

/// What this file is and how much of a call it reads, as an object.
#[wasm_bindgen]
pub fn about() -> JsValue {
    let about = About {
        contract: counterfoil_core::CONTRACT,
        abi: raw::ABI_VERSION,
        limits: Limits { depth: wire::DEPTH_MAX, problems: wire::PROBLEMS_MAX },
    };
    // Texts and small numbers: JavaScript has all of them.
    serde_wasm_bindgen::to_value(&about).unwrap_or(JsValue::UNDEFINED)
}

#[derive(Serialize)]
struct About {
    contract: &'static str,
    abi: u32,
    limits: Limits,
}

/// The core's own bounds.
#[derive(Serialize)]
struct Limits {
    /// Arrays and objects in one another.
    depth: u16,
    /// Problems that are listed one by one.
    problems: usize,
}
