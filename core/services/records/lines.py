"""Writing the lines of records: what is new is inserted, what changed updated, what is missing deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, update

from core.data.among import among
from core.data.bulk import insert_rows
from core.host.record_types import ChildType
from core.services.chunks import chunks
from core.services.records.drafts import Draft, Line
from core.services.records.ids import allocate

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
    for line, row in rows:
        if line.before is not None:
            _update(work, child, line, row)


def remove_missing(work: Work, child: ChildType, name: str, drafts: Sequence[Draft]) -> None:
    """Delete the lines that stood before and were not sent again."""
    gone = [
        line["id"]
        for draft in drafts
        for line in draft.children_before.get(name, ())
        if line["id"] not in {kept.id for kept in draft.children[name]}
    ]
    for part in chunks(gone):
        statement = delete(child.model).where(among(child.model.id, part))
        work.session.execute(statement.execution_options(guanxi_writer=True, synchronize_session=False))


def _columns(child: ChildType, draft: Draft, line: Line, position: int) -> dict[str, Any]:
    stored = line.stored({**draft.values, **line.values})
    return {**stored, child.parent: draft.record.id, "position": position}


def _update(work: Work, child: ChildType, line: Line, row: dict[str, Any]) -> None:
    statement = (
        update(child.model)
        .where(child.model.id == line.id)
        .values({k: v for k, v in row.items() if k != "id"})
    )
    work.session.execute(statement.execution_options(guanxi_writer=True, synchronize_session=False))
