//! The raw door: functions over linear memory, documented as a table in `wasm/README.md`. Those of its version 2 are in
//! [`crate::handles`].
//!
//! Symbols are exported on WebAssembly only: a native library that exports `free` would shadow the C allocator's.

use std::slice;

/// Version of this table of functions. It moves when a signature or an ownership rule does, never with the contract.
pub const ABI_VERSION: u32 = 2;

/// The version of the raw ABI.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn version() -> u32 {
    ABI_VERSION
}

/// Room for `len` bytes, zeroed, owned by the host until it calls [`free`]. Null when there is no such room.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn alloc(len: usize) -> *mut u8 {
    let mut room: Vec<u8> = Vec::new();
    if room.try_reserve_exact(len).is_err() {
        return std::ptr::null_mut();
    }
    room.resize(len, 0);
    Box::into_raw(room.into_boxed_slice()).cast()
}

/// Gives back what [`alloc`] or [`call`] handed out.
///
/// # Safety
/// `ptr` and `len` are exactly as handed out, and are given back once.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub unsafe extern "C" fn free(ptr: *mut u8, len: usize) {
    // SAFETY: both were made from a boxed slice of this length, and the caller gives up its only claim.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(ptr, len)) });
}

/// One call of the contract. The answer is `ptr << 32 | len`; the host frees it, and the two it passed in.
///
/// # Safety
/// Both pairs name memory handed out by [`alloc`] and filled by the host.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub unsafe extern "C" fn call(verb_ptr: *const u8, verb_len: usize, json_ptr: *const u8, json_len: usize) -> u64 {
    // SAFETY: the caller vouches for both pairs, and nothing writes to them during the call.
    let (verb, json) = unsafe { (given(verb_ptr, verb_len), given(json_ptr, json_len)) };
    // A verb that is not UTF-8 is no verb of the contract: the core refuses it as any other unknown word.
    handed_out(counterfoil_core::call(&String::from_utf8_lossy(verb), json))
}

/// One call with usages in columns. The answer is `ptr << 32 | len` of a block as [`crate::columns`] has it; the host frees
/// it, and the three it passed in.
///
/// # Safety
/// All pairs name memory handed out by [`alloc`] and filled by the host.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub unsafe extern "C" fn columns(
    verb_ptr: *const u8,
    verb_len: usize,
    json_ptr: *const u8,
    json_len: usize,
    rows_ptr: *const u8,
    rows_len: usize,
) -> u64 {
    // SAFETY: the caller vouches for all pairs, and nothing writes to them during the call.
    let [verb, json, rows] =
        [(verb_ptr, verb_len), (json_ptr, json_len), (rows_ptr, rows_len)].map(|(ptr, len)| unsafe { given(ptr, len) });
    handed_out(crate::columns::answer(&String::from_utf8_lossy(verb), json, &[rows]))
}

/// What the host has written.
///
/// # Safety
/// The pair names memory handed out by [`alloc`] and filled by the host, and nothing writes to it during the call.
pub(crate) unsafe fn given<'g>(ptr: *const u8, len: usize) -> &'g [u8] {
    // SAFETY: the caller vouches for it.
    unsafe { slice::from_raw_parts(ptr, len) }
}

/// Memory that is the host's until it frees it, as `ptr << 32 | len`.
pub(crate) fn handed_out(answer: Vec<u8>) -> u64 {
    let answer = answer.into_boxed_slice();
    let len = answer.len();
    let ptr = Box::into_raw(answer).cast::<u8>();
    (ptr as usize as u64) << 32 | len as u64
}
