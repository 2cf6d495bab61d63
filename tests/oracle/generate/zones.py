"""Time zones with their tables: two that people live in, and one whose clocks are moved where it hurts."""


def zone(name, *moves):
    """Offsets in minutes from moments on."""
    transitions = [{"from": moment, "offset_s": minutes * 60} for moment, minutes in moves]
    return {"name": name, "until": "2100-01-01T00:00:00Z", "transitions": transitions}


BERLIN = zone(
    "Europe/Berlin", ("2000-01-01T00:00:00Z", 60), ("2026-03-29T01:00:00Z", 120), ("2026-10-25T01:00:00Z", 60)
)  # fmt: skip
CHICAGO = zone(
    "America/Chicago", ("2000-01-01T00:00:00Z", -360), ("2026-03-08T08:00:00Z", -300), ("2026-11-01T07:00:00Z", -360)
)  # fmt: skip
# The first of February 2026 is left out, as a day was in Samoa; the fifteenth of March 2026 and the first of March 2028
# begin twice, as days did in Newfoundland; the fifteenth of April 2026 has no midnight, as days had none in Cuba.
ODD = zone(
    "Odd", ("2000-01-01T00:00:00Z", -600), ("2026-02-01T10:00:00Z", 840), ("2026-03-14T10:30:00Z", 780),
    ("2026-04-14T11:00:00Z", 840), ("2028-02-29T10:45:00Z", 690),
)  # fmt: skip
ALL = [BERLIN, CHICAGO, ODD]
