"""Holds an engine's answer against the model's: every entry, every effect, the state, and refusals."""

from model import money

ENTRY = ["id", "event", "time", "kind", "postings", "balance", "line", "burned", "overage", "period", "hold", "product", "corrects", "invoice", "posted"]
LINE = ["id", "quantity", "unit", "price", "base_quantity", "net", "tax", "period", "subaccount"]  # of a document
DECISION = ["id", "allowed", "reasons", "available", "estimate", "affordable", "unit"]
WITHOUT = {  # what an absent part of the engine's state means
    "recharge_blocked": {}, "grants": [], "closed": [], "due": [], "holds": [], "methods": [], "coupons": [], "subaccounts": [],
    "debits": [], "open": None, "subscriptions": [], "allowances": [], "counters": [], "default_method": None, "debit_on": None,
    "invoices": [], "taken_back": [], "counter_payers": [], "overage_payers": [], "recent": [],
    "unbilled": [], "discounts": [], "trials": [],
}  # fmt: skip
KEYS = {  # lists whose order says nothing
    "holds": ["hold"], "grants": ["grant"], "subaccounts": ["subaccount"], "methods": ["method"], "debits": ["charge"],
    "allowances": ["allowance", "subscription"], "taken_back": ["entry"],
}  # fmt: skip


def within(expected, got):
    """Does the engine say at least what the model says? Objects may say more, lists match item by item."""
    if isinstance(expected, dict) and isinstance(got, dict):
        return all(within(value, got.get(key)) for key, value in expected.items())
    if isinstance(expected, list) and isinstance(got, list):
        return len(expected) == len(got) and all(map(within, expected, got))
    return expected == got


def kind(item):
    """What it is, for grouping."""
    return item.get("type") or item.get("kind") or "decision"


def lists(name, expected, got):
    """The first place where two lists part."""
    for place in range(max(len(expected), len(got))):
        one = expected[place] if place < len(expected) else None
        other = got[place] if place < len(got) else None
        if one != other:
            fields = sorted(key for key in {**(one or {}), **(other or {})} if (one or {}).get(key) != (other or {}).get(key))
            return [(f"{name}/{place}", one, other, f"{kind(one or other)}:{','.join(fields)}")]
    return []


def states(expected, got):
    """The parts of the state that differ."""
    found = []
    for name, value in expected.items():
        other = got.get(name, WITHOUT.get(name))
        if name in KEYS:
            names = lambda item: [item.get(key, "") for key in KEYS[name]]
            value, other = sorted(value, key=names), sorted(other, key=names)
        if name == "coupons":
            other = sorted(other)
        if not within(value, other):
            found.append((f"state/{name}", value, other, f"state:{name}"))
    return found


def shown(entry):
    """What of an entry is compared; of its line not the parts."""
    out = {key: entry[key] for key in ENTRY if key in entry}
    if "line" in out:
        line = {key: value for key, value in out["line"].items() if key != "parts"}
        out["line"] = line | {"exact": money.ratio(money.read_ratio(line["exact"]))}
    return out


def told(effect):
    """What of an effect is compared; of a document not who sells and buys, and no texts for people."""
    document = effect.get("document")
    if document is None:
        return effect
    lines = [{key: line[key] for key in LINE if key in line} for line in document["lines"]]
    parts = {key: document[key] for key in ("kind", "period", "allowances", "charges", "tax", "totals") if document.get(key)}
    return {key: value for key, value in effect.items() if key != "sources"} | {"document": parts | {"lines": lines}}


def reading(verb, expected, got):
    """Differences of an answer that only reads: it may say more than the model."""
    if got["status"] != "ok":
        first = got["problems"][0]
        return [(verb, expected, [first["code"], first["path"], first["message"]], f"{verb}:none:{first['code']}")]
    answer = got["answer"]
    if verb == "authorize":
        answer = {"decisions": [{key: one[key] for key in DECISION if key in one} for one in answer["decisions"]]}
        return lists("decisions", expected["decisions"], answer["decisions"])
    differing = [name for name, value in expected.items() if not within(value, answer.get(name))]
    differing += ["cut_by"] if verb == "plan_recharge" and "cut_by" not in expected and "cut_by" in answer else []
    return [(f"{verb}/{name}", expected.get(name), answer.get(name), f"{verb}:{name}") for name in differing]


def answers(expected, refusal, got):
    """All differences: (where, what the model says, what the engine says, a signature to group them by)."""
    if got["status"] != "ok":
        first = got["problems"][0]
        if refusal == (first["code"], first["path"]):
            return []
        sign = f"refusal:{refusal and refusal[0]}:{first['code']}"
        return [("refusal", refusal, [first["code"], first["path"], first["message"]], sign)]
    if refusal:
        return [("refusal", refusal, None, f"refusal:{refusal[0]}:none")]
    answer = got["answer"]
    one, other = ([shown(entry) for entry in whole["entries"]] for whole in (expected, answer))
    found = lists("entries", one, other) + lists("effects", *([told(effect) for effect in whole["effects"]] for whole in (expected, answer)))
    found += states(expected["state"], answer["state"])
    if expected["duplicates"] != sorted(answer["duplicates"]):
        found.append(("duplicates", expected["duplicates"], answer["duplicates"], "duplicates"))
    return found
