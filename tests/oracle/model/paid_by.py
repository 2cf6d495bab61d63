"""Which credit paid for what an invoice shows, by kind, the latest last: what is taken off it goes back there."""

KINDS_MAX = 16


def kind(part):
    """Credit of the same source, end, priority and products."""
    return part.source, part.until, part.priority, part.products


def note(page, parts):
    """Credit has paid for something that the next invoice shows."""
    known = page.account.paid_by
    for part in parts if page.book.anchor is not None else ():
        if part.amount > 0:
            before = known.pop(kind(part), None)
            known[kind(part)] = part._replace(amount=part.amount + (before.amount if before else 0))
    if len(known) > KINDS_MAX:
        del known[next(iter(known))]


def of(page, invoice=None):
    """Of the open period, or of an invoice."""
    if invoice is None:
        return page.account.paid_by
    return page.account.invoices[invoice]["paid_by"] if invoice in page.account.invoices else {}


def lower(page, invoice, parts):
    """Something of it went back to that credit."""
    known = of(page, invoice)
    for part in parts:
        if kind(part) in known:
            before = known[kind(part)]
            known[kind(part)] = before._replace(amount=before.amount - min(before.amount, part.amount))
    for name in [name for name, part in known.items() if part.amount <= 0]:
        del known[name]


def draw(page, invoice, amount):
    """(parts, what nobody remembers) of so much, the latest first."""
    known, parts = of(page, invoice), []
    for name, part in reversed(list(known.items())):
        share = min(amount, part.amount)
        if share == 0:
            break
        amount -= share
        parts.append(part._replace(amount=share))
        if share == part.amount:
            del known[name]
        else:
            known[name] = part._replace(amount=part.amount - share)
    return parts, amount
