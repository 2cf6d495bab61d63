//! The metadata's packet, which the library has no way to add to: what Factur-X asks for is put in when the file is made.
//!
//! The packet stands near the end, uncompressed as PDF/A wants it; behind it come the catalogue, the table of places and its
//! own place. So text is put into it, its length and the places behind it are moved, and nothing else changes. Whatever is not
//! as expected is refused: a file is right or is not made.

use super::facturx::{DESCRIPTION, SCHEMA};
use crate::said::Refusal;

/// The file with the Factur-X description in its metadata.
pub(super) fn told(file: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    moved(&file).ok_or_else(|| Refusal::of_pdf("the file's metadata are not where they were expected"))
}

fn moved(file: &[u8]) -> Option<Vec<u8>> {
    let object = last(file, b"/Type/Metadata").or_else(|| last(file, b"/Type /Metadata"))?;
    let start = last(file.get(..object)?, b" obj")?;
    let begin = find(file, b"stream\n", object)? + 7;
    let end = find(file, b"\nendstream", begin)?;
    let packet = std::str::from_utf8(file.get(begin..end)?).ok()?;
    let longer = described(packet)?;
    let head = std::str::from_utf8(file.get(start..begin)?).ok()?;
    let length = packet.len().to_string();
    let (before, after) = head.split_once(&format!("/Length {length}"))?;
    let new_head = format!("{before}/Length {}{after}", longer.len());
    let table = last(file, b"\nxref\n")? + 1;
    let grown = new_head.len() + longer.len() - head.len() - packet.len();
    let mut out = Vec::with_capacity(file.len() + grown);
    out.extend_from_slice(file.get(..start)?);
    out.extend_from_slice(new_head.as_bytes());
    out.extend_from_slice(longer.as_bytes());
    out.extend_from_slice(file.get(end..table)?);
    places(file.get(table..)?, start, table, grown, &mut out)?;
    Some(out)
}

/// Where schemas begin.
const BAG: &str = "<pdfaExtension:schemas><rdf:Bag>";

/// The packet with another description, and its schema beside those that are there.
fn described(packet: &str) -> Option<String> {
    let (before, after) = packet.split_once("</rdf:RDF>")?;
    // PDF/UA has a schema there already.
    let (first, last) = before.split_once(BAG)?;
    Some(format!("{first}{BAG}{SCHEMA}{last}{DESCRIPTION}</rdf:RDF>{after}"))
}

/// The table of places and its own: whatever stood behind the packet stands further back.
fn places(table: &[u8], from: usize, old: usize, grown: usize, out: &mut Vec<u8>) -> Option<()> {
    // File identifiers are bytes of any kind: only what is before the trailer is text for certain.
    let trailer = find(table, b"trailer", 0)?;
    let rows = std::str::from_utf8(table.get(..trailer)?).ok()?;
    for row in rows.split_inclusive('\n') {
        match row.get(..10).and_then(|place| place.parse::<usize>().ok()).filter(|_| row.len() == 20) {
            Some(place) if row.contains(" n") && place > from => {
                out.extend_from_slice(format!("{:010}{}", place + grown, row.get(10..)?).as_bytes());
            }
            _ => out.extend_from_slice(row.as_bytes()),
        }
    }
    let own = b"startxref\n";
    let at = last(table, own)? + own.len();
    out.extend_from_slice(table.get(trailer..at)?);
    let rest = std::str::from_utf8(table.get(at..)?).ok()?;
    let (place, end) = rest.split_once('\n')?;
    if place.parse() != Ok(old) {
        return None;
    }
    out.extend_from_slice(format!("{}\n{end}", old + grown).as_bytes());
    Some(())
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.windows(what.len()).position(|window| window == what).map(|place| place + from)
}

fn last(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|window| window == what)
}
