"""A fee and what is credited of it, as amounts and entries: `plan.fee`, `plan.unused`, `plan.proration`."""

from fractions import Fraction

from . import burst, credit, cycles, days, invoice_items, money, prices, put_back
from .asked import Asked


class Charged:
    """A fee that was charged: what it was made of, and what came back of it."""

    def __init__(self, subscription, part, amount, parts, overage):
        self.subscription, self.plan, self.start, self.until = subscription.name, subscription.plan.id, *part
        self.amount, self.parts, self.overage = amount, parts, overage
        self.credited = self.discount = self.back = 0
        self.invoice = self.tax = None


def amount_of(book, subscription, start, until):
    """(exact, amount): the plan's price for its quantity and this part of its cycle, rounded once to minor units."""
    plan = subscription.plan
    whole = sum(part.amount for part in prices.parts(book, plan.model, Fraction(1), Asked(subscription.quantity)))
    exact = whole * cycles.share(book.zone, plan.proration, subscription.cycle, start, until)
    return exact, money.rounded(exact * 10**book.minor, book.mode) * book.cent


def line_of(book, subscription, exact, amount, part, less=False):
    """How it was made, as the line of a usage says it; of what parts is not told here."""
    plan = subscription.plan
    line = {"product": plan.product, "rate": plan.id, "quantity": money.plain(subscription.quantity), "unit": plan.unit}
    if "price" in plan.text:
        line["price"] = money.plain(money.parse(plan.text["price"]))
    above, below = cycles.counted(book.zone, plan.proration, subscription.cycle, *part)
    line |= {"parts": ["share"]} if above != below or less else {}
    line |= {"usage": subscription.name, "exact": money.ratio(Fraction(exact)), "amount": book.show(amount)}
    return line | ({"subaccount": subscription.subaccount} if subscription.subaccount else {})


def name_of(page, kind, subscription):
    """Where one event charges the old plan in arrears and the new one in advance, the second fee has a name of its own."""
    name = f"{page.event}/{kind}/{subscription.name}"
    return name + "/next" if any(entry["id"] == name for entry in page.entries) else name


def charge(page, subscription, part):
    """A fee is paid by the credit as usage is, or asked for by the next invoice. One of nothing is no entry."""
    exact, amount = amount_of(page.book, subscription, *part)
    if not amount:
        return 0
    line = line_of(page.book, subscription, exact, amount, part)
    more = {"line": line, "period": {"from": days.show(part[0]), "until": days.show(part[1])}}
    invoice_items.fee(page, subscription, line, amount, part)
    parts, overage = [], 0
    if subscription.plan.invoiced:
        ask(page, "fee", subscription, amount, more)
    else:
        parts, overage = debit(page, subscription, amount, more)
    page.account.charged.append(Charged(subscription, part, amount, parts, overage))
    return amount


def ask(page, kind, subscription, amount, more):
    """The next invoice asks for it, or for less."""
    page.account.owed += amount
    page.post(name_of(page, kind, subscription), "fee", {"receivable": -amount, "fees": amount}, **more)


def debit(page, subscription, amount, more):
    """A fee leaves the credit, or is held against it until the invoice; it is no usage of a day."""
    account = page.account
    parts, rest = credit.burn(page, amount, subscription.plan.product, subscription.name)
    scoped = credit.bound(parts)
    account.scoped += scoped
    account.used += amount
    if page.book.on_invoice:
        postings = {"held": -amount, "fees": amount}
    else:
        postings = {"customer": scoped - amount, "scoped": -scoped, "fees": amount}
    page.post(name_of(page, "fee", subscription), "fee", postings, **more, **credit.shown(page, parts, rest))
    return parts, rest


def unused(page, subscription, now):
    """What of the fee is not used is credited, never more than is left of it, net of what discounts took: off what the next
    invoice asks for, or back into the credit that paid it."""
    book, account = page.book, page.account
    of_it = lambda fee: (fee.subscription, fee.start) == (subscription.name, subscription.charged)
    fee = next(filter(of_it, reversed(account.charged)), None)
    if fee is None or subscription.plan.proration == "none":
        return
    part = (max(now, subscription.charged), subscription.paid_until())
    exact, gross = amount_of(book, subscription, *part)
    left = fee.amount - fee.credited
    exact, gross = (exact, gross) if gross <= left else (Fraction(left, 10**book.scale), left)
    if gross <= 0:
        return
    before, net = fee.back, net_of(fee, gross)
    fee.credited, fee.back = fee.credited + gross, fee.back + net
    invoice_items.credited(page, subscription, fee, gross)
    if net:
        line = line_of(book, subscription, Fraction(gross - net, 10**book.scale) - exact, -net, part, gross != net)
        more = {"line": line, "period": {"from": days.show(part[0]), "until": days.show(part[1])}}
        invoice_items.fee(page, subscription, line, -net, part, fee)
        if subscription.plan.invoiced:
            ask(page, "unused", subscription, -net, more)
        else:
            give_back(page, subscription, fee, before, net, more)


def net_of(fee, gross):
    """What so much of a fee comes to when discounts have taken of it what they took; the last of it is all that is left."""
    if not fee.discount:
        return gross
    paid = fee.amount - fee.discount
    if gross == fee.amount - fee.credited:
        return paid - fee.back
    return min(gross * paid // fee.amount, paid - fee.back)


def give_back(page, subscription, fee, before, net, more):
    """Into the credit that paid it."""
    account, name = page.account, burst.derived("un_", [subscription.name, page.event], 1)
    overage, parts = put_back.last_paid(fee.parts, fee.overage, before, net)
    invoiced = page.book.has_overage and account.is_invoiced(fee.start)
    back = put_back.put_back(page, overage, parts, subscription.name, fee.start, invoiced)
    moves = back.moves | {"fees": -sum(back.moves.values())}
    page.post(f"{name}/unused", "fee", moves, **more, **credit.shown(page, back.parts, back.overage))
    put_back.end_again(page, back)
