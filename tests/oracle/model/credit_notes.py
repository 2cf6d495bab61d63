"""Credit notes: an invoice is due less; what was paid of it goes back to the account or to the payer: `invoice.credited`,
`invoice.credit_draft`."""

from . import burst, credit, days, document, invoiced, invoicing, paid_by, put_back, settings
from .account import Grant
from .refusal import join, refuse_if


def invoice_credited(page, event):
    """A note of an invoice that there is, for no more than is left of it."""
    account, amount, name = page.account, settings.whole(page, event), event["invoice"]
    known = account.invoices.get(name)
    refuse_if(known is None, "invoice_unknown", join(page.path, "invoice"))
    refuse_if(amount > invoiced.left(known), "taken_back_too_much", join(page.path, "amount"))
    lowered, paid, rest = draw(account, name, amount)
    known["credited"] += amount
    if lowered:
        page.post(f"{page.event}/credit_note", "credit_note", {"receivable": lowered, "usage": -lowered}, invoice=name)
    if event.get("to") == "payer" and paid:
        known["paid_out"] += paid
        page.tell("refund_request", "invoice.credited", invoice=name, amount=page.book.show(paid))
        page.post(f"{page.event}/paid_back", "credit_note", {"cash": paid, "usage": -paid}, invoice=name)
    else:
        give(page, page.event, "purchased", paid, "usage")
    parts, rest = paid_by.draw(page, name, rest)
    put_back.give_back(page, f"{page.event}/credited_back", "credit_note", "usage", 0, parts)
    give(page, burst.derived("cn_", [page.event], 1) if paid else page.event, "refund", rest, "usage")


def rest(page):
    """What was credited beyond what was charged comes out as a credit note when a period has ended: off the invoices that
    showed it, then as credit of the account. Was it?"""
    book, account, name = page.book, page.account, burst.derived("cn_", [page.account.name, page.named], 1)
    named = list(dict.fromkeys(item.of for item in account.unbilled if item.of))
    made = invoicing.drafted(page, True)
    made = made if made and made.below else None
    if made:
        invoicing.post(page, name, made)
    amount = max(-account.owed, 0) // book.cent * book.cent
    if amount:
        account.owed += amount
        credit_owed(page, name, named, amount)
    if made:
        more = {"note": name, "day": days.show_day(book.zone.day(account.clock))}
        more |= {"invoices": named, "credit": book.show(amount)}
        more["document"] = document.shown(book, made.document, amount // book.cent)
        page.tell("credit_note_drafted", "invoice.credit_draft", **more)
    return bool(made or amount)


def credit_owed(page, name, named, left):
    """Off the invoices that showed it, then off what is due, then off the latest invoices."""
    account, paid, other, parts = page.account, 0, 0, []
    for invoice in [*named, *list(account.due), *reversed(list(account.invoices))]:
        known = account.invoices.get(invoice, {"total": 0, "credited": 0})
        part = min(left, known["total"] - known["credited"])
        _, money, credits = draw(account, invoice, part)
        known, unknown = paid_by.draw(page, invoice, credits)
        left, paid, other, parts = left - part, paid + money, other + unknown, parts + known
    give(page, name, "purchased", paid, "receivable")
    put_back.give_back(page, f"{name}/credited_back", "credit_note", "receivable", 0, parts)
    give(page, burst.derived("cn_", [name], 1) if paid else name, "refund", other + left, "receivable")


def draw(account, invoice, amount):
    """(off what is due, of what was paid in money, of what credit had paid) of so much of an invoice."""
    known = account.invoices.get(invoice)
    lowered = min(amount, account.due[invoice]["amount"]) if invoice in account.due else 0
    if lowered:
        account.lower_due(invoice, lowered)
    if known is None:
        return lowered, 0, amount - lowered
    back = min(amount - lowered, known["paid"] - known["returned"])
    known["returned"] += back
    return lowered, back, amount - lowered - back


def give(page, name, source, amount, counter):
    """Credit of the account again."""
    if amount:
        credit.arrive(page, Grant(name, source, amount, page.account.clock), "credit_note", counter, name="credited")
