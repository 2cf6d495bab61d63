"""Random documents, their breakdown and totals computed here: a second opinion on rule `invoice.totals`.

`document(random)` gives a call's document. The engine refuses one whose sums are not its own (`document_sums`).
"""

from decimal import ROUND_HALF_UP, Decimal

SELLER = {
    "name": "Beispiel Telefon GmbH", "business": True, "street": "Lindenallee 1", "city": "Berlin", "postcode": "10115",
    "country": "DE", "email": "billing@example.com",
    "registrations": [{"country": "DE", "kind": "vat", "value": "DE 136 695 976"}, {"country": "DE", "kind": "local", "value": "30/123/45678"}],
}
BUYER = {
    "name": "Exemple SARL", "business": True, "street": "1 rue de la Paix", "city": "Paris", "postcode": "75002",
    "country": "FR", "reference": "PO-7", "registrations": [{"country": "FR", "kind": "vat", "value": "FR 83 404 833 048"}],
}
MEANS = [
    None,
    {"type": "credit_transfer", "iban": "DE89370400440532013000", "holder": "Beispiel Telefon GmbH"},
    {"type": "card", "last_digits": "4242", "network": "Visa"},
]
PERIOD = {"from": "2026-01-01", "until": "2026-02-01"}
RATES = ["19", "7", "5.5", "0.5", "21", "8.875"]
OWN_REASONS = {
    "AE": {"code": "VATEX-EU-AE", "text": "Reverse charge"},
    "K": {"code": "VATEX-EU-IC", "text": "Intra-community supply"},
    "G": {"code": "VATEX-EU-G", "text": "Export outside the EU"},
    "O": {"code": "VATEX-EU-O", "text": "Not subject to VAT"},
}


def document(random):
    places = random.choice([2, 2, 2, 0])
    kinds = random.choice([["S"], ["S", "E", "Z", "AE"], ["S"], ["AE"], ["G"], ["K"], ["O"], ["E"], ["Z"]])

    def money(low, high):
        return str(Decimal(random.randint(low, high)).scaleb(-places))

    def tax():
        category = random.choice(kinds)
        if category == "S":
            return {"category": "S", "percent": random.choice(RATES)}
        if category == "E":
            return {"category": "E", "reason": {"text": random.choice(["Education", "Insurance"])}}
        return {"category": category}

    def some(most, make):
        return [make() for _ in range(random.randint(0, most))]

    def line(place):
        return {
            "id": str(place), "name": "Calls <to> & from", "quantity": str(random.randint(-5, 500)),
            "unit": random.choice(["minute", "message", "seat", "XPP"]), "price": "0.0123", "net": money(-20_000, 90_000),
            "allowances": some(1, lambda: {"amount": money(0, 500), "reason": "Volume"}),
            "charges": some(1, lambda: {"amount": money(0, 500), "base": money(0, 500), "percent": "12.5", "reason": "Set-up"}),
            "tax": tax(),
        }

    def of_all():
        return {"amount": money(0, 3_000), "tax": tax(), "reason": "Coupon"}

    lines = [line(place) for place in range(1, random.randint(2, 7))]
    made = {
        "kind": random.choice(["invoice", "invoice", "credit_note"]), "number": "2026-0001", "issued_on": "2026-02-01",
        "due_on": "2026-02-15", "period": PERIOD, "currency": "EUR" if places else "JPY", "seller": SELLER, "buyer": BUYER,
        "lines": lines, "allowances": some(3, of_all), "charges": some(2, of_all),
        "tax_rounding": {"by": random.choice(["per_category", "per_line"]), "mode": "half_up"},
    }
    means = random.choice(MEANS)
    given = {"prepaid": random.choice(["0", money(0, 1_000)]), "rounding": random.choice(["0", money(-5, 5)])}
    return {**made, **({"means": means} if means else {}), **sums(made, places, given)}


def sums(made, places, given):
    """Breakdown and totals by EN 16931: the standard read once more, not our Rust."""

    def rounded(amount):
        return Decimal(amount).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

    def total(name, field="amount"):
        return sum((Decimal(one[field]) for one in made[name]), Decimal(0))

    parts = [(Decimal(line["net"]), line["tax"]) for line in made["lines"]]
    parts += [(-Decimal(one["amount"]), one["tax"]) for one in made["allowances"]]
    parts += [(Decimal(one["amount"]), one["tax"]) for one in made["charges"]]
    groups = {}
    for amount, tax in parts:
        groups.setdefault((tax["category"], tax.get("percent", "0")), []).append((amount, tax))
    rows = []
    for (category, percent), group in groups.items():
        shares = [amount for amount, _ in group] if made["tax_rounding"]["by"] == "per_line" else [sum(amount for amount, _ in group)]
        tax = sum(rounded(share * Decimal(percent) / 100) for share in shares)
        reasons = []
        for reason in (tax.get("reason", OWN_REASONS.get(category)) for _, tax in group):
            if reason and reason not in reasons:
                reasons.append(reason)
        taxable = rounded(sum(amount for amount, _ in group))
        rows.append({"category": category, "percent": percent, "taxable": str(taxable), "tax": str(tax), "reasons": reasons})
    lines, allowances, charges = total("lines", "net"), total("allowances"), total("charges")
    net, tax = lines - allowances + charges, sum(Decimal(row["tax"]) for row in rows)
    prepaid, rounding = Decimal(given["prepaid"]), Decimal(given["rounding"])
    totals = {
        "lines": lines, "allowances": allowances, "charges": charges, "tax_exclusive": net, "tax": tax, "tax_inclusive": net + tax,
        "prepaid": prepaid, "rounding": rounding, "payable": net + tax - prepaid + rounding,
    }
    return {"tax": rows, "totals": {name: str(rounded(amount)) for name, amount in totals.items()}}
