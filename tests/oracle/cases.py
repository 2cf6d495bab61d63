"""Holds the model against the published cases: `python3 cases.py`. Exits with 1 where it does not fit."""

import re
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))

import case_files
import singles
from model import asks, money, verbs
from model.refusal import Refusal

DOOR = {  # what is refused before any rule is asked; the model takes calls that are well written
    "text_control", "text_length", "unknown_field", "missing_field", "wrong_type", "unknown_word", "number_range", "amount_zero",
    "amount_negative", "fractional_number", "decimal_grammar", "decimal_digits", "id_grammar", "time_grammar", "time_range",
    "digits_grammar", "overflow", "inexact", "day_range", "month_grammar", "url_grammar", "code_grammar", "products_too_many",
    "tier_order", "unit_second", "vat_number_check", "country_unknown",
}  # fmt: skip
CASES = Path(__file__).parent.parent / "cases" / "rules"
ENOUGH = 1_500  # fewer cases with an answer of the model's are cases that it has lost


UNSAID = {"rules", "description", "settings", "message", "opened_at", "notified", "numbers"}  # the model does not make these
UNTOLD = re.compile(r"/lines/\d+/name$|/(customer|buyer|seller)$|/counters/\d+/total$")


def differing(expected, got, path=""):
    """Where an answer does not say what a case expects: objects may say more, null means absent or empty."""
    if UNTOLD.search(path):
        return []
    if expected is None:
        return [path] if got else []
    if isinstance(expected, dict) and isinstance(got, dict):
        told = all(part.get("what", "tier").startswith(singles.TIERS) for part in expected.get("parts") or ())
        keys = [key for key in expected if key not in UNSAID and (told or key != "parts")]
        return [place for key in keys for place in differing(expected[key], got.get(key), f"{path}/{key}")]
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        pairs = enumerate(zip(expected, got))
        return [place for number, (one, other) in pairs for place in differing(one, other, f"{path}/{number}")]
    if isinstance(expected, str) and "/" in expected and path.endswith(("exact", "amount")):
        expected = money.ratio(money.read_ratio(expected))
    return [] if expected == got or (not expected and not got) else [path]


def beyond(call):
    """What the model does not do: its plans have cycles of months, its holds price by the unit only, and a period is one call of
    `rate`."""
    rulebook, kinds = call.get("rulebook", {}), {event["type"] for event in call.get("events", ())}
    several = "so_far" in call or "goes_on" in call
    priced = "allowances" in rulebook or any({"model", "meter"} & set(rate) for rate in rulebook.get("rates", ()))
    of_days = any("days" in plan for plan in rulebook.get("plans", ()))
    return of_days or (priced and "hold_requested" in kinds) or several


def answer(case, call):
    """The model's answer or first refusal; None where it has none."""
    try:
        if beyond(call):
            return None, None
        if case["verb"] == "apply" and "open" in call:
            return verbs.apply(call)[1], None
        if case["verb"] in ("plan_recharge", "recommend"):
            return getattr(asks, case["verb"])(call), None
        if case["verb"] in singles.ANSWERS:
            return singles.ANSWERS[case["verb"]](call), None
    except Refusal as refusal:
        return None, {"code": refusal.code, "path": refusal.path}
    return None, None


def main():
    """Every case of every file."""
    faults = known = 0
    for file, case in case_files.cases(CASES):
        if any(problem["code"] in DOOR for problem in case.get("problems", [])):
            continue
        got, refusal = answer(case, case["call"])
        known += got is not None or refusal is not None
        if got is None and refusal is None:
            continue
        if "problems" in case:
            first = case["problems"][0]
            fits = refusal and refusal["code"] == first["code"] and first["path"].startswith(refusal["path"])
        else:
            places = differing(case["answer"], got) if refusal is None else [refusal]
            fits = not places
        if not fits:
            faults += 1
            print(f"{file.name}: {case['name']}\n  {refusal if 'problems' in case else places}")
    print(f"{known} cases, {faults} do not fit")
    sys.exit(faults > 0 or known < ENOUGH)


if __name__ == "__main__":
    main()
