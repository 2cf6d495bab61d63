"""What a usage costs: `rating.lookup`, `rating.per_unit`, `money.ledger_rounding`."""

from . import money
from .refusal import Refusal, join, refuse_if

RULES = ["rating.lookup", "rating.per_unit", "money.ledger_rounding"]


def look_up(book, request, path):
    """The rate with the longest prefix of the destination, else the product's default (rule `rating.lookup`)."""
    table = book.prefixes.get(request["product"])
    refuse_if(table is None, "rate_missing", join(path, "product"))
    digits = request.get("destination", "").lstrip("+")
    for length in range(min(len(digits), book.longest[request["product"]]), -1, -1):
        rate = table.get(digits[:length])
        if rate is not None:
            return rate
    raise Refusal("rate_missing", join(path, "destination" if digits else "product"))


def rate(book, usage, path, name=None):
    """A line: quantity times price, rounded once to the ledger's scale (rule `money.ledger_rounding`)."""
    rate_id, unit, price = look_up(book, usage, path)
    refuse_if(usage.get("unit", unit) != unit, "unit_mismatch", join(path, "unit"))
    quantity = money.parse(usage["quantity"])
    exact = quantity * price
    amount = money.rounded(exact * 10**book.scale, book.mode)
    line = {"usage": name or usage.get("id"), "product": usage["product"], "rate": rate_id, "quantity": money.plain(quantity)}
    line |= {"unit": unit, "price": money.plain(price), "exact": money.plain(exact), "amount": book.show(amount)}
    if "subaccount" in usage:
        line["subaccount"] = usage["subaccount"]
    return amount, line
