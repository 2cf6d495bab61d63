//! Foreign text inside our own messages.

use alloc::string::String;

/// Foreign text inside a message: short, and without anything that could change how the message reads.
pub fn shown(text: &str) -> String {
    let mut shown: String =
        text.chars().take(40).map(|letter| if plain(letter) { letter } else { '\u{fffd}' }).collect();
    if text.chars().nth(40).is_some() {
        shown.push('…');
    }
    shown
}

/// Neither a control character, nor a bidirectional control, nor a byte order mark, nor one that XML cannot hold.
pub fn plain(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}'..='\u{ffff}')
}
