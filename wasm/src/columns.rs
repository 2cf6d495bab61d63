//! Usages in columns, for both doors: rows in, amounts out, as bytes beside the JSON.
//!
//! An answer is one block, little endian: the length of the JSON and the number of amounts, 32 bits each; the amounts, 64
//! bits each; the JSON.

/// The core's answer as such a block.
pub(crate) fn answer(verb: &str, json: &[u8], rows: &[&[u8]]) -> Vec<u8> {
    block(counterfoil_core::call_columns(verb, json, rows))
}

/// A block of JSON and amounts.
pub(crate) fn block((json, amounts): (Vec<u8>, Vec<i64>)) -> Vec<u8> {
    let mut block = Vec::with_capacity(8 + 8 * amounts.len() + json.len());
    // Both fit: memory has 32 bits.
    block.extend((json.len() as u32).to_le_bytes());
    block.extend((amounts.len() as u32).to_le_bytes());
    block.extend(amounts.iter().flat_map(|amount| amount.to_le_bytes()));
    block.extend(json);
    block
}
