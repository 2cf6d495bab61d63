"""What is due by itself: before an event everything due at or before it happens, by due time, kind and id."""

from . import burst, closing, credit, days, debit, methods, plan_events, recharge

PERIOD, HOLD, EXPIRY, START, DEBIT, OVERDUE, CARD, PLAN = range(1, 9)


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
    for time, name in plan_events.due(account):
        yield time, PLAN, name
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
        closing.end_period(page)
    elif kind == HOLD:
        hold = account.holds.pop(name)
        page.tell("hold_expired", "hold.expiry", hold=name, amount=page.book.show(hold["amount"]))
    elif kind == DEBIT:
        debit.ask(page)
    elif kind == OVERDUE:
        debit.overdue(page, name)
    elif kind == PLAN:
        page.event = burst.derived("sub_", [name, days.show_day(account.clock // days.DAY)], 1)
        plan_events.pass_time(page, name)
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
