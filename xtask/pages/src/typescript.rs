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
    let mut ts = named(contract);
    for verb in &contract.verbs {
        ts.push('\n');
        comment(&mut ts, "", contract.doc(verb));
        let (call, answer) = typed(contract, verb);
        let _ = writeln!(ts, "export function {}(call: {call}): Reply<{answer}>;", verb.name);
    }
    ts
}

/// `kept.d.ts`: the verbs of a handle, and those of a worker. Written out, since editors lose the sentences of types that are
/// mapped from others.
pub(super) fn kept(contract: &Contract) -> String {
    let mut ts = named(contract);
    for (doc, name, before, behind) in [
        ("The verbs without what a handle keeps; answers are those of whole calls, to the byte.", "KeptVerbs", "", ""),
        ("The same as promises, of an engine in a worker.", "AskedVerbs", "Promise<", ">"),
    ] {
        ts.push('\n');
        comment(&mut ts, "", doc);
        let _ = writeln!(ts, "export interface {name}<Kept extends string> {{");
        for verb in &contract.verbs {
            comment(&mut ts, "  ", contract.doc(verb));
            let (call, answer) = typed(contract, verb);
            let _ = writeln!(ts, "  {}(call: Omit<{call}, Kept>): {before}Reply<{answer}>{behind};", verb.name);
        }
        ts.push_str("}\n");
    }
    ts
}

/// The names of a verb's call and answer.
fn typed(contract: &Contract, verb: &Verb) -> (String, String) {
    let sides = Sides::of(contract);
    (sides.name(&verb.call, Side::In), sides.name(&verb.answer, Side::Out))
}

/// The head of a file that names the types of every verb.
fn named(contract: &Contract) -> String {
    let types = contract.verbs.iter().map(|verb| typed(contract, verb));
    let named: BTreeSet<_> = types.flat_map(|(call, answer)| [call, answer]).collect();
    let named = named.into_iter().collect::<Vec<_>>().join(",\n  ");
    format!(
        "{MARK}import type {{\n  {named},\n}} from \"./contract.js\";\nimport type {{ Reply }} from \"./engine.js\";\n"
    )
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
