"""Works the invoices of the presets' sample accounts out by the model: `python3 samples.py`. Exits with 1 where a file differs.

The files of tests/cases/presets say names and descriptions besides, which the model does not make.
"""

import json
import sys
from pathlib import Path

from model import places, verbs

ROOT = Path(__file__).parent.parent.parent
NAMES = ["seat-invoiced", "prepaid-cpaas", "seat-plan-credit", "prepaid-ladder", "credits-overage"]
LINE = ["id", "quantity", "unit", "price", "base_quantity", "net", "subaccount"]


def read(path):
    """A file of the repository."""
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


def worked_out(name):
    """The invoices of a sample account, in order."""
    written = read(f"tests/cases/presets/{name}.json")
    for number in written["open"].get("customer", {}).get("registrations", ()):
        places.known_numbers().setdefault((number["country"], number["value"]), True)  # `source`: their digits are sound
    book, account, effects = read(f"core/presets/{name}.json"), None, []
    for month in written["months"]:
        call = month | {"rulebook": book, "open": written["open"]}
        account, answer = verbs.apply(call, account)
        effects += answer["effects"]
    return [shown(effect) for effect in effects if effect["type"] == "invoice_drafted"]


def shown(effect):
    """What of a draft has an amount, a quantity or a day."""
    document = effect["document"]
    allowances = [
        {"amount": one["amount"], "percent": one["tax"]["percent"], "reason": one["reason"]} for one in document.get("allowances") or ()
    ]
    return {
        "time": effect["time"],
        "lines": [line(one) for one in document["lines"]],
        "allowances": allowances,
        "tax": [pick(row, ["category", "percent", "taxable", "tax"]) for row in document["tax"]],
        "totals": document["totals"],
        "due": effect["due"],
        "balance": effect["balance"],
    }


def line(one):
    """A line, without what is written for people."""
    return pick(one, LINE) | pick(one["tax"], ["category", "percent"]) | pick(one["period"], ["from", "until"])


def pick(fields, names):
    """Those of the fields that are there."""
    return {name: fields[name] for name in names if fields.get(name) is not None}


def unnamed(invoice):
    """A written invoice, likewise."""
    lines = [{key: one[key] for key in one if key not in ("name", "description")} for one in invoice["lines"]]
    return invoice | {"lines": lines}


def main():
    """Every account; a file that differs is shown where it first does."""
    stale = 0
    for name in NAMES:
        made, written = worked_out(name), [unnamed(one) for one in read(f"tests/cases/presets/{name}.invoices.json")]
        if made == written:
            continue
        stale += 1
        first = next(((one, other) for one, other in zip(made, written) if one != other), (len(made), len(written)))
        print(f"{name}: the model\n  {json.dumps(first[0])}\nis not what is written\n  {json.dumps(first[1])}")
    print(f"the invoices of {len(NAMES) - stale} of {len(NAMES)} sample accounts are right")
    sys.exit(min(stale, 1))


if __name__ == "__main__":
    main()
