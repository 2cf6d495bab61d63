"""Holds an engine's answer against the model's: every entry, every effect, the state, and refusals."""

ENTRY = ["id", "event", "time", "kind", "postings", "balance", "line", "burned", "overage", "period", "hold", "corrects"]
WITHOUT = {  # what an absent part of the engine's state means
    "held": {}, "grants": [], "closed": [], "due": [], "holds": [], "methods": [], "coupons": [], "subaccounts": [],
    "debits": [], "open": None, "default_method": None, "debit_on": None,
}  # fmt: skip
KEYS = {"holds": "hold", "grants": "grant", "subaccounts": "subaccount", "methods": "method", "debits": "charge"}


def within(expected, got):
    """Does the engine say at least what the model says? Objects may say more, lists match item by item."""
    if isinstance(expected, dict) and isinstance(got, dict):
        return all(within(value, got.get(key)) for key, value in expected.items())
    if isinstance(expected, list) and isinstance(got, list):
        return len(expected) == len(got) and all(map(within, expected, got))
    return expected == got


def lists(name, expected, got):
    """The first place where two lists part."""
    for place in range(max(len(expected), len(got))):
        one = expected[place] if place < len(expected) else None
        other = got[place] if place < len(got) else None
        if one != other:
            fields = sorted(key for key in {**(one or {}), **(other or {})} if (one or {}).get(key) != (other or {}).get(key))
            return [(f"{name}/{place}", one, other, f"{(one or other).get('type') or (one or other).get('kind')}:{','.join(fields)}")]
    return []


def states(expected, got):
    """The parts of the state that differ."""
    found = []
    for name, value in expected.items():
        other = got.get(name, WITHOUT.get(name))
        if name in KEYS:
            other = sorted(other, key=lambda item: item[KEYS[name]])
            value = sorted(value, key=lambda item: item[KEYS[name]])
        if name == "coupons":
            other = sorted(other)
        if not within(value, other):
            found.append((f"state/{name}", value, other, f"state:{name}"))
    return found


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
    entries = [{key: entry[key] for key in ENTRY if key in entry} for entry in answer["entries"]]
    found = lists("entries", expected["entries"], entries) + lists("effects", expected["effects"], answer["effects"])
    found += states(expected["state"], answer["state"])
    if expected["duplicates"] != answer["duplicates"]:
        found.append(("duplicates", expected["duplicates"], answer["duplicates"], "duplicates"))
    return found
