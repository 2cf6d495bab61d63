//! Laws of time zones: the core's table says what jiff says, of every zone and at any time.

use counterfoil::zone::table;
use counterfoil_core::time::{Date, Instant, Zone};
use counterfoil_core::wire::{Decode, from_bytes, to_bytes};
use jiff::tz::TimeZoneDatabase;
use jiff::{Timestamp, ToSpan as _, civil};
use proptest::prelude::*;

fn read<T: Decode>(text: impl std::fmt::Display) -> T {
    from_bytes(format!("\"{text}\"").as_bytes()).unwrap_or_else(|problems| panic!("{text}: {problems:?}"))
}

fn names() -> Vec<String> {
    TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect()
}

fn zone(name: &str) -> Zone {
    from_bytes(table(name).expect("a table").as_bytes()).unwrap_or_else(|problems| panic!("{name}: {problems:?}"))
}

/// What `check` says of a rulebook with this zone.
fn check(zone: &Zone) -> serde_json::Value {
    let zone: serde_json::Value = serde_json::from_slice(&to_bytes(zone)).expect("JSON");
    let call = serde_json::json!({"rulebook": {
        "name": "x", "currency": "EUR", "rounding": {"scale": 2, "mode": "half_up"}, "rates": [], "zone": zone,
    }});
    serde_json::from_slice(&counterfoil_core::call("check", call.to_string().as_bytes())).expect("JSON")
}

#[test]
fn every_zone_of_the_world_makes_a_sound_table() {
    let names = names();
    assert!(names.len() > 400, "only {} zones were found", names.len());
    for name in &names {
        let answer = check(&zone(name));
        assert_eq!(answer["status"], "ok", "{name}: {answer}");
    }
    assert_eq!(table("Europe/Atlantis"), None);
}

/// A moment of 2000 to 2100, one time in three just beside a change of its zone.
fn moment(zone: &Zone, second: i64, beside: Option<(prop::sample::Index, i64)>) -> Timestamp {
    let changes = &zone.transitions;
    match beside {
        Some((index, distance)) if changes.len() > 1 => {
            let change = changes[1 + index.index(changes.len() - 1)].from.to_string();
            change.parse::<Timestamp>().expect("a time") + distance.seconds()
        }
        _ => Timestamp::from_second(946_771_200 + second).expect("a time"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn local_times_and_days_are_those_of_jiff(
        index in any::<prop::sample::Index>(),
        second in 0_i64..3_186_000_000,
        beside in prop::option::weighted(0.3, (any::<prop::sample::Index>(), -90_000_i64..90_000)),
    ) {
        let names = names();
        let name = index.get(&names);
        let (zone, theirs) = (zone(name), TimeZoneDatabase::bundled().get(name).expect("a zone"));
        let at = moment(&zone, second, beside);
        let (local, expected) = (zone.local(read(at)).expect("within the table"), at.to_zoned(theirs.clone()));
        prop_assert_eq!(local.date, read::<Date>(expected.date()));
        let time = expected.time();
        let seconds = i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        prop_assert_eq!(i64::from(local.second), seconds);
        prop_assert_eq!(i64::from(local.weekday()), i64::from(expected.weekday().to_monday_zero_offset()));

        let day: civil::Date = expected.date();
        let start = day.to_zoned(theirs).expect("a day").start_of_day().expect("its start").timestamp();
        let found = zone.start_of(local.date).expect("within the table");
        prop_assert_eq!(found, read::<Instant>(start), "{} {}", name, day);
        prop_assert!(zone.local(found).expect("within").date >= local.date);
        prop_assert!(zone.local(found.just_before()).expect("within").date < local.date);
    }
}

#[test]
fn a_day_that_is_left_out_starts_with_the_next() {
    // Samoa went over the date line and had no 30th of December 2011.
    let apia = zone("Pacific/Apia");
    let start = |day: &str| apia.start_of(read(day)).expect("within the table").to_string();
    assert_eq!(start("2011-12-29"), "2011-12-29T10:00:00Z");
    assert_eq!(start("2011-12-30"), "2011-12-30T10:00:00Z");
    assert_eq!(start("2011-12-31"), "2011-12-30T10:00:00Z");
    // Brazil left out midnight itself.
    let day = zone("America/Sao_Paulo").start_of(read("2018-11-04")).expect("within the table");
    assert_eq!(day.to_string(), "2018-11-04T03:00:00Z");
}

#[test]
fn past_the_end_of_the_table_nothing_is_known() {
    let berlin = zone("Europe/Berlin");
    assert!(berlin.local(read("2100-12-31T23:59:59Z")).is_ok());
    assert_eq!(berlin.local(read("2101-01-01T00:00:00Z")).expect_err("the end").code.name(), "zone_reach");
    assert!(berlin.start_of(read("2101-01-01")).is_ok(), "it begins an hour before");
    assert_eq!(berlin.start_of(read("2101-01-02")).expect_err("the end").code.name(), "zone_reach");
}
