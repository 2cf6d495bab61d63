//! One call into the guest by the raw ABI: `alloc`, a call, and the answer read where it lies. The instance is dropped with whatever
//! it did, so nothing it was given is freed by hand, but where its memory becomes an image.

use super::bounds::Bounds;
use super::{EngineError, Limits};
use crate::tally::CALLS;
use std::ops::RangeInclusive;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};
use wasmtime::{Engine, Instance, InstancePre, Memory, Module, PoolConcurrencyLimitError, Store, Trap, TypedFunc, Val};

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

impl Limits {
    /// How long a call is, unless it is longer than it may be.
    pub(super) fn bytes(&self, inputs: Inputs<'_>) -> Result<usize, EngineError> {
        let bytes = inputs.json.len().saturating_add(inputs.rows.map_or(0, <[u8]>::len));
        if bytes > self.bytes_max { Err(EngineError::CallTooLong(bytes)) } else { Ok(bytes) }
    }

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
    /// Memory that was allotted when the instance's image was taken: place and length.
    pub(super) room: (u32, u32),
    /// Longest that a call may take.
    pub(super) time_max: Duration,
}

/// Fuel that is gone in seconds.
const SHORT: u64 = 8_000_000_000;
/// Fuel between two looks at the clock: some tenth of a second.
const SLICE: u64 = 200_000_000;

/// The future's outcome; none where its time was over before.
fn in_slices<T>(future: impl Future<Output = T>, until: Instant) -> Option<T> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(done) => return Some(done),
            Poll::Pending if Instant::now() > until => return None,
            Poll::Pending => {}
        }
    }
}

impl Guest {
    /// A fresh instance of a module as it is, with fuel for so many bytes.
    pub(super) fn of(
        engine: &Engine,
        ready: &InstancePre<Bounds>,
        limits: Limits,
        bytes: usize,
    ) -> Result<Self, EngineError> {
        let mut store = Store::new(engine, Bounds::new(limits.memory_max, 1));
        store.limiter(|bounds| bounds);
        limits.fuel(&mut store, bytes)?;
        let instance = ready.instantiate(&mut store).map_err(|error| stopped(&store, &error))?;
        let memory =
            instance.get_memory(&mut store, "memory").ok_or(EngineError::BadAnswer("`memory` is no memory"))?;
        Ok(Self { store, instance, memory, room: (0, 0), time_max: limits.time_max })
    }

    /// Of an instance that begins with an image this was asked when that was taken.
    pub(super) fn check_version(&mut self) -> Result<(), EngineError> {
        let version: TypedFunc<(), u32> = self.function("version")?;
        match version.call(&mut self.store, ()).map_err(|error| stopped(&self.store, &error))? {
            version if ABI_VERSIONS.contains(&version) => Ok(()),
            _ => Err(EngineError::BadAnswer("its raw ABI is of another version")),
        }
    }

    /// One call, whole or without what a handle keeps. The answer is where the guest has put it.
    pub(super) fn ask(&mut self, handle: Option<u32>, inputs: Inputs<'_>, most: usize) -> Result<&[u8], EngineError> {
        let asked = self.asked(handle, inputs, most);
        CALLS.ended(asked.as_ref().err());
        asked
    }

    fn asked(&mut self, handle: Option<u32>, inputs: Inputs<'_>, most: usize) -> Result<&[u8], EngineError> {
        let [verb, json, rows] = self.place([inputs.verb.as_bytes(), inputs.json, inputs.rows.unwrap_or_default()])?;
        let rows = inputs.rows.map(|_| rows);
        let answer = match (handle, rows) {
            (None, None) => {
                let call: TypedFunc<(u32, u32, u32, u32), u64> = self.function("call")?;
                self.run(&call, (verb.0, verb.1, json.0, json.1))
            }
            (None, Some(rows)) => {
                let columns: TypedFunc<(u32, u32, u32, u32, u32, u32), u64> = self.function("columns")?;
                self.run(&columns, (verb.0, verb.1, json.0, json.1, rows.0, rows.1))
            }
            (Some(handle), None) => {
                let call: TypedFunc<(u32, u32, u32, u32, u32), u64> = self.function("call_with")?;
                self.run(&call, (handle, verb.0, verb.1, json.0, json.1))
            }
            (Some(handle), Some(rows)) => {
                let columns: TypedFunc<ColumnsWith, u64> = self.function("columns_with")?;
                self.run(&columns, (handle, verb.0, verb.1, json.0, json.1, rows.0, rows.1))
            }
        };
        let answer = answer?;
        self.given((answer >> 32) as u32, answer as u32, most)
    }

    /// Runs a function of the guest's. What a short call may use is gone in seconds, whatever it does; the time of a long one is
    /// looked at between slices of its fuel.
    fn run<P: wasmtime::WasmParams + Sync + 'static, R: wasmtime::WasmResults + Sync + 'static>(
        &mut self,
        function: &TypedFunc<P, R>,
        with: P,
    ) -> Result<R, EngineError> {
        let fuel = self.store.get_fuel().unwrap_or_default();
        let run = if fuel <= SHORT {
            function.call(&mut self.store, with)
        } else {
            let until = Instant::now() + self.time_max;
            let sliced = self.store.fuel_async_yield_interval(Some(SLICE));
            sliced.map_err(|error| stopped(&self.store, &error))?;
            match in_slices(function.call_async(&mut self.store, with), until) {
                Some(run) => run,
                None => return Err(EngineError::TooLong),
            }
        };
        run.map_err(|error| stopped(&self.store, &error))
    }

    /// Prepares a rulebook: its handle, or 0, and the answer. What was handed over is given back.
    pub(super) fn prepare(&mut self, check: &[u8], most: usize) -> Result<(u32, Vec<u8>), EngineError> {
        let [json] = self.place([check])?;
        let prepare: TypedFunc<(u32, u32), u64> = self.function("prepare")?;
        let block = self.run(&prepare, json)?;
        let block = ((block >> 32) as u32, block as u32);
        let answer = self.given(block.0, block.1, most)?.to_vec();
        if json.1 > self.room.1 {
            self.free(json.0, json.1)?;
        }
        self.free(block.0, block.1)?;
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

    /// Copies texts into memory that the guest has allotted, one behind the other: where each lies, and its length.
    fn place<const N: usize>(&mut self, texts: [&[u8]; N]) -> Result<[(u32, u32); N], EngineError> {
        let bytes = texts.iter().fold(0_usize, |sum, text| sum.saturating_add(text.len()));
        let length = u32::try_from(bytes).map_err(|_| EngineError::CallTooLong(bytes))?;
        let place = if length <= self.room.1 { self.room.0 } else { self.allot(length)? };
        let memory = self.memory.data_mut(&mut self.store);
        let room = memory.get_mut(place as usize..).and_then(|memory| memory.get_mut(..bytes));
        let mut room = room.ok_or(EngineError::BadAnswer("`alloc` gave a place outside its memory"))?;
        let mut next = place;
        Ok(texts.map(|text| {
            let (to, behind) = std::mem::take(&mut room).split_at_mut(text.len());
            to.copy_from_slice(text);
            room = behind;
            // Within the room, and so within what a place can say.
            let here = (next, text.len() as u32);
            next += here.1;
            here
        }))
    }

    /// Memory of the guest's that is the host's.
    pub(super) fn allot(&mut self, length: u32) -> Result<u32, EngineError> {
        let alloc: TypedFunc<u32, u32> = self.function("alloc")?;
        let place = self.run(&alloc, length)?;
        if place == 0 { Err(EngineError::Memory) } else { Ok(place) }
    }

    /// Gives memory back.
    pub(super) fn free(&mut self, place: u32, length: u32) -> Result<(), EngineError> {
        let free: TypedFunc<(u32, u32), ()> = self.function("free")?;
        self.run(&free, (place, length))
    }

    /// The answer, wherever the guest says it lies.
    fn given(&self, place: u32, length: u32, most: usize) -> Result<&[u8], EngineError> {
        if length as usize > most {
            return Err(EngineError::BadAnswer("it is longer than the limit"));
        }
        let memory = self.memory.data(&self.store);
        let end = (place as usize).checked_add(length as usize);
        end.and_then(|end| memory.get(place as usize..end))
            .ok_or(EngineError::BadAnswer("it lies outside the guest's memory"))
    }
}

/// A trap's reason without addresses or memory content. Fuel comes first: it ends even a guest that goes on asking
/// for memory it does not get.
pub(super) fn stopped(store: &Store<Bounds>, error: &wasmtime::Error) -> EngineError {
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => EngineError::OutOfFuel,
        _ if store.data().memory_refused() => EngineError::Memory,
        Some(trap) => EngineError::Trap(trap.to_string()),
        None if error.is::<PoolConcurrencyLimitError>() => EngineError::Busy,
        None => EngineError::Trap(error.root_cause().to_string()),
    }
}
