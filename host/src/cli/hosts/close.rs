//! `counterfoil close`: a month, closed. Time passes to its end in every account, and what was billed in it is told in sums, with what
//! is still open.

use super::asked::{Asked, HostArgs, encoded};
use super::table::{cell, print};
use crate::cli::progress::Progress;
use crate::cli::sums::Sums;
use crate::cli::{Failure, show};
use crate::{Engine, Status};
use axum::http::Method;
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What `close` is told.
#[derive(Args)]
pub(crate) struct CloseArgs {
    /// Such as `2026-10`; its days are those of invoices, its end is midnight in UTC.
    month: String,
    /// Tell what there is, and let no time pass.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    host: HostArgs,
}

struct Month {
    first: String,
    /// The first day after it.
    end: String,
}

impl Month {
    fn of(text: &str) -> Result<Self, Failure> {
        let wrong = || Failure::Usage(format!("`{text}` is no month; write it as `2026-10`"));
        let first: Date = format!("{text}-01").parse().map_err(|_| wrong())?;
        let end = first.checked_add(jiff::Span::new().months(1)).map_err(|_| wrong())?;
        Ok(Self { first: first.to_string(), end: end.to_string() })
    }

    fn has(&self, day: &str) -> bool {
        (self.first.as_str()..self.end.as_str()).contains(&day)
    }
}

/// Something that keeps the month open.
struct Open {
    what: &'static str,
    account: String,
    which: String,
    why: String,
}

pub(crate) fn run(engine: Engine, args: &CloseArgs) -> Result<Status, Failure> {
    let month = Month::of(&args.month)?;
    let end = format!("{}T00:00:00Z", month.end);
    if jiff::Timestamp::now().to_string().as_str() < end.as_str() && !args.dry_run {
        return Err(Failure::Usage(format!("{} has not ended; look at it with `--dry-run`", args.month)));
    }
    let asked = Asked::of(engine, &args.host)?;
    let accounts = asked.all("/v1/accounts?")?;
    let mut open = Vec::new();
    let progress = Progress::begin("accounts brought to its end", asked.json);
    for account in accounts.iter().filter(|_| !args.dry_run) {
        pass(&asked, account, &month, &end, &mut open)?;
        progress.one();
    }
    progress.end();
    let currency: BTreeMap<String, String> =
        accounts.iter().map(|account| (cell(account, "id"), cell(&account["state"], "currency"))).collect();
    let (invoices, notes) = (asked.all("/v1/invoices?")?, asked.all("/v1/credit-notes?")?);
    let numbered: BTreeSet<(String, String)> =
        invoices.iter().map(|filed| (cell(filed, "account"), cell(filed, "name"))).collect();
    let progress = Progress::begin("accounts looked at", asked.json);
    for account in &accounts {
        look(&asked, &cell(account, "id"), &month, &numbered, &mut open)?;
        progress.one();
    }
    progress.end();
    let of =
        |filed: Vec<Value>| filed.into_iter().filter(|filed| month.has(&cell(filed, "issued_on"))).collect::<Vec<_>>();
    let (invoices, notes) = (of(invoices), of(notes));
    let sums = sums(&invoices, &notes, &currency)?;
    if asked.json {
        let open: Vec<Value> = open
            .iter()
            .map(|one| json!({"what": one.what, "account": one.account, "which": one.which, "why": one.why}))
            .collect();
        show::line(&json!({"month": args.month, "accounts": accounts.len(), "sums": sums, "open": open}).to_string())?;
    } else {
        told(&args.month, accounts.len(), &sums, &open)?;
    }
    Ok(if open.is_empty() { Status::Ok } else { Status::Problems })
}

/// Time passes to the end of the month, once, where it has not.
fn pass(asked: &Asked, account: &Value, month: &Month, end: &str, open: &mut Vec<Open>) -> Result<(), Failure> {
    let (id, state) = (cell(account, "id"), &account["state"]);
    if cell(state, "as_of").as_str() >= end || cell(state, "service") == "closed" {
        return Ok(());
    }
    let path = format!("/v1/accounts/{}/time", encoded(&id));
    let body = json!({"id": format!("close.{}", month.end), "time": end});
    match asked.ask(Method::POST, &path, Some(&body)) {
        Ok(_) => Ok(()),
        Err(Failure::Refused(why)) => {
            open.push(Open { what: "time", account: id, which: end.to_owned(), why });
            Ok(())
        }
        Err(other) => Err(other),
    }
}

/// Invoices of the month that wait for a person, and payments of the month, or before, that are not over.
fn look(
    asked: &Asked,
    id: &str,
    month: &Month,
    numbered: &BTreeSet<(String, String)>,
    open: &mut Vec<Open>,
) -> Result<(), Failure> {
    let path = format!("/v1/accounts/{}", encoded(id));
    for draft in asked.all(&format!("{path}/effects?kind=invoice_drafted&"))? {
        let name = cell(&draft, "invoice");
        // Engines of before say no day: it is the one of the moment in UTC.
        let day = Some(cell(&draft, "day")).filter(|day| !day.is_empty()).unwrap_or_else(|| day_of(&draft, "time"));
        if draft["parked"] == true && month.has(&day) && !numbered.contains(&(id.to_owned(), name.clone())) {
            let why = format!("parked above the rulebook's bound; `counterfoil invoice issue {id} {name}`");
            open.push(Open { what: "invoice", account: id.to_owned(), which: name, why });
        }
    }
    for payment in asked.all(&format!("{path}/payments?"))? {
        let state = cell(&payment, "state");
        if ["unposted", "sent", "pending"].contains(&&*state) && day_of(&payment, "asked_at") < month.end {
            let why = format!("{state} {}", cell(&payment, "reason")).trim_end().to_owned();
            open.push(Open { what: "payment", account: id.to_owned(), which: cell(&payment, "charge"), why });
        }
    }
    Ok(())
}

/// The day of a moment, in UTC.
fn day_of(of: &Value, name: &str) -> String {
    cell(of, name).chars().take(10).collect()
}

/// By currency: how many invoices, what they come to, what is still to be paid, what was credited.
fn sums(
    invoices: &[Value],
    notes: &[Value],
    currency: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Value>, Failure> {
    let mut of: BTreeMap<String, (Sums, usize, usize)> = BTreeMap::new();
    let whose = |filed: &Value| currency.get(&cell(filed, "account")).cloned().unwrap_or_default();
    for invoice in invoices {
        let (sums, many, _) = of.entry(whose(invoice)).or_default();
        *many += 1;
        sums.add("invoiced", &cell(invoice, "amount"))?;
        sums.add("to_pay", &cell(invoice, "to_pay"))?;
        if cell(invoice, "status") == "overdue" {
            sums.add("overdue", &cell(invoice, "to_pay"))?;
        }
    }
    for note in notes {
        let (sums, _, many) = of.entry(whose(note)).or_default();
        *many += 1;
        sums.add("credited", &cell(note, "amount"))?;
    }
    let told = |(currency, (sums, invoices, notes)): (String, (Sums, usize, usize))| {
        let sum = |name: &str| sums.sum(name);
        let one = json!({"invoices": invoices, "invoiced": sum("invoiced"), "to_pay": sum("to_pay"), "overdue": sum("overdue"),
            "credit_notes": notes, "credited": sum("credited")});
        (currency, one)
    };
    Ok(of.into_iter().map(told).collect())
}

fn told(month: &str, accounts: usize, sums: &BTreeMap<String, Value>, open: &[Open]) -> Result<(), Failure> {
    show::line(&format!("{month}: {accounts} accounts\n"))?;
    let names = ["invoices", "invoiced", "to_pay", "overdue", "credit_notes", "credited"];
    let rows: Vec<Vec<String>> = sums
        .iter()
        .map(|(currency, one)| {
            std::iter::once(currency.clone()).chain(names.iter().map(|name| cell(one, name))).collect()
        })
        .collect();
    print(&["currency", "invoices", "invoiced", "to pay", "overdue", "credit notes", "credited"], &rows)?;
    if open.is_empty() {
        return show::line("\nclosed: nothing is open").map(drop);
    }
    show::line("\nstill open")?;
    let rows: Vec<Vec<String>> = open
        .iter()
        .map(|one| vec![one.what.to_owned(), one.account.clone(), one.which.clone(), one.why.clone()])
        .collect();
    print(&["what", "account", "which", "why"], &rows).map(drop)
}
