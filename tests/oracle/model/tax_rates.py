"""Which rates are in force: `tax.rate`, `tax.stacked`."""

from . import money
from .refusal import refuse_if


def chain(region):
    """A country, then each smaller part: None, `CA`, `CA.LOS_ANGELES`."""
    words = region.split(".") if region else []
    return [None] + [".".join(words[: count + 1]) for count in range(len(words))]


def at(deal, name, country, part):
    """Of each jurisdiction the rate with the latest first day, in the rulebook's order."""
    begun = [rate for rate in deal.policy["rates"]
             if rate["place"] == ({"country": country} | ({"region": part} if part else {}))
             and rate.get("class", "standard") == name and rate["from"] <= deal.date]  # fmt: skip
    latest = {}
    for rate in begun:
        key = rate.get("jurisdiction")
        latest[key] = max(latest.get(key, ""), rate["from"])
    return [rate for rate in begun if rate["from"] == latest[rate.get("jurisdiction")]]


def find(deal, name, place, path):
    """(levies, or how a rate of zero is told). VAT takes the most specific part that has a rate, sales tax the whole chain."""
    country, region = place["country"], place.get("region")
    levels = [at(deal, name, country, part) for part in chain(region)]
    if deal.policy["regime"] == "vat":
        rates = next((rates for rates in reversed(levels) if rates), [])
    else:
        by_region = any(rate["place"]["country"] == country and "region" in rate["place"]
                        and rate.get("class", "standard") == name for rate in deal.policy["rates"])  # fmt: skip
        refuse_if(by_region and not region, "tax_region_missing", "/customer/region")
        rates = [] if by_region and not any(levels[1:]) else sum(levels, [])
    refuse_if(not rates, "tax_rate_missing", path)
    charged = [rate for rate in rates if money.parse(rate["percent"])]
    if not charged:
        return [], rates[0]["zero"]
    return [levy(rate) for rate in sorted(charged, key=lambda rate: rate.get("compound", False))], None


def levy(rate):
    """A tax on a supply; compound ones come last."""
    out = {key: rate[key] for key in ("name", "jurisdiction") if key in rate}
    out["percent"] = money.plain(money.parse(rate["percent"]))
    return out | ({"compound": True} if rate.get("compound") else {})


def shares(levies):
    """Each tax as an exact share of the amount before tax."""
    out = []
    for each in levies:
        out.append(money.parse(each["percent"]) / 100 * (1 + sum(out) if "compound" in each else 1))
    return out
