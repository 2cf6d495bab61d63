//! The serde attributes that both derives understand. Whatever else appears is an error at the attribute.

use syn::{Attribute, Expr, ExprLit, Lit, Result};

/// What stands on a struct or enum.
#[derive(Default)]
pub(crate) struct Container {
    pub(crate) deny_unknown_fields: bool,
    pub(crate) snake_case: bool,
    pub(crate) tag: Option<String>,
    pub(crate) transparent: bool,
    pub(crate) untagged: bool,
}

/// What stands on a field.
#[derive(Default)]
pub(crate) struct Field {
    pub(crate) rename: Option<String>,
    /// A name of an older contract that is still read.
    pub(crate) alias: Option<String>,
    pub(crate) default: Option<Default_>,
    /// When it is left out.
    pub(crate) skip_if: Option<syn::Path>,
    /// It is read and never written.
    pub(crate) skip_serializing: bool,
    /// It is neither.
    pub(crate) skip: bool,
}

/// `default` or `default = "path"`.
pub(crate) enum Default_ {
    Trait,
    Path(syn::Path),
}

pub(crate) fn container(attributes: &[Attribute]) -> Result<Container> {
    let mut found = Container::default();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("deny_unknown_fields") {
                found.deny_unknown_fields = true;
            } else if meta.path.is_ident("rename_all") {
                if text(&meta)? != "snake_case" {
                    return Err(meta.error("the contract's names are snake_case"));
                }
                found.snake_case = true;
            } else if meta.path.is_ident("tag") {
                found.tag = Some(text(&meta)?);
            } else if meta.path.is_ident("transparent") {
                found.transparent = true;
            } else if meta.path.is_ident("untagged") {
                found.untagged = true;
            } else {
                return Err(meta.error("the contract's derives do not understand this serde attribute"));
            }
            Ok(())
        })?;
    }
    Ok(found)
}

pub(crate) fn field(attributes: &[Attribute]) -> Result<Field> {
    let mut found = Field::default();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                found.rename = Some(text(&meta)?);
            } else if meta.path.is_ident("alias") {
                found.alias = Some(text(&meta)?);
            } else if meta.path.is_ident("skip_serializing_if") {
                found.skip_if = Some(syn::parse_str(&text(&meta)?)?);
            } else if meta.path.is_ident("skip_serializing") {
                found.skip_serializing = true;
            } else if meta.path.is_ident("skip") {
                found.skip = true;
            } else if meta.path.is_ident("default") {
                found.default = Some(if meta.input.peek(syn::Token![=]) {
                    Default_::Path(syn::parse_str(&text(&meta)?)?)
                } else {
                    Default_::Trait
                });
            } else {
                return Err(meta.error("the contract's derives do not understand this serde attribute"));
            }
            Ok(())
        })?;
    }
    Ok(found)
}

fn text(meta: &syn::meta::ParseNestedMeta<'_>) -> Result<String> {
    match meta.value()?.parse()? {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.value()),
        other => Err(syn::Error::new_spanned(other, "expected a string")),
    }
}
