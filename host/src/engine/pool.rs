//! Where instances live: places in memory that are there already and were cleaned since the last call.
//!
//! A fresh memory for each call costs more than most calls do: it is mapped, every page of it is faulted in, and all is given
//! back again. In the pool a call begins with the module's own image, mapped copy on write, and of what it has touched so
//! much is written back as the next call will touch again.

use super::{EngineError, Limits, not_an_engine};
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

/// Instances at one time. A place is address space until it is used.
pub(super) const PLACES: u32 = 256;
/// Bytes of what a call has touched that are written back rather than given back and faulted in again. Each place that
/// calls have used at one time may keep so many.
const RESIDENT_MAX: usize = 32 << 20;
/// The same where Linux (before 6.7) cannot say what was touched, so that all of a memory is written back.
const RESIDENT_UNTOLD: usize = 4 << 20;
const TABLE_ELEMENTS: usize = 20_000;

/// A compiler, and the pool of what it compiles. Without so much address space each instance has a memory of its own: slower,
/// and the same.
pub(super) fn engine(limits: Limits) -> Result<Engine, EngineError> {
    let mut pooled = config(limits);
    pooled
        .memory_guaranteed_dense_image_size(limits.memory_max as u64)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool(limits)));
    Engine::new(&pooled).or_else(|_| Engine::new(&config(limits))).map_err(not_an_engine)
}

fn pool(limits: Limits) -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::default();
    pool.total_core_instances(2 * PLACES)
        .total_memories(PLACES)
        .total_tables(4 * PLACES)
        .max_tables_per_module(4)
        .max_memory_size(limits.memory_max)
        .table_elements(TABLE_ELEMENTS)
        .max_unused_warm_slots(PLACES)
        .linear_memory_keep_resident(RESIDENT_UNTOLD)
        .table_keep_resident(RESIDENT_UNTOLD);
    if PoolingAllocationConfig::is_pagemap_scan_available() {
        pool.pagemap_scan(Enabled::Yes).linear_memory_keep_resident(RESIDENT_MAX);
    }
    pool
}

fn config(limits: Limits) -> Config {
    let mut config = Config::new();
    config
        .consume_fuel(true)
        .max_wasm_stack(limits.stack_max)
        .cranelift_nan_canonicalization(true)
        .wasm_relaxed_simd(false)
        .wasm_simd(false)
        .wasm_memory64(false)
        .wasm_multi_memory(false);
    config
}
