//! Everything that is written from the contract's Rust types and registries, so that nothing is said twice by hand.
//! `cargo xtask bless` has this program write what is stale, and a test says when something is. It is a program of its own so that
//! nothing that is run first has to wait for the core.

mod javascript;
mod markdown;
mod registries;
mod shape;
mod sides;
mod typescript;

use serde_json::Value;
use shape::Contract;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What a step gives back: a sentence is all an error needs to be.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Path from the repository's root, and the text that belongs there.
pub(crate) type Page = (String, String);

/// Writes every generated file that is stale, and names it.
fn main() -> ExitCode {
    match write() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("counterfoil-pages: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write() -> Outcome {
    for (path, text) in stale()? {
        let file = root().join(&path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, text)?;
        println!("wrote {path}");
    }
    Ok(())
}

fn stale() -> Outcome<Vec<Page>> {
    let mut pages = pages()?;
    pages.retain(|(path, text)| fs::read_to_string(root().join(path)).ok().as_ref() != Some(text));
    Ok(pages)
}

/// The repository's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or_else(|| Path::new(".")).to_path_buf()
}

/// All generated files, from the core as it is compiled into this program.
fn pages() -> Outcome<Vec<Page>> {
    let mut pages = from_schema(counterfoil_core::contract::schema().to_value())?;
    pages.push(rulebook(counterfoil_core::contract::rulebook_schema().to_value()));
    pages.push((String::from("wasm/npm/src/contract.js"), javascript::contract()));
    pages.push(registries::problems());
    pages.push(registries::rules());
    Ok(pages)
}

/// The schema that a rulebook's `$schema` names.
fn rulebook(mut schema: Value) -> Page {
    counterfoil_core::contract::tighten(&mut schema);
    (String::from("wasm/npm/types/rulebook.schema.json"), format!("{schema:#}\n"))
}

fn from_schema(mut schema: Value) -> Outcome<Vec<Page>> {
    counterfoil_core::contract::tighten(&mut schema);
    let contract = Contract::read(&schema)?;
    let mut pages = vec![
        (String::from("wasm/npm/types/schema.json"), format!("{schema:#}\n")),
        (String::from("wasm/npm/types/contract.d.ts"), typescript::types(&contract)),
        (String::from("wasm/npm/types/verbs.d.ts"), typescript::verbs(&contract)),
        (String::from("wasm/npm/types/kept.d.ts"), typescript::kept(&contract)),
        (String::from("wasm/npm/src/verbs.js"), javascript::verbs(&contract)),
    ];
    pages.extend(markdown::pages(&contract));
    Ok(pages)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sample(field: Value) -> Value {
        json!({
            "properties": { "check": { "properties": { "call": { "$ref": "#/$defs/Call" }, "answer": { "$ref": "#/$defs/Id" } } } },
            "$defs": {
                "Call": { "description": "Checks.", "type": "object", "properties": { "field": field }, "required": [] },
                "Id": { "description": "A name.", "type": "string", "pattern": "^[a-z]$" },
            },
        })
    }

    fn page(field: Value, path: &str) -> String {
        let pages = from_schema(sample(field)).expect("the sample is a contract");
        pages.into_iter().find(|(found, _)| found == path).expect("the page is there").1
    }

    #[test]
    fn generated_files_are_fresh() {
        let stale: Vec<_> = stale().expect("the contract can be read").into_iter().map(|(path, _)| path).collect();
        assert!(stale.is_empty(), "run `cargo xtask bless`: {stale:?} no longer say what the code says");
    }

    #[test]
    fn an_optional_field_is_left_out_and_never_null() {
        let field = json!({ "description": "A field.", "anyOf": [{ "$ref": "#/$defs/Id" }, { "type": "null" }] });
        let types = page(field.clone(), "wasm/npm/types/contract.d.ts");
        assert!(types.contains("  /** A field. */\n  field?: Id | undefined;\n"), "{types}");
        assert!(!page(field, "wasm/npm/types/schema.json").contains("null"));
    }

    #[test]
    fn a_choice_keeps_the_words_of_its_parts() {
        let field = json!({ "oneOf": [{ "const": "up", "type": "string", "description": "Away from zero." }] });
        assert!(page(field, "wasm/npm/types/contract.d.ts").contains("field?: \"up\" | undefined;"));
    }

    #[test]
    fn an_amount_goes_in_as_text_or_number_and_comes_out_as_text() {
        let both = json!({ "type": "object", "properties": { "list": { "type": "array", "items": { "$ref": "#/$defs/Amount" } } } });
        let schema = json!({
            "properties": { "check": { "properties": { "call": { "$ref": "#/$defs/Both" }, "answer": { "$ref": "#/$defs/Both" } } } },
            "$defs": { "Both": both, "Amount": { "anyOf": [{ "type": "string" }, { "type": "integer" }] } },
        });
        let types = from_schema(schema).expect("a contract").swap_remove(1).1;
        for written in [
            "check: { call: BothInput; answer: Both };",
            "export interface Both {\n  list?: Array<Amount>;\n}",
            "export interface BothInput {\n  list?: ReadonlyArray<AmountInput> | undefined;\n}",
            "export type Amount = string;",
            "export type AmountInput = string | number;",
        ] {
            assert!(types.contains(written), "{written} is not in {types}");
        }
    }

    #[test]
    fn what_the_generator_does_not_know_is_an_error() {
        let refused = from_schema(sample(json!({ "type": "number" }))).expect_err("a float is no contract type");
        assert!(refused.to_string().contains("/field"), "{refused}");
    }
}
