//! `counterfoil doctor`: looks at the engine, this machine, the books or a host, and says what to do.

mod clock;
mod machine;

use super::asked::{Asked, HostArgs, opened};
use super::table::cell;
use crate::cli::{Failure, show};
use crate::serve::known_case;
use crate::{Engine, Place, Status};
use axum::http::Method;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

/// What `doctor` is told: books, a host, or neither.
#[derive(Args)]
pub(crate) struct DoctorArgs {
    /// The file that tells `serve` what to do: is it one, and can nobody else read what is secret in it?
    #[arg(long, env = "COUNTERFOIL_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    host: HostArgs,
}

/// What was looked at.
struct Finding {
    what: &'static str,
    how: How,
    found: String,
    help: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Well,
    Look,
    Badly,
}

impl How {
    const fn word(self) -> &'static str {
        match self {
            Self::Well => "ok",
            Self::Look => "look",
            Self::Badly => "bad",
        }
    }
}

pub(crate) fn run(engine: Engine, args: &DoctorArgs) -> Result<Status, Failure> {
    let mut found = vec![prices(&engine)];
    found.extend(args.config.iter().flat_map(|file| machine::config(file)));
    found.extend(args.host.key_file().and_then(|file| machine::mode("key file", file)));
    match (args.host.url(), args.host.books()) {
        (Some(_), _) => {
            if let Err(failure) = of_host(engine, &args.host, &mut found) {
                let help = "is the host running, is this its address, and may this key read?";
                found.push(Finding { what: "host", how: How::Badly, found: failure.to_string(), help });
            }
        }
        (None, Some(place)) => of_books(engine, place, &mut found),
        (None, None) => {}
    }
    tell(&found, args.host.json)?;
    let badly = found.iter().any(|one| one.how == How::Badly);
    Ok(if badly { Status::Problems } else { Status::Ok })
}

fn tell(found: &[Finding], as_json: bool) -> Result<(), Failure> {
    if as_json {
        let all: Vec<Value> = found
            .iter()
            .map(|one| {
                json!({"what": one.what, "how": one.how.word(), "found": one.found,
                "help": if one.how == How::Well { "" } else { one.help }})
            })
            .collect();
        return show::line(&json!(all).to_string()).map(drop);
    }
    for Finding { what, how, found, help } in found {
        let help = if *how == How::Well || help.is_empty() { String::new() } else { format!("\n      → {help}") };
        show::line(&format!("{:<5} {what}: {}{help}", how.word(), show::plain(found)))?;
    }
    Ok(())
}

fn prices(engine: &Engine) -> Finding {
    let what = "engine";
    let help = "this machine or this file is not sound: do not bill with it";
    match known_case::holds(engine) {
        Ok(true) => Finding { what, how: How::Well, found: format!("prices a known case, {}", engine.digest()), help },
        Ok(false) => Finding { what, how: How::Badly, found: "prices a known case otherwise".into(), help },
        Err(error) => Finding { what, how: How::Badly, found: error.to_string(), help },
    }
}

fn many(what: &'static str, count: i64, how: How, found: &str, help: &'static str) -> Finding {
    let how = if count == 0 { How::Well } else { how };
    Finding { what, how, found: format!("{count} {found}"), help }
}

fn of_books(engine: Engine, place: &Place, found: &mut Vec<Finding>) {
    if let Place::File(file) = place {
        found.extend(machine::books(file));
    }
    let bad =
        |found: String| Finding { what: "books", how: How::Badly, found, help: "`docs/operate.md`, what to do when" };
    let store = match opened(engine, place) {
        Ok(store) => store,
        Err(failure) => return found.push(bad(failure.to_string())),
    };
    found.push(Finding { what: "books", how: How::Well, found: format!("{place} can be read and written"), help: "" });
    found.push(clock::of_books(&store));
    let waiting = match store.waiting() {
        Ok(waiting) => waiting,
        Err(error) => return found.push(bad(error.to_string())),
    };
    let payments =
        |state: &str| waiting.payments.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count);
    let help = "the table `watch` has why; `docs/operate.md`, an account where time cannot pass";
    found.push(many("time", waiting.stuck, How::Badly, "accounts where it cannot pass", help));
    found.push(many("due", waiting.due, How::Look, "accounts where something is due", "a host at its duties does it"));
    let help = "compare with the gateway by the reference; `docs/operate.md`, an unposted payment";
    found.push(many("payments", payments("unposted"), How::Badly, "that moved otherwise than they were asked", help));
    found.push(many(
        "gateway",
        payments("sent"),
        How::Look,
        "payments of which nobody knows what came",
        "they are asked about again",
    ));
    let help = "`GET /v1/deliveries?state=dead` says why, `POST /v1/webhooks/{webhook}/redeliver` sends them again";
    found.push(many("deliveries", waiting.dead, How::Look, "that were given up", help));
}

fn of_host(engine: Engine, args: &HostArgs, found: &mut Vec<Finding>) -> Result<(), Failure> {
    let ours = engine.digest().to_owned();
    let asked = Asked::of(engine, args)?;
    let ready = asked.ask(Method::GET, "/readyz", None);
    found.extend(ready.as_ref().ok().and_then(|told| clock::of_host(told.date.as_deref())));
    let help = "`docs/operate.md`, what to do when; its own log says more";
    found.push(match ready {
        Ok(_) => Finding { what: "host", how: How::Well, found: "ready".into(), help },
        Err(failure) => Finding { what: "host", how: How::Badly, found: failure.to_string(), help },
    });
    let theirs = cell(&asked.get("/v1/version")?, "engine");
    let how = if theirs == ours { How::Well } else { How::Look };
    let help = "another engine than this program's bills there: previews made here may differ";
    found.push(Finding { what: "its engine", how, found: theirs, help });
    let dead = asked.get("/v1/deliveries?state=dead&limit=200")?["data"].as_array().map_or(0, Vec::len);
    let help = "`POST /v1/webhooks/{webhook}/redeliver` sends them again";
    found.push(many("deliveries", dead as i64, How::Look, "that were given up (at most 200 are counted)", help));
    let off = asked.all("/v1/webhooks?")?.into_iter().filter(|webhook| webhook["enabled"] == false).count();
    found.push(many("webhooks", off as i64, How::Look, "that are out of use", "`GET /v1/webhooks` says why"));
    Ok(())
}
