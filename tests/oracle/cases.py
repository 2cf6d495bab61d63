"""Holds the model against the published cases: `python3 cases.py`. Exits with 1 where it does not fit."""

import json
import sys
from pathlib import Path

from compare import within
from model import asks, verbs
from model.refusal import Refusal

DOOR = {  # what is refused before any rule is asked; the model takes calls that are well written
    "text_control", "text_length", "unknown_field", "missing_field", "wrong_type", "unknown_word", "number_range", "amount_zero",
    "amount_negative", "fractional_number", "decimal_grammar", "decimal_digits", "id_grammar", "time_grammar", "time_range",
    "digits_grammar", "overflow", "inexact",
}  # fmt: skip
CASES = Path(__file__).parent.parent / "cases" / "rules"


def merged(base, change):
    """RFC 7386: null removes."""
    if not isinstance(change, dict):
        return change
    out = dict(base) if isinstance(base, dict) else {}
    for key, value in change.items():
        out[key] = merged(out.get(key), value)
        if value is None:
            del out[key]
    return out


def answer(case, call):
    """The model's answer or first refusal; None where it has no such verb or reads no such state."""
    try:
        if case["verb"] == "apply" and "open" in call:
            return verbs.apply(call)[1], None
        if case["verb"] in ("plan", "recommend"):
            return getattr(asks, case["verb"])(call), None
    except Refusal as refusal:
        return None, {"code": refusal.code, "path": refusal.path}
    return None, None


def main():
    """Every case of every file."""
    faults = known = 0
    for file in sorted(CASES.glob("*.json")):
        whole = json.loads(file.read_text(encoding="utf-8"))
        for case in whole["cases"]:
            if any(problem["code"] in DOOR for problem in case.get("problems", [])):
                continue
            got, refusal = answer(case, merged(whole["base"], case.get("call", {})))
            known += got is not None or refusal is not None
            if got is None and refusal is None:
                continue
            if "problems" in case:
                first = case["problems"][0]
                fits = refusal and refusal["code"] == first["code"] and first["path"].startswith(refusal["path"])
            else:
                fits = refusal is None and within(case["answer"], got)
            if not fits:
                faults += 1
                print(f"{file.name}: {case['name']}\n  got {json.dumps(refusal or got)[:2000]}")
    print(f"{known} cases, {faults} do not fit")
    sys.exit(min(faults, 1))


if __name__ == "__main__":
    main()
