"""What calls without an account have hit, and must hit: price models, meters, allowances, tax categories, refusals."""

MODELS = "price per_unit flat package graduated volume stairstep percentage graduated_percentage call sum".split()
METERS = "sum count maximum latest unique time_weighted prorated".split()
RATED = """covered deferred period_end minimum maximum group scope per bands windows zone version country prefix dimensions size
fair_use increment discount_percent count_by connection_fee flat_at_zero block free free_usages free_amount quotient offset reverses
totals_only in_parts""".split()
TAXED = """inclusive exclusive per_category per_line stacked compound vat_number sales_tax vat region one_stop_shop exemption
untaxed""".split()
SUMMED = "discounts allowances charges per_line per_category levies reasons prepaid base_quantity".split()
REFUSALS = """rate_missing unit_mismatch key_missing tax_not_offered tax_rate_missing tax_region_missing tax_registration_missing
amount_scale tax_percent missing_field size_scope
usage_offset usage_reversal""".split()
MUST = (
    [("model", name) for name in MODELS] + [("meter", name) for name in METERS] + [("rated", name) for name in RATED]
    + [("category", name) for name in "S Z E AE K G O".split()] + [("taxed", name) for name in TAXED]
    + [("summed", name) for name in SUMMED] + [("refused", name) for name in REFUSALS]
)  # fmt: skip


def count(counts, verb, call, answer, refusal):
    """What one call hit."""
    counts["single", verb] += 1
    if refusal:
        counts["refused", refusal[0]] += 1
    else:
        {"rate": count_rate, "tax": count_tax, "totals": count_totals}[verb](counts, call, answer)


def names(value):
    """Every name in a call."""
    if isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from names(part)
    elif isinstance(value, list):
        for part in value:
            yield from names(part)


def count_rate(counts, call, answer):
    """The rates that priced something, and what was said of it."""
    lines, book = answer["lines"] + answer.get("period_end", []), call["rulebook"]
    used = {line["rate"] for line in lines}
    for rate in (rate for rate in book["rates"] if rate["id"] in used):
        counts["model", rate["model"]["type"] if "model" in rate else "price"] += 1
        counts["meter", rate.get("meter", "sum")] += 1
        said = {"when": "dimensions", "from": "version"}
        for name in {said.get(name, name) for name in names(rate)} & set(RATED):
            counts["rated", name] += 1
    counts["rated", "quotient"] += "/" in answer["exact"]
    said = set(answer) | set(book) | set(call) | {name for part in (answer, call["usage"], book.get("allowances", [])) for name in names(part)}
    for name in said & (set(RATED) - {"connection_fee"}):
        counts["rated", name] += 1


def count_tax(counts, call, answer):
    """Categories, taxes on one another, and what decided them."""
    policy = call["rulebook"]["tax"]
    for group in answer["groups"]:
        counts["category", group["category"]] += 1
        counts["taxed", "stacked"] += len(group["taxes"]) > 1
        counts["taxed", "compound"] += any("compound" in tax["levy"] for tax in group["taxes"])
    said = {policy["regime"], policy["prices"], policy.get("rounding", "per_category")}
    said |= {name for part in (call["customer"], answer, policy) for name in names(part)}
    for name in said & (set(TAXED) - {"stacked", "compound"}):
        counts["taxed", name] += 1


def count_totals(counts, call, answer):
    """Parts of a document."""
    said = {*names(call), *names(answer), call.get("tax_rounding", {}).get("by", "per_category")}
    for name in said & set(SUMMED):
        counts["summed", name] += 1
