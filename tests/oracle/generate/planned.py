"""Random plans and the allowances they give, and rates of every model beside them."""

from . import priced, sheets, zones

MODELS = ("flat", "package", "graduated", "volume", "stairstep")


def make(draw, book):
    """What histories of subscriptions need in a rulebook."""
    given = sheets.useful(allowances(draw))
    plans = [plan(draw, f"plan{place}", [each["id"] for each in given if "included" not in each]) for place in range(draw.pick([1, 2, 3]))]
    named = {name for each in plans for name in each.get("allowances", ())}
    rates = [rate for place in range(draw.pick([0, 1, 2])) for rate in sheets.rates(draw, f"p{place}", sheets.OPENS[1], [])]
    out = {"plans": plans, "rates": book["rates"] + rates}
    out |= {"billing": {"anchor_day": draw.pick([1, 1, 15, 28, 29, 30, 31])}} if "billing" not in book else {}
    out |= {"zone": draw.pick(zones.ALL)} if draw.chance(0.35) else {}
    if draw.chance(0.3):
        out["corrections"] = draw.pick([{"late_plans": "refuse"}, {"days": 10}, {"days": 60, "payment_days": 60}, {"events": 3}])
    kept = [each for each in given if "included" in each or each["id"] in named]
    return out | ({"allowances": kept} if kept else {})


def plan(draw, name, given):
    """A plan: its price, cycle, payer, proration, trial, commitment and allowances."""
    out = {"id": name, "product": draw.pick(["seat", "seat", "number"]), "unit": "seat"}
    if draw.chance(0.7):
        out["price"] = draw.pick(["30", "31", "0.1", "12.5", "100", "0"])
    else:
        kind = draw.pick(MODELS)
        out["model"] = {"type": kind} | priced.MODELS[kind](draw)
    options = {
        "charged": ["in_arrears"], "payer": ["invoice", "invoice", "credit"], "proration": ["day", "second", "fixed30", "none"],
        "trial_days": [1, 3, 10, 40], "commitment_months": [1, 2, 3], "months": [1, 2, 3, 12],
    }  # fmt: skip
    out |= {option: draw.pick(values) for option, values in options.items() if draw.chance(0.35)}
    if out.get("months", 1) > 1 and draw.chance(0.5):
        out["anchor_month"] = draw.pick([1, 2, 5, 12])
    names = draw.some(given, 2)
    return out | ({"allowances": names} if names else {})


def allowances(draw):
    """Minutes that everybody has, and minutes that plans give, some with rollover."""
    out = []
    for place in range(draw.pick([0, 1, 2, 3])):
        each = {"id": f"a{place}", "products": ["call"], "unit": "minute"}
        bound = draw.pick(["quantity", "quantity", "quantity", "fair_use", None])
        each |= {bound: draw.pick(["10", "60", "100", "12.5"])} if bound else {}
        if bound == "quantity" and draw.chance(0.5):
            each["rollover"] = draw.pick([{}, {"maximum": "20"}, {"maximum": "500"}])
        each |= {"included": True} if draw.chance(0.4) else {"each": draw.chance(0.6)}
        options = {"prefixes": [["49"], ["1", "44"]], "increment": ["1", "6"], "priority": [0, 10, 200]}
        options |= {"prorated": ["quantity", "none"] if bound else ["none"]} if "included" not in each else {}
        out.append(each | {option: draw.pick(values) for option, values in options.items() if draw.chance(0.25)})
    return out
