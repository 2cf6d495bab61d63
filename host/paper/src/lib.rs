//! Sets Counterfoil's documents as PDF: invoices, credit notes, receipts and statements of a balance, by one template.
//!
//! A pure function: the contract's own JSON, a tenant's [`Brand`] and the electronic invoice in, bytes out, the same for the
//! same. No figure is computed; every one that is shown is the document's, written as its language writes numbers.
//! The file is PDF/A-3a and PDF/UA-1, and with the electronic invoice inside it is Factur-X 1.0 in profile EN 16931.

#![forbid(unsafe_code)]

mod brand;
pub mod contract;
mod font;
mod logo;
mod page;
mod pdf;
mod said;
mod sheet;
mod words;

pub use brand::Brand;
pub use said::Refusal;
pub use words::Language;

use contract::{Document, Receipt, Statement};
use font::Fonts;
use serde::de::DeserializeOwned;
use sheet::Sheet;

/// Sets an invoice or credit note, as the verbs `issue`, `credit` and `draft` answer it. `cii` is what the verb `einvoice`
/// answers for it, and goes into the file as it is.
///
/// # Errors
/// `paper_document` for what is no document, `paper_glyph` at each text with a letter that the font has not, `paper_brand`
/// and `paper_logo` for a brand that is not sound.
pub fn document(json: &[u8], brand: &Brand, cii: Option<&str>) -> Result<Vec<u8>, Vec<Refusal>> {
    let document: Document = read(json)?;
    set(&sheet::document(&document, brand.language), brand, cii)
}

/// Sets a receipt: `{"receipt": …, "seller": …, "buyer": …}` with what the verb `receipt` answers.
///
/// # Errors
/// As [`document`].
pub fn receipt(json: &[u8], brand: &Brand) -> Result<Vec<u8>, Vec<Refusal>> {
    let receipt: Receipt = read(json)?;
    set(&sheet::receipt(&receipt, brand.language), brand, None)
}

/// Sets a statement of a balance: `{"account": …, "currency": …, "from": …, "until": …, "opening": …, "closing": …,
/// "rows": …}` with rows of the verb `history`, and `seller` and `buyer` where they are known.
///
/// # Errors
/// As [`document`].
pub fn statement(json: &[u8], brand: &Brand) -> Result<Vec<u8>, Vec<Refusal>> {
    let statement: Statement = read(json)?;
    set(&sheet::statement(&statement, brand.language), brand, None)
}

/// Is the brand fit for paper: its colour, its texts in the font, its logo?
///
/// # Errors
/// All that is not.
pub fn check(brand: &Brand) -> Result<(), Vec<Refusal>> {
    let mut refused = brand.refused();
    let fonts = Fonts::new().map_err(|refusal| vec![refusal])?;
    brand.texts().iter().for_each(|said| fonts.check(said));
    refused.extend(fonts.refused());
    if refused.is_empty() { trial(brand) } else { Err(refused) }
}

/// A logo's pixels are read when it is drawn.
fn trial(brand: &Brand) -> Result<(), Vec<Refusal>> {
    let blank = br#"{"account":"","currency":"EUR","from":"2026-01-01","until":"2026-01-02","opening":"0","closing":"0","rows":[]}"#;
    statement(blank, brand).map(drop).map_err(|refused| {
        let of_logo = |refusal: Refusal| Refusal { code: "paper_logo", path: "/brand/logo".to_owned(), ..refusal };
        refused.into_iter().map(of_logo).collect()
    })
}

fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Vec<Refusal>> {
    serde_json::from_slice(json).map_err(|error| {
        let help = "give a document as the engine answers it";
        vec![Refusal::new("paper_document", "", error.to_string(), help)]
    })
}

fn set(sheet: &Sheet, brand: &Brand, cii: Option<&str>) -> Result<Vec<u8>, Vec<Refusal>> {
    let refused = brand.refused();
    if !refused.is_empty() {
        return Err(refused);
    }
    let one = |refusal| vec![refusal];
    let fonts = Fonts::new().map_err(one)?;
    sheet.given().into_iter().for_each(|said| fonts.check(said));
    brand.texts().iter().for_each(|said| fonts.check(said));
    let refused = fonts.refused();
    if !refused.is_empty() {
        return Err(refused);
    }
    let logo = brand.logo.as_deref().map(logo::read).transpose().map_err(one)?;
    let laid = page::lay(sheet, brand, logo.as_ref(), &fonts);
    pdf::write(sheet, laid, logo.as_ref(), &fonts, cii).map_err(one)
}
