//! The one artefact. Two doors over [`counterfoil_core::call`], and nothing else: [`raw`] for every host that can
//! load WebAssembly, [`js`] for JavaScript. Both hand the core the same JSON bytes and give back the core's own.
//!
//! Neither door stamps the engine digest: no file can know its own hash. Whoever loads the file does.
//!
//! No value of a call is ever a float here: `value` asks JavaScript itself what kind of number it holds and takes it
//! as the text JavaScript prints. `wasm/README.md` says which float instructions dependencies leave in the file.

mod columns;
pub mod handles;
pub mod js;
pub mod raw;
mod refusal;
mod value;
