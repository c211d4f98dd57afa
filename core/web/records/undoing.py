"""What was done at once, and can be undone; and the trash, from which everybody takes back what was his."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from core.contracts.pages import ANYBODY_SIGNED_IN, Page, Redirect, Reply, Shown, Visit
from core.data.models.operation import UNDOING
from core.errors import NotFound, invalid
from core.formats.moments import parse_moment
from core.host.record_types import RecordType
from core.http.requests import record_id, whole_number
from core.labels import Label, translations
from core.services import records
from core.services.settings import get
from core.services.trash import TRASH_DAYS
from core.services.undo import managing
from core.web.named import who_of
from core.web.records.subject import may
from core.web.shell import address

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

OPERATIONS, ROWS = 50, 50
NOTHING: Mapping[str, Any] = MappingProxyType({"kinds": (), "found": (), "path": "", "more": ""})
NOT_A_PLACE = _("This is not a place in the trash.")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of records of which some may be in the trash."""

    title: Label
    href: str
    current: bool


def show_operations(work: Work, visit: Visit) -> Reply:
    """What the actor has done at once (or everybody, if he may undo that), the newest first."""
    before = visit.query.get("before", "")
    last = whole_number(before)
    found = managing.list_operations(work, managing.OperationsQuery(limit=OPERATIONS, before_id=last))
    more = f"/undo?before={found.next}" if found.next else ""
    return Shown(
        template="record/undo.html",
        values={"operations": found.rows, "more": more, "who_of": partial(who_of, work)},
        block="content",
    )


def show_operation(work: Work, visit: Visit) -> Reply:
    """One operation: what it was, how far its undo is, and what was kept and why."""
    operation = managing.read_operation(work, record_id(visit.path["id"]))
    going = operation["status"] == UNDOING
    values = {"operation": operation, "going": going, "who_of": partial(who_of, work)}
    return Shown(template="record/operation.html", values=values, block="state")


def undo(work: Work, visit: Visit) -> Reply:
    """Have an operation undone; its page says how far that is."""
    id = record_id(visit.path["id"])
    managing.request(work, id)
    return Redirect(to=f"/undo/{id}")


def show_trash(work: Work, visit: Visit) -> Reply:
    """The records of one kind in the trash that the actor may take out of it."""
    types = [item for item in work.registry.types.values() if may(work, item, "delete")]
    if not types:
        return Shown(template="record/trash.html", values={**NOTHING, "days": get(work, TRASH_DAYS)})
    wanted = visit.query.get("type", "")
    chosen = next((item for item in types if item.name == wanted), None)
    if wanted and chosen is None:
        raise NotFound
    record_type = chosen or types[0]
    found = records.trashed(work, record_type, ROWS + 1, _before(visit.query.get("before", "")))
    values = {
        "kinds": _kinds(types, record_type),
        "found": found[:ROWS],
        "path": address(record_type),
        "more": _more(record_type, found),
        "days": get(work, TRASH_DAYS),
        "who_of": partial(who_of, work),
    }
    return Shown(template="record/trash.html", values=values, block="content")


def _kinds(types: Sequence[RecordType], current: RecordType) -> list[Kind]:
    return [Kind(item.resource.title, f"/trash?type={item.name}", item is current) for item in types]


def _before(text: str) -> tuple[datetime, int] | None:
    """Where the page before ended."""
    if not text:
        return None
    moment, _sign, id = text[:100].partition("~")
    try:
        return parse_moment(moment, None), record_id(id)
    except (ValueError, NotFound) as error:
        raise invalid("before", "position_invalid", NOT_A_PLACE) from error


def _more(record_type: RecordType, found: Sequence[records.Trashed]) -> str:
    if len(found) <= ROWS:
        return ""
    last = found[ROWS - 1]
    place = f"{last.at.isoformat().replace('+', '%2B')}~{last.id}"
    return f"/trash?type={record_type.name}&before={place}"


PAGES = (
    Page(path="/undo", permission=ANYBODY_SIGNED_IN, run=show_operations),
    Page(path="/undo/{id}", permission=ANYBODY_SIGNED_IN, run=show_operation),
    Page(path="/undo/{id}", permission=ANYBODY_SIGNED_IN, run=undo, method="POST"),
    Page(path="/trash", permission=ANYBODY_SIGNED_IN, run=show_trash),
)
