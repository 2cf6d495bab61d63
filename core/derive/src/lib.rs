//! `#[derive(Decode)]` and `#[derive(Encode)]`: the strict reader and the canonical writer of a contract type, made from
//! the serde attributes that name its fields for `JsonSchema`. One list of fields, three readers of it, no drift.
//!
//! Both make tables, and next to no code: `core/ground/src/wire` has one interpreter that reads by them and one that writes, so that
//! a new type costs the file its keys.
//!
//! Why not `serde::Deserialize`: it stops at the first fault. A contract answers with every shape fault at once, in document
//! order, so the reader goes on with the next field after it has noted a problem. Why not `serde::Serialize`: it is code
//! for each field of each type, and more with each type to come.
//!
//! Understood: structs with named fields (`deny_unknown_fields` is demanded, since the reader denies them), enums of units
//! (`rename_all = "snake_case"`), enums tagged inside (`tag = "type"`) whose variants each hold one such struct, and, to be
//! written, lists that are `transparent` and enums that are `untagged`. Any other serde attribute is a compile error, never a
//! silent difference.

mod attributes;
mod choice;
mod record;

use proc_macro::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, parse_macro_input};

/// Derives `wire::Decode` (and `wire::Record` for structs). See the crate's page.
#[proc_macro_derive(Decode, attributes(serde))]
pub fn derive_decode(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let made = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => record::decode(&input, fields),
            other => Err(syn::Error::new_spanned(
                other,
                "Decode is derived for named fields; write it by hand for a newtype",
            )),
        },
        Data::Enum(data) => choice::decode(&input, data),
        Data::Union(_) => Err(syn::Error::new_spanned(&input, "Decode cannot read a union")),
    };
    made.unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Derives `wire::Encode` (and `wire::Shown` for structs). See the crate's page.
#[proc_macro_derive(Encode, attributes(serde))]
pub fn derive_encode(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let made = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => record::encode(&input, fields),
            Fields::Unnamed(one) if one.unnamed.len() == 1 => transparent(&input),
            other => {
                Err(syn::Error::new_spanned(other, "Encode is derived for named fields and for one without a name"))
            }
        },
        Data::Enum(data) => choice::encode(&input, data),
        Data::Union(_) => Err(syn::Error::new_spanned(&input, "Encode cannot write a union")),
    };
    made.map(|made| told_to_serde(&input, made)).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// With the schema serde writes the type too, in the same bytes: schemars asks it for defaults. Types with parameters are
/// no defaults.
fn told_to_serde(input: &DeriveInput, made: proc_macro2::TokenStream) -> proc_macro2::TokenStream {
    if !input.generics.params.is_empty() {
        return made;
    }
    let name = &input.ident;
    quote! {
        #made
        #[cfg(feature = "schema")]
        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                crate::wire::as_json(self, serializer)
            }
        }
    }
}

/// As the only field is written.
fn transparent(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    if !attributes::container(&input.attrs)?.transparent {
        return Err(syn::Error::new_spanned(&input.ident, "say #[serde(transparent)]"));
    }
    let mut generics = input.generics.clone();
    for kind in generics.type_params_mut() {
        kind.bounds.push(syn::parse_quote!(crate::wire::Encode));
    }
    let (name, (generics, types, bounds)) = (&input.ident, generics.split_for_impl());
    Ok(quote! {
        impl #generics crate::wire::Encode for #name #types #bounds {
            fn encode(&self, writer: &mut crate::wire::Writer) {
                crate::wire::Encode::encode(&self.0, writer);
            }
        }
    })
}
