//! Handles, for both doors: rulebooks that are prepared and accounts that are open in this instance.
//!
//! The raw half is version 2 of the table in `wasm/README.md`; it takes and gives memory as [`crate::raw`] does. Where a
//! handle is made, the answer is a block, little endian: the handle in 32 bits, 0 where none was made; the JSON.

use crate::{columns, raw};
use counterfoil_core::Handles;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    static OPEN: RefCell<Handles> = const { RefCell::new(Handles::new()) };
}

fn with<T>(ask: impl FnOnce(&mut Handles) -> T) -> T {
    OPEN.with_borrow_mut(ask)
}

fn block((handle, json): (u32, Vec<u8>)) -> Vec<u8> {
    [&handle.to_le_bytes(), &*json].concat()
}

/// Prepares the rulebook of a call of `check`. A block.
///
/// # Safety
/// As [`raw::call`].
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub unsafe extern "C" fn prepare(json_ptr: *const u8, json_len: usize) -> u64 {
    // SAFETY: the caller vouches for the pair.
    let json = unsafe { raw::given(json_ptr, json_len) };
    raw::handed_out(block(with(|handles| handles.prepare(json))))
}

/// Opens an account under a prepared rulebook. A block.
///
/// # Safety
/// As [`raw::call`].
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub unsafe extern "C" fn open(rulebook: u32, json_ptr: *const u8, json_len: usize) -> u64 {
    // SAFETY: the caller vouches for the pair.
    let json = unsafe { raw::given(json_ptr, json_len) };
    raw::handed_out(block(with(|handles| handles.open(rulebook, json))))
}

/// One call that leaves out what the handle keeps.
///
/// # Safety
/// As [`raw::call`].
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub unsafe extern "C" fn call_with(
    handle: u32,
    verb_ptr: *const u8,
    verb_len: usize,
    json_ptr: *const u8,
    json_len: usize,
) -> u64 {
    // SAFETY: the caller vouches for both pairs.
    let (verb, json) = unsafe { (raw::given(verb_ptr, verb_len), raw::given(json_ptr, json_len)) };
    let verb = String::from_utf8_lossy(verb);
    raw::handed_out(with(|handles| handles.call(handle, &verb, json)))
}

/// The same with usages in columns. A block of [`crate::columns`].
///
/// # Safety
/// As [`raw::columns`].
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub unsafe extern "C" fn columns_with(
    handle: u32,
    verb_ptr: *const u8,
    verb_len: usize,
    json_ptr: *const u8,
    json_len: usize,
    rows_ptr: *const u8,
    rows_len: usize,
) -> u64 {
    // SAFETY: the caller vouches for all pairs.
    let [verb, json, rows] = [(verb_ptr, verb_len), (json_ptr, json_len), (rows_ptr, rows_len)]
        .map(|(ptr, len)| unsafe { raw::given(ptr, len) });
    let verb = String::from_utf8_lossy(verb);
    raw::handed_out(columns::block(with(|handles| handles.call_columns(handle, &verb, json, &[rows]))))
}

/// An account's state, as an answer.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn state(account: u32) -> u64 {
    raw::handed_out(with(|handles| handles.state(account)))
}

/// Closes a handle: 0, or the answer that says why not.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn close(handle: u32) -> u64 {
    with(|handles| handles.close(handle)).map_or_else(raw::handed_out, |()| 0)
}

/// As `prepare`, for the package: the call as UTF-8.
#[wasm_bindgen(js_name = prepareBytes)]
pub fn prepare_bytes(json: &[u8]) -> Vec<u8> {
    block(with(|handles| handles.prepare(json)))
}

/// As `open`.
#[wasm_bindgen(js_name = openBytes)]
pub fn open_bytes(rulebook: u32, json: &[u8]) -> Vec<u8> {
    block(with(|handles| handles.open(rulebook, json)))
}

/// As `call_with`.
#[wasm_bindgen(js_name = callWith)]
pub fn call_with_bytes(handle: u32, verb: &str, json: &[u8]) -> String {
    text(with(|handles| handles.call(handle, verb, json)))
}

/// As `columns_with`.
#[wasm_bindgen(js_name = columnsWith)]
pub fn columns_with_bytes(
    handle: u32,
    verb: &str,
    json: &[u8],
    quantity: Option<Box<[u8]>>,
    time: Option<Box<[u8]>>,
    kind: Option<Box<[u8]>>,
) -> Vec<u8> {
    let pieces = [quantity, time, kind];
    let pieces: Vec<&[u8]> = pieces.iter().flatten().map(|piece| &**piece).collect();
    columns::block(with(|handles| handles.call_columns(handle, verb, json, &pieces)))
}

/// As `state`.
#[wasm_bindgen(js_name = stateOf)]
pub fn state_of(account: u32) -> String {
    text(with(|handles| handles.state(account)))
}

/// As `close`: empty, or the answer that says why not.
#[wasm_bindgen(js_name = closeHandle)]
pub fn close_handle(handle: u32) -> String {
    with(|handles| handles.close(handle)).map_or_else(text, |()| String::new())
}

/// The core writes UTF-8 by contract; a replacement character would only ever show a fault of ours.
fn text(answer: Vec<u8>) -> String {
    String::from_utf8(answer).unwrap_throw()
}
