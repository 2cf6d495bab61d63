//! The one artefact. Two doors over [`counterfoil_core::call`], and nothing else: [`raw`] for every host that can
//! load WebAssembly, [`js`] for JavaScript. Both hand the core the same JSON bytes and give back the core's own.
//!
//! Neither door stamps the engine digest: no file can know its own hash. Whoever loads the file does.
//!
//! No value of a call is ever a float here: numbers come as the text that JavaScript or anyone else wrote.
//! `wasm/README.md` says which float instructions dependencies leave in the file.

#![deny(clippy::use_debug)]

mod columns;
pub mod handles;
pub mod js;
#[cfg(target_family = "wasm")]
mod memory;
pub mod raw;
