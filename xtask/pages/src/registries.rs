//! Pages of the registries: every problem code and every rule, with the sentence that stands beside it in the code.

use super::Page;
use super::markdown::page;
use counterfoil_core::problem::Code;
use counterfoil_core::rule::Rule;
use std::fmt::Write as _;

pub(super) fn problems() -> Page {
    let lead = "Every code a refusal can carry. Problems of shape come all at once, in document order; a call without \
                one is held against the rules, whose first refusal in this order is told.";
    listed("problems", "Problems", "code", lead, Code::ALL.iter().map(|code| (code.name(), code.summary())))
}

pub(super) fn rules() -> Page {
    let lead = "Every rule that can make or change a decision. The id is the same in answers, cases and code.";
    listed("rules", "Rules", "rule", lead, Rule::ALL.iter().map(|rule| (rule.name(), rule.summary())))
}

fn listed(
    name: &str,
    title: &str,
    what: &str,
    lead: &str,
    entries: impl Iterator<Item = (&'static str, &'static str)>,
) -> Page {
    let mut md = format!("# {title}\n\n{lead}\n\n| {what} | |\n| --- | --- |\n");
    for (name, summary) in entries {
        // Writing to a String cannot fail.
        let _ = writeln!(md, "| `{name}` | {} |", summary.replace('|', "\\|"));
    }
    page(name, md)
}
