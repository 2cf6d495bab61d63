//! Countries that give numbers to companies and to persons, by rules of their own: Bulgaria, Czechia, Latvia and
//! Lithuania. A person's number begins with the day of birth.
#![allow(clippy::arithmetic_side_effects, reason = "at most twelve digits with weights under 100")]

use super::sums::{Number, at, weighed, whole};

/// Nine digits: a sum by 11, and where that is 10 another. Ten: a citizen, a foreigner, or anyone else.
pub(super) fn bulgaria(number: Number<'_>) -> bool {
    if number.len() == 9 {
        return two_sums(number, &[1, 2, 3, 4, 5, 6, 7, 8], &[3, 4, 5, 6, 7, 8, 9, 10]);
    }
    let check = at(number, 9);
    // Months have 20 added before 1900 and 40 from 2000 on.
    let citizen = is_born(number, &[0, 20, 40]) && weighed(number, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == check;
    let foreigner = weighed(number, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == check;
    let other = match 11 - weighed(number, &[4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11 {
        10 => false,
        sum => sum % 11 == check,
    };
    citizen || foreigner || other
}

/// Eight digits: a company. Nine with 6 before them: a person without a birth number. Else a birth number, of ten
/// digits since 1954, when a check was put behind it.
pub(super) fn czechia(number: Number<'_>) -> bool {
    let sum = |from: usize| weighed(number.get(from..).unwrap_or_default(), &[8, 7, 6, 5, 4, 3, 2]) % 11;
    match number.len() {
        // 11 less the sum, 10 as 0 and 11 as 1.
        8 => at(number, 0) < 9 && (11 - sum(0)) % 10 == at(number, 7),
        // 9 less what is missing to the next 11, in one digit.
        9 if at(number, 0) == 6 => (8 + sum(1)) % 10 == at(number, 8),
        // Months have 50 added for women, and since 2004 20 more where a day ran out of numbers.
        9 => !matches!(whole(number, 0, 2), 54..80) && is_born(number, &[0, 50]),
        _ => whole(number, 0, 9) % 11 % 10 == whole(number, 9, 10) && is_born(number, &[0, 20, 50, 70]),
    }
}

/// A first digit above 3: a company. Else a person, whose number begins with the day of birth or, since 2017, with 32.
pub(super) fn latvia(number: Number<'_>) -> bool {
    if at(number, 0) > 3 {
        return weighed(number, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3;
    }
    let (day, month, year) = (whole(number, 0, 2), whole(number, 2, 4), whole(number, 4, 6));
    let check = (1 + weighed(number, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10;
    (day == 32 || is_day(year, month, day)) && check == at(number, 10)
}

/// Nine digits, the eighth of them 1, for companies; twelve, the eleventh 1, for those registered for a time.
pub(super) fn lithuania(number: Number<'_>) -> bool {
    if number.len() == 9 {
        at(number, 7) == 1 && two_sums(number, &[1, 2, 3, 4, 5, 6, 7, 8], &[3, 4, 5, 6, 7, 8, 9, 1])
    } else {
        let (first, second) = ([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2], [3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4]);
        at(number, 10) == 1 && two_sums(number, &first, &second)
    }
}

/// The remainder by 11 of the first sum, or of the second where the first is 10, and 0 where both are.
fn two_sums(number: Number<'_>, first: &[u32], second: &[u32]) -> bool {
    let check = match weighed(number, first) % 11 {
        10 => weighed(number, second) % 11 % 10,
        sum => sum,
    };
    check == at(number, first.len())
}

/// Do the first six digits say year, month and day, with one of these added to the month?
fn is_born(number: Number<'_>, added: &[u64]) -> bool {
    let (year, month, day) = (whole(number, 0, 2), whole(number, 2, 4), whole(number, 4, 6));
    added.iter().any(|added| is_day(year, month.saturating_sub(*added), day))
}

/// The century is not known; every fourth year may be a leap year.
fn is_day(year: u64, month: u64, day: u64) -> bool {
    let last = match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}
