"""Billing cycles of plans and the share of one that a part is: `plan.proration`. Times are milliseconds."""

from fractions import Fraction

from . import days


def months_on(instant, months, day_of_month=None):
    """So many months later at the same time of day; the day of the month is clamped, or that of the anchor."""
    day, rest = divmod(instant, days.DAY)
    at = days.civil(day)
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return days.number(year, month + 1, day_of_month or at.day) * days.DAY + rest


def cycle(instant, anchor, plan):
    """(from, until) of the cycle of a moment: it begins with its billing period, or ends with the calendar's month."""
    end, ahead = days.boundary_after(instant, anchor), plan.months - 1
    if plan.anchor_month:
        ahead = (plan.anchor_month - days.civil(end // days.DAY).month) % plan.months
    until = months_on(end, ahead, anchor)
    return months_on(until, -plan.months, anchor), until


def thirty(start, until):
    """Days between in a calendar of thirty-day months (30E/360)."""
    one, other = days.civil(start // days.DAY), days.civil(until // days.DAY)
    count = lambda at: at.year * 360 + at.month * 30 + min(at.day, 30)
    return count(other) - count(one)


UNITS = {
    "day": lambda start, until: until // days.DAY - start // days.DAY,
    "second": lambda start, until: until - start,
    "fixed30": thirty,
}


def share(proration, whole, start, until):
    """Which part of a whole cycle [start, until) is; a begun one is a whole one where nothing is prorated."""
    return Fraction(*counted(proration, whole, start, until))


def counted(proration, whole, start, until):
    """Units of the part, and of the whole."""
    if proration == "none":
        return 1, 1
    unit = UNITS[proration]
    return unit(start, until), unit(*whole)
