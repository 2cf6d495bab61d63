//! Windows of the week: peak and off-peak, by local time.

use crate::money::{Exact, Refusal};
use crate::problem::Code;
use crate::text::Id;
use crate::time::{Instant, Zone};
use crate::wire::{Decode, Encode, Read, Reader, Writer, shown};
use alloc::format;
use alloc::vec::Vec;

/// A part of each of these days, `[from, until)`; to midnight where nothing ends it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Its name; a band of a call names it. Several windows of one name are one.
    pub id: Id,
    /// The days it is on.
    pub days: Vec<Weekday>,
    /// When it begins on each of them; without it at midnight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<TimeOfDay>,
    /// When it ends; without it at the next midnight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<TimeOfDay>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// A time of day in minutes, `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u32);

/// Seconds in a day.
pub(super) const DAY_S: u32 = 86_400;

impl TimeOfDay {
    /// Seconds from midnight.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0.saturating_mul(60)
    }

    fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let number = |part: &str, below: u32| {
            let sound = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u32>().ok().filter(|number| sound && *number < below)
        };
        Some(Self(number(hour, 24)?.saturating_mul(60).saturating_add(number(minute, 60)?)))
    }
}

impl Decode for TimeOfDay {
    fn blank() -> Self {
        Self(0)
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("a time of day in a string")? else { return Ok(None) };
        let time = Self::parse(&text);
        if time.is_none() {
            let message = format!("`{}` is not a time of day", shown(&text));
            reader.note(Code::TimeGrammar, message, "write hours and minutes, such as \"08:00\"");
        }
        Ok(time)
    }
}

impl Encode for TimeOfDay {
    fn encode(&self, writer: &mut Writer) {
        let (hour, minute) = (self.0.checked_div(60).unwrap_or_default(), self.0.checked_rem(60).unwrap_or_default());
        writer.word(&format!("{hour:02}:{minute:02}"));
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for TimeOfDay {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "TimeOfDay".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "Hours and minutes, `HH:MM`.", "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"
        })
    }
}

/// The windows of a rulebook, seen from the moment a call began.
#[derive(Clone, Copy, Debug)]
pub struct Weekly<'r> {
    windows: &'r [Window],
    zone: Option<&'r Zone>,
    began: Instant,
}

impl<'r> Weekly<'r> {
    /// From this moment on.
    #[must_use]
    pub const fn new(windows: &'r [Window], zone: Option<&'r Zone>, began: Instant) -> Self {
        Self { windows, zone, began }
    }

    /// The window that holds the moment so many seconds later, and the place where the next edge comes.
    ///
    /// # Errors
    /// `Overflow` for calls of more than a century, `ZoneReach` beyond the zone's table.
    pub fn at(&self, place: Exact) -> Result<(Option<&'r Id>, Option<Exact>), Refusal> {
        let whole = crate::money::Rounding { scale: 0, mode: crate::money::Mode::Floor }.round(place)?;
        let seconds = u32::try_from(whole.units()).map_err(|_| Refusal::Overflow)?;
        let now = self.began.plus_seconds(seconds);
        let (day, second) = match self.zone {
            Some(zone) => {
                zone.local(now).map(|local| (local.weekday(), local.second)).map_err(|_| Refusal::ZoneReach)?
            }
            None => (now.date().weekday(), now.second_of_day()),
        };
        let found = self.windows.iter().find(|window| window.holds(day, second)).map(|window| &window.id);
        let edges = self.windows.iter().flat_map(|window| [window.from, window.until]).flatten();
        let edges = edges.map(TimeOfDay::seconds).chain([DAY_S]).filter(|edge| *edge > second);
        let next = edges.min().unwrap_or(DAY_S).saturating_sub(second);
        // Where clocks are moved, the window is looked up anew.
        let moved = self.zone.and_then(|zone| zone.seconds_to_move(now));
        let next = moved.map_or(next, |moved| next.min(moved)).saturating_add(seconds);
        Ok((found, Some(Exact::whole(next))))
    }
}

impl Window {
    /// Does it hold this second of this day (0 is Monday)?
    fn holds(&self, day: u8, second: u32) -> bool {
        let from = self.from.map_or(0, TimeOfDay::seconds);
        let until = self.until.map_or(DAY_S, TimeOfDay::seconds);
        self.days.iter().any(|known| known.number() == day) && (from..until).contains(&second)
    }
}

impl Weekday {
    /// Days since Monday.
    pub(super) const fn number(self) -> u8 {
        self as u8
    }
}
