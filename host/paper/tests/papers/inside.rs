//! What is inside of the file: the electronic invoice as it was, tags, fonts, and what it says of itself.

use crate::cases::{brand, documents, standard};
use crate::tools::{File, said};
use counterfoil_paper::Language::{De, En};
use std::process::Command;

#[test]
fn the_electronic_invoice_comes_out_as_it_went_in() {
    let mut with = 0;
    for case in documents() {
        let Some(xml) = &case.xml else { continue };
        with += 1;
        let json = case.document.to_string();
        let file = File::of(&counterfoil_paper::document(json.as_bytes(), &brand(De), Some(xml)).expect("a paper"));
        assert!(said("pdfdetach", &["-list"], &file.path(), &[]).contains("factur-x.xml"), "{}", case.name);
        let out = file.beside("out.xml");
        let saved = Command::new("pdfdetach").args(["-save", "1", "-o"]).arg(&out).arg(file.path()).status();
        assert!(saved.expect("pdfdetach").success());
        assert_eq!(&std::fs::read_to_string(out).expect("XML"), xml, "{}", case.name);
    }
    assert!(with > 20, "{with} electronic invoices");
}

#[test]
fn the_file_says_what_it_is() {
    let case = standard();
    let json = case.document.to_string();
    let paper = counterfoil_paper::document(json.as_bytes(), &brand(En), case.xml.as_deref()).expect("a paper");
    let file = File::of(&paper);
    assert!(said("qpdf", &["--check"], &file.path(), &[]).contains("No syntax or stream encoding errors found"));
    let told = said("pdfinfo", &[], &file.path(), &[]);
    for wanted in [
        "Title:           Invoice 2026-0001",
        "Tagged:          yes",
        "A4",
        "PDF version:     1.7",
        "JavaScript:      no",
    ] {
        assert!(told.contains(wanted), "{wanted} in {told}");
    }
    let meta = said("pdfinfo", &["-meta"], &file.path(), &[]);
    for wanted in [
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
        "<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
        "<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>",
        "<xmp:CreateDate>2026-02-01T00:00:00+00:00</xmp:CreateDate>",
    ] {
        assert!(meta.contains(wanted), "{wanted} in {meta}");
    }
    let all = String::from_utf8_lossy(&paper);
    for wanted in ["/AFRelationship/Alternative", "/Lang(en)", "/Subtype/text#2Fxml", "/GTS_PDFA1"] {
        assert!(all.contains(wanted), "{wanted}");
    }
    // Embedded, a subset, with a way back to letters.
    let fonts = said("pdffonts", &[], &file.path(), &[]);
    for font in fonts.lines().skip(2) {
        assert!(font.contains("+Inter-") && font.contains("yes yes yes"), "{fonts}");
    }
    assert_eq!(fonts.lines().count(), 4, "{fonts}");
}

/// A paper without an electronic invoice says nothing of one.
#[test]
fn what_cannot_be_one_is_no_electronic_invoice() {
    let case = documents().into_iter().find(|case| case.xml.is_none()).expect("a document that EN 16931 cannot say");
    let paper = counterfoil_paper::document(case.document.to_string().as_bytes(), &brand(En), None).expect("a paper");
    let file = File::of(&paper);
    assert!(said("qpdf", &["--check"], &file.path(), &[]).contains("No syntax"));
    assert!(!said("pdfinfo", &["-meta"], &file.path(), &[]).contains("factur-x"));
    assert!(said("pdfdetach", &["-list"], &file.path(), &[]).starts_with("0 embedded files"));
}

#[test]
fn tags_tell_headings_and_tables_in_the_order_of_reading() {
    let case = standard();
    let json = case.document.to_string();
    let file = File::of(&counterfoil_paper::document(json.as_bytes(), &brand(En), None).expect("a paper"));
    let tree = said("pdfinfo", &["-struct-text"], &file.path(), &[]);
    let mut from = 0;
    for wanted in [
        "\"Beispiel Telefon GmbH\"",
        "\"Muster Verlag AG\"",
        "\"Invoice number\"",
        "H1",
        "\"Invoice \"",
        "Table",
        "THead",
        "TH:",
        "\"Description\"",
        "TBody",
        "TD",
        "\"Calls to Germany",
        "TH:",
        "\"Amount due\"",
        "H2",
        "\"Tax summary\"",
        "\"Payment\"",
    ] {
        let place = tree[from..].find(wanted).unwrap_or_else(|| panic!("{wanted} after {from} in\n{tree}"));
        from += place;
    }
    assert!(!tree.contains("Page 1 of"), "feet are not read");
}
