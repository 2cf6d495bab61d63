"""From what an account was charged to a document: lines, discounts, tax and rounding, in this order: `invoice.draft`,
`invoice.rounding`, `invoice.discount`, `invoice.allocation`. Pure. Amounts of documents are minor units."""

from collections import namedtuple
from copy import copy
from fractions import Fraction

from . import days, document, money, places, totals
from .invoice_items import Item

# The document, the raw lines, what discounts took of each, what discounts took, tax on top, and what is carried on.
Draft = namedtuple("Draft", "document raws off discounts tax carried below")


class Raw:
    """A line before it is written."""

    def __init__(self, item, amount, deal_of, end):
        self.item, self.amount, self.until = item, amount, end if item.until is None else item.until
        self.left = amount
        if item.tax:  # what is credited lowers that supply, at the tax that was charged
            self.tax, percent = item.tax, item.tax.get("percent", "0")
            self.levies = item.tax.get("levies") or ([{"percent": percent}] if money.parse(percent) else [])
            return
        supply = item.start if item.plan else max(self.until - 1, item.start)
        deal = deal_of(supply)
        _, treatment = places.treat(deal, item.product, "")
        self.levies, self.tax = treatment["levies"], told(treatment, deal.policy["regime"])


def told(treatment, regime):
    """A treatment in the words of a document: one VAT is a percentage, other taxes are levies."""
    levies, out = treatment["levies"], {"category": treatment["category"], "percent": "0"}
    if regime == "vat" and len(levies) == 1:
        out["percent"] = levies[0]["percent"]
    elif levies and treatment["category"] == "S":
        out["levies"] = levies
    return out | ({"reason": treatment["reason"]} if "reason" in treatment else {})


def draft(book, account, discounts, service):
    """The invoice; where more was credited than charged, the credit note. None where nothing was charged."""
    if not (book.invoice and account.unbilled):
        return None
    raws, carried = lines(book, account, service)
    offs = [(name, take(raws, policy, before, book)) for name, policy, before in discounts]
    off = [sum(share for _, shares in offs for place, share in shares if place == at) for at in range(len(raws))]
    gross = sum(raw.amount for raw in raws) - sum(off)
    made = document.written(book, raws, offs, service, gross)
    tax = made["totals"]["tax"] + made["totals"]["rounding"] if book.tax["prices"] == "exclusive" else None
    return Draft(made, raws, off, offs, tax and (-tax if gross < 0 else tax), carried, gross < 0)


def lines(book, account, service):
    """Lines at minor units; what they do not make of the ledger's sum is a line of its own, less than a unit goes on."""
    minor = lambda amount: money.rounded(Fraction(amount, book.cent), "half_up")
    deal_of = lambda time: places.Deal(book.tax, book.seller, account.customer_facts, days.show_day(book.zone.day(time)))
    raws, end = [], service[1]
    for item in sorted((item.within(service) for item in account.unbilled), key=Item.order):
        raws.append(Raw(item, minor(item.amount), deal_of, end))
        raws[-1].left -= minor(item.credited)
    whole = account.carried + sum(item.amount for item in account.unbilled)
    net = minor(whole)
    rest = net - sum(raw.amount for raw in raws)
    if rest:
        largest = copy(max(reversed(raws), key=lambda raw: abs(raw.amount)).item)
        largest.kind, largest.quantity, largest.credited = "rounding", Fraction(1), 0
        largest.plan = largest.subaccount = largest.late = largest.until = largest.price = largest.per = None
        raws.append(Raw(largest, rest, deal_of, end))
    return raws, whole - net * book.cent


def take(raws, policy, before, book):
    """(place, share) of what a discount takes of what those before it have left of its lines."""
    on = lambda raw: raw.item.kind not in ("adjustment", "rounding", "unused") and raw.item.of is None and (
        not policy.get("products") or raw.item.product in policy["products"])  # fmt: skip
    left = [max(raw.left, 0) if on(raw) else 0 for raw in raws]
    if "percent" in policy:
        wanted = money.rounded(sum(left) * money.parse(policy["percent"]) / 100, "half_up")
    else:
        taken = money.rounded(Fraction(before, book.cent), "half_up")
        wanted = max(money.units(policy["amount"], book.minor) - taken, 0)
    shares = [(place, share) for place, share in enumerate(totals.hand_out(min(wanted, sum(left)), left)) if share]
    for place, share in shares:
        raws[place].left -= share
    return shares
