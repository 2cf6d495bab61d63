"""What histories have hit that take something back, and must hit."""

BACK = """usage counted covered late overage ended bound to_payers corrected corrected_down correction_gone chargeback_of_invoice
chargeback_ended refund charged_by_hand original_of_earlier_call unused unused_to_grants credit_note""".split()
REFUSALS = "original_missing correction_window taken_back_too_much usage_reversal correction_exceeds refund_above_purchased adjustment_product".split()
MUST = [("back", name) for name in BACK] + [("refusal", name) for name in REFUSALS]


def count(counts, steps):
    """What one history hit."""
    for step in steps:
        if step.refusal is None:
            counts["back", "original_of_earlier_call"] += len(step.call["originals"])
            for entry in step.answer["entries"]:
                for name in found(entry):
                    counts["back", name] += 1


def found(entry):
    """What an entry says of something that was taken back."""
    kind, line, books = entry["kind"], entry.get("line", {}), {posting["book"] for posting in entry["postings"]}
    if "reverses" in line:
        return usage(entry, line)
    if kind == "correction":
        up = entry["corrects"]["amount"][0] == "-"
        return ["corrected" if up else "corrected_down"] + ["correction_gone"] * ("/expiry" in entry["corrects"]["entry"])
    if kind == "adjustment":
        return ["charged_by_hand"] * ("product" in entry)
    if kind in ("chargeback", "debit_returned"):
        return ["chargeback_of_invoice"] * ("invoice" in entry) + ["chargeback_ended"] * ("expired" in books)
    if kind == "fee" and line["amount"][0] == "-":
        return ["unused"] + ["unused_to_grants"] * ("burned" in entry)
    if kind == "expiry":
        return ["ended"] * (entry["id"].count("/") > 1)
    return [kind] if kind in ("refund", "credit_note") else []


def usage(entry, line):
    """The same of a usage."""
    out = ["usage"] + ["counted"] * ("price" not in line) + ["covered"] * ("covered" in line) + ["late"] * ("period" in entry)
    out += ["overage"] * ("overage" in entry) + ["bound"] * any("products" in part for part in entry.get("burned", ()))
    return out + ["to_payers"] * any(part["grant"].startswith("re_") for part in entry.get("burned", ()))
