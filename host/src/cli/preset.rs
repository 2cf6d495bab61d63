//! Rulebooks to begin with, and lists to put into one, as they stand in the repository.

use super::{Failure, show};
use crate::Status;

/// By name.
const PRESETS: [(&str, &str); 6] = [
    ("seat-invoiced", include_str!("../../../core/presets/seat-invoiced.json")),
    ("prepaid-cpaas", include_str!("../../../core/presets/prepaid-cpaas.json")),
    ("seat-plan-credit", include_str!("../../../core/presets/seat-plan-credit.json")),
    ("prepaid-ladder", include_str!("../../../core/presets/prepaid-ladder.json")),
    ("credits-overage", include_str!("../../../core/presets/credits-overage.json")),
    // Rate data: Duty27 (https://duty27.com/vat-rates/history), CC BY 4.0.
    ("eu-vat-rates", include_str!("../../../core/data/eu_vat_rates.json")),
];

pub(super) fn print(name: Option<&str>) -> Result<Status, Failure> {
    let names = PRESETS.map(|(name, _)| name).join("\n");
    let Some(name) = name else { return show::line(&names) };
    let preset = PRESETS.iter().find(|(known, _)| *known == name);
    let (_, text) =
        preset.ok_or_else(|| Failure::Usage(format!("there is no preset `{name}`; use one of\n{names}")))?;
    show::line(text.trim_end())
}
