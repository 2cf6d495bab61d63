//! A rulebook in the memory that every instance begins with.

use super::bounds::Bounds;
use super::guest::{Guest, Inputs, stopped};
use super::split::Split;
use super::{Base, Engine, EngineError, Limits, Reply, answer, compiled, hex, not_an_engine};
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::sync::Arc;
use wasmtime::{Extern, Instance, InstancePre, Linker, Module, Store};

/// The engine's code with its memory apart, for prepared rulebooks.
pub(super) struct Code {
    module: Module,
    split: Split,
}

/// Where instances begin: the code, and a memory image.
pub(super) struct Ready {
    code: Module,
    image: InstancePre<Bounds>,
    limits: Limits,
    room: (u32, u32),
}

/// Room that instances have for what most calls say: one entry into the guest less.
const ROOM: u32 = 16 << 10;

/// A rulebook that was read, checked, hashed and indexed once. Every call has a fresh instance of its own, which begins with it.
pub struct Snapshot {
    ready: Ready,
    handle: u32,
    engine: Arc<str>,
}

impl Code {
    pub(super) fn new(engine: &wasmtime::Engine, wasm: &[u8], cache: Option<&Path>) -> Result<Self, EngineError> {
        let split = Split::new(wasm)?;
        let module = compiled(engine, &split.code, &hex(&Sha256::digest(&split.code)), cache)?;
        Ok(Self { module, split })
    }

    /// Instances of the file as it is, but that they have memory at hand.
    pub(super) fn first(&self, limits: Limits) -> Result<Ready, EngineError> {
        let mut guest = self.ready(&self.split.first_image(), limits, (0, 0))?.guest(0)?;
        guest.check_version()?;
        let before = guest.globals(&self.split.globals);
        self.image_of(guest, &before, limits)
    }

    /// Instances that begin where this one stands.
    fn image_of(&self, mut guest: Guest, globals: &[Option<String>], limits: Limits) -> Result<Ready, EngineError> {
        let room = (guest.allot(ROOM)?, ROOM);
        if guest.globals(&self.split.globals) != globals {
            return Err(EngineError::NotAnEngine("it cannot be prepared: more than its memory has changed".into()));
        }
        self.ready(&self.split.image_of(guest.memory()), limits, room)
    }

    fn ready(&self, image: &[u8], limits: Limits, room: (u32, u32)) -> Result<Ready, EngineError> {
        let engine = self.module.engine();
        let image = Module::new(engine, image).map_err(not_an_engine)?;
        let image = Linker::new(engine).instantiate_pre(&image).map_err(not_an_engine)?;
        Ok(Ready { code: self.module.clone(), image, limits, room })
    }

    /// The rulebook of a call of `check`, or its refusal.
    fn prepare(&self, first: &Ready, check: &[u8], digest: &str) -> Result<Result<Snapshot, Reply>, EngineError> {
        let limits = first.limits;
        let mut guest = first.guest(check.len())?;
        let before = guest.globals(&self.split.globals);
        let (handle, answer) = guest.prepare(check, limits.bytes_max)?;
        let answer = answer::accept(&answer, digest)?;
        if handle == 0 {
            return Ok(Err(answer));
        }
        let ready = self.image_of(guest, &before, limits)?;
        Ok(Ok(Snapshot { ready, handle, engine: digest.into() }))
    }
}

impl Ready {
    /// A fresh instance with fuel for so many bytes.
    pub(super) fn guest(&self, bytes: usize) -> Result<Guest, EngineError> {
        let engine = self.code.engine();
        let mut store = Store::new(engine, Bounds::new(self.limits.memory_max, 2));
        store.limiter(|bounds| bounds);
        self.limits.fuel(&mut store, bytes)?;
        let image = self.image.instantiate(&mut store).map_err(|error| stopped(&store, &error))?;
        let memory = image.get_memory(&mut store, "memory").ok_or(EngineError::BadAnswer("`memory` is no memory"))?;
        let instance = Instance::new(&mut store, &self.code, &[Extern::Memory(memory)]);
        let instance = instance.map_err(|error| stopped(&store, &error))?;
        Ok(Guest { store, instance, memory, room: self.room, time_max: self.limits.time_max })
    }
}

impl Snapshot {
    /// Answers a call that leaves out its `rulebook`: the bytes of the whole call.
    ///
    /// # Errors
    /// As [`Engine::call`].
    pub fn call(&self, verb: &str, rest: &[u8]) -> Result<Reply, EngineError> {
        let inputs = Inputs { verb, json: rest, rows: None };
        answer::accept(self.guest(inputs)?.ask(Some(self.handle), inputs, self.ready.limits.bytes_max)?, &self.engine)
    }

    /// The same with usages in columns.
    ///
    /// # Errors
    /// As [`Engine::call_columns`].
    pub fn call_columns(&self, verb: &str, rest: &[u8], rows: &[u8]) -> Result<(Reply, Vec<i64>), EngineError> {
        let inputs = Inputs { verb, json: rest, rows: Some(rows) };
        let mut guest = self.guest(inputs)?;
        let (json, amounts) = answer::block(guest.ask(Some(self.handle), inputs, self.ready.limits.bytes_max)?)?;
        Ok((answer::accept(json, &self.engine)?, amounts))
    }

    fn guest(&self, inputs: Inputs<'_>) -> Result<Guest, EngineError> {
        self.ready.guest(self.ready.limits.bytes(inputs)?)
    }
}

impl Engine {
    /// Prepares a rulebook, given as `check` takes it; where it is not sound, the answer of `check` says why.
    ///
    /// # Errors
    /// As [`Engine::call`]; `NotAnEngine` of an engine that is older than handles.
    pub fn prepare(&self, check: &[u8]) -> Result<Result<Snapshot, Reply>, EngineError> {
        if check.len() > self.limits.bytes_max {
            return Err(EngineError::CallTooLong(check.len()));
        }
        match &self.base {
            Base::Apart(code, first) => code.prepare(first, check, &self.digest),
            Base::Whole(_, why) => Err(why.clone()),
        }
    }
}
