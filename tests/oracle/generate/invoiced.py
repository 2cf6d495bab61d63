"""Random invoicing: who sells and buys, under which tax, with which discounts, and invoices before a period ends."""

CLASSES = [
    {"class": "reduced", "products": ["seat", "p1"]},
    {"class": "care", "products": ["sms"], "untaxed": {"category": "E", "reason": {"code": "VATEX-EU-132", "text": "Care"}}},
]
SELLERS = {"vat": {"name": "Seller", "business": True, "country": "DE"}, "sales_tax": {"name": "Seller", "business": True, "country": "US", "region": "CA"}}
FRENCH = {"country": "FR", "kind": "vat", "value": "FR40303265045"}
CUSTOMERS = {
    "vat": [
        {"country": "DE"}, {"country": "DE"}, {"country": "DE", "business": True}, {"country": "FR"}, {"country": "US"},
        {"country": "FR", "business": True, "registrations": [FRENCH | {"verified_on": "2025-01-01"}]},
        {"country": "FR", "business": True, "registrations": [FRENCH | {"verified_on": "2026-02-10"}]},
        {"country": "DE", "exemption": "Diplomatic mission"},
    ],
    "sales_tax": [{"country": "US", "region": region} for region in ("CA", "CA.LA", "CA.LA.CITY", "NY")] + [{"country": "DE"}],
}  # fmt: skip


def make(draw):
    """What a rulebook says of invoices."""
    regime = draw.pick(["vat", "vat", "sales_tax"])
    policy = {"regime": regime, "prices": draw.pick(["exclusive", "exclusive", "inclusive"]), "classes": CLASSES}
    policy |= {"mode": draw.pick(["half_up", "half_up", "half_even", "down", "up"]), "rates": (vat if regime == "vat" else sales)(draw)}
    policy |= {"one_stop_shop": True} if regime == "vat" else {}
    policy |= {"rounding": "per_line"} if draw.chance(0.3) else {}
    out = {"tax": policy, "seller": SELLERS[regime], "invoice": {"terms_days": draw.pick([0, 7, 14, 30])}}
    options = {"tax_payer": ["invoice", "invoice", "credit"], "largest": ["100"]}
    out["invoice"] |= {option: draw.pick(values) for option, values in options.items() if draw.chance(0.4)}
    if draw.chance(0.4):
        bounds = {"fees": [True], "unpaid": ["20", "50"], "usage": [["10", "50"], ["25"]]}
        given = {bound: draw.pick(values) for bound, values in bounds.items() if draw.chance(0.5)}
        out["invoice"] |= {"interim": given} if given else {}
    return out | {"discounts": [discount(draw, name) for name in ("half", "ten", "once")]}


def vat(draw):
    """The rates of two countries by class and date."""
    out = []
    for country, standard, reduced in (("DE", "19", "7"), ("FR", "20", "5.5")):
        out.append({"place": {"country": country}, "from": "2016-01-01", "percent": standard})
        out.append({"place": {"country": country}, "class": "reduced", "from": "2016-01-01", "percent": reduced})
    out.append({"place": {"country": "DE"}, "from": draw.pick(["2026-02-10", "2026-01-20"]), "percent": "16"})
    return out


def sales(draw):
    """A state, its county and district, and another state; some on one another."""
    compound = {"compound": True} if draw.chance(0.4) else {}
    out = []
    for name in ("standard", "reduced"):
        more = {} if name == "standard" else {"class": name}
        out.append({"place": {"country": "US", "region": "CA"}, "jurisdiction": "CA", "name": "State", "from": "2017-01-01", "percent": "7.25"} | more)
        out.append({"place": {"country": "US", "region": "NY"}, "from": "2005-06-01", "percent": "8.875"} | more)
    out.append({"place": {"country": "US", "region": "CA.LA"}, "jurisdiction": "LA", "name": "County", "from": "2017-07-01", "percent": "2"} | compound)
    return out


def discount(draw, name):
    """A percentage or an amount, on some products, for some periods, in some order."""
    out = {"discount": name} | draw.pick([{"percent": "50"}, {"percent": "10"}, {"percent": "33.333"}, {"percent": "100"}, {"amount": "5"}, {"amount": "30"}])
    options = {"products": [["call"], ["call", "seat"]], "invoices": [1, 1, 2], "priority": [0, 100], "valid_from": ["2026-01-10T00:00:00Z"]}
    return out | {option: draw.pick(values) for option, values in options.items() if draw.chance(0.3)}


def customer(draw, book):
    """One that what is sold can be taxed to."""
    return {"name": "Customer"} | draw.pick(CUSTOMERS[book.tax["regime"]])
