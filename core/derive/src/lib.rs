//! `#[derive(Decode)]`: the strict reader of a contract type, made from the same serde attributes that name
//! its fields for `Serialize` and `JsonSchema`. One list of fields, three readers of it, no drift.
//!
//! Why not `serde::Deserialize`: it stops at the first fault. A contract answers with every shape fault at
//! once, in document order, so the derived code goes on with the next field after it has noted a problem.
//!
//! Understood: structs with named fields (`deny_unknown_fields` is demanded, since the reader denies them),
//! enums of units (`rename_all = "snake_case"`), and enums tagged inside (`tag = "type"`) whose variants
//! each hold one such struct. Any other serde attribute is a compile error, never a silent difference.

mod attributes;
mod choice;
mod record;

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, Fields, parse_macro_input};

/// Derives `wire::Decode` (and `wire::Record` for structs). See the crate's page.
#[proc_macro_derive(Decode, attributes(serde))]
pub fn derive_decode(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let made = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => record::derive(&input, fields),
            other => Err(syn::Error::new_spanned(
                other,
                "Decode is derived for named fields; write it by hand for a newtype",
            )),
        },
        Data::Enum(data) => choice::derive(&input, data),
        Data::Union(_) => Err(syn::Error::new_spanned(&input, "Decode cannot read a union")),
    };
    made.unwrap_or_else(syn::Error::into_compile_error).into()
}
