"""Events about subscriptions: taken, changed, ended in four ways, and what is scheduled taken back. Each applies from the time
that it names: `plan.late`, `plan.change`, `plan.cancellation`."""

from . import cycles, days, money, plans
from .refusal import join, refuse_if

MOST = 200
TRIALS_MAX = 64


def named(page, event):
    """The time that an event names, where it can be applied from there."""
    account, time, at = page.account, event["time"], join(page.path, "time")
    if time >= account.clock:
        return account.clock
    refuse_if(page.book.late_plans == "refuse", "plan_event_late", at)
    refuse_if(time + page.book.correction_days * days.DAY <= account.clock, "correction_window", at)
    return time


def known(page, event, at, overtaken=True):
    """The subscription that is meant: nothing is said of it before it began, and what was said later stands."""
    found = page.account.subscriptions.get(event["subscription"])
    refuse_if(found is None, "subscription_unknown", join(page.path, "subscription"))
    refuse_if(at < found.start, "plan_event_late", join(page.path, "time"))
    refuse_if(overtaken and found.changed is not None and at < found.changed, "plan_event_late", join(page.path, "time"))
    return found


def plan_of(page, name):
    """A plan of the rulebook."""
    refuse_if(name not in page.book.plans, "plan_unknown", join(page.path, "plan"))
    return page.book.plans[name]


def subscribed(page, event):
    """A plan is taken; a trial gives everything and charges nothing, once a product."""
    account, book, path = page.account, page.book, page.path
    at = named(page, event)
    plan = plan_of(page, event["plan"])
    refuse_if(event["subscription"] in account.subscriptions, "subscription_duplicate", join(path, "subscription"))
    refuse_if(len(account.subscriptions) >= MOST, "subscriptions_too_many", join(path, "subscription"))
    given = plans.Subscription(event["subscription"], plan, money.parse(event["quantity"]), at, book, event.get("subaccount"))
    had = plan.product in account.trials or len(account.trials) >= TRIALS_MAX
    trial = event.get("trial_days", 0 if had else plan.trial_days)
    if trial:
        note_trial(account, plan)
        given.trial = book.zone.days_on(at, trial)
    if plan.commitment:
        given.committed = cycles.months_on(book.zone, at, plan.commitment)
    account.subscriptions[given.name] = given
    plans.give(page, given, at)
    if not trial:
        plans.charge_ahead(page, given, at)
    plans.catch_up(page, given.name)


def note_trial(account, plan):
    """The account has had a trial of this product."""
    if len(account.trials) < TRIALS_MAX:
        account.trials = sorted({*account.trials, plan.product})


def subscription_changed(page, event):
    """At once, the old credited and the new charged for the rest of the cycle; or when the cycle or the trial ends."""
    at = named(page, event)
    subscription = known(page, event, at)
    plan = plan_of(page, event.get("plan", subscription.plan.id))
    quantity = money.parse(event["quantity"]) if "quantity" in event else subscription.quantity
    open_cycle, trial = cycles.at(page.book, subscription.plan, subscription.cycle, at), subscription.trial_at(at)
    trial = trial if trial is not None and trial > at else None
    ends, waits = open_cycle[1] if trial is None else trial, event.get("at") == "cycle_end"
    if trial is not None:
        note_trial(page.account, plan)
    if waits and ends > page.account.clock:
        subscription.next, subscription.changed = (plan, quantity), at
        return
    if subscription.ends is not None and (plan, quantity) == (subscription.plan, subscription.quantity):
        go_on(page, subscription)
        return
    if waits:  # for the end of a cycle that is over: it has been in force since
        at, trial, open_cycle = ends, None, cycles.at(page.book, subscription.plan, subscription.cycle, ends)
    plans.give_up(page, subscription, at, lambda fee: True, (plan, quantity))
    before = (subscription.plan, subscription.quantity)
    subscription.cycle = open_cycle if plan.cadence() == before[0].cadence() else cycles.cycle(page.book, at, plan)
    subscription.plan, subscription.quantity, subscription.next, subscription.charged = plan, quantity, None, at
    subscription.trial, subscription.changed = trial, at
    subscription.trial_ended = subscription.trial_ended if trial is None else None
    plans.give(page, subscription, at, before)
    if trial is None:
        plans.charge_ahead(page, subscription, at)
    plans.catch_up(page, subscription.name)


def subscription_cancelled(page, event):
    """Now with credit, now without, or when what is open does: the trial, in which nothing is owed, the cycle, the
    commitment."""
    at, how, clock = named(page, event), event["how"], page.account.clock
    subscription = known(page, event, at, how in ("cycle_end", "commitment_end"))
    trial = subscription.trial_at(at)
    cycle_end = cycles.at(page.book, subscription.plan, subscription.cycle, at)[1]
    committed = subscription.committed if trial is None and subscription.committed and subscription.committed > at else None
    held = committed and how != "commitment_end" and (how != "cycle_end" or committed > cycle_end)
    refuse_if(held, "subscription_ending", join(page.path, "how"))
    ends = at if how in ("now", "now_with_credit") else cycle_end if trial is None else trial
    if how == "commitment_end" and trial is None and committed:
        ends = committed
    begun = lambda fee: fee.start > ends or fee.start == ends and subscription.began_by_time(ends)
    given = (lambda fee: True) if ends == at else (lambda fee: fee.start > at)
    given = begun if how == "now" and trial is None else given
    if ends > clock:
        if at < clock:
            plans.give_up(page, subscription, ends, given)
        subscription.ends, subscription.changed = ends, at
        return
    plans.give_up(page, subscription, ends, given)
    plans.drop(page, subscription)


def subscription_resumed(page, event):
    """What is scheduled is taken back."""
    at = named(page, event)
    subscription = known(page, event, at)
    idle = subscription.ends is None and subscription.next is None
    refuse_if(idle, "subscription_not_ending", join(page.path, "subscription"))
    go_on(page, subscription)
    subscription.changed = at


def go_on(page, subscription):
    """It goes on as it is; what was not charged of the open cycle because it was to end is charged."""
    ended, subscription.ends, subscription.next, subscription.changed = subscription.ends, None, None, page.account.clock
    fees = [fee for fee in page.account.charged if fee.subscription == subscription.name]
    if fees and fees[-1].until == ended and ended < subscription.cycle[1] and not subscription.plan.arrears:
        plans.charge_part(page, subscription, ended)
