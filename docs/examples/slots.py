"""Something in every slot of the web: the plugin on the picture of docs/how-to/add-pages-and-panels.md."""

# /// guanxi-plugin
# title = "Slots"
# version = "1.0"
# ///

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from core.plugin_api import (
    Customer,
    MenuItem,
    Page,
    Panel,
    Permission,
    Reply,
    Shown,
    TimelineEntry,
    TimelineSource,
    Values,
    Visit,
    Work,
    hookimpl,
    translations,
)

_ = translations("slots")

SEE = "slots.boxes.view"


@hookimpl()
def permissions() -> Iterable[Permission]:
    """Who has it sees what the plugin shows."""
    return [Permission(name=SEE, title=_("See the slots"))]


def show(work: Work, visit: Visit) -> Reply:
    """A page of its own: `parts/page.html` is a page with one table."""
    values = {"title": _("A page"), "columns": [visit.translate(_("Slot"))], "rows": [["pages"]]}
    return Shown(template="parts/page.html", values=values)


@hookimpl()
def pages() -> Iterable[Page]:
    """Its address begins with the plugin's name."""
    return [Page(path="/slots/page", permission=SEE, run=show)]


@hookimpl()
def menu_items() -> Iterable[MenuItem]:
    """An entry of the sidebar and of the palette."""
    return [MenuItem(title=_("menu_items"), path="/slots/page", permission=SEE, icon="puzzle")]


def load(work: Work, customer: Values) -> Mapping[str, Any]:
    """The values of the template: `parts/facts.html` shows pairs."""
    return {"pairs": [(work.translate(_("Customer")), customer["name"])]}


def panel(slot: Literal["side", "main", "tab"]) -> Panel:
    """A panel in a slot of the pages of customers."""
    title = _("panels, slot={slot}").fill(slot=slot)
    return Panel(
        name=slot,
        title=title,
        template="parts/facts.html",
        load=load,
        permission=SEE,
        of=Customer,
        slot=slot,
        eager=True,
    )


@hookimpl()
def panels() -> Iterable[Panel]:
    """One in each slot."""
    return [panel("side"), panel("main"), panel("tab")]


def read(
    work: Work, customer: Values, before: tuple[datetime, int] | None, limit: int
) -> Iterator[TimelineEntry]:
    """One event: when the customer was last changed."""
    entry = TimelineEntry(at=customer["updated_at"], id=customer["id"], title=_("timeline_sources"))
    if before is None or (entry.at, entry.id) < before:
        yield entry


@hookimpl()
def timeline_sources() -> Iterable[TimelineSource]:
    """Events among those of core."""
    return [TimelineSource(name="changes", title=_("Slots"), of=Customer, permission=SEE, read=read)]
