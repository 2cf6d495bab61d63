"""Which of two facts of one time comes first: `account.order`. By kind, then by what they say, whatever they and their
subscriptions are called; ids come last."""

import json

from . import days, money

KINDS = """customer_changed subaccount_changed method_added bank_verification method_default settings_changed method_removed
discount_taken credit_granted coupon_redeemed top_up invoice_paid subscribed subscription_changed hold_requested usage
hold_settled hold_released usage_back subscription_cancelled adjustment correction invoice_credited refund payment_reversed
payment_succeeded payment_failed account_closed time_passed""".split()
HEAD = "type id time account".split()
INNER = {"settings", "spend", "bank_debit", "recharge", "corrects", "limits", "method"}
FIELDS = {  # what stands in an event or in a part of one, in the contract's order
    "top_up": "amount method", "credit_granted": "source amount from until priority products reason",
    "refund": "amount grant reason", "payment_reversed": "charge amount cause", "adjustment": "amount reason product corrects",
    "payment_failed": "charge decline", "invoice_paid": "invoice amount", "invoice_credited": "invoice amount to reason",
    "subscribed": "subscription plan quantity subaccount trial_days", "subscription_changed": "subscription plan quantity at",
    "subscription_cancelled": "subscription how", "method_added": "method default", "bank_verification": "method code",
    "hold_requested": "subaccount product destination country dimensions direction quantity unit until",
    "hold_settled": "hold quantity", "subaccount_changed": "subaccount enabled limits",
    "settings": "alerts alert_days addresses spend overage_protection recharge bank_debit",
    "spend": "enabled daily_budget daily_notification webhook", "bank_debit": "enabled method day_of_month amount",
    "recharge": "enabled threshold style amount target combine method limits", "corrects": "entry amount",
    "limits": "per_trigger per_day per_month per_period", "method": "type method brand country last4 name code expires label",
}  # fmt: skip
UNSAID = {"combine": False, "style": "repeat", "direction": "outbound", "products": [], "default": False, "to": "account"}
SAID = {"credit_granted": {"priority": 50}, "subscription_changed": {"at": "now"}, "recharge": {"limits": {}}}


def of_event(event):
    """The place of an event; its time is in milliseconds."""
    kind = event["type"]
    if kind == "usage":
        _, back, *says = of_usage(event, 0)
        return event["time"], KINDS.index("usage_back" if back else "usage"), says
    name = "correction" if "corrects" in event else "subscription_cancelled" if kind == "subscription_resumed" else kind
    return event["time"], KINDS.index(name), [said(event), event["id"]]


def of_usage(usage, time):
    """The place of a usage: by product, quantity and so on; what takes one back comes after the usages of its time."""
    maybe = lambda name, read=lambda text: text: (1, read(usage[name])) if name in usage else (0,)
    number = lambda text: text.lstrip("+")
    what = [usage["product"], money.parse(usage["quantity"]), maybe("size", money.parse), maybe("offset", money.parse)]
    what += [maybe("country"), usage.get("direction") == "inbound", maybe("destination", number)]
    what += [sorted(usage.get("dimensions", {}).items()), usage["unit"], maybe("subaccount"), maybe("key"), maybe("reverses")]
    return (time, "reverses" in usage, *what, usage["id"])


def said(event):
    """Its canonical JSON without its names."""
    whole = event | {"id": "-", "time": days.show(event["time"])} | ({"subscription": "-"} if "subscription" in event else {})
    return json.dumps(canonical(whole, event["type"]), separators=(",", ":"))


def canonical(value, kind=""):
    """Fields in the contract's order, what is usual left out, decimals and times written one way."""
    if isinstance(value, dict):
        value, fields = SAID.get(kind, {}) | value, HEAD * (kind not in INNER) + FIELDS.get(kind, "").split()
        names = sorted(value, key=lambda name: fields.index(name) if name in fields else len(fields))
        return {name: canonical(value[name], name) for name in names if value[name] != UNSAID.get(name, ...)}
    if isinstance(value, list):
        return [canonical(part) for part in value]
    if kind == "destination":
        return value.lstrip("+")
    if isinstance(value, str) and money.DECIMAL.match(value):
        return money.plain(money.parse(value))
    return days.show(days.parse(value)) if isinstance(value, str) and days.INSTANT.match(value) else value
