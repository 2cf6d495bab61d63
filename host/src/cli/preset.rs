//! Rulebooks to begin with, and lists to put into one, as they stand in the repository.

use super::{Failure, show};
use crate::Status;
use counterfoil_core::presets::PRESETS;

pub(super) fn print(name: Option<&str>) -> Result<Status, Failure> {
    let names = PRESETS.map(|(name, _)| name).join("\n");
    let Some(name) = name else { return show::line(&names) };
    let preset = PRESETS.iter().find(|(known, _)| *known == name);
    let (_, text) =
        preset.ok_or_else(|| Failure::Usage(format!("there is no preset `{name}`; use one of\n{names}")))?;
    show::line(text.trim_end())
}
