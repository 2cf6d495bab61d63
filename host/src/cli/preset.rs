//! Rulebooks to begin with, as they stand in the repository.

use super::{Failure, show};
use crate::Status;

/// By name.
const PRESETS: [(&str, &str); 3] = [
    ("prepaid-cpaas", include_str!("../../../core/presets/prepaid-cpaas.json")),
    ("prepaid-ladder", include_str!("../../../core/presets/prepaid-ladder.json")),
    ("credits-overage", include_str!("../../../core/presets/credits-overage.json")),
];

pub(super) fn print(name: Option<&str>) -> Result<Status, Failure> {
    let names = PRESETS.map(|(name, _)| name).join("\n");
    let Some(name) = name else { return show::line(&names) };
    let preset = PRESETS.iter().find(|(known, _)| *known == name);
    let (_, text) =
        preset.ok_or_else(|| Failure::Usage(format!("there is no preset `{name}`; use one of\n{names}")))?;
    show::line(text.trim_end())
}
