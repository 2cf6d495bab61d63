//! The engine in its sandbox: the artefact's own bytes, a fresh instance for every call, and no way out.
//!
//! Limits are part of the promise: memory, stack and fuel are bounded, no WASI exists, and the imports that belong
//! to the JavaScript door are defined as traps (the raw door never reaches them).

mod answer;
mod bounds;
mod cache;
mod guest;
mod pool;
mod prepared;
mod split;

pub use answer::{Reply, Status};
pub use prepared::Snapshot;

use bounds::Bounds;
use guest::{Guest, Inputs};
use prepared::{Code, Ready};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use wasmtime::{InstancePre, Linker, Module};

/// The file this host was built with: the same bytes that the npm package ships.
pub(crate) static EMBEDDED: &[u8] = include_bytes!("../../artefact/counterfoil.wasm");

/// What a call may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of linear memory.
    pub memory_max: usize,
    /// Bytes of stack.
    pub stack_max: usize,
    /// Fuel that every call has; about one for each WebAssembly instruction.
    pub fuel_base: u64,
    /// Fuel for each byte of input on top of it, since a batch of events is work of its own.
    pub fuel_per_byte: u64,
    /// Bytes of a call, and of an answer.
    pub bytes_max: usize,
    /// Longest that one call may take, whatever it has left.
    pub time_max: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_max: 512 << 20,
            stack_max: 512 << 10,
            fuel_base: 4_000_000_000,
            fuel_per_byte: 2_000,
            bytes_max: 128 << 20,
            time_max: Duration::from_secs(20),
        }
    }
}

/// Why there is no answer. A problem with the call is an answer; this is about the engine.
#[derive(Clone, Debug)]
pub enum EngineError {
    /// The file is not an engine: not WebAssembly, or without the raw door.
    NotAnEngine(String),
    /// The call is longer than the limit.
    CallTooLong(usize),
    /// The guest used up its fuel.
    OutOfFuel,
    /// The guest took longer than it may.
    TooLong,
    /// The guest wanted more memory than it may have.
    Memory,
    /// As many calls are answered as there may be at one time.
    Busy,
    /// The guest trapped: our fault, never the caller's.
    Trap(String),
    /// The guest gave something that is not an answer.
    BadAnswer(&'static str),
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnEngine(why) => write!(f, "not a Counterfoil engine: {why}"),
            Self::CallTooLong(bytes) => write!(f, "a call of {bytes} bytes is longer than the engine takes"),
            Self::OutOfFuel => f.write_str("the engine used up its fuel"),
            Self::TooLong => f.write_str("the engine took longer than it may"),
            Self::Memory => f.write_str("the engine wanted more memory than it may have"),
            Self::Busy => f.write_str("every instance of the engine is in use"),
            Self::Trap(why) => write!(f, "the engine trapped: {why}"),
            Self::BadAnswer(why) => write!(f, "the engine gave no answer: {why}"),
        }
    }
}

impl std::error::Error for EngineError {}

/// The artefact, compiled, and everything a call needs but its instance.
pub struct Engine {
    engine: wasmtime::Engine,
    base: Base,
    wasm: Arc<[u8]>,
    digest: String,
    limits: Limits,
}

/// What instances are made of.
enum Base {
    /// The code, and the memory it begins with: rulebooks can be prepared.
    Apart(Code, Ready),
    /// A file that cannot be taken apart, and why not. It answers whole calls.
    Whole(InstancePre<Bounds>, EngineError),
}

impl Engine {
    /// The engine this host was built with.
    ///
    /// # Errors
    /// As [`Engine::from_bytes`].
    pub fn embedded() -> Result<Self, EngineError> {
        Self::from_bytes(EMBEDDED, Limits::default(), None)
    }

    /// Any engine of this ABI: an older one recomputes an old bill to the byte. `cache` is a folder of ours for
    /// the compiled module.
    ///
    /// # Errors
    /// `NotAnEngine`.
    pub fn from_bytes(wasm: &[u8], limits: Limits, cache: Option<&Path>) -> Result<Self, EngineError> {
        let digest = hex(&Sha256::digest(wasm));
        let engine = pool::engine(limits)?;
        let apart = Code::new(&engine, wasm, cache).and_then(|code| {
            let first = code.first(limits)?;
            Ok((code, first))
        });
        let base = match apart {
            Ok((code, first)) => Base::Apart(code, first),
            Err(why) => Base::Whole(whole(&engine, wasm, &digest, cache)?, why),
        };
        Ok(Self { engine, base, wasm: wasm.into(), digest: format!("sha256:{digest}"), limits })
    }

    /// `sha256:` and the digest of the file: what every answer is stamped with.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The file itself, for whoever wants to compute what this engine computes.
    #[must_use]
    pub fn wasm(&self) -> Arc<[u8]> {
        Arc::clone(&self.wasm)
    }

    /// The contract's version is the engine's to say: any answer names it.
    ///
    /// # Errors
    /// As [`Engine::call`].
    pub fn contract(&self) -> Result<String, EngineError> {
        let Reply { bytes, .. } = self.call("", b"{}")?;
        let answer: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|_| EngineError::BadAnswer("it is not JSON"))?;
        Ok(answer["contract"].as_str().unwrap_or_default().to_owned())
    }

    /// Answers a call. The bytes are those of every other door.
    ///
    /// # Errors
    /// The engine gave no answer; nothing has changed anywhere.
    pub fn call(&self, verb: &str, json: &[u8]) -> Result<Reply, EngineError> {
        let inputs = Inputs { verb, json, rows: None };
        answer::accept(self.guest(inputs)?.ask(None, inputs, self.limits.bytes_max)?, &self.digest)
    }

    /// Answers a call with usages in columns: `rate` or `draft` as JSON, its rows as bytes (see `docs/columns.md`). Beside
    /// the answer of `rate` stands what each row adds, in units of the ledger's scale.
    ///
    /// # Errors
    /// As [`Engine::call`]; `BadAnswer` of an engine that is older than columns.
    pub fn call_columns(&self, verb: &str, json: &[u8], rows: &[u8]) -> Result<(Reply, Vec<i64>), EngineError> {
        let inputs = Inputs { verb, json, rows: Some(rows) };
        let mut guest = self.guest(inputs)?;
        let (json, amounts) = answer::block(guest.ask(None, inputs, self.limits.bytes_max)?)?;
        Ok((answer::accept(json, &self.digest)?, amounts))
    }

    fn guest(&self, inputs: Inputs<'_>) -> Result<Guest, EngineError> {
        let bytes = self.limits.bytes(inputs)?;
        match &self.base {
            Base::Apart(_, first) => first.guest(bytes),
            Base::Whole(ready, _) => {
                let mut guest = Guest::of(&self.engine, ready, self.limits, bytes)?;
                guest.check_version()?;
                Ok(guest)
            }
        }
    }
}

/// A module as it is; what belongs to the JavaScript door is a trap.
fn whole(
    engine: &wasmtime::Engine,
    wasm: &[u8],
    digest: &str,
    cache: Option<&Path>,
) -> Result<InstancePre<Bounds>, EngineError> {
    let module = compiled(engine, wasm, digest, cache)?;
    let mut linker = Linker::new(engine);
    linker.define_unknown_imports_as_traps(&module).map_err(not_an_engine)?;
    linker.instantiate_pre(&module).map_err(not_an_engine)
}

/// The compiled module, from our folder where it is there already.
fn compiled(engine: &wasmtime::Engine, wasm: &[u8], digest: &str, cache: Option<&Path>) -> Result<Module, EngineError> {
    let module = match cache {
        Some(folder) => cache::module(engine, wasm, digest, folder),
        None => Module::new(engine, wasm),
    };
    let module = module.map_err(not_an_engine)?;
    guest::check_exports(&module)?;
    Ok(module)
}

fn not_an_engine(error: wasmtime::Error) -> EngineError {
    EngineError::NotAnEngine(format!("{error:#}"))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
