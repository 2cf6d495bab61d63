//! From a JavaScript value to the JSON that `JSON.stringify` would write, or the reasons why it would lie.
//!
//! `js-sys` tells what a value is; `serde-wasm-bindgen` takes it apart. Nothing is converted on the way: whatever
//! JSON has no word for is refused with its path, and what JSON can say is left for the core to judge. So a
//! fractional number is written as JavaScript prints it, and the core refuses it as it does on every other door.

use crate::js::text;
use crate::refusal::{Refusal, Refusals, push_text};
use js_sys::{Array, JsString, Number, Object};
use serde::Deserialize;
use serde::de::{Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_wasm_bindgen::Deserializer;
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};

/// The core's own bound on nesting. It also keeps this walk within its stack.
const DEPTH_MAX: usize = 128;

/// Writes the value as JSON, or says everything in it that JSON does not have.
pub(crate) fn to_json(value: JsValue) -> Result<String, Refusals> {
    let mut walk = Walk::default();
    walk.value(value);
    if walk.refusals.is_empty() { Ok(walk.json) } else { Err(walk.refusals) }
}

#[derive(Default)]
struct Walk {
    json: String,
    path: String,
    refusals: Refusals,
    /// The arrays and objects around the present place: a value that is its own ancestor has no end.
    around: Vec<JsValue>,
}

/// A child as JavaScript holds it, so that it can be asked what it is before it is taken apart.
#[derive(Deserialize)]
#[serde(transparent)]
struct Child(#[serde(with = "serde_wasm_bindgen::preserve")] JsValue);

impl Walk {
    fn value(&mut self, value: JsValue) {
        let written = if let Some(js) = value.dyn_ref::<JsString>() {
            text(js).map(|text| push_text(&mut self.json, &text))
        } else if value.is_object() {
            self.container(value)
        } else {
            leaf(&value).map(|text| self.json.push_str(&text))
        };
        if let Err(refusal) = written {
            self.refusals.push(&self.path, &refusal);
        }
    }

    fn container(&mut self, value: JsValue) -> Result<(), Refusal> {
        if !Array::is_array(&value) {
            plain(&value)?;
        }
        if self.around.contains(&value) {
            return Err(Refusal::kind("an object that contains itself", "JSON has no references; send a tree"));
        }
        if self.around.len() >= DEPTH_MAX {
            return Err(Refusal {
                code: "json_depth",
                message: format!("nested deeper than {DEPTH_MAX}"),
                help: "no value of the contract nests so deep; compare the call with its schema",
            });
        }
        self.around.push(value.clone());
        let taken = Deserializer::from(value).deserialize_any(&mut *self);
        self.around.pop();
        taken.map_err(|_| Refusal::kind("an object that cannot be read", "send a plain object or array"))
    }

    /// Goes into a child, whose path is one step longer.
    fn step(&mut self, key: &str, child: JsValue) {
        let before = self.path.len();
        self.path.push('/');
        self.path.push_str(&key.replace('~', "~0").replace('/', "~1"));
        self.value(child);
        self.path.truncate(before);
    }
}

/// Takes an array or a plain object apart. Leaves never come here: they are children, and asked first.
impl<'de> Visitor<'de> for &mut Walk {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a plain object or an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.json.push('[');
        let mut index = 0_usize;
        while let Some(Child(child)) = items.next_element()? {
            if index > 0 {
                self.json.push(',');
            }
            self.step(&index.to_string(), child);
            index = index.saturating_add(1);
        }
        self.json.push(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.json.push('{');
        let mut first = true;
        while let Some((Child(key), Child(child))) = entries.next_entry()? {
            // An optional field that is not set, as `JSON.stringify` and TypeScript see it: the field is absent.
            if child.is_undefined() {
                continue;
            }
            match text(key.unchecked_ref()) {
                Ok(key) => {
                    self.json.push_str(if first { "" } else { "," });
                    push_text(&mut self.json, &key);
                    self.json.push(':');
                    self.step(&key, child);
                }
                Err(refusal) => self.refusals.push(&self.path, &refusal),
            }
            first = false;
        }
        self.json.push('}');
        Ok(())
    }
}

/// `null`, `true`, `false` and numbers, as JSON writes them.
fn leaf(value: &JsValue) -> Result<String, Refusal> {
    if value.is_null() {
        Ok(String::from("null"))
    } else if let Some(flag) = value.as_bool() {
        Ok(flag.to_string())
    } else if let Some(number) = value.dyn_ref::<Number>() {
        number_text(value, number)
    } else if value.is_undefined() {
        Err(Refusal::kind("undefined", "leave the item out; only a field of an object may be undefined"))
    } else if value.is_bigint() {
        Err(Refusal::kind("a bigint", "write it as a string of digits: `String(value)`"))
    } else if value.is_symbol() {
        Err(Refusal::kind("a symbol", "write it as a string"))
    } else {
        Err(Refusal::kind("a function", "pass what it returns"))
    }
}

/// A number as JavaScript prints it, which is also how `JSON.stringify` does. No float is touched on the way.
fn number_text(value: &JsValue, number: &Number) -> Result<String, Refusal> {
    let shown = number.to_string_with_radix(10).map(String::from).unwrap_or_default();
    if !Number::is_finite(value) {
        return Err(Refusal::kind(&shown, "mend the calculation it came from, or write a decimal string"));
    }
    if Number::is_integer(value) && !Number::is_safe_integer(value) {
        return Err(Refusal {
            code: "number_range",
            message: format!("the number `{shown}` is beyond what JavaScript counts exactly"),
            help: "write it as a string of digits",
        });
    }
    Ok(shown)
}

/// An object made by `{}`, by `JSON.parse` or by `Object.create(null)`, in this window or another. Everything else
/// (a Date, a Map, a Decimal) would need a guess at what it means.
fn plain(value: &JsValue) -> Result<(), Refusal> {
    let object = value.unchecked_ref::<Object>();
    let prototype = Object::get_prototype_of(object);
    if !prototype.is_null() && !Object::get_prototype_of(&prototype).is_null() {
        let help = "write its value: text for decimals and times, a plain object or array for the rest";
        return Err(Refusal::kind("an instance of a class", help));
    }
    if Object::get_own_property_symbols(object).length() > 0 {
        return Err(Refusal::kind("an object with a symbol for a key", "use texts as keys"));
    }
    Ok(())
}
