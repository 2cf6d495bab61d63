"""What is left of an invoice: what was taken back of its lines and what notes have credited come to no more than it."""

from . import money


def left(known):
    """After all that was taken back of it and credited."""
    return known["total"] - known["credited"] - known["taken"]


def take(book, account, invoice, net, tax):
    """Takes so much of a line back, with its tax, as far as that is left; what of the net that is."""
    known = account.invoices.get(invoice)
    if known is None:
        return net
    percent = percent_of(tax) if tax and book.tax and book.tax["prices"] == "exclusive" else 0
    rest, gross = max(left(known), 0), net * (100 + percent) // 100
    if gross > rest and not known["credited"] and gross - rest <= book.cent:
        gross = rest  # an invoice is of whole cents, and may be less than its lines came to
    elif gross > rest:
        net, gross = min(rest * 100 // (100 + percent), net), rest
    known["taken"] += gross
    return net


def percent_of(tax):
    """All taxes together, compound ones as what they come to."""
    whole = money.parse(tax.get("percent", "0"))
    for levy in tax.get("levies", ()):
        whole += money.parse(levy["percent"]) * (1 + whole / 100 if levy.get("compound") else 1)
    return whole
