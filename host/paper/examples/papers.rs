//! Sets the documents of a file of NDJSON into a folder: `papers FOLDER < papers.ndjson`, a line `{"name": …, "kind": "document" |
//! "receipt" | "statement", "paper": …, "brand": …, "xml": …}` each.

use counterfoil_paper::{Brand, document, receipt, statement};
use serde_json::Value;
use std::error::Error;
use std::io::{self, BufRead as _};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("name a folder")?);
    for line in io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        let brand: Brand = serde_json::from_value(asked["brand"].clone())?;
        let paper = asked["paper"].to_string();
        let made = match asked["kind"].as_str() {
            Some("receipt") => receipt(paper.as_bytes(), &brand),
            Some("statement") => statement(paper.as_bytes(), &brand),
            _ => document(paper.as_bytes(), &brand, asked["xml"].as_str()),
        };
        let name = asked["name"].as_str().ok_or("a paper has a name")?;
        let pdf = made.map_err(|refused| format!("{name}: {refused:?}"))?;
        std::fs::write(folder.join(name).with_extension("pdf"), pdf)?;
    }
    Ok(())
}
