"""Writing the lines of records: what is new is inserted, what changed updated, what is missing deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.data.bulk import insert_rows, update_rows
from core.host.record_types import ChildType
from core.services.records.drafts import Draft, Line
from core.services.records.ids import allocate
from core.services.records.writing import delete_rows

if TYPE_CHECKING:
    from core.services.work import Work


def write(work: Work, child: ChildType, lines: Sequence[tuple[Draft, list[Line]]]) -> None:
    """Write the lines of these drafts; their order in the list is their position."""
    rows = [
        (line, _columns(child, draft, line, position))
        for draft, wanted in lines
        for position, line in enumerate(wanted)
    ]
    new = [(line, row) for line, row in rows if line.before is None]
    if new:
        for id, (line, row) in zip(allocate(work, child.model, len(new)), new, strict=True):
            line.values["id"] = row["id"] = id
        insert_rows(work.session, child.model, [row for _line, row in new])
    changed = [{**row, "id": line.id} for line, row in rows if line.before is not None]
    update_rows(work.session, child.model, changed)


def remove_missing(work: Work, child: ChildType, name: str, drafts: Sequence[Draft]) -> None:
    """Delete the lines that stood before and were not sent again."""
    gone = [
        line["id"]
        for draft in drafts
        for line in draft.children_before.get(name, ())
        if line["id"] not in {kept.id for kept in draft.children[name]}
    ]
    delete_rows(work, child.model, gone)


def _columns(child: ChildType, draft: Draft, line: Line, position: int) -> dict[str, Any]:
    stored = line.stored({**draft.values, **line.values})
    return {**stored, child.parent: draft.record.id, "position": position}
