//! `counterfoil apply`: rows of events go to the accounts they name, one engine call each, in the order in which
//! accounts first appear. Everything or nothing: with a problem anywhere, nothing is written.

use super::{ApplyArgs, Failure, files, show};
use crate::books;
use crate::events::Row;
use crate::{Engine, Status};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// An account and the rows that name it.
struct Work {
    account: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Named {
    account: String,
}

pub(super) fn run(engine: &Engine, args: &ApplyArgs) -> Result<Status, Failure> {
    let rulebook = files::json(&args.rulebook)?;
    let states = states(args)?;
    let settings = args.settings.as_deref().map(files::json).transpose()?;
    let (mut answers, mut status) = (Vec::new(), Status::Ok);
    for work in by_account(files::rows(&args.events)?)? {
        let start = start(&work.account, &states, args, settings.as_deref())?;
        let bodies: Vec<&str> = work.rows.iter().map(|row| row.body.get()).collect();
        let call = format!(
            r#"{{"rulebook":{rulebook},{start},"as_of":{},"payments":"{}","events":[{}]}}"#,
            Value::from(args.as_of.as_str()),
            args.payments.word(),
            bodies.join(",")
        );
        let reply = engine.call("apply", call.as_bytes())?;
        if reply.status == Status::Problems {
            tell(&args.events, &work, &reply.bytes);
            status = Status::Problems;
        }
        answers.push(reply);
    }
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

fn by_account(rows: Vec<Row>) -> Result<Vec<Work>, Failure> {
    let mut works: Vec<Work> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let Some(account) = row.account.clone() else {
            return Err(Failure::Usage(format!("line {}: the row names no `account`", row.line)));
        };
        let place = *places.entry(account.clone()).or_insert(works.len());
        if place == works.len() {
            works.push(Work { account, rows: Vec::new() });
        }
        works[place].rows.push(row);
    }
    Ok(works)
}

fn states(args: &ApplyArgs) -> Result<BTreeMap<String, Box<RawValue>>, Failure> {
    let Some(file) = &args.states else { return Ok(BTreeMap::new()) };
    let text = files::text(file)?;
    let unreadable = |line: usize, error: serde_json::Error| {
        Failure::Usage(format!("{}: line {}: not a state: {error}", file.display(), line + 1))
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(place, line)| {
            let name: Named = serde_json::from_str(line).map_err(|error| unreadable(place, error))?;
            let state = RawValue::from_string(line.to_owned()).map_err(|error| unreadable(place, error))?;
            Ok((name.account, state))
        })
        .collect()
}

/// `"state":…` where a state is at hand, `"open":…` otherwise.
fn start(
    account: &str,
    states: &BTreeMap<String, Box<RawValue>>,
    args: &ApplyArgs,
    settings: Option<&RawValue>,
) -> Result<String, Failure> {
    if let Some(state) = states.get(account) {
        return Ok(format!("\"state\":{state}"));
    }
    let Some(time) = &args.open_at else {
        return Err(Failure::Usage(format!(
            "account `{account}` has no state in --states, and --open-at does not say when it opens"
        )));
    };
    let settings = settings.map_or_else(|| "{}".to_owned(), ToString::to_string);
    let (account, time) = (Value::from(account), Value::from(time.as_str()));
    Ok(format!(r#""open":{{"account":{account},"time":{time},"settings":{settings}}}"#))
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
