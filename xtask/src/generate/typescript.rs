//! TypeScript from the contract. The sentences of the Rust types become hover help: that is where they are read.

use super::javascript::MARK;
use super::shape::{Contract, Field, Shape};
use std::fmt::Write as _;

/// `contract.d.ts`: every type of the contract, and the table of verbs.
pub(super) fn types(contract: &Contract) -> String {
    let mut ts = format!("{MARK}\n/** The types of each verb. */\nexport interface Verbs {{\n");
    for verb in &contract.verbs {
        comment(&mut ts, "  ", contract.doc(verb));
        let _ = writeln!(ts, "  {}: {{ call: {}; answer: {} }};", verb.name, verb.call, verb.answer);
    }
    ts.push_str("}\n");
    for definition in &contract.definitions {
        ts.push('\n');
        comment(&mut ts, "", &definition.doc);
        if let Shape::Record(fields) = &definition.shape {
            let _ = writeln!(ts, "export interface {} {}", definition.name, record(fields, ""));
        } else {
            let shape = shape(&definition.shape, "");
            let space = if shape.starts_with('\n') { "" } else { " " };
            let _ = writeln!(ts, "export type {} ={space}{shape};", definition.name);
        }
    }
    ts
}

/// `verbs.d.ts`: the function of each verb.
pub(super) fn verbs(contract: &Contract) -> String {
    let mut ts = format!(
        "{MARK}import type {{ Verbs }} from \"./contract.js\";\nimport type {{ Reply }} from \"./engine.js\";\n"
    );
    for verb in &contract.verbs {
        let name = &verb.name;
        ts.push('\n');
        comment(&mut ts, "", contract.doc(verb));
        let _ = writeln!(
            ts,
            "export function {name}(input: Verbs[\"{name}\"][\"call\"]): Reply<Verbs[\"{name}\"][\"answer\"]>;"
        );
    }
    ts
}

fn comment(ts: &mut String, indent: &str, doc: &str) {
    if !doc.is_empty() {
        // A sentence must not end the comment it stands in. Writing to a String cannot fail.
        let _ = writeln!(ts, "{indent}/** {} */", doc.replace("*/", "*\\/"));
    }
}

fn record(fields: &[Field], indent: &str) -> String {
    let inner = format!("{indent}  ");
    let mut ts = String::from("{\n");
    for field in fields {
        comment(&mut ts, &inner, &field.doc);
        let mark = if field.required { "" } else { "?" };
        let _ = writeln!(ts, "{inner}{}{mark}: {};", field.name, shape(&field.shape, &inner));
    }
    ts + indent + "}"
}

fn shape(value: &Shape, indent: &str) -> String {
    match value {
        Shape::Named(name) => name.clone(),
        Shape::Text { .. } => String::from("string"),
        Shape::Whole { .. } => String::from("number"),
        Shape::Flag => String::from("boolean"),
        Shape::Words(words) => words_of(words),
        Shape::List(item) => format!("Array<{}>", shape(item, indent)),
        Shape::Record(fields) => record(fields, indent),
        Shape::Map(value) => format!("Record<string, {}>", shape(value, indent)),
        Shape::Choice(parts) => choice(parts, indent),
    }
}

fn words_of(words: &[(String, String)]) -> String {
    let words: Vec<_> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
    words.join(" | ")
}

/// Each part on its own line under its sentence, as TypeScript formatters do.
fn choice(parts: &[(String, Shape)], indent: &str) -> String {
    let inner = format!("{indent}  ");
    let mut ts = String::new();
    for (doc, part) in parts {
        ts.push('\n');
        comment(&mut ts, &inner, doc);
        let _ = write!(ts, "{inner}| {}", shape(part, &inner));
    }
    ts
}
