"""Random calls of the verb `totals`: lines, discounts, allowances and charges of a few taxes."""

PERCENTS = ["19", "7", "20", "5.5", "8.875", "33.333", "0.1"]
MODES = ["half_even", "half_up", "up", "down", "ceiling", "floor"]


def make(draw):
    """One call."""
    currency = draw.pick(["EUR"] * 4 + ["JPY", "BHD"])
    minor = {"EUR": 2, "JPY": 0, "BHD": 3}[currency]
    taxes = [tax(draw) for _ in range(draw.pick([1, 1, 2, 3]))]
    call = {"currency": currency, "lines": [line(draw, minor, f"{place}", taxes) for place in range(draw.pick([0, 1, 1, 2, 3, 5, 8]))]}
    part = lambda: {"amount": amount(draw, minor), "tax": draw.pick(taxes)}
    for name, make_one in (("discounts", lambda: discount(draw, minor)), ("allowances", part), ("charges", part)):
        if draw.chance(0.4):
            call[name] = [make_one() for _ in range(draw.pick([0, 1, 1, 2, 3]))]
    if draw.chance(0.3):
        call["prepaid"] = amount(draw, minor)
    if draw.chance(0.2):
        call["rounding"] = draw.pick(["0", "-1", "1"]) + (".01" if minor > 1 else "")
    if draw.chance(0.5):
        call["tax_rounding"] = {"by": draw.pick(["per_category", "per_line"]), "mode": draw.pick(MODES)}
    return call


def amount(draw, minor):
    """Money, a few times finer than its currency."""
    value = draw.pick(["0", "1", "5", "10", "12", "100", "333"])
    places = minor + 1 if draw.chance(0.01) else minor
    return value + (f".{draw.rng.randint(0, 10**places - 1):0{places}d}" if places and draw.chance(0.6) else "")


def tax(draw):
    """VAT, none for a reason, or stacked levies; now and then one that cannot be."""
    kind = draw.rng.random()
    if kind < 0.5:
        return {"category": "S", "percent": draw.pick(PERCENTS)}
    if kind < 0.75:
        out = {"category": draw.pick(["Z", "E", "AE", "K", "G", "O"])}
        if draw.chance(0.5) and out["category"] != "Z":
            out["reason"] = draw.pick([{"text": "Education"}, {"code": "VATEX-EU-132", "text": "Care"}, {"text": "Insurance"}])
        return out | ({"percent": "0"} if draw.chance(0.2) else {})
    if kind < 0.97:
        levies = [{"name": "State", "percent": draw.pick(PERCENTS)}, {"name": "County", "percent": draw.pick(PERCENTS)}]
        levies[1] |= {"jurisdiction": "LA"} if draw.chance(0.8) else {}
        levies += [{"name": "City", "percent": "1.25", "compound": draw.chance(0.5)}] if draw.chance(0.4) else []
        levies[1] |= {"compound": True} if draw.chance(0.4) else {}
        return {"category": "S", "levies": levies}
    return draw.pick([{"category": "S"}, {"category": "AE", "percent": "19"}, {"category": "S", "percent": "0"}])


def line(draw, minor, name, taxes):
    """A net amount, or what makes it."""
    out = {"id": name, "tax": draw.pick(taxes)}
    if draw.chance(0.4):
        return out | {"net": ("-" if draw.chance(0.15) else "") + amount(draw, minor)}
    out |= {"quantity": draw.pick(["1", "2", "3", "7", "-1", "0.5", "1000", "3.333"])}
    if draw.chance(0.99):
        out["price"] = draw.pick(["0.005", "0.333", "15.00", "1", "0.00499", "12.5", "99.99"])
    if draw.chance(0.2):
        out["base_quantity"] = draw.pick(["12", "3", "1000"])
    for part in ("allowances", "charges"):
        if draw.chance(0.2):
            out[part] = [amount(draw, minor) for _ in range(draw.pick([1, 1, 2]))]
    return out


def discount(draw, minor):
    """An amount or a percentage; both or neither are refused."""
    if draw.chance(0.01):
        return draw.pick([{}, {"amount": "1", "percent": "1"}])
    return {"amount": amount(draw, minor)} if draw.chance(0.5) else {"percent": draw.pick(["10", "15.5", "33.333", "99", "150", "0.1"])}
