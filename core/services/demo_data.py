"""Demo data: what owners bring, in order, each loaded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from core.contracts import hookspecs
from core.contracts.contributions import DemoData
from core.contracts.work import Actor
from core.data.models import State, User
from core.services import records
from core.services.work import App, Work

LOADED = "demo:"
SALESPERSON = "ben"

Report = Callable[[int, float], None]
"""Told how far a loader is: rows dealt with, and the share of all, from 0 to 1."""


def waiting(app: App, actor: Actor) -> list[DemoData]:
    """The demo data that were not loaded yet, each after what it needs."""
    with app.reading(actor) as work:
        names = work.session.scalars(select(State.name).where(State.name.startswith(LOADED)))
        loaded = {name.removeprefix(LOADED) for name in names}
    contributed = [item for _owner, item in app.hooks.collect(hookspecs.demo_data)]
    return [item for item in in_order(contributed) if item.name not in loaded]


def load(app: App, actor: Actor, item: DemoData, report: Report) -> None:
    """Load one and remember that. A loader that was killed is called again, so it must not write twice."""
    item.load(app, actor, report)
    with app.work(actor) as work:
        work.session.execute(insert(State).values(name=LOADED + item.name, value=1))
        work.record("demo_data", item.name, {})


def demo_customers(work: Work, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Make customers of the demo salesperson, if there is one, for not only administrators look at them."""
    seller = work.session.scalar(select(User.id).where(User.login == SALESPERSON, User.active))
    return records.create(work, "customers", [{"owner": seller, **row} for row in rows])


def in_order(items: Sequence[DemoData]) -> Iterator[DemoData]:
    """Each after those that it names in `after`; the order of declaration otherwise."""
    left, done = list(items), set[str]()
    known = {item.name for item in items}
    while left:
        ready = next((item for item in left if not (set(item.after) & known) - done), left[0])
        left.remove(ready)
        done.add(ready.name)
        yield ready
