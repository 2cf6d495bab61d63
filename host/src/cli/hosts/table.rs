//! Lists for people: columns of one width, numbers to the right.

use crate::Status;
use crate::cli::{Failure, show};
use serde_json::Value;

/// Prints rows under heads; nothing but a word where there are none.
pub(crate) fn print(heads: &[&str], rows: &[Vec<String>]) -> Result<Status, Failure> {
    if rows.is_empty() {
        return show::line("none");
    }
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let lines: Vec<Vec<String>> = std::iter::once(&heads)
        .chain(rows)
        .map(|row| row.iter().map(|cell| show::plain(cell).replace('\n', " ")).collect())
        .collect();
    let wide = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(wide).collect();
    let right: Vec<bool> = (0..heads.len())
        .map(|column| rows.iter().all(|row| row.get(column).is_some_and(|cell| is_number(cell))))
        .collect();
    let text: Vec<String> = lines
        .iter()
        .map(|line| {
            let cells = line.iter().enumerate().map(|(column, cell)| match right.get(column) {
                Some(true) => format!("{cell:>width$}", width = widths[column]),
                _ => format!("{cell:<width$}", width = widths.get(column).copied().unwrap_or(0)),
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect();
    show::line(&text.join("\n"))
}

fn is_number(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
}

/// A field as it is shown; nothing where it is not there.
pub(crate) fn cell(of: &Value, name: &str) -> String {
    match &of[name] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        other => other.to_string(),
    }
}

/// Some fields of some objects.
pub(crate) fn cells(of: &[Value], names: &[&str]) -> Vec<Vec<String>> {
    of.iter().map(|one| names.iter().map(|name| cell(one, name)).collect()).collect()
}
