//! Pages as they look, held against small pictures of how they looked: each point of those is the mean of a square of the page.
//!
//! `BLESS=1 cargo test -p counterfoil-paper pages` makes the pictures anew; look at the papers then
//! (`cargo run -p counterfoil-paper --example papers -- FOLDER`).

use crate::cases::{Case, LOGO, brand, documents, receipts, statement};
use crate::tools::{File, said};
use counterfoil_paper::Brand;
use counterfoil_paper::Language::{De, En};
use std::path::{Path, PathBuf};

const DPI: &str = "72";
/// Points of a side of a square: A4 is 99 by 140 of them.
const SQUARE: usize = 6;

/// A grey picture.
struct Picture {
    width: usize,
    grey: Vec<u8>,
}

/// The first page of a file, in squares.
fn seen(pdf: &[u8]) -> Picture {
    let file = File::of(pdf);
    let root = file.beside("page");
    said(
        "pdftoppm",
        &["-r", DPI, "-gray", "-f", "1", "-l", "1", "-singlefile"],
        &file.path(),
        &[root.to_str().expect("a path")],
    );
    let whole = read(&root.with_extension("pgm"));
    let (width, height) = (whole.width / SQUARE, whole.grey.len() / whole.width / SQUARE);
    let mean = |x: usize, y: usize| {
        let rows = (0..SQUARE).flat_map(|row| {
            let from = (y * SQUARE + row) * whole.width + x * SQUARE;
            &whole.grey[from..from + SQUARE]
        });
        (rows.map(|grey| u32::from(*grey)).sum::<u32>() / (SQUARE * SQUARE) as u32) as u8
    };
    let grey = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| mean(x, y)).collect();
    Picture { width, grey }
}

fn read(file: &Path) -> Picture {
    let bytes = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut words = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
    assert_eq!(words.next(), Some(&b"P5"[..]));
    let mut number =
        || std::str::from_utf8(words.next().expect("a number")).expect("digits").parse().expect("a number");
    let (width, height): (usize, usize) = (number(), number());
    let rest = words.next().expect("the most of a grey and the picture");
    let grey = rest[rest.len() - width * height..].to_vec();
    Picture { width, grey }
}

/// How far two pictures are from one another: in the mean, and where it is most.
fn apart(one: &Picture, other: &Picture) -> (f64, u8) {
    assert_eq!((one.width, one.grey.len()), (other.width, other.grey.len()), "pages of one size");
    let differences = || one.grey.iter().zip(&other.grey).map(|(a, b)| a.abs_diff(*b));
    let sum: u32 = differences().map(u32::from).sum();
    (f64::from(sum) / one.grey.len() as f64, differences().max().unwrap_or_default())
}

/// Letters may be a hair thicker or further left by another version of the program that draws them.
fn alike((mean, most): (f64, u8)) -> bool {
    mean < 0.8 && most < 48
}

fn papers() -> Vec<(&'static str, Vec<u8>)> {
    let documents = documents();
    let case = |part: &str| documents.iter().find(|case| case.name.contains(part)).unwrap_or_else(|| panic!("{part}"));
    let set = |case: &Case, brand: &Brand| {
        counterfoil_paper::document(case.document.to_string().as_bytes(), brand, case.xml.as_deref()).expect("a paper")
    };
    let logo = Brand { logo: Some(crate::brand::url("image/svg+xml", LOGO.as_bytes())), ..brand(De) };
    let receipt = receipts().swap_remove(0).to_string();
    let told = statement(60).to_string();
    vec![
        ("invoice.en", set(case("standard"), &brand(En))),
        ("invoice.de", set(case("allowances and charges"), &brand(De))),
        ("credit-note.de", set(case("credit note in"), &logo)),
        ("receipt.en", counterfoil_paper::receipt(receipt.as_bytes(), &brand(En)).expect("a paper")),
        ("statement.de", counterfoil_paper::statement(told.as_bytes(), &brand(De)).expect("a paper")),
    ]
}

#[test]
fn pages_look_as_they_did() {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let bless = std::env::var_os("BLESS").is_some();
    let mut former: Option<Picture> = None;
    for (name, pdf) in papers() {
        let (seen, kept) = (seen(&pdf), folder.join(format!("{name}.pgm")));
        if bless {
            let head = format!("P5\n{} {}\n255\n", seen.width, seen.grey.len() / seen.width);
            std::fs::write(&kept, [head.as_bytes(), &seen.grey].concat()).expect("a picture");
        }
        let distance = apart(&seen, &read(&kept));
        assert!(alike(distance), "{name} looks otherwise: {distance:?}");
        // And would be told apart from another.
        if let Some(former) = former.replace(seen) {
            let distance = apart(&former, &read(&kept));
            assert!(!alike(distance), "{name} looks like another: {distance:?}");
        }
    }
}
