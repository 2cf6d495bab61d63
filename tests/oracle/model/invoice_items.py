"""What the next invoice will show."""


def usage(page, card, line, amount, late, closes):
    pass


def usage_back(page, card, line, amount, late, shown):
    pass


def fee(page, subscription, line, amount, part, credits=None):
    pass


def credited(page, subscription, fee, gross):
    pass


def shown(account, time, product):
    return None
