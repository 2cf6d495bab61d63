//! Answers calls natively, one a line: `{"verb": …, "call": …}` in, the answer out. What the oracle talks to.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::{self, BufRead as _, BufWriter, Write as _};

#[derive(Deserialize)]
struct Line<'l> {
    verb: String,
    #[serde(borrow)]
    call: &'l RawValue,
}

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let line: Line<'_> = serde_json::from_str(&line)?;
        out.write_all(&counterfoil_core::call(&line.verb, line.call.get().as_bytes()))?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}
