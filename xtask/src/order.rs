//! The order of the file's functions: those of like code beside each other. What compresses the file finds the one in the
//! other, and nearer by; it is some 2 % of the file, and the same file to whoever runs it.

use crate::outcome::Outcome;
use std::cmp::Reverse;
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload};

/// Bytes that are compared at a time: an instruction or two.
const SPAN: usize = 3;

/// Spans that a function is known by. Of each of so many shuffles of all spans there are, it is the function's first.
const MARKS: usize = 384;

type Marks = [u32; MARKS];

/// The same module with its functions in another order.
pub(crate) fn ordered(wasm: &[u8]) -> Outcome<Vec<u8>> {
    let (mut imported, mut bodies) = (0_u32, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => imported = imports.count(),
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = order(&bodies);
    let mut place = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = imported + new as u32;
    }
    let mut module = Module::new();
    Moved { imported, order, place }.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// From the shortest on, always the one most like the last.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let marks: Vec<Marks> = bodies.iter().map(|body| marks(body)).collect();
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    left.sort_by_key(|function| Reverse(bodies[*function].len()));
    let mut order: Vec<usize> = left.pop().into_iter().collect();
    while let Some(last) = order.last().copied().filter(|_| !left.is_empty()) {
        let like = |function: usize| {
            let same = marks[function].iter().zip(&marks[last]).filter(|(one, other)| one == other).count();
            (same, Reverse(bodies[function].len().abs_diff(bodies[last].len())))
        };
        let next = (0..left.len()).max_by_key(|at| like(left[*at])).expect("some are left");
        order.push(left.remove(next));
    }
    order
}

fn marks(body: &[u8]) -> Marks {
    let mut marks = [u32::MAX; MARKS];
    for span in body.windows(SPAN) {
        let number = span.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        // A shuffle is a multiplication by an odd number; its upper half is the span's place.
        for (shuffle, first) in (0_u64..).zip(&mut marks) {
            let factor = shuffle.wrapping_mul(2).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            *first = (*first).min((number.wrapping_add(1).wrapping_mul(factor) >> 32) as u32);
        }
    }
    marks
}

/// Writes a module anew, each function at its new place.
struct Moved {
    imported: u32,
    /// The functions that the module defines, as they are to stand.
    order: Vec<usize>,
    /// The new index of each.
    place: Vec<u32>,
}

impl Reencode for Moved {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let own = function.checked_sub(self.imported).and_then(|own| self.place.get(own as usize));
        Ok(own.copied().unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let kinds = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for old in &self.order {
            functions.function(kinds[*old]);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, section: CodeSectionReader<'_>) -> Result<(), Error> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for old in self.order.clone() {
            self.parse_function_body(code, bodies[old].clone())?;
        }
        Ok(())
    }
}
