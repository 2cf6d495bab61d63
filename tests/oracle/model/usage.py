"""A usage: priced, posted, and all that watches it."""

from . import alerts, credit, rating, recharge, service, spend


def usage(page, event):
    """Rated, then posted."""
    amount, line = rating.rate(page.book, page.account.metered, event, page.event_time, page.path)
    use(page, event, amount, line)


def use(page, request, amount, line, hold=None):
    """A usage: immediate it leaves the balance, on invoice it is held against it; then all that watches it.
    One that costs the balance nothing is no debit, and triggers nothing."""
    before = page.account.balance
    charge(page, request, amount, line, hold)
    follow(page, before)


def follow(page, before):
    """What a debit leads to."""
    if page.account.balance < before:
        recharge.decide(page)
        service.suspend(page)


def charge(page, request, amount, line, hold=None, name=None):
    """Posts a usage, and tells what it has reached."""
    account, product = page.account, request["product"]
    before, used_before, late = account.balance, account.used, page.event_time < account.clock
    if late:
        burned, rest = credit.burn_late(page, amount, product, page.event_time, page.event)
    else:
        burned, rest = credit.burn(page, amount, product)
    scoped = sum(part for grant, part in burned if grant.only)
    account.scoped += scoped
    if page.book.on_invoice:
        account.invoiced += amount
        postings = {"held": -amount, "usage": amount}
    else:
        postings = {"customer": scoped - amount, "scoped": -scoped, "usage": amount}
        postings = postings if scoped else {"customer": -amount, "usage": amount}
    more = credit.shown(page, burned, rest)
    more |= {"line": line, "hold": hold, "period": spend.older_period(account, page.event_time)}
    page.post(name or f"{page.event}/usage", "usage", postings, page.event_time, not amount, **more)
    spend.count(page, request, amount)
    alerts.after_debit(page, before)
    spend.notices(page)
    spend.usage_alerts(page, used_before)
