"""What is not invoiced is: at a period's end, before it, and where more was credited than charged: `billing.period`,
`invoice.draft`, `invoice.interim`, `invoice.credit_draft`."""

from fractions import Fraction

from . import burst, credit, days, document, draft, money, paid_by, put_back, spend, totals
from .account import Grant

INVOICES_MAX = 16
PRODUCTS_MAX = 16


def settle(page, name, ends):
    """What was held leaves the credit; overage, where there is a credit line, and what fees owe become due."""
    book, account = page.book, page.account
    since, made = account.invoiced_until, drafted(page, ends)
    made = None if made is None or made.below else made
    if made:
        post(page, name, made)
    overage = account.overage if book.has_overage else 0
    due, moved, account.owed = dues(book, made, overage, account.owed)
    used, late, scoped, start = account.used, account.late, account.scoped, account.period_from
    account.asked = None if ends or not book.interim.get("usage") else (account.asked or 0) + used
    account.interim_at = None if ends else account.clock
    cost = used - account.given_back
    account.used = account.late = account.scoped = account.given_back = 0
    account.overage -= moved
    held, scoped = (used, scoped) if book.on_invoice else (0, 0)
    if held or moved:
        postings = {"customer": scoped - held + moved, "scoped": -scoped, "held": held, "receivable": -moved}
        page.post(f"{name}/invoice", "invoice", postings)
    for fee in account.charged if not book.invoice else ():
        fee.invoice = fee.invoice or name
    due_on = book.zone.day(account.clock) + book.invoice["terms_days"] if book.invoice else None
    if due > 0:
        account.due[name] = {"amount": due, "due_on": due_on, "told": False}
    if made or used or due > 0:
        note(account, name, book, made, (since, account.clock), max(cost, due, 0))
    account.paid_by = {}
    if ends and (used or due > 0 or overage):
        show = book.show
        more = {"invoice": name, "used": show(used), "late": show(late), "due": show(due)}
        page.tell("period_closed", "billing.period", **more, **spend.shown((start, account.clock)))
    if made:
        tell(page, name, made, due, due_on)


def drafted(page, ends):
    """Of what was charged since the last one. One before the end of its period covers the day that it bills, and the next
    one begins where it ends."""
    book, account = page.book, page.account
    if not account.customer_facts:
        return None
    after = lambda time: book.zone.start_of(book.zone.day(time) + 1)
    until = account.clock if ends else after(account.clock)
    start = account.period_from if account.interim_at is None else min(after(account.interim_at), until - 1)
    taken = [(name, book.discounts[name], facts["off"] or 0) for name, facts in account.discounts.items()
             if facts["left"] != 0 or facts["off"] is not None]  # fmt: skip
    return draft.draft(book, account, taken, (start, until))


def dues(book, made, overage, owed):
    """(what becomes due, what of it leaves the balance, what stays owed), rounded once and together; no more than a document
    shows."""
    due = max(overage + owed, 0)
    if book.invoice:
        due = money.rounded(Fraction(due, book.cent), "half_up") * book.cent
        due = min(due, made.document["totals"]["payable"] * book.cent if made else 0)
    moved = min(max(due - owed, 0), overage)
    return due, moved, owed + moved - due


def post(page, name, made):
    """Takes what is drafted off what is to be invoiced, and posts its discounts and its tax."""
    account, book = page.account, page.book
    account.unbilled, account.carried = [], made.carried
    note_fees(account, name, made, book)
    for discount, shares in made.discounts:
        post_discount(page, name, discount, made, shares)
    if made.tax:
        post_tax(page, name, made.tax * book.cent, made)


def note_fees(account, name, made, book):
    """Fees keep in mind which invoice shows them, what discounts took of them and how they were taxed."""
    for raw, off in zip(made.raws, made.off):
        item, what = raw.item, (raw.item.start, raw.until, raw.item.plan, raw.item.subaccount)
        key = lambda fee: (fee.start, fee.until, fee.plan, fee.subaccount)
        fees = [fee for fee in account.charged if fee.invoice is None and key(fee) == what]
        if item.kind == "fee" and fees:
            shares = totals.hand_out(off * book.cent, [fee.amount - fee.credited for fee in fees])
            for fee, share in zip(fees, shares):
                fee.invoice, fee.tax, fee.discount = name, raw.tax, share
                fee.amount, fee.credited, fee.back = fee.amount - fee.credited, 0, 0


def post_discount(page, name, discount, made, shares):
    """Off charges that credit has paid it is given credit; off the others it is owed no more. It is used up by a period in
    which it took something."""
    account, cent = page.account, page.book.cent
    taken, of = account.discounts[discount], lambda payer: sum(share * cent for place, share in shares if made.raws[place].item.payer == payer)
    if shares:
        if taken["off"] is None and taken["left"]:
            taken["left"] -= 1
        taken["off"] = (taken["off"] or 0) + of("invoice") + of("credit")
    owed, back = of("invoice"), of("credit")
    if owed:
        account.owed -= owed
        page.post(f"{name}/discount/{discount}", "discount", {"receivable": owed, "promotion": -owed})
    if back:
        made, lowers = burst.derived("di_", [name, discount], 1), min(back, max(account.overage, 0))
        parts, back = paid_by.draw(page, None, back - lowers)
        put_back.give_back(page, f"{made}/discount", "discount", "promotion", lowers, parts)
        if back:
            credit.arrive(page, Grant(made, "promotional", back, account.clock), "discount", "promotion", name="promotion")


def post_tax(page, name, tax, made):
    """Tax that comes on top is owed with the invoice, or burns credit as what it is on did: bound credit pays its product's."""
    account = page.account
    if page.book.invoice.get("tax_payer") == "invoice" or tax < 0:
        account.owed += tax
        page.post(f"{name}/tax", "tax", {"receivable": -tax, "tax": tax})
    else:
        parts, rest = [], 0
        for product, share in tax_shares(page, tax, made):
            burned, unpaid = credit.burn(page, share, product, name)
            paid_by.note(page, burned)
            parts, rest = parts + burned, rest + unpaid
        scoped = credit.bound(parts)
        postings = {"customer": scoped - tax, "scoped": -scoped, "tax": tax}
        page.post(f"{name}/tax", "tax", postings, **credit.shown(page, parts, rest))


def tax_shares(page, tax, made):
    """(product, share) by what discounts have left of its lines times their percentages; one debit where no credit is bound."""
    weights = {}
    for raw, off in zip(made.raws, made.off):
        percent = sum(money.parse(levy["percent"]) for levy in raw.levies)
        weight = money.rounded((raw.amount - off) * percent, "half_up") if percent else 0
        weights[raw.item.product] = weights.get(raw.item.product, 0) + weight * page.book.cent
    bound = any(grant.products and grant.left for grant in page.account.grants)
    if not bound or max(weights.values()) <= 0 or min(weights.values()) < 0:
        return [(None, tax)]
    shares = totals.hand_out(tax, list(weights.values()))
    return [(product, share) for product, share in zip(weights, shares) if share]


def note(account, name, book, made, service, without):
    """Keeps the invoice in mind, so that it can be paid and credited, and how its usage was discounted and taxed."""
    products = {}
    for raw, off in zip(made.raws, made.off) if made else ():
        if raw.item.kind == "usage" and raw.item.late is None and raw.item.of is None:
            if raw.item.product not in products and len(products) >= PRODUCTS_MAX:
                continue
            known = products.setdefault(raw.item.product, {"amount": 0, "discount": 0, "tax": raw.tax})
            known["amount"], known["discount"] = known["amount"] + raw.item.amount, known["discount"] + off * book.cent
    total = made.document["totals"]["payable"] * book.cent if made else without
    facts = {"total": total, "paid": 0, "credited": 0, "taken": 0, "returned": 0, "paid_out": 0, "from": service[0], "until": service[1]}
    account.invoices[name] = facts | {"products": products, "paid_by": account.paid_by}
    account.invoices = dict(list(account.invoices.items())[-INVOICES_MAX:])


def tell(page, name, made, due, due_on):
    """The draft, with what credit has paid of it; above the rulebook's bound it waits for a person."""
    book, sums = page.book, made.document["totals"]
    parked = "largest" in book.invoice and sums["tax_inclusive"] > money.parse(book.invoice["largest"]) * 10**book.minor
    more = {"invoice": name, "day": days.show_day(book.zone.day(page.account.clock))}
    more |= {"due": book.show(due), "due_on": days.show_day(due_on), "parked": parked}
    more["document"] = document.shown(book, made.document, due // book.cent)
    page.tell("invoice_drafted", "invoice.parked" if parked else "invoice.draft", **more)


def interim(page):
    """What has become unpaid is invoiced before the period ends, where the rulebook says so; was it?"""
    book, account = page.book, page.account
    bounds, asked = book.interim, account.asked or 0
    unpaid = account.overage + max(account.owed, 0)
    reached = "unpaid" in bounds and unpaid >= book.units(bounds["unpaid"])
    passed = any(asked < book.units(bound) <= asked + account.used for bound in bounds.get("usage", ()))
    fees = bounds.get("fees") and money.rounded(Fraction(account.owed, book.cent), "half_up") > 0
    wanted = bool(reached or passed or fees)
    if wanted:
        settle(page, burst.derived("in_", [account.name, page.named], 1), ends=False)
    return wanted
