//! What a file imports and which paths it writes, from its tokens: comments are none, and what is for tests is left out.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;

pub(super) struct Import {
    /// What it is called here; `*` for everything.
    pub(super) name: String,
    pub(super) path: Vec<String>,
    pub(super) line: usize,
    /// Is it handed on?
    pub(super) public: bool,
}

#[derive(Default)]
pub(super) struct Source {
    pub(super) imports: Vec<Import>,
    /// Paths of two or more names outside imports, and where.
    pub(super) paths: Vec<(Vec<String>, usize)>,
    /// Every name outside imports.
    pub(super) names: BTreeSet<String>,
    /// Those that are no field and not given here.
    pub(super) used: BTreeSet<String>,
}

impl Source {
    pub(super) fn read(name: &str, text: &str) -> Self {
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut source = Self::default();
        source.walk(&tokens.into_iter().collect::<Vec<_>>());
        source
    }

    fn walk(&mut self, tokens: &[TokenTree]) {
        let (mut at, mut public) = (0, false);
        while let Some(token) = tokens.get(at) {
            let rest = &tokens[at..];
            if is_for_tests(rest) {
                at += item_length(rest);
                continue;
            }
            match token {
                TokenTree::Ident(word) if word == "use" && !is_punct(rest.get(1), '<') => {
                    let end = rest.iter().position(|token| is_punct(Some(token), ';')).unwrap_or(rest.len());
                    self.import(&rest[1..end], &[], public);
                    at += end;
                }
                TokenTree::Ident(word) if word == "pub" => {
                    public = true;
                    at += 1 + usize::from(is_scope(rest.get(1)));
                    continue;
                }
                TokenTree::Ident(word) => {
                    let path = path(rest);
                    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
                    let field =
                        is_punct(before, '.') || path.len() == 1 && is_punct(rest.get(1), ':') && !is_path(rest);
                    self.names.insert(path[0].clone());
                    if !field && !is_named(before) {
                        self.used.insert(path[0].clone());
                    }
                    at += path.len() * 3 - 3;
                    if path.len() > 1 && !is_punct(before, ':') {
                        self.paths.push((path, word.span().start().line));
                    }
                }
                TokenTree::Literal(literal) => self.literal(&literal.to_string(), literal.span().start().line),
                TokenTree::Group(group) => self.walk(&group.stream().into_iter().collect::<Vec<_>>()),
                TokenTree::Punct(_) => {}
            }
            public = false;
            at += 1;
        }
    }

    /// The path of an attribute: `#[serde(default = "super::priority")]`.
    fn literal(&mut self, text: &str, line: usize) {
        let text = text.trim_matches('"');
        let plain = text.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | ':'));
        if plain && (text.starts_with("super::") || text.starts_with("crate::")) {
            self.paths.push((text.split("::").map(str::to_owned).collect(), line));
        }
    }

    /// One tree of a `use`, below the names that lead to it.
    fn import(&mut self, tokens: &[TokenTree], base: &[String], public: bool) {
        for tree in tokens.split(|token| is_punct(Some(token), ',')).filter(|tree| !tree.is_empty()) {
            let (mut path, mut name, mut line) = (base.to_vec(), None, 0);
            let mut tokens = tree.iter();
            while let Some(token) = tokens.next() {
                match token {
                    TokenTree::Ident(word) if word == "as" => name = tokens.next().map(ToString::to_string),
                    TokenTree::Ident(word) => {
                        line = word.span().start().line;
                        if word != "self" || path.is_empty() {
                            path.push(word.to_string());
                        }
                    }
                    TokenTree::Punct(mark) if mark.as_char() == '*' => name = Some(String::from("*")),
                    TokenTree::Group(group) => {
                        self.import(&group.stream().into_iter().collect::<Vec<_>>(), &path, public);
                        path.clear();
                    }
                    _ => {}
                }
            }
            if let Some(last) = path.last() {
                let name = name.unwrap_or_else(|| last.clone());
                self.imports.push(Import { name, path, line, public });
            }
        }
    }
}

fn is_punct(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// Do `::` and a name follow the first token?
fn is_path(tokens: &[TokenTree]) -> bool {
    is_punct(tokens.get(1), ':') && is_punct(tokens.get(2), ':')
}

/// `(crate)`, `(super)`, `(in crate::catalog)`: who may see it, and no import.
fn is_scope(token: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Group(group)) = token else { return false };
    let first = group.stream().into_iter().next().map(|word| word.to_string());
    group.delimiter() == Delimiter::Parenthesis
        && first.is_some_and(|word| matches!(&*word, "crate" | "super" | "self" | "in"))
}

/// After `mod` and `fn` a name is given and not used.
fn is_named(before: Option<&TokenTree>) -> bool {
    matches!(before, Some(TokenTree::Ident(word)) if word == "mod" || word == "fn")
}

/// The names of a path from its first on.
fn path(tokens: &[TokenTree]) -> Vec<String> {
    let (mut path, mut at) = (vec![tokens[0].to_string()], 0);
    while is_path(&tokens[at..])
        && let Some(TokenTree::Ident(word)) = tokens.get(at + 3)
    {
        path.push(word.to_string());
        at += 3;
    }
    path
}

/// Does `#[cfg(test)]` stand here?
fn is_for_tests(tokens: &[TokenTree]) -> bool {
    let Some(TokenTree::Group(group)) = tokens.get(1) else { return false };
    is_punct(tokens.first(), '#') && group.stream().to_string().replace(' ', "") == "cfg(test)"
}

/// The tokens of an attribute and the item it is of: up to its `;` or its braces.
fn item_length(tokens: &[TokenTree]) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        other => is_punct(Some(other), ';'),
    };
    tokens.iter().position(ends).map_or(tokens.len(), |end| end + 1)
}
