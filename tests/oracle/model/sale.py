"""The verb `tax`: lines that are sold together, grouped by treatment, taxed: `tax.rounding`, `tax.inclusive`."""

from . import money, tax_rates
from .places import Deal, treat
from .refusal import refuse_if


def tax(call):
    """Lines, groups and sums. Amounts are minor units."""
    book = call["rulebook"]
    refuse_if("tax" not in book, "tax_not_offered", "")
    minor, policy = money.MINOR_UNITS[book["currency"]], book["tax"]
    show = lambda amount: money.show(amount, minor)
    deal, lines, groups = Deal(policy, book["seller"], call["customer"], call["date"]), [], []
    for place, line in enumerate(call["lines"]):
        refuse_if(money.places(line["amount"]) > minor, "amount_scale", f"/lines/{place}/amount")
    for place, line in enumerate(call["lines"]):
        name, treatment = treat(deal, line["product"], f"/lines/{place}/product")
        if treatment not in groups:
            groups.append(treatment)
        amount = money.units(line["amount"], minor)
        lines.append({"line": line, "class": name, "group": groups.index(treatment), "amount": amount})
    split = [divide(policy, treatment, [line for line in lines if line["group"] == place]) for place, treatment in enumerate(groups)]
    net, due = sum(net for net, _ in split), sum(sum(taxes) for _, taxes in split)
    return {
        "lines": [shown_line(line, groups, show) for line in lines],
        "groups": [shown_group(treatment, *made, show) for treatment, made in zip(groups, split)],
        "net": show(net), "tax": show(due), "gross": show(net + due),
    }  # fmt: skip


def divide(policy, treatment, lines):
    """(net, taxes) of what is treated alike, rounded on each line or on the whole; lines learn their net."""
    shares = tax_rates.shares(treatment["levies"])
    inclusive, mode = policy["prices"] == "inclusive", policy["mode"]
    whole = lambda amount: apart(amount, shares, inclusive, mode)
    for line in lines:
        line["net"], taxes = whole(line["amount"])
        line["tax"] = sum(taxes) if policy.get("rounding") == "per_line" else None
        line["taxes"] = taxes
    if policy.get("rounding") == "per_line":
        return sum(line["net"] for line in lines), [sum(column) for column in zip(*(line["taxes"] for line in lines))]
    net, taxes = whole(sum(line["amount"] for line in lines))
    lines[-1]["net"] = net - sum(line["net"] for line in lines[:-1])
    return net, taxes


def apart(amount, shares, inclusive, mode):
    """Net and taxes; inside a price net is rounded once, and the last tax is what is left."""
    if not inclusive:
        return amount, [money.rounded(amount * share, mode) for share in shares]
    exact = amount / (1 + sum(shares)) if shares else amount
    net = money.rounded(exact, mode) if shares else amount
    taxes = [money.rounded(exact * share, mode) for share in shares[:-1]]
    return net, taxes + ([amount - net - sum(taxes)] if shares else [])


def shown_line(line, groups, show):
    """As answers have it."""
    assessed = {"class": line["class"], "treatment": groups[line["group"]], "group": line["group"], "net": show(line["net"])}
    assessed |= {} if line["tax"] is None else {"tax": show(line["tax"])}
    return {key: line["line"][key] for key in ("id", "product") if key in line["line"]} | {"assessed": assessed}


def shown_group(treatment, net, taxes, show):
    """As answers have it."""
    out = {key: treatment[key] for key in ("category", "place", "reason") if key in treatment}
    out["taxes"] = [{"levy": levy, "amount": show(amount)} for levy, amount in zip(treatment["levies"], taxes)]
    return out | {"net": show(net), "tax": show(sum(taxes)), "gross": show(net + sum(taxes))}
