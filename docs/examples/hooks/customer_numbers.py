"""Numbers in the form that the company has always used."""

# /// guanxi-plugin
# title = "Numbers"
# version = "1.0"
# ///

from collections.abc import Sequence

from core.plugin_api import Values, Work, hookimpl


@hookimpl()
def customer_numbers(work: Work, customers: Sequence[Values]) -> Sequence[str]:
    """One for each new customer that came without: the year and its id."""
    return [f"{work.now.year}-{customer['id']:05}" for customer in customers]
