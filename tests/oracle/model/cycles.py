"""Billing cycles of plans and the share of one that a part is: `plan.proration`. Times are milliseconds."""

from fractions import Fraction

from . import days


def months_on(zone, instant, months, day_of_month=None):
    """When the day so many months later begins; the day of the month is clamped, or that of the anchor."""
    at = days.civil(zone.day(instant))
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return zone.start_of(days.number(year, month + 1, day_of_month or at.day))


def cycle(book, instant, plan):
    """(from, until) of the cycle of a moment: it begins with its billing period, or ends with the calendar's month."""
    zone, anchor, ahead = book.zone, book.anchor, plan.months - 1
    end = zone.boundary_after(instant, anchor)
    if plan.anchor_month:
        ahead = (plan.anchor_month - days.civil(zone.day(end)).month) % plan.months
    until = months_on(zone, end, ahead, anchor)
    return months_on(zone, until, -plan.months, anchor), until


def at(book, plan, cycle, instant):
    """The cycle that was open at an earlier moment: one of those before."""
    while instant < cycle[0]:
        cycle = months_on(book.zone, cycle[0], -plan.months, book.anchor), cycle[0]
    return cycle


def thirty(zone, start, until):
    """Days between in a calendar of thirty-day months (30E/360)."""
    one, other = days.civil(zone.day(start)), days.civil(zone.day(until))
    count = lambda at: at.year * 360 + at.month * 30 + min(at.day, 30)
    return count(other) - count(one)


UNITS = {
    "day": lambda zone, start, until: zone.day(until) - zone.day(start),
    "second": lambda zone, start, until: until - start,
    "fixed30": thirty,
}


def share(zone, proration, whole, start, until):
    """Which part of a whole cycle [start, until) is; a begun one is a whole one where nothing is prorated."""
    return Fraction(*counted(zone, proration, whole, start, until))


def counted(zone, proration, whole, start, until):
    """Units of the part, and of the whole."""
    if proration == "none":
        return 1, 1
    unit = UNITS[proration]
    return unit(zone, start, until), unit(zone, *whole)
