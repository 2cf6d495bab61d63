//! `counterfoil apply`: rows of events go to the accounts they name, one engine call each, in the order in which
//! accounts first appear. Everything or nothing: with a problem anywhere, nothing is written.

use super::answers::Answers;
use super::facts::{Facts, FactsArgs, Named, Work, by_account};
use super::hosts::{Asked, encoded};
use super::progress::Progress;
use super::verbs::file;
use super::{Failure, files, show};
use crate::books;
use crate::{Engine, Status};
use axum::http::Method;
use clap::Args;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What `apply` is told.
#[derive(Args)]
pub(crate) struct ApplyArgs {
    #[command(flatten)]
    facts: FactsArgs,
    /// Write states.ndjson, entries.ndjson and effects.ndjson into this folder instead of printing answers.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub(super) fn run(engine: Engine, args: &ApplyArgs) -> Result<Status, Failure> {
    if !args.facts.of_files() {
        return post(engine, args);
    }
    let rulebook = files::json(file(args.facts.rulebook.as_deref())?)?;
    let facts = Facts::read(&args.facts)?;
    let answers_of = Answers::of(engine, &args.facts.host)?;
    let (mut answers, mut status) = (Vec::new(), Status::Ok);
    let progress = Progress::begin("accounts", args.facts.host.json);
    for work in &facts.works {
        let call = format!(r#"{{"rulebook":{rulebook},{},{}}}"#, facts.head(&args.facts)?, facts.account(work)?);
        let reply = answers_of.call("apply", call)?;
        if reply.status == Status::Problems {
            tell(&args.facts.events, work, &reply.bytes);
            status = Status::Problems;
        }
        answers.push(reply);
        progress.one();
    }
    progress.end();
    match (&args.out, status) {
        (Some(folder), Status::Ok) => write(folder, &answers.iter().map(|reply| &reply.bytes[..]).collect::<Vec<_>>())?,
        (None, _) => {
            let lines: Vec<u8> = answers.iter().flat_map(|reply| [&reply.bytes[..], b"\n"].concat()).collect();
            show::reply(&crate::Reply { status, bytes: lines })?;
        }
        (Some(_), Status::Problems) => {}
    }
    Ok(status)
}

/// Events are posted to a host's own accounts, each account's all or none, and stay there: an answer a line.
fn post(engine: Engine, args: &ApplyArgs) -> Result<Status, Failure> {
    let FactsArgs { as_of, open_at, settings, customer, states, events, host, .. } = &args.facts;
    if args.out.is_some() || open_at.is_some() || settings.is_some() || customer.is_some() || states.is_some() {
        let said = "a host has states of its own: `--states`, `--open-at`, `--settings`, `--customer` and `--out` are for a `--rulebook`";
        return Err(Failure::Usage(said.into()));
    }
    let asked = Asked::of(engine, host)?;
    let as_of = as_of.as_ref().map(|as_of| format!(r#""as_of":{},"#, Value::from(as_of.as_str()))).unwrap_or_default();
    for work in by_account(files::rows(events)?)? {
        let bodies: Vec<&str> = work.rows.iter().map(|row| row.body.get()).collect();
        let body = format!(r#"{{{as_of}"atomic":true,"events":[{}]}}"#, bodies.join(","));
        let path = format!("/v1/accounts/{}/events", encoded(&work.account));
        let told = asked.send(Method::POST, &path, Some(body)).map_err(|failure| match failure {
            Failure::Refused(told) => Failure::Refused(format!("{}: {told}", work.account)),
            other => other,
        })?;
        show::bytes(&told.body)?;
    }
    Ok(Status::Ok)
}

/// Problems by the line of the file, for people; the whole answer goes to standard output.
fn tell(file: &Path, work: &Work, answer: &[u8]) {
    let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
    for problem in answer["problems"].as_array().into_iter().flatten() {
        let word = |name: &str| show::plain(problem[name].as_str().unwrap_or_default());
        let path = word("path");
        let row = path.strip_prefix("/events/").and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
        let line = row.and_then(|row| work.rows.get(row)).map(|row| format!(":{}", row.line)).unwrap_or_default();
        let account = show::plain(&work.account);
        eprintln!(
            "{}{line}: {account}: {} at {path}: {} ({})",
            file.display(),
            word("code"),
            word("message"),
            word("help")
        );
    }
}

fn write(folder: &Path, answers: &[&[u8]]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::Usage(format!("{}: {error}", folder.display()));
    let (mut states, mut entries, mut effects) = (String::new(), String::new(), String::new());
    for bytes in answers {
        let read = books::read(bytes).map_err(|error| failed(error.into()))?;
        let line = |into: &mut String, whose: &str, body: &str| {
            writeln!(into, "{whose}{body}").map_err(|_| failed(std::io::Error::other("full")))
        };
        let named: Named = serde_json::from_str(read.state.get()).map_err(|error| failed(error.into()))?;
        // An entry says whose it is no more than a page of an account book does; here the pages are bound together.
        let whose = format!("{{\"account\":{},", Value::from(named.account));
        line(&mut states, "", read.state.get())?;
        read.entries.iter().try_for_each(|body| line(&mut entries, &whose, &body.get()[1..]))?;
        read.effects.iter().try_for_each(|body| line(&mut effects, &whose, &body.get()[1..]))?;
    }
    std::fs::create_dir_all(folder).map_err(failed)?;
    let files = [("states", states), ("entries", entries), ("effects", effects)];
    let draft = |name| folder.join(format!("{name}.ndjson.draft"));
    // A full disk shows while the files of an earlier run still stand.
    for (name, text) in &files {
        std::fs::write(draft(name), text).map_err(failed)?;
    }
    for (name, _) in &files {
        std::fs::rename(draft(name), folder.join(format!("{name}.ndjson"))).map_err(failed)?;
    }
    Ok(())
}
