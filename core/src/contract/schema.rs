//! JSON Schema of every call and answer, from the Rust types themselves.

use super::verbs;
use crate::account;
use crate::catalog::RulebookParts;
use crate::problem::Problem;
use alloc::string::String;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};

counterfoil_ground::__told_to_serde!(
    crate::account::Stored,
    crate::catalog::TimeOfDay,
    crate::dimensions::Dimensions,
    crate::party::Country,
    crate::rating::Usages,
);

/// The schema of the contract: `$defs` holds every type, `Call.<verb>` and `Answer.<verb>` the verbs' own.
#[must_use]
pub fn schema() -> Schema {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut verbs = schemars::json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Counterfoil contract",
        "type": "object",
        "required": [],
        "properties": {},
    });
    verb::<verbs::Check, verbs::Checked>("check", &mut generator, &mut verbs);
    verb::<verbs::Rate, verbs::Rated>("rate", &mut generator, &mut verbs);
    verb::<verbs::Apply, account::Applied>("apply", &mut generator, &mut verbs);
    verb::<verbs::Overview, account::Overview>("overview", &mut generator, &mut verbs);
    verb::<verbs::Authorize, verbs::Authorized>("authorize", &mut generator, &mut verbs);
    verb::<verbs::Spend, verbs::Spent>("spend", &mut generator, &mut verbs);
    verb::<verbs::Recommend, verbs::Recommended>("recommend", &mut generator, &mut verbs);
    verb::<verbs::PlanRecharge, verbs::RechargePlanned>("plan_recharge", &mut generator, &mut verbs);
    verb::<verbs::Simulate, crate::simulate::Simulated>("simulate", &mut generator, &mut verbs);
    verb::<verbs::Explain, crate::explain::Explained>("explain", &mut generator, &mut verbs);
    verb::<verbs::History, verbs::Told>("history", &mut generator, &mut verbs);
    verb::<verbs::Draft, verbs::Drafted>("draft", &mut generator, &mut verbs);
    verb::<verbs::Compare, verbs::Compared>("compare", &mut generator, &mut verbs);
    verb::<verbs::SumUp, verbs::SummedUp>("totals", &mut generator, &mut verbs);
    verb::<verbs::Einvoice, verbs::Einvoiced>("einvoice", &mut generator, &mut verbs);
    verb::<verbs::Tax, verbs::Taxed>("tax", &mut generator, &mut verbs);
    verb::<verbs::TaxNumber, verbs::NumberJudged>("tax_number", &mut generator, &mut verbs);
    verb::<verbs::Issue, verbs::Issued>("issue", &mut generator, &mut verbs);
    verb::<verbs::Credit, verbs::Credited>("credit", &mut generator, &mut verbs);
    verb::<verbs::ReceiptFor, crate::invoice::Receipt>("receipt", &mut generator, &mut verbs);
    // A call with rows beside it: no verb of its own, since JSON alone cannot ask it.
    let _ = (generator.subschema_for::<verbs::RateColumns>(), generator.subschema_for::<verbs::RatedColumns>());
    let problem = generator.subschema_for::<Problem>();
    property(&mut verbs, "problem", problem);
    let definitions = generator.take_definitions(true);
    verbs.insert(String::from("$defs"), definitions.into());
    verbs
}

/// The schema of a rulebook alone, for editors: they complete and check a file by the schema of its root.
#[must_use]
pub fn rulebook_schema() -> Schema {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<RulebookParts>();
    let title = schemars::json_schema!({ "title": "Counterfoil rulebook" });
    if let (Some(into), Some(title)) = (schema.as_object_mut(), title.as_object()) {
        into.extend(title.clone());
    }
    schema
}

fn verb<C: JsonSchema, A: JsonSchema>(name: &str, generator: &mut SchemaGenerator, into: &mut Schema) {
    let (call, answer) = (generator.subschema_for::<C>(), generator.subschema_for::<A>());
    property(
        into,
        name,
        schemars::json_schema!({
            "type": "object",
            "properties": { "call": call, "answer": answer },
        }),
    );
}

fn property(into: &mut Schema, name: &str, schema: Schema) {
    if let Some(properties) = into.ensure_object().get_mut("properties").and_then(|value| value.as_object_mut()) {
        properties.insert(String::from(name), schema.into());
    }
}
