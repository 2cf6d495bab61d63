//! A document in JSON, YAML or TOML, by the ending of its file's name, as JSON text.
//!
//! Only the writing differs: what the core refuses in JSON it refuses here, with the same words and path, since numbers
//! and repeated keys are handed on as they stand. What JSON has no words for is refused here: anchors, aliases and tags,
//! several documents in one file, and numbers such as `0x1f`, `.5` or `007`.

mod toml;
mod yaml;

use serde_json::value::RawValue;
use std::path::Path;

/// The document as JSON.
///
/// # Errors
/// What is wrong with it, in a sentence with its place.
pub fn json(file: &Path, text: &str) -> Result<Box<RawValue>, String> {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let converted = match ending {
        "yaml" | "yml" => yaml::json(text).map_err(|error| format!("not YAML: {error}"))?,
        "toml" => toml::json(text).map_err(|error| format!("not TOML: {error}"))?,
        _ => text.to_owned(),
    };
    serde_json::from_str(&converted).map_err(|error| format!("not JSON: {error}"))
}
