//! `counterfoil print`: a document as PDF, from files alone.

use super::{Failure, files, show};
use crate::paper::{self, Brand, Language, Refusal};
use crate::{Engine, Status};
use clap::Args;
use data_encoding::BASE64;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What `print` is told.
#[derive(Args)]
pub(crate) struct PrintArgs {
    /// What `issue`, `credit`, `draft` or `receipt` answered, the document alone, or a statement as the server gives it; `-` is
    /// standard input.
    document: PathBuf,
    /// Where the PDF goes; without it to standard output.
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How it looks, as JSON, YAML or TOML: `name`, `accent`, `footer`, `language`, `logo`.
    #[arg(long, value_name = "FILE")]
    brand: Option<PathBuf>,
    /// A logo, PNG or SVG by its ending, in the place of the brand's.
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,
    /// The language, in the place of the brand's: `en` or `de`.
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
}

pub(super) fn run(engine: &Engine, args: &PrintArgs) -> Result<Status, Failure> {
    let brand = brand(args)?;
    let given = files::bytes(&args.document)?;
    let told: Value = serde_json::from_slice(&given)
        .map_err(|error| Failure::Usage(format!("{}: not JSON: {error}", args.document.display())))?;
    match made(engine, told, &brand)? {
        Ok(pdf) => write(args.out.as_deref(), &pdf).map(|()| Status::Ok),
        Err(refused) => {
            for refusal in refused {
                eprintln!("counterfoil: {}: {}", refusal.code, show::plain(&refusal.to_string()));
            }
            Ok(Status::Problems)
        }
    }
}

/// An answer's envelope is taken off; what is inside is told by its fields.
fn made(engine: &Engine, told: Value, brand: &Brand) -> Result<Result<Vec<u8>, Vec<Refusal>>, Failure> {
    let inside = |told: Value, name: &str| match told {
        Value::Object(mut fields) if fields.contains_key(name) => fields.remove(name).unwrap_or_default(),
        other => other,
    };
    let told = inside(inside(told, "answer"), "document");
    if told.get("rows").is_some() {
        return Ok(paper::statement(told.to_string().as_bytes(), brand));
    }
    if told.get("status").is_some() || told.get("receipt").is_some() {
        let told = if told.get("receipt").is_some() { told } else { json!({ "receipt": told }) };
        return Ok(paper::receipt(told.to_string().as_bytes(), brand));
    }
    let xml = xml(engine, &told)?;
    Ok(paper::document(told.to_string().as_bytes(), brand, xml.as_deref()))
}

/// The electronic invoice, where the document can be one; else why it is not inside.
fn xml(engine: &Engine, document: &Value) -> Result<Option<String>, Failure> {
    #[derive(Deserialize)]
    struct Answered {
        answer: Xml,
    }
    #[derive(Deserialize)]
    struct Xml {
        xml: String,
    }
    let call = json!({"document": document, "syntax": "cii"}).to_string();
    let reply = engine.call("einvoice", call.as_bytes())?;
    if let (Status::Ok, Ok(told)) = (reply.status, serde_json::from_slice::<Answered>(&reply.bytes)) {
        return Ok(Some(told.answer.xml));
    }
    let told: Value = serde_json::from_slice(&reply.bytes).unwrap_or_default();
    for problem in told["problems"].as_array().into_iter().flatten() {
        let text = |name: &str| problem[name].as_str().unwrap_or_default();
        let line = format!("{} {}: {} ({})", text("path"), text("code"), text("message"), text("help"));
        eprintln!("counterfoil: without an electronic invoice: {}", show::plain(&line));
    }
    Ok(None)
}

fn brand(args: &PrintArgs) -> Result<Brand, Failure> {
    let kept: Option<Box<RawValue>> = args.brand.as_deref().map(files::json).transpose()?;
    let unread = |error: serde_json::Error| Failure::Usage(format!("the brand: {error}"));
    let mut brand: Brand =
        kept.map_or(Ok(Brand::default()), |kept| serde_json::from_str(kept.get()).map_err(unread))?;
    if let Some(word) = &args.language {
        brand.language = match word.as_str() {
            "en" => Language::En,
            "de" => Language::De,
            _ => return Err(Failure::Usage(format!("there is no language `{word}`; use `en` or `de`"))),
        };
    }
    if let Some(file) = &args.logo {
        let kind = match file.extension().and_then(|ending| ending.to_str()) {
            Some("svg") => "image/svg+xml",
            Some("png") => "image/png",
            _ => return Err(Failure::Usage(format!("{}: a logo ends in .png or .svg", file.display()))),
        };
        brand.logo = Some(format!("data:{kind};base64,{}", BASE64.encode(&files::bytes(file)?)));
    }
    Ok(brand)
}

fn write(out: Option<&Path>, pdf: &[u8]) -> Result<(), Failure> {
    let told = |place: &str, error: std::io::Error| Failure::Usage(format!("{place}: {error}"));
    match out {
        Some(file) => std::fs::write(file, pdf).map_err(|error| told(&file.display().to_string(), error)),
        None => std::io::stdout().lock().write_all(pdf).map_err(|error| told("standard output", error)),
    }
}
