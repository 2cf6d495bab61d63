"""A time zone by its table, UTC without one: local time, and when a local day begins. Times are milliseconds."""

from bisect import bisect_right
from functools import lru_cache

from . import days


class Zone:
    """Offsets from moment to moment."""

    def __init__(self, text=None):
        table = (text or {}).get("transitions", [])
        self.moments = [days.parse(each["from"]) for each in table]
        self.offsets = [each["offset_s"] * 1000 for each in table]
        self.start_of = lru_cache(maxsize=4096)(self.first_moment)

    def local(self, moment):
        """What clocks on the wall show."""
        return moment + (self.offsets[bisect_right(self.moments, moment) - 1] if self.moments else 0)

    def moves_after(self, moment):
        """When clocks are moved next, as a list of at most one."""
        after = bisect_right(self.moments, moment)
        return self.moments[after : after + 1]

    def first_moment(self, day):
        """Of a local day."""
        return self.first_at(day * days.DAY)

    def first_at(self, wall):
        """When the clock on the wall shows this: the first of two times, the first moment after one that is left out."""
        if not self.moments:
            return wall
        ends = [*self.moments[1:], float("inf")]
        spans = zip(self.moments, ends, self.offsets)
        return min(max(wall - offset, start) for start, end, offset in spans if wall - offset < end)

    def days_on(self, moment, count):
        """The same time by the clock on the wall so many days later."""
        return self.first_at(self.local(moment) + count * days.DAY)

    def day(self, moment):
        """The local day."""
        return self.local(moment) // days.DAY

    def boundary_after(self, moment, day_of_month):
        """The first start strictly after a moment of that day of a month, clamped to the month's end."""
        if not self.moments:
            return days.boundary_after(moment, day_of_month)
        today = days.civil(self.day(moment))
        year, month = today.year, today.month
        while (start := self.start_of(days.number(year, month, day_of_month))) <= moment:
            year, month = days.next_month(year, month)
        return start
