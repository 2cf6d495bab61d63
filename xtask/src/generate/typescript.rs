//! TypeScript from the contract. The sentences of the Rust types become hover help: that is where they are read.

use super::javascript::MARK;
use super::shape::{Contract, Definition, Field, Shape, Verb};
use super::sides::{Side, Sides, is_amount};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// `contract.d.ts`: every type of the contract, and the table of verbs.
pub(super) fn types(contract: &Contract) -> String {
    let sides = Sides::of(contract);
    let mut ts = format!("{MARK}\n/** The types of each verb. */\nexport interface Verbs {{\n");
    for verb in &contract.verbs {
        comment(&mut ts, "  ", contract.doc(verb));
        let (call, answer) = (sides.name(&verb.call, Side::In), sides.name(&verb.answer, Side::Out));
        let _ = writeln!(ts, "  {}: {{ call: {call}; answer: {answer} }};", verb.name);
    }
    ts.push_str("}\n\n/** A verb by its name. */\nexport type Verb = keyof Verbs;\n");
    for definition in &contract.definitions {
        for side in sides.written(&definition.name) {
            ts.push_str(&Writer { sides: &sides, side }.definition(definition));
        }
    }
    ts
}

/// `verbs.d.ts`: the function of each verb. Its types are named where they are used: an editor shows those names.
pub(super) fn verbs(contract: &Contract) -> String {
    let sides = Sides::of(contract);
    let types = |verb: &Verb| (sides.name(&verb.call, Side::In), sides.name(&verb.answer, Side::Out));
    let named: BTreeSet<_> = contract.verbs.iter().map(types).flat_map(|(call, answer)| [call, answer]).collect();
    let named = named.into_iter().collect::<Vec<_>>().join(",\n  ");
    let mut ts = format!(
        "{MARK}import type {{\n  {named},\n}} from \"./contract.js\";\nimport type {{ Reply }} from \"./engine.js\";\n"
    );
    for verb in &contract.verbs {
        let (call, answer) = types(verb);
        ts.push('\n');
        comment(&mut ts, "", contract.doc(verb));
        let _ = writeln!(ts, "export function {}(call: {call}): Reply<{answer}>;", verb.name);
    }
    ts
}

fn comment(ts: &mut String, indent: &str, doc: &str) {
    if !doc.is_empty() {
        // A sentence must not end the comment it stands in. Writing to a String cannot fail.
        let _ = writeln!(ts, "{indent}/** {} */", doc.replace("*/", "*\\/"));
    }
}

/// Writes types of one side.
struct Writer<'a> {
    sides: &'a Sides<'a>,
    side: Side,
}

impl Writer<'_> {
    fn definition(&self, definition: &Definition) -> String {
        let mut ts = String::from("\n");
        comment(&mut ts, "", &definition.doc);
        let name = self.sides.name(&definition.name, self.side);
        if let Shape::Record(fields) = &definition.shape {
            let _ = writeln!(ts, "export interface {name} {}", self.record(fields, ""));
        } else {
            let shape = self.shape(&definition.shape, "");
            let space = if shape.starts_with('\n') { "" } else { " " };
            let _ = writeln!(ts, "export type {name} ={space}{shape};");
        }
        ts
    }

    fn record(&self, fields: &[Field], indent: &str) -> String {
        let inner = format!("{indent}  ");
        let mut ts = String::from("{\n");
        for field in fields {
            comment(&mut ts, &inner, &field.doc);
            let (mark, unset) = match (field.required, self.side) {
                (true, _) => ("", ""),
                (false, Side::In) => ("?", " | undefined"),
                (false, Side::Out) => ("?", ""),
            };
            let _ = writeln!(ts, "{inner}{}{mark}: {}{unset};", field.name, self.shape(&field.shape, &inner));
        }
        ts + indent + "}"
    }

    fn shape(&self, value: &Shape, indent: &str) -> String {
        match value {
            Shape::Named(name) => self.sides.name(name, self.side),
            Shape::Text { .. } => String::from("string"),
            Shape::Whole { .. } => String::from("number"),
            Shape::Flag => String::from("boolean"),
            Shape::Words(words) => words_of(words),
            Shape::List(item) => {
                let list = if self.side == Side::In { "ReadonlyArray" } else { "Array" };
                format!("{list}<{}>", self.shape(item, indent))
            }
            Shape::Record(fields) => self.record(fields, indent),
            Shape::Map(value) => format!("Record<string, {}>", self.shape(value, indent)),
            Shape::Choice(parts) if is_amount(parts) => {
                String::from(if self.side == Side::In { "string | number" } else { "string" })
            }
            Shape::Choice(parts) => self.choice(parts, indent),
        }
    }

    /// Each part on its own line under its sentence, as TypeScript formatters do.
    fn choice(&self, parts: &[(String, Shape)], indent: &str) -> String {
        let inner = format!("{indent}  ");
        let mut ts = String::new();
        for (doc, part) in parts {
            ts.push('\n');
            comment(&mut ts, &inner, doc);
            let _ = write!(ts, "{inner}| {}", self.shape(part, &inner));
        }
        ts
    }
}

fn words_of(words: &[(String, String)]) -> String {
    let words: Vec<_> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
    words.join(" | ")
}
