//! The form of a number: `#` a digit, `@` a capital letter, `?` either; any other letter stands for itself.

/// Does the text have the form?
pub(super) fn matches(form: &str, text: &str) -> bool {
    form.len() == text.len()
        && form.bytes().zip(text.bytes()).all(|(form, letter)| match form {
            b'#' => letter.is_ascii_digit(),
            b'@' => letter.is_ascii_uppercase(),
            b'?' => letter.is_ascii_digit() || letter.is_ascii_uppercase(),
            itself => letter == itself,
        })
}
