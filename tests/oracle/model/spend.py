"""Spend management, usage thresholds, and the counters of usage by day, by period and by subaccount."""

from . import days


def of_day(page, time, amount):
    """Usage counts on its own UTC day."""
    account, day = page.account, time // days.DAY
    account.usage_by_day[day] = account.usage_by_day.get(day, 0) + amount
    prune(account)


def of_period(account, time, amount, scoped):
    """It counts in the open period; older than that it is late."""
    account.used += amount
    account.scoped += scoped
    if time < account.period_from:
        account.late += amount


def cost_less(page, time, posted, amount, scoped):
    """Usage of this time costs less. What is held for the invoice stays so, and what comes back is credit beside it."""
    account = page.account
    if not page.book.on_invoice:
        of_period(account, time, -amount, 0 if older_period(account, time) else -scoped)
    elif not account.is_invoiced(posted):
        account.given_back += amount


def of_subaccount(page, name, time, amount):
    """A subaccount's part of it."""
    if name is not None:
        subaccount, day = page.account.subaccounts.setdefault(name, new_subaccount()), time // days.DAY
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
    """The closed period that a late time belongs to; before the last thirteen there is only one, from the opening."""
    if time >= account.period_from:
        return None
    found = [(start, until) for start, until in account.closed if start <= time < until]
    return found[-1] if found else (account.opened, account.closed[0][0])


def shown(period):
    """As entries have it."""
    return period and {"from": days.show(period[0]), "until": days.show(period[1])}


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
