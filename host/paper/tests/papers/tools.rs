//! Other people's programs.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A file of these bytes in a folder that goes with it.
pub(crate) struct File {
    folder: tempfile::TempDir,
}

impl File {
    pub(crate) fn of(pdf: &[u8]) -> Self {
        let file = Self { folder: tempfile::tempdir().expect("a folder") };
        std::fs::write(file.path(), pdf).expect("a file");
        file
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("paper.pdf")
    }

    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What is on the pages, one text each.
    pub(crate) fn pages(&self) -> Vec<String> {
        let text = said("pdftotext", &["-layout"], &self.path(), &["-"]);
        text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect()
    }

    /// All text without any space, and with a hyphen for a minus: how lines are broken does not matter.
    pub(crate) fn text(&self) -> String {
        plain(&said("pdftotext", &["-raw"], &self.path(), &["-"]))
    }
}

pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| if letter == '−' { '-' } else { letter })
        .collect()
}

/// What a program prints of a file.
pub(crate) fn said(program: &str, before: &[&str], file: &Path, after: &[&str]) -> String {
    let told = Command::new(program).args(before).arg(file).args(after).output();
    let told = told.unwrap_or_else(|error| panic!("{program}: {error}; install poppler-utils and qpdf"));
    // Poppler 22 takes the boolean that PDF 1.7 has here for wrong (ISO 32000-1, table 321).
    let complaint =
        String::from_utf8_lossy(&told.stderr).replace("Syntax Error: Suspects object is wrong type (boolean)\n", "");
    assert!(told.status.success() && complaint.is_empty(), "{program}: {complaint}");
    String::from_utf8(told.stdout).expect("UTF-8")
}
