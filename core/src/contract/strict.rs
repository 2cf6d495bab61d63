//! Says in the schema what the reader does: an optional field is left out, and `null` is refused. The schema library
//! writes every Rust `Option` as "or null", which would promise more than the engine takes.

use alloc::string::String;
use serde_json::Value;

/// Removes "or null" everywhere below.
pub fn tighten(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut() {
        if let Some(Value::Array(mut choices)) = object.remove("anyOf") {
            choices.retain(|choice| choice["type"] != "null");
            match (choices.len(), choices.pop()) {
                (1, Some(Value::Object(only))) => object.extend(only),
                (_, last) => drop(object.insert(String::from("anyOf"), choices.into_iter().chain(last).collect())),
            }
        }
        if let Some(Value::Array(types)) = object.get("type")
            && let [only, Value::String(null)] = types.as_slice()
            && null == "null"
        {
            let only = only.clone();
            object.insert(String::from("type"), only);
        }
        object.values_mut().for_each(tighten);
    } else if let Some(list) = schema.as_array_mut() {
        list.iter_mut().for_each(tighten);
    }
}
