//! A module taken apart: its code, which imports its memory, and the memory that it begins with.
//!
//! Code is compiled once. A memory image is a module of data alone, which compiles in no time and which the pool maps copy
//! on write: so a rulebook that was prepared once is there in every fresh instance, and nothing of one call is in another.
//! What the JavaScript door imports is a trap in the code itself, so that an instance needs nothing but its memory.

use super::EngineError;
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ExportKind, ExportSection, Function, FunctionSection, ImportSection,
    Instruction, MemorySection, MemoryType, Module, RawSection, SectionId,
};
use wasmparser::{DataKind, ExternalKind, Operator, Parser, Payload, TypeRef};

/// What zero pages are told by.
const CHUNK: usize = 4096;
const PAGE: u64 = 65_536;

pub(super) struct Split {
    /// The code; its one import is `memory`.
    pub(super) code: Vec<u8>,
    /// Exports of globals that the code can change, which are no part of an image.
    pub(super) globals: Vec<String>,
    memory: MemoryType,
    data: Vec<(u64, Vec<u8>)>,
}

fn unlike(what: &str) -> EngineError {
    EngineError::NotAnEngine(format!("it cannot be prepared: {what}"))
}

fn unreadable(error: wasmparser::BinaryReaderError) -> EngineError {
    unlike(&error.to_string())
}

impl Split {
    pub(super) fn new(wasm: &[u8]) -> Result<Self, EngineError> {
        let (mut code, mut imported, mut globals, mut data) = (Module::new(), Vec::new(), Vec::new(), Vec::new());
        let mut memory = None;
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.map_err(unreadable)? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let TypeRef::Func(kind) = import.map_err(unreadable)?.ty else {
                            return Err(unlike("it imports more than functions"));
                        };
                        imported.push(kind);
                    }
                }
                Payload::MemorySection(section) => {
                    for one in section {
                        let one = one.map_err(unreadable)?;
                        if memory.is_some() || one.memory64 || one.shared || one.page_size_log2.is_some() {
                            return Err(unlike("its memory is of another kind"));
                        }
                        memory = Some(one);
                    }
                }
                _ => {}
            }
        }
        let memory = memory.ok_or_else(|| unlike("it has no memory of its own"))?;
        let memory: MemoryType = memory.into();
        let mut imports = ImportSection::new();
        imports.import("image", "memory", memory);
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload.map_err(unreadable)?;
            match &payload {
                Payload::TypeSection(section) => {
                    raw(&mut code, SectionId::Type, &wasm[section.range()]);
                    code.section(&imports);
                }
                Payload::FunctionSection(section) => {
                    let mut functions = FunctionSection::new();
                    imported.iter().for_each(|kind| {
                        functions.function(*kind);
                    });
                    for kind in section.clone() {
                        functions.function(kind.map_err(unreadable)?);
                    }
                    code.section(&functions);
                }
                Payload::GlobalSection(section) => {
                    for (place, global) in section.clone().into_iter().enumerate() {
                        if global.map_err(unreadable)?.ty.mutable {
                            globals.push(place as u32);
                        }
                    }
                    raw(&mut code, SectionId::Global, &wasm[section.range()]);
                }
                Payload::ExportSection(section) => {
                    let mut exports = ExportSection::new();
                    for export in section.clone() {
                        let export = export.map_err(unreadable)?;
                        exports.export(export.name, kind(export.kind)?, export.index);
                    }
                    for global in &globals {
                        exports.export(&global_name(*global), ExportKind::Global, *global);
                    }
                    code.section(&exports);
                }
                Payload::TableSection(section) => raw(&mut code, SectionId::Table, &wasm[section.range()]),
                Payload::ElementSection(section) => raw(&mut code, SectionId::Element, &wasm[section.range()]),
                Payload::CodeSectionStart { count, range, .. } => {
                    code.section(&RawSection {
                        id: SectionId::Code as u8,
                        data: &bodies(&wasm[range.clone()], *count, imported.len())?,
                    });
                }
                Payload::DataSection(section) => {
                    for one in section.clone() {
                        let one = one.map_err(unreadable)?;
                        data.push((offset(&one.kind)?, one.data.to_vec()));
                    }
                }
                Payload::StartSection { .. } => return Err(unlike("something in it runs by itself")),
                Payload::TagSection(_) => return Err(unlike("it throws")),
                _ => {}
            }
        }
        let globals = globals.into_iter().map(global_name).collect();
        Ok(Self { code: code.finish(), globals, memory, data })
    }

    /// The memory that the module itself begins with.
    pub(super) fn first_image(&self) -> Vec<u8> {
        image(self.memory, self.data.iter().map(|(at, bytes)| (*at, &**bytes)))
    }

    /// A memory as it is now.
    pub(super) fn image_of(&self, bytes: &[u8]) -> Vec<u8> {
        let memory = MemoryType { minimum: bytes.len() as u64 / PAGE, ..self.memory };
        image(memory, runs(bytes))
    }
}

fn raw(module: &mut Module, id: SectionId, data: &[u8]) {
    module.section(&RawSection { id: id as u8, data });
}

fn global_name(place: u32) -> String {
    format!("__image_global_{place}")
}

fn kind(kind: ExternalKind) -> Result<ExportKind, EngineError> {
    match kind {
        ExternalKind::Func => Ok(ExportKind::Func),
        ExternalKind::Table => Ok(ExportKind::Table),
        ExternalKind::Memory => Ok(ExportKind::Memory),
        ExternalKind::Global => Ok(ExportKind::Global),
        _ => Err(unlike("it exports what it cannot")),
    }
}

/// As many traps as there were imports, then the bodies as they are: every function keeps its number.
fn bodies(section: &[u8], count: u32, traps: usize) -> Result<Vec<u8>, EngineError> {
    let mut added = CodeSection::new();
    for _ in 0..traps {
        let mut body = Function::new([]);
        body.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
        added.function(&body);
    }
    let skip = |bytes: &[u8]| bytes.iter().take_while(|byte| **byte & 0x80 != 0).count() + 1;
    let many = u32::try_from(traps).ok().and_then(|traps| count.checked_add(traps));
    let mut all = Vec::new();
    wasm_encoder::Encode::encode(&many.ok_or_else(|| unlike("it has too many functions"))?, &mut all);
    let mut encoded = Vec::new();
    wasm_encoder::Encode::encode(&added, &mut encoded);
    // Both begin with how many they are; what is encoded begins with its length before that.
    let encoded = &encoded[skip(&encoded)..];
    all.extend_from_slice(&encoded[skip(encoded)..]);
    all.extend_from_slice(&section[skip(section)..]);
    Ok(all)
}

fn offset(kind: &DataKind<'_>) -> Result<u64, EngineError> {
    if let DataKind::Active { memory_index: 0, offset_expr } = kind
        && let Ok(Operator::I32Const { value }) = offset_expr.get_operators_reader().read()
    {
        return Ok(u64::from(value as u32));
    }
    Err(unlike("its data lies nowhere yet"))
}

/// A module of a memory alone.
fn image<'d>(memory: MemoryType, data: impl Iterator<Item = (u64, &'d [u8])>) -> Vec<u8> {
    let (mut memories, mut exports, mut segments) = (MemorySection::new(), ExportSection::new(), DataSection::new());
    memories.memory(memory);
    exports.export("memory", ExportKind::Memory, 0);
    for (at, bytes) in data {
        segments.active(0, &ConstExpr::i32_const(at as u32 as i32), bytes.iter().copied());
    }
    let mut module = Module::new();
    module.section(&memories).section(&exports).section(&segments);
    module.finish()
}

/// What is not zero, in as few pieces as may be.
fn runs(bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let is_zero = |chunk: &[u8]| chunk.iter().all(|byte| *byte == 0);
        let chunks = |from: usize| bytes[from..].chunks(CHUNK);
        let begin = at + chunks(at).take_while(|chunk| is_zero(chunk)).map(<[u8]>::len).sum::<usize>();
        at = begin + chunks(begin).take_while(|chunk| !is_zero(chunk)).map(<[u8]>::len).sum::<usize>();
        (begin < at).then(|| (begin as u64, &bytes[begin..at]))
    })
}
