"""Random calls of the verb `tax`: who sells what to whom, where, under which law, with which numbers."""

from model import places

SELLERS = ["DE"] * 4 + ["FR", "GB", "CH", "AT"]
CUSTOMERS = ["DE", "FR", "FR", "AT", "NL", "GR", "PT", "GB", "US", "CH"]
DATES = ["2026-01-05", "2025-06-30", "2025-07-01", "2020-12-31", "2021-01-01"]
MODES = ["half_up"] * 4 + ["half_even", "up", "down", "ceiling", "floor"]
CLASSES = [
    {"class": "goods", "products": ["router"], "supply": "goods"}, {"class": "books", "products": ["book"]},
    {"class": "care", "products": ["care"], "untaxed": {"category": "E", "reason": {"code": "VATEX-EU-132", "text": "Care"}}},
    {"class": "deposit", "products": ["deposit"], "untaxed": {"category": "O", "reason": {"text": "A deposit is no supply"}}},
    {"class": "seed", "products": ["seed"], "untaxed": {"category": "Z"}},
]  # fmt: skip
ZERO = [{"category": "Z"}, {"category": "E", "reason": {"text": "Not taxed here"}}, {"category": "O", "reason": {"text": "No supply"}}]


def make(draw):
    """One call, of VAT mostly."""
    currency = draw.pick(["EUR"] * 4 + ["JPY", "BHD"])
    vat = draw.chance(0.65)
    policy = {"regime": "vat" if vat else "sales_tax", "prices": draw.pick(["exclusive", "exclusive", "inclusive"])}
    policy |= {"mode": draw.pick(MODES), "classes": CLASSES, "rates": (vat_rates if vat else sales_rates)(draw)}
    if draw.chance(0.5):
        policy["rounding"] = draw.pick(["per_category", "per_line"])
    if draw.chance(0.5):
        policy["one_stop_shop"] = draw.chance(0.7)
    seller = {"name": "Seller", "business": True, "country": draw.pick(SELLERS if vat else ["US", "US", "CA"])}
    if not vat or draw.chance(0.1):
        seller["region"] = "CA"
    numbers = [seller["country"]] * draw.chance(0.8) + [draw.pick(["FR", "GB", "NL"])] * draw.chance(0.3)
    numbers = [each for each in numbers if each in places.EU or each == "GB"]
    seller["registrations"] = [{"country": each, "kind": "vat", "value": number(draw, each, True)} for each in numbers]
    book = {"name": "taxed", "currency": currency, "rounding": {"scale": 3, "mode": "half_up"}, "rates": [], "seller": seller}
    book |= {} if draw.chance(0.005) else {"tax": policy}
    minor = {"EUR": 2, "JPY": 0, "BHD": 3}[currency]
    lines = [line(draw, minor, place) for place in range(draw.pick([0, 1, 1, 2, 3, 5, 8]))]
    return {"rulebook": book, "customer": customer(draw, vat), "date": draw.pick(DATES), "lines": lines}


def number(draw, country, right):
    """A VAT number that is right, or wrong, as others have judged."""
    known = [text for (of, text), valid in places.known_numbers().items() if of == country and valid == right]
    return draw.pick(known)


def vat_rates(draw):
    """Rates of some countries by class and date, one of a region; now and then none where there should be one."""
    out = [{"place": {"country": "DE"}, "name": "VAT", "from": "2016-01-01", "percent": "19"}]
    turns = (("2020-07-01", "16"), ("2021-01-01", "19"))
    out += [{"place": {"country": "DE"}, "name": "VAT", "from": day, "percent": percent} for day, percent in turns]
    for country, percent in (("FR", "20"), ("AT", "20"), ("NL", "21"), ("GR", "24"), ("PT", "23"), ("GB", "20"), ("CH", "8.1")):
        if draw.chance(0.96):
            day = draw.pick(["2016-01-01", "2025-07-01"]) if draw.chance(0.1) else "2016-01-01"
            out.append({"place": {"country": country}, "from": day, "percent": percent})
    out.append({"place": {"country": "PT", "region": "MADEIRA"}, "from": "2016-01-01", "percent": "22"})
    for name in ("goods", "books"):
        for country in sorted({rate["place"]["country"] for rate in out}):
            if draw.chance(0.95):
                out.append(rate(draw, country, name, "2016-01-01"))
    if draw.chance(0.15):
        city = {"place": {"country": "FR"}, "jurisdiction": "CITY", "from": "2016-01-01", "percent": "1.5"}
        out.append(city | {"compound": draw.chance(0.5)})
    return out


def rate(draw, country, name, day):
    """A rate of a class, some of zero."""
    percent = draw.pick(["5.5", "7", "19", "20", "0"])
    out = {"place": {"country": country}, "class": name, "from": day, "percent": percent}
    return out | ({"zero": draw.pick(ZERO)} if percent == "0" else {})


def sales_rates(draw):
    """States, counties and districts, stacked; a province with a tax on the federal one."""
    compound = {"compound": True} if draw.chance(0.5) else {}
    out = [
        {"place": {"country": "US", "region": "CA"}, "jurisdiction": "CA", "name": "State", "from": "2017-01-01", "percent": "7.25"},
        {"place": {"country": "US", "region": "CA.LA"}, "jurisdiction": "LA", "name": "County", "from": "2017-07-01", "percent": "2"},
        {"place": {"country": "US", "region": "CA.LA"}, "jurisdiction": "LAH", "from": "2017-10-01", "percent": "0.25"},
        {"place": {"country": "US", "region": "CA.LA"}, "jurisdiction": "LAH", "from": "2025-07-01", "percent": "0.5"} | compound,
        {"place": {"country": "US", "region": "NY"}, "from": "2005-06-01", "percent": draw.pick(["4", "8.875"])},
        {"place": {"country": "US", "region": "OR"}, "from": "2016-01-01", "percent": "0", "zero": draw.pick(ZERO)},
        {"place": {"country": "CA"}, "jurisdiction": "CA", "name": "GST", "from": "2008-01-01", "percent": "5"},
        {"place": {"country": "CA", "region": "QC"}, "jurisdiction": "QC", "from": "2012-01-01", "percent": "9.5"} | compound,
        {"place": {"country": "MX"}, "from": "2010-01-01", "percent": "16"},
    ]  # fmt: skip
    for name in ("goods", "books"):
        out += [dict(rate(draw, "US", name, "2016-01-01"), place={"country": "US", "region": region}) for region in ("CA", "NY", "OR")]
        out.append(rate(draw, "MX", name, "2016-01-01"))
    return out


def customer(draw, vat):
    """A consumer or a business, with numbers that are right or wrong, confirmed or not, in time or late."""
    out = {"name": "Customer", "country": draw.pick(CUSTOMERS if vat else ["US"] * 4 + ["CA", "CA", "MX", "DE"])}
    regions = {"US": ["CA", "CA.LA", "CA.LA.CITY", "NY", "OR.PORTLAND", "WA", "CAX"], "CA": ["QC", "ON"], "PT": ["MADEIRA", "LISBOA"]}
    if out["country"] in regions and draw.chance(0.9):
        out["region"] = draw.pick(regions[out["country"]])
    out |= {"exemption": "Diplomatic mission"} if draw.chance(0.08) else {}
    out |= {"business": draw.chance(0.8)} if draw.chance(0.75) else {}
    countries = [out["country"]] * 4 + ["FR", "NL", "DE"]
    countries = [each for each in countries if each in places.EU or each == "GB"]
    if draw.chance(0.7) and countries:
        out["registrations"] = [registration(draw, draw.pick(countries)) for _ in range(draw.pick([1, 1, 2]))]
    return out


def registration(draw, country):
    """A number of a country."""
    out = {"country": country, "kind": draw.pick(["vat"] * 9 + ["local"]), "value": number(draw, country, draw.chance(0.85))}
    days = ["2019-01-01", "2025-01-01", "2025-07-01", "2026-01-05", "2026-01-06"]
    return out | ({"verified_on": draw.pick(days)} if draw.chance(0.8) else {})


def line(draw, minor, place):
    """An amount, discounts under zero, a few times too fine."""
    places_of = minor + 1 if draw.chance(0.004) else minor
    value = draw.pick(["0", "0", "1", "9", "100", "119", "999999"])
    value += f".{draw.rng.randint(0, 10**places_of - 1):0{places_of}d}" if places_of else ""
    out = {"product": draw.pick(["call"] * 4 + ["router", "book", "care", "deposit", "seed"])}
    out["amount"] = ("-" if draw.chance(0.12) else "") + value
    return out | ({"id": f"l{place}"} if draw.chance(0.3) else {})
