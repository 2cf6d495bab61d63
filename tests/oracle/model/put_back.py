"""What is taken back goes back into the credit that paid it, the last that paid first: `credit.put_back`."""

from collections import namedtuple

from . import burst, credit, days
from .account import Grant

Back = namedtuple("Back", "moves parts overage bound ended")


def read(book, entry):
    """(parts, what no grant paid) of a debit's entry."""
    parts = []
    for line in entry.get("burned", ()):
        until = days.parse(line["until"]) if "until" in line else None
        more = (line.get("source", "purchased"), until, line.get("priority", 50), tuple(line.get("products", ())))
        parts.append(credit.Part(line["grant"], book.units(line["amount"]), *more))
    return parts, book.units(entry.get("overage", "0"))


def last_paid(parts, overage, before, amount):
    """(what no grant had paid, parts) of so much of a debit, when so much came back before: that first, then the last burned."""
    shares, skip = [], before
    for paid in [overage, *(part.amount for part in reversed(parts))]:
        skipped = min(skip, paid)
        share = min(amount, paid - skipped)
        skip, amount = skip - skipped, amount - share
        shares.append(share)
    return shares[0], [part._replace(amount=share) for part, share in zip(reversed(parts), shares[1:]) if share]


def put_back(page, overage, parts, name, since, invoiced=False):
    """What no grant had paid lowers overage, else it goes to who has paid that since; on an invoice it lowers what is owed.
    Credit pays overage as it arrives, but for what has ended meanwhile."""
    account, unpaid = page.account, 0 if invoiced else overage
    lowers = min(unpaid, account.overage)
    account.overage -= lowers
    customer, bound, paid, ended = lowers, 0, lowers, []
    parts = overage_paid(page, unpaid - lowers, name) + parts
    for part in parts:
        over, left = part.until is not None and part.until <= account.clock, part.amount
        if not part.products and not over:
            pays = min(left, account.overage)
            credit.pay_overage(page, part._replace(amount=pays))
            left, paid = left - pays, paid + pays
        bound, customer = (bound + part.amount, customer) if part.products else (bound, customer + part.amount)
        if left:
            into_grant(account, part._replace(amount=left), since, over)
            ended += [part._replace(amount=left)] if over else []
    account.owed -= overage - unpaid
    moves = {"customer": customer, "scoped": bound, "receivable": overage - unpaid}
    return Back(moves, parts, paid, bound, ended)


def into_grant(account, part, since, over):
    """The grant that it came from, or one like it where that is used up."""
    grant = next((g for g in account.grants if g.grant == part.grant and g.started), None)
    if grant is None:
        # What falls due at a moment is paid by credit that ends then.
        since = since if part.until is None else min(since, part.until - 1)
        grant = Grant(part.grant, part.source, 0, since, part.until, part.priority, list(part.products))
        grant.started = True
        account.grants.append(grant)
    if over:
        grant.expired = (grant.expired or 0) + part.amount
    else:
        grant.left += part.amount
    grant.amount = max(grant.amount, grant.left + (grant.expired or 0))


def overage_paid(page, amount, name):
    """Who has paid so much overage, the latest first; of what nobody remembers it is credit that no money paid."""
    account, found, kept = page.account, [], []
    for time, part in reversed(account.overage_payers):
        share = min(amount, part.amount)
        amount -= share
        found += [part._replace(amount=share)] if share else []
        kept += [(time, part._replace(amount=part.amount - share))] if part.amount > share else []
    account.overage_payers = kept[::-1]
    made = burst.derived("re_", [name, page.event], 1)
    return found + ([credit.Part(made, amount, "refund", None, 50, ())] if amount else [])


def end_again(page, back):
    """Credit whose end has passed stays ended."""
    for part in back.ended:
        credit.end(page, part, f"{part.grant}/expiry/{page.event}")


def give_back(page, name, what, counter, overage, parts):
    """Puts parts back, after so much overage that is no more."""
    if parts or overage:
        back = put_back(page, overage, parts, page.event, page.account.opened)
        moves = back.moves | {counter: -sum(back.moves.values())}
        page.post(name, what, moves, **credit.shown(page, back.parts, back.overage))
        end_again(page, back)
