"""UTC time in milliseconds, days as whole numbers from 1970, months, and bank days. No clock is read."""

import re
from datetime import date
from functools import lru_cache

DAY = 86_400_000
EPOCH = date(1970, 1, 1).toordinal()
INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?(Z|[+-]\d\d:\d\d)\Z")


def civil(day):
    """The calendar date of a day number."""
    return date.fromordinal(day + EPOCH)


def number(year, month, day_of_month):
    """The day number of a calendar date, the day clamped to the end of its month."""
    return date(year, month, min(day_of_month, month_length(year, month))).toordinal() - EPOCH


def month_length(year, month):
    """How many days a month has."""
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def month_start(day):
    """The first day of a day's month."""
    return day - civil(day).day + 1


def next_month(year, month):
    """The month after."""
    return (year + month // 12, month % 12 + 1)


@lru_cache(maxsize=65536)
def parse(text):
    """RFC 3339 to milliseconds from 1970, UTC."""
    day, hour, minute, second, millis, zone = INSTANT.match(text).groups()
    shift = 0 if zone == "Z" else int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[4:]))
    whole = ((int(hour) * 60 + int(minute) - shift) * 60 + int(second)) * 1000
    return (date.fromisoformat(day).toordinal() - EPOCH) * DAY + whole + int((millis or "").ljust(3, "0"))


@lru_cache(maxsize=65536)
def show_day(day):
    """YYYY-MM-DD."""
    return civil(day).isoformat()


@lru_cache(maxsize=65536)
def show(instant):
    """Milliseconds to RFC 3339 in UTC; decimals only where there are any."""
    day, rest = divmod(instant, DAY)
    seconds, millis = divmod(rest, 1000)
    text = f"{show_day(day)}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{text}.{millis:03d}Z" if millis else text + "Z"


@lru_cache(maxsize=65536)
def boundary_after(instant, day_of_month):
    """The first 00:00 UTC strictly after `instant` of that day of a month, clamped to the month's end."""
    today = civil(instant // DAY)
    year, month = today.year, today.month
    while number(year, month, day_of_month) * DAY <= instant:
        year, month = next_month(year, month)
    return number(year, month, day_of_month) * DAY


def weekday_of(year, month, weekday, nth):
    """The nth Monday (0) and so on of a month; -1 is the last."""
    first = number(year, month, 1)
    days = [first + n for n in range(month_length(year, month)) if civil(first + n).weekday() == weekday]
    return days[nth - 1 if nth > 0 else nth]


@lru_cache(maxsize=512)
def bank_holidays(year):
    """Days on which the Federal Reserve Banks are closed. One on a Sunday is kept on Monday, on a Saturday not at all."""
    fixed = [(1, 1), (7, 4), (11, 11), (12, 25)] + ([(6, 19)] if year >= 2022 else [])
    moved = {number(year, month, day) for month, day in fixed}
    moved = {day + 1 if civil(day).weekday() == 6 else day for day in moved}
    floating = [(1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4)]
    return moved | {weekday_of(year, *rule) for rule in floating}


def is_business_day(day):
    """Neither a weekend nor a bank holiday."""
    at = civil(day)
    return at.weekday() < 5 and day not in bank_holidays(at.year)


@lru_cache(maxsize=4096)
def business_day_after(day, count):
    """The count-th business day after a day."""
    while count:
        day += 1
        count -= is_business_day(day)
    return day
