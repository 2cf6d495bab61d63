"""The case files, as every runner in Python reads them."""

import json


def cases(folder):
    """(file, case) of a folder in the order of names; what the calls of a file share is in each."""
    for file in sorted(folder.glob("*.json")):
        whole = json.loads(file.read_text(encoding="utf-8"))
        for case in whole["cases"]:
            yield file, case | {"call": merged(whole.get("base", {}), case.get("call", {}))}


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
