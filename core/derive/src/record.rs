//! Structs: a table of keys, which of them must be there, and the place of each field.
//!
//! The code that a type costs is three short functions: a blank value, and its field by place, to read and to write. One
//! interpreter (`wire::Reader::record`, `wire::Writer::record`) does the rest for all of them.

use crate::attributes::{self, Default_, Field};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, FieldsNamed, Result, Type};

/// Most fields that a table says of each whether it must be there: one bit each.
const FIELDS_MAX: usize = 64;

fn fields(input: &DeriveInput, fields: &FieldsNamed) -> Result<Vec<(syn::Ident, Type, Field)>> {
    if attributes::container(&input.attrs)?.tag.is_some() {
        return Err(syn::Error::new_spanned(&input.ident, "a record has no tag; the choice that holds it has"));
    }
    if fields.named.len() > FIELDS_MAX {
        return Err(syn::Error::new_spanned(&input.ident, "more fields than a table has bits for"));
    }
    let one = |field: &syn::Field| {
        Ok((field.ident.clone().expect("named"), field.ty.clone(), attributes::field(&field.attrs)?))
    };
    fields.named.iter().map(one).collect()
}

/// As it stands in JSON behind another field, so that reader and writer compare and copy it whole.
pub(crate) fn key(name: &str) -> String {
    format!(",\"{name}\":")
}

pub(crate) fn decode(input: &DeriveInput, named: &FieldsNamed) -> Result<TokenStream> {
    if !attributes::container(&input.attrs)?.deny_unknown_fields {
        return Err(syn::Error::new_spanned(
            &input.ident,
            "say #[serde(deny_unknown_fields)] on a record that is read",
        ));
    }
    let (mut keys, mut older, mut holes, mut blanks) = (vec![], vec![], vec![], vec![]);
    let (mut required, mut apart) = (vec![], vec![]);
    for (place, (name, kind, field)) in fields(input, named)?.into_iter().enumerate() {
        if field.skip {
            return Err(syn::Error::new_spanned(name, "what is read is written"));
        }
        keys.push(key(&field.rename.unwrap_or_else(|| name.to_string())));
        older.extend(field.alias.map(|alias| {
            let (alias, place) = (key(&alias), place as u8);
            quote! { (#alias, #place) }
        }));
        let blank = quote! { <#kind as crate::wire::Decode>::blank() };
        let (made, hole) = match field.default {
            None => {
                required.push(quote! { (<#kind as crate::wire::Decode>::REQUIRED as u64) << #place });
                apart.push(quote! { (<#kind as crate::wire::Decode>::APART as u64) << #place });
                (blank, quote! { &mut self.#name })
            }
            // What is absent stays as it was made.
            Some(Default_::Trait) if starts_blank(&kind) => (blank, quote! { &mut self.#name }),
            // What is there is read into a blank: no part of the default shines through.
            Some(Default_::Trait) => {
                (quote! { ::core::default::Default::default() }, quote! { { self.#name = #blank; &mut self.#name } })
            }
            Some(Default_::Path(path)) => (quote! { #path() }, quote! { { self.#name = #blank; &mut self.#name } }),
        };
        blanks.push(quote! { #name: #made });
        holes.push(quote! { #place => #hole });
    }
    let holes = by_place(&holes);
    let (name, (generics, types, bounds)) = (&input.ident, input.generics.split_for_impl());
    Ok(quote! {
        impl #generics crate::wire::Fields for #name #types #bounds {
            fn field(&mut self, place: usize) -> ::core::option::Option<&mut dyn crate::wire::Hole> {
                #holes
            }
        }
        impl #generics crate::wire::Record for #name #types #bounds {
            const SHAPE: &'static crate::wire::Shape = &crate::wire::Shape {
                keys: &[#(#keys),*],
                older: &[#(#older),*],
                required: 0 #(| #required)*,
                apart: 0 #(| #apart)*,
            };
        }
        impl #generics crate::wire::Decode for #name #types #bounds {
            fn blank() -> Self {
                Self { #(#blanks),* }
            }
            fn fill(&mut self, reader: &mut crate::wire::Reader<'_>) -> ::core::result::Result<bool, crate::wire::Syntax> {
                reader.record(self, <Self as crate::wire::Record>::SHAPE, ::core::option::Option::None)
            }
        }
    })
}

/// What stands at a place, if anything.
fn by_place(arms: &[TokenStream]) -> TokenStream {
    let none = quote! { ::core::option::Option::None };
    if arms.is_empty() {
        none
    } else {
        quote! { ::core::option::Option::Some(match place { #(#arms,)* _ => return #none }) }
    }
}

/// Types of which the default is the blank value.
fn starts_blank(kind: &Type) -> bool {
    const BLANK: [&str; 6] = ["Vec", "Option", "bool", "String", "u32", "u8"];
    last(kind).is_some_and(|last| BLANK.iter().any(|name| last == name))
}

/// The name of a type without its rooms.
fn last(kind: &Type) -> Option<&syn::Ident> {
    let Type::Path(path) = kind else { return None };
    path.path.segments.last().map(|last| &last.ident)
}

pub(crate) fn encode(input: &DeriveInput, named: &FieldsNamed) -> Result<TokenStream> {
    let (mut keys, mut shown, mut absent) = (vec![], vec![], vec![]);
    for (name, kind, field) in fields(input, named)? {
        if field.skip {
            continue;
        }
        if last(&kind).is_some_and(|last| last == "Option") && field.skip_if.is_none() && !field.skip_serializing {
            return Err(syn::Error::new_spanned(name, "the contract has no `null`: say when the field is left out"));
        }
        let place = keys.len();
        keys.push(key(&field.rename.unwrap_or_else(|| name.to_string())));
        if field.skip_serializing {
            continue;
        }
        absent.extend(field.skip_if.map(|path| quote! { (#path(&self.#name) as u64) << #place }));
        shown.push(quote! { #place => &self.#name });
    }
    let shown = by_place(&shown);
    let (name, (generics, types, bounds)) = (&input.ident, input.generics.split_for_impl());
    Ok(quote! {
        impl #generics crate::wire::Shown for #name #types #bounds {
            fn shown(&self, place: usize) -> ::core::option::Option<&dyn crate::wire::Encode> {
                #shown
            }
            fn keys(&self) -> crate::wire::Keys {
                crate::wire::Keys { keys: &[#(#keys),*], absent: 0 #(| #absent)* }
            }
        }
        impl #generics crate::wire::Encode for #name #types #bounds {
            fn encode(&self, writer: &mut crate::wire::Writer) {
                writer.record(self, ::core::option::Option::None);
            }
        }
    })
}
