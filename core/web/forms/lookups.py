"""`/customers/lookup?q=`: the records that a field may mean, while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.contracts.pages import Reply, Shown, Visit
from core.host.record_types import RecordType
from core.services import lists
from core.services.search import search
from core.web.forms.codes import OPTIONS
from core.web.forms.outline import MARK

if TYPE_CHECKING:
    from core.services.work import Work

MOST = 12
LONGEST = 100


def lookup(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """At most a dozen, with their names; ids stand behind a mark where a form asks (`marked=1`)."""
    words = visit.query.get("q", "").strip()[:LONGEST]
    mark = MARK if visit.query.get("marked") else ""
    rows = _rows(work, record_type, words)
    options = [_option(record_type, row, mark) for row in rows]
    return Shown(template=OPTIONS, values={"options": options})


def _rows(work: Work, record_type: RecordType, words: str) -> list[dict[str, Any]]:
    """Those that a search finds; where a kind of records has no words, those whose name holds them."""
    shown, label = _shown(work, record_type), record_type.resource.label
    where: dict[str, Any] | None = None
    if words and any(item.search for item in record_type.fields.values()):
        ids = [hit.id for hit in search(work, words, [record_type.name], MOST)]
        where = {"field": "id", "op": "in", "value": ids}
        if not ids:
            return []
    elif words and label in shown and "contains" in record_type.fields[label].kind.operators:
        where = {"field": label, "op": "contains", "value": words}
    query = lists.Query(fields=shown, where=where, limit=MOST, count="none")
    return lists.list_records(work, record_type, query).rows


def _shown(work: Work, record_type: RecordType) -> tuple[str, ...]:
    """The id, the name and the key, as far as the actor reads them."""
    rights = work.access.field_rights(work.actor, record_type)
    wanted = dict.fromkeys(("id", record_type.resource.label, record_type.resource.key))
    return tuple(name for name in wanted if name in rights.readable)


def _option(record_type: RecordType, row: dict[str, Any], mark: str) -> dict[str, Any]:
    resource = record_type.resource
    text = row.get(resource.label) or f"{MARK}{row['id']}"
    hint = row.get(resource.key) if resource.key not in ("id", resource.label) else ""
    return {"id": f"{mark}{row['id']}", "text": str(text), "hint": hint or ""}
