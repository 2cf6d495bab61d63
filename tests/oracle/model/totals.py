"""What a document's lines come to, as EN 16931 has it: `invoice.line_net`, `invoice.discount`, `invoice.allocation`,
`invoice.totals`. Amounts are minor units."""

from fractions import Fraction

from . import money
from .refusal import join, refuse_if

REASONS = {"AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}  # where none is given


def totals(call):
    """Net amounts, what discounts took, the breakdown and the totals."""
    minor = money.MINOR_UNITS[call["currency"]]
    show = lambda amount: money.show(amount, minor)
    lines = [(line_net(line, minor, f"/lines/{place}"), read_tax(line, f"/lines/{place}")) for place, line in enumerate(call["lines"])]
    wanted = [read_discount(each, minor, f"/discounts/{place}") for place, each in enumerate(call.get("discounts", ()))]
    off, on = (parts(call, name, minor) for name in ("allowances", "charges"))
    prepaid, rounding = (units(call.get(name, "0"), minor, f"/{name}") for name in ("prepaid", "rounding"))
    taken = list(discounts(lines, wanted))
    less = [(-amount, tax) for _, shares in taken for amount, tax in shares] + [(-amount, tax) for amount, tax in off]
    rows = breakdown(lines + less + on, call.get("tax_rounding", {"by": "per_category", "mode": "half_up"}))
    net, tax = sum(amount for amount, _ in lines), sum(row["tax"] for row in rows)
    allowances, charges = -sum(amount for amount, _ in less), sum(amount for amount, _ in on)
    exclusive = net - allowances + charges
    whole = {"lines": net, "allowances": allowances, "charges": charges, "tax_exclusive": exclusive, "tax": tax}
    whole |= {"tax_inclusive": exclusive + tax, "prepaid": prepaid, "rounding": rounding}
    whole["payable"] = exclusive + tax - prepaid + rounding
    return {
        "lines": [{"id": line["id"], "net": show(amount)} for line, (amount, _) in zip(call["lines"], lines)],
        "discounts": [{"used": show(used), "parts": [{"amount": show(amount), "tax": shown_tax(tax)} for amount, tax in shares]}
                      for used, shares in taken],
        "tax": [row | {"taxable": show(row["taxable"]), "tax": show(row["tax"])} for row in rows],
        "totals": {name: show(amount) for name, amount in whole.items()},
    }  # fmt: skip


def units(text, minor, path):
    """An amount in minor units; one that is finer is refused."""
    refuse_if(money.places(text) > minor, "amount_scale", path)
    return money.units(text, minor)


def line_net(line, minor, path):
    """As given, or quantity times price over base quantity, rounded once half up, less allowances, plus charges."""
    refuse_if("net" not in line and ("quantity" not in line or "price" not in line), "missing_field", path)
    if "net" in line:
        return units(line["net"], minor, join(path, "net"))
    exact = money.parse(line["quantity"]) * money.parse(line["price"]) / money.parse(line.get("base_quantity", "1"))
    amounts = lambda name: sum(units(each, minor, join(path, name, place)) for place, each in enumerate(line.get(name, ())))
    return money.rounded(exact * 10**minor, "half_up") - amounts("allowances") + amounts("charges")


def read_tax(part, path):
    """VAT is above zero in category S without levies, and zero everywhere else."""
    tax = part["tax"]
    charged = tax["category"] == "S" and not tax.get("levies")
    refuse_if((money.parse(tax.get("percent", "0")) > 0) != charged, "tax_percent", join(path, "tax", "percent"))
    return tax


def parts(call, name, minor):
    """Allowances or charges of the document."""
    found = [(f"/{name}/{place}", part) for place, part in enumerate(call.get(name, ()))]
    checked = [(path, part, read_tax(part, path)) for path, part in found]
    return [(units(part["amount"], minor, f"{path}/amount"), tax) for path, part, tax in checked]


def read_discount(discount, minor, path):
    """(amount, percent), one of the two."""
    refuse_if(("amount" in discount) == ("percent" in discount), "missing_field", path)
    amount = units(discount["amount"], minor, join(path, "amount")) if "amount" in discount else None
    return amount, money.parse(discount.get("percent", "0"))


def alike(tax):
    """What is taxed alike: reasons do not part it."""
    levies = [(levy.get("name", "tax"), levy.get("jurisdiction"), money.parse(levy["percent"]), levy.get("compound", False))
              for levy in tax.get("levies", ())]  # fmt: skip
    return (tax["category"], money.parse(tax.get("percent", "0")), tuple(levies))


def discounts(lines, wanted):
    """Each takes its amount or percentage of what those before have left; (used, shares of what is taxed alike)."""
    left, taxes = {}, {}
    for amount, tax in lines:
        left[alike(tax)] = left.get(alike(tax), 0) + amount
        taxes.setdefault(alike(tax), tax)
    for amount, percent in wanted:
        whole = max(sum(left.values()), 0)
        used = money.rounded(whole * percent / 100, "half_up") if amount is None else amount
        shares = hand_out(min(used, whole), [max(part, 0) for part in left.values()])
        left = {key: part - share for (key, part), share in zip(left.items(), shares)}
        yield min(used, whole), [(share, taxes[key]) for key, share in zip(left, shares) if share]


def hand_out(amount, weights):
    """In proportion, every unit once: shares rounded down, the rest to the largest remainders, the first of equal ones."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [Fraction(amount * weight, whole) for weight in weights]
    shares = [int(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda place: (shares[place] - exact[place], place))
    for place in order[: amount - sum(shares)]:
        shares[place] += 1
    return shares


def breakdown(amounts, rounding):
    """A row of what is taxed alike; of stacked levies a row each, a compound one on those before it as well."""
    groups, reasons = {}, {}
    for amount, tax in amounts:
        groups.setdefault(alike(tax), []).append(amount)
        told = reasons.setdefault(alike(tax), [])
        reason = tax.get("reason") or ({"code": REASONS[tax["category"]]} if tax["category"] in REASONS else None)
        told += [reason] if reason and reason not in told else []
    rows, levied = [], {}
    for key, parts_of in groups.items():
        category, percent, levies = key
        if not levies:
            row = {"category": category, "percent": money.plain(percent), "taxable": sum(parts_of), "tax": taxed([(parts_of, percent / 100)], rounding)}
            rows.append(row | ({"reasons": reasons[key]} if reasons[key] else {}))
        for place, levy in enumerate(levies):
            same = (category, levy, levies[:place].count(levy))
            if same not in levied:
                rows.append(same)
            levied.setdefault(same, []).append((parts_of, levies[: place + 1]))
    return [row if isinstance(row, dict) else levy_row(row, levied[row], rounding) for row in rows]


def levy_row(same, bearers, rounding):
    """One jurisdiction's rate over all that bears it, rounded once; a compound one is on those before it as well."""
    category, (name, jurisdiction, percent, compound), _ = same
    taxable, before = sum(sum(parts_of) for parts_of, _ in bearers), {}
    for parts_of, levies in bearers if compound else ():
        for place, levy in enumerate(levies[:-1]):
            before.setdefault((levy, levies[:place].count(levy)), []).append((parts_of, share(levies[: place + 1])))
    taxable += sum(taxed(borne, rounding) for borne in before.values())
    due = taxed([(parts_of, share(levies)) for parts_of, levies in bearers], rounding)
    row = {"category": category, "percent": money.plain(percent), "name": name, "taxable": taxable, "tax": due}
    return row | ({"jurisdiction": jurisdiction} if jurisdiction else {})


def share(levies):
    """Of the base, the last of these; shares of compound levies are exact."""
    last, before = Fraction(0), Fraction(0)
    for _, _, percent, compound in levies:
        last = percent / 100 * (1 + before if compound else 1)
        before += last
    return last


def taxed(borne, rounding):
    """On the sum, or on each line, allowance and charge."""
    if rounding["by"] == "per_line":
        return sum(money.rounded(base * part, rounding["mode"]) for bases, part in borne for base in bases)
    return money.rounded(sum(sum(bases) * part for bases, part in borne), rounding["mode"])


def shown_tax(tax):
    """As answers have it: percentages without zeros to spare, and what is not compound says nothing."""
    out = tax | {"percent": money.plain(money.parse(tax.get("percent", "0")))}
    levies = [{key: value for key, value in levy.items() if value is not False} for levy in tax.get("levies", ())]
    return out | ({"levies": levies} if levies else {})
