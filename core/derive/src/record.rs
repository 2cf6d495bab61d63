//! Structs: every known key fills its slot once; an unknown or repeated key is a problem; the rest must be there.

use crate::attributes::{self, Default_};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{DeriveInput, FieldsNamed, Result};

pub(crate) fn derive(input: &DeriveInput, fields: &FieldsNamed) -> Result<TokenStream> {
    let container = attributes::container(&input.attrs)?;
    if !container.deny_unknown_fields || container.tag.is_some() {
        return Err(syn::Error::new_spanned(
            &input.ident,
            "say #[serde(deny_unknown_fields)], and no tag, on a record",
        ));
    }
    let (mut slots, mut arms, mut finish, mut names, mut keys) = (vec![], vec![], vec![], vec![], vec![]);
    let (mut older, mut aliases) = (vec![], vec![]);
    for field in &fields.named {
        let name = field.ident.as_ref().expect("named");
        let attribute = attributes::field(&field.attrs)?;
        let key = attribute.rename.unwrap_or_else(|| name.to_string());
        let slot = format_ident!("slot_{}", name);
        let kind = &field.ty;
        slots.push(quote! { let mut #slot = crate::wire::Slot::<#kind>::Missing; });
        let place = arms.len();
        arms.push(quote! { crate::wire::Key::Known(#place) => reader.fill(#key, &mut #slot) });
        finish.push(match attribute.default {
            None => quote! { let #name = #slot.required(reader, #key); },
            Some(Default_::Trait) => quote! { let #name = #slot.or_else(::core::default::Default::default); },
            Some(Default_::Path(path)) => quote! { let #name = #slot.or_else(#path); },
        });
        names.push(name.clone());
        if let Some(alias) = attribute.alias {
            let place = aliases.len();
            older.push(
                quote! { crate::wire::Key::Known(at) if at == KEYS.len() + #place => reader.fill(#alias, &mut #slot) },
            );
            aliases.push(alias);
        }
        keys.push(key);
    }
    // Names of an older contract are read and never offered.
    let read = if aliases.is_empty() {
        quote! { KEYS }
    } else {
        quote! { &[#(#keys,)* #(#aliases),*] }
    };
    let (name, (generics, types, bounds)) = (&input.ident, input.generics.split_for_impl());
    Ok(quote! {
        impl #generics crate::wire::Record for #name #types #bounds {
            fn decode_record(reader: &mut crate::wire::Reader<'_>, tag: ::core::option::Option<&'static str>) -> crate::wire::Read<Self> {
                #(#slots)*
                const KEYS: &[&str] = &[#(#keys),*];
                let object = reader.record(#read, tag, &mut |reader, key| match key {
                    #(#arms,)*
                    #(#older,)*
                    crate::wire::Key::Other(other) => reader.unknown_field(other, KEYS),
                    crate::wire::Key::Known(_) => reader.skip(),
                })?;
                if object.is_none() {
                    return Ok(None);
                }
                #(#finish)*
                #(let Some(#names) = #names else { return Ok(None) };)*
                Ok(Some(Self { #(#names),* }))
            }
        }
        impl #generics crate::wire::Decode for #name #types #bounds {
            fn decode(reader: &mut crate::wire::Reader<'_>) -> crate::wire::Read<Self> {
                <Self as crate::wire::Record>::decode_record(reader, ::core::option::Option::None)
            }
        }
    })
}
