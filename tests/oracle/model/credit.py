"""Grants: how credit starts, pays overage, burns, expires and comes back for late usage."""

from . import days
from .account import Grant
from .refusal import refuse_if

GRANTS_MAX = 64
KEPT = 35 * days.DAY


def add(page, grant, kind, name, postings, **more):
    """New credit: started at once where its time has come, otherwise kept until the timeline starts it."""
    account = page.account
    account.grants.append(grant)
    if grant.start <= account.clock:
        start(page, grant, kind, name, postings, **more)
    refuse_if(sum(1 for g in account.grants if g.left) > GRANTS_MAX, "grants_too_many", page.path)


def start(page, grant, kind, name, other, **more):
    """Credit becomes usable: it pays overage first, then adds. Scoped credit is no part of the balance."""
    account = page.account
    grant.started = True
    account.lifetime += grant.amount
    paid = 0 if grant.only else min(account.overage, grant.left)
    account.overage -= paid
    grant.left -= paid
    side = "scoped" if grant.only else "customer"
    shown = page.book.show(paid) if paid else None
    page.post(name, kind, {side: grant.amount, other: -grant.amount}, overage=shown, **more)


def purchase(page, name, amount, kind, **more):
    """Purchased credit: a top-up, a recharge, a bank debit; it may expire so many days after it arrives."""
    clock, valid = page.account.clock, page.book.valid_ms
    grant = Grant(name, "purchased", amount, clock, None if valid is None else clock + valid)
    page.account.grants.append(grant)
    start(page, grant, kind, f"{name}/{kind}", "cash", **more)
    join(page.account, grant)


def join(account, grant):
    """Money that arrived is never refused: with too many grants it joins what burns last
    of the purchased credit that ends when it does."""
    forget(account)
    if len(account.grants) <= GRANTS_MAX or not grant.left:
        return
    alike = [g for g in account.grants if g is not grant and g.purchased and g.left and g.until == grant.until]
    if alike:
        last = max(alike, key=Grant.order)
        last.amount += grant.amount
        last.left += grant.left
        account.grants.remove(grant)


def take(grants, amount):
    """Burns grants in the order given: [(grant, part)] and what is left of the amount."""
    burned = []
    for grant in grants:
        part = min(grant.left, amount)
        if part:
            grant.left -= part
            amount -= part
            burned.append((grant, part))
    return burned, amount


def burn(page, amount, product=None):
    """A debit now: eligible grants in burn order, the rest is overage."""
    burned, rest = take(page.account.usable(product), amount)
    page.account.overage += rest
    return burned, rest


def burn_late(page, amount, product, time, usage):
    """Late usage: grants usable at its time first, expired ones brought back, then grants usable now, then overage."""
    account, burned = page.account, []
    then = [g for g in account.grants if g.started and (g.left or g.lapsed) and g.covers(time)]
    for grant in sorted((g for g in then if not g.only or product in g.only), key=Grant.order):
        if grant.lapsed and amount:
            back = min(grant.lapsed, amount)
            grant.lapsed -= back
            grant.left += back
            side = "scoped" if grant.only else "customer"
            page.post(f"{grant.grant}/expiry_reversed/{usage}", "expiry_reversed", {side: back, "expired": -back})
        part, amount = take([grant], amount)
        burned += part
    more, rest = burn(page, amount, product)
    return burned + more, rest


def shown(page, burned, rest):
    """How an entry says what a debit took."""
    lines = [{"grant": grant.grant, "amount": page.book.show(part)} for grant, part in burned]
    return {"burned": lines or None, "overage": page.book.show(rest) if rest else None}


def expire(page, grant):
    """Credit at its end: an entry takes what is left. It is remembered, for usage that comes late."""
    amount, grant.lapsed, grant.left = grant.left, grant.left, 0
    side = "scoped" if grant.only else "customer"
    page.post(f"{grant.grant}/expiry", "expiry", {side: -amount, "expired": amount}, **shown(page, [(grant, amount)], 0))


def forget(account):
    """Empty grants leave; credit that has expired is remembered for 35 days."""
    account.grants = [
        g for g in account.grants if g.left or not g.started or (g.lapsed and account.clock < g.until + KEPT)
    ]
