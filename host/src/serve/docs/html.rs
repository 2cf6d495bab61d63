//! Pieces of HTML. Whatever comes from elsewhere goes through [`text`].

use serde_json::Value;

/// A text as it stands in HTML, in an attribute too.
pub(super) fn text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A sentence with words of code between backticks.
pub(super) fn prose(words: &str) -> String {
    let parts = words.split('`').enumerate();
    parts
        .map(|(place, part)| if place % 2 == 0 { text(part) } else { format!("<code>{}</code>", text(part)) })
        .collect()
}

/// A whole page.
pub(super) fn page(title: &str, aside: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/docs/style.css\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to content</a>\n<nav aria-label=\"{title}\">\n{aside}</nav>\n\
         <main id=\"main\">\n{main}</main>\n</body>\n</html>\n",
        title = text(title)
    )
}

/// Lines that are shown at once, and letters of a line: what has more is scrolled, by keyboard too.
const SHOWN: (usize, usize) = (16, 40);

/// A listing.
pub(super) fn listing(label: &str, code: &str) -> String {
    let scrolls = code.lines().count() > SHOWN.0 || code.lines().any(|line| line.chars().count() > SHOWN.1);
    let by_key =
        if scrolls { format!(" tabindex=\"0\" role=\"group\" aria-label=\"{}\"", text(label)) } else { String::new() };
    format!("<pre{by_key}><code>{}</code></pre>\n", text(code))
}

pub(super) fn string<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

/// The members of an object, in their order.
pub(super) fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

pub(super) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::{prose, text};

    #[test]
    fn nothing_from_elsewhere_is_markup() {
        assert_eq!(text("<b a='x'>&\"</b>"), "&lt;b a=&#39;x&#39;&gt;&amp;&quot;&lt;/b&gt;");
        assert_eq!(prose("a `<b>` c"), "a <code>&lt;b&gt;</code> c");
    }
}
