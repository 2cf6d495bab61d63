"""How a supply is taxed: `tax.place_of_supply`, `tax.domestic`, `tax.reverse_charge.eu_b2b`, `tax.intra_community`,
`tax.consumer`, `tax.export`, `tax.exempt`, `tax.vat_number`. A treatment is a dict as answers have it."""

import json
from functools import lru_cache
from pathlib import Path

from . import tax_rates
from .refusal import refuse_if

EU = set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
NUMBERS = Path(__file__).parents[2] / "cases" / "tables" / "vat_numbers.json"
PREFIX = {"GR": "EL"}
OURS = {  # numbers of the published cases
    ("FR", "FR 40 303 265 045"): True, ("FR", "FR40303265045"): True, ("FR", "FR41303265045"): False, ("DE", "DE129274202"): True,
    ("NL", "NL004495445B01"): True, ("GR", "EL 023456780"): True, ("GB", "XI980780684"): True, ("GB", "GB980780684"): True,
    ("GB", "980780684"): True, ("BE", "BE 220.764.971"): True,
}  # fmt: skip


@lru_cache
def known_numbers():
    """Numbers that others have judged: whether one is right is a fact to the model."""
    table = json.loads(NUMBERS.read_text(encoding="utf-8"))["numbers"]
    return OURS | {(each["country"], each["text"]): each["valid"] for each in table}


def canonical(country, text):
    """Capitals with their prefix; spaces, dots and dashes are dropped; nine Belgian digits have a 0 before them."""
    plain = "".join(char for char in text.upper() if char not in " .-")
    prefix = PREFIX.get(country, country)
    whole = plain if plain.startswith((prefix, "XI") if country == "GB" else prefix) else prefix + plain
    return "BE0" + whole[2:] if country == "BE" and len(whole) == 11 else whole


class Deal:
    """One sale: who sells to whom, under which policy, on which day."""

    def __init__(self, policy, seller, customer, date):
        self.policy, self.seller, self.customer, self.date = policy, seller, customer, date
        self.home, self.there = seller["country"], customer["country"]
        self.there_place = {key: customer[key] for key in ("country", "region") if key in customer}
        self.home_place = {key: seller[key] for key in ("country", "region") if key in seller}
        self.classes = {product: each for each in policy.get("classes", ()) for product in each["products"]}

    def number(self, goods):
        """The customer's first VAT number that makes a business: right, confirmed in time, and not of the seller's country;
        its own country's, or another member state's where the customer is in one (rule `tax.vat_number`)."""
        for each in self.customer.get("registrations", ()) if self.customer.get("business") else ():
            text, country = canonical(each["country"], each["value"]), each["country"]
            north = text.startswith("XI")
            right = each["kind"] == "vat" and known_numbers()[each["country"], each["value"]]
            in_time = each.get("verified_on", "9") <= self.date
            near = country == self.there or (self.there in EU and country in EU)
            if right and in_time and near and country != self.home and (goods or not (north and self.there in EU)):
                return text
        return None

    def declared(self):
        """Does the seller declare tax where the customer is: by the One Stop Shop of the Union, or registered there?"""
        numbers = self.seller.get("registrations", ())
        registered = any(each["kind"] == "vat" and each["country"] == self.there for each in numbers)
        return registered or (self.there in EU and self.policy.get("one_stop_shop", False))


def treat(deal, product, path):
    """(class, treatment) of a product."""
    known = deal.classes.get(product, {"class": "standard"})
    if "untaxed" in known:
        return known["class"], untaxed(known["untaxed"], deal.there_place)
    goods = known.get("supply") == "goods"
    if deal.home == deal.there:
        return known["class"], taxed(deal, known["class"], deal.there_place, path)
    if deal.policy["regime"] == "sales_tax":
        return known["class"], sales_abroad(deal, known["class"], path)
    return known["class"], (goods_abroad if goods else services_abroad)(deal, known["class"], path)


def sales_abroad(deal, name, path):
    """A sale abroad is outside sales tax, unless the rulebook has rates for that country."""
    if any(rate["place"]["country"] == deal.there for rate in deal.policy["rates"]):
        return taxed(deal, name, deal.there_place, path)
    return none("O", deal.there_place, "Outside the scope of sales tax")


def goods_abroad(deal, name, path):
    """Within the Union to a business intra-community; to who is none as to consumers, where the seller declares it; any
    other way out is an export."""
    home, number = deal.home_place, deal.number(True)
    if number and deal.home in EU and (deal.there in EU or number.startswith("XI")):
        return none("K", home, "Intra-Community supply", "VATEX-EU-IC") | {"vat_number": number}
    if not number and (deal.declared() or (deal.home in EU and deal.there in EU)):
        return consumer(deal, name, path)
    inside = deal.home in EU
    return none("G", home, "Export outside the EU" if inside else "Export", "VATEX-EU-G" if inside else None)


def services_abroad(deal, name, path):
    """To a business of the Union reverse charge, to its consumers as sold; outside not subject to VAT, unless registered."""
    number = deal.number(False)
    if deal.there in EU:
        if number:
            return none("AE", deal.there_place, "Reverse charge", "VATEX-EU-AE") | {"vat_number": number}
        return consumer(deal, name, path)
    if deal.declared() and not number:
        return taxed(deal, name, deal.there_place, path)
    return none("O", deal.there_place, "Not subject to VAT", "VATEX-EU-O" if deal.home in EU else None)


def consumer(deal, name, path):
    """The customer's rate where the seller declares it, the seller's own below the threshold that the Union has for its own."""
    if deal.declared():
        return taxed(deal, name, deal.there_place, path)
    refuse_if(deal.home not in EU, "tax_registration_missing", path)
    return taxed(deal, name, deal.home_place, path)


def taxed(deal, name, place, path):
    """At a place's rates; a customer that is exempt is free of tax that would be charged."""
    if "exemption" in deal.customer:
        return none("E", place, deal.customer["exemption"])
    levies, zero = tax_rates.find(deal, name, place, path)
    if zero:
        return untaxed(zero, place)
    return {"category": "S", "place": place, "levies": levies}


def none(category, place, text, code=None):
    """No tax, and why."""
    reason = {"text": text} | ({"code": code} if code else {})
    return {"category": category, "place": place, "levies": [], "reason": reason}


def untaxed(said, place):
    """No tax, as the rulebook says it."""
    out = {"category": said["category"], "place": place, "levies": []}
    return out | ({"reason": said["reason"]} if "reason" in said else {})
