"""The end of a billing period: what rating adds, renewals, what was held is taken, what is due: `billing.period`."""

from . import cycles, invoicing, period, plans, spend, usage

CLOSED_MAX = 13


def end_period(page):
    """Usage of the period is closed, cycles are renewed, what is not paid becomes due, and the next one begins."""
    book, account = page.book, page.account
    start, until = account.period_from, account.period_until
    close_rates(page, until)
    plans.renew_all(page, until)
    spend.usage_alerts(page, page.moment.used)
    page.moment.used, page.moment.period_ended = 0, True
    invoicing.settle(page, page.event, ends=True)
    account.closed = (account.closed + [(start, until)])[-CLOSED_MAX:]
    account.period_from, account.period_until = until, book.zone.boundary_after(until, book.anchor)
    account.payers = {}
    account.discounts = {name: taken | {"off": None} for name, taken in account.discounts.items() if taken["left"] != 0}
    account.metered.renew(account.subscriptions)
    for subaccount in account.subaccounts.values():
        subaccount["used"] = 0


def close_rates(page, until):
    """What a period's end adds belongs to its last moment."""
    book, account = page.book, page.account
    whole = cycles.months_on(book.zone, until, -1, book.anchor)
    page.event_time = max(until - 1, account.period_from)
    for amount, line in list(period.end(book, account.metered, until, page.event, whole, account.period_from >= until)):
        name = "/".join([page.event, line["rate"], *filter(None, [line.get("value")]), "usage"])
        usage.charge(page, name, amount, line, closes=True)
    account.metered.begin(until)
    page.event_time = until
