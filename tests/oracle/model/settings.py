"""What an owner may set: checks with their refusals, and amounts in ledger units."""

from . import money
from .refusal import join, refuse_if

FIELDS = {"repeat": {"amount"}, "step_over": {"amount"}, "target": {"target"}}
MINOR_ONLY = "amount_scale"


def amount(book, text, path):
    """An amount of money that moves or is watched: whole minor units of the currency."""
    refuse_if(money.places(text) > book.minor, MINOR_ONLY, path)
    return book.units(text)


def whole(page, event, name="amount"):
    """The same, of an event."""
    return amount(page.book, event[name], join(page.path, name))


def alerts(book, given, path):
    """At most so many own thresholds, each once (rule `alert.crossing`)."""
    refuse_if(len(given) > book.own_limit, "thresholds_too_many", path)
    seen = []
    for place, text in enumerate(given):
        value = amount(book, text, join(path, place))
        refuse_if(value in seen, "threshold_duplicate", join(path, place))
        seen.append(value)
    return seen


def recharge(book, given, path):
    """Auto-recharge: style and its fields, bounds, limits (rules `recharge.trigger`, `recharge.limits`)."""
    refuse_if(not book.has_recharge, "recharge_not_offered", path)
    style, out = given.get("style", "repeat"), {"enabled": given["enabled"]}
    out["style"], out["combine"] = style, given.get("combine", False)
    for field in ("amount", "target"):
        refuse_if((field in given) != (field in FIELDS[style]), "style_field", join(path, field))
    refuse_if(out["combine"] and style != "repeat", "style_field", join(path, "combine"))
    for field in ("amount", "target"):
        refuse_if(field in given and not money.parse(given[field]), "amount_zero", join(path, field))
    for field in ("threshold", "amount", "target"):
        if field in given:
            out[field] = amount(book, given[field], join(path, field))
    low, high = book.recharge_bounds
    if style == "target":
        near = max(low or 0, 1)
        refuse_if(out["target"] - out["threshold"] < near, "target_too_near", join(path, "target"))
    else:
        refuse_if(low is not None and out["amount"] < low, "recharge_below_minimum", join(path, "amount"))
        refuse_if(high is not None and out["amount"] > high, "recharge_above_maximum", join(path, "amount"))
    least = out["amount"] if style == "repeat" else (low or 0)
    out["limits"] = {}
    for name in ("per_trigger", "per_day", "per_month"):
        if name in given.get("limits", {}):
            at = join(path, "limits", name)
            out["limits"][name] = amount(book, given["limits"][name], at)
            refuse_if(out["limits"][name] < least, "limit_below_amount", at)
    if "method" in given:
        out["method"] = given["method"]
    return out


def bank_debit(book, methods, given, path):
    """A scheduled bank debit: a verified US bank account, in USD, within bounds."""
    out = {name: given[name] for name in ("enabled", "method", "day_of_month")}
    refuse_if(book.bank_debit is None or book.currency != "USD", "bank_debit_unavailable", path)
    out["amount"] = amount(book, given["amount"], join(path, "amount"))
    low, high = book.debit_bounds
    refuse_if(low is not None and out["amount"] < low, "recharge_below_minimum", join(path, "amount"))
    refuse_if(high is not None and out["amount"] > high, "recharge_above_maximum", join(path, "amount"))
    if not given["enabled"]:
        return out
    method = methods.get(given["method"])
    refuse_if(method is None or method["type"] != "bank", "method_unknown", join(path, "method"))
    refuse_if(method["country"] != "US", "bank_debit_unavailable", join(path, "method"))
    refuse_if(not method["verified"], "method_unverified", join(path, "method"))
    return out


def read(book, methods, given, path):
    """The parts that stand in a setting, checked; each replaces the old part whole."""
    out = {name: given[name] for name in ("addresses", "alert_days") if name in given}
    if "alerts" in given:
        out["alerts"] = alerts(book, given["alerts"], join(path, "alerts"))
    if "recharge" in given:
        out["recharge"] = recharge(book, given["recharge"], join(path, "recharge"))
    if "spend" in given:
        spend = out["spend"] = dict(given["spend"])
        for name in ("daily_budget", "daily_notification"):
            if name in spend:
                spend[name] = amount(book, spend[name], join(path, "spend", name))
    if "overage_protection" in given:
        at = join(path, "overage_protection")
        out["overage_protection"] = amount(book, given["overage_protection"], at)
        refuse_if(out["overage_protection"] > book.protection_maximum, "overage_above_maximum", at)
    if "bank_debit" in given:
        out["bank_debit"] = bank_debit(book, methods, given["bank_debit"], join(path, "bank_debit"))
    return out
