"""The end of a billing period: what rating adds, renewals, what was held is taken, what is due, what was credited beyond
that: `billing.period`."""

from . import burst, credit, cycles, period, plans, spend, usage
from .account import Grant

CLOSED_MAX = 13
INVOICES_MAX = 16


def end_period(page):
    """Usage of the period is closed, cycles are renewed, what is not paid becomes due, and the next one begins."""
    book, account = page.book, page.account
    start, until = account.period_from, account.period_until
    close_rates(page, until)
    plans.renew(page, until)
    spend.usage_alerts(page, page.moment.used)
    page.moment.used, page.moment.period_ended = 0, True
    settle(page, page.event, ends=True)
    account.closed = (account.closed + [(start, until)])[-CLOSED_MAX:]
    account.period_from, account.period_until = until, book.zone.boundary_after(until, book.anchor)
    account.payers = {}
    account.metered.renew(until, account.subscriptions)
    for subaccount in account.subaccounts.values():
        subaccount["used"] = 0


def close_rates(page, until):
    """What a period's end adds belongs to its last moment."""
    book, account = page.book, page.account
    whole = cycles.months_on(book.zone, until, -1, book.anchor)
    page.event_time = until - 1
    for amount, line in list(period.end(book, account.metered, until, page.event, whole)):
        name = "/".join([page.event, line["rate"], *filter(None, [line.get("value")]), "usage"])
        usage.charge(page, name, amount, line, closes=True)
    page.event_time = until


def settle(page, name, ends):
    """What is not invoiced is: what was held leaves the credit, overage where there is a credit line and what fees owe
    become due."""
    book, account = page.book, page.account
    overage = account.overage if book.has_overage else 0
    due, moved, account.owed = dues(overage, account.owed)
    used, late, scoped, start = account.used, account.late, account.scoped, account.period_from
    account.used = account.late = account.scoped = 0
    account.overage -= moved
    held, scoped = (used, scoped) if book.on_invoice else (0, 0)
    if held or moved:
        page.post(f"{name}/invoice", "invoice", {"customer": scoped - held + moved, "scoped": -scoped, "held": held, "receivable": -moved})
    if due:
        account.due[name] = {"amount": due, "due_on": None, "told": False}
    if used or due:
        account.invoices[name] = {"total": max(used, due, 0), "paid": 0, "credited": 0, "returned": 0}
        account.invoices = dict(list(account.invoices.items())[-INVOICES_MAX:])
    if ends and (used or due or overage):
        show = book.show
        more = {"invoice": name, "used": show(used), "late": show(late), "due": show(due)}
        page.tell("period_closed", "billing.period", **more, **spend.shown((start, account.period_until)))


def dues(overage, owed):
    """(what becomes due, what of it leaves the balance, what stays owed)."""
    due = max(overage + owed, 0)
    moved = min(max(due - owed, 0), overage)
    return due, moved, owed + moved - due


def credit_rest(page):
    """What was credited beyond what was charged comes off invoices when a period has ended, in what can be paid; what had
    been paid of them is credit of the account."""
    account, name = page.account, burst.derived("cn_", [page.account.name, page.event], 1)
    amount = max(-account.owed, 0) // page.book.cent * page.book.cent
    account.owed += amount
    if amount:
        credit_owed(page, name, (), amount)
    return bool(amount)


def credit_owed(page, name, named, rest):
    """Off the invoices that showed it, then off what is due, then off the latest invoices."""
    account, paid, other = page.account, 0, 0
    for invoice in [*named, *list(account.due), *reversed(list(account.invoices))]:
        known = account.invoices.get(invoice, {"total": 0, "credited": 0})
        part = min(rest, known["total"] - known["credited"])
        _, money, credits = draw(account, invoice, part)
        rest, paid, other = rest - part, paid + money, other + credits
    give(page, name, "purchased", paid, "receivable")
    give(page, burst.derived("cn_", [name], 1) if paid else name, "refund", other + rest, "receivable")


def draw(account, invoice, amount):
    """(off what is due, of what was paid in money, of what credit had paid) of so much of an invoice."""
    known = account.invoices.get(invoice)
    lowered = min(amount, account.due[invoice]["amount"]) if invoice in account.due else 0
    if lowered:
        account.lower_due(invoice, lowered)
    if known is None:
        return lowered, 0, amount - lowered
    back = min(amount - lowered, known["paid"] - known["returned"])
    known["credited"], known["returned"] = known["credited"] + amount, known["returned"] + back
    return lowered, back, amount - lowered - back


def give(page, name, source, amount, counter):
    """Credit of the account again."""
    if amount:
        credit.arrive(page, Grant(name, source, amount, page.account.clock), "credit_note", counter, name="credited")
