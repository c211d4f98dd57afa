"""The start page: what is to be done today, and what was touched last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.contracts.pages import ANYBODY_SIGNED_IN, Page, Reply, Shown, Visit
from core.host.record_types import RecordType
from core.services import lists
from core.web.records.panels import drawing, panel_called, panels_of

if TYPE_CHECKING:
    from core.services.work import Work

ACTIVITIES, CUSTOMERS = "activities", "customers"
MOST = 20


def today(work: Work, visit: Visit) -> Reply:
    """The page."""
    return Shown(
        template="today.html",
        values={
            "panels": panels_of(work, None, {}, _panel_at),
            "due": _rows(work, ACTIVITIES, _due(work), "due_at", ("customer",)),
            "activities": work.registry.type_of(ACTIVITIES),
            "customers": _rows(work, CUSTOMERS, _mine(work), "-updated_at", ()),
            "customer_type": work.registry.type_of(CUSTOMERS),
        },
    )


def panel(work: Work, visit: Visit) -> Reply:
    """One panel of a plugin, when it is looked at."""
    values = {"placed": panel_called(work, None, {}, visit.path["panel"]), "draw": drawing(work)}
    return Shown(template="panel.html", values=values, block="content")


def _panel_at(name: str) -> str:
    return f"/today/panels/{name}"


def _due(work: Work) -> Any:
    return {
        "and": [
            {"field": "owner", "op": "eq", "value": work.actor.user_id},
            {"field": "status", "op": "eq", "value": "planned"},
            {"not": {"field": "due_at", "op": "empty"}},
        ]
    }


def _mine(work: Work) -> Any:
    return {"field": "owner", "op": "eq", "value": work.actor.user_id}


def _rows(work: Work, resource: str, where: Any, sort: str, include: tuple[str, ...]) -> list[dict[str, Any]]:
    """The first of the actor's own; none where he may see none of the kind."""
    record_type: RecordType = work.registry.type_of(resource)
    if not work.actor.reach(record_type.resource.permission("view")):
        return []
    query = lists.Query(where=where, sort=sort, limit=MOST, count="none", include=include)
    return lists.list_records(work, record_type, query).rows


PAGES = (
    Page(path="/", permission=ANYBODY_SIGNED_IN, run=today),
    Page(path="/today/panels/{panel}", permission=ANYBODY_SIGNED_IN, run=panel),
)
