//! One call into the guest by the raw ABI: `alloc`, `call` or `columns`, and the answer copied out. The instance is dropped
//! with whatever it did, so nothing it was given is ever freed by hand.

use super::bounds::Bounds;
use super::{EngineError, Limits};
use wasmtime::{Engine, Instance, InstancePre, Memory, Module, Store, Trap, TypedFunc};

/// The table of the raw ABI that this host reads (see `wasm/README.md`).
const ABI_VERSION: u32 = 1;
const EXPORTS: [&str; 5] = ["memory", "version", "alloc", "call", "free"];

pub(super) fn check_exports(module: &Module) -> Result<(), EngineError> {
    for name in EXPORTS {
        if module.get_export(name).is_none() {
            return Err(EngineError::NotAnEngine(format!("it does not export `{name}`")));
        }
    }
    Ok(())
}

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
    let mut store = Store::new(engine, Bounds::new(limits.memory_max));
    store.limiter(|bounds| bounds);
    let fuel = limits.fuel_base.saturating_add(limits.fuel_per_byte.saturating_mul(inputs.bytes() as u64));
    store.set_fuel(fuel).map_err(|error| stopped(&store, &error))?;
    let instance = ready.instantiate(&mut store).map_err(|error| stopped(&store, &error))?;
    let mut guest = Guest::new(store, instance)?;
    let (verb, json) = (guest.place(inputs.verb.as_bytes())?, guest.place(inputs.json)?);
    let answer = match inputs.rows {
        None => {
            let call: TypedFunc<(u32, u32, u32, u32), u64> = guest.function("call")?;
            call.call(&mut guest.store, (verb.0, verb.1, json.0, json.1))
        }
        Some(rows) => {
            let rows = guest.place(rows)?;
            let columns: TypedFunc<(u32, u32, u32, u32, u32, u32), u64> = guest.function("columns")?;
            columns.call(&mut guest.store, (verb.0, verb.1, json.0, json.1, rows.0, rows.1))
        }
    };
    let answer = answer.map_err(|error| stopped(&guest.store, &error))?;
    guest.take((answer >> 32) as u32, answer as u32, limits.bytes_max)
}

struct Guest {
    store: Store<Bounds>,
    instance: Instance,
    memory: Memory,
}

impl Guest {
    fn new(mut store: Store<Bounds>, instance: Instance) -> Result<Self, EngineError> {
        let memory =
            instance.get_memory(&mut store, "memory").ok_or(EngineError::BadAnswer("`memory` is no memory"))?;
        let mut guest = Self { store, instance, memory };
        let version: TypedFunc<(), u32> = guest.function("version")?;
        match version.call(&mut guest.store, ()).map_err(|error| stopped(&guest.store, &error))? {
            ABI_VERSION => Ok(guest),
            _ => Err(EngineError::BadAnswer("its raw ABI is of another version")),
        }
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
fn stopped(store: &Store<Bounds>, error: &wasmtime::Error) -> EngineError {
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => EngineError::OutOfFuel,
        _ if store.data().memory_refused() => EngineError::Memory,
        Some(trap) => EngineError::Trap(trap.to_string()),
        None => EngineError::Trap(error.root_cause().to_string()),
    }
}
