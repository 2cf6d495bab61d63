"""Spend management, usage thresholds, and the counters of usage by day, by period and by subaccount."""

from . import days


def count(page, usage, amount):
    """Usage counts on its own UTC day and in the open period; older than that period it is late."""
    account, day = page.account, page.event_time // days.DAY
    account.usage_by_day[day] = account.usage_by_day.get(day, 0) + amount
    prune(account)
    account.used += amount
    if page.event_time < account.period_from:
        account.late += amount
    if "subaccount" in usage:
        subaccount = account.subaccounts.setdefault(usage["subaccount"], new_subaccount())
        subaccount["by_day"][day] = subaccount["by_day"].get(day, 0) + amount
        subaccount["used"] += amount


def new_subaccount():
    """Enabled, without limits of its own."""
    return {"enabled": True, "limits": {}, "by_day": {}, "used": 0}


def prune(account):
    """The last thirty days and today are remembered."""
    oldest = account.today - 30
    if any(day < oldest for day in account.usage_by_day):
        account.usage_by_day = {day: amount for day, amount in account.usage_by_day.items() if day >= oldest}


def older_period(account, time):
    """The closed period that late usage belongs to; before the last thirteen there is only one, from the opening."""
    if time >= account.period_from:
        return None
    for start, until in reversed(account.closed):
        if start <= time:
            return {"from": days.show(start), "until": days.show(until)}
    return {"from": days.show(account.opened), "until": days.show(account.closed[0][0])}


def notices(page):
    """The daily notification and the daily budget each notify once a UTC day, whatever is switched meanwhile."""
    account, show = page.account, page.book.show
    spend, used = account.settings.get("spend", {}), account.used_today
    if not spend.get("enabled"):
        return
    more = {"used": show(used), "webhook": spend.get("webhook")}
    limit = spend.get("daily_notification")
    if limit is not None and used >= limit and account.notified != account.today:
        account.notified = account.today
        page.tell("daily_notification", "spend.daily_notification", limit=show(limit), **more)
    limit = spend.get("daily_budget")
    if limit is not None and used >= limit and account.budget_told != account.today:
        account.budget_told = account.today
        page.tell("daily_budget_reached", "spend.daily_budget", limit=show(limit), **more)


def usage_alerts(page, before):
    """Rising thresholds on usage of the open period: each fixed one, then the highest multiple beyond them."""
    book, after = page.book, page.account.used
    crossed = [amount for amount in book.usage_fixed if before < amount <= after]
    if book.usage_every:
        base = max(book.usage_fixed, default=0)
        multiple = base + (after - base) // book.usage_every * book.usage_every
        if multiple > max(before, base):
            crossed.append(multiple)
    for amount in crossed:
        shown = book.show(amount)
        page.tell("usage_alert", "alert.usage_threshold", f"/{shown}", threshold=shown, used=book.show(after))
