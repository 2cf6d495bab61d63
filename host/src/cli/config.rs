//! What `serve` is told by a file. Its keys are the long names of the command line's words, so that there is one list of them; what
//! the command line says stands over the environment, and that over the file.

use super::{Command, Failure, show};
use crate::Status;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, CommandFactory as _, FromArgMatches as _, Subcommand};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use toml::{Spanned, Value};

#[derive(Subcommand)]
pub(crate) enum ConfigVerb {
    /// Print what `serve` would be told, by whom, and without what is secret in it.
    Show(Box<super::ServeArgs>),
}

/// What names the file itself.
const CONFIG: &str = "config";

type File = BTreeMap<Spanned<String>, Spanned<Value>>;

/// The command, with what its file says; `config show` has been answered, and is no command any more.
pub(super) fn parse() -> Result<Result<Command, Status>, Failure> {
    let mut words: Vec<OsString> = std::env::args_os().collect();
    let mut matches = Command::command().get_matches_from(&words);
    let mut from_file = Vec::new();
    if let Some(file) = serving(&matches).and_then(|serve| serve.get_one::<PathBuf>(CONFIG)) {
        let named = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|error| Failure::Usage(format!("{named}: {error}")))?;
        let found = said(&text, |id| serving(&matches).is_some_and(|serve| is_free(serve, id)));
        let found = found.map_err(|error| Failure::Usage(format!("{named}:{error}")))?;
        from_file = found.iter().map(|(id, _)| id.clone()).collect();
        words.extend(found.into_iter().flat_map(|(_, words)| words).map(OsString::from));
        let read = Command::command().try_get_matches_from(&words);
        matches = read.map_err(|error| Failure::Usage(format!("{named}: {error}")))?;
    }
    if let Some(("config", _)) = matches.subcommand()
        && let Some(serve) = serving(&matches)
    {
        return show::line(&shown(serve, &from_file)).map(Err);
    }
    super::hosts::look(&matches);
    Command::from_arg_matches(&matches).map(Ok).map_err(|error| Failure::Usage(error.to_string()))
}

/// What `serve` is told, or would be.
fn serving(matches: &ArgMatches) -> Option<&ArgMatches> {
    match matches.subcommand()? {
        ("serve", serve) => Some(serve),
        ("config", config) => config.subcommand_matches("show"),
        _ => None,
    }
}

/// Has nobody said anything of it?
fn is_free(serve: &ArgMatches, id: &str) -> bool {
    serve.value_source(id).is_none_or(|source| source == ValueSource::DefaultValue)
}

/// The words of `serve`, but the one that names the file.
fn known() -> Vec<Arg> {
    let command = Command::command();
    let serve = command.find_subcommand("serve").map(|serve| serve.get_arguments().cloned().collect::<Vec<_>>());
    serve.unwrap_or_default().into_iter().filter(|arg| arg.get_id() != CONFIG && arg.get_long().is_some()).collect()
}

/// What `serve` is told, for its documentation: each word, its variable and its default.
#[must_use]
pub fn settings() -> Vec<[String; 3]> {
    let of = |arg: &Arg| {
        let env = arg.get_env().map(|env| env.to_string_lossy().into_owned()).unwrap_or_default();
        let default = match arg.get_action() {
            ArgAction::SetTrue => "false".to_owned(),
            _ => arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect(),
        };
        [format!("--{}", arg.get_long().unwrap_or_default()), env, default]
    };
    known().iter().map(of).collect()
}

/// Would `serve` understand this file? Says whether there is something secret in it, or what is wrong.
pub(super) fn sound(file: &Path) -> Result<bool, String> {
    let named = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| format!("{named}: {error}"))?;
    let found = said(&text, |_| true).map_err(|error| format!("{named}:{error}"))?;
    let secret = found.iter().any(|(id, words)| {
        let is_hidden = |word: &String| word.split_once('=').is_some_and(|(_, value)| hidden(value) != value);
        super::stripe::SECRETS.contains(&&**id) || words.iter().any(is_hidden)
    });
    let words = ["counterfoil", "serve"].into_iter().map(str::to_owned);
    let words = words.chain(found.into_iter().flat_map(|(_, words)| words));
    let read = Command::command().try_get_matches_from(words);
    let first = |error: clap::Error| error.to_string().lines().next().unwrap_or_default().to_owned();
    read.map(|_| secret).map_err(|error| format!("{named}: {}", first(error)))
}

/// What a file says where `free` says that it may: ids, with the words of a command line. Or its line, and what is wrong there.
fn said(text: &str, free: impl Fn(&str) -> bool) -> Result<Vec<(String, Vec<String>)>, String> {
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(1, |span| line(span.start));
        format!("{at}: {}", error.message())
    })?;
    let (known, mut all) = (known(), Vec::new());
    for (key, value) in file {
        let wrong = |what: &str| format!("{}: {what} `{}`", line(key.span().start), key.get_ref());
        let arg = known.iter().find(|arg| arg.get_long() == Some(key.get_ref().as_str()));
        let arg = arg.ok_or_else(|| wrong("there is no key"))?;
        let words = words(arg, value.get_ref()).ok_or_else(|| wrong("that is no value of"))?;
        if free(arg.get_id().as_str()) {
            all.push((arg.get_id().to_string(), words));
        }
    }
    Ok(all)
}

/// The same as a command line says it.
fn words(arg: &Arg, value: &Value) -> Option<Vec<String>> {
    let long = arg.get_long()?;
    let is_list = matches!(arg.get_action(), ArgAction::Append);
    match (value, arg.get_action()) {
        (Value::Boolean(on), ArgAction::SetTrue) => Some(on.then(|| format!("--{long}")).into_iter().collect()),
        (_, ArgAction::SetTrue) => None,
        (Value::String(text), _) => Some(vec![format!("--{long}={text}")]),
        (Value::Array(all), _) if is_list => {
            all.iter().map(|one| Some(format!("--{long}={}", one.as_str()?))).collect()
        }
        _ => None,
    }
}

/// As a file would say it.
fn shown(serve: &ArgMatches, from_file: &[String]) -> String {
    let lines = known().into_iter().filter_map(|arg| {
        let (id, long) = (arg.get_id().as_str(), arg.get_long()?);
        let whence = match serve.value_source(id) {
            _ if from_file.iter().any(|known| known == id) => "file",
            Some(ValueSource::CommandLine) => "command line",
            Some(ValueSource::EnvVariable) => "environment",
            _ => "default",
        };
        let shown = |text: &str| if super::stripe::SECRETS.contains(&id) { "***".to_owned() } else { hidden(text) };
        let texts = serve.get_raw(id).into_iter().flatten().map(|text| shown(&text.to_string_lossy()));
        let texts: Vec<String> = texts.map(|text| serde_json::Value::from(text).to_string()).collect();
        Some(match (arg.get_action(), texts.first()) {
            (ArgAction::SetTrue, _) => format!("{long} = {}  # {whence}", serve.get_flag(id)),
            (_, None) => format!("# {long}: nothing"),
            (ArgAction::Append, _) => format!("{long} = [{}]  # {whence}", texts.join(", ")),
            (_, Some(text)) => format!("{long} = {text}  # {whence}"),
        })
    });
    let mut lines: Vec<String> = lines.collect();
    let secret = if std::env::var_os("COUNTERFOIL_SECRET_KEY").is_some() { "set" } else { "not set" };
    lines.push(format!("# COUNTERFOIL_SECRET_KEY is {secret}"));
    lines.join("\n")
}

/// Of a URL without what proves who asks: the password before its host, and whatever stands behind `?` but TLS.
fn hidden(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let rest = match rest.rsplit_once('@') {
        Some((who, host)) => match who.split_once(':') {
            Some((user, _)) => format!("{user}:***@{host}"),
            None => format!("{who}@{host}"),
        },
        None => rest.to_owned(),
    };
    let plain = |part: &&str| ["sslmode=", "tls="].iter().any(|name| part.starts_with(name));
    let query: Vec<&str> = query.into_iter().flat_map(|query| query.split('&')).filter(plain).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    format!("{scheme}://{rest}{query}")
}

#[cfg(test)]
mod tests {
    use super::{hidden, said};

    #[test]
    fn a_file_says_what_a_command_line_says() {
        let text = "listen = \"0.0.0.0:80\"\nhost = [\"a.example\", \"b.example\"]\ninbox = true\n";
        let all = said(text, |id| id != "listen").expect("it is read");
        let words: Vec<String> = all.into_iter().flat_map(|(_, words)| words).collect();
        assert_eq!(words, ["--host=a.example", "--host=b.example", "--inbox"]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, told) in [
            ("listen = \"x\"\n\nlisen = \"y\"\n", "3: there is no key `lisen`"),
            ("# first\nconfig = \"again.toml\"", "2: there is no key `config`"),
            ("listen = 80", "1: that is no value of `listen`"),
            ("inbox = \"yes\"", "1: that is no value of `inbox`"),
            ("[serve]\nlisten = \"x\"", "there is no key `serve`"),
        ] {
            let error = said(text, |_| true).expect_err(text);
            assert!(error.contains(told), "{text}: {error}");
        }
        assert!(said("a = \n", |_| true).expect_err("no TOML").starts_with("1: "));
    }

    #[test]
    fn secrets_are_hidden() {
        for (text, told) in [
            ("postgres://u:p@ss@db/x?sslmode=require&password=p", "postgres://u:***@db/x?sslmode=require"),
            ("smtp://u:p@mail.example:587?tls=required", "smtp://u:***@mail.example:587?tls=required"),
            ("https://app.example", "https://app.example"),
            ("counterfoil.db", "counterfoil.db"),
        ] {
            assert_eq!(hidden(text), told);
        }
    }
}
