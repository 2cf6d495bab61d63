"""A drafted document in the terms of EN 16931: `invoice.draft`, `invoice.totals`, `tax.inclusive`. Amounts are minor units; a
credit note states what it credits above zero."""

from fractions import Fraction

from . import days, money, sale, tax_rates, totals


def written(book, raws, offs, service, gross):
    """The document, without what is paid of it."""
    taken = [(name, raws[place], share) for name, shares in offs for place, share in shares]
    nets = net(book.tax, [(raw, raw.amount) for raw in raws] + [(raw, -share) for _, raw, share in taken])
    sign, allowances = -1 if gross < 0 else 1, {}
    for (name, raw, _), amount in zip(taken, nets[len(raws) :]):
        known = allowances.setdefault((name, totals.alike(raw.tax)), [0, raw.tax, name])
        known[0] -= amount
    parts = [(sign * amount, raw.tax) for raw, amount in zip(raws, nets)] + [(-sign * each[0], each[1]) for each in allowances.values()]
    rounding = {"by": book.tax.get("rounding", "per_category"), "mode": book.tax["mode"]}
    rows = totals.breakdown(parts, rounding)
    less, sum_of = [{"amount": each[0], "tax": each[1], "reason": each[2]} for each in allowances.values()], sum(row["tax"] for row in rows)
    found = {"lines": sum(amount for amount, _ in parts[: len(raws)]), "tax": sum_of, "off": sum(each["amount"] for each in less)}
    inclusive = found["lines"] - sign * found["off"] + sum_of
    rounds = sign * gross - inclusive if book.tax["prices"] == "inclusive" else max(-inclusive, 0)
    whole = {"lines": found["lines"], "allowances": found["off"] if sign > 0 else 0, "charges": 0 if sign > 0 else found["off"]}
    whole |= {"tax_exclusive": inclusive - sum_of, "tax": sum_of, "tax_inclusive": inclusive, "prepaid": 0, "rounding": rounds}
    made = [line(book, raw, place, amount, sign) for place, (raw, amount) in enumerate(zip(raws, nets))]
    return {"kind": "invoice" if sign > 0 else "credit_note", "period": span(book, *service), "lines": made, "tax": rows,
            "allowances" if sign > 0 else "charges": less, "totals": whole | {"payable": inclusive + rounds}}  # fmt: skip


def net(policy, gross):
    """Net amounts: gross ones are split by what is taxed alike, the last one is what is left."""
    if policy["prices"] == "exclusive":
        return [amount for _, amount in gross]
    groups, out = {}, [0] * len(gross)
    for place, (raw, amount) in enumerate(gross):
        groups.setdefault(totals.alike(raw.tax), []).append((place, amount, raw))
    for group in groups.values():
        shares = tax_rates.shares(group[0][2].levies)
        apart = lambda amount: sale.apart(amount, shares, True, policy["mode"])[0]
        for place, amount, _ in group:
            out[place] = apart(amount)
        if policy.get("rounding") != "per_line":
            out[group[-1][0]] = apart(sum(amount for _, amount, _ in group)) - sum(out[place] for place, *_ in group[:-1])
    return out


def line(book, raw, place, amount, sign):
    """Quantity, price and base quantity that make the net amount: the unit's own price where it does, else the amount for
    the whole quantity."""
    item, per = raw.item, 1 if raw.item.per is None else raw.item.per
    own = item.price is not None and book.tax["prices"] == "exclusive" and (
        money.rounded(item.quantity * item.price / per * 10**book.minor, "half_up") == amount)  # fmt: skip
    quantity, price, base = item.quantity, item.price, item.per
    if not own:
        base = quantity if quantity > 0 else None
        quantity = (-1 if amount < 0 else 1) * (quantity if base else Fraction(1))
        price = Fraction(abs(amount), 10**book.minor)
    out = {"id": str(place + 1), "quantity": money.plain(sign * quantity), "unit": item.unit, "price": money.plain(price)}
    out |= {"net": sign * amount, "tax": raw.tax, "period": span(book, item.start, raw.until)}
    out |= {"base_quantity": money.plain(base)} if base is not None else {}
    return out | ({"subaccount": item.subaccount} if item.subaccount else {})


def span(book, start, until):
    """The days of a service; one at least."""
    first, last = book.zone.day(start), book.zone.day(until)
    return {"from": days.show_day(first), "until": days.show_day(max(last, first + 1))}


def shown(book, document, paid):
    """As answers have it: of what is payable so much is paid already."""
    show = lambda amount: money.show(amount, book.minor)
    sums = document["totals"]
    sums = sums | {"prepaid": sums["payable"] - paid, "payable": paid}
    parts = {name: [each | {"amount": show(each["amount"])} for each in document[name]] for name in ("allowances", "charges") if document.get(name)}
    rows = [row | {"taxable": show(row["taxable"]), "tax": show(row["tax"])} for row in document["tax"]]
    made = [each | {"net": show(each["net"])} for each in document["lines"]]
    return document | parts | {"lines": made, "tax": rows, "totals": {name: show(amount) for name, amount in sums.items()}}
