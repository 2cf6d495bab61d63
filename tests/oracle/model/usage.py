"""A usage: priced, posted, and counted by day, period and subaccount."""

from . import credit, days, invoice_items, paid_by, rating, spend, usage_back


def usage(page, event):
    """Rated, then posted; or taken back."""
    if "reverses" in event:
        usage_back.usage_back(page, event)
    else:
        use(page, event)


def use(page, request, hold=None):
    """A usage, by itself or in the place of a hold: that is paid by what was there when the hold was taken."""
    amount, line = rating.rate(page.book, page.account.metered, request, page.event_time, page.path, page.event)
    spend.of_subaccount(page, request.get("subaccount"), page.event_time, amount)
    charge(page, f"{page.event}/usage", amount, line, hold)


def charge(page, name, amount, line, hold=None, closes=False):
    """Immediate it leaves the balance, on invoice it is held against it."""
    account, book, time = page.account, page.book, page.event_time
    card = book.cards.by_id[line["rate"]]
    page.moment.usage = True
    since = min(hold["from"], time) if hold else time
    parts, rest = credit.burn(page, amount, line["product"], line["usage"], since, hold is not None)
    paid_by.note(page, parts)
    scoped, late = credit.bound(parts), spend.older_period(account, time)
    spend.of_day(page, time, amount)
    spend.of_period(account, time, amount, scoped)
    invoice_items.usage(page, card, line, amount, late, closes)
    note_payers(account, card, line, amount, parts, rest)
    if book.on_invoice:
        postings = {"held": -amount, "usage": amount}
    else:
        postings = {"customer": scoped - amount, "scoped": -scoped, "usage": amount}
    more = {"line": line, "hold": hold and hold["name"], "period": spend.shown(late)} | credit.shown(page, parts, rest)
    more["posted"] = days.show(account.clock) if time < account.clock and not closes else None
    page.post(name, "usage", postings, time, **more)


def note_payers(account, card, line, amount, parts, rest):
    """Who paid for what a period has counted is kept in mind, the latest last: where the count falls, it goes back to them."""
    if card.counted and amount:
        known = account.payers.setdefault((card.counter, line.get("value", "")), {})
        for part in [*parts, *([credit.Part(None, rest, None, None, 50, ())] if rest else [])]:
            before = known.pop(part.grant, None)
            known[part.grant] = part._replace(amount=part.amount + (before.amount if before else 0))
