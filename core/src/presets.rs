//! Rulebooks to begin with, and lists to put into one, as they stand in the repository.

/// By name.
pub const PRESETS: [(&str, &str); 6] = [
    ("seat-invoiced", include_str!("../presets/seat-invoiced.json")),
    ("prepaid-cpaas", include_str!("../presets/prepaid-cpaas.json")),
    ("seat-plan-credit", include_str!("../presets/seat-plan-credit.json")),
    ("prepaid-ladder", include_str!("../presets/prepaid-ladder.json")),
    ("credits-overage", include_str!("../presets/credits-overage.json")),
    // Rate data: Duty27 (https://duty27.com/vat-rates/history), CC BY 4.0.
    ("eu-vat-rates", include_str!("../data/eu_vat_rates.json")),
];
