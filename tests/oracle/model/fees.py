"""A fee and what is credited of it, as amounts and entries: `plan.fee`, `plan.unused`, `plan.proration`."""

from fractions import Fraction

from . import alerts, burst, credit, cycles, days, money, prices, service
from .account import Grant
from .asked import Asked


def amount_of(book, subscription, start, until):
    """(exact, amount): the plan's price for its quantity and this part of its cycle, rounded once to minor units."""
    plan = subscription.plan
    whole = sum(part.amount for part in prices.parts(book, plan.model, Fraction(1), Asked(subscription.quantity)))
    exact = whole * cycles.share(book.zone, plan.proration, subscription.cycle, start, until)
    return exact, money.rounded(exact * 10**book.minor, book.mode) * book.cent


def post(page, kind, subscription, exact, amount, part):
    """An entry: a fee is paid by the credit as usage is, or asked for by the next invoice; so is what is credited."""
    book, account, plan = page.book, page.account, subscription.plan
    name = f"{page.event}/{kind}/{subscription.name}"
    name += "/next" if any(entry["id"] == name for entry in page.entries) else ""
    line = {"product": plan.product, "rate": plan.id, "quantity": money.plain(subscription.quantity), "unit": plan.unit}
    if "price" in plan.text:
        line["price"] = money.plain(money.parse(plan.text["price"]))
    above, below = cycles.counted(book.zone, plan.proration, subscription.cycle, *part)
    if above != below:
        price = line.get("price", money.ratio(abs(exact) * below / above))
        line["parts"] = [{"what": f"{above} of {below}", "quantity": str(above), "price": price, "amount": money.ratio(exact)}]
    line |= {"usage": subscription.name, "exact": money.ratio(exact), "amount": book.show(amount)}
    line |= {"subaccount": subscription.subaccount} if subscription.subaccount else {}
    more = {"line": line, "period": {"from": days.show(part[0]), "until": days.show(part[1])}}
    if plan.invoiced:
        account.owed += amount
        page.post(name, "fee", {"receivable": -amount, "fees": amount}, **more)
    elif amount > 0:
        debit(page, name, plan.product, amount, more)
    else:
        give(page, subscription.name, -amount, more)


def debit(page, name, product, amount, more):
    """A fee leaves the credit, or is held against it until the invoice; it is no usage of a day."""
    account, before = page.account, page.account.balance
    burned, rest = credit.burn(page, amount, product)
    scoped = sum(part for grant, part in burned if grant.only)
    account.scoped += scoped
    account.used += amount
    if page.book.on_invoice:
        account.invoiced += amount
        postings = {"held": -amount, "fees": amount}
    else:
        postings = {"customer": scoped - amount, "scoped": -scoped, "fees": amount}
    page.post(name, "fee", postings, **more, **credit.shown(page, burned, rest))
    alerts.after_debit(page, before)


def give(page, name, amount, more):
    """Credited fees of credit are refunded credit."""
    account = page.account
    grant = Grant(burst.derived("un_", [name, page.event], 1), "refund", amount, account.clock)
    credit.add(page, grant, "fee", f"{grant.grant}/unused", "fees", **more)
    service.credited(page)
