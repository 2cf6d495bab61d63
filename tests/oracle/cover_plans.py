"""What histories of subscriptions have hit, and must hit: ways to charge, to prorate, to change, to end, and allowances."""

PLANS = "in_advance in_arrears credit invoice day second fixed30 none model months anchor_month zone odd_day".split()
EVENTS = "now_with_credit now cycle_end commitment_end at_once at_cycle_end other_plan other_quantity trial_days subaccount".split()
FEES = "fee unused next part held receivable trial renewed".split()
STATES = "trial_until committed_until ends next owed rolled counters level".split()
REFUSALS = "plan_unknown subscription_duplicate subscription_unknown subscription_ending".split()
MUST = (
    [("plan", name) for name in PLANS] + [("subscription", name) for name in EVENTS] + [("fee", name) for name in FEES]
    + [("standing", name) for name in STATES] + [("refusal", name) for name in REFUSALS]
)  # fmt: skip


def count(counts, steps):
    """What one history hit."""
    for step in steps:
        if step.refusal:
            continue
        plans = {plan["id"]: plan for plan in step.call["rulebook"].get("plans", ())}
        for event in step.call["events"]:
            count_event(counts, event)
        for entry in step.answer["entries"]:
            if entry["kind"] == "fee":
                count_fee(counts, entry, plans[entry["line"]["rate"]])
                count_zone(counts, step.call["rulebook"].get("zone"), entry)
        count_state(counts, step.answer["state"])


def count_event(counts, event):
    """How a subscription was taken, changed or ended."""
    if event["type"] == "subscription_cancelled":
        counts["subscription", event["how"]] += 1
    elif event["type"] == "subscription_changed":
        counts["subscription", "at_cycle_end" if event.get("at") == "cycle_end" else "at_once"] += 1
        counts["subscription", "other_plan"] += "plan" in event
        counts["subscription", "other_quantity"] += "quantity" in event
    elif event["type"] == "subscribed":
        counts["subscription", "trial_days"] += "trial_days" in event
        counts["subscription", "subaccount"] += "subaccount" in event


def count_fee(counts, entry, plan):
    """How a fee was charged, prorated and posted."""
    counts["plan", plan.get("charged", "in_advance")] += 1
    counts["plan", plan.get("payer", "credit")] += 1
    counts["plan", plan.get("proration", "day")] += 1
    counts["plan", "model"] += "model" in plan
    counts["plan", "anchor_month"] += "anchor_month" in plan
    counts["plan", "months"] += plan.get("months", 1) > 1
    counts["fee", "unused" if entry["line"]["amount"][0] == "-" else "fee"] += 1
    counts["fee", "next"] += entry["id"].endswith("/next")
    counts["fee", "part"] += "/" in entry["line"]["exact"]
    counts["fee", "trial"] += entry["event"].startswith("sub_")
    counts["fee", "renewed"] += entry["event"].startswith("period.")
    for posting in entry["postings"]:
        counts["fee", posting["book"]] += 1


def count_zone(counts, zone, entry):
    """Fees in a zone, and those of a day there that begins at no midnight, or at two."""
    counts["plan", "zone"] += zone is not None
    odd = {"2026-02-01T10:00:00Z", "2026-03-14T10:00:00Z", "2026-04-14T11:00:00Z"}
    counts["plan", "odd_day"] += zone is not None and zone["name"] == "Odd" and bool(odd & set(entry["period"].values()))


def count_state(counts, state):
    """What subscriptions, allowances and counters look like."""
    for subscription in state["subscriptions"]:
        for name in ("trial_until", "committed_until", "ends", "next"):
            counts["standing", name] += name in subscription
    counts["standing", "owed"] += "to_invoice" in state["period"]
    counts["standing", "rolled"] += any(left["rolled"] != "0" for left in state["allowances"])
    counts["standing", "counters"] += len(state["counters"])
    counts["standing", "level"] += any(not counter["usages"] for counter in state["counters"])
