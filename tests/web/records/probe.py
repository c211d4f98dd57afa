"""A plugin that shows something at every place of a customer's page, and fails at some of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import text

from core.plugin_api import (
    Customer,
    Panel,
    Permission,
    TimelineEntry,
    TimelineSource,
    Values,
    Work,
    hookimpl,
    translations,
)

_ = translations("probe")

SEE = "probe.panels.view"
EVENTS = 10_000
Slot = Literal["side", "main", "tab"]


def told(_work: Work, record: Values) -> Mapping[str, Any]:
    """What is shown of a customer."""
    return {"pairs": [("Told", f"<b>{record['name']}</b>")]}


def broken(_work: Work, _record: Values) -> Mapping[str, Any]:
    """Fails."""
    raise RuntimeError("this plugin is broken")


def wrong_statement(work: Work, _record: Values) -> Mapping[str, Any]:
    """Fails in the database, which must not end the transaction of the page."""
    work.session.execute(text("SELECT nothing FROM nowhere"))
    return {}


def no_mapping(_work: Work, _record: Values) -> Any:
    """Answers something else."""
    return [1]


def writing(work: Work, record: Values) -> Mapping[str, Any]:
    """Tries to write where nothing is written."""
    work.record("probe", f"customers/{record['id']}", {})
    return told(work, record)


def panel(name: str, slot: Slot = "side", load: Any = told, *, eager: bool = False, **more: Any) -> Panel:
    """A panel on customers."""
    options = {"template": "parts/facts.html", "permission": SEE, **more}
    return Panel(name=name, title=_(name.title()), of=Customer, slot=slot, load=load, eager=eager, **options)


def read(
    _work: Work, record: Values, before: tuple[datetime, int] | None, limit: int
) -> Iterator[TimelineEntry]:
    """One event each minute, for a week, before the customer was made."""
    newest = record["created_at"] - timedelta(minutes=1)
    start = 0
    if before is not None:
        passed = newest - before[0]
        start = max(0, -(-passed // timedelta(minutes=1)))
        if newest - timedelta(minutes=start) == before[0] and EVENTS - start >= before[1]:
            start += 1
    for number in range(start, min(EVENTS, start + limit)):
        at = newest - timedelta(minutes=number)
        yield TimelineEntry(at=at, id=EVENTS - number, title=f"Event {number}")


def failing(_work: Work, record: Values, _before: Any, _limit: int) -> Iterator[TimelineEntry]:
    """Fails after its first event."""
    yield TimelineEntry(at=record["created_at"], id=1, title="Never shown")
    raise RuntimeError("no further events")


def source(name: str, function: Any) -> TimelineSource:
    """Events on the timelines of customers."""
    return TimelineSource(name=name, title=_(name.title()), of=Customer, permission=SEE, read=function)


class ProbePlugin:
    """Panels in every slot, four of which want to be seen at once, and two sources of events."""

    @hookimpl()
    def permissions(self) -> Iterable[Permission]:
        return (Permission(name=SEE, title=_("See panels")), Permission(name="probe.no.view", title=_("No")))

    @hookimpl()
    def panels(self) -> Iterable[Panel]:
        return (
            panel("first", eager=True),
            panel("broken", load=broken, eager=True),
            panel("statement", "main", wrong_statement, eager=True),
            panel("fourth", eager=True),
            panel("lazy", "main"),
            panel("tab", "tab"),
            panel("list", load=no_mapping),
            panel("writing", load=writing),
            panel("nowhere", template="probe/nowhere.html"),
            panel("closed", permission="probe.no.view"),
        )

    @hookimpl()
    def timeline_sources(self) -> Iterable[TimelineSource]:
        return (source("minutes", read), source("failing", failing))
