//! `cargo xtask size`: how large the file is that a page waits for, where its bytes are, and whether it is within its budget.

use crate::artefact;
use crate::build::{FILE, build};
use crate::outcome::{Outcome, output, root};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Most KiB that the file may have in brotli. It is lowered with every part that makes the file smaller.
const BUDGET_KIB: f64 = 290.0;

/// Where the table is kept.
const PAGE: &str = "docs/size.md";
const BEGIN: &str = "<!-- made by `cargo xtask size` -->\n";
const END: &str = "<!-- end -->";

/// The file in bytes: as it is, in gzip, in brotli.
struct Sizes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Sizes {
    /// Node compresses as a server does; its brotli is the one that browsers' makers wrote.
    fn of(file: &Path) -> Outcome<Self> {
        const SCRIPT: &str =
            "const z=require('node:zlib'),b=require('node:fs').readFileSync(process.argv[1]),c=z.constants;
            const params={[c.BROTLI_PARAM_QUALITY]:11,[c.BROTLI_PARAM_LGWIN]:24,[c.BROTLI_PARAM_SIZE_HINT]:b.length};
            console.log(b.length,z.gzipSync(b,{level:9}).length,z.brotliCompressSync(b,{params}).length)";
        let told = output(Command::new("node").args(["-e", SCRIPT]).arg(file))?;
        let sizes: Vec<u64> = told.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [raw, gzip, brotli] = sizes[..] else { return Err("node told no sizes".into()) };
        Ok(Self { raw, gzip, brotli })
    }

    fn line(&self) -> String {
        let kib = |bytes: u64| format!("{:.1} KiB", bytes as f64 / 1024.0);
        format!("{}: {}, gzip {}, brotli {}", FILE, kib(self.raw), kib(self.gzip), kib(self.brotli))
    }

    fn within(&self) -> Outcome {
        if self.brotli as f64 / 1024.0 <= BUDGET_KIB {
            return Ok(());
        }
        let line = self.line();
        Err(format!("{line}; the budget is {BUDGET_KIB} KiB in brotli (BUDGET_KIB in xtask/src/size.rs)").into())
    }
}

/// The file as it is built, held against its budget.
pub(crate) fn check() -> Outcome {
    build()?;
    let sizes = Sizes::of(&root().join("wasm/pkg").join(FILE))?;
    println!("{}", sizes.line());
    sizes.within()
}

/// The same, and the table by room in `docs/size.md` anew.
pub(crate) fn size() -> Outcome {
    build()?;
    let root = root();
    let sizes = Sizes::of(&root.join("wasm/pkg").join(FILE))?;
    let named = fs::read(artefact::named(&root)?)?;
    let table = table(&sizes, &by_room(&named)?);
    print!("{table}");
    let page = root.join(PAGE);
    let text = fs::read_to_string(&page)?;
    let marks = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = marks.ok_or("docs/size.md has no place for the table")?;
    fs::write(page, format!("{before}{BEGIN}{table}{END}{after}"))?;
    sizes.within()
}

fn table(sizes: &Sizes, rooms: &BTreeMap<String, u64>) -> String {
    let mut rows: Vec<_> = rooms.iter().collect();
    rows.sort_by_key(|(_, bytes)| std::cmp::Reverse(**bytes));
    let all: u64 = rooms.values().sum();
    let mut table = format!("{}\n\n| room | code | share |\n| --- | ---: | ---: |\n", sizes.line());
    for (room, bytes) in rows {
        let share = *bytes as f64 * 100.0 / all as f64;
        table.push_str(&format!("| {room} | {:.1} KiB | {share:.1} % |\n", *bytes as f64 / 1024.0));
    }
    table
}

/// Bytes of code by the room whose line of source they are made from. What a library or the compiler put there (moves,
/// drops, lists) is the room's that uses it.
fn by_room(named: &[u8]) -> Outcome<BTreeMap<String, u64>> {
    let object = object::File::parse(named)?;
    let section = |id: addr2line::gimli::SectionId| -> Result<_, addr2line::gimli::Error> {
        use object::{Object as _, ObjectSection as _};
        let data = object.section_by_name(id.name()).and_then(|section| section.data().ok()).unwrap_or(&[]);
        Ok(addr2line::gimli::EndianSlice::new(data, addr2line::gimli::LittleEndian))
    };
    let context = addr2line::Context::from_dwarf(addr2line::gimli::Dwarf::load(section)?)?;
    let mut rooms = BTreeMap::new();
    let mut start = 0;
    for payload in wasmparser::Parser::new(0).parse_all(named) {
        match payload? {
            wasmparser::Payload::CodeSectionStart { range, .. } => start = range.start,
            wasmparser::Payload::CodeSectionEntry(body) => {
                let mut places: Vec<usize> = Vec::new();
                let mut operators = body.get_operators_reader()?;
                while !operators.eof() {
                    places.push(operators.original_position());
                    operators.read()?;
                }
                places.push(body.range().end);
                for pair in places.windows(2) {
                    if let Some(room) = room(&context, (pair[0] - start) as u64)? {
                        *rooms.entry(room).or_default() += (pair[1] - pair[0]) as u64;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(rooms)
}

/// The room of an instruction; none of what only tells wasm-bindgen the types of the door, which is not in the file.
fn room<R: addr2line::gimli::Reader>(context: &addr2line::Context<R>, at: u64) -> Outcome<Option<String>> {
    let mut frames = context.find_frames(at).skip_all_loads()?;
    let mut room = None;
    while let Some(frame) = frames.next()? {
        let file = frame.location.and_then(|location| location.file).unwrap_or_default();
        if file.contains("wasm-bindgen") || file.contains("js-sys") {
            return Ok(None);
        }
        if room.is_none() {
            room = ours(file);
        }
    }
    Ok(Some(room.unwrap_or_else(|| "libraries".to_owned())))
}

/// `core/src/rating/model/tiers.rs` lies in the room `rating`.
fn ours(file: &str) -> Option<String> {
    const PLACES: [(&str, &str); 3] = [("core/ground/src/", "ground/"), ("core/src/", ""), ("wasm/src/", "wasm/")];
    PLACES.iter().find_map(|(place, name)| {
        let (before, path) = file.split_once(place)?;
        // The folders of the compiler's own library are called alike.
        let known = before.ends_with("counterfoil/") || before.is_empty();
        let room = path.split('/').next().unwrap_or(path).trim_end_matches(".rs");
        known.then(|| format!("{name}{room}"))
    })
}
