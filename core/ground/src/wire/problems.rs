//! How a problem is written. It stands below this room, which notes problems while it reads.

use super::write::{Encode, Keys, Shown, Writer};
use crate::problem::{Code, Problem, Told};

impl Encode for Problem {
    fn encode(&self, writer: &mut Writer) {
        writer.record(&**self, None);
    }
}

impl Encode for Code {
    fn encode(&self, writer: &mut Writer) {
        writer.word(self.name());
    }
}

impl Shown for Told {
    fn shown(&self, place: usize) -> Option<&dyn Encode> {
        Some(match place {
            0 => &self.code,
            1 => &self.path,
            2 => &self.message,
            3 => &self.help,
            _ => return None,
        })
    }

    fn keys(&self) -> Keys {
        Keys { keys: &[",\"code\":", ",\"path\":", ",\"message\":", ",\"help\":"], absent: 0 }
    }
}
