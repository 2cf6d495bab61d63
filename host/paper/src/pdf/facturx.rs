//! The electronic invoice inside, as Factur-X 1.0 (ZUGFeRD 2) has it: `factur-x.xml`, an alternative to what is seen.

use crate::said::Refusal;
use crate::words::Language;
use krilla::Document;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::metadata::DateTime;

/// The name that readers look for.
const NAME: &str = "factur-x.xml";

pub(super) fn embed(file: &mut Document, xml: &str, made: DateTime, language: Language) -> Result<(), Refusal> {
    let refusal = || Refusal::of_pdf("the electronic invoice could not be put in");
    let description = match language {
        Language::En => "The electronic invoice (Factur-X, EN 16931)",
        Language::De => "Die elektronische Rechnung (Factur-X, EN 16931)",
    };
    let embedded = EmbeddedFile {
        path: NAME.to_owned(),
        mime_type: Some(MimeType::new("text/xml").ok_or_else(refusal)?),
        description: Some(description.to_owned()),
        association_kind: AssociationKind::Alternative,
        data: xml.as_bytes().to_vec().into(),
        modification_date: Some(made),
        compress: Some(true),
        location: None,
    };
    file.embed_file(embedded).ok_or_else(refusal)
}

/// What the file's metadata say of it, and the schema that PDF/A asks for of names that are not its own (Factur-X 1.0, 6.2.2;
/// ISO 19005-3, 6.6.2.3).
pub(super) const DESCRIPTION: &str = concat!(
    r#"<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">"#,
    "<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
    "<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>",
);

pub(super) const SCHEMA: &str = concat!(
    r#"<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"#,
    "<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>",
    "<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>",
    r#"<rdf:li rdf:parseType="Resource"><pdfaProperty:name>DocumentFileName</pdfaProperty:name>"#,
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>The name of the embedded XML document</pdfaProperty:description></rdf:li>",
    r#"<rdf:li rdf:parseType="Resource"><pdfaProperty:name>DocumentType</pdfaProperty:name>"#,
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>The type of the hybrid document in capital letters, e.g. INVOICE or ORDER",
    "</pdfaProperty:description></rdf:li>",
    r#"<rdf:li rdf:parseType="Resource"><pdfaProperty:name>Version</pdfaProperty:name>"#,
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>The actual version of the standard applying to the embedded XML document",
    "</pdfaProperty:description></rdf:li>",
    r#"<rdf:li rdf:parseType="Resource"><pdfaProperty:name>ConformanceLevel</pdfaProperty:name>"#,
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>The conformance level of the embedded XML document</pdfaProperty:description></rdf:li>",
    "</rdf:Seq></pdfaSchema:property></rdf:li>",
);
