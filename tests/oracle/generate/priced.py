"""Random price models and rates: every model, meter, scope and commitment, on small numbers that meet their bounds."""

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PRICES = ["0", "0.01", "0.5", "1", "2", "0.333", "0.0075", "12.5", "0.000035"]
SIZES = ["1", "2", "5", "10", "10", "60", "100", "0.5", "7"]
WINDOWS = [
    [{"id": "night", "days": DAYS, "from": "22:00"}, {"id": "night", "days": DAYS, "until": "06:00"}],
    [{"id": "weekend", "days": ["sat", "sun"]}],
    [{"id": "night", "days": DAYS, "until": "07:30"}, {"id": "weekend", "days": ["sat", "sun"], "from": "07:30"}],
    [{"id": "peak", "days": DAYS[:5], "from": "08:00", "until": "18:00"}],
]


def rising(draw, count):
    """Upper bounds that rise, the last tier without one."""
    bounds = sorted({draw.pick([1, 2, 5, 10, 20, 50, 100, 250]) for _ in range(count)})
    return [{"up_to": str(bound)} for bound in bounds] + [{}]


def tiers(draw):
    """Tiers with a price, a flat amount or both, some in blocks."""
    out = rising(draw, draw.pick([0, 1, 2, 3]))
    for tier in out:
        if draw.chance(0.85):
            tier["price"] = draw.pick(PRICES)
            if draw.chance(0.15):
                tier["block"] = draw.pick(["1", "3", "10"])
        if "price" not in tier or draw.chance(0.3):
            tier["flat"] = draw.pick(["0", "1", "5", "0.005"])
    return out


def per_unit(draw):
    return {"price": draw.pick(PRICES)}


def flat(draw):
    return {"amount": draw.pick(["0", "1", "2.505", "0.3333"])}


def package(draw):
    out = {"size": draw.pick(SIZES), "price": draw.pick(PRICES)}
    out |= {"free": draw.pick(["0", "5", "12.5"])} if draw.chance(0.4) else {}
    return out | ({"partial": draw.pick(["up", "down"])} if draw.chance(0.5) else {})


def tiered(draw):
    return at_zero(draw, tiers(draw))


def at_zero(draw, out):
    """Some with the first tier's flat amount due at zero; the switch needs one to switch."""
    switch = draw.chance(0.3)
    if switch and out[0].get("flat", "0") == "0":
        out[0]["flat"] = draw.pick(["1", "5", "0.005"])
    return {"tiers": out} | ({"flat_at_zero": True} if switch else {})


def stairstep(draw):
    amounts = sorted(draw.pick([0, 1, 5, 8, 20, 50]) for _ in range(4))
    if draw.chance(0.3):
        draw.rng.shuffle(amounts)
    return {"steps": [step | {"amount": str(amount)} for step, amount in zip(rising(draw, draw.pick([0, 1, 2, 3])), amounts)]}


def percentage(draw, free=True):
    out = {"percent": draw.pick(["0", "1.3", "2.99", "10", "100", "0.125"])}
    options = {"fixed": ["0.3", "2"], "minimum": ["0.5", "1.75"], "maximum": ["2", "12"]}
    options |= {"free_amount": ["30", "250", "0"]} if free else {}
    out |= {name: draw.pick(values) for name, values in options.items() if draw.chance(0.35)}
    return out | ({"free_usages": draw.pick([1, 1, 3])} if free and draw.chance(0.35) else {})


def graduated_percentage(draw):
    out = rising(draw, draw.pick([0, 1, 2]))
    for tier in out:
        tier["percent"] = draw.pick(["0", "1", "2.5", "33.333"])
        tier |= {"flat": draw.pick(["0", "2", "0.015"])} if draw.chance(0.4) else {}
    return at_zero(draw, out)


def segments(draw):
    """30/6, 60/60 and their like, over one to three segments."""
    out = [{"from": "0"}] + [{"from": bound} for bound in draw.pick([[], ["30"], ["60"], ["30", "90"], ["45", "600"]])]
    for segment in out:
        segment |= {"price": draw.pick(PRICES), "increment": draw.pick(["1", "6", "30", "60", "45", "0.5"])}
    return out


def call(draw, windows=()):
    out = {"segments": segments(draw)}
    if draw.chance(0.5):
        out["connection_fee"] = draw.pick(["0.1", "0.05", "1", "0"])
    low = draw.pick([None, None, "0.25", "1"])
    out |= {"minimum": low} if low else {}
    out |= {"maximum": draw.pick(["1", "2.5", "30"])} if draw.chance(0.25) else {}
    names = sorted({window["id"] for window in windows})
    if names and draw.chance(0.8):
        out["bands"] = [{"window": name, "segments": segments(draw)} for name in names]
        for band in out["bands"]:
            band |= {"connection_fee": draw.pick(["0.2", "0.07"])} if draw.chance(0.5) else {}
    return out


def several(draw):
    kinds = draw.some(["per_unit", "flat", "package", "graduated", "volume", "stairstep", "percentage"], 3) or ["per_unit"]
    return {"models": [{"type": kind} | (percentage(draw, False) if kind == "percentage" else MODELS[kind](draw)) for kind in kinds]}


MODELS = {
    "per_unit": per_unit, "flat": flat, "package": package, "graduated": tiered, "volume": tiered, "stairstep": stairstep,
    "percentage": percentage, "graduated_percentage": graduated_percentage, "call": call, "sum": several,
}  # fmt: skip


def scaled(model):
    """Are prices for `per` units? Blocks, packages and amounts are not."""
    if model["type"] == "sum":
        return all(map(scaled, model["models"]))
    blocks = any("block" in tier for tier in model.get("tiers", ()))
    return model["type"] in ("per_unit", "call", "graduated", "volume") and not blocks


def priced(draw, windows):
    """A price or a model, its scope, meter, and commitments: what a rate or all rates of a group have in common."""
    kind = draw.pick([*MODELS, "graduated", "volume"])
    if kind == "per_unit" and draw.chance(0.5):
        out = {"price": draw.pick(PRICES)}
    else:
        out = {"model": {"type": kind} | (call(draw, windows) if kind == "call" else MODELS[kind](draw))}
    if scaled(out.get("model", {"type": "per_unit"})) and draw.chance(0.4):
        out["per"] = draw.pick(["60", "1000", "10", "3"])
    frees = {"free_usages", "free_amount"} & set(out.get("model", ()))
    if draw.chance(0.15):
        out["discount_percent"] = draw.pick(["10", "50", "100", "33.3"])
    if kind in ("per_unit", "graduated", "volume", "stairstep") and "block" not in str(out) and draw.chance(0.12):
        out["increment"] = draw.pick(["1", "6", "60", "7"])
    if draw.chance(0.15) and not frees:
        out["scope"] = "usage"
    elif kind in ("per_unit", "graduated", "volume", "stairstep", "package") and draw.chance(0.45):
        out["meter"] = draw.pick(["sum", "count", "maximum", "latest", "unique", "time_weighted", "prorated"])
    elif kind in ("flat", "sum") and "percentage" not in str(out) and draw.chance(0.2):
        out["meter"] = "prorated"
    low = draw.pick([None, None, None, "3", "20", "0.0005"])
    out |= {"minimum": low} if low else {}
    return out | ({"maximum": draw.pick(["20", "75.5", "1000"])} if draw.chance(0.2) else {})
