"""Calls that need no account: `rate`, `tax`, `totals`, one a seed. The model's answer, what differs, the smallest call."""

import random

from generate import sales, sheets, sums
from generate.draw import Draw
from model import money, sale, sheet, totals
from model.refusal import Refusal

MAKERS = {"rate": sheets.make, "tax": sales.make, "totals": sums.make}
ANSWERS = {"rate": sheet.rate, "tax": sale.tax, "totals": totals.totals}
QUOTIENTS = ("exact", "rounding", "amount")  # may be written as a quotient, in many ways
ALWAYS = {  # the engine says no more of these than the model
    "period_end", "allowances", "covered", "deferred", "left", "subaccount", "reasons", "jurisdiction", "reason",
    "vat_number", "region", "tax", "offset", "reverses",
}  # fmt: skip
TIERS = ("tier", "last tier", "flat", "maximum")  # lines of other parts are held against their amounts only
ROUNDS = 200


def make(verb, seed):
    """A call from a seed."""
    return MAKERS[verb](Draw(random.Random(seed)))


def attempt(verb, call):
    """(answer, refusal) of the model."""
    try:
        return ANSWERS[verb](call), None
    except Refusal as refusal:
        return None, (refusal.code, refusal.path)


def difference(engine, verb, call, answer, refusal):
    """(verb, call, differences, answer) as of a history, None where both agree."""
    got = in_parts(engine, call, answer) if "in_parts" in call else engine.ask((verb, call))[0]
    if got["status"] != "ok":
        first = got["problems"][0]
        if refusal == (first["code"], first["path"]):
            return None
        told, sign = [first["code"], first["path"], first["message"]], f"refusal:{refusal and refusal[0]}:{first['code']}"
        return verb, call, [("refusal", refusal, told, sign)], got
    if refusal:
        return verb, call, [("refusal", refusal, None, f"refusal:{refusal[0]}:none")], got
    found = parting(plain(answer), plain(got["answer"]), "")
    return (verb, call, [found], got) if found else None


def in_parts(engine, call, answer):
    """A period over two calls of `rate`, the lines of both in the order of the one; whole where it is refused."""
    place, call = call["in_parts"], {name: value for name, value in call.items() if name != "in_parts"}
    order = sheet.in_order(call["usage"])
    first, rest = sorted(order[:place]), sorted(order[place:])
    if answer is None:
        return engine.ask(("rate", call))[0]
    usages = lambda places: {"usage": [call["usage"][each] for each in places]}
    (began,) = engine.ask(("rate", call | usages(first) | {"goes_on": True}))
    if began["status"] != "ok":
        return began
    (got,) = engine.ask(("rate", call | usages(rest) | {"so_far": began["answer"]["so_far"]}))
    if got["status"] == "ok" and got["answer"]["lines"] + began["answer"]["lines"]:
        lines = dict(zip(first + rest, began["answer"]["lines"] + got["answer"]["lines"]))
        got["answer"]["lines"] = [lines[each] for each in sorted(lines)]
    return got


def plain(value, name=None):
    """An answer as it is compared: quotients in lowest terms, the period's end by rate, of lines only parts that are tiers."""
    if isinstance(value, dict):
        out = {key: plain(part, key) for key, part in value.items()}
        if "usage" in out and not all(part["what"].startswith(TIERS) for part in out.get("parts", ())):
            del out["parts"]
        return out
    if isinstance(value, list):
        out = [plain(part) for part in value]
        return sorted(out, key=lambda line: line["rate"]) if name == "period_end" else out
    return money.ratio(money.read_ratio(value)) if name in QUOTIENTS and "/" in value else value


def parting(expected, got, path):
    """The first place where two answers part; an engine may say more but for what is always compared."""
    kind = "/".join(word for word in path.split("/") if not word.isdigit())
    if isinstance(expected, dict) and isinstance(got, dict):
        for name in [*expected, *(ALWAYS & set(got) - set(expected))]:
            found = parting(expected.get(name), got.get(name), f"{path}/{name}")
            if found:
                return found
        return None
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        return next(filter(None, (parting(one, other, f"{path}/{place}") for place, (one, other) in enumerate(zip(expected, got)))), None)
    return None if expected == got else (path, expected, got, kind)


def smallest(engine, verb, call):
    """Drops whatever can be dropped as long as the difference stays."""
    wanted = signature(engine, verb, call)
    for _ in range(ROUNDS):
        less = next((each for each in cuts(call) if signature(engine, verb, each) == wanted), None)
        if less is None:
            break
        call = less
    return call


def signature(engine, verb, call):
    """What differs in a call; None where nothing does, or the call is none."""
    try:
        found = difference(engine, verb, call, *attempt(verb, call))
    except (AssertionError, AttributeError, IndexError, KeyError, StopIteration, TypeError, ValueError):
        return None
    return found and found[2][0][3]


def cuts(value):
    """Without one of its parts, or of the parts of these."""
    if isinstance(value, dict):
        yield from ({key: value[key] for key in value if key != name} for name in value)
        for name in value:
            yield from (value | {name: less} for less in cuts(value[name]))
    elif isinstance(value, list):
        yield from (value[:place] + value[place + 1 :] for place in range(len(value)))
        for place, part in enumerate(value):
            yield from (value[:place] + [less] + value[place + 1 :] for less in cuts(part))
