//! A rulebook in the memory that every instance begins with.

use super::bounds::Bounds;
use super::guest::{Guest, Inputs, stopped};
use super::split::Split;
use super::{Engine, EngineError, Limits, Reply, answer, compiled, config, hex, not_an_engine};
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::sync::Arc;
use wasmtime::{
    Enabled, Extern, Instance, InstanceAllocationStrategy, InstancePre, Linker, Module, PoolConcurrencyLimitError,
    PoolingAllocationConfig, Store,
};

/// Instances at one time. A slot is address space until it is used.
const SLOTS: u32 = 256;
/// Of what a call has touched, so much is written back rather than given back and faulted in again.
const RESIDENT_MAX: usize = 4 << 20;
const TABLE_ELEMENTS: usize = 20_000;

/// The engine's code with its memory apart, for prepared rulebooks.
pub(super) struct Pool {
    engine: wasmtime::Engine,
    code: Module,
    split: Split,
}

/// Where instances begin: the code, and a memory image.
struct Ready {
    code: Module,
    image: InstancePre<Bounds>,
    limits: Limits,
}

/// A rulebook that was read, checked, hashed and indexed once. Every call has a fresh instance of its own, which begins with it.
pub struct Snapshot {
    ready: Ready,
    handle: u32,
    engine: Arc<str>,
}

impl Pool {
    pub(super) fn new(wasm: &[u8], limits: Limits, cache: Option<&Path>) -> Result<Self, EngineError> {
        let split = Split::new(wasm)?;
        let mut pool = PoolingAllocationConfig::default();
        pool.total_core_instances(2 * SLOTS)
            .total_memories(SLOTS)
            .total_tables(4 * SLOTS)
            .max_tables_per_module(4)
            .max_memory_size(limits.memory_max)
            .table_elements(TABLE_ELEMENTS)
            .max_unused_warm_slots(SLOTS)
            .linear_memory_keep_resident(RESIDENT_MAX)
            .table_keep_resident(RESIDENT_MAX);
        if PoolingAllocationConfig::is_pagemap_scan_available() {
            pool.pagemap_scan(Enabled::Yes);
        }
        let mut pooled = config(limits);
        pooled
            .memory_guaranteed_dense_image_size(limits.memory_max as u64)
            .allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
        // Without so much address space each instance has a memory of its own: slower, and the same.
        let engine = wasmtime::Engine::new(&pooled).or_else(|_| wasmtime::Engine::new(&config(limits)));
        let engine = engine.map_err(not_an_engine)?;
        let code = compiled(&engine, &split.code, &hex(&Sha256::digest(&split.code)), cache)?;
        Ok(Self { engine, code, split })
    }

    fn ready(&self, image: &[u8], limits: Limits) -> Result<Ready, EngineError> {
        let image = Module::new(&self.engine, image).map_err(not_an_engine)?;
        let image = Linker::new(&self.engine).instantiate_pre(&image).map_err(not_an_engine)?;
        Ok(Ready { code: self.code.clone(), image, limits })
    }

    /// The rulebook of a call of `check`, or its refusal.
    pub(super) fn prepare(
        &self,
        limits: Limits,
        check: &[u8],
        digest: &str,
    ) -> Result<Result<Snapshot, Reply>, EngineError> {
        let mut guest = self.ready(&self.split.first_image(), limits)?.guest(check.len())?;
        let before = guest.globals(&self.split.globals);
        let (handle, answer) = guest.prepare(check, limits.bytes_max)?;
        let answer = answer::accept(answer, digest)?;
        if handle == 0 {
            return Ok(Err(answer));
        }
        if guest.globals(&self.split.globals) != before {
            return Err(EngineError::NotAnEngine("it cannot be prepared: more than its memory has changed".into()));
        }
        let ready = self.ready(&self.split.image_of(guest.memory()), limits)?;
        Ok(Ok(Snapshot { ready, handle, engine: digest.into() }))
    }
}

impl Ready {
    /// A fresh instance with fuel for so many bytes.
    fn guest(&self, bytes: usize) -> Result<Guest, EngineError> {
        let engine = self.code.engine();
        let mut store = Store::new(engine, Bounds::new(self.limits.memory_max, 2));
        store.limiter(|bounds| bounds);
        self.limits.fuel(&mut store, bytes)?;
        let image = self.image.instantiate(&mut store).map_err(|error| full(&store, &error))?;
        let memory = image.get_memory(&mut store, "memory").ok_or(EngineError::BadAnswer("`memory` is no memory"))?;
        let instance = Instance::new(&mut store, &self.code, &[Extern::Memory(memory)]);
        let instance = instance.map_err(|error| full(&store, &error))?;
        Ok(Guest { store, instance, memory })
    }
}

fn full(store: &Store<Bounds>, error: &wasmtime::Error) -> EngineError {
    if error.is::<PoolConcurrencyLimitError>() { EngineError::Busy } else { stopped(store, error) }
}

impl Snapshot {
    /// Answers a call that leaves out its `rulebook`: the bytes of the whole call.
    ///
    /// # Errors
    /// As [`Engine::call`].
    pub fn call(&self, verb: &str, rest: &[u8]) -> Result<Reply, EngineError> {
        answer::accept(self.run(Inputs { verb, json: rest, rows: None })?, &self.engine)
    }

    /// The same with usages in columns.
    ///
    /// # Errors
    /// As [`Engine::call_columns`].
    pub fn call_columns(&self, verb: &str, rest: &[u8], rows: &[u8]) -> Result<(Reply, Vec<i64>), EngineError> {
        let block = self.run(Inputs { verb, json: rest, rows: Some(rows) })?;
        let (json, amounts) = answer::block(&block)?;
        Ok((answer::accept(json, &self.engine)?, amounts))
    }

    fn run(&self, inputs: Inputs<'_>) -> Result<Vec<u8>, EngineError> {
        let limits = self.ready.limits;
        if inputs.bytes() > limits.bytes_max {
            return Err(EngineError::CallTooLong(inputs.bytes()));
        }
        self.ready.guest(inputs.bytes())?.ask(Some(self.handle), inputs, limits.bytes_max)
    }
}

impl Engine {
    /// Prepares a rulebook, given as `check` takes it; where it is not sound, the answer of `check` says why. The first call
    /// compiles the engine's code anew.
    ///
    /// # Errors
    /// As [`Engine::call`]; `NotAnEngine` of an engine that is older than handles.
    pub fn prepare(&self, check: &[u8]) -> Result<Result<Snapshot, Reply>, EngineError> {
        if check.len() > self.limits.bytes_max {
            return Err(EngineError::CallTooLong(check.len()));
        }
        self.pool()?.prepare(self.limits, check, &self.digest)
    }
}
