"""Random calls of the verb `rate`: rulebooks with every price model, and usages that meet their bounds."""

from fractions import Fraction

from model import cards, days, money
from . import priced, zones
from .draw import exact

OPENS = [days.parse("2026-03-27T18:00:00Z"), days.parse("2026-01-05T12:00:00Z"), days.parse("2026-10-24T20:30:00.250Z")]
STEPS = [0, 0, 1, 1000, 60_000, 3_600_000, 3_600_000, 10_000_000, days.DAY, 3 * days.DAY]
QUANTITIES = ["0", "1", "1", "2", "3", "5", "10", "10", "20", "50", "100", "0.5", "7.25", "3.333", "250", "61"]
SECONDS = ["0", "1", "6", "30", "31", "45", "59", "60", "61", "85", "600", "3599.5", "7200"]
NUMBERS = ["4930123", "4915123", "+49151", "12125550", "44207", "33123"]


def make(draw):
    """One call."""
    minor = money.MINOR_UNITS[currency := draw.pick(["USD"] * 5 + ["JPY", "BHD"])]
    start, windows = draw.pick(OPENS), draw.pick(priced.WINDOWS)
    mode = draw.pick(["half_even", "half_up", "up", "down", "ceiling", "floor"])
    rounding = {"scale": min(minor + draw.pick([0, 0, 2, 4]), 12), "mode": mode}
    book = {"name": "sheet", "currency": currency, "rounding": rounding}
    book["rates"] = [rate for place in range(draw.pick([1, 1, 2, 3])) for rate in rates(draw, f"p{place}", start, windows)]
    if any("bands" in rate.get("model", ()) for rate in book["rates"]):
        book["windows"] = windows
    if draw.chance(0.4):
        book["zone"] = zones.BERLIN
    if draw.chance(0.45):
        book |= allowances(draw, book["rates"]) | {"billing": {"anchor_day": 1}}
    usages = [usage(draw, book, f"u{place:02d}", time) for place, time in enumerate(times(draw, start))]
    if draw.chance(0.25):
        usages += [taken_back(draw, each) for each in usages if draw.chance(0.25)]
    if draw.chance(0.5):
        draw.rng.shuffle(usages)
    call = {"rulebook": book, "usage": usages}
    latest = max((days.parse(each["time"]) for each in usages), default=start)
    if draw.chance(0.97 if "prorated" in str(book) else 0.1):
        call["from"] = days.show(start - draw.pick([1, 1000, 86_400_000, 432_000_500]))
    call |= {"until": days.show(latest + draw.pick([0, 1, 3_600_000, 5 * days.DAY]))} if draw.chance(0.7) else {}
    call |= {"totals_only": draw.chance(0.9)} if draw.chance(0.25) else {}
    back = any("reverses" in each for each in usages)  # is taken back within one call
    return call | ({"in_parts": draw.rng.randint(0, len(usages))} if draw.chance(0.3) and not back else {})


def rates(draw, product, start, windows):
    """The rates of a product: a default and perhaps others by prefix, country, dimensions, version or group."""
    common = priced.priced(draw, windows)
    unit = "second" if "call" in str(common.get("model", "")) else draw.pick(["unit", "minute", "token"])
    base = {"product": product, "unit": unit}
    out = [base | {"id": product} | common]
    places = [{"prefix": "49"}, {"prefix": "4915"}, {"prefix": "+1"}, {"country": "DE"}, {"when": {"tier": "gold"}}]
    places += [{"when": {"tier": "gold", "zone": "eu"}}, {"country": "DE", "when": {"tier": "gold"}}]
    for number, place in enumerate(draw.some(places, 3)):
        other = priced.priced(draw, windows)
        if ("bands" not in other.get("model", ())) or unit == "second":
            out.append(base | {"id": f"{product}.{number}"} | place | other)
    if draw.chance(0.3):
        turn = days.show(start + draw.pick([3_600_000, days.DAY]))
        prices = common if draw.chance(0.5) else priced.priced(draw, [])
        out.append(base | {"id": f"{product}.next", "from": turn} | prices)
        out[0] = out[0] | {"until": turn}
    elif draw.chance(0.2) and "scope" not in common:
        out[0] = out[0] | {"group": f"{product}.g"}
        out.append(out[0] | {"id": f"{product}.also", "prefix": "7"})
    for rate in out:
        counted = cards.Rate(rate, 2).counted and "flat_at_zero" not in str(rate) and not {"group", "minimum"} & set(rate)
        names = [name for name in ("tier", "zone") if name not in rate.get("when", ())]
        if counted and names and draw.chance(0.15):
            rate["count_by"] = draw.pick(names)
    if draw.chance(0.1) and len(out) > 1 and "until" not in out[0]:
        out = out[1:]
    return out


def allowances(draw, found):
    """One to three allowances over products that add quantities up."""
    units = {}
    for rate in found:
        units.setdefault(rate["product"], (rate["unit"], set()))[1].add(rate.get("meter", "sum"))
    products = [product for product, (_, meters) in units.items() if meters == {"sum"}]
    drawn = [allowance(draw, f"a{n}", products, units) for n in range(draw.pick([1, 1, 2, 3]))] if products else []
    return {"allowances": useful(drawn)} if drawn else {}


def useful(drawn):
    """Without those that one before them leaves nothing to, and without increments that are more than there is."""
    order = lambda each: (each.get("priority", 50), each["id"])
    places = {"quantity", "fair_use", "prefixes", "countries", "when"}
    endless = [each for each in drawn if "included" in each and not places & set(each)]
    hidden = lambda each: any(set(each["products"]) <= set(one["products"]) and order(one) < order(each) for one in endless)
    for each in drawn:
        bound = each.get("quantity", each.get("fair_use"))
        if bound and money.parse(each.get("increment", "0")) > money.parse(bound):
            del each["increment"]
    return [each for each in drawn if not hidden(each)]


def allowance(draw, name, products, units):
    """A quantity, unlimited, or unlimited under fair use."""
    product = draw.pick(products)
    same = [other for other in products if units[other][0] == units[product][0]]
    out = {"id": name, "products": same if draw.chance(0.3) else [product], "unit": units[product][0], "included": True}
    bound = draw.pick(["quantity", "quantity", "quantity", "fair_use", None])
    out |= {bound: draw.pick(["5", "10", "60", "100", "12.5"])} if bound else {}
    options = {
        "prefixes": [["49"], ["1", "44"]], "countries": [["DE"], ["DE", "FR"]], "when": [{"tier": "gold"}],
        "increment": ["1", "6", "60"], "priority": [0, 10, 200], "connection_fee": [True],
    }  # fmt: skip
    return out | {option: draw.pick(values) for option, values in options.items() if draw.chance(0.25)}


def times(draw, start):
    """When usages happen; some at the same moment."""
    time = start
    for _ in range(draw.pick([0, 1, 2, 3, 5, 8, 12, 20])):
        time += draw.pick(STEPS)
        yield time


def usage(draw, book, name, time):
    """A usage that mostly has a rate."""
    rate = draw.pick(book["rates"])
    out = {"id": name, "time": draw.instant(time), "product": rate["product"], "unit": rate["unit"]}
    out["quantity"] = draw.pick(SECONDS if rate["unit"] == "second" else QUANTITIES)
    prefix = rate.get("prefix")
    if prefix and draw.chance(0.7) or draw.chance(0.25):
        out["destination"] = prefix.lstrip("+") + "55" if prefix and draw.chance(0.7) else draw.pick(NUMBERS)
    if draw.chance(0.7 if "country" in rate else 0.15):
        out["country"] = draw.pick(["DE", "DE", "FR"])
    if draw.chance(0.7 if "when" in rate else 0.9 if "count_by" in rate else 0.1):
        out["dimensions"] = draw.pick([{"tier": "gold"}, {"tier": "gold", "zone": "eu"}, {"tier": "silver"}, {"zone": "eu"}])
    if rate.get("meter") == "unique" or draw.chance(0.05):
        out["key"] = draw.pick(["ann", "bob", "eve", "ian"])
    if draw.chance(0.4 if rate.get("scope") == "usage" else 0.01):
        out["size"] = draw.pick(QUANTITIES)
    out |= {"subaccount": draw.pick(["ops", "sales"])} if draw.chance(0.2) else {}
    if draw.chance(0.2 if rate.get("model", {}).get("type") == "call" else 0.003):
        out["offset"] = draw.pick(["0", "1", "6", "30", "59.5", "60", "75", "600"])
    if draw.chance(0.004):
        out |= draw.pick([{"unit": "hour"}, {"product": "fax"}])
    return out


def taken_back(draw, usage):
    """What takes a usage back, whole or in part, now and then more than there was."""
    out = usage | {"id": usage["id"] + "r", "reverses": usage["id"]}
    if draw.chance(0.4):
        share = draw.pick([Fraction(1, 2), Fraction(1, 2), Fraction(0), Fraction(9, 10), Fraction(2)])
        out["quantity"] = exact(money.parse(usage["quantity"]) * share) or usage["quantity"]
    return out
