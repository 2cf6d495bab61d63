"""The end of a billing period: what rating adds, renewals, what was held is taken, what is due: `billing.period`."""

from . import cycles, days, period, plans, service, usage

CLOSED_MAX = 13


def end_period(page):
    """Usage of the period is closed: what was held is taken, and overage under protection and fees become due."""
    book, account = page.book, page.account
    start, until = account.period_from, account.period_until
    page.event_time = until - 1
    before, whole = account.balance, cycles.months_on(book.zone, until, -1, book.anchor)
    for amount, line in list(period.end(book, account.metered, until, page.event, whole)):
        usage.charge(page, line, amount, line, name="/".join([page.event, line["rate"], *filter(None, [line.get("value")]), "usage"]))
    usage.follow(page, before)
    page.event_time = until
    before = account.balance
    plans.renew(page, until)
    usage.follow(page, before)
    overage = account.overage if book.has_overage else 0
    held, scoped = account.invoiced, account.scoped if book.on_invoice else 0
    account.overage -= overage
    postings = {"customer": scoped - held + overage, "scoped": -scoped, "held": held, "receivable": -overage}
    if any(postings.values()):
        page.post(f"{page.event}/invoice", "invoice", postings)
    due, account.owed = max(overage + account.owed, 0), min(overage + account.owed, 0)
    if due:
        account.due[page.event] = due
    if account.used or due:
        show = book.show
        more = {"invoice": page.event, "used": show(account.used), "late": show(account.late), "due": show(due)}
        more |= {"from": days.show(start), "until": days.show(until)}
        page.tell("period_closed", "billing.period", **more)
    account.closed = (account.closed + [(start, until)])[-CLOSED_MAX:]
    account.period_from, account.period_until = until, book.zone.boundary_after(until, book.anchor)
    account.used = account.late = account.invoiced = account.scoped = 0
    account.metered.renew(until, account.subscriptions)
    for subaccount in account.subaccounts.values():
        subaccount["used"] = 0
    service.quiet(page)
