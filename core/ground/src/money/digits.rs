//! How an exact number is written: plain digits, no exponent, a minus only under zero.
#![allow(clippy::arithmetic_side_effects, reason = "division by ten, and places counted within 128 bits")]

/// 39 digits of 128 bits, a zero, a point, a minus: 96 bits and 28 places need less.
const ROOM: usize = 48;

/// Digits that are told at a time: as many as 32 bits hold, where division is fastest.
const AT_A_TIME: u32 = 9;
const BILLION: u32 = 1_000_000_000;

/// A number's text.
pub(super) struct Letters {
    /// From behind.
    letters: [u8; ROOM],
    start: usize,
}

impl Letters {
    /// The text. Its letters are digits, a point and a minus.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.letters.get(self.start..).unwrap_or_default()
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// No text yet.
    pub(super) const fn new() -> Self {
        Self { letters: [0; ROOM], start: ROOM }
    }

    fn put(&mut self, letter: u8) {
        self.start = self.start.saturating_sub(1);
        if let Some(place) = self.letters.get_mut(self.start) {
            *place = letter;
        }
    }
}

/// The same number without trailing zeros after the point. Nearly every number fits 32 or 64 bits, where a division is a
/// single instruction.
pub(super) fn shortest(mantissa: i128, scale: u32) -> (i128, u32) {
    let (mut kept, mut places) = (mantissa, scale);
    if let Ok(mut small) = i32::try_from(mantissa) {
        while places > 0 && small % 10 == 0 {
            (small, places) = (small / 10, places - 1);
        }
        return (i128::from(small), places);
    }
    if let Ok(mut small) = i64::try_from(mantissa) {
        while places > 0 && small % 10 == 0 {
            (small, places) = (small / 10, places - 1);
        }
        return (i128::from(small), places);
    }
    while places > 0 && kept % 10 == 0 {
        (kept, places) = (kept / 10, places - 1);
    }
    (kept, places)
}

/// `mantissa / 10^scale` with every one of its places, where there is no text yet.
pub(super) fn tell(mantissa: i128, scale: u32, letters: &mut Letters) {
    // Digits that must be told: those behind the point and one before it.
    let (mut digits, mut due) = (mantissa.unsigned_abs(), scale + 1);
    loop {
        let (rest, mut part) = parted(digits);
        let mut told = 0;
        while part > 0 || if rest > 0 { told < AT_A_TIME } else { due > 0 } {
            letters.put(b'0' + (part % 10) as u8);
            (part, told) = (part / 10, told + 1);
            if due == 2 {
                letters.put(b'.');
            }
            due = due.saturating_sub(1);
        }
        if rest == 0 {
            break;
        }
        digits = rest;
    }
    if mantissa < 0 {
        letters.put(b'-');
    }
}

/// The last digits, and what stands before them.
fn parted(digits: u128) -> (u128, u32) {
    if let Ok(small) = u32::try_from(digits) {
        return (0, small);
    }
    match u64::try_from(digits) {
        Ok(small) => ((small / u64::from(BILLION)).into(), (small % u64::from(BILLION)) as u32),
        Err(_) => (digits / u128::from(BILLION), (digits % u128::from(BILLION)) as u32),
    }
}
