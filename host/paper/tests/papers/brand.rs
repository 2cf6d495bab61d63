//! Letters that the font has not, and brands that are not sound, are refused with their place.

use crate::cases::{LOGO, brand, standard};
use crate::tools::{File, said};
use counterfoil_paper::Language::En;
use counterfoil_paper::{Brand, Refusal, check, document};
use serde_json::json;

/// Standard base64, as data URLs have it.
pub(crate) fn url(kind: &str, bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = format!("data:{kind};base64,");
    for three in bytes.chunks(3) {
        let all = three.iter().fold(0_u32, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(all >> (18 - 6 * place) & 63) as usize] as char;
            out.push(if place <= three.len() { letter } else { '=' });
        }
    }
    out
}

fn told(refused: Vec<Refusal>) -> Vec<(String, String)> {
    refused.into_iter().map(|refusal| (refusal.path, refusal.message)).collect()
}

#[test]
fn letters_without_a_glyph_are_refused_where_they_stand() {
    let mut invoice = standard().document;
    for (text, letter) in [
        ("株式会社 例", "株` (U+682A)"),
        ("شركة", "ش` (U+0634)"),
        ("שירות", "ש` (U+05E9)"),
        ("บริษัท", "บ` (U+0E1A)"),
        ("Rocket 🚀", "🚀` (U+1F680)"),
    ] {
        invoice["buyer"]["name"] = text.into();
        invoice["lines"][1]["name"] = format!("Seats {text}").into();
        let refused = told(document(invoice.to_string().as_bytes(), &brand(En), None).expect_err("a refusal"));
        let expected = ["/document/buyer/name", "/document/lines/1/name"];
        let expected = expected.map(|path| (path.to_owned(), format!("no glyph for `{letter} in the font")));
        assert_eq!(refused, expected, "{text}");
    }
    for text in [
        "Ærøskøbing Ğ ŷ ẞ",
        "Ελληνική Δημοκρατία ᾧ",
        "Україна Ґ ў Ќ",
        "Việt Nam",
        "e\u{301} a\u{308}",
        "„€ £ ₴ ₺ – ‰ …“",
    ] {
        invoice["buyer"]["name"] = text.into();
        invoice["lines"][1]["name"] = text.into();
        let paper = document(invoice.to_string().as_bytes(), &brand(En), None).expect(text);
        let told = File::of(&paper).text();
        let composed = text.replace("e\u{301}", "é").replace("a\u{308}", "ä");
        assert!(told.contains(&composed.replace(' ', "")) || told.contains(&text.replace(' ', "")), "{text} in {told}");
    }
}

#[test]
fn what_is_no_document_is_refused() {
    let sound = standard().document;
    for (field, value) in [
        ("surprise", json!(1)),
        ("issued_on", json!("2026-02-30")),
        ("kind", json!("letter")),
        ("totals", json!({"lines": "1"})),
        ("lines", json!([{"id": "1"}])),
    ] {
        let mut document = sound.clone();
        document[field] = value;
        let refused = counterfoil_paper::document(document.to_string().as_bytes(), &brand(En), None).expect_err(field);
        assert_eq!(refused[0].code, "paper_document", "{field}");
    }
    let mut document = sound;
    document["totals"]["payable"] = json!("1e3");
    assert!(counterfoil_paper::document(document.to_string().as_bytes(), &brand(En), None).is_err(), "no float");
}

#[test]
fn a_logo_is_a_picture_or_shapes() {
    // A picture of two pixels, made by another encoder.
    let png: &[u8] = &[
        137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 1, 8, 2, 0, 0, 0, 123, 64,
        232, 221, 0, 0, 0, 15, 73, 68, 65, 84, 120, 156, 99, 248, 127, 128, 65, 64, 225, 63, 0, 11, 48, 2, 239, 3, 14,
        210, 230, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
    ];
    for logo in [url("image/svg+xml", LOGO.as_bytes()), url("image/png", png)] {
        let brand = Brand { logo: Some(logo), ..brand(En) };
        assert_eq!(check(&brand), Ok(()));
        let invoice = standard().document;
        let paper = document(invoice.to_string().as_bytes(), &brand, None).expect("a paper");
        let tree = said("pdfinfo", &["-struct"], &File::of(&paper).path(), &[]);
        assert!(tree.contains("Figure"), "{tree}");
        assert!(String::from_utf8_lossy(&paper).contains("/Alt(Logo of Beispiel Telefon GmbH)"));
    }
    let svg = |inside: &str| {
        url(
            "image/svg+xml",
            format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>"#).as_bytes(),
        )
    };
    // 5,000 points of a side, with the checksum of that.
    let mut wide = png.to_vec();
    wide[16..24].copy_from_slice(&[0, 0, 19, 136, 0, 0, 19, 136]);
    wide[29..33].copy_from_slice(&[210, 250, 16, 156]);
    let long = url("image/png", &vec![0; 300 << 10]);
    for (logo, why) in [
        (String::new(), "not a data URL"),
        ("https://example.com/logo.png".to_owned(), "not a data URL"),
        ("data:image/png;base64,****".to_owned(), "not a data URL"),
        (url("image/gif", b"GIF89a"), "not a data URL"),
        (long, "larger than 256 KiB"),
        (url("image/png", &png[..40]), ""),
        (url("image/png", &wide), "pixels"),
        (url("image/png", b"not a picture"), ""),
        (svg(""), "nothing is drawn"),
        (svg("<script>1</script>"), "`script` is not let"),
        (svg(r##"<g id="a"><path d="M0 0h9v9z"/></g><use href="#a"/>"##), "`use` is not let"),
        (svg(r#"<image href="file:///etc/passwd"/>"#), "`image` is not let"),
        (svg("<text>Name</text>"), "`text` is not let"),
        (svg("<style>@import 'x'</style>"), "`style` is not let"),
        (svg(r#"<foreignObject/>"#), "`foreignObject` is not let"),
        (svg(r#"<g opacity="0.5"><path d="M0 0h9v9z"/><path d="M0 0h5v5z"/></g>"#), "opacity"),
        (url("image/svg+xml", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>"), "DTD"),
        (svg(&"<g>".repeat(9_000)), ""),
    ] {
        let refused = told(check(&Brand { logo: Some(logo.clone()), ..Brand::default() }).expect_err(why));
        assert_eq!(refused[0].0, "/brand/logo", "{refused:?}");
        assert!(refused[0].1.contains(why), "{why}: {refused:?}");
    }
}

#[test]
fn a_brand_is_bounded() {
    let of = |brand: Brand| {
        told(check(&brand).expect_err("a refusal")).into_iter().map(|(path, _)| path).collect::<Vec<_>>()
    };
    let lines = |count: usize, text: &str| vec![text.to_owned(); count];
    assert_eq!(of(Brand { accent: Some("blue".into()), ..Brand::default() }), ["/brand/accent"]);
    assert_eq!(of(Brand { footer: lines(13, "x"), ..Brand::default() }), ["/brand/footer"]);
    assert_eq!(of(Brand { footer: lines(1, &"x".repeat(121)), ..Brand::default() }), ["/brand/footer/0"]);
    assert_eq!(of(Brand { name: Some("例".into()), ..Brand::default() }), ["/brand/name"]);
    assert_eq!(
        check(&Brand { footer: lines(12, &"wide ".repeat(24)), accent: Some("#ffffff".into()), ..Brand::default() }),
        Ok(())
    );
}
