"""Works the invoices of the presets' sample accounts out, apart from the engine: `invoices.py [--write]`.

A second implementation of what the samples need (docs/decisions.md: Rating, Plans, Invoices), with fractions for money
and none of the engine's code or answers. Without `--write` the files of tests/cases/presets must be what it comes to.
"""

import json
import math
import pathlib
import sys
from datetime import datetime, timedelta
from fractions import Fraction as F

ROOT = pathlib.Path(__file__).parent.parent.parent
NAMES = ["seat-invoiced", "prepaid-cpaas", "seat-plan-credit", "prepaid-ladder", "credits-overage"]
UNION = {"AT", "BE", "DE", "EE", "ES", "FI", "FR", "IE", "LU", "NL"}


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).replace(tzinfo=None)


def half_up(value, places):
    units = abs(value) * 10**places
    whole = math.floor(units + F(1, 2))
    return F(whole if value >= 0 else -whole, 10**places)


def money(value, places):
    units = value * 10**places
    assert units.denominator == 1, value
    sign, digits = "-" if units < 0 else "", str(abs(units.numerator)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def exact(value):
    text = money(value, 12).rstrip("0").rstrip(".")
    return text or "0"


def hand_out(amount, parts):
    """Largest remainders, in cents."""
    whole = sum(parts)
    if not whole:
        return [F(0)] * len(parts)
    shares = [F(math.floor(amount * part * 100 / whole), 100) for part in parts]
    rests = sorted(range(len(parts)), key=lambda at: (shares[at] - amount * parts[at] / whole, at))
    for at in rests[: int((amount - sum(shares)) * 100)]:
        shares[at] += F(1, 100)
    return shares


class Account:
    def __init__(self, book, opening):
        self.book, self.customer, self.settings = book, opening["customer"], opening.get("settings", {})
        self.scale = book["rounding"]["scale"]
        self.plans = {plan["id"]: plan for plan in book.get("plans", [])}
        self.balance = self.owed = self.carried = F(0)
        self.opened = self.start = instant(opening["time"])
        self.closed, self.items, self.subs, self.taken, self.made = [], [], {}, [], []
        self.used, self.rolled, self.counted = {}, {}, {}
        self.card = self.debited = False

    # Time.

    def offset(self, at):
        table = self.book.get("zone", {"transitions": []})["transitions"]
        known = [each["offset_s"] for each in table if instant(each["from"]) <= at]
        return timedelta(seconds=known[-1] if known else 0)

    def day(self, at):
        return (at + self.offset(at)).date()

    def month_end(self, at):
        day = self.day(at).replace(day=1)
        local = datetime(day.year + day.month // 12, day.month % 12 + 1, 1)
        return local - self.offset(local - timedelta(hours=12))

    def month_start(self, at):
        local = datetime(*self.day(at).replace(day=1).timetuple()[:3])
        return local - self.offset(local - timedelta(hours=12))

    def let_pass(self, until):
        while True:
            end = self.month_end(self.start)
            trials = [sub["trial"] for sub in self.subs.values() if sub["trial"]]
            due = min([end, *trials])
            if due > until:
                return
            for sub in self.subs.values():
                if sub["trial"] == due and due < end:
                    sub["trial"] = None
                    self.charge(sub, due, end)
            if due == end:
                self.close(end)
            self.recharge()

    # Events.

    def happen(self, event):
        at = instant(event["time"])
        self.let_pass(at)
        getattr(self, "on_" + event["type"], lambda *_: None)(event, at)
        self.recharge()
        interim = self.book["invoice"].get("interim", {})
        if interim.get("fees") and self.owed > 0:
            self.invoice(at)

    def on_method_added(self, _, __):
        self.card = True

    def on_customer_changed(self, event, _):
        self.customer = event["customer"]

    def on_top_up(self, event, _):
        self.balance += F(event["amount"])

    on_credit_granted = on_top_up

    def on_coupon_redeemed(self, event, _):
        self.balance += next(F(each["amount"]) for each in self.book["coupons"] if each["coupon"] == event["coupon"])

    def on_discount_taken(self, event, _):
        policy = next(each for each in self.book["discounts"] if each["discount"] == event["discount"])
        self.taken.append({"policy": policy, "left": policy.get("invoices")})
        self.taken.sort(key=lambda each: (each["policy"].get("priority", 50), each["policy"]["discount"]))

    def on_subscribed(self, event, at):
        plan = self.plans[event["plan"]]
        days = plan.get("trial_days")
        sub = {"plan": plan, "quantity": F(event["quantity"]), "subaccount": event.get("subaccount"), "paid": F(0),
               "trial": at + timedelta(days=days) if days else None, "next": None}
        self.subs[event["subscription"]] = sub
        if not days:
            self.charge(sub, at, self.month_end(at))

    def on_subscription_changed(self, event, at):
        sub = self.subs[event["subscription"]]
        if event.get("at") == "cycle_end":
            sub["next"] = F(event["quantity"])
            return
        self.give_back(sub, at)
        sub["quantity"] = F(event["quantity"])
        self.charge(sub, at, self.month_end(at))

    def on_subscription_cancelled(self, event, at):
        assert event["how"] == "now_with_credit"
        self.give_back(self.subs.pop(event["subscription"]), at)

    # Fees.

    def fee(self, sub, start, end):
        days = lambda one, other: (self.day(other) - self.day(one)).days
        share = F(days(start, end), days(self.month_start(start), end))
        return half_up(F(sub["plan"]["price"]) * sub["quantity"] * share, 2), share == 1

    def charge(self, sub, start, end):
        amount, whole = self.fee(sub, start, end)
        sub["paid"] = amount
        self.post_fee("fee", sub, amount, start, end, whole)

    def give_back(self, sub, at):
        end = self.month_end(at)
        amount, whole = self.fee(sub, at, end)
        self.post_fee("unused", sub, -min(amount, sub["paid"]), at, end, whole)

    def post_fee(self, kind, sub, amount, start, end, whole):
        plan = sub["plan"]
        payer = plan.get("payer", "credit")
        self.add(kind=kind, product=plan["product"], plan=plan["id"], payer=payer, subaccount=sub["subaccount"], late=None,
                 start=start, end=end, quantity=sub["quantity"], unit=plan["unit"], amount=amount,
                 price=F(plan["price"]) if whole else None, per=None)
        if payer == "invoice":
            self.owed += amount
        else:
            self.balance -= amount
            self.debited = True

    # Usage.

    def on_usage(self, event, at):
        rate, quantity = self.rate(event), F(event["quantity"])
        left, covered = quantity, False
        for allowance in sorted(self.book.get("allowances", []), key=lambda each: (each.get("priority", 50), each["id"])):
            taken = self.cover(allowance, event, left)
            left, covered = left - taken, covered or taken > 0
        amount, parted = self.price(rate, left, covered)
        late = next((each for each in self.closed if each[0] <= at < each[1]), None)
        self.add(kind="usage", product=event["product"], plan=None, payer="credit", subaccount=event.get("subaccount"),
                 late=late, start=late[0] if late else self.start, end=late[1] if late else None, quantity=quantity,
                 unit=event["unit"], amount=amount, price=None if covered or parted else F(rate["price"]),
                 per=F(rate["per"]) if "per" in rate else None)
        self.balance -= amount
        self.debited = self.debited or amount > 0

    def rate(self, event):
        number, own = event.get("destination", ""), event.get("dimensions", {})
        fits = [rate for rate in self.book["rates"] if rate["product"] == event["product"]
                and number.startswith(rate.get("prefix", "")) and rate.get("when", {}).items() <= own.items()]
        return max(fits, key=lambda rate: (len(rate.get("prefix", "")), len(rate.get("when", {}))))

    def cover(self, allowance, event, wanted):
        prefixes = allowance.get("prefixes", [""])
        if event["product"] not in allowance["products"] or not wanted:
            return F(0)
        if not any(event.get("destination", "").startswith(prefix) for prefix in prefixes):
            return F(0)
        name, block = allowance["id"], F(allowance.get("increment", 0))
        left = self.whole(allowance) + self.rolled.get(name, 0) - self.used.get(name, 0)
        takes = math.ceil(wanted / block) * block if block else wanted
        takes = min(takes, left)
        self.used[name] = self.used.get(name, 0) + takes
        return min(takes, wanted)

    def whole(self, allowance):
        given = sum(sub["quantity"] for sub in self.subs.values() if allowance["id"] in sub["plan"].get("allowances", []))
        return given * F(allowance.get("quantity", allowance.get("fair_use")))

    def price(self, rate, quantity, covered):
        """The amount at the ledger's scale, and whether the price is made of parts."""
        if "price" in rate:
            return half_up(quantity * F(rate["price"]) / F(rate.get("per", 1)), self.scale), False
        model = rate["model"]
        if model["type"] == "call":
            fee = F(0) if covered or not quantity else F(model.get("connection_fee", 0))
            return half_up(fee + self.walk(model["segments"], quantity) / F(rate.get("per", 1)), self.scale), True
        assert model["type"] == "graduated"
        count, posted = self.counted.get(rate["id"], (F(0), F(0)))
        count, total, below = count + quantity, F(0), F(0)
        for tier in model["tiers"]:
            bound = F(tier.get("up_to", 10**15))
            total += max(F(0), min(count, bound) - below) * F(tier["price"])
            below = bound
        total = half_up(total, self.scale)
        self.counted[rate["id"]] = (count, total)
        return total - posted, True

    @staticmethod
    def walk(segments, quantity):
        at, sum_ = F(0), F(0)
        while at < quantity:
            segment = [each for each in segments if F(each["from"]) <= at][-1]
            at += F(segment["increment"])
            sum_ += F(segment["increment"]) * F(segment["price"])
        return sum_

    def recharge(self):
        """A debit triggers it; it is paid when all that happens at that moment has happened."""
        wanted, policy = self.settings.get("recharge"), self.book.get("recharge")
        debited, self.debited = self.debited, False
        if not debited or not wanted or not self.card:
            return
        threshold, amount = F(wanted["threshold"]), F(wanted["amount"])
        if self.balance < threshold or policy["trigger"] == "at_or_below" and self.balance == threshold:
            self.balance += max(1, math.ceil((threshold - self.balance) / amount)) * amount

    # Invoices.

    SAME = ("kind", "product", "plan", "payer", "subaccount", "late", "end", "unit")

    def add(self, **item):
        like = next((each for each in self.items if all(each[key] == item[key] for key in self.SAME)), None)
        if not like:
            self.items.append({**item, "count": 1})
            return
        like["quantity"] += item["quantity"]
        like["amount"] += item["amount"]
        like["count"] += 1
        like["start"] = min(like["start"], item["start"])
        if (like["price"], like["per"]) != (item["price"], item["per"]):
            like["price"] = like["per"] = None

    def close(self, end):
        for sub in self.subs.values():
            if sub["next"] is not None:
                sub["quantity"], sub["next"] = sub["next"], None
            if not sub["trial"] or sub["trial"] <= end:
                sub["trial"] = None
                self.charge(sub, end, self.month_end(end))
        self.invoice(end)
        self.closed.append((self.start, end))
        self.start, self.counted = end, {}
        for allowance in self.book.get("allowances", []):
            name, roll = allowance["id"], allowance.get("rollover")
            left = self.whole(allowance) + self.rolled.get(name, 0) - self.used.get(name, 0)
            self.rolled[name] = min(left, F(roll["maximum"])) if roll else F(0)
        self.used = {}

    def taxed(self, item, now):
        moment = item["start"] if item["plan"] else max((item["end"] or now) - timedelta(milliseconds=1), item["start"])
        day, seller, buyer = self.day(moment).isoformat(), self.book["seller"], self.customer
        numbers = [each for each in buyer.get("registrations", []) if each.get("verified_on", "9") <= day]
        if buyer["country"] == seller["country"] or not numbers and buyer["country"] in UNION:
            rates = [each for each in self.book["tax"]["rates"]
                     if each["place"]["country"] == buyer["country"] and each["from"] <= day]
            return "S", F(max(rates, key=lambda each: each["from"])["percent"])
        assert buyer["country"] in UNION, "no sample customer is outside the Union"
        return "AE", F(0)

    def lines(self, now):
        kinds = ["fee", "unused", "usage"]
        order = lambda item: (kinds.index(item["kind"]), item["product"], item["plan"] or "", item["subaccount"] or "",
                              item["late"][0] if item["late"] else datetime.min, item["start"], item["end"] or datetime.min)
        items, self.items = sorted(self.items, key=order), []
        whole = sum((item["amount"] for item in items), self.carried)
        for item in items:
            item["gross"] = half_up(item["amount"], 2)
        net = half_up(whole, 2)
        self.carried, rest = whole - net, net - sum(item["gross"] for item in items)
        if rest:
            largest = max(reversed(items), key=lambda item: abs(item["gross"]))
            items.append({**largest, "kind": "rounding", "plan": None, "subaccount": None, "late": None, "end": None,
                          "quantity": F(1), "price": None, "per": None, "count": 0, "gross": rest})
        for item in items:
            item["tax"], item["left"] = self.taxed(item, now), item["gross"]
        return items

    def discounts(self, items):
        """Each discount's share of each line, and what it gives back to whom paid."""
        offs = []
        for taken in self.taken:
            policy = taken["policy"]
            on = [max(item["left"], F(0)) if item["kind"] != "rounding"
                  and item["product"] in policy.get("products", [item["product"]]) else F(0) for item in items]
            off = half_up(sum(on) * F(policy["percent"]) / 100, 2)
            for item, share in zip(items, hand_out(off, on)):
                item["left"] -= share
                if share:
                    offs.append((policy["discount"], item, share))
                    if item["payer"] == "invoice":
                        self.owed -= share
                    else:
                        self.balance += share
            taken["left"] = taken["left"] and taken["left"] - 1
        self.taken = [taken for taken in self.taken if taken["left"] != 0]
        return offs

    @staticmethod
    def nets(parts):
        """What is taxed alike is split together: its net is rounded once, and the last part is what is left."""
        nets, left = [], {}
        for tax, gross in parts:
            left[tax] = left.get(tax, 0) + gross
        left = {tax: half_up(gross / (1 + tax[1] / 100), 2) for tax, gross in left.items()}
        last = {tax: place for place, (tax, _) in enumerate(parts)}
        for place, (tax, gross) in enumerate(parts):
            nets.append(left[tax] if place == last[tax] else half_up(gross / (1 + tax[1] / 100), 2))
            left[tax] -= nets[-1]
        return nets

    def invoice(self, now):
        if not self.items:
            return
        items = self.lines(now)
        offs = self.discounts(items)
        inclusive = self.book["tax"]["prices"] == "inclusive"
        parts = [(item["tax"], item["gross"]) for item in items] + [(item["tax"], -share) for _, item, share in offs]
        nets = self.nets(parts) if inclusive else [gross for _, gross in parts]
        for item, net in zip(items, nets):
            item["net"] = net
        allowances, rows = {}, {}
        for (reason, item, _), net in zip(offs, nets[len(items):]):
            key = (reason, item["tax"])
            allowances[key] = allowances.get(key, 0) - net
        for item in items:
            rows[item["tax"]] = rows.get(item["tax"], 0) + item["net"]
        for (_, tax), amount in allowances.items():
            rows[tax] -= amount
        tax = sum(half_up(base * percent / 100, 2) for (_, percent), base in rows.items())
        lines, off = sum(item["net"] for item in items), sum(allowances.values(), F(0))
        gross, rounding = lines - off + tax, F(0)
        if inclusive:
            rounding = sum(item["left"] for item in items) - gross
        elif self.book["invoice"].get("tax_payer", "credit") == "invoice":
            self.owed += tax
        elif tax:
            self.balance -= tax
            self.debited = True
        due = F(math.floor(max(F(0), -self.balance) * 100), 100) if "overage" in self.book else F(0)
        self.balance += due
        due, self.owed = max(F(0), due + self.owed), min(F(0), due + self.owed)
        self.made.append({
            "time": now.isoformat() + "Z",
            "lines": [self.line(place, item, now) for place, item in enumerate(items, 1)],
            "allowances": [{"amount": money(amount, 2), "percent": exact(tax[1]), "reason": reason}
                           for (reason, tax), amount in allowances.items()],
            "tax": [{"category": category, "percent": exact(percent), "taxable": money(base, 2),
                     "tax": money(half_up(base * percent / 100, 2), 2)} for (category, percent), base in rows.items()],
            "totals": {key: money(value, 2) for key, value in {
                "lines": lines, "allowances": off, "charges": F(0), "tax_exclusive": lines - off, "tax": tax,
                "tax_inclusive": gross, "prepaid": gross + rounding - due, "rounding": rounding, "payable": due}.items()},
            "due": money(due, self.scale),
            "balance": money(self.balance, self.scale),
        })

    def line(self, place, item, now):
        names = {"fee": f"{item['unit']} of {item['plan']}", "unused": f"unused {item['unit']} of {item['plan']}",
                 "usage": item["product"] + (", late" if item["late"] else ""), "rounding": "rounding of lines"}
        first, last = self.day(item["start"]), self.day(item["end"] or now)
        line = {"id": str(place), "name": names[item["kind"]]}
        if item["count"] > 1:
            line["description"] = f"{item['count']} charges"
        net, quantity, per = item["net"], item["quantity"], item["per"]
        own = item["price"] is not None and self.book["tax"]["prices"] == "exclusive"
        if own and half_up(quantity * item["price"] / (per or 1), 2) == net:
            price = item["price"]
        else:
            price, per, quantity = abs(net), quantity, quantity if net >= 0 else -quantity
        line |= {"quantity": exact(quantity), "unit": item["unit"], "price": exact(price)}
        if per:
            line["base_quantity"] = exact(per)
        line |= {"net": money(net, 2), "category": item["tax"][0], "percent": exact(item["tax"][1]),
                 "from": first.isoformat(), "until": max(last, first + timedelta(days=1)).isoformat()}
        if item["subaccount"]:
            line["subaccount"] = item["subaccount"]
        return line


def written(invoices):
    """A line of the file for each line of an invoice."""
    many = lambda key, made: f'   "{key}": [' + ",".join("\n    " + json.dumps(each) for each in made[key]) + "]"
    one = lambda key, made: f'   "{key}": ' + json.dumps(made[key])
    texts = [",\n".join([one("time", made), many("lines", made), many("allowances", made), many("tax", made),
                         one("totals", made), one("due", made), one("balance", made)]) for made in invoices]
    return "[\n  {\n" + "\n  },\n  {\n".join(texts) + "\n  }\n]\n"


def main(write):
    folder, stale = ROOT / "tests/cases/presets", []
    for name in NAMES:
        book = json.loads((ROOT / f"core/presets/{name}.json").read_text("utf-8"))
        sample = json.loads((folder / f"{name}.json").read_text("utf-8"))
        account = Account(book, sample["open"])
        for event in [event for month in sample["months"] for event in month["events"]]:
            account.happen(event)
        file, text = folder / f"{name}.invoices.json", written(account.made)
        if write:
            file.write_text(text, "utf-8")
        elif file.read_text("utf-8") != text:
            stale.append(name)
    print(f"invoices are not those that were worked out: {stale}" if stale else f"the invoices of {len(NAMES)} accounts are right")
    sys.exit(bool(stale))


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
