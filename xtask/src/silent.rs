//! What a panic would say. The file has nowhere to say it: a panic is a trap, in every runtime. So the functions that make
//! the message are emptied down to the trap, and what only they need goes with them.

use crate::outcome::Outcome;
use std::collections::BTreeSet;
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, Function, Module};
use wasmparser::{FunctionBody, KnownCustom, Name, Parser, Payload};

/// Parts of the names, as they are mangled, of what the standard library ends with and does not come back from.
/// The last is what a panic tells values by; nothing else may (clippy's `use_debug`).
const LAST_WORDS: [&str; 13] = [
    "4core9panicking",
    "3std9panicking",
    "17rust_begin_unwind",
    "13expect_failed",
    "13unwrap_failed",
    "16slice_index_fail",
    "16slice_error_fail",
    "17len_mismatch_fail",
    "13assert_failed",
    "7raw_vec12handle_error",
    "17capacity_overflow",
    "18handle_alloc_error",
    "5Debug3fmt",
];

/// The same module, whose panics trap at once.
pub(crate) fn silenced(wasm: &[u8]) -> Outcome<Vec<u8>> {
    let (mut imported, mut last, mut known) = (0, BTreeSet::new(), BTreeSet::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => imported = imports.count(),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(names) = section.as_known() else { continue };
                for kind in names {
                    let Name::Function(functions) = kind? else { continue };
                    for function in functions {
                        let function = function?;
                        if let Some(word) = LAST_WORDS.iter().find(|word| function.name.contains(**word)) {
                            last.insert(function.index);
                            known.insert(*word);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    // Another toolchain may have other names.
    if let Some(word) = LAST_WORDS.iter().find(|word| !known.contains(*word)) {
        return Err(format!("no function has `{word}` in its name: what panics call is named otherwise now").into());
    }
    let mut module = Module::new();
    Silenced { next: imported, last }.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// Writes a module anew.
struct Silenced {
    /// The index of the function that comes next.
    next: u32,
    last: BTreeSet<u32>,
}

impl Reencode for Silenced {
    type Error = Infallible;

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), Error> {
        let function = self.next;
        self.next += 1;
        if !self.last.contains(&function) {
            return utils::parse_function_body(self, code, body);
        }
        let mut trap = Function::new([]);
        trap.instructions().unreachable().end();
        code.function(&trap);
        Ok(())
    }
}
