"""A moment: all that happens at one time (`account.order`). What follows from it is looked at when it ends: the balance before
it and after it, never within. In a preview charges are answered then."""

from . import burst, credit_notes, days, invoicing, reaction, recharge


def note(page, due=False):
    """A fact of it has happened. It is told of the first that moved the balance or what invoices ask for, else of its first."""
    moved = (page.account.balance, page.account.owed) != (page.moment.balance, page.moment.owed)
    if page.head is None or moved and not page.moved:
        page.head, page.moved = (page.account.clock, page.event, due), moved


def is_past(page, time):
    """Is one of another time open?"""
    return page.head is not None and page.head[0] != time


def close(page):
    """Ends the one at hand: what the balance did, what has become unpaid, what was credited beyond what was charged."""
    if page.head is None:
        return
    (time, page.event, due), page.head, page.moved = page.head, None, False
    page.named = burst.derived("due_", [page.event, days.show_day(time // days.DAY)], 1) if due else page.event
    ended = page.moment.period_ended
    reaction.react(page)
    if invoicing.interim(page):
        reaction.react(page)
    if ended and credit_notes.rest(page):
        reaction.react(page)
    while page.account.open and page.payments != "report":
        recharge.answer(page)
        page.named = page.event
        reaction.react(page)
