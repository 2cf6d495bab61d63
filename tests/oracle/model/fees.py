"""A fee and what is credited of it, as amounts and entries: `plan.fee`, `plan.unused`, `plan.proration`."""

from fractions import Fraction

from . import burst, credit, cycles, days, given_up, invoice_items, invoiced, money, paid_by, prices, put_back
from .asked import Asked


class Charged:
    """A fee that was charged: what it was made of, and what came back of it."""

    def __init__(self, subscription, part, amount, parts, overage):
        self.subscription, self.plan, self.start, self.until = subscription.name, subscription.plan.id, *part
        self.subaccount, self.quantity, self.ended = subscription.subaccount, subscription.quantity, None
        self.amount, self.parts, self.overage = amount, parts, overage
        self.credited = self.discount = self.back = 0
        self.invoice = self.tax = None

    def kept_until(self):
        """Until when it is for, as far as it was not given up."""
        return self.until if self.ended is None else min(self.ended, self.until)


def exact_of(book, plan, quantity, cycle, start, until):
    """The plan's price for its quantity and this part of a cycle."""
    whole = sum(part.amount for part in prices.parts(book, plan.model, Fraction(1), Asked(quantity)))
    return whole * cycles.share(book.zone, plan.proration, cycle, start, until)


def payable(book, exact):
    """Rounded once to minor units, in ledger units."""
    return money.rounded(exact * 10**book.minor, book.mode) * book.cent


def line_of(book, subscription, plan, quantity, exact, amount, whole):
    """How it was made, as the line of a usage says it; of what parts is not told here."""
    line = {"product": plan.product, "rate": plan.id, "quantity": money.plain(quantity), "unit": plan.unit}
    if "price" in plan.text:
        line["price"] = money.plain(money.parse(plan.text["price"]))
    line |= {} if whole else {"parts": ["share"]}
    line |= {"usage": subscription.name, "exact": money.ratio(Fraction(exact)), "amount": book.show(amount)}
    return line | ({"subaccount": subscription.subaccount} if subscription.subaccount else {})


def free(page, name, follow):
    """Where one event charges several times, each further entry has a name of its own."""
    names = {entry["id"] for entry in page.entries}
    while name in names:
        name = follow(name)
    return name


def charge(page, subscription, part, given=None):
    """A fee is paid by the credit as usage is, or asked for by the next invoice; with what is owed beyond its time of what is
    given up. One of nothing is no entry."""
    book, plan = page.book, subscription.plan
    of = lambda start, until: exact_of(book, plan, subscription.quantity, subscription.cycle, start, until)
    exact, used = of(*part), 0
    amount = payable(book, exact)
    if given:
        shares, at = given
        used = given_up.more(page, shares, plan, part[0], subscription.paid_until(), at, of, lambda exact: payable(book, exact))
        exact, amount = exact + Fraction(used, 10**book.scale), amount + used
    if not amount:
        return 0
    above, below = cycles.counted(book.zone, plan.proration, subscription.cycle, *part)
    line = line_of(book, subscription, plan, subscription.quantity, exact, amount, above == below and not used)
    more = {"line": line, "period": {"from": days.show(part[0]), "until": days.show(part[1])}}
    invoice_items.fee(page, plan, line, amount, part)
    parts, overage = [], 0
    if plan.invoiced:
        ask(page, "fee", subscription, amount, more)
    else:
        parts, overage = debit(page, subscription, amount, more)
    page.account.charged.append(Charged(subscription, part, amount, parts, overage))
    return amount


def ask(page, kind, subscription, amount, more):
    """The next invoice asks for it, or for less."""
    page.account.owed += amount
    name = free(page, f"{page.event}/{kind}/{subscription.name}", lambda name: name + "/next")
    page.post(name, "fee", {"receivable": -amount, "fees": amount}, **more)


def debit(page, subscription, amount, more):
    """A fee leaves the credit, or is held against it until the invoice; it is no usage of a day."""
    account = page.account
    parts, rest = credit.burn(page, amount, subscription.plan.product, subscription.name)
    paid_by.note(page, parts)
    scoped = credit.bound(parts)
    account.scoped += scoped
    account.used += amount
    if page.book.on_invoice:
        postings = {"held": -amount, "fees": amount}
    else:
        postings = {"customer": scoped - amount, "scoped": -scoped, "fees": amount}
    name = free(page, f"{page.event}/fee/{subscription.name}", lambda name: name + "/next")
    page.post(name, "fee", postings, **more, **credit.shown(page, parts, rest))
    return parts, rest


def credit_back(page, subscription, fee, at, shares):
    """What of a fee is given up from here on is credited, never more than is left of it, but for what is used of what it gave."""
    book, plan = page.book, page.book.plans[fee.plan]
    start, until, left = max(at, fee.start), fee.kept_until(), fee.amount - fee.credited
    begun = fee.start > at or fee.start == at and subscription.began_by_time(at)
    if plan.proration == "none" and not begun:
        return
    cycle = subscription.cycle
    is_open = plan.id == subscription.plan.id and fee.start >= cycle[0] and fee.until <= cycle[1]
    whole = Fraction(left, 10**book.scale)

    def of(start, until):
        """Of the open cycle, or of what was charged for a time that is over."""
        if is_open:
            return exact_of(book, plan, fee.quantity, cycle, start, until)
        above, below = cycles.counted(book.zone, plan.proration, (fee.start, fee.kept_until()), start, until)
        return whole * Fraction(max(above, 0), below) if below else whole

    exact, round_ = of(start, until), lambda exact: payable(book, exact)
    gross = round_(exact)
    exact, gross = (exact, gross) if gross <= left else (whole, left)
    used = min(given_up.more(page, shares, plan, fee.start, until, at, of, round_), gross)
    used = max(used, 0)
    exact, gross = exact - Fraction(used, 10**book.scale), gross - used
    counted = cycles.counted(book.zone, plan.proration, cycle if is_open else (fee.start, until), start, until)
    fee.ended = start
    if gross > 0:
        post_unused(page, subscription, plan, fee, exact, gross, (start, until), counted[0] == counted[1] and not used)


def post_unused(page, subscription, plan, fee, exact, gross, part, whole):
    """Net of what discounts took and at the tax of its invoice: off what the next one asks for, or back into the credit."""
    book, account, before, net = page.book, page.account, fee.back, net_of(fee, gross)
    if fee.invoice is not None:
        net = invoiced.take(book, account, fee.invoice, net, fee.tax)
    fee.credited, fee.back = fee.credited + gross, fee.back + net
    invoice_items.credited(page, plan, fee, gross)
    if not net:
        return
    exact = Fraction(gross - net, 10**book.scale) - exact
    line = line_of(book, subscription, plan, fee.quantity, exact, -net, whole and gross == net)
    more = {"line": line, "period": {"from": days.show(part[0]), "until": days.show(part[1])}}
    invoice_items.fee(page, plan, line, -net, part, fee)
    if plan.invoiced:
        ask(page, "unused", subscription, -net, more)
        off_the_invoice(page, fee, net)
    else:
        account.given_back += net if fee.invoice is None else 0
        give_back(page, subscription, fee, before, net, more)


def off_the_invoice(page, fee, amount):
    """What an invoice asked for and is still due of it is so no more; where invoices are drafted a credit note says it."""
    account = page.account
    if fee.invoice in account.due and not page.book.invoice:
        due = min(account.due[fee.invoice]["amount"], amount)
        if due > 0:
            account.lower_due(fee.invoice, due)
            account.owed += due


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
    account, number = page.account, 1
    name_of = lambda number: burst.derived("un_", [subscription.name, page.event], number) + "/unused"
    while any(entry["id"] == name_of(number) for entry in page.entries):
        number += 1
    overage, parts = put_back.last_paid(fee.parts, fee.overage, before, net)
    invoiced = page.book.has_overage and (fee.invoice is not None or account.is_invoiced(fee.start))
    back = put_back.put_back(page, overage, parts, subscription.name, fee.start, invoiced)
    paid_by.lower(page, fee.invoice, back.parts)
    moves = back.moves | {"fees": -sum(back.moves.values())}
    page.post(name_of(number), "fee", moves, **more, **credit.shown(page, back.parts, back.overage))
    off_the_invoice(page, fee, back.moves["receivable"])
    put_back.end_again(page, back)
