"""Grants: how credit arrives and pays overage, burns, ends and is forgotten: `credit.grant`, `overage.paid_first`,
`credit.burn_down`, `credit.late_usage`, `credit.expiry`."""

from collections import namedtuple

from . import days, paid_by
from .account import Grant
from .refusal import refuse_if

GRANTS_MAX = 64
PAYERS_MAX = 16
KEPT = 35 * days.DAY
# A part of a debit: the grant that paid it, and what that takes to be put back.
Part = namedtuple("Part", "grant amount source until priority products")


def part_of(grant, amount):
    """Of a grant."""
    return Part(grant.grant, amount, grant.source, grant.until, grant.priority, tuple(grant.products or ()))


def room(page):
    """Credit that is given must find a place; purchased credit always does."""
    refuse_if(sum(1 for grant in page.account.grants if grant.expired is None) >= GRANTS_MAX, "grants_too_many", page.path)


def arrive(page, grant, kind, counter, name=None, **more):
    """Credit becomes usable: it pays overage first, then adds. Bound credit is no part of the balance."""
    account = page.account
    grant.started = True
    account.lifetime += grant.amount
    paid = 0 if grant.products else min(account.overage, grant.amount)
    pay_overage(page, part_of(grant, paid))
    grant.left = grant.amount - paid
    if grant.left:
        insert(account, grant)
    postings = {"scoped" if grant.products else "customer": grant.amount, counter: -grant.amount}
    page.post(f"{grant.grant}/{name or kind}", kind, postings, overage=page.book.show(paid) if paid else None, **more)


def pay_overage(page, part):
    """Who has paid overage is kept in mind, for what takes that back."""
    page.account.overage -= part.amount
    if part.amount:
        paid_by.note(page, [part])
        known = {by.grant: (time, by) for time, by in page.account.overage_payers}
        before = known.pop(part.grant, (0, part._replace(amount=0)))[1]
        known[part.grant] = page.account.clock, part._replace(amount=part.amount + before.amount)
        page.account.overage_payers = [*known.values()][-PAYERS_MAX:]


def insert(account, grant):
    """Where there are very many, purchased credit joins what is like it but for the name, of which what burns last."""
    kind = lambda g: (g.source, g.priority, g.until, g.started, g.expired is None, g.products)
    if len(account.grants) >= GRANTS_MAX and grant.purchased:
        alike = [g for g in account.grants if kind(g) == kind(grant)]
        if alike:
            last = max(alike, key=Grant.order)
            last.amount += grant.amount
            last.left += grant.left
            return
    account.grants.append(grant)


def purchase(page, name, amount, kind):
    """Purchased credit: a top-up, a recharge, a bank debit; it may end so many days after it arrives."""
    clock, valid = page.account.clock, page.book.valid_ms
    arrive(page, Grant(name, "purchased", amount, clock, None if valid is None else clock + valid), kind, "cash")
    page.moment.purchase = True


def burn(page, amount, product, debit, service=None, held=False):
    """(parts, what no grant paid): grants in burn order. Late usage burns what was usable at its own time first, what has
    ended since included, by an entry that brings that back; what settles a hold, what the hold has kept from ending."""
    account, now, taken, revived = page.account, page.account.clock, {}, []
    late, rest = service is not None and service < now, amount
    for then in (True, False) if late else (False,):
        for grant in account.paying(product):
            if not grant.covers(service) if then else grant.expired is not None:
                continue
            whole = min(rest, grant.left) if grant.expired is None or held else 0
            grant.left -= whole
            if grant.expired and now < grant.until + KEPT:
                back = min(rest - whole, grant.expired)
                grant.expired -= back
                revived += [part_of(grant, back)] if back else []
                whole += back
            rest -= whole
            if whole:
                taken[grant.grant] = part_of(grant, whole + (taken[grant.grant].amount if grant.grant in taken else 0))
    account.tidy()
    account.overage += rest
    for part in revived:
        side = "scoped" if part.products else "customer"
        page.post(f"{part.grant}/expiry_reversed/{debit}", "expiry_reversed", {side: part.amount, "expired": -part.amount})
    return list(taken.values()), rest


def bound(parts):
    """What of it is bound to products."""
    return sum(part.amount for part in parts if part.products)


def shown(page, parts, rest):
    """How an entry says what a debit took, or what a credit gave back; the usual is left out."""
    lines = [shown_part(page.book, part) for part in parts]
    return {"burned": lines or None, "overage": page.book.show(rest) if rest else None}


def shown_part(book, part):
    """A grant and what of it, with what it takes to put it back."""
    line = {"grant": part.grant, "amount": book.show(part.amount)}
    line |= {"source": part.source} if part.source != "purchased" else {}
    line |= {"until": days.show(part.until)} if part.until is not None else {}
    line |= {"priority": part.priority} if part.priority != 50 else {}
    return line | ({"products": list(part.products)} if part.products else {})


def expire(page, grant, name):
    """Credit at its end, but for what open holds were granted against. What has ended is remembered."""
    kept = kept_by_holds(page.account)[grant.grant]
    amount, grant.left, grant.expired = grant.left - kept, kept, (grant.expired or 0) + grant.left - kept
    if amount or not kept:
        end(page, part_of(grant, amount), name)


def end(page, part, name):
    """The entry of credit that ends."""
    side = "scoped" if part.products else "customer"
    page.post(name, "expiry", {side: -part.amount, "expired": part.amount}, **shown(page, [part], 0))


def kept_by_holds(account):
    """What open holds will burn of each grant, in their order: of what was usable when they were taken."""
    kept = {grant.grant: 0 for grant in account.grants}
    for hold in account.holds.values():
        rest = hold["amount"]
        for grant in account.paying(hold["request"]["product"]):
            if grant.covers(hold["from"]):
                part = min(rest, grant.left - kept[grant.grant])
                kept[grant.grant], rest = kept[grant.grant] + part, rest - part
    return kept


def end_unheld(page):
    """A hold has ended: what it has kept from ending ends."""
    kept = kept_by_holds(page.account)
    for grant in sorted(page.account.grants, key=Grant.order):
        if grant.expired is not None and grant.left > kept[grant.grant]:
            expire(page, grant, f"{grant.grant}/expiry/{page.event}")


def forget(page):
    """What has ended is remembered for late usage, purchased credit for chargebacks; what was taken back, until nothing
    more can be."""
    account, now = page.account, page.account.clock
    for_bank = max(page.book.payment_days * days.DAY, KEPT)
    remembers = lambda g: g.expired is None or g.left or now < g.until + (for_bank if g.purchased else KEPT)
    account.grants = [grant for grant in account.grants if remembers(grant)]
    account.taken_back = {name: taken for name, taken in account.taken_back.items() if now < taken["until"]}
    window = page.book.correction_days * days.DAY
    account.overage_payers = [(time, part) for time, part in account.overage_payers if now < time + window]
    for known in account.invoices.values():
        if known["until"] + window <= now:
            known["products"] = {}
