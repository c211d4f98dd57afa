"""The views of a list: those that the program and its plugins bring, then those that people have saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from core.errors import Invalid, NotFound
from core.host.record_types import RecordType
from core.labels import translations
from core.services import lists
from core.services.work import Work

_ = translations("core")

SAVED = "saved_views"
NO_VIEW = _("{records} have no view called {name}.")
NEAR = _("Did you mean {name}?")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedView:
    """A view of a list. `name` is a ready-made one's full name, or the id of a saved one."""

    name: str
    title: str
    resource: str
    definition: Mapping[str, Any]
    visibility: str = "public"
    id: int | None = None
    owner: int | None = None


def views_of(work: Work, resource: Any) -> list[OfferedView]:
    """The views of a kind of record that the actor may use, the ready-made ones first.

    Raises NotFound for an unknown kind of record, Forbidden without the right to see any.
    """
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("view"))
    saved = work.registry.type_of(SAVED).resource.permission("view")
    stored = _saved(work, record_type) if work.actor.reach(saved) else ()
    return [*_ready_made(work, record_type), *stored]


def view_named(work: Work, resource: Any, name: str) -> OfferedView:
    """The view that is called so, by its name, its title or its id; NotFound if the actor may use none."""
    found = views_of(work, resource)
    for view in found:
        if name in (view.name, view.title):
            return view
    near = get_close_matches(name, [view.name for view in found], 1)
    title = work.registry.type_of(resource).resource.title
    raise NotFound(NO_VIEW.fill(records=title, name=repr(name)), fix=NEAR.fill(name=near[0]) if near else "")


def _ready_made(work: Work, record_type: RecordType) -> Iterator[OfferedView]:
    for name, view in record_type.views.items():
        offered = OfferedView(
            name=name, title=view.title, resource=record_type.name, definition=view.definition
        )
        if _is_allowed(work, record_type, offered):
            yield offered


def _is_allowed(work: Work, record_type: RecordType, view: OfferedView) -> bool:
    """Whether the actor may see all that it shows, and filter and sort by it."""
    definition = view.definition
    query = lists.Query(
        fields=definition.get("columns"), where=definition.get("where"), sort=definition.get("sort")
    )
    try:
        lists.prepare(work, record_type, query)
    except Invalid:
        return False
    return True


def _saved(work: Work, record_type: RecordType) -> Iterator[OfferedView]:
    query = lists.Query(
        fields=("id", "name", "definition", "visibility", "owner"),
        where={"field": "resource", "op": "eq", "value": record_type.name},
        sort="name",
    )
    for row in (row for rows in lists.iterate(work, SAVED, query) for row in rows):
        values = {name: row[name] for name in ("id", "definition", "visibility", "owner")}
        yield OfferedView(name=str(row["id"]), title=row["name"], resource=record_type.name, **values)
