//! What is printed.

use super::Failure;
use crate::{EngineError, Reply, Status};
use std::io::Write as _;

/// The answer's bytes, and a newline.
pub(super) fn reply(reply: &Reply) -> Result<Status, Failure> {
    write(&reply.bytes)?;
    Ok(reply.status)
}

/// What was answered elsewhere, and a newline.
pub(super) fn bytes(bytes: &[u8]) -> Result<Status, Failure> {
    write(bytes)?;
    Ok(Status::Ok)
}

/// What is no text, as it is.
pub(super) fn raw(bytes: &[u8]) -> Result<Status, Failure> {
    out(bytes, false)?;
    Ok(Status::Ok)
}

/// The CSV within an answer of `history`; its problems as they are.
pub(super) fn csv(reply: &Reply) -> Result<Status, Failure> {
    match reply.status {
        Status::Ok => {
            let unread = |_| Failure::Engine(EngineError::BadAnswer("it is not a history"));
            write(crate::books::csv(&reply.bytes).map_err(unread)?.as_bytes())?;
        }
        Status::Problems => write(&reply.bytes)?,
    }
    Ok(reply.status)
}

/// A line for people.
pub(super) fn line(text: &str) -> Result<Status, Failure> {
    write(format!("{text}\n").as_bytes())?;
    Ok(Status::Ok)
}

fn write(bytes: &[u8]) -> Result<(), Failure> {
    out(bytes, !bytes.ends_with(b"\n"))
}

fn out(bytes: &[u8], newline: bool) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| if newline { out.write_all(b"\n") } else { Ok(()) })
        .and_then(|()| out.flush())
        .map_err(|error| Failure::Usage(format!("standard output: {error}")))
}

/// Foreign text on a terminal, without what could steer it.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|letter| if steers(letter) { '\u{fffd}' } else { letter }).collect()
}

/// Controls, and the marks that turn the direction of what follows.
fn steers(letter: char) -> bool {
    let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || letter.is_control() && letter != '\n'
}
