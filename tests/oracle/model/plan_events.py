"""Events about subscriptions: taken, changed, cancelled in four ways; and what time alone brings: trials and ends."""

from . import cycles, days, money, plans
from .refusal import join, refuse_if

MOST = 200


def subscribed(page, event):
    """A plan is taken; a trial gives everything and charges nothing."""
    account, book, path = page.account, page.book, page.path
    plan = book.plans.get(event["plan"])
    refuse_if(plan is None, "plan_unknown", join(path, "plan"))
    refuse_if(event["subscription"] in account.subscriptions, "subscription_duplicate", join(path, "subscription"))
    refuse_if(len(account.subscriptions) >= MOST, "subscriptions_too_many", join(path, "subscription"))
    now = account.clock
    given = plans.Subscription(event["subscription"], plan, money.parse(event["quantity"]), now, book, event.get("subaccount"))
    trial = event.get("trial_days", plan.trial_days)
    if plan.commitment:
        given.committed = cycles.months_on(book.zone, now, plan.commitment)
    account.subscriptions[given.name] = given
    plans.give_allowances(page, given)
    if trial:
        given.trial = now + trial * days.DAY
    else:
        plans.begin(page, given, now)


def known(page, event):
    """The subscription that is meant."""
    found = page.account.subscriptions.get(event["subscription"])
    refuse_if(found is None, "subscription_unknown", join(page.path, "subscription"))
    return found


def subscription_changed(page, event):
    """At once: the old is credited or charged, the new charged for the rest of the cycle. Or when the cycle ends."""
    subscription, now = known(page, event), page.account.clock
    plan = page.book.plans.get(event.get("plan", subscription.plan.id))
    refuse_if(plan is None, "plan_unknown", join(page.path, "plan"))
    quantity = money.parse(event["quantity"]) if "quantity" in event else subscription.quantity
    if event.get("at") == "cycle_end":
        subscription.next = (plan, quantity)
        return
    plans.finish(page, subscription, now)
    length = lambda plan: (plan.months, plan.anchor_month)
    if length(plan) != length(subscription.plan):
        subscription.cycle = cycles.cycle(page.book, now, plan)
    old, subscription.plan, subscription.quantity, subscription.next = subscription.quantity, plan, quantity, None
    plans.give_allowances(page, subscription, old)
    subscription.charged = now
    if subscription.trial is None:
        plans.begin(page, subscription, now)


def subscription_cancelled(page, event):
    """Now with credit, now without, when the cycle ends, or when its commitment does."""
    subscription, now, how = known(page, event), page.account.clock, event["how"]
    until = subscription.cycle[1] if how == "cycle_end" else now
    held = subscription.committed is not None and until < subscription.committed and how != "commitment_end"
    refuse_if(held, "subscription_ending", join(page.path, "how"))
    if how == "commitment_end" and subscription.committed is not None and subscription.committed > now:
        subscription.ends = subscription.committed
    elif how in ("cycle_end", "commitment_end"):
        subscription.ends = subscription.cycle[1]
    else:
        plans.finish(page, subscription, now, how == "now_with_credit")
        plans.drop(page, subscription)


def end_trial(page, name):
    """The fee begins."""
    subscription = page.account.subscriptions[name]
    subscription.trial = None
    if subscription.ends is None or subscription.ends > page.account.clock:
        plans.begin(page, subscription, page.account.clock)


def end(page, name):
    """It has reached its end."""
    subscription = page.account.subscriptions[name]
    plans.finish(page, subscription, page.account.clock, credited=False)
    plans.drop(page, subscription)
