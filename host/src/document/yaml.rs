//! YAML 1.2 as JSON, event by event: plain scalars by the core schema, everything else as text. `no` is a text, and so
//! Norway stays Norway.

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::Value;
use serde_json::value::RawValue;

pub(super) fn json(text: &str) -> Result<String, String> {
    let mut writer = Writer::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| error.to_string())?;
        writer.take(event).map_err(|message| at(span, &message))?;
    }
    if writer.documents == 0 { Err("there is nothing in it".to_owned()) } else { Ok(writer.json) }
}

fn at(span: Span, message: &str) -> String {
    format!("line {}, column {}: {message}", span.start.line(), span.start.col() + 1)
}

/// JSON as it grows, and the lists and objects that are open.
#[derive(Default)]
struct Writer {
    json: String,
    open: Vec<Open>,
    documents: u32,
}

/// How many values a list has, or an object of keys and values together.
enum Open {
    List(usize),
    Object(usize),
}

impl Writer {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        unread(&event)?;
        match event {
            Event::DocumentStart(_) if self.documents > 0 => return Err("a second document begins".into()),
            Event::DocumentStart(_) => self.documents += 1,
            Event::Scalar(text, style, ..) => {
                let text_only = self.wants_key() || style != ScalarStyle::Plain;
                let word = if text_only { Value::from(text.as_ref()).to_string() } else { plain(&text)? };
                self.put(&word);
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if self.wants_key() => {
                return Err("a key is not a text".into());
            }
            Event::SequenceStart(..) => {
                self.put("[");
                self.open.push(Open::List(0));
            }
            Event::MappingStart(..) => {
                self.put("{");
                self.open.push(Open::Object(0));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.json.push(if matches!(self.open.pop(), Some(Open::List(_))) { ']' } else { '}' });
            }
            _ => {}
        }
        Ok(())
    }

    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Object(count)) if count % 2 == 0)
    }

    /// A word of JSON, with what stands between it and the one before.
    fn put(&mut self, word: &str) {
        let (before, count) = match self.open.last_mut() {
            None => ("", &mut 0),
            Some(Open::Object(count)) if *count % 2 == 1 => (":", count),
            Some(Open::List(count) | Open::Object(count)) => (if *count == 0 { "" } else { "," }, count),
        };
        *count += 1;
        self.json += before;
        self.json += word;
    }
}

/// What YAML has and JSON has not.
fn unread(event: &Event<'_>) -> Result<(), String> {
    let (anchor, tagged) = match event {
        Event::Alias(_) => return Err("aliases are not read; write the value out".into()),
        Event::Scalar(_, _, anchor, tag) => (*anchor, tag.is_some()),
        Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => (*anchor, tag.is_some()),
        _ => return Ok(()),
    };
    match (anchor, tagged) {
        (0, false) => Ok(()),
        (0, true) => Err("tags are not read; leave it out".into()),
        _ => Err("anchors are not read; leave it out".into()),
    }
}

/// A scalar without quotes, by the core schema (YAML 1.2.2, 10.3.2).
fn plain(text: &str) -> Result<String, String> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Ok("null".into()),
        "true" | "True" | "TRUE" => Ok("true".into()),
        "false" | "False" | "FALSE" => Ok("false".into()),
        // As it stands, so that the core sees whether it has a fraction.
        number if is_number(number) && serde_json::from_str::<&RawValue>(number).is_ok() => Ok(number.to_owned()),
        number if is_number(number) => {
            Err(format!("`{number}` is a number that JSON writes in another way; put it in quotes if it is a text"))
        }
        text => Ok(Value::from(text).to_string()),
    }
}

/// Whole numbers in three bases, and fractions with or without an exponent.
fn is_number(text: &str) -> bool {
    let all = |digits: &str, base: u32| !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base));
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let decimal =
        all(&[whole, fraction].concat(), 10) && all(exponent.strip_prefix(['-', '+']).unwrap_or(exponent), 10);
    let based = |prefix, base| text.strip_prefix(prefix).is_some_and(|digits| all(digits, base));
    let named = matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN");
    decimal || named || based("0x", 16) || based("0o", 8)
}
