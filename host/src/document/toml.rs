//! TOML 1.1 as JSON. Repeated keys are an error of TOML itself; dates and times become the texts they are.

use serde_json::{Map, Number, Value};
use toml::Value as Toml;

pub(super) fn json(text: &str) -> Result<String, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    Ok(value(Toml::Table(table))?.to_string())
}

fn value(toml: Toml) -> Result<Value, String> {
    Ok(match toml {
        Toml::String(text) => Value::String(text),
        Toml::Integer(number) => Value::from(number),
        // A fraction keeps its point (`1.0`), by which the core knows and refuses it.
        Toml::Float(number) => {
            Value::Number(Number::from_f64(number).ok_or_else(|| format!("`{number}` is not a number of JSON"))?)
        }
        Toml::Boolean(truth) => Value::Bool(truth),
        Toml::Datetime(time) => Value::String(time.to_string()),
        Toml::Array(items) => Value::Array(items.into_iter().map(value).collect::<Result<_, _>>()?),
        Toml::Table(table) => {
            let fields = table.into_iter().map(|(key, field)| Ok((key, value(field)?)));
            Value::Object(fields.collect::<Result<Map<_, _>, String>>()?)
        }
    })
}
