//! `counterfoil user` and `counterfoil tenant`: who signs in at the console, and whose books there are.

use super::asked::{Asked, HostArgs, encoded};
use super::table::{cell, cells, print};
use crate::cli::{Failure, show};
use crate::identity::Role;
use crate::{Engine, Status};
use axum::http::Method;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// What `user` is told.
#[derive(Args)]
pub(crate) struct UserArgs {
    #[command(flatten)]
    host: HostArgs,
    #[command(subcommand)]
    what: UserVerb,
}

#[derive(Subcommand)]
enum UserVerb {
    /// The users that there are.
    List,
    /// Make a user, and print a temporary password: it is good for one sign-in, and is changed there.
    Add {
        /// The name, such as an address.
        name: String,
        /// read, support, finance or admin.
        #[arg(long, default_value = "read")]
        role: String,
    },
    /// Print another temporary password; the old one is out, and so are sessions.
    Reset {
        /// The name.
        name: String,
    },
    /// Let a user in no more.
    Disable {
        /// The name.
        name: String,
    },
    /// Let a user in again.
    Enable {
        /// The name.
        name: String,
    },
}

pub(crate) fn user(engine: Engine, args: &UserArgs) -> Result<Status, Failure> {
    let asked = Asked::of(engine, &args.host)?;
    let post = |path: String, body: Value| asked.ask(Method::POST, &path, Some(&body))?.value();
    let of = |name: &str, verb: &str| post(format!("/v1/users/{}/{verb}", encoded(name)), json!({}));
    let secret =
        |told: Value| show::line(&if asked.json { told.to_string() } else { cell(&told, "temporary_password") });
    let done = |told: Value, text: String| show::line(&if asked.json { told.to_string() } else { text });
    match &args.what {
        UserVerb::List => {
            let users = asked.all("/v1/users?")?;
            if asked.json {
                return show::line(&json!(users).to_string());
            }
            let fields = ["name", "role", "password", "totp", "disabled", "signed_in_at"];
            print(&["name", "role", "password", "second factor", "disabled", "signed in"], &cells(&users, &fields))
        }
        UserVerb::Add { name, role } => secret(post("/v1/users".into(), json!({"name": name, "role": role}))?),
        UserVerb::Reset { name } => secret(of(name, "reset")?),
        UserVerb::Disable { name } => done(of(name, "disable")?, format!("{name} is let in no more")),
        UserVerb::Enable { name } => done(of(name, "enable")?, format!("{name} is let in")),
    }
}

/// What `tenant` is told.
#[derive(Args)]
pub(crate) struct TenantArgs {
    #[command(flatten)]
    host: HostArgs,
    #[command(subcommand)]
    what: TenantVerb,
}

#[derive(Subcommand)]
enum TenantVerb {
    /// The tenants that there are. A host asks for an operator's key.
    List,
    /// Make a tenant, and print its first key: this once.
    Add {
        /// Its name.
        name: String,
    },
}

pub(crate) fn tenant(engine: Engine, args: &TenantArgs) -> Result<Status, Failure> {
    let asked = Asked::by(engine, &args.host, Role::Operator)?;
    match &args.what {
        TenantVerb::List => {
            let tenants = asked.all("/v1/tenants?")?;
            if asked.json {
                return show::line(&json!(tenants).to_string());
            }
            print(&["tenant"], &cells(&tenants, &["tenant"]))
        }
        TenantVerb::Add { name } => {
            let told = asked.ask(Method::POST, "/v1/tenants", Some(&json!({"name": name})))?.value()?;
            show::line(&if asked.json { told.to_string() } else { cell(&told, "key") })
        }
    }
}
