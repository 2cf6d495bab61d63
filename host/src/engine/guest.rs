//! One call into the guest by the raw ABI: `alloc`, a call, and the answer copied out. The instance is dropped with whatever it
//! did, so nothing it was given is freed by hand, but where its memory becomes an image.

use super::bounds::Bounds;
use super::{EngineError, Limits};
use std::ops::RangeInclusive;
use wasmtime::{Engine, Instance, InstancePre, Memory, Module, Store, Trap, TypedFunc, Val};

/// The tables of the raw ABI that this host reads (see `wasm/README.md`).
const ABI_VERSIONS: RangeInclusive<u32> = 1..=2;
const EXPORTS: [&str; 5] = ["memory", "version", "alloc", "call", "free"];

pub(super) fn check_exports(module: &Module) -> Result<(), EngineError> {
    for name in EXPORTS {
        if module.get_export(name).is_none() {
            return Err(EngineError::NotAnEngine(format!("it does not export `{name}`")));
        }
    }
    Ok(())
}

/// Handle; verb, call and rows by place and length.
type ColumnsWith = (u32, u32, u32, u32, u32, u32, u32);

/// What a call is made of; rows go to the door of columns.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub(super) verb: &'a str,
    pub(super) json: &'a [u8],
    pub(super) rows: Option<&'a [u8]>,
}

impl Inputs<'_> {
    pub(super) fn bytes(&self) -> usize {
        self.json.len().saturating_add(self.rows.map_or(0, <[u8]>::len))
    }
}

pub(super) fn run(
    engine: &Engine,
    ready: &InstancePre<Bounds>,
    limits: Limits,
    inputs: Inputs<'_>,
) -> Result<Vec<u8>, EngineError> {
    let mut store = Store::new(engine, Bounds::new(limits.memory_max, 1));
    store.limiter(|bounds| bounds);
    limits.fuel(&mut store, inputs.bytes())?;
    let instance = ready.instantiate(&mut store).map_err(|error| stopped(&store, &error))?;
    Guest::new(store, instance)?.ask(None, inputs, limits.bytes_max)
}

impl Limits {
    /// What a call of so many bytes may use.
    pub(super) fn fuel(&self, store: &mut Store<Bounds>, bytes: usize) -> Result<(), EngineError> {
        let fuel = self.fuel_base.saturating_add(self.fuel_per_byte.saturating_mul(bytes as u64));
        store.set_fuel(fuel).map_err(|error| stopped(store, &error))
    }
}

pub(super) struct Guest {
    pub(super) store: Store<Bounds>,
    pub(super) instance: Instance,
    pub(super) memory: Memory,
}

impl Guest {
    fn new(mut store: Store<Bounds>, instance: Instance) -> Result<Self, EngineError> {
        let memory =
            instance.get_memory(&mut store, "memory").ok_or(EngineError::BadAnswer("`memory` is no memory"))?;
        let mut guest = Self { store, instance, memory };
        let version: TypedFunc<(), u32> = guest.function("version")?;
        match version.call(&mut guest.store, ()).map_err(|error| stopped(&guest.store, &error))? {
            version if ABI_VERSIONS.contains(&version) => Ok(guest),
            _ => Err(EngineError::BadAnswer("its raw ABI is of another version")),
        }
    }

    /// One call, whole or without what a handle keeps.
    pub(super) fn ask(mut self, handle: Option<u32>, inputs: Inputs<'_>, most: usize) -> Result<Vec<u8>, EngineError> {
        let (verb, json) = (self.place(inputs.verb.as_bytes())?, self.place(inputs.json)?);
        let rows = inputs.rows.map(|rows| self.place(rows)).transpose()?;
        let answer = match (handle, rows) {
            (None, None) => {
                let call: TypedFunc<(u32, u32, u32, u32), u64> = self.function("call")?;
                call.call(&mut self.store, (verb.0, verb.1, json.0, json.1))
            }
            (None, Some(rows)) => {
                let columns: TypedFunc<(u32, u32, u32, u32, u32, u32), u64> = self.function("columns")?;
                columns.call(&mut self.store, (verb.0, verb.1, json.0, json.1, rows.0, rows.1))
            }
            (Some(handle), None) => {
                let call: TypedFunc<(u32, u32, u32, u32, u32), u64> = self.function("call_with")?;
                call.call(&mut self.store, (handle, verb.0, verb.1, json.0, json.1))
            }
            (Some(handle), Some(rows)) => {
                let columns: TypedFunc<ColumnsWith, u64> = self.function("columns_with")?;
                columns.call(&mut self.store, (handle, verb.0, verb.1, json.0, json.1, rows.0, rows.1))
            }
        };
        let answer = answer.map_err(|error| stopped(&self.store, &error))?;
        self.take((answer >> 32) as u32, answer as u32, most)
    }

    /// Prepares a rulebook: its handle, or 0, and the answer. What was handed over is given back.
    pub(super) fn prepare(&mut self, check: &[u8], most: usize) -> Result<(u32, Vec<u8>), EngineError> {
        let json = self.place(check)?;
        let prepare: TypedFunc<(u32, u32), u64> = self.function("prepare")?;
        let block = prepare.call(&mut self.store, json).map_err(|error| stopped(&self.store, &error))?;
        let block = ((block >> 32) as u32, block as u32);
        let answer = self.take(block.0, block.1, most)?;
        let free: TypedFunc<(u32, u32), ()> = self.function("free")?;
        for (place, length) in [json, block] {
            free.call(&mut self.store, (place, length)).map_err(|error| stopped(&self.store, &error))?;
        }
        let (handle, answer) = answer.split_first_chunk::<4>().ok_or(EngineError::BadAnswer("it is no block"))?;
        Ok((u32::from_le_bytes(*handle), answer.to_vec()))
    }

    /// What these globals hold, as text.
    pub(super) fn globals(&mut self, names: &[String]) -> Vec<Option<String>> {
        let mut value = |name: &String| -> Option<Val> {
            let global = self.instance.get_global(&mut self.store, name)?;
            Some(global.get(&mut self.store))
        };
        names.iter().map(|name| value(name).map(|value| format!("{value:?}"))).collect()
    }

    /// All of its memory.
    pub(super) fn memory(&self) -> &[u8] {
        self.memory.data(&self.store)
    }

    fn function<P: wasmtime::WasmParams, R: wasmtime::WasmResults>(
        &mut self,
        name: &str,
    ) -> Result<TypedFunc<P, R>, EngineError> {
        self.instance
            .get_typed_func(&mut self.store, name)
            .map_err(|_| EngineError::BadAnswer("an export has another signature than the raw ABI's"))
    }

    /// Copies bytes into memory that the guest has allotted.
    fn place(&mut self, bytes: &[u8]) -> Result<(u32, u32), EngineError> {
        let length = u32::try_from(bytes.len()).map_err(|_| EngineError::CallTooLong(bytes.len()))?;
        let alloc: TypedFunc<u32, u32> = self.function("alloc")?;
        let place = alloc.call(&mut self.store, length).map_err(|error| stopped(&self.store, &error))?;
        if place == 0 {
            return Err(EngineError::Memory);
        }
        let outside = |_| EngineError::BadAnswer("`alloc` gave a place outside its memory");
        self.memory.write(&mut self.store, place as usize, bytes).map_err(outside)?;
        Ok((place, length))
    }

    /// Copies the answer out, wherever the guest says it lies.
    fn take(&self, place: u32, length: u32, most: usize) -> Result<Vec<u8>, EngineError> {
        if length as usize > most {
            return Err(EngineError::BadAnswer("it is longer than the limit"));
        }
        let memory = self.memory.data(&self.store);
        let end = (place as usize).checked_add(length as usize);
        let bytes = end.and_then(|end| memory.get(place as usize..end));
        bytes.map(<[u8]>::to_vec).ok_or(EngineError::BadAnswer("it lies outside the guest's memory"))
    }
}

/// A trap's reason without addresses or memory content. Fuel comes first: it ends even a guest that goes on asking
/// for memory it does not get.
pub(super) fn stopped(store: &Store<Bounds>, error: &wasmtime::Error) -> EngineError {
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => EngineError::OutOfFuel,
        _ if store.data().memory_refused() => EngineError::Memory,
        Some(trap) => EngineError::Trap(trap.to_string()),
        None => EngineError::Trap(error.root_cause().to_string()),
    }
}
