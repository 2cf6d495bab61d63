//! What an instance may grow to, and whether it ever asked for more: a guest that was refused memory traps like one
//! that is broken, and the two must not be told apart by guessing.

use wasmtime::{ResourceLimiter, Result, StoreLimits, StoreLimitsBuilder};

/// Elements of all tables; the JavaScript door's reference table starts with some hundred.
const TABLE_MAX: usize = 100_000;

pub(super) struct Bounds {
    limits: StoreLimits,
    memory_refused: bool,
}

impl Bounds {
    pub(super) fn new(memory_max: usize, instances: usize) -> Self {
        let limits = StoreLimitsBuilder::new().memory_size(memory_max).table_elements(TABLE_MAX);
        Self { limits: limits.instances(instances).memories(1).build(), memory_refused: false }
    }

    pub(super) const fn memory_refused(&self) -> bool {
        self.memory_refused
    }
}

impl ResourceLimiter for Bounds {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        let granted = self.limits.memory_growing(current, desired, maximum)?;
        self.memory_refused |= !granted;
        Ok(granted)
    }

    fn table_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        self.limits.table_growing(current, desired, maximum)
    }

    fn instances(&self) -> usize {
        self.limits.instances()
    }

    fn tables(&self) -> usize {
        self.limits.tables()
    }

    fn memories(&self) -> usize {
        self.limits.memories()
    }
}
