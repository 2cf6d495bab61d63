//! `einvoice`: this document as XML for machines.

use crate::contract::Outcome;
use crate::invoice::{self, Document, Syntax};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::wire::{Decode, Encode};
use alloc::string::String;
use alloc::vec::Vec;

/// Writes an issued document as EN 16931 XML.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "EinvoiceCall"))]
#[serde(deny_unknown_fields)]
pub struct Einvoice {
    /// The document, as it was answered.
    pub document: Document,
    /// Which XML.
    pub syntax: Syntax,
}

/// The XML.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "EinvoiceAnswer"))]
#[serde(deny_unknown_fields)]
pub struct Einvoiced {
    /// UTF-8, the same bytes for the same document.
    pub xml: String,
    /// The rule.
    pub rule: Rule,
}

pub(in crate::contract) fn einvoice(call: &Einvoice) -> Outcome<Einvoiced> {
    sound(&call.document, "document")?;
    let xml = invoice::einvoice(&call.document, call.syntax).map_err(|problems| under(problems, "document"))?;
    Ok(Einvoiced { xml, rule: Rule::InvoiceEinvoice })
}

/// Is the document in this field sound?
pub(super) fn sound(document: &Document, field: &str) -> Outcome<()> {
    document.check().map_err(|problems| under(problems, field))
}

fn under(problems: Vec<Problem>, field: &str) -> Vec<Problem> {
    problems.into_iter().map(|problem| problem.under(field)).collect()
}
