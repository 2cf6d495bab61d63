"""What is due by itself: before an event everything due at or before it happens, by due time, kind and id."""

from . import credit, days, debit, methods, recharge, service

PERIOD, HOLD, EXPIRY, START, DEBIT, OVERDUE, CARD = range(1, 8)
CLOSED_MAX = 13


def due(account):
    """(due time, kind, id) of all that is to come."""
    if account.period_until is not None:
        yield account.period_until, PERIOD, "period." + days.show_day(account.period_until // days.DAY)
    for name, hold in account.holds.items():
        yield hold["until"], HOLD, name
    for grant in account.grants:
        if not grant.started:
            yield grant.start, START, grant.grant
        elif grant.until is not None and grant.left:
            yield grant.until, EXPIRY, grant.grant
    if account.debit_due is not None:
        yield account.debit_due, DEBIT, "debit." + days.show_day(account.debit_due // days.DAY)
    for charge, open_debit in account.debits.items():
        if not open_debit["told"]:
            yield (open_debit["expected_by"] + 1) * days.DAY, OVERDUE, charge
    for name, method in account.methods.items():
        if method["type"] == "card" and not method["expired"]:
            yield method["expires_at"], CARD, name


def run(page, now):
    """Lets time pass up to and including `now`, each thing at its own due time."""
    account = page.account
    while True:
        first = min(due(account), default=None)
        if first is None or first[0] > now:
            break
        account.clock = page.event_time = max(account.clock, first[0])
        page.event, page.path = first[2], ""
        if first[1] in (EXPIRY, START):
            turn(page, first)
        else:
            happen(page, first[1], first[2])
        recharge.answer(page)
    account.clock = max(account.clock, now)
    credit.forget(account)


def happen(page, kind, name):
    """One thing that was due."""
    account = page.account
    if kind == PERIOD:
        end_period(page)
    elif kind == HOLD:
        hold = account.holds.pop(name)
        page.tell("hold_expired", "hold.expiry", hold=name, amount=page.book.show(hold["amount"]))
    elif kind == DEBIT:
        debit.ask(page)
    elif kind == OVERDUE:
        debit.overdue(page, name)
    else:
        methods.expire(page, name)


def turn(page, first):
    """Grants that end and begin at one moment: an entry each, ends first; then what the balance did in all."""
    account, before = page.account, page.account.balance
    grants = {grant.grant: grant for grant in account.grants}
    for _, kind, page.event in sorted(item for item in due(account) if item[0] == first[0] and item[1] in (EXPIRY, START)):
        grant = grants[page.event]
        if kind == EXPIRY:
            credit.expire(page, grant)
        else:
            credit.start(page, grant, "grant", f"{grant.grant}/grant", "promotion")
    page.event = first[2]
    recharge.settled(page, before)


def end_period(page):
    """Usage of the period is closed: what was held is taken, and overage under protection becomes due."""
    book, account = page.book, page.account
    overage = account.overage if book.has_overage else 0
    held, scoped = account.invoiced, account.scoped if book.on_invoice else 0
    account.overage -= overage
    postings = {"customer": scoped - held + overage, "scoped": -scoped, "held": held, "receivable": -overage}
    if any(postings.values()):
        page.post(f"{page.event}/invoice", "invoice", postings)
    if overage:
        account.due[page.event] = overage
    start, until = account.period_from, account.period_until
    if account.used or overage:
        show = book.show
        more = {"invoice": page.event, "used": show(account.used), "late": show(account.late), "due": show(overage)}
        more |= {"from": days.show(start), "until": days.show(until)}
        page.tell("period_closed", "billing.period", **more)
    account.closed = (account.closed + [(start, until)])[-CLOSED_MAX:]
    account.period_from, account.period_until = until, days.boundary_after(until, book.anchor)
    account.used = account.late = account.invoiced = account.scoped = 0
    for subaccount in account.subaccounts.values():
        subaccount["used"] = 0
    service.quiet(page)
