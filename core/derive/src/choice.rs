//! Enums: a word for each unit variant, or a `tag` field that names which record stands in the object.

use crate::attributes;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, DeriveInput, Fields, Ident, Result, Type};

/// What an enum is: words, or records told apart by a tag.
enum Kind {
    Words,
    Records { tag: String },
}

/// A variant: its name, its word, and the record in it.
type Variant = (Ident, String, Option<Type>);

fn variants(input: &DeriveInput, data: &DataEnum) -> Result<(Kind, Vec<Variant>)> {
    let container = attributes::container(&input.attrs)?;
    if !container.snake_case {
        return Err(syn::Error::new_spanned(&input.ident, "say #[serde(rename_all = \"snake_case\")] on a choice"));
    }
    let kind = container.tag.map_or(Kind::Words, |tag| Kind::Records { tag });
    let one = |variant: &syn::Variant| {
        let inner = match (&variant.fields, &kind) {
            (Fields::Unit, Kind::Words) => None,
            (Fields::Unnamed(one), Kind::Records { .. }) if one.unnamed.len() == 1 => Some(one.unnamed[0].ty.clone()),
            _ => return Err(syn::Error::new_spanned(variant, "expected a unit, or with a tag one record")),
        };
        Ok((variant.ident.clone(), snake(&variant.ident.to_string()), inner))
    };
    let variants = data.variants.iter().map(one).collect::<Result<Vec<_>>>()?;
    if variants.is_empty() {
        return Err(syn::Error::new_spanned(&input.ident, "a choice of nothing"));
    }
    Ok((kind, variants))
}

pub(crate) fn decode(input: &DeriveInput, data: &DataEnum) -> Result<TokenStream> {
    let (kind, variants) = variants(input, data)?;
    let words = variants.iter().map(|(_, word, _)| word);
    let find = match &kind {
        Kind::Words => quote! { reader.word(&[#(#words),*])? },
        Kind::Records { tag } => quote! { reader.tag(#tag, &[#(#words),*])? },
    };
    let made: Vec<TokenStream> = variants
        .iter()
        .map(|(name, _, inner)| match inner {
            None => quote! { Self::#name },
            Some(inner) => quote! { Self::#name(<#inner as crate::wire::Decode>::blank()) },
        })
        .collect();
    let arms = variants.iter().zip(&made).enumerate().map(|(place, ((name, ..), made))| match &kind {
        Kind::Words => quote! { #place => *self = #made },
        Kind::Records { tag } => {
            let tag = crate::record::key(tag);
            quote! { #place => {
                *self = #made;
                if let Self::#name(inner) = self {
                    let shape = crate::wire::shape_of(inner);
                    return reader.record(inner, shape, ::core::option::Option::Some(#tag));
                }
            } }
        }
    });
    let (name, first) = (&input.ident, &made[0]);
    Ok(quote! {
        impl crate::wire::Decode for #name {
            fn blank() -> Self {
                #first
            }
            #[allow(irrefutable_let_patterns, reason = "a choice may have one variant")]
            fn fill(&mut self, reader: &mut crate::wire::Reader<'_>) -> ::core::result::Result<bool, crate::wire::Syntax> {
                let Some(place) = #find else { return Ok(false) };
                match place {
                    #(#arms,)*
                    _ => {}
                }
                Ok(true)
            }
        }
    })
}

pub(crate) fn encode(input: &DeriveInput, data: &DataEnum) -> Result<TokenStream> {
    if attributes::container(&input.attrs)?.untagged {
        return Ok(untagged(input, data));
    }
    let (kind, variants) = variants(input, data)?;
    let (name, (generics, types, bounds)) = (&input.ident, input.generics.split_for_impl());
    let body = match kind {
        Kind::Words => {
            let arms = variants.iter().map(|(name, word, _)| quote! { Self::#name => #word });
            quote! { writer.word(match self { #(#arms,)* }); }
        }
        Kind::Records { tag } => {
            let tag = crate::record::key(&tag);
            let arms = variants.iter().map(|(name, word, _)| quote! { Self::#name(inner) => (#word, inner) });
            quote! {
                let (word, shown): (&str, &dyn crate::wire::Shown) = match self { #(#arms,)* };
                writer.record(shown, ::core::option::Option::Some((#tag, word)));
            }
        }
    };
    Ok(quote! {
        impl #generics crate::wire::Encode for #name #types #bounds {
            fn encode(&self, writer: &mut crate::wire::Writer) {
                #body
            }
        }
    })
}

/// Whichever it is, as that is written.
fn untagged(input: &DeriveInput, data: &DataEnum) -> TokenStream {
    let (name, variants) = (&input.ident, data.variants.iter().map(|variant| &variant.ident));
    quote! {
        impl crate::wire::Encode for #name {
            fn encode(&self, writer: &mut crate::wire::Writer) {
                match self { #(Self::#variants(inner) => inner.encode(writer),)* }
            }
        }
    }
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
