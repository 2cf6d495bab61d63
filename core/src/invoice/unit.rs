//! Units of measure: the rulebook's own words as codes of UN/ECE Recommendation 20.

/// The code of a unit (BT-130). Two or three capitals or digits stand for a code already, whether the list has it or
/// not (rule `invoice.einvoice` asks); a word that is not known, such as `token` or `seat`, is counted in ones (`C62`).
#[must_use]
pub fn unit_code(unit: &str) -> &str {
    match unit {
        "second" => "SEC",
        "minute" => "MIN",
        "hour" => "HUR",
        "day" => "DAY",
        "week" => "WEE",
        "month" => "MON",
        "quarter" => "QAN",
        "year" => "ANN",
        "message" => "NF",
        "byte" => "AD",
        "kilobyte" | "kb" => "2P",
        "megabyte" | "mb" => "4L",
        "gigabyte" | "gb" => "E34",
        "terabyte" | "tb" => "E35",
        "kilowatt_hour" | "kwh" => "KWH",
        "percent" => "P1",
        code if is_code(code) => code,
        _ => "C62",
    }
}

fn is_code(unit: &str) -> bool {
    (2..=3).contains(&unit.len()) && unit.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}
