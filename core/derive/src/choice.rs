//! Enums: a word for each unit variant, or a `tag` field that names which record stands in the object.

use crate::attributes;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, DeriveInput, Fields, Result};

pub(crate) fn derive(input: &DeriveInput, data: &DataEnum) -> Result<TokenStream> {
    let container = attributes::container(&input.attrs)?;
    if !container.snake_case {
        return Err(syn::Error::new_spanned(&input.ident, "say #[serde(rename_all = \"snake_case\")] on a choice"));
    }
    let (mut words, mut arms) = (vec![], vec![]);
    for variant in &data.variants {
        let (name, word) = (&variant.ident, snake(&variant.ident.to_string()));
        arms.push(match (&variant.fields, &container.tag) {
            (Fields::Unit, None) => quote! { #word => Ok(Some(Self::#name)) },
            (Fields::Unnamed(one), Some(tag)) if one.unnamed.len() == 1 => {
                let inner = &one.unnamed[0].ty;
                quote! { #word => Ok(<#inner as crate::wire::Record>::decode_record(reader, Some(#tag))?.map(Self::#name)) }
            }
            _ => return Err(syn::Error::new_spanned(variant, "expected a unit, or with a tag one record")),
        });
        words.push(word);
    }
    let find = match &container.tag {
        None => quote! { reader.word(&[#(#words),*])? },
        Some(tag) => quote! { reader.tag(#tag, &[#(#words),*])? },
    };
    let name = &input.ident;
    Ok(quote! {
        impl crate::wire::Decode for #name {
            fn decode(reader: &mut crate::wire::Reader<'_>) -> crate::wire::Read<Self> {
                let Some(word) = #find else { return Ok(None) };
                match word {
                    #(#arms,)*
                    _ => Ok(None),
                }
            }
        }
    })
}

/// serde's `snake_case`: an underscore before each capital but the first.
fn snake(name: &str) -> String {
    let mut word = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            word.push('_');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}
