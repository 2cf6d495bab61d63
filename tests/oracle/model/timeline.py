"""What is due by itself: before an event everything due at or before it happens, by due time, kind and id."""

from . import burst, closing, credit, days, debit, methods, moment, plans

PERIOD, HOLD, EXPIRY, START, DEBIT, OVERDUE, CARD, TRIAL, ENDING, UNPAID = range(10)
MADE = (HOLD, EXPIRY, START, OVERDUE, CARD, UNPAID)  # called as the event that made them


def due(account):
    """(due time, kind, id) of all that is to come."""
    if account.period_until is not None:
        yield account.period_until, PERIOD, "period." + days.show_day(account.period_until // days.DAY)
    for name, hold in account.holds.items():
        yield hold["until"], HOLD, name
    for grant in account.grants:
        if not grant.started:
            yield grant.start, START, grant.grant
        elif grant.until is not None and grant.expired is None:
            yield grant.until, EXPIRY, grant.grant
    for name, subscription in account.subscriptions.items():
        if subscription.trial is not None:
            yield subscription.trial, TRIAL, name
        if subscription.ends is not None:
            yield subscription.ends, ENDING, name
    if account.debit_due is not None:
        yield account.debit_due, DEBIT, "debit." + days.show_day(account.debit_due // days.DAY)
    for charge, open_debit in account.debits.items():
        if not open_debit["told"]:
            yield (open_debit["expected_by"] + 1) * days.DAY, OVERDUE, charge
    for name, method in account.methods.items():
        if method["type"] == "card" and not method["expired"]:
            yield method["expires_at"], CARD, name
    for invoice, unpaid in account.due.items():
        if unpaid["due_on"] is not None and not unpaid["told"]:
            yield (unpaid["due_on"] + 1) * days.DAY, UNPAID, invoice


def run(page, now):
    """Lets time pass up to and including `now`, each thing at its own due time. What is due at one time is one moment; what
    comes of a moment may itself be due before the next."""
    account = page.account
    while True:
        first = min((each for each in due(account) if each[0] <= now), default=None)
        time = max(account.clock, first[0]) if first else now
        if moment.is_past(page, time):
            moment.close(page)
            continue
        account.clock = max(account.clock, time)
        credit.forget(page)
        if first is None:
            return
        page.event, page.event_time, page.path = first[2], account.clock, ""
        if first[1] in (EXPIRY, START):
            turn(page, first)
        else:
            happen(page, first[1], first[2])
        moment.note(page, first[1] in MADE)


def happen(page, kind, name):
    """One thing that was due."""
    account, show = page.account, page.book.show
    if kind in (TRIAL, ENDING):
        page.event = burst.derived("sub_", [name, days.show_day(account.clock // days.DAY)], 1)
    if kind == HOLD:
        hold = account.holds.pop(name)
        page.tell("hold_expired", "hold.expiry", hold=name, amount=show(hold["amount"]))
        credit.end_unheld(page)
    elif kind == UNPAID:
        account.due[name]["told"] = True
        page.tell("invoice_overdue", "invoice.overdue", invoice=name, amount=show(account.due[name]["amount"]))
    elif kind in (TRIAL, ENDING):
        {TRIAL: plans.end_trial, ENDING: plans.end}[kind](page, account.subscriptions[name], account.clock)
    elif kind in (PERIOD, DEBIT):
        {PERIOD: closing.end_period, DEBIT: debit.ask}[kind](page)
    else:
        {OVERDUE: debit.overdue, CARD: methods.expire}[kind](page, name)


def turn(page, first):
    """Grants that end and begin at one moment, ends first; what follows is told of the first."""
    account, grants = page.account, {grant.grant: grant for grant in page.account.grants}
    for _, kind, name in sorted(item for item in due(account) if item[0] == first[0] and item[1] in (EXPIRY, START)):
        page.event, grant = name, grants[name]
        if kind == EXPIRY:
            credit.expire(page, grant, f"{name}/expiry")
        else:
            account.grants.remove(grant)
            credit.arrive(page, grant, "grant", "promotion")
    page.event = first[2]
