//! What the program says of itself stands in the docs. The table of `docs/operate.md` has each word that `serve` is told, its variable and its default, and no other.

use counterfoil_tests::root;

#[test]
fn what_serve_is_told_stands_in_the_docs() {
    let docs = std::fs::read_to_string(root().join("docs/operate.md")).expect("a page");
    let table: Vec<&str> = docs.lines().filter(|line| line.starts_with("| `--")).collect();
    let code = |text: &String| if text.is_empty() { String::new() } else { format!("`{text}`") };
    let settings = counterfoil::cli::settings();
    let expected: Vec<String> = settings
        .iter()
        .map(|cells| format!("| {} |", cells.iter().map(code).collect::<Vec<_>>().join(" | ")))
        .collect();
    for line in &expected {
        assert!(table.iter().any(|told| told.starts_with(line.as_str())), "{line}\n{}", expected.join("\n"));
    }
    assert_eq!(table.len(), expected.len(), "{}", expected.join("\n"));
}

#[test]
fn the_page_of_the_command_line_is_fresh() {
    let page = std::fs::read_to_string(root().join("docs/cli.md")).expect("docs/cli.md");
    assert!(
        page.trim_end() == counterfoil::cli::reference().trim_end(),
        "docs/cli.md is stale: run `cargo xtask bless`"
    );
}
