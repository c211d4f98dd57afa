"""When the owner of a vehicle is likely to replace it: pure functions over plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plugins.care.public import add_months

State = Literal["coming", "open", "over"]


@dataclass(frozen=True, slots=True)
class Terms:
    """After how many months cars are replaced, how many days before somebody asks, how long it may take."""

    months: int
    days_before: int
    open_months: int


@dataclass(frozen=True, slots=True)
class Owned:
    """A vehicle that a customer has: invoiced on a day, his `since` a day; `months` are the vehicle's own."""

    asset: int
    name: str
    invoiced: date | None
    since: date | None
    is_first_owner: bool
    months: int | None = None

    @property
    def bought(self) -> date | None:
        """When this owner bought it: whoever came later did so when he got it."""
        if self.invoiced is None or self.is_first_owner or self.since is None:
            return self.invoiced
        return max(self.invoiced, self.since)


@dataclass(frozen=True, slots=True)
class Window:
    """The newest vehicle of a customer, and when he is likely to replace it."""

    newest: Owned
    bought: date
    replace_on: date
    state: State


def window(owned: Iterable[Owned], terms: Terms, today: date) -> Window | None:
    """That of the vehicle bought last; None for whoever has none with an invoice date."""
    dated = [(each.bought, each.asset, each) for each in owned if each.bought is not None]
    if not dated:
        return None
    bought, _asset, newest = max(dated, key=lambda item: item[:2])
    replace_on = add_months(bought, newest.months or terms.months)
    return Window(newest, bought, replace_on, _state(replace_on, terms, today))


def _state(replace_on: date, terms: Terms, today: date) -> State:
    if today < replace_on - timedelta(terms.days_before):
        return "coming"
    return "open" if today <= add_months(replace_on, terms.open_months) else "over"
