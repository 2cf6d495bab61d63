"""Interim invoices."""


def invoice(page):
    return False
