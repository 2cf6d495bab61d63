"""What a run has hit, and what it must hit: a comparison that never reaches a rule says nothing about it."""

import cover_back
import cover_plans
import cover_singles

ENTRIES = """usage top_up recharge bank_debit grant coupon expiry expiry_reversed refund chargeback debit_returned adjustment
correction invoice invoice_payment""".split()
EFFECTS = """alert ran_out charge_request recharge_failed recharge_blocked suspended restored hold_taken hold_denied hold_expired
daily_notification daily_budget_reached usage_alert period_closed debit_overdue debit_failed bank_verified
bank_verification_failed method_expired""".split()
REFUSALS = """rate_missing unit_mismatch account_mismatch event_conflict event_in_future event_before_opening charge_not_open
top_up_below_minimum top_up_above_maximum recharge_not_offered recharge_below_minimum recharge_above_maximum
limit_below_amount amount_scale thresholds_too_many threshold_duplicate style_field target_too_near grant_period
coupon_unknown coupon_not_valid coupon_used refund_above_purchased correction_exceeds hold_period hold_duplicate
hold_not_open settle_above_hold method_unknown method_duplicate method_in_use method_unverified bank_locked
bank_debit_unavailable invoice_not_due payment_above_due overage_above_maximum""".split()
BLOCKED = "charges_limit per_trigger per_day per_month no_method hard_decline breaker no_rung_left spacing".split()
DENIED = """suspended balance_exhausted daily_budget subaccount_unknown subaccount_disabled subaccount_limit holds_limit
exceeds_available""".split()
SOURCES = "system own recommended average days_left".split()
RULES = "recharge.repeat recharge.combine recharge.target bank_debit.schedule".split()
ENTRY_PARTS = "overage burned period hold corrects scoped held receivable".split()
MUST = (
    [("entry", name) for name in ENTRIES] + [("effect", name) for name in EFFECTS] + [("refusal", name) for name in REFUSALS]
    + [("blocked", name) for name in BLOCKED] + [("denied", name) for name in DENIED] + [("source", name) for name in SOURCES]
    + [("charge", name) for name in RULES] + [("part", name) for name in ENTRY_PARTS]
    + [("payments", name) for name in ("report", "succeed", "decline")] + [("asked", name) for name in ("overview", "authorize", "plan_recharge")]
    + [("late", "usage"), ("again", "duplicate"), ("effect_of", "timeline"), ("charge", "second of a burst"), ("balance", "negative")]
)  # fmt: skip
ENOUGH = 20_000  # with fewer histories nothing is demanded


def count(counts, steps, questions):
    """What one history hit."""
    for step in steps:
        counts["events"] += len(step.call["events"])
        counts["payments", step.call.get("payments", "report")] += 1
        if step.refusal:
            counts["refusal", step.refusal[0]] += 1
            continue
        names = {event["id"] for event in step.call["events"]}
        for entry in step.answer["entries"]:
            count_entry(counts, entry)
        for effect in step.answer["effects"]:
            count_effect(counts, effect, names)
        counts["again", "duplicate"] += len(step.answer["duplicates"])
    for verb, _ in questions:
        counts["asked", verb] += 1
    cover_plans.count(counts, steps)
    cover_back.count(counts, steps)


def count_entry(counts, entry):
    """Kind and parts of an entry."""
    counts["entry", entry["kind"]] += 1
    for part in ENTRY_PARTS[:5]:
        counts["part", part] += part in entry
    for posting in entry["postings"]:
        counts["part", posting["book"]] += 1
    counts["balance", "negative"] += entry["balance"][0] == "-"
    counts["late", "usage"] += entry["kind"] == "expiry_reversed" or "period" in entry


def count_effect(counts, effect, names):
    """Kind and reasons of an effect."""
    counts["effect", effect["type"]] += 1
    if effect["type"] == "recharge_blocked":
        counts["blocked", effect["reason"]] += 1
    for reason in effect.get("reasons", ()):
        counts["denied", reason] += 1
    for source in effect.get("sources", ()):
        counts["source", source] += 1
    if effect["type"] == "charge_request":
        counts["charge", effect["rule"]] += 1
        counts["charge", "second of a burst"] += effect["sequence"] == 2
    counts["effect_of", "timeline"] += effect["event"] not in names and ":" not in effect["event"]


def report(counts, histories):
    """Prints the counts; the list of what should have been hit and was not."""
    groups = {}
    for key, number in counts.items():
        if key != "events":
            groups.setdefault(key[0], []).append(f"{key[1]} {number}")
    for group, lines in sorted(groups.items()):
        print(f"{group}: " + ", ".join(sorted(line for line in lines if not line.endswith(" 0"))))
    wanted = MUST + cover_back.MUST + cover_plans.MUST + cover_singles.MUST if histories >= ENOUGH else []
    missing = [f"{group} {name}" for group, name in wanted if not counts[group, name]]
    if missing:
        print("never hit: " + ", ".join(missing))
    return missing
